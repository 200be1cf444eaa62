"""Rows that a server of React sends are read, wherever they are cut."""

from __future__ import annotations

import json
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.flights import begins, pushed, values

TEXT = "<p>停了十一年的渡口大钟，昨天清晨六点重新敲响。</p>"
LENGTH = f"{len(TEXT.encode()):x}"


def read(rows: str) -> list[object]:
    return [*values(rows.encode())]


@pytest.mark.parametrize(
    "script",
    [
        'self.__next_f.push([1,"1:[]"])',
        'self.__next_f.push([1,"1:"]);self.__next_f.push([1,"[]"])',
        '(self.__next_f=self.__next_f||[]).push([0]);self.__next_f.push([1,"1:[]"])',
        'self.__next_f.push([1,"1:"]),self.__next_f.push([3,"W10="])',
        'self.__next_f.push([1,"1:[]"]);self.__next_f.push([1,"2:',
    ],
)
def test_pieces_are_joined(script: str) -> None:
    assert pushed(script) == b"1:[]"


@pytest.mark.parametrize("script", ["", "push([1])", 'window.push([1,"1:[]"])'])
def test_other_scripts_push_nothing(script: str) -> None:
    assert pushed(script) == b""


def test_a_character_that_is_cut_is_joined() -> None:
    half, rest = "钟".encode()[:1], "钟".encode()[1:]
    pieces = ([3, b64encode(part).decode()] for part in (half, rest))
    script = "".join(f"self.__next_f.push({json.dumps(piece)});" for piece in pieces)
    assert pushed(script).decode() == "钟"


def test_a_text_stands_in_place_of_its_name() -> None:
    rows = f'1:{{"a":"$2"}}\n2:T{LENGTH},{TEXT}3:["$2","$1:a"]\n'
    assert read(rows) == [{"a": TEXT}, [TEXT, TEXT]]


def test_a_value_inside_a_row_is_named() -> None:
    rows = f'1:["$","p",null,{{"held":[{json.dumps(TEXT)}]}}]\n2:["$1:props:held:0"]\n'
    assert read(rows)[1] == [TEXT]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("$$100", "$100"),
        ("$D2024-03-02T07:30:00.000Z", "2024-03-02T07:30:00.000Z"),
        ("$L1", "$L1"),
        ("$9", "$9"),
        ("$1", "$1"),
        ("$1:0", "$1:0"),
        ("$undefined", "$undefined"),
    ],
)
def test_what_names_no_text_stays(written: str, value: str) -> None:
    assert read(f"1:[{json.dumps(written)}]\n") == [[value]]


@pytest.mark.parametrize(
    "line",
    ["", "no row", "2:I[8812,[],0]", ":HL[0]", "3:{", "4:null", "5:T9", "6:A2,ab"],
)
def test_lines_without_a_value_are_passed_over(line: str) -> None:
    assert read(f"1:[1]\n{line}\n7:[7]\n") == [[1], [7]]


def test_rows_begin_with_a_number() -> None:
    assert begins('1a:["$","p"]')
    assert begins('0:I[8812,["44"],"default"]')
    assert begins(f"7:T{LENGTH},{TEXT}")
    assert not begins("7:30，渡口的钟响了。")
    assert not begins("4:Tickets are sold at the pier.")


@given(st.binary(max_size=80))
def test_whatever_rows_hold_is_read_or_left(rows: bytes) -> None:
    assert all(isinstance(value, dict | list) for value in values(rows))


@given(st.text(alphabet='0123abT:,$[]{}"\n', max_size=60))
def test_whatever_looks_like_rows_is_read_or_left(rows: str) -> None:
    assert all(isinstance(value, dict | list) for value in values(rows.encode()))
