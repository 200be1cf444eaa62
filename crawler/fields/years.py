"""The year of a day that is printed without one: 10-08 12:00.

The page often names the day elsewhere: in its head, its address, its scripts. What
else it knows says at least how late it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime

from crawler.fields.lines import LONGEST, Line
from crawler.fields.sources import Reading
from crawler.text import dates, marks
from crawler.text.attribution import EDGE
from crawler.text.dates import Stamp

# 20241101, 2024-11/01, /2024/1101/, /1611/08/, /16/1108/: days in addresses.
_ADDRESS_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>[-/_.]?)(?P<month>0[1-9]|1[0-2])[-/_.]?(?P<day>0[1-9]|[12]\d|3[01])(?!\d{3})"
    r"|(?<=/)(?P<year1>(?:19|20)\d\d)(?P<mark1>[-/_.])(?P<month1>[1-9])(?P=mark1)(?P<day1>[12]\d|3[01]|0?[1-9])(?=[-/_.])"
    r"|(?<=/)(?P<year2>[0-2]\d)/?(?P<month2>0[1-9]|1[0-2])/?(?P<day2>0[1-9]|[12]\d|3[01])(?=/)"
)

# Times in scripts by which the page says when it was served or written, and the
# names that say so. They begin with a digit that is looked for at memory's speed.
_SCRIPT_DAY = re.compile(r"20\d\d[-/]\d\d?[-/]\d\d?(?:[ T]\d\d?:\d\d)?")
_SCRIPT_SECONDS = re.compile(r"1\d{9}(?:\d{3})?(?!\d)")
_TIME_NAME = re.compile(r"(?:time|date|stamp)\w*[\"']?\s*[:=]\s*[\"']?$", re.IGNORECASE)
_EXPIRES = re.compile(r"expire|end|max|until|life|out|valid", re.IGNORECASE)
_LONGEST_NAME = 24
_LONGEST_DECLARED = 60

# Forms without a year: asked before the page is searched for one.
_MAY_BE_PARTIAL = re.compile(r"\d\s*[-/.月]\s*\d|前|[今昨][天日晚早]|[刚剛]|\bago\b")
_RELATIVE = re.compile(r"前|[今昨]|[刚剛]|ago")

# What stands around a piece of a line, and in a sentence.
_ENDS_PIECE = re.compile(rf"(?:^|[\s{EDGE}|｜丨·•:：()（）于於])$")
_BETWEEN = f" {EDGE}\t\xa0\u3000|｜丨·•()（）"
_SENTENCE = re.compile("[，。！？；]")
_SOME_MOMENT = datetime(2024, 12, 31, 23, 59, tzinfo=UTC)


def without_year(reading: Reading, line: Line) -> Sequence[Stamp]:
    """Return the line's dates that are printed without a year, in that which they mean.

    A day without a time is read where it is most of the line: others speak of it.
    A day that the page declares elsewhere lends its year; then the moment of the fetch
    bounds it; then the newest moment that the page knows of. Relative forms
    (3小时前) are read against the fetch alone.
    """
    if not _MAY_BE_PARTIAL.search(line.text):
        return ()
    printed = [
        stamp
        for stamp in dates.find(line.text, now=_SOME_MOMENT)
        if (stamp.timed or _is_most(line, stamp) or _is_apart(line, stamp))
        and (reading.now or not _is_relative(line, stamp))
    ]
    if not printed:
        return ()
    days = declared_days(reading)
    if reading.now is not None:
        return dates.find(line.text, now=reading.now, days=days)
    found = dates.find(line.text, days=days)
    found = found or dates.find(line.text, days=_days_in_page(reading, printed))
    if not found and (served := _served(reading)):
        found = [
            stamp
            for stamp in dates.find(line.text, now=served)
            if not _is_relative(line, stamp)
        ]
    return found


def _is_most(line: Line, stamp: Stamp) -> bool:
    return 2 * (stamp.end - stamp.start) > len(line.text)


def _is_apart(line: Line, stamp: Stamp) -> bool:
    """Whether 2天前 is a piece by itself of a line that is no sentence."""
    if not _is_relative(line, stamp) or _SENTENCE.search(line.text):
        return False
    before, behind = line.text[: stamp.start], line.text[stamp.end :]
    return _ENDS_PIECE.search(before) is not None and not behind[:1].strip(_BETWEEN)


def _is_relative(line: Line, stamp: Stamp) -> bool:
    return _RELATIVE.search(line.text, stamp.start, stamp.end) is not None


def is_relative(text: str) -> bool:
    """Say whether a short line may tell how long ago something was: 3小时前, 昨天."""
    return len(text) < LONGEST and _RELATIVE.search(text) is not None


def declared_days(reading: Reading) -> list[date]:
    """The days that the page names where readers do not look."""
    head = reading.head
    values = [text for text in head.metas.values() if len(text) < _LONGEST_DECLARED]
    for key in ("datePublished", "dateCreated", "dateModified"):
        values += head.linked_all(key)
    found = [
        m.date() for v in values if v[:1].isdigit() and (m := moment_of(reading, v))
    ]
    found += filter(None, map(day_in, (reading.page.url, head.canonical or "")))
    return found + [moment.date() for moment in _script_times(reading)]


def _script_times(reading: Reading) -> Iterator[datetime]:
    """The moments that scripts of the page keep under a name that says time."""
    text = reading.page.text
    for form in (_SCRIPT_DAY, _SCRIPT_SECONDS):
        for match in form.finditer(text):
            start = match.start()
            before = text[max(0, start - _LONGEST_NAME) : start]
            if _TIME_NAME.search(before) and not _EXPIRES.search(before):
                moment = moment_of(reading, match[0])
                if moment is not None:
                    yield moment


def _days_in_page(reading: Reading, like: Iterable[Stamp]) -> list[date]:
    """The same days in addresses of the page's pictures and links, newest first."""
    text = reading.page.text
    found: set[date] = set()
    for month, day in {(stamp.moment.month, stamp.moment.day) for stamp in like}:
        for match in re.finditer(
            rf"20\d\d([-/_.]?){month:02}[-/_.]?{day:02}(?!\d)", text
        ):
            if not text[match.start() - 1 : match.start()].isdecimal():
                with suppress(ValueError):  # 2023-02-29
                    found.add(date(int(match[0][:4]), month, day))
    return sorted(found, reverse=True)


def _served(reading: Reading) -> datetime | None:
    """The newest moment that the page knows: no article on it is younger."""
    printed = (
        stamp.aware(reading.timezone)
        for block in reading.zones.blocks
        if len(block.text) < LONGEST and marks.dated(block.text)
        for stamp in dates.find(block.text)
    )
    return max([*_script_times(reading), *printed], default=None)


def day_in(address: str) -> date | None:
    """Return the day that an address carries, or ``None``."""
    match = _ADDRESS_DAY.search(address)
    return _day_of(match) if match else None


def _day_of(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    year, month, day = (
        int(groups[name] or groups[f"{name}1"] or groups[f"{name}2"])
        for name in ("year", "month", "day")
    )
    try:
        return date(year if year > 99 else 2000 + year, month, day)  # noqa: PLR2004
    except ValueError:
        return None


def moment_of(reading: Reading, text: str | None) -> datetime | None:
    """Return what a machine wrote of a moment, in the outlet's zone if in no other."""
    stamp = dates.declared(text) if text else None
    return stamp.aware(reading.timezone) if stamp else None
