"""The headline is the article's own, whatever else looks like one."""

from __future__ import annotations

import pytest

from crawler import Article, Page, extract

SENTENCE = "清晨六点，校车从镇口出发，孩子们都在车上，司机说这条路他开了十一年。"
HEADLINE = "河口小学的早班车"


def read(title: str, above: str, head: str = "") -> Article:
    markup = (
        f"<html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{above}"
        f"<div>2024-11-01 15:30</div>{f'<p>{SENTENCE * 2}</p>' * 4}</body></html>"
    )
    return extract(
        Page.from_bytes(markup.encode(), url="http://www.jia.example/1.html")
    )


@pytest.mark.parametrize(
    "title",
    [
        HEADLINE,
        f"{HEADLINE}_教育_江口网",
        f"{HEADLINE}--教育--江口网",
        f"{HEADLINE} | 江口日报",
        f"{HEADLINE}｜江口",
        f"{HEADLINE}-江口网",
        f"{HEADLINE} - 江口网 jiangkou.com",
        f"江口網 - {HEADLINE}",
    ],
)
@pytest.mark.parametrize(
    "above",
    [
        f"<h1>{HEADLINE}</h1>",
        f"<div class='bt'>{HEADLINE}</div>",
        f"<h1>江口网</h1><h2>{HEADLINE}</h2>",
        f"<div>当前位置：<a href='/'>首页</a> > 教育 > {HEADLINE}</div><h1>{HEADLINE}</h1>",
    ],
)
def test_heading(title: str, above: str) -> None:
    assert read(title, above).headline == HEADLINE


def test_the_title_where_the_page_has_no_heading() -> None:
    article = read(f"{HEADLINE}_教育_江口网", "<div>教育</div>")
    assert (article.headline, article.found_by["headline"]) == (HEADLINE, "title_tag")


def test_a_heading_that_is_only_like_the_title_is_a_subhead() -> None:
    above = "<div>教育</div><h2>早班车上的孩子们</h2>"
    article = read("早班车里的那些孩子和司机_江口网", above)
    assert article.headline == "早班车里的那些孩子和司机"


def test_an_h1_that_is_only_like_the_title_is_the_headline() -> None:
    article = read("早班车里的那些孩子和司机_江口网", "<h1>早班车上的孩子和司机</h1>")
    assert article.headline == "早班车上的孩子和司机"
    assert article.found_by["headline"] == "heading"


@pytest.mark.parametrize(
    ("printed", "headline"),
    [
        (
            "The early bus of the river school | Harbour",
            "The early bus of the river school",
        ),
        ("深度 | 河口小学的早班车", "深度 | 河口小学的早班车"),
        ("早班车：中国-东盟的一条路", "早班车：中国-东盟的一条路"),
    ],
)
def test_marks_inside_a_heading(printed: str, headline: str) -> None:
    assert read(printed, f"<h1>{printed}</h1>").headline == headline


def test_lines_of_one_headline() -> None:
    above = "<h1>河口小学的<br>早班车</h1>"
    assert read(f"{HEADLINE}_江口网", above).headline == "河口小学的 早班车"


@pytest.mark.parametrize(
    "above",
    [
        "<table><tr><td><x-introtitle>{}</x-introtitle><tr><td><b>{}</b></table>",
        "<div><p class='yinti'>{}</p><h1>{}</h1></div>",
        "<div><h3>{}</h3><h1>{}</h1></div>",
    ],
)
def test_a_shoulder_over_the_headline(above: str) -> None:
    shoulder = "十一年没有误过一次点"
    article = read(HEADLINE, above.format(shoulder, HEADLINE))
    assert (article.headline, article.alternative_headline) == (HEADLINE, shoulder)


@pytest.mark.parametrize(
    "title", ["江口新闻网", "江口日报", "新闻内容", "正文", "文章详情页"]
)
@pytest.mark.parametrize(
    "above", [f"<h2>{HEADLINE}</h2>", f"<div class='bt'>{HEADLINE}</div>"]
)
def test_a_title_that_is_no_headline(title: str, above: str) -> None:
    assert read(title, above).headline == HEADLINE


def test_a_title_that_is_an_outlet_where_nothing_else_is() -> None:
    assert read("江口新闻网", "").headline == "江口新闻网"


def test_a_label_in_the_heading_that_the_title_lacks() -> None:
    above = f"<h1>{HEADLINE}<i>原创</i></h1>"
    assert read(f"江口网：{HEADLINE}", above).headline == HEADLINE


LOGO = "<h1 class='logo'><a href='/'>{}</a></h1>"


@pytest.mark.parametrize(
    "title",
    [
        "江口新闻网",
        "江口日报数字报",
        "欢迎访问江口新闻网",
        "江口发布",
        "首页",
        "新闻中心",
    ],
)
@pytest.mark.parametrize(
    "above",
    [
        "<h2>{}</h2>",
        "<div class='title'>{}</div>",
        "<div class='news_title'>{}</div>",
        "<div><span style='font-size:18px;font-weight:bold'>{}</span></div>",
        "<table><tr><td><font size=5><b>{}</b></font></table>",
        "<div><h4>十一年没有误过一次点</h4><h2>{}</h2><h4>一条路的故事</h4></div>",
        "<div class='wz_1'>{}</div>",
    ],
)
def test_a_heading_under_the_name_of_the_site(title: str, above: str) -> None:
    markup = LOGO.format(title) + above.format(HEADLINE)
    assert read(title, markup).headline == HEADLINE


def test_lines_of_a_heading_under_the_name_of_the_site() -> None:
    above = "<h1>河口小学的<br>早班车</h1>"
    assert read("江口日报", above).headline == "河口小学的 早班车"


@pytest.mark.parametrize("headline", ["江口十月数据发布", "走进江口大学", "中国经济稳"])
@pytest.mark.parametrize("tag", ["h1", "div class='title'", "b"])
def test_a_headline_that_reads_like_a_name(headline: str, tag: str) -> None:
    above = (
        f"<{tag}>{headline}</{tag.split(maxsplit=1)[0]}><h3>十一年没有误过一次点</h3>"
    )
    assert read(headline, above).headline == headline


@pytest.mark.parametrize(
    "above",
    [
        "<div>当前位置 > 教育 > 正文</div>",
        "<div><a href='/gg/'>江口特产大促销</a></div>",
        "<div>字号：大 中 小</div>",
        "<div>本报记者 张三</div>",
        "<div>教育</div>",
        "<div>十一年没有误过一次点</div><div>一条路的故事有多长</div>",
    ],
)
def test_no_heading_under_the_name_of_the_site(above: str) -> None:
    assert read("江口新闻网", above).headline == "江口新闻网"


def test_the_lines_above_the_one_most_like_the_title() -> None:
    above = "<h1>早班车<br>穿过河口的三座老桥</h1>"
    article = read("早班车 穿过河口的三座老桥 - 江口时报", above)
    assert article.headline == "早班车 穿过河口的三座老桥"


@pytest.mark.parametrize(
    "heading",
    [
        "<span class='tag'>原创</span>{}",
        "{}<i class='hot'>热</i>",
        "<em>独家</em>{}<i>热</i>",
    ],
)
def test_tags_in_the_heading_that_the_title_lacks(heading: str) -> None:
    above = f"<h1>{heading.format(HEADLINE)}</h1>"
    assert read(f"{HEADLINE}_江口网", above).headline == HEADLINE


@pytest.mark.parametrize(
    "title",
    [
        "河口<i>小学</i>的早班<b>车</b>",
        "河口小学的早班<b>车</b>",
        "<i>独家</i>河口小学的早班车",
    ],
)
def test_marked_up_words_that_the_title_has(title: str) -> None:
    own = title.translate({ord(c): None for c in "<>/ib"})
    assert read(f"{own}_江口网", f"<h1>{title}</h1>").headline == own


def test_a_title_that_breaks_off() -> None:
    headline = "河口小学的早班车一开就是十一年"
    above = f"<div>河口</div><div class='t'>{headline}</div>"
    assert read("河口小学的早班车一开...", above).headline == headline
    assert read("河口小学的早班车一开…-江口网", above).headline == headline
    assert read("河口小学的晚班车一开...", above).headline != headline


@pytest.mark.parametrize(
    "above", ["<h1>{0}</h1><h2>——{1}</h2>", "<h3>{1}</h3><h1>{0}</h1>"]
)
def test_a_second_headline_that_the_title_has_too(above: str) -> None:
    second = "十一年没有误过一次点的校车"
    markup = above.format(HEADLINE, second)
    parts = (HEADLINE, second) if "—" in above else (second, HEADLINE)
    assert read(f"{'——'.join(parts)}_江口网", markup).headline == HEADLINE


def test_an_h1_that_another_part_of_the_title_has_is_the_name_of_the_site() -> None:
    above = f"<h1>河口来信</h1><h2>{HEADLINE}</h2>"
    assert read(f"{HEADLINE} | 河口来信", above).headline == HEADLINE


def test_a_heading_under_the_name_of_the_site_is_the_nearest() -> None:
    side = "".join(f"<li><a href='/{n}'>河口渡轮恢复通航</a></li>" for n in range(8))
    above = f"<h3>河口这一周</h3>{side}<p class='bt'>{HEADLINE}</p>"
    assert read("江口新闻网", above).headline == HEADLINE


@pytest.mark.parametrize("title", ["无标题文档", "Untitled Document", "New Page 1"])
def test_a_title_that_an_editor_left(title: str) -> None:
    assert read(title, f"<div class='bt'>{HEADLINE}</div>").headline == HEADLINE


@pytest.mark.parametrize("headline", ["江口十月数据发布", "中国经济开局良好"])
def test_a_headline_that_reads_like_a_name_in_no_markup(headline: str) -> None:
    above = f"<div>{headline}</div><div class='subtitle'>十一年没有误过一次点</div>"
    assert read(headline, above).headline == headline
    above = f"<p>{headline}</p><h3>十一年没有误过一次点</h3>"
    assert read(headline, above).headline == headline


def test_the_outlets_name_in_two_scripts_for_a_title() -> None:
    above = f"<div>学童行动</div><div class='articleName'>{HEADLINE}</div>"
    assert read("江口文匯報 JIANGKOU DAILY", above).headline == HEADLINE
