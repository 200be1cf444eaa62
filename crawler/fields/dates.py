"""When the article was published, and when it was last changed."""

from __future__ import annotations

import re
from datetime import datetime

from crawler.blocks import Block
from crawler.fields.sources import Found, Reading, first
from crawler.roles import Role
from crawler.text import dates, marks

_MODIFIED = re.compile(r"更新|修[改订訂]|最[后後]|[Uu]pdated|[Mm]odified")
_PUBLISHED = re.compile(
    r"[发發][布佈表]|[发發]稿|[时時][间間]|日期|建立|刊[登发發]|[Pp]ublished|[Pp]osted"
)

# Names of meta elements, most telling first.
_PUBLISHED_METAS = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "publishdate",
    "pubdate",
    "publish_time",
    "publishtime",
    "weibo: article:create_at",
    "og:release_date",
    "article.published",
    "apub:time",
    "dc.date.issued",
    "parsely-pub-date",
    "sailthru.date",
    "date",
)
_MODIFIED_METAS = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "weibo: article:update_at",
    "last-modified",
)

_URL_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/_]?(?P<month>0[1-9]|1[0-2])[-/_]?(?P<day>0[1-9]|[12]\d|3[01])(?!\d{3})"
)

# Blocks. A date may stand this far above the headline, and below the body.
_ABOVE = 3
_BELOW = 12

# Blocks. A byline may stand this far below the lead that opens the body.
_BELOW_LEAD = 4


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
    )


def date_modified(reading: Reading) -> Found[datetime] | None:
    """Return when the page says it was last changed, aware, or ``None``."""
    return first(reading, printed_as_update, linked_update, meta_update)


def printed_in_byline(reading: Reading) -> datetime | None:
    """The date in the lines between headline and body."""
    start, _ = reading.zones.span
    return _best(
        reading,
        [
            block
            for block in reading.zones.of(Role.BYLINE)
            if _headline(reading) <= block.index < start + _BELOW_LEAD
        ],
    )


def printed_near_headline(reading: Reading) -> datetime | None:
    """A date in any short line right over the headline or between it and the body."""
    start, _ = reading.zones.span
    top = _headline(reading) - _ABOVE if _headline(reading) >= 0 else start - 2 * _ABOVE
    return _best(
        reading,
        [
            block
            for block in reading.zones.blocks[max(0, top) : max(0, start)]
            if _is_short(block)
            and reading.zones.roles[block.index]
            not in {Role.TEASER, Role.CAPTION, Role.HIDDEN, Role.COMMENT, Role.SUMMARY}
        ],
    )


def printed_after_body(reading: Reading) -> datetime | None:
    """A date labelled as the article's in the lines right after the body."""
    _, end = reading.zones.span
    below = [
        block
        for block in reading.zones.blocks[end + 1 : end + 1 + _BELOW]
        if _is_short(block)
        and reading.zones.roles[block.index]
        not in {Role.TEASER, Role.COMMENT, Role.HIDDEN, Role.FOOTER}
        and (_PUBLISHED.search(block.text) or marks.byline(block.text))
    ]
    return _best(reading, below)


def linked_data(reading: Reading) -> datetime | None:
    return _read(reading, reading.head.linked("datePublished", "dateCreated"))


def meta(reading: Reading) -> datetime | None:
    for name in _PUBLISHED_METAS:
        if moment := _read(reading, reading.head.meta(name)):
            return moment
    return None


def time_element(reading: Reading) -> datetime | None:
    """The first ``time`` of the page that gives a machine-readable moment."""
    values = reading.page.root.xpath(
        "//time/@datetime | //*[@itemprop='datePublished']/@datetime"
    )
    return next((m for v in values.getall() if (m := _read(reading, v))), None)


def in_address(reading: Reading) -> datetime | None:
    """The day that the page's address carries."""
    match = _URL_DAY.search(reading.page.url)
    return (
        _read(reading, "-".join(match.group("year", "month", "day"))) if match else None
    )


def printed_as_update(reading: Reading) -> datetime | None:
    for block in reading.zones.of(Role.BYLINE):
        for stamp in dates.find(block.text, now=reading.now):
            around = block.text[max(0, stamp.start - 6) : stamp.end + 5]
            if _MODIFIED.search(around):
                return stamp.aware(reading.timezone)
    return None


def linked_update(reading: Reading) -> datetime | None:
    return _read(reading, reading.head.linked("dateModified"))


def meta_update(reading: Reading) -> datetime | None:
    for name in _MODIFIED_METAS:
        if moment := _read(reading, reading.head.meta(name)):
            return moment
    return None


def _headline(reading: Reading) -> int:
    return reading.zones.measures.headline


def _is_short(block: Block) -> bool:
    return len(block.text) < 120 and not block.node.hidden  # noqa: PLR2004


def _best(reading: Reading, blocks: list[Block]) -> datetime | None:
    """Of the dates in ``blocks``: no update before a publication, a time before a day."""
    stamps = _ranked(blocks, reading.now)
    if not stamps and reading.now is None:
        stamps = _ranked(blocks, _declared(reading))
    if not stamps:
        return None
    stamp = min(stamps, key=lambda entry: entry[:2])[2]
    return stamp.aware(reading.timezone)


def _ranked(
    blocks: list[Block], now: datetime | None
) -> list[tuple[bool, bool, dates.Stamp]]:
    return [
        (_is_update(block.text, stamp), not stamp.timed, stamp)
        for block in blocks
        for stamp in dates.find(block.text, now=now)
    ]


def _is_update(text: str, stamp: dates.Stamp) -> bool:
    before, after = (
        text[max(0, stamp.start - 6) : stamp.start],
        text[stamp.end : stamp.end + 4],
    )
    return bool(_MODIFIED.search(before) or re.match(r"\s*更新", after))


def _declared(reading: Reading) -> datetime | None:
    """A moment the page itself declares, to complete a day printed without year."""
    return linked_data(reading) or meta(reading) or in_address(reading)


def _read(reading: Reading, text: str | None) -> datetime | None:
    stamp = dates.read(text) if text else None
    return stamp.aware(reading.timezone) if stamp else None
