"""Selectors of a site file come before every other source of a field."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from crawler import Article, NotAnArticle, Page, extract, sites
from crawler.extraction import read
from crawler.fields.selected import leads_on, selected
from crawler.sites import Site
from crawler.stitching import Stitching, first_leaf

TEXT = "湖区今年用无人机直播油菜籽，一架机器一天能播四百亩，比往年的人工快了二十倍。"
PAGE = f"""<html lang="zh-CN"><head><title>油菜直播抢墒</title></head><body>
<h1>油菜直播抢墒</h1><p class="kicker">农情观察</p>
<div class="info"><span class="day">2026-11-01 16:48</span>
<span class="who">记者：毕文清 陶小满</span><em class="from">来源：湖区农技站</em></div>
<div id="content"><p>{TEXT}</p><p>晚稻收得迟，{TEXT}</p>
<div class="box">下载客户端，随时看农情，每天一条不落。</div><p>种粮大户说，{TEXT}</p>
<img src="/p/1.jpg"></div>
<div id="more"><a class="go" href="2164_b.html">往下看</a></div>
<a class="all" href="2164_all.html">整篇</a></body></html>"""
URL = "http://www.shuixiang.example/nongqing/2164.html"


def page(markup: str = PAGE, url: str = URL) -> Page:
    return Page.from_bytes(
        markup.encode(), url=url, fetched=datetime(2026, 11, 2, tzinfo=UTC)
    )


def site(layout: str) -> Site:
    return sites.read(
        "shuixiang",
        'name = "水乡农渔网"\nhosts = ["shuixiang.example"]\n'
        f'hubs = ["http://www.shuixiang.example/"]\n{layout}',
    )


def found(layout: str) -> dict[str, Any]:
    outlet = site(f"[[layout]]\n{layout}")
    chosen = selected(read(page(), site=outlet), outlet.layout_on(None))
    assert {each.source for each in chosen.values()} <= {"layout"}
    return {name: each.value for name, each in chosen.items()}


@pytest.mark.parametrize(
    ("layout", "name", "value"),
    [
        ("headline = \"//p[@class='kicker']\"", "headline", "农情观察"),
        ("headline = \"//p[@class='kicker']/text()\"", "headline", "农情观察"),
        ("section = \"string(//p[@class='kicker'])\"", "section", "农情观察"),
        ("authors = \"//span[@class='who']\"", "authors", ("毕文清", "陶小满")),
        (
            "date_published = \"//span[@class='day']\"",
            "date_published",
            datetime.fromisoformat("2026-11-01T16:48+08:00"),
        ),
        ("keywords = \"//div[@class='info']/span/@class\"", "keywords", ("day", "who")),
        ('source = ["//b", "//em[@class=\'from\']"]', "source", "来源：湖区农技站"),
        ("source = \"//em[re:test(@class, '^fr')]\"", "source", "来源：湖区农技站"),
    ],
)
def test_what_a_selector_gives(layout: str, name: str, value: object) -> None:
    assert found(layout) == {name: value}


@pytest.mark.parametrize(
    "layout", ['headline = "//h7"', 'date_published = "//p"', 'body = "substring()"']
)
def test_what_finds_nothing_leaves_the_field_to_others(layout: str) -> None:
    assert found(layout) == {}


def told(layout: str) -> Article:
    return extract(page(), site=site(layout))


def test_selectors_come_first_and_say_so() -> None:
    general = told("")
    article = told("[[layout]]\nheadline = \"//p[@class='kicker']\"")
    assert article.headline == "农情观察"
    assert article.found_by["headline"] == "layout"
    assert article.body == general.body
    assert general.found_by["headline"] != "layout"


def test_a_selected_body_keeps_paragraphs_and_drops_what_is_stripped() -> None:
    layout = (
        "[[layout]]\nbody = \"//div[@id='content']\"\nstrip = \"//div[@class='box']\""
    )
    article = told(layout)
    assert article.body == (TEXT, f"晚稻收得迟，{TEXT}", f"种粮大户说，{TEXT}")
    assert article.found_by["body"] == "layout"


def test_who_names_the_body_says_that_there_is_one() -> None:
    short = "<title>启事</title><h1>启事</h1><div id=c><p>今晚停水。</p></div>"
    with pytest.raises(NotAnArticle):
        extract(page(short), site=site(""))
    outlet = site("[[layout]]\nbody = \"//div[@id='c']\"")
    assert extract(page(short), site=outlet).body == ("今晚停水。",)


def test_the_layout_of_the_day_counts() -> None:
    layouts = """
    [[layout]]
    until = 2020-12-31
    headline = "//em"
    [[layout]]
    headline = "//p[@class='kicker']"
    """
    assert told(layouts).headline == "农情观察"


def test_where_an_article_goes_on() -> None:
    layout = site(
        "[[layout]]\nnext_page = \"//a[@class='go']/@href\"\n"
        "whole_page = \"//a[@class='all']\""
    ).layout_on(None)
    assert leads_on(page(), layout) == (
        "http://www.shuixiang.example/nongqing/2164_b.html",
        "http://www.shuixiang.example/nongqing/2164_all.html",
    )
    assert leads_on(page(), None) == (None, None)


def test_pages_that_a_selector_leads_to_are_joined() -> None:
    outlet = site(
        "[[layout]]\nbody = \"//div[@id='content']\"\n"
        "strip = \"//div[@class='box']\"\nnext_page = \"//a[@class='go']/@href\""
    )
    stitching = Stitching(first_leaf(page(), site=outlet))
    wanted = stitching.wanted
    assert wanted is not None
    assert (wanted.number, wanted.reason) == (2, "selector")
    second = PAGE.replace("湖区今年", "第二年湖区").replace("2164_b", "2164_c")
    assert stitching.take(wanted, page(second, wanted.url), site=outlet)
    third = stitching.wanted
    assert third is not None
    assert third.url.endswith("2164_c.html")
    last = PAGE.replace("湖区今年", "第三年湖区").replace('class="go"', "")
    assert stitching.take(third, page(last, third.url), site=outlet)
    assert stitching.wanted is None
    assert len(stitching.article.body) == 9
