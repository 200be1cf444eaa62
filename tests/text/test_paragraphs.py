"""Two printings of a text: what is new, gone, written anew, or only looks so."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.paragraphs import compared, folded

BODY = (
    "清晨六点，校车从镇口出发，沿着河堤开往河口小学。",
    "司机说，这条路他开了十一年，冬天的雾最难走。",
    "镇里今年给校车换了新的轮胎，还在弯道装了三盏灯。",
    "家长们说，孩子早上能多睡二十分钟。",
)

bodies = st.lists(
    st.text(alphabet="甲乙丙丁，。 ", min_size=1, max_size=12), max_size=9
)


def test_one_text_has_not_changed() -> None:
    assert not compared(BODY, BODY)
    assert not compared((), ())


def test_added_removed_and_reworded() -> None:
    reworded = BODY[1].replace("十一年", "十二年")
    new = "县里说，明年还要修两座桥。"
    found = compared(BODY, (BODY[0], reworded, new, BODY[3]))
    assert found.reworded == ((BODY[1], reworded),)
    assert (found.added, found.removed) == ((new,), (BODY[2],))
    assert found.moved == ()


def test_a_paragraph_that_moves_is_neither_gone_nor_new() -> None:
    found = compared(BODY, (BODY[3], *BODY[:3]))
    assert found.moved == (BODY[3],)
    assert (found.added, found.removed, found.reworded) == ((), (), ())


def test_the_best_pairs_are_found_not_the_first() -> None:
    first, second = "河口小学有一百二十名学生。", "河口小学有一百二十名学生，七名老师。"
    found = compared((second,), (first, second.replace("七", "八")))
    assert found.reworded == ((second, second.replace("七", "八")),)
    assert found.added == (first,)


@pytest.mark.parametrize(
    "after",
    [
        (BODY[0] + BODY[1], *BODY[2:]),
        (*BODY[:2], BODY[2][:11], BODY[2][11:], BODY[3]),
        tuple(text.replace("，", ",").replace("六", " 六 ") for text in BODY),
        (*BODY, "\u3000\u00a0"),
        (*BODY, "阅读 1234"),
        ("3小时前", *BODY, "浏览次数：3.1万 评论 12"),
    ],
    ids=["joined", "cut", "width", "blank", "reads", "ago"],
)
def test_what_only_seems_to_change(after: tuple[str, ...]) -> None:
    assert not compared(BODY, after)
    assert not compared(after, BODY)


def test_reads_that_grow_are_no_change_a_day_that_is_signed_is() -> None:
    assert not compared((*BODY, "阅读（31）"), (*BODY, "阅读（99）"))
    found = compared((*BODY, "2026年11月1日"), (*BODY, "2026年11月2日"))
    assert found.reworded == (("2026年11月1日", "2026年11月2日"),)


def test_what_is_cut_anew_beside_a_change_is_not_told() -> None:
    found = compared(BODY, (BODY[0] + BODY[1], BODY[2], "桥修好了。", BODY[3]))
    assert (found.added, found.removed, found.reworded) == (("桥修好了。",), (), ())
    found = compared(BODY, ("桥修好了。", *BODY[:2], BODY[2] + BODY[3]))
    assert (found.added, found.removed, found.reworded) == (("桥修好了。",), (), ())


@given(bodies, bodies)
def test_every_paragraph_is_accounted_for(old: list[str], new: list[str]) -> None:
    """What is new, less what is gone, is what one has more of than the other."""
    found = compared(old, new)
    grown, shrunk = Counter(map(folded, new)), Counter(map(folded, old))
    came = Counter(map(folded, [*found.added, *(after for _, after in found.reworded)]))
    went = Counter(map(folded, [*found.removed, *(text for text, _ in found.reworded)]))
    del grown[""], shrunk[""]
    assert came <= grown
    assert went <= shrunk
    # Cut anew, a text is the same with other paragraphs: count letters, then.
    letters = Counter("".join(grown.elements())) - Counter("".join(shrunk.elements()))
    told = Counter("".join(came.elements())) - Counter("".join(went.elements()))
    assert letters == told


@given(bodies)
def test_nothing_is_told_of_a_text_and_itself(body: list[str]) -> None:
    assert not compared(body, body)


def test_a_book_takes_no_forever() -> None:
    """No limit of time is tested: without its bounds this would not come back."""
    one = [f"第{number}段，{'河堤' * (number % 7)}。" for number in range(6_000)]
    other = [text.replace("段", "节") for text in one]
    found = compared(one, other)
    assert len(found.added) == len(found.removed) == len(one)
