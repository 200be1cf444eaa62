"""The links of a page: where each leads, what it shows, and where it stands.

A link is more than ``a``: the area of a picture, a cell that a click leads on from, a
card that keeps its address in ``data-href``.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import islice

from lxml.html import HtmlElement

from crawler.discovery import wording
from crawler.discovery.addresses import speaks_against
from crawler.page import Page
from crawler.sites import Site
from crawler.urls import absolute, canonical

# Elements that hold the same links on every page of an outlet.
_NAVIGATION = re.compile(r"(?:^|[\s_-])(?:nav\w*|menus?)(?:$|[\s_-])", re.IGNORECASE)
_FOOTER = re.compile(
    r"(?:^|[\s_-])(?:footer\w*|foot|(?:bread)?crumbs?|copyright|friend-?links?)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_ADVERTISED = re.compile(
    r"(?:^|[\s_-])(?:ads?|adv|advert\w*|sponsor\w*|promo(?:t\w+)?|guanggao|tuiguang)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

# Attributes that hold an address in place of ``href``, and calls that lead there.
_ADDRESSES = ("data-href", "data-url", "data-link", "data-article-url")
_LEADS_ON = re.compile(
    r"""(?:location(?:\.href)?\s*=|(?:window\.)?open\(|location\.(?:assign|replace)\()
    \s*(["'])(?P<url>[^"'\s]+)\1""",
    re.VERBOSE,
)

# Pieces and characters of a link's text that are looked at: a link that is never
# closed holds the rest of the page.
_PIECES = 50
_CHARS = 200

# Levels, elements and characters of an item: what holds more is a part of the page.
_LEVELS = 20
_ITEM_ELEMENTS = 60
_ITEM_CHARS = 1_000


class Place(IntEnum):
    """Parts of a page, by how many of the links in them lead to articles."""

    FOOTER = 0
    NAVIGATION = 1
    PAGE = 2


@dataclass(slots=True)
class Target:
    """All that a page's links say of one address."""

    url: str
    texts: list[str] = field(default_factory=list)
    place: Place = Place.FOOTER
    """The best place in which a link to it stands."""
    is_next: bool = False
    """Whether a link calls it the next page."""
    in_heading: bool = False
    """Whether a link to it is a heading, or stands beside one of its own."""
    dated: bool = False
    """Whether a date is printed beside a link to it."""
    advertised: bool = False
    """Whether a link to it stands in what is labelled an advertisement."""
    lists: set[Hashable] = field(default_factory=set)
    """Which lists of the page it stands in."""


@dataclass(frozen=True, slots=True)
class _Anchor:
    element: HtmlElement
    url: str
    key: str
    owned: bool
    place: Place


def targets(page: Page, site: Site) -> dict[str, Target]:
    """Return where the links of ``page`` lead on ``site``, in reading order.

    Addresses are the keys, in canonical form; the page's own is left out.
    """
    anchors = list(_anchors(page, site))
    items = _Items(anchors)
    own = canonical(page.url)
    found: dict[str, Target] = {}
    for anchor in anchors:
        if not anchor.owned or anchor.key == own or site.denies(anchor.url):
            continue
        target = found.setdefault(anchor.key, Target(anchor.url))
        target.texts += _texts(anchor.element)
        target.place = max(target.place, anchor.place)
        target.is_next |= _is_next(anchor.element)
        items.tell(anchor, target)
    return found


def _anchors(page: Page, site: Site) -> Iterator[_Anchor]:
    """Yield every link that leads to a page, those of other outlets, too."""
    base = absolute(page.url, page.root.root.xpath("string(//base/@href)")) or page.url
    places: dict[HtmlElement, Place] = {}
    for element in page.root.root.iter("*"):
        outer = places.get(element.getparent(), Place.PAGE)
        if (place := min(outer, _place(element))) < Place.PAGE:
            places[element] = place
        if url := _address(element, base):
            yield _Anchor(element, url, canonical(url), site.owns(url), place)


def _address(element: HtmlElement, base: str) -> str | None:
    if element.tag in {"a", "area"} or (element.tag == "link" and _is_next(element)):
        return absolute(base, element.get("href", "")) or _clicked(element, base)
    if element.tag in {"link", "script", "img", "form", "iframe", "html", "body"}:
        return None
    named = (absolute(base, element.get(name, "")) for name in _ADDRESSES)
    return next(filter(None, named), None) or _clicked(element, base)


def _clicked(element: HtmlElement, base: str) -> str | None:
    """Return where a click leads, by a script that says no more than that."""
    found = _LEADS_ON.search(element.get("onclick", ""))
    return absolute(base, found["url"]) if found else None


def _is_next(element: HtmlElement) -> bool:
    return "next" in element.get("rel", "").lower().split()


def _place(element: HtmlElement) -> Place:
    """Return the part of the page that ``element`` begins."""
    if element.tag == "nav":
        return Place.NAVIGATION
    if element.tag == "footer":
        # An article in a list has a foot of its own.
        own = any(outer.tag == "article" for outer in element.iterancestors())
        return Place.PAGE if own else Place.FOOTER
    if element.tag in {"html", "body"}:
        return Place.PAGE
    names = _names(element)
    if _FOOTER.search(names):
        return Place.FOOTER
    return Place.NAVIGATION if _NAVIGATION.search(names) else Place.PAGE


def _names(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _texts(link: HtmlElement) -> list[str]:
    """Return what a link shows: its text and headings, title, and pictures' texts."""
    inside = list(islice(link.iter("*"), _PIECES))
    alts = [element.get("alt") for element in inside if element.tag == "img"]
    headings = [_text(element) for element in inside if element.tag in _HEADINGS]
    shown = (_text(link), *headings, _plain(link.get("title")), *map(_plain, alts))
    return list(filter(None, shown))


def _text(element: HtmlElement) -> str:
    return _plain("".join(islice(element.itertext(), _PIECES)))


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())[:_CHARS]


class _Items:
    """What of the page stands around each link and around no other.

    An item is the largest part of the page from which nothing but one address can be
    reached, but for lists, services, and what bears no news by its name.
    """

    def __init__(self, anchors: list[_Anchor]) -> None:
        self._owners: dict[HtmlElement, str | None] = {}
        """By element the one address in it; ``None`` where there are several."""
        for anchor in anchors:
            if not speaks_against(anchor.key):
                self._claim(anchor)

    def _claim(self, anchor: _Anchor) -> None:
        element: HtmlElement | None = anchor.element
        shared = False
        while element is not None:
            owner = self._owners.get(element, "")
            if owner is None:
                return
            shared |= owner not in {"", anchor.key}
            self._owners[element] = None if shared else anchor.key
            element = element.getparent()

    def tell(self, anchor: _Anchor, target: Target) -> None:
        """Write into ``target`` what stands around one link to it."""
        link = item = anchor.element
        for _ in range(_LEVELS):
            outer = item.getparent()
            if outer is None or self._owners.get(outer, "") != anchor.key:
                break
            item = outer
        around = item.getparent()
        if around is None:  # the page itself is all that one link has
            item = around = link
        path = "/".join(str(element.tag) for element in _up(link, around))
        target.lists.add((around, path))
        _read(item if _is_small(item) else link, link, target)


def _read(item: HtmlElement, link: HtmlElement, target: Target) -> None:
    parts = list(islice(item.iter("*"), _ITEM_ELEMENTS))
    pieces = [_plain(text) for text in islice(item.itertext(), 2 * _ITEM_ELEMENTS)]
    around = (item, *_up(link, item))
    target.in_heading |= any(each.tag in _HEADINGS for each in (*parts, *around))
    target.dated |= any(element.tag == "time" for element in parts) or any(
        wording.is_moment(piece) for piece in pieces if piece not in target.texts
    )
    target.advertised |= any(map(wording.is_advertisement, pieces)) or any(
        _ADVERTISED.search(_names(element)) for element in around
    )
    if not target.texts:
        target.texts += _beside(parts, pieces)


def _up(link: HtmlElement, item: HtmlElement) -> Iterator[HtmlElement]:
    """Yield ``link`` and what is around it, up to and without ``item``."""
    element: HtmlElement | None = link
    while element is not None and element is not item:
        yield element
        element = element.getparent()


def _is_small(item: HtmlElement) -> bool:
    elements = sum(1 for _ in islice(item.iter("*"), _ITEM_ELEMENTS + 1))
    if elements > _ITEM_ELEMENTS:
        return False
    return sum(map(len, item.itertext())) <= _ITEM_CHARS


def _beside(parts: list[HtmlElement], pieces: list[str]) -> list[str]:
    """Return the title that stands beside a link without a text of its own."""
    headings = (_text(element) for element in parts if element.tag in _HEADINGS)
    titles = filter(wording.is_title, pieces)
    return list(islice(filter(None, (*headings, *titles)), 1))
