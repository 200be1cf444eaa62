"""One page read again, as a crawl would today, and compared with what is stored of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from crawler import records, saved
from crawler.discovery.pagers import Further
from crawler.errors import PageError, StorageError, UnreadablePage
from crawler.items import Article
from crawler.memory import Memory
from crawler.records import Broken, Neighbors
from crawler.rereading.comparison import Known, compared
from crawler.rereading.outcomes import Bench, Kind, Outcome, Task
from crawler.saved import SavedPage
from crawler.sites import Site
from crawler.stitching import Leaf, Stitching, read_again
from crawler.store.database import Database
from crawler.store.fetches import Fetches
from crawler.store.folder import DataFolder
from crawler.store.joining import Joining
from crawler.store.ledger import Place
from crawler.store.memories import Memories
from crawler.store.sources import Source, Sources
from crawler.urls import canonical

logger = logging.getLogger(__name__)

T = TypeVar("T")

FAILED = "extraction failed"
"""The ground that is our own fault: the code stumbled over the page."""

NO_LINE = "its line is not at hand"
NO_SITE = "no site file"

LEFT = Kind.LEFT
"""What came of a page of which nothing else is known yet."""


class Reader:
    """Reads pages with their outlets' site files and memories.

    A memory is only asked: what it holds when pages are read again is what it held
    before, so that they read the same a second time, and in any order.
    """

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        folder = DataFolder(bench.data, bench.folder_id)
        database = Database.opened(bench.ledger, wait=bench.wait)
        self._sources = Sources(database, folder)
        self._joining = Joining(Fetches(database))
        self._known = Known(folder)
        self._memories = Memories(bench.data / "memory")
        self._beside: tuple[Path, Neighbors] | None = None

    def read(self, task: Task) -> Outcome:
        """Return what comes of a page. Raises ``StorageError``, and nothing else."""
        if isinstance(task, Source):
            return self._archived(task)
        if isinstance(task, SavedPage):
            return self._saved(task)
        if isinstance(task, Broken):
            return Outcome(kind=LEFT, url=task.error.url, reason=task.error.reason)
        page = _attempt(lambda: saved.read(task), task.absolute().as_uri())
        if isinstance(page, PageError):
            return Outcome(kind=LEFT, url=page.url, reason=page.reason, file=task)
        return self._saved(page)

    def _archived(self, source: Source) -> Outcome:
        """Read a page of the archive, and its further pages there."""
        outlet = source.outlet
        blank = Outcome(kind=LEFT, url=source.url, outlet=outlet)
        site = self._bench.sites[outlet]
        before = self._known.article(source.stored) if source.stored else None
        if source.stored and before is None:
            return replace(blank, reason=NO_LINE)
        place = source.record
        page = _attempt(lambda: self._record(place), source.url)
        if isinstance(page, PageError):
            return replace(blank, reason=page.reason)
        leaf = self._first_leaf(page, site)
        if isinstance(leaf, PageError):
            return _without_article(blank, before, leaf.reason)
        first = leaf.pager.first
        if before is None and first and self._joining.is_listed(outlet, first.url):
            return _without_article(blank, before, "a further page")
        stitching = Stitching(leaf, max_pages=self._bench.max_pages)
        while wanted := stitching.wanted:
            self._take_archived(stitching, wanted, site)
        return compared(blank, before, stitching.article)

    def _take_archived(self, stitching: Stitching, wanted: Further, site: Site) -> None:
        """Join a further page of the archive, if a crawl would have asked for it."""
        place = self._further(wanted, site)
        if place is None:
            stitching.miss(wanted)
            return

        def take() -> bool:
            page, memory = self._record(place).page(), self._memory(site)
            return stitching.take(wanted, page, site=site, memory=memory)

        if isinstance(_attempt(take, wanted.url), PageError):
            stitching.miss(wanted)

    def _further(self, wanted: Further, site: Site) -> Place | None:
        if not site.owns(wanted.url):
            return None
        if wanted.number == 1 and self._joining.is_listed(site.key, wanted.url):
            return None  # page one has its own turn
        return self._sources.place(site.key, wanted.url)

    def _saved(self, page: SavedPage) -> Outcome:
        """Read a page of a file, and its further pages beside it."""
        stored = self._sources.stored(canonical(page.url))
        outlet = page.outlet or (stored.outlet if stored else None)
        blank = Outcome(
            kind=LEFT,
            url=page.url,
            outlet=outlet,
            fetched=page.fetched,
            file=page.path,
        )
        if not self._bench.asks_for(outlet, page.fetched):
            return replace(blank, kind=Kind.NOT_ASKED)
        if outlet and outlet not in self._bench.sites:
            return replace(blank, reason=NO_SITE)
        site = self._bench.sites.get(outlet or "")
        leaf = self._first_leaf(page, site)
        if isinstance(leaf, PageError):
            before = self._known.article(stored) if stored else None
            return _without_article(blank, before, leaf.reason)
        stitching = Stitching(leaf, max_pages=self._bench.max_pages)
        asked = []
        while wanted := stitching.wanted:
            asked.append(canonical(wanted.url))
            self._take_beside(stitching, wanted, page, site)
        article = stitching.article
        stored = stored or self._sources.stored(article.canonical_url)
        before = self._known.article(stored) if stored else None
        if stored and before is None:
            return replace(blank, reason=NO_LINE)
        return replace(compared(blank, before, article), joined=tuple(asked))

    def _take_beside(
        self, stitching: Stitching, wanted: Further, page: SavedPage, site: Site | None
    ) -> None:
        """Join a further page of the same folder or archive."""

        def take() -> bool:
            found = self._neighbors(page.path).read(wanted.url).page()
            return stitching.take(wanted, found, site=site, memory=self._memory(site))

        if isinstance(_attempt(take, wanted.url), PageError):
            stitching.miss(wanted)

    def _first_leaf(self, page: SavedPage, site: Site | None) -> Leaf | PageError:
        memory, care = self._memory(site), self._bench.care
        return _attempt(
            lambda: read_again(page.page(), site=site, memory=memory, care=care),
            page.url,
        )

    def _memory(self, site: Site | None) -> Memory | None:
        return self._memories.of(site.key) if site else None

    def _record(self, place: Place) -> SavedPage:
        return records.record(self._bench.data / place.file, place.at)

    def _neighbors(self, file: Path) -> Neighbors:
        """Return the pages saved beside ``file``, looked for once a place."""
        place = file if records.is_archive(file) else file.parent
        if self._beside is None or self._beside[0] != place:
            self._beside = place, Neighbors(file)
        return self._beside[1]


def _without_article(blank: Outcome, before: Article | None, reason: str) -> Outcome:
    kind = Kind.REFUSED if before else Kind.NO_ARTICLE
    return replace(blank, kind=kind, reason=reason)


def _attempt(read: Callable[[], T], url: str) -> T | PageError:
    """Return what ``read`` makes of a page, or why it was refused; no error gets through."""
    try:
        return read()
    except PageError as error:
        return error
    except StorageError:
        raise  # no fault of the page's
    except Exception as error:  # whatever a page may do to us
        logger.debug("reading %s", url, exc_info=True)
        return UnreadablePage(url, FAILED, repr(error))
