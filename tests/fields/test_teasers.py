"""Links to other articles are read with what is printed beside them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawler import Page, extract
from crawler.items import Teaser
from tests.fields.pages import Report, report

HOST = "http://www.jia.example"
LAMP = "渡口的灯又亮了三盏"
ROAD = "镇上修路要修到年底"
PROSE = "灯是去年冬天坏的，船工老周每晚提着马灯站在渡口等最后一班船"
DAY = date(2024, 11, 1)


def teasers(markup: str) -> tuple[Teaser, ...]:
    return report(below=(markup,)).teasers


def item(*lines: str, href: str = "/2.html", headline: str = LAMP) -> str:
    told = "".join(lines)
    return f"<ul><li><a href='{href}'>{headline}</a>{told}</li></ul>"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/2.html", f"{HOST}/2.html"),
        ("./a/2.html", f"{HOST}/a/2.html"),
        ("//news.jia.example/2.html#top", "http://news.jia.example/2.html"),
        ("https://yi.example/即時/2", "https://yi.example/%E5%8D%B3%E6%99%82/2"),
        ("?id=2", f"{HOST}/1.html?id=2"),
    ],
)
def test_address_and_headline(href: str, url: str) -> None:
    assert teasers(item(href=href)) == (Teaser(url=url, headline=LAMP),)


@pytest.mark.parametrize(
    "href",
    [
        "",
        "#",
        "#top",
        "javascript:void(0)",
        "JavaScript:;",
        "mailto:a@jia.example",
        "tel:1",
    ],
)
def test_a_link_that_leads_nowhere_advertises_nothing(href: str) -> None:
    assert teasers(item(href=href)) == ()


@pytest.mark.parametrize(
    "href", ["/", "http://yi.example", "http://yi.example/", "/1.html"]
)
def test_neither_a_home_page_nor_this_page_is_another_article(href: str) -> None:
    assert teasers(item(href=href)) == ()


@pytest.mark.parametrize(
    "headline",
    [
        f"· {LAMP}",
        f"■{LAMP} |",
        f"{LAMP} &gt;&gt;",
        f"<em>3</em>{LAMP}",
        f"<span>12.</span> {LAMP}",
        f"{LAMP}<span>20:02</span>",
        f"{LAMP} <i>11-01</i>",
        f"<b>1</b> {LAMP} <i>208</i>",
        f"\n {LAMP}\n\n",
    ],
)
def test_headline_without_rank_clock_and_bullets(headline: str) -> None:
    assert [found.headline for found in teasers(item(headline=headline))] == [LAMP]


@pytest.mark.parametrize(
    "headline",
    ["500盏灯照亮渡口", "渡口的灯：2024", "<b>500</b>盏灯照亮渡口", "【渡口】灯亮了…"],
)
def test_headline_with_what_belongs_to_it(headline: str) -> None:
    whole = headline.replace("<b>", "").replace("</b>", "")
    assert [found.headline for found in teasers(item(headline=headline))] == [whole]


@pytest.mark.parametrize("label", ["相关报道：", "【延伸阅读】", "点击阅读："])
def test_headline_without_a_label_of_further_reading(label: str) -> None:
    assert [f.headline for f in teasers(item(headline=label + LAMP))] == [LAMP]


@pytest.mark.parametrize(
    "line",
    [
        "<span>2024-11-01</span>",
        "<div>2024-11-01 15:30</div>",
        "<p>发布时间：2024年11月1日</p>",
        "<p>[2024/11/01]</p>",
        "<p>Nov 1, 2024</p>",
        "<p>2024-11-01 | 阅读 12</p>",
    ],
)
def test_day_beside_the_headline(line: str) -> None:
    (found,) = teasers(item(line))
    assert (found.headline, found.date, found.summary) == (LAMP, DAY, None)


@pytest.mark.parametrize(
    "line", ["<p>11-01 15:30</p>", "<p>3小时前</p>", "<p>12-2718:40</p>"]
)
def test_a_day_without_year_is_neither_day_nor_summary(line: str) -> None:
    assert teasers(item(line)) == (Teaser(url=f"{HOST}/2.html", headline=LAMP),)


@pytest.mark.parametrize(
    ("line", "reads"),
    [
        ("阅读 945", 945),
        ("阅读：1,307", 1307),
        ("閱讀(12)", 12),
        ("945次浏览", 945),
        ("1.2万阅读", 12_000),
        ("3万阅读", 30_000),
        ("0 阅读", 0),
        ("點擊數：7", 7),
        ("2024-11-01 阅读 8", 8),
        ("阅读量 1.5万", 15_000),
        ("10万+阅读", 100_000),
    ],
)
def test_reads(line: str, reads: int) -> None:
    (found,) = teasers(item(f"<p>{line}</p>"))
    assert (found.headline, found.reads) == (LAMP, reads)


def test_summary_day_and_reads_on_lines_of_their_own() -> None:
    (found,) = teasers(item(f"<p>{PROSE}...</p>", "<p>2024-11-01</p>", "<p>阅读 9</p>"))
    assert found == Teaser(
        url=f"{HOST}/2.html", headline=LAMP, summary=f"{PROSE}...", date=DAY, reads=9
    )


def test_summary_ends_where_day_and_reads_begin() -> None:
    (found,) = teasers(item(f"<p>{PROSE} 发布时间：2024-11-01 15:30 阅读 9</p>"))
    assert (found.summary, found.date, found.reads) == (PROSE, DAY, 9)


def test_a_day_that_the_summary_tells_of_is_not_the_teasers() -> None:
    prose = f"2020年5月2日起，{PROSE}，直到2020年12月3日为止"
    (found,) = teasers(item(f"<p>{prose}</p>"))
    assert (found.summary, found.date) == (prose, None)


def test_facts_in_parts_without_white_space() -> None:
    told = "<span>江口发布</span><span>2024-11-01</span><span>阅读 862</span>"
    (found,) = teasers(item(f"<p>{PROSE}。</p>", f"<p>{told}</p>"))
    assert (found.summary, found.date, found.reads) == (f"{PROSE}。", DAY, 862)
    (found,) = teasers(item("<p><i>阅读 8</i><i>2024-11-01</i><i>江口网</i></p>"))
    assert (found.summary, found.date, found.reads) == (None, DAY, 8)
    (found,) = teasers(item("<i>阅读 8</i><i>2024-11-01</i>"))
    assert (found.headline, found.date, found.reads) == (LAMP, DAY, 8)


def test_a_day_in_bold_is_prose() -> None:
    prose = f"{PROSE}，报名截止到<b>2024年12月3日</b>"
    (found,) = teasers(item(f"<p>{prose}</p>"))
    assert found.date is None
    assert found.summary
    assert found.summary.endswith("2024年12月3日")


@pytest.mark.parametrize(
    "line",
    [
        "<p>2024-11-01 评论 32 赞 115</p>",
        "<p>2024-11-01 <a href='/2.html'>[阅读全文]</a></p>",
        "<p>📅 2024.11.01 👁 588 <a href='/2.html'>阅读全文 →</a></p>",
    ],
)
def test_day_beside_what_is_no_day(line: str) -> None:
    (found,) = teasers(item(f"<p>{PROSE}</p>", line))
    assert (found.summary, found.date, found.reads) == (PROSE, DAY, None)


@pytest.mark.parametrize(
    "count", ["播放 2.3万", "热度 1024", "围观 10万+", "（6789012）", "点赞：32.1万"]
)
def test_a_count_of_something_else_beside_a_short_headline(count: str) -> None:
    (found,) = teasers(item(f"<span>{count}</span>"))
    assert (found.headline, found.reads) == (LAMP, None)


def test_sections_with_their_counts_are_no_teasers() -> None:
    assert teasers(item(" (2304)", headline="江口文化观察")) == ()


def card(number: int, facts: str) -> str:
    told = f"<h4>{LAMP}{number}</h4><p>{PROSE}</p><div>{facts}</div>"
    return f"<a class=card href=/{number}.html>{told}</a>"


@pytest.mark.parametrize(
    ("facts", "day", "reads"),
    [
        ("<span>2024-11-01</span>", DAY, None),
        ("<span>2024-11-01</span><span>江口网</span>", DAY, None),
        ("阅读 12", None, 12),
        ("江口网", None, None),
    ],
)
def test_cards_inside_one_link(facts: str, day: date | None, reads: int | None) -> None:
    found = teasers("".join(card(n, facts) for n in (2, 3)))
    assert [(f.headline, f.summary, f.date, f.reads) for f in found] == [
        (f"{LAMP}{n}", PROSE, day, reads) for n in (2, 3)
    ]


def test_a_day_over_the_headline_in_one_link() -> None:
    cards = [
        f"<a href=/{n}.html><div>2024-11-0{n}</div><h4>{LAMP}{n}</h4><p>{PROSE}</p></a>"
        for n in (2, 3)
    ]
    assert [(f.headline, f.summary, f.date) for f in teasers("".join(cards))] == [
        (f"{LAMP}{n}", PROSE, date(2024, 11, n)) for n in (2, 3)
    ]


def test_how_long_ago_is_read_against_the_moment_of_fetching() -> None:
    lines = [
        item(f"<span>{ago}</span>", href=f"/{n}.html", headline=f"{LAMP}{n}")
        for n, ago in enumerate(("3小时前", "昨天", "2天前", "11-01"), start=2)
    ]
    fetched = datetime(2024, 11, 3, 9, 30, tzinfo=UTC)
    found = report(below=tuple(lines), fetched=fetched).teasers
    assert [f.date for f in found] == [date(2024, 11, n) for n in (3, 2, 1)] + [None]
    assert {f.date for f in teasers("".join(lines))} == {None}


def row(number: int, behind: str) -> str:
    link = f"<a href=/{number}.html>{LAMP}{number}</a>"
    return f"<div class=row><h4>{link}</h4>{behind}</div>"


def test_days_behind_headlines() -> None:
    found = teasers("".join(row(n, f"<span>2024-11-0{n}</span>") for n in (2, 3, 4)))
    assert [(f.headline, f.date) for f in found] == [
        (f"{LAMP}{n}", date(2024, 11, n)) for n in (2, 3, 4)
    ]


def test_days_before_headlines() -> None:
    rows = [
        f"<li><p>2024-11-0{n}</p><p><a href=/{n}.html>{LAMP}{n}</a></p></li>"
        for n in (2, 3, 4)
    ]
    found = teasers(f"<ul>{''.join(rows)}</ul>")
    assert [(f.headline, f.date) for f in found] == [
        (f"{LAMP}{n}", date(2024, 11, n)) for n in (2, 3, 4)
    ]


def test_ranks_between_headlines_are_nobodys_counts() -> None:
    lines = "".join(
        f"<p>{n}</p><p><a href=/{n}.html>{LAMP}{n}</a></p>" for n in (2, 3, 4)
    )
    assert [(f.headline, f.reads, f.date) for f in teasers(lines)] == [
        (f"{LAMP}{n}", None, None) for n in (2, 3, 4)
    ]


def test_two_links_to_one_article_are_one_teaser() -> None:
    first = f"<p><a href=/2.html>{LAMP}</a></p>"
    last = f"<p><a href=/2.html>{PROSE * 2}</a></p>"
    for markup in (first + last, last + first):
        (found,) = teasers(f"<ul><li>{markup}</li></ul>")
        assert (found.headline, found.summary) == (LAMP, PROSE * 2)


def test_several_teasers_on_a_line() -> None:
    found = teasers(f"<a href=/2.html>{LAMP}</a> | <a href=/3.html>{ROAD}</a>")
    assert [(f.url, f.headline) for f in found] == [
        (f"{HOST}/2.html", LAMP),
        (f"{HOST}/3.html", ROAD),
    ]
    assert (
        teasers(f"<a href=/2.html>{LAMP}</a> <a href=/2.html#c>12评论</a>") == found[:1]
    )


def test_a_page_without_an_address_keeps_headlines() -> None:
    found = report(below=(item(),), url="file:///1.html").teasers
    assert found == (Teaser(headline=LAMP),)


def test_boxes_that_recur() -> None:
    boxes = "".join(
        f"<div class='item'><h4><a href='/{n}.html'>{headline}</a></h4><p>{PROSE}</p></div>"
        for n, headline in ((2, LAMP), (3, ROAD))
    )
    assert teasers(f"<div class='list'>{boxes}</div>") == (
        Teaser(url=f"{HOST}/2.html", headline=LAMP, summary=PROSE),
        Teaser(url=f"{HOST}/3.html", headline=ROAD, summary=PROSE),
    )


@pytest.mark.parametrize(
    "headline", ["老人学会用微博维权 社区送上点赞", "微信支付昨天推出儿童手表版"]
)
def test_headlines_that_speak_of_buttons(headline: str) -> None:
    assert teasers(item(headline=headline))[0].headline == headline


@pytest.mark.parametrize("button", ["分享到微信", "微博", "上一篇：渡口的灯又亮了三盏"])
def test_buttons_are_no_headlines(button: str) -> None:
    assert teasers(item(headline=button)) == ()


def beside(told: str, rel: str = " rel=prev") -> str:
    return f"<nav class=post-navigation><a href=/2.html{rel}>{told}</a></nav>"


def test_the_article_before_in_a_navigation() -> None:
    expected = (Teaser(url=f"{HOST}/2.html", headline=LAMP),)
    assert teasers(beside(f"<span>« 上一篇</span><h5>{LAMP}</h5>")) == expected
    assert teasers(beside(f"\n<i>{LAMP}</i>\n")) == expected


@pytest.mark.parametrize(
    "told", ["上一篇", f"上一篇：{LAMP}", f"Previous: {LAMP}", f"<i>上一篇</i>{LAMP}"]
)
def test_links_that_name_their_place_are_buttons(told: str) -> None:
    assert teasers(beside(told)) == ()
    assert teasers(beside(f"<h5>{LAMP}</h5>", rel="")) == ()


def test_reads_behind_a_short_headline() -> None:
    [teaser] = teasers(item("<em>9876次阅读</em>", headline="柑橘丰收愁销路"))
    assert (teaser.headline, teaser.reads) == ("柑橘丰收愁销路", 9876)


def test_a_link_behind_the_first_lines() -> None:
    more = "<a href='/2.html'>[详细]</a>"
    markup = f"<dl><dt><a href='/2.html'>{LAMP}</a></dt><dd>{PROSE}……{more}</dd></dl>"
    [teaser] = teasers(markup)
    assert (teaser.headline, teaser.summary) == (LAMP, f"{PROSE}……")


def test_teasers_behind_the_end_of_the_page() -> None:
    page = Report(below=(item(),)).page()
    row = f"<div><a href='/3.html'>{ROAD}</a></div><div>{PROSE}</div>"
    behind = f"</html>{row}</html>{item(href='/4.html')}<p>{PROSE}</p>{row}"
    whole = f"{page.text}{behind}".encode()
    found = extract(Page.from_bytes(whole, url=page.url)).teasers
    assert {teaser.headline for teaser in found} >= {LAMP}
