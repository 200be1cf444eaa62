"""From a feed to the links of its items: RSS and Atom of any version, JSON Feed.

Some outlets offer a list of their own make in its place, as XML or JSON: its entries
are what holds an address and a title.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from crawler import scripts
from crawler.discovery.links import Link, newest_first
from crawler.discovery.moments import moment
from crawler.discovery.trees import children, name, text_of, tree
from crawler.errors import UnreadablePage
from crawler.urls import absolute

FEEDS = frozenset({"rss", "rdf", "feed"})
"""What the first element of a feed is called."""

_ITEMS = frozenset({"item", "entry"})
_OTHERS = frozenset({"html", "urlset", "sitemapindex"})
_DATES = ("pubdate", "published", "issued", "date", "updated", "modified", "created")
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"

# Entries of a list of an outlet's own make: fewer are no list.
_LEAST_OWN = 2
_OWN_ADDRESS = re.compile(
    r"(?!\w*(?:img|image|pic|photo|thumb|cover|icon|logo|avatar|author))"
    r"(?:(?:\w*_)?(?:link|href|loc)|\w*url)",
    re.IGNORECASE,
)
_OWN_TITLE = re.compile(r"(?:\w*_)?(?:title|headline|subject)|\w*title", re.IGNORECASE)
_OWN_DATE = re.compile(
    r"(?:\w*_)?(?:date|time|pubdate)|\w*(?:date|time)", re.IGNORECASE
)

# Values of JSON that are looked at.
_MOST_VALUES = 200_000

_TAG = re.compile(r"<(?:[a-zA-Z/!][^<>]*)>")


@dataclass(frozen=True, slots=True)
class Item:
    """What a feed says of one article."""

    url: str
    title: str | None
    """Plain text, whatever markup or entities the feed has in it."""

    date: datetime | None
    """When it was published, or else changed. Aware."""


def links(body: bytes, *, url: str) -> list[Link]:
    """Return the items of a feed, newest first where it gives dates.

    An item without an address is left out. Raises ``UnreadablePage`` for what is no
    feed; a feed that was cut short gives the items before the cut.
    """
    return newest_first(
        (item.date, Link(item.url, "article", "feed item"))
        for item in items(body, url=url)
    )


def items(body: bytes, *, url: str) -> Iterable[Item]:
    """Return the items of a feed in its own order. Raises as ``links`` does."""
    text = text_of(body)
    if text.startswith(("{", "[")) or re.match(r"[\w.$]{1,60}\(\s*[\[{]", text):
        return _of_json(text, url)
    root = tree(text, url=url)
    if root is not None and name(root) in FEEDS:
        return _of_elements(e for e in root.iter("*") if name(e) in _ITEMS)
    own = list(_own(root)) if root is not None and name(root) not in _OTHERS else []
    if own:
        return own
    raise UnreadablePage(url, "not a feed", _described(root))


def _described(root: etree._Element | None) -> str:
    return "no XML" if root is None else f"starts with <{name(root)}>"


def _of_elements(elements: Iterable[etree._Element]) -> Iterator[Item]:
    for element in elements:
        if address := _address(element):
            title = next(children(element, "title"), None)
            yield Item(address, _plain(_all_text(title)), _date(element))


def _address(item: etree._Element) -> str | None:
    """Return where an item leads: its link, its permanent name, its subject."""
    for link in children(item, "link"):
        if link.get("rel", "alternate") == "alternate":
            href = link.get("href") or link.text or ""
            if found := absolute(link.base or "", href):
                return found
    for guid in children(item, "guid", "id"):
        if guid.get("isPermaLink", "true") == "true" and _is_web(guid.text):
            return absolute(guid.base or "", guid.text or "")
    return absolute(item.base or "", item.get(_ABOUT, ""))


def _is_web(text: str | None) -> bool:
    return (text or "").strip().lower().startswith(("http://", "https://"))


def _date(item: etree._Element) -> datetime | None:
    dates = (moment(element.text) for element in children(item, *_DATES))
    return next((date for date in dates if date), None)


def _all_text(element: etree._Element | None) -> str:
    return "" if element is None else "".join(map(str, element.itertext()))


def _plain(text: str) -> str | None:
    """Return a title as it reads: feeds escape markup once, twice, or not at all.

    >>> _plain("&lt;b&gt;甲&amp;amp;乙&lt;/b&gt;&nbsp;丙")
    '甲&乙 丙'
    """
    for _ in range(2):
        text = html.unescape(text)
    return " ".join(_TAG.sub("", text).split()) or None


def _own(root: etree._Element) -> Iterator[Item]:
    """Yield the entries of an XML list: elements of one name that hold addresses."""
    counts = Counter(name(element) for element in root.iter("*") if len(element))
    for entry in root.iter("*"):
        if counts[name(entry)] < _LEAST_OWN:
            continue
        href = _named(entry, _OWN_ADDRESS)
        title, url = _named(entry, _OWN_TITLE), absolute(entry.base or "", href)
        if title and url:
            yield Item(url, _plain(title), moment(_named(entry, _OWN_DATE)))


def _named(entry: etree._Element, names: re.Pattern[str]) -> str:
    """Return the text of the first child whose name is one of ``names``, or ``""``."""
    texts = (child.text or "" for child in entry if names.fullmatch(name(child)))
    return next((text.strip() for text in texts if text.strip()), "")


def _of_json(text: str, url: str) -> Iterable[Item]:
    """Return the entries of a JSON Feed, or of JSON of an outlet's own make.

    Source: https://www.jsonfeed.org/version/1.1/
    """
    found: list[Item] = []
    left = _MOST_VALUES
    stack = [value for _, value in scripts.values(text)]
    if not stack:
        raise UnreadablePage(url, "not a feed", "neither XML nor JSON")
    is_feed = any(isinstance(value, Mapping) and "items" in value for value in stack)
    stack.reverse()
    while stack and left > 0:
        value = stack.pop()
        left -= 1
        if isinstance(value, list):
            stack += reversed(value)
        elif isinstance(value, dict):
            if item := _entry(value, url):
                found.append(item)
            else:
                stack += reversed(value.values())
    if not found and not is_feed:
        raise UnreadablePage(url, "not a feed", "JSON without addresses and titles")
    return found


def _entry(value: Mapping[str, object], base: str) -> Item | None:
    """Return the item that a JSON object is, or ``None``."""
    href = _string(value, ("url", "external_url"), _OWN_ADDRESS)
    if not href and _is_web(identifier := _string(value, ("id",), None)):
        href = identifier
    title = _string(value, ("title", "content_text", "summary"), _OWN_TITLE)
    address = absolute(base, href)
    if not address or not title or isinstance(value.get("items"), list):
        return None
    date = _string(value, ("date_published", "date_modified"), _OWN_DATE)
    return Item(address, _plain(title[:_TITLE_CHARS]), _moment(date))


# Characters. What stands in place of a title may be a whole text.
_TITLE_CHARS = 200
_SECONDS = re.compile(r"\d{10}")
_MILLISECONDS = re.compile(r"\d{13}")


def _string(
    value: Mapping[str, object], names: Iterable[str], others: re.Pattern[str] | None
) -> str:
    """Return the first text under ``names``, or under a name like ``others``."""
    likes = [key for key in value if others and others.fullmatch(key)]
    for key in (*names, *likes):
        held = value.get(key)
        if isinstance(held, str | int) and not isinstance(held, bool) and held:
            return str(held).strip()
    return ""


def _moment(text: str) -> datetime | None:
    if _MILLISECONDS.fullmatch(text):
        text = text[:-3]
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text), UTC)
    return moment(text)
