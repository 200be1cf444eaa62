"""An article as it reads today beside the one that is stored."""

from __future__ import annotations

from dataclasses import replace

from crawler.changes import changes
from crawler.items import Article
from crawler.rereading.outcomes import Kind, Outcome
from crawler.store.folder import DataFolder
from crawler.store.sources import StoredLine
from crawler.store.versions import Versions
from crawler.urls import canonical

REPEATS = "repeats another"
"""Why an article is none by itself: it is stored, from another address."""


class Known:
    """The articles that are stored in a data folder."""

    def __init__(self, folder: DataFolder) -> None:
        self._versions = Versions(folder)

    def article(self, line: StoredLine) -> Article | None:
        """Return the article of a line, known by what the ledger knows it by.

        ``None`` where the line is not at hand.
        """
        if line.place is None:
            return None
        article = self._versions.at(line.place.file, line.place.at, line.size)
        return article and replace(article, canonical_url=line.canonical_url)


def compared(blank: Outcome, before: Article | None, article: Article) -> Outcome:
    """Return what comes of a page whose article is, or is not, stored as ``before``.

    The article stays known by what it was. ``blank`` is what is said of the page where
    nothing can be: as where it was fetched before the one that is stored.
    """
    if before is None:
        return replace(blank, kind=Kind.ACCEPTED, article=article)
    if canonical(before.url) != canonical(article.url):
        return replace(blank, kind=Kind.NO_ARTICLE, reason=REPEATS)
    if set(article.missing_pages) - set(before.missing_pages):
        return replace(blank, reason="further pages not at hand")
    if is_later(before, article):
        return replace(blank, reason="older than what is stored")
    known_by = before.canonical_url
    article = replace(article, canonical_url=known_by, outlet=before.outlet)
    found = changes(before, article)
    if found is None:
        return replace(blank, kind=Kind.SAME)
    return replace(blank, kind=Kind.CHANGED, article=article, changes=found)


def is_later(one: Article, other: Article) -> bool:
    """Say whether one page was fetched after another; not where nobody knows."""
    return bool(one.fetched and other.fetched and one.fetched > other.fetched)
