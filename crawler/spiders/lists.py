"""Lists read: hubs, feeds and sitemaps, for the links that a crawl may follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from scrapy.http import Response
from scrapy.statscollectors import StatsCollector

from crawler import NotAnArticle, PageError
from crawler.blanks import BLANK, is_blank
from crawler.discovery import feeds, hubs, sitemaps
from crawler.discovery.links import Link
from crawler.discovery.traps import GROWING, Traps, is_growing
from crawler.sites import Site
from crawler.spiders import responses
from crawler.spiders.accounts import Accounts
from crawler.store.tables import Kind
from crawler.urls import canonical


class ListReader:
    """Reads lists; one that is refused is accounted for.

    ``depth`` is how many links from a list of the site file are followed; 0 is any
    number. Addresses without end are not followed: counts ``traps/<outlet>/<trap>``,
    each link.
    """

    def __init__(
        self, accounts: Accounts, stats: StatsCollector, *, depth: int, today: date
    ) -> None:
        self._accounts = accounts
        self._stats = stats
        self._depth = depth
        self._today = today
        self._traps: dict[str, Traps] = {}

    def links(
        self, response: Response, site: Site, kind: Kind, *, depth: int
    ) -> list[Link] | PageError:
        """Return what a list names that the outlet lets be followed, or a refusal.

        ``depth`` is the list's own.
        """
        read = partial(_LINKS[kind], response, site)
        links = self._accounts.attempt(read, url=response.url, outlet=site.key)
        if isinstance(links, PageError):
            return links
        if self._depth and depth >= self._depth:
            return []
        return [
            link
            for link in links
            if _is_admitted(link, site) and not self._is_trap(link, site)
        ]

    def _is_trap(self, link: Link, site: Site) -> bool:
        """Say whether a link leads to what has no end, and count it if so."""
        traps = self._traps.setdefault(site.key, Traps(self._today))
        if link.kind == "article":
            trap = GROWING if is_growing(canonical(link.url)) else None
        else:
            trap = traps.reason(link.url)
        if trap:
            self._stats.inc_value(f"traps/{site.key}/{trap}")
        return trap is not None


def _is_admitted(link: Link, site: Site) -> bool:
    if link.kind == "article":
        return site.admits(link.url)
    return site.owns(link.url) and not site.denies(link.url)


def _of_hub(response: Response, site: Site) -> list[Link]:
    page = responses.page(response)
    links = hubs.links(page, site)
    if not links and is_blank(page):
        raise NotAnArticle(page.url, BLANK, "a list without links")
    return links


def _of_feed(response: Response, _: Site) -> list[Link]:
    return feeds.links(response.body, url=response.url)


def _of_sitemap(response: Response, _: Site) -> list[Link]:
    return sitemaps.links(response.body, url=response.url)


_LINKS: Mapping[Kind, Callable[[Response, Site], list[Link]]] = {
    Kind.HUB: _of_hub,
    Kind.FEED: _of_feed,
    Kind.SITEMAP: _of_sitemap,
}
