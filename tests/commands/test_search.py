"""``scrapy search`` prints the best articles, for people and for programs."""

from __future__ import annotations

import json

import pytest

from tests.generated import articles, line, store
from tests.loopback import Workplace


@pytest.fixture
def filled(place: Workplace) -> Workplace:
    store(place.data, map(line, articles(30)))
    assert place.scrapy("index", "rebuild").code == 0
    return place


def test_prints_articles_for_people(filled: Workplace) -> None:
    run = filled.scrapy("search", "的", "--limit", "2")
    assert (run.code, run.err) == (0, "")
    assert run.out.count("http://www.") == 2
    assert "的" in run.out
    assert " articles, 2 shown, " in run.out.splitlines()[-1]


def test_prints_the_answer_for_programs(filled: Workplace) -> None:
    run = filled.scrapy("search", "的", "--outlet", "jia,yi", "--json")
    answer = json.loads(run.out)
    assert run.code == 0
    assert answer["total"] >= len(answer["hits"]) > 0
    assert {hit["outlet"] for hit in answer["hits"]} <= {"jia", "yi"}
    passage = answer["hits"][0]["passage"]
    headline = answer["hits"][0]["headline"]
    marked = [
        each["text"][first:last]
        for each in (passage, headline)
        for first, last in each["found"]
    ]
    assert set(marked) == {"的"}


def test_options_alone_show_the_newest(filled: Workplace) -> None:
    run = filled.scrapy("search", "--since", "2025-01-01", "--limit", "1", "--json")
    assert json.loads(run.out)["hits"][0]["url"] == [*articles(30)][-1].url
    run = filled.scrapy("search", "--until", "2024-12-31")
    assert run.code == 1


def test_nothing_is_found(filled: Workplace) -> None:
    run = filled.scrapy("search", "没有这个词")
    assert run.code == 1
    assert run.out.startswith("0 articles, ")


def test_lines_that_are_not_indexed_are_told(filled: Workplace) -> None:
    store(filled.data, map(line, articles(1, seed=2)))
    run = filled.scrapy("search", "的")
    assert run.code == 0
    assert run.err.endswith("see: scrapy index update\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "which words?"),
        (("headline:",), "nothing stands behind headline:"),
        (("的", "--since", "gestern"), "'gestern' is no day such as 2026-11-26"),
        (("的", "--limit", "0"), "'0' is no number of 1 or more"),
    ],
)
def test_what_cannot_be_asked(
    place: Workplace, words: tuple[str, ...], told: str
) -> None:
    run = place.scrapy("search", *words)
    assert run.code == 2
    assert told in run.err + run.out


def test_no_index(place: Workplace) -> None:
    run = place.scrapy("search", "的")
    assert (run.code, run.out) == (2, "")
    [told] = run.err.splitlines()
    assert told.endswith("make it with: scrapy index rebuild")
