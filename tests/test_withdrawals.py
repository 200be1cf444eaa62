"""Pages that say that an article is gone are told from those that have changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler import Article, Page
from crawler.withdrawals import absent, is_front, is_gone, is_like, notice

FOOT = "<div>甲ICP备00000001号 甲江日报社 版权所有 未经许可不得转载</div>"
MENU = "".join(f"<li><a href='/{n}/'>第{n}栏</a></li>" for n in range(30))
EXCUSE = "<h1>走丢了</h1><p>您要看的{}不见了，也许搬了家，也许已经撤下，请从首页再找一找。</p>"


def page(*parts: str) -> Page:
    body = f"<ul>{MENU}</ul>" + "".join(parts) + FOOT
    text = f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>"
    return Page.from_bytes(text.encode(), url="http://www.jia.example/1.html")


ERROR = notice(page(EXCUSE.format("网址 http://www.jia.example/99991.html ")))


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_a_page_like_the_error_page_is_gone(
    make_article: Callable[..., Article],
) -> None:
    excused = page(EXCUSE.format("网址 http://www.jia.example/1.html "))
    assert is_gone(excused, make_article(), [ERROR])
    assert is_gone(excused, None, ["别的", ERROR])
    assert not is_gone(excused, make_article(), [])


def test_a_short_article_between_a_long_menu_and_a_footer_is_not(
    make_article: Callable[..., Article],
) -> None:
    short = make_article(body=("镇里今天停水两小时，请早作准备。",))
    shown = page("<h1>停水通知</h1>", paragraphs(*short.body))
    assert not is_gone(shown, short, [ERROR])
    other = make_article(body=("另一篇早先登出的稿件，说的是别的事情。",))
    assert not is_gone(shown, other, [ERROR])


def test_a_page_that_still_holds_the_article_is_not(
    make_article: Callable[..., Article],
) -> None:
    article = make_article()
    both = page(EXCUSE.format(""), paragraphs(*article.body))
    assert not is_gone(both, article, [notice(both)])


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("http://a.example/2026/1101/c24-17.html", "/2026/1101/c24-999917.html"),
        ("http://a.example/read.php?cid=3&id=12", "/read.php?cid=3&id=999912"),
        ("http://a.example/news/early-bus", "/news/early-bus9999"),
        ("http://a.example/news/early-bus/", "/news/early-bus9999/"),
        ("http://a.example/news/early-bus.html", "/news/early-bus9999.html"),
        ("http://a.example", "/9999"),
    ],
)
def test_an_address_that_cannot_exist_is_made_like_one_that_does(
    url: str, other: str
) -> None:
    assert absent(url) == "http://a.example" + other


@pytest.mark.parametrize(
    ("url", "front"),
    [
        ("http://a.example", True),
        ("http://a.example/", True),
        ("http://a.example/index.html", True),
        ("http://a.example/Default.aspx", True),
        ("http://a.example/?id=3", False),
        ("http://a.example/news/", False),
        ("http://a.example/news/index.html", False),
    ],
)
def test_front_pages(url: str, *, front: bool) -> None:
    assert is_front(url) == front


def test_readings_that_have_something_in_common(
    make_article: Callable[..., Article],
) -> None:
    before = make_article()
    assert is_like(before, make_article(body=("别的。",)))  # its headline
    assert is_like(before, make_article(headline="别的", body=before.body[1:]))
    assert not is_like(before, make_article(headline="别的", body=("别的。",)))
