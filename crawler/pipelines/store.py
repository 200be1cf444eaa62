"""Keep each article as one line of JSON that outlives the process."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

import msgspec
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.errors import UsageError
from crawler.items import Article
from crawler.pipelines import fingerprint
from crawler.pipelines.lines import Lines

logger = logging.getLogger(__name__)

STORAGE_FAILED = "storage failed"
"""Why a crawl was closed whose articles cannot be kept."""


class Store:
    """Append each article to ``DATA_FOLDER/articles/YYYY-MM-DD.jsonl``.

    The day is that of the storing, in UTC. An article that the folder holds
    already, with the same body at the same canonical address, is not written
    again but passes on. Counts ``store/new/<outlet>`` and ``store/known/<outlet>``;
    ``store/file`` is where the last new one is.

    A line that cannot be written, as on a full disk, closes the crawl: what is
    fetched from then on would be lost.
    """

    def __init__(self, folder: Path, crawler: Crawler) -> None:
        self.folder = folder
        self._crawler = crawler
        self._known: set[bytes] = set()
        self._lines: Lines | None = None
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the folder and learn what it holds. Raises ``UsageError``.

        Not left to ``open_spider``: by then the engine runs, and its other parts
        complain that they are stopped before they were started.
        """
        folder = Path(crawler.settings["DATA_FOLDER"]) / "articles"
        store = cls(folder, crawler)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for path in sorted(filter(Path.is_file, folder.glob("*.jsonl"))):
                store._known.update(_versions(path))
        except OSError as error:
            raise _unusable(folder, error.strerror or str(error)) from error
        if not os.access(folder, os.W_OK | os.X_OK):
            raise _unusable(folder, "not writable")
        return store

    def process_item(self, item: Article) -> Article:
        version = fingerprint.of_version(item.canonical_url, item.body)
        outlet = item.outlet or "-"
        if version in self._known:
            self._crawler.stats.inc_value(f"store/known/{outlet}")
            return item
        try:
            self._today(datetime.now(UTC).date()).append(line(item))
        except OSError as error:
            self._give_up(error)
            raise DropItem(f"{item.url}: not stored", log_level="ERROR") from error
        self._known.add(version)
        self._crawler.stats.inc_value(f"store/new/{outlet}")
        return item

    def close_spider(self) -> None:
        if self._lines:
            self._lines.close()

    def _today(self, day: date) -> Lines:
        """Return the file of ``day``, opened; that of the day before is closed."""
        path = self.folder / f"{day.isoformat()}.jsonl"
        if self._lines and self._lines.path != path:
            self._lines.close()
            self._lines = None
        if not self._lines:
            self._lines = Lines.opened(path)
            self._crawler.stats.set_value("store/file", str(path))
        return self._lines

    def _give_up(self, error: OSError) -> None:
        """Close the crawl, once; not awaited, since closing waits for this item."""
        if self._closing:
            return
        logger.critical("cannot write to %s: %s", self.folder, error.strerror)
        closing = self._crawler.engine.close_spider_async(reason=STORAGE_FAILED)
        self._closing = asyncio.ensure_future(closing)


def line(article: Article) -> bytes:
    """Return the line that stands for ``article``, with its end."""
    return msgspec.json.encode(article) + b"\n"


class _Version(msgspec.Struct):
    """What is read again of a stored line."""

    canonical_url: str
    body: list[str]


def _versions(path: Path) -> Iterator[bytes]:
    """Yield what the lines of a file are known by, one line in memory at a time."""
    lines = Lines.opened(path)
    lines.mend()
    lines.close()
    decoder = msgspec.json.Decoder(_Version)
    with path.open("rb") as file:
        for number, text in enumerate(file, start=1):
            try:
                stored = decoder.decode(text)
            except msgspec.MsgspecError as error:
                logger.warning("%s, line %d is no article: %s", path, number, error)
                continue
            yield fingerprint.of_version(stored.canonical_url, stored.body)


def _unusable(folder: Path, reason: str) -> UsageError:
    return UsageError(
        f"cannot keep articles in {folder}: {reason}; "
        "name another folder with -s DATA_FOLDER=…"
    )
