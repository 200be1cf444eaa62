"""A text is found by each of its parts, and by nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.terms import GAP, pairs_of, rows, terms

HAN = st.text("低空经济新华社记者", min_size=2, max_size=12)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("低空经济", [tuple("低空经济")]),
        ("墒情好 播种了", [tuple("墒情好"), tuple("播种了")]),
        ("使用 AI 技术", [("使", "用", "AI", "技", "术")]),
        ("open source", [("open", "source")]),
        ("C919首飞", [("C919", "首", "飞")]),
        ("增长3.5%，达1,234亿", [("增", "长", "3.5"), ("达", "1,234", "亿")]),
        ("2025，2026", [("2025",), ("2026",)]),
        ("it's it’s", [("it's", "it’s")]),
        ("第一段\nAI", [("第", "一", "段"), ("AI",)]),
        ("人々の", [("人", "々", "の")]),
        ("——！", []),
        ("", []),
    ],
)
def test_rows(text: str, found: list[tuple[str, ...]]) -> None:
    assert [tuple(row) for row in rows(text)] == found


def test_a_gap_stands_for_each_end_of_a_row() -> None:
    assert terms("他说：好！走吧").pairs == f"他说 {GAP} {GAP} 走吧"
    assert terms("他说：好！走吧").units == "他 说 好 走 吧"


@given(HAN, HAN)
def test_pairs_find_a_part_and_nothing_else(text: str, word: str) -> None:
    have, ask = pairs_of(text), pairs_of(word)
    places = range(len(have) - len(ask) + 1)
    assert (word in text) == any(have[n : n + len(ask)] == ask for n in places)


@given(st.text())
def test_pairs_are_the_same_however_a_row_is_held(text: str) -> None:
    for row in rows(text):
        assert pairs_of(tuple(row)) == pairs_of(row)


@given(st.text())
def test_terms_hold_no_space_and_every_unit(text: str) -> None:
    found = terms(text)
    assert found.units.split() == [unit for row in rows(text) for unit in row]


def test_a_word_of_any_length_is_a_unit() -> None:
    assert len(terms("x" * 1_000_000).units) < 100
