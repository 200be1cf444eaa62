"""What becomes of each page: it is read, or refused on a ground that is told."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from scrapy.statscollectors import StatsCollector

from crawler import Article, NotAnArticle, PageError, UnreadablePage
from crawler.errors import StorageError

T = TypeVar("T")

logger = logging.getLogger(__name__)

FAILED = "extraction failed"
"""The ground that is our own fault: the code stumbled over the page."""


class Accounts:
    """Count and log each page that is refused, in one line that names the ground.

    Counts ``pages/refused/<outlet>`` and ``pages/refused_for/<outlet>/<ground>``.
    """

    def __init__(self, stats: StatsCollector) -> None:
        self._stats = stats

    def attempt(self, read: Callable[[], T], *, url: str, outlet: str) -> T | PageError:
        """Return what ``read`` makes of a page, or why it was refused.

        No error gets through: one page never ends the crawl. The traceback of
        one that is our fault is logged at DEBUG.
        """
        try:
            return read()
        except StorageError:
            raise  # no fault of the page's
        except Exception as error:  # noqa: BLE001  # whatever a page may do to us
            return self._refused(error, url, outlet)

    async def attempt_there(
        self, reading: Awaitable[T], *, url: str, outlet: str
    ) -> T | PageError:
        """Do the same for a page that may be read elsewhere."""
        try:
            return await reading
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001  # likewise
            return self._refused(error, url, outlet)

    def _refused(self, error: Exception, url: str, outlet: str) -> PageError:
        """Account for a page that could not be read; return why."""
        if isinstance(error, PageError):
            refusal = error
        else:
            logger.debug("reading %s", url, exc_info=error)
            refusal = UnreadablePage(url, FAILED, repr(error))
        self.refuse(refusal, outlet)
        return refusal

    def refuse(self, error: PageError, outlet: str) -> None:
        """Count and log one refusal."""
        self._stats.inc_value(f"pages/refused/{outlet}")
        self._stats.inc_value(f"pages/refused_for/{outlet}/{error.reason}")
        logger.log(_level(error), "%s", error)

    def keep(self, article: Article) -> None:
        """Count an article of several pages, and log one that lacks some of them.

        Counts ``articles/stitched/<outlet>`` and ``articles/incomplete/<outlet>``.
        """
        outlet = article.outlet or "-"
        if len(article.pages) > 1:
            self._stats.inc_value(f"articles/stitched/{outlet}")
        if article.missing_pages:
            self._stats.inc_value(f"articles/incomplete/{outlet}")
            lacking = " ".join(article.missing_pages)
            logger.warning("%s: incomplete (lacks %s)", article.url, lacking)


def _level(error: PageError) -> int:
    if isinstance(error, NotAnArticle):
        return logging.INFO
    return logging.ERROR if error.reason == FAILED else logging.WARNING
