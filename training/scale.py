"""Fit what confidence is told by: weights for the body, shares for the other fields.

Shares are smoothed: to the values of a source, ``_SMOOTHING`` more are added, of which
as many are right as of the field's other sources, and ``_WRONG`` that are not; to those
of other sources, in the same way, by those of other fields.
All is plain arithmetic in a fixed order, so the same pages give the same digits.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import fmean, pstdev
from typing import NamedTuple

from crawler.confidence import BODY, INTERCEPT, Scale, key

# Chinese pages are few beside English ones, and are what this is for.
_WEIGHTS = {"zh": 3.0}

# Pull of the weights towards nothing.
_PENALTY = 5.0

# Values that are added to those of each kind of evidence. Of 1, 2, 4 and 8 the one
# with the least log loss for headlines of outlets left out (2026-11).
_SMOOTHING = 4.0

# Wrong values that are added, as the rule of succession has it. They count where all
# were right: the rules were mended until they were, so that elsewhere fewer will be.
_WRONG = 1.0

# Share right where nothing is known.
_EVEN = 0.5

_DIGITS = 4

# Newton's method on so few weights has settled long before.
_STEPS = 30

Row = Sequence[float]


class Observation(NamedTuple):
    """One page as read with trees that had not seen its outlet."""

    page: tuple[str, str]
    """Names of its corpus and of itself."""

    measures: tuple[float, ...]
    right: bool
    """Whether the body was."""

    fields: Mapping[str, tuple[tuple[str, ...], bool]]
    """Of the others that were found and scored: what spoke for each, and whether it
    was right."""


def fit(observed: Sequence[Observation]) -> Scale:
    """Return the scale that these pages make, whatever their order."""
    pages = sorted(observed, key=lambda each: each.page)
    return Scale(_body(pages), _shares(pages))


def _body(observed: Sequence[Observation]) -> dict[str, float]:
    """The weights of a logistic model; large ones are penalised, on equal spreads."""
    columns = list(zip(*(each.measures for each in observed), strict=True))
    means = [fmean(column) for column in columns]
    spreads = [pstdev(column) or 1.0 for column in columns]
    rows = [
        (
            1.0,
            *((m - a) / s for m, a, s in zip(o.measures, means, spreads, strict=True)),
        )
        for o in observed
    ]
    right = [each.right for each in observed]
    pages = [_WEIGHTS.get(each.page[0], 1.0) for each in observed]
    first, *rest = _logistic(rows, right, pages)
    weights = [weight / s for weight, s in zip(rest, spreads, strict=True)]
    intercept = first - sum(w * a for w, a in zip(weights, means, strict=True))
    named = zip((INTERCEPT, *BODY), (intercept, *weights), strict=True)
    return {name: round(weight, _DIGITS) for name, weight in named}


def _logistic(
    rows: Sequence[Row], right: Sequence[bool], pages: Sequence[float]
) -> list[float]:
    """Weights that make the log loss least, with the penalty on all but the first.

    Method: Newton's, also known as iteratively reweighted least squares.
    """
    places = range(len(rows[0]))
    weights = [0.0 for _ in places]
    for _ in range(_STEPS):
        slope = [-_PENALTY * weights[i] * (i > 0) for i in places]
        bend = [[_PENALTY * (i == j > 0) for j in places] for i in places]
        for row, good, number in zip(rows, right, pages, strict=True):
            total = sum(w * m for w, m in zip(weights, row, strict=True))
            chance = 1 / (1 + math.exp(-total))
            for i in places:
                slope[i] += number * (good - chance) * row[i]
                steep = number * chance * (1 - chance) * row[i]
                for j in places:
                    bend[i][j] += steep * row[j]
        steps = _solved(bend, slope)
        weights = [weight + step for weight, step in zip(weights, steps, strict=True)]
    return weights


def _solved(matrix: Sequence[Row], right: Row) -> list[float]:
    """Solve a positive definite system by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for place, pivot in enumerate(rows):
        for row in rows:
            if row is not pivot:
                factor = row[place] / pivot[place]
                row[:] = [a - factor * b for a, b in zip(row, pivot, strict=True)]
    return [row[-1] / row[place] for place, row in enumerate(rows)]


def _shares(observed: Sequence[Observation]) -> dict[str, dict[str, float]]:
    """The smoothed share right of each field, and of each kind of evidence for it."""
    tally = Tally()
    for each in observed:
        for name, (known, right) in each.fields.items():
            tally.add((name, *known), right=right)
    shares: dict[str, dict[str, float]] = {}
    for kind in sorted(tally.seen.keys() - {()}):
        share = round(tally.share(kind), _DIGITS)
        shares.setdefault(kind[0], {})[key(kind[1:])] = share
    return shares


class Tally:
    """Values right and values seen, of each kind of evidence and all it is a kind of."""

    def __init__(self) -> None:
        self.right: Counter[tuple[str, ...]] = Counter()
        self.seen: Counter[tuple[str, ...]] = Counter()

    def add(self, kind: tuple[str, ...], *, right: bool) -> None:
        """Count one value."""
        for end in range(len(kind) + 1):
            self.right[kind[:end]] += right
            self.seen[kind[:end]] += 1

    def share(
        self, kind: tuple[str, ...], *, without: tuple[str, ...] | None = None
    ) -> float:
        """Return the share right of a kind, smoothed by the rest of what it is part of.

        ``without`` is a part of ``kind`` that does not count.
        """
        right, seen = self.right[kind], self.seen[kind]
        if without is not None:
            right, seen = right - self.right[without], seen - self.seen[without]
        above = self.share(kind[:-1], without=kind) if kind else _EVEN
        return (right + _SMOOTHING * above) / (seen + _SMOOTHING + _WRONG)
