"""What home pages tell of their outlets."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from crawler.discovery import guesses, hubs
from crawler.page import Page
from crawler.sites import Site

HUBS = Path(__file__).parent.parent / "fixtures" / "hubs"
URL = "https://www.outlet.example/"
SITE = Site(key="outlet", name="某报", hosts=("outlet.example",))


def page(markup: str) -> Page:
    return Page.from_bytes(markup.encode(), url=URL)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("<title>江和新闻网</title>", "江和新闻网"),
        ("<title>江和新闻网_江和人的网上家园</title>", "江和新闻网"),
        ("<title>首页-临洲在线-临洲新闻门户</title>", "临洲在线"),
        ("<title>瀾港日報 | 即時</title>", "瀾港日報"),
        ("<title>The Estuary Post</title>", "The Estuary Post"),
        ("<title>x</title><meta property='og:site_name' content='某报'>", "某报"),
        ("<title></title>", None),
    ],
)
def test_names(head: str, name: str | None) -> None:
    assert guesses.outlet_name(page(f"<head>{head}</head><p>x")) == name


@pytest.mark.parametrize(
    ("markup", "language"),
    [
        (
            "<html lang='en'><a>国际新闻：记者从会上获悉，这项议题还将讨论</a>",
            "zh-Hans",
        ),
        ("<html><a>記者從會上獲悉，這項議題還將討論</a>", "zh-Hant"),
        ("<html lang='en-GB'><a>Ferry resumes at dawn</a>", "en"),
        ("<a>12345</a>", None),
    ],
)
def test_languages(markup: str, language: str | None) -> None:
    assert guesses.language(page(markup)) == language


@pytest.mark.parametrize(
    ("host", "language", "printed", "zone"),
    [
        ("www.outlet.com.tw", "zh-Hans", [], ("Asia/Taipei", True)),
        ("www.outlet.hk", "zh-Hant", [], ("Asia/Hong_Kong", True)),
        ("www.outlet.com", "zh-Hans", [], ("Asia/Shanghai", False)),
        ("www.outlet.com", "zh-Hans", ["+08:00"], ("Asia/Shanghai", True)),
        ("www.outlet.com", "zh-Hans", ["+00:00"], ("Asia/Shanghai", False)),
        ("www.outlet.com", "en", ["+00:00"], ("UTC", False)),
        ("www.outlet.com", None, [], ("UTC", False)),
    ],
)
def test_zones(
    host: str, language: str | None, printed: list[str], zone: tuple[str, bool]
) -> None:
    moments = [datetime.fromisoformat(f"2026-11-01T08:00{each}") for each in printed]
    assert guesses.zone(host, language, moments) == zone


def test_feeds_that_a_page_names() -> None:
    found = guesses.feeds(
        page(
            """<link rel="alternate" type="application/rss+xml" href="/feed/">
            <link rel="alternate" type="application/feed+json" href="/feed.json">
            <link rel="alternate" type="application/rss+xml" title="评论" href="/c/feed/">
            <link rel="alternate" hreflang="en" href="/en/">
            <link rel="alternate" type="application/atom+xml" href="https://b.example/a">
            <a href="/rss/news.xml">RSS</a> <a href="/feed/">订阅</a>
            <a href="/rss-guide.html">什么是RSS</a>"""
        ),
        SITE,
    )
    assert found == [URL + "feed/", URL + "feed.json", URL + "rss/news.xml"]


def test_sitemaps_that_robots_txt_names() -> None:
    robots = (
        "User-agent: *\nSITEMAP: https://www.outlet.example/map.xml\nsitemap:/n.xml\n"
    )
    assert guesses.sitemaps(robots, URL) == [URL + "map.xml", URL + "n.xml"]
    assert guesses.sitemaps("", URL)[0] == URL + "sitemap.xml"


def test_sections_of_a_portal() -> None:
    body = (HUBS / "portal-columns.html").read_bytes()
    home = Page.from_bytes(body, url="http://www.chuyuan.example/")
    site = Site(key="chuyuan", name="楚原网", hosts=("chuyuan.example",))
    found = guesses.sections(home, site, hubs.links(home, site))
    urls = [section.url for section in found]
    assert {
        "http://news.chuyuan.example/",
        "http://news.chuyuan.example/shizheng/",
        "http://ms.chuyuan.example/",
    } <= set(urls)
    assert not any("login" in url or "/a/" in url or "about" in url for url in urls)
    assert [each.newest for each in found if each.url.endswith("/shizheng/")] == [True]


def test_what_is_newest_comes_first() -> None:
    home = page(
        "<nav><a href='/sport/'>体育</a><a href='/roll/'>滚动</a></nav>"
        "<a href='/world/'>国际</a><a href='/2026/1101/c1.html'>湖区禁渔期满首日开捕</a>"
    )
    found = guesses.sections(home, SITE, hubs.links(home, SITE))
    assert [section.url for section in found] == [
        URL + "roll/",
        URL + "sport/",
        URL + "world/",
    ]
