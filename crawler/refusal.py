"""Pages that hold no article: hubs, galleries, videos, log-ins, shops, errors.

Each piece of evidence adds or takes points; a page is an article where more than
a little is left. The points were set by hand, beside those that a logistic regression
gave the same evidence, which did worse on what is rare and plain: an announced video,
a numbered picture. Both looked at 29 real lists, 5 other pages without an article, 877
with one whose chances came from trees that had not seen their outlet, and the same
pages with all of their body taken out but a paragraph or two (2026-11).
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from crawler import kinds
from crawler.blocks import Block
from crawler.fields.sources import Found, Reading
from crawler.paths import TagPath
from crawler.roles import Role
from crawler.text import marks
from crawler.text.similarity import plain, size

# Points that a page must be left with to be an article.
_ENOUGH = 0.75

# Size of the body, halved where nothing speaks for it: least for these points.
_WEIGHTS = (
    (1000.0, 4.0),
    (400.0, 3.0),
    (150.0, 2.0),
    (60.0, 1.0),
    (30.0, -1.0),
    (0.0, -2.0),
)

# Points for a flat page that prints no headline: a dump of the text alone has no day
# either, which counts against it already.
_UNTITLED = (0.0, "no headline")

# Sources of a headline or a date that say little of this very page.
_TITLE_ALONE = frozenset({"title_tag", "open_graph", "linked_data"})
_NEAR_HEADLINE = frozenset({"printed_in_byline", "printed_near_headline"})
_DECLARED = frozenset({"meta", "linked_data", "time_element"})

# Linked blocks between headline and body from which on they are no neighbours;
# blocks below the headline among which a line may tell the day.
_FAR = 8
_BYLINE_WITHIN = 8

# Size. A headline this short is the name of a section, more likely.
_SHORT_HEADLINE = 5.0
_SHORTISH_HEADLINE = 8.0
_LONGEST_SECTION = 10.0

# 江口社9月18日电: how a text that is dated nowhere else begins; characters.
_DATELINE = re.compile(r"\d{1,2}月\d{1,2}日\s*[电電讯訊]")
_OPENING = 60

# Paragraphs, and shares of them, from which a body looks like a list of teasers.
_LIST_PARAGRAPHS = 3

# Points for a report of a sentence or two: paragraphs that it may have, and blocks
# below the headline within which it begins.
_FLASH = 2.0
_FLASH_LINES = 2
_FLASH_WITHIN = 4

# Size. A line of a body that is shorter tells when, and what follows tells what.
_TIME_OF_DAY = 6
_LIST_SOME = 0.25
_LIST_MOST = 0.5
_LIST_DATES = 0.3
_LIST_LINKS = 0.4
_LIST_AT_MOST = 3.5
_LIST_DATED = 2.0
_LIST_SHARED = 2.5

# Characters of a button that each teaser of a list repeats: [详细], 分享; of an end
# that leads to more, the signs behind it included.
_LONGEST_REPEATED = 30
_LONGEST_CUT = 40
_CUT = re.compile(
    r"(?:…|\.{3}|[\[【（(](?:全文|[详詳][细細情]|更多)[\]】）)]|[阅閱][读讀]全文|查看全文|"
    r"(?i:read more|continue reading))\W*$"
)
_OF_CUTS = ("...", "…", "ead", "文", "详", "詳", "更多")  # each end has one of them
_DIGITS = re.compile(r"\d+")

# Share of a block's text inside links that makes it a link; size of a teaser's
# headline; characters of a line about a date.
_LINKED = 0.7
_TEASER = 6.0
_LONGEST_DATED = 60

# Levels above a paragraph within which a teaser's link stands; what is around both has
# no more blocks than this, and no more paragraphs.
_ITEM_LEVELS = 3
_ITEM_BLOCKS = 10
_ITEM_PARAGRAPHS = 2

_NOTICES = frozenset({"rights", "mention", "scan", "help", "tags"})

_FEW_PARAGRAPHS = 4

# What others say: news of terms quotes them.
_QUOTED = re.compile(r"[“「][^”」]*[”」]")

# Times that terms of use call their reader, and those who wrote them, at least.
_OFTEN = 3
_SOME_PARAGRAPHS = 8

# Size of a body that a headline which announces a video or pictures may stand over.
_FEW_WORDS = 150.0
_NO_WORDS = 30.0
_SOME_WORDS = 600.0

# Size of the longest paragraph of tables, price lists, timetables; share of the text
# that is in longer ones where some are all the same.
_NO_PARAGRAPH = 30.0
_SOME_IN_PARAGRAPHS = 0.25

_NUMBERED = re.compile(
    r"^\W*(?:第|image|photo|picture|slide|bild|foto)?\s*\d{1,3}\s*(?:[张張]?\s*[/／]|of|von|de|sur)\s*\d{1,3}(?!\d|[/年月])",
    re.IGNORECASE,
)
_NUMBERED_FIRST = frozenset(("im", "ph", "pi", "sl", "bi", "fo"))
_GALLERY = re.compile(
    r"gallery|slide-?show|swiper-slide|carousel|album|tuji|photoset|picshow",
    re.IGNORECASE,
)


def refusal(
    reading: Reading, headline: Found[str] | None, date: Found[datetime] | None
) -> str | None:
    """Return why the page is no article, or ``None`` where it is one.

    What costs time is asked only while it may still tip the scales.
    """
    if not reading.zones.body:
        return "no body"
    if headline is None and not reading.page.flat:
        return "no headline"
    weight, chance = _weight(reading)
    evidence = [
        (next(p for least, p in _WEIGHTS if weight >= least), "too little text"),
        (0.5 * (chance > 0.85) - (chance < 0.4), "nothing reads like a body"),  # noqa: PLR2004
        (_dated(reading, date), "no date"),
        (_FLASH * _is_short_whole(reading, headline), "too little text"),
        *(_of_title(reading, headline, weight) if headline else [_UNTITLED]),
    ]
    left = sum([points for points, _ in evidence])
    doubts = list(_doubts(reading, weight))
    most = sum([doubt.most for doubt in doubts])
    for doubt in doubts:
        if left - most > _ENOUGH:
            return None
        points = doubt.points(reading)
        evidence.append((-points, doubt.reason))
        left -= points
        most -= doubt.most
    return None if left > _ENOUGH else min(evidence)[1]


def _of_title(
    reading: Reading, headline: Found[str], weight: float
) -> Iterator[tuple[float, str]]:
    """What the headline's place, length and words say."""
    yield from _of_headline(reading, headline)
    yield from _of_wording(reading, headline)
    yield from _of_pictures(reading, headline, weight)


class _Doubt(NamedTuple):
    """Evidence against an article that has to be looked for in all of its text."""

    most: float
    """Points that it can take."""

    points: Callable[[Reading], float]
    reason: str


def _doubts(reading: Reading, weight: float) -> Iterator[_Doubt]:
    """The evidence that may still count, what is cheap to ask for first."""
    count = len(reading.zones.body)
    yield _Doubt(4.0, _numbered, "a gallery")
    if count >= _LIST_PARAGRAPHS and weight >= _NO_PARAGRAPH:
        yield _Doubt(1.5, _in_pieces, "no paragraph")
    yield _Doubt(2.5, _of_foot, "the page's foot")
    if weight < _SOME_WORDS:
        yield _Doubt(2.0, _slides, "a gallery")
    if count < _SOME_PARAGRAPHS:
        yield _Doubt(6.0, _sold, "a product's page")
    if weight < _FEW_WORDS:
        yield _Doubt(6.0, _walled, "behind a paywall")
    if count < _LIST_PARAGRAPHS:
        yield _Doubt(4.0, _summaries, "a list of teasers")
    if count >= _LIST_PARAGRAPHS:
        yield _Doubt(_most_of_list(reading), _of_list, "a list of teasers")


def _weight(reading: Reading) -> tuple[float, float]:
    """The body's size, halved where nothing speaks for it, and its mean chance."""
    sizes, chances = reading.zones.measures.sizes, reading.zones.chances
    body = [block.index for block in reading.zones.body]
    room = sum([sizes[index] for index in body])
    likely = sum([sizes[index] * chances[index] for index in body])
    chance = likely / max(1.0, room)
    return room * (1 + chance) / 2, chance


def _dated(reading: Reading, date: Found[datetime] | None) -> float:
    """Points for a day that is this article's: printed near its headline, at best."""
    source = date.source if date else None
    if source in _NEAR_HEADLINE or _prints_day(reading):
        return 1.5
    if source in _DECLARED or _DATELINE.search(reading.zones.body[0].text[:_OPENING]):
        return 1.0
    return 0.0 if source == "printed_after_body" else -1.0


def _is_short_whole(reading: Reading, headline: Found[str] | None) -> bool:
    """Whether a text that is short may be all of it: a flash, an announcement."""
    if headline and kinds.is_announcement(headline.value) and _prints_day(reading):
        return True
    return _is_flash(reading)


def _is_flash(reading: Reading) -> bool:
    """Whether whole sentences, few, stand right under a headline that a day goes with."""
    zones = reading.zones
    at, body = _place(reading), zones.body
    if not 0 <= at < body[0].index <= at + _FLASH_WITHIN or len(body) > _FLASH_LINES:
        return False
    ended = all(block.text.endswith(("。", "！", ".", "」", "”")) for block in body)
    return ended and _prints_day(reading)


def _place(reading: Reading) -> int:
    """Index of the headline, or of the page's only ``h1``; -1 where there is neither."""
    zones = reading.zones
    if (at := zones.measures.headline) >= 0:
        return at
    headings = [
        b.index for b in zones.blocks if b.node.tag == "h1" and not b.node.hidden
    ]
    return headings[0] if len(headings) == 1 else -1


def _prints_day(reading: Reading) -> bool:
    """Whether a line about the headline tells a time, if only 今日 09:18."""
    zones = reading.zones
    at = _place(reading)
    if at < 0:
        return False
    near = zones.blocks[
        max(0, at - 2) : min(max(at, zones.span[0]), at + _BYLINE_WITHIN)
    ]
    return any(_is_dated(block) for block in near)


def _is_dated(block: Block) -> bool:
    return len(block.text) < _LONGEST_DATED and marks.dated(block.text)


def _of_headline(reading: Reading, headline: Found[str]) -> Iterator[tuple[float, str]]:
    """What the headline's place and length say."""
    zones = reading.zones
    first, at = zones.span[0], zones.measures.headline
    room = size(headline.value)
    alone = headline.source in _TITLE_ALONE
    if 0 <= at < first:
        links = sum(map(_is_link, zones.blocks[at + 1 : first]))
        yield 1.5 * (links <= _FAR), "the headline is far above the body"
    elif at >= 0 and headline.source == "heading":
        yield -1.5, "the headline is not above the body"
    else:
        told = -1.0 if alone else 0.5 * (not _is_linked(reading, headline.value))
        yield told, "no headline on the page"
        after = room < _SHORTISH_HEADLINE and _after_links(reading) == len(zones.body)
        yield -1.0 * after, "a list of teasers"
    short = (room < _SHORT_HEADLINE) + (room < _SHORTISH_HEADLINE)
    if short and kinds.is_announcement(headline.value):
        short = 0
    section = room < _LONGEST_SECTION and _is_linked(reading, headline.value)
    yield -1.0 * short - 1.5 * section, "a section's name for a headline"
    yield -1.5 * (alone and short > 1), "a section's name for a headline"


def _is_linked(reading: Reading, text: str) -> bool:
    """Whether a link elsewhere on the page has the headline's text: 港闻, 快讯."""
    blocks, at = reading.zones.blocks, reading.zones.measures.headline
    same = [block for block in blocks if block.text == text]
    return any(block.link_chars and block.index != at for block in same)


def _of_wording(reading: Reading, headline: Found[str]) -> Iterator[tuple[float, str]]:
    """What headline and title say that the page is."""
    count = len(reading.zones.body)
    names = (headline.value, *reading.head.titles)
    if count < _FEW_PARAGRAPHS:
        yield -3.0 * any(map(kinds.is_error, names)), "an error page"
    if count < _SOME_PARAGRAPHS:
        yield -3.0 * any(map(kinds.is_entrance, names)), "a log-in page"
    yield -2.0 * kinds.is_section(headline.value), "a section's page"
    terms = kinds.may_be_terms(headline.value) and _speaks_to_reader(reading)
    yield -9.0 * (terms or kinds.is_about(headline.value)), "about the outlet"
    above = reading.zones.blocks[max(0, reading.zones.span[0] - 1)].text
    yield -4.0 * kinds.introduces_topic(above), "a topic's page"


def _speaks_to_reader(reading: Reading) -> bool:
    """Whether the text calls its reader 您, and those who wrote it 我们, over and over."""
    text = _QUOTED.sub("", "".join([block.text for block in reading.zones.body]))
    return min(text.count("您"), text.count("我们") + text.count("我們")) >= _OFTEN


def _sold(reading: Reading) -> float:
    """Points against for a button that sells, and for what else a page may offer."""
    texts = [block.text for block in reading.zones.blocks]
    short = "\n".join([text for text in texts if len(text) < _LONGEST_REPEATED])
    return 2.5 * kinds.sells(short) + 3.5 * kinds.offers(short)


def _walled(reading: Reading) -> float:
    """Points against for a body most of which asks to pay or to log in."""
    texts = [block.text for block in reading.zones.body]
    asks = sum([len(text) for text in texts if kinds.is_wall(text)])
    return 6.0 * (2 * asks > sum(map(len, texts)))


def _of_foot(reading: Reading) -> float:
    """Points against for a body half of which is a page's foot and notices."""
    body = reading.zones.body
    left = (1 - _LIST_MOST) * sum([len(block.text) for block in body])
    for text in sorted([block.text for block in body], key=len, reverse=True):
        if not marks.footer(text) and not _is_notice(text):
            left -= len(text)
            if left <= 0:
                return 0.0
    return 2.5


def _is_notice(text: str) -> bool:
    return len(text) <= marks.LONGEST_LINE and marks.line(text) in _NOTICES


def _of_pictures(
    reading: Reading, headline: Found[str], weight: float
) -> Iterator[tuple[float, str]]:
    """What speaks for a video, or pictures with little text to them."""
    of_pictures = weight < _SOME_WORDS and kinds.is_of_pictures(headline.value)
    if of_pictures and not _is_by_the_minute(reading):
        first, last = reading.zones.span
        shown = [p.before for p in reading.zones.outline.pictures]
        among = len([before for before in shown if first <= before <= last + 1])
        many = among >= len(reading.zones.body)
        report = weight >= _FEW_WORDS and _prints_day(reading)
        flash = weight >= _NO_WORDS and _is_flash(reading)
        points = 2.0 if report or flash else 4.0
        yield -points * (many or weight < _FEW_WORDS), "a video or gallery"
    if weight < _NO_WORDS:
        yield -2.0 * ("<video" in reading.page.text), "a video or gallery"
    if weight < _FEW_WORDS:
        declared = (reading.head.meta("og:type") or "").lower()
        yield -2.0 * declared.startswith("video"), "a video or gallery"


def _is_by_the_minute(reading: Reading) -> bool:
    """Whether lines over the paragraphs say when each was written: 直播 in words."""
    zones = reading.zones
    blocks = zones.blocks[max(0, zones.measures.headline) : zones.span[1] + 1]
    timed = [b for b in blocks if not b.links and marks.entry.match(b.text)]
    return len(timed) >= _LIST_PARAGRAPHS


def _numbered(reading: Reading) -> float:
    """Points against for pictures' numbers before paragraphs: 3/12."""
    body = reading.zones.body
    numbered = len([block for block in body if _is_numbered(block.text)])
    few = len(body) < _FEW_PARAGRAPHS
    return 4.0 * (numbered > (0 if few else len(body) / 2))


def _is_numbered(text: str) -> bool:
    first = text[0]
    begins = not first.isalpha() or first == "第" or text[:2].lower() in _NUMBERED_FIRST
    return begins and _NUMBERED.match(text) is not None


def _slides(reading: Reading) -> float:
    """Points against for paragraphs that stand in a slide show."""
    body, paths = reading.zones.body, reading.zones.outline.paths.known
    places = [block.node.path for block in body]
    slides = {place for place in set(places) if _is_slide(paths, place)}
    inside = len([place for place in places if place in slides])
    return 2.0 * (inside > len(body) / 2)


def _is_slide(paths: Sequence[TagPath], at: int) -> bool:
    while at >= 0:
        at, _, hint = paths[at]
        if hint and _GALLERY.search(hint):
            return True
    return False


def _in_pieces(reading: Reading) -> float:
    """Points against for much text without a paragraph in it."""
    body = reading.zones.body
    sizes = [reading.zones.measures.sizes[block.index] for block in body]
    in_paragraphs = sum([size for size in sizes if size >= _NO_PARAGRAPH])
    if in_paragraphs >= _SOME_IN_PARAGRAPHS * sum(sizes):
        return 0.0
    ended = len([block for block in body if block.text.endswith(("。", "！", "？"))])
    return 1.5 * (ended < len(body) / 2)


def _most_of_list(reading: Reading) -> float:
    """Points that a list can take: fewer where next to nothing parts the paragraphs."""
    count, (first, last) = len(reading.zones.body), reading.zones.span
    parting = last + 1 - first - count
    dated, shared = parting > _LIST_SOME * count, parting >= _LIST_PARAGRAPHS
    return _LIST_AT_MOST + _LIST_DATED * dated + _LIST_SHARED * shared


def _of_list(reading: Reading) -> float:
    """Points against for links, days and repeated lines between paragraphs."""
    zones = reading.zones
    body, (first, last) = zones.body, zones.span
    count = len(body)
    places = [block.index for block in body]
    roles, between = zones.roles, zones.blocks[first : last + 1]
    others = [block for block in between if roles[block.index] is not Role.BODY]
    near = [
        *zones.blocks[max(0, first - _ITEM_BLOCKS) : first],
        *others,
        *zones.blocks[last + 1 : last + _ITEM_BLOCKS],
    ]
    teasers = [block for block in near if _is_teaser(reading, block)]
    parting = [bisect(places, block.index) for block in teasers]
    parted = len({place for place in parting if 0 < place < count})
    repeated = len(others) >= _LIST_MOST * count and (
        _repeated(others) >= _LIST_MOST * count
    )
    linked = parted > _LIST_SOME * count
    cut = len([block for block in body if _is_cut(block.text)])
    points = (
        1.0 * linked
        + 1.0 * (parted >= _LIST_MOST * count)
        + 1.5 * (_after_links(reading) >= _LIST_LINKS * count)
        + 1.5 * (_items(reading, teasers) >= max(_LIST_PARAGRAPHS, _LIST_MOST * count))
        + 1.5 * repeated
        + 1.5 * (cut >= _LIST_MOST * count)
    )
    dated = (linked or repeated) and (
        len([block for block in between if _is_dated(block)]) >= _LIST_DATES * count
    )
    sizes = zones.measures.sizes
    paragraphs = len([block for block in body if sizes[block.index] > _TIME_OF_DAY])
    buttons = len([block for block in others if _is_button(block.text)])
    shared = _LIST_PARAGRAPHS <= buttons >= _LIST_MOST * paragraphs
    return min(points, _LIST_AT_MOST) + _LIST_DATED * dated + _LIST_SHARED * shared


def _summaries(reading: Reading) -> float:
    """Points against for paragraphs that others are marked up as, each behind a link."""
    zones = reading.zones
    blocks, kin, body = zones.blocks, zones.measures.kin, zones.body
    if not all(block.index and _is_link(blocks[block.index - 1]) for block in body):
        return 0.0
    kinds_of_body = {kin[block.index] for block in body}
    alike = [
        block
        for block in blocks[1:]
        if kin[block.index] in kinds_of_body and _is_link(blocks[block.index - 1])
    ]
    return 4.0 * (len(alike) - len(body) >= _LIST_PARAGRAPHS)


def _is_button(text: str) -> bool:
    return len(text) < _LONGEST_REPEATED and marks.tools(text)


def _is_cut(text: str) -> bool:
    """Whether a text breaks off, or ends in a button that leads to the rest of it."""
    end = text[-_LONGEST_CUT:].lower()
    for piece in _OF_CUTS:  # any() takes twice as long
        if piece in end:
            return _CUT.search(end) is not None
    return False


def _repeated(blocks: Sequence[Block]) -> int:
    """Number of short blocks that stand there three times, but for their numbers."""
    texts = Counter(
        [
            _DIGITS.sub("", plain(block.text))
            for block in blocks
            if len(block.text) < _LONGEST_REPEATED
        ]
    )
    return sum([times for times in texts.values() if times >= _LIST_PARAGRAPHS])


def _items(reading: Reading, teasers: Sequence[Block]) -> int:
    """Number of elements that hold a paragraph of the body, or two, and a teaser's link."""
    zones = reading.zones
    linked = {node: 0 for block in teasers for node in _around(reading, block)}
    if not linked:
        return 0
    for block in zones.body:
        for node in _around(reading, block):
            if node in linked:
                linked[node] += 1
    starts, ends = zones.outline.starts, zones.outline.ends
    return len(
        [
            node
            for node, held in linked.items()
            if 0 < held <= _ITEM_PARAGRAPHS
            and ends[node] - starts[node] <= _ITEM_BLOCKS
        ]
    )


def _around(reading: Reading, block: Block) -> list[int]:
    """The elements around a block, the nearest first."""
    parents, at = reading.zones.outline.parents, block.node.index
    found = []
    for _ in range(_ITEM_LEVELS):
        if at < 0:
            break
        found.append(at)
        at = parents[at]
    return found


def _after_links(reading: Reading) -> int:
    """Number of paragraphs behind a link that is no body: a teaser's headline."""
    zones = reading.zones
    blocks, roles = zones.blocks, zones.roles
    before = [block.index - 1 for block in zones.body if block.index]
    others = [blocks[index] for index in before if roles[index] is not Role.BODY]
    return len([block for block in others if _is_link(block)])


def _is_teaser(reading: Reading, block: Block) -> bool:
    """Whether the block is long enough a link to be a headline, with its day or not."""
    if reading.zones.measures.sizes[block.index] < _TEASER:
        return False
    return _is_link(block) or (
        bool(block.links) and reading.zones.roles[block.index] is Role.TEASER
    )


def _is_link(block: Block) -> bool:
    return block.link_chars > _LINKED * len(block.text)
