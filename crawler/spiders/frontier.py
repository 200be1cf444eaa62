"""What is asked for next: addresses leased from the ledger, one an outlet at a time.

Memory holds a handful of addresses an outlet, however many the ledger has. The next one
is handed out when all that came of the one before is kept, or when another process has
its page, of which a few may wait there. So one page an outlet is on its way at a time.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from scrapy.statscollectors import StatsCollector

from crawler.discovery.links import Link
from crawler.keeping import Keeping, now
from crawler.sites import Site
from crawler.store.ledger import Leased
from crawler.store.runs import Manner, Run
from crawler.store.tables import ARTICLES, Kind, State

logger = logging.getLogger(__name__)

# Addresses that are leased at a time.
_LEASED = 16

# Pages of an outlet that are read and kept at a time, before the next is asked for.
_AHEAD = 4


@dataclass(slots=True)
class _Outlet:
    """How far the run of one outlet is."""

    site: Site
    run: Run
    ready: deque[Leased] = field(default_factory=deque)
    under_way: int = 0
    """Pages that are asked for or read, and articles that are being kept."""
    has_turn: bool = False
    """Whether it is to be asked next, when those before it were."""
    asked_for: Leased | None = None
    """What is on its way."""
    due: int = 0
    """Articles that are to be read, or were, in this process."""
    asked: int = 0
    """Articles that were asked for."""
    rests: bool = False
    """Whether it has asked to be left alone."""
    failures: int = 0
    """How often in a row a list of it failed, the most."""
    failing_until: datetime | None = None
    """When the first list of it is tried again that failed."""
    answers: bool = False
    """Whether a list of it gave something."""


class Frontier:
    """The outlets of a crawl, each with what is to be asked of it.

    ``max_articles`` bounds how many articles an outlet is asked for, ``max_lists`` how
    many lists one of its site file leads to; 0 is all. With ``force`` its lists are
    asked for whether they are due or not. Counts, each by outlet, ``articles/asked``
    and ``articles/answered``, ``articles/left`` and ``hubs/left`` where limits kept some
    from being read, ``hubs/unchanged``, ``looks/made`` for stored articles that are
    looked at again, ``store/known`` for articles that lists name
    and that are stored, and ``outlets/busy``. Notes ``outlets/idle``, the time at which
    an outlet has something due again, ``outlets/failing``, how often in a row an outlet
    has given nothing at all, and ``outlets/failing_until``.
    """

    def __init__(
        self,
        keeping: Keeping,
        stats: StatsCollector,
        *,
        max_articles: int,
        max_lists: int,
        force: bool,
    ) -> None:
        self._keeping = keeping
        self._holdings = keeping.holdings
        self._stats = stats
        self._max_articles = max_articles
        self._max_lists = max_lists
        self._force = force
        self._outlets: dict[str, _Outlet] = {}
        self._open: set[str] = set()
        self._turns: asyncio.Queue[str | None] = asyncio.Queue()

    def open(self, sites: Iterable[Site]) -> None:
        """Begin a run of each outlet that has something due, and that nobody else crawls.

        Raises ``StorageError``.
        """
        for site in sites:
            if (due := self._due(site)) is not None:
                self._stats.set_value(f"outlets/idle/{site.key}", due)
            elif self._holdings.locks.take(site.key):
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
            outlet.has_turn = False
            if leased := self._next(outlet):
                outlet.under_way += 1
                outlet.asked_for = leased
                yield outlet.site, leased
            elif not outlet.under_way:  # of which more may come
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
            outlet.asked_for = None
        self._give_turn(outlet)

    def passed_on(self, leased: Leased) -> None:
        """Go on with an outlet while its page is read in another process."""
        outlet = self._outlets[leased.outlet]
        _has_come(outlet, leased)
        self._give_turn(outlet)

    def read_list(self, leased: Leased, links: Sequence[Link]) -> None:
        """Enter what a list names into the ledger."""
        outlet = self._outlets[leased.outlet]
        listed = self._holdings.listing.record(
            outlet.run, leased, links, most_lists=self._max_lists, now=now()
        )
        outlet.due += listed.new
        outlet.answers = True
        self._count_due(outlet)
        self._count("hubs/read", outlet, 1)
        self._count("store/known", outlet, listed.known)
        self._count("hubs/left", outlet, listed.left)

    def leave_list(self, leased: Leased) -> None:
        """Note that a list is as it was."""
        outlet = self._outlets[leased.outlet]
        self._holdings.listing.unchanged(outlet.run, leased, now=now())
        outlet.answers = True
        self._count("hubs/unchanged", outlet, 1)

    def fail_list(self, leased: Leased, state: State, reason: str) -> None:
        """Note that a list gave nothing, and put it off."""
        outlet = self._outlets[leased.outlet]
        failures, until = self._holdings.listing.failed(
            outlet.run, leased, state, reason, now=now()
        )
        outlet.failures = max(outlet.failures, failures)
        outlet.failing_until = min(outlet.failing_until or until, until)

    def refresh(self, key: str) -> None:
        """Look into the ledger again: what was leased may be settled by now."""
        outlet = self._outlets[key]
        self._holdings.ledger.give_back(outlet.ready)
        outlet.ready.clear()

    def forget(self, key: str, ids: Collection[int]) -> None:
        """Hand out none of these: they are settled."""
        outlet = self._outlets[key]
        outlet.ready = deque(each for each in outlet.ready if each.id not in ids)

    def rest(self, key: str) -> None:
        """Ask an outlet for nothing more in this run."""
        self._outlets[key].rests = True
        self.refresh(key)

    def answered(self, leased: Leased) -> None:
        """Count an article that is done with, whatever came of it.

        Its outlet goes on where others of its pages are read elsewhere. Here what came
        of this one has still to be kept, and fetching would be further ahead of that.
        """
        if self._keeping.desks.are_beside:
            _has_come(self._outlets[leased.outlet], leased)
        if leased.kind == Kind.ARTICLE:
            self._stats.inc_value(f"articles/answered/{leased.outlet}")

    def close(self) -> None:
        """Hand out nothing more."""
        self._turns.put_nowait(None)

    def _due(self, site: Site) -> datetime | None:
        """Return when something of an outlet is due; ``None`` where it is already."""
        if self._force:
            return None
        time = now()
        due = self._holdings.runs.due(
            site.key, _lists(site), every=site.every, now=time
        )
        return due if due > time else None

    def _begin(self, site: Site) -> None:
        manner = Manner(every=site.every, most=self._max_lists, force=self._force)
        run = self._holdings.runs.begin(
            site.key, _lists(site), now=now(), manner=manner
        )
        outlet = _Outlet(site, run)
        self._count("hubs/left", outlet, run.left)
        outlet.due = sum(self._holdings.ledger.left(run, now=now()))
        found = self._holdings.runs.figures(run)  # by a process that was killed
        self._count("store/known", outlet, found.known + found.stored)
        self._outlets[site.key] = outlet
        self._open.add(site.key)
        self._count_due(outlet)
        self._give_turn(outlet)

    def _give_turn(self, outlet: _Outlet) -> None:
        if outlet.has_turn or outlet.asked_for or outlet.under_way >= _AHEAD:
            return
        if self._keeping.has_failed:  # what it would give cannot be kept
            return
        outlet.has_turn = True
        self._turns.put_nowait(outlet.site.key)

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
        following = outlet.ready.popleft()
        self._count("looks/made", outlet, following.article is not None)
        return following

    def _end(self, outlet: _Outlet) -> None:
        """Be done with an outlet: nothing is due, but what the limit leaves."""
        left = self._holdings.ledger.left(outlet.run, now=now())
        self._count("articles/left", outlet, left.articles)
        if outlet.failures and not outlet.answers:
            key, until = outlet.site.key, outlet.failing_until
            self._stats.set_value(f"outlets/failing/{key}", outlet.failures)
            self._stats.set_value(f"outlets/failing_until/{key}", until)
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


def _has_come(outlet: _Outlet, leased: Leased) -> None:
    """Note that an address is not on its way any more, if it was."""
    if outlet.asked_for and outlet.asked_for.id == leased.id:
        outlet.asked_for = None


def _lists(site: Site) -> tuple[tuple[Kind, str], ...]:
    kinds = (
        (Kind.HUB, site.hubs),
        (Kind.FEED, site.feeds),
        (Kind.SITEMAP, site.sitemaps),
    )
    return tuple((kind, url) for kind, urls in kinds for url in urls)
