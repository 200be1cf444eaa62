"""A link that is worth following, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


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
