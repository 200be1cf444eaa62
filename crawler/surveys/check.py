"""Try a site file live: do its lists hold articles, and are those read?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

from protego import Protego
from scrapy.http import Response

from crawler import Article, PageError, extract
from crawler.discovery import feeds, hubs, sitemaps
from crawler.discovery.links import Link
from crawler.sites import Site
from crawler.spiders import responses
from crawler.surveys.asking import Asking
from crawler.urls import identity

# What an article should have; the rest is shown, too, where it was found.
_WANTED = ("headline", "date_published", "body")
_SHOWN = (
    *_WANTED,
    *("source", "authors", "editors", "section", "images", "teasers", "language"),
)

# Time. A page's clock may be ahead of ours by so much; by more its zone is wrong.
_AHEAD = timedelta(minutes=30)


@dataclass(slots=True)
class Checked:
    """What came of trying one site file."""

    site: Site
    lines: list[str] = field(default_factory=list)
    """What was asked for, and what it gave."""

    faults: list[str] = field(default_factory=list)
    """What should be mended in the file."""

    def report(self) -> str:
        """Return all of it, in lines."""
        verdict = f"{len(self.faults)} to mend" if self.faults else "as it should be"
        lines = [f"{self.site.key} ({self.site.name}): {verdict}"]
        lines += [f"  {line}" for line in self.lines]
        return "\n".join(lines + [f"  ! {fault}" for fault in self.faults])


class Check(Asking):
    """Ask for every list of some outlets, and for the first articles on them.

    ``found`` is filled with what came of each outlet, in order; ``articles`` is how
    many of them are read.
    """

    name = "check"

    def __init__(
        self, sites: Sequence[Site], articles: int, found: list[Checked]
    ) -> None:
        super().__init__()
        self._sites = sites
        self._articles = articles
        self._found = found

    async def look_around(self) -> None:
        """Try one outlet after another."""
        for site in self._sites:
            self._found.append(await self._check(site))

    async def _check(self, site: Site) -> Checked:
        checked = Checked(site)
        await self._robots(checked)
        links: dict[str, Link] = {}
        for what, urls, reader in _lists(site):
            for url in urls:
                for link in await self._listed(checked, what, url, reader):
                    links.setdefault(identity(link.url), link)
        articles = [link for link in links.values() if link.kind == "article"]
        if not articles:
            checked.faults.append("no list leads to an article")
        read = [
            await self._article(checked, link.url)
            for link in articles[: self._articles]
        ]
        if read and not any(read):
            checked.faults.append(f"none of {len(read)} pages was read as an article")
        return checked

    async def _robots(self, checked: Checked) -> None:
        """Tell what the robots.txt of each host with a list asks for."""
        site = checked.site
        lists = (*site.hubs, *site.feeds, *site.sitemaps)
        for root in dict.fromkeys(urljoin(url, "/robots.txt") for url in lists):
            found = await self.read(root, site, "robots", _rules)
            if isinstance(found, PageError):
                checked.lines.append(f"robots   {found.reason}   {root}")
                continue
            agent = self.settings["USER_AGENT"]
            own = [url for url in lists if urljoin(url, "/robots.txt") == root]
            allowed = sum(found.can_fetch(url, agent) for url in own)
            pause = found.crawl_delay(agent)
            checked.lines.append(
                f"robots   allows {allowed} of {len(own)} lists, "
                f"{f'asks for {pause:g} seconds between pages' if pause else 'names no pace'}"
                f"   {root}"
            )
            if pause and pause > site.delay:
                checked.faults.append(
                    f"delay: {site.delay:g}; {root} asks for {pause:g}"
                )

    async def _listed(
        self,
        checked: Checked,
        what: str,
        url: str,
        reader: Callable[[Response], list[Link]],
    ) -> list[Link]:
        found = await self.read(url, checked.site, what, reader)
        if isinstance(found, PageError):
            checked.faults.append(f"{what} {url}: {found.reason}")
            return []
        admitted = [
            each
            for each in found
            if checked.site.admits(each.url) or each.kind != "article"
        ]
        count = sum(each.kind == "article" for each in admitted)
        further = len(admitted) - count
        checked.lines.append(
            f"{what:8} {count:4} articles, {further} further lists   {url}"
        )
        if not admitted:
            checked.faults.append(f"{what} {url}: leads to no article")
        return admitted

    async def _article(self, checked: Checked, url: str) -> Article | None:
        site = checked.site
        found = await self.read(
            url, site, "article", lambda r: extract(responses.page(r), site=site)
        )
        if isinstance(found, PageError):
            checked.lines.append(f"article  {found.reason} ({found.detail})   {url}")
            return None
        checked.lines.append(f"article  {_described(found)}   {url}")
        lacking = [name for name in _WANTED if not getattr(found, name)]
        if lacking:
            checked.faults.append(f"article {url}: no {', '.join(lacking)}")
        if found.date_published and found.date_published > datetime.now(UTC) + _AHEAD:
            checked.faults.append(
                f"article {url}: dated {found.date_published.isoformat()}, which is to "
                f"come; is the timezone {site.timezone.key}?"
            )
        return found


def _lists(
    site: Site,
) -> tuple[tuple[str, tuple[str, ...], Callable[[Response], list[Link]]], ...]:
    return (
        ("hub", site.hubs, lambda r: hubs.links(responses.page(r), site)),
        ("feed", site.feeds, lambda r: feeds.links(r.body, url=r.url)),
        ("sitemap", site.sitemaps, lambda r: sitemaps.links(r.body, url=r.url)),
    )


def _rules(response: Response) -> Protego:
    return Protego.parse(response.body.decode("utf-8", "replace"))


def _described(article: Article) -> str:
    known = {each.name for each in fields(article)}
    found = [name for name in _SHOWN if name in known and getattr(article, name)]
    size = sum(map(len, article.body))
    return f"{', '.join(found)}; {len(article.body)} paragraphs, {size:,} characters"
