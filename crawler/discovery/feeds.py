"""From a feed, RSS or Atom of any version, to the links of its items."""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from crawler.discovery.links import Link, newest_first
from crawler.discovery.moments import moment
from crawler.discovery.trees import children, name, text_of, tree
from crawler.errors import UnreadablePage
from crawler.urls import absolute

_FEEDS = frozenset({"rss", "rdf", "feed"})
_ITEMS = frozenset({"item", "entry"})
_DATES = ("pubdate", "published", "issued", "date", "updated", "modified", "created")
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def links(body: bytes, *, url: str) -> list[Link]:
    """Return the items of a feed, newest first where it gives dates.

    An item without an address is left out. Raises ``UnreadablePage`` for what is no
    feed; a feed that was cut short gives the items before the cut.
    """
    root = tree(text_of(body), url=url)
    if root is None or name(root) not in _FEEDS:
        raise UnreadablePage(url, "not a feed", _described(root))
    items = (element for element in root.iter("*") if name(element) in _ITEMS)
    return newest_first(
        (_date(item), Link(address, "article", "feed item"))
        for item in items
        if (address := _address(item))
    )


def _described(root: etree._Element | None) -> str:
    return "no XML" if root is None else f"starts with <{name(root)}>"


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
