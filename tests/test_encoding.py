"""Bytes become the text that was written, whatever the page says of them."""

from __future__ import annotations

import codecs
import gzip
import json
import re
from functools import cache
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.evaluation import cases
from crawler.text.chinese import language
from crawler.text.encoding import decode
from tests import encodings
from tests.corpus import shared
from tests.loopback import PROJECT

SIMPLIFIED = (
    "清晨六点，校车从镇口出发，司机老周把暖风开到最大。",
    "记者从县交通局了解到，今年一共开通了十二条这样的线路。",
    "“以前下雨天不敢让他去，”一位家长说，“现在好多了。”",
    "发布时间：2024年11月1日 15:30 来源：江口日报 记者 张三",
    "河水涨了半米，渡口暂时停航，何时恢复要看明天的雨量。",
)
TRADITIONAL = (
    "清晨六點，校車從鎮口出發，司機老周把暖氣開到最大。",
    "記者從縣交通局了解到，今年一共開通了十二條這樣的路線。",
    "「以前下雨天不敢讓他去，」一位家長說，「現在好多了。」",
    "許功蓋先生表示，河水漲了半公尺，渡口暫時停航。",  # low bytes are \ and |
    "佢哋話今朝好凍，喺巴士站等咗成半個鐘，冇車嚟。",  # Hong Kong's own characters
)
RARE = "镇上的老匾写着𠮷祥二字。"  # four bytes in GB18030

# Of each encoding: what pages call it, what we call it, what is written in it.
CHINESE = {
    "gbk": ("gb18030", SIMPLIFIED),
    "gb2312": ("gb18030", SIMPLIFIED),
    "gb18030": ("gb18030", (*SIMPLIFIED, *TRADITIONAL, RARE)),
    "big5-hkscs": ("big5hkscs", TRADITIONAL),
    "utf-8": ("utf-8", (*SIMPLIFIED, *TRADITIONAL, RARE)),
}
DECLARED = ("", *CHINESE, "big5", "iso-8859-1", "utf8", "none-such", "utf-16")


def texts(sentences: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(sentences), min_size=2, max_size=5).map(" ".join)


def page(text: str, declared: str) -> str:
    head = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{head}</head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("encoding", CHINESE)
@given(st.data(), st.sampled_from(DECLARED), st.sampled_from(DECLARED))
def test_chinese_whatever_is_declared(
    encoding: str, data: st.DataObject, in_header: str, in_page: str
) -> None:
    name, sentences = CHINESE[encoding]
    markup = page(data.draw(texts(sentences)), in_page)
    header = f"text/html; charset={in_header}" if in_header else "text/html"
    assert decode(markup.encode(encoding), content_type=header) == (name, markup)
    assert decode(markup.encode(encoding)) == (name, markup)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
@pytest.mark.parametrize("declared", ["", "gbk", "utf-8"])
def test_a_mark_beats_every_declaration(
    mark: bytes, encoding: str, declared: str
) -> None:
    markup = page(SIMPLIFIED[0], declared)
    header = f"text/html; charset={declared}"
    found = decode(mark + markup.encode(encoding), content_type=header)
    assert found == (encoding, markup)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_bytes_a_character_without_a_mark(encoding: str) -> None:
    markup = page(SIMPLIFIED[0], "")
    header = f"text/html; charset={encoding}"
    assert decode(markup.encode(encoding), content_type=header) == (encoding, markup)


@pytest.mark.parametrize(
    ("declared", "name", "text"),
    [
        ("euc-kr", "cp949", "학교 버스가 마을 입구를 떠난다. 아이들은 더 잘 수 있다."),
        ("shift_jis", "cp932", "朝六時、スクールバスが町の入口を出発する。"),
        ("windows-1251", "cp1251", "В шесть утра школьный автобус выезжает из города."),
        ("windows-1252", "cp1252", "At six the bus leaves — “eleven years,” he says."),
        ("iso-8859-1", "cp1252", "Le café du port est fermé, dit-il."),
        ("iso-8859-1", "cp1252", "A single café."),
    ],
)
def test_other_scripts_as_declared(declared: str, name: str, text: str) -> None:
    markup = page(text, declared)
    assert decode(markup.encode(declared)) == (name, markup)


@pytest.mark.parametrize(
    "text", ["Le café du port est fermé, dit-il.", "A single café."]
)
def test_western_text_undeclared(text: str) -> None:
    assert decode(text.encode("latin-1")) == ("cp1252", text)


@pytest.mark.parametrize("cut", [1, 2])
def test_a_character_cut_at_the_end(cut: int) -> None:
    text = SIMPLIFIED[0] + "记者"
    assert decode(text.encode()[:-cut]) == ("utf-8", text[:-1] + "\ufffd")
    assert decode(text.encode("gbk")[:-1]) == ("gb18030", text[:-1] + "\ufffd")


def test_a_foreign_snippet_wounds_but_does_not_sway() -> None:
    around = " ".join(SIMPLIFIED)
    name, text = decode(around.encode() + "甲".encode("gbk") + around.encode())
    assert name == "utf-8"
    assert text.replace("\ufffd", "") == around * 2
    name, text = decode(around.encode("gbk") + "甲乙".encode() + around.encode("gbk"))
    assert name == "gb18030"
    assert text.startswith(around)


@given(st.binary(), st.none() | st.text())
@example(b"", "text/html; charset=")
@example(b"\xff\xfe\xff", None)
@example(b'<meta charset="\xff">', "text/html; charset=\x00")
def test_nothing_raises(body: bytes, content_type: str | None) -> None:
    name, text = decode(body, content_type=content_type)
    assert codecs.lookup(name)
    assert isinstance(text, str)


@pytest.mark.parametrize("declared", encodings.DECLARED)
@pytest.mark.parametrize("encoding", encodings.ENCODINGS)
def test_pages_of_our_paragraphs(encoding: str, declared: str) -> None:
    pages = list(encodings.pages(paragraphs(), encoding, declared, 200, Random(1)))
    assert sum(map(encodings.is_read, pages)) >= 0.995 * len(pages)


@cache
def paragraphs() -> dict[str, list[str]]:
    """Return the paragraphs of our own saved pages, by script."""
    found: dict[str, list[str]] = {"zh-Hans": [], "zh-Hant": []}
    for case in cases.find(PROJECT / "tests" / "fixtures" / "pages"):
        for line in case.expected.get("body") or ():
            found.setdefault(language(line) or "", []).append(line)
    return found


@pytest.mark.parametrize("declared", ["", "gbk", "big5", "utf-8", "iso-8859-1"])
@pytest.mark.parametrize("folder", ["zh", "lists", "feeds"])
def test_real_pages_whatever_they_declare(folder: str, declared: str) -> None:
    corpus = shared(f"corpus/{folder}")
    gold = next(corpus.glob("*.jsonl")).read_bytes().splitlines()
    wrong = {}
    for case in map(json.loads, gold):
        path = next(corpus.glob(f"**/{case['id']}.*.gz"))
        raw = DECLARATION.sub(declared.encode(), gzip.decompress(path.read_bytes()))
        name, _ = decode(raw, content_type=f"text/html; charset={declared}")
        if case.get("encoding") and name != NAMES[case["encoding"]]:
            wrong[case["id"]] = name
    assert gold
    assert not wrong


DECLARATION = re.compile(rb"""(?<=charset=)["']?[\w-]+|(?<=encoding=")[\w-]+""")
NAMES = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "gb18030": "gb18030",
    "big5hkscs": "big5hkscs",
}
