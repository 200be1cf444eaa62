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
