"""Whether confidence keeps its word: of ten values given .9, nine should be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

SURE = 0.9
"""Confidence from which on a value is taken for right without a second look."""

# Narrower where most values lie. A confidence on an edge belongs above it.
_EDGES = (0.0, 0.5, 0.7, 0.8, SURE, 0.95, 1.0)


class Belief(NamedTuple):
    """How sure an article was of a value, and whether it was right."""

    confidence: float
    """0 to 1."""

    right: bool


class Bin(NamedTuple):
    """All beliefs whose confidence lies between two edges."""

    low: float
    high: float
    number: int
    confidence: float
    """Mean of the beliefs; where it keeps its word, near ``right``."""

    right: float
    """Share that was right."""


def bins(beliefs: Iterable[Belief]) -> tuple[Bin, ...]:
    """Return the beliefs by their confidence, lowest first; no bin is empty."""
    held: dict[tuple[float, float], list[Belief]] = {
        edges: [] for edges in pairwise(_EDGES)
    }
    for belief in beliefs:
        held[_edges(belief.confidence)].append(belief)
    return tuple(
        Bin(
            low,
            high,
            len(inside),
            fmean(belief.confidence for belief in inside),
            fmean(belief.right for belief in inside),
        )
        for (low, high), inside in held.items()
        if inside
    )


def sure(beliefs: Sequence[Belief]) -> tuple[Belief, ...]:
    """Return the beliefs of at least ``SURE``."""
    return tuple(belief for belief in beliefs if belief.confidence >= SURE)


def brier(beliefs: Sequence[Belief]) -> float:
    """Return the Brier score: the mean square of what confidence was off by.

    0 for one that is always right and knows it. Source: Brier, Monthly Weather
    Review 78, 1950.
    """
    return fmean((belief.confidence - belief.right) ** 2 for belief in beliefs)


def calibration_error(beliefs: Sequence[Belief]) -> float:
    """Return the expected calibration error: how far bins' means are off, by size.

    0 to 1. Source: Naeini et al., AAAI 2015.
    """
    off = (each.number * abs(each.confidence - each.right) for each in bins(beliefs))
    return sum(off) / len(beliefs)


def _edges(confidence: float) -> tuple[float, float]:
    return next(
        (low, high) for low, high in pairwise(_EDGES) if confidence < high or high == 1
    )
