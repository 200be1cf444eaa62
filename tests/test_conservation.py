"""Each visible character of a page is in exactly one block, of exactly one role."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler import Page, PageError, extract, saved
from crawler.extraction import read_zones
from crawler.roles import Role
from tests.corpus import shared

FIXTURES = Path(__file__).parent / "fixtures"
PAGES = sorted((FIXTURES / "pages").rglob("*.html"))
NEWSROOM = sorted((FIXTURES / "newsroom").rglob("*.htm*"))

# Of all text nodes, wherever in the document, those that a page could show. Told
# by what stands around them, with none of the code that is tested.
UNSEEN = ("script", "style", "head", "title", "object")
VISIBLE = "//text()" + "".join(f"[not(ancestor::{tag})]" for tag in UNSEEN)


def squeezed(text: str) -> str:
    return "".join(text.split())


def check(page: Page) -> None:
    visible = squeezed("".join(page.root.xpath(VISIBLE).getall()))
    zones = read_zones(page)
    every = list(range(len(zones.blocks)))
    assert squeezed("".join(block.text for block in zones.blocks)) == visible
    assert [block.index for block in zones.blocks] == every
    assert len(zones.roles) == len(zones.blocks)
    assert sorted(block.index for role in Role for block in zones.of(role)) == every


def page(markup: str) -> Page:
    return Page.from_bytes(markup.encode(), url="http://www.jia.example/1.html")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_fixture_page(path: Path) -> None:
    check(saved.read(path).page())


def test_newsroom() -> None:
    unreadable = 0
    for path in NEWSROOM:
        try:
            served = saved.read(path).page()
        except PageError:
            unreadable += 1
        else:
            check(served)
    assert unreadable == 2  # an empty file and a binary one, as the newsroom serves


@pytest.mark.parametrize("corpus", ["zh", "wcxb", "lists"])
def test_real_pages(corpus: str) -> None:
    paths = sorted(shared(f"corpus/{corpus}").rglob("*.html.gz"))
    assert paths
    for path in paths:
        check(saved.read(path).page())


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        ("甲<p>乙</p>丙<br>丁", ["甲", "乙", "丙", "丁"]),
        ("<p>甲</p></html>乙", ["甲", "乙"]),
        ("<p>甲</p></html>乙<p>丙</p></html><b>丁</b>戊", ["甲", "乙", "丙", "丁戊"]),
        ("<frameset><frame>甲</frameset>乙", ["甲", "乙"]),
        ("<p>甲<!-- 不见 -->乙<script>不见</script>丙", ["甲乙丙"]),
        ("<a href=1>甲<a href=2>乙</a>丙</a>", ["甲乙丙"]),
        ("<noscript>甲</noscript><textarea>乙</textarea>", ["甲", "乙"]),
        ("<pre>甲\n乙</pre><svg><title>不见</title></svg>丙", ["甲", "乙", "丙"]),
        ("<p><span>甲 </span> <b> 乙</b></p>", ["甲 乙"]),
    ],
)
def test_text_becomes_blocks(markup: str, blocks: list[str]) -> None:
    check(page(markup))
    assert [block.text for block in read_zones(page(markup)).blocks] == blocks


TAGS = st.sampled_from(
    (
        *("html", "head", "body", "title", "div", "p", "span", "a", "b"),
        *("strong", "font", "h1", "h2", "ul", "li", "dl", "dt", "dd", "table"),
        *("tbody", "tr", "td", "th", "caption", "pre", "textarea", "noscript"),
        *("template", "iframe", "script", "style", "object", "svg", "math"),
        *("form", "button", "select", "option", "article", "section", "aside"),
        *("nav", "footer", "header", "figure", "figcaption", "blockquote"),
        *("center", "details", "video", "frameset", "plaintext", "listing"),
        *("ruby", "rt", "x-tag", "o:p", "view", "image", "amp-img", "canvas", "audio"),
    )
)
VOID = st.sampled_from(("br", "hr", "img", "input", "meta", "link", "frame", "embed"))
ATTRIBUTES = st.sampled_from(
    (
        "",
        " class=content",
        " class='footer comment",
        " id=nav",
        " style='display: none'",
        " hidden",
        " aria-hidden=true",
        " role=navigation",
        " class='related-list comment-box' id=recommend",
        " itemprop=articleBody",
        " class=" + "长" * 300,
        " href=/a/1.html",
        " href='http://[甲",
        " src=1.jpg alt=图",
        ' = "',
    )
)
ODDITIES = st.sampled_from(
    (
        *("&nbsp;", "&amp;", "&#x4e2d;", "&#0;", "&#xD800;", "&bogus;", "&lt;p&gt;"),
        *("<!-- 注 -->", "<!--", "-->", "<![CDATA[甲]]>", "<?php 甲 ?>"),
        *("<", "</", "<>", "</br>", "</p>", "</body>", "</html>", "<!DOCTYPE html>"),
        *("\x00", "\u2028", "\ufeff"),
    )
)
HEADING = "<h1>河口小学的早班车</h1>"
BYLINE = "<div>来源:江口日报 记者 张三 2024-11-01 15:30</div>"
PROSE = "<p>清晨六点,校车从镇口出发。司机说,这条路他开了十一年,从没误过一节课。</p>"
NEWS = st.sampled_from(
    (
        HEADING,
        BYLINE,
        PROSE,
        "<p>江口社11月1日电(记者李四)村里的孩子说:“车上很暖,可以再睡一会儿。”</p>",
        "<p><img src=1.jpg><br>图为停在河口的校车。王五 摄</p>",
        "<p>责任编辑:赵六</p>",
        "<ul><li><a href=2.html>渡口的灯又亮了</a> 2024-10-30 阅读 1,200</li></ul>",
        "<footer>京ICP备00000001号 微信号:jiangkou_1 <img src=qr.png>扫一扫</footer>",
    )
)
WORDS = st.text(
    "净文记者来源月日，。：（）“0123abc <>&;'\"/\n\t\u3000\xa0", max_size=12
)


def element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts = st.lists(inside, max_size=4).map("".join)
    return st.builds("<{0}{1}>{2}</{0}>".format, TAGS, ATTRIBUTES, parts)


def nested(tag: str, levels: int, inside: str, ends: int) -> str:
    return f"<{tag}>" * levels + inside + f"</{tag}>" * ends


DEEP = st.builds(
    nested, TAGS, st.integers(2, 300), NEWS | WORDS, st.sampled_from((0, 1, 300, 900))
)

LEAVES = st.one_of(
    WORDS,
    DEEP,
    ODDITIES,
    NEWS,
    st.builds("<{}{}>".format, TAGS | VOID, ATTRIBUTES),
    st.builds("</{}>".format, TAGS),
    st.builds("<{}{}".format, TAGS, ATTRIBUTES),
)
SOUP = st.lists(st.recursive(LEAVES, element, max_leaves=12), max_size=12).map("".join)

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(
        ("NewsArticle", "河口小学", "2024-02-30T25:00", "http://[", "\ud800")
    ),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(("@type", "@graph", "headline", "author", "name", "url")),
            inside,
        )
    ),
    max_leaves=6,
)
FACTS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("headline", "author", "datePublished", "keywords", "articleSection"),
        VALUES,
    ),
)


def linked_data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


SCRIPTS = FACTS.map(
    lambda facts: linked_data(json.dumps({"@type": "NewsArticle", **facts}))
)
METAS = st.builds(
    '<meta name="{}" content="{}">'.format,
    st.sampled_from(("date", "author", "source", "keywords", "og:title", "og:url")),
    WORDS | st.sampled_from(("http://[", "9999-99-99", "张三")),
)
HEADS = st.lists(METAS | SCRIPTS | SOUP, max_size=4).map("".join)
BODIES = st.lists(NEWS | SOUP, max_size=12).map("".join)


@settings(deadline=None)
@given(SOUP)
@example("<body></html>后<p>尾</body>")
def test_soup(markup: str) -> None:
    with contextlib.suppress(PageError):
        check(page(markup))


HEADLINES = st.sampled_from(("河口小学的早班车_江口日报", ""))
# JSON may name half of a character, which no encoding can write.
HALF = '{"@type": "Article", "keywords": "\\ud800"}'


@settings(deadline=None)
@given(HEADS, HEADLINES, BODIES)
@example(linked_data(HALF), "河口小学的早班车", HEADING + BYLINE + 4 * PROSE)
def test_articles_among_soup(head: str, title: str, body: str) -> None:
    markup = f"<head>{head}<title>{title}</title></head><body>{body}</body>"
    with contextlib.suppress(PageError):
        check(page(markup))
        assert msgspec.json.encode(extract(page(markup)))
