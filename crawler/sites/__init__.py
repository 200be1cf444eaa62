"""What we know of each outlet. The knowledge is in the TOML files beside this."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from crawler.errors import SiteError, UsageError

OURS = Path(__file__).parent
"""The folder of the site files that come with the project."""

_ADDRESSES = ("hubs", "feeds", "sitemaps")


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

    timezone: ZoneInfo = ZoneInfo("Asia/Shanghai")
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
        host = urlsplit(url).hostname or ""
        return any(host == own or host.endswith("." + own) for own in self.hosts)


def load(path: Path) -> Site:
    """Read one site file. Raises ``SiteError`` naming the file and the key."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SiteError(f"{path}: {error}") from error
    try:
        return _site(path.stem, data)
    except ValueError as error:
        raise SiteError(f"{path}: {error}") from error


def load_all(folders: Iterable[Path] = ()) -> dict[str, Site]:
    """Return every site by its key, ours first, then those of ``folders``.

    A file in a later folder replaces one of the same name in an earlier one, so
    that a user can correct what we ship. Raises ``SiteError`` for a wrong file.
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


def _site(key: str, data: dict[str, Any]) -> Site:
    """Check each key of a site file. Raises ``ValueError`` naming the wrong one."""
    known = {field.name for field in fields(Site)} - {"key"}
    if unknown := sorted(data.keys() - known):
        raise ValueError(f"{unknown[0]}: no such key; known are {', '.join(sorted(known))}")
    for name in ("name", "hosts"):
        if name not in data:
            raise ValueError(f"{name}: missing")
    if not isinstance(data["name"], str) or not data["name"].strip():
        raise ValueError("name: must be a text")
    for name in ("hosts", *_ADDRESSES):
        data[name] = _texts(name, data.get(name, []))
    if not data["hosts"]:
        raise ValueError("hosts: names no host")
    if wrong := next((host for host in data["hosts"] if "/" in host or not host), None):
        raise ValueError(f"hosts: {wrong!r} is no host name, such as www.example.com")
    if not any(data[name] for name in _ADDRESSES):
        raise ValueError("hubs: missing, and there is neither feeds nor sitemaps")
    if "timezone" in data:
        data["timezone"] = _zone(data["timezone"])
    if "delay" in data:
        data["delay"] = _seconds(data["delay"])
    return _with_own_addresses(Site(key=key, **data))


def _with_own_addresses(site: Site) -> Site:
    for name in _ADDRESSES:
        for url in getattr(site, name):
            if urlsplit(url).scheme not in {"http", "https"}:
                raise ValueError(f"{name}: {url!r} is no http or https address")
            if not site.owns(url):
                raise ValueError(f"{name}: {url} lies on none of the hosts")
    return site


def _texts(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError(f"{name}: must be a list of texts")
    return tuple(value)


def _zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (ValueError, OSError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise ValueError(f"timezone: {value!r} is no zone") from error
    except KeyError as error:
        raise ValueError(f"timezone: {value!r} is no zone") from error


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ValueError(f"delay: {value!r} is no number of seconds")
    return float(value)
