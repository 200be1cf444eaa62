"""A link that is worth following, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from crawler.urls import canonical

_UNDATED = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a list page, feed or sitemap leads to."""

    url: str
    """Absolute, without fragment, with its parameters as the list prints them.
    Compare ``crawler.urls.canonical(link.url)`` to know whether it was met."""

    kind: Literal["article", "hub", "sitemap"]
    """What is expected there. Only fetching it can tell."""

    reason: str
    """The evidence for ``kind``, in a phrase: date in the path."""


def newest_first(entries: Iterable[tuple[datetime | None, Link]]) -> list[Link]:
    """Return the links, the newest first and each address once.

    Links without a date come last; those of one date stay in their order.
    """
    ordered = sorted(entries, key=lambda entry: entry[0] or _UNDATED, reverse=True)
    unique: dict[str, Link] = {}
    for _, link in ordered:
        unique.setdefault(canonical(link.url), link)
    return list(unique.values())
