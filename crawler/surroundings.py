"""What can be measured of a block once something is known of its neighbors.

A first stage says how likely each block is body; from that come the measures that
tell a second stage most: whether what stands around a block is body, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat
from operator import mul

from crawler.blocks import Outline
from crawler.measures import Measures
from crawler.rows import FIRST, running

# Chances. A block adds to its container above the first; marks where the body
# begins and ends above the second.
_WORTH = 0.4
_LIKELY = 0.6

# Share of the page's best chance below which a second look is not worth its time: no
# article of 1,004 pages reads otherwise than with a quarter of it (2026-11).
_HOPELESS = 0.08

# Place of a measure that the first stage has made of the same kin.
_KIN_COUNT = FIRST.index("kin_count")

SECOND = tuple(
    "p p_relative p_after3 kin_p kin_part parent_part in_best from_first to_last between "
    "p_max p_total".split()
)
"""Names of the second stage's own measures: what the first stage said around a block."""


def again(
    outline: Outline,
    measures: Measures,
    chances: Sequence[float],
    *,
    hopeless: float = _HOPELESS,
) -> Iterator[tuple[float, ...] | None]:
    """Yield the second stage's measures: those of ``FIRST``, then of ``SECOND``.

    ``chances`` are the first stage's: how likely each block is body, 0 to 1. A row
    is ``None`` where the first stage saw no hope: ``hopeless`` is a share of the page's
    best chance. Nobody needs two rows at once.
    """
    sizes, kin = measures.sizes, measures.kin
    starts, ends = outline.starts, outline.ends
    best = max(chances, default=0.0)
    if not best:
        yield from repeat(None, len(chances))
        return
    weights = list(map(mul, chances, sizes))
    body_until = running(weights)
    total = max(1e-6, body_until[-1])
    around = _best_node(outline, weights, sizes)
    inside_from, inside_to = starts[around], ends[around]
    likely = [i for i in range(inside_from, inside_to) if chances[i] > _LIKELY]
    first, last = map(float, (likely[0], likely[-1]) if likely else (-1, -1))
    by_kin, after = _sums(kin, chances, weights), _means_after(chances)
    least = hopeless * best
    blocks = outline.blocks
    for index, (row, chance) in enumerate(zip(measures.rows, chances, strict=True)):
        if chance < least or row is None:
            yield None
            continue
        parent = blocks[index].node.parent
        number = row[_KIN_COUNT]
        of_kin, body_of_kin = by_kin[kin[index]]
        body_around = 1.0
        if parent >= 0:
            body_around = (
                body_until[ends[parent]] - body_until[starts[parent]]
            ) / total
        own = (
            chance,
            chance / best,
            after[index],
            (of_kin - chance) / (number - 1) if number > 1 else -1.0,
            body_of_kin / total,
            body_around,
            1.0 if inside_from <= index < inside_to else 0.0,
            index - first if first >= 0 else -99.0,
            last - index if last >= 0 else -99.0,
            1.0 if first <= index <= last else 0.0,
            best,
            total,
        )
        yield row + own


def _means_after(chances: Sequence[float]) -> list[float]:
    """Of each block the mean chance of the three behind it, or fewer; -1 of the last."""
    threes = zip(chances[1:], chances[2:], chances[3:], strict=False)
    found = [(one + two + three) / 3 for one, two, three in threes]
    for index in range(len(found), len(chances) - 1):
        rest = chances[index + 1 :]
        found.append(sum(rest) / len(rest))
    return [*found, -1.0]


def _best_node(
    outline: Outline, weights: Sequence[float], sizes: Sequence[float]
) -> int:
    """The node with most that is likely body and least that is not."""
    gains = running(
        [weight - _WORTH * room for weight, room in zip(weights, sizes, strict=True)]
    )
    spans = zip(outline.starts, outline.ends, strict=True)
    inside = [gains[end] - gains[start] for start, end in spans]
    return inside.index(max(inside))


def _sums(
    keys: Sequence[int], chances: Sequence[float], weights: Sequence[float]
) -> dict[int, tuple[float, float]]:
    """Of the blocks of each key that have a chance: chances, chances times size."""
    sums: dict[int, tuple[float, float]] = {}
    for key, chance, weight in zip(keys, chances, weights, strict=True):
        if chance:
            known = sums.get(key)
            sums[key] = (
                (known[0] + chance, known[1] + weight) if known else (chance, weight)
            )
    return sums
