"""Put each page into the archive as it comes, and take it from there a second time."""

from __future__ import annotations

import logging
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawler.errors import StorageError
from crawler.keeping import Keeping, now
from crawler.store.fetches import REDIRECTS, Fetched
from crawler.store.ledger import Leased, Place
from crawler.store.warc import Record

logger = logging.getLogger(__name__)

# What says nothing of the page: not now, or not changed.
_NO_PAGE = frozenset({304, 408, 425, 429})
_SERVER_ERROR = 500


class Archiving:
    """A downloader middleware, nearest to the network, for requests with a lease.

    ``meta["leased"]`` is the lease; ``meta["found"]`` is where the archive has the page
    already, since a process was killed before it could keep what it says: then nothing
    is asked for. ``meta["fetched"]`` says afterwards when the page came.
    """

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping
        self._archive = keeping.holdings.archive
        self._ledger = keeping.holdings.ledger

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(Keeping.of(crawler))

    def process_request(self, request: Request) -> Response | None:
        found: Place | None = request.meta.pop("found", None)
        if found is None:
            return None
        try:
            record = self._archive.read(found.file, found.at)
        except StorageError as error:
            logger.warning("%s; fetched again", error)
            return None
        request.meta["fetched"] = record.fetched
        request.meta["of_archive"] = True
        headers = Headers()
        for name, value in record.headers:
            headers.appendlist(name, value)
        kind = responsetypes.from_args(
            headers=headers, url=record.url, body=record.body
        )
        return kind(record.url, status=record.status, headers=headers, body=record.body)

    def process_response(self, request: Request, response: Response) -> Response:
        """Pass ``response`` on as it is. Raises ``StorageError``."""
        leased: Leased | None = request.meta.get("leased")
        if request.meta.pop("of_archive", False) or leased is None:
            return response
        if response.status in _NO_PAGE or response.status >= _SERVER_ERROR:
            return response
        time = now()
        request.meta["fetched"] = time.replace(microsecond=0)
        record = Record(
            url=response.url,
            status=response.status,
            headers=_headers(response),
            body=response.body,
            fetched=request.meta["fetched"],
            outlet=leased.outlet,
            kind=leased.kind,
        )
        written = self._archive.add(record)
        if response.status not in REDIRECTS:
            self._ledger.fetched(leased, Fetched.of(record), written, now=time)
        if self._keeping.desks.are_beside:  # it is safe, and waits for nobody here
            self._keeping.turnstile.leave(leased.outlet)
        return response


def _headers(response: Response) -> tuple[tuple[bytes, bytes], ...]:
    return tuple(
        (name, value) for name, values in response.headers.items() for value in values
    )
