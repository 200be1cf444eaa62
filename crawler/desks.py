"""The desks of a crawl: one in its own process, and others where that has too much to do.

As long as fetching leaves time, pages are read where they were fetched: other processes
would gain nothing, and cost memory. Once reading and keeping take up much of the time,
they are left to processes beside this one, each for some of the outlets, and the next
page is fetched meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from time import perf_counter
from typing import Any

from crawler import Article, UnreadablePage
from crawler.beside import Beside, Died, cores
from crawler.desk import Desk, Finished, Means, Sent, Stored
from crawler.discovery.pagers import Further
from crawler.errors import StorageError
from crawler.sites import Site
from crawler.stitching import Leaf, Stitching
from crawler.store.articles import Kept
from crawler.store.holdings import Holdings

logger = logging.getLogger(__name__)

BUSY = 0.25
"""Share of the time spent at the desk from which on there are others."""

# Processes beside the crawl's own, unless more are asked for: with so many it is
# fetching that takes the time.
_MOST = 4

# Articles that are kept in one transaction.
_AT_ONCE = 16

# Things done at the desk over which that share is taken.
_SPAN = 16


class Desks:
    """Where the pages of a crawl are read, and its articles kept.

    ``processes`` is how many there may be beside this one; ``None`` leaves that to the
    number of cores. They are begun when the desk here takes up ``busy`` of the time; 0
    begins with them. A single outlet, of which one page at a time is on its way, has
    nothing from them.
    """

    def __init__(
        self,
        holdings: Holdings,
        means: Means,
        *,
        processes: int | None = None,
        busy: float = BUSY,
    ) -> None:
        self._sites: dict[str, Site] = {}
        self._own = Desk(holdings, means, self._sites)
        self._fetches = holdings.fetches
        self._means = means
        self._most = min(cores() - 1, _MOST) if processes is None else processes
        self._busy = busy
        self._others: list[_Other] = []
        self._routes: dict[str, _Other] = {}
        self.are_beside = False
        """Whether the work is done in other processes by now."""
        self._load = _Load()

    def serve(self, sites: Iterable[Site]) -> None:
        """Be ready for pages of these outlets; called before any is read."""
        self._sites |= {site.key: site for site in sites}

    async def first(self, sent: Sent, outlet: str) -> Leaf:
        """Return what a page holds by itself. Raises ``PageError``."""
        leaf: Leaf = await self._read("first", sent, outlet)
        return leaf

    async def further(
        self, sent: Sent, outlet: str, wanted: Further, stitching: Stitching
    ) -> Stitching:
        """Return an article with what a page adds to it. Raises ``PageError``."""
        joined: Stitching = await self._read("further", sent, outlet, wanted, stitching)
        return joined

    async def keep(self, article: Article, *, now: datetime) -> Kept:
        """Write the line of an article. Raises ``StorageError``."""
        urls = (article.url, *article.pages)
        try:
            with self._fetches.of(article.outlet, urls) as fetched:
                stored = await self._stored(Finished(article, fetched, now))
        except Died:
            raise StorageError(
                f"{article.url}: two processes have ended that were to keep it; "
                "-s CRAWL_PROCESSES=0 does without them"
            ) from None
        return stored.kept(article)

    def close(self) -> None:
        """Bring all that is known here and there to the disk. Raises ``StorageError``."""
        self._own.save()
        failures = []
        while self._others:
            try:
                self._others.pop().beside.close()
            except StorageError as error:
                failures.append(error)
        if failures:
            raise failures[0]

    async def _stored(self, finished: Finished) -> Stored:
        if not self._are_beside_by_now():
            with self._load:
                [stored] = self._own.keep([finished])
        else:
            other = self._other_of(finished.article.outlet or "")
            stored = await other.keep(finished)
        if isinstance(stored, Exception):
            raise stored
        return stored

    async def _read(self, name: str, sent: Sent, outlet: str, *of: object) -> Any:  # noqa: ANN401  # of any method
        try:
            if not self._are_beside_by_now():
                with self._load:
                    return getattr(self._own, name)(sent, outlet, *of)
            return await self._other_of(outlet).beside.ask(name, sent, outlet, *of)
        except Died:
            detail = "two processes have ended that read it"
            raise UnreadablePage(sent.url, "extraction failed", detail) from None

    def _are_beside_by_now(self) -> bool:
        """Begin other processes when they are worth it; say whether they are at work."""
        failures = (each.beside.failure for each in self._others)
        if failure := next(filter(None, failures), None):
            logger.warning("no process can be begun beside the crawl: %s", failure)
            self._most, self.are_beside = 0, False
            self.close()
        if not self.are_beside:
            self._begin()
        return self.are_beside

    def _begin(self) -> None:
        if not self._others and self._are_worth_it:
            number = min(self._most, len(self._sites))
            self._others = [
                _Other(Beside(Desk.opened, self._means, self._sites))
                for _ in range(number)
            ]
        are_ready = all(each.beside.is_ready for each in self._others) or not self._busy
        if self._others and are_ready:
            self._own.save()  # they go on from there
            self.are_beside = True
            logger.info("%d processes read pages beside the crawl", len(self._others))

    @property
    def _are_worth_it(self) -> bool:
        """Whether there is much to do, and more than one page on its way at a time."""
        is_busy = self._load.share >= self._busy
        return is_busy and (len(self._sites) > 1 or not self._busy)

    def _other_of(self, outlet: str) -> _Other:
        """Return the process that has the memory of an outlet."""
        if outlet not in self._routes:
            place = len(self._routes) % len(self._others)
            self._routes[outlet] = self._others[place]
        return self._routes[outlet]


class _Other:
    """Another process, and the articles that it is to keep.

    Some in one transaction cost little more than one: those that come while it is at
    work share the next.
    """

    def __init__(self, beside: Beside) -> None:
        self.beside = beside
        self._waiting: list[tuple[Finished, asyncio.Future[Stored | Exception]]] = []
        self._keeping: asyncio.Task[None] | None = None

    async def keep(self, finished: Finished) -> Stored | Exception:
        """Return what came of an article, or why nothing did."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Stored | Exception] = loop.create_future()
        self._waiting.append((finished, answer))
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.ensure_future(self._keep())
        return await answer

    async def _keep(self) -> None:
        while self._waiting:
            some = self._waiting[:_AT_ONCE]
            del self._waiting[:_AT_ONCE]
            stored = await self._kept([finished for finished, _ in some])
            for (_, answer), each in zip(some, stored, strict=True):
                if not answer.done():  # else who asked has stopped waiting
                    answer.set_result(each)

    async def _kept(self, some: Sequence[Finished]) -> Sequence[Stored | Exception]:
        try:
            stored: list[Stored | Exception] = await self.beside.ask("keep", some)
        except Died as error:
            if len(some) == 1:
                return [error]
            return [kept for each in some for kept in await self._kept([each])]
        except Exception as error:  # noqa: BLE001  # it is for who asked
            return [error] * len(some)
        return stored


class _Load:
    """How much of the time is spent in its ``with`` blocks."""

    def __init__(self) -> None:
        self.share = 0.0
        """Of the last span; 0 until one is over."""
        self._begun = self._entered = perf_counter()
        self._spent = 0.0
        self._times = 0

    def __enter__(self) -> None:
        self._entered = perf_counter()

    def __exit__(self, *_: object) -> None:
        time = perf_counter()
        self._spent += time - self._entered
        self._times += 1
        if self._times == _SPAN:
            self.share = self._spent / (time - self._begun)
            self._begun, self._spent, self._times = time, 0.0, 0
