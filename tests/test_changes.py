"""What has changed from one printing to the next, and what only seems to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from crawler import Article
from crawler.changes import changes
from crawler.items import Changes, FieldChange, Footer, Image, Rewording, Teaser

MakeArticle = Callable[..., Article]

ZONE = dt.timezone(dt.timedelta(hours=8))
PRINTED = dt.datetime(2026, 11, 1, 6, 30, tzinfo=ZONE)
FETCHED = dt.datetime(2026, 11, 1, 2, 0, 17, tzinfo=dt.UTC)
LATER = FETCHED + dt.timedelta(hours=26, minutes=11, seconds=5)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("headline", "河口小学的早班车", "河口小学的头班车"),
        ("alternative_headline", None, "一条乡村线路的十一年"),
        ("authors", ("陶然",), ("陶然", "简丹")),
        ("editors", ("陶然",), ()),
        ("source", "江口社", "河口社"),
        ("section", None, "乡村"),
        ("description", "清晨六点。", None),
        ("keywords", ("校车",), ("校车", "河口")),
        ("date_published", PRINTED, PRINTED + HOUR),
        ("captions", (), ("校车从镇口出发",)),
        ("missing_pages", ("http://www.jia.example/1_2.html",), ()),
    ],
)
def test_a_field_that_says_something_else(
    make_article: MakeArticle, name: str, before: object, after: object
) -> None:
    found = changes(
        make_article(**{name: before}, fetched=FETCHED),
        make_article(**{name: after}, fetched=LATER),
    )
    plain = FieldChange(
        before=msgspec.to_builtins(before), after=msgspec.to_builtins(after)
    )
    assert found == Changes(fields={name: plain})


def test_paragraphs(make_article: MakeArticle) -> None:
    before = make_article()
    [first, second] = before.body
    reworded = second.replace("十一年", "十二年")
    found = changes(before, make_article(body=("桥修好了。", reworded)))
    assert found == Changes(
        added=("桥修好了。",),
        removed=(first,),
        reworded=(Rewording(before=second, after=reworded),),
    )


def test_nothing_has_changed(make_article: MakeArticle) -> None:
    assert changes(make_article(), make_article()) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"fetched": FETCHED}, {"fetched": LATER}),
        ({"headline": "河口 小学（一）"}, {"headline": "河口小学(一)"}),
        ({"teasers": (Teaser(headline="渡口", reads=1), Teaser(headline="河堤"))},
         {"teasers": (Teaser(headline="河堤"), Teaser(headline="渡口", reads=2))}),
        ({"footer": Footer(copyright="© 2025")}, {"footer": Footer(copyright="© 2026")}),
        ({"confidence": {"body": 0.9}}, {"confidence": {"body": 0.8}}),
        ({"found_by": {"headline": "heading"}}, {"found_by": {"headline": "title_tag"}}),
        ({"keywords": ("校车", "河口")}, {"keywords": ("河口", "校车")}),
        ({"images": (Image(url="http://a.jia.example/1.jpg?v=1"),)},
         {"images": (Image(url="http://b.jia.example/1.jpg?v=2"),)}),
        ({"date_modified": PRINTED}, {"date_modified": PRINTED + HOUR}),
        ({"date_published": PRINTED}, {"date_published": PRINTED.astimezone(dt.UTC)}),
        ({"body": ("校车来了。", "阅读 12")}, {"body": ("校车来了。", "阅读 3.1万")}),
    ],
    ids=(
        "fetched white-space teasers footer confidence sources order server clock zone "
        "reads"
    ).split(),
)  # fmt: skip
def test_what_nobody_has_written_is_no_change(
    make_article: MakeArticle, before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert changes(make_article(**before), make_article(**after)) is None


def test_a_modification_is_told_beside_what_was_modified(
    make_article: MakeArticle,
) -> None:
    found = changes(
        make_article(date_modified=PRINTED),
        make_article(date_modified=PRINTED + HOUR, source="河口社"),
    )
    assert found is not None
    assert found.fields.keys() == {"source", "date_modified"}


def ago(fetched: dt.datetime, **so_long: int) -> dict[str, dt.datetime]:
    """What a page tells that prints so long ago, as extraction reads it."""
    moment = fetched.astimezone(ZONE) - dt.timedelta(**so_long)
    if so_long.keys() & {"days", "weeks"}:
        moment = moment.replace(hour=0, minute=0, second=0)
    return {"date_published": moment, "fetched": fetched}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ago(FETCHED, hours=3), ago(FETCHED + 2 * HOUR, hours=5)),
        (ago(FETCHED, minutes=59), ago(FETCHED + dt.timedelta(minutes=7), hours=1)),
        (ago(FETCHED, seconds=0), ago(FETCHED + dt.timedelta(seconds=98), minutes=1)),
        (ago(FETCHED, seconds=0), ago(LATER, seconds=0)),
        (ago(FETCHED, hours=3), ago(LATER, hours=3)),
        (ago(FETCHED, hours=3), ago(LATER, days=1)),
        (ago(FETCHED, days=2), ago(LATER, days=3)),
        (ago(FETCHED, weeks=1), ago(FETCHED + 3 * DAY, weeks=1)),
        (
            ago(FETCHED, hours=3),
            {"date_published": PRINTED + HOUR / 2, "fetched": LATER},
        ),
    ],
    ids="hours hour minute just-now as-it-was day days week printed".split(),
)
def test_how_long_ago_it_was_is_no_change(
    make_article: MakeArticle, before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert changes(make_article(**before), make_article(**after)) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ago(FETCHED, hours=3), ago(LATER, hours=2)),
        (
            ago(FETCHED, hours=3),
            {"date_published": PRINTED - 2 * DAY, "fetched": LATER},
        ),
        ({"date_published": None, "fetched": FETCHED}, ago(LATER, hours=2)),
        # One page that was read twice: our reading has changed.
        (ago(FETCHED, hours=3), {**ago(FETCHED, hours=2)}),
    ],
)
def test_a_date_that_does_not_fit_is_a_change(
    make_article: MakeArticle, before: dict[str, Any], after: dict[str, Any]
) -> None:
    found = changes(make_article(**before), make_article(**after))
    assert found is not None
    assert found.fields.keys() == {"date_published"}


def test_what_is_told_is_ready_for_json(make_article: MakeArticle) -> None:
    image = Image(url="http://www.jia.example/1.jpg", caption="校车")
    found = changes(
        make_article(),
        make_article(images=(image,), date_published=PRINTED, body=("桥修好了。",)),
    )
    assert msgspec.convert(msgspec.to_builtins(found), Changes) == found
