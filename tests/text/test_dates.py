"""Dates and times are read as printed; what is no date is left alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler import Page, extract
from crawler.text import dates

BEIJING = timezone(timedelta(hours=8))
NOW = datetime(2024, 11, 2, 12, 0, tzinfo=BEIJING)


def at(*parts: int, zone: timezone | None = None) -> datetime:
    year, month, day, *time = parts
    hour, minute, second = (*time, 0, 0, 0)[:3]
    return datetime(year, month, day, hour, minute, second, tzinfo=zone)


def only(text: str, *, now: datetime | None = None) -> dates.Stamp:
    [stamp] = dates.find(text, now=now)
    return stamp


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024年11月1日 15:30", at(2024, 11, 1, 15, 30)),
        ("2024年11月1日15:30:45", at(2024, 11, 1, 15, 30, 45)),
        ("2024年11月01日15时30分", at(2024, 11, 1, 15, 30)),
        ("2024年11月1日15點30分", at(2024, 11, 1, 15, 30)),
        ("2024 年 11 月 01 日 15 : 30", at(2024, 11, 1, 15, 30)),
        ("2024年11月1日 星期五 15:30", at(2024, 11, 1, 15, 30)),
        ("2024年11月1日（周五）15:30", at(2024, 11, 1, 15, 30)),
        ("2024年11月1日（农历甲辰年十月初一）15:30", at(2024, 11, 1, 15, 30)),
        ("2024年11月1日 农历十月初一 星期五 15:30", at(2024, 11, 1, 15, 30)),
        ("2024年11月1日下午3点半", at(2024, 11, 1, 15, 30)),
        ("2024年11月1日 3:30 下午", at(2024, 11, 1, 15, 30)),  # WordPress
        ("2024年11月1日 12:05 上午", at(2024, 11, 1, 0, 5)),
        ("2024年11月1日 9:18 上午好", at(2024, 11, 1, 9, 18)),
        ("2024-11-1 9:5:3", at(2024, 11, 1, 9, 5, 3)),
        ("2024-11-01 15:30", at(2024, 11, 1, 15, 30)),
        ("2024-1-1 9:05", at(2024, 1, 1, 9, 5)),
        ("2024/11/01 | 15:30", at(2024, 11, 1, 15, 30)),
        ("2024.11.01, 15：30", at(2024, 11, 1, 15, 30)),
        ("2024.11.01. 오후 3:30", at(2024, 11, 1, 15, 30)),
        ("2024.11.01. 오전 12:30", at(2024, 11, 1, 0, 30)),
        ("01/11/2024 a las 15:30h.", at(2024, 11, 1, 15, 30)),
        ("Fri 1 Nov 2024 15.30 GMT", at(2024, 11, 1, 15, 30, zone=UTC)),
        ("2024-11-0115:30", at(2024, 11, 1, 15, 30)),
        ("2024年10月31日 24:00", at(2024, 11, 1)),
        ("二〇二四年十一月一日 15:30", at(2024, 11, 1, 15, 30)),
        ("November 1, 2024 at 3:30 pm", at(2024, 11, 1, 15, 30)),
        ("1st of Nov 2024 15:30", at(2024, 11, 1, 15, 30)),
        ("十一月 6th, 2009 15:30", at(2009, 11, 6, 15, 30)),
        ("民國113年11月1日 15:30", at(2024, 11, 1, 15, 30)),
        ("113年11月1日 15:30", at(2024, 11, 1, 15, 30)),
        ("113/11/01 15:30", at(2024, 11, 1, 15, 30)),
        ("09年11月1日 15:30", at(2009, 11, 1, 15, 30)),
        ("18-03-08\x1f23:16", at(2018, 3, 8, 23, 16)),
        ("18-03-0823:16", at(2018, 3, 8, 23, 16)),
        ("中華民國一一三年十一月一日 下午2:05", at(2024, 11, 1, 14, 5)),
        ("2024年11月1日下午3时30分", at(2024, 11, 1, 15, 30)),
        ("2024年11月1日15時30", at(2024, 11, 1, 15, 30)),
        ("2024年11月1日 15时30分20秒", at(2024, 11, 1, 15, 30, 20)),
        ("2024年11月1日(五) 15:30", at(2024, 11, 1, 15, 30)),
        ("2024/11/01（五）15:30", at(2024, 11, 1, 15, 30)),
        ("2024年11月1日 禮拜五 15:30", at(2024, 11, 1, 15, 30)),
        ("2024年11月1日星期五3:30PM", at(2024, 11, 1, 15, 30)),
        ("2024-11-01 Fri 15:30", at(2024, 11, 1, 15, 30)),
        ("2024-11-01 - 15:30", at(2024, 11, 1, 15, 30)),
        ("2024-11-01 · 15:30", at(2024, 11, 1, 15, 30)),
        ("2024.11.01 | 15:30", at(2024, 11, 1, 15, 30)),
        ("2024/11/1 下午 03:30:12", at(2024, 11, 1, 15, 30, 12)),
        ("2024/11/01 PM 03:30", at(2024, 11, 1, 15, 30)),
        ("2024年11月1日 北京时间15:30", at(2024, 11, 1, 15, 30)),
        ("2024-11-01\x1f15:30", at(2024, 11, 1, 15, 30)),
        ("2024-11-01\xa0\xa015:30", at(2024, 11, 1, 15, 30)),
        ("2024-11-01T15:30", at(2024, 11, 1, 15, 30)),
        ("01/11/2024 15:30", at(2024, 11, 1, 15, 30)),
        ("01/11/2024 - 15:30", at(2024, 11, 1, 15, 30)),
        ("1.11.2024 15:30", at(2024, 11, 1, 15, 30)),
        ("11/20/2024 15:30", at(2024, 11, 20, 15, 30)),
        ("15:30 2024/11/01", at(2024, 11, 1, 15, 30)),
        ("15:30:09 2024-11-01", at(2024, 11, 1, 15, 30, 9)),
        ("3:30pm 01/11/2024", at(2024, 11, 1, 15, 30)),
        ("下午3:30 2024年11月1日", at(2024, 11, 1, 15, 30)),
        ("15:30, Friday, 1 November 2024", at(2024, 11, 1, 15, 30)),
        ("Nov. 1, 2024, 3:30 p.m.", at(2024, 11, 1, 15, 30)),
        ("Nov 1, 2024 3.30pm", at(2024, 11, 1, 15, 30)),
        ("Nov 1, 2024 | 15:30", at(2024, 11, 1, 15, 30)),
        ("Friday, November 1st, 2024 at 3:30pm", at(2024, 11, 1, 15, 30)),
        ("1-Nov-2024 15:30", at(2024, 11, 1, 15, 30)),
        ("11月 1, 2024 15:30", at(2024, 11, 1, 15, 30)),
        ("1 十一月, 2024 15:30", at(2024, 11, 1, 15, 30)),
        ("2024年十一月1日 15:30", at(2024, 11, 1, 15, 30)),
    ],
)
def test_day_and_time(text: str, moment: datetime) -> None:
    stamp = only(f"来源：江口日报 {text} 字号")
    assert (stamp.moment, stamp.timed) == (moment, True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年11月1日", (2024, 11, 1)),
        ("2024-11-1", (2024, 11, 1)),
        ("2024.11.01", (2024, 11, 1)),
        ("2024／11／01", (2024, 11, 1)),
        ("二〇二四年十一月一日", (2024, 11, 1)),
        ("二零二四年十月二十一日", (2024, 10, 21)),
        ("二○二四年一月三十一日", (2024, 1, 31)),
        ("一九九八年七月十日", (1998, 7, 10)),
        ("民國113年11月1日", (2024, 11, 1)),
        ("民國一百一十三年十一月一日", (2024, 11, 1)),
        ("民國九十九年一月二日", (2010, 1, 2)),
        ("民国百年十月十日", (2011, 10, 10)),
        ("十一月 6th, 2009", (2009, 11, 6)),
        ("November 1, 2024", (2024, 11, 1)),
        ("1 November 2024", (2024, 11, 1)),
        ("Sept. 3rd, 2024", (2024, 9, 3)),
        ("2024年2月29日", (2024, 2, 29)),
        ("二〇二四年十一月廿一日", (2024, 11, 21)),
        ("二〇二四年十二月卅一日", (2024, 12, 31)),
        ("2024年11月1日星期五", (2024, 11, 1)),
        ("2024年11月1日（星期五）", (2024, 11, 1)),
        ("112年2月16日", (2023, 2, 16)),
        ("民國 99 年 1 月 2 日", (2010, 1, 2)),
        ("31/12/2024", (2024, 12, 31)),
        ("1 November, 2024", (2024, 11, 1)),
        ("11月 1st, 2024", (2024, 11, 1)),
    ],
)
def test_day_alone(text: str, day: tuple[int, int, int]) -> None:
    stamp = only(f"（{text}）")
    assert (stamp.moment, stamp.timed) == (at(*day), False)


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("上午 9:05", 9, 5),
        ("下午 2:05", 14, 5),
        ("下午2点05分", 14, 5),
        ("晚上 8:15", 20, 15),
        ("晚間 08:15", 20, 15),
        ("下午 14:05", 14, 5),
        ("中午 12:30", 12, 30),
        ("中午 1:05", 13, 5),
        ("中午 11:40", 11, 40),
        ("凌晨 12:30", 0, 30),
        ("凌晨 3:00", 3, 0),
        ("12:30 AM", 0, 30),
        ("12:30 p.m.", 12, 30),
        ("3:05 pm", 15, 5),
        ("PM 03:05", 15, 5),
        ("傍晚 6:10", 18, 10),
        ("深夜 11:10", 23, 10),
        ("早晨 6:10", 6, 10),
        ("午间 12:10", 12, 10),
        ("清晨5点10分", 5, 10),
        ("下午3点", 15, 0),
        ("0:05", 0, 5),
    ],
)
def test_halves_of_the_day(text: str, hour: int, minute: int) -> None:
    assert only(f"2024-11-01 {text}").moment == at(2024, 11, 1, hour, minute)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2024-11-01T15:30:00Z", 0),
        ("2024-11-01T15:30:00.123Z", 0),
        ("2024-11-01T15:30:00+08:00", 8),
        ("2024-11-01T15:30+0800", 8),
        ("2024-11-01 15:30:00 -05:00", -5),
        ("Fri, 01 Nov 2024 15:30:00 GMT", 0),
        ("Fri, 01 Nov 2024 15:30:00 +0800", 8),
        ("Fri, 01 Nov 2024 15:30:00 EST", -5),
        ("Nov 1, 2024 3:30 PM PDT", -7),
        ("2024-11-01 15:30 HKT", 8),
        ("2024-11-01 15:30 GMT+08:00", 8),
        ("2024-11-01 15:30 (GMT+8)", 8),
        ("2024-11-01T15:30:00+08", 8),
        ("2024-11-01 15:30 SGT", 8),
        ("2024-11-01 15:30 JST", 9),
        ("15:30 GMT, 1 November 2024", 0),
        ("2024年11月1日, 格林尼治标准时间15:30", 0),
    ],
)
def test_printed_zone(text: str, hours: int) -> None:
    moment = only(text).aware(BEIJING)
    assert moment.replace(second=0, microsecond=0, tzinfo=None) == at(
        2024, 11, 1, 15, 30
    )
    assert moment.utcoffset() == timedelta(hours=hours)


def test_zone_of_the_outlet_where_none_is_printed() -> None:
    assert only("2024-11-01 15:30").aware(BEIJING) == at(
        2024, 11, 1, 15, 30, zone=BEIJING
    )
    assert only("2024-11-01 15:30").moment.tzinfo is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("11-01 15:30", at(2024, 11, 1, 15, 30)),
        ("11/01 15:30", at(2024, 11, 1, 15, 30)),
        ("11月1日 15:30", at(2024, 11, 1, 15, 30)),
        ("11月1日15:30", at(2024, 11, 1, 15, 30)),
        ("11月3日 08:00", at(2024, 11, 3, 8)),  # tomorrow, for an outlet further east
        ("11月4日 08:00", at(2023, 11, 4, 8)),
        ("12-31 15:30", at(2023, 12, 31, 15, 30)),
        ("昨天 12:01", at(2024, 11, 1, 12, 1)),
        ("昨日12:01", at(2024, 11, 1, 12, 1)),
        ("前天 08:00", at(2024, 10, 31, 8)),
        ("今天 上午9:05", at(2024, 11, 2, 9, 5)),
        ("昨晚 8:15", at(2024, 11, 1, 20, 15)),
        ("今晚 8:15", at(2024, 11, 2, 20, 15)),
        ("今早 8:15", at(2024, 11, 2, 8, 15)),
        ("11.01 15:30", at(2024, 11, 1, 15, 30)),
        ("11-01\x1f15:30", at(2024, 11, 1, 15, 30)),
        ("11-0115:30", at(2024, 11, 1, 15, 30)),
        ("11月1日 下午3点30分", at(2024, 11, 1, 15, 30)),
        ("11月1日 周五 15:30", at(2024, 11, 1, 15, 30)),
    ],
)
def test_forms_without_a_year(text: str, moment: datetime) -> None:
    stamp = only(f"江口日报 {text}", now=NOW)
    assert (stamp.moment, stamp.timed) == (moment, True)
    assert dates.find(f"江口日报 {text}") == []


def test_a_day_named_elsewhere_lends_its_year() -> None:
    days = [date(2019, 12, 3), date(2019, 11, 1), date(2016, 11, 1)]
    stamp = only_among("11-01 15:30", days)
    assert (stamp.moment, stamp.timed) == (at(2019, 11, 1, 15, 30), True)
    assert dates.find("11-02 15:30", days=days) == []
    [lent] = dates.find("11-01 15:30", days=days, now=NOW)
    assert lent.moment.year == 2019
    [counted] = dates.find("11-02 10:30", days=days, now=NOW)
    assert counted.moment.year == 2024


def only_among(text: str, days: list[date]) -> dates.Stamp:
    [stamp] = dates.find(text, days=days)
    return stamp


def test_a_time_belongs_to_one_day() -> None:
    first, second = dates.find("2024-11-01 15:30 2024-11-02")
    assert (first.moment, first.timed) == (at(2024, 11, 1, 15, 30), True)
    assert (second.moment, second.timed) == (at(2024, 11, 2), False)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-11-01T15:30:00+08:00", at(2024, 11, 1, 15, 30, zone=BEIJING)),
        ("2024-11-01 15:30", at(2024, 11, 1, 15, 30)),
        ("20241101", at(2024, 11, 1)),
        ("20241101153000", at(2024, 11, 1, 15, 30)),
        ("202411011530", at(2024, 11, 1, 15, 30)),
        ("20241101T153000Z", at(2024, 11, 1, 15, 30, zone=UTC)),
        ("1730446200", at(2024, 11, 1, 7, 30, zone=UTC)),
        ("1730446200000", at(2024, 11, 1, 7, 30, zone=UTC)),
        ("Fri, 01 Nov 2024 15:30:00 +0800", at(2024, 11, 1, 15, 30, zone=BEIJING)),
    ],
)
def test_what_machines_write(text: str, moment: datetime) -> None:
    stamp = dates.declared(text)
    assert stamp is not None
    assert stamp.moment == moment
    assert stamp.moment.tzinfo == moment.tzinfo


@pytest.mark.parametrize(
    "text", ["", "today", "12345678", "20241301", "20240230", "173044620", "20241101.5"]
)
def test_what_machines_do_not_write(text: str) -> None:
    assert dates.declared(text) is None


def test_a_day_that_this_year_lacks_is_of_the_last() -> None:
    march = datetime(2025, 3, 1, tzinfo=BEIJING)
    assert only("2月29日", now=march).moment == at(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "ago"),
    [
        ("刚刚", timedelta(0)),
        ("剛剛", timedelta(0)),
        ("30秒前", timedelta(seconds=30)),
        ("5分钟前", timedelta(minutes=5)),
        ("5 分鐘以前", timedelta(minutes=5)),
        ("3小时前", timedelta(hours=3)),
        ("3小時之前", timedelta(hours=3)),
        ("半小时前", timedelta(minutes=30)),
        ("两个小时前", timedelta(hours=2)),
        ("十分鐘前", timedelta(minutes=10)),
        ("5 minutes ago", timedelta(minutes=5)),
        ("an hour ago", timedelta(hours=1)),
        ("3 hrs ago", timedelta(hours=3)),
    ],
)
def test_how_long_ago(text: str, ago: timedelta) -> None:
    stamp = only(f"江口日报 {text}", now=NOW)
    assert (stamp.moment, stamp.timed) == (NOW - ago, True)
    assert dates.find(f"江口日报 {text}") == []


@pytest.mark.parametrize(
    ("text", "days"),
    [("2天前", 2), ("三天前", 3), ("12日前", 12), ("1周前", 7), ("2 days ago", 2)],
)
def test_days_ago_are_days_without_a_time(text: str, days: int) -> None:
    stamp = only(f"江口日报 {text}", now=NOW)
    assert stamp.moment.date() == NOW.date() - timedelta(days=days)
    assert not stamp.timed
    assert stamp.moment.time() == time(0)


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        ("昨天 12:01", at(2024, 11, 1, 12, 1, zone=BEIJING)),
        ("3小时前", at(2024, 11, 2, 1, zone=BEIJING)),
    ],
)
def test_days_change_at_the_outlets_midnight(printed: str, moment: datetime) -> None:
    headline, sentence = "河口小学的早班车", "清晨六点，校车从镇口出发，孩子们都在。"
    markup = f"<h1>{headline}</h1><div>来源：江口日报 {printed}</div>"
    markup += f"<title>{headline}</title>" + f"<p>{sentence}</p>" * 5
    fetched = datetime(2024, 11, 1, 20, tzinfo=UTC)  # four in the morning there
    url = "http://www.jia.example/1.html"
    article = extract(Page.from_bytes(markup.encode(), url=url, fetched=fetched))
    assert article.date_published == moment
    assert article.date_published.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2025-10-292024低空经济大会", "2025-10-29"),
        ("2025-10-2920:24 来源", "2025-10-2920:24"),
        ("2024年11月1日30家企业", "2024年11月1日"),
        ("2024-11-1 100名学生", "2024-11-1"),
    ],
)
def test_a_day_ends_before_what_it_runs_into(text: str, end: str) -> None:
    stamp = only(text)
    assert text[stamp.start : stamp.end].rstrip() == end


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024年2月30日",
        "2023-02-29",
        "2024-13-01",
        "1889年11月1日",
        "2024年11月",
        "12024-11-01",
        "电话 0571-88881234",
        "比分 3:2",
        "版本 2.0.1",
        "京ICP备12024001号-1",
        "50%",
        "2024/11",
        "192.168.11.20",
        "112.11.01.25",
        "99年1月2日",  # 1999, or the 99th year of the Republic
        "版本 3.11.2024.1",
        "2024第11届1日",
        "电话：15:30-17:30 85991234",
    ],
)
def test_no_date(text: str) -> None:
    assert dates.find(text) == []
    assert dates.read(text) is None


def test_full_width_digits() -> None:
    assert only("２０２４年１１月１日　１５：３０").moment == at(2024, 11, 1, 15, 30)


def test_a_day_to_come_is_not_that_many_days_ago() -> None:
    [stamp] = dates.find("请于2024年11月20日前报名", now=NOW)
    assert (stamp.moment, stamp.timed) == (at(2024, 11, 20), False)


def test_all_dates_in_order_none_inside_another() -> None:
    text = "2024-11-01发布 2024年11月2日 15:30更新，11月3日截止"
    found = dates.find(text, now=NOW)
    assert [stamp.moment.day for stamp in found] == [1, 2, 3]
    assert [text[stamp.start : stamp.end] for stamp in found] == [
        "2024-11-01",
        "2024年11月2日 15:30",
        "11月3日",
    ]


def test_read_prefers_a_date_with_a_time() -> None:
    stamp = dates.read("2024-11-01 出版 2024-11-02 15:30 更新")
    assert stamp is not None
    assert stamp.moment == at(2024, 11, 2, 15, 30)
    alone = dates.read("2024-11-01 出版 2024-11-02 更新")
    assert alone is not None
    assert alone.moment == at(2024, 11, 1)


@given(
    st.datetimes(min_value=at(1990, 1, 1), max_value=at(2099, 12, 31)),
    st.sampled_from(
        (
            "%Y-%m-%d %H:%M",
            "%Y年%m月%d日 %H:%M",
            "%Y/%m/%d %H:%M",
            "%d %b %Y %H:%M",
            "%B %d, %Y %I:%M %p",
            "%Y年%m月%d日%p%I:%M",
        )
    ),
)
def test_what_is_printed_is_read(moment: datetime, form: str) -> None:
    printed = moment.strftime(form)
    if "日%p" in form:
        printed = printed.replace("AM", "上午").replace("PM", "下午")
    assert only(printed).moment == moment.replace(second=0, microsecond=0)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_years_of_the_republic(day: date) -> None:
    printed = f"民國{day.year - 1911}年{day.month}月{day.day}日"
    assert only(printed).moment.date() == day


@given(
    st.text(
        "0123456789年月日时分秒前天昨今民国國百十一二:-/.+ TZ上下午Novp,", max_size=40
    )
)
@example("9" * 5_000 + "天前")
@example("99999999周前")
@example("2024-11-01T10:00:00+99:99")
@example("24:30 2024-11-01")
@example("2024-11-01 15:30 GMT+99")
def test_nothing_raises(text: str) -> None:
    for stamp in dates.find(text, now=NOW):
        assert 0 <= stamp.start < stamp.end <= len(text)
        assert stamp.aware(UTC).utcoffset() is not None
    declared = dates.declared(text)
    assert declared is None or declared.aware(UTC).utcoffset() is not None
