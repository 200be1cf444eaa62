"""来源 is found wherever a page prints it, and is no person, column or button."""

from __future__ import annotations

import pytest

from crawler import Page, extract
from tests.fields.pages import Report, report

DATE = "2024-11-01 15:30"


@pytest.mark.parametrize(
    ("lines", "source", "found_by"),
    [
        ((f"来源：江口日报 {DATE}",), "江口日报", "labelled_source"),
        ((DATE, "来源：", "江口日报"), "江口日报", "labelled_source"),
        (("来源：<a href='#'>江口日报</a>", DATE), "江口日报", "labelled_source"),
        ((f"{DATE} 江口日报",), "江口日报", "beside_date"),
        ((f"江口网 {DATE}",), "江口网", "beside_date"),
        ((f"<span>江口新闻</span><span>{DATE}</span>",), "江口新闻", "beside_date"),
        ((DATE, "江口晚报"), "江口晚报", "beside_date"),
        (("江口晚报", DATE), "江口晚报", "beside_date"),
        ((f"{DATE} 聯合江口報 記者張三／台北報導",), "聯合江口報", "beside_date"),
        ((f"{DATE} 江口新聞網 / 綜合報導",), "江口新聞網", "beside_date"),
        (("张三/江口青年报", DATE), "江口青年报", "paired_source"),
        (("江口早报 | 张三", DATE), "江口早报", "paired_source"),
        ((f"{DATE} <span class='source'>棱镜</span>",), "棱镜", "marked_up_source"),
        (("八面来风", DATE), "八面来风", "account"),
        ((f"八面来风 {DATE}",), "八面来风", "account"),
    ],
)
def test_above_the_body(lines: tuple[str, ...], source: str, found_by: str) -> None:
    article = report(*lines)
    assert (article.source, article.found_by["source"]) == (source, found_by)


@pytest.mark.parametrize(
    ("below", "last", "source"),
    [
        (("（来源：江口日报）",), "", "江口日报"),
        (("稿源：江口网　编辑：张三",), "", "江口网"),
        ((), "（来源：江口社）", "江口社"),
        (("本文来自微信公众号“江口观察”，作者：张三",), "", "江口观察"),
    ],
)
def test_below_the_body(below: tuple[str, ...], last: str, source: str) -> None:
    assert report(DATE, below=below, last=last).source == source


def test_what_is_printed_above_is_believed_before_what_stands_below() -> None:
    below = ("转载请注明出处：江口网", "来源：江口晚报")
    assert report(f"来源：江口日报 {DATE}", below=below).source == "江口日报"


@pytest.mark.parametrize(
    "lines",
    [
        (DATE,),
        (f"{DATE} 张三",),
        ("张三", DATE),
        (f"{DATE} 社会",),
        (f"{DATE} 打印 分享 字号 大 中 小",),
        (f"{DATE} <a href='/gw/'>港聞</a>",),
        ("今日 09:18 <a href='/cj/'>中國財經</a>", DATE),
        (f"{DATE} 浏览：123 评论：4",),
        (f"{DATE} 图片来源：江口社",),
        (f"首发 {DATE}",),
        (f"最后编辑于 {DATE}",),
        (f"Last updated: {DATE}",),
        (f"A05版 {DATE}",),
    ],
)
def test_no_source(lines: tuple[str, ...]) -> None:
    assert report(*lines).source is None


def test_declared_source() -> None:
    head = "<meta name='source' content='来源：江口日报'>"
    assert report(DATE, head=head).source == "江口日报"
    head = "<meta name='source' content='pc'>"
    assert report(DATE, head=head).source is None


WECHAT = (
    "<span class='rich_media_meta rich_media_meta_text'>{}</span> "
    "<span class='rich_media_meta rich_media_meta_nickname'><a id='js_name'>江口公安</a>"
    "<div style='display:none'><strong class='profile_nickname'>江口公安</strong>"
    "<p>微信号<span>jkga</span></p></div></span> <em>2024-11-01 15:30</em> {}"
)


@pytest.mark.parametrize(
    "line",
    [
        WECHAT.format("长河落日", ""),
        WECHAT.format(
            "张三", "<em class='rich_media_meta_text'>发表于<i>湖南</i></em>"
        ),
        f"{DATE} <em class='meta_text'>张三</em> <a id='post-user'>江口公安</a>",
    ],
)
def test_an_account_beside_a_pen_name_and_a_place(line: str) -> None:
    assert report(line).source == "江口公安"


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        (
            (
                f"{DATE} 来自<span class='ip_source'>洛阳市</span>",
                "<span class='sourceName'><a href='/m/'>江口客户端</a></span>",
            ),
            "江口客户端",
        ),
        (("<a href='/a/'>来源：江口日报网</a>", DATE), "江口日报网"),
        (
            (
                f"<span><a href='/jy/'>教育新闻</a></span> <span>江口青年报</span> {DATE}",
            ),
            "江口青年报",
        ),
        ((f"{DATE} 39健康网",), "39健康网"),
        ((f"<span>晴河融媒</span> {DATE}",), "晴河融媒"),
        ((f"<span>听海的人</span> {DATE}",), "听海的人"),
        ((f"<span>江口都市</span> {DATE}",), "江口都市"),
        ((f"{DATE} 八面来风网© ",), "八面来风网"),
        ((f"<span>八面来风©</span> <span>{DATE}</span>",), "八面来风"),
        ((DATE, "<div class='author'><a href='/u/1'>江口周报</a></div>"), "江口周报"),
        (
            (f"作者：张三　转贴自：江口科技报　点击数：55　更新时间：{DATE}",),
            "江口科技报",
        ),
    ],
)
def test_an_outlet_among_other_words(lines: tuple[str, ...], source: str) -> None:
    assert report(*lines).source == source


@pytest.mark.parametrize(
    "lines",
    [
        (f"<span class='info_category'>地產</span><span>發布時間: {DATE}</span>",),
        ("<div class='post-cat'>河口事</div>", DATE),
        (f"<span><a class='author'>河风</a></span> <time>{DATE}</time>",),
        (f"<div class='from-author'>河风</div> {DATE}",),
        ("2 小時前 • 3 分鐘的閱讀時間",),
        (f"發佈時間：{DATE} HKT",),
        (DATE, "<div class='media-object'>河口大桥</div>"),
        (f"{DATE} 马丁•布朗 英国《江口时报》",),
        (f"公開日時 {DATE}",),
        (f"송고{DATE}",),
        (f"이도윤 기자 {DATE}",),
        (f"江口日报全媒记者 张三<br>{DATE}",),
        (f"{DATE} 发表于湖南",),
        (f"{DATE} <em class='source'>北京市</em>",),
        (f"120人参与 {DATE}",),
        (f"星期五 {DATE}",),
        (f"多云 {DATE}",),
        (f"语音播报 {DATE}",),
        (f"听全文 {DATE}",),
        (f"{DATE} <a>手机看新闻</a> <a>订阅频道</a>",),
        (f"置顶 {DATE}",),
        (f"本站原创 {DATE}",),
        (f"学院新闻 {DATE}",),
        (f"党建工作 {DATE}",),
        (f"河口镇 {DATE}",),
        (DATE, "<a href='/s/' class='source'>河口</a>"),
    ],
)
def test_words_beside_a_date_that_name_no_outlet(lines: tuple[str, ...]) -> None:
    assert report(*lines).source is None


def test_an_account_of_a_platform() -> None:
    line = f"<span>{DATE}</span><span>·</span><span class='name'>竹海来风</span>"
    titled = "<title>河口小学的早班车-今日头条</title>"
    page = Report().page(line)
    markup = page.text.replace("<title>河口小学的早班车</title>", titled)
    article = extract(Page.from_bytes(markup.encode(), url=page.url))
    assert article.source == "竹海来风"
    assert report(line).source is None


def test_who_reported_from_where() -> None:
    assert report("2024-11-01 15:30", "江口日报 张三 青漪报道").source == "江口日报"


def test_a_linked_provider() -> None:
    provider = "<div class='caas-attr-provider'><a href='/p/7'>江南日报</a></div>"
    assert report(provider, "<div>张三</div>", "2024-11-01 15:30").source == "江南日报"


@pytest.mark.parametrize("button", ["FB", "WhatsApp", "Email", "LINE"])
def test_buttons_beside_a_date_name_no_outlet(button: str) -> None:
    assert report(f"<span>{button}</span> 2024-11-01 15:30").source is None


def test_a_pen_name_beside_a_date_is_no_account() -> None:
    assert report("木叶青·2024-11-01 15:30", "文｜木叶青").source is None


@pytest.mark.parametrize(
    "line",
    ["2024-11-01<span>分类：面食</span><span>阅读(5123)</span>", "http 2024-11-01"],
)
def test_what_stands_behind_a_date_or_is_none_names_no_account(line: str) -> None:
    assert report(line).source is None


@pytest.mark.parametrize("tag", ["h2", "h5"])
def test_a_line_under_the_headline_is_no_account(tag: str) -> None:
    deck = f"<{tag}>——七所小学怎样共用一位老师</{tag}>"
    assert report(deck, "江口报记者 张三 2024年11月01日").source is None


@pytest.mark.parametrize("button", ["追蹤", "关注"])
def test_a_button_to_follow_somebody_is_no_account(button: str) -> None:
    line = f"<a href='/user/1'>齒輪練習生</a><button>{button}</button>"
    assert report(line, "發佈於 2023/03/27").source != button


def test_a_writer_whom_linked_data_names_is_no_account() -> None:
    facts = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": '
        '[{"@type": "Person", "name": "坂巻詩織"}]}</script>'
    )
    told = {"head": facts, "first": "渡し船は朝六時に出る。"}
    assert report("坂巻詩織", "2022/6/14 11:35", **told).source is None


def test_an_agency_in_a_byline_of_bars() -> None:
    assert report("Manasi Kulgod | TNN | Jul 8, 2019, 06:14 IST").source == "TNN"
