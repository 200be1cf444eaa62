"""Sitemaps, as XML, as text and packed, give their pages and further sitemaps."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import sitemaps
from crawler.errors import UnreadablePage

SITEMAPS = Path(__file__).parent.parent / "fixtures" / "sitemaps"
URL = "https://www.outlet.example/sitemap.xml.gz"


def urlset(*urls: str) -> bytes:
    entries = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return f"<urlset>{entries}</urlset>".encode()


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize(
    "path", sorted(SITEMAPS.glob("*.json")), ids=lambda path: path.stem
)
def test_saved_sitemap(path: Path, *, packed: bool) -> None:
    saved = json.loads(path.read_bytes())
    (file,) = (other for other in path.parent.glob(f"{path.stem}.*") if other != path)
    body = gzip.compress(file.read_bytes()) if packed else file.read_bytes()
    found = sitemaps.links(body, url=saved["url"])
    assert [[link.kind, link.url] for link in found] == saved["links"]


def test_each_link_says_what_named_it() -> None:
    body = (SITEMAPS / "news.xml").read_bytes()
    reasons = [link.reason for link in sitemaps.links(body, url=URL)]
    assert reasons == ["sitemap entry", "news sitemap", "sitemap entry"]


def test_a_sitemap_may_be_empty() -> None:
    assert sitemaps.links(b"<urlset/>", url=URL) == []


def test_a_packed_sitemap_cut_short_gives_its_beginning() -> None:
    urls = [
        f"https://www.outlet.example/2026/11/01/{number}.html" for number in range(999)
    ]
    packed = gzip.compress(urlset(*urls))
    found = [link.url for link in sitemaps.links(packed[: len(packed) // 2], url=URL)]
    assert 0 < len(found) < len(urls)
    assert found == urls[: len(found)]


def test_a_feed_in_place_of_a_sitemap() -> None:
    feed = b"<rss><channel><item><link>https://www.outlet.example/1</link></item></channel></rss>"
    assert [link.reason for link in sitemaps.links(feed, url=URL)] == ["feed item"]


def test_of_too_many_entries_the_newest_are_read() -> None:
    entry = "<url><loc>https://www.outlet.example/2026/1101/{0}.html</loc>{1}</url>"
    old = "".join(entry.format(i, "") for i in range(sitemaps.MAX_ENTRIES))
    new = entry.format("new", "<lastmod>2026-11-01</lastmod>")
    found = sitemaps.links(f"<urlset>{old}{new}</urlset>".encode(), url=URL)
    assert len(found) == sitemaps.MAX_ENTRIES
    assert found[0].url.endswith("new.html")


def refusal(body: bytes) -> UnreadablePage:
    with pytest.raises(UnreadablePage) as raised:
        sitemaps.links(body, url=URL)
    assert raised.value.url == URL
    return raised.value


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "neither XML nor a list of addresses"),
        (b"404 Not Found", "neither XML nor a list of addresses"),
        (
            b"https://www.outlet.example/1 and more",
            "neither XML nor a list of addresses",
        ),
        (b"<!DOCTYPE html><html><p>404</html>", "starts with <html>"),
        (b"<!doctype html><html><p>404</html>", "neither XML nor a list of addresses"),
        (b"\x1f\x8b\xff\xff\xff\xff\xff\xff\xff\xff\xff", "Error -3"),
    ],
)
def test_what_is_no_sitemap(body: bytes, detail: str) -> None:
    found = refusal(body)
    assert found.reason == "not a sitemap"
    assert found.detail.startswith(detail)


def test_what_bursts_when_unpacked_is_refused() -> None:
    assert (
        refusal(gzip.compress(b"<" * (sitemaps.MAX_BYTES + 1), 1)).reason == "too large"
    )


def test_what_just_fits_is_read() -> None:
    filled = urlset("https://www.outlet.example/1234567.html").ljust(sitemaps.MAX_BYTES)
    assert len(sitemaps.links(gzip.compress(filled, 1), url=URL)) == 1


def test_entities_are_harmless() -> None:
    nested = "".join(
        f"<!ENTITY e{level} '{f'&e{level - 1};' * 10}'>" for level in range(1, 12)
    )
    bomb = f"<!DOCTYPE urlset [<!ENTITY e0 'lol'>{nested}]>".encode()
    (link,) = sitemaps.links(
        bomb + urlset("https://www.outlet.example/1234567.html?a=&e11;"), url=URL
    )
    assert "lol" not in link.url


@given(st.binary())
def test_junk_is_read_or_refused(junk: bytes) -> None:
    assert sitemaps.links(b"<urlset><url>" + junk, url=URL) is not None
    try:
        sitemaps.links(b"\x1f\x8b\x08" + junk, url=URL)
    except UnreadablePage:
        return
