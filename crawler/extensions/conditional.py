"""Ask a second time only for what has changed, and tell what has not."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response

from crawler.extensions.browser import WANTED
from crawler.store.fetches import hash_of
from crawler.store.ledger import Before, Leased
from crawler.urls import canonical

OK, NOT_MODIFIED = 200, 304


class Conditional:
    """A downloader middleware, next to the network, for requests with a lease.

    What the ledger knows of an address goes along with the request, and only to the
    address that told it: a redirect may lead elsewhere by now. A server that sends the
    same bytes once more is taken to have said that nothing has changed: behind this
    middleware, it has answered 304. A page that a browser renders is asked for as it
    is: its server knows nothing of what scripts add.

    Source: RFC 9110, §13.1.
    """

    def process_request(self, request: Request) -> None:
        before = _before(request)
        applies = before and canonical(request.url) == before.final
        applies = applies and not request.meta.get(WANTED)
        told = (
            (before.etag, before.last_modified) if before and applies else (None,) * 2
        )
        for name, value in zip(_HEADERS, told, strict=True):
            request.headers.pop(name, None)
            if value:
                request.headers[name] = value

    def process_response(self, request: Request, response: Response) -> Response:
        before = _before(request)
        if before is None or canonical(response.url) != before.final:
            return response
        same = response.status == OK and hash_of(response.body) == before.content_hash
        if same or response.status == NOT_MODIFIED:
            return Response(response.url, status=NOT_MODIFIED)
        return response


_HEADERS = ("If-None-Match", "If-Modified-Since")


def _before(request: Request) -> Before | None:
    leased: Leased | None = request.meta.get("leased")
    return leased.before if leased else None
