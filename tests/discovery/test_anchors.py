"""Links, and what of a page stands around them."""

from __future__ import annotations

import pytest

from crawler.discovery import anchors
from crawler.discovery.anchors import Place, Target
from crawler.page import Page
from crawler.sites import Site

SITE = Site(key="outlet", name="某报", hosts=("outlet.example",))
TWO = "<li><a href='/a/2.html'>湖区禁渔期满首日开捕</a><i>10-31</i></li>"


def targets(markup: str) -> list[Target]:
    page = Page.from_bytes(markup.encode(), url="http://www.outlet.example/news/")
    return list(anchors.targets(page, SITE).values())


def first(markup: str) -> Target:
    return targets(markup)[0]


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='1.html'>x</a>",
        "<map><area href='1.html'></map>",
        "<td onclick=\"window.open('1.html','_blank')\">x</td>",
        "<td onclick='location.href=\"1.html\"'>x</td>",
        "<div data-href='1.html'>x</div>",
        "<a href='javascript:;' onclick=\"window.location='1.html'\">x</a>",
    ],
)
def test_what_is_a_link(markup: str) -> None:
    assert first(markup).url == "http://www.outlet.example/news/1.html"


@pytest.mark.parametrize(
    "markup",
    [
        "<td onclick=\"show('1.html')\">x</td>",
        "<a href='#top'>x</a>",
        "<img data-url='1.jpg'>",
        "<a href='http://www.other.example/1.html'>x</a>",
    ],
)
def test_what_is_no_link_of_the_outlet(markup: str) -> None:
    assert not targets(markup)


def test_a_date_counts_for_the_link_in_whose_item_it_stands() -> None:
    one = "<li><a href='/a/1.html'>红灯多亮三秒</a></li>"
    assert [each.dated for each in targets(f"<ul>{one}{TWO}</ul>")] == [False, True]


def test_what_a_link_itself_says_is_no_date_beside_it() -> None:
    assert not first(f"<ul><li><a href='/a/1.html'>2026-11-01</a></li>{TWO}</ul>").dated


def test_tags_and_authors_divide_no_item() -> None:
    item = """<li><a href='/a/1.html'>红灯多亮三秒</a>
        <a href='/tag/road'>交通</a> <a href='/author/li'>李</a> <i>11-01</i></li>"""
    assert first(f"<ul>{item}{TWO}</ul>").dated


def test_a_title_beside_an_empty_link_is_its_own() -> None:
    card = "<li><a href='/a/1.html'><img></a><h3>红灯多亮三秒</h3></li>"
    target = first(f"<ul>{card}{TWO}</ul>")
    assert target.texts == ["红灯多亮三秒"]
    assert target.in_heading


@pytest.mark.parametrize(
    "card",
    [
        "<li class='ad'><a href='/a/1.html'>红灯多亮三秒</a></li>",
        "<li class='item sponsored'><a href='/a/1.html'>红灯多亮三秒</a></li>",
        "<li><a href='/a/1.html'>红灯多亮三秒</a><em>推广</em></li>",
    ],
)
def test_advertisements(card: str) -> None:
    assert [each.advertised for each in targets(f"<ul>{card}{TWO}</ul>")] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("markup", "place"),
    [
        ("<nav>{}</nav>", Place.NAVIGATION),
        ("<div class='main-menu'><ul>{}</ul></div>", Place.NAVIGATION),
        ("<footer>{}</footer>", Place.FOOTER),
        ("<div id='footer'><nav>{}</nav></div>", Place.FOOTER),
        ("<article><footer>{}</footer></article>", Place.PAGE),
        ("<nav>{0}</nav><main>{0}</main>", Place.PAGE),
    ],
)
def test_places(markup: str, place: Place) -> None:
    link = "<a href='/a/1.html'>红灯多亮三秒</a>"
    assert first(markup.format(link)).place is place


def test_links_of_one_list_know_it() -> None:
    one, two = targets(f"<ul>{TWO.replace('2.html', '1.html')}{TWO}</ul>")
    assert one.lists == two.lists
