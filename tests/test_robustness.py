"""Whatever the bytes, a page gives an article or is refused; nothing else happens."""

from __future__ import annotations

import contextlib
import gc
import gzip
import random
import tracemalloc
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler import Article, NotAnArticle, Page, PageError, UnreadablePage, extract

URL = "http://www.jia.example/2024/1101/1.html"
FETCHED = datetime(2024, 11, 2, 4, tzinfo=UTC)
PAGES = sorted((Path(__file__).parent / "fixtures" / "pages").rglob("*.html"))

CHANCE = random.Random(20241101)  # damage must be the same each time

HEADLINE = "河口小学的早班车"
SENTENCE = "清晨六点，校车从镇口出发，司机说，这条路他开了十一年。"
HEAD = f"<title>{HEADLINE}</title><h1>{HEADLINE}</h1><div>2024-11-01 15:30</div>"
BODY = f"<p>{SENTENCE}</p>" * 5


def linked_data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def read(body: bytes, *, content_type: str | None = None) -> Article:
    page = Page.from_bytes(body, url=URL, content_type=content_type, fetched=FETCHED)
    return extract(page)


def sound(article: Article) -> bytes:
    """Hold an article to what is said of every one; return it as JSON."""
    values = [*leaves(msgspec.to_builtins(article, builtin_types=(datetime,)))]
    assert "" not in values
    assert all(value.tzinfo for value in values if isinstance(value, datetime))
    assert article.body
    assert all(text == " ".join(text.split()) for text in article.body)
    for name in article.found_by:
        assert getattr(article, name) not in (None, ()), name
    return msgspec.json.encode(article)


def leaves(value: object) -> Iterator[object]:
    """Yield all that is neither a list nor a mapping, wherever it stands."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


def refusal(body: bytes) -> PageError:
    with pytest.raises(PageError) as refused:
        read(body)
    assert refused.value.url == URL
    assert "\n" not in str(refused.value)
    return refused.value


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b" \r\n\t \xc2\xa0\n",
        "\u3000\ufeff".encode(),
        b"\x00",
        b"\x00" * 10_000,
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"<!-- nothing -->",
        b"<?xml version='1.0'?>",
        b"<!DOCTYPE html>",
    ],
    ids=repr,
)
def test_nothing_to_read(body: bytes) -> None:
    assert isinstance(refusal(body), UnreadablePage | NotAnArticle)


@pytest.mark.parametrize(
    "body",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8,
        b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 8,
        b"GIF89a" + bytes(range(256)) * 8,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj",
        b"PK\x03\x04" + bytes(range(256)) * 8,
        gzip.compress(HEAD.encode()),
        CHANCE.randbytes(20_000),
        bytes(range(256)) * 40,
    ],
    ids=["png", "jpeg", "gif", "pdf", "zip", "gzip", "noise", "every byte"],
)
def test_files_of_other_kinds(body: bytes) -> None:
    assert isinstance(refusal(body), UnreadablePage)
    assert refusal(body).reason == "not text"


def test_controls_behind_tags_that_are_moved() -> None:
    body = f"<p><em><p>{SENTENCE}</p>\x1c<p>{SENTENCE}".encode()
    assert SENTENCE in read(HEAD.encode() + body + BODY.encode()).body
    with contextlib.suppress(PageError):
        read(b"<p ><em ><p><frameset ></p>\x1c")


@pytest.mark.parametrize(
    "body",
    [b'{"code": 0, "data": []}', b"User-agent: *\nDisallow: /", b"\xc3\xa9" * 400],
    ids=["json", "robots.txt", "one letter"],
)
def test_text_that_is_no_article(body: bytes) -> None:
    assert isinstance(refusal(body), NotAnArticle)


def test_too_large_is_refused_unread() -> None:
    body = b"<p>" * (50_000_000 // 3)
    tracemalloc.start()
    error = refusal(body)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (type(error), error.reason) == (UnreadablePage, "too large")
    assert most < 1_000_000  # bytes; decoding alone would take fifty times that


DEEP = ("div", "span", "b", "font", "table><tr><td", "ul><li")


@pytest.mark.parametrize("tag", DEEP)
def test_nested_as_deep_as_any_page_is(tag: str) -> None:
    article = read((HEAD + f"<{tag}>" * 120 + BODY).encode())
    assert article.body == (SENTENCE,) * 5


@pytest.mark.parametrize("tag", [*DEEP, "a href=/1.html"])
def test_nested_deeper_than_any_stack(tag: str) -> None:
    for levels in (2_000, 2_100, 20_000):
        with contextlib.suppress(PageError):
            assert read((HEAD + f"<{tag}>" * levels + BODY).encode()).headline


def test_nul_bytes_inside_a_page() -> None:
    article = read((HEAD + BODY.replace("校车", "校\x00车")).encode())
    assert article.body == (SENTENCE,) * 5


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/html",
        "text/html; charset=",
        "text/html; charset=klingon",
        "text/html; charset=\x00",
        "text/html; charset=utf-16",
        "application/octet-stream",
        ";;;",
    ],
)
@pytest.mark.parametrize("declared", ["klingon", "", "utf-7", "gb2312"])
def test_unknown_charset(content_type: str, declared: str) -> None:
    markup = f'<meta charset="{declared}">' + HEAD + BODY
    for encoding in ("utf-8", "gb18030"):
        article = read(markup.encode(encoding), content_type=content_type)
        assert article.headline == HEADLINE
        assert article.body == (SENTENCE,) * 5


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16"])
def test_cut_at_every_byte_of_the_last_paragraph(encoding: str) -> None:
    text = SENTENCE.replace("车", "船").replace("镇", "岸").replace("发", "行")
    markup = f"{HEAD}{BODY}<p>{text}"
    raw = markup.encode(encoding, errors="xmlcharrefreplace")
    for cut in range(1, 40):
        article = read(raw[:-cut])
        assert article.headline == HEADLINE
        assert len(article.body) >= 5


ODD = {
    "entities": "&#xD800;&#0;&#1114112;&#x110000;&bogus;&",
    "hidden": "<p style='display:none'>" * 300,
    "breaks": "<br>" * 5_000,
    "links": "<a>" * 3_000,
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(3_000)) + ">",
    "long class": f"<p class='{'长' * 100_000}'>",
    "long title": "<title>" + "长_" * 10_000 + "</title>",
    "long numbers": f"<p>{'9' * 5_000}天前 阅读 {'9' * 5_000}</p>",
    "many reads": f"<ul><li><a href=2>渡口的灯又亮了</a> {'9' * 5_000}次阅读</ul>",
    "addresses": "<img src='http://['><a href='http://['>渡口的灯</a><a href='//'>甲",
    "no such time": "<time datetime='0000-00-00T99:99'>",
    "deep JSON": linked_data("[" * 50_000),
    "no JSON": linked_data("{'@type': 'NewsArticle'"),
    "half a character": linked_data('{"@type": "Article", "keywords": "\\ud800"}'),
    "wrong types": linked_data('{"@type": "Article", "author": [1, {"name": []}]}'),
    "CDATA": "<![CDATA[" + SENTENCE,
    "comment": "<!--" + SENTENCE,
    "many ends": "</html>" * 1_000 + SENTENCE,
    "frames": "<frameset><frame><noframes>",
    "style in a picture": "<svg><style><p>" + SENTENCE,
}


@pytest.mark.parametrize("piece", ODD.values(), ids=ODD)
def test_odd_pieces_in_an_article(piece: str) -> None:
    places = ((piece, HEAD, BODY), (HEAD, BODY, piece, BODY), (HEAD, BODY, piece))
    for parts in places:
        with contextlib.suppress(PageError):
            assert sound(read("".join(parts).encode()))


Damage = Callable[[bytearray, random.Random], None]


def flip(raw: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 10, 100))):
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)


def cut(raw: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(raw))
    del raw[start : start + chance.choice((1, 30, 3_000))]


def repeat(raw: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(raw))
    raw[start:start] = raw[start : start + 300] * chance.choice((1, 20))


def end_early(raw: bytearray, chance: random.Random) -> None:
    del raw[chance.randrange(len(raw)) :]


def noise(raw: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(raw))
    raw[start : start + 50] = chance.randbytes(50)


@pytest.mark.parametrize("damage", [flip, cut, repeat, end_early, noise])
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_damaged_pages(path: Path, damage: Damage) -> None:
    whole = path.read_bytes()
    chance = random.Random(zlib.crc32(whole))  # the same each time
    for _ in range(3):
        raw = bytearray(whole)
        damage(raw, chance)
        with contextlib.suppress(PageError):
            assert sound(read(bytes(raw)))


# What stands in bytes that several programs have written, and none has read.
WORDS = st.text(
    "净文记者来源月日，。：（）“0123abc <>&;'\"/=\n\u3000\xa0喆", max_size=12
)
ENCODINGS = st.sampled_from(
    ("utf-8", "gb18030", "big5", "shift_jis", "utf-16-le", "utf-8-sig", "latin-1")
)
ENCODED = st.builds(
    lambda text, encoding: text.encode(encoding, "ignore"), WORDS, ENCODINGS
)
MARKUP = st.sampled_from(
    (
        *(
            b"<div>",
            b"</div>",
            b"<p>",
            b"</p>",
            b"<br>",
            b"<table><tr><td>",
            b"</table>",
        ),
        *(b"<li><a href=2.html>", b"</a>", b"<b", b"<span class='", b"'>", b'">', b">"),
        *(b"<script>", b"</script>", b"<style>", b"<!--", b"-->", b"<![CDATA[", b"<?"),
        *(
            b"<textarea>",
            b"<title>",
            b"</title>",
            b"<noscript>",
            b"<template>",
            b"<svg>",
        ),
        *(
            b"<div hidden>",
            b"<p style='display:none",
            b"</body>",
            b"</html>",
            b"<form>",
        ),
        *(
            b"<img src=1.jpg>",
            b"<h1>",
            b"</h1>",
            b"<footer>",
            b"<time datetime=",
            b"&#",
        ),
        *(b"<meta charset=gbk>", b"<meta charset=utf-16>", b"<base href='http://['>"),
        *(
            b"&#xD800;",
            b"&#0;",
            b"&bogus",
            b"\x00",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"\x81",
        ),
    )
)
PIECES = st.one_of(MARKUP, ENCODED, st.binary(max_size=12))
RUNS = st.builds(
    lambda piece, times: piece * times, PIECES, st.sampled_from((1, 1, 1, 3, 200))
)
SOUP = st.lists(RUNS, max_size=12).map(b"".join)


def steadily(raw: bytes) -> None:
    """Read bytes twice: the same article each time, or the same refusal."""
    assert outcome(raw) == outcome(raw)


def outcome(raw: bytes) -> bytes | str:
    try:
        return sound(read(raw))
    except PageError as error:
        return str(error)


@settings(deadline=None)
@given(SOUP, SOUP, SOUP, ENCODINGS)
@example(b"", b"\xef\xbb\xbf", b"<plaintext>", "utf-16-le")
def test_article_among_bytes(
    before: bytes, between: bytes, after: bytes, encoding: str
) -> None:
    head, body = (text.encode(encoding, "ignore") for text in (HEAD, BODY))
    steadily(before + head + between + body + after)


@settings(deadline=None)
@given(SOUP)
def test_bytes_alone(raw: bytes) -> None:
    steadily(raw)


# Where something is cut out of a page, in shares of its length; how many bytes; and
# what is put there.
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from((0, 0, 1, 40, 2_000)), RUNS),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(st.sampled_from(PAGES), EDITS)
def test_edited_pages(path: Path, edits: Sequence[tuple[float, int, bytes]]) -> None:
    raw = bytearray(path.read_bytes())
    for place, length, piece in edits:
        start = int(place * len(raw))
        raw[start : start + length] = piece
    steadily(bytes(raw))


@settings(deadline=None)
@given(st.sampled_from(PAGES), st.sampled_from(PAGES), st.floats(0, 1), st.floats(0, 1))
def test_two_pages_in_one(one: Path, other: Path, end: float, start: float) -> None:
    head, tail = one.read_bytes(), other.read_bytes()
    steadily(head[: int(end * len(head))] + tail[int(start * len(tail)) :])


@pytest.mark.parametrize("form", ['a{}="1 2"', "a{}=1", "a{}"])
def test_a_tag_without_end_loses_its_last_attributes_alone(form: str) -> None:
    attributes = " ".join(form.format(number) for number in range(40_000))
    markup = HEAD + f'<div class="first" {attributes}>{BODY}</div>'
    page = Page.from_bytes(markup.encode(), url=URL)
    kept = page.root.xpath("//div[@class='first']/@*")
    assert 0 < len(kept) < 8_192
    assert extract(page).body


def test_a_long_value_is_kept_whole_with_what_follows() -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 300_000}" alt="later">'
    page = Page.from_bytes((HEAD + picture + BODY).encode(), url=URL)
    assert page.root.xpath("//img/@alt").get() == "later"
    assert len(page.root.xpath("//img/@src").get() or "") > 300_000


@pytest.mark.parametrize("is_on", [True, False])
@pytest.mark.parametrize("piece", ["<p>清晨六点，校车从镇口出发。</p>", "<b>" * 20])
def test_a_large_page_leaves_the_collector_as_it_was(
    piece: str, *, is_on: bool
) -> None:
    page = Page.from_bytes((piece * 25_000).encode(), url="http://a.example/")
    if not is_on:
        gc.disable()
    try:
        with contextlib.suppress(PageError):  # of the second kind it is too deep
            extract(page)
        assert gc.isenabled() is is_on
    finally:
        gc.enable()
