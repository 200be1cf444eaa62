"""robots.txt: read as far as its standard asks, kept for a day, its pace obeyed."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser, decode_robotstxt
from scrapy.utils.httpobj import urlparse_cached

from crawler.keeping import Keeping, now
from crawler.store.robots import FOLDER, LONGEST, RobotsFiles

# Bytes. What a reader must take in at least, and Google takes in at most; rules of 5 MB
# would stop a crawl for seconds, once a host.
# Source: RFC 9309, §2.5.
MAX_BYTES = 500 * 1024

_MAX_AGE = re.compile(rb"(?:^|[,\s])max-age=(\d{1,9})(?!\d)", re.IGNORECASE)

# Statuses of a host that has no rules; others say nothing of it for now.
# Source: RFC 9309, §2.3.1.3.
_NO_RULES = range(400, 500)
_NOT_NOW = frozenset({408, 425, 429})
_OK = range(200, 300)


class BoundedRobots(ProtegoRobotParser):
    """Scrapy's reader of robots.txt, which reads the first 500 KiB."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        parser: Self = super().from_crawler(crawler, _bounded(robotstxt_body))
        return parser


class Robots(RobotsTxtMiddleware):
    """Scrapy's middleware, which remembers what hosts said, and goes at their pace.

    In a crawl that keeps something, robots.txt is kept in the data folder, for a day, or
    for as long as its server says where that is less. ``Crawl-delay`` slows the outlet
    down to it, to ``CRAWL_DELAY_MAX_SECONDS`` at most.
    Counts ``requests/<outlet>``, and notes ``pace/asked/<outlet>`` and
    ``pace/kept/<outlet>``, in seconds, where an outlet is slowed down.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._keeping = crawler.get_extension(Keeping)
        self._files = RobotsFiles(Path(crawler.settings["DATA_FOLDER"]) / FOLDER)
        self._slowest = crawler.settings.getfloat("CRAWL_DELAY_MAX_SECONDS")

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules of the host that is asked, or ``None`` where it has none."""
        host = urlparse_cached(request).netloc
        if host not in self._parsers:
            self._remember(host, request)
        rules = await super().robot_parser(request)
        if rules:
            self._slow_down(request, rules)
        return rules

    def _remember(self, host: str, request: Request) -> None:
        """Take the rules of a host from the data folder, if they are there."""
        text = self._files.read(host, now=now()) if self._keeping else None
        if text is not None:
            rules = BoundedRobots.from_crawler(self.crawler, text.encode())
            self._parsers[host] = rules
        elif outlet := request.meta.get("download_slot"):
            self._stats.inc_value(f"requests/{outlet}")

    async def _parse_robots(
        self, response: Response, netloc: str, request: Request
    ) -> None:
        if response.status in _NO_RULES:
            response = response.replace(body=b"")
        if self._keeping and _lasts(response):
            text = decode_robotstxt(_bounded(response.body), None)
            with self._keeping.or_give_up():
                self._files.keep(netloc, text, age=_age(response), now=now())
        await super()._parse_robots(response, netloc, request)

    def _slow_down(self, request: Request, rules: RobotParser) -> None:
        outlet = request.meta.get("download_slot")
        asked = rules.crawl_delay(self._robotstxt_useragent or self._default_useragent)
        if not outlet or not asked:
            return
        downloader, kept = self.crawler.engine.downloader, min(asked, self._slowest)
        own = downloader.per_slot_settings.setdefault(outlet, {})
        if kept <= own.get("delay", 0.0):
            return
        own["delay"] = kept
        if slot := downloader.slots.get(outlet):
            slot.delay = max(slot.delay, kept)
        self._stats.set_value(f"pace/asked/{outlet}", asked)
        self._stats.set_value(f"pace/kept/{outlet}", kept)


def _bounded(body: bytes) -> bytes:
    """Return the lines that fit: half a rule may forbid more than the whole."""
    whole = len(body) <= MAX_BYTES
    return body if whole else body[: body.rfind(b"\n", 0, MAX_BYTES) + 1]


def _lasts(response: Response) -> bool:
    """Say whether an answer will do for the next runs, too."""
    status = response.status
    return status in _OK or (status in _NO_RULES and status not in _NOT_NOW)


def _age(response: Response) -> timedelta:
    said = _MAX_AGE.search(response.headers.get("Cache-Control") or b"")
    return timedelta(seconds=int(said[1])) if said else LONGEST
