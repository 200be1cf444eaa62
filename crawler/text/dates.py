"""Dates and times as pages print them, read without guessing.

A printed form that does not say the year, or says only how long ago, is read
against given moments; nothing here asks what time it is now.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from crawler.text.months import MONTHS, NAMES

_YEARS = range(1990, 2100)

# Texts.
_REMEMBERED = 1_024

_CHINESE_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    "两": 2,
    "兩": 2,
}
_ASCII_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
# Minutes from UTC. Abbreviations that news prints; others are left unread.
_ZONES = {
    "Z": 0,
    "UTC": 0,
    "GMT": 0,
    "HKT": 480,
    "CST": 480,
    "SGT": 480,
    "MYT": 480,
    "JST": 540,
    "KST": 540,
    "EST": -300,
    "EDT": -240,
    "PST": -480,
    "PDT": -420,
    "BST": 60,
    "CET": 60,
    "CEST": 120,
}
_ZONE = (
    r"Z\b|[+-]\d\d:?\d\d\b|(?<=\d)[+]\d\d\b"
    r"|[(（]?(?:UTC|GMT|HKT|CST|SGT|MYT|JST|KST|E[SD]T|P[SD]T|BST|CES?T)\b"
    r"(?:\s?[+-]\d\d?(?::?\d\d)?\b)?"
)
_HALF = (
    "上午|下午|晚上|凌晨|中午|早上|早晨|清晨|傍晚|午间|午間|午后|午後|"
    "晚间|晚間|夜间|夜間|深夜|晚|오전|오후"
)

# What may stand between a day and its time, and the time.
_TIME = rf"""
    (?:\s*+(?:T|[,，|｜丨@•·・/]|\.(?=\s*+오)|[-–—]{{1,2}}|at\b|a\s++las?\b|HKT|日)?\s*+
       (?:[(（]?[农農][历曆夏][^\d()（）]{{2,16}}[)）]?\s*+)?
       (?:[(（]?(?:(?:星期|礼拜|禮拜|[周週])[一二三四五六日天]|[一二三四五六日](?=[)）])
          |(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}\b\.?)[)）]?\s*+[,，|｜]?\s*+)?
       (?:(?P<greenwich>格林[尼威]治(?:标准|標準)?(?:时间|時間))|(?:北京|香港|[台臺]北)(?:时间|時間))?\s*+
       (?P<half>{_HALF})?\s*+(?P<before>[ap]\.?m\b\.?)?\s*+
       (?P<hour>[01]?\d|2[0-4])
       (?:\s*+[:：]\s*+(?P<minute>[0-5]\d|\d(?=[:：]\d))(?:\s*+[:：]\s*+(?P<second>[0-5]?\d)(?:[.,]\d{{1,7}})?)?
         |\s*+[點点时時]\s*+(?:(?P<thirty>半)|(?P<minutes>[0-5]\d|\d(?=\s*+分))(?:\s*+分)?(?:\s*+(?P<seconds>[0-5]?\d)\s*+秒)?)?
         |\.(?P<dotted>[0-5]\d)(?=\s*+(?:[ap]\.?m|GMT|BST|CES?T|UTC)\b)
         |(?=\s*+[ap]\.?m\b))
       (?:\s*+分)?\s*+(?P<after>[ap]\.?m\b\.?|[上下]午(?![\u3400-\u9fff]))?
       \s*+(?P<zone>{_ZONE})?
    )?
"""
_DAY = r"3[01]|[12]\d|0?[1-9]"
_MONTH = r"1[0-2]|0?[1-9]"
_HAN_DAY = r"[一二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|[一二三四五六七八九]"
_HAN_MONTH = r"十[一二]?|[一二三四五六七八九]"

_NUMERIC = rf"""
    (?<!\d)(?P<year>(?:19|20)\d\d)\s*+(?:[-/.年／－–])\s*+(?P<month>0?[1-9]|1[0-2])\s*+(?:[-/.月／－–])\s*+
    (?P<day>3[01]|[12]\d|0[1-9]|[1-9](?!\d|%))\s*+日?{_TIME}
"""
# 2024 11/01 15:30, where a page sets the year apart.
_YEAR_APART = rf"""
    (?<!\d)(?P<year>20\d\d)\s++(?P<month>0[1-9]|1[0-2])\s*+[-/]\s*+(?P<day>0[1-9]|[12]\d|3[01])(?!\d|[-/.]\d){_TIME}
"""
_DAY_FIRST = rf"""
    (?<![\d./-])(?P<day>{_DAY})(?P<mark>[-/.])(?P<month>{_DAY})(?P=mark)(?P<year>(?:19|20)\d\d)(?![./-]?\d){_TIME}
"""
# 113年11月1日, 113/11/01: years since 1911. 09年11月1日: of this century.
_SHORT_YEAR = rf"""
    (?<![\d.])(?:(?P<year>1[0-4]\d|[0-3]\d)\s*+年\s*+(?P<month>{_MONTH})\s*+月\s*+(?P<day>{_DAY})\s*+日
      |(?P<year2>1[0-4]\d)(?P<mark>[-/.])(?P<month2>0[1-9]|1[0-2])(?P=mark)(?P<day2>0[1-9]|[12]\d|3[01])(?![\d.])){_TIME}
"""
# 24-11-01 15:30: of this century, where a time follows.
_SHORT_DASHED = rf"""
    (?<![\d.-])(?P<year>[0-3]\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?=\s*+\d\d[:：]\d\d(?!\d)){_TIME}
"""
_MINGUO = rf"""
    (?:中[华華])?民[国國]\s*+(?P<year>\d{{2,3}}|[〇零一二三四五六七八九十百]+)\s*+年\s*+
    (?P<month>{_MONTH}|{_HAN_MONTH})\s*+月\s*+(?P<day>{_DAY}|{_HAN_DAY})\s*+日?{_TIME}
"""
_CHINESE = rf"""
    (?P<year>(?<!\d)(?:19|20)\d\d|[一二][九〇零○Ｏ０][〇零○Ｏ０一二三四五六七八九]{{2}})\s*+年\s*+
    (?P<month>{_HAN_MONTH}|{_MONTH})\s*+月\s*+(?P<day>{_HAN_DAY}|{_DAY})\s*+[日號号]?{_TIME}
"""
_MONTH_FIRST = rf"""
    (?:(?<!\d)(?P<day>{_DAY})(?:st|nd|rd|th)?\s++)?
    (?<!\d)(?P<month>{_HAN_MONTH}|{_MONTH})月[,，]?\s*+(?:(?P<day2>{_DAY})(?:st|nd|rd|th|日)?\s*+[,，]\s*+)?
    (?P<year>(?:19|20)\d\d)(?!\d){_TIME}
"""
_ENGLISH = rf"""
    (?:\b(?P<day>{_DAY})(?:st|nd|rd|th)?[\s/-]++(?:of\s++)?)?
    \b(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?
      |sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?,?[\s/-]*+
    (?:(?P<day2>{_DAY})(?:st|nd|rd|th)?\b,?\s++)?(?P<year>(?:19|20)\d\d)\b{_TIME}
"""
# 1. November 2024, 1er novembre 2024, 1 de noviembre de 2024
_EUROPEAN = rf"""
    (?<![\d.])(?P<day>{_DAY})(?:\.|er|º)?\s++(?:de\s++)?(?P<month>{NAMES})\b\.?\s++(?:del?\s++)?
    (?P<year>(?:19|20)\d\d)\b{_TIME}
"""
_YEARLESS = rf"""
    (?<![\d.-])(?P<month>{_MONTH})\s*+(?:月|[-/.](?=\d\d?\s*+\d?\d[:：]))\s*+
    (?P<day>3[01]|[12]\d|0?[1-9])(?:\s*+日)?(?:(?!\d)|(?=\d\d[:：])){_TIME}
"""
_AGO = r"""
    (?P<number>\d+|[一二两兩三四五六七八九十]{1,3}|(?P<semi>半))\s*+[个個]?
    (?P<unit>秒|分[钟鐘]|小[时時]|[钟鐘][头頭]|天|日|星期|周|週)\s*+[以之]?前
  | (?P<just>[刚剛][刚剛才])
  | \b(?P<count>\d+|an?)\s++(?P<word>sec|min|h(?:ou)?r|day|week)\w*\s++ago\b
"""
_RELATIVE = rf"(?P<which>[今昨][天日晚早]|前[天日]){_TIME}"

# 15:30 2024-11-01, 3:30pm 01/11/2024: a time right before its day.
_TIME_BEFORE = re.compile(
    rf"(?<!\d)(?<!\d[:：])(?P<half>{_HALF})?\s*+(?P<hour>[01]?\d|2[0-3])\s*+[:：]\s*+(?P<minute>[0-5]\d)(?:[:：](?P<second>[0-5]\d))?"
    rf"\s*+(?P<after>[ap]\.?m\b\.?)?\s*+(?P<zone>{_ZONE})?\s*+[,，|｜/-]?\s*+(?:on\s++)?"
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s*+)?$",
    re.IGNORECASE,
)
_LONGEST_TIME = 24

# Words for the second half of the day; 中午 is, too, for the hours after noon.
_LATE = frozenset(
    "下午 晚上 晚间 晚間 今晚 昨晚 傍晚 夜间 夜間 深夜 午后 午後 晚 오후".split()
)
_NOON = frozenset({"中午", "午间", "午間"})
_MORNING = 10

_FLAGS = re.VERBOSE | re.IGNORECASE
_NUMERIC_FORM = re.compile(_NUMERIC, _FLAGS)
_YEAR_APART_FORM = re.compile(_YEAR_APART, _FLAGS)
_DAY_FIRST_FORM = re.compile(_DAY_FIRST, _FLAGS)
_SHORT_YEAR_FORM = re.compile(_SHORT_YEAR, _FLAGS)
_SHORT_DASHED_FORM = re.compile(_SHORT_DASHED, _FLAGS)
_MINGUO_FORM = re.compile(_MINGUO, _FLAGS)
_CHINESE_FORM = re.compile(_CHINESE, _FLAGS)
_MONTH_FIRST_FORM = re.compile(_MONTH_FIRST, _FLAGS)
_ENGLISH_FORM = re.compile(_ENGLISH, _FLAGS)
_EUROPEAN_FORM = re.compile(_EUROPEAN, _FLAGS)
_PARTIAL = re.compile(_YEARLESS, _FLAGS)
_AGO_FORM = re.compile(_AGO, _FLAGS)
_RELATIVE_FORM = re.compile(_RELATIVE, _FLAGS)

_OF_THIS_CENTURY = (_SHORT_YEAR_FORM, _SHORT_DASHED_FORM)

# What every full form holds: asked first, since most texts hold no date at all.
_FULL_YEAR = re.compile(r"(?:19|20)\d\d")
_MAY_BE_APART = re.compile(r"20\d\d\s+\d\d\s*[-/]")
_MAY_BE_DAY_FIRST = re.compile(r"\d[-/.](?:19|20)\d\d")
_MAY_BE_SHORT = re.compile(r"(?<![\d.])\d{2,3}\s*年")
_MAY_BE_MINGUO = re.compile(r"1[0-4]\d[-/.]\d\d[-/.]\d\d")
_MAY_BE_DASHED = re.compile(r"(?<![\d.-])[0-3]\d-[01]\d-[0-3]\d")
_MAY_BE_CHINESE = re.compile(r"[〇零○Ｏ０一二三四五六七八九十]\s*[年月]")
_MONTH_NAME = re.compile("jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")
_MAY_BE_EUROPEAN = re.compile(
    rf"\d(?:\.|er|º)?\s+(?:de\s+)?(?:{NAMES})\b", re.IGNORECASE
)
_WIDE = re.compile(r"[０-９]")
_MAY_BE_AGO = re.compile(r"前|[刚剛]|ago")
_MAY_BE_RELATIVE = re.compile(r"[今昨前][天日晚早]")

# Machines' own forms: 20241101, 20241101T153000, 20241101153000.
_COMPACT = re.compile(
    r"(?<![\d.])(?P<day>20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    r"(?:[T ]?(?P<time>(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)(?P<zone>Z|[+-]\d\d:?\d\d)?)?(?!\.?\d)"
)
_SECONDS = re.compile(r"\s*(?P<seconds>1\d{9})(?:\d{3})?\s*")


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


def find(
    text: str, *, now: datetime | None = None, days: Collection[date] = ()
) -> list[Stamp]:
    """Return the dates printed in ``text``, in order, none inside another.

    ``now`` is the moment the page was fetched, aware: forms without a year and
    relative ones (昨天 12:01, 3小时前) are read against it, and left out without.
    One of ``days`` lends its year to the same day printed without, before ``now``.

    >>> find("2024年11月1日 15:30 来源")[0].moment
    datetime.datetime(2024, 11, 1, 15, 30)
    >>> find("11-01 15:30", days=[date(2019, 11, 1)])[0].moment.year
    2019
    """
    if now is None and not days:
        return list(_find_full(text))
    if _WIDE.search(text):
        text = text.translate(_ASCII_DIGITS)
    stamps = [stamp for form in _forms(text) for stamp in _read_all(form, text)]
    stamps += _partial(text, now, days)
    if now is not None:
        stamps += _relative(text, now)
    return _apart(text, stamps)


@lru_cache(maxsize=_REMEMBERED)
def _find_full(text: str) -> tuple[Stamp, ...]:
    """The dates with a year. Remembered: each line is asked for several fields."""
    if _WIDE.search(text):
        text = text.translate(_ASCII_DIGITS)
    found = [stamp for form in _forms(text) for stamp in _read_all(form, text)]
    return tuple(_apart(text, found))


def _apart(text: str, stamps: list[Stamp]) -> list[Stamp]:
    """The stamps in order, the longer first, without those inside another."""
    if not stamps:
        return stamps
    stamps.sort(key=lambda stamp: (stamp.start, -stamp.end))
    apart: list[Stamp] = []
    for stamp in stamps:
        end = apart[-1].end if apart else 0
        if stamp.start >= end:
            apart.append(stamp if stamp.timed else _with_time_before(text, stamp, end))
    return apart


def read(text: str, *, now: datetime | None = None) -> Stamp | None:
    """Return the first date in ``text`` with a time, else the first, else ``None``."""
    stamps = find(text, now=now)
    return next(
        (stamp for stamp in stamps if stamp.timed), stamps[0] if stamps else None
    )


def declared(text: str) -> Stamp | None:
    """Return the moment that a machine wrote for machines, or ``None``.

    These are the forms of ``read``, digits alone (20241101153000), and seconds or
    milliseconds since 1970.
    """
    if found := _SECONDS.fullmatch(text):
        moment = datetime.fromtimestamp(int(found["seconds"]), UTC)
        return Stamp(moment, timed=True, start=found.start(1), end=found.end())
    if stamp := read(text):
        return stamp
    match = _COMPACT.search(text)
    if match is None:
        return None
    digits = match["day"] + (match["time"] or "")
    form = "%Y%m%d%H%M%S"[: len(digits) - 2]
    try:
        moment = datetime.strptime(digits, form)  # noqa: DTZ007
    except ValueError:
        return None
    moment = moment.replace(tzinfo=_zone(match["zone"]))
    return Stamp(moment, bool(match["time"]), match.start(), match.end())


def _forms(text: str) -> Iterator[re.Pattern[str]]:
    """The full forms that ``text`` may hold."""
    if _FULL_YEAR.search(text):
        yield _NUMERIC_FORM
        if _MAY_BE_APART.search(text):
            yield _YEAR_APART_FORM
        if _MAY_BE_DAY_FIRST.search(text):
            yield _DAY_FIRST_FORM
        month = text.find("月")
        if month >= 0 and _FULL_YEAR.search(text, month):
            yield _MONTH_FIRST_FORM
        yield from _named_forms(text)
    if "民" in text:
        yield _MINGUO_FORM
    year = "年" in text
    if (year and _MAY_BE_SHORT.search(text)) or _MAY_BE_MINGUO.search(text):
        yield _SHORT_YEAR_FORM
    if "-" in text and _MAY_BE_DASHED.search(text):
        yield _SHORT_DASHED_FORM
    if year and _MAY_BE_CHINESE.search(text):
        yield _CHINESE_FORM


def _named_forms(text: str) -> Iterator[re.Pattern[str]]:
    """Those that name the month, and that ``text`` may hold."""
    if _MONTH_NAME.search(text.lower()):
        yield _ENGLISH_FORM
    if _MAY_BE_EUROPEAN.search(text):
        yield _EUROPEAN_FORM


def _read_all(form: re.Pattern[str], text: str) -> Iterator[Stamp]:
    for match in form.finditer(text):
        parts = match.groupdict()
        year = _number(parts["year"] or parts.get("year2"))
        if form in _OF_THIS_CENTURY and year < 100:  # noqa: PLR2004
            year += 2000
        elif year < 1000:  # noqa: PLR2004  # 民國: years since 1911
            year += 1911
        if stamp := _stamp(match, year, parts):
            yield stamp


def _partial(
    text: str, now: datetime | None, days: Collection[date]
) -> Iterator[Stamp]:
    for match in _PARTIAL.finditer(text):
        parts = match.groupdict()
        same = (_number(parts["month"]), _number(parts["day"]))
        lent = next((d.year for d in days if (d.month, d.day) == same), None)
        if lent is not None:
            if stamp := _stamp(match, lent, parts):
                yield stamp
        elif now is not None:
            for year in (now.year, now.year - 1):
                stamp = _stamp(match, year, parts)
                if stamp and stamp.moment.date() <= now.date() + timedelta(days=1):
                    yield stamp
                    break


def _relative(text: str, now: datetime) -> Iterator[Stamp]:
    if _MAY_BE_RELATIVE.search(text):
        for match in _RELATIVE_FORM.finditer(text):
            days = {"今": 0, "昨": 1, "前": 2}[match["which"][0]]
            day = now - timedelta(days=days)
            parts = match.groupdict() | {"month": str(day.month), "day": str(day.day)}
            if match["which"].endswith("晚") and not parts["half"]:
                parts["half"] = match["which"]
            if stamp := _stamp(match, day.year, parts):
                yield stamp
    if _MAY_BE_AGO.search(text):
        for match in _AGO_FORM.finditer(text):
            yield _ago(match, now)


# Digits of "3小时前" that are read; more of them count no time that anyone remembers.
_MOST_DIGITS = 6

_UNITS = {
    "秒": 1,
    "s": 1,
    "分": 60,
    "m": 60,
    "小": 3600,
    "钟": 3600,
    "鐘": 3600,
    "h": 3600,
    "天": 86_400,
    "日": 86_400,
    "d": 86_400,
}
_WEEK = 604_800
_DAY_SECONDS = 86_400


def _ago(match: re.Match[str], now: datetime) -> Stamp:
    """The moment so long before ``now``; a day at its midnight for days and weeks."""
    start, end = match.span()
    if match["just"]:
        return Stamp(now, timed=True, start=start, end=end)
    seconds = _UNITS.get((match["unit"] or match["word"])[0].lower(), _WEEK)
    number = (match["number"] or match["count"])[:_MOST_DIGITS]
    if match["semi"]:
        ago = timedelta(seconds=seconds / 2)
    elif number[0] in "aA":
        ago = timedelta(seconds=seconds)
    else:
        ago = timedelta(seconds=min(_number(number), 100_000) * seconds)
    moment = now - ago
    if seconds < _DAY_SECONDS or match["semi"]:
        return Stamp(moment, timed=True, start=start, end=end)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return Stamp(midnight, timed=False, start=start, end=end)


def _with_time_before(text: str, stamp: Stamp, bound: int) -> Stamp:
    """The stamp with the time that stands right before it, if one does."""
    before = text[max(bound, stamp.start - _LONGEST_TIME) : stamp.start]
    if ":" not in before and "：" not in before:
        return stamp
    match = _TIME_BEFORE.search(before)
    if match is None:
        return stamp
    moment = stamp.moment.replace(
        hour=_on_24_hours(int(match["hour"]), match.groupdict()) % 24,
        minute=int(match["minute"]),
        second=int(match["second"] or 0),
        tzinfo=_zone(match["zone"]) or stamp.moment.tzinfo,
    )
    start = stamp.start - len(before) + match.start()
    return replace(stamp, moment=moment, timed=True, start=start)


def _stamp(
    match: re.Match[str], year: int, parts: dict[str, str | None]
) -> Stamp | None:
    day = _number(parts.get("day") or parts.get("day2"))
    month = _number(parts.get("month") or parts.get("month2"))
    if month > 12 and match.re is _DAY_FIRST_FORM:  # noqa: PLR2004  # 11/20/2024
        day, month = month, day
    hour = int(parts.get("hour") or 0)
    minute = parts.get("minute") or parts.get("minutes") or parts.get("dotted") or 0
    if parts.get("thirty"):
        minute = 30
    second = parts.get("second") or parts.get("seconds") or 0
    if hour:
        hour = _on_24_hours(hour, parts)
    elif parts.get("half") in _NOON:
        hour = 12
    try:
        if year not in _YEARS or not day:
            return None
        moment = datetime(year, month, day, hour % 24, int(minute), int(second))  # noqa: DTZ001
    except ValueError:
        return None
    if hour == 24:  # noqa: PLR2004
        moment += timedelta(days=1)
    zone = UTC if parts.get("greenwich") else _zone(parts.get("zone"))
    timed = parts.get("hour") is not None
    return Stamp(moment.replace(tzinfo=zone), timed, match.start(), match.end())


def _on_24_hours(hour: int, parts: dict[str, str | None]) -> int:
    half = parts.get("half") or ""
    meridiem = (parts.get("after") or parts.get("before") or "").lower()
    late = half in _LATE or meridiem.startswith(("p", "下"))  # WordPress: 9:18 下午
    noon = 12
    if (late and hour < noon) or (half in _NOON and hour < _MORNING):
        return hour + noon
    if hour == noon and (
        half in {"上午", "凌晨", "오전"} or meridiem.startswith(("a", "上"))
    ):
        return 0
    return hour


def _zone(printed: str | None) -> tzinfo | None:
    if not printed:
        return None
    name = printed.upper().strip("(（ ")
    offset = re.search(r"([+-])(\d\d?)(?::?(\d\d))?$", name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        minutes = -minutes if offset[1] == "-" else minutes
    else:
        minutes = _ZONES.get(name, 0)
    limit = 24 * 60
    if abs(minutes) >= limit:
        return None
    return UTC if minutes == 0 else timezone(timedelta(minutes=minutes))


def _number(text: str | None) -> int:
    """A number in digits, Chinese digits (二〇二四), or Chinese tens (二十一, 廿一)."""
    if not text:
        return 0
    if text.isdecimal():
        return int(text)
    if month := MONTHS.get(lower := text.lower()) or MONTHS.get(lower[:3]):
        return month
    if text[0] in "廿卅":
        text = ("二十" if text[0] == "廿" else "三十") + text[1:]
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
