"""Measure how far each field may be believed, on outlets that no tree has seen.

    python -m training.confidence CORPUS... [--folds N] [--write]

Each page is read with trees grown without its outlet. What was right then, and what
spoke for it, makes the shares of the fields and the weights of the body's chance. The
figures printed are of scales that had not seen the page's outlet either.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from crawler import PageError
from crawler.confidence import FIELDS, NAME, Scale, evidence, measures
from crawler.evaluation import Evaluation, cases, reliability
from crawler.evaluation.reliability import Belief
from crawler.extraction import article_of, read
from crawler.forest import MODELS
from training import body, folds
from training.corpus import gathered
from training.folds import Fold
from training.scale import Observation, fit

_SCORED = {"footer": "icp"}
"""What of a field was written down, where it goes by another name."""


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


def write(scale: Scale, models: Path) -> None:
    """Write the scale into a folder of models."""
    text = json.dumps(msgspec.to_builtins(scale), indent=1)
    (models / NAME).write_text(text + "\n", encoding="utf-8")


def observe_all(
    corpora: Sequence[Path], grown: Iterable[tuple[Fold, Path]]
) -> dict[str, list[Observation]]:
    """Return what comes of each fold's pages, read with the models that lack them."""
    found = {
        fold.name: [o for corpus in corpora for o in observe(corpus, fold, models)]
        for fold, models in grown
    }
    return {name: found[name] for name in sorted(found)}


def without(
    observed: dict[str, list[Observation]], fold: str | None
) -> list[Observation]:
    """Return what was observed on the pages of all folds but one, or of all."""
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


def main() -> None:
    """Read the corpora, print the figures, write the scale where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, prog="python -m training.confidence"
    )
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--write", action="store_true", help=f"write {NAME}")
    args = parser.parse_args()
    data = gathered(args.corpus)
    with TemporaryDirectory() as folder:
        parts = folds.joint(data, args.folds)
        grown = folds.grow(data, parts, Path(folder), body.train)
        observed = observe_all(args.corpus, grown)
    report(observed)
    if args.write:
        write(fit(without(observed, None)), MODELS)


if __name__ == "__main__":
    main()
