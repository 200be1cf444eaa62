"""What a key of a site file may be: each reader checks a value of TOML and returns ours.

Readers raise ``ValueError``, whose message says what the value is and what it should be.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from zoneinfo import ZoneInfo

from crawler.urls import absolute

_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+")
_SPAN = re.compile(r"(?P<number>\d{1,4})\s*(?P<unit>m|h|d)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def text(value: object) -> str:
    """Return a text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f'{value!r} is no text, such as "人民网"')
    return value.strip()


def texts(value: object) -> tuple[str, ...]:
    """Return a list of texts, each once."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError(f'{value!r} is no list of texts, such as ["…", "…"]')
    return tuple(dict.fromkeys(each.strip() for each in value))


def hosts(value: object) -> tuple[str, ...]:
    """Return names of hosts, at least one, in lower case."""
    names = tuple(host.lower() for host in texts(value))
    if not names:
        raise ValueError('names no host, such as "example.com"')
    if wrong := [host for host in names if not _HOST.fullmatch(host)]:
        raise ValueError(f'{wrong[0]!r} is no host name, such as "example.com"')
    return names


def addresses(value: object) -> tuple[str, ...]:
    """Return web addresses."""
    urls = texts(value)
    if wrong := [url for url in urls if not absolute("", url)]:
        raise ValueError(f'{wrong[0]!r} is no address, such as "https://example.com/"')
    return urls


def zone(value: object) -> ZoneInfo:
    """Return a time zone by its name."""
    if isinstance(value, str):
        # An unknown name is a KeyError, a folder of zones (Asia) an OSError.
        with suppress(KeyError, ValueError, OSError):
            return ZoneInfo(value)
    raise ValueError(f'{value!r} is no time zone, such as "Asia/Shanghai"')


def seconds(value: object) -> float:
    """Return a number of seconds, 0 or more."""
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and 0 <= value < math.inf
    ):
        return float(value)
    raise ValueError(f"{value!r} is no number of seconds, such as 1.5")


def truth(value: object) -> bool:
    """Return ``true`` or ``false``."""
    if isinstance(value, bool):
        return value
    raise ValueError(f"{value!r} is neither true nor false")


def span(value: object) -> timedelta:
    """Return a span of time: of minutes, hours or days."""
    found = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if found and int(found["number"]):
        return timedelta(**{_UNITS[found["unit"]]: int(found["number"])})
    raise ValueError(f'{value!r} is no span of time, such as "15m", "6h" or "1d"')


def patterns(value: object) -> tuple[re.Pattern[str], ...]:
    """Return regular expressions."""
    try:
        return tuple(map(re.compile, texts(value)))
    except re.error as error:
        raise ValueError(
            f"{error.pattern!r} is no regular expression: {error}"
        ) from error


def table(
    value: Mapping[str, object], readers: Mapping[str, Callable[[object], object]]
) -> dict[str, object]:
    """Return a table with each value read by its key's reader.

    The message of what a reader raises begins with the key, and so does that for a key
    that has no reader.
    """
    if unknown := sorted(value.keys() - readers.keys()):
        raise ValueError(f"{unknown[0]}: no such key; known are {', '.join(readers)}")
    return {key: _read(key, each, readers[key]) for key, each in value.items()}


def _read(key: str, value: object, reader: Callable[[object], object]) -> object:
    try:
        return reader(value)
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from error
