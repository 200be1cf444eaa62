"""Dates and times as pages print them, read without guessing.

A printed form that does not say the year, or says only how long ago, is read
against a given moment; nothing here asks what time it is now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_YEARS = range(1990, 2100)

_CHINESE_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "Ｏ": 0,
}
_ASCII_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_MONTHS = {
    name: number
    for number, name in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1
    )
}

# Minutes from UTC. Abbreviations that news prints; others are left unread.
_ZONES = {
    "Z": 0,
    "UTC": 0,
    "GMT": 0,
    "HKT": 480,
    "CST": 480,
    "EST": -300,
    "EDT": -240,
    "PST": -480,
    "PDT": -420,
    "BST": 60,
    "CET": 60,
    "CEST": 120,
}

_TIME = r"""
    (?:\s*(?:T|[,，|]|at\b|HKT|日)?\s*
       (?:[(（]?(?:星期|[周週])[一二三四五六日天][)）]?\s*)?
       (?P<half>上午|下午|晚上|凌晨|中午|早上|晚间|晚間)?\s*
       (?P<hour>[01]?\d|2[0-4])\s*(?:[:：]|[点點时時])\s*
       (?P<minute>[0-5]\d)(?:\s*分)?
       (?:[:：](?P<second>[0-5]\d)(?:[.,]\d{1,7})?)?(?:\s*秒)?
       \s*(?P<meridiem>[AaPp]\.?[Mm]\b\.?)?
       \s*(?P<zone>Z\b|[+-]\d\d:?\d\d\b|(?:UTC|GMT|HKT|CST|E[SD]T|P[SD]T|BST|CES?T)\b(?:[+-]\d\d:?\d\d\b)?)?
    )?
"""

_NUMERIC = rf"""
    (?<!\d)(?P<year>(?:19|20)\d\d)\s*(?P<mark>[-/.年／－–])\s*(?P<month>0?[1-9]|1[0-2])\s*(?:[-/.月／－–])\s*
    (?P<day>3[01]|[12]\d|0[1-9]|[1-9](?!\d|%))\s*日?{_TIME}
"""
_MINGUO = rf"""
    民[国國]\s*(?P<year>\d{{2,3}}|[〇零一二三四五六七八九十百]+)\s*年\s*
    (?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月\s*
    (?P<day>3[01]|[12]\d|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s*日?{_TIME}
"""
_CHINESE = rf"""
    (?P<year>[一二][九〇零○Ｏ０][〇零○Ｏ０一二三四五六七八九]{{2}})\s*年\s*
    (?P<month>十[一二]?|[一二三四五六七八九])\s*月\s*
    (?P<day>[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s*日?{_TIME}
"""
_ENGLISH = rf"""
    (?:(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s+(?:of\s+)?)?
    (?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+
    (?:(?P<day2>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?,?\s+)?(?P<year>(?:19|20)\d\d){_TIME}
"""
_MIXED = rf"""
    (?P<month>十[一二]?|[一二三四五六七八九])月\s+(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?,\s*
    (?P<year>(?:19|20)\d\d){_TIME}
"""
_YEARLESS = rf"""
    (?<![\d.-])(?P<month>1[0-2]|0?[1-9])\s*(?:月|[-/](?=\d\d?\s*\d?\d[:：]))\s*
    (?P<day>3[01]|[12]\d|0?[1-9])(?:\s*日)?(?P<day_only>(?!\d)|(?=\d\d[:：])){_TIME}
"""
_AGO = r"(?P<number>\d+)\s*(?P<unit>秒|分[钟鐘]|小[时時]|天|日|周|週)\s*[以之]?前|(?P<just>[刚剛][刚剛才])"
_RELATIVE = rf"(?P<which>[今昨][天日晚]|前[天日]){_TIME}"

# Words for the second half of the day; 中午 is, too, for the hours after noon.
_LATE = frozenset({"下午", "晚上", "晚间", "晚間", "今晚", "昨晚"})
_MORNING = 10

_FLAGS = re.VERBOSE | re.IGNORECASE
_NUMERIC_FORM = re.compile(_NUMERIC, _FLAGS)
_CHINESE_FORMS = tuple(re.compile(form, _FLAGS) for form in (_MINGUO, _CHINESE, _MIXED))
_ENGLISH_FORM = re.compile(_ENGLISH, _FLAGS)
_PARTIAL = re.compile(_YEARLESS, _FLAGS)
_AGO_FORM = re.compile(_AGO)
_RELATIVE_FORM = re.compile(_RELATIVE, _FLAGS)

# What every full form holds: asked first, since most texts hold no date at all.
_MAY_HOLD = re.compile(r"(?:19|20)\d\d|[一二][九〇零○Ｏ０]|民[国國]")
_LETTERS = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, perhaps with a time, as it stands in a text."""

    moment: datetime
    """Without zone where none is printed; at midnight where only a day is."""

    timed: bool
    """Whether a time of day is printed."""

    start: int
    end: int
    """Where it stands in the text."""

    def aware(self, zone: tzinfo) -> datetime:
        """Return the moment with its own zone, or else with ``zone``."""
        return self.moment if self.moment.tzinfo else self.moment.replace(tzinfo=zone)


def find(text: str, *, now: datetime | None = None) -> list[Stamp]:
    """Return the dates printed in ``text``, in order, none inside another.

    ``now`` is the moment the page was fetched, aware: forms without a year and
    relative ones (昨天 12:01, 3小时前) are read against it, and left out without.

    >>> find("2024年11月1日 15:30 来源")[0].moment
    datetime.datetime(2024, 11, 1, 15, 30)
    """
    text = text.translate(_ASCII_DIGITS)
    stamps = [stamp for form in _forms(text) for stamp in _read_all(form, text)]
    if now is not None:
        stamps += _partial(text, now)
    stamps.sort(key=lambda stamp: (stamp.start, -stamp.end))
    apart: list[Stamp] = []
    for stamp in stamps:
        if not apart or stamp.start >= apart[-1].end:
            apart.append(stamp)
    return apart


def _forms(text: str) -> Iterator[re.Pattern[str]]:
    """The full forms that ``text`` may hold."""
    if _MAY_HOLD.search(text):
        yield _NUMERIC_FORM
        if "年" in text or "月" in text:
            yield from _CHINESE_FORMS
        if _LETTERS.search(text):
            yield _ENGLISH_FORM


def read(text: str, *, now: datetime | None = None) -> Stamp | None:
    """Return the first date in ``text`` with a time, else the first, else ``None``."""
    stamps = find(text, now=now)
    return next(
        (stamp for stamp in stamps if stamp.timed), stamps[0] if stamps else None
    )


def _read_all(form: re.Pattern[str], text: str) -> Iterator[Stamp]:
    for match in form.finditer(text):
        parts = match.groupdict()
        year = _number(parts["year"])
        if year < 1000:  # noqa: PLR2004  # 民國: years since 1911
            year += 1911
        if stamp := _stamp(match, year, parts):
            yield stamp


def _partial(text: str, now: datetime) -> Iterator[Stamp]:
    for match in _PARTIAL.finditer(text):
        parts = match.groupdict()
        for year in (now.year, now.year - 1):
            stamp = _stamp(match, year, parts)
            if stamp and stamp.moment.date() <= now.date() + timedelta(days=1):
                yield stamp
                break
    for match in _RELATIVE_FORM.finditer(text):
        days = {"今": 0, "昨": 1, "前": 2}[match["which"][0]]
        day = now - timedelta(days=days)
        parts = match.groupdict() | {"month": str(day.month), "day": str(day.day)}
        if match["which"].endswith("晚") and not parts["half"]:
            parts["half"] = match["which"]
        if stamp := _stamp(match, day.year, parts):
            yield stamp
    for match in _AGO_FORM.finditer(text):
        yield Stamp(now - _ago(match), timed=True, start=match.start(), end=match.end())


# Digits of "3小时前" that are read; more of them count no time that anyone remembers.
_MOST_DIGITS = 6


def _ago(match: re.Match[str]) -> timedelta:
    if match["just"]:
        return timedelta(0)
    number, unit = int(match["number"][:_MOST_DIGITS]), match["unit"][0]
    seconds = {"秒": 1, "分": 60, "小": 3600, "天": 86400, "日": 86400}.get(
        unit, 604800
    )
    return timedelta(seconds=min(number, 100_000) * seconds)


def _stamp(
    match: re.Match[str], year: int, parts: dict[str, str | None]
) -> Stamp | None:
    day = parts.get("day") or parts.get("day2")
    month = _number(parts["month"])
    hour, minute, second = (
        int(parts[name] or 0) if parts.get("hour") else 0
        for name in ("hour", "minute", "second")
    )
    hour = _on_24_hours(hour, parts)
    try:
        if year not in _YEARS or day is None:
            return None
        moment = datetime(year, month, _number(day), hour % 24, minute, second)  # noqa: DTZ001
    except ValueError:
        return None
    if hour == 24:  # noqa: PLR2004
        moment += timedelta(days=1)
    zone = _zone(parts.get("zone"))
    timed = parts.get("hour") is not None
    return Stamp(moment.replace(tzinfo=zone), timed, match.start(), match.end())


def _on_24_hours(hour: int, parts: dict[str, str | None]) -> int:
    half = parts.get("half") or ""
    meridiem = (parts.get("meridiem") or "").lower()
    late = half in _LATE or meridiem.startswith("p")
    noon = 12
    if (late and hour < noon) or (half == "中午" and hour < _MORNING):
        return hour + noon
    if hour == noon and (half in {"上午", "凌晨"} or meridiem.startswith("a")):
        return 0
    return hour


def _zone(printed: str | None) -> tzinfo | None:
    if not printed:
        return None
    name = printed.upper()
    offset = re.search(r"([+-])(\d\d):?(\d\d)$", name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3])
        minutes = -minutes if offset[1] == "-" else minutes
    else:
        minutes = _ZONES.get(name, 0)
    limit = 24 * 60
    if abs(minutes) >= limit:
        return None
    return UTC if minutes == 0 else timezone(timedelta(minutes=minutes))


def _number(text: str | None) -> int:
    """A number in digits, Chinese digits (二〇二四), or Chinese tens (二十一)."""
    if not text:
        return 0
    if text.isdecimal():
        return int(text)
    if text.lower()[:3] in _MONTHS:
        return _MONTHS[text.lower()[:3]]
    if "百" in text:
        hundreds, _, rest = text.partition("百")
        return (_number(hundreds) or 1) * 100 + _number(rest.lstrip("零〇"))
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_number(tens) if tens else 1) * 10 + _number(ones)
    value = 0
    for character in text:
        value = value * 10 + _CHINESE_DIGITS.get(character, 0)
    return value
