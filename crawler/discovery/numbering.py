"""An article's address and those of its pages: what they have in common, which is which.

2164_2.html and 2164/page/2/ are pages of 2164.html; so may be ?page=2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from crawler.urls import canonical

NUMBER = r"0?[0-9]{1,3}"
"""A page's number in an address."""

NAMED = r"(?:p|pg|page|index|content|part)[_-]?"
"""What may stand before it."""

# The forms of a page's address, each with what stands before and after its number:
# 2164_2.html, 2164-p2.html; 2164/2.html, 2164/page/2/.
_SUFFIX = re.compile(
    rf"(?P<stem>.*?[^/_-])[_-](?:{NAMED})?(?P<number>{NUMBER})(?:\.[a-z]{{2,5}})?/?",
    re.IGNORECASE,
)
_FOLDER = re.compile(
    rf"(?P<stem>/.*?[^/])/(?:page/|{NAMED})?(?P<number>{NUMBER})(?:\.[a-z]{{2,5}})?/?",
    re.IGNORECASE,
)
_PARAMETER = re.compile(
    r"p|pn|pg|page|paged|page_?(?:no|num|number|index)|(?:cur|current|now)_?page|part",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\.[a-z][a-z0-9]{1,5}$", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default|content)$", re.IGNORECASE)

_SECOND_LEVEL = frozenset({"com", "org", "net", "gov", "edu", "co"})

# Digits, and characters of a name, that tell an article among those of its outlet.
_LETTERED = re.compile(r"[A-Za-z]{1,3}\d{5,}")
_LONG = re.compile(r"\d{4,}|[A-Za-z0-9]{10,}|[\w-]{12,}")


class Reading(NamedTuple):
    """An address read as a page of an article."""

    stem: str
    """Equal for all pages of one article."""

    number: int | None
    """As the address counts; ``None`` where it names no page."""

    in_query: bool


def stem(url: str) -> str:
    """Return what the addresses of all pages of one article have in common.

    >>> stem("https://news.example/a/2164.html")
    'news.example/a/2164'
    """
    return _plain(urlsplit(canonical(url)))


def stems_of_later(url: str) -> tuple[str, ...]:
    """Return the ``stem`` of each article of which ``url`` may be a later page.

    >>> stems_of_later("https://news.example/a/2164_2.html")
    ('news.example/a/2164',)
    >>> stems_of_later("https://news.example/a/2164.html")
    ()
    """
    found = readings(canonical(url))
    return tuple(each.stem for each in found if each.number is not None)


def is_of_article(url: str, own: str, keys: Iterable[str]) -> bool:
    """Say whether an address of the page's domain names the same article."""
    here, there = urlsplit(own), urlsplit(canonical(url))
    if _domain(here.hostname) != _domain(there.hostname):
        return False
    if stem(url) == stem(own):
        return True
    named = unquote(f"{there.path}?{there.query}")
    return any(
        re.search(rf"(?<!\w){re.escape(key)}(?![A-Za-z0-9])", named) for key in keys
    )


def _domain(host: str | None) -> str:
    """Return the last two labels of a host, three below com.cn and the like."""
    labels = (host or "").split(".")
    second = labels[-2] if len(labels) > 1 else ""
    return ".".join(labels[-3 if second in _SECOND_LEVEL else -2 :])


def readings(url: str) -> Iterator[Reading]:
    """Yield the ways to read a canonical address: as it is, and as a page."""
    parts = urlsplit(url)
    yield Reading(_plain(parts), None, in_query=False)
    for form in (_SUFFIX, _FOLDER):
        match = form.fullmatch(parts.path)
        if match and len(match["stem"]) > 1:
            shorter = parts._replace(path=match["stem"])
            yield Reading(_plain(shorter), int(match["number"]), in_query=False)
    parameters = parts.query.split("&") if parts.query else []
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if _PARAMETER.fullmatch(name) and re.fullmatch(NUMBER, value):
            kept = "&".join(other for other in parameters if other != parameter)
            plain = _plain(parts._replace(query=kept))
            yield Reading(plain, int(value), in_query=True)


def _plain(parts: SplitResult) -> str:
    path = _EXTENSION.sub("", parts.path.rstrip("/"))
    path = _INDEX.sub("", path)
    return urlunsplit(("", "", f"{parts.hostname or ''}{path}", parts.query, ""))


def keys(parts: SplitResult) -> Iterator[str]:
    """Yield what tells the article in its address: its name, and its number."""
    for reading in readings(parts.geturl()):
        path, _, query = reading.stem.partition("?")
        name = path.rpartition("/")[2]
        if "/" in path and name:
            yield name
            yield unquote(name)
        for value in (name, *(part.partition("=")[2] for part in query.split("&"))):
            yield from _LONG.findall(value)
            yield from _LETTERED.findall(value)


def telling(keys: Iterable[str]) -> set[str]:
    """Return those of ``keys`` that tell an article among those of its outlet."""
    return {key for key in keys if _LONG.fullmatch(key) or _LETTERED.fullmatch(key)}
