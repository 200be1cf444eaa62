"""Outlets are known by their names; people, places and columns are none."""

from __future__ import annotations

import pytest

from crawler.text.outlets import is_outlet


@pytest.mark.parametrize(
    "name",
    [
        "江口日报",
        "江口晚報",
        "江口早报",
        "江口青年报",
        "江口日报社",
        "江口报业集团",
        "江口网",
        "江口新闻网",
        "江口新闻",
        "江口快讯",
        "江口电视台",
        "江口廣播電臺",
        "江口卫视",
        "江口在线",
        "江口传媒",
        "江口周刊",
        "江口雜誌",
        "江口发布",
        "江口客户端",
        "江口融媒体中心",
        "机械之家",
        "晨风中文站",
        "观察者网",
        "新华社",
        "中央社",
        "路透社",
        "新浪财经",
        "腾讯科技",
        "搜狐娱乐",
        "中国经济网",
        "中国青年报",
        "人民网",
        "人民日报海外版",
        "BBC中文",
        "Harbour Times",
        "21世纪经济报道",
        "jiangkou.com",
    ],
)
def test_outlets(name: str) -> None:
    assert is_outlet(name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "张三",
        "欧阳小明",
        "江口",
        "财经",
        "中国财经",
        "時事脈搏",
        "港聞",
        "社会",
        "国际",
        "体育",
        "官网",
        "互联网",
        "简报",
        "汇报",
        "金融市场",
        "一个人的江湖",
    ],
)
def test_no_outlets(text: str) -> None:
    assert not is_outlet(text)
