"""The day of publication is told from every other day that a page prints."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler import Page, extract
from tests.fields.pages import SENTENCE, report

BEIJING = timezone(timedelta(hours=8))
FETCHED = datetime(2024, 11, 2, 4, 0, tzinfo=UTC)
MACHINE = "datetime='2024-11-02T08:30:00+08:00'"


def at(*parts: int) -> datetime:
    year, month, day, *time = parts
    hour, minute, second = (*time, 0, 0, 0)[:3]
    return datetime(year, month, day, hour, minute, second, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("2024年11月1日 15:30 来源：江口日报", at(2024, 11, 1, 15, 30)),
        ("2024-11-01 15:30:45　来源: 江口网", at(2024, 11, 1, 15, 30, 45)),
        ("2024年11月01日08:12 | 来源：江口网", at(2024, 11, 1, 8, 12)),
        ("发布时间：2024/11/1 下午 3:30", at(2024, 11, 1, 15, 30)),
        ("發佈時間：15:30 2024-11-01 HKT", at(2024, 11, 1, 15, 30)),
        ("15:30 2024/11/01 江口新聞網 張三", at(2024, 11, 1, 15, 30)),
        ("发布: 3:30pm 01/11/2024", at(2024, 11, 1, 15, 30)),
        ("发表时间： 01/11/2024 - 15:30", at(2024, 11, 1, 15, 30)),
        ("张三 发布 / 2024年11月1日 3:30 PM", at(2024, 11, 1, 15, 30)),
        ("2024年11月1日星期五 3:30PM", at(2024, 11, 1, 15, 30)),
        ("中華民國113年11月1日", at(2024, 11, 1)),
        ("二〇二四年十一月一日", at(2024, 11, 1)),
        ("2024<span>11/01</span> <span>15:30:45</span>", at(2024, 11, 1, 15, 30, 45)),
        ("日期：2024-11-01　点击：123", at(2024, 11, 1)),
        ("<span>2024-11-01</span><span>15:30</span>", at(2024, 11, 1, 15, 30)),
        ("十一月 1st, 2024", at(2024, 11, 1)),
        ("<span>江口观察©</span> <b>2024-11-01 15:30</b>", at(2024, 11, 1, 15, 30)),
        ("November 1, 2024 at 3:30 pm", at(2024, 11, 1, 15, 30)),
        ("Fri, 01 Nov 2024 07:30:00 GMT", at(2024, 11, 1, 15, 30)),
    ],
)
def test_printed_between_headline_and_body(line: str, moment: datetime) -> None:
    article = report(line)
    assert article.date_published == moment
    assert article.found_by["date_published"] == "printed_in_byline"


@pytest.mark.parametrize(
    ("lines", "moment"),
    [
        (("成文日期：2024-10-30", "发布日期：2024-11-01"), at(2024, 11, 1)),
        (("发布日期：", "2024-11-01"), at(2024, 11, 1)),
        (("2024-11-01", "2024-11-01 15:30 来源：江口网"), at(2024, 11, 1, 15, 30)),
        (
            ("发布时间：2024-11-01 15:30 更新时间：2024-11-02 10:00",),
            at(2024, 11, 1, 15, 30),
        ),
        (
            ("更新时间：2024-11-02 10:00 发布时间：2024-11-01 15:30",),
            at(2024, 11, 1, 15, 30),
        ),
        (("出版：2024-11-01 15:30更新：2024-11-02 10:00",), at(2024, 11, 1, 15, 30)),
        (("2024-11-01 15:30", "最後更新： 2024/11/02 10:00"), at(2024, 11, 1, 15, 30)),
        (("更新：2024-11-02 10:00",), at(2024, 11, 2, 10)),
        (("张三摄 2023年5月6日", "2024-11-01 15:30"), at(2024, 11, 1, 15, 30)),
        (("有效期至2025年12月31日", "2024-11-01"), at(2024, 11, 1)),
    ],
)
def test_of_several_days_that_of_publication(
    lines: tuple[str, ...], moment: datetime
) -> None:
    assert report(*lines).date_published == moment


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("2024-11-01 15:30 更新时间：2024-11-02 10:00", at(2024, 11, 2, 10)),
        ("2024-11-01 15:30（2024-11-02 10:00更新）", at(2024, 11, 2, 10)),
        ("Published Nov 1, 2024 Updated Nov 2, 2024", at(2024, 11, 2)),
        ("2024-11-01 15:30", None),
    ],
)
def test_modified_is_kept_apart(line: str, moment: datetime | None) -> None:
    article = report(line)
    assert article.date_modified == moment
    assert article.date_published is not None
    assert article.date_published.date() == at(2024, 11, 1).date()


def test_modified_as_declared() -> None:
    head = "<meta property='article:modified_time' content='2024-11-02T10:00:00+08:00'>"
    assert report("2024-11-01", head=head).date_modified == at(2024, 11, 2, 10)


LINKED = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "h", '
    '"datePublished": "2024-10-31T23:30:00Z"}</script>'
)
META = "<meta property='article:published_time' content='2024-10-31T23:30:00Z'>"
URL = "http://www.jia.example/2024/1031/c1.html"


@pytest.mark.parametrize("head", [LINKED, META])
def test_the_printed_day_wins_over_what_is_declared(head: str) -> None:
    article = report("2024-11-01 07:30", head=head, url=URL)
    assert article.date_published == at(2024, 11, 1, 7, 30)


@pytest.mark.parametrize(
    ("head", "url", "moment", "found_by"),
    [
        (LINKED, URL, at(2024, 11, 1, 7, 30), "linked_data"),
        (META, URL, at(2024, 11, 1, 7, 30), "meta"),
        ("", URL, at(2024, 10, 31), "in_address"),
        ("", "http://www.jia.example/20241031/1.html", at(2024, 10, 31), "in_address"),
        ("", "http://www.jia.example/2024-10/31/c.htm", at(2024, 10, 31), "in_address"),
        (
            "",
            "http://www.jia.example/24/1031/15/A.html",
            at(2024, 10, 31),
            "in_address",
        ),
        ("", "http://www.jia.example/2410/31/A.html", at(2024, 10, 31), "in_address"),
        (
            "<meta name='pubdate' content='20241031153000'>",
            "http://www.jia.example/1.html",
            at(2024, 10, 31, 15, 30),
            "meta",
        ),
        (
            "<meta name='publish_time' content='1730359800'>",
            "http://www.jia.example/1.html",
            at(2024, 10, 31, 15, 30),
            "meta",
        ),
    ],
)
def test_declared_where_nothing_is_printed(
    head: str, url: str, moment: datetime, found_by: str
) -> None:
    article = report("来源：江口日报", head=head, url=url)
    assert article.date_published == moment
    assert article.found_by["date_published"] == found_by


@pytest.mark.parametrize(
    ("head", "url", "year"),
    [
        ("<meta itemprop='dateUpdate' content='2019-10-08 12:00:57'>", "", 2019),
        ("", "http://www.jia.example/2016-10/08/c.html", 2016),
        ("", "http://www.jia.example/20161008/1.html", 2016),
        ("", "http://www.jia.example/1610/08/1.html", 2016),
        ("<script>var publishTime = '2018-10-08 12:00';</script>", "", 2018),
        ('<script>{"ptime": 1507435200}</script>', "", 2017),
        ("<link rel='icon' href='/pic/2015/1008/a.png'>", "", 2015),
        ('<script>{"time":"2020-02-29 21:12:16"}</script>', "", 2019),
        ('<script>{"dtime": "1577630049"}</script>', "", 2019),
        ('<script>{"expireTime":"2030-01-01"}</script>', "", None),
        ("", "", None),
    ],
)
def test_the_year_that_is_not_printed(head: str, url: str, year: int | None) -> None:
    url = url or "http://www.jia.example/1.html"
    article = report("发布时间：10-08 12:00", head=head, url=url)
    expected = at(year, 10, 8, 12) if year else None
    assert article.date_published == expected


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("11-01 15:30", at(2024, 11, 1, 15, 30)),
        ("12-31 15:30", at(2023, 12, 31, 15, 30)),
        ("3小时前", at(2024, 11, 2, 9)),
        ("昨天 12:01", at(2024, 11, 1, 12, 1)),
        ("今日 09:18 江口新聞", at(2024, 11, 2, 9, 18)),
        ("2天前", at(2024, 10, 31)),
        ("来源：江口日报 2天前", at(2024, 10, 31)),
        ("发布于2天前 | 江口日报", at(2024, 10, 31)),
    ],
)
def test_counted_from_the_fetch(line: str, moment: datetime) -> None:
    assert report(line, fetched=FETCHED).date_published == moment


def test_what_a_sentence_says_of_yesterday_is_no_day_of_publication() -> None:
    article = report("记者昨天从县里获悉，三条线路通车。", fetched=FETCHED)
    assert article.date_published is None


def test_a_moment_that_shows_where_one_points_at_it() -> None:
    line = "张三 发表于 <span title='2024-10-31 08:30'>2 天前</span>"
    assert report(line, fetched=FETCHED).date_published == at(2024, 10, 31, 8, 30)
    assert report(line).date_published == at(2024, 10, 31, 8, 30)
    line = "张三 <a title='查看 2024-10-31 的版面'>2 天前</a>"
    assert report(line).date_published is None


@pytest.mark.parametrize("line", ["3小时前", "昨天 12:01", "今日 09:18 江口新聞"])
def test_how_long_ago_is_left_unread_without_the_fetch(line: str) -> None:
    head = '<script>{"time":"2020-02-29 21:12:16"}</script>'
    assert report(line, "来源：江口日报", head=head).date_published is None


def test_a_day_to_come_is_none_of_publication() -> None:
    article = report("2024-12-20 09:00", "2024-11-01 15:30", fetched=FETCHED)
    assert article.date_published == at(2024, 11, 1, 15, 30)


def test_the_page_says_which_number_is_the_month() -> None:
    head = "<meta name='date' content='2024-01-11'>"
    assert report("01/11/2024", head=head).date_published == at(2024, 1, 11)
    assert report("01/11/2024").date_published == at(2024, 11, 1)


TEASERS = (
    "<ul>"
    + "".join(
        f"<li><a href='/{n}.html'>{title}</a> <span>2023-05-0{n} 10:00</span></li>"
        for n, title in enumerate(
            ("渡口的新桥通车了", "镇上的图书馆开门", "秋收提前一周"), 1
        )
    )
    + "</ul>"
)
COMMENTS = (
    "<div class='comment-list'><h3>网友评论</h3>"
    "<div class='comment'>路人 2023-06-01 10:00 说得好</div>"
    "<div class='comment'>过客 2023-06-02 11:00 赞同</div></div>"
)


@pytest.mark.parametrize(
    "below",
    [
        (TEASERS,),
        (COMMENTS,),
        ("版权所有 © 江口网 2023-07-01",),
        (SENTENCE + "2023年8月1日，校车换了新的。",),
    ],
)
def test_days_of_others_are_none_of_the_article_s(below: tuple[str, ...]) -> None:
    assert report("来源：江口日报 作者：张三", below=below).date_published is None
    dated = report("2024-11-01 15:30", below=below)
    assert dated.date_published == at(2024, 11, 1, 15, 30)


@pytest.mark.parametrize(
    ("over", "moment"),
    [
        ("<div>2024年11月1日 星期五 第A03版：成长</div>", at(2024, 11, 1)),
        ("<div>2024年11月1日 星期五 <a href='#'>旧版</a></div>", at(2024, 11, 1)),
        ("<div>今天是2024年11月1日 星期五</div>", None),
    ],
)
def test_the_edition_of_a_printed_paper(over: str, moment: datetime | None) -> None:
    over += "".join(f"<p><a href='/{n}'>版{n}</a></p>" for n in range(8))
    assert report("来源：江口日报", over=over).date_published == moment


def test_below_the_body() -> None:
    below = ("发布日期：2024-11-01 15:30",)
    article = report("来源：江口日报", below=below)
    assert article.date_published == at(2024, 11, 1, 15, 30)
    assert article.found_by["date_published"] == "printed_after_body"


TOKYO = timezone(timedelta(hours=9))
MOMENT = datetime(2024, 11, 1, 15, 30, tzinfo=TOKYO)
LINKED = """<script type='application/ld+json'>
    {"@type": "NewsArticle", "datePublished": "2024-11-01T15:30:00+09:00"}</script>"""


@pytest.mark.parametrize(
    ("line", "head", "moment"),
    [
        (
            "<time datetime='2024-11-01T15:30:00+09:00'>2024年11月1日 15時30分</time>",
            "",
            MOMENT,
        ),
        (
            "<b>山野花</b><time datetime='2024-11-01T15:30+0900'>2024.11.1 15:30</time>",
            "",
            MOMENT,
        ),
        (
            "2024-11-01 15:30",
            "<meta property='article:published_time' content='2024-11-01T15:30:20+09:00'>",
            MOMENT,
        ),
        ("2024-11-01 15:30", LINKED, MOMENT),
        # another moment, and a template's zero
        (
            "2024-11-01 15:30",
            "<meta property='article:published_time' content='2024-11-01T15:31+09:00'>",
            at(2024, 11, 1, 15, 30),
        ),
        (
            "<time datetime='2024-11-01T15:30:00Z'>2024-11-01 15:30</time>",
            "",
            at(2024, 11, 1, 15, 30),
        ),
    ],
)
def test_zone_that_the_page_declares(line: str, head: str, moment: datetime) -> None:
    found = report(line, head=head).date_published
    assert found is not None
    assert found == moment
    assert found.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        (
            "Published: Nov 1, 2024 4:05pm | Updated: Nov 2, 2024 8:30am",
            at(2024, 11, 2, 8, 30),
        ),
        ("2024-11-01 | Last modified: 2024-11-02 08:30", at(2024, 11, 2, 8, 30)),
        ("2024/11/1 19:30（11/2 21:00 更新）", at(2024, 11, 2, 21)),
        ("更新：2024-11-02 08:30 发布：2024-11-01 15:30", at(2024, 11, 2, 8, 30)),
        (
            f"<time>2024-11-01</time><time class='updated' {MACHINE}>Nov 2</time>",
            at(2024, 11, 2, 8, 30),
        ),
        (f"2024-11-01 <time class='published updated' {MACHINE}>Nov 2</time>", None),
    ],
)
def test_an_update_by_its_label(line: str, moment: datetime | None) -> None:
    assert report(line, fetched=FETCHED).date_modified == moment


def test_a_printed_day_of_update_with_the_declared_time() -> None:
    head = "<meta property='article:modified_time' content='2024-11-02T08:30:00+08:00'>"
    article = report("2024-11-01 更新：2024-11-02", head=head)
    assert article.date_modified == at(2024, 11, 2, 8, 30)


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("周五, 11/01/2024 - 14:20", at(2024, 11, 1, 14, 20)),
        ("Friday, 11/01/2024 - 14:20", at(2024, 11, 1, 14, 20)),
        ("星期一 01/11/2024 14:20", at(2024, 11, 1, 14, 20)),  # neither is a Monday
        ("星期四 11/01/2024 14:20", at(2024, 1, 11, 14, 20)),
    ],
)
def test_the_weekday_says_which_is_the_month(line: str, moment: datetime) -> None:
    assert report(line).date_published == moment


@pytest.mark.parametrize(
    "opening",
    ["2024-11-01 15:30", "2024-11-01 15:30 | 江口日报", "2024年11月1日（星期五）"],
)
def test_a_day_that_opens_the_text_is_no_paragraph(opening: str) -> None:
    article = report(first=f"{opening}</p><p>")
    assert article.date_published
    assert article.date_published.date() == at(2024, 11, 1).date()
    assert article.body[0].startswith(SENTENCE)


def test_a_second_day_that_opens_the_text_is_not_asked() -> None:
    article = report("2024-11-02 15:30 来源：江口日报", first="2024年11月1日</p><p>")
    assert article.date_published == at(2024, 11, 2, 15, 30)


def test_a_name_and_a_day_beside_a_face_are_no_caption() -> None:
    line = "<img src='/u/33.jpg'><a>江口观察</a><span>2024-11-01 08:00</span>"
    article = report(line)
    assert article.date_published == at(2024, 11, 1, 8)
    assert article.captions == ()


def test_a_day_and_a_name_that_are_links_in_a_header() -> None:
    links = "<a href='/2024/11/01/a/'>2024年11月1日</a> <a href='/author/w/'>王小三</a>"
    markup = (
        "<html><head><meta charset='utf-8'><title>河口小学的早班车</title></head><body>"
        f"<article><header><h1>河口小学的早班车</h1><div>{links}</div></header>"
        f"<div>{f'<p>{SENTENCE * 2}</p>' * 4}</div></article></body></html>"
    )
    page = Page.from_bytes(markup.encode(), url="http://www.jia.example/1.html")
    article = extract(page)
    assert article.date_published == at(2024, 11, 1)
    assert article.authors == ("王小三",)


@pytest.mark.parametrize(
    ("lines", "moment"),
    [
        (("2024.11.01", "15:30"), at(2024, 11, 1, 15, 30)),
        (("2024.11.01", "15:30:45"), at(2024, 11, 1, 15, 30, 45)),
        (("2024.11.01", "<span>03:21</span> 播放"), at(2024, 11, 1)),
        (("2024.11.01", "<p>15:30</p>"), at(2024, 11, 1)),
        (("2024.11.01 江口网", "15:30"), at(2024, 11, 1)),
    ],
)
def test_a_time_in_the_line_behind_its_day(
    lines: tuple[str, ...], moment: datetime
) -> None:
    assert report(*lines).date_published == moment


@pytest.mark.parametrize(
    ("last", "moment"),
    [
        ("2024年11月1日", at(2024, 11, 1)),
        ("二〇二四年十一月一日", at(2024, 11, 1)),
        ("截至2024年11月1日", None),
        ("2024年11月1日至3日", None),
        ("活动于2024年11月1日", None),
    ],
)
def test_the_day_that_signs_an_announcement(last: str, moment: datetime | None) -> None:
    article = report("来源：河口文物局", last=f"</p><p>河口文物局</p><p>{last}")
    assert article.date_published == moment


def test_another_day_is_believed_before_the_one_that_signs() -> None:
    last = "</p><p>河口文物局</p><p>2024年10月30日"
    assert report("2024-11-01 15:30", last=last).date_published == at(
        2024, 11, 1, 15, 30
    )


def test_a_day_alone_where_a_summary_stands() -> None:
    line = "<div class='summary'><p>Nov 1, 2024, 15:30</p><p>河口</p></div>"
    assert report(line).date_published == at(2024, 11, 1, 15, 30)


def test_a_dateline_with_its_year() -> None:
    first = "【江口報2010年05月12日訊】"
    assert report(first=first).date_published == at(2010, 5, 12)
    assert report(first="他在2010年05月12日說，").date_published is None


@pytest.mark.parametrize(
    "line",
    [
        "12. Mai 2010",
        "12 mai 2010",
        "12 de mayo de 2010",
        "12 maggio 2010",
        "12 мая 2010 г.",
    ],
)
def test_months_in_other_languages(line: str) -> None:
    assert report(line).date_published == at(2010, 5, 12)


def test_an_accounts_day_that_is_a_link() -> None:
    day = "<a href='/u/7/1'>发布于2020-04-28 22:36</a>"
    over = f"<div><a href='/u/7'>慢慢走</a></div><div>{day}</div>"
    moment = at(2020, 4, 28, 22, 36)
    assert report(over=over).date_published == moment


def test_a_day_in_brackets_that_goes_on() -> None:
    first = "（原定2024年11月1日电影首映的剧院，因台风推迟开门）"
    assert report(first=first).date_published is None
