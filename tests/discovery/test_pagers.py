"""Where the other pages of an article are, told from one page of it."""

from __future__ import annotations

import pytest

from crawler import Page
from crawler.discovery.numbering import stem, stems_of_later
from crawler.discovery.pagers import (
    ALONE,
    Pager,
    may_have,
    pager,
)
from crawler.extraction import read_zones

URL = "http://www.jia.example/news/2026/1101/20461.html"

PARAGRAPHS = (
    "清晨六点，第一辆校车从镇口的老槐树下出发，车灯照亮了还没有行人的石板路。",
    "司机说，这条线路他开了十一年，哪一户的孩子爱睡懒觉，哪一个路口冬天结冰，都记得清楚。",
    "镇里算过账，这些车每年跑四万公里，油钱和修理费由县里和学校各出一半，家长不用花钱。",
)
TEASERS = "".join(
    f"<li><a href='/news/1031/2{number}.html'>冬修水利的第{number}支队伍出发</a> 10-31</li>"
    for number in range(3010, 3018)
)


def page(after: str = "", *, url: str = URL, head: str = "", below: str = "") -> Page:
    """Return an article's page with ``after`` behind its body and ``below`` at its foot."""
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    markup = (
        f"<html><head><title>河口镇校车今晨准点发车_甲江日报</title>{head}</head><body>"
        "<h1>河口镇校车今晨准点发车</h1><div class='info'>2026-11-01 06:30 来源：甲江日报</div>"
        f"<div class='content'>{body}</div>{after}<h3>相关新闻</h3><ul>{TEASERS}</ul>{below}"
        "<div class='footer'>甲ICP备00000001号</div></body></html>"
    )
    return Page.from_bytes(
        markup.encode(), url=url, content_type="text/html; charset=utf-8"
    )


def read(after: str = "", *, url: str = URL, head: str = "", below: str = "") -> Pager:
    found = page(after, url=url, head=head, below=below)
    return pager(found, read_zones(found))


def numbers(found: Pager) -> dict[int, str]:
    """Return the pages by number, as their addresses end."""
    return {each.number: each.url.rpartition("/")[2] for each in found.pages}


def links(*pairs: tuple[str, str], name: str = "p") -> str:
    inside = " ".join(f"<a href='{href}'>{words}</a>" for href, words in pairs)
    return f"<{name}>{inside}</{name}>"


@pytest.mark.parametrize(
    ("url", "second", "third"),
    [
        (URL, "20461_2.html", "20461_3.html"),
        (URL, "20461-2.html", "20461-3.html"),
        (URL, "/news/2026/1101/20461_p2.html", "/news/2026/1101/20461_p3.html"),
        (URL, "?page=2", "?page=3"),
        (URL, "20461/2", "20461/3"),
        (URL + "?from=app", "20461_02.html", "20461_03.html"),
        ("http://www.jia.example/a/index.html", "index_2.html", "index_3.html"),
        ("http://www.jia.example/a/school-bus-on-time/", "2/", "3/"),
        ("http://www.jia.example/a/school-bus/", "page/2/", "page/3/"),
        ("http://www.jia.example/a/20461/1.html", "2.html", "3.html"),
        ("http://www.jia.example/a.asp?id=7&p=1", "a.asp?id=7&p=2", "?id=7&p=3"),
        ("http://www.jia.example/a.shtml", "a_2.shtml", "//www.jia.example/a_3.shtml"),
    ],
)
def test_numbered_pages_in_every_form(url: str, second: str, third: str) -> None:
    found = read(links((second, "2"), (third, "[3]"), (second, "下一页")), url=url)
    assert found.number == 1
    assert [(each.number, each.reason) for each in found.pages] == [
        (2, "page number"),
        (3, "page number"),
    ]
    assert found.first is None


@pytest.mark.parametrize(
    "words",
    [
        *("下一页", "下一頁 >>", "下页", "第2页", "第二页", "第2页：冬天的班次", "[2]"),
        *(
            "余下全文",
            "余下全文(1/3)",
            "点击进入下一页",
            "后一页",
            "查看下一页",
            "未完待续，请翻下页",
            "查看剩余全文",
            "阅读剩余全文",
            "Next page »",
            "Page 2",
        ),
    ],
)
def test_every_way_to_say_the_next_page(words: str) -> None:
    assert numbers(read(links(("20461_2.html", words)))) == {2: "20461_2.html"}


def test_page_two_may_be_numbered_one() -> None:
    pages = ("20461.html", "1"), ("20461_1.html", "2"), ("20461_2.html", "3")
    found = read(links(*pages))
    assert numbers(found) == {2: "20461_1.html", 3: "20461_2.html"}
    later = read(links(*pages), url=URL.replace(".html", "_1.html"))
    assert later.number == 2
    assert numbers(later) == {1: "20461.html", 3: "20461_2.html"}
    assert numbers(read(links(("20461_1.html", "下一页")))) == {2: "20461_1.html"}


def test_a_later_page_knows_its_number_and_page_one() -> None:
    after = links(
        ("20461.html", "首页"), ("20461_2.html", "上一页"), ("20461_4.html", "4")
    )
    found = read(after, url=URL.replace(".html", "_3.html"))
    assert found.number == 3
    assert numbers(found) == {1: "20461.html", 2: "20461_2.html", 4: "20461_4.html"}
    assert found.first is not None
    assert found.first.url == URL


def test_the_head_names_the_next_page() -> None:
    found = read(head="<link rel='next' href='20461_2.html'>")
    assert [(each.number, each.reason) for each in found.pages] == [(2, "rel=next")]


def test_pages_in_a_menu_and_behind_pictures() -> None:
    pages = ("20461.html", "第1页"), ("20461_2.html", "第2页：归途")
    menu = "".join(f"<option value='{url}'>{words}</option>" for url, words in pages)
    found = read(f"<div class='fenye'><select>{menu}</select></div>")
    assert numbers(found) == {2: "20461_2.html"}
    arrow = "<a href='20461_2.html'><img src='/n.gif' alt='下一页'></a>"
    assert numbers(read(f"<div class='pager'>{arrow}</div>")) == {2: "20461_2.html"}


def test_an_arrow_without_a_menu_and_a_number_before_its_link() -> None:
    arrow = "<p><a href='20461_2.html'><img src='/n.gif' alt='下一页'></a></p>"
    assert numbers(read(arrow)) == {2: "20461_2.html"}
    listed = "<p>第2页：<a href='20461_2.html'>归途</a> 第3页：<a href='20461_3.html'>冬天</a></p>"
    assert numbers(read(listed)) == {2: "20461_2.html", 3: "20461_3.html"}


def test_a_letter_before_the_number_of_an_article() -> None:
    url = URL.replace("20461", "c8812345")
    found = read(links(("c8812345_all.html", "阅读全文")), url=url)
    assert [each.url.rpartition("/")[2] for each in found.whole] == [
        "c8812345_all.html"
    ]
    assert read(links(("c8812346_all.html", "阅读全文")), url=url) == ALONE


def test_titles_of_pages_count_where_a_number_or_next_stands_beside() -> None:
    titles = ("20461_2.html", "冬天的班次"), ("20461_3.html", "归途")
    assert read(links(*titles)) == ALONE
    both = read(links(*titles, ("20461_2.html", "下一页")))
    assert numbers(both) == {2: "20461_2.html", 3: "20461_3.html"}


@pytest.mark.parametrize(
    "after",
    [
        # the next article
        links(("20462.html", "下一篇"), ("20460.html", "上一篇")),
        links(("20461_2.html", "下一篇：河口镇冬修水利开工")),
        links(("20462.html", "下一页")),
        "<a rel='next' href='20462.html'>河口镇冬修水利开工</a>",
        # other hosts, other articles, scripts, the same page
        links(("http://www.yi.example/news/2026/1101/20461_2.html", "下一页")),
        links(("http://m.jia.example/news/2026/1101/20461_2.html", "2")),
        links(("/sport/20461_2.html", "2")),
        links(("javascript:go(2)", "2"), ("#2", "2"), ("20461.html#p2", "下一页")),
        # numbers that disagree, or count something else
        links(("20461_7.html", "2")),
        links(("20461_2.html", "128")),
        links(("20461_2026.html", "2")),
        "<select name='n'><option value='1'>1</option><option value='2'>2</option></select>",
        # galleries and comments
        f"<div class='gallery'>{links(('20461_2.html', '下一页'))}</div>",
        f"<div id='slide-box'>{links(('20461_2.html', '2'))}</div>",
        f"<div class='comment-pager'>{links(('20461_2.html', '2'))}</div>",
        f"<section id='respond'>{links(('?page=2', '2'))}</section>",
    ],
)
def test_what_only_looks_like_a_pager(after: str) -> None:
    assert read(after) == ALONE


def test_a_list_below_the_article_has_a_pager_of_its_own() -> None:
    pager_of_list = links(("?page=2", "2"), ("?page=3", "3"), ("?page=2", "下一页"))
    assert read(below=f"<div class='pages'>{pager_of_list}</div>") == ALONE
    assert numbers(read(pager_of_list)) == {
        2: "20461.html?page=2",
        3: "20461.html?page=3",
    }


def test_numbered_files_of_one_folder_are_articles_without_page_one() -> None:
    url = "http://www.jia.example/2026/1101/12.html"
    assert read(links(("13.html", "下一页")), url=url) == ALONE
    assert read(links(("13.html", "13"), ("14.html", "14")), url=url) == ALONE


@pytest.mark.parametrize(
    ("href", "words"),
    [
        ("20461_all.html", "阅读全文"),
        ("20461_all.html", "閱讀全文 >>"),
        ("20461_0.html", "余下全文"),
        ("20461_all.html", "点此阅读全文"),
        ("/full/20461.html", "查看全文"),
        ("?full=1", "展开全文"),
        ("http://m.jia.example/a/20461", "在本页显示全文"),
        ("/all.php?id=20461", "View as single page"),
        ("/all.php?id=20461", "Read full article"),
    ],
)
def test_the_whole_on_one_page(href: str, words: str) -> None:
    found = read(links((href, words)))
    assert found.pages == ()
    assert [(each.number, each.reason) for each in found.whole] == [(0, "full text")]


@pytest.mark.parametrize(
    ("href", "words"),
    [
        ("20462_all.html", "阅读全文"),
        ("javascript:unfold()", "展开全文"),
        ("http://www.yi.example/20461.html", "阅读全文"),
        ("/full/20461.html", "《消费者保护条例》全文"),
        ("/print/20461.html", "打印"),  # of an article that stands on one page
    ],
)
def test_what_does_not_promise_the_whole(href: str, words: str) -> None:
    assert read(links((href, words))) == ALONE


def test_full_text_of_a_teaser_is_not_this_article_s() -> None:
    assert read(below=links(("/news/20461-old/1.html", "阅读全文"))) == ALONE


def test_a_print_view_of_a_paged_article_comes_after_its_full_text() -> None:
    found = read(
        links(
            ("/print.php?id=20461", "打印本页"),
            ("20461_2.html", "下一页"),
            ("20461_all.html", "单页阅读"),
        )
    )
    assert numbers(found) == {2: "20461_2.html"}
    assert [each.reason for each in found.whole] == ["full text", "print view"]


def test_most_pages_are_known_to_stand_alone_without_zones() -> None:
    assert not may_have(page(links(("20462.html", "下一篇"))))
    assert may_have(page(links(("20461_2.html", "2"))))


def test_a_page_without_web_address_stands_alone() -> None:
    found = page(links(("20461_2.html", "2")), url="file:///pages/20461.html")
    assert not may_have(found)


def test_pages_of_one_article_share_a_stem() -> None:
    for later in ("20461_2.html", "20461-3.html", "20461.html?page=2", "20461/2.html"):
        url = URL.replace("20461.html", later)
        assert stem(URL) in stems_of_later(url), url
    assert stems_of_later(URL) == ()
