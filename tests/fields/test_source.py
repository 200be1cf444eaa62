"""来源 is found wherever a page prints it, and is no person, column or button."""

from __future__ import annotations

import pytest

from tests.fields.pages import report

DATE = "2024-11-01 15:30"


@pytest.mark.parametrize(
    ("lines", "source", "found_by"),
    [
        ((f"来源：江口日报 {DATE}",), "江口日报", "labelled_source"),
        ((DATE, "来源：", "江口日报"), "江口日报", "labelled_source"),
        (("来源：<a href='#'>江口日报</a>", DATE), "江口日报", "labelled_source"),
        ((f"{DATE} 江口日报",), "江口日报", "beside_date"),
        ((f"江口网 {DATE}",), "江口网", "beside_date"),
        ((f"<span>江口新闻</span><span>{DATE}</span>",), "江口新闻", "beside_date"),
        ((DATE, "江口晚报"), "江口晚报", "beside_date"),
        (("江口晚报", DATE), "江口晚报", "beside_date"),
        ((f"{DATE} 聯合江口報 記者張三／台北報導",), "聯合江口報", "beside_date"),
        ((f"{DATE} 江口新聞網 / 綜合報導",), "江口新聞網", "beside_date"),
        (("张三/江口青年报", DATE), "江口青年报", "paired_source"),
        (("江口早报 | 张三", DATE), "江口早报", "paired_source"),
        ((f"{DATE} <span class='source'>棱镜</span>",), "棱镜", "marked_up_source"),
        (("八面来风", DATE), "八面来风", "account"),
        ((f"八面来风 {DATE}",), "八面来风", "account"),
    ],
)
def test_above_the_body(lines: tuple[str, ...], source: str, found_by: str) -> None:
    article = report(*lines)
    assert (article.source, article.found_by["source"]) == (source, found_by)


@pytest.mark.parametrize(
    ("below", "last", "source"),
    [
        (("（来源：江口日报）",), "", "江口日报"),
        (("稿源：江口网　编辑：张三",), "", "江口网"),
        ((), "（来源：江口社）", "江口社"),
        (("本文来自微信公众号“江口观察”，作者：张三",), "", "江口观察"),
    ],
)
def test_below_the_body(below: tuple[str, ...], last: str, source: str) -> None:
    assert report(DATE, below=below, last=last).source == source


def test_what_is_printed_above_is_believed_before_what_stands_below() -> None:
    below = ("转载请注明出处：江口网", "来源：江口晚报")
    assert report(f"来源：江口日报 {DATE}", below=below).source == "江口日报"


@pytest.mark.parametrize(
    "lines",
    [
        (DATE,),
        (f"{DATE} 张三",),
        ("张三", DATE),
        (f"{DATE} 社会",),
        (f"{DATE} 打印 分享 字号 大 中 小",),
        (f"{DATE} <a href='/gw/'>港聞</a>",),
        ("今日 09:18 <a href='/cj/'>中國財經</a>", DATE),
        (f"{DATE} 浏览：123 评论：4",),
        (f"{DATE} 图片来源：江口社",),
        (f"首发 {DATE}",),
        (f"最后编辑于 {DATE}",),
        (f"Last updated: {DATE}",),
        (f"A05版 {DATE}",),
    ],
)
def test_no_source(lines: tuple[str, ...]) -> None:
    assert report(*lines).source is None


def test_declared_source() -> None:
    head = "<meta name='source' content='来源：江口日报'>"
    assert report(DATE, head=head).source == "江口日报"
    head = "<meta name='source' content='pc'>"
    assert report(DATE, head=head).source is None
