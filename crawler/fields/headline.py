"""标题: the article's own title, and the lines that stand over and under it."""

from __future__ import annotations

import re

from crawler.blocks import Block
from crawler.fields.headings import (
    ABOVE,
    BESIDE_HINT,
    HEADING_HINT,
    LINES,
    NEAR,
    SHORTEST,
    heading_under_name,
)
from crawler.fields.sources import Found, Reading, first
from crawler.fields.titles import (
    LONGEST,
    LONGEST_TITLE,
    is_no_headline,
    within_length,
    without_names,
    without_outlet,
)
from crawler.flat.measures import bare
from crawler.hints import HEADINGS
from crawler.roles import Role
from crawler.text import marks
from crawler.text.similarity import plain

_HAN = re.compile(r"[\u3400-\u9fff]")

# Characters of what an outlet calls itself.
_LONGEST_NAME = 12

# What a page sets behind a heading, in the same element.
_LABEL = re.compile(
    r"(?:原[创創]|[转轉][载載]|置[顶頂]|[独獨]家|推[荐薦]|精[华華]|首[发發])$"
)


def headline(reading: Reading) -> Found[str] | None:
    """Return the headline and where it was found, or ``None``."""
    if reading.page.flat:
        return first(reading, likely_line)
    return first(
        reading,
        heading_over_byline,
        heading_under_name,
        heading,
        only_h1,
        whole_of_cut_title,
        open_graph,
        linked_data,
        title_tag,
        likely_heading,
        first_heading,
        whole_title,
    )


def alternative_headline(reading: Reading) -> Found[str] | None:
    """Return the shoulder or second headline beside the headline, or ``None``."""
    return first(reading, beside_heading)


def heading_over_byline(reading: Reading) -> str | None:
    """The heading right over a dated line, where what is like the title is no headline.

    A title that is the outlet's name is repeated in the page's foot.
    """
    zones = reading.zones
    start = zones.span[0]
    if not zones.body or zones.measures.headline <= zones.span[1]:
        return None
    for block in zones.blocks[max(1, start - NEAR) : start]:
        over = zones.blocks[block.index - 1]
        if over.node.tag in HEADINGS and not over.links and marks.dated(block.text):
            return within_length(over.text)
    return None


def heading(reading: Reading) -> str | None:
    """The block most like the title, if it is an ``h1`` or stands in the title whole.

    What is only like the title is often a subhead: of 97 such blocks of 791 English
    pages, the title tag was right for 42 and the block for 31 (2026-11).
    """
    found = likely_heading(reading)
    if found is None:
        return None
    if reading.zones.blocks[reading.zones.measures.headline].node.tag == "h1":
        return _without_tags(reading) or _without_label(found, reading)
    own = plain(found)
    if first := _h1_beside(reading):
        return first
    return (
        found if any(own in title for title in reading.zones.measures.titles) else None
    )


# Between headline and outlet alone: —— and a colon stand before a second headline, too.
_SITE_PARTS = re.compile(r"[_|｜«»]|\s-\s|-(?=[^-]{0,20}$)")


def _h1_beside(reading: Reading) -> str | None:
    """The ``h1`` next to a second headline, where one part of the title has both."""
    at, blocks = reading.zones.measures.headline, reading.zones.blocks
    second = plain(blocks[at].text)
    for block in (*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2]):
        if block.node.tag != "h1" or block.node.hidden or block.links:
            continue
        own = plain(block.text)
        for part in _SITE_PARTS.split((reading.head.title or "")[:LONGEST_TITLE]):
            if plain(part) in {own + second, second + own}:
                return within_length(block.text)
    return None


def likely_heading(reading: Reading) -> str | None:
    """The block most like the title, with the lines that continue it."""
    at = reading.zones.measures.headline
    if at < 0:
        return None
    blocks, own = reading.zones.blocks, reading.zones.blocks[at].node.index
    texts = [blocks[at].text]
    for block in (
        *blocks[at + 1 : at + LINES],
        *blocks[max(0, at - LINES) : at][::-1],
    ):
        if block.node.index != own or len(texts) == LINES:
            continue
        joined = [*texts, block.text] if block.index > at else [block.text, *texts]
        line = plain("".join(joined))
        if any(line in title for title in reading.zones.measures.titles):
            texts = joined
    return within_length(_front(" ".join(texts)))


def likely_line(reading: Reading) -> str | None:
    """The likeliest line of a flat page, without bullet, label, day or outlet's name."""
    at = reading.zones.measures.headline
    if at < 0:
        return None
    text = _LINE_LABEL.sub("", bare(reading.zones.blocks[at].text))
    return within_length(without_names(_LINE_DAY.sub("", text).strip()))


# What a line says before its headline, and the day behind it.
_LINE_LABEL = re.compile(
    r"^\W*(?:正在[阅閱][读讀]|[标標]\s*[题題]|最新消息|[当當]前位置)\s*[:：]?\s*(?=\S{6})"
)
_LINE_DAY = re.compile(
    r"\s+(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?\W*$"
)


def only_h1(reading: Reading) -> str | None:
    """The page's ``h1``, if it has exactly one with text; two say nothing."""
    found = [
        block
        for block in reading.zones.blocks
        if block.node.tag == "h1" and not block.node.hidden
    ]
    if len({block.node.index for block in found}) != 1 or len(found) > LINES:
        return None
    return within_length(" ".join([block.text for block in found]))


def whole_of_cut_title(reading: Reading) -> str | None:
    """The line above the body that goes on where the title breaks off: 河口小学的..."""
    front, dots, _ = (reading.head.title or "").replace("…", "...").partition("...")
    opening = plain(front) if dots else ""
    if not SHORTEST <= len(opening) <= LONGEST:
        return None
    start = reading.zones.span[0]
    for block in reading.zones.blocks[max(0, start - ABOVE) : max(0, start)]:
        if len(block.text) <= LONGEST and not block.node.hidden and not block.links:
            own = plain(block.text)
            if own.startswith(opening) and len(own) > len(opening):
                return block.text
    return None


def open_graph(reading: Reading) -> str | None:
    return without_outlet(reading.head.meta("og:title"), reading)


def linked_data(reading: Reading) -> str | None:
    return within_length(reading.head.linked("headline", "name"))


def title_tag(reading: Reading) -> str | None:
    """The title, unless it only says whose page it is, or what kind of page."""
    title = whole_title(reading)
    if title and len(title) <= _LONGEST_NAME and is_no_headline(title):
        return None
    return title


def whole_title(reading: Reading) -> str | None:
    """The title, whatever it says."""
    return without_outlet(reading.head.title, reading)


def first_heading(reading: Reading) -> str | None:
    """The last line above the body that is marked up as a heading."""
    start = reading.zones.span[0]
    above = [
        block
        for block in reading.zones.blocks[max(0, start - ABOVE) : max(0, start)]
        if (block.node.tag in HEADINGS or HEADING_HINT.search(block.node.hint))
        and not block.node.hidden
        and not block.links
        and not marks.tools(block.text)
    ]
    return within_length(above[-1].text) if above else None


def beside_heading(reading: Reading) -> str | None:
    """A line marked up as a heading that stands right over or under the headline."""
    at, blocks = reading.zones.measures.headline, reading.zones.blocks
    if at < 0:
        return None
    for place in (at - 1, at + 1):
        if not 0 <= place < len(blocks):
            continue
        block = blocks[place]
        if (
            reading.zones.roles[place] in _BESIDE
            and _is_marked(block)
            and _stand_together(reading, block, blocks[at])
            and plain(block.text) != plain(blocks[at].text)
        ):
            return block.text
    return None


_BESIDE = frozenset({Role.OTHER, Role.HEADLINE, Role.SUMMARY})


def _is_marked(block: Block) -> bool:
    """Whether a block is a heading by its tag or hint, or by an element in it."""
    node = block.node
    if node.tag in HEADINGS or BESIDE_HINT.search(node.hint):
        return True
    return any(BESIDE_HINT.search(str(child.tag)) for child in node.element)


def _stand_together(reading: Reading, one: Block, other: Block) -> bool:
    """Whether two blocks have one element around them, or are cells of rows that do."""
    left, right = one.node, other.node
    if left.tag == right.tag == "td":
        nodes = reading.zones.outline.nodes
        left, right = nodes[left.parent], nodes[right.parent]
    return left.parent == right.parent


def _without_tags(reading: Reading) -> str | None:
    """The heading without a short piece at an end that the title lacks: 独家, 热."""
    parts = reading.zones.blocks[reading.zones.measures.headline].parts
    parts = tuple(filter(None, (part.strip() for part in parts)))
    titles, whole = reading.zones.measures.titles, plain("".join(parts))
    if len(parts) < 2 or any(whole in title for title in titles):  # noqa: PLR2004
        return None
    first = int(len(parts[0]) <= _LONGEST_TAG)
    last = len(parts) - (len(parts[-1]) <= _LONGEST_TAG)
    for start, end in ((0, last), (first, len(parts)), (first, last)):
        own = plain("".join(parts[start:end]))
        most = 2 * len(own) > len(whole) > len(own)
        if most and any(title.startswith(own) for title in titles):
            return within_length("".join(parts[start:end]))
    return None


# Characters of a tag in a heading.
_LONGEST_TAG = 4


def _without_label(text: str, reading: Reading) -> str:
    """A heading without a label that the title does not have: 原创, 置顶."""
    front = _LABEL.sub("", text).rstrip()
    if front in {text, ""} or plain(text) in reading.zones.measures.titles:
        return text
    titles = reading.zones.measures.titles
    return front if any(plain(front) in title for title in titles) else text


def _front(text: str) -> str:
    """A Latin heading without a shorter name of site or column behind a bar."""
    front, mark, _ = text.partition(" | ")
    shorter = mark and 2 * len(front) > len(text) and not _HAN.search(text)
    return front if shorter else text
