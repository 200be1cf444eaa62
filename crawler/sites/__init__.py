"""What we know of each outlet. The knowledge is in the TOML files beside this."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from crawler.errors import SiteError, UsageError
from crawler.urls import absolute

OURS = Path(__file__).parent
"""The folder of the site files that come with the project."""

_BEIJING = ZoneInfo("Asia/Shanghai")
_LISTS = ("hubs", "feeds", "sitemaps")

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One outlet: its hosts, where its articles are listed, and its manners."""

    key: str
    """Name of the site file without ``.toml``; how the outlet is asked for."""

    name: str
    """What the outlet calls itself: 人民网."""

    hosts: tuple[str, ...]
    """Hosts whose pages are the outlet's own. ``example.com`` stands for
    ``www.example.com`` and every other host below it, too."""

    timezone: ZoneInfo = _BEIJING
    """Zone of the times that its pages print without one."""

    delay: float = 1.0
    """Seconds from one request to the next, over all hosts of the outlet."""

    hubs: tuple[str, ...] = ()
    """Addresses of list pages."""

    feeds: tuple[str, ...] = ()
    """Addresses of RSS or Atom feeds."""

    sitemaps: tuple[str, ...] = ()
    """Addresses of sitemaps or sitemap indexes."""

    def owns(self, url: str) -> bool:
        """Say whether ``url`` lies on one of the outlet's hosts."""
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return False
        return any(host == own or host.endswith("." + own) for own in self.hosts)


def load(path: Path) -> Site:
    """Read one site file. Raises ``SiteError`` naming the file and the key."""
    try:
        # Editors on Windows begin a file with a byte order mark, which TOML forbids.
        text = path.read_text(encoding="utf-8-sig")
        return _site(path.stem, tomllib.loads(text))
    except OSError as error:
        raise SiteError(f"{path}: {error.strerror}") from error
    except ValueError as error:  # neither UTF-8 nor TOML, or a key is wrong
        raise SiteError(f"{path}: {error}") from error


def load_all(folders: Iterable[Path] = ()) -> dict[str, Site]:
    """Return every site by its key, ours first, then those of ``folders``.

    A file in a later folder replaces one of the same name in an earlier one, so
    that a user can correct what we ship. A folder that does not exist holds no site.
    Raises ``SiteError`` for a wrong file.
    """
    return {
        path.stem: load(path)
        for folder in (OURS, *folders)
        for path in sorted(folder.glob("*.toml"))
    }


def choose(known: dict[str, Site], keys: Iterable[str]) -> list[Site]:
    """Return the sites of ``keys``, in that order. Raises ``UsageError``."""
    wanted = list(dict.fromkeys(keys))
    if unknown := [key for key in wanted if key not in known]:
        raise UsageError(
            f"unknown outlet {', '.join(unknown)}; known are {', '.join(sorted(known))}"
        )
    return [known[key] for key in wanted]


def _site(key: str, data: dict[str, object]) -> Site:
    """Check each key of a site file. Raises ``ValueError`` naming the wrong one."""
    if not _KEY.fullmatch(key):
        raise ValueError("name the file in a-z, 0-9, _ and -, such as people.toml")
    if unknown := sorted(data.keys() - _READERS.keys()):
        raise ValueError(f"{unknown[0]}: no such key; known are {', '.join(_READERS)}")
    if missing := next((name for name in ("name", "hosts") if name not in data), None):
        raise ValueError(f"{missing}: missing; every site file has name and hosts")
    if not any(data.get(name) for name in _LISTS):
        raise ValueError("hubs: missing; name list pages here, or feeds or sitemaps")
    values: dict[str, Any] = {name: _value(name, data[name]) for name in data}
    site = Site(key=key, **values)
    for name in _LISTS:
        if foreign := [url for url in getattr(site, name) if not site.owns(url)]:
            raise ValueError(
                f"{name}: {foreign[0]} lies on none of the hosts; add its host"
            )
    return site


def _value(name: str, value: object) -> object:
    try:
        return _READERS[name](value)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f'{value!r} is no text, such as "人民网"')
    return value.strip()


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError(f'{value!r} is no list of texts, such as ["…", "…"]')
    return tuple(dict.fromkeys(text.strip() for text in value))


def _hosts(value: object) -> tuple[str, ...]:
    hosts = tuple(host.lower() for host in _texts(value))
    if not hosts:
        raise ValueError('names no host, such as "example.com"')
    if wrong := [host for host in hosts if not _HOST.fullmatch(host)]:
        raise ValueError(f'{wrong[0]!r} is no host name, such as "example.com"')
    return hosts


def _addresses(value: object) -> tuple[str, ...]:
    urls = _texts(value)
    if wrong := [url for url in urls if not absolute("", url)]:
        raise ValueError(f'{wrong[0]!r} is no address, such as "https://example.com/"')
    return urls


def _zone(value: object) -> ZoneInfo:
    if isinstance(value, str):
        # An unknown name is a KeyError, a folder of zones (Asia) an OSError.
        with suppress(KeyError, ValueError, OSError):
            return ZoneInfo(value)
    raise ValueError(f'{value!r} is no time zone, such as "Asia/Shanghai"')


def _seconds(value: object) -> float:
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and 0 <= value < math.inf
    ):
        return float(value)
    raise ValueError(f"{value!r} is no number of seconds, such as 1.5")


_READERS: dict[str, Callable[[object], object]] = {
    "name": _text,
    "hosts": _hosts,
    "timezone": _zone,
    "delay": _seconds,
    "hubs": _addresses,
    "feeds": _addresses,
    "sitemaps": _addresses,
}
"""What each key of a site file must be."""
