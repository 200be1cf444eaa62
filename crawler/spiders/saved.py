"""Read pages that were saved, with no network: the same articles as a crawl gives."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Self

from scrapy import Spider
from scrapy.crawler import Crawler

from crawler import Article, care, records, saved
from crawler.discovery.numbering import stem, stems_of_later
from crawler.discovery.pagers import Further
from crawler.errors import PageError, UnreadablePage, UsageError
from crawler.records import Broken, Neighbors
from crawler.repair import CAREFUL
from crawler.saved import SavedPage
from crawler.sites import Site
from crawler.spiders import outlets
from crawler.spiders.accounts import Accounts
from crawler.stitching import Leaf, Stitching, first_leaf
from crawler.urls import canonical


class SavedSpider(Spider):
    """Give the article of each saved page at and below ``path``.

    Archives (``.warc``, ``.wet``) give those of all their pages. An article on several
    pages is given once, with those that are saved in the same folder or archive.

    Counts ``articles/asked/-`` and ``articles/answered/-``: whose page it is
    shows only when it is read, and an archive's pages only as they come.
    """

    name = "saved"

    def __init__(self, path: str = "") -> None:
        super().__init__()
        if not path:
            raise UsageError("name a file or folder, as -a path=pages/")
        self.files = tuple(records.find(Path(path)))
        self.known: dict[str, Site] = {}
        self.sites: tuple[Site, ...] = ()
        """Outlets that must give articles: here none, the pages decide."""
        self.care = CAREFUL
        self._held: set[str] = set()
        """Further pages that were joined to an article, by folder or archive."""
        self._neighbors: dict[Path, Neighbors] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: str, **kwargs: str) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.known = outlets.known(crawler.settings)
        spider.care = care.asked(crawler.settings)
        return spider

    async def start(self) -> AsyncIterator[Article]:
        self.accounts = Accounts(self.crawler.stats)
        pages = [file for file in self.files if not records.is_archive(file)]
        self.crawler.stats.set_value("articles/asked/-", len(pages))
        postponed: list[Path] = []
        for file in chain(self.files, postponed):
            if self._is_postponed(file, postponed):
                continue
            for article in self._articles(file):
                if article:
                    self.accounts.keep(article)
                    yield article

    def _is_postponed(self, file: Path, postponed: list[Path]) -> bool:
        """Put a further page off, if page one of its article is saved beside it.

        Page one will ask for it; alone it may be too short for an article.
        """
        if file in postponed or records.is_archive(file):
            return False
        if not (url := saved.address(file)):
            return False
        of = stems_of_later(url)
        if of and not {stem(each) for each in self._beside(file)}.isdisjoint(of):
            postponed.append(file)
            return True
        return False

    def _articles(self, file: Path) -> Iterator[Article | None]:
        """Yield the article of each page in a file, ``None`` for one without."""
        if not records.is_archive(file):
            url = saved.address(file)
            if url is None or self._key(file, url) not in self._held:
                yield self._article(self._saved(file))
            self.crawler.stats.inc_value("articles/answered/-")
            return
        for page in records.pages(file):
            self.crawler.stats.inc_value("articles/asked/-")
            if isinstance(page, Broken):
                self.accounts.refuse(page.error, "-")
                yield None
            else:
                yield self._article(page)
            self.crawler.stats.inc_value("articles/answered/-")

    def _article(self, page: SavedPage | PageError) -> Article | None:
        """Return the article that begins on a page, or ``None`` when it was refused."""
        if isinstance(page, PageError) or self._key(page.path, page.url) in self._held:
            return None
        read = partial(self._first_leaf, page)
        outlet = page.outlet or "-"
        leaf = self.accounts.attempt(read, url=page.url, outlet=outlet)
        if isinstance(leaf, PageError):
            return None
        limit = self.crawler.settings.getint("ARTICLE_MAX_PAGES")
        stitching = Stitching(leaf, max_pages=limit)
        while wanted := stitching.wanted:
            take = partial(self._take, stitching, wanted, page.path)
            taken = self.accounts.attempt(take, url=wanted.url, outlet=outlet)
            if isinstance(taken, PageError):
                stitching.miss(wanted)
        return stitching.article

    def _take(self, stitching: Stitching, wanted: Further, file: Path) -> bool:
        """Join a further page that is saved beside ``file``, or in the same archive."""
        self._held.add(self._key(file, wanted.url))
        page = self._beside(file).read(wanted.url)
        return stitching.take(wanted, page.page(), site=self._site(page))

    def _saved(self, file: Path) -> SavedPage | PageError:
        place = file.absolute().as_uri()
        return self.accounts.attempt(partial(saved.read, file), url=place, outlet="-")

    def _first_leaf(self, page: SavedPage) -> Leaf:
        return first_leaf(page.page(), site=self._site(page), care=self.care)

    def _site(self, page: SavedPage) -> Site | None:
        if page.outlet and page.outlet not in self.known:
            detail = f"{page.outlet}; -s SITE_FOLDERS=… names the folder of its file"
            raise UnreadablePage(page.url, "unknown outlet", detail)
        return self.known.get(page.outlet or "")

    def _beside(self, file: Path) -> Neighbors:
        """The pages saved in the folder of ``file``, or in the archive that it is."""
        place = self._place(file)
        if place not in self._neighbors:
            self._neighbors[place] = Neighbors(file)
        return self._neighbors[place]

    def _place(self, file: Path) -> Path:
        return file if records.is_archive(file) else file.parent

    def _key(self, file: Path, url: str) -> str:
        return f"{self._place(file)} {canonical(url)}"
