"""What we know of each outlet. The knowledge is in the TOML files beside this."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from crawler.errors import SiteError, UsageError
from crawler.sites import layouts, values
from crawler.sites.layouts import Layout

OURS = Path(__file__).parent
"""The folder of the site files that come with the project."""

_BEIJING = ZoneInfo("Asia/Shanghai")
_LISTS = ("hubs", "feeds", "sitemaps")
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")


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
    """Addresses of feeds: RSS, Atom, JSON Feed."""

    sitemaps: tuple[str, ...] = ()
    """Addresses of sitemaps or sitemap indexes."""

    every: timedelta | None = None
    """How often its lists are asked for; ``None`` leaves it to what they were like."""

    allow: tuple[re.Pattern[str], ...] = ()
    """Expressions of which an article's address must hold one, if there are any."""

    deny: tuple[re.Pattern[str], ...] = ()
    """Expressions of which no address may hold one, an article's or a further list's."""

    redirects_to: tuple[str, ...] = ()
    """Hosts of others to which the outlet's own addresses may lead on."""

    browser: bool = False
    """Whether hubs and articles are rendered in a browser, since scripts write them."""

    layouts: tuple[Layout, ...] = ()
    """Selectors for generations of its pages, the oldest first."""

    def owns(self, url: str) -> bool:
        """Say whether ``url`` lies on one of the outlet's hosts."""
        return _lies_on(url, self.hosts)

    def denies(self, url: str) -> bool:
        """Say whether the outlet's file forbids to ask for ``url``."""
        return any(pattern.search(url) for pattern in self.deny)

    def admits(self, url: str) -> bool:
        """Say whether ``url`` may be asked for as an article of the outlet."""
        if not self.owns(url) or self.denies(url):
            return False
        return not self.allow or any(pattern.search(url) for pattern in self.allow)

    def may_lead_to(self, url: str) -> bool:
        """Say whether one of the outlet's addresses may redirect to ``url``."""
        return self.owns(url) or _lies_on(url, self.redirects_to)

    def layout_on(self, day: date | None) -> Layout | None:
        """Return the layout of pages published on ``day``, or ``None``.

        Where nobody knows the day it is that of the newest pages.
        """
        if day is None:
            return self.layouts[-1] if self.layouts else None
        return next((each for each in self.layouts if day <= each.until), None)


def _lies_on(url: str, hosts: Iterable[str]) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return any(host == own or host.endswith("." + own) for own in hosts)


def load(path: Path) -> Site:
    """Read one site file. Raises ``SiteError`` naming the file and the key."""
    try:
        # Editors on Windows begin a file with a byte order mark, which TOML forbids.
        return read(path.stem, path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SiteError(f"{path}: {error.strerror}") from error
    except ValueError as error:  # neither UTF-8 nor TOML, or a key is wrong
        raise SiteError(f"{path}: {error}") from error


def read(key: str, text: str) -> Site:
    """Return the site that the text of a site file describes.

    Raises ``ValueError`` naming the key that is wrong.
    """
    return _site(key, tomllib.loads(text))


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
    read: dict[str, Any] = values.table(data, _READERS)
    if missing := next((name for name in ("name", "hosts") if name not in data), None):
        raise ValueError(f"{missing}: missing; every site file has name and hosts")
    if not any(read.get(name) for name in _LISTS):
        raise ValueError("hubs: missing; name list pages here, or feeds or sitemaps")
    site = Site(key=key, layouts=read.pop("layout", ()), **read)
    for name in _LISTS:
        if foreign := [url for url in getattr(site, name) if not site.owns(url)]:
            raise ValueError(
                f"{name}: {foreign[0]} lies on none of the hosts; add its host"
            )
    return site


_READERS: dict[str, Callable[[object], object]] = {
    "name": values.text,
    "hosts": values.hosts,
    "timezone": values.zone,
    "delay": values.seconds,
    "hubs": values.addresses,
    "feeds": values.addresses,
    "sitemaps": values.addresses,
    "every": values.span,
    "allow": values.patterns,
    "deny": values.patterns,
    "redirects_to": values.hosts,
    "browser": values.truth,
    "layout": layouts.read_all,
}
"""What each key of a site file must be."""

KEYS = tuple(_READERS)
"""Every key, as a file may have it."""
