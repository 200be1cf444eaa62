"""The last step before the network: whether a request may be made at all, and now."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler import UnreadablePage
from crawler.extensions.inner import inner_address
from crawler.extensions.pauses import Pauses


class Door(HTTP11DownloadHandler):
    """Scrapy's handler of HTTP, which holds back what should not be asked.

    * A page of an outlet that has asked for a long rest. Requests that waited for
      their turn when it did so have passed all middlewares already.
    * A host in the inner network: an outlet decides what the names below its domain
      stand for, and so could have our machine ask what only our machine can reach.
      ``INNER_HOSTS`` are names that may lie there, those that stand in a site file
      letter by letter. Where a proxy is used, it is the proxy that looks names up.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._trusted = frozenset(crawler.settings.getlist("INNER_HOSTS"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """Return the answer. Raises ``UnreadablePage`` for what is held back."""
        pauses = self._crawler.get_downloader_middleware(Pauses)
        if pauses and pauses.rests(request):
            raise UnreadablePage(request.url, "asked to come back later")
        host = urlparse_cached(request).hostname
        if host and host not in self._trusted and "proxy" not in request.meta:
            address = await inner_address(host)
            if address is not None:
                detail = f"{host} is {address}; hosts of a site file may name it"
                raise UnreadablePage(request.url, "in the inner network", detail)
        response = await super().download_request(request)
        if pauses:
            pauses.heed(request, response)
        return response
