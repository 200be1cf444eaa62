"""电头 is what a report opens with, as printed."""

from __future__ import annotations

import pytest

from tests.fields.pages import SENTENCE, report


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("江口社北京11月1日电（记者 张三 李四）", ""),
        ("江口社北京11月1日电 ", "江口社北京11月1日电"),
        ("江口社联合国11月1日电（记者张三）", ""),
        ("江口新社杭州11月1日电 (张三)", ""),
        ("江口网北京11月1日电　", "江口网北京11月1日电"),
        ("江口日报11月1日讯（记者 张三）", ""),
        ("江口日报北京11月1日讯 记者张三报道：", "江口日报北京11月1日讯"),
        ("江口在线11月1日讯 ", "江口在线11月1日讯"),
        ("本报讯（记者 张三）", ""),
        ("本报讯 ", "本报讯"),
        ("本报北京11月1日电 ", "本报北京11月1日电"),
        ("本报江口讯（通讯员 张三）", ""),
        ("本网讯 ", "本网讯"),
        ("江口晚报讯（记者 张三）", ""),
        ("江口晚报讯 记者张三报道：", "江口晚报讯"),
        ("江口网讯（记者 张三）", ""),
        ("据江口社11月1日电 ", "江口社11月1日电"),
        ("江口社消息，", "江口社消息"),
        ("江口参考网11月1日报道 ", "江口参考网11月1日报道"),
        ("（中央社記者張三台北1日電）", ""),
        ("（中央社台北1日電）", ""),
        ("〔記者張三／台北報導〕", ""),
        ("〔即時新聞／綜合報導〕", ""),
        ("【張三／台北報導】", ""),
        ("【明江專訊】", ""),
        ("【本報訊】", ""),
        ("（吉隆坡1日讯）", ""),
        ("（江口早报新加坡讯）", ""),
        ("(早报讯)", ""),
        ("【江口时报2024年11月01日讯】（记者张三综合报导）", ""),
        ("【江口财经】（记者 张三）", ""),
    ],
)
def test_dateline(opening: str, dateline: str) -> None:
    assert report("2024-11-01", first=opening).dateline == (dateline or opening)


@pytest.mark.parametrize(
    "opening",
    [
        "",
        "11月1日，",
        "昨日上午，",
        "【编者按】",
        "【摘要】",
        "（一）",
        "据介绍，",
        "记者昨日获悉，",
        "本报去年报道过，",
        "通讯录里有三十一个名字，",
        "北京11月1日，停电了。",
    ],
)
def test_no_dateline(opening: str) -> None:
    assert report("2024-11-01", first=opening).dateline is None


def test_the_dateline_stays_in_the_body() -> None:
    article = report("2024-11-01", first="本报讯（记者 张三）")
    assert article.body[0] == "本报讯（记者 张三）" + SENTENCE * 2
