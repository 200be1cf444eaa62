"""``scrapy index`` makes the search index, updates it, and says what it holds."""

from __future__ import annotations

import json
import shutil

from tests.generated import articles, line, store
from tests.loopback import Workplace


def test_from_nothing_to_up_to_date(place: Workplace) -> None:
    store(place.data, map(line, articles(20)))
    run = place.scrapy("index", "status")
    assert (run.code, run.out) == (2, "")
    assert "scrapy index rebuild" in run.err
    run = place.scrapy("index", "update")
    assert (run.code, run.err) == (0, "")
    assert run.out == "20 lines read; 20 articles can be found\n"
    store(place.data, map(line, articles(25, seed=2)))
    pending = json.loads(place.scrapy("index", "status", "--json").out)["pending"]
    assert pending > 0
    assert "25 lines read" in place.scrapy("index", "update").out
    told = place.scrapy("index", "status").out
    assert told.startswith("25 articles in ")
    assert told.endswith("Stored lines that are not indexed yet: none\n")


def test_a_deleted_index_gives_the_same_answers_made_anew(place: Workplace) -> None:
    store(place.data, map(line, articles(30)))
    place.scrapy("index", "update")
    before = json.loads(place.scrapy("search", "的", "--json").out)
    shutil.rmtree(place.data / "search")
    assert place.scrapy("index", "rebuild").code == 0
    after = json.loads(place.scrapy("search", "的", "--json").out)
    assert {**after, "seconds": 0} == {**before, "seconds": 0}


def test_an_index_of_nothing(place: Workplace) -> None:
    run = place.scrapy("index", "rebuild")
    assert (run.code, run.out) == (0, "0 lines read; 0 articles can be found\n")
    assert place.scrapy("search", "的").code == 1


def test_what_cannot_be_done(place: Workplace) -> None:
    run = place.scrapy("index", "destroy")
    assert run.code == 2
    assert "One of: rebuild, update, status" in run.err + run.out
