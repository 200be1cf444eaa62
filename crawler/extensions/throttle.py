"""The pace of each outlet: its own, and slower while its server is slow."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response


class Throttle(AutoThrottle):
    """Scrapy's AutoThrottle, which lets no outlet go faster than its own pace.

    That is the ``delay`` of its site file, or what its robots.txt asks for. A server
    that takes two seconds for a page is asked every four seconds, where
    ``AUTOTHROTTLE_TARGET_CONCURRENCY`` is a half; ``AUTOTHROTTLE_MAX_DELAY`` is the
    most. Hosts that are no outlet's are left as they are.
    """

    def _min_delay(self) -> float:
        return 0.0  # each outlet has a least delay of its own

    def _start_delay(self) -> float:
        return self.crawler.settings.getfloat("DOWNLOAD_DELAY")

    def _response_downloaded(
        self, response: Response, request: Request, spider: Spider
    ) -> None:
        own = self.crawler.engine.downloader.per_slot_settings
        key, slot = self._get_slot(request, spider)
        if slot is None or key not in own:
            return
        super()._response_downloaded(response, request, spider)
        slot.delay = max(slot.delay, own[key]["delay"])
