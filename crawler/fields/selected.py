"""What the selectors of an outlet's site file give: the first source of every field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lxml.etree import XPathEvalError
from lxml.etree import _Element as Element

from crawler.fields.sources import Found, Reading
from crawler.items import Image
from crawler.page import Page
from crawler.roles import Role
from crawler.sites.layouts import LISTS, MOMENTS, TEXTS, Layout, compiled
from crawler.text import dates
from crawler.text.names import names
from crawler.urls import absolute

LAYOUT = "layout"
"""Which source found what a selector gave."""

_PEOPLE = frozenset({"authors", "editors"})

# Roles of what is no body wherever it stands, inside a selected one, too.
_NO_BODY = frozenset(
    {Role.HEADLINE, Role.BYLINE, Role.CAPTION, Role.NOTICE, Role.TEASER, Role.HIDDEN}
)


def selected(reading: Reading, layout: Layout | None) -> dict[str, Found[Any]]:
    """Return by field what the selectors of ``layout`` find; nothing without one."""
    if layout is None:
        return {}
    found = ((name, _value(name, reading, layout)) for name in layout.fields)
    return {name: Found(value, LAYOUT) for name, value in found if value}


def leads_on(page: Page, layout: Layout | None) -> tuple[str | None, str | None]:
    """Return the next page of an article, and the address with all of it on one."""
    if layout is None:
        return None, None
    return _address(page, layout.next_page), _address(page, layout.whole_page)


def _value(name: str, reading: Reading, layout: Layout) -> object:
    nodes = _first(reading.page, layout.fields[name])
    if name == "body":
        return _paragraphs(nodes, reading, layout)
    if name == "images":
        return tuple(_images(nodes, reading.page))
    texts = tuple(dict.fromkeys(filter(None, map(_text, nodes))))
    if name in MOMENTS:
        return next(filter(None, (_moment(text, reading) for text in texts)), None)
    if name in _PEOPLE:
        return tuple(dict.fromkeys(who for text in texts for who in _people(text)))
    if name in LISTS:
        return texts
    assert name in TEXTS  # noqa: S101  # all that a layout may name
    return next(iter(texts), None)


def _first(page: Page, selectors: tuple[str, ...]) -> list[Element | str]:
    """Return what the first selector finds that finds anything, in document order."""
    for selector in selectors:
        try:
            found = compiled(selector)(page.root.root)
        except XPathEvalError:  # a function that is none, of a wrong number of values
            continue
        nodes = found if isinstance(found, list) else [str(found)]
        if any(map(_text, nodes)) or any(not isinstance(node, str) for node in nodes):
            return nodes
    return []


def _text(node: Element | str) -> str:
    text = node if isinstance(node, str) else "".join(map(str, node.itertext()))
    return " ".join(text.split())


def _moment(text: str, reading: Reading) -> datetime | None:
    stamp = dates.declared(text) or next(iter(dates.find(text, now=reading.now)), None)
    return stamp.aware(reading.timezone) if stamp else None


def _people(text: str) -> tuple[str, ...]:
    return names(text) or ((text,) if len(text) <= _NAME_CHARS else ())


# Characters. What is longer names nobody alone.
_NAME_CHARS = 30


def _paragraphs(
    nodes: list[Element | str], reading: Reading, layout: Layout
) -> tuple[str, ...]:
    """Return the blocks inside what was selected, but for what is no body by its role."""
    inside = {e for node in nodes if not isinstance(node, str) for e in node.iter()}
    for selector in layout.strip:
        for node in _first(reading.page, (selector,)):
            if not isinstance(node, str):
                inside -= set(node.iter())
    zones = reading.zones
    found = tuple(
        block.text
        for block, role in zip(zones.blocks, zones.roles, strict=True)
        if block.node.element in inside and role not in _NO_BODY
    )
    return found or tuple(filter(None, (_text(n) for n in nodes if isinstance(n, str))))


def _images(nodes: list[Element | str], page: Page) -> Iterator[Image]:
    for node in nodes:
        href = node if isinstance(node, str) else node.get("src") or ""
        if url := absolute(page.url, href):
            yield Image(url=url)


def _address(page: Page, selectors: tuple[str, ...]) -> str | None:
    for node in _first(page, selectors):
        href = node if isinstance(node, str) else node.get("href") or ""
        if url := absolute(page.url, href):
            return url
    return None
