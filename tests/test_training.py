"""Outlets left out are left out whole, whatever is grown."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from crawler.evaluation import left_out
from training import folds
from training.corpus import MANY_PAGES, Sample, samples

SENTENCES = [
    f"第{number}天，渡船照旧在早上六点离岸，船上坐着去镇里卖菜的人。"
    for number in range(6)
]

TREES: dict[str, list[Any]] = {"first": [0.5], "second": [0.5]}


def corpus(folder: Path, outlets: Sequence[str]) -> list[Sample]:
    """Make a corpus with a page of each of these outlets, and read it."""
    (folder / "html").mkdir(parents=True)
    lines = []
    for number, outlet in enumerate(outlets):
        markup = "<h1>渡船</h1>" + "".join(f"<p>{text}</p>" for text in SENTENCES)
        packed = gzip.compress(markup.encode())
        (folder / "html" / f"{number}.html.gz").write_bytes(packed)
        lines.append({"id": str(number), "site": outlet, "body": SENTENCES})
    (folder / "gold.jsonl").write_text("\n".join(map(json.dumps, lines)))
    return list(samples(folder))


@pytest.fixture
def data(tmp_path: Path) -> list[Sample]:
    """Two corpora, of few pages and of many; both with shortened copies."""
    few = corpus(tmp_path / "few", [f"f{number % 12}.example" for number in range(30)])
    many = [f"m{number % 40}.example" for number in range(MANY_PAGES)]
    return few + corpus(tmp_path / "many", many)


@pytest.mark.parametrize("number", [0, 2, 10])
def test_each_page_is_left_out_once_and_its_outlet_with_it(
    data: list[Sample], number: int
) -> None:
    for parts in (folds.apart(data, number), folds.joint(data, max(2, number))):
        left_out = [page for part in parts for page in part.pages]
        assert sorted(left_out) == sorted({(s.corpus, s.page) for s in data})
        for part in parts:
            inside = {s.outlet for s in data if (s.corpus, s.page) in part.pages}
            outside = {s.outlet for s in data if (s.corpus, s.page) not in part.pages}
            assert not inside & outside


def test_every_outlet_of_a_small_corpus_can_be_left_out_by_itself(
    data: list[Sample],
) -> None:
    names = [part.name for part in folds.apart(data, 0)]
    assert sum(name.startswith("few-") for name in names) == 12
    assert sum(name.startswith("many-") for name in names) == 5


def test_trees_of_a_fold_have_not_seen_its_pages_nor_shortened_copies(
    data: list[Sample], tmp_path: Path
) -> None:
    seen: list[set[tuple[str, str]]] = []

    def train(given: Sequence[Sample]) -> dict[str, list[Any]]:
        seen.append({(sample.corpus, sample.page) for sample in given})
        return TREES

    every = {(sample.corpus, sample.page) for sample in data}
    parts = folds.apart(data, 3)
    grown = dict(folds.grow(data, parts, tmp_path / "unseen", train))
    assert sorted(map(sorted, seen)) == sorted(sorted(every - p.pages) for p in parts)
    assert grown.keys() == set(parts)
    for models in grown.values():
        assert json.loads((models / folds.TREES).read_text()) == TREES


def test_what_was_grown_can_be_kept(data: list[Sample], tmp_path: Path) -> None:
    parts = folds.apart(data, 3)
    pages: dict[str, dict[str, str]] = {"few": {}, "many": {}}
    for part in parts:
        for corpus_name, page in part.pages:
            pages[corpus_name][page] = part.name
    left_out.write(tmp_path, pages)
    kept = sorted(folds.kept(tmp_path), key=lambda entry: entry[0].name)
    assert kept == [(part, tmp_path / part.name) for part in parts]
