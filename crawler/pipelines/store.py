"""Keep each article as one line of JSON that outlives the process."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.errors import StorageError
from crawler.items import Article
from crawler.keeping import Keeping, now
from crawler.store.articles import Kept


class Store:
    """Write each article into ``DATA_FOLDER/articles``, and settle its addresses.

    The file is that of the day of the storing, in UTC. An article that is there
    already, at the same canonical address, is not written again but passes on; one that
    has changed (``crawler.changes`` says what is a change) is written as its next
    version. Counts ``store/new/<outlet>``, ``store/changed/<outlet>`` and
    ``store/known/<outlet>``; ``store/file`` is where the last line is.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._keeping = Keeping.of(crawler)
        self._articles = self._keeping.holdings.articles
        self._stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        try:
            kept = self._articles.keep(item, now=now())
        except StorageError as error:
            self._keeping.give_up(error)
            raise DropItem(f"{item.url}: not stored", log_level="ERROR") from error
        event = _event(kept)
        self._stats.inc_value(f"store/{event}/{item.outlet or '-'}")
        if kept.is_new:
            self._stats.set_value("store/file", str(self._articles.path))
        return kept.article


def _event(kept: Kept) -> str:
    if not kept.is_new:
        return "known"
    return "new" if kept.article.version == 1 else "changed"
