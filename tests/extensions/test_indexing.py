"""What a crawl stores can be found when it ends, and before."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from crawler.extensions.indexing import Indexing
from crawler.store import exclusive, upkeep
from crawler.store.upkeep import Places
from tests.generated import articles, line, store
from tests.loopback import PROJECT, Workplace

PAGES = PROJECT / "tests" / "fixtures" / "pages" / "lanjiang"


def indexing(folder: Path, every: int, *, pause: float = 0) -> Indexing:
    settings = {
        "DATA_FOLDER": str(folder),
        "SEARCH_EVERY": every,
        "SEARCH_SECONDS": pause,
    }
    return Indexing.from_crawler(get_crawler(settings_dict=settings))


def test_what_is_stored_can_be_found_now_and_then(tmp_path: Path) -> None:
    async def crawl() -> list[int]:
        extension = indexing(tmp_path, every=10)
        found = []
        for article in articles(25):
            store(tmp_path, [line(article)])
            extension.item_scraped()
            if extension.running:
                await extension.running
            found.append(upkeep.found(Places.below(tmp_path)))
        await extension.spider_closed()
        return [*found, upkeep.found(Places.below(tmp_path))]

    found = asyncio.run(crawl())
    assert found == [0] * 9 + [10] * 10 + [20] * 6 + [25]


def test_a_fast_crawl_is_not_kept_from_its_pages_for_it(tmp_path: Path) -> None:
    async def crawl() -> None:
        extension = indexing(tmp_path, every=1, pause=3600)
        for article in articles(3):
            store(tmp_path, [line(article)])
            extension.item_scraped()
            assert extension.running
            await extension.running
        assert upkeep.found(Places.below(tmp_path)) == 1
        await extension.spider_closed()

    asyncio.run(crawl())
    assert upkeep.found(Places.below(tmp_path)) == 3


def test_an_index_that_another_process_writes_is_left_to_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def crawl() -> None:
        extension = indexing(tmp_path, every=1)
        with exclusive.held(tmp_path / "search.lock", "writes the search index"):
            extension.item_scraped()
            assert extension.running
            await extension.running
        await extension.spider_closed()

    store(tmp_path, map(line, articles(3)))
    asyncio.run(crawl())
    assert upkeep.found(Places.below(tmp_path)) == 3
    assert caplog.text == ""


def test_an_index_that_cannot_be_written_costs_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "search").write_text("", encoding="utf-8")
    store(tmp_path, map(line, articles(3)))
    asyncio.run(indexing(tmp_path, every=1).spider_closed())
    assert "not indexed: " in caplog.text


def test_it_is_off_with_nought(tmp_path: Path) -> None:
    with pytest.raises(NotConfigured):
        indexing(tmp_path, every=0)


def test_a_crawl_leaves_an_index_of_what_it_stored(place: Workplace) -> None:
    assert place.scrapy("crawl", "saved", "-a", f"path={PAGES}").code == 0
    places = Places.below(place.data)
    status = upkeep.status(places)
    assert (status.articles, status.pending) == (len(place.lines()), 0)
    run = place.scrapy("crawl", "saved", "-a", f"path={PAGES}", "-sSEARCH_EVERY=0")
    assert run.code == 0
