"""Crawl outlets: from their lists to their articles."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import Article, PageError, UnreadablePage, sites
from crawler.discovery.pagers import Further
from crawler.errors import PutOff, StorageError, UsageError
from crawler.keeping import Keeping, Settled, now
from crawler.sites import Site
from crawler.spiders import outlets as site_files
from crawler.spiders import requests, responses
from crawler.spiders.accounts import Accounts
from crawler.spiders.frontier import Frontier
from crawler.spiders.gathering import Gatherer, Gathering, Limits
from crawler.spiders.lists import ListReader
from crawler.spiders.reading import Reader
from crawler.spiders.requests import To
from crawler.spiders.revisits import Doubt, Revisits
from crawler.store.ledger import Leased
from crawler.store.listing import DENIED
from crawler.store.tables import Kind, State
from crawler.urls import canonical

Step = Article | Request
"""What comes of a page."""


class NewsSpider(Spider):
    """Read the hubs, feeds and sitemaps of outlets, and every article they name.

    ``outlets`` are keys of site files, parted by commas. ``max_articles`` is how
    many article pages an outlet is asked for at most; 0 is all. ``hub_pages`` is
    how many pages of one hub, or files of one sitemap, are read. ``force=1`` asks for
    lists that are not due, too.

    What is known lasts in the ledger, from run to run: an article that is stored is not
    asked for again while it is old; a young one is looked at now and then, and given
    where it has changed. What a run leaves is read by the next one. An outlet that
    another process crawls is left to it.

    An article on several pages is given once, when all that can be had of it are read;
    its further pages are no articles of their own, whatever names them.

    Each page is read with the memory of its outlet's other pages, which is kept in
    ``DATA_FOLDER/memory`` from run to run.

    An address is asked for only on hosts of the outlet, also where a redirect leads.
    Counts, each by outlet, what ``Frontier``, ``ListReader`` and ``Revisits`` do, and
    ``articles/moved`` for redirects to an address that has its own turn.
    """

    name = "news"

    def __init__(
        self,
        outlets: str = "",
        max_articles: str = "0",
        hub_pages: str = "5",
        force: str = "0",
    ) -> None:
        super().__init__()
        self.wanted = tuple(key.strip() for key in outlets.split(",") if key.strip())
        self.max_articles = _number("max_articles", max_articles)
        self.hub_pages = _number("hub_pages", hub_pages)
        self.force = bool(_number("force", force))
        self.sites: tuple[Site, ...] = ()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: str, **kwargs: str) -> Self:
        """Find the outlets. Raises ``UsageError`` before anything is asked for."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        known = site_files.known(crawler.settings)
        if not spider.wanted:
            names = ", ".join(sorted(known))
            raise UsageError(f"name the outlets, as -a outlets=a,b; known are {names}")
        spider.sites = tuple(sites.choose(known, spider.wanted))
        return spider

    async def start(self) -> AsyncIterator[Request]:
        self._set_up()
        with self.keeping.or_give_up():
            self.frontier.open(self.sites)
            async for site, leased in self.frontier.leases():
                if _is_admitted(site, leased):
                    yield self._request(site, leased)
                else:
                    self._settle(leased, State.REFUSED, DENIED)

    def parse_list(
        self, response: Response, site: Site, leased: Leased
    ) -> Iterator[Step]:
        """Enter what a hub, feed or sitemap names into the ledger."""
        yield from self._settled(leased, self._read_list(response, site, leased))

    async def parse_article(
        self, response: Response, site: Site, leased: Leased
    ) -> AsyncIterator[Step]:
        """Give the article of a page that a list named, with what its further pages hold.

        One that is stored is given only where it has changed.
        """
        of = self.gatherer.begin if leased.article is None else self.revisits.look
        with self._settling(leased) as passed:
            async for step in of(response, site, leased):
                yield passed(step)

    def parse_error_page(self, response: Response, doubt: Doubt) -> Iterator[Step]:
        """Compare a page with what an outlet gives for what cannot exist."""
        steps = self.revisits.learn(response, doubt)
        yield from self._settled(doubt.leased, steps)

    def on_no_error_page(self, failure: Failure) -> Iterator[Step]:
        """Go on without knowing what an outlet gives for what cannot exist."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy's
        doubt: Doubt = request.cb_kwargs["doubt"]
        if isinstance(failure.value, StorageError):
            self.keeping.give_up(failure.value)
            return
        yield from self._settled(doubt.leased, self.revisits.learn(None, doubt))

    async def parse_further(
        self, response: Response, gathering: Gathering, wanted: Further, leased: Leased
    ) -> AsyncIterator[Step]:
        """Join a further page to its article, and ask for the next."""
        with self._settling(gathering.leased) as passed:
            async for step in self.gatherer.take(response, gathering, wanted, leased):
                yield passed(step)

    def on_failure(self, failure: Failure) -> Iterator[Step]:
        """Refuse a page that could not be fetched; go on without it."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy's
        leased: Leased = request.meta["leased"]
        if isinstance(failure.value, StorageError):
            self.keeping.give_up(failure.value)
            return
        error = responses.refusal(failure, request)
        self.accounts.refuse(error, leased.outlet)
        gathering: Gathering | None = request.cb_kwargs.get("gathering")
        if isinstance(error, PutOff):
            first = gathering.leased if gathering else leased
            yield from self._settled(first, self._put_off(first))
        elif gathering:
            wanted, depth = request.cb_kwargs["wanted"], request.meta.get("depth", 0)
            steps = self.gatherer.miss(gathering, wanted, depth)
            yield from self._settled(gathering.leased, steps)
        else:
            steps = self._give_back(leased, error, passes=responses.passes(failure))
            yield from self._settled(leased, steps)

    def on_scheduled(self, request: Request) -> None:
        """Stop a redirect off the outlet, to a page that has its own turn, or in a circle.

        Raises ``IgnoreRequest``, which is how Scrapy lets a request be stopped
        here; it tells nobody, so the page is accounted for first.
        """
        hops = request.meta.get("redirect_urls", [])
        if len(hops) == request.meta.get("hops_seen", 0):  # no redirect, or a retry
            return
        request.meta["hops_seen"] = len(hops)
        site: Site = request.cb_kwargs["site"]
        leased: Leased = request.meta["leased"]
        may_lead = site.may_lead_to(request.url) and request.url not in hops
        if leased.article is not None and may_lead:
            self._follow_look(leased, request.url)
            return
        if not site.may_lead_to(request.url):
            ground = "leads off the outlet"
        elif request.url in hops:
            ground = "redirects in a circle"
        elif canonical(request.url) in map(canonical, hops) or not self.ledger.knows(
            site.key, request.url, other_than=leased
        ):
            return
        else:
            self._count("articles/moved", site)
            self._stop(leased, State.MOVED, "has its own turn")
        self.accounts.refuse(
            UnreadablePage(hops[0], ground, f"to {request.url}"), site.key
        )
        self._stop(leased, State.REFUSED, ground)

    def on_kept(self, item: Article) -> None:
        """Go on with the outlet of an article that is kept, or that caused an error."""
        if item.outlet:
            self.frontier.done(item.outlet)

    def on_dropped(self, item: Article, exception: Exception) -> None:
        """Settle what an article came from that a stage has dropped."""
        if not self.keeping.has_failed and not isinstance(exception, Settled):
            with self.keeping.or_give_up():
                self.ledger.drop(item, str(exception), now=now())
        self.on_kept(item)

    def _set_up(self) -> None:
        """Put together what needs a crawler with all its parts."""
        settings, connect = self.crawler.settings, self.crawler.signals.connect
        self.keeping = Keeping.of(self.crawler)
        self.ledger = self.keeping.holdings.ledger
        self.keeping.desks.serve(self.sites)
        self.accounts = Accounts(self.crawler.stats)
        self.frontier = Frontier(
            self.keeping,
            self.crawler.stats,
            max_articles=self.max_articles,
            max_lists=self.hub_pages,
            force=self.force,
        )
        holdings = self.keeping.holdings
        reader = Reader(self.accounts, self.keeping)
        self.gatherer = Gatherer(
            self.frontier,
            holdings=holdings,
            reader=reader,
            limits=Limits(
                pages=settings.getint("ARTICLE_MAX_PAGES"),
                depth=settings.getint("DEPTH_LIMIT"),
                hops=settings.getint("REDIRECT_MAX_TIMES"),
            ),
            ask=self._request_further,
        )
        self.revisits = Revisits(
            holdings=holdings,
            reader=reader,
            gatherer=self.gatherer,
            stats=self.crawler.stats,
            ask=self._request_error_page,
        )
        depth = settings.getint("DEPTH_LIMIT")
        self.lists = ListReader(
            self.accounts, self.crawler.stats, depth=depth, today=now().date()
        )
        connect(self.on_scheduled, signals.request_scheduled)
        connect(self.on_kept, signals.item_scraped)
        connect(self.on_kept, signals.item_error)
        connect(self.on_dropped, signals.item_dropped)
        connect(self.frontier.close, signals.spider_closed)

    @contextmanager
    def _settling(self, leased: Leased) -> Iterator[Callable[[Step], Step]]:
        """Give what is to see each step that comes of an address, as it is passed on.

        Its outlet is asked for the next one when nothing more is asked for, and every
        article is kept.
        """
        goes_on = False

        def passed(step: Step) -> Step:
            nonlocal goes_on
            if isinstance(step, Request):
                goes_on = True
            else:
                self.frontier.begin(leased.outlet)
            return step

        try:
            with self.keeping.or_give_up():
                yield passed
        finally:
            if not goes_on:
                self._go_on_from(leased)

    def _settled(self, leased: Leased, steps: Iterable[Step]) -> Iterator[Step]:
        """Pass on what comes of an address at once."""
        with self._settling(leased) as passed:
            for step in steps:
                yield passed(step)

    def _read_list(
        self, response: Response, site: Site, leased: Leased
    ) -> Iterator[Request]:
        if response.status == responses.NOT_MODIFIED:
            self.frontier.leave_list(leased)
            return
        links = self.lists.links(response, site, leased.kind, depth=leased.depth)
        if isinstance(links, PageError):
            self.frontier.fail_list(leased, State.REFUSED, links.reason)
        else:
            self.frontier.read_list(leased, links)
        yield from ()

    def _give_back(
        self, leased: Leased, error: PageError, *, passes: bool
    ) -> Iterator[Request]:
        """Settle an address that could not be fetched, or put it off."""
        if leased.kind != Kind.ARTICLE:
            state = State.FAILED if passes else State.REFUSED
            self.frontier.fail_list(leased, state, error.reason)
        elif leased.article is not None:
            self.revisits.failed(leased, error.reason)
        elif passes:
            self.ledger.retry(leased, error.reason, now=now())
        else:
            self.ledger.refuse(leased, State.REFUSED, error.reason, now=now())
        yield from ()

    def _put_off(self, leased: Leased) -> Iterator[Request]:
        """Leave an outlet alone for the rest of this run; the next one goes on here."""
        self.ledger.give_back([leased])
        self.frontier.rest(leased.outlet)
        yield from ()

    def _follow_look(self, leased: Leased, url: str) -> None:
        """Follow an article that is looked at again to where it leads, if need be."""
        with self.keeping.or_give_up():
            if not self.revisits.is_led_away(leased, url):
                return
        self._go_on_from(leased)
        raise IgnoreRequest("leads away")

    def _stop(self, leased: Leased, state: State, reason: str) -> None:
        self._settle(leased, state, reason)
        raise IgnoreRequest(reason)

    def _settle(self, leased: Leased, state: State, reason: str) -> None:
        """Be done with an address of which no response will come."""
        with self.keeping.or_give_up():
            if leased.article is not None:
                self.revisits.failed(leased, reason)
            elif leased.kind == Kind.ARTICLE:
                self.ledger.refuse(leased, state, reason, now=now())
            else:
                self.frontier.fail_list(leased, state, reason)
        self._go_on_from(leased)

    def _go_on_from(self, leased: Leased) -> None:
        """Let its outlet be asked for the next address."""
        self.frontier.answered(leased)
        self.frontier.done(leased.outlet)

    def _request(self, site: Site, leased: Leased) -> Request:
        """Return the request for an address of a list, or for a list."""
        of_article = leased.kind == Kind.ARTICLE
        parse = self.parse_article if of_article else self.parse_list
        return requests.of_address(site, leased, To(parse, self.on_failure))

    def _request_error_page(self, url: str, doubt: Doubt) -> Request:
        to = To(self.parse_error_page, self.on_no_error_page)
        return requests.of_error_page(url, doubt, to)

    def _request_further(
        self,
        gathering: Gathering,
        wanted: Further,
        leased: Leased,
        *,
        depth: int,
        moved: tuple[str, ...] = (),
    ) -> Request:
        to = To(self.parse_further, self.on_failure)
        return requests.of_further(
            gathering, wanted, leased, to, depth=depth, moved=moved
        )

    def _count(self, event: str, site: Site) -> None:
        self.crawler.stats.inc_value(f"{event}/{site.key}")


def _is_admitted(site: Site, leased: Leased) -> bool:
    """Say whether the site file of today lets an address be asked for.

    It was met under the one of that day.
    """
    if leased.kind == Kind.ARTICLE:
        return site.admits(leased.url)
    return not leased.depth or (site.owns(leased.url) and not site.denies(leased.url))


def _number(name: str, text: str) -> int:
    """Return what the user gave as a number. Raises ``UsageError``."""
    if not text.isascii() or not text.isdigit():
        raise UsageError(f"{name}={text}: give a whole number, 0 for no limit")
    return int(text)
