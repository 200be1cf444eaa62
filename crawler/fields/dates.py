"""When the article was published, and when it was last changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from itertools import islice
from typing import NamedTuple

from crawler.blocks import Block
from crawler.fields.lines import LONGEST, Line, dated_line, edged
from crawler.fields.sources import Found, Reading, first
from crawler.fields.years import (
    day_in,
    declared_days,
    is_relative,
    moment_of,
    without_year,
)
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
    r"(?:[摄攝](?:影|于|於)?|[传傳]真|提供|供[图圖]|[资資]料照?片?|翻[摄攝拍])\W*$|截[止至]|有效期|版[权權]|opyright|注[册冊]|[旧舊]版|今天是|今日是|[现現]在是"
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

# Blocks. A date may stand this far above the headline, and below the body; that of
# a printed paper's edition stands at the top of the page.
_ABOVE = 3
_BELOW = 12
_EDITION_ABOVE = 40

# Characters around a date that say what it is of; letters take twice the room.
_BEFORE = 8

# Lines that speak of an update whose year is looked for, each all over the page.
_MOST_UPDATES = 4

# Of hAtom, as most templates of WordPress write it.
_UPDATE_CLASSES = frozenset({"updated", "modified", "dt-updated", "date-modified"})

# Elements of a line that are asked for their titles; one that has more holds the page.
_MOST_ELEMENTS = 30

# Time by which a page may be ahead of the clock that fetched it.
_AHEAD = timedelta(days=2)

# A year that stands alone, with the day and the time in the blocks behind it.
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d\s*年?")

# 【江口报2024年11月1日讯】, which opens a text
_DATELINE = re.compile(
    r"\W?[【〔（(]\S{0,14}?(?P<day>(?:19|20)\d\d年\d{1,2}月\d{1,2}日)[讯訊电電]\s?[】〕）)]"
)

# 01/11/2024: which of the two is the month, the page may say elsewhere.
_AMBIGUOUS = re.compile(r"(?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|1[0-2])[-/.]\d{4}")


# A machine's moment with its zone. Zero and Z stand beside local times, too, where
# a template wrote them, and are not asked.
_ZONED = re.compile(
    r"(?P<wall>\d{4}-\d\d-\d\d[T ]\d\d:\d\d)(?::\d\d)?(?:\.\d+)?\s*(?P<zone>[+-](?!00:?00)\d\d:?\d\d)$"
)


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
        titled,
        printed_in_byline,
        printed_near_headline,
        printed_after_body,
        printed_in_dateline,
        linked_data,
        meta,
        time_element,
        printed_in_summary,
        in_address,
        printed_as_edition,
        signed,
    )


def date_modified(reading: Reading) -> Found[datetime] | None:
    """Return when the page says it was last changed, aware, or ``None``."""
    return first(reading, printed_as_update, marked_update, linked_update, meta_update)


def titled(reading: Reading) -> datetime | None:
    """The moment that shows where one points at 3 天前 in the lines above the body."""
    for line in reading.lines.head:
        if line.stamps or not is_relative(line.text):
            continue
        for element in islice(line.block.node.element.iter(), _MOST_ELEMENTS):
            title = element.get("title") or ""
            if not title or not is_relative("".join(element.itertext())):
                continue
            stamp = dates.read(title) if len(title) < LONGEST else None
            if stamp and stamp.timed:
                return _aware(reading, line.block, stamp)
    return None


def printed_in_byline(reading: Reading) -> datetime | None:
    """The date in the lines between headline and body."""
    top = reading.zones.measures.headline
    return _best(
        reading, [line for line in reading.lines.head if line.block.index >= top]
    )


def printed_near_headline(reading: Reading) -> datetime | None:
    """A date in any short line right over the headline or between it and the body."""
    not_these = {Role.TEASER, Role.CAPTION, Role.HIDDEN, Role.COMMENT, Role.SUMMARY}
    place = _above_body(reading)
    if found := _best(reading, _short_lines(reading, *place, not_these)):
        return found
    # An account's day may be a link, as its name beside it is: 发布于 2024-11-01.
    linked = _short_lines(reading, *place, frozenset(Role) - {Role.TEASER})
    return _best(reading, [line for line in linked if _PUBLISHED.search(line.text)])


def printed_in_summary(reading: Reading) -> datetime | None:
    """A date that is a line by itself where an article is summed up."""
    lines = _short_lines(
        reading, *_above_body(reading), frozenset(Role) - {Role.SUMMARY}
    )
    return _best(reading, filter(_is_day, lines))


def _above_body(reading: Reading) -> tuple[int, int]:
    """The blocks from a few over the headline down to the body."""
    start, _ = reading.zones.span
    headline = reading.zones.measures.headline
    top = headline - _ABOVE if headline >= 0 else start - 2 * _ABOVE
    return max(0, top), max(0, start)


def _is_day(line: Line) -> bool:
    """Whether a date is most of the line."""
    said = sum(stamp.end - stamp.start for stamp in line.stamps)
    return 2 * said > len(line.text)


def printed_after_body(reading: Reading) -> datetime | None:
    """A date labelled as the article's in the lines right after the body."""
    _, end = reading.zones.span
    not_these = {Role.TEASER, Role.COMMENT, Role.HIDDEN, Role.FOOTER}
    lines = _short_lines(reading, end + 1, end + 1 + _BELOW, not_these)
    labelled = [
        line
        for line in lines
        if line.stamps and (_PUBLISHED.search(line.text) or marks.byline(line.text))
    ]
    return _best(reading, labelled)


def printed_in_dateline(reading: Reading) -> datetime | None:
    """The day that the text's dateline gives with its year: 【江口报2024年11月1日讯】."""
    body = reading.zones.body
    match = _DATELINE.match(body[0].text) if body else None
    stamp = dates.read(match["day"]) if match else None
    return stamp.aware(reading.timezone) if stamp else None


def linked_data(reading: Reading) -> datetime | None:
    return moment_of(reading, reading.head.linked("datePublished", "dateCreated"))


def meta(reading: Reading) -> datetime | None:
    metas = reading.head.metas
    values = (metas[name] for name in _PUBLISHED_METAS if name in metas)
    return next((m for v in values if (m := moment_of(reading, v))), None)


def time_element(reading: Reading) -> datetime | None:
    """The first ``time`` of the page that gives a machine-readable moment."""
    return next(
        (m for text in reading.head.times if (m := moment_of(reading, text))), None
    )


def in_address(reading: Reading) -> datetime | None:
    """The day that the page's address carries."""
    for address in (reading.page.url, reading.head.canonical or ""):
        if day := day_in(address):
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


def signed(reading: Reading) -> datetime | None:
    """The day alone that closes the body, under the name of whoever announces."""
    body = reading.zones.body
    text = body[-1].text if body else ""
    if len(text) > _LONGEST_DAY or not text.endswith(("日", "号", "號")):
        return None
    stamp = next(iter(dates.find(text)), None)
    whole = stamp is not None and (stamp.start, stamp.end) == (0, len(text))
    return stamp.aware(reading.timezone) if stamp and whole else None


# Characters of a day in full: 二〇二四年十一月三十一日.
_LONGEST_DAY = 16


def printed_as_update(reading: Reading) -> datetime | None:
    """The day behind 更新, or before it; one without a year where no other is."""
    lines = [line for line in reading.lines.all if _MODIFIED.search(line.text)]
    for number, line in enumerate(lines):
        if found := _first_update(line.text, line.stamps):
            return _told_whole(reading, _aware(reading, line.block, found))
        if number < _MOST_UPDATES and (
            found := _first_update(line.text, without_year(reading, line))
        ):
            return _aware(reading, line.block, found)
    return None


def _first_update(text: str, stamps: Iterable[Stamp]) -> Stamp | None:
    end = 0
    for stamp in stamps:
        if _is_update(text, stamp, end):
            return stamp
        end = stamp.end
    return None


def _told_whole(reading: Reading, day: datetime) -> datetime:
    """A printed day with the time that the page tells machines of the same day."""
    if day.time() != time():
        return day
    sources = (marked_update, linked_update, meta_update)
    told = (moment for source in sources if (moment := source(reading)))
    return next((moment for moment in told if moment.date() == day.date()), day)


def marked_update(reading: Reading) -> datetime | None:
    """The moment of a ``time`` by the headline that its class calls an update."""
    for line in reading.lines.head:
        for element in line.block.node.element.iter("time"):
            words = (element.get("class") or "").lower().split()
            if _UPDATE_CLASSES.isdisjoint(words) or "published" in words:
                continue
            if moment := moment_of(reading, element.get("datetime")):
                return moment
    return None


def linked_update(reading: Reading) -> datetime | None:
    return moment_of(reading, reading.head.linked("dateModified"))


def meta_update(reading: Reading) -> datetime | None:
    metas = reading.head.metas
    values = (metas[name] for name in _MODIFIED_METAS if name in metas)
    return next((m for v in values if (m := moment_of(reading, v))), None)


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
    alone = _alone(reading, lines)
    if alone is not None:
        block, stamp = alone
        return _aware(reading, block, _with_time_behind(reading, block, stamp))
    found = list(_candidates(reading, lines, lambda line: line.stamps))
    if not found:
        yearless = partial(without_year, reading)
        found = list(_candidates(reading, lines, yearless))
    if not found:
        return None
    best = min(found, key=lambda candidate: candidate[:-1])
    if best.untimed:  # a time elsewhere on the same day is the same moment, told whole
        day = best.stamp.moment.date()
        same = (c for c in found if not (c.untimed or c.update or c.otherwise))
        best = next((c for c in same if c.stamp.moment.date() == day), best)
    block = reading.zones.blocks[best.place]
    return _aware(reading, block, _with_time_behind(reading, block, best.stamp))


def _with_time_behind(reading: Reading, block: Block, stamp: Stamp) -> Stamp:
    """The stamp of a day that ends its block, with the time that a like one behind is."""
    if stamp.timed or edged(block)[stamp.end :].strip():
        return stamp
    following = reading.zones.blocks[block.index + 1 : block.index + 2]
    if not following or not _are_alike(block, following[0]):
        return stamp
    match = _TIME_ALONE.fullmatch(following[0].text)
    if match is None:
        return stamp
    hour, minute, second = (int(part or 0) for part in match.groups())
    moment = stamp.moment.replace(hour=hour, minute=minute, second=second)
    return replace(stamp, moment=moment, timed=True)


def _are_alike(one: Block, other: Block) -> bool:
    """Whether two blocks are elements of one name in the same one."""
    return one.node.parent == other.node.parent and one.node.tag == other.node.tag


_TIME_ALONE = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)(?:[:：]([0-5]\d))?")


def _aware(reading: Reading, block: Block, stamp: Stamp) -> datetime:
    """The printed moment in the zone that the page declares for that very time.

    What stands in a ``time`` element of the line comes first, then the head.
    """
    if stamp.moment.tzinfo is None and stamp.timed:
        wall = stamp.moment.isoformat(timespec="minutes")
        for text in _declared(reading, block):
            match = _ZONED.match(text)
            if match and match["wall"].replace(" ", "T") == wall:
                zoned = datetime.fromisoformat(f"{wall}{match['zone']}").tzinfo
                return stamp.moment.replace(tzinfo=zoned)
    return stamp.aware(reading.timezone)


def _declared(reading: Reading, block: Block) -> Iterator[str]:
    """What the page says to machines of its moments, that nearest the block first."""
    for element in block.node.element.iter("time"):
        yield (element.get("datetime") or "").strip()
    head = reading.head
    for key in ("datePublished", "dateCreated", "dateModified"):
        yield from head.linked_all(key)
    yield from head.metas.values()


def _alone(reading: Reading, lines: Iterable[Line]) -> tuple[Block, Stamp] | None:
    """The one date of ``lines``, where nothing needs to be told from it."""
    found = [(line, stamp) for line in lines for stamp in line.stamps]
    if len(found) != 1:
        return None
    [(line, stamp)] = found
    if _is_never(line.text, stamp, 0) or _is_to_come(reading, stamp):
        return None
    return line.block, _month_first(reading, line.text, stamp)


def _candidates(
    reading: Reading, lines: Iterable[Line], stamps: Callable[[Line], Iterable[Stamp]]
) -> Iterator[_Candidate]:
    for line in lines:
        end = 0
        for stamp in stamps(line):
            before = _before(line.text, stamp, end)
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


def _before(text: str, stamp: Stamp, bound: int) -> str:
    """What stands before a date and says what it is of."""
    before = text[max(bound, stamp.start - 2 * _BEFORE) : stamp.start]
    return before if before[-_BEFORE:].isascii() else before[-_BEFORE:]


def _is_update(text: str, stamp: Stamp, bound: int) -> bool:
    before = _before(text, stamp, bound)
    if _MODIFIED.search(before):
        return True
    return _UPDATE_BEHIND.match(text, stamp.end) is not None


# 15:30 更新, not 15:30 更新：16:00.
_UPDATE_BEHIND = re.compile(r"\s*更新(?!\s*(?:[:：于於\d]|[时時][间間]|日期))")


def _is_never(text: str, stamp: Stamp, bound: int) -> bool:
    before = _before(text, stamp, bound)
    if _NEVER.search(before):
        return True
    if "©" in before and not stamp.timed:  # nobody claims rights from a minute on
        return True
    return _BEFORE_OLD.match(text, stamp.end) is not None


def _is_to_come(reading: Reading, stamp: Stamp) -> bool:
    """Whether the day had not come when the page was fetched."""
    now = reading.now
    return now is not None and stamp.aware(reading.timezone) > now + _AHEAD


def _month_first(reading: Reading, text: str, stamp: Stamp) -> Stamp:
    """The stamp of 01/11/2024 with the month first, where the page means that day.

    It prints its weekday, or declares the day elsewhere.
    """
    if not _AMBIGUOUS.match(text, stamp.start):
        return stamp
    moment = stamp.moment
    try:
        other = moment.replace(month=moment.day, day=moment.month)
    except ValueError:
        return stamp
    weekday = _weekday(text, stamp)
    if weekday in {moment.weekday(), other.weekday()}:
        return stamp if weekday == moment.weekday() else replace(stamp, moment=other)
    declared = set(declared_days(reading))
    if other.date() in declared and moment.date() not in declared:
        return replace(stamp, moment=other)
    return stamp


def _weekday(text: str, stamp: Stamp) -> int | None:
    """The weekday printed with a date, 0 for Monday."""
    around = text[max(0, stamp.start - 2 * _BEFORE) : stamp.end + _BEFORE]
    match = _WEEKDAY.search(around)
    if match is None:
        return None
    if match["han"]:
        return "一二三四五六日".index(match["han"].replace("天", "日"))
    return _WEEKDAYS.index(match["latin"].lower())


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(
    r"(?:星期|[周週]|[礼禮]拜)(?P<han>[一二三四五六日天])"
    rf"|\b(?P<latin>{'|'.join(_WEEKDAYS)})(?:day|s|sday|nesday|rs|rsday|urday)?\b",
    re.IGNORECASE,
)
