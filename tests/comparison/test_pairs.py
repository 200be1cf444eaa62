"""Reprints are one text; templates, follow-ups and round-ups are not."""

from __future__ import annotations

import pytest

from crawler.comparison.evidence import evidence
from crawler.comparison.pairs import Comparison, Refusal, compare
from crawler.comparison.tellings import Telling
from crawler.text import folding

HEADLINE = "渡轮撞上桥墩 四十二名乘客平安上岸"
BODY = (
    "13日傍晚，一艘载有四十二名乘客的渡轮在沅溪大桥水域撞上三号桥墩，船头破损进水。经过近一个小时的救援，船上人员全部转移上岸，三人受轻伤。",
    "目击者冯先生说，当时江面起了雾，他听见一声闷响，随后看到渡轮横在桥下，船上的人都站到了一边，有人打着手机的灯朝岸上晃。",
    "海事部门派出三艘巡逻艇，用缆绳把渡轮拖离桥墩，附近一艘运沙船也靠过来接人。事故原因正在调查。",
)
LATER = (
    "市交通运输局14日宣布，即日起沅溪渡口三艘渡轮全部停航检修，预计十天；复航后冬季末班船由六点提前到五点半，能见度不足五百米一律停开。",
    "停航期间，公交公司加开两条过桥专线，凭渡轮月票免费乘坐。渡口管理所所长说，雷达和雾笛也将在检修中更换。",
    "受损渡轮已拖进船厂。保险公司派人勘验，乘客随身物品的损失可以到管理所登记。",
)
NOTE = "编者按：下面这件事，本网读者在后台问得最多，转发于此，供大家参考。"


def told(headline: str, *body: str) -> Telling:
    return Telling(folding.fold(headline), folding.paragraphs(body))


def against_first(headline: str, *body: str) -> Comparison:
    return compare(told(HEADLINE, *BODY), told(headline, *body))


@pytest.mark.parametrize(
    "body",
    [
        BODY,
        BODY[:2],
        BODY[:1],
        (*BODY, NOTE),
        (NOTE, *BODY),
        (BODY[0], NOTE, *BODY[1:]),
        ("【江口时报讯】" + BODY[0], *BODY[1:], "（责任编辑：张三）"),
        tuple(text.replace("渡轮", "渡船").replace("随后", "接着") for text in BODY),
        ("".join(BODY),),
    ],
    ids="same cut flash added noted parted signed reworded joined".split(),
)
def test_a_reprint_is_one_text(body: tuple[str, ...]) -> None:
    for headline in (HEADLINE, "速看！沅溪渡轮撞桥，全员获救"):
        assert against_first(headline, *body).refused is None


def flash(headline: str, text: str) -> Telling:
    return told(headline, text)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (
            ("澜江股份盘中涨3.2%", "11月3日，澜江股份盘中上涨3.2%，截至10:40，报12.5元/股，成交1.9亿元，换手率4.4%，总市值88.1亿元。"),
            ("澜江股份盘中涨5.7%", "11月4日，澜江股份盘中上涨5.7%，截至13:15，报13.2元/股，成交2.6亿元，换手率5.8%，总市值93.4亿元。"),
            Refusal.NUMBERS,
        ),
        (
            ("洛阳今日晴", "洛阳市气象台今天早晨发布天气预报：今天白天晴，夜间多云，早晚温差较大，公众外出请适时增减衣物，驾车出行注意交通安全。"),
            ("开封今日晴", "开封市气象台今天早晨发布天气预报：今天白天晴，夜间多云，早晚温差较大，公众外出请适时增减衣物，驾车出行注意交通安全。"),
            Refusal.NAMES,
        ),
        (
            ("任前公示", "为扩大干部工作中的民主，现将拟任职干部情况公示如下：张德海同志，大学学历，中共党员，现任县政府办公室副主任，拟任副县级领导职务。"),
            ("任前公示", "为扩大干部工作中的民主，现将拟任职干部情况公示如下：李文娟同志，大学学历，中共党员，现任县政府办公室副主任，拟任副县级领导职务。"),
            Refusal.NAMES,
        ),
    ],
)  # fmt: skip
def test_a_template_with_other_words_is_another_story(
    one: tuple[str, str], other: tuple[str, str], reason: Refusal
) -> None:
    comparison = compare(flash(*one), flash(*other))
    assert comparison.refused is reason
    assert comparison.seen is not None
    assert "→" in comparison.seen


def test_a_follow_up_that_quotes_is_another_story() -> None:
    comparison = against_first("沅溪渡口停航检修 末班船提前", *LATER, *BODY[:2])
    assert not comparison.same


def test_two_authors_of_one_event_tell_two_texts() -> None:
    comparison = against_first(
        "浓雾里的五十五分钟",
        "雾是六点前后压下来的。开往北岸的末班渡轮离港才八分钟，掌舵的老邱就看不清航标了。六点零九分，船身猛地一震，四十二个下班回家的人跌作一团。",
        "最先赶到的是运沙船船主小郭。他把船横在渡轮下游，搭起跳板，一个一个往自己甲板上接。",
    )
    assert comparison.refused is Refusal.LITTLE


def test_a_round_up_is_not_its_items() -> None:
    for place in range(3):
        items = [LATER[0], LATER[1], LATER[2]]
        items[place] = BODY[0]
        comparison = compare(
            told(HEADLINE, BODY[0]), told("早报｜今天，这些事和你有关", *items, NOTE)
        )
        assert not comparison.same


def test_a_lone_corrected_number_is_another_story() -> None:
    body = (BODY[0].replace("三人受轻伤", "五人受轻伤"), *BODY[1:])
    comparison = against_first(HEADLINE, *body)
    assert comparison.refused is Refusal.NUMBERS
    assert comparison.seen == "3 → 5"


def test_boilerplate_weighs_nothing() -> None:
    notice = (
        "本报提醒：冬季用电用气进入高峰，请勿在楼道内停放电动车和充电，燃气热水器的烟道要通到室外，使用电热毯不要折叠，人走断电，发现火情先报警再自救。"
        * 2
    )
    one, other = told("渡轮", BODY[0], notice), told("停航", LATER[0], notice)
    known = frozenset(folding.paragraphs([notice]))
    assert compare(one.marked(known), other.marked(known)).refused is Refusal.LITTLE


def test_evidence_tells_what_was_cut_added_and_changed() -> None:
    original = told(HEADLINE, *BODY)
    body = (BODY[0].replace("破损", "开裂"), BODY[1], NOTE)
    copy = told(HEADLINE, *body)
    found = evidence(original, copy, compare(original, copy), body)
    assert found.added == (NOTE,)
    assert len(found.cut) == 1
    assert found.cut[0].startswith("海事部门派出3艘巡逻艇")
    assert ("破损", "开裂") in found.changed
    assert 0 < found.likeness < found.containment <= 1


def test_nothing_is_like_nothing() -> None:
    assert not compare(told("甲"), told("乙")).same
