"""Items and boxes that advertise another article: a linked headline and a little more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from crawler.blocks import Block, Outline
from crawler.measures import Measures
from crawler.text import marks

TEASER = 6
"""Size of the shortest headline that is linked to."""

LATIN_TEASER = 12
"""The same of Latin letters alone."""

# Share of a block's text inside links.
_LINK = 0.6

# Size.
_LONGEST_BUTTON = 12

# Links of one headline.
_MOST_LINKS = 2

# Blocks of a teaser that is a box, and levels from its headline to the box.
_CARD_BLOCKS = 6
_CARD_LEVELS = 3


def is_linked(block: Block) -> bool:
    """Say whether most of a block is links."""
    chars = block.link_chars
    if not chars or chars > _LINK * len(block.text):
        return chars > 0
    return chars > _LINK * (len(block.text) - block.text.count(" "))


def is_headline_like(block: Block, size: float) -> bool:
    """Say whether a linked block may be a headline by its size and its words."""
    least = LATIN_TEASER if block.text.isascii() else TEASER
    if size < least or len(block.links) > _MOST_LINKS:
        return False
    text = block.text  # headlines speak of 微博 and 微信, too
    if size > _LONGEST_BUTTON and not text.isascii():
        return marks.line(text) != "pager"
    return not marks.tools(text)


def teaser_nodes(
    outline: Outline, measures: Measures, body: set[int], article: range
) -> set[int]:
    """Return the indices of the nodes whose blocks make up a teaser.

    Items of lists are asked, and boxes that recur. ``body`` are the blocks of the
    article's body, ``article`` those among which no box is one.
    """
    found: set[int] = set()
    for inside in (*_items(outline, measures), *_boxes(outline, measures, article)):
        if len(inside) > 1 and _is_teaser(inside, measures.sizes, body):
            found.update([block.node.index for block in inside])
    return found


def _is_teaser(inside: Sequence[Block], sizes: Sequence[float], body: set[int]) -> bool:
    linked = [block for block in inside if is_linked(block)]
    if len(linked) == len(inside) or any(block.index in body for block in inside):
        return False
    return any(is_headline_like(block, sizes[block.index]) for block in linked)


def _items(outline: Outline, measures: Measures) -> Iterator[Sequence[Block]]:
    """What each item of a list holds."""
    nodes, levels = outline.nodes, measures.levels
    items: dict[int, list[Block]] = {}
    for block in outline.blocks:
        node = block.node
        level = levels[node.path]
        if level < 0:
            continue
        while level:
            node, level = nodes[node.parent], level - 1
        inside = items.get(node.index)
        if inside is None:
            items[node.index] = [block]
        else:
            inside.append(block)
    return iter(items.values())


def _boxes(
    outline: Outline, measures: Measures, article: range
) -> Iterator[Sequence[Block]]:
    """What boxes hold that recur, each with one linked headline and a little more."""
    levels, sizes = measures.levels, measures.sizes
    recurring: Counter[int] | None = None
    for block in outline.blocks:
        if not block.links or levels[block.node.path] >= 0:
            continue
        if block.index in article or sizes[block.index] < TEASER:
            continue
        if not is_linked(block):
            continue
        if recurring is None:  # how many nodes there are of each tag path
            recurring = Counter([node.path for node in outline.nodes])
        yield _box(outline, block, recurring)


def _box(outline: Outline, block: Block, recurring: Counter[int]) -> Sequence[Block]:
    """The blocks of the box around a linked headline; none where there is no box."""
    node = block.node
    for _ in range(_CARD_LEVELS):
        node = outline.nodes[max(node.parent, 0)]
        start, end = outline.starts[node.index], outline.ends[node.index]
        if end - start > _CARD_BLOCKS:
            break
        if end - start > 1 and recurring[node.path] > 1:
            inside = outline.blocks[start:end]
            places = {link.get("href") for each in inside for link in each.links}
            return inside if len(places) == 1 else ()
    return ()
