"""Wait when a server asks for it: Retry-After, with 429 and 503."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

_BUSY = frozenset({429, 503})


class Pauses:
    """Give each outlet the rest that it asks for; one for all handlers of a crawl.

    A rest of at most ``RETRY_AFTER_MAX_SECONDS`` is waited for by all requests of the
    outlet, then Scrapy's retry goes on. One that is longer ends what this run asks of
    the outlet: the next run may try again.
    Counts ``pauses/waited/<outlet>`` and ``pauses/left/<outlet>``.
    """

    def __init__(self, crawler: Crawler, *, longest: float) -> None:
        self._crawler = crawler
        self._longest = longest
        self._pace: dict[str, float] = {}
        """Seconds between requests to an outlet that rests, as they were before."""
        self._closed: dict[str, float] = {}
        """By outlet, until when it is left alone, in seconds of the monotonic clock."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(
            crawler, longest=crawler.settings.getfloat("RETRY_AFTER_MAX_SECONDS")
        )

    def rests(self, request: Request) -> bool:
        """Say whether the outlet that ``request`` asks is to be left alone now."""
        return monotonic() < self._closed.get(_slot(request), 0.0)

    def heed(self, request: Request, response: Response) -> None:
        """Slow the outlet of a response down, or back to its pace.

        To be told before the outlet's next request is let out, which is before any
        middleware sees the response.
        """
        key = _slot(request)
        slot = self._crawler.engine.downloader.slots.get(key)
        wait = _asked_for(response) if response.status in _BUSY else None
        if slot is None:
            return
        if wait is None:
            slot.delay = self._pace.pop(key, slot.delay)
        elif wait > self._longest:
            self._closed[key] = monotonic() + wait
            self._count("left", key)
            request.meta["dont_retry"] = True
        else:
            self._pace.setdefault(key, slot.delay)
            # Scrapy counts from the last request, not from its answer.
            slot.delay = wait + request.meta.get("download_latency", 0.0)
            self._count("waited", key)

    def _count(self, event: str, outlet: str) -> None:
        self._crawler.stats.inc_value(f"pauses/{event}/{outlet}")


def _slot(request: Request) -> str:
    return str(request.meta.get("download_slot", ""))


def _asked_for(response: Response) -> float | None:
    """Seconds that the server asks to wait; ``None`` where it does not say.

    Source: RFC 9110, §10.2.3: a number of seconds, or a date.
    """
    said = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    now = datetime.now(UTC)
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())
