"""Layouts: where one generation of an outlet's pages keeps what we look for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise

from lxml.etree import XPath, XPathSyntaxError

from crawler.sites import values

TEXTS = (
    "headline",
    "alternative_headline",
    "source",
    "dateline",
    "description",
    "section",
    "language",
)
"""Fields of one text that a selector may give."""

LISTS = ("authors", "editors", "keywords", "captions")
MOMENTS = ("date_published", "date_modified")
FIELDS = (*TEXTS, *MOMENTS, *LISTS, "images", "body")
"""All fields that a selector may give."""

_NAMESPACES = {"re": "http://exslt.org/regular-expressions"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """XPath of one generation of an outlet's pages, for what is read wrongly without."""

    until: date = date.max
    """The last day on which pages of this layout were published."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By field the selectors to try, in order: the first that finds something counts."""

    strip: tuple[str, ...] = ()
    """What lies in the body that ``fields`` selects, and does not belong to it."""

    next_page: tuple[str, ...] = ()
    """Where a page of an article leads to the next one."""

    whole_page: tuple[str, ...] = ()
    """Where it leads to an address with all pages on one."""


@lru_cache(maxsize=4_096)
def compiled(selector: str) -> XPath:
    """Return a selector ready for use. Raises ``ValueError`` where it is no XPath."""
    try:
        return XPath(selector, namespaces=_NAMESPACES, smart_strings=False)
    except XPathSyntaxError as error:
        raise ValueError(f"{selector!r} is no XPath: {error}") from error


def read_all(value: object) -> tuple[Layout, ...]:
    """Return the layouts of a site file, oldest first. Raises ``ValueError``."""
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise ValueError("write each layout as a table of its own: [[layout]]")
    found = tuple(map(_layout, value))
    for one, other in pairwise(found):
        if one.until >= other.until:
            raise ValueError(
                f"until: {other.until} follows {one.until}; the oldest comes first, "
                "and only the last has none"
            )
    return found


def _layout(value: dict[str, object]) -> Layout:
    read = values.table(value, _READERS)
    selectors = {name: read.pop(name) for name in FIELDS if name in read}
    if not selectors and not read.keys() - {"until"}:
        raise ValueError("a layout without a selector says nothing; leave it out")
    return Layout(fields=selectors, **read)  # type: ignore[arg-type]  # by _READERS


def _selectors(value: object) -> tuple[str, ...]:
    found = values.texts([value] if isinstance(value, str) else value)
    if not found or not all(found):
        raise ValueError(f"{value!r} is no selector, such as \"//div[@id='content']\"")
    for selector in found:
        compiled(selector)
    return found


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError(f"{value!r} is no day, such as 2019-06-30 without quotes")


_READERS = {
    "until": _day,
    **dict.fromkeys((*FIELDS, "strip", "next_page", "whole_page"), _selectors),
}
"""What each key of a layout must be."""

KEYS = tuple(_READERS)
"""Every key, as a file may have it."""
