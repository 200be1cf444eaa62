"""Trees that were grown elsewhere, read from data and asked here.

A forest is a list of trees; a tree is a number, its leaf, or ``[measure, threshold,
below, above]`` with the measure's place in the row. Growing them needs a library
(``training/``), asking them needs none: ``crawler/native/forest.pyx`` goes down each,
where it was compiled, and else they are written out as one Python expression.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from crawler import native

_compiled = native.load("forest")

MODELS = Path(__file__).parent / "models"
"""What ships: grown and fitted on all pages that there were."""

Row = tuple[float, ...]
"""Measures, in the order in which the trees were grown on them; all are ``float``."""


class Forest:
    """Trees that answer measures with a chance, 0 to 1: their sum says how likely it is.

    >>> Forest([[0, 0.5, -2.0, 2.0]]).chance((1.0,)) > 0.88
    True
    """

    def __init__(self, trees: Sequence[Any]) -> None:
        terms = "+".join(map(_expression, trees))
        width = 1 + max(map(_last_measure, trees), default=0)
        # Measures are arguments, which Python reads faster than places in a row. Only
        # numbers reach the expression: _expression writes nothing else.
        names = ",".join(f"m{place}" for place in range(width))
        self._asked: Callable[..., float] = eval(  # noqa: S307
            f"lambda {names},*_: 1/(1+exp(-({terms})))", {"exp": math.exp}
        )

    def chance(self, row: Row) -> float:
        """Return the chance of a row. Raises ``TypeError`` where measures are lacking."""
        return self._asked(*row)

    def chances(self, rows: Iterable[Row | None]) -> list[float]:
        """Return the chance of each row, 0 where there is none."""
        ask = self._asked
        return [0.0 if row is None else ask(*row) for row in rows]


@cache
def load(name: str, models: Path = MODELS) -> tuple[Forest, Forest]:
    """Return both stages of the model ``name`` in the folder ``models``.

    Read once, on first need.
    """
    stages = load_all(name, models)
    return stages["first"], stages["second"]


@cache
def load_all(name: str, models: Path = MODELS) -> Mapping[str, Forest]:
    """Return every stage of the model ``name`` by its own name, read once."""
    stages = json.loads((models / f"{name}.json").read_bytes())
    return {
        stage: grow(trees)
        for stage, trees in stages.items()
        if stage[-9:] != "_measures"
    }


def grow(trees: Sequence[Any]) -> Forest:
    """Return what asks all ``trees``, in C where that was compiled."""
    forest: Forest = _compiled.Forest(trees) if _compiled else Forest(trees)
    return forest


def _last_measure(tree: Any) -> int:  # noqa: ANN401
    if isinstance(tree, int | float):
        return 0
    measure, _, below, above = tree
    return max(int(measure), _last_measure(below), _last_measure(above))


def _expression(tree: Any) -> str:  # noqa: ANN401  # JSON has no better type
    if isinstance(tree, int | float):
        return repr(float(tree))
    measure, threshold, below, above = tree
    return (
        f"({_expression(below)} if m{int(measure)}<={float(threshold)!r}"
        f" else {_expression(above)})"
    )
