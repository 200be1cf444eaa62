"""Sound text is left alone, whatever it looks like."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from crawler import Page
from crawler.evaluation import cases
from crawler.outline import outline
from crawler.text.chinese import language
from crawler.text.restore import judge, restore
from tests import damage
from tests.corpus import shared
from tests.loopback import PROJECT

FIXTURES = PROJECT / "tests" / "fixtures"
OURS = FIXTURES / "texts" / "sound.txt"
TEXTS = OURS.read_text(encoding="utf-8").splitlines()

# As mainland outlets print them in simplified script. Of their editions in traditional
# script one author in two explains a reading.
EDITIONS = (
    (FIXTURES / "texts" / "editions.txt").read_text(encoding="utf-8").splitlines()
)
BODIES = [
    body
    for case in cases.find(FIXTURES / "pages")
    if language(body := "\n".join(case.expected.get("body") or ())) == "zh-Hans"
]
EXPLAINED = [line for line in EDITIONS if "(" in line]

# What was escaped twice is repaired wherever it is found; real pages have it.
SINGLE = {"entity"}


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_our_own_texts(text: str) -> None:
    restored = restore(text)
    assert restored.text == text
    assert restored.clone == "none"
    assert not restored.lost


def test_all_of_them_on_one_page() -> None:
    page = judge("\n".join(TEXTS))
    assert [restore(text, page).text for text in TEXTS] == TEXTS


@pytest.mark.parametrize("way", damage.WAYS)
def test_editions_in_traditional_script(way: str) -> None:
    texts = [damage.WAYS[way](line) for line in EDITIONS]
    assert [restore(text).text for text in texts] == texts
    page = judge("\n".join(texts))
    assert page.clone == "none"
    assert [restore(text, page).text for text in texts] == texts


@pytest.mark.parametrize("way", damage.WAYS)
@pytest.mark.parametrize("line", EXPLAINED, ids=range(len(EXPLAINED)))
def test_an_author_explains_a_reading_in_an_edition(line: str, way: str) -> None:
    """Whatever else the page holds: it was converted, and has one gloss."""
    turn = damage.WAYS[way]
    for body in Random(line).sample(BODIES, 5):
        text = turn(f"{line}\n{body}")
        assert restore(text).text == text
        assert judge(text).clone == "none"


def test_a_stray_character_is_no_damage() -> None:
    """A pasted name, an author's keyboard: one character in some hundred."""
    text = "\n".join(TEXTS[11:19])
    stray = text.replace("渡口", "渡\u200b口", 1) + "\n\uf928下停了兩輛車。"
    assert judge(stray).sound
    assert not judge("".join(f"{char}\u200b" for char in text)).sound


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
    pages = 0
    kinds = set() if folder == "corpus/zh/html" else SINGLE
    for name, texts in _pages(shared(folder)):
        pages += 1
        page = judge("\n".join(texts))
        assert page.clone == "none", name
        for text in texts:
            restored = restore(text, page)
            assert {repair.kind for repair in restored.repairs} <= kinds, (name, text)
            assert restored.text == text or restored.repairs, (name, text)
    assert pages > 20


def _pages(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for path in sorted(folder.glob("*.html.gz")):
        raw = gzip.decompress(path.read_bytes())
        page = Page.from_bytes(raw, url="http://www.jiangkou.example/")
        yield path.name, [block.text for block in outline(page).blocks]
