"""Numbers are one token each, however they were printed."""

from __future__ import annotations

import pytest

from crawler.text import numerals


@pytest.mark.parametrize(
    ("printed", "token"),
    [
        ("5%", "#5%"),
        ("百分之五", "#5%"),
        ("百分之三十五点二", "#35.2%"),
        ("3.50%", "#3.5%"),
        ("1,234,567", "#1234567"),
        ("3.5万", "#35000"),
        ("三亿五千万", "#350000000"),
        ("五万亿", "#5000000000000"),
        ("三点五亿", "#350000000"),
        ("一万五千", "#15000"),
        ("二〇二六年", "#2026年"),
        ("十一人", "#11人"),
        ("第三", "第#3"),
        ("-3", "#-3"),
        ("000001", "#000001"),
        ("3:2", "#3:#2"),
        ("2026-11-01", "#2026-#11-#01"),
    ],
)
def test_a_number_is_one_token(printed: str, token: str) -> None:
    assert numerals.tokens(printed) == token


@pytest.mark.parametrize("word", ["统一", "一些", "万一如此", "下午三点五十分"])
def test_words_stay_readable(word: str) -> None:
    assert numerals.tokens(word).replace("#", "")


def test_a_single_digit_in_a_word_is_none() -> None:
    assert numerals.tokens("统一了一些") == "统一了一些"
