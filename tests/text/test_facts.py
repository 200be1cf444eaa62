"""Days and counts are told from the prose that they stand beside."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawler.text.facts import day_in, is_ago, is_counted, parted, reads_in

NOW = datetime(2024, 11, 3, 9, 30, tzinfo=UTC)
PROSE = "灯是去年冬天坏的，船工老周每晚提着马灯等在渡口"


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("阅读 2.3w", 23_000),
        ("阅读10W+", 100_000),
        ("阅读 1.2亿", 120_000_000),
        ("阅读3千万", 30_000_000),
        ("2.5k 阅读", 2_500),
        ("3.4千阅读", 3_400),
        ("阅 32.1万", 321_000),
        ("觀看次數：2.3萬", 23_000),
        ("已读1024", 1_024),
        ("PV：1,024", 1_024),
        ("人氣 88", 88),
        ("12 阅读 8 评论", 12),
        ("阅读 8 评论 12", 8),
        ("评论 12 阅读 8", 8),
        ("阅读 10万+", 100_000),
        ("阅读 945Copyright", 945),
    ],
)
def test_reads_with_their_unit(text: str, reads: int) -> None:
    assert reads_in(text) == reads


@pytest.mark.parametrize(
    "text",
    [
        "阅读 2024-11-01",
        "阅读 10:30",
        "阅读 2.3m",
        "审阅 3",
        "订阅 12",
        "588 阅读全文",
        "播放 2.3万",
        "观看 3 集",
        "10万+",
    ],
)
def test_what_counts_no_reads(text: str) -> None:
    assert reads_in(text) is None


@pytest.mark.parametrize(
    "facts",
    [
        "2024-11-01阅读 12",
        "2024-11-01 评论 32 赞 115",
        "热度 1024 收藏 3",
        "2024-11-01 阅读10万+",
        "3.2万播放 | 115 赞",
        "📅 2024.11.01 👁",
    ],
)
def test_a_line_of_facts_alone(facts: str) -> None:
    assert parted(facts)[0] == ""


@pytest.mark.parametrize("prose", ["阅读全文", "青河网"])
def test_facts_before_a_short_text(prose: str) -> None:
    told, facts = parted(f"2024-11-01 {prose}")
    assert (told, day_in(facts)) == (prose, date(2024, 11, 1))


@pytest.mark.parametrize(
    "text",
    [
        "昨天，老周又在渡口等了一夜",
        "今天 10:30，老周提着马灯",
        "渡口的灯得了115个赞",
        "2024-11-01起渡口停航",
        "老周的账本上记着分享5斤米",
    ],
)
def test_prose_that_tells_of_days_and_numbers(text: str) -> None:
    prose, facts = parted(text)
    assert (prose, facts.strip()) == (text, "")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3小时前", date(2024, 11, 3)),
        ("10小时前", date(2024, 11, 2)),
        ("刚刚", date(2024, 11, 3)),
        ("昨天 12:01", date(2024, 11, 2)),
        ("青河网 两天前 阅读 8", date(2024, 11, 1)),
        ("昨天 2020-05-02", date(2020, 5, 2)),
    ],
)
def test_how_long_ago_is_read_against_a_moment(text: str, day: date) -> None:
    assert day_in(text, now=NOW) == day


@pytest.mark.parametrize(
    "text",
    ["今日头条", "昨天的渡口", "3天前的灯", "11-01", "2周前", "3个月前", "阅读 8"],
)
def test_what_is_no_day_ago(text: str) -> None:
    assert day_in(text, now=NOW) is None


def test_without_a_moment_nobody_knows_how_long_ago_is() -> None:
    assert day_in("3小时前") is None
    assert is_ago(" 3小时前 ")
    assert not is_ago("3小时前 青河网")


@pytest.mark.parametrize(
    "count",
    [
        "播放 2.3万",
        "阅 32.1万",
        "热度1024",
        "（围观 88）",
        "2.3万播放",
        " (6789)",
        " 256.3万",
        "10W+",
        "【12】",
    ],
)
def test_a_count_behind_a_headline(count: str) -> None:
    assert is_counted(f"渡口的灯又亮了三盏{count}", headline=9)


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("城市更新观察 (23)", 6),
        ("渡口的灯又亮了三盏 (2019)", 9),
        ("渡口的灯又亮了三盏 208", 9),
        ("渡口的灯播放了 3 天", 4),
        ("渡口的灯又亮了三盏 热度", 9),
    ],
)
def test_a_line_without_a_count(line: str, headline: int) -> None:
    assert not is_counted(line, headline=headline)
