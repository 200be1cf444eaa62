"""What a crawl does about stored lines before it begins, and when it ends."""

from __future__ import annotations

import logging
import signal
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.crawler import Crawler
from scrapy.utils.test import get_crawler

from crawler import keeping
from crawler.errors import UsageError
from crawler.keeping import Keeping
from crawler.store.articles import Articles
from crawler.store.backlog import Tell
from crawler.store.duplicates.stories import Count, Stories
from crawler.store.holdings import Holdings
from tests.store.test_copies import article, cut


def crawler_for(folder: Path, **own: Any) -> Crawler:  # noqa: ANN401  # of any setting
    settings = {"DATA_FOLDER": str(folder), "LEDGER_WAIT": 1, **own}
    return get_crawler(settings_dict={**settings, "EXTENSIONS": {Keeping: -100}})


def count(holdings: Holdings) -> Count:
    with holdings.database.reading() as connection:
        return Stories(connection).count()


def test_lines_that_were_not_compared_are_before_a_crawl_begins(
    tmp_path: Path,
) -> None:
    before = Keeping.of(crawler_for(tmp_path, DUPLICATES="off")).holdings
    for each in (article("jia"), cut("yi")):
        before.articles.keep(each, now=keeping.now())
    holdings = Keeping.of(crawler_for(tmp_path)).holdings
    assert count(holdings) == Count(articles=2, stories=1, copies=1, texts=2)


def test_who_is_told_to_end_meanwhile_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def catch_up(_: Articles, *, now: datetime, tell: Tell) -> None:  # noqa: ARG001  # as it is called
        signal.raise_signal(signal.SIGTERM)
        tell(100, 5_000_000)

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(Articles, "catch_up", catch_up)
    with pytest.raises(UsageError, match="the next crawl goes on there"):
        crawler_for(tmp_path)
    assert signal.getsignal(signal.SIGTERM) == before


def test_how_far_it_has_come_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    moments = iter((0.0, 10.0, 31.0, 31.0, 40.0))
    monkeypatch.setattr(keeping, "monotonic", lambda: next(moments))

    def catch_up(_: Articles, *, now: datetime, tell: Tell) -> None:  # noqa: ARG001  # as it is called
        for lines in (100, 200, 300):
            tell(lines, 5_000_000)

    monkeypatch.setattr(Articles, "catch_up", catch_up)
    with caplog.at_level(logging.WARNING):
        crawler_for(tmp_path)
    [told] = [each.getMessage() for each in caplog.records]
    assert told == "stored lines are compared: 200, 5 MB left"


def test_texts_that_have_left_the_window_are_forgotten_when_it_ends(
    tmp_path: Path,
) -> None:
    crawl = Keeping.of(crawler_for(tmp_path))
    old = keeping.now() - timedelta(days=50)
    crawl.holdings.articles.keep(article("jia"), now=old)
    assert count(crawl.holdings).texts == 1
    crawl.engine_stopped()
    after = Keeping.of(crawler_for(tmp_path)).holdings
    assert count(after) == Count(articles=1, stories=1, copies=0, texts=0)
