"""What outlets change in passing does not count."""

from __future__ import annotations

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text import folding
from crawler.text.folding import fold, paragraphs, same_word

TEXT = "渡口的灯又亮了，老船工守了三十五年，今年的客流增加了百分之十二。"


@pytest.mark.parametrize("script", ["s2t", "s2hk", "s2tw"])
def test_script_does_not_count(script: str) -> None:
    assert fold(opencc.OpenCC(script).convert(TEXT)) == fold(TEXT)


def test_width_space_case_and_punctuation_do_not_count() -> None:
    assert fold("ＡＢＣ　１２％，（ok）") == fold("abc 12% ok")


@given(st.text())
def test_folding_never_fails_and_holds_no_space(text: str) -> None:
    assert not any(letter.isspace() for letter in fold(text))


@pytest.mark.parametrize(
    "dateline",
    [
        "江口社北京11月1日电（记者 张三）",
        "本报讯（记者张三 通讯员李四）",
        "【江口时报讯】",
        "（江口社記者張三台北1日電）",
        "据江口社11月1日报道，",
        "江口网消息，",
    ],
)
def test_the_dateline_is_off(dateline: str) -> None:
    assert paragraphs([dateline + TEXT, "二段"]) == paragraphs([TEXT, "二段"])


@pytest.mark.parametrize(
    "editors",
    ["（责任编辑：张三）", "责编：张三 校对：李四", "[責任編輯：張三]", "（完）"],
)
def test_editors_are_off_in_a_line_and_behind_the_last_sentence(editors: str) -> None:
    assert paragraphs([TEXT, editors]) == paragraphs([TEXT])
    assert paragraphs([TEXT + editors]) == paragraphs([TEXT])


def test_a_text_of_such_lines_alone_keeps_them() -> None:
    assert paragraphs(["责任编辑：张三"])


def test_no_letter_is_no_paragraph() -> None:
    assert paragraphs(["……", " "]) == ()


def test_one_word_in_two_places() -> None:
    assert same_word("资讯", "信息")
    assert not same_word("晴川", "澜江")


def test_converters_are_loaded_on_first_need() -> None:
    import subprocess  # noqa: PLC0415  # a fresh interpreter is the test
    import sys  # noqa: PLC0415

    code = (
        "from crawler.text import folding; import sys;"
        "sys.exit(folding._converters.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert folding.fold("净文")
