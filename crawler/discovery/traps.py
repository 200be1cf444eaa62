"""Addresses without end: what a crawler could follow for ever, and find nothing new.

Such addresses are made by programs: a calendar has a page for every day there will be,
a pager counts on past the last page, a broken relative link adds a folder each time it
is followed, and a search form has an address for every choice of its boxes. Articles
are no trap, however many there are.
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from datetime import date, timedelta
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.discovery.addresses import evidence, shape
from crawler.urls import canonical

GROWING = "growing path"
CALENDAR = "calendar"
PAGER = "endless pager"
FACETS = "facets"

# Characters and folders. Of 24,000 addresses on real list pages the longest to an
# article has 710 characters, most of them a headline's, and the deepest 10 folders.
_MAX_CHARS = 2_000
_MAX_FOLDERS = 16

# Names, one or several, that follow themselves twice, as in no path that people make;
# and times that one may stand anywhere in a path. Numbers may repeat: /11/11/11/.
_REPEATS = re.compile(r"(/[^/]+(?:/[^/]+){0,5})\1\1(?![^/])")
_MAX_SAME_NAME = 4

_DAY = re.compile(
    r"""(?<!\d)(?P<year>(?:19|20)\d\d)[-_/.年]?(?P<month>0[1-9]|1[0-2]|[1-9](?!\d))
    (?:[-_/.月]?(?P<day>0[1-9]|[12]\d|3[01]|[1-9](?!\d)))?(?!\d)""",
    re.VERBOSE,
)
_DAY_PARAMETER = re.compile(
    r"(?:\w*_)?(?:date|day|month|year|ym|ymd|dis|period)|calendar\w*", re.IGNORECASE
)
_PAGE_PARAMETER = re.compile(
    r"p|pn|pg|page|paged|page_?(?:no|num|number|index)|(?:cur|current)_?page"
    r"|(?P<offset>start|offset|from_?id)",
    re.IGNORECASE,
)
_PAGE_NAME = re.compile(
    r"(?:.*/)?(?:page|p|list|index|more)[/_-]?(?P<number>\d{1,5})(?:\.\w+)?/?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[0-9]{1,6}")

# Pages. The last one of a real list in reach of a reader has a smaller number; one
# that is far larger numbers something else: index_10022.jhtml.
_MAX_PAGE = 1_000
_MAX_NAMED_PAGE = 9_999

# Lists of one shape: days of two months, pages of a list, choices in a form.
_MAX_DAYS = 62
_MAX_PAGES = 200
_MAX_CHOICES = 60
_MAX_PARAMETERS = 8

# Shapes that are remembered; of more, those asked for longest ago are forgotten.
_MAX_SHAPES = 1_000


class Traps:
    """The addresses of lists met so far on one outlet, asked whether one is a trap.

    Memory is bounded, whatever is asked: 1,000 shapes of at most 200 addresses each.
    """

    def __init__(self, today: date) -> None:
        self._today = today
        self._met: OrderedDict[str, set[int]] = OrderedDict()

    def reason(self, url: str) -> str | None:
        """Return the name of the trap that ``url`` leads into, or ``None``.

        Ask before each request: what was asked for counts, each address once. The
        first addresses of a shape are none of a trap, and stay so when asked again.
        """
        key = canonical(url)
        if len(key) > _MAX_CHARS or is_growing(key):
            return GROWING
        if evidence(key):
            return None
        if (day := _day(key)) is not None:
            ahead = day > self._today + timedelta(days=1)
            return CALENDAR if ahead or self._is_full(key, _MAX_DAYS) else None
        if (page := _page(key)) is not None:
            full = page > _MAX_PAGE or self._is_full(key, _MAX_PAGES)
            return PAGER if full else None
        names = _choices(key)
        if names is None:
            return None
        full = len(names) > _MAX_PARAMETERS or max(names.values()) > 1
        return (
            FACETS if full or self._is_full(_program(key), _MAX_CHOICES, key) else None
        )

    def _is_full(self, key: str, most: int, member: str = "") -> bool:
        """Say whether a shape has its most members, and this address is none of them."""
        name = shape(key)
        met = self._met.setdefault(name, set())
        self._met.move_to_end(name)
        if len(self._met) > _MAX_SHAPES:
            self._met.popitem(last=False)
        mark = hash(member or key)
        if mark in met:
            return False
        if len(met) >= most:
            return True
        met.add(mark)
        return False


def is_growing(url: str) -> bool:
    """Say whether a folder of a canonical address follows itself: that has no end."""
    path = unquote(urlsplit(url).path)
    names = [name for name in path.split("/") if name]
    repeated = (found[1].strip("/0123456789") for found in _REPEATS.finditer(path))
    if len(names) > _MAX_FOLDERS or any(repeated):
        return True
    words = Counter(name for name in names if not name.isdecimal())
    return any(count > _MAX_SAME_NAME for count in words.values())


def _day(url: str) -> date | None:
    """Return the day or month that a list is of, or ``None``."""
    parts = urlsplit(url)
    told = [
        text for name, text in parse_qsl(parts.query) if _DAY_PARAMETER.fullmatch(name)
    ]
    path = unquote(parts.path).rstrip("/")
    for text in ("-".join(told), path.rpartition(".")[0], path):
        found = _DAY.search(text)
        # Behind the date of a list's path nothing stands, or the name of the list.
        if found and (
            text in told or len(told) > 1 or not text[found.end() :].strip("-_/")
        ):
            return _as_day(found)
    return None


def _as_day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"] or 1))
    except ValueError:
        return None


def _page(url: str) -> int | None:
    """Return the number of a list's page, or ``None`` where the address has none.

    A page that is told by its first entry has a number like any other: 0.
    """
    parts = urlsplit(url)
    for name, text in parse_qsl(parts.query):
        told = _PAGE_PARAMETER.fullmatch(name)
        if told and _NUMBER.fullmatch(text):
            return 0 if told["offset"] else int(text)
    found = _PAGE_NAME.fullmatch(parts.path)
    number = int(found["number"]) if found else None
    return number if number is not None and number <= _MAX_NAMED_PAGE else None


def _choices(url: str) -> Counter[str] | None:
    """Return the names of the parameters, where there are several, or ``None``."""
    names = Counter(name for name, _ in parse_qsl(urlsplit(url).query))
    return names if names.total() > 1 else None


def _program(url: str) -> str:
    """Return the address of the program that is asked, whatever it is asked for."""
    return url.partition("?")[0]
