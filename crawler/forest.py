"""Trees that were grown elsewhere, read from data and asked here.

A forest is a list of trees; a tree is a number, its leaf, or ``[measure, threshold,
below, above]`` with the measure's place in the row. Growing them needs a library
(``training/``), asking them needs none: ``crawler/native/forest.pyx`` goes down each,
where it was compiled, and else they are written out as one Python expression.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from crawler import native

_compiled = native.load("forest")

MODELS = Path(__file__).parent / "models"
"""What ships: grown and fitted on all pages that there were."""

Chance = Callable[..., float]
"""Answers a row of measures, one an argument, with a chance, 0 to 1."""


@cache
def load(name: str, models: Path = MODELS) -> tuple[Chance, Chance]:
    """Return both stages of the model ``name`` in the folder ``models``.

    Read once, on first need.
    """
    stages = load_all(name, models)
    return stages["first"], stages["second"]


@cache
def load_all(name: str, models: Path = MODELS) -> Mapping[str, Chance]:
    """Return every stage of the model ``name`` by its own name, read once."""
    stages = json.loads((models / f"{name}.json").read_bytes())
    return {
        stage: grow(trees)
        for stage, trees in stages.items()
        if stage[-9:] != "_measures"
    }


def grow(trees: Sequence[Any]) -> Chance:
    """Return what asks all ``trees`` and turns their sum into a chance.

    >>> grow([[0, 0.5, -2.0, 2.0]])(1.0) > 0.88
    True
    """
    return _compiled.Forest(trees) if _compiled else expression(trees)


def expression(trees: Sequence[Any]) -> Chance:
    """Return the same as one expression of Python, which asks in four times the time."""
    terms = "+".join(map(_expression, trees))
    width = 1 + max(map(_last_measure, trees), default=0)
    # Measures are arguments, which Python reads faster than places in a row. Only
    # numbers reach the expression: _expression writes nothing else.
    names = ",".join(f"m{place}" for place in range(width))
    chance: Chance = eval(  # noqa: S307
        f"lambda {names},*_: 1/(1+exp(-({terms})))", {"exp": math.exp}
    )
    return chance


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
