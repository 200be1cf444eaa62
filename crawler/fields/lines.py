"""The short lines around an article, each read once for all fields.

A byline, a source line, an editor's line: they stand between headline and body,
right under a lead that opens the body, or after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from crawler.blocks import Block
from crawler.roles import Role, Zones
from crawler.text import dates, marks
from crawler.text.attribution import EDGE, Credit, alone, credited
from crawler.text.dates import Stamp
from crawler.text.names import names

# Characters of a line that names people, rather than speaks of them.
LONGEST = 120

# Blocks. A byline may stand this far below the lead that opens the body.
BELOW_LEAD = 4

# Characters of a label whose value stands in the next block: 发布日期：
_LONGEST_LABEL = 10
_COLONS = (":", "：")
_LABEL = re.compile(r"[^\d\W]{2,6}\s*[:：]\s*")

# One without a colon, in a list of terms.
_TERM = re.compile(
    r"[来來]源|作者|撰文|文字|[记記]者|[编編][辑輯译譯]|[责責][编編]|[责責]任[编編][辑輯]|翻[译譯]"
    r"|[摄攝]影|[图圖]片|[视視][频頻]|[设設][计計]|校[对對]|[审審]核|[监監][制製]"
    r"|[Bb]y|BY|[Ww]ritten by|Author|Words"
)

_MAY_BE_DATED = re.compile(r"[\d年]")
_PIECES = re.compile(r"[\s|｜丨/／∙]+")


class Line(NamedTuple):
    """One short line near the article."""

    block: Block
    text: str
    """Its text nodes, stripped and joined by ``EDGE``; a label's value with it."""

    stamps: tuple[Stamp, ...]
    """The dates that it prints in full."""

    credits: tuple[Credit, ...]
    """Its role words and what stands behind them."""

    @property
    def dated(self) -> bool:
        """Whether a day or a time is printed, even one without a year."""
        return bool(self.stamps) or marks.dated(self.text)

    @property
    def pieces(self) -> tuple[str, ...]:
        """What is left of it without dates and credits, parted at spaces and edges."""
        text = self.text
        taken = [(stamp.start, stamp.end) for stamp in self.stamps]
        taken += [(credit.start, credit.end) for credit in self.credits]
        for start, end in sorted(taken, reverse=True):
            text = text[:start] + EDGE + text[end:]
        pieces = (piece.strip(_WRAPPING) for piece in _PIECES.split(text))
        return tuple(piece for piece in pieces if piece)


def line_of(block: Block) -> Line:
    """Return a block as a line."""
    return _line(block, edged(block))


def dated_line(block: Block, text: str) -> Line:
    """Return a block's ``text`` as a line of which dates alone are asked."""
    return Line(block, text, _stamps(text), ())


_WRAPPING = " :：·-—()（）[]【】<>《》,，©®™"


@dataclass(frozen=True)
class Lines:
    """The lines around one article, in reading order."""

    zones: Zones

    @cached_property
    def all(self) -> tuple[Line, ...]:
        """Bylines and notices, and what else stands between headline and body."""
        return tuple(self._read())

    @cached_property
    def head(self) -> tuple[Line, ...]:
        """Those above the body, or right under its lead."""
        end = self.zones.span[0] + BELOW_LEAD
        return tuple(line for line in self.all if line.block.index < end)

    @cached_property
    def beside_date(self) -> tuple[tuple[Line, tuple[str, ...]], ...]:
        """Of those the ones that print a date, each with its other pieces."""
        return tuple((line, line.pieces) for line in self.head if line.dated)

    def _read(self) -> Iterator[Line]:
        blocks = self.zones.blocks
        skipped = -1
        for block in self._blocks():
            if block.index == skipped or len(block.text) >= LONGEST:
                continue
            text = edged(block)
            term = len(text) <= _LONGEST_LABEL and _TERM.fullmatch(text)
            if len(text) <= _LONGEST_LABEL and (term or _LABEL.fullmatch(text)):
                value = next(iter(blocks[block.index + 1 : block.index + 2]), None)
                if value is not None and (
                    _is_value(value, block) or self._are_alone(block, value)
                ):
                    mark = "：" if term and not text.isascii() else ""
                    text = f"{text}{mark}{EDGE}{edged(value)}"
                    skipped = value.index
            yield _line(block, text)

    def _are_alone(self, label: Block, value: Block) -> bool:
        """Whether an element holds a label and its value, and no more, as Drupal's do."""
        outline = self.zones.outline
        around = label.node.parent
        if around < 0 or len(value.text) >= LONGEST // 2:
            return False
        held = (outline.starts[around], outline.ends[around])
        return held == (label.index, value.index + 1) and label.text.endswith(_COLONS)

    def _next_article(self) -> int:
        """Index of the headline below the body that another article has."""
        zones = self.zones
        at, last = zones.measures.headline, zones.span[1]
        if at < 0 or zones.blocks[at].node.tag != "h1" or at > last:
            return len(zones.blocks)
        own = zones.blocks[at].text
        for block in zones.blocks[last + 1 :]:
            if block.node.tag == "h1" and not block.node.hidden and block.text != own:
                return block.index
        return len(zones.blocks)

    def _blocks(self) -> Iterable[Block]:
        """The blocks that may be such lines, in reading order."""
        zones = self.zones
        end = self._next_article()
        found = tuple(
            block for block in zones.of(Role.BYLINE, Role.NOTICE) if block.index < end
        )
        top, start = zones.measures.headline, zones.span[0]
        other = [
            block
            for block in zones.blocks[top + 1 : max(0, start)]
            if top >= 0 and zones.roles[block.index] is Role.OTHER
        ]
        return (
            sorted((*found, *other), key=lambda block: block.index) if other else found
        )


def _line(block: Block, text: str) -> Line:
    return Line(block, text, _stamps(text), credited(text))


def _stamps(text: str) -> tuple[Stamp, ...]:
    return tuple(dates.find(text)) if _MAY_BE_DATED.search(text) else ()


def _is_value(value: Block, label: Block) -> bool:
    """Whether a block is what a label speaks of; without a mark, people or a term's."""
    if not _is_beside(value, label):
        return False
    if label.node.tag == "dt" or not _TERM.fullmatch(label.text):
        return True
    found = names(value.text)
    return bool(alone(value.text)) or (found == (value.text,) and value.text.isascii())


def _is_beside(value: Block, label: Block) -> bool:
    """Whether a block is the cell beside a label's cell."""
    tags = (label.node.tag, value.node.tag)
    same = value.node.parent == label.node.parent and (
        tags[0] == tags[1] or tags == ("dt", "dd")
    )
    return same and len(value.text) < LONGEST // 2


def edged(block: Block) -> str:
    """Return a block's text with ``EDGE`` between the text nodes it was joined from."""
    if not block.parts:
        return block.text
    return EDGE.join(filter(None, (" ".join(part.split()) for part in block.parts)))
