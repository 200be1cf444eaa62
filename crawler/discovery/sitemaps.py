"""From a sitemap, as XML or as text, to the links of its pages and further sitemaps.

A feed may stand in a sitemap's place.

Source: https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from crawler.discovery import feeds
from crawler.discovery.addresses import evidence, is_list, is_service
from crawler.discovery.links import Link, newest_first
from crawler.discovery.moments import moment
from crawler.discovery.trees import children, name, text_of, tree
from crawler.errors import UnreadablePage
from crawler.urls import absolute

# Bytes. The most that the protocol allows a sitemap to have, uncompressed.
MAX_BYTES = 50 * 1024 * 1024

# Entries. The most that the protocol allows; of more, the newest count.
MAX_ENTRIES = 50_000

_WEB = re.compile(r"https?://\S", re.IGNORECASE)
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31  # zlib's largest window, with gzip's header


def links(body: bytes, *, url: str) -> list[Link]:
    """Return the entries of a sitemap, newest first where it gives dates.

    A sitemap also names lists and services, which are left out. Raises
    ``UnreadablePage`` for what is no sitemap, or larger than 50 MiB.
    """
    if body.startswith(_GZIP):
        body = _unpacked(body, url)
    text = text_of(body)
    root = tree(text, url=url)
    if root is None:
        return newest_first((None, link) for link in _lines(text, url))[:MAX_ENTRIES]
    if name(root) == "urlset":
        return newest_first(_pages(root))[:MAX_ENTRIES]
    if name(root) == "sitemapindex":
        return newest_first(_sitemaps(root))[:MAX_ENTRIES]
    if name(root) in feeds.FEEDS:
        return feeds.links(body, url=url)
    raise UnreadablePage(url, "not a sitemap", f"starts with <{name(root)}>")


def _pages(root: etree._Element) -> Iterator[tuple[datetime | None, Link]]:
    for entry in children(root, "url"):
        published = _news_date(entry)
        reason = "news sitemap" if published else "sitemap entry"
        if (address := _address(entry)) and not _is_elsewhere(address):
            yield published or _date(entry), Link(address, "article", reason)


def _sitemaps(root: etree._Element) -> Iterator[tuple[datetime | None, Link]]:
    for entry in children(root, "sitemap"):
        if address := _address(entry):
            yield _date(entry), Link(address, "sitemap", "sitemap index")


def _lines(text: str, url: str) -> Iterator[Link]:
    """Yield the addresses of a text sitemap, which has one a line and nothing else."""
    lines = text.split()
    if not lines or not all(map(_WEB.match, lines)):
        raise UnreadablePage(
            url, "not a sitemap", "neither XML nor a list of addresses"
        )
    for line in lines:
        if (address := absolute(url, line)) and not _is_elsewhere(address):
            yield Link(address, "article", "sitemap entry")


def _is_elsewhere(url: str) -> bool:
    """Say whether nothing but a list or service is to be expected there."""
    return not evidence(url) and (is_list(url) or is_service(url))


def _address(entry: etree._Element) -> str | None:
    found = (absolute(loc.base or "", loc.text or "") for loc in children(entry, "loc"))
    return next(found, None)


def _date(entry: etree._Element) -> datetime | None:
    return next((moment(element.text) for element in children(entry, "lastmod")), None)


def _news_date(entry: etree._Element) -> datetime | None:
    """Return the date that Google's extension for news gives, or ``None``."""
    for news in children(entry, "news"):
        for date in children(news, "publication_date"):
            return moment(date.text)
    return None


def _unpacked(body: bytes, url: str) -> bytes:
    """Return what gzip packed, or of a file cut short its beginning."""
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    try:
        unpacked = unpacker.decompress(body, MAX_BYTES)
    except zlib.error as error:
        raise UnreadablePage(url, "not a sitemap", str(error)) from error
    if unpacker.unconsumed_tail:
        raise UnreadablePage(
            url, "too large", f"more than {MAX_BYTES:,} bytes unpacked"
        )
    return unpacked
