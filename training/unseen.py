"""Print all figures of pages as if their outlets were new.

    python -m training.unseen CORPUS... [--folds N] [--into FOLDER] [--keep] [--write]

For each fold trees are grown, and confidence is measured, without its outlets. The
models stay in a folder, a folder each, for ``scrapy evaluate --left-out FOLDER``,
which prints the figures and is run here for each corpus. ``--folds 0`` leaves out each
outlet of a small corpus by itself; of a large one there are always five folds.
``--keep`` grows no trees but takes those that stand there, for when no measure has
changed. ``--write`` does what ``training.confidence --write`` does, of these folds.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from crawler.confidence import NAME
from crawler.evaluation import left_out
from crawler.forest import MODELS
from training import body, confidence, folds
from training.corpus import gathered
from training.folds import Fold
from training.scale import Observation, fit

INTO = Path("data") / "unseen"


def grow(corpora: Sequence[Path], number: int, folder: Path) -> None:
    """Write into ``folder`` the trees of every fold, and which pages they are for."""
    data = gathered(corpora)
    parts = folds.apart(data, number)
    print(f"{len(data)} pages, {len(parts)} folds", file=sys.stderr, flush=True)
    for _ in folds.grow(data, parts, folder, body.train):
        pass
    left_out.write(folder, _pages(parts))


def measure(corpora: Sequence[Path], folder: Path) -> list[Observation]:
    """Write into ``folder`` how far each fold may be believed, by all others.

    Return what came of all pages, each read with trees that had not seen its outlet.
    """
    observed = confidence.observe_all(corpora, folds.kept(folder))
    for name in observed:
        scale = fit(confidence.without(observed, name))
        confidence.write(scale, folder / name)
    return confidence.without(observed, None)


def _pages(parts: Sequence[Fold]) -> dict[str, dict[str, str]]:
    pages: dict[str, dict[str, str]] = {}
    for fold in parts:
        for corpus, page in sorted(fold.pages):
            pages.setdefault(corpus, {})[page] = fold.name
    return pages


def _evaluate(corpus: Path, folder: Path, floors: Path | None) -> int:
    words = ["evaluate", str(corpus), "--left-out", str(folder)]
    file = floors / f"{corpus.resolve().name}.toml" if floors else None
    if file and file.exists():
        words += ["--floors", str(file)]
    command = [sys.executable, "-m", "scrapy", *words]
    return subprocess.run(command, check=False).returncode  # noqa: S603


def main() -> int:
    """Return the highest exit code of the evaluations."""
    parser = argparse.ArgumentParser(
        description=__doc__, prog="python -m training.unseen"
    )
    add = parser.add_argument
    add("corpus", type=Path, nargs="+")
    add("--folds", type=int, default=10, help="0: each outlet by itself")
    add("--into", type=Path, default=INTO, help=f"default: {INTO}")
    add("--keep", action="store_true", help="the trees that stand there already")
    add("--write", action="store_true", help=f"write {NAME}, too")
    add("--floors", type=Path, help="folder of floors, a file named as each corpus")
    args = parser.parse_args()
    if not args.keep:
        grow(args.corpus, args.folds, args.into)
    observed = measure(args.corpus, args.into)
    if args.write:
        confidence.write(fit(observed), MODELS)
    return max(_evaluate(corpus, args.into, args.floors) for corpus in args.corpus)


if __name__ == "__main__":
    sys.exit(main())
