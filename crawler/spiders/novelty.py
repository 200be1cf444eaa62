"""Whether an article that was looked at again is given once more: where it has changed."""

from __future__ import annotations

from crawler import Article
from crawler.changes import changes
from crawler.keeping import now
from crawler.store.articles import Latest
from crawler.store.holdings import Holdings
from crawler.store.ledger import Leased


class Novelty:
    """Compares articles with what is stored of them."""

    def __init__(self, holdings: Holdings) -> None:
        self._looks = holdings.looks
        self._articles = holdings.articles

    def latest(self, leased: Leased) -> Latest:
        """Return what is stored of the article that is looked at again."""
        assert leased.article is not None  # noqa: S101  # what makes it a look
        return self._articles.latest(leased.article)

    def has(self, leased: Leased, article: Article) -> bool:
        """Say whether ``article`` is to be given; settle its address where it is not.

        What lacks pages that were there, or calls itself another article, says nothing
        of the one that is stored.
        """
        if leased.article is None:
            return True
        stored, is_withdrawn = self.latest(leased)
        if stored is None or is_withdrawn:
            return True
        lacks = len(article.missing_pages) > len(stored.missing_pages)
        is_other = article.canonical_url != stored.canonical_url
        if lacks or is_other or changes(stored, article) is None:
            self._looks.done(leased, now=now())
            return False
        return True
