"""Drop what is no whole article: nothing wrong gets past this stage."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from crawler.items import Article

# Fields, wherever they stand in an article, that hold an address.
_ADDRESSES = frozenset({"url", "canonical_url"})


class Validate:
    """Drop an article that breaks a promise its fields make.

    Extraction keeps them all; this is where a mistake of ours shows before it
    reaches those who read the lines. Counts ``validate/dropped/<outlet>``.
    """

    def __init__(self, stats: StatsCollector) -> None:
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.stats)

    def process_item(self, item: Article) -> Article:
        if wrong := fault(item):
            self._stats.inc_value(f"validate/dropped/{item.outlet or '-'}")
            raise DropItem(f"{item.url}: {wrong}", log_level="ERROR")
        return item


def fault(article: Article) -> str | None:
    """Return the first promise that ``article`` breaks, or ``None``."""
    if not article.body:
        return "body: has no paragraph"
    return next(_faults(article, ""), None)


def _faults(value: object, place: str) -> Iterator[str]:
    """Walk through a value and all it holds."""
    if isinstance(value, str):
        yield from _of_text(value, place)
    elif isinstance(value, datetime):
        if value.tzinfo is None:
            yield f"{place}: names no zone"
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _faults(part, f"{place}[{number}]")
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            part = getattr(value, field.name)
            yield from _faults(part, f"{place}.{field.name}".lstrip("."))


def _of_text(text: str, place: str) -> Iterator[str]:
    if not text.strip():
        yield f"{place}: is empty"
    elif place.rpartition(".")[2] in _ADDRESSES and not _absolute(text):
        yield f"{place}: {text!r} is no absolute address"


def _absolute(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.scheme == "file"))
