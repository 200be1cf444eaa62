"""What print makes likely is likelier than what a misreading shows."""

from __future__ import annotations

import pytest

from crawler.text.restoration.likelihood import Likelihood, likelihood
from training.likelihood import count

WORDS = (("渡口", 40), ("渡船", 60), ("船", 100), ("口", 50))


def test_a_table_is_what_was_counted() -> None:
    table = Likelihood(count(WORDS, source="these words"))
    assert table.after("渡", "船") > table.after("渡", "口") > table.after("口", "船")
    assert table.rank == {"船": 0, "渡": 1, "口": 2}


@pytest.mark.parametrize(
    ("written", "misread"),
    [
        ("或许明天", "蛟S明天"),
        ("变为区域", "变閰域"),
        ("主办单位", "≈鬓k单位"),
        ("渡口停航", "娓″彛鍋滆埅"),
        ("雨勢趨緩", "¶ÕÁÍ½w"),
    ],
)
def test_print_is_likelier_than_a_misreading(written: str, misread: str) -> None:
    assert likelihood().mean(written) > likelihood().mean(misread) + 1


def test_both_scripts_are_as_likely() -> None:
    assert likelihood().of("渡口復航") == likelihood().of("渡口复航")
