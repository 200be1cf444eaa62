"""What opens a text, ends it, and stands between its paragraphs and is none."""

from __future__ import annotations

import pytest

from crawler.notices import is_notice, is_prompt, is_tool
from crawler.signs import is_writers
from tests.fields.pages import HEADLINE
from tests.test_body import DATE, PARAGRAPH, article_of, body_of, headlines_of

LINES = "".join(f"<p>{PARAGRAPH}</p>" for _ in range(3))


def page(content: str, over: str = "", lines: str = LINES) -> str:
    """Return markup of headline, byline and a text of which ``content`` is the end."""
    return (
        f"<h1>{HEADLINE}</h1>{over}<div class='time'>{DATE}</div>"
        f"<div class='content'>{lines}{content}</div>"
    )


@pytest.mark.parametrize(
    "line",
    [
        "更多江口新闻，请锁定电视频道",
        "《江口日报》APP经已推出最新版本，请立即更新",
        "使用我们的App，阅读文章更方便！",
        "这是一个供市民对话的园地，欢迎你踊跃投稿。",
    ],
)
def test_prompts(line: str) -> None:
    assert is_prompt(line)
    assert body_of(page(f"<p>{line}</p>")) == (PARAGRAPH,) * 3


@pytest.mark.parametrize(
    "line",
    [
        "更新时间：16:20（加入家属的说法）",
        "*作者为城市规划师，曾任地方交通委员",
        "165反诈骗专线，接到可疑电话请冷静查证",
        "kim@jiangkou.example",
        "<저작권자ⓒ 강구일보. 무단전재-재배포금지.>",
    ],
)
def test_notices(line: str) -> None:
    assert is_notice(line)


@pytest.mark.parametrize(
    "line",
    [
        "他说，作者为这一页等了三年",
        "更新的路灯照到村口",
        "反诈民警走进校园",
        "志愿者立即加入抢险的群众当中",
        "警方提醒，更多信息，请关注江口公安官方通报。",
        "江口市文联发布公告，欢迎社会各界投稿。",
        "她说，用户使用我们的客户端需要实名。",
        "记者从反诈专线了解到，受害人已经报警。",
        "（作者为了寻找素材，三次前往江口。）",
        "법원은 저작권자의 권리를 인정했다.",
        "专家提醒，用户请立即更新系统。",
    ],
)
def test_what_speaks_of_such_things(line: str) -> None:
    assert not is_notice(line)
    assert not is_prompt(line)


def test_a_line_drawn_with_marks_ends_no_text() -> None:
    assert body_of(page("<p>---</p>")) == (PARAGRAPH,) * 3


def test_a_ticker_between_paragraphs() -> None:
    assert is_tool("江口电缆58.4+2.1%")
    assert not is_tool("江口电缆昨天收于58.4元")
    assert not is_tool("江口指数 38,989.83 -0.25%")
    assert not is_tool("他删除了昨晚分享的贴文。")
    assert is_tool("小葵（@aoi_jk）分享的贴文")
    end = f"<div class='quote'>江口电缆58.4+2.1%</div><p>{PARAGRAPH}</p>"
    assert body_of(page(end)) == (PARAGRAPH,) * 4


def test_an_edition_in_brackets_ends_no_text() -> None:
    end = "<p>【2006/04/20 江口報】@ http://jiangkou.example</p>"
    assert body_of(page(end)) == (PARAGRAPH,) * 3


def test_paying_with_a_code_is_no_prompt() -> None:
    text = "摊主一手翻串，一手扫码收款，身后的灯牌亮了一夜。"
    assert text in body_of(page(f"<p>{text}</p><p>{PARAGRAPH}</p>"))


def test_where_a_text_was_taken_from() -> None:
    line = "本文来自微信公众号：江口风向（ID：jkfx），作者：张三，编辑：李四，题图来自江口图库"
    assert is_writers(line)
    content = f"<p>{line}</p>" + f"<p>{PARAGRAPH}</p>" * 3
    markup = (
        f"<h1>{HEADLINE}</h1><div class='time'>2024-11-01 15:30</div>"
        f"<div class='content'>{content}</div>"
    )
    article = article_of(markup)
    assert article.body == (PARAGRAPH,) * 3
    assert article.authors == ("张三",)
    assert article.editors == ("李四",)


def test_a_writers_name_alone_is_no_paragraph() -> None:
    head = "<p class='author'><a href='/author/1'>Jane Doe</a></p>"
    article = article_of(page("<p>Jane Doe</p>", head))
    assert article.authors == ("Jane Doe",)
    assert article.body == (PARAGRAPH,) * 3


def test_a_page_that_its_wrapper_calls_a_page() -> None:
    side = "<aside><ul><li><a href='/n/9.html'>镇上的第三座桥昨天合龙通车</a></li></ul></aside>"
    markup = f"<div class='page'>{page('')}{side}<p>河上起了风。</p></div>"
    assert "镇上的第三座桥昨天合龙通车" in headlines_of(markup)


def test_a_headline_that_leads_to_its_own_page() -> None:
    markup = page("").replace(
        f"<h1>{HEADLINE}</h1>", f"<h1><a href='/n/1.html'>{HEADLINE}</a></h1>"
    )
    name = "江口日报"
    logo = f"<h1><a href='/'>{name}</a></h1>"
    assert article_of(logo + markup, f"{HEADLINE} - {name}").headline == HEADLINE


def test_a_reports_pictures_over_it() -> None:
    figures = "".join(
        f"<figure><img src='/{n}.jpg'><figcaption>磨刀的第{n}天，摊前有人排队。</figcaption>"
        f"<div class='count'>{n}/4</div></figure>"
        for n in range(1, 5)
    )
    article = article_of(
        page("", f"<div class='slides'>{figures}</div>").replace(
            HEADLINE, f"图集｜{HEADLINE}"
        ),
        f"图集｜{HEADLINE}",
    )
    assert article.body == (PARAGRAPH,) * 3


def test_the_text_under_a_box_that_sums_it_up() -> None:
    asks = "因建设路主管漏水抢修，定于8月5日22:00至8月6日6:00，对以下区域停水："
    ends = "恢复以后如有短时水黄，放水几分钟就好。停水期间请关好龙头。"
    rows = (
        "<tr><td>路段</td><td>户数</td></tr><tr><td>建设路</td><td>约1200户</td></tr>"
    )
    text = f"<div>用户：</div><div>{asks}</div><table>{rows}</table><div>{ends}</div>"
    markup = (
        f"<h2>今晚停水</h2><div class='time'>{DATE}</div>"
        "<div class='intro'>部分路段今晚停水，涉及建设路等两处，请提前储水。</div>"
        f"<div class='content'>{text}</div>"
    )
    body = body_of(markup, "今晚停水")
    assert body[-7:] == ("用户：", asks, "路段", "户数", "建设路", "约1200户", ends)


def test_a_day_and_buttons_open_no_text() -> None:
    line = "江口新闻网 2006-05-11 江口报 字体：大 中 小"
    assert body_of(page("", lines=f"<p>{line}</p>{LINES}")) == (PARAGRAPH,) * 3


def test_a_heading_that_is_a_link_among_those_of_others() -> None:
    own = f"<h2><a href='/n/1.html'>{HEADLINE}</a></h2>"
    others = "".join(
        f"<div class='entry'><h2><a href='/n/{n}.html'>渡口的第{n}盏灯亮了</a></h2></div>"
        for n in range(2, 5)
    )
    markup = page("").replace(f"<h1>{HEADLINE}</h1>", own) + others
    article = article_of(markup, f"{HEADLINE} - 江口读书")
    assert article.headline == HEADLINE
    assert article.body == (PARAGRAPH,) * 3
