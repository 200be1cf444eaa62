"""The schema says what each field means, and holds for what is stored."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from crawler import Article, items, schema
from crawler.items import (
    Changes,
    Example,
    FieldChange,
    Footer,
    Image,
    Original,
    QrCode,
    Restored,
    Rewording,
    Teaser,
)
from crawler.store.articles import line

ZONE = dt.timezone(dt.timedelta(hours=8))


@pytest.fixture
def full(make_article: Callable[..., Article]) -> dict[str, Any]:
    """A stored line in which every field says something."""
    article = make_article(
        alternative_headline="一条乡村线路的十一年",
        authors=("陶然",),
        date_published=dt.datetime(2026, 11, 1, 6, 30, tzinfo=ZONE),
        images=(Image(url="http://www.jia.example/1.jpg", credit="简丹 摄"),),
        teasers=(Teaser(headline="渡口", date=dt.date(2026, 10, 31), reads=1200),),
        footer=Footer(icp=("甲ICP备00000001号",), qr=(QrCode(text="扫一扫"),)),
        found_by={"headline": "heading"},
        restored=Restored(
            clone="high",
            repairs={"gloss": 12},
            examples={"gloss": Example(before="(wǎng)", confidence=0.99)},
            lost={"question": 1},
            lost_examples={"question": "????"},
        ),
        untrusted=("outlet", "title"),
        original_hint=Original(source="江口社", path="/1.html"),
        fetched=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        version=2,
        changes=Changes(
            fields={"source": FieldChange(before=None, after="江口社")},
            reworded=(Rewording(before="镇口", after="村口"),),
        ),
    )
    stored: dict[str, Any] = json.loads(line(article))
    return stored


def valid(value: object) -> bool:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(
        schema.of_article(), format_checker=checker
    ).is_valid(value)


def test_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema.of_article())


def test_holds_for_a_full_and_for_a_bare_line(
    full: dict[str, Any], make_article: Callable[..., Article]
) -> None:
    assert valid(full)
    assert valid(json.loads(line(make_article())))


def test_knows_no_other_key_and_misses_none(full: dict[str, Any]) -> None:
    assert not valid({**full, "title": "河口"})
    for name in full:
        assert not valid({key: value for key, value in full.items() if key != name})
    assert not valid({**full, "images": [{"src": "1.jpg"}]})


@pytest.mark.parametrize(
    "wrong", [{"url": None}, {"body": "一段"}, {"footer": None}, {"authors": [1]}]
)
def test_refuses_values_of_another_kind(
    full: dict[str, Any], wrong: dict[str, object]
) -> None:
    assert not valid({**full, **wrong})


@pytest.mark.parametrize(
    "name",
    (
        "Article Image Teaser Footer QrCode Restored Example Original "
        "Changes FieldChange Rewording"
    ).split(),
)
def test_every_field_is_described_in_its_order(name: str) -> None:
    properties = schema.of_article()["$defs"][name]["properties"]
    kind = getattr(items, name)
    assert list(properties) == [field.name for field in dataclasses.fields(kind)]
    assert all(each["description"] for each in properties.values())
