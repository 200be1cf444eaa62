"""Two texts are laid side by side."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from crawler.text.alignment import line, stretches

letters = st.text(alphabet="甲乙丙丁戊己", max_size=60)


@given(letters, letters)
def test_runs_are_equal_and_in_order(first: str, second: str) -> None:
    at = at_other = 0
    for part in stretches(first, second):
        for run in part.runs:
            end, end_other = run.first + run.length, run.second + run.length
            assert first[run.first : end] == second[run.second : end_other]
            assert run.first >= at
            assert run.second >= at_other
            at, at_other = end, end_other


def unlike(number: int, seed: int) -> str:
    chance = random.Random(seed)  # the same each time
    return "".join(chr(chance.randrange(0x4E00, 0x5E00)) for _ in range(number))


def test_a_text_covers_itself() -> None:
    text = unlike(300, 1)
    (part,) = stretches(text, text)
    assert part.first == part.second == (0, 300)


def test_chance_is_no_stretch() -> None:
    assert stretches(unlike(300, 1), unlike(300, 2)) == ()


def test_what_was_put_in_parts_two_stretches() -> None:
    head, tail = unlike(80, 1), unlike(80, 2)
    parts = stretches(head + tail, head + unlike(60, 3) + tail)
    assert [part.first for part in parts] == [(0, 80), (80, 160)]
    assert [part.second for part in parts] == [(0, 80), (140, 220)]


def test_a_changed_letter_is_a_gap() -> None:
    text = unlike(100, 1)
    (part,) = stretches(text, text[:50] + "变" + text[51:])
    assert list(part.gaps) == [(50, 51, 50, 51)]
    assert part.matched == 99


def test_lines_that_share_nothing() -> None:
    assert line("渡口", "河口") is None
