"""Drop an article that this run already has."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from crawler.items import Article
from crawler.pipelines import fingerprint


class Dedupe:
    """Drop a second article of one canonical address, or with the same body.

    One page stands under several addresses, and outlets reprint each other: the
    first to arrive is kept. Counts each drop as ``dedupe/dropped/<outlet>``.
    """

    def __init__(self, stats: StatsCollector) -> None:
        self._stats = stats
        self._address_of: dict[bytes, str] = {}
        self._addresses: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.stats)

    def process_item(self, item: Article) -> Article:
        body = fingerprint.of_body(item.body)
        if item.canonical_url in self._addresses:
            raise self._drop(item, item.canonical_url)
        if body in self._address_of:
            raise self._drop(item, self._address_of[body])
        self._addresses.add(item.canonical_url)
        self._address_of[body] = item.canonical_url
        return item

    def _drop(self, item: Article, earlier: str) -> DropItem:
        self._stats.inc_value(f"dedupe/dropped/{item.outlet or '-'}")
        return DropItem(f"{item.url} repeats {earlier}", log_level="DEBUG")
