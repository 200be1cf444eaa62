"""The heading of a page whose title is no headline: it says whose page it is.

So do e-papers, pages of offices and schools, and templates that nobody filled in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from crawler.blocks import Block
from crawler.fields.sources import Reading
from crawler.fields.titles import (
    KIND_OF_PAGE,
    LONGEST,
    NAME_PARTS,
    is_no_headline,
    within_length,
)
from crawler.hints import HEADINGS
from crawler.kinds import is_section
from crawler.roles import Role
from crawler.text import marks
from crawler.text.outlets import is_outlet
from crawler.text.similarity import plain

NEAR = 4
"""Blocks above the body within which a heading over a byline stands."""

ABOVE = 15
"""Blocks above the body among which a page without title has its heading."""

# Blocks above the body among which one under a site's name is looked for first.
_RIGHT_ABOVE = 6

HEADING_HINT = re.compile(
    r"title|heading|headline|biaoti|timu|(?:^|\W)ar\w{0,8}name(?:\W|$)|(?:^|\W)(?:bt|tit)(?:\W|$)|(?:^|\W)font0?1(?:\W|$)",
    re.IGNORECASE,
)
"""What classes and ids call a heading."""

LINES = 3
"""Lines of one headline, broken by ``br``."""

# Characters of a site's name as a title has it, and what may stand around it.
_LONGEST_SITE_NAME = 20

_GREETING = re.compile(
    r"^(?:[欢歡]迎(?:[访訪][问問]|光[临臨]|[来來]到))|[-_ ]*首\s*[页頁]$|[!！]$"
)

_ORGANISATION = re.compile(
    r"(?:[医醫]院|[学學][院校]|[大中小][学學]|政府|委[员員][会會]|[协協][会會]|公司|集[团團]|[局厅廳])$"
)

# 江口日报 JIANGKOU DAILY, and characters of the first.
_LONGEST_OUTLET = 8
_LATIN_TAIL = re.compile(r"(?<=[\u3400-\u9fff])\s+[A-Za-z .'&-]{2,40}$")

_OTHER_LINE = re.compile(r"[—–-]|本[报報刊网網]|[记記]者|.{1,6}[:：]$|.*[>＞›»]")

_BOLD = re.compile(
    r"font-weight\s*:\s*(?:bold|[6-9]00)|font-size\s*:\s*(?:1[89]|[23]\d)p"
)

_LARGE = frozenset({"4", "5", "6", "7", "+1", "+2", "+3", "+4"})

_FEW_ELEMENTS = 3

SHORTEST = 4
"""Characters. A headline is no shorter."""

_LONGEST_UNDER_NAME = 60

_NO_HEADING = frozenset({Role.CAPTION, Role.COMMENT, Role.BODY, Role.HIDDEN})

BESIDE_HINT = re.compile(
    r"sub-?(?:title|head)|futi|jianti|yinti|intro-?title|shoulder|kicker|second-?title",
    re.IGNORECASE,
)
"""What they call a shoulder, or a second headline."""


def heading_under_name(reading: Reading) -> str | None:
    """What is marked up above the body as a heading, where the title is no headline.

    It says whose page it is, or what kind of page, as the logo in the page's head does.
    """
    if not _is_titled_by_name(reading):
        return None
    start = reading.zones.span[0]
    above = reading.zones.blocks[max(0, start - ABOVE) : max(0, start)]
    for near in (above[-_RIGHT_ABOVE:], above):
        ranked = [(rank, block) for block in near if (rank := _rank(reading, block))]
        if ranked:
            best = max(rank for rank, _ in ranked)
            found = next(block for rank, block in reversed(ranked) if rank == best)
            return _whole(found, above)
    return _alone_over_byline(reading, above)


def _whole(found: Block, blocks: Sequence[Block]) -> str | None:
    """The text of a block, and of the others that are lines of the same heading."""
    if found.node.tag not in HEADINGS:
        return found.text
    lines = [block.text for block in blocks if block.node.index == found.node.index]
    return within_length(" ".join(lines[:LINES]))


def _is_titled_by_name(reading: Reading) -> bool:
    """Whether all that the head calls the page is the name of a site, section or kind.

    A headline may read like one (十月数据发布), so a heading near the body that says it,
    too, is believed.
    """
    titles = reading.head.titles
    if not titles or max(map(len, titles)) > _LONGEST_SITE_NAME:
        return False
    names = [
        part
        for title in titles
        for part in NAME_PARTS.split(_GREETING.sub("", title.strip()))
        if part
    ]
    if all(map(KIND_OF_PAGE.fullmatch, names)):
        return True
    at = reading.zones.measures.headline
    if at >= 0 and _is_over_body(reading, reading.zones.blocks[at]):
        return False
    return all(map(_is_name, names))


def _is_name(text: str) -> bool:
    if is_section(text) or _ORGANISATION.search(text) or KIND_OF_PAGE.fullmatch(text):
        return True
    bare = _LATIN_TAIL.sub("", text)
    return is_outlet(text) or (len(bare) <= _LONGEST_OUTLET and is_outlet(bare))


def _is_over_body(reading: Reading, block: Block) -> bool:
    """Whether a block is no logo's link, and marked up as a heading or over a date."""
    at, blocks = block.index, reading.zones.blocks
    if block.links or reading.zones.span[0] - at > NEAR:
        return False
    if block.node.tag in HEADINGS or block.bold_chars:
        return True
    if HEADING_HINT.search(block.node.hint):
        return True
    under = blocks[at + 1 : at + 3]
    return any(len(b.text) <= LONGEST and marks.dated(b.text) for b in under)


def _rank(reading: Reading, block: Block) -> int:
    """How much markup says that a block is a heading: 0 for none, or where it is none."""
    node, text = block.node, block.text
    if node.hidden or block.links or not SHORTEST <= len(text) <= _LONGEST_UNDER_NAME:
        return 0
    if plain(text) in reading.zones.measures.titles or is_no_headline(text):
        return 0
    role = reading.zones.roles[block.index]
    if role in _NO_HEADING or _is_other(text) or marks.related(text):
        return 0
    if node.tag in HEADINGS:
        return 10 - int(node.tag[1])
    if HEADING_HINT.search(node.hint) and not BESIDE_HINT.search(node.hint):
        return 3
    return 2 * _is_loud(block)


def _is_other(text: str) -> bool:
    """Whether a line is a date, buttons, a byline or a second headline behind a dash."""
    told = marks.dated(text) or marks.tools(text) or marks.byline(text)
    return bool(told) or _OTHER_LINE.match(text) is not None


def _is_loud(block: Block) -> bool:
    """Whether the block is set large or bold as a whole, as pages without classes do."""
    if block.bold_chars == len(block.text):
        return True
    for element in (block.node.element, *islice(block.node.element, _FEW_ELEMENTS)):
        style = (element.get("style") or "").lower()
        if _BOLD.search(style) or (element.get("size") or "") in _LARGE:
            return True
    return False


def _alone_over_byline(reading: Reading, above: Sequence[Block]) -> str | None:
    """The only line that no role is known of, right over the line that is dated."""
    short = [len(block.text) <= _LONGEST_UNDER_NAME for block in above]
    dated = (n for n, b in enumerate(above) if short[n] and marks.dated(b.text))
    end = next(dated, 0)
    found = [
        block.text
        for block in above[max(0, end - NEAR) : end]
        if reading.zones.roles[block.index] is Role.OTHER
        and not block.links
        and len(block.text) <= _LONGEST_UNDER_NAME
        and not _is_other(block.text)
    ]
    long_enough = len(found) == 1 and len(found[0]) >= SHORTEST + 2
    return found[0] if long_enough and not is_no_headline(found[0]) else None
