"""From bytes to a page: decoded once, parsed once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from parsel import Selector

from crawler.errors import UnreadablePage
from crawler.text.encoding import decode

# Bytes. The longest page of 877 measured has 4 MiB; what is larger is a dump or
# an attack, and parsing takes twenty times its size in memory.
MAX_BYTES = 32 * 1024 * 1024

# What the first bytes of files that are no pages look like: PDF, ZIP and its
# kin, GIF, PNG, JPEG, gzip, RIFF, RAR, MP4.
_BINARY = re.compile(
    rb"%PDF-|PK\x03\x04|GIF8|\x89PNG|\xff\xd8\xff|\x1f\x8b|RIFF|Rar!|....ftyp", re.DOTALL
)

# Share of the text. Characters that no encoder of text writes on purpose.
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f\ufffd]")
_MANY_CONTROLS = 0.1


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML page, decoded and parsed. Nothing here changes after creation."""

    url: str
    """Where it was found, after redirects."""

    encoding: str
    """What the bytes were decoded with, as Python names it."""

    text: str
    """The markup."""

    root: Selector
    """The parsed tree. Treat it as read-only: every stage sees the same one."""

    fetched: datetime | None = None
    """When it was fetched, aware; relative times (3小时前) are counted from it."""

    @classmethod
    def from_bytes(
        cls,
        body: bytes,
        *,
        url: str,
        content_type: str | None = None,
        fetched: datetime | None = None,
    ) -> Page:
        """Decode ``body`` and parse it.

        ``body`` is the response as sent, after content decoding;
        ``content_type`` is the header's whole value, such as ``text/html;
        charset=gb2312``.

        Raises ``UnreadablePage`` for what is no page: nothing but white space,
        more than 32 MiB, or a file of another kind.
        """
        if len(body) > MAX_BYTES:
            raise UnreadablePage(url, "too large", f"{len(body):,} bytes")
        if _BINARY.match(body):
            raise UnreadablePage(url, "not text", f"starts with {body[:8]!r}")
        encoding, text = decode(body, content_type=content_type)
        text = text.replace("\x00", "")
        if not text.strip():
            raise UnreadablePage(url, "empty", f"{len(body):,} bytes of {encoding}")
        if len(_CONTROLS.findall(text)) > len(text) * _MANY_CONTROLS:
            raise UnreadablePage(url, "not text", f"{len(body):,} bytes of {encoding}")
        return cls(url, encoding, text, Selector(text, type="html", base_url=url), fetched)
