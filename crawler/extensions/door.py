"""The last step before the network: whether a request may be made at all, and now."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler import UnreadablePage
from crawler.errors import PutOff, StorageError
from crawler.extensions.browser import WANTED, Browser
from crawler.extensions.inner import inner_address
from crawler.extensions.pauses import Pauses
from crawler.keeping import Keeping
from crawler.turnstile import Turnstile


class Door(HTTP11DownloadHandler):
    """Scrapy's handler of HTTP, which holds back what should not be asked.

    * A page of an outlet that has asked for a long rest. Requests that waited for
      their turn when it did so have passed all middlewares already.
    * A host in the inner network: an outlet decides what the names below its domain
      stand for, and so could have our machine ask what only our machine can reach.
      ``INNER_HOSTS`` are names that may lie there, those that stand in a site file
      letter by letter. Where a proxy is used, it is the proxy that looks names up.
    * In a crawl, a page for which it is not yet the turn: only here is it known when a
      request is sent. One with a lease keeps its turn until it is done with, or is in
      the archive and read by another process.

    Counts ``requests/<outlet>``, each that goes out.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._trusted = frozenset(crawler.settings.getlist("INNER_HOSTS"))
        self._browser = crawler.get_extension(Browser)
        self._keeping = crawler.get_extension(Keeping)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """Return the answer. Raises ``UnreadablePage`` for what is held back.

        Raises ``StorageError`` where nothing can be kept any more.
        """
        host = urlparse_cached(request).hostname
        if host and host not in self._trusted and "proxy" not in request.meta:
            address = await inner_address(host)
            if address is not None:
                detail = f"{host} is {address}; hosts of a site file may name it"
                raise UnreadablePage(request.url, "in the inner network", detail)
        if self._keeping is None:
            return await self._asked(request)
        return await self._in_turn(request, self._keeping.turnstile)

    async def _in_turn(self, request: Request, turnstile: Turnstile) -> Response:
        who = request.meta.get("download_slot") or urlparse_cached(request).netloc
        await turnstile.enter(who)
        try:
            response = await self._asked(request)
        except BaseException:
            turnstile.leave(who)
            raise
        if "leased" in request.meta:
            turnstile.answered(who)
        else:
            turnstile.leave(who)
        return response

    async def _asked(self, request: Request) -> Response:
        """Ask, unless the outlet has asked for a rest by now; heed it if it does so.

        Nor is anything asked for that cannot be kept any more.
        """
        pauses = self._crawler.get_downloader_middleware(Pauses)
        if pauses and pauses.rests(request):
            raise PutOff(request.url, "asked to come back later")
        if self._keeping and self._keeping.has_failed:
            raise StorageError(f"{request.url}: not asked for, as it cannot be kept")
        self._count(request)
        if self._browser and request.meta.get(WANTED):
            response = await self._browser.rendered(request)
        else:
            response = await super().download_request(request)
        if pauses:
            pauses.heed(request, response)
        return response

    def _count(self, request: Request) -> None:
        if outlet := request.meta.get("download_slot"):
            self._crawler.stats.inc_value(f"requests/{outlet}")
