"""Feeds of every kind and condition give their items, the newest first."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import feeds
from crawler.errors import UnreadablePage
from tests.corpus import shared

FEEDS = Path(__file__).parent.parent / "fixtures" / "feeds"
URL = "http://www.outlet.example/rss.xml"


def rss(items: str) -> bytes:
    return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()


@pytest.mark.parametrize(
    "path", sorted(FEEDS.glob("*.json")), ids=lambda path: path.stem
)
def test_saved_feed(path: Path) -> None:
    saved = json.loads(path.read_bytes())
    found = feeds.links(path.with_suffix(".xml").read_bytes(), url=saved["url"])
    assert [link.url for link in found] == saved["links"]
    assert {(link.kind, link.reason) for link in found} == {("article", "feed item")}


def test_a_feed_without_items_is_a_feed() -> None:
    assert feeds.links(rss("<title>某报</title>"), url=URL) == []


def test_undated_items_keep_their_order_behind_dated_ones() -> None:
    body = rss(
        "<item><link>/b</link></item><item><link>/a</link></item>"
        "<item><link>/c</link><pubDate>Sun, 01 Nov 2026 08:00:00 GMT</pubDate></item>"
    )
    assert [link.url[-1] for link in feeds.links(body, url=URL)] == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "no XML"),
        (b"503 Service Unavailable", "no XML"),
        (b"<html><body>404</body></html>", "starts with <html>"),
        (
            b"<urlset><url><loc>http://a.example/</loc></url></urlset>",
            "starts with <urlset>",
        ),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no XML"),
    ],
)
def test_what_is_no_feed(body: bytes, detail: str) -> None:
    with pytest.raises(UnreadablePage) as refusal:
        feeds.links(body, url=URL)
    assert (refusal.value.url, refusal.value.reason) == (URL, "not a feed")
    assert refusal.value.detail == detail


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("http://www.outlet.example/secret", encoding="utf-8")
    body = rss("<item><link>&file;</link></item><item><link>/1?a=&c;</link></item>")
    entities = (
        f"<!ENTITY file SYSTEM '{secret.as_uri()}'><!ENTITY a '123'>"
        f"<!ENTITY b '{'&a;' * 99}'><!ENTITY c '{'&b;' * 99}'>"
    )
    doctype = f"<!DOCTYPE rss [{entities}]>".encode()
    found = [link.url for link in feeds.links(doctype + body, url=URL)]
    assert found
    assert not any("secret" in url or "123" in url for url in found)


@pytest.mark.parametrize(
    "piece", [b"<?xml ", b"<![CDATA[", b"&", b"<a>", b"&amp", b"<"]
)
def test_a_million_bytes_of_one_piece_cost_little(piece: bytes) -> None:
    junk = piece * (1_000_000 // len(piece))
    assert feeds.links(b"<rss><item>" + junk + b"</item></rss>", url=URL) == []


@given(st.binary() | st.text("<>&;![]CDATA \x00中rsitemlnk/='\"").map(str.encode))
def test_junk_in_a_feed_raises_nothing(junk: bytes) -> None:
    feeds.links(b"<rss><channel><item>" + junk, url=URL)


# Items by the count of their elements; those of cnblog differ in fragments alone.
REAL = {
    "feed-2.blog.westca.com": 4,
    "feed-acnnewswire.net": 8,
    "feed-cnblog.org": 3,
    "feed-coolloud.org.tw": 20,
    "feed-ebao.us": 15,
    "feed-hket": 24,
    "feed-mingpao": 82,
    "feed-softsea.net": 100,
}


@pytest.mark.parametrize("name", REAL)
def test_real_feed(name: str) -> None:
    body = gzip.decompress((shared("corpus/feeds") / f"{name}.xml.gz").read_bytes())
    assert len(feeds.links(body, url=URL)) == REAL[name]


def test_a_list_of_an_outlet_s_own_make_is_no_feed() -> None:
    body = gzip.decompress(
        (shared("corpus/feeds") / "feed-oncc-video.xml.gz").read_bytes()
    )
    with pytest.raises(UnreadablePage, match="not a feed"):
        feeds.links(body, url=URL)
