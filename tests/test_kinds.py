"""What a page's words say that it is, and what only sounds like it."""

from __future__ import annotations

import pytest

from crawler import NotAnArticle, Page, extract, kinds
from tests.fields.pages import SENTENCE

DAY = "2024-11-01 15:30"


def refused(headline: str, *paragraphs: str, day: str = DAY) -> str | None:
    """Return why a page with a headline, a day and paragraphs is refused, if it is."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    markup = (
        f"<meta charset='utf-8'><title>{headline}_江口新闻网</title>"
        "<div class='nav'><a href='/'>首页</a><a href='/sh/'>社会</a></div>"
        f"<div class='main'><h1>{headline}</h1><div class='info'>{day}</div>"
        f"<div class='txt'>{body}</div></div><div class='foot'>© 江口新闻网</div>"
    )
    try:
        extract(Page.from_bytes(markup.encode(), url="http://www.jia.example/1.html"))
    except NotAnArticle as error:
        return error.detail
    return None


@pytest.mark.parametrize(
    "name",
    [
        "哎呀，页面走丢了",
        "文章不存在",
        "您要查看的页面已被删除",
        "找不到网页",
        "链接已失效",
        "页面未找到 - 江口新闻网",
        "404 Not Found",
    ],
)
def test_an_error(name: str) -> None:
    assert kinds.is_error(name)
    text = "您可以先喝一杯茶，回到首页看看今天的头条，也可以给我们的热线打个电话。"
    assert refused(name, text, text.replace("茶", "水"), day="") == "an error page"


@pytest.mark.parametrize(
    "name",
    ["产品不存在质量问题", "网页设计大赛开赛", "新闻失实将被追责", "走失老人找到了"],
)
def test_a_headline_that_is_no_error(name: str) -> None:
    assert not kinds.is_error(name)


@pytest.mark.parametrize(
    "name",
    [
        "隐私政策",
        "用户服务协议",
        "江口新闻网版权声明",
        "关于我们",
        "投稿须知",
        "Privacy Policy",
    ],
)
def test_a_page_about_the_outlet(name: str) -> None:
    assert refused(name, SENTENCE * 3, SENTENCE * 2) == "about the outlet"


@pytest.mark.parametrize("name", ["多家平台更新隐私政策", "县里发布服务条款新规"])
def test_news_of_policies(name: str) -> None:
    assert refused(name, SENTENCE * 3, SENTENCE * 2) is None


@pytest.mark.parametrize(
    "text",
    [
        "开通会员，畅读全站深度报道，首月1元，随时可以取消自动续费。",
        "本文共3421字，付费后阅读全文",
        "您还没有登录，请登录之后继续阅读。没有账号的用户可以免费注册。",
        "Subscribe to continue reading this story.",
    ],
)
def test_a_text_that_is_for_those_who_pay(text: str) -> None:
    assert kinds.is_wall(text)
    assert refused("河口小学的早班车开了十一年", text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "协会去年新增会员三百人，阅读推广活动办了四十场。",
        "江口县图书馆昨天成为会员单位，馆里办了一场展览。",
        "平台今年起推出付费内容，三个月里有两万人买过。",
    ],
)
def test_what_speaks_of_members_is_no_wall(text: str) -> None:
    assert not kinds.is_wall(text)
    assert refused("江口县图书馆昨天办展", text) is None


@pytest.mark.parametrize("name", ["讣告", "公告", "声明", "寻人启事", "情况通报"])
def test_a_short_announcement(name: str) -> None:
    text = "市民卡服务大厅9月20日暂停对外办公一天，线上业务不受影响，请广大市民合理安排时间。"
    assert refused(name, text, "江口市民卡中心", "2024年11月1日") is None


def test_a_section_is_no_announcement() -> None:
    assert not kinds.is_announcement("公告栏")
    assert not kinds.is_announcement("通知公告")


def test_a_video_with_a_sentence_and_one_without() -> None:
    text = "三百年的通济桥正在修缮，工匠用糯米汤调和石灰，按古法砌筑桥拱，每天只能完成两米。"
    assert refused("视频丨古桥修缮用上糯米灰浆", text) is None
    assert refused("视频丨古桥修缮用上糯米灰浆", "点击播放视频") is not None


def test_a_flash_that_is_dated_in_its_dateline() -> None:
    text = (
        "江口社11月1日电，县里今天以公开招标方式采购二十辆校车，"
        "将在下学期开学之前全部投入使用，惠及三千名学生。"
    )
    assert refused("河口将添二十辆校车", text, day="09:20:13") is None


def site(headline: str, content: str, over: str = "") -> str:
    """Return a page of a site, with a menu and a foot."""
    return (
        f"<html><head><meta charset='utf-8'><title>{headline}-江口网</title></head><body>"
        "<div class='nav'><a href='/'>首页</a> <a href='/rj/'>软件</a></div>"
        f"<div class='main'><h1>{headline}</h1><div class='time'>2024-11-01</div>{over}"
        f"<div class='text'>{content}</div></div><div class='foot'>© 江口网</div></body></html>"
    )


def why(markup: str) -> str | None:
    """Return why a page is refused; ``None`` where it is an article."""
    try:
        extract(Page.from_bytes(markup.encode(), url="http://www.jia.example/1.html"))
    except NotAnArticle as error:
        return error.detail
    return None


TEXT = (
    "这是一款小巧的文件改名工具，支持替换、插入、删除和编号，三步就能改好一千个文件名。"
)


def test_a_page_that_offers_a_program() -> None:
    details = "".join(
        f"<li>{detail}</li>"
        for detail in (
            "软件大小：3.2M",
            "运行环境：Win7",
            "下载次数：82133",
            "授权方式：免费",
        )
    )
    page = site("文件改名工具 v3.2.1", f"<p>{TEXT}</p><ul class='info'>{details}</ul>")
    assert why(page) == "a product's page"
    assert why(site("文件改名工具发布新版", f"<p>{TEXT}</p>" * 3)) is None


def test_a_poll_and_the_results_of_one() -> None:
    options = "".join(
        f"<div class='o'><b>{name}</b><i>{votes}票</i></div>"
        for name, votes in (("麻鸭", 3521), ("豆花", 8811), ("扣肉", 3489))
    )
    text = f"<p>{TEXT}</p><p>{TEXT[::-1]}</p>"
    options = options.replace("<i>", "<div>").replace("</i>", "</div>")
    button = "<form><button>提交投票</button></form>"
    assert (
        why(site("您最喜欢的江口名菜", text + options + button)) == "a product's page"
    )
    assert why(site("江口十大名菜揭晓", text + options)) is None


def test_terms_of_a_product_and_news_of_some() -> None:
    terms = "我们深知信息对您的重要，会尽力保护。您使用时，我们按下文处理您的信息，我们不出售它们。"
    assert why(site("江口阅读隐私政策", f"<p>{terms}</p>" * 3)) == "about the outlet"
    news = "江口阅读昨天改了隐私政策，律师说，这一次写明了保存多久，也写明了向谁投诉。"
    assert why(site("江口阅读修改隐私政策", f"<p>{news}</p>" * 3)) is None
    quoted = f"律师说，条款写着“{terms}”，这样的话读者看不懂，他已经向主管部门写信。"
    assert why(site("江口阅读修改隐私政策", f"<p>{quoted}</p>" * 3)) is None


def test_a_topic_with_an_introduction() -> None:
    text = "小康不小康，关键看老乡。连日来，本网派出六路记者，走进十三个县区，写下九十多篇报道。"
    items = "".join(
        f"<li><a href='/{n}.html'>第{n}个村子的早市有多热闹</a></li>" for n in range(6)
    )
    label = "<div class='t'>专题导语</div>"
    page = site("家门口的小康", f"<p>{text}</p><ul>{items}</ul>", label)
    assert why(page) is not None


def test_summaries_of_other_articles() -> None:
    items = "".join(
        f"<li><h3><a href='/{n}.html'>第{n}个社区食堂昨天开张了</a></h3>"
        f"<div class='zy'>摘要：{TEXT}</div>"
        f"<div class='rq'>发布日期：2021-0{n}-13</div></li>"
        for n in range(1, 8)
    )
    assert why(site("政策解读-江口市生态环境局", f"<ul>{items}</ul>")) is not None
