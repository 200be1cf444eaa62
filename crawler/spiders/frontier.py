"""What is asked for next: addresses leased from the ledger, one an outlet at a time.

Memory holds a handful of addresses an outlet, however many the ledger has. The next one
is handed out when all that came of the one before is kept, so that a killed process has
at most one page an outlet on its way.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from scrapy.statscollectors import StatsCollector

from crawler.keeping import Keeping, now
from crawler.sites import Site
from crawler.store.ledger import Leased
from crawler.store.listing import Listed
from crawler.store.runs import Run
from crawler.store.tables import ARTICLES, Kind

logger = logging.getLogger(__name__)

# Addresses that are leased at a time.
_LEASED = 16


@dataclass(slots=True)
class _Outlet:
    """How far the run of one outlet is."""

    site: Site
    run: Run
    ready: deque[Leased] = field(default_factory=deque)
    under_way: int = 0
    """Pages that are read and articles that are being kept."""
    due: int = 0
    """Articles that are to be read, or were, in this process."""
    asked: int = 0
    """Articles that were asked for."""
    rests: bool = False
    """Whether it has asked to be left alone."""


class Frontier:
    """The outlets of a crawl, each with what is to be asked of it.

    ``max_articles`` bounds how many articles an outlet is asked for; 0 is all. Counts,
    each by outlet, ``articles/asked`` and ``articles/answered``, ``articles/left`` and
    ``hubs/left`` where limits kept some from being read, ``store/known`` for articles
    that lists name and that are stored, and ``outlets/busy``.
    """

    def __init__(
        self, keeping: Keeping, stats: StatsCollector, *, max_articles: int
    ) -> None:
        self._keeping = keeping
        self._holdings = keeping.holdings
        self._stats = stats
        self._max_articles = max_articles
        self._outlets: dict[str, _Outlet] = {}
        self._open: set[str] = set()
        self._turns: asyncio.Queue[str | None] = asyncio.Queue()

    def open(self, sites: Iterable[Site]) -> None:
        """Begin a run of each outlet that no other process crawls.

        Raises ``StorageError``.
        """
        for site in sites:
            if self._holdings.locks.take(site.key):
                self._begin(site)
            else:
                logger.warning(
                    "%s (%s) is being crawled by another process, and left to it",
                    site.name,
                    site.key,
                )
                self._stats.set_value(f"outlets/busy/{site.key}", 1)

    async def leases(self) -> AsyncIterator[tuple[Site, Leased]]:
        """Yield what is to be fetched, until nothing is due. Raises ``StorageError``."""
        while self._open and (key := await self._turns.get()):
            outlet = self._outlets[key]
            if leased := self._next(outlet):
                outlet.under_way += 1
                yield outlet.site, leased
            else:
                self._end(outlet)

    def run_of(self, key: str) -> Run:
        """Return the run of an outlet."""
        return self._outlets[key].run

    def begin(self, key: str) -> None:
        """Wait for one thing more, before the outlet is asked again."""
        self._outlets[key].under_way += 1

    def done(self, key: str) -> None:
        """Wait for one thing less."""
        outlet = self._outlets[key]
        outlet.under_way -= 1
        if not outlet.under_way:
            self._keeping.turnstile.leave(key)
            self._turns.put_nowait(key)

    def listed(self, key: str, listed: Listed) -> None:
        """Count what a list has brought."""
        outlet = self._outlets[key]
        outlet.due += listed.new
        self._count_due(outlet)
        self._count("store/known", outlet, listed.known)
        self._count("hubs/left", outlet, listed.left)

    def refresh(self, key: str) -> None:
        """Look into the ledger again: what was leased may be settled by now."""
        outlet = self._outlets[key]
        self._holdings.ledger.give_back(outlet.ready)
        outlet.ready.clear()

    def rest(self, key: str) -> None:
        """Ask an outlet for nothing more in this run."""
        self._outlets[key].rests = True
        self.refresh(key)

    def answered(self, leased: Leased) -> None:
        """Count an article that is done with, whatever came of it."""
        if leased.kind == Kind.ARTICLE:
            self._stats.inc_value(f"articles/answered/{leased.outlet}")

    def close(self) -> None:
        """Hand out nothing more."""
        self._turns.put_nowait(None)

    def _begin(self, site: Site) -> None:
        lists = [(kind, url) for kind, urls in _lists(site) for url in urls]
        run = self._holdings.runs.begin(
            site.key, lists, now=now(), every=site.every or timedelta()
        )
        outlet = _Outlet(site, run)
        outlet.due = self._holdings.ledger.left(run, now=now())
        found = self._holdings.runs.figures(run)  # by a process that was killed
        self._count("store/known", outlet, found.known + found.stored)
        self._outlets[site.key] = outlet
        self._open.add(site.key)
        self._count_due(outlet)
        self._turns.put_nowait(site.key)

    def _next(self, outlet: _Outlet) -> Leased | None:
        if outlet.rests:
            return None
        room = self._max_articles - outlet.asked if self._max_articles else _LEASED
        if not outlet.ready:
            leased = self._holdings.ledger.lease(
                outlet.run, most=_LEASED, articles=room > 0, now=now()
            )
            outlet.ready.extend(leased)
        if not outlet.ready:
            return None
        if outlet.ready[0].kind in ARTICLES:
            if room <= 0:
                self.refresh(outlet.site.key)
                return None
            outlet.asked += 1
        return outlet.ready.popleft()

    def _end(self, outlet: _Outlet) -> None:
        """Be done with an outlet: nothing is due, but what the limit leaves."""
        left = self._holdings.ledger.left(outlet.run, now=now())
        self._count("articles/left", outlet, left)
        self._holdings.runs.end(outlet.run, now=now())
        self._open.discard(outlet.site.key)

    def _count(self, event: str, outlet: _Outlet, number: int) -> None:
        if number:
            self._stats.inc_value(f"{event}/{outlet.site.key}", number)

    def _count_due(self, outlet: _Outlet) -> None:
        most = self._max_articles or outlet.due
        self._stats.set_value(
            f"articles/asked/{outlet.site.key}", min(outlet.due, most)
        )


def _lists(site: Site) -> tuple[tuple[Kind, tuple[str, ...]], ...]:
    return (
        (Kind.HUB, site.hubs),
        (Kind.FEED, site.feeds),
        (Kind.SITEMAP, site.sitemaps),
    )
