"""What is not to be believed on a converted clone, and where its text may come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.fields.sources import Found, Reading
from crawler.items import Original
from crawler.text.outlets import is_outlet

# Sources of a headline that a clone makes up.
_OF_HEAD = frozenset({"title_tag", "open_graph", "linked_data"})

# 江口社杭州11月1日电: the agency stands before the place.
_LONGEST_AGENCY = 6
_DAY = re.compile(r"\d|本[报報網网台刊]")


def is_clone(reading: Reading) -> bool:
    """Say whether the page is likely a converted clone."""
    return reading.restored is not None and reading.restored.clone != "none"


def untrusted(reading: Reading, headline: Found[str] | None) -> tuple[str, ...]:
    """Return the names of what a clone says of itself: empty on other pages."""
    if not is_clone(reading):
        return ()
    of_head = headline is not None and headline.source in _OF_HEAD
    return ("outlet", "title", *(("headline",) if of_head else ()), "footer.icp")


def original_hint(
    reading: Reading, source: str | None, dateline: str | None
) -> Original | None:
    """Return where a clone's text likely comes from; ``None`` on other pages.

    The agency that the text itself begins with comes before a source line, which is the
    clone's own. Also ``None`` where neither is named and the address has no path.
    """
    if not is_clone(reading):
        return None
    named = next(_agencies(dateline or ""), None) or source
    parts = urlsplit(reading.page.url)
    path = parts.path if parts.scheme in {"http", "https"} else ""
    path = path if path.strip("/") else ""
    if not named and not path:
        return None
    return Original(source=named, path=path or None)


def _agencies(dateline: str) -> Iterator[str]:
    """Yield the names with which a dateline begins that are an outlet's."""
    text = dateline.lstrip("（(【[〔据")
    front = _DAY.split(text, maxsplit=1)[0]
    for end in range(2, min(len(front), _LONGEST_AGENCY) + 1):
        if is_outlet(front[:end]) and front[end - 1] in _LAST:
            yield front[:end]


_LAST = frozenset("社网網报報台讯訊")
