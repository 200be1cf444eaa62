"""A story is joined by vote; one pair that agrees joins nothing."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.comparison.tellings import Telling
from crawler.comparison.votes import Ballot, Member, ballot
from crawler.text import folding

FERRY = (
    "13日傍晚，一艘载有四十二名乘客的渡轮在沅溪大桥水域撞上三号桥墩，船头破损进水，船上人员全部转移上岸。",
    "目击者冯先生说，当时江面起了雾，他听见一声闷响，随后看到渡轮横在桥下，有人打着手机的灯朝岸上晃。",
)
MILL = (
    "县里最老的一座碾米坊上周重新开了门，水轮是照着老样子打的，木匠用了四个月，工钱是全村一户一户凑的。",
    "坊主的孙女把账本搬到了网上，谁家的谷子碾了几斤、糠留不留，一查就知道，外乡人也可以预订新米。",
)
FLASH = "{0}月{1}日，澜江股份盘中上涨{2}%，截至10:40，报{3}元/股，成交{4}亿元，换手率4.4%，总市值88.1亿元。"


def told(headline: str, *body: str) -> Telling:
    return Telling(folding.fold(headline), folding.paragraphs(body))


def held(members: Sequence[Member], telling: Telling) -> Ballot:
    def longest(story: int) -> list[Member]:
        own = [member for member in members if member.story == story]
        return sorted(own, key=lambda member: -len(member.telling.text))[:5]

    return ballot(telling, members, longest)


def test_without_members_a_story_is_new() -> None:
    assert held([], told("渡轮", *FERRY)).story is None


def test_a_reprint_joins() -> None:
    members = [Member(1, 1, told("渡轮", *FERRY)), Member(2, 2, told("碾米坊", *MILL))]
    found = held(members, told("渡轮撞桥", FERRY[0]))
    assert found.story == 1
    assert found.answers[0].member.article == 1


def test_a_minority_does_not_decide() -> None:
    strangers = [Member(n, 1, told("碾米坊", *MILL)) for n in range(2, 6)]
    members = [Member(1, 1, told("渡轮", *FERRY)), *strangers]
    assert held(members, told("渡轮撞桥", *FERRY)).story is None


def test_two_stories_that_are_one_are_merged() -> None:
    members = [
        Member(1, 1, told("渡轮", *FERRY)),
        Member(2, 2, told("桥墩", *FERRY, MILL[1][:20])),
    ]
    found = held(members, told("渡轮撞桥", *FERRY))
    assert (found.story, found.merged) == (1, (2,))


def test_a_template_is_seen() -> None:
    flashes = [
        (11, 3, 3.2, 12.5, 1.9),
        (11, 4, 5.7, 13.2, 2.6),
        (11, 5, 1.1, 13.3, 2.2),
    ]
    members = [
        Member(n, n, told(f"澜江股份涨{values[2]}%", FLASH.format(*values)))
        for n, values in enumerate(flashes, start=1)
    ]
    found = held(members, told("澜江股份涨9.9%", FLASH.format(11, 6, 9.9, 14.6, 3.8)))
    assert found.under_template
    assert found.story is None


def test_a_round_up_is_known_by_its_items() -> None:
    items = [
        ("渡轮撞上桥墩", FERRY[0]),
        ("碾米坊重新开门", MILL[0]),
        ("账本搬到了网上", MILL[1]),
    ]
    members = [Member(n, n, told(*item)) for n, item in enumerate(items, start=1)]
    round_up = told("今天，这些事和你有关", *(text for _, text in items))
    found = held(members, round_up)
    assert found.story is None
    assert found.items == 2


def test_a_flash_knows_what_it_is_an_item_of() -> None:
    round_up = told("今天，这些事和你有关", FERRY[0], *MILL)
    found = held([Member(7, 7, round_up)], told("碾米坊重新开门", MILL[0]))
    assert found.story is None
    assert found.item_of == (7,)
