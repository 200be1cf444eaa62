"""Every page that is refused is counted and told once; none ends the crawl."""

from __future__ import annotations

import logging

import pytest
from scrapy.utils.test import get_crawler

from crawler import Article, NotAnArticle, PageError, UnreadablePage
from crawler.spiders.accounts import Accounts

URL = "http://www.jia.example/1.html"


def refuse(error: Exception) -> Article:
    raise error


@pytest.mark.parametrize(
    ("error", "level", "told"),
    [
        (UnreadablePage(URL, "empty", "0 bytes"), logging.WARNING, "empty (0 bytes)"),
        (NotAnArticle(URL, "hub"), logging.INFO, "hub"),
        (
            RecursionError("deep"),
            logging.ERROR,
            "extraction failed (RecursionError('deep'))",
        ),
    ],
    ids=["unreadable", "not an article", "our fault"],
)
def test_one_line_and_two_counts(
    error: Exception, level: int, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    stats = get_crawler().stats
    with caplog.at_level(logging.INFO):
        got = Accounts(stats).attempt(lambda: refuse(error), url=URL, outlet="jia")
    assert isinstance(got, PageError)
    assert str(got) == f"{URL}: {told}"
    [record] = caplog.records
    assert (record.levelno, record.getMessage()) == (level, f"{URL}: {told}")
    assert record.exc_info is None
    ground = told.partition(" (")[0]
    assert stats.get_value("pages/refused/jia") == 1
    assert stats.get_value(f"pages/refused_for/jia/{ground}") == 1


def test_the_way_through_our_code_is_kept_for_debugging(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        Accounts(get_crawler().stats).attempt(
            lambda: refuse(KeyError("h1")), url=URL, outlet="jia"
        )
    assert [record.levelno for record in caplog.records if record.exc_info] == [10]


def test_what_is_read_comes_back() -> None:
    stats = get_crawler().stats
    assert Accounts(stats).attempt(lambda: 7, url=URL, outlet="jia") == 7
    assert not [name for name in stats.get_stats() if name.startswith("pages/")]


def test_the_users_interrupt_is_no_refusal() -> None:
    with pytest.raises(KeyboardInterrupt):
        Accounts(get_crawler().stats).attempt(interrupt, url=URL, outlet="jia")


def interrupt() -> Article:
    raise KeyboardInterrupt
