"""From a feed to the links of its items."""

from __future__ import annotations

from crawler.discovery.links import Link


def links(body: bytes, *, url: str) -> list[Link]:
    """Return the items of a feed, newest first where it gives dates.

    Raises ``UnreadablePage`` for what is no feed.
    """
    return []
