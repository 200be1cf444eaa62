"""How well reprints are told from look-alikes, beside what others offer.

    python -m benchmarks.duplicates.quality ../shared/corpus/zh [--held-back] [--seed N]

Every article of the labelled set is judged in the order in which it comes, on SQLite.
Others get the folded bodies, so that script and width are no matter; what they need is
installed by hand: pip install trafilatura datasketch.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from time import process_time
from typing import NamedTuple

from sqlalchemy import select

from benchmarks.duplicates import labelled
from benchmarks.duplicates.growth import opened
from benchmarks.duplicates.labelled import Document
from crawler.comparison.tellings import Telling
from crawler.store.duplicates import Duplicates
from crawler.store.duplicates.tables import ARTICLES

SEED = 20261101
NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)

FLOORS = {"precision": 0.995, "recall": 0.97, "ari": 0.97}

# Jaccard's index from which on two texts are one.
LIKENESS = 0.5
# Bits of 64: trafilatura's own threshold of likeness is .9.
DISTANCE = 6


class Figures(NamedTuple):
    """How well stories were found, over all pairs of articles."""

    precision: float
    recall: float
    ari: float
    """Adjusted Rand index: 0 by chance, 1 where all stories are right."""


def main() -> int:
    """Return the exit code: 1 where a figure is below its floor."""
    options = _options()
    documents = labelled.build(
        options.corpus, held_back=options.held_back, seed=options.seed
    )
    stories = [document.story for document in documents]
    pairs = _pairs(stories)
    looks = _look_alikes(documents)
    print(
        f"{len(documents):,} articles, {len(set(stories)):,} stories, {pairs:,} pairs;"
        f" {looks:,} look-alikes of {len(_kinds(documents))} kinds"
    )
    print(f"{'':34} precision  recall    ARI  ms each")
    ours = _print("jingwen", _ours, documents)
    for name, needs, found in RIVALS:
        if find_spec(needs) is None:
            print(f"{name:34} not installed")
        else:
            _print(name, found, documents)
    low = [key for key, floor in FLOORS.items() if getattr(ours, key) < floor]
    for key in low:
        print(f"{key} is below {FLOORS[key]}", file=sys.stderr)
    return int(bool(low))


def _options() -> Namespace:
    parser = ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    add = parser.add_argument
    add(
        "corpus",
        type=Path,
        nargs="?",
        help="a folder with gold.jsonl (default: the newsroom alone)",
    )
    add("--held-back", action="store_true", help="kinds that nothing was tuned on")
    add("--seed", type=int, default=SEED, metavar="N")
    return parser.parse_args()


Finder = Callable[[Sequence[Document]], Sequence[Hashable]]
"""Gives each article the story that it belongs to."""


def _print(name: str, finder: Finder, documents: Sequence[Document]) -> Figures:
    started = process_time()
    found = finder(documents)
    taken = (process_time() - started) / len(documents) * 1e3
    figures = measure([document.story for document in documents], found)
    print(
        f"{name:34} {figures.precision:9.4f} {figures.recall:7.4f} {figures.ari:6.3f}"
        f" {taken:8.2f}",
        flush=True,
    )
    return figures


def measure(stories: Sequence[Hashable], found: Sequence[Hashable]) -> Figures:
    """Return how well ``found`` are the stories.

    Source: Hubert and Arabie, Journal of Classification 2, 1985.
    """
    both = _pairs(list(zip(stories, found, strict=True)))
    true, said = _pairs(stories), _pairs(found)
    every = len(stories) * (len(stories) - 1) // 2
    chance = true * said / every
    return Figures(
        precision=both / said if said else 1.0,
        recall=both / true if true else 1.0,
        ari=(both - chance) / ((true + said) / 2 - chance),
    )


def _pairs(labels: Sequence[Hashable]) -> int:
    return sum(times * (times - 1) // 2 for times in Counter(labels).values())


def _kinds(documents: Sequence[Document]) -> set[str]:
    """The kinds of look-alikes: all but reprints of the corpus and of the newsroom."""
    return {document.kind.partition(":")[0] for document in documents} - {"base"}


def _look_alikes(documents: Sequence[Document]) -> int:
    """Stories that have a sibling which looks like them."""
    kinds = _kinds(documents)
    return len(
        {
            document.story
            for document in documents
            if document.kind.partition(":")[0] in kinds
        }
    )


def _ours(documents: Sequence[Document]) -> Sequence[Hashable]:
    with tempfile.TemporaryDirectory() as folder:
        engine = opened(f"sqlite:///{folder}/ledger.sqlite")
        duplicates = Duplicates(engine)
        for document in documents:
            duplicates.judge(document.article, now=NOW)
        with engine.connect() as connection:
            rows = connection.execute(select(ARTICLES.c.url, ARTICLES.c.story)).all()
        engine.dispose()
    story_of: dict[str, int] = {row.url: row.story for row in rows}
    return [story_of[document.article.url] for document in documents]


def _simhash(documents: Sequence[Document]) -> Sequence[Hashable]:
    make = import_module("trafilatura.deduplication").Simhash
    hashes = [make(text).hash for text in _texts(documents)]
    return _joined(
        len(hashes),
        (
            (one, other)
            for one, other in combinations(range(len(hashes)), 2)
            if (hashes[one] ^ hashes[other]).bit_count() <= DISTANCE
        ),
    )


def _words(documents: Sequence[Document]) -> Sequence[Hashable]:
    r"""MinHash over what ``\w+`` takes for words: clauses, in Chinese."""
    bodies = ["\n".join(document.article.body) for document in documents]
    return _minhash([set(re.findall(r"\w+", body)) for body in bodies])


def _characters(documents: Sequence[Document]) -> Sequence[Hashable]:
    """MinHash over character 5-grams of the folded bodies."""
    return _minhash(
        [
            {text[at : at + 5] for at in range(max(1, len(text) - 4))}
            for text in _texts(documents)
        ]
    )


def _minhash(features: Sequence[set[str]]) -> Sequence[Hashable]:
    datasketch = import_module("datasketch")
    index = datasketch.MinHashLSH(threshold=LIKENESS, num_perm=128)
    found = []
    for number, some in enumerate(features):
        sketch = datasketch.MinHash(num_perm=128)
        sketch.update_batch([each.encode() for each in some])
        found += [(other, number) for other in index.query(sketch)]
        index.insert(number, sketch)
    return _joined(len(features), found)


def _texts(documents: Sequence[Document]) -> list[str]:
    return [Telling.of(document.article).body for document in documents]


def _joined(number: int, pairs: Iterable[tuple[int, int]]) -> Sequence[Hashable]:
    """The transitive closure of pairs."""
    parents = list(range(number))

    def root(each: int) -> int:
        while parents[each] != each:
            parents[each] = parents[parents[each]]
            each = parents[each]
        return each

    for one, other in pairs:
        parents[root(one)] = root(other)
    return [root(each) for each in range(number)]


RIVALS: tuple[tuple[str, str, Finder], ...] = (
    ("trafilatura, SimHash", "trafilatura", _simhash),
    (r"datasketch, MinHash over \w+", "datasketch", _words),
    ("datasketch, MinHash over characters", "datasketch", _characters),
)


if __name__ == "__main__":
    sys.exit(main())
