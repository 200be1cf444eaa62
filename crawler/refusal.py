"""Pages that hold no article: hubs, galleries, videos, log-ins, errors.

Each piece of evidence adds or takes points; a page is an article where more than
a little is left. The points were set by hand, looking at 39 pages that are no
articles (lists, galleries, videos, shops, errors) and 909 that are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from crawler.fields.sources import Found, Reading
from crawler.roles import Role
from crawler.text import marks

_ERROR = re.compile(
    r"404|[页頁]面(?:不存在|[没沒]有找到|已[删刪]除|找不到)|[访訪][问問]的[页頁]面|不存在或已|系[统統]提示|出[错錯]了|"
    r"(?i:not found|page (?:does not|doesn't) exist|access denied|error)"
)
_NUMBERED = re.compile(r"^\W*\d{1,3}\s*/\s*\d{1,3}(?!\d|[/年月])")
_GALLERY = re.compile(r"gallery|slide-?show|album|tuji|photoset", re.IGNORECASE)

_PICTURES_ALONE = re.compile(
    r"^\W*(?:[视視][频頻]|影片|[直][播]|(?:高清)?(?:[组組多][图圖]|[图圖]集))",
    re.IGNORECASE,
)

# Points that a page must be left with to be an article.
_ENOUGH = 0.75

# Size of the body, halved where nothing speaks for it: least for these points.
_WEIGHTS = ((400.0, 3.0), (150.0, 2.0), (60.0, 1.0), (30.0, -1.0), (0.0, -3.0))

# Sources of a headline or a date that say little of this very page.
_TITLE_ALONE = frozenset({"title_tag", "open_graph", "linked_data"})
_ADDRESS = "in_address"

# Paragraphs, and shares of them, from which a body looks like a list of teasers.
_LIST_PARAGRAPHS = 3
_LIST_DATES = 0.3
_LIST_LINKS = 0.4

_FEW_PARAGRAPHS = 4

# Size of a body that a headline which announces a video or pictures may stand over.
_FEW_WORDS = 150.0


def refusal(
    reading: Reading, headline: Found[str] | None, date: Found[datetime] | None
) -> str | None:
    """Return why the page is no article, or ``None`` where it is one."""
    if not reading.zones.body:
        return "no body"
    if headline is None:
        return "no headline"
    evidence = list(_evidence(reading, headline, date))
    if sum(points for points, _ in evidence) > _ENOUGH:
        return None
    return min(evidence)[1]


def _evidence(
    reading: Reading, headline: Found[str], date: Found[datetime] | None
) -> Iterator[tuple[float, str]]:
    """Points for and against an article, each with what it says."""
    zones = reading.zones
    sizes, body, (first, last) = zones.measures.sizes, zones.body, zones.span
    room = sum(sizes[block.index] for block in body)
    chance = sum(sizes[b.index] * zones.chances[b.index] for b in body) / max(1.0, room)
    weight = room * (1 + chance) / 2
    yield next(p for least, p in _WEIGHTS if weight >= least), "too little text"
    yield 0.5 * (chance > 0.85) - (chance < 0.4), "nothing reads like a body"  # noqa: PLR2004
    if date is not None and date.source != _ADDRESS:
        yield 1.5, "a date"
    else:
        yield 1.5 if _prints_day(reading) else -1.0, "no date"
    at = zones.measures.headline
    if 0 <= at < first:
        yield 1.5, "a headline above the body"
    elif at >= 0:
        yield -1.5, "the headline is not above the body"
    else:
        yield (
            -1.0 if headline.source in _TITLE_ALONE else 0.5,
            "no headline on the page",
        )
    if weight < _FEW_WORDS:
        yield -2.0 * bool(_PICTURES_ALONE.match(headline.value)), "a video or gallery"
    if len(body) >= _LIST_PARAGRAPHS:
        between = zones.blocks[first : last + 1]
        dates = sum(len(b.text) < 60 and bool(marks.dated(b.text)) for b in between)  # noqa: PLR2004
        yield -4.0 * (dates >= _LIST_DATES * len(body)), "a list of teasers"
        after_links = sum(_follows_link(reading, block.index) for block in body)
        yield -2.0 * (after_links >= _LIST_LINKS * len(body)), "a list of teasers"
    if len(body) < _FEW_PARAGRAPHS:
        yield -3.0 * bool(_ERROR.search(headline.value)), "an error page"
        numbered = any(_NUMBERED.match(block.text) for block in body)
        yield -4.0 * numbered - 2.0 * _in_gallery(reading), "a gallery"


def _prints_day(reading: Reading) -> bool:
    """Whether a line about the headline tells a time, if only 今日 09:18."""
    zones = reading.zones
    at = zones.measures.headline
    near = (zones.blocks[max(0, at - 2) : max(at, zones.span[0])]) if at >= 0 else ()
    return any(len(b.text) < 60 and marks.dated(b.text) for b in near)  # noqa: PLR2004


def _follows_link(reading: Reading, index: int) -> bool:
    """Whether the block before is a link and no body: a teaser's headline."""
    zones = reading.zones
    before = zones.blocks[index - 1] if index else None
    return (
        before is not None
        and zones.roles[before.index] is not Role.BODY
        and before.link_chars > 0.7 * len(before.text)
    )


def _in_gallery(reading: Reading) -> bool:
    """Whether a paragraph stands in a slide show."""
    nodes = reading.zones.outline.nodes
    for block in reading.zones.body:
        at = block.node.index
        while at >= 0:
            if _GALLERY.search(nodes[at].hint):
                return True
            at = nodes[at].parent
    return False
