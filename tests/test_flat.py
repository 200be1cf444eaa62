"""Plain text is a page, too: its lines are blocks, and have the roles that blocks have."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler import NotAnArticle, Page, PageError, UnreadablePage, extract, saved
from crawler.extraction import read_zones
from crawler.items import Image, Teaser
from crawler.outline import outline
from crawler.roles import Role
from tests.clones import paragraphs, stories
from tests.test_conservation import FIXTURES, NEWSROOM, squeezed

STORY = stories("linzhou")["1065"]
HEADLINE: str = STORY["headline"]
PARAGRAPHS = paragraphs(STORY)
BYLINE = "2024-11-01 15:30 来源：江口日报 记者 张三"
MENU = ("首页", "新闻", "教育", "文化", "当前位置：首页 > 教育 > 正文")
FOOT = (
    "关于我们 联系我们",
    "微信号:jiangkou_2024Copyright © 2024 江口网 版权所有",
    "备案号:京ICP备99000001号",
)


def flat(*lines: str, **told: object) -> Page:
    return Page.from_bytes(
        "\n".join(lines).encode(),
        url="http://www.jia.example/1.txt",
        content_type="text/plain; charset=utf-8",
        **told,  # type: ignore[arg-type]  # as from_bytes has them
    )


def report(*between: str, after: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the lines of a dump of a page that holds a report."""
    first, *rest = PARAGRAPHS
    return (*MENU, HEADLINE, BYLINE, first, *between, *rest, *after, *FOOT)


def roles(*lines: str) -> dict[str, Role]:
    zones = read_zones(flat(*lines))
    return dict(zip((b.text for b in zones.blocks), zones.roles, strict=True))


def test_a_report_is_read_from_its_lines() -> None:
    article = extract(flat(*report()))
    assert article.headline == HEADLINE
    assert article.body == tuple(PARAGRAPHS)
    assert article.source == "江口日报"
    assert article.authors == ("张三",)
    assert article.date_published
    assert article.date_published.isoformat() == "2024-11-01T15:30:00+08:00"
    assert article.language == "zh-Hans"
    assert article.found_by["body"] == "lines"


def test_the_foot_is_told_where_it_ran_together() -> None:
    footer = extract(flat(*report())).footer
    assert footer.wechat == ("jiangkou_2024",)
    assert footer.copyright == "Copyright © 2024 江口网 版权所有"
    assert footer.icp == ("京ICP备99000001号",)


def test_a_caption_is_told_by_its_wording() -> None:
    article = extract(flat(*report("图为停在河口的校车。 王五 摄")))
    assert article.captions == ("图为停在河口的校车。 王五 摄",)
    assert article.images == (Image(caption="图为停在河口的校车。", credit="王五 摄"),)
    assert article.body == tuple(PARAGRAPHS)


def test_teasers_that_a_dump_ran_together() -> None:
    listed = (
        "渡口的灯又亮了",
        "守了三十年的老渡工把灯点上，对岸的人...(945 )人阅读时间:2025-10-292024渡口年记| 摆渡人",
        "一条船，一盏灯，...2024-12-25河埠头的早市",
        "天没亮，卖菱角的船就靠了岸，...2025-01-02江口网",
    )
    assert extract(flat(*report(after=listed))).teasers == (
        Teaser(
            headline="渡口的灯又亮了",
            summary="守了三十年的老渡工把灯点上，对岸的人...",
            reads=945,
            date=dt.date(2025, 10, 29),
        ),
        Teaser(
            headline="2024渡口年记| 摆渡人",
            summary="一条船，一盏灯，...",
            date=dt.date(2024, 12, 25),
        ),
        Teaser(
            headline="河埠头的早市",
            summary="天没亮，卖菱角的船就靠了岸，...",
            date=dt.date(2025, 1, 2),
        ),
    )


def test_a_list_of_headlines_is_one_of_teasers() -> None:
    listed = ("渡口的灯又亮了三十年", "河埠头的早市搬了地方", "卖菱角的船今天不靠岸")
    article = extract(flat(*report(after=listed)))
    assert tuple(teaser.headline for teaser in article.teasers) == listed


def test_notices_and_menus_have_roles_of_their_own() -> None:
    told = roles(*report(after=("责任编辑：赵六", "未经授权不得转载")))
    assert told["文化"] is Role.NAVIGATION
    assert told[BYLINE] is Role.BYLINE
    assert told["责任编辑：赵六"] is Role.NOTICE
    assert told["未经授权不得转载"] is Role.NOTICE
    assert told["备案号:京ICP备99000001号"] is Role.FOOTER


def test_the_title_that_a_record_begins_with_is_no_headline_beside_a_better_one() -> (
    None
):
    title = f"{HEADLINE}_教育_江口网"
    assert extract(flat(title, *report())).headline == HEADLINE


def test_a_text_alone_has_no_headline() -> None:
    article = extract(flat(*PARAGRAPHS, *FOOT))
    assert article.headline is None
    assert "headline" not in article.found_by
    assert article.confidence == {}


@pytest.mark.parametrize(
    "lines", [MENU + FOOT, ("渡口的灯又亮了",) * 9, ("登录", "用户名", "密码", "注册")]
)
def test_lines_without_a_text_are_no_article(lines: tuple[str, ...]) -> None:
    with pytest.raises(NotAnArticle):
        extract(flat(*lines))


def test_markup_is_read_as_markup_whatever_the_header_says() -> None:
    raw = "<!DOCTYPE html><title>甲</title><p>乙<b>丙</b></p>".encode()
    page = Page.from_bytes(
        raw, url="http://www.jia.example/", content_type="text/plain"
    )
    assert not page.flat
    assert [block.text for block in outline(page).blocks] == ["乙丙"]


def test_angle_brackets_in_a_text_are_text() -> None:
    blocks = outline(flat("甲<乙> &amp; 丙", "", "　　丁")).blocks
    assert [block.text for block in blocks] == ["甲<乙> &amp; 丙", "丁"]


@pytest.mark.parametrize("raw", [b"", b" \n\t\r\n", b"\x00\x00", "\u3000\n".encode()])
def test_an_empty_text_is_no_page(raw: bytes) -> None:
    with pytest.raises(UnreadablePage):
        Page.from_bytes(raw, url="http://a.example/", content_type="text/plain")


def test_text_in_gbk_is_decoded() -> None:
    raw = "\n".join(report()).replace("©", "(C)").encode("gbk")
    page = Page.from_bytes(raw, url="http://a.example/", content_type="text/plain")
    assert page.encoding == "gb18030"
    assert extract(page).headline == HEADLINE


def visible(text: str) -> str:
    return "".join(filter(str.isprintable, squeezed(text)))


def check(page: Page) -> None:
    zones = read_zones(page)
    assert visible("".join(block.text for block in zones.blocks)) == visible(page.text)
    every = list(range(len(zones.blocks)))
    assert [block.index for block in zones.blocks] == every
    assert sorted(block.index for role in Role for block in zones.of(role)) == every


LINES = st.sampled_from(
    (
        *report("图为校车。王五 摄", after=("渡口的灯又亮了 2024-10-30", "相关阅读")),
        "守了三十年，...2025-10-292024渡口|",
        "阅读(12)2024-10-30河埠头",
        "©2024©2025",
        "• 甲",
        "1. 乙",
        "......",
        "\x00\x1c\u2028甲\x85乙\ufeff\ufffe",
    )
)


@settings(deadline=None)
@given(st.lists(LINES | st.text(max_size=30), max_size=30))
@example(["...2025-10-29甲", "Copyright © 2024"])
def test_each_character_is_in_one_block_of_one_role(lines: list[str]) -> None:
    with contextlib.suppress(PageError):
        page = flat(*lines)
        if page.flat:
            check(page)
            assert msgspec.json.encode(extract(page))


@pytest.mark.parametrize("path", sorted((FIXTURES / "pages").rglob("*.txt")), ids=str)
def test_fixtures_are_conserved(path: Path) -> None:
    check(saved.read(path).page())


def test_dumps_of_the_newsroom_give_its_articles() -> None:
    """What the markup gives, the text alone gives as well, but for a few."""
    asked = same = 0
    for path in NEWSROOM:
        try:
            page = saved.read(path).page()
            known = extract(page)
        except PageError:
            continue
        shown = [b.text for b in outline(page).blocks if not b.node.hidden]
        try:
            told = extract(flat(*shown))
        except NotAnArticle:
            told = None
        asked += 1
        same += told is not None and told.headline == known.headline
    assert asked > 50
    assert same >= 0.9 * asked
