"""When the article was published, and when it was last changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import NamedTuple

from crawler.blocks import Block
from crawler.fields.lines import LONGEST, Line, dated_line, edged
from crawler.fields.sources import Found, Reading, first
from crawler.roles import Role
from crawler.text import dates, marks
from crawler.text.attribution import EDGE
from crawler.text.dates import Stamp

_MODIFIED = re.compile(
    r"更新|修[改订訂]|更改|最[后後]|[Uu]pdated|UPDATED|[Mm]odified|[Ee]dited"
)
_PUBLISHED = re.compile(
    r"[发發][布佈表]|[发發]稿|[时時][间間]|日期|建立|刊[登发發]|出版|上[传傳]|[Pp]ublished|PUBLISHED|[Pp]osted"
)
# What else a printed day may be of, though a page that prints no other means it.
_OTHERWISE = re.compile(r"成文|印[发發]|生效|[实實]施|[签簽][发發署]")

# Days that are no publication: 张三摄 2024年11月1日, © 2024年11月1日.
_NEVER = re.compile(
    r"(?:[摄攝](?:影|于|於)?|[传傳]真|提供|供[图圖]|[资資]料照?片?|翻[摄攝拍])\W*$|截[止至]|有效期|版[权權]|opyright|©|注[册冊]|[旧舊]版|今天是|今日是|[现現]在是"
)
_BEFORE_OLD = re.compile(r"\s*(?:[号號日]?以前|[查看]?[旧舊]版)")

# Names of meta elements, most telling first.
_PUBLISHED_METAS = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "publishdate",
    "pubdate",
    "publish_time",
    "publishtime",
    "publish-date",
    "published_time",
    "weibo: article:create_at",
    "weibo:article:create_at",
    "bytedance:published_time",
    "og:release_date",
    "article.published",
    "apub:time",
    "_pubtime",
    "dc.date.issued",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "releasedate",
    "dc.date",
    "date",
)
_MODIFIED_METAS = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dateupdate",
    "lastmod",
    "weibo: article:update_at",
    "weibo:article:update_at",
    "bytedance:updated_time",
    "last-modified",
)

# 20241101, 2024-11/01, /2024/1101/, /1611/08/: days in addresses.
_ADDRESS_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>[-/_.]?)(?P<month>0[1-9]|1[0-2])[-/_.]?(?P<day>0[1-9]|[12]\d|3[01])(?!\d{3})"
    r"|(?<=/)(?P<year1>(?:19|20)\d\d)(?P<mark1>[-/_.])(?P<month1>[1-9])(?P=mark1)(?P<day1>[12]\d|3[01]|0?[1-9])(?=[-/_.])"
    r"|(?<=/)(?P<year2>[0-2]\d)(?P<month2>0[1-9]|1[0-2])/?(?P<day2>0[1-9]|[12]\d|3[01])(?=/)"
)

# Blocks. A date may stand this far above the headline, and below the body; that of
# a printed paper's edition stands at the top of the page.
_ABOVE = 3
_BELOW = 12
_EDITION_ABOVE = 40

# Characters around a date that say what it is of.
_BEFORE = 8
_AFTER = 5

# Time by which a page may be ahead of the clock that fetched it.
_AHEAD = timedelta(days=2)

# Times in scripts by which the page says when it was served or written, and the
# names that say so.
_SCRIPT_TIME = re.compile(
    r"[:=]\s*[\"']?(?P<value>20\d\d[-/]\d\d?[-/]\d\d?(?:[ T]\d\d?:\d\d)?|1\d{9}(?:\d{3})?(?!\d))"
)
_TIME_NAME = re.compile(r"(?:time|date|stamp)\w*[\"']?\s*$", re.IGNORECASE)
_EXPIRES = re.compile(r"expire|end|max|until|life|out|valid", re.IGNORECASE)
_LONGEST_NAME = 24
_LONGEST_DECLARED = 60

# A year that stands alone, with the day and the time in the blocks behind it.
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d\s*年?")

# Forms without a year: asked before the page is searched for one.
_MAY_BE_PARTIAL = re.compile(r"\d\s*[-/.月]\s*\d|前|[今昨][天日晚早]|[刚剛]|\bago\b")
_RELATIVE = re.compile(r"前|[今昨]|[刚剛]|ago")
_SOME_MOMENT = datetime(2024, 12, 31, 23, 59, tzinfo=UTC)

# 01/11/2024: which of the two is the month, the page may say elsewhere.
_AMBIGUOUS = re.compile(r"(?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|1[0-2])[-/.]\d{4}")


class _Candidate(NamedTuple):
    """A printed date and how little it looks like the day of publication."""

    update: bool
    otherwise: bool
    unlabelled: bool
    untimed: bool
    place: int
    stamp: Stamp


def date_published(reading: Reading) -> Found[datetime] | None:
    """Return when the article was published, aware, or ``None``.

    The page's own clock comes first; what its head declares comes after, since
    pages are copied and templates are shared; the address comes last.
    """
    return first(
        reading,
        printed_in_byline,
        printed_near_headline,
        printed_after_body,
        linked_data,
        meta,
        time_element,
        in_address,
        printed_as_edition,
    )


def date_modified(reading: Reading) -> Found[datetime] | None:
    """Return when the page says it was last changed, aware, or ``None``."""
    return first(reading, printed_as_update, linked_update, meta_update)


def printed_in_byline(reading: Reading) -> datetime | None:
    """The date in the lines between headline and body."""
    top = reading.zones.measures.headline
    return _best(
        reading, [line for line in reading.lines.head if line.block.index >= top]
    )


def printed_near_headline(reading: Reading) -> datetime | None:
    """A date in any short line right over the headline or between it and the body."""
    start, _ = reading.zones.span
    headline = reading.zones.measures.headline
    top = headline - _ABOVE if headline >= 0 else start - 2 * _ABOVE
    not_these = {Role.TEASER, Role.CAPTION, Role.HIDDEN, Role.COMMENT, Role.SUMMARY}
    return _best(reading, _short_lines(reading, max(0, top), max(0, start), not_these))


def printed_after_body(reading: Reading) -> datetime | None:
    """A date labelled as the article's in the lines right after the body."""
    _, end = reading.zones.span
    not_these = {Role.TEASER, Role.COMMENT, Role.HIDDEN, Role.FOOTER}
    lines = _short_lines(reading, end + 1, end + 1 + _BELOW, not_these)
    return _best(
        reading,
        [
            line
            for line in lines
            if _PUBLISHED.search(line.text) or marks.byline(line.text)
        ],
    )


def linked_data(reading: Reading) -> datetime | None:
    return _read(reading, reading.head.linked("datePublished", "dateCreated"))


def meta(reading: Reading) -> datetime | None:
    metas = reading.head.metas
    values = (metas[name] for name in _PUBLISHED_METAS if name in metas)
    return next((m for v in values if (m := _read(reading, v))), None)


def time_element(reading: Reading) -> datetime | None:
    """The first ``time`` of the page that gives a machine-readable moment."""
    for element in reading.page.root.root.iter("time"):
        if moment := _read(reading, element.get("datetime")):
            return moment
    return None


def in_address(reading: Reading) -> datetime | None:
    """The day that the page's address carries."""
    for address in (reading.page.url, reading.head.canonical or ""):
        if day := _day_in(address):
            return datetime(day.year, day.month, day.day, tzinfo=reading.timezone)
    return None


def printed_as_edition(reading: Reading) -> datetime | None:
    """The day at the top of a printed paper's page: 2024年11月1日 星期五 第3版."""
    headline = reading.zones.measures.headline
    if headline <= 0:
        return None
    not_these = {Role.HIDDEN, Role.COMMENT, Role.FOOTER, Role.BODY}
    top = max(0, headline - _EDITION_ABOVE)
    for line in reversed(_short_lines(reading, top, headline, not_these)):
        stamp = next(iter(line.stamps), None)
        if stamp and stamp.start <= _BEFORE and not _is_never(line.text, stamp, 0):
            linked = ("".join(link.itertext()) for link in line.block.links)
            printed = line.text[stamp.start : stamp.end].strip()
            if not any(printed in text for text in linked):
                return stamp.aware(reading.timezone)
    return None


def printed_as_update(reading: Reading) -> datetime | None:
    for line in reading.lines.all:
        if _MODIFIED.search(line.text):
            for stamp in line.stamps or _without_year(reading, line):
                if _is_update(line.text, stamp, 0):
                    return stamp.aware(reading.timezone)
    return None


def linked_update(reading: Reading) -> datetime | None:
    return _read(reading, reading.head.linked("dateModified"))


def meta_update(reading: Reading) -> datetime | None:
    metas = reading.head.metas
    values = (metas[name] for name in _MODIFIED_METAS if name in metas)
    return next((m for v in values if (m := _read(reading, v))), None)


def _short_lines(
    reading: Reading, top: int, end: int, not_these: Collection[Role]
) -> list[Line]:
    """The short lines of a range of blocks, but those of some roles."""
    blocks, roles = reading.zones.blocks, reading.zones.roles
    found = []
    for block in blocks[top:end]:
        if len(block.text) >= LONGEST or block.node.hidden:
            continue
        if roles[block.index] in not_these:
            continue
        text = edged(block)
        if _YEAR_ALONE.fullmatch(text):
            behind = blocks[block.index + 1 : block.index + 3]
            text = EDGE.join([text, *(b.text for b in behind if _is_part(b))])
        found.append(dated_line(block, text))
    return found


def _is_part(block: Block) -> bool:
    """Whether the block may be a day or a time that was set apart from its year."""
    return len(block.text) <= _BEFORE and block.text[:1].isdecimal()


def _best(reading: Reading, lines: Iterable[Line]) -> datetime | None:
    """Of the dates in ``lines`` the one that looks most like that of publication."""
    lines = list(lines)
    found = list(_candidates(reading, lines, lambda line: line.stamps))
    if not found:
        yearless = partial(_without_year, reading)
        found = list(_candidates(reading, lines, yearless))
    if not found:
        return None
    best = min(found, key=lambda candidate: candidate[:-1])
    if best.untimed:  # a time elsewhere on the same day is the same moment, told whole
        day = best.stamp.moment.date()
        same = (c for c in found if not (c.untimed or c.update or c.otherwise))
        best = next((c for c in same if c.stamp.moment.date() == day), best)
    return best.stamp.aware(reading.timezone)


def _candidates(
    reading: Reading, lines: Iterable[Line], stamps: Callable[[Line], Iterable[Stamp]]
) -> Iterator[_Candidate]:
    for line in lines:
        end = 0
        for stamp in stamps(line):
            before = line.text[max(end, stamp.start - _BEFORE) : stamp.start]
            if not _is_never(line.text, stamp, end) and not _is_to_come(reading, stamp):
                yield _Candidate(
                    update=_is_update(line.text, stamp, end),
                    otherwise=_OTHERWISE.search(before) is not None,
                    unlabelled=_PUBLISHED.search(before) is None,
                    untimed=not stamp.timed,
                    place=line.block.index,
                    stamp=_month_first(reading, line.text, stamp),
                )
            end = stamp.end


def _is_update(text: str, stamp: Stamp, bound: int) -> bool:
    before = text[max(bound, stamp.start - _BEFORE) : stamp.start]
    if _MODIFIED.search(before):
        return True
    return _UPDATE_BEHIND.match(text, stamp.end) is not None


# 15:30 更新, not 15:30 更新：16:00.
_UPDATE_BEHIND = re.compile(r"\s*更新(?!\s*(?:[:：于於\d]|[时時][间間]|日期))")


def _is_never(text: str, stamp: Stamp, bound: int) -> bool:
    before = text[max(bound, stamp.start - _BEFORE) : stamp.start]
    if _NEVER.search(before):
        return True
    return _BEFORE_OLD.match(text, stamp.end) is not None


def _is_to_come(reading: Reading, stamp: Stamp) -> bool:
    """Whether the day had not come when the page was fetched."""
    now = reading.now
    return now is not None and stamp.aware(reading.timezone) > now + _AHEAD


def _month_first(reading: Reading, text: str, stamp: Stamp) -> Stamp:
    """The stamp of 01/11/2024 with the month first, where the page declares that day."""
    if not _AMBIGUOUS.match(text, stamp.start):
        return stamp
    moment = stamp.moment
    try:
        other = moment.replace(month=moment.day, day=moment.month)
    except ValueError:
        return stamp
    declared = set(_declared_days(reading))
    if other.date() in declared and moment.date() not in declared:
        return replace(stamp, moment=other)
    return stamp


def _without_year(reading: Reading, line: Line) -> Sequence[Stamp]:
    """The line's dates that are printed without a year, with that which they mean."""
    if not _MAY_BE_PARTIAL.search(line.text):
        return ()
    if not dates.find(line.text, now=_SOME_MOMENT):
        return ()
    days = _declared_days(reading)
    if reading.now is not None:
        return dates.find(line.text, now=reading.now, days=days)
    found = dates.find(line.text, days=days)
    found = found or dates.find(line.text, days=_days_in_page(reading))
    if not found and (served := _served(reading)):
        found = [
            stamp
            for stamp in dates.find(line.text, now=served)
            if not _RELATIVE.search(line.text[stamp.start : stamp.end])
        ]
    return found


def _declared_days(reading: Reading) -> list[date]:
    """The days that the page names where readers do not look."""
    head = reading.head
    values = [text for text in head.metas.values() if len(text) < _LONGEST_DECLARED]
    for key in ("datePublished", "dateCreated", "dateModified"):
        values += head.linked_all(key)
    found = [m.date() for v in values if v[:1].isdigit() and (m := _read(reading, v))]
    found += filter(None, map(_day_in, (reading.page.url, head.canonical or "")))
    return found + [moment.date() for moment in _script_times(reading)]


def _script_times(reading: Reading) -> Iterator[datetime]:
    """The moments that scripts of the page keep under a name that says time."""
    text = reading.page.text
    for match in _SCRIPT_TIME.finditer(text):
        name = _TIME_NAME.search(
            text[max(0, match.start() - _LONGEST_NAME) : match.start()]
        )
        if (
            name
            and not _EXPIRES.search(name[0])
            and (m := _read(reading, match["value"]))
        ):
            yield m


def _days_in_page(reading: Reading) -> list[date]:
    """Days in addresses of the page's pictures and links, newest first."""
    text = reading.page.text
    found = {day for match in _ADDRESS_DAY.finditer(text) if (day := _day_of(match))}
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


def _day_in(address: str) -> date | None:
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


def _read(reading: Reading, text: str | None) -> datetime | None:
    stamp = dates.declared(text) if text else None
    return stamp.aware(reading.timezone) if stamp else None
