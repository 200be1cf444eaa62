"""How well the links of list pages are told: which of them lead to articles.

    python benchmarks/lists.py [LISTS] [--labels FILE] [--floors FILE] [--worst N]

LISTS is a folder of saved list pages, ``ID.html.gz``; the labels say which addresses
on each a person took for articles. Precision and recall are printed by page, their
means over the pages, and pooled over all links. The exit code is 1 where a figure is
below its floor.
"""

from __future__ import annotations

import gzip
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from statistics import fmean

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawler.discovery import hubs
from crawler.errors import UsageError
from crawler.evaluation.floors import read
from crawler.page import Page
from crawler.sites import Site
from crawler.urls import canonical

HERE = Path(__file__).parent
LISTS = HERE.parent.parent / "shared/corpus/lists"
LABELS = HERE / "labels/lists.jsonl"
MEASURES = ("precision", "recall", "pooled_precision", "pooled_recall")


@dataclass(frozen=True, slots=True)
class Labels:
    """What a person says of one list page."""

    id: str
    url: str
    hosts: tuple[str, ...]
    articles: frozenset[str]
    """Digests of the addresses that lead to articles."""

    either: frozenset[str]
    """Digests of those on which people may differ: they count for nothing."""


@dataclass(frozen=True, slots=True)
class Score:
    """The article links of one page: wanted, found, and both."""

    id: str
    wanted: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """1 where there is nothing to find."""
        return self.right / self.wanted if self.wanted else 1.0


def digest(url: str) -> str:
    """Return what stands for an address in the labels: some addresses are headlines."""
    return blake2b(canonical(url).encode(), digest_size=6).hexdigest()


def labels(path: Path = LABELS) -> Iterator[Labels]:
    """Yield the labels of each page."""
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield Labels(
            id=entry["id"],
            url=entry["url"],
            hosts=tuple(entry["hosts"]),
            articles=frozenset(entry["articles"]),
            either=frozenset(entry["either"]),
        )


def score(labelled: Labels, folder: Path = LISTS) -> Score:
    """Return how well the links of one page are told."""
    body = gzip.decompress((folder / f"{labelled.id}.html.gz").read_bytes())
    site = Site(key="list", name=labelled.id, hosts=labelled.hosts)
    links = hubs.links(Page.from_bytes(body, url=labelled.url), site)
    found = {digest(link.url) for link in links if link.kind == "article"}
    found -= labelled.either
    right = len(found & labelled.articles)
    return Score(labelled.id, len(labelled.articles), len(found), right)


def figures(scores: list[Score]) -> dict[str, float]:
    """Return the measures over all pages, by name."""
    right = sum(each.right for each in scores)
    return {
        "precision": fmean(each.precision for each in scores),
        "recall": fmean(each.recall for each in scores),
        "pooled_precision": right / sum(each.found for each in scores),
        "pooled_recall": right / sum(each.wanted for each in scores),
    }


def main(options: Namespace) -> int:
    """Print the figures; return 1 where one is below its floor."""
    scores = [score(each, options.lists) for each in labels(options.labels)]
    order = sorted(scores, key=lambda each: each.precision + each.recall)
    for each in order[: options.worst]:
        print(
            f"{each.id:24} {each.wanted:5} wanted {each.found:5} found"
            f"   precision {each.precision:.3f}   recall {each.recall:.3f}"
        )
    print(f"{len(scores)} pages, {sum(each.wanted for each in scores):,} articles")
    try:
        floors = read(options.floors, measures=MEASURES) if options.floors else {}
    except UsageError as error:
        print(f"lists: {error}", file=sys.stderr)
        return 2
    missed = 0
    for name, figure in figures(scores).items():
        floor = floors.get(name)
        missed += bool(floor and not floor.holds(figure))
        print(f"{name:24} {figure:.4f}" + (f"   {floor}" if floor else ""))
    return 1 if missed else 0


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("lists", nargs="?", type=Path, default=LISTS)
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--floors", type=Path)
    parser.add_argument("--worst", type=int, default=5)
    sys.exit(main(parser.parse_args()))
