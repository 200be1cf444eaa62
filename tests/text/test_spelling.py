"""What is one text for a reader is one text for search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.spelling import fold, spellings


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("低空經濟", "低空经济"),
        ("裏面 裡面", "里面 里面"),
        ("ＡＩ２０２６", "ai2026"),
        ("GPT", "gpt"),
        ("（一），“好”", "（一），“好”"),
        ("İstanbul", "İstanbul"),  # whose small letter is two characters
        ("", ""),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_a_part_of_a_text_folds_to_that_part(text: str, start: int, end: int) -> None:
    assert fold(text)[start:end] == fold(text[start:end])


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.characters())
def test_a_character_is_among_the_spellings_of_what_it_folds_to(letter: str) -> None:
    assert letter in spellings(fold(letter))
