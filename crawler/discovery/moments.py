"""When an entry of a feed or sitemap says it was published, to put it in order.

Times without a zone are taken as UTC: within one list they are all of one zone. For
the date of an article, ask its page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LOOSE = re.compile(
    r"""\s*(\d{4})\s*[-/.年]
        \s*(\d{1,2})\s*
        (?:[-/.月]\s*(\d{1,2}))?\D{0,5}
        (?:(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?""",
    re.VERBOSE,
)

# Characters. No date is longer; what is, is no date, and costs time to read.
_CHARS = 64


def moment(text: str | None) -> datetime | None:
    """Return the aware time that ``text`` gives, or ``None``.

    >>> moment("Sun, 01 Nov 2026 08:30:00 +0800").isoformat()
    '2026-11-01T08:30:00+08:00'
    >>> moment("2026年11月1日 8:30").isoformat()
    '2026-11-01T08:30:00+00:00'
    """
    for read in (datetime.fromisoformat, parsedate_to_datetime, _loose):
        if text and (found := _try(read, text.strip()[:_CHARS])):
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def _try(read: Callable[[str], datetime | None], text: str) -> datetime | None:
    try:
        return read(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _loose(text: str) -> datetime | None:
    """Read a date as people write it, the month's first day where none is given."""
    if not (match := _LOOSE.match(text)):
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    return datetime(year, month, day or 1, hour, minute, second, tzinfo=UTC)
