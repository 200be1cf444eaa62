"""What can be measured of a block once something is known of its neighbors.

A first stage says how likely each block is body; from that come the measures that
tell a second stage most: whether what stands around a block is body, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import repeat
from operator import mul, sub

from crawler.blocks import Outline
from crawler.measures import Measures, running

# Chances. A block adds to its container above the first; marks where the body
# begins and ends above the second.
_WORTH = 0.4
_LIKELY = 0.6

# Share of the page's best chance below which a second look is not worth its time.
_HOPELESS = 0.02

SECOND = tuple(
    "p p_relative p_before p_after p_before3 p_after3 kin_p kin_part siblings_p parent_part "
    "parent_mean_p in_best from_first to_last between p_max p_total".split()
)
"""Names of the second stage's own measures: what the first stage said around a block."""


def again(
    outline: Outline, measures: Measures, chances: Sequence[float]
) -> Iterator[tuple[float, ...] | None]:
    """Yield the second stage's measures: those of ``FIRST``, then of ``SECOND``.

    ``chances`` are the first stage's: how likely each block is body, 0 to 1. A row
    is ``None`` where the first stage saw no hope. Nobody needs two rows at once.
    """
    sizes, kin = measures.sizes, measures.kin
    starts, ends = outline.starts, outline.ends
    best = max(chances, default=0.0)
    if not best:
        yield from repeat(None, len(chances))
        return
    weights = list(map(mul, chances, sizes))
    body_until, size_until = running(weights), running(sizes)
    total = max(1e-6, body_until[-1])
    around = _best_node(outline, weights, sizes)
    likely = [i for i in range(starts[around], ends[around]) if chances[i] > _LIKELY]
    first, last = (likely[0], likely[-1]) if likely else (-1, -1)
    above = [block.node.parent for block in outline.blocks]
    by_kin, kin_numbers = _sums(kin, chances, weights), Counter(kin)
    by_parent, sibling_numbers = _sums(above, chances, weights), Counter(above)
    inside_from, inside_to = starts[around], ends[around]
    padded = [-1.0, *chances, -1.0]
    least = _HOPELESS * best
    for index, chance in enumerate(chances):
        row = measures.rows[index]
        if chance < least or row is None:
            yield None
            continue
        parent = above[index]
        kin_number, sibling_number = kin_numbers[kin[index]], sibling_numbers[parent]
        kin_sum, kin_body = by_kin[kin[index]]
        sibling_sum, _ = by_parent[parent]
        before = chances[index - 3 if index > 3 else 0 : index]  # noqa: PLR2004
        after = chances[index + 1 : index + 4]
        body_around, mean_around = 1.0, 0.0
        if parent >= 0:
            start, end = starts[parent], ends[parent]
            inside = body_until[end] - body_until[start]
            body_around = inside / total
            mean_around = inside / max(1.0, size_until[end] - size_until[start])
        yield row + (  # noqa: RUF005  # unpacking takes twice as long
            chance,
            chance / best,
            padded[index],
            padded[index + 2],
            sum(before) / len(before) if before else -1.0,
            sum(after) / len(after) if after else -1.0,
            (kin_sum - chance) / (kin_number - 1) if kin_number > 1 else -1.0,
            kin_body / total,
            (sibling_sum - chance) / (sibling_number - 1)
            if sibling_number > 1
            else -1.0,
            body_around,
            mean_around,
            1.0 if inside_from <= index < inside_to else 0.0,
            float(index - first) if first >= 0 else -99.0,
            float(last - index) if last >= 0 else -99.0,
            1.0 if first <= index <= last else 0.0,
            best,
            total,
        )


def _best_node(
    outline: Outline, weights: Sequence[float], sizes: Sequence[float]
) -> int:
    """The node with most that is likely body and least that is not."""
    gains = running(
        [weight - _WORTH * room for weight, room in zip(weights, sizes, strict=True)]
    )
    at = gains.__getitem__
    inside = list(map(sub, map(at, outline.ends), map(at, outline.starts)))
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
