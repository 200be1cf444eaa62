"""What is read again, and what comes of it: values that pass between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from crawler.items import Article, Changes
from crawler.records import Broken
from crawler.repair import Care
from crawler.saved import SavedPage
from crawler.sites import Site
from crawler.store.sources import Source

Task = Source | Path | SavedPage | Broken
"""A page of the data folder's archive, a file that holds one, or one out of an archive."""


class Kind(StrEnum):
    """What came of a page."""

    SAME = "same"
    """Its article is stored, and reads as it did."""

    CHANGED = "changed"
    """Its article is stored, and reads otherwise."""

    REFUSED = "refused"
    """Its article is stored, and today's extractor finds none."""

    ACCEPTED = "accepted"
    """No article of it is stored, and there is one."""

    NO_ARTICLE = "no_article"
    """No article of it is stored, nor is there one."""

    NOT_ASKED = "not_asked"
    """It is of another outlet, or of another time."""

    LEFT = "left"
    """Nothing can be said of it; ``reason`` says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one page."""

    kind: Kind

    url: str

    outlet: str | None = None

    reason: str | None = None
    """Why it is refused or left, in two or three words."""

    article: Article | None = None
    """As it reads today, where it is changed or accepted."""

    changes: Changes | None = None

    fetched: datetime | None = None

    file: Path | None = None
    """What a page was read from that is not in the data folder."""

    joined: tuple[str, ...] = ()
    """Further pages that the article asked for, of those saved beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """All that a process needs to read pages as a crawl does."""

    data: Path
    """The data folder."""

    folder_id: str
    """What its ledger knows it by."""

    ledger: str
    """Address of the ledger's database."""

    wait: float
    """Seconds to wait for it where another program holds it."""

    sites: Mapping[str, Site]

    care: Care

    max_pages: int
    """Of one article."""

    outlets: frozenset[str] = frozenset()
    """Those of which pages are wanted; empty for all pages, also of none."""

    since: datetime | None = None
    """When a page must have been fetched, or later."""

    def asks_for(self, outlet: str | None, fetched: datetime | None) -> bool:
        """Say whether a page of a file is wanted; one that does not say is not."""
        if self.outlets and outlet not in self.outlets:
            return False
        return self.since is None or (fetched is not None and fetched >= self.since)
