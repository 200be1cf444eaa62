"""Crawl outlets: from their lists to their articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import Article, Page, UnreadablePage, sites
from crawler.discovery import feeds, hubs, sitemaps
from crawler.discovery.links import Link
from crawler.discovery.pagers import Further, stem, stems_of_later
from crawler.errors import UsageError
from crawler.repair import CAREFUL
from crawler.sites import Site
from crawler.spiders import care, responses
from crawler.spiders import outlets as site_files
from crawler.spiders.accounts import Accounts
from crawler.stitching import Leaf, Stitching, first_leaf
from crawler.store.memories import Memories
from crawler.urls import absolute, canonical

Kind = Literal["article", "hub", "feed", "sitemap"]


_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class _Begun:
    """A page that a list named as an article, read by itself."""

    site: Site
    asked: str
    """The address that the list named."""
    page: Page
    leaf: Leaf
    depth: int

    def bring(self) -> Page:
        """Return the page."""
        return self.page

    @property
    def of(self) -> str | None:
        """Stem of the article of which it is a further page, or ``None``."""
        first = self.leaf.pager.first
        return stem(first.url) if first else None

    @property
    def number(self) -> int:
        return self.leaf.pager.number


@dataclass(frozen=True, slots=True)
class _Gathering:
    """An article whose further pages are being read."""

    site: Site
    asked: str
    of: str
    """Stem of the article."""
    stitching: Stitching


class NewsSpider(Spider):
    """Read the hubs, feeds and sitemaps of outlets, and every article they name.

    ``outlets`` are keys of site files, parted by commas. ``max_articles`` is how
    many article pages an outlet is asked for at most; 0 is all. ``hub_pages`` is
    how many pages of one hub, or files of one sitemap, are read.

    An article on several pages is given once, when all that can be had of it are read;
    its further pages are no articles of their own, whatever names them.

    Each page is read with the memory of its outlet's other pages, which is kept in
    ``DATA_FOLDER/memory`` from run to run.

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
        self.care = CAREFUL
        self._met: set[str] = set()
        self._asked: Counter[str] = Counter()
        self._under_way: dict[str, list[tuple[Link, str]]] = {}
        """By their stems the articles that are asked for, with the links to what looks
        like their further pages."""
        self._early: dict[str, _Begun] = {}
        """Further pages that came before page one, by address."""
        self._joined: set[str] = set()
        """Addresses of further pages that were joined to an article."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: str, **kwargs: str) -> Self:
        """Find the outlets. Raises ``UsageError`` before anything is asked for."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        known = site_files.known(crawler.settings)
        if not spider.wanted:
            names = ", ".join(sorted(known))
            raise UsageError(f"name the outlets, as -a outlets=a,b; known are {names}")
        spider.sites = tuple(sites.choose(known, spider.wanted))
        spider.care = care.asked(crawler.settings)
        crawler.signals.connect(spider.on_scheduled, signals.request_scheduled)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        self.accounts = Accounts(self.crawler.stats)
        self.memories = Memories(Path(self.crawler.settings["DATA_FOLDER"]) / "memory")
        self.crawler.signals.connect(self.memories.save, signals.spider_closed)
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
        for link in _further_pages_last(links):
            if site.owns(link.url) and self._first(link.url):
                yield from self._follow(link, site, origin)

    def parse_article(
        self, response: Response, site: Site, asked: str
    ) -> Iterator[Article | Request]:
        """Give the article of a page that a list named, with what its further pages hold."""
        read = partial(self._first_page, response, site)
        found = (
            None
            if canonical(response.url) in self._joined
            else self.accounts.attempt(read, url=response.url, outlet=site.key)
        )
        if found is None:
            yield from self._end(site, asked)
            return
        page, leaf = found
        begun = _Begun(site, asked, page, leaf, response.meta.get("depth", 0))
        if begun.of in self._under_way:
            self._early[canonical(page.url)] = begun
        else:
            yield from self._gather(begun)

    def parse_further(
        self, response: Response, gathering: _Gathering, wanted: Further
    ) -> Iterator[Article | Request]:
        """Join a further page to its article, and ask for the next."""
        if response.status in _REDIRECTS:
            yield from self._redirected(response, gathering, wanted)
        else:
            self._take(gathering, wanted, partial(responses.page, response))
            yield from self._go_on(gathering, response.meta.get("depth", 0))

    def on_failure(self, failure: Failure) -> Iterator[Article | Request]:
        """Refuse a page that could not be fetched; go on without it."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy's
        error = responses.refusal(failure, request)
        self.accounts.refuse(error, _site_of(request).key)
        yield from self._without(request)

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
            self._abandon(request)
            self._count("articles/moved", site)
            raise IgnoreRequest("asked for anyway")
        error = UnreadablePage(hops[0], ground, f"to {request.url}")
        self.accounts.refuse(error, site.key)
        self._abandon(request)
        raise IgnoreRequest(ground)

    def _first_page(self, response: Response, site: Site) -> tuple[Page, Leaf]:
        page = responses.page(response)
        memory = self.memories.of(site.key)
        leaf = first_leaf(page, site=site, memory=memory, care=self.care)
        if leaf.trace:
            self.memories.add(site.key, leaf.trace)
        return page, leaf

    def _take(
        self, gathering: _Gathering, wanted: Further, bring: Callable[[], Page]
    ) -> None:
        """Join the page that ``bring`` reads to its article, or refuse it."""
        site = gathering.site

        def take() -> bool:
            page, memory = bring(), self.memories.of(site.key)
            self._joined |= {canonical(wanted.url), canonical(page.url)}
            return gathering.stitching.take(wanted, page, site=site, memory=memory)

        if self.accounts.attempt(take, url=wanted.url, outlet=site.key) is None:
            gathering.stitching.miss(wanted)

    def _gather(self, begun: _Begun) -> Iterator[Article | Request]:
        """Give the article that begins on a page, or that a later page is of."""
        limit = self.crawler.settings.getint("ARTICLE_MAX_PAGES")
        stitching = Stitching(begun.leaf, max_pages=limit)
        of = begun.of or stem(begun.asked)
        self._under_way.setdefault(of, [])
        gathering = _Gathering(begun.site, begun.asked, of, stitching)
        yield from self._go_on(gathering, begun.depth)

    def _go_on(self, gathering: _Gathering, depth: int) -> Iterator[Article | Request]:
        """Ask for the next page of an article, or give it where there is none."""
        stitching, site = gathering.stitching, gathering.site
        while wanted := stitching.wanted:
            if early := self._early.get(canonical(wanted.url)):
                self._take(gathering, wanted, early.bring)
            elif self._may_ask(wanted, site, depth):
                yield self._ask_further(wanted.url, gathering, wanted, depth=depth + 1)
                return
            else:
                stitching.miss(wanted)
        article = stitching.article
        self.accounts.keep(article)
        yield article
        yield from self._end(site, gathering.asked, stitching.addresses, gathering.of)

    def _may_ask(self, wanted: Further, site: Site, depth: int) -> bool:
        """Say whether a further page may be asked for.

        Page one has its own turn, if a list named it. Requests that are too deep would
        be dropped by Scrapy without a word, and with them the article.
        """
        limit = self.crawler.settings.getint("DEPTH_LIMIT")
        if not site.owns(wanted.url) or (limit and depth >= limit):
            return False
        return self._first(wanted.url) or wanted.number != 1

    def _ask_further(
        self,
        url: str,
        gathering: _Gathering,
        wanted: Further,
        *,
        depth: int,
        hops: int = 0,
    ) -> Request:
        """Return the request for a further page: before new articles, and redirects told.

        Scrapy would follow a redirect by itself, and tell nobody when it is stopped.
        """
        site = gathering.site
        return Request(
            url,
            self.parse_further,
            errback=self.on_failure,
            cb_kwargs={"gathering": gathering, "wanted": wanted},
            meta={
                "download_slot": site.key,
                "depth": depth,
                "dont_redirect": True,
                "handle_httpstatus_list": sorted(_REDIRECTS),
                "hops": hops,
            },
            priority=2,
            dont_filter=True,
        )

    def _redirected(
        self, response: Response, gathering: _Gathering, wanted: Further
    ) -> Iterator[Article | Request]:
        """Follow a further page that has moved, unless it leads back or away."""
        location = response.headers.get("Location") or b""
        target = absolute(response.url, location.decode("latin-1")) or ""
        hops, depth = response.meta["hops"] + 1, response.meta.get("depth", 0)
        same = canonical(target) == canonical(response.url)
        if not same and canonical(target) in gathering.stitching.addresses:
            gathering.stitching.skip(wanted)
        elif not gathering.site.owns(target):
            self._refuse_further(response, gathering, wanted, "leads off the outlet")
        elif hops > self.crawler.settings.getint("REDIRECT_MAX_TIMES"):
            self._refuse_further(
                response, gathering, wanted, "max redirections reached"
            )
        else:
            yield self._ask_further(target, gathering, wanted, depth=depth, hops=hops)
            return
        yield from self._go_on(gathering, depth)

    def _refuse_further(
        self, response: Response, gathering: _Gathering, wanted: Further, ground: str
    ) -> None:
        self.accounts.refuse(UnreadablePage(response.url, ground), gathering.site.key)
        gathering.stitching.miss(wanted)

    def _without(self, request: Request) -> Iterator[Article | Request]:
        """Go on without a page that is not to be had."""
        details = request.cb_kwargs
        if request.callback == self.parse_further:
            gathering: _Gathering = details["gathering"]
            gathering.stitching.miss(details["wanted"])
            yield from self._go_on(gathering, request.meta.get("depth", 0))
        elif request.callback == self.parse_article:
            yield from self._end(details["site"], details["asked"])

    def _end(
        self,
        site: Site,
        asked: str,
        held: frozenset[str] = frozenset(),
        of: str | None = None,
    ) -> Iterator[Article | Request]:
        """Be done with a page that was asked for, and with the article that it is ``of``.

        What was taken for a further page of it, and is not ``held``, is an article of
        its own.
        """
        self._count("articles/answered", site)
        for own in {stem(asked): None, of or stem(asked): None}:
            for link, origin in self._under_way.pop(own, ()):
                if canonical(link.url) not in held:
                    yield from self._follow(link, site, origin)
            early = {url: each for url, each in self._early.items() if each.of == own}
            for url, each in sorted(early.items(), key=lambda item: item[1].number):
                if self._early.pop(url, None) is None:
                    continue
                if url in held or url in self._joined:
                    yield from self._end(site, each.asked)
                else:
                    yield from self._gather(each)

    def _abandon(self, request: Request) -> None:
        """Be done with an article where no further request can be made."""
        if request.callback == self.parse_article:
            site: Site = request.cb_kwargs["site"]
            self._count("articles/answered", site)
            for _ in self._under_way.pop(stem(request.cb_kwargs["asked"]), ()):
                self._count("articles/left", site)

    def _follow(self, link: Link, site: Site, origin: str) -> Iterator[Request]:
        """Ask for what ``link`` leads to, or count it as left by a limit."""
        of_article = link.kind == "article"
        if of_article and (owner := self._article_of(link.url)) is not None:
            owner.append((link, origin))
            return
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
            self._under_way.setdefault(stem(url), [])
        details = {"asked": url} if of_article else {"kind": kind, "origin": origin}
        return Request(
            url,
            self.parse_article if of_article else self.parse_list,
            errback=self.on_failure,
            cb_kwargs={"site": site, **details},
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

    def _article_of(self, url: str) -> list[tuple[Link, str]] | None:
        """Return where ``url`` waits, if it looks like a page of an article under way."""
        found = (self._under_way.get(own) for own in stems_of_later(url))
        return next((each for each in found if each is not None), None)

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


def _further_pages_last(links: Sequence[Link]) -> list[Link]:
    """Return ``links`` with those last that look like further pages of others."""
    stems = {stem(link.url) for link in links}
    return sorted(
        links, key=lambda link: not stems.isdisjoint(stems_of_later(link.url))
    )


def _site_of(request: Request) -> Site:
    """Return whose page a request asks for."""
    details = request.cb_kwargs
    site: Site = (
        details["gathering"].site if "gathering" in details else details["site"]
    )
    return site


def _number(name: str, text: str) -> int:
    """Return what the user gave as a number. Raises ``UsageError``."""
    if not text.isascii() or not text.isdigit():
        raise UsageError(f"{name}={text}: give a whole number, 0 for no limit")
    return int(text)
