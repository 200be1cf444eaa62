"""Texts that a table converted are told from such as were written so."""

from __future__ import annotations

import pytest

from crawler.evaluation import cases
from crawler.text.chinese import language
from crawler.text.restoration.conversion import by_characters
from tests import damage
from tests.loopback import PROJECT

BODIES = [
    "\n".join(case.expected.get("body") or ())
    for case in cases.find(PROJECT / "tests/fixtures/pages")
]
SIMPLIFIED = [body for body in BODIES if language(body) == "zh-Hans"]


def test_a_table_knows_no_words() -> None:
    assert by_characters("之后公布,由于頭發太長,隨后理發。" * 2) > 0
    assert by_characters("之後公佈，由於頭髮太長，隨後理髮。皇后在公里外。" * 20) < 0


@pytest.mark.parametrize("way", ["s2t", "s2tw", "s2hk"])
def test_by_words_and_by_characters(way: str) -> None:
    texts = ["\n".join(SIMPLIFIED[i : i + 4]) for i in range(0, len(SIMPLIFIED), 4)]
    assert all(by_characters(damage.WAYS[way](text)) < 0 for text in texts)
    assert all(by_characters(damage.converted(text)) > 2 for text in texts)


def test_traditional_bodies() -> None:
    texts = [body for body in BODIES if language(body) == "zh-Hant"]
    assert len(texts) > 5
    assert all(by_characters(text) < 2 for text in texts)


def test_nothing_is_said_of_nothing() -> None:
    assert by_characters("") == pytest.approx(0, abs=0.5)
    assert by_characters("abc") == pytest.approx(0, abs=0.5)
