"""Site files of FiveFilters' Full-Text RSS, some two thousand of them, as ours.

A file is named by its host and has a line a key, ``key: value``; most values are XPath.
It says how to read an outlet's articles, not where they are listed, so that the home
page stands as the only hub. What we have no use for is named in the file that is written.

Source: https://help.fivefilters.org/full-text-rss/site-patterns.html
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from crawler.errors import SiteError
from crawler.sites import writing
from crawler.sites.layouts import compiled
from crawler.urls import absolute

_LINE = re.compile(r"(?P<key>[a-z_]+)(?:\((?P<name>[^()]*)\))?\s*:(?P<value>.*)")
_HOST = re.compile(r"\.?(?P<host>[a-z0-9_-]+(?:\.[a-z0-9_-]+)+)", re.IGNORECASE)

# Keys whose XPath is a key of our layouts; and those that name what to strip.
_SELECTORS = {
    "title": "headline",
    "body": "body",
    "author": "authors",
    "date": "date_published",
    "strip": "strip",
    "next_page_link": "next_page",
    "single_page_link": "whole_page",
}
_STRIPPED = {
    "strip_id_or_class": "//*[contains(@class, {0}) or contains(@id, {0})]",
    "strip_image_src": "//img[contains(@src, {0})]",
}

# What their reader does to pages, and ours need not be told.
_NEEDLESS = frozenset(
    "prune tidy parser autodetect_on_failure test_contains convert_double_br_tags "
    "insert_detected_image skip_json_ld native_ad_clue".split()
)


@dataclass(frozen=True, slots=True)
class Left:
    """A line that was not carried over."""

    line: int
    """Counted from 1."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """One of their files as one of ours."""

    key: str
    """What the file is to be named by."""

    text: str
    left: tuple[Left, ...]
    """Lines that were not carried over and would be missed."""


@dataclass(slots=True)
class _Reading:
    host: str
    selectors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    left: list[Left] = field(default_factory=list)
    needless: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)


def convert(path: Path) -> Imported:
    """Return what a file of theirs says, as one of ours.

    Raises ``SiteError``, starting with the file, where it cannot be read, is not named
    by a host, or holds no selector that we can use.
    """
    named = _HOST.fullmatch(path.stem)
    if named is None:
        raise SiteError(f"{path}: not named by a host, such as news.example.com.txt")
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise SiteError(f"{path}: {error.strerror}") from error
    reading = _read(named["host"].lower(), text)
    if not reading.selectors:
        raise SiteError(f"{path}: no selector to carry over")
    return Imported(_key(reading.host), _written(reading), tuple(reading.left))


def _read(host: str, text: str) -> _Reading:
    reading = _Reading(host)
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        if not line or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            reading.left.append(
                Left(number, line[:20], "no line of the form key: value")
            )
        elif fault := _take(reading, found["key"], found["value"].strip()):
            reading.left.append(Left(number, found["key"], fault))
    return reading


def _take(reading: _Reading, key: str, value: str) -> str | None:
    """Take over one line; return why it is left where it cannot be."""
    if key in _NEEDLESS:
        reading.needless.append(key)
    elif key == "test_url":
        reading.tests.append(value)
    elif not value:
        return "without a value"
    elif key in _STRIPPED:
        selector = _STRIPPED[key].format(_quoted(value.strip("'\"")))
        reading.selectors["strip"].append(selector)
    elif key in _SELECTORS:
        try:
            compiled(value)
        except ValueError:
            return f"no XPath: {value}"
        reading.selectors[_SELECTORS[key]].append(value)
    else:
        return "means nothing here"
    return None


def _quoted(text: str) -> str:
    """Return ``text`` as a literal of XPath, which has no escapes.

    >>> print(_quoted("it's"))
    "it's"
    """
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    return "concat(" + ', "\'", '.join(f"'{part}'" for part in text.split("'")) + ")"


def _key(host: str) -> str:
    """Return a site file's name for ``host``.

    >>> _key("www.news.example.com")
    'news-example-com'
    """
    return host.removeprefix("www.").replace(".", "-").strip("-_")


def _written(reading: _Reading) -> str:
    host = reading.host.removeprefix("www.")
    scheme = urlsplit(next(iter(reading.tests), "")).scheme or "https"
    known = [url for url in reading.tests if absolute("", url)]
    home = f"{scheme if scheme in {'http', 'https'} else 'https'}://{reading.host}/"
    order = [*dict.fromkeys(_SELECTORS.values())]
    layout = {
        name: list(reading.selectors[name]) for name in order if reading.selectors[name]
    }
    return writing.site_file(
        {"name": host, "hosts": [host], "hubs": [home]},
        notes=[
            f"{host}, taken over from FiveFilters' site file.",
            "",
            "The home page is a guess at where articles are listed: see what",
            "`scrapy findoutlet` says of it. The selectors were not tried.",
            *_told("Test with", known),
            *_told(
                "Left out",
                (
                    f"line {each.line}, {each.key}: {each.reason}"
                    for each in reading.left
                ),
            ),
            *_told("Not needed here", sorted({*reading.needless})),
        ],
        layout=layout,
    )


def _told(heading: str, lines: Iterable[str]) -> list[str]:
    listed = list(lines)
    return ["", f"{heading}:", *(f"  {line}" for line in listed)] if listed else []
