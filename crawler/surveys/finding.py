"""Find an outlet's lists from its home page, politely, and write a first site file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from scrapy.http import Response

from crawler import Article, Page, PageError, extract
from crawler.discovery import feeds, guesses, hubs, sitemaps
from crawler.discovery.feeds import Item
from crawler.discovery.links import Link
from crawler.sites import Site, writing
from crawler.spiders import responses
from crawler.surveys.asking import Asking
from crawler.urls import identity

# Articles. What leads to fewer is no hub; and one that adds fewer to what is known
# already is asked for in vain. Hubs that are kept at most.
_LEAST = 3
_LEAST_NEW = 2
_MOST_HUBS = 8

# Of the pages that may be asked for: those that may be lists, feeds and sitemaps that
# nobody named, and articles to see how well they are read.
_MOST_FEEDS = 6
_SAMPLES = 3


@dataclass(slots=True)
class Found:
    """What is known of an outlet so far."""

    site: Site
    """As far as it is known: only its name, hosts, lists and zone."""

    language: str | None = None
    articles: dict[str, Link] = field(default_factory=dict)
    """Articles that its lists lead to, by the identity of their addresses."""

    checked: list[str] = field(default_factory=list)
    """What was looked at, a line each."""

    doubts: list[str] = field(default_factory=list)
    """What a person should look at, a line each."""

    def text(self, delay: float) -> str:
        """Return the text of a site file."""
        site = self.site
        name = site.name
        notes = [f"{name}, found from {site.hubs[0] if site.hubs else site.hosts[0]}."]
        notes += ["", f"Language: {self.language or 'not told'}. What was looked at:"]
        notes += [f"  {line}" for line in self.checked]
        if self.doubts:
            notes += [
                "",
                "Not sure, look at it:",
                *(f"  {line}" for line in self.doubts),
            ]
        return writing.site_file(
            {
                "name": name,
                "hosts": site.hosts,
                "hubs": site.hubs,
                "feeds": site.feeds,
                "sitemaps": site.sitemaps,
                "timezone": site.timezone.key,
                "delay": delay,
            },
            notes=notes,
        )


class Find(Asking):
    """Look around from a home page. ``found`` gets what is known in the end, if anything.

    Not more than ``pages`` are asked for.
    """

    name = "findoutlet"

    def __init__(self, url: str, key: str, pages: int, found: list[Found]) -> None:
        super().__init__()
        self._home = url
        self._pages = pages
        self._into = found
        host = urlsplit(url).hostname or ""
        own = guesses.domain(host)
        self._site = Site(key=key, name=own, hosts=(own,))
        self.refusal: PageError | None = None
        """Why the home page cannot be had."""

    async def look_around(self) -> None:
        """Ask for robots.txt, the home page, lists, feeds, sitemaps, some articles."""
        robots = await self._robots()
        home = await self.read(self._home, self._site, "home", responses.page)
        if isinstance(home, PageError):
            self.refusal = home
            return
        if (moved := urlsplit(home.url).hostname) and not self._site.owns(home.url):
            self._site = replace(self._site, hosts=(guesses.domain(moved),))
        found = Found(
            replace(self._site, name=guesses.outlet_name(home) or self._site.name)
        )
        found.language = guesses.language(home)
        if found.site.name == self._site.name:
            found.doubts.append("name: the page does not say what the outlet is called")
        await self._hubs(home, found)
        moments = await self._feeds(home, found)
        await self._sitemaps(robots, home, found)
        await self._samples(found)
        self._tell_zone(found, moments)
        if found.articles:
            self._into.append(_with_hosts(found))

    @property
    def _left(self) -> int:
        return self._pages - self.asked

    async def _robots(self) -> str:
        url = urljoin(self._home, "/robots.txt")
        found = await self.read(
            url, self._site, "robots", lambda response: response.body
        )
        return "" if isinstance(found, PageError) else found.decode("utf-8", "replace")

    async def _hubs(self, home: Page, found: Found) -> None:
        """Keep the lists that lead to articles which no other list has."""
        first = hubs.links(home, self._site)
        self._keep_hub(home.url, first, found, least=1, new=1)
        budget = max(self._left - 2 * _MOST_FEEDS - _SAMPLES, self._left // 3)
        for section in guesses.sections(home, self._site, first)[:budget]:
            if len(found.site.hubs) >= _MOST_HUBS:
                break
            links = await self.read(section.url, self._site, "list", self._links)
            # The home page shows what is newest, too, but not all of it, nor for long.
            new = 0 if section.newest else _LEAST_NEW
            if not isinstance(links, PageError):
                self._keep_hub(section.url, links, found, least=_LEAST, new=new)
        if not found.site.hubs:
            found.doubts.append("hubs: no list leads to articles; is a script needed?")

    def _links(self, response: Response) -> list[Link]:
        return hubs.links(responses.page(response), self._site)

    def _keep_hub(
        self, url: str, links: Iterable[Link], found: Found, *, least: int, new: int
    ) -> None:
        articles = {identity(e.url): e for e in links if e.kind == "article"}
        added = len(articles.keys() - found.articles.keys())
        if len(articles) < least or added < new:
            return
        found.checked.append(
            f"hub {url}: {len(articles)} articles, {added} of them new"
        )
        found.articles |= articles
        found.site = replace(found.site, hubs=(*found.site.hubs, url))

    async def _feeds(self, home: Page, found: Found) -> list[datetime]:
        """Keep the feeds that there are; return the moments that they print."""
        named = guesses.feeds(home, self._site)
        moments: list[datetime] = []
        for url in (named or guesses.usual_feeds(home.url))[:_MOST_FEEDS]:
            if self._left <= _SAMPLES:
                break
            items = await self.read(url, self._site, "feed", _items)
            if isinstance(items, PageError) or not items:
                continue
            found.checked.append(f"feed {url}: {len(items)} items")
            found.site = replace(found.site, feeds=(*found.site.feeds, url))
            links = (Link(item.url, "article", "feed item") for item in items)
            own = (link for link in links if self._site.owns(link.url))
            found.articles |= {identity(link.url): link for link in own}
            moments += [item.date for item in items if item.date]
            if not named:
                break
        return moments

    async def _sitemaps(self, robots: str, home: Page, found: Found) -> None:
        for url in guesses.sitemaps(robots, home.url)[:_MOST_FEEDS]:
            if self._left <= _SAMPLES or not self._site.owns(url):
                break
            links = await self.read(url, self._site, "sitemap", _entries)
            if isinstance(links, PageError) or not links:
                continue
            found.checked.append(f"sitemap {url}: {len(links)} entries")
            found.site = replace(found.site, sitemaps=(*found.site.sitemaps, url))
            if "sitemap" not in robots.lower():
                break

    async def _samples(self, found: Found) -> None:
        """Read some articles, to see how well they are read."""
        read = 0
        chosen = _spread(list(found.articles.values()), _SAMPLES)
        for link in chosen[: max(self._left, 1)]:
            article = await self.read(link.url, self._site, "article", self._article)
            if isinstance(article, PageError):
                found.checked.append(f"article {link.url}: {article.reason}")
                continue
            read += 1
            told = (
                f"{len(article.body)} paragraphs, {article.date_published or 'no date'}"
            )
            found.checked.append(f"article {link.url}: {told}")
        if chosen and not read:
            found.doubts.append("articles: none that was looked at could be read")

    def _article(self, response: Response) -> Article:
        return extract(responses.page(response), site=self._site)

    def _tell_zone(self, found: Found, moments: Sequence[datetime]) -> None:
        name, sure = guesses.zone(found.site.hosts[0], found.language, moments)
        found.site = replace(found.site, timezone=ZoneInfo(name))
        if not sure:
            found.doubts.append(f"timezone: {name} is a guess by host and language")


def _items(response: Response) -> list[Item]:
    return list(feeds.items(response.body, url=response.url))


def _entries(response: Response) -> list[Link]:
    return sitemaps.links(response.body, url=response.url)


def _spread(links: list[Link], count: int) -> list[Link]:
    """Return ``count`` of the links, from the first to the last."""
    step = max(len(links) // count, 1)
    return links[::step][:count]


def _with_hosts(found: Found) -> Found:
    """Narrow the hosts to the one that all addresses lie on, if there is one."""
    addresses = (*found.site.hubs, *found.site.feeds, *found.site.sitemaps)
    urls = [*addresses, *(link.url for link in found.articles.values())]
    hosts = {urlsplit(url).hostname or "" for url in urls}
    if len(hosts) == 1:
        found.site = replace(found.site, hosts=tuple(hosts))
    else:
        found.doubts.append(
            f"hosts: all below {found.site.hosts[0]}; on some are no news, perhaps: "
            + ", ".join(sorted(hosts))
        )
    return found
