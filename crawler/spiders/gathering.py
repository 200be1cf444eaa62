"""Articles gathered from their pages: read, completed page by page, and given once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from scrapy import Request
from scrapy.http import Response

from crawler import Article, PageError, UnreadablePage
from crawler.discovery.numbering import stem
from crawler.discovery.pagers import Further
from crawler.keeping import now
from crawler.sites import Site
from crawler.spiders.frontier import Frontier
from crawler.spiders.novelty import Novelty
from crawler.spiders.reading import Reader
from crawler.stitching import Leaf, Stitching
from crawler.store.holdings import Holdings
from crawler.store.ledger import Leased
from crawler.store.tables import State
from crawler.urls import absolute, canonical

REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Gathering:
    """An article whose further pages are being read."""

    site: Site
    leased: Leased
    """The page that it begins on."""
    stitching: Stitching


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is asked for; 0 is any number."""

    pages: int
    """Of one article."""
    depth: int
    hops: int
    """Redirects, one after the other."""


class Ask(Protocol):
    """Makes the request for a further page, at an address that may be redirected to."""

    def __call__(
        self,
        gathering: Gathering,
        wanted: Further,
        leased: Leased,
        *,
        depth: int,
        moved: tuple[str, ...] = (),
    ) -> Request: ...


class Gatherer:
    """Reads articles, and asks for their further pages.

    ``ask`` makes the request for a further page. An article that was looked at again is
    given where it has changed. A page that seems to belong to an
    article which has its own turn waits for it; what is joined to an article is none
    by itself, whatever names it.
    """

    def __init__(
        self,
        frontier: Frontier,
        *,
        holdings: Holdings,
        reader: Reader,
        limits: Limits,
        ask: Ask,
    ) -> None:
        self._frontier = frontier
        self._ledger = holdings.ledger
        self._joining = holdings.joining
        self._reader = reader
        self._limits = limits
        self._ask = ask
        self.novelty = Novelty(holdings)

    async def begin(
        self, response: Response, site: Site, leased: Leased
    ) -> AsyncIterator[Article | Request]:
        """Give the article of a page that a list named, with what its other pages hold."""
        if self._reader.is_elsewhere:
            self._frontier.passed_on(leased)
        leaf = await self._reader.first(response, site)
        if isinstance(leaf, PageError):
            self._ledger.refuse(leased, State.REFUSED, leaf.reason, now=now())
            return
        if (first := leaf.pager.first) and self._joining.postpone(
            leased, stem(first.url), now=now()
        ):
            self._frontier.refresh(site.key)
            return
        for step in self.read_on(leaf, response, site, leased):
            yield step

    def read_on(
        self, leaf: Leaf, response: Response, site: Site, leased: Leased
    ) -> Iterator[Article | Request]:
        """Give the article that begins with ``leaf``."""
        stitching = Stitching(leaf, max_pages=self._limits.pages)
        gathering = Gathering(site, leased, stitching)
        yield from self.go_on(gathering, response.meta.get("depth", 0))

    async def take(
        self, response: Response, gathering: Gathering, wanted: Further, leased: Leased
    ) -> AsyncIterator[Article | Request]:
        """Join a further page to its article, and ask for the next."""
        if response.status in REDIRECTS:
            for step in self._redirected(response, gathering, wanted, leased):
                yield step
            return
        site, stitching = gathering.site, gathering.stitching
        joined = await self._reader.further(response, site, wanted, stitching)
        if isinstance(joined, PageError):
            stitching.miss(wanted)
        else:
            gathering = replace(gathering, stitching=joined)
        for step in self.go_on(gathering, response.meta.get("depth", 0)):
            yield step

    def miss(
        self, gathering: Gathering, wanted: Further, depth: int
    ) -> Iterator[Article | Request]:
        """Go on without a further page that is not to be had."""
        gathering.stitching.miss(wanted)
        yield from self.go_on(gathering, depth)

    def go_on(self, gathering: Gathering, depth: int) -> Iterator[Article | Request]:
        """Ask for the next page of an article, or give it where there is none."""
        stitching, leased = gathering.stitching, gathering.leased
        while wanted := stitching.wanted:
            if self._may_ask(wanted, gathering.site, depth):
                run = self._frontier.run_of(leased.outlet)
                further = self._joining.further(leased, wanted.url, run)
                yield self._ask(gathering, wanted, further, depth=depth + 1)
                return
            stitching.miss(wanted)
        article = stitching.article
        if len(stitching.addresses) > 1:
            joined = self._joining.join(leased, stitching.addresses, now=now())
            self._frontier.forget(leased.outlet, joined)
        if self.novelty.has(leased, article):
            self._reader.accounts.keep(article)
            yield article

    def _may_ask(self, wanted: Further, site: Site, depth: int) -> bool:
        """Say whether a further page may be asked for.

        Page one has its own turn, if a list named it. Requests that are too deep would
        be dropped by Scrapy without a word, and with them the article.
        """
        limit = self._limits.depth
        if not site.owns(wanted.url) or (limit and depth >= limit):
            return False
        return wanted.number != 1 or not self._joining.is_listed(site.key, wanted.url)

    def _redirected(
        self, response: Response, gathering: Gathering, wanted: Further, leased: Leased
    ) -> Iterator[Article | Request]:
        """Follow a further page that has moved, unless it leads back or away."""
        location = response.headers.get("Location") or b""
        target = absolute(response.url, location.decode("latin-1")) or ""
        moved, depth = (*response.meta["moved"], target), response.meta.get("depth", 0)
        stitching = gathering.stitching
        same = canonical(target) == canonical(response.url)
        if not same and canonical(target) in stitching.addresses:
            stitching.skip(wanted)
        elif not gathering.site.owns(target):
            self._refuse(response, gathering, wanted, "leads off the outlet")
        elif len(moved) > self._limits.hops:
            self._refuse(response, gathering, wanted, "max redirections reached")
        else:
            yield self._ask(gathering, wanted, leased, depth=depth, moved=moved)
            return
        yield from self.go_on(gathering, depth)

    def _refuse(
        self, response: Response, gathering: Gathering, wanted: Further, ground: str
    ) -> None:
        error = UnreadablePage(response.url, ground)
        self._reader.accounts.refuse(error, gathering.site.key)
        gathering.stitching.miss(wanted)
