"""Keep the search index at what a crawl has stored, now and then and at its end."""

from __future__ import annotations

import asyncio
import logging
import math
from pathlib import Path
from time import monotonic
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.statscollectors import StatsCollector

from crawler.errors import UsageError
from crawler.extensions import allocator
from crawler.store import index, upkeep
from crawler.store.exclusive import Busy
from crawler.store.upkeep import Places

logger = logging.getLogger(__name__)

# Seconds that the end of a crawl waits for another one that is writing the index.
_PATIENCE = 60.0


class Indexing:
    """Bring the index up to date after every so many articles, beside the crawl.

    ``SEARCH_EVERY`` is how many; 0 leaves the index alone. ``SEARCH_SECONDS`` lie
    between two updates at least, since the pages wait for them. What is found is in the
    stored lines, so nothing that happens here costs an article: the next run, or
    ``scrapy index update``, goes on from there. Counts lines as ``search/indexed``.
    """

    def __init__(
        self, places: Places, every: int, pause: float, stats: StatsCollector
    ) -> None:
        self._places = places
        self._every = every
        self._pause = pause
        self._stats = stats
        self._articles = 0
        self._at = -math.inf
        """When the last update was begun."""
        self.running: asyncio.Task[None] | None = None
        """The last update that was begun while crawling, done or not."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        every = crawler.settings.getint("SEARCH_EVERY")
        if not every:
            raise NotConfigured
        pause = crawler.settings.getfloat("SEARCH_SECONDS")
        allocator.share_heaps()
        places = Places.below(Path(crawler.settings["DATA_FOLDER"]))
        indexing = cls(places, every, pause, crawler.stats)
        crawler.signals.connect(indexing.item_scraped, signals.item_scraped)
        crawler.signals.connect(indexing.spider_closed, signals.spider_closed)
        return indexing

    def item_scraped(self) -> None:
        """Begin an update in a thread of its own, unless the last one still runs."""
        self._articles += 1
        due = self._articles >= self._every and monotonic() - self._at >= self._pause
        if due and (self.running is None or self.running.done()):
            self._articles, self._at = 0, monotonic()
            self.running = asyncio.ensure_future(self._updated(patience=0.0))

    async def spider_closed(self) -> None:
        """Bring the index up to all that was stored; the crawl waits for it."""
        if self.running:
            await self.running
        await self._updated(patience=_PATIENCE)

    async def _updated(self, patience: float) -> None:
        try:
            written = await asyncio.to_thread(self._update, patience)
        except Busy as error:
            level = logging.WARNING if patience else logging.DEBUG
            logger.log(level, "not indexed yet: %s", error)
        except UsageError as error:
            logger.warning("not indexed: %s", error)
        else:
            self._stats.inc_value("search/indexed", written)

    def _update(self, patience: float) -> int:
        try:
            return upkeep.update(self._places, patience=patience, heap=index.LEAST_HEAP)
        finally:
            allocator.give_back()  # tantivy's threads have ended
