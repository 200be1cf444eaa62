"""List pages give their articles and their next pages, and nothing else."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks import lists
from crawler import sites
from crawler.discovery import anchors, hubs
from crawler.discovery.links import Link
from crawler.page import Page
from crawler.sites import Site
from crawler.urls import identity
from tests.corpus import shared
from tests.newsroom import PAGES, Shelf

HUBS = Path(__file__).parent.parent / "fixtures" / "hubs"
OUTLETS = HUBS.parent / "outlets"


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


LABELLED = list(lists.labels())

# How many further pages a real list leads to.
MORE = {"list-dfa66": 3, "list-singpao-2": 1, "list-singtao-3": 1, "list-singtao-4": 4}
MORE |= {"list-tvbs": 4, "list-nishuihan-forum": 8}


@pytest.mark.parametrize("labelled", LABELLED, ids=lambda each: each.id)
def test_real_list(labelled: lists.Labels) -> None:
    score = lists.score(labelled, shared("corpus/lists"))
    assert score.precision >= 0.95
    assert score.recall >= 0.95


@pytest.mark.parametrize("labelled", LABELLED, ids=lambda each: each.id)
def test_further_pages_of_a_real_list(labelled: lists.Labels) -> None:
    saved = shared("corpus/lists") / f"{labelled.id}.html.gz"
    page = Page.from_bytes(gzip.decompress(saved.read_bytes()), url=labelled.url)
    found = hubs.links(page, site(*labelled.hosts))
    further = [link for link in found if link.kind == "hub"]
    assert len(further) == MORE.get(labelled.id, 0)


def test_all_lists_are_labelled() -> None:
    pages = shared("corpus/lists").glob("*.html.gz")
    assert {path.name.removesuffix(".html.gz") for path in pages} == {
        each.id for each in LABELLED
    }


# What the newsroom's lists lead to that is no article: galleries, films, dead links and
# second pages. Nothing but asking can tell.
NO_ARTICLES = set(
    """jianghe/minsheng/2025/1101/10262.html jianghe/tuji/2025/1105/10299.html
    jianghe/shipin/2025/1104/10286.html langang/news/local/20251103/84470.html
    langang/gallery/20251103/312.html langang/news/life/20251101/84450.html
    linzhou/html/shehui/20251101/1048.htm linzhou/html/yaowen/20251102/1053.htm
    linzhou/html/minsheng/20251103/1059.htm linzhou/html/wenhua/20251022/1024_2.htm
    shuixiang/renwu/2150.html shuixiang/yuye/2160.html""".split()
)


@pytest.mark.parametrize("key", ["jianghe", "langang", "linzhou", "shuixiang"])
def test_lists_of_the_newsroom(key: str) -> None:
    lines = (PAGES / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    articles = {identity(json.loads(line)["url"]) for line in lines}
    others = {f"https://{each.replace('/', '.example/', 1)}" for each in NO_ARTICLES}
    outlet = sites.load(OUTLETS / f"{key}.toml")
    shelf = Shelf(PAGES)
    for hub in outlet.hubs:
        answer = shelf.answer(hub)
        page = Page.from_bytes(answer.body, url=hub, content_type=answer.content_type)
        linked = {identity(address) for address in anchors.targets(page, outlet)}
        found = {
            identity(link.url)
            for link in hubs.links(page, outlet)
            if link.kind == "article"
        }
        assert found & articles == linked & articles
        assert found - articles <= others
