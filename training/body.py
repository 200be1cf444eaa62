"""Grow the trees that tell body blocks, and say how well they do on outlets unseen.

    python -m training.body CORPUS... [--folds N] [--write]

Two stages. The first sees a block and its surroundings; the second sees, too, what
the first said of the blocks around. So that the second learns from honest answers,
those it is trained on come from first stages that had not seen the page's outlet.
Figures are always of outlets left out, one fold at a time.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

from crawler.evaluation import Evaluation
from crawler.forest import Forest, Row, grow
from crawler.roles import assign
from crawler.rows import FIRST
from crawler.surroundings import SECOND, again
from training.corpus import Sample, fold, gathered

OUT = Path(__file__).parent.parent / "crawler" / "models" / "body.json"

# Chinese pages are few beside English ones, and are what this is for.
_WEIGHTS = {"zh": 6.0}
_SHORTENED_WEIGHTS = {"zh": 5.4}
_SHORTENED_WEIGHT = 0.3
_INNER_FOLDS = 5

# The second stage learns from more blocks than it is asked about.
_HOPELESS = 0.02

_TREES = {"first": 14, "second": 20}
SHAPE: dict[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.2,
    "num_leaves": 31,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 3.0,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}

Stages = dict[str, list[Any]]


def train(data: Sequence[Sample]) -> Stages:
    """Return both stages' trees, as ``crawler.forest`` reads them."""
    firsts = [sample.measures.rows for sample in data]
    honest: dict[int, list[float]] = {}
    for number in range(_INNER_FOLDS):
        seen = [i for i, s in enumerate(data) if fold(s, _INNER_FOLDS) != number]
        stage = _asked(
            _grown("first", [data[i] for i in seen], [firsts[i] for i in seen])
        )
        for i, sample in enumerate(data):
            if fold(sample, _INNER_FOLDS) == number:
                honest[i] = stage.chances(firsts[i])
    seconds = [
        list(again(s.outline, s.measures, honest[i], hopeless=_HOPELESS))
        for i, s in enumerate(data)
    ]
    return {
        "first": _trees(_grown("first", data, firsts)),
        "second": _trees(_grown("second", data, seconds)),
    }


def answer(stages: tuple[Forest, Forest], sample: Sample) -> list[float]:
    """Return each block's chance after both stages."""
    first = stages[0].chances(sample.measures.rows)
    return stages[1].chances(again(sample.outline, sample.measures, first))


def left_out(data: Sequence[Sample], folds: int) -> dict[tuple[str, str], list[float]]:
    """Return each whole page's chances from trees that never saw its outlet."""
    found = {}
    for number in range(folds):
        stages = train([s for s in data if fold(s, folds) != number])
        pair = grow(stages["first"]), grow(stages["second"])
        for sample in data:
            if fold(sample, folds) == number and not sample.shortened:
                found[sample.corpus, sample.page] = answer(pair, sample)
    return found


def _grown(
    name: str, data: Sequence[Sample], rows: Sequence[Sequence[Row | None]]
) -> lightgbm.Booster:
    matrix, labels, weights = [], [], []
    for sample, page_rows in zip(data, rows, strict=True):
        weight = _weight(sample)
        for index, row in enumerate(page_rows):
            if row is not None:
                matrix.append(row)
                labels.append(index in sample.body)
                weights.append(weight(index))
    known = lightgbm.Dataset(np.array(matrix, np.float64), labels, weight=weights)
    return lightgbm.train(SHAPE, known, _TREES[name])


def _trees(model: lightgbm.Booster) -> list[Any]:
    grown = model.dump_model()["tree_info"]
    return [plain_tree(tree["tree_structure"]) for tree in grown]


def _asked(model: lightgbm.Booster) -> Forest:
    """What asks the trees before their numbers are cut.

    LightGBM's own answers are the same, but not to be had in several threads at once.
    """
    grown = model.dump_model()["tree_info"]
    return grow([_whole_tree(tree["tree_structure"]) for tree in grown])


def _whole_tree(tree: dict[str, Any]) -> Any:  # noqa: ANN401  # as forest reads it
    if "leaf_value" in tree:
        return tree["leaf_value"]
    inside = (_whole_tree(tree[side]) for side in ("left_child", "right_child"))
    return [tree["split_feature"], tree["threshold"], *inside]


def _weight(sample: Sample) -> Callable[[int], float]:
    """Longer blocks weigh more, as they do in a body's score."""
    own = _WEIGHTS.get(sample.corpus, 1.0)
    if sample.shortened:
        own = _SHORTENED_WEIGHTS.get(sample.corpus, _SHORTENED_WEIGHT)
    sizes = sample.measures.sizes
    return lambda index: own * math.sqrt(min(sizes[index] + 4, 200)) / 4


def plain_tree(tree: dict[str, Any]) -> Any:  # noqa: ANN401  # as forest reads it
    """Return LightGBM's tree as nested lists; numbers cut to what changes no answer."""
    if "leaf_value" in tree:
        return round(tree["leaf_value"], 5)
    return [
        tree["split_feature"],
        float(f"{tree['threshold']:.6g}"),
        plain_tree(tree["left_child"]),
        plain_tree(tree["right_child"]),
    ]


def report(data: Sequence[Sample], found: dict[tuple[str, str], list[float]]) -> None:
    """Print the figures of each corpus."""
    for corpus in sorted({sample.corpus for sample in data}):
        scores = Evaluation()
        for sample in data:
            if (
                sample.corpus == corpus
                and not sample.shortened
                and sample.gold.get("body")
            ):
                zones = assign(
                    sample.outline, sample.measures, found[corpus, sample.page]
                )
                body = [block.text for block in zones.body]
                scores.add(sample.page, {"body": sample.gold["body"]}, {"body": body})
        figures = scores.result()
        print(corpus, " ".join(f"{k} {figures[k]:.4f}" for k in figures), flush=True)


def main() -> None:
    """Read the corpora, print the figures, write the model where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, prog="python -m training.body"
    )
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--folds", type=int, default=5, help="0 prints no figures")
    parser.add_argument("--write", action="store_true", help=f"write {OUT.name}")
    args = parser.parse_args()
    data = gathered(args.corpus)
    print(f"{len(data)} pages, {sum(s.shortened for s in data)} of them changed copies")
    if args.folds:
        report(data, left_out(data, args.folds))
    if args.write:
        names = {"first_measures": FIRST, "second_measures": FIRST + SECOND}
        OUT.write_text(json.dumps(names | train(data), separators=(",", ":")) + "\n")
        print(f"{OUT}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
