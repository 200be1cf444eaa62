"""What lasts, held open for the length of a crawl, and the crawl ended where it fails."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import current_thread, main_thread
from time import monotonic
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.settings import BaseSettings
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

from crawler import care
from crawler.desk import Means
from crawler.desks import BUSY, Desks
from crawler.errors import StorageError, UsageError
from crawler.store.copies import Comparing
from crawler.store.holdings import Holdings
from crawler.turnstile import Turnstile

logger = logging.getLogger(__name__)

STORAGE_FAILED = "storage failed"
"""Why a crawl was closed whose articles cannot be kept."""

# Seconds from one prolongation of the leases to the next; they hold for 15 minutes.
_HEARTBEAT = 60.0

# Seconds that the end of a crawl takes to forget texts of which no copy is expected any
# more. What is left then has its turn after the next one.
_PRUNING = 10.0

_SIGNS = (signal.SIGINT, signal.SIGTERM)

# Seconds of silence while stored lines are compared.
_SILENCE = 30.0


class Settled(DropItem):
    """An article that goes no further, and of whose addresses all is said."""


class Keeping:
    """The holdings of a crawl, as an extension that its other parts ask for.

    What cannot be kept closes the crawl: what is fetched from then on would be lost.
    """

    def __init__(self, holdings: Holdings, desks: Desks, crawler: Crawler) -> None:
        self.holdings = holdings
        self.desks = desks
        self.turnstile = Turnstile()
        self._crawler = crawler
        self._closing: asyncio.Task[None] | None = None
        self._heartbeat: AsyncioLoopingCall | LoopingCall | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the data folder. Raises ``UsageError`` and ``StorageError``.

        Not left to ``spider_opened``: by then the engine runs, and its other parts
        complain that they are stopped before they were started.
        """
        means, (processes, busy) = _means(crawler.settings), _help(crawler.settings)
        holdings = means.opened(now=now())
        with _Backlog.watched() as backlog:
            holdings.articles.catch_up(now=now(), tell=backlog.tell)
        desks = Desks(holdings, means, processes=processes, busy=busy)
        keeping = cls(holdings, desks, crawler)
        crawler.signals.connect(keeping.spider_opened, signals.spider_opened)
        crawler.signals.connect(keeping.spider_closed, signals.spider_closed)
        crawler.signals.connect(keeping.engine_stopped, signals.engine_stopped)
        return keeping

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """Return what keeps for ``crawler``: its add-on is always on."""
        keeping = crawler.get_extension(cls)
        assert keeping is not None  # noqa: S101  # addons.py
        return keeping

    @property
    def has_failed(self) -> bool:
        """Whether the crawl is being closed since something could not be kept."""
        return self._closing is not None

    def spider_opened(self) -> None:
        """Begin to prolong the leases."""
        self._heartbeat = create_looping_call(self._renew)
        self._heartbeat.start(_HEARTBEAT, now=False)

    def spider_closed(self) -> None:
        """Let other processes go: nothing is left to do, and what follows takes memory."""
        self._end(self.desks.close)

    def engine_stopped(self) -> None:
        """Let everything go, once all that works with it has ended."""
        if self._heartbeat:
            self._heartbeat.stop()
        for last in (self.desks.close, self._tidy, self.holdings.close):
            self._end(last)

    def _end(self, last: Callable[[], None]) -> None:
        """Do something at the end; what keeps it from being done is told once."""
        try:
            last()
        except StorageError as error:
            if not self.has_failed:
                logger.warning("%s", error)

    def _tidy(self) -> None:
        """Pack old files, and forget old texts, unless the crawl has failed."""
        if self.has_failed:
            return
        days = self._crawler.settings.getint("ARTICLES_PLAIN_DAYS")
        self.holdings.articles.pack(before=now().date() - timedelta(days=days))
        with self.holdings.database.told():
            self.holdings.duplicates.prune(now=now(), seconds=_PRUNING)

    @contextmanager
    def or_give_up(self) -> Iterator[None]:
        """Close the crawl where what is in the block cannot be kept; go on behind it."""
        try:
            yield
        except StorageError as error:
            self.give_up(error)

    def give_up(self, error: StorageError) -> None:
        """Close the crawl, once; not awaited, since closing waits for who calls this."""
        if self._closing:
            return
        logger.critical("%s", error)
        closing = self._crawler.engine.close_spider_async(reason=STORAGE_FAILED)
        self._closing = asyncio.ensure_future(closing)

    def _renew(self) -> None:
        with self.or_give_up():
            self.holdings.ledger.renew(now=now())


def _means(settings: BaseSettings) -> Means:
    """Return what a crawl works with. Raises ``UsageError``."""
    return Means(
        Path(settings["DATA_FOLDER"]),
        url=settings.get("LEDGER_URL") or "",
        wait=settings.getfloat("LEDGER_WAIT"),
        waits=_waits(settings.getlist("REVISIT_HOURS")),
        comparing=Comparing.asked(settings),
        care=care.asked(settings),
    )


def _help(settings: BaseSettings) -> tuple[int | None, float]:
    """Return how many processes there may be beside the crawl's own, and from when on.

    Raises ``UsageError``.
    """
    many, busy = settings.get("CRAWL_PROCESSES"), settings.get("CRAWL_BUSY", BUSY)
    try:
        processes = None if many in {None, ""} else int(many)
        share = float(busy)
    except ValueError as error:
        raise UsageError(
            f"CRAWL_PROCESSES, CRAWL_BUSY: {error}; give numbers"
        ) from None
    if (processes or 0) < 0 or share < 0:
        raise UsageError("CRAWL_PROCESSES, CRAWL_BUSY: give numbers from 0 on")
    return processes, share


def _waits(hours: Sequence[object]) -> tuple[timedelta, ...]:
    """Return spans of so many hours, the shortest first. Raises ``UsageError``."""
    try:
        waits = sorted(timedelta(hours=float(str(each))) for each in hours)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"REVISIT_HOURS: {error}; give hours, such as 1,6,24"
        ) from None
    if waits and waits[0] <= timedelta():
        raise UsageError("REVISIT_HOURS: give hours above 0, such as 1,6,24")
    return tuple(waits)


class _Backlog:
    """Says now and then how far the comparing of stored lines has come.

    It may take long, and the crawl has not begun: who is told to end meanwhile ends.
    """

    def __init__(self) -> None:
        self._told = monotonic()
        self._is_stopped = False

    @classmethod
    @contextmanager
    def watched(cls) -> Iterator[Self]:
        """Give one that hears of SIGINT and SIGTERM until the block is left."""
        backlog = cls()
        if current_thread() is not main_thread():  # none other hears of them
            yield backlog
            return
        heard = [(sign, signal.signal(sign, backlog.stop)) for sign in _SIGNS]
        try:
            yield backlog
        finally:
            for sign, handler in heard:
                signal.signal(sign, handler or signal.SIG_DFL)
        if backlog._is_stopped:  # too late for the lines: it is meant for the crawl
            signal.raise_signal(signal.SIGINT)

    def stop(self, *_: object) -> None:
        """End behind the lines that are being compared."""
        self._is_stopped = True

    def tell(self, lines: int, left: int) -> None:
        """Hear how far it is. Raises ``UsageError`` where it is to end."""
        if self._is_stopped:
            raise UsageError(
                "stopped while stored lines were compared; the next crawl goes on there"
            )
        if monotonic() - self._told >= _SILENCE:
            self._told = monotonic()
            size = f"{left / 1e6:,.0f} MB"
            logger.warning("stored lines are compared: %d, %s left", lines, size)


def now() -> datetime:
    """Return the time, aware, in whole milliseconds."""
    time = datetime.now(UTC)
    return time.replace(microsecond=time.microsecond // 1000 * 1000)
