"""Models that have not seen some outlets, to read these as if they were new."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from crawler.evaluation import left_out
from training.corpus import MANY_PAGES, Sample, fold

# Folds of a large corpus, where an outlet left out leaves enough others.
_OF_MANY = 5

TREES = "body.json"

Train = Callable[[Sequence[Sample]], dict[str, list[Any]]]
"""Makes the trees of both stages of some pages."""

Key = tuple[str, str]
"""Names of a corpus and of a page in it."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Pages that models must not see: all pages of some outlets."""

    name: str
    pages: frozenset[Key]


def joint(data: Iterable[Sample], number: int) -> list[Fold]:
    """Return ``number`` folds, each with a part of every corpus."""
    return _folds((f"{fold(s, number):02}", s) for s in data)


def apart(data: Iterable[Sample], number: int) -> list[Fold]:
    """Return folds of one corpus each: ``number`` of a small one, five of a large.

    Where ``number`` is 0 each outlet of a small corpus is a fold by itself.
    """
    held = list(data)
    whole = [sample.corpus for sample in held if not sample.shortened]
    outlets = sorted({(sample.corpus, sample.outlet) for sample in held})
    places = {outlet: place for place, outlet in enumerate(outlets)}

    def name(sample: Sample) -> str:
        if whole.count(sample.corpus) >= MANY_PAGES:
            part = fold(sample, _OF_MANY)
        elif number:
            part = fold(sample, number)
        else:
            part = places[sample.corpus, sample.outlet]
        return f"{sample.corpus}-{part:02}"

    return _folds((name(sample), sample) for sample in held)


def grow(
    data: Sequence[Sample], folds: Sequence[Fold], folder: Path, train: Train
) -> Iterator[tuple[Fold, Path]]:
    """Grow trees for each fold without its pages, and write them into ``folder``.

    ``train`` is ``training.body``'s. Yields each fold, as its trees are done, with
    the folder of its models.
    """
    console = Console(stderr=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # LightGBM lets go of Python
        growing = {
            pool.submit(_grow, data, each, folder, train): each for each in folds
        }
        done = track(
            as_completed(growing),
            "trees",
            total=len(folds),
            console=console,
            disable=not console.is_terminal,
        )
        for each in done:
            yield growing[each], each.result()


def kept(folder: Path) -> list[tuple[Fold, Path]]:
    """Return the folds whose trees an earlier run has left in ``folder``."""
    found: dict[str, set[Key]] = {}
    for corpus, pages in left_out.pages(folder).items():
        for page, name in pages.items():
            found.setdefault(name, set()).add((corpus, page))
    return [(Fold(name, frozenset(found[name])), folder / name) for name in found]


def _grow(data: Sequence[Sample], left: Fold, folder: Path, train: Train) -> Path:
    seen = [s for s in data if (s.corpus, s.page) not in left.pages]
    own = folder / left.name
    own.mkdir(parents=True, exist_ok=True)
    (own / TREES).write_text(json.dumps(train(seen)), encoding="utf-8")
    return own


def _folds(named: Iterable[tuple[str, Sample]]) -> list[Fold]:
    pages: dict[str, set[Key]] = {}
    for name, sample in named:
        pages.setdefault(name, set()).add((sample.corpus, sample.page))
    return [Fold(name, frozenset(pages[name])) for name in sorted(pages)]
