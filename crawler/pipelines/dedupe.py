"""Drop an article that is stored already, under another address."""

from __future__ import annotations

from typing import NoReturn, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from crawler.errors import StorageError
from crawler.items import Article
from crawler.keeping import Keeping
from crawler.urls import canonical


class Dedupe:
    """Drop a second address of one article.

    One page stands under several addresses, and names the canonical one: the first to
    arrive is kept, for ever. Counts each drop as ``dedupe/dropped/<outlet>``. What stands
    at its canonical address is left to the next stage, which looks for it anyway. So are
    texts, since what is learned of one lasts with its line.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._keeping = Keeping.of(crawler)
        self._articles = self._keeping.holdings.articles
        self._stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        if canonical(item.url) == item.canonical_url:
            return item
        try:
            earlier = self._articles.repeated(item)
        except StorageError as error:
            self._keeping.give_up(error)
            raise DropItem(f"{item.url}: not stored", log_level="ERROR") from error
        if earlier:
            drop(item, f"repeats {earlier}", self._stats)
        return item


def drop(item: Article, reason: str, stats: StatsCollector) -> NoReturn:
    """Drop an article that stands at another address, and count it."""
    stats.inc_value(f"dedupe/dropped/{item.outlet or '-'}")
    raise DropItem(f"{item.url} {reason}", log_level="DEBUG")
