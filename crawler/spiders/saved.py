"""Read pages that were saved, with no network: the same articles as a crawl gives."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Self

from scrapy import Spider
from scrapy.crawler import Crawler

from crawler import Article, extract, saved
from crawler.errors import UnreadablePage, UsageError
from crawler.saved import SavedPage
from crawler.sites import Site
from crawler.spiders import outlets
from crawler.spiders.accounts import Accounts


class SavedSpider(Spider):
    """Give the article of each saved page at and below ``path``.

    Counts ``articles/asked/-`` and ``articles/answered/-``: whose page it is
    shows only when it is read.
    """

    name = "saved"

    def __init__(self, path: str = "") -> None:
        super().__init__()
        if not path:
            raise UsageError("name a file or folder, as -a path=pages/")
        self.files = tuple(saved.find(Path(path)))
        self.known: dict[str, Site] = {}
        self.sites: tuple[Site, ...] = ()
        """Outlets that must give articles: here none, the pages decide."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: str, **kwargs: str) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.known = outlets.known(crawler.settings)
        return spider

    async def start(self) -> AsyncIterator[Article]:
        self.accounts = Accounts(self.crawler.stats)
        self.crawler.stats.set_value("articles/asked/-", len(self.files))
        for file in self.files:
            article = self._article(file)
            self.crawler.stats.inc_value("articles/answered/-")
            if article:
                yield article

    def _article(self, file: Path) -> Article | None:
        """Return the article saved in ``file``, or ``None`` when it was refused."""
        place = file.absolute().as_uri()
        page = self.accounts.attempt(partial(saved.read, file), url=place, outlet="-")
        if page is None:
            return None
        read = partial(self._extract, page)
        return self.accounts.attempt(read, url=page.url, outlet=page.outlet or "-")

    def _extract(self, page: SavedPage) -> Article:
        if page.outlet and page.outlet not in self.known:
            detail = f"{page.outlet}; -s SITE_FOLDERS=… names the folder of its file"
            raise UnreadablePage(page.url, "unknown outlet", detail)
        return extract(page.page(), site=self.known.get(page.outlet or ""))
