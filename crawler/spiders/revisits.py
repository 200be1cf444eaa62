"""Articles looked at again: changed, as they were, or gone."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from scrapy import Request
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector

from crawler import Article, PageError, withdrawals
from crawler.keeping import now
from crawler.sites import Site
from crawler.spiders import responses
from crawler.spiders.gathering import REDIRECTS, Gatherer
from crawler.spiders.reading import Reader
from crawler.stitching import Leaf
from crawler.store.holdings import Holdings
from crawler.store.ledger import Leased
from crawler.urls import absolute, canonical

logger = logging.getLogger(__name__)

GONE = frozenset({404, 410})
"""Statuses that say of an article that it is no more."""

EXPECTED = (responses.NOT_MODIFIED, *sorted(GONE))
"""Statuses that a look has a use for."""

# Error pages of one outlet that are remembered; most have one, some one a section.
_MOST_NOTICES = 8

_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Doubt:
    """A look whose page may be an error page."""

    site: Site
    leased: Leased
    response: Response
    leaf: Leaf | PageError
    """What it reads as."""
    moved: bool
    """Whether another address answered than that of the article."""


@dataclass(slots=True)
class _ErrorPages:
    """What an outlet gives for what is not there, as far as this run has seen it."""

    was_asked: bool = False
    notices: list[str] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)
    """Where it leads from there."""


class Revisits:
    """Looks at stored articles. ``ask`` makes the request for a page that cannot exist.

    Counts, each by outlet, ``looks/gone`` for articles that are looked at a second time,
    and ``articles/withdrawn``.
    """

    def __init__(
        self,
        *,
        holdings: Holdings,
        reader: Reader,
        gatherer: Gatherer,
        stats: StatsCollector,
        ask: Callable[[str, Doubt], Request],
    ) -> None:
        self._looks = holdings.looks
        self._articles = holdings.articles
        self._ledger = holdings.ledger
        self._reader = reader
        self._gatherer = gatherer
        self._novelty = gatherer.novelty
        self._stats = stats
        self._ask = ask
        self._errors: dict[str, _ErrorPages] = {}

    async def look(
        self, response: Response, site: Site, leased: Leased
    ) -> AsyncIterator[Article | Request]:
        """Give the article of a page that was read before, where it has changed."""
        if response.status == responses.NOT_MODIFIED:
            self._looks.done(leased, now=now())
        elif response.status in GONE:
            self._learn(site, response)
            self.gone(leased, f"HTTP {response.status}")
        else:
            leaf = await self._reader.first(response, site)
            for step in self._compare(leaf, response, site, leased):
                yield step

    def is_led_away(self, leased: Leased, url: str) -> bool:
        """Say whether a redirect to ``url`` is not followed; then the look is done with.

        One that leads to a list, or to the front page, says that the article is gone.
        Where it leads to another article, nothing is known of this one.
        """
        if withdrawals.is_front(url) or self._ledger.is_list(leased.outlet, url):
            self.gone(leased, "leads to a list")
        elif self._ledger.knows(leased.outlet, url, other_than=leased):
            self._looks.done(leased, now=now())
        else:
            return False
        return True

    def failed(self, leased: Leased, reason: str) -> None:
        """Note that an article could not be looked at."""
        self._looks.failed(leased, reason, now=now())

    def learn(
        self, response: Response | None, doubt: Doubt
    ) -> Iterator[Article | Request]:
        """Take in what an outlet gives for what cannot exist, and settle the doubt.

        ``None`` is given where it gave nothing.
        """
        if response is not None and response.status < _SERVER_ERROR:
            self._learn(doubt.site, response)
            asked = withdrawals.absent(doubt.leased.url)
            if (led := canonical(response.url)) != canonical(asked):  # by a browser
                self._errors_of(doubt.site).addresses.add(led)
        yield from self._judge(doubt)

    def gone(self, leased: Leased, reason: str) -> None:
        """Note that an article is gone; the second time, it is withdrawn."""
        assert leased.article is not None  # noqa: S101  # what makes it a look
        if not self._looks.gone(leased, reason, now=now()):
            self._stats.inc_value(f"looks/gone/{leased.outlet}")
            return
        if self._articles.withdraw(leased.article, reason, now=now()):
            self._stats.inc_value(f"articles/withdrawn/{leased.outlet}")
            logger.info("%s: withdrawn (%s)", leased.url, reason)
        self._looks.done(leased, now=now())

    def _compare(
        self, leaf: Leaf | PageError, response: Response, site: Site, leased: Leased
    ) -> Iterator[Article | Request]:
        """Go on with a page that was read, in doubt with what is known of the outlet."""
        stored = self._novelty.latest(leased).article
        own = {canonical(url) for url in (leased.url, stored.url if stored else "")}
        moved = canonical(response.url) not in own
        if isinstance(leaf, Leaf) and not moved and _is_like(stored, leaf.article):
            yield from self._gatherer.read_on(leaf, response, site, leased)
            return
        doubt = Doubt(site, leased, response, leaf, moved)
        errors = self._errors_of(site)
        if errors.was_asked:
            yield from self._judge(doubt)
        else:
            errors.was_asked = True
            yield self._ask(withdrawals.absent(leased.url), doubt)

    def _judge(self, doubt: Doubt) -> Iterator[Article | Request]:
        leased, leaf = doubt.leased, doubt.leaf
        if self._says_gone(doubt):
            self.gone(leased, "says that it is gone")
        elif isinstance(leaf, PageError):
            self.failed(leased, leaf.reason)
        elif doubt.moved:
            self._looks.done(leased, now=now())
        else:
            yield from self._gatherer.read_on(leaf, doubt.response, doubt.site, leased)

    def _says_gone(self, doubt: Doubt) -> bool:
        errors = self._errors_of(doubt.site)
        if canonical(doubt.response.url) in errors.addresses:
            return True
        stored = self._novelty.latest(doubt.leased).article
        with suppress(PageError):
            page = responses.page(doubt.response)
            return withdrawals.is_gone(page, stored, errors.notices)
        return False

    def _learn(self, site: Site, response: Response) -> None:
        """Remember an error page, or where an outlet leads to instead of giving one."""
        errors = self._errors_of(site)
        if response.status in REDIRECTS:
            location = (response.headers.get("Location") or b"").decode("latin-1")
            if target := absolute(response.url, location):
                errors.addresses.add(canonical(target))
            return
        with suppress(PageError):
            notice = withdrawals.notice(responses.page(response))
            if notice and notice not in errors.notices:
                errors.notices = [*errors.notices, notice][-_MOST_NOTICES:]

    def _errors_of(self, site: Site) -> _ErrorPages:
        return self._errors.setdefault(site.key, _ErrorPages())


def _is_like(stored: Article | None, article: Article) -> bool:
    return stored is None or withdrawals.is_like(stored, article)
