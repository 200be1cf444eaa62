"""Feeds of every kind and condition give their items, the newest first."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
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
    "feed-2.blog.westca.com": (4, 4),
    "feed-acnnewswire.net": (8, 8),
    "feed-cnblog.org": (16, 3),
    "feed-coolloud.org.tw": (20, 20),
    "feed-ebao.us": (15, 15),
    "feed-hket": (24, 24),
    "feed-mingpao": (82, 82),
    "feed-oncc-video": (14, 14),  # a list of the outlet's own make
    "feed-softsea.net": (100, 100),
}


@pytest.mark.parametrize("name", REAL)
def test_real_feed(name: str) -> None:
    body = gzip.decompress((shared("corpus/feeds") / f"{name}.xml.gz").read_bytes())
    found = list(feeds.items(body, url=URL))
    assert (len(found), len(feeds.links(body, url=URL))) == REAL[name]
    assert sum(item.title is None for item in found) <= 1
    assert not any("\ufffd" in (item.title or "") for item in found)
    assert all(item.date for item in found) == (name != "feed-cnblog.org")


def test_all_real_feeds_are_looked_at() -> None:
    files = shared("corpus/feeds").glob("*.xml.gz")
    assert {path.name.removesuffix(".xml.gz") for path in files} == REAL.keys()


@pytest.mark.parametrize(
    ("title", "reads"),
    [
        ("湖区&nbsp;开捕", "湖区 开捕"),  # an entity that XML does not know
        ("<![CDATA[<b>湖区</b>开捕]]>", "湖区开捕"),
        ("&lt;em&gt;湖区&lt;/em&gt;&amp;amp;开捕", "湖区&开捕"),
        ("<b>湖区</b>开捕", "湖区开捕"),
        ("湖区 & 开捕", "湖区 & 开捕"),
        ("&ldquo;湖区&rdquo;开捕&hellip;", "“湖区”开捕…"),
        ("", None),
    ],
)
def test_titles_are_plain_text(title: str, reads: str | None) -> None:
    body = rss(f"<item><title>{title}</title><link>/1</link></item>")
    (item,) = feeds.items(body, url=URL)
    assert item.title == reads


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "某报",
    "home_page_url": "http://www.outlet.example/",
    "feed_url": URL,
    "items": [
        {
            "id": "1",
            "url": "/a/1",
            "title": "开捕",
            "date_published": "2026-10-31T08:00Z",
        },
        {"id": "http://www.outlet.example/a/2", "content_text": "没有标题的一条短讯"},
        {"id": "3", "external_url": "http://b.example/3", "title": "<b>湖区</b>"},
        {"id": "4", "title": "没有地址"},
    ],
}


def test_json_feed() -> None:
    found = list(feeds.items(json.dumps(JSON_FEED).encode(), url=URL))
    assert [(item.url, item.title) for item in found] == [
        ("http://www.outlet.example/a/1", "开捕"),
        ("http://www.outlet.example/a/2", "没有标题的一条短讯"),
        ("http://b.example/3", "湖区"),
    ]
    assert found[0].date == datetime(2026, 10, 31, 8, tzinfo=UTC)
    empty = json.dumps(JSON_FEED | {"items": []}).encode()
    assert feeds.links(empty, url=URL) == []


@pytest.mark.parametrize(
    "text",
    [
        '{"code":0,"data":{"list":[%s]}}',
        '{"result":"{\\"rows\\":[]}","list":[%s]}',
        "callback_17([%s]);",
        "[%s]",
    ],
)
def test_json_of_an_outlet_s_own_make(text: str) -> None:
    entry = '{"newsTitle":"开捕","thumbUrl":"/1.jpg","shareUrl":"/a/1","ctime":1793500800000}'
    (item,) = feeds.items((text % entry).encode(), url=URL)
    assert item.url == "http://www.outlet.example/a/1"
    assert item.date == datetime(2026, 11, 1, 2, 40, tzinfo=UTC)


@pytest.mark.parametrize("body", [b"{", b'{"a": 1}', b'{"error": "404"}', b"[]"])
def test_json_that_is_no_feed(body: bytes) -> None:
    with pytest.raises(UnreadablePage, match="not a feed"):
        feeds.links(body, url=URL)
