"""What a script passes to a function is put where the function names it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.closures import applied


def call(names: str, values: str, inside: str) -> str:
    return f"window.__NUXT__=(function({names}){{return {{{inside}}}}}({values}));"


def test_texts_stand_in_place_of_their_names() -> None:
    script = call("a,b", '"渡口","江口网"', "title:a,source:b,id:7")
    assert '{title:"渡口",source:"江口网",id:7}' in applied(script)


def test_numbers_and_what_has_no_value_keep_their_names() -> None:
    script = call("a,b,c", '1,void 0,"渡口"', "id:a,error:b,title:c")
    assert '{id:a,error:b,title:"渡口"}' in applied(script)


@pytest.mark.parametrize(
    "script",
    [
        "",
        "var title = a;",
        "x=(function(a){return {title:a}}(f(1)))",
        "x=(function(a){return {title:a}}",
        '}("渡口")) (function(a){title:a',
    ],
)
def test_what_is_no_such_call_stays_as_it_is(script: str) -> None:
    assert applied(script) == script


@given(st.text(max_size=60))
def test_whatever_is_passed_is_read_or_left(text: str) -> None:
    script = call("a", json.dumps(text, ensure_ascii=False), "title:a")
    assert json.dumps(text, ensure_ascii=False) in applied(script)
