"""List pages give their articles and their next pages, and nothing else."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from crawler.discovery import hubs
from crawler.discovery.links import Link
from crawler.page import Page
from crawler.sites import Site
from crawler.urls import absolute, canonical
from tests.corpus import shared

HUBS = Path(__file__).parent.parent / "fixtures" / "hubs"


def site(*hosts: str) -> Site:
    return Site(key="outlet", name="某报", hosts=hosts)


def links(markup: str, *, url: str = "http://www.outlet.example/news/") -> list[Link]:
    page = Page.from_bytes(markup.encode(), url=url)
    return hubs.links(page, site("outlet.example"))


@pytest.mark.parametrize(
    "path", sorted(HUBS.glob("*.json")), ids=lambda path: path.stem
)
def test_saved_hub(path: Path) -> None:
    saved = json.loads(path.read_bytes())
    page = Page.from_bytes(path.with_suffix(".html").read_bytes(), url=saved["url"])
    found = hubs.links(page, site(*saved["hosts"]))
    assert [[link.kind, link.url] for link in found] == saved["links"]


def test_each_link_says_why() -> None:
    (link,) = links("<a href='/2026/11/01/1.html'>山城轻轨新线今晨开通试运行</a>")
    assert link.reason == "date in the path and a headline"


def test_an_address_stands_once_with_all_that_is_said_of_it() -> None:
    (link,) = links(
        """<a href="/view/4711.html"><img src="a.jpg"></a>
        <a href="/view/4711.html?utm_source=list">山城轻轨新线今晨开通试运行</a>
        <a href="/view/4711.html#comments">27 评论</a>"""
    )
    assert link.url == "http://www.outlet.example/view/4711.html"
    assert link.reason == "number in the path and a headline"


def test_the_page_itself_is_no_link() -> None:
    found = links(
        "<a href='/2026/1101/c1-100.html?from=hub'>山城轻轨新线今晨开通</a>",
        url="http://www.outlet.example/2026/1101/c1-100.html",
    )
    assert found == []


def test_short_text_in_the_footer_is_no_article() -> None:
    address = "/2026/1101/c1-1000001.html"
    assert links(f"<main><a href='{address}'>启事</a></main>")
    assert not links(f"<footer><a href='{address}'>启事</a></footer>")
    assert not links(f"<div class='site-footer'><p><a href='{address}'>启事</a></div>")


def test_a_body_that_calls_itself_navigation_is_a_body() -> None:
    assert links("<body class='nav'><a href='/2026/1101/c1-1000001.html'>启事</a>")


@pytest.mark.parametrize(
    "text",
    ["关于我们", "聯絡我們", "隐私政策", "法律声明", "更多>>", "12", "3 评论", "登入"],
)
def test_words_of_service_outweigh_any_address(text: str) -> None:
    assert not links(f"<a href='/2026/1101/c1-1000001.html'>{text}</a>")


@pytest.mark.parametrize(
    "text", ["下一页", "下一頁", "下页 >", "后一页", "Next »", "Older posts"]
)
def test_what_the_next_page_is_called(text: str) -> None:
    (link,) = links(f"<a href='list_2.html'>{text}</a>")
    assert (link.kind, link.reason) == ("hub", "next page")


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='/2026/1102/c1-1000009.html'>下一页</a>",  # an article's neighbor
        "<a href='/'>Next</a>",  # a brand of that name
        "<a href='/elsewhere/list_2.html'>2</a>",  # another list
        "<a href='view_77.html'>2</a>",  # a number of comments
        "<a href='list_1.html'>1</a>",  # back to the first
        "<a href='login.php?page=2'>2</a>",
        "<a href='javascript:page(2)'>2</a>",
    ],
)
def test_what_is_no_further_page(markup: str) -> None:
    assert not [link for link in links(markup) if link.kind == "hub"]


def test_pages_may_be_counted_from_nought() -> None:
    found = links("<a href='index_1.html'>2</a><a href='index_2.html'>3</a>")
    assert [link.url.rpartition("/")[2] for link in found] == [
        "index_1.html",
        "index_2.html",
    ]


def test_a_link_that_is_never_closed_costs_little() -> None:
    markup = "<a href='/2026/1101/c1-1000001.html'><div>" * 3000
    assert len(links(markup)) == 1


# What each outlet's own articles look like, to judge a code that knows no outlet.
NETEASE = (
    r"/\d\d/\d{4}/\d\d/\w{16}\.html|/article/(detail/)?\w{16}\.html|/photo\w+/\w+/\d+"
)
SINGTAO = r"/\d{6,7}[-/]|content\.php\?id="
REAL = {
    "list-163-1": NETEASE,
    "list-163-3": NETEASE,
    "list-163-4": NETEASE,
    "list-appledailyhk": r"/\d{8}/\d+/\d+$",
    "list-cna-1": r"/\d{12}\.aspx|/project/\d{8}",
    "list-cna-2": r"/\d{12}\.aspx|/project/\d{8}",
    "list-cts": r"/\d{6}/\d{15}\.html$",
    "list-dfa66": r"/contents/",
    "list-headlinehk-2": r"/\d{6,7}/%",
    "list-ltn": r"/(news|article|paper|breakingnews)/\d{4,7}(/\d)?$",
    "list-orientaldaily": r"/\d{8}/\d{5}_\d{3}\.html$",
    "list-qq-news": r"/omn/\d{8}|/a/[A-Z]{3}\d+$",
    "list-singpao-1": r"&id=\d+$",
    "list-singpao-2": r"&id=\d+$",
    "list-singtao-1": SINGTAO,
    "list-singtao-2": SINGTAO,
    "list-singtao-3": SINGTAO,
    "list-singtao-4": SINGTAO,
    "list-tvbs": r"/\w+/\d{7}$|news4live/\d+",
    "list-wenweipo": r"/AP\w+\.html$",
    "list-wenweipo-big5-1": r"/\d{4}/\d\d/\d\d/\w+\.htm$",
    "list-yahootw": r"-\d{9}\.html$",
}
MORE = {"list-dfa66": 3, "list-singpao-2": 1, "list-singtao-3": 1, "list-singtao-4": 4}
MORE |= {"list-tvbs": 4}


def real(name: str) -> tuple[Page, Site]:
    folder = shared("corpus/lists")
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    known = next(saved for saved in map(json.loads, lines) if saved["id"] == name)
    body = gzip.decompress((folder / f"{name}.html.gz").read_bytes())
    url = known["url"] or f"https://{known['site']}/"
    domain = re.search(r"[\w-]+\.(com\.\w+|\w+)$", known["site"])
    assert domain is not None
    return Page.from_bytes(body, url=url), site(domain[0])


@pytest.mark.parametrize("name", REAL)
def test_real_hub(name: str) -> None:
    page, outlet = real(name)
    base = page.root.xpath("string(//base/@href)").get() or page.url
    hrefs = page.root.xpath("//a/@href").getall()
    urls = {canonical(url) for href in hrefs if (url := absolute(base, href))}
    wanted = {url for url in urls if outlet.owns(url) and re.search(REAL[name], url)}
    links = hubs.links(page, outlet)
    found = {canonical(link.url) for link in links if link.kind == "article"}
    assert len(found & wanted) >= 0.97 * len(wanted)
    assert len(found & wanted) >= 0.95 * len(found)
    assert len(links) - len(found) == MORE.get(name, 0)


@pytest.mark.parametrize(
    "name", ["list-lilun-toc", "list-sogou-weixin", "list-36kr-next"]
)
def test_list_of_anything_but_articles(name: str) -> None:
    assert hubs.links(*real(name)) == []
