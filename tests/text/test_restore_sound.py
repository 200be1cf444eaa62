"""Sound text is left alone, whatever it looks like."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler import Page
from crawler.blocks import outline
from crawler.text.restore import judge, restore
from tests.corpus import shared
from tests.loopback import PROJECT

OURS = PROJECT / "tests" / "fixtures" / "texts" / "sound.txt"
TEXTS = OURS.read_text(encoding="utf-8").splitlines()

# Damage of single characters that is repaired wherever it is found; real pages have it.
SINGLE = {"invisible", "compat", "radical", "entity"}


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_our_own_texts(text: str) -> None:
    restored = restore(text)
    assert restored.text == text
    assert restored.clone == "none"
    assert not restored.lost


def test_all_of_them_on_one_page() -> None:
    page = judge("\n".join(TEXTS))
    assert [restore(text, page).text for text in TEXTS] == TEXTS


def test_bodies_and_headlines_of_real_pages() -> None:
    gold = shared("corpus/zh/gold.jsonl").read_bytes().splitlines()
    for case in map(json.loads, gold):
        body = case.get("body") or ()
        texts = [body] if isinstance(body, str) else [*body]
        texts += [case["headline"]] if case.get("headline") else []
        page = judge("\n".join(texts))
        assert page.clone == "none", case["id"]
        assert [restore(text, page).text for text in texts] == texts, case["id"]


@pytest.mark.parametrize("folder", ["corpus/zh/html", "corpus/lists"])
def test_blocks_of_real_pages(folder: str) -> None:
    pages = changed = 0
    for name, texts in _pages(shared(folder)):
        pages += 1
        page = judge("\n".join(texts))
        assert page.clone == "none", name
        for text in texts:
            restored = restore(text, page)
            assert {repair.kind for repair in restored.repairs} <= SINGLE, (name, text)
            changed += restored.text != text
    assert pages > 20
    assert changed < 30


def _pages(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for path in sorted(folder.glob("*.html.gz")):
        raw = gzip.decompress(path.read_bytes())
        page = Page.from_bytes(raw, url="http://www.jiangkou.example/")
        yield path.name, [block.text for block in outline(page).blocks]
