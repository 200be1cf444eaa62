"""Blocks to roles: what each block of the page is, body and everything else.

The body is told by a trained model over measures (``crawler.forest``); what
remains is told by rules, from wording, place and the words of classes around it.
Each block has exactly one role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from crawler import forest
from crawler.blocks import Block, Outline
from crawler.body import body
from crawler.captions import Captions
from crawler.cards import (
    LATIN_TEASER,
    TEASER,
    is_headline_like,
    is_linked,
    teaser_nodes,
)
from crawler.hints import COMMENTS, FOOT, NAVIGATION, SUMMARY
from crawler.likely import chances
from crawler.measures import Measures, measure, shares
from crawler.notices import is_further_reading
from crawler.signs import is_writers
from crawler.text import marks
from crawler.text.attribution import sign_off
from crawler.text.facts import is_counted, reads_in


class Role(StrEnum):
    """What a block is."""

    HEADLINE = "headline"
    BYLINE = "byline"
    """Source, time, authors: the lines that say where the article is from."""

    SUMMARY = "summary"
    """A labelled abstract that stands apart from the body."""

    BODY = "body"
    CAPTION = "caption"
    NOTICE = "notice"
    """Editor line, reprint and risk notices, app and QR prompts of the article."""

    TEASER = "teaser"
    """A link that advertises another article, with its summary, date and reads."""

    NAVIGATION = "navigation"
    COMMENT = "comment"
    FOOTER = "footer"
    HIDDEN = "hidden"
    """In the page, but not shown."""

    OTHER = "other"


@dataclass(frozen=True)
class Zones:
    """All blocks of a page with their roles."""

    outline: Outline
    measures: Measures
    roles: tuple[Role, ...]
    """A role a block."""

    chances: tuple[float, ...]
    """How likely each block is body, 0 to 1, before rules had their say."""

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks, in reading order."""
        return self.outline.blocks

    def of(self, *roles: Role) -> tuple[Block, ...]:
        """Return the blocks of these roles, in reading order."""
        if len(roles) == 1:
            return self._by_role.get(roles[0], ())
        found = [block for role in roles for block in self._by_role.get(role, ())]
        return tuple(sorted(found, key=lambda block: block.index))

    @cached_property
    def _by_role(self) -> dict[Role, tuple[Block, ...]]:
        found: dict[Role, list[Block]] = {}
        for block, role in zip(self.blocks, self.roles, strict=True):
            found.setdefault(role, []).append(block)
        return {role: tuple(blocks) for role, blocks in found.items()}

    @cached_property
    def body(self) -> tuple[Block, ...]:
        """The body's blocks."""
        return self.of(Role.BODY)

    def without_body(self) -> Zones:
        """Return the same where nothing on the page is the body."""
        roles = [Role.OTHER if role is Role.BODY else role for role in self.roles]
        return replace(self, roles=tuple(roles))

    @cached_property
    def span(self) -> tuple[int, int]:
        """First and last index of the body; where it is empty, the headline's twice."""
        if self.body:
            return self.body[0].index, self.body[-1].index
        return self.measures.headline, self.measures.headline


_NOTICES = frozenset(
    "editors origin edition scan tags pager rights mention help end".split()
)

# Marks that a line of name and day does not have.
_SAYS_MORE = re.compile("[，。！？；]")

# Size.
_SHORT = 60

# Characters of a date that stands behind a teaser's link.
_LONGEST_DATE = 20
_LONGEST_CAPTION = 260
_LONGEST_NAME = 10

# Shares of a block's text inside links.
_LINK = 0.6

# Blocks. How far from headline or body a byline may stand.
_BYLINE_ABOVE = 12
_BYLINE_BELOW = 8

# Blocks over the headline among which its picture's caption may stand.
_FIGURE_OVER = 3

# Blocks behind the body among which a line that signs it stands.
_SIGNED_WITHIN = 4

# Share of the body in a region that its class calls a comment or footer: more, and
# the class means something else (``comments-open``, ``has-footer``).
_REAL_REGION = 0.3

# How a link says that it leads to the article before, or behind; what it says itself.
_BESIDE = frozenset({"prev", "next"})
_NAMES_ITS_PLACE = re.compile(
    r"[\W_]{0,6}(?:[上下前后後]\s?一|prev|next|older|newer)", re.IGNORECASE
).match

_LABELLED = re.compile(
    r"(?:来源|來源|稿源|[编編][辑輯]|作者|[记記]者|[责責][编編]|通[讯訊][员員]|撰[文稿]|[采採][写寫]"
    r"|文(?:[/／、]?[图圖摄攝]影?)?|[图圖][/／、]?文)\s*[:：|｜]"
)
_REGIONS = {
    COMMENTS: Role.COMMENT,
    FOOT: Role.FOOTER,
    NAVIGATION: Role.NAVIGATION,
    SUMMARY: Role.SUMMARY,
}


def zones(
    outline: Outline, titles: Sequence[str], models: Path = forest.MODELS
) -> Zones:
    """Return every block's role; ``titles`` are what the page's head calls it."""
    measures = measure(outline, titles)
    return assign(outline, measures, chances(outline, measures, models))


def assign(outline: Outline, measures: Measures, likely: Sequence[float]) -> Zones:
    """Return every block's role, given how likely each is body."""
    captions = Captions(outline, measures)
    chosen = body(outline, measures, likely, captions)
    roles = _Rules(outline, measures, chosen, captions).roles()
    return Zones(outline, measures, tuple(roles), tuple(likely))


class _Rules:
    """One page's roles while they are told."""

    def __init__(
        self,
        outline: Outline,
        measures: Measures,
        body: set[int],
        captions: Captions,
    ) -> None:
        self.outline = outline
        self.measures = measures
        self.body = body
        self.first = min(body, default=measures.headline)
        self.last = max(body, default=measures.headline)
        self.captions = captions
        sizes = measures.sizes
        weights = [0.0] * len(sizes)
        for index in body:
            weights[index] = sizes[index]
        self.share = shares(outline, weights)
        self.near = range(self.first - _BYLINE_ABOVE, self.last + _BYLINE_BELOW + 1)
        self.pictured = self._pictured()
        self.teaser_nodes = teaser_nodes(
            outline,
            measures,
            body,
            range(measures.headline - _BYLINE_ABOVE, self.last + 1),
        )
        self.uncovered = self._uncovered()
        self.void = self._void()

    def roles(self) -> list[Role]:
        blocks, body, headline = self.outline.blocks, self.body, self.measures.headline
        near = range(0)
        if headline >= 0:
            near = range(headline - _BYLINE_ABOVE + 1, headline + _BYLINE_ABOVE)
        title = blocks[headline].text if near else ""
        found: list[Role] = []
        add = found.append
        for block in blocks:
            index = block.index
            if index in body:
                add(Role.BODY)
            elif block.node.hidden and index not in self.uncovered:
                add(Role.HIDDEN)
            elif block.text == title and index in near:
                add(Role.HEADLINE)
            else:
                add(self._role(block))
        return found

    def _role(self, block: Block) -> Role:
        """The role of a block that is shown, and neither body nor headline."""
        index, node = block.index, block.node
        region = self._region(block)
        if region is Role.COMMENT:
            return region
        in_teaser = node.index in self.teaser_nodes or node.parent in self.teaser_nodes
        above = self.measures.headline < index < self.first
        if not self.measures.furniture[index] or (above and marks.dated(block.text)):
            if not above and (in_teaser or self._is_dated_link(block)):
                return Role.TEASER
            if worded := self._worded(block):
                return worded
        if in_teaser or (region and block.links and self._is_beside_article(block)):
            return Role.TEASER
        return region or self._placed(block)

    def _uncovered(self) -> range:
        """The blocks that a script shows with a hidden body: they share its cover."""
        node = self.outline.blocks[self.first].node if self.body else None
        if node is None or not node.hidden:
            return range(0)
        nodes = self.outline.nodes
        while node.parent >= 0 and nodes[node.parent].hidden:
            node = nodes[node.parent]
        return range(self.outline.starts[node.index], self.outline.ends[node.index])

    def _region(self, block: Block) -> Role | None:
        """What the nearest class or tag above a block says it is.

        A region that holds much of the body is none: ``comments-open``.
        """
        node = block.node
        region = _REGIONS.get(self.measures.regions[node.path])
        if region is None or not self.void:
            return region
        level = node.depth - self.measures.apart[node.path]  # of what says it
        is_void = any(
            level == depth and block.index in held for depth, held in self.void
        )
        return None if is_void else region

    def _void(self) -> list[tuple[int, range]]:
        """The elements that say a region and hold much of the body: level and blocks."""
        regions, apart = self.measures.regions, self.measures.apart
        starts, ends = self.outline.starts, self.outline.ends
        nodes = self.outline.nodes
        passed: set[int] = set()
        found = []
        for index in self.body:
            at = self.outline.blocks[index].node.index
            while at >= 0 and at not in passed:
                passed.add(at)
                node = nodes[at]
                says = regions[node.path] and not apart[node.path]
                if says and self.share(at) > _REAL_REGION:
                    found.append((node.depth, range(starts[at], ends[at])))
                at = node.parent
        return found

    def _worded(self, block: Block) -> Role | None:
        """The role that the block's own words give it, near the article or at its foot."""
        index, text, size = block.index, block.text, self.measures.sizes[block.index]
        if index in self.near:
            if size < _LONGEST_CAPTION and self._is_caption(block):
                return Role.CAPTION
            line = self.measures.lines[index]
            if line in _NOTICES:
                return Role.NOTICE
            if size < _SHORT + 20 and self._is_byline(block, line):
                return Role.BYLINE
        if index < self.last and marks.abstract_label.match(text):
            return Role.SUMMARY
        if index > self.last and size < _LONGEST_FOOTER and marks.footer(text):
            return Role.FOOTER
        return None

    def _placed(self, block: Block) -> Role:
        """The role that a block's place and links give it, in no region."""
        size = self.measures.sizes[block.index]
        if is_linked(block):
            return Role.TEASER if is_headline_like(block, size) else Role.NAVIGATION
        if block.links and is_further_reading(block):
            return Role.TEASER
        if self.first < block.index < self.last and marks.notice(block.text):
            return Role.NOTICE
        if size < _SHORT and marks.tools(block.text):
            return Role.NAVIGATION
        return Role.OTHER

    def _is_beside_article(self, block: Block) -> bool:
        """Whether a link to the article before or behind is its headline, and no more."""
        size = self.measures.sizes[block.index]
        if size < TEASER or len(block.links) != 1:
            return False
        if block.links[0].get("rel") not in _BESIDE or not is_linked(block):
            return False
        if _NAMES_ITS_PLACE(block.text):
            return False
        texts = [part for part in block.parts if not part.isspace()]
        return len(texts) <= 1 and is_headline_like(block, size)

    def _is_dated_link(self, block: Block) -> bool:
        """Whether the block is a linked headline and a date or count, and hardly else."""
        if len(block.links) != 1:
            return False
        least = 2 * LATIN_TEASER if block.text.isascii() else TEASER
        if block.link_chars < least:
            return False
        rest = len(block.text) - block.text.count(" ") - block.link_chars
        if not 0 < rest < _LONGEST_DATE:
            return False
        text = block.text
        if marks.dated(text) or reads_in(text) is not None:
            return True
        return is_counted(text, headline=block.link_chars)

    def _is_byline(self, block: Block, line: str | None) -> bool:
        if line == "writers" or self._signs(block):
            return True
        text = block.text
        above = self.measures.headline < block.index < self.first
        if block.link_chars > _LINK * len(text) and not above:
            return False
        if text.endswith(("。", "！", "？")):
            return False
        below = block.index > self.last + 1
        if (
            below
            and self.measures.sizes[block.index] < _SHORT
            and _LABELLED.search(text)
        ):
            return True
        if marks.dated(text):
            return not below or bool(marks.byline(text))
        return (
            not below
            and bool(marks.byline(text))
            and self.measures.sizes[block.index] < _SHORT
        )

    def _signs(self, block: Block) -> bool:
        """Whether a line right behind the body says who wrote or edited it."""
        if not self.last < block.index <= self.last + _SIGNED_WITHIN:
            return False
        if block.link_chars > _LINK * len(block.text):
            return False
        return is_writers(block.text) or bool(sign_off(block.text))

    def _is_caption(self, block: Block) -> bool:
        """Whether the block is the text of a picture that belongs to the article."""
        if block.index not in self.pictured and not self._is_over_headline(block):
            return False
        if block.link_chars > _LINK * len(block.text):
            return False
        if block.index < self.first and (
            self._is_name_over_day(block) or self._is_name_and_day(block)
        ):
            return False
        if self.captions.is_caption(block, self.share):
            return True
        inside = self.first < block.index < self.last
        return inside and self.captions.is_line_below(block)

    def _is_over_headline(self, block: Block) -> bool:
        """Whether a figure's caption stands right over the headline, with its picture."""
        top = self.measures.headline
        around = self.outline.nodes[max(block.node.parent, 0)]
        is_figures = "figcaption" in {block.node.tag, around.tag}
        return is_figures and top - _FIGURE_OVER <= block.index < top

    def _pictured(self) -> range:
        """The blocks among which the article's pictures stand: all of them are near."""
        top, headline = self.first - _BYLINE_ABOVE, self.measures.headline
        if top < headline <= self.first:
            top = headline
        return range(top + 1, self.last + 3)

    def _is_name_over_day(self, block: Block) -> bool:
        """Whether a short line with a day right behind it says who wrote, beside a face."""
        if self.measures.sizes[block.index] >= _LONGEST_NAME:
            return False
        following = self.outline.blocks[block.index + 1 : block.index + 2]
        return any(len(b.text) < _SHORT and marks.dated(b.text) for b in following)

    def _is_name_and_day(self, block: Block) -> bool:
        """Whether a short line tells who wrote and when, beside a face."""
        text = block.text
        if self.measures.sizes[block.index] >= _SHORT or _SAYS_MORE.search(text):
            return False
        return marks.dated(text) and not marks.caption(text)


# Size. A foot's line of links and numbers is at most this long.
_LONGEST_FOOTER = 400
