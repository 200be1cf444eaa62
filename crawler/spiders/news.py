"""Crawl outlets: from their lists to their articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from functools import partial
from typing import Literal, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import Article, PageError, UnreadablePage, extract, sites
from crawler.discovery import feeds, hubs, sitemaps
from crawler.discovery.links import Link
from crawler.errors import UsageError
from crawler.sites import Site
from crawler.spiders import outlets as site_files
from crawler.spiders import responses
from crawler.spiders.accounts import Accounts
from crawler.urls import canonical

Kind = Literal["article", "hub", "feed", "sitemap"]


class NewsSpider(Spider):
    """Read the hubs, feeds and sitemaps of outlets, and every article they name.

    ``outlets`` are keys of site files, parted by commas. ``max_articles`` is how
    many article pages an outlet is asked for at most; 0 is all. ``hub_pages`` is
    how many pages of one hub, or files of one sitemap, are read.

    An address is asked for once, and only on hosts of the outlet, also where a
    redirect leads. Counts, each by outlet, ``hubs/read`` and ``hubs/left``,
    ``articles/asked``, ``articles/answered`` and ``articles/left``, and
    ``articles/moved``: left is what the limits kept from being read, moved is a
    redirect to an address that was asked for anyway.
    """

    name = "news"

    def __init__(
        self, outlets: str = "", max_articles: str = "0", hub_pages: str = "5"
    ) -> None:
        super().__init__()
        self.wanted = tuple(key.strip() for key in outlets.split(",") if key.strip())
        self.max_articles = _number("max_articles", max_articles)
        self.hub_pages = _number("hub_pages", hub_pages)
        self.sites: tuple[Site, ...] = ()
        self._met: set[str] = set()
        self._asked: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: str, **kwargs: str) -> Self:
        """Find the outlets. Raises ``UsageError`` before anything is asked for."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        known = site_files.known(crawler.settings)
        if not spider.wanted:
            names = ", ".join(sorted(known))
            raise UsageError(f"name the outlets, as -a outlets=a,b; known are {names}")
        spider.sites = tuple(sites.choose(known, spider.wanted))
        crawler.signals.connect(spider.on_scheduled, signals.request_scheduled)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        self.accounts = Accounts(self.crawler.stats)
        for site in self.sites:
            for kind, urls in _lists(site):
                for url in filter(self._first, urls):
                    yield self._ask(url, kind, site, origin=url)

    def parse_list(
        self, response: Response, site: Site, kind: Kind, origin: str
    ) -> Iterator[Request]:
        """Ask for what a hub, feed or sitemap names."""
        read = partial(_LINKS[kind], response, site)
        links = self.accounts.attempt(read, url=response.url, outlet=site.key)
        if links is None:
            return
        self._count("hubs/read", site)
        for link in links:
            if site.owns(link.url) and self._first(link.url):
                yield from self._follow(link, site, origin)

    def parse_article(self, response: Response, site: Site) -> Article | None:
        """Return the article of a page that a list named as one."""
        self._count("articles/answered", site)
        read = partial(_article, response, site)
        return self.accounts.attempt(read, url=response.url, outlet=site.key)

    def on_failure(self, failure: Failure) -> None:
        """Refuse a page that could not be fetched."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy's
        self._refuse(responses.refusal(failure, request), request)

    def on_scheduled(self, request: Request) -> None:
        """Stop a redirect off the outlet, to a page that was met, or in a circle.

        Raises ``IgnoreRequest``, which is how Scrapy lets a request be stopped
        here; it tells nobody, so the page is accounted for first.
        """
        hops = request.meta.get("redirect_urls", [])
        if len(hops) == request.meta.get("hops_seen", 0):  # no redirect, or a retry
            return
        request.meta["hops_seen"] = len(hops)
        site: Site = request.cb_kwargs["site"]
        if not site.owns(request.url):
            ground = "leads off the outlet"
        elif request.url in hops:
            ground = "redirects in a circle"
        elif canonical(request.url) in map(canonical, hops) or self._first(request.url):
            return
        else:
            self._answered(request)
            self._count("articles/moved", site)
            raise IgnoreRequest("asked for anyway")
        self._refuse(UnreadablePage(hops[0], ground, f"to {request.url}"), request)
        raise IgnoreRequest(ground)

    def _follow(self, link: Link, site: Site, origin: str) -> Iterator[Request]:
        """Ask for what ``link`` leads to, or count it as left by a limit."""
        of_article = link.kind == "article"
        limit = self.max_articles if of_article else self.hub_pages
        if limit and self._asked[site.key if of_article else origin] >= limit:
            self._count("articles/left" if of_article else "hubs/left", site)
        else:
            yield self._ask(link.url, link.kind, site, origin=origin)

    def _ask(self, url: str, kind: Kind, site: Site, *, origin: str) -> Request:
        """Return the request for a page, lists before articles.

        ``origin`` is the address in the site file that led to it.
        """
        of_article = kind == "article"
        self._asked[site.key if of_article else origin] += 1
        if of_article:
            self._count("articles/asked", site)
        of_list = {} if of_article else {"kind": kind, "origin": origin}
        return Request(
            url,
            self.parse_article if of_article else self.parse_list,
            errback=self.on_failure,
            cb_kwargs={"site": site, **of_list},
            meta={"download_slot": site.key},
            priority=0 if of_article else 1,
            dont_filter=True,  # self._met knows, and accounts for what it stops
        )

    def _first(self, url: str) -> bool:
        """Say whether ``url`` was not met before; it is from now on."""
        address = canonical(url)
        if address in self._met:
            return False
        self._met.add(address)
        return True

    def _refuse(self, error: PageError, request: Request) -> None:
        site: Site = request.cb_kwargs["site"]
        self.accounts.refuse(error, site.key)
        self._answered(request)

    def _answered(self, request: Request) -> None:
        if request.callback == self.parse_article:
            self._count("articles/answered", request.cb_kwargs["site"])

    def _count(self, event: str, site: Site) -> None:
        self.crawler.stats.inc_value(f"{event}/{site.key}")


def _lists(site: Site) -> tuple[tuple[Kind, tuple[str, ...]], ...]:
    return ("hub", site.hubs), ("feed", site.feeds), ("sitemap", site.sitemaps)


def _of_hub(response: Response, site: Site) -> list[Link]:
    return hubs.links(responses.page(response), site)


def _of_feed(response: Response, _: Site) -> list[Link]:
    return feeds.links(response.body, url=response.url)


def _of_sitemap(response: Response, _: Site) -> list[Link]:
    return sitemaps.links(response.body, url=response.url)


_LINKS: Mapping[Kind, Callable[[Response, Site], list[Link]]] = {
    "hub": _of_hub,
    "feed": _of_feed,
    "sitemap": _of_sitemap,
}


def _article(response: Response, site: Site) -> Article:
    return extract(responses.page(response), site=site)


def _number(name: str, text: str) -> int:
    """Return what the user gave as a number. Raises ``UsageError``."""
    if not text.isascii() or not text.isdigit():
        raise UsageError(f"{name}={text}: give a whole number, 0 for no limit")
    return int(text)
