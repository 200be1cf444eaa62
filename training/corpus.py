"""Pages with the body that a person wrote down, read for training.

A corpus is a folder with ``gold.jsonl`` and ``html/ID.html.gz``. The pages stay
where they are: nothing of them but the trees grown from them is kept.
"""

from __future__ import annotations

import dataclasses
import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import replace

from crawler.blocks import Outline
from crawler.evaluation import joined
from crawler.fields.metadata import titles
from crawler.measures import Measures, measure
from crawler.outline import outline, uncovered
from crawler.page import Page
from training.labels import label

# Body blocks that a shortened copy of a page keeps: flashes are rare in corpora
# and common in news.
_KEPT = (1, 2, 4)
_LONG_ENOUGH = 15

# Pages. A corpus of fewer gets every shortened copy, a larger one a copy a page.
MANY_PAGES = 200

# Pages of a large corpus of which one is covered, as a script uncovers it.
_COVERED_EVERY = 6


@dataclass(frozen=True, slots=True)
class Sample:
    """One page, measured and labelled."""

    corpus: str
    page: str
    outlet: str
    """Pages of one outlet are never divided between training and testing."""

    outline: Outline
    measures: Measures
    body: frozenset[int]
    gold: dict[str, Any]
    shortened: bool = False
    """Whether it is a copy: body blocks were taken out, to stand for a flash, or all was
    covered."""


def gathered(folders: Iterable[Path]) -> list[Sample]:
    """Return all that trees are grown from: pages, shortened copies, covered ones."""
    found = [sample for folder in folders for sample in samples(folder)]
    return [*found, *_covered_copies(found)]


def samples(folder: Path) -> Iterator[Sample]:
    """Yield each page of a corpus, then its shortened copies."""
    lines = (folder / "gold.jsonl").read_bytes().splitlines()
    for number, line in enumerate(lines):
        gold = json.loads(line)
        raw = gzip.decompress((folder / "html" / f"{gold['id']}.html.gz").read_bytes())
        page = Page.from_bytes(raw, url=gold.get("url") or "http://example.com/")
        sample = _sample(folder.name, gold, page, outline(page))
        if any(sample.outline.blocks[i].node.hidden for i in sample.body):
            sample = _sample(folder.name, gold, page, uncovered(page))
        yield sample
        few = len(lines) < MANY_PAGES
        for kept in _KEPT if few else (_KEPT[number % len(_KEPT)],):
            if shortened := _shorten(sample, kept):
                yield shortened


def fold(sample: Sample, folds: int) -> int:
    """Return the fold of the sample's outlet: the same on every machine."""
    return zlib.crc32(f"{sample.corpus}/{sample.outlet}".encode()) % folds


def _sample(corpus: str, gold: dict[str, Any], page: Page, parts: Outline) -> Sample:
    return Sample(
        corpus=corpus,
        page=gold["id"],
        outlet=gold.get("site") or urlsplit(page.url).hostname or gold["id"],
        outline=parts,
        measures=measure(parts, titles(page)),
        body=label(parts.blocks, joined(gold.get("body"))),
        gold=gold,
    )


def _covered_copies(data: Sequence[Sample]) -> Iterator[Sample]:
    """Yield copies of pages whose body nobody sees before a script has run.

    Such pages are common, and no corpus has many: each page of a small one is covered,
    and once more with a short body, and one in some of a large one.
    """
    whole = [sample for sample in data if not sample.shortened]
    pages = Counter(sample.corpus for sample in whole)
    for sample in whole:
        few = pages[sample.corpus] < MANY_PAGES
        if not few and sum(sample.page.encode()) % _COVERED_EVERY:
            continue
        for each in (sample, _shorten(sample, _KEPT[-1]) if few else None):
            if each and (copy := _cover(each)):
                yield copy


def _cover(sample: Sample) -> Sample | None:
    """A copy in which what holds the body is hidden; ``None`` if that is all, or so already."""
    whole, body = sample.outline, sample.body
    blocks, starts, ends = whole.blocks, whole.starts, whole.ends
    if not body or any(blocks[i].node.hidden for i in body):
        return None
    first, last = min(body), max(body)
    cover = blocks[first].node
    while (
        cover.parent >= 0
        and not starts[cover.index] <= first <= last < ends[cover.index]
    ):
        cover = whole.nodes[cover.parent]
    if cover.parent < 0:
        return None
    inside: set[int] = set()
    nodes = []
    for node in whole.nodes:
        if node is cover or node.parent in inside:
            inside.add(node.index)
            node = replace(node, hidden=True)  # noqa: PLW2901  # the copy's
        nodes.append(node)
    parts = whole._replace(
        nodes=tuple(nodes),
        blocks=tuple(replace(b, node=nodes[b.node.index]) for b in blocks),
        pictures=tuple(replace(p, node=nodes[p.node.index]) for p in whole.pictures),
    )
    return _copy(sample, parts, body)


def _shorten(sample: Sample, kept: int) -> Sample | None:
    """A copy whose body is its first ``kept`` paragraphs; ``None`` if it has no more."""
    sizes, blocks = sample.measures.sizes, sample.outline.blocks
    paragraphs = [i for i in sorted(sample.body) if sizes[i] > _LONG_ENOUGH]
    if len(paragraphs) <= kept + 1:
        return None
    keep = set(paragraphs[:kept])
    staying = [b for b in blocks if b.index in keep or b.index not in sample.body]
    moved = {block.index: place for place, block in enumerate(staying)}
    before = [0]
    for block in blocks:
        before.append(before[-1] + (block.index in moved))
    whole = sample.outline
    parts = whole._replace(
        blocks=tuple(replace(b, index=place) for place, b in enumerate(staying)),
        pictures=tuple(replace(p, before=before[p.before]) for p in whole.pictures),
        starts=[before[start] for start in whole.starts],
        ends=[before[end] for end in whole.ends],
    )
    return _copy(sample, parts, frozenset(moved[i] for i in keep))


def _copy(sample: Sample, parts: Outline, body: frozenset[int]) -> Sample:
    """A page that was changed, measured again."""
    return dataclasses.replace(
        sample,
        outline=parts,
        measures=measure(parts, sample.measures.titles),
        body=body,
        shortened=True,
    )
