"""Pictures are the article's own, and their captions are parted from credits."""

from __future__ import annotations

import pytest

from crawler import Article, Page, extract
from crawler.items import Image
from tests.fields.pages import Report

PHOTO = "http://www.jia.example/p/2.jpg"
TOLD = "校车停在镇口的老槐树下"


def report(figure: str) -> Article:
    """What is read of a page whose body begins with ``figure``."""
    page = Report().page()
    begin = "<div id='content'>"
    whole = page.text.replace(begin, begin + figure)
    return extract(Page.from_bytes(whole.encode(), url=page.url))


def figure(caption: str, src: str = "/p/2.jpg") -> str:
    return f"<figure><img src='{src}'><figcaption>{caption}</figcaption></figure>"


@pytest.mark.parametrize(
    ("behind", "credit"),
    [
        ("。张三 摄", "张三 摄"),
        ("。（张三 摄）", "张三 摄"),
        ("。張三攝", "張三攝"),
        ("。江口日报记者 张三 摄", "江口日报记者 张三 摄"),
        ("。 記者張三／攝影", "記者張三／攝影"),
        ("。 記者張三／翻攝", "記者張三／翻攝"),
        ("。江口社記者張三攝 113年11月1日", "江口社記者張三攝"),
        ("。（图翻摄自江口网）", "图翻摄自江口网"),
        ("。（取自張三臉書）", "取自張三臉書"),
        ("。图片来源：江口网", "图片来源：江口网"),
        ("。圖／江口網", "圖／江口網"),
        ("。（受访者供图）", "受访者供图"),
        ("。（视频截图）", "视频截图"),
        ("。（資料照）", "資料照"),
        ("。（江口社）", "江口社"),
        ("。（江口圖片）", "江口圖片"),
        ("。视觉中国 图", "视觉中国 图"),
        ("。图片来源 / 江口网", "图片来源 / 江口网"),
        ("。来源：江口网", "来源：江口网"),
        ("。Photo: Zhang San", "Photo: Zhang San"),
        ("。", None),
        ("：左起第二人是老周", None),
        ("。（左二）", None),
        ("（示意图）", None),
    ],
)
def test_caption_and_credit(behind: str, credit: str | None) -> None:
    told = TOLD if credit is None else f"{TOLD}。"
    told += behind if credit is None else ""
    assert report(figure(TOLD + behind)).images == (
        Image(url=PHOTO, caption=told, credit=credit),
    )


def test_a_credit_alone() -> None:
    assert report(figure("（资料图片）")).images == (
        Image(url=PHOTO, credit="资料图片"),
    )


def test_a_credit_in_an_element_of_its_own() -> None:
    marked = f"{TOLD}<span class='photo-credit'>江口视觉</span>"
    assert report(figure(marked)).images == (
        Image(url=PHOTO, caption=TOLD, credit="江口视觉"),
    )


@pytest.mark.parametrize(
    "name",
    [
        "s_fb.png",
        "facebook.svg",
        "line.svg",
        "xys_weibo.jpg",
        "weixin.png",
        "enlarge.gif",
        "time.png",
        "logo.png",
    ],
)
def test_a_button_is_no_picture(name: str) -> None:
    assert report(f"<p><img src='/i/{name}'></p>").images == ()


@pytest.mark.parametrize(
    "name", ["online.jpg", "prices-over-time.png", "plan.svg", "baseline.png"]
)
def test_a_picture_whatever_its_name(name: str) -> None:
    (image,) = report(f"<p><img src='/i/{name}'></p>").images
    assert image.url == f"http://www.jia.example/i/{name}"


def test_captions_go_to_the_pictures_over_them() -> None:
    both = figure("渡口。张三 摄", "/p/2.jpg") + figure("镇口", "/p/3.jpg")
    assert report(both).images == (
        Image(url=PHOTO, caption="渡口。", credit="张三 摄"),
        Image(url="http://www.jia.example/p/3.jpg", caption="镇口"),
    )


def test_a_picture_that_a_script_will_load() -> None:
    lazy = f"<img src='data:image/gif;base64,R0lG' data-original='{PHOTO}'>"
    assert report(f"<p>{lazy}</p>").images == (Image(url=PHOTO),)


def test_a_caption_without_picture_is_held() -> None:
    assert report(figure(TOLD, "")).images == (Image(caption=TOLD),)
