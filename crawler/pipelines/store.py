"""Keep each article as one line of JSON that outlives the process."""

from __future__ import annotations

from typing import NoReturn, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.errors import StorageError
from crawler.items import Article
from crawler.keeping import Keeping, Settled, now
from crawler.pipelines.dedupe import drop
from crawler.store.articles import Kept


class Store:
    """Write each article into ``DATA_FOLDER/articles``, and settle its addresses.

    The file is that of the day of the storing, in UTC. An article that is there
    already, at the same canonical address, is not written again but passes on; one that
    has changed (``crawler.changes`` says what is a change) is written as its next
    version. A copy of a story that is stored has its line in ``DATA_FOLDER/duplicates``
    and goes no further, unless ``DUPLICATES`` says otherwise. What turns out here to
    stand at another address is dropped as by the stage before. Counts
    ``store/new/<outlet>``, ``store/changed/<outlet>``, ``store/known/<outlet>`` and
    ``store/copies/<outlet>``, the known ones among them; ``store/file`` and
    ``store/copies_file`` are where the last lines are.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._keeping = Keeping.of(crawler)
        self._stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Article) -> Article:
        try:
            kept = await self._keeping.desks.keep(item, now=now())
        except StorageError as error:
            self._keeping.give_up(error)
            raise DropItem(f"{item.url}: not stored", log_level="ERROR") from error
        if kept.elsewhere:
            drop(item, kept.elsewhere, self._stats)
        outlet = item.outlet or "-"
        if kept.is_apart or kept.article.duplicate_of:
            self._stats.inc_value(f"store/copies/{outlet}")
        if kept.is_apart:
            self._put_apart(kept)
        self._stats.inc_value(f"store/{_event(kept)}/{outlet}")
        if kept.is_new:
            self._stats.set_value("store/file", str(kept.file))
        return kept.article

    def _put_apart(self, kept: Kept) -> NoReturn:
        if kept.is_new:
            self._stats.set_value("store/copies_file", str(kept.file))
        of = kept.article.duplicate_of
        raise Settled(f"{kept.article.url} is a copy of {of}", log_level="DEBUG")


def _event(kept: Kept) -> str:
    if not kept.is_new:
        return "known"
    return "new" if kept.article.version == 1 else "changed"
