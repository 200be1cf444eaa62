"""One line for each thing that happens, written by whoever knows most of it."""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

# These announce what the line of the refusal says better: too large, cut short.
_REPEATING = (
    "scrapy.core.downloader.handlers.http11",
    "scrapy.downloadermiddlewares.httpcompression",
)

# A host without robots.txt to be had is the outlet's affair, not an error of
# ours whose way through the code matters.
_OUTLETS_FAULT = "scrapy.downloadermiddlewares.robotstxt"


class OneLineEach:
    """Keep Scrapy from telling a thing twice, or with a traceback when all is said.

    Errors in our own code keep their tracebacks.
    """

    @classmethod
    def from_crawler(cls, _: Crawler) -> Self:
        for name in _REPEATING:
            logging.getLogger(name).setLevel(logging.ERROR)
        logging.getLogger(_OUTLETS_FAULT).addFilter(_without_traceback)
        return cls()


class ShortItems(LogFormatter):
    """Leave articles out of the log: Scrapy prints them whole."""

    def scraped(
        self, item: object, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        return _short(super().scraped(item, response, spider), "Scraped from %(src)s")

    def dropped(
        self,
        item: object,
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        line = super().dropped(item, exception, response, spider)
        return _short(line, "Dropped: %(exception)s")

    def item_error(
        self,
        item: Any,  # noqa: ANN401  # as Scrapy declares it
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        line = super().item_error(item, exception, response, spider)
        return {**line, "args": {"item": getattr(item, "url", item)}}


def _short(line: LogFormatterResult, message: str) -> LogFormatterResult:
    return {**line, "msg": message}


def _without_traceback(record: logging.LogRecord) -> bool:
    record.exc_info = None
    return True
