"""What a script passes to a function is put where the function names it."""

from __future__ import annotations

import json
from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.closures import applied, spelled_out


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


TEXT = "<p>停了十一年的渡口大钟，昨天清晨六点重新敲响。敲钟的是老栾的孙女。</p>" * 2
ENCODED = b64encode(TEXT.encode()).decode()
LITERAL = json.dumps(TEXT, ensure_ascii=False)


@pytest.mark.parametrize(
    ("script", "spelled"),
    [
        (f'x="{ENCODED}"', f"x={LITERAL}"),
        (f"x=f('{ENCODED.rstrip('=')}')", f"x=f({LITERAL})"),
        (f'x={{c:decodeURIComponent("{quote(TEXT)}")}}', f"x={{c:{LITERAL}}}"),
        (f"x=decodeURI( '{quote(TEXT)}' )", f"x={LITERAL}"),
        ('x=unescape("%u6E21%u53E3%u6E21%u53E3")', 'x="渡口渡口"'),
    ],
)
def test_what_is_encoded_is_spelled_out(script: str, spelled: str) -> None:
    assert spelled_out(script) == spelled


@pytest.mark.parametrize(
    "script",
    [
        f'x="{ENCODED[:80]}"',
        f'x="data:image/png;base64,{ENCODED}"',
        f'x="eyJ{"A" * 200}.eyJ{"B" * 200}"',
        f'x="PG{"/" * 200}"',
        f'x="{ENCODED}',
        "x=decodeURIComponent(data.html)",
        'x=decodeURIComponent("渡口")',
        'x=encodeURIComponent("%E6%B8%A1%E5%8F%A3%E7%9A%84")',
    ],
)
def test_what_is_not_encoded_stays_as_it_is(script: str) -> None:
    assert spelled_out(script) == script


@given(st.text(max_size=60))
def test_whatever_is_passed_is_read_or_left(text: str) -> None:
    script = call("a", json.dumps(text, ensure_ascii=False), "title:a")
    assert json.dumps(text, ensure_ascii=False) in applied(script)
