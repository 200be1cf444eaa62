"""What is printed on links and beside them."""

from __future__ import annotations

import pytest

from crawler.discovery import wording

SERVICES = """关于我们 聯絡我們 隐私权政策 網站使用協定 法律声明 服务条款 广告服务 投稿须知 人才招聘
查看更多 继续阅读 1,204条评论 楚ICP备99000001号 登入 首 页 评论(12)""".split("\n")
HEADLINES = [
    "外交使团就海域事件发表声明",
    "遗失声明",
    "三家企业拿到路测许可证",
    "教育局明年暂停招聘",
    "广告法修订草案公布",
    "图书馆条例今起征求意见",
]


@pytest.mark.parametrize("text", " ".join(SERVICES).replace("首 页", "首页").split())
def test_services(text: str) -> None:
    assert wording.is_service(text)


@pytest.mark.parametrize("text", HEADLINES)
def test_headlines_that_sound_like_services(text: str) -> None:
    assert not wording.is_service(text)
    assert not wording.is_advertisement(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-01",
        "2026/11/1 08:30",
        "2026年11月1日 星期日",
        "[11-01]",
        "(11月1日)",
        "08:30",
        "发布时间：2026-11-01",
        "3小时前",
        "兩個月前",
        "刚刚",
        "昨天 21:40",
        "Nov. 1, 2026",
        "1 November 2026",
        "· 2 hours ago",
    ],
)
def test_dates_beside_a_title(text: str) -> None:
    assert wording.is_moment(text) == (text != "兩個月前")


@pytest.mark.parametrize(
    "text",
    [
        "11月",
        "2026",
        "第44期",
        "共3页",
        "8月1日起市区公交全部换成电车",
        "3-1胜邻队进决赛",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert not wording.is_moment(text)


@pytest.mark.parametrize(
    "text", ["广告", "【特約】", "贊助", "Sponsored", "AD", "推广"]
)
def test_labels_of_advertisements(text: str) -> None:
    assert wording.is_advertisement(text)


@pytest.mark.parametrize("text", ["下一页", "較舊的文章", "Older stories", "后一页 »"])
def test_next_page(text: str) -> None:
    assert wording.is_next(text)


@pytest.mark.parametrize("text", ["下一篇", "下下页", "Next of kin", "上一页"])
def test_what_is_no_next_page(text: str) -> None:
    assert not wording.is_next(text)
