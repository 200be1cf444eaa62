"""Confidence is what was measured, says less where there is more doubt, and no more."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import Article, Page, PageError, extract, extraction, saved
from crawler.confidence import BODY, FIELDS, INTERCEPT, NAME, Scale, load, measures
from crawler.forest import MODELS
from training.scale import Observation, Tally, fit

PAGES = sorted((Path(__file__).parent / "fixtures" / "pages").rglob("*.html"))

PARAGRAPHS = [
    "镇上的小学今年多了一辆校车，清晨六点从镇口出发，沿河走四十分钟，到校正好赶上早读。",
    "司机老家就在河口，他说这条路开了十一年，哪个弯要慢，哪座桥冬天会结霜，心里都有数。",
    "校长介绍，以前住得远的孩子五点就要起床，如今能多睡一个小时，上课打瞌睡的少了许多。",
    "家长们凑钱给车上添了几条毛毯，车门边贴着一张手写的名单，谁上车就在名字后面画一笔。",
]
HEADLINE = "河口小学的早班车"


def read(*parts: str, title: str = HEADLINE) -> Article:
    head = f"<title>{title}_江口网</title>"
    byline = "<p>2024-11-01 15:30 来源：江口日报</p>"
    markup = f"{head}<h1>{HEADLINE}</h1>{byline}<div>{''.join(parts)}</div>"
    return extract(
        Page.from_bytes(markup.encode(), url="http://www.jia.example/1.html")
    )


def paragraphs() -> list[str]:
    return [f"<p>{text}</p>" for text in PARAGRAPHS]


def test_every_fixture_says_how_sure_it_is_of_what_it_found() -> None:
    articles = []
    for path in PAGES:
        try:
            articles.append(extract(saved.read(path).page()))
        except PageError:
            continue
    assert len(articles) > 20
    for article in articles:
        assert {"body", "headline"} <= article.confidence.keys()
        assert article.confidence.keys() <= article.found_by.keys() & {"body", *FIELDS}
        assert all(0 < chance < 1 for chance in article.confidence.values())


def test_what_was_not_found_has_no_confidence() -> None:
    article = read(*paragraphs())
    assert article.source == "江口日报"
    assert {"source", "date_published"} <= article.confidence.keys()
    assert article.editors == ()
    assert "editors" not in article.confidence


def test_a_plain_body_is_surer_than_a_muddled_one() -> None:
    foreign = [
        f"<section class='c{number}'><span>{text[:22]}</span> <a href='{number}'>"
        f"{text[8:20]}</a><br>{text[20:32]}</section>"
        for number, text in enumerate(PARAGRAPHS)
    ]
    mixed = [part for pair in zip(paragraphs(), foreign, strict=True) for part in pair]
    plain, muddled = read(*paragraphs()), read(*mixed)
    assert plain.body == tuple(PARAGRAPHS)
    assert plain.confidence["body"] > muddled.confidence["body"]


def test_a_headline_that_the_head_repeats_is_surer() -> None:
    repeated = read(*paragraphs())
    alone = read(*paragraphs(), title="江口网首页要闻")
    assert repeated.headline == alone.headline == HEADLINE
    assert repeated.confidence["headline"] > alone.confidence["headline"]


def test_models_of_another_folder_are_asked(tmp_path: Path) -> None:
    shutil.copy(MODELS / "body.json", tmp_path)
    weights = {INTERCEPT: math.log(3), **dict.fromkeys(BODY, 0.0)}
    scale = {"body": weights, "shares": {"source": {"": 0.25}}}
    (tmp_path / NAME).write_text(json.dumps(scale))
    markup = "".join([f"<title>{HEADLINE}</title><h1>{HEADLINE}</h1>", *paragraphs()])
    markup = markup.replace("</h1>", "</h1><p>2024-11-01 来源：江口日报</p>")
    page = Page.from_bytes(markup.encode(), url="http://www.jia.example/1.html")
    article = extract(page, models=tmp_path)
    assert article.confidence == {"body": 0.75, "source": 0.25}


def test_a_printed_date_is_a_measure_of_its_own() -> None:
    byline = "<p>2024-11-01 15:30 来源：江口日报</p>"
    for markup, dated in ((byline, 1.0), ("<p>来源：江口日报</p>", 0.0)):
        top = f"<title>{HEADLINE}</title><h1>{HEADLINE}</h1>{markup}"
        whole = top + "".join(paragraphs())
        page = Page.from_bytes(whole.encode(), url="http://www.jia.example/1.html")
        reading = extraction.read(page)
        found = measures(extraction.article_of(reading), reading)
        assert found[BODY.index("dated")] == dated


# What ships


def test_what_ships_knows_every_measure_and_field() -> None:
    scale = load()
    assert scale.body.keys() == {INTERCEPT, *BODY}
    assert scale.shares.keys() == set(FIELDS)
    shares = [share for held in scale.shares.values() for share in held.values()]
    assert all(0 < share < 1 for share in shares)
    assert all("" in held for held in scale.shares.values())


MEASURES = st.tuples(
    st.floats(0, 1), st.floats(0, 5), st.floats(0, 1), st.sampled_from([0.0, 1.0])
)


@given(MEASURES, st.floats(0, 1), st.sampled_from([0, 2]))
def test_more_doubt_makes_no_body_surer(
    measures: tuple[float, ...], more: float, place: int
) -> None:
    doubtful = list(measures)
    doubtful[place] += more
    scale = load()
    assert scale.chance(tuple(doubtful)) <= scale.chance(measures)


def test_evidence_that_nobody_met_counts_as_what_it_is_a_kind_of() -> None:
    scale = Scale({}, {"headline": {"": 0.8, "alone": 0.5, "alone/chinese": 0.6}})
    assert scale.share("headline", ("alone", "chinese", "heading")) == 0.6
    assert scale.share("headline", ("alone", "other", "heading")) == 0.5
    assert scale.share("headline", ("repeated",)) == 0.8
    assert scale.share("section", ("breadcrumb",)) is None


# How it is fitted


def observation(number: int, undecided: float, *, right: bool) -> Observation:
    page = ("other", f"{number:04}")
    fields = {"source": (("labelled_source",), right)}
    return Observation(page, (undecided, 0.0, 0.0, 0.0), right, fields)


def test_a_fitted_chance_is_the_share_that_was_right() -> None:
    # Of the decided nine in ten are right, of the undecided one in two.
    observed = [
        observation(number, float(number >= 1000), right=bool(number % 10))
        if number < 1000
        else observation(number, 1.0, right=bool(number % 2))
        for number in range(2000)
    ]
    scale = fit(observed)
    assert scale.chance((0.0, 0.0, 0.0, 0.0)) == pytest.approx(0.9, abs=0.01)
    assert scale.chance((1.0, 0.0, 0.0, 0.0)) == pytest.approx(0.5, abs=0.01)


def test_the_same_pages_make_the_same_scale_in_any_order() -> None:
    observed = [
        observation(number, number % 7 / 7, right=number % 3 > 0)
        for number in range(90)
    ]
    assert fit(observed) == fit(observed[::-1])


def test_shares_of_few_values_lean_on_the_rest() -> None:
    tally = Tally()
    for _ in range(96):
        tally.add(("source", "labelled"), right=True)
    tally.add(("source", "paired"), right=False)
    labelled = tally.share(("source", "labelled"))
    paired = tally.share(("source", "paired"))
    assert 0.95 < labelled < 1.0
    assert 0.5 < paired < labelled
    # One more that is wrong, and four of which as many are right as of the field's
    # other source.
    rest = (96 + 4 * tally.share((), without=("source",))) / (96 + 4 + 1)
    assert paired == pytest.approx((0 + 4 * rest) / (1 + 4 + 1))
