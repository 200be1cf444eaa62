"""What the memory of an outlet's other pages adds to the reading of one.

    python benchmarks/memory.py [CORPUS] [--left-out FOLDER]

Each page is read twice: alone, and with the memory of its outlet's other pages, never
its own. First as the pages are, of each outlet that has several; then with a notice of
our own words in each body, which nothing but its recurrence tells from a paragraph.
Corpora have few pages an outlet, so the next part gives each page siblings: marked up
as it is, with headline and paragraphs of other outlets; there pages are cut to flashes,
too. Then come printings of the page itself, from which nothing must be learnt. The last
part is the newsroom of the tests.

The shipped trees have seen the corpus: ``--left-out`` names models that have not seen
the page's outlet, as ``training.unseen`` writes them. The exit code is 1 where memory
makes any figure worse, or leaves more than one notice in ten.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle, groupby
from pathlib import Path
from typing import NamedTuple

from msgspec import structs

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawler.blocks import Block, Outline
from crawler.evaluation import Evaluation, cases, joined, left_out
from crawler.extraction import read
from crawler.fields.metadata import titles
from crawler.forest import MODELS
from crawler.memory import Memory, trace
from crawler.page import Page
from crawler.roles import Zones, zones
from tests.newsroom import PAGES, Shelf
from training.labels import label

CORPUS = Path(__file__).parent.parent.parent / "shared/corpus/zh"

# In words that are no notice's by any rule: who sees one page must take it for body.
NOTICE = "读报会每晚八点在老城书店二楼开讲，带上板凳就能来，茶水和花生由两位老人准备。"
PLACES = ("start", "middle", "end")

# Pages besides the one that is read before a memory says anything.
OTHERS = 3
SIBLINGS = 4
PRINTINGS = 6

# Characters. What a flash is cut to is no subhead.
SENTENCE = 15

# Share of notices that may be left.
LEFT = 0.1

BODY, HEADLINE, NOTED, REST = "body", "headline", "notice", ""


class Line(NamedTuple):
    """A block, and what it is."""

    block: Block
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One page, block by block."""

    outlet: str
    url: str
    titles: Sequence[str]
    models: Path
    printed: Outline
    """As the page came."""
    lines: Sequence[Line]
    """As it is read: some may be new, or have gone."""

    @property
    def outline(self) -> Outline:
        """All blocks, numbered anew."""
        order = [line.block.index for line in self.lines]  # each as it came, none falls

        def moved(index: int) -> int:
            return bisect_left(order, index)

        return self.printed._replace(
            blocks=tuple(
                structs.replace(line.block, index=number)
                for number, line in enumerate(self.lines)
            ),
            pictures=tuple(
                structs.replace(each, before=moved(each.before))
                for each in self.printed.pictures
            ),
            starts=[*map(moved, self.printed.starts)],
            ends=[*map(moved, self.printed.ends)],
        )

    @property
    def body(self) -> list[str]:
        """The paragraphs that a person marked."""
        return [line.block.text for line in self.lines if line.kind == BODY]

    @property
    def headline(self) -> str:
        """The headline as printed; empty where none was found."""
        found = (line.block.text for line in self.lines if line.kind == HEADLINE)
        return next(found, "")

    def zones(self) -> Zones:
        """Return the roles of all blocks as this page alone tells them."""
        return zones(self.outline, self.titles, self.models)


Edit = Callable[[Sample], Sample]
Asked = Iterable[tuple[Sample, Sequence[Sample]]]
"""Pages to be read, each with the other pages of its outlet."""


@dataclass(slots=True)
class Figures:
    """Scores of one set of pages."""

    scores: Evaluation = field(default_factory=Evaluation)
    notices: int = 0
    """Bodies that held the notice."""

    def add(self, sample: Sample, found: Zones) -> None:
        """Count one page."""
        body = [block.text for block in found.body]
        self.scores.add(sample.url, {"body": sample.body}, {"body": body})
        self.notices += NOTICE in body

    def __getitem__(self, measure: str) -> float:
        """Return one measure of the body."""
        return self.scores.result()[measure]


def main() -> int:
    """Print a row a set of pages; return the exit code."""
    options = _options()
    print(
        f"{'':34}{'pages':>6}{'exact':>16}{'F1':>18}{'better':>9}{'worse':>6}  notices"
    )
    good = [_row(*each) for each in _sets(options)]
    return int(not all(good))


def _options() -> Namespace:
    parser = ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    add = parser.add_argument
    add("corpus", nargs="?", type=Path, default=CORPUS, help="default: ../shared's zh")
    add("--left-out", type=Path, metavar="FOLDER", help="models of outlets left out")
    return parser.parse_args()


def _sets(options: Namespace) -> Iterator[tuple[str, Asked, Edit]]:
    corpus = list(_corpus(options.corpus, options.left_out))
    siblings = [(sample, _siblings(sample, corpus)) for sample in corpus]
    newsroom = list(_with_others(_newsroom()))
    several = list(_with_others(corpus))
    printings = [(sample, _printings(sample, corpus)) for sample in corpus]
    yield "corpus, with any other page", [each for each in several if each[1]], _same
    enough = [each for each in several if len(each[1]) >= OTHERS]
    for name, asked in (
        (f"corpus, with {OTHERS} others or more", enough),
        (f"corpus, with {SIBLINGS} invented siblings", siblings),
        ("newsroom", newsroom),
    ):
        yield name, asked, _same
        for place in PLACES:
            yield f"  a notice at the {place}", asked, _noticed(place)
        if asked is siblings:
            for kept in (1, 2):
                cut = list(_cut(asked, kept))
                yield f"  cut to {kept} of its paragraphs", cut, _same
            yield f"corpus, with {PRINTINGS} printings of each", printings, _same


def _row(name: str, asked: Asked, edit: Edit) -> bool:
    """Print how a set of pages is read; return whether memory does it good."""
    alone, remembered = Figures(), Figures()
    better = worse = count = 0
    for sample, others in asked:
        memory = Memory()
        for other in map(edit, others):
            told = memory.corrected(other.zones(), other.url)
            memory.add(trace(told, other.url))
        page = edit(sample)
        told = page.zones()
        alone.add(page, told)
        remembered.add(page, memory.corrected(told, page.url))
        before, after = (each.scores.bodies[-1].f1 for each in (alone, remembered))
        count, better, worse = (
            count + 1,
            better + (after > before),
            worse + (after < before),
        )
    shown = "".join(
        f"   {alone[measure]:.4f} → {remembered[measure]:.4f}"
        for measure in ("exact", "f1")
    )
    noticed = f"{alone.notices:5} → {remembered.notices}" if alone.notices else ""
    print(f"{name:34}{count:6}{shown}{better:7}{worse:6}{noticed}", flush=True)
    fallen = any(remembered[each] < alone[each] for each in ("exact", "f1"))
    return not fallen and remembered.notices <= LEFT * alone.notices


# -- pages


def _corpus(folder: Path, models: Path | None) -> Iterator[Sample]:
    known = left_out.read(models, corpus=folder.resolve().name) if models else {}
    for case in cases.find(folder):
        if body := joined(case.expected.get("body")):
            outlet = str(case.expected.get("site") or case.name)
            page = case.read().page()
            yield _sample(outlet, page, body, known.get(case.name, MODELS))


def _newsroom() -> Iterator[Sample]:
    shelf = Shelf(PAGES)
    for line in (PAGES / "expected.jsonl").read_bytes().splitlines():
        row = json.loads(line)
        answer = shelf.answer(row["url"])
        page = Page.from_bytes(
            answer.body, url=row["url"], content_type=answer.content_type
        )
        yield _sample(row["outlet"], page, joined(row["body"]), MODELS)


def _sample(outlet: str, page: Page, body: str, models: Path) -> Sample:
    told = read(page, models=models).zones
    kinds = dict.fromkeys(label(told.blocks, body), BODY)
    kinds.setdefault(told.measures.headline, HEADLINE)
    return Sample(
        outlet=outlet,
        url=page.url,
        titles=titles(page),
        models=models,
        printed=told.outline,
        lines=[Line(block, kinds.get(block.index, REST)) for block in told.blocks],
    )


def _with_others(samples: Iterable[Sample]) -> Asked:
    ordered = sorted(samples, key=lambda sample: sample.outlet)
    for _, group in groupby(ordered, key=lambda sample: sample.outlet):
        pages = list(group)
        for sample in pages:
            yield sample, [other for other in pages if other is not sample]


def _siblings(sample: Sample, corpus: Sequence[Sample]) -> list[Sample]:
    """Return pages marked up as ``sample`` is, that print what others do."""
    start = corpus.index(sample)
    turned = (*corpus[start:], *corpus[:start])
    others = [other for other in turned if other.outlet != sample.outlet and other.body]
    return [_printing(sample, other) for other in others[:SIBLINGS]]


def _printings(sample: Sample, corpus: Sequence[Sample]) -> list[Sample]:
    """Return ``sample`` under other headlines, each time with a paragraph less."""
    heads = [o.headline for o in corpus if o.headline and o.outlet != sample.outlet]
    short = len(sample.body) < OTHERS
    return [
        replace(
            sample,
            url=f"{sample.url}?headline={head}",
            titles=[head],
            lines=[
                Line(_reworded(block, head if kind == HEADLINE else None), kind)
                for block, kind in sample.lines
                if short or block.text not in sample.body[number : number + 1]
            ],
        )
        for number, head in enumerate(heads[:PRINTINGS])
    ]


def _printing(sample: Sample, other: Sample) -> Sample:
    """Return ``sample`` with the headline and the paragraphs of ``other``.

    What repeats them elsewhere, such as an abstract, repeats those of ``other``.
    """
    words = dict(zip(sample.body, cycle(other.body), strict=False))
    words[sample.headline] = other.headline
    lines = [
        Line(_reworded(line.block, words.get(line.block.text)), line.kind)
        for line in sample.lines
    ]
    return replace(
        sample,
        url=f"{sample.url}?printing={other.url}",
        titles=[other.headline] if other.headline else sample.titles,
        lines=lines,
    )


def _reworded(block: Block, text: str | None) -> Block:
    if not text:
        return block
    return structs.replace(block, text=text, parts=(text,), links=(), link_chars=0)


# -- what is done to pages


def _same(sample: Sample) -> Sample:
    return sample


def _noticed(place: str) -> Edit:
    """Return what puts the notice into a body, marked up as a paragraph beside it."""

    def edit(sample: Sample) -> Sample:
        order = [n for n, line in enumerate(sample.lines) if line.kind == BODY]
        at = {"start": 0, "middle": len(order) // 2, "end": -1}[place]
        number = order[at]
        beside = sample.lines[number].block
        notice = Line(_reworded(beside, NOTICE), NOTED)
        number += place == "end"
        lines = [*sample.lines[:number], notice, *sample.lines[number:]]
        return replace(sample, lines=lines)

    return edit


def _cut(asked: Asked, kept: int) -> Asked:
    """Yield the pages that have more paragraphs with so many of them."""
    for sample, others in asked:
        long = [text for text in sample.body if len(text) > SENTENCE]
        keep = long[:kept]
        if len(long) >= kept + 2:
            lines = [
                line
                for line in sample.lines
                if line.kind != BODY or line.block.text in keep
            ]
            yield replace(sample, lines=lines), others


if __name__ == "__main__":
    sys.exit(main())
