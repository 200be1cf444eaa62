"""Read pages that were saved, with no network: the same articles as a crawl gives."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Self

from scrapy import Spider
from scrapy.crawler import Crawler

from crawler import Article, saved
from crawler.discovery.pagers import Further, stem, stems_of_later
from crawler.errors import UnreadablePage, UsageError
from crawler.saved import SavedPage
from crawler.sites import Site
from crawler.spiders import outlets
from crawler.spiders.accounts import Accounts
from crawler.stitching import Leaf, Stitching, first_leaf
from crawler.urls import canonical


class SavedSpider(Spider):
    """Give the article of each saved page at and below ``path``.

    An article on several pages is given once, with those that are saved in the same
    folder.

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
        self._held: set[Path] = set()
        """Further pages that were joined to an article."""
        self._folders: dict[Path, dict[str, Path]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: str, **kwargs: str) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.known = outlets.known(crawler.settings)
        return spider

    async def start(self) -> AsyncIterator[Article]:
        self.accounts = Accounts(self.crawler.stats)
        self.crawler.stats.set_value("articles/asked/-", len(self.files))
        postponed: list[Path] = []
        for file in chain(self.files, postponed):
            if self._is_postponed(file, postponed):
                continue
            article = None if file in self._held else self._article(file)
            self.crawler.stats.inc_value("articles/answered/-")
            if article:
                self.accounts.keep(article)
                yield article

    def _is_postponed(self, file: Path, postponed: list[Path]) -> bool:
        """Put a further page off, if page one of its article is saved beside it.

        Page one will ask for it; alone it may be too short for an article.
        """
        if file in postponed or not (url := saved.address(file)):
            return False
        of = stems_of_later(url)
        if of and not {stem(each) for each in self._beside(file)}.isdisjoint(of):
            postponed.append(file)
            return True
        return False

    def _article(self, file: Path) -> Article | None:
        """Return the article that begins in ``file``, or ``None`` when it was refused."""
        page = self._saved(file)
        if page is None:
            return None
        read = partial(self._first_leaf, page)
        outlet = page.outlet or "-"
        leaf = self.accounts.attempt(read, url=page.url, outlet=outlet)
        if leaf is None:
            return None
        limit = self.crawler.settings.getint("ARTICLE_MAX_PAGES")
        stitching = Stitching(leaf, max_pages=limit)
        while wanted := stitching.wanted:
            take = partial(self._take, stitching, wanted, file)
            if self.accounts.attempt(take, url=wanted.url, outlet=outlet) is None:
                stitching.miss(wanted)
        return stitching.article

    def _take(self, stitching: Stitching, wanted: Further, file: Path) -> bool:
        """Join a further page that is saved beside ``file``."""
        beside = self._beside(file).get(canonical(wanted.url))
        if beside is None:
            raise UnreadablePage(wanted.url, "not saved", f"not beside {file}")
        self._held.add(beside)
        page = saved.read(beside)
        return stitching.take(wanted, page.page(), site=self._site(page))

    def _saved(self, file: Path) -> SavedPage | None:
        place = file.absolute().as_uri()
        return self.accounts.attempt(partial(saved.read, file), url=place, outlet="-")

    def _first_leaf(self, page: SavedPage) -> Leaf:
        return first_leaf(page.page(), site=self._site(page))

    def _site(self, page: SavedPage) -> Site | None:
        if page.outlet and page.outlet not in self.known:
            detail = f"{page.outlet}; -s SITE_FOLDERS=… names the folder of its file"
            raise UnreadablePage(page.url, "unknown outlet", detail)
        return self.known.get(page.outlet or "")

    def _beside(self, file: Path) -> dict[str, Path]:
        """The pages saved in the folder of ``file``, by their addresses."""
        if file.parent not in self._folders:
            self._folders[file.parent] = saved.by_address(file.parent)
        return self._folders[file.parent]
