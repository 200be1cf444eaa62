"""From bytes to a page: decoded once, parsed once.

A page of plain text has a tree, too, with a ``p`` for each line: whatever is asked of
trees can be asked of it.
"""

from __future__ import annotations

import re
import threading
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import etree
from lxml.etree import _Element as Element
from parsel import Selector

from crawler.errors import UnreadablePage
from crawler.text.encoding import decode
from crawler.text.lines import lines

# Bytes. The longest of 882 real pages has 1.8 MB (2026-11); what is many times
# larger is a dump or an attack.
MAX_BYTES = 32 * 1024 * 1024

# Bytes. A tag that is longer has no end, or a picture in it. libxml2 compares each of
# its attributes with each other one, which takes 5 seconds for 40,000: what stands
# behind its first 8,192 characters is dropped, a quoted value counting as one.
_ENDLESS = 65_536
_ENDLESS_TAG = re.compile(
    rb"(<[a-zA-Z](?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*'){8192})[^<>]*"
)

# What the first bytes of files that are no pages look like: PDF, ZIP and its
# kin, GIF, PNG, JPEG, gzip, RIFF, RAR, MP4.
_BINARY = re.compile(
    rb"%PDF-|PK\x03\x04|GIF8|\x89PNG|\xff\xd8\xff|\x1f\x8b|RIFF|Rar!|....ftyp",
    re.DOTALL,
)

# A header's value for text without markup, and how markup begins all the same.
_PLAIN = re.compile(r"\s*text/(?:plain|markdown)\b", re.IGNORECASE)
_MARKUP = re.compile(
    r"[\ufeff\s]*<(?:!doctype\b|!--|\?xml\b|(?:html|head|body|meta|title)\b)",
    re.IGNORECASE,
)

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What a tree cannot hold, and nobody can see."""

# Anything that a page may hold beside white space.
_SOMETHING = re.compile("[^\x00\ufeff \t\r\n\f\u3000\xa0]")

# Share of the first characters, as many as say what the rest is like. Characters
# that no encoder of text writes on purpose.
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
_MANY_CONTROLS = 0.1
_SAMPLE_CHARS = 4_096


@dataclass(frozen=True, slots=True)
class Page:
    """One page, decoded and parsed. Nothing here changes after creation."""

    url: str
    """Where it was found, after redirects."""

    encoding: str
    """What the bytes were decoded with, as Python names it."""

    text: str
    """The markup; of a flat page, its lines."""

    root: Selector
    """The parsed tree. Treat it as read-only: every stage sees the same one."""

    fetched: datetime | None = None
    """When it was fetched, aware; relative times (3小时前) are counted from it."""

    flat: bool = False
    """Whether it came as plain text: a tree of lines, without links or pictures."""

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
        charset=gb2312``. What it calls ``text/plain`` is a flat page, unless the text
        begins as markup does.

        Raises ``UnreadablePage`` for what is no page: nothing but white space,
        more than 32 MiB, or a file of another kind.
        """
        if len(body) > MAX_BYTES:
            raise UnreadablePage(url, "too large", f"{len(body):,} bytes")
        if _BINARY.match(body):
            raise UnreadablePage(url, "not text", f"starts with {body[:8]!r}")
        encoding, text = decode(body, content_type=content_type)
        if _SOMETHING.search(text) is None:
            raise UnreadablePage(url, "empty", f"{len(body):,} bytes of {encoding}")
        if _is_noise(text[:_SAMPLE_CHARS]):
            raise UnreadablePage(url, "not text", f"{len(body):,} bytes of {encoding}")
        if _PLAIN.match(content_type or "") and not _MARKUP.match(text):
            return cls(url, encoding, text, _tree_of(text, url), fetched, flat=True)
        markup = body if encoding == "utf-8" else text.encode("utf-8", "replace")
        return cls(url, encoding, text, _parse(markup, url), fetched)

    def copied(self) -> Selector:
        """Return a tree like the page's that nobody else sees, in half of parsing's time."""
        tree = deepcopy(self.root.root.getroottree())
        return Selector(root=tree.getroot(), type="html", base_url=self.url)

    def with_lines(self, text: str) -> Page:
        """Return a flat page with another text, in lines of its own."""
        return replace(self, text=text, root=_tree_of(text, self.url))


def _is_noise(sample: str) -> bool:
    raw = sample.encode("utf-8", "replace")
    controls = len(raw) - len(raw.translate(None, _CONTROLS))
    return controls + sample.count("\ufffd") > len(sample) * _MANY_CONTROLS


def _tree_of(text: str, url: str) -> Selector:
    """Return the tree of a flat page: a ``p`` for each of its lines."""
    root = etree.Element("html")
    body = etree.SubElement(root, "body")
    for line in lines(text):
        if shown := UNPRINTABLE.sub("", line):
            etree.SubElement(body, "p").text = shown
    return Selector(root=root, type="html", base_url=url)


class _Parsers(threading.local):
    """A parser a thread: to make one takes as long as three kilobytes of a page."""

    def __init__(self) -> None:
        self.html = etree.HTMLParser(
            recover=True,
            encoding="utf-8",
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
            collect_ids=False,
        )


_parsers = _Parsers()


def _parse(markup: bytes, url: str) -> Selector:
    """Parse UTF-8 as parsel does, in less time: without a log of each small fault."""
    markup = _ended(markup.replace(b"\x00", b"").strip())
    root = etree.fromstring(markup, _parsers.html, base_url=url)
    if root is None:
        raise UnreadablePage(url, "empty", "no element and no text")
    _end_head(root)
    _end_paragraphs(root)
    return Selector(root=root, type="html", base_url=url)


# What no head holds, and libxml2 leaves in one whose end is not written: it knows the
# elements of HTML 4. Source: HTML Standard, §13.2.6.4.4.
_OF_BODY = frozenset(
    "main article section header footer nav aside hgroup figure details dialog search "
    "picture video audio svg".split()
)


def _end_head(root: Element) -> None:
    """Put into the body what stands in the head from the first such element on."""
    head = next(root.iterchildren("head"), None)
    if head is None:
        return
    first = next((child for child in head if child.tag in _OF_BODY), None)
    if first is None:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    body[:0] = head[head.index(first) :]


# What a paragraph's text is set in. Another paragraph ends the one around it whatever of
# this is still open, and libxml2 puts it in there. Source: HTML Standard, §13.2.6.4.7.
_SETTING = frozenset("a b big code em font i s small span strike strong tt u".split())
_MOST_SET = 8  # of them in each other


def _end_paragraphs(root: Element) -> None:
    """Put paragraphs that stand in others, in tags that were never closed, behind them."""
    for paragraph in [p for p in root.iter("p") if _is_set(p)]:
        if not _is_set(paragraph):  # it has been moved with one above
            continue
        if (around := _unclosed(paragraph)) is None:
            continue
        rest, tail = [paragraph, *paragraph.itersiblings()], around.tail
        around.tail = None
        for following in reversed(rest):
            around.addnext(following)
        if tail:
            tail = UNPRINTABLE.sub("", tail)  # libxml2 reads what lxml refuses to write
            rest[-1].tail = f"{rest[-1].tail or ''}{tail}"


def _is_set(paragraph: Element) -> bool:
    inside = paragraph.getparent()
    return inside is not None and inside.tag in _SETTING


def _unclosed(paragraph: Element) -> Element | None:
    """The paragraph that another one ends with, in whose tags that one stands."""
    inside, around = paragraph, paragraph.getparent()
    for _ in range(_MOST_SET):
        if around is None or around.tag not in _SETTING:
            break
        inside, around = around, around.getparent()
        if (inside.tail or "").strip() or inside.getnext() is not None:
            return None  # more follows, and what is read first comes first
    known = inside is not paragraph and around is not None and around.tag == "p"
    return around if known else None


def _ended(markup: bytes) -> bytes:
    """The same with tags that have no end cut short.

    They are looked for where more than a tag may have stands between two ends of tags,
    nearly always in a script: a pattern over the whole page takes a tenth of parsing.
    """
    pieces, done, at, end = [], 0, 0, len(markup)
    while end - at > _ENDLESS:
        close = markup.rfind(b">", at, at + _ENDLESS + 1)
        if close >= 0:
            at = close + 1
            continue
        close = markup.find(b">", at)
        stop = close if close >= 0 else end
        pieces += [markup[done:at], _ENDLESS_TAG.sub(rb"\1", markup[at:stop])]
        done = at = stop
    return b"".join([*pieces, markup[done:]]) if pieces else markup
