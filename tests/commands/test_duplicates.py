"""``scrapy duplicates`` says which articles tell one story, and tells them apart anew."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from crawler.store.articles import line
from crawler.store.holdings import Holdings
from tests.loopback import Workplace
from tests.store.conftest import NOW
from tests.store.test_copies import OTHER, article, cut


@pytest.fixture
def kept(place: Workplace) -> Workplace:
    """A place where a story, its copy and another story are stored."""
    holdings = Holdings.opened(place.data, wait=5, now=NOW)
    other = article("bing", headline="渡船换了机器", body=OTHER)
    for each in (article("jia"), cut("yi"), other):
        holdings.articles.keep(each, now=NOW)
    holdings.close()
    return place


def test_stories_that_were_told_again_are_listed(kept: Workplace) -> None:
    run = kept.scrapy("duplicates", "list")
    assert (run.code, run.err) == (0, "")
    first, *rest = run.out.splitlines()
    assert first == "Story 1: first published by 清浦广播, told from the source"
    assert [each.split()[0] for each in rest] == ["kept", "copy"]
    assert rest[1].split()[-2:] == ["yi", cut("yi").url]
    [story] = json.loads(kept.scrapy("duplicates", "list", "--json").out)
    assert [each["url"] for each in story["tellings"]] == [
        article("jia").url,
        cut("yi").url,
    ]
    assert kept.scrapy("duplicates", "list", "--outlet", "yi").code == 0
    run = kept.scrapy("duplicates", "list", "--outlet", "bing")
    assert (run.code, run.out) == (1, "No story was told more than once\n")


def test_what_is_known_of_an_article_is_shown(kept: Workplace) -> None:
    run = kept.scrapy("duplicates", "show", cut("yi").url)
    assert (run.code, run.err) == (0, "")
    assert f"is a copy of {article('jia').url}" in run.out
    assert "containment 1.0" in run.out
    assert run.out.count("  cut: ") == 1
    run = kept.scrapy("duplicates", "show", cut("yi").url, "--json")
    assert json.loads(run.out)["duplicate_of"] == article("jia").url
    run = kept.scrapy("duplicates", "show", article("jia").url)
    assert "was kept as the first that tells its story" in run.out


def test_how_copies_with_one_body_differ(kept: Workplace) -> None:
    holdings = Holdings.opened(kept.data, wait=5, now=NOW)
    for each in (cut("ding"), article("wu")):
        assert holdings.articles.keep(each, now=NOW).is_apart
    holdings.close()
    told = kept.scrapy("duplicates", "show", cut("ding").url).out
    assert told.count("  cut: ") == 1
    told = kept.scrapy("duplicates", "show", article("wu").url).out
    assert "likeness 1.0, containment 1.0" in told


def test_an_article_that_nobody_knows(kept: Workplace) -> None:
    run = kept.scrapy("duplicates", "show", "http://www.jia.example/404.html")
    assert (run.code, run.out) == (1, "")
    assert "http://www.jia.example/404.html was never compared" in run.err


def test_all_is_told_apart_anew(kept: Workplace) -> None:
    before = kept.scrapy("duplicates", "status").out
    assert before.splitlines() == [
        "3 articles tell 2 stories; 1 are copies",
        "Texts that new ones are compared with: 3",
        "Stored lines that are not compared yet: none",
    ]
    run = kept.scrapy("duplicates", "rebuild")
    assert (run.code, run.out, run.err) == (0, before, "")
    found = json.loads(kept.scrapy("duplicates", "status", "--json").out)
    assert found == {"articles": 3, "stories": 2, "copies": 1, "texts": 3}


def test_lines_that_were_not_compared_yet_are_told(kept: Workplace) -> None:
    late = replace(cut("ding"), headline="又一块板")
    with (kept.data / "articles" / "2026-11-01.jsonl").open("ab") as file:
        file.write(line(late))
    told = kept.scrapy("duplicates", "status").out
    assert "Stored lines that are not compared yet: none" not in told
    told = kept.scrapy("duplicates", "rebuild").out
    assert "4 articles tell 2 stories; 2 are copies" in told


def test_what_cannot_be_done(place: Workplace) -> None:
    run = place.scrapy("duplicates", "list")
    assert (run.code, run.out) == (2, "")
    assert "nothing is stored in" in run.err
    for words in (["destroy"], [], ["show"], ["list", "http://www.jia.example/"]):
        run = place.scrapy("duplicates", *words)
        assert run.code == 2
        assert "One of: list, show, status, rebuild; show URL" in run.err + run.out
