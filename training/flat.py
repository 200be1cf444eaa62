"""Grow the trees that tell body and headline of flat pages.

    python -m training.flat CORPUS... [--folds N] [--keep] [--write] [--field NAME]

Each page is dumped as plain text in several ways. Two stages tell the body line by line,
as those of ``training.body`` do block by block; a third tells the headline among the
lines above. What a stage is trained on comes from stages that had not seen the outlet.
Figures are of whole articles of outlets left out; the models that they come from stay in
a folder, and ``--keep`` takes those that stand there, for when no measure has changed.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import lightgbm
import msgspec
import numpy as np

from crawler import Page, PageError, extract
from crawler.evaluation import Evaluation
from crawler.flat.measures import (
    FIRST,
    HEADLINE,
    SECOND,
    first_rows,
    headline_rows,
    second_rows,
)
from crawler.forest import MODELS, grow
from training.body import SHAPE, plain_tree
from training.dumps import Dump, dumps

NAME = "flat.json"
OUT = MODELS / NAME
INTO = Path("data") / "flat"

# Chinese pages are few beside English ones, and are what this is for; they are dumped
# in three ways, and cut more.
_WEIGHTS = {"zh": 6.0}
_CUT_WEIGHTS = {"zh": 3.0}
_CUT_WEIGHT = 0.2

_INNER_FOLDS = 3
_TREES = {"first": 60, "second": 56, "headline": 40}
_SHAPE = SHAPE | {"learning_rate": 0.12, "num_leaves": 15}

Row = tuple[float, ...]
Example = tuple[Row, bool, float]
"""A row, whether it is what is looked for, and its weight."""


def train(data: Sequence[Dump]) -> dict[str, list[Any]]:
    """Return all stages' trees, as ``crawler.forest`` reads them."""
    firsts = [first_rows(each.lines) for each in data]
    told = _honestly("first", data, firsts)
    seconds = [
        second_rows(each.lines, rows, chances)
        for each, rows, chances in zip(data, firsts, told, strict=True)
    ]
    told = _honestly("second", data, seconds)
    heads = [
        headline_rows(each.lines, chances)
        for each, chances in zip(data, told, strict=True)
    ]
    return {
        "first": _trees("first", _of_body(data, firsts)),
        "second": _trees("second", _of_body(data, seconds)),
        "headline": _trees("headline", _of_headline(data, heads)),
    }


def _honestly(
    name: str, data: Sequence[Dump], rows: Sequence[Sequence[Row]]
) -> list[list[float]]:
    """Each line's chance by a stage that had not seen the line's outlet."""
    found: list[list[float]] = [[] for _ in data]
    for number in range(_INNER_FOLDS):
        left = {i for i, each in enumerate(data) if each.fold(_INNER_FOLDS) == number}
        seen = [i for i in range(len(data)) if i not in left]
        examples = _of_body([data[i] for i in seen], [rows[i] for i in seen])
        stage = grow(_trees(name, examples))
        for i in left:
            found[i] = stage.chances(rows[i])
    return found


def _of_body(data: Sequence[Dump], rows: Sequence[Sequence[Row]]) -> Iterator[Example]:
    """Longer lines weigh more, as they do in a body's score."""
    for each, its_rows in zip(data, rows, strict=True):
        own = _weight(each)
        for index, row in enumerate(its_rows):
            weight = own * math.sqrt(min(each.lines.sizes[index] + 4, 200)) / 4
            yield row, index in each.body, weight


def _of_headline(
    data: Sequence[Dump], rows: Sequence[Mapping[int, Row]]
) -> Iterator[Example]:
    for each, its_rows in zip(data, rows, strict=True):
        if not each.headlines.isdisjoint(its_rows):
            for index, row in its_rows.items():
                yield row, index in each.headlines, _weight(each)


def _weight(dump: Dump) -> float:
    if dump.cut:
        return _CUT_WEIGHTS.get(dump.corpus, _CUT_WEIGHT)
    return _WEIGHTS.get(dump.corpus, 1.0)


def _trees(name: str, examples: Iterable[Example]) -> list[Any]:
    rows, labels, weights = zip(*examples, strict=True)
    known = lightgbm.Dataset(
        np.array(rows, np.float64), list(labels), weight=list(weights)
    )
    model = lightgbm.train(_SHAPE, known, _TREES[name]).dump_model()
    return [plain_tree(tree["tree_structure"]) for tree in model["tree_info"]]


def left_out(
    data: Sequence[Dump], folds: int, folder: Path, *, keep: bool
) -> dict[tuple[str, str], Evaluation]:
    """Return the scores of whole dumps, by corpus and way, each as of a new outlet.

    The models of each fold stand in ``folder`` afterwards, or are taken from there.
    """
    scores: defaultdict[tuple[str, str], Evaluation] = defaultdict(Evaluation)
    for number in range(folds):
        models = folder / f"{number:02}"
        if not keep:
            print(f"fold {number + 1} of {folds}", file=sys.stderr, flush=True)
            models.mkdir(parents=True, exist_ok=True)
            write([each for each in data if each.fold(folds) != number], models)
        for each in data:
            if each.fold(folds) == number and not each.cut:
                found = article(each, models)
                scores[each.corpus, each.way].add(each.page, each.gold, found)
    return dict(scores)


def article(dump: Dump, models: Path) -> dict[str, Any] | None:
    """Return what a dump's text gives, as JSON has it; ``None`` where it is refused."""
    text = dump.text.encode("utf-8", "replace")
    try:
        page = Page.from_bytes(text, url=dump.url, content_type="text/plain")
        found: dict[str, Any] = msgspec.to_builtins(extract(page, models=models))
    except PageError:
        return None
    return found


def write(data: Sequence[Dump], models: Path) -> None:
    """Write the trees grown from ``data`` into a folder of models."""
    names = {
        "first_measures": FIRST,
        "second_measures": FIRST + SECOND,
        "headline_measures": HEADLINE,
    }
    text = json.dumps(names | train(data), separators=(",", ":"))
    (models / NAME).write_text(text + "\n", encoding="utf-8")


def report(scores: Mapping[tuple[str, str], Evaluation], field: str | None) -> None:
    """Print the figures of each corpus and way, and where a field is wrong."""
    for (corpus, way), held in sorted(scores.items()):
        figures = held.result()
        print(corpus, way, " ".join(f"{k} {figures[k]:.4f}" for k in figures))
        worst = [f"{body.page} {body.f1:.2f}" for body in held.worst(8)]
        print(f"  worst: {', '.join(worst)}")
        for wrong in held.wrong:
            if wrong.field == field:
                print(f"  {wrong.page}: {wrong.got!r} for {wrong.expected!r}")


def main() -> None:
    """Read the corpora, print the figures, write the model where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, prog="python -m training.flat"
    )
    add = parser.add_argument
    add("corpus", type=Path, nargs="+")
    add("--folds", type=int, default=5, help="0 prints no figures")
    add("--into", type=Path, default=INTO, help=f"default: {INTO}")
    add("--keep", action="store_true", help="the models that stand there already")
    add("--field", help="print where this field is wrong")
    add("--write", action="store_true", help=f"write {NAME}")
    args = parser.parse_args()
    data = [each for folder in args.corpus for each in dumps(folder)]
    print(f"{len(data)} dumps, {sum(d.cut for d in data)} of them cut")
    if args.folds:
        scores = left_out(data, args.folds, args.into, keep=args.keep)
        report(scores, args.field)
    if args.write:
        write(data, MODELS)
        print(f"{OUT}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
