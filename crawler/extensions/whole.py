"""Refuse a packed response that was cut short: half an article is none."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response

from crawler.saved import unpack


class Whole:
    """A downloader middleware that looks for the end of every gzip.

    It stands between the network and Scrapy's decompression, which hands on
    what it could unpack and tells nobody. Other encodings are not asked for.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        """Pass ``response`` on as it is. Raises ``UnreadablePage``."""
        encodings = response.headers.getlist("Content-Encoding")
        if b"".join(encodings).strip().lower() in {b"gzip", b"x-gzip"}:
            unpack(response.body, url=request.url)
        return response
