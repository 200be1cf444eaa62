"""Which blocks of a page are its body, told from the body that a person wrote down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.blocks import Block
from crawler.text.similarity import plain

# Where a short text stands more often than this in the body, later places are
# not tried: a page number, a name.
_PLACES = 12

# Characters, and share of a block's six-character pieces. A block holding more of
# what nothing else accounts for is body with something added.
_PARTLY = 16
_PIECE = 6
_MOSTLY = 0.5

# Share of the body that shown blocks must hold; else hidden ones are tried, too.
_ENOUGH = 0.9


def label(blocks: Sequence[Block], body: str) -> frozenset[int]:
    """Return the indices of the blocks that make up ``body``.

    Of all ways to find blocks in the body one after another, the one that accounts
    for most of it counts; so a teaser or a hidden copy of a paragraph is no body,
    though its text stands there. Method: heaviest increasing subsequence.
    """
    target = plain(body)
    shown = [block for block in blocks if not block.node.hidden]
    chosen = _chain(shown, target)
    if sum(len(plain(blocks[i].text)) for i in chosen) < _ENOUGH * len(target):
        chosen = _chain(blocks, target)
    return frozenset(chosen)


def _chain(blocks: Sequence[Block], target: str) -> set[int]:
    found = [
        (block.index, start, start + len(text))
        for block in blocks
        if (text := plain(block.text))
        for start in _places(text, target)
    ]
    chain = _heaviest(found, len(target))
    rest = target
    for _, start, end in chain:
        rest = rest[:start] + "\x00" * (end - start) + rest[end:]
    chosen = {index for index, _, _ in chain}
    return chosen | {
        b.index for b in blocks if b.index not in chosen and _partly(b, rest)
    }


def _places(text: str, target: str) -> Iterator[int]:
    place = target.find(text)
    for _ in range(_PLACES):
        if place < 0:
            return
        yield place
        place = target.find(text, place + 1)


def _partly(block: Block, rest: str) -> bool:
    text = plain(block.text)
    if len(text) < _PARTLY:
        return False
    pieces = [text[i : i + _PIECE] for i in range(len(text) - _PIECE + 1)]
    return sum(piece in rest for piece in pieces) > _MOSTLY * len(pieces)


def _heaviest(
    found: Sequence[tuple[int, int, int]], length: int
) -> list[tuple[int, int, int]]:
    """Choose spans that follow one another, in page and body, and cover most.

    A Fenwick tree over ends keeps, for each place, the heaviest chain that ends
    before it; spans of one block may not follow each other.
    """
    best_until: list[tuple[float, int]] = [(0.0, -1)] * (length + 2)
    previous = [-1] * len(found)
    waiting: list[tuple[int, tuple[float, int]]] = []
    best = (0.0, -1)
    for number, (index, start, end) in enumerate(found):
        if number and found[number - 1][0] != index:
            for place, chain in waiting:
                _raise(best_until, place, chain)
            waiting.clear()
        weight, previous[number] = _heaviest_until(best_until, start)
        chain = (weight + end - start + 0.01, number)
        waiting.append((end, chain))
        best = max(best, chain)
    chosen = []
    at = best[1]
    while at >= 0:
        chosen.append(found[at])
        at = previous[at]
    return chosen


def _raise(tree: list[tuple[float, int]], place: int, chain: tuple[float, int]) -> None:
    place += 1
    while place < len(tree):
        tree[place] = max(tree[place], chain)
        place += place & -place


def _heaviest_until(tree: list[tuple[float, int]], place: int) -> tuple[float, int]:
    best = (0.0, -1)
    place += 1
    while place > 0:
        best = max(best, tree[place])
        place -= place & -place
    return best
