"""How likely each block is body, by the trees, beside what else is known of it.

The trees (``crawler.forest``) judge each block with its surroundings; they were grown
on a few hundred outlets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from crawler import forest, native, surroundings
from crawler.blocks import Block, Node, Outline
from crawler.captions import Captions
from crawler.hints import HEADINGS
from crawler.measures import Measures, shares
from crawler.trimming import is_advertisement

_surroundings = native.load("surroundings") or surroundings

BODY = 0.5
"""Chance above which a block is body by the trees' word alone."""

LEAST = 0.12
"""Chance below which nothing is body on its own evidence: flashes are rare in training."""

STOPS = tuple("。！？!?")
"""How sentences end."""

# Share of a block's text in links from which on it is one.
_LINKED = 0.5

# Size of text above a line that is most like the title: the line is a subhead then.
_ENOUGH = 300.0

# Whole lines that are no body, however much they look like it.
_NEVER = frozenset({"editors", "origin", "edition", "scan", "tags", "pager"})

# Levels between a table's cell, or a list's item, and what holds the paragraphs.
_ITEM_LEVELS = 5
_CELL_LEVELS = 7
_ITEM_TAGS = frozenset({"li", "td", "th", "dd", "dt", "p", "span", "div"})
_HOLDER_TAGS = frozenset(
    {"ul", "ol", "dl", "table", "tbody", "thead", "tr", "blockquote", *_ITEM_TAGS}
)
_PARAGRAPHS = HEADINGS | {"p"}
_LIST_OR_TABLE = frozenset({"li", "td", "th", "dd", "dt", "blockquote"})

CELLS = frozenset({"td", "th"})
"""What a table is made of."""


def chances(
    outline: Outline, measures: Measures, models: Path = forest.MODELS
) -> list[float]:
    """Return how likely each block is body, 0 to 1, as the trees have it."""
    first, second = forest.load("body", models)
    likely = first.chances(measures.rows)
    return second.chances(_surroundings.again(outline, measures, likely))


class Likely:
    """The blocks of one page, and how likely each is body."""

    def __init__(
        self,
        outline: Outline,
        measures: Measures,
        chances: Sequence[float],
        captions: Captions,
    ) -> None:
        self.blocks = outline.blocks
        self.nodes = outline.nodes
        self.starts, self.ends = outline.starts, outline.ends
        self.measures = measures
        self.chances = chances
        self.captions = captions
        self._captions: list[bool | None] = [None] * len(chances)
        self.weights = [0.0] * len(chances)
        """Of each block its size times its chance; 0 where it is hardly body."""
        possible = [0.0] * len(chances)
        for index, chance in enumerate(chances):
            if chance > LEAST:
                possible[index] = chance * measures.sizes[index]
                if chance > BODY:
                    self.weights[index] = possible[index]
        self.share = shares(outline, possible)
        """Which share of all that may be body a node holds."""

    def kind(self, index: int) -> tuple[int, int]:
        """Return how a block is marked up: its kin, and the node around its own."""
        return self.measures.kin[index], self.blocks[index].node.parent

    def region(self, index: int) -> int:
        """Return what the nearest class around a block calls the place; 0 for nothing."""
        return self.measures.regions[self.blocks[index].node.path]

    def is_linked(self, index: int) -> bool:
        """Say whether most of a block is links."""
        return self.measures.links[index] > _LINKED

    def holders(self, seeds: set[int]) -> set[int]:
        """Return the nodes that hold paragraphs: around a ``p``, or the one broken by ``br``.

        Several ``div`` in one element are paragraphs of it, too.
        """
        nodes = [self.blocks[index].node for index in seeds]
        found = {n.parent if n.tag in _PARAGRAPHS else n.index for n in nodes}
        divisions = Counter([n.parent for n in nodes if n.tag == "div"])
        found.update([parent for parent, times in divisions.items() if times > 1])
        return {holder for holder in found if holder > 0}

    def is_item(self, node: Node, holders: set[int]) -> bool:
        """Say whether lists and tables alone stand between a block's node and a holder."""
        in_list = in_cell = False
        for level in range(_CELL_LEVELS):
            if level >= _ITEM_LEVELS and not in_cell:
                return False
            if node.index in holders:
                return in_list
            in_list = in_list or node.tag in _LIST_OR_TABLE
            in_cell = in_cell or (level < 2 and node.tag in CELLS)  # noqa: PLR2004
            if node.tag not in _HOLDER_TAGS or is_advertisement(node.hint):
                return False
            if node.parent < 0:
                return False
            node = self.nodes[node.parent]
        return False

    def may_be_body(self, index: int) -> bool:
        """Say whether a block is neither the headline nor a line that is never body."""
        if index == self.measures.headline and not self._is_subhead_alike():
            return False
        return self.measures.lines[index] not in _NEVER

    def is_caption(self, block: Block) -> bool:
        """Say whether ``block`` is a picture's text, as far as is known by now."""
        index = block.index
        known = self._captions[index]
        if known is None:  # the same are asked for again as the body is made up
            told = self.captions.is_caption(block, self.share, self.chances[index])
            known = self._captions[index] = told
        return known

    def _is_subhead_alike(self) -> bool:
        """Whether what is most like the title stands in the body, under other text."""
        at = self.measures.headline
        if self.blocks[at].node.tag == "h1" or self.chances[at] <= BODY:
            return False
        return sum(self.weights[:at]) > _ENOUGH
