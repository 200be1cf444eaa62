"""Where pages are read and articles kept: what one process does of a crawl.

A desk knows what its outlets' other pages were like, and writes lines. It does one
thing after the other, and fetches nothing.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, Self

from crawler import Article, Page
from crawler.discovery.pagers import Further
from crawler.errors import StorageError
from crawler.items import Changes
from crawler.repair import CAREFUL, Care
from crawler.sites import Site
from crawler.stitching import Leaf, Stitching, first_leaf
from crawler.store.articles import Kept
from crawler.store.copies import Comparing
from crawler.store.fetches import Note
from crawler.store.holdings import Holdings
from crawler.store.memories import Memories

logger = logging.getLogger(__name__)

# Seconds from one time that an outlet's memory is saved to the next.
_SAVE_PAUSE = 10.0


@dataclass(frozen=True, slots=True)
class Means:
    """What a crawl works with, as its settings say."""

    data: Path
    """The data folder."""
    url: str = ""
    """Of the ledger; empty for the file in the data folder."""
    wait: float = 30.0
    """Seconds to wait for a lock that another process holds."""
    waits: tuple[timedelta, ...] = ()
    """How long after it was first stored an article is looked at again."""
    comparing: Comparing = field(default_factory=Comparing)
    care: Care = CAREFUL
    """What is done about damaged text."""

    def opened(self, *, now: datetime) -> Holdings:
        """Return what lasts. Raises ``UsageError`` and ``StorageError``."""
        return Holdings.opened(
            self.data,
            url=self.url,
            wait=self.wait,
            waits=self.waits,
            comparing=self.comparing,
            now=now,
        )


@dataclass(frozen=True, slots=True)
class Sent:
    """A page as it was sent, after content decoding."""

    body: bytes
    url: str
    """After redirects."""
    content_type: str | None
    """The header's whole value."""
    fetched: datetime

    def page(self) -> Page:
        """Decode and parse it. Raises ``UnreadablePage``."""
        return Page.from_bytes(
            self.body,
            url=self.url,
            content_type=self.content_type,
            fetched=self.fetched,
        )


class Finished(NamedTuple):
    """An article that is to be kept."""

    article: Article
    fetched: tuple[Note, ...]
    """What is to be noted of its addresses with it."""
    time: datetime
    """When it was."""


class Stored(NamedTuple):
    """What a ``Kept`` says of an article, without the article."""

    version: int
    changes: Changes | None
    duplicate_of: str | None
    is_new: bool
    is_apart: bool
    file: Path | None
    elsewhere: str | None

    @classmethod
    def of(cls, kept: Kept) -> Self:
        """Return it."""
        article = kept.article
        return cls(
            version=article.version,
            changes=article.changes,
            duplicate_of=article.duplicate_of,
            is_new=kept.is_new,
            is_apart=kept.is_apart,
            file=kept.file,
            elsewhere=kept.elsewhere,
        )

    def kept(self, article: Article) -> Kept:
        """Return the same of the article that it is said of."""
        article = replace(
            article,
            version=self.version,
            changes=self.changes,
            duplicate_of=self.duplicate_of,
        )
        return Kept(article, self.is_new, self.is_apart, self.file, self.elsewhere)


class Desk:
    """Reads pages, each with the memory of its outlet, and keeps articles."""

    def __init__(
        self, holdings: Holdings, means: Means, sites: Mapping[str, Site]
    ) -> None:
        self._holdings = holdings
        self._memories = Memories(means.data / "memory", pause=_SAVE_PAUSE)
        self._care = means.care
        self._sites = sites

    @classmethod
    def opened(cls, means: Means, sites: Mapping[str, Site]) -> Self:
        """Return one of its own. Raises ``UsageError`` and ``StorageError``."""
        return cls(means.opened(now=datetime.now(UTC)), means, sites)

    def first(self, sent: Sent, outlet: str) -> Leaf:
        """Return what a page holds by itself. Raises ``PageError``."""
        site, memory = self._sites[outlet], self._memories.of(outlet)
        leaf = first_leaf(sent.page(), site=site, memory=memory, care=self._care)
        if leaf.trace:
            self._memories.add(outlet, leaf.trace)
        return replace(leaf, trace=None)  # nobody else has a use for it

    def further(
        self, sent: Sent, outlet: str, wanted: Further, stitching: Stitching
    ) -> Stitching:
        """Join a page to its article; return that. Raises ``PageError``."""
        site, memory = self._sites[outlet], self._memories.of(outlet)
        stitching.take(wanted, sent.page(), site=site, memory=memory)
        return stitching

    def keep(self, some: Sequence[Finished]) -> list[Stored | Exception]:
        """Write the lines of articles, or say of each why that cannot be done.

        All in one transaction, unless there is one of which that is not to be had. Nor
        on a server: there a transaction locks rows, and two that lock some of the same
        in different orders would wait for each other. Raises ``StorageError``.
        """
        if self._holdings.database.file and len(some) > 1:
            try:
                return [*self._kept(some)]
            except StorageError:
                raise
            except Exception:
                logger.debug("articles are kept one by one", exc_info=True)
        return [self._kept_alone(each) for each in some]

    def save(self) -> None:
        """Bring to the disk what was learned of outlets; a failure costs a warning."""
        self._memories.save()

    def close(self) -> None:
        """Bring all to the disk, and let it go. Raises ``StorageError``."""
        self.save()
        self._holdings.close()

    def _kept_alone(self, finished: Finished) -> Stored | Exception:
        try:
            [stored] = self._kept([finished])
        except Exception as error:  # noqa: BLE001  # it is for who asked
            error.add_note(traceback.format_exc())
            return error
        return stored

    def _kept(self, some: Sequence[Finished]) -> Iterator[Stored]:
        fetched = [note for each in some for note in each.fetched]
        with self._holdings.fetches.along(fetched):
            articles = [each.article for each in some]
            kept = self._holdings.articles.keep_all(articles, now=some[-1].time)
        return map(Stored.of, kept)
