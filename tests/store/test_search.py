"""Search finds what is there, all of it, and the better before the worse."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from crawler import Article
from crawler.errors import UsageError
from crawler.store import upkeep
from crawler.store.queries import parse
from crawler.store.search import Answer, Search
from crawler.store.upkeep import Places
from crawler.text.spelling import fold
from tests.conftest import MakeArticle
from tests.corpus import shared
from tests.generated import ZONE, articles, line, store

EVERYTHING = 1_000_000


def index(data: Path, stored: Iterable[Article]) -> Search:
    """Return the index of articles stored in ``data``."""
    store(data, map(line, stored))
    upkeep.update(Places.below(data))
    return Search.opened(Places.below(data).index)


def urls(answer: Answer) -> list[str]:
    return [hit.url for hit in answer.hits]


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Search:
    """Ten thousand articles."""
    return index(tmp_path_factory.mktemp("data"), articles(10_000))


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """What a scan looks through: headline and body, folded, by address."""
    return {
        article.url: fold("\n".join((article.headline or "", *article.body)))
        for article in articles(10_000)
    }


def words(texts: Iterable[str], *, length: int, count: int) -> list[str]:
    """Return words of so many characters, cut out of texts anywhere."""
    random = Random(length)  # no secret
    found: dict[str, None] = {}
    texts = list(texts)
    while len(found) < count:
        text = random.choice(texts)
        start = random.randrange(len(text) - length)
        word = text[start : start + length]
        if re.fullmatch(r"[\u4e00-\u9fff]+", word):
            found[word] = None
    return [*found]


@pytest.mark.parametrize(
    ("length", "count"), [(1, 8), (2, 60), (3, 60), (4, 60), (9, 60)]
)
def test_finds_what_a_scan_finds(
    search: Search, texts: dict[str, str], length: int, count: int
) -> None:
    for word in words(texts.values(), length=length, count=count):
        expected = {url for url, text in texts.items() if word in text}
        answer = search.find(parse(word), limit=EVERYTHING)
        assert set(urls(answer)) == expected, word
        assert answer.total == len(answer.hits) == len(expected), word


def test_finds_what_a_scan_finds_in_real_articles(tmp_path: Path) -> None:
    lines = (shared("corpus/zh") / "gold.jsonl").read_text(encoding="utf-8")
    sentences = re.findall(r"[^。！？\s\"\\{}]{8,}[。！？]", lines)
    random = Random(7)  # no secret
    stored = [
        dataclasses.replace(each, body=tuple(random.choices(sentences, k=5)))
        for each in articles(500)
    ]
    search = index(tmp_path, stored)
    texts = {
        each.url: fold("\n".join((each.headline or "", *each.body))) for each in stored
    }
    for length in (2, 3, 4):
        for word in words(texts.values(), length=length, count=60):
            expected = {url for url, text in texts.items() if word in text}
            found = search.find(parse(word), limit=EVERYTHING)
            assert set(urls(found)) == expected, word


def test_each_script_finds_the_other(tmp_path: Path, make_article: MakeArticle) -> None:
    search = index(
        tmp_path,
        [
            make_article(canonical_url="http://jia.example/1", headline="低空經濟起飛"),
            make_article(canonical_url="http://jia.example/2", headline="低空经济起飞"),
        ],
    )
    for word in ("低空经济", "低空經濟", "起飛", "低空經济"):
        assert search.find(parse(word)).total == 2


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Search:
    """A single article, which has something of everything."""
    article = dataclasses.replace(
        next(articles(1)),
        outlet="jia",
        headline="低空试点",
        body=("AI 技术 maintain C919首飞", "增长3.5%，他说：好！走吧"),
        source="新华社",
        authors=("张三", "李四", "John Reed"),
    )
    return index(tmp_path_factory.mktemp("data"), [article])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ai", 1),
        ("ＡＩ", 1),
        ("ai技术", 1),
        ('"AI 技术"', 1),
        ("maint", 0),
        ("C919", 1),
        ("c919首飞", 1),
        ("3.5", 1),
        ("“他说：好！走吧”", 1),
        ("他说好", 0),
        ("低空 走吧", 1),
        ("低空 无人", 0),
        ("低空 -走吧", 0),
        ("headline:低空", 1),
        ("headline:低空 maintain", 1),
        ("author:张三 source:新华社", 1),
        ("headline:AI", 0),
        ("source:新华", 1),
        ("source:社", 1),
        ("source:人民", 0),
        ("author:张三", 1),
        ("author:三李", 0),
        ("author:reed", 1),
        ("outlet:jia 低空", 1),
        ("-outlet:jia", 0),
        ("outlet:ji", 0),
        ("-无人机", 1),
    ],
)
def test_queries(one: Search, query: str, found: int) -> None:
    assert one.find(parse(query)).total == found


def test_nothing_is_found_over_the_ends_of_paragraphs_and_names(
    tmp_path: Path, make_article: MakeArticle
) -> None:
    search = index(tmp_path, [make_article(body=("open", "source", "低空", "经济"))])
    for query in ('"open source"', "低空经济", "空经"):
        assert search.find(parse(query)).total == 0


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (dt.date(2026, 11, 2), None, [3, 2]),
        (None, dt.date(2026, 11, 2), [2, 1]),
        (dt.date(2026, 11, 2), dt.date(2026, 11, 2), [2]),
        (dt.date(2027, 1, 1), None, []),
    ],
)
def test_days_are_those_printed(
    tmp_path: Path,
    make_article: MakeArticle,
    since: dt.date | None,
    until: dt.date | None,
    days: list[int],
) -> None:
    stored = [
        make_article(
            canonical_url=f"http://jia.example/{day}",
            url=f"http://jia.example/{day}",
            date_published=dt.datetime(2026, 11, day, 1, tzinfo=ZONE),
        )
        for day in (1, 2, 3)
    ]
    answer = index(tmp_path, stored).find(parse("", since=since, until=until))
    assert urls(answer) == [f"http://jia.example/{day}" for day in days]
    assert all(hit.published and hit.published.hour == 1 for hit in answer.hits)


def test_an_article_without_a_date_is_of_the_day_it_was_stored(
    tmp_path: Path, make_article: MakeArticle
) -> None:
    search = index(tmp_path, [make_article()])
    day = dt.date(2026, 11, 26)
    assert search.find(parse("", since=day, until=day)).total == 1


def test_better_matches_come_first(tmp_path: Path, make_article: MakeArticle) -> None:
    date = dt.datetime(2026, 11, 1, tzinfo=ZONE)
    filler = "清晨六点，校车从镇口出发。" * 20
    texts = {
        "headline": ("低空经济起飞", filler),
        "often": ("早班车", "低空经济。" * 4 + filler),
        "once": ("早班车", "低空经济。" + filler),
        "long": ("早班车", "低空经济。" + filler * 8),
    }
    stored = [
        make_article(
            canonical_url=f"http://jia.example/{name}",
            url=f"http://jia.example/{name}",
            headline=headline,
            body=(body,),
            date_published=date,
        )
        for name, (headline, body) in reversed(texts.items())
    ]
    answer = index(tmp_path, stored).find(parse("低空经济"))
    assert urls(answer) == [f"http://jia.example/{name}" for name in texts]


def test_of_equal_matches_the_newer_comes_first(
    tmp_path: Path, make_article: MakeArticle
) -> None:
    stored = [
        make_article(
            canonical_url=f"http://jia.example/{year}",
            url=f"http://jia.example/{year}",
            date_published=dt.datetime(year, 11, 1, tzinfo=ZONE),
        )
        for year in (2024, 2026, 2025, 2030)
    ]
    answer = index(tmp_path, stored).find(parse("校车"))
    # That of 2030 was stored in 2026: it is as new as that day, and no newer.
    assert urls(answer)[:3] == [
        f"http://jia.example/{year}" for year in (2030, 2026, 2025)
    ]


def test_a_rare_word_counts_more(tmp_path: Path, make_article: MakeArticle) -> None:
    stored = [
        make_article(
            canonical_url=f"http://jia.example/{number}",
            url=f"http://jia.example/{number}",
            body=(f"校车{'，渡口' if number == 7 else '，校车'}，出发",),
        )
        for number in range(20)
    ]
    search = index(tmp_path, stored)
    hits = search.find(parse("校车 出发")).hits
    assert len({hit.score for hit in hits}) > 1
    assert urls(search.find(parse("渡口 校车"))) == ["http://jia.example/7"]


def test_a_limit_is_of_hits_alone(search: Search) -> None:
    many = search.find(parse("的"), limit=500)
    few = search.find(parse("的"), limit=3)
    assert few.total == many.total > 500
    assert few.hits == many.hits[:3]


def test_no_index_is_a_matter_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="scrapy index rebuild"):
        Search.opened(tmp_path / "search")
