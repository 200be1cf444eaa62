"""What a body is and is not, where few outlets have shown a model."""

from __future__ import annotations

import pytest

from crawler import Article, Page, extract
from crawler.notices import is_advertising, is_call, is_notice, is_reading_time, is_tool
from crawler.signs import is_day
from tests.fields.pages import HEADLINE, SENTENCE, report

DATE = "2024-11-01 15:30 来源：江口日报"
PARAGRAPH = SENTENCE * 2
URL = "http://www.jia.example/1.html"
ITEMS = "".join(
    f"<li><a href='/n/{n}.html'>镇里今年办成的第{n}件事，昨天有了结果</a></li>"
    for n in range(6)
)


def body_of(markup: str, title: str = HEADLINE) -> tuple[str, ...]:
    """Return the body of a page with menu, related news and foot around ``markup``."""
    return article_of(markup, title).body


def headlines_of(markup: str) -> set[str]:
    """Return the headlines of the same page's teasers."""
    return {teaser.headline for teaser in article_of(markup).teasers}


def article_of(markup: str, title: str = HEADLINE) -> Article:
    """Return what is read from the same page."""
    whole = (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>"
        "<div class='nav'><a href='/'>首页</a><a href='/sh/'>社会</a></div>"
        f"<div class='main'>{markup}</div><div class='side'><h3>热点</h3><ul>{ITEMS}</ul>"
        "</div><div class='foot'>© 江口日报 蜀ICP备00000001号</div></body></html>"
    )
    return extract(Page.from_bytes(whole.encode(), url=URL))


def article(content: str) -> str:
    return f"<h1>{HEADLINE}</h1><div class='info'>{DATE}</div><div class='txt'>{content}</div>"


@pytest.mark.parametrize(
    "text",
    [
        "广告",
        "【广告】",
        "-- 广告，请继续往下阅读 --",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "赞助内容",
    ],
)
def test_a_label_of_advertisements(text: str) -> None:
    assert is_advertising(text)
    paragraphs = [
        f"<p>{text}</p>" if n == 2 else f"<p>{PARAGRAPH}</p>" for n in range(5)
    ]
    assert body_of(article("".join(paragraphs))) == (PARAGRAPH,) * 4


@pytest.mark.parametrize(
    "text", ["广告法昨天修订。", "他说，广告不是这样做的", "推广普通话"]
)
def test_what_speaks_of_advertisements(text: str) -> None:
    assert not is_advertising(text)


@pytest.mark.parametrize(
    "text",
    [
        "点击领取新人大礼包",
        "今年收成好，点此预约",
        "打开APP阅读全文",
        "限时抢购：脐橙十斤>>",
    ],
)
def test_a_link_that_calls(text: str) -> None:
    assert is_call(text)
    link = f"<p><a href='http://ad.example/1'>{text}</a></p>"
    content = f"<p>{PARAGRAPH}</p>" * 2 + link + f"<p>{PARAGRAPH}</p>" * 2
    assert body_of(article(content)) == (PARAGRAPH,) * 4


@pytest.mark.parametrize(
    "text",
    [
        "全文共3215字，阅读大约需要8分钟",
        "字数：2310 阅读时长约6分钟",
        "预计阅读时间：5分钟",
    ],
)
def test_how_long_it_takes_to_read(text: str) -> None:
    assert is_reading_time(text)
    content = f"<p>{text}</p>" + f"<p>{PARAGRAPH}</p>" * 4
    assert body_of(article(content)) == (PARAGRAPH,) * 4


@pytest.mark.parametrize("text", ["他每天阅读30分钟。", "阅读室开放到9点"])
def test_what_speaks_of_reading(text: str) -> None:
    assert not is_reading_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "如果你或身边的人正经历困境，请拨打全国统一心理援助热线12356。",
        "请珍爱生命，必要时寻求专业帮助。",
        "摄影｜张三",
        "设计：张三　剪辑：李四",
        "值班编委：张三",
    ],
)
def test_notices_at_the_end(text: str) -> None:
    assert is_notice(text)
    assert report(DATE, last=f"</p><p>{text}").body[-1] == PARAGRAPH


@pytest.mark.parametrize(
    "text", ["联系人：张三", "主持人：张三", "设计：用老砖砌成的墙"]
)
def test_what_is_no_notice(text: str) -> None:
    assert not is_notice(text)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("2024-11-01 15:30", True),
        ("2024年11月1日（星期五）", True),
        ("Nov 1, 2024", True),
        ("2024-11-01 | 江口日报", True),
        ("2024年11月1日，他回到镇上", False),
        ("2024年11月1日。", False),
        ("镇上", False),
    ],
)
def test_a_day_alone(text: str, *, is_one: bool) -> None:
    assert is_day(text) is is_one


@pytest.mark.parametrize("heading", ["相关链接", "延伸阅读：", "推荐阅读"])
def test_a_heading_over_links_behind_the_text(heading: str) -> None:
    links = "".join(
        f"<p><a href='/n/{n}.html'>镇里今年办成的第{n}件事</a></p>" for n in range(3)
    )
    content = f"<p>{PARAGRAPH}</p>" * 4 + f"<p>{heading}</p>{links}"
    assert body_of(article(content)) == (PARAGRAPH,) * 4


LINK = "<a href='/n/7.html'>镇里的校车换了新司机</a>"


def between(*lines: str) -> str:
    """Return an article of five paragraphs with one of ``lines`` behind each."""
    rest = [*lines, "", "", "", ""][:4]
    told = (f"<p>{PARAGRAPH}</p>{line}" for line in rest)
    return article("".join(told) + f"<p>{PARAGRAPH}</p>")


@pytest.mark.parametrize(
    "line",
    [
        f"相关报道：{LINK}",
        f"同場加映：{LINK}",
        f"另请参阅：{LINK}",
        f"更多内容请见：{LINK}",
        "Related: <a href='/n/7.html'>镇里的校车换了新司机</a>",
        f"【延伸阅读】{LINK}",
        f"（相關新聞：{LINK}）",
        f"<b>推荐阅读</b> | {LINK}",
        f"&gt;&gt;&gt;{LINK}",
        f"▶ {LINK}",
        "<a href='/n/7.html'>点击阅读：镇里的校车换了新司机</a>",
    ],
)
def test_further_reading_between_paragraphs(line: str) -> None:
    page = between("", f"<p>{line}</p>")
    assert body_of(page) == (PARAGRAPH,) * 5
    assert "镇里的校车换了新司机" in headlines_of(page)


@pytest.mark.parametrize(
    "line",
    [
        f"相关报道：{LINK}，他在这条路上开了十一年。",
        f"老周说，相关报道：{LINK}",
        f"相关报道说{LINK}",
        f"相关报道：{LINK} {LINK}",
        "相关报道：镇里的校车换了新司机",
        "相关链接：<a href='http://yi.example/7'>http://yi.example/7</a>",
    ],
)
def test_a_line_that_holds_a_link_is_body(line: str) -> None:
    assert len(body_of(between("", f"<p>{line}</p>"))) == 6


@pytest.mark.parametrize(("tag", "count"), [("h3", 4), ("b", 2), ("b", 4)])
def test_lines_that_point_are_headings_of_a_digest(tag: str, count: int) -> None:
    page = between(
        *[
            f"<p><{tag}>▶ {LINK}</{tag}></p><p>第{n}位新司机姓周，他说{SENTENCE}</p>"
            for n in range(count)
        ]
    )
    assert sum(line.startswith("▶") for line in body_of(page)) == count


def test_another_article_below() -> None:
    other = "<h2>渡口的灯又亮了</h2><div>2024-10-31 08:00 来源：江口晚报</div>"
    content = f"<p>{PARAGRAPH}</p>" * 4
    text = "<p>渡口的灯亮了一夜，船都靠在岸边，没有人说话。</p>" * 3
    below = f"<div class='txt'>{other}{text}</div>"
    assert body_of(article(content) + below) == (PARAGRAPH,) * 4


@pytest.mark.parametrize("anchor", ["<a name='top'>", "<a name='top'></a>"])
def test_a_place_to_be_led_to_is_no_link(anchor: str) -> None:
    content = anchor + f"<p>{PARAGRAPH}</p>" * 4
    assert body_of(article(content)) == (PARAGRAPH,) * 4


def test_subheads_without_markup_in_sections() -> None:
    lines = ["水从哪里来", "钱花到哪里去", "人往哪里走"]
    sections = "".join(
        f"<div class='sec'><div class='sec-t'><span>{line}</span></div>"
        f"<div class='sec-b'><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></div></div>"
        for line in lines
    )
    expected = [part for line in lines for part in (line, PARAGRAPH, PARAGRAPH)]
    opening = f"<p>{PARAGRAPH}</p>"
    assert body_of(article(opening + sections)) == (PARAGRAPH, *expected)


def test_a_short_report_and_long_remarks() -> None:
    remark = (
        "这条路早就该修了，我们家就住在旁边，下雨天孩子们上学都要绕道走，盼了好几年。"
    )
    remarks = "".join(
        f"<div class='c-item'><div>网友{n} 2024-11-0{n} 10:00</div><p>{remark}</p></div>"
        for n in range(1, 6)
    )
    flash = "河口镇今天早上八点起恢复供水，水质已经检验合格。"
    second = "停水三天的三个村子都已经来水。"
    markup = article(f"<p>{flash}</p><p>{second}</p>")
    comments = f"<div class='comment-area'><h3>网友评论</h3>{remarks}</div>"
    assert body_of(markup + comments) == (flash, second)


def test_whom_an_announcement_says_to_call() -> None:
    lines = [
        "因工作需要，河口镇图书馆面向社会公开招聘工作人员三名，现将有关事项公告如下：",
        "一、招聘岗位",
        "古籍修复员一名，阅览服务员两名，需要能够适应周末和节假日的值班工作。",
        "二、报名时间和方式",
        "2024年12月1日至5日，携带身份证、学历证书到图书馆二楼办公室现场报名。",
        "联系电话：0571-88880000",
        "河口镇图书馆",
        "2024年11月1日",
    ]
    content = "".join(f"<p>{line}</p>" for line in lines)
    assert body_of(article(content)) == tuple(lines)


def test_a_line_alone_with_its_picture() -> None:
    picture = "<p align='center'><img src='/p/1.jpg'><br>学生在渡口清理杂物。</p>"
    content = f"<p>{PARAGRAPH}</p>" * 2 + picture + f"<p>{PARAGRAPH}</p>" * 2
    assert body_of(article(content)) == (PARAGRAPH,) * 4


def test_a_table_that_ends_a_text() -> None:
    rows = [("品种", "批发价"), ("茭白", "2.0元"), ("莲藕", "2.7元"), ("芋头", "4.8元")]
    cells = "".join(f"<tr><td>{one}</td><td>{other}</td></tr>" for one, other in rows)
    text = f"<p>{PARAGRAPH}</p><p>{SENTENCE}</p><table>{cells}</table><p>责任编辑：张三</p>"
    whole = (PARAGRAPH, SENTENCE, *(cell for row in rows for cell in row))
    assert body_of(article(text)) == whole


@pytest.mark.parametrize(
    "lines",
    [
        ("问：还种吗？", "答：种。"),
        ("江口：多云转晴，0～7℃", "大圩：小雨，1～8℃", "石桥：阴，2～9℃"),
    ],
)
def test_short_lines_that_end_a_text(lines: tuple[str, ...]) -> None:
    text = "".join(f"<p>{line}</p>" for line in (PARAGRAPH, SENTENCE, *lines))
    assert body_of(article(f"{text}<div>打印本页</div>")) == (
        PARAGRAPH,
        SENTENCE,
        *lines,
    )


def test_a_label_and_a_value_that_end_a_text() -> None:
    text = f"<p>{PARAGRAPH}</p><p>{SENTENCE}</p><p>点击：205</p>"
    assert body_of(article(text)) == (PARAGRAPH, SENTENCE)


@pytest.mark.parametrize(
    "text",
    [
        "☆江口日報關心您，酒後不開車☆",
        "【江口徵稿】",
        "本報歡迎投書，來稿請寄至编辑部，并附上姓名。",
        "加入江口會員，每天好文直送你的信箱，另有電子報。",
        "「江口即時」專頁已推出，請讚好！",
        "點擊看下文",
    ],
)
def test_what_an_outlet_asks_of_its_readers(text: str) -> None:
    assert is_notice(text)
    assert (
        body_of(article(f"<p>{PARAGRAPH}</p>" * 3 + f"<p>{text}</p>"))
        == (PARAGRAPH,) * 3
    )


@pytest.mark.parametrize(
    "text",
    [
        "视频加载失败，请刷新页面再试",
        "您的浏览器不支持视频播放",
        "左右滑动查看图片",
        "▼点击图片查看更多▼",
        "点击观看视频↓↓↓",
    ],
)
def test_what_a_player_says(text: str) -> None:
    assert is_tool(text)
    paragraphs = [
        f"<p>{text}</p>" if n == 2 else f"<p>{PARAGRAPH}</p>" for n in range(5)
    ]
    assert body_of(article("".join(paragraphs))) == (PARAGRAPH,) * 4


@pytest.mark.parametrize(
    "text",
    [
        "风险提示：市场有风险，投资需谨慎。",
        "注：本文不构成投资建议",
        "本文图片除署名外均来自网络",
        "本文为江口号作者在江口新闻上传并发布，仅代表该作者观点。",
        "（原载《江口日报》2024年11月1日第3版）",
        "综合：江口社、石桥日报",
        "李四对本文亦有贡献",
        "想爆料？请登录江口网，或拨打新闻热线0833-66661234",
        "【设计】李四",
        "录入：李四",
        "#竹编##非遗传承#",
        "Copyright 2024 Quayside Ledger",
        "Nora Finch can be reached at nfinch@quayside.example.",
    ],
)
def test_notices_that_stand_alone(text: str) -> None:
    assert is_notice(text)


@pytest.mark.parametrize(
    "text",
    [
        "综合来看，三条线路都已经开通。",
        "本文化街今年接待游客三十万人。",
        "提示牌上写着水深三米，村民都绕着走。",
        "他前年加入了县作家协会，成为会员。",
        "疾控中心推荐关注老年人接种，也推荐进入社区筛查。",
        "读者昨天收到了第一期电子报，订阅电子报的有三千户。",
        "愿这条路助你平安到家！",
        "注册会计师提醒，投资之前要谨慎。",
        "The copyright case was settled on Monday.",
        "The village can be reached by boat, and rescuers hope to reach them by noon.",
        "●专家呼吁，老人出门要有人陪。",
    ],
)
def test_sentences_that_begin_as_notices_do(text: str) -> None:
    assert not is_notice(text)


def test_where_figures_are_from_is_of_the_text() -> None:
    line = "（资料来源：统计年鉴、县志等）"
    text = f"<p>{PARAGRAPH}</p>" * 3 + f"<p>{line}</p>"
    assert body_of(article(text)) == (*(PARAGRAPH,) * 3, line)


def test_a_sentence_about_permission_is_of_the_text() -> None:
    line = "只要数据来源未经用户授权，都存在法律风险。"
    text = f"<p>{PARAGRAPH}</p>" * 2 + f"<p>{line}</p><p>{PARAGRAPH}</p>"
    assert line in body_of(article(text))
    assert is_notice("未经本报授权，不得转载。")


def test_what_has_no_width_is_no_paragraph_and_ends_none() -> None:
    text = f"<p>{PARAGRAPH}\u200d</p><p>\u200d</p><p>\u200b{PARAGRAPH} \u200d</p>"
    assert body_of(article(text)) == (PARAGRAPH, PARAGRAPH)


@pytest.mark.parametrize(
    "line", ["Last updated: April 21, 2025", "Published on: February 14, 2025"]
)
def test_a_day_with_its_label(line: str) -> None:
    assert is_day(line)
    assert not is_day(f"{line}, by those who ride")
