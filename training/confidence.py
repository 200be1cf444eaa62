"""Measure how far each field may be believed, on outlets that no tree has seen.

    python -m training.confidence CORPUS... [--folds N] [--write]

Each page is read with trees grown without its outlet. What was right then, and what
spoke for it, makes the shares of the fields and the weights of the body's chance. The
figures printed are of scales that had not seen the page's outlet either.

Shares are smoothed: to the values of a source, ``_SMOOTHING`` more are added, of which
as many are right as of the field's other sources; to these, by those of other fields.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec
import numpy as np

from crawler import PageError
from crawler.confidence import (
    BODY,
    FIELDS,
    INTERCEPT,
    NAME,
    Scale,
    evidence,
    key,
    measures,
)
from crawler.evaluation import Evaluation, cases, reliability
from crawler.evaluation.reliability import Belief
from crawler.extraction import article_of, read
from crawler.forest import MODELS
from training import folds
from training.corpus import Sample, samples
from training.folds import Fold, Key

# Chinese pages are few beside English ones, and are what this is for.
_WEIGHTS = {"zh": 3.0}

# Pull of the weights towards nothing.
_PENALTY = 5.0

# Values that are added to those of each kind of evidence. Of 1, 2, 4 and 8 the one
# with the least log loss for headlines of outlets left out (2026-11).
_SMOOTHING = 4.0

# Share right where nothing is known.
_EVEN = 0.5

_DIGITS = 4

# Newton's method on so few weights has settled long before.
_STEPS = 30

_SCORED = {"footer": "icp"}
"""What of a field was written down, where it goes by another name."""


class Observation(NamedTuple):
    """One page as read with trees that had not seen its outlet."""

    page: Key
    measures: tuple[float, ...]
    right: bool
    """Whether the body was."""

    fields: dict[str, tuple[tuple[str, ...], bool]]
    """Of the others that were found and scored: what spoke for each, and whether it
    was right."""


def observe(folder: Path, fold: Fold, models: Path) -> Iterator[Observation]:
    """Yield what comes of each page of a corpus that is in ``fold`` and gives an article."""
    for case in cases.find(folder):
        page = folder.name, case.name
        if page not in fold.pages:
            continue
        try:
            reading = read(case.read().page(), models=models)
            article = article_of(reading)
        except PageError:
            continue
        record = json.loads(msgspec.json.encode(article))
        record["confidence"] = dict.fromkeys(("body", *FIELDS), 1.0)
        scores = Evaluation()
        scores.add(case.name, case.expected, record)
        right = {name: held[0].right for name, held in scores.beliefs.items()}
        fields = {
            name: (known, right[_SCORED.get(name, name)])
            for name in FIELDS
            if (known := evidence(name, article, reading))
            and _SCORED.get(name, name) in right
        }
        yield Observation(page, measures(article, reading), right["body"], fields)


def fit(observed: Sequence[Observation]) -> Scale:
    """Return the scale that these pages make."""
    return Scale(_body(observed), _shares(observed))


def _body(observed: Sequence[Observation]) -> dict[str, float]:
    """Weights of a logistic model, penalised by their squares on equal spreads."""
    rows = np.array([each.measures for each in observed])
    right = np.array([each.right for each in observed], np.float64)
    pages = np.array([_WEIGHTS.get(each.page[0], 1.0) for each in observed])
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    columns = np.column_stack((np.ones(len(rows)), (rows - mean) / spread))
    penalty = np.diag([0.0, *[_PENALTY] * len(BODY)])
    weights = np.zeros(columns.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-columns @ weights))
        slope = columns.T @ (pages * (right - chance)) - penalty @ weights
        bend = (columns.T * (pages * chance * (1 - chance))) @ columns + penalty
        weights += np.linalg.solve(bend, slope)
    plain = weights[1:] / spread
    intercept = float(weights[0] - plain @ mean)
    named = dict(zip(BODY, plain.tolist(), strict=True))
    return {n: round(w, _DIGITS) for n, w in ({INTERCEPT: intercept} | named).items()}


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
        return (right + _SMOOTHING * above) / (seen + _SMOOTHING)


def write(scale: Scale, models: Path) -> None:
    """Write the scale into a folder of models."""
    text = json.dumps(msgspec.to_builtins(scale), indent=1)
    (models / NAME).write_text(text + "\n", encoding="utf-8")


def observe_all(
    data: Sequence[Sample], corpora: Sequence[Path], parts: Sequence[Fold], folder: Path
) -> dict[str, list[Observation]]:
    """Return what comes of each fold's pages; its trees are left in ``folder``."""
    found = {
        fold.name: [o for corpus in corpora for o in observe(corpus, fold, models)]
        for fold, models in folds.grow(data, parts, folder)
    }
    return {name: found[name] for name in sorted(found)}


def without(observed: dict[str, list[Observation]], fold: str) -> list[Observation]:
    """Return what was observed on the pages of all other folds."""
    return [each for name in observed if name != fold for each in observed[name]]


def report(observed: dict[str, list[Observation]]) -> None:
    """Print how well confidence keeps its word on outlets that its scale never saw."""
    beliefs: defaultdict[tuple[str, str], list[Belief]] = defaultdict(list)
    for fold, pages in observed.items():
        scale = fit(without(observed, fold))
        for each in pages:
            corpus = each.page[0]
            chance = scale.chance(each.measures)
            beliefs[corpus, "body"].append(Belief(chance, each.right))
            for name, (known, right) in each.fields.items():
                share = scale.share(name, known) or 0.0
                beliefs[corpus, name].append(Belief(share, right))
    for (corpus, name), held in sorted(beliefs.items()):
        sure = reliability.sure(held)
        print(
            f"{corpus} {name}: {len(held)} found, {_share(held)} right, "
            f"Brier {reliability.brier(held):.3f}, "
            f"calibration error {reliability.calibration_error(held):.3f}; "
            f"{len(sure)} at least {reliability.SURE}, {_share(sure)} of them right"
        )


def _share(beliefs: Sequence[Belief]) -> str:
    if not beliefs:
        return "–"
    return f"{sum(belief.right for belief in beliefs) / len(beliefs):.3f}"


def _all(observed: dict[str, list[Observation]]) -> Iterable[Observation]:
    """Everything, in an order that the folds have no part in."""
    return sorted((o for held in observed.values() for o in held), key=lambda o: o.page)


def main() -> None:
    """Read the corpora, print the figures, write the scale where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, prog="python -m training.confidence"
    )
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--write", action="store_true", help=f"write {NAME}")
    args = parser.parse_args()
    data = [sample for folder in args.corpus for sample in samples(folder)]
    with TemporaryDirectory() as folder:
        parts = folds.joint(data, args.folds)
        observed = observe_all(data, args.corpus, parts, Path(folder))
    report(observed)
    if args.write:
        write(fit(list(_all(observed))), MODELS)


if __name__ == "__main__":
    main()
