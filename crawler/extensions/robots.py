"""robots.txt: as much of it as its standard asks a reader to read."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.robotstxt import ProtegoRobotParser

# Bytes. What a reader must take in at least, and Google takes in at most; rules of 5 MB
# would stop a crawl for seconds, once a host.
# Source: RFC 9309, §2.5.
MAX_BYTES = 500 * 1024


class BoundedRobots(ProtegoRobotParser):
    """Scrapy's reader of robots.txt, which reads the first 500 KiB."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        whole = len(robotstxt_body) <= MAX_BYTES
        rules = robotstxt_body if whole else _cut(robotstxt_body)
        parser: Self = super().from_crawler(crawler, rules)
        return parser


def _cut(body: bytes) -> bytes:
    """Return the lines that fit: half a rule may forbid more than the whole."""
    return body[: body.rfind(b"\n", 0, MAX_BYTES) + 1]
