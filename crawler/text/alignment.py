"""Two texts laid side by side: what stands in both, in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

# Characters. A shorter run is what any two Chinese texts have in common by chance.
_RUN = 2

# Characters between two runs that still belong to one stretch, on the longer side.
_NEAR = 12

# Characters in runs. A stretch that has fewer is chance: of 3,655 pairs of unrelated
# articles none had one of these (benchmarks/duplicates.py, 2026-11).
_STRETCH = 12

# Of a stretch's longer side, what at least stands in runs: a fifth of characters
# changed leave .6.
_DENSITY = 0.5


class Run(NamedTuple):
    """Characters that are equal in both texts."""

    first: int
    """Where it begins in the first text."""

    second: int
    length: int


class Stretch(NamedTuple):
    """A part that both texts hold, with small gaps where they differ."""

    runs: tuple[Run, ...]

    @property
    def first(self) -> tuple[int, int]:
        """Where it begins and ends in the first text."""
        return self.runs[0].first, self.runs[-1].first + self.runs[-1].length

    @property
    def second(self) -> tuple[int, int]:
        """Where it begins and ends in the second text."""
        return self.runs[0].second, self.runs[-1].second + self.runs[-1].length

    @property
    def matched(self) -> int:
        """Characters that are equal."""
        return sum(run.length for run in self.runs)

    @property
    def gaps(self) -> Iterator[tuple[int, int, int, int]]:
        """Where the texts differ between runs: start and end in the first, the second."""
        for left, right in zip(self.runs, self.runs[1:], strict=False):
            yield (
                *(left.first + left.length, right.first),
                *(left.second + left.length, right.second),
            )


def stretches(first: str, second: str) -> tuple[Stretch, ...]:
    """Return the parts that both texts hold, in order.

    The runs are of a longest common subsequence; runs that stand alone are chance and
    left out. Takes .2 ms for texts of 1,000 characters, and grows with their product.

    Source: Hyyrö, bit-parallel LCS, as rapidfuzz has it.
    """
    groups = _groups(_runs(first, second))
    return tuple(part for group in groups for part in _dense(group))


def line(first: str, second: str) -> Stretch | None:
    """Return what two lines have in common as one stretch, however little it is.

    ``None`` where that is not even two characters.
    """
    runs = _runs(first, second)
    return Stretch(tuple(runs)) if runs else None


def _runs(first: str, second: str) -> list[Run]:
    return [
        Run(op.src_start, op.dest_start, op.src_end - op.src_start)
        for op in Indel.opcodes(first, second)
        if op.tag == "equal" and op.src_end - op.src_start >= _RUN
    ]


def _groups(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Part the runs where a text has more than a few characters between them."""
    group: list[Run] = []
    for run in runs:
        if group and _distance(group[-1], run) > _NEAR:
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _dense(group: list[Run]) -> Iterator[Stretch]:
    """Yield the group without loose ends, if it is more than chance."""
    while len(group) > 1 and _loose(group[0], group[1]):
        group = group[1:]
    while len(group) > 1 and _loose(group[-1], group[-2]):
        group = group[:-1]
    stretch = Stretch(tuple(group))
    longer = max(b - a for a, b in (stretch.first, stretch.second))
    if stretch.matched >= _STRETCH and stretch.matched >= _DENSITY * longer:
        yield stretch


def _loose(end: Run, neighbor: Run) -> bool:
    """Whether a run at an end is shorter than what parts it from its neighbor."""
    left, right = sorted((end, neighbor))
    return end.length < _distance(left, right)


def _distance(left: Run, right: Run) -> int:
    return max(
        right.first - left.first - left.length,
        right.second - left.second - left.length,
    )
