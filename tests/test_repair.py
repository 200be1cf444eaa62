"""Damaged pages are read as their authors wrote them; sound ones are left alone."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler import Article, Page, PageError, extract, saved
from crawler.extraction import read
from crawler.fields.metadata import head
from crawler.items import Original
from crawler.outline import outline
from crawler.repair import Care, mended
from tests import clones
from tests.clones import CLONES, damaged, markup
from tests.test_conservation import PAGES, SOUP, VISIBLE, squeezed

URL = "http://www.sanjiangxx.example/xinwen/10296.html"
SHORT, LONG = CLONES
SANJIANG = clones.PAGES / "sanjiang"


def page(text: str, url: str = URL) -> Page:
    return Page.from_bytes(text.encode(), url=url)


def ruined(whole: str, by: clones.Clone = SHORT) -> Page:
    random = Random(by.seed)  # no secret
    return page(damaged(whole, by.glossed, random))


def clone() -> Page:
    return ruined(markup(SHORT))


def with_markup(old: str, new: str) -> Page:
    """Return the same clone with a part of its markup replaced before the damage."""
    whole = markup(SHORT)
    assert old in whole
    return ruined(whole.replace(old, new, 1))


def texts(page: Page) -> str:
    return "\n".join(block.text for block in outline(page).blocks)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_sound_fixtures_come_back_themselves(path: Path) -> None:
    if path.parent == SANJIANG:
        return
    whole = saved.read(path).page()
    assert mended(whole).page is whole


def test_an_article_of_a_sound_page_says_nothing_of_damage() -> None:
    article = extract(page(markup(SHORT)))
    assert (article.restored, article.untrusted, article.original_hint) == (
        None,
        (),
        None,
    )


def test_the_article_says_what_was_done() -> None:
    article = extract(clone())
    told = article.restored
    assert told is not None
    assert told.clone == "high"
    assert told.repaired
    assert set(told.repairs) >= {"gloss", "shift", "script", "punctuation", "symbol"}
    assert told.repairs["gloss"] == texts(clone()).count("(") - texts(
        page(markup(SHORT))
    ).count("(")
    assert told.examples["gloss"].before == "(jīng)"
    assert told.examples["gloss"].after is None
    assert all(0 < each.confidence <= 1 for each in told.examples.values())
    assert set(told.examples) == set(told.repairs)


def test_what_a_clone_says_of_itself_is_not_trusted() -> None:
    article = extract(clone())
    assert article.untrusted == ("outlet", "title", "footer.icp")
    assert article.original_hint == Original(
        source="江和新闻网", path="/xinwen/10296.html"
    )


def test_a_headline_that_stands_in_the_title_alone_is_not_trusted_either() -> None:
    headline = clones.stories(SHORT.outlet)[SHORT.story]["headline"]
    article = extract(with_markup(f"<h1>{headline}</h1>", ""))
    assert article.headline
    assert article.headline.startswith(headline)
    assert article.found_by["headline"] == "title_tag"
    assert "headline" in article.untrusted


def test_report_says_the_same_and_repairs_nothing() -> None:
    repaired = extract(clone())
    reported = extract(clone(), care=Care(restore="report"))
    assert reported.restored
    assert repaired.restored
    assert reported.restored == replace(repaired.restored, repaired=False)
    assert "(" in "".join(reported.body)
    assert reported.language == "zh-Hant"
    assert reported.untrusted == repaired.untrusted


def test_off_asks_nothing() -> None:
    article = extract(clone(), care=Care(restore="off"))
    assert article.restored is None
    assert article.body == extract(clone(), care=Care(restore="report")).body


@pytest.mark.parametrize("clone", CLONES, ids=lambda clone: clone.slug)
def test_the_repaired_page_is_the_page_before_the_damage(clone: clones.Clone) -> None:
    whole = page(markup(clone))
    told = mended(ruined(markup(clone), clone))
    assert squeezed(texts(told.page)) == squeezed(texts(whole))
    assert head(told.page).title == head(whole).title


def test_what_was_read_before_is_not_changed() -> None:
    whole = clone()
    before = texts(whole)
    extract(whole)
    assert texts(whole) == before


def test_the_blocks_of_a_repaired_page_are_its_text() -> None:
    reading = read(clone())
    visible = "".join(reading.page.root.xpath(VISIBLE).getall())
    of_blocks = "".join(block.text for block in reading.zones.blocks)
    assert squeezed(of_blocks) == squeezed(visible)


def test_marks_at_the_edge_of_an_element_are_mended_by_what_stands_beyond() -> None:
    told = extract(
        with_markup("改造工程今天上午通水，", "改造工程<b>今天上午</b>通水，")
    )
    assert "改造工程今天上午通水，城东" in told.body[0]
    told = extract(with_markup("今天上午通水，", "<b>今天上午通水</b>，"))
    assert "今天上午通水，城东" in told.body[0]


def test_attributes_and_linked_data_are_mended_and_not_counted() -> None:
    plain = extract(clone()).restored
    data = {
        "@type": "NewsArticle",
        "articleSection": "经济新闻",
        "keywords": ["供水网络"],
    }
    script = json.dumps(data, ensure_ascii=False)
    told = extract(
        with_markup(
            "</head>",
            '<meta name="description" content="经济发展新闻网">'
            f'<script type="application/ld+json">{script}</script></head>',
        )
    )
    assert told.description == "经济发展新闻网"
    assert told.section == "经济新闻"
    assert told.keywords == ("供水网络",)
    assert plain
    assert told.restored
    assert told.restored.repairs["gloss"] == plain.repairs["gloss"]


def test_code_is_quoted_as_it_is() -> None:
    words = "渡口的灯又亮了，&amp;amp;ldquo;好看&amp;amp;rdquo;，对岸的人说。" * 3
    whole = page(f"<h1>渡口</h1><p>{words}</p><pre>&amp;amp;lt;p&amp;amp;gt;</pre>")
    told = texts(mended(whole).page)
    assert "“好看”" in told
    assert "&amp;lt;p&amp;gt;" in told


def test_what_nobody_sees_leaves_no_block_of_nothing() -> None:
    garbled = "江口日报今天出版".encode().decode("latin-1")
    hidden = '<div style="display: none"><a><img>\x0e</a></div>'
    repaired = mended(page(f"<p>{garbled}</p>{hidden}<p>报</p>"))
    assert repaired.restored is not None
    assert [block.text for block in repaired.outline.blocks] == [
        "江口日报今天出版",
        "报",
    ]


def test_what_is_lost_is_named_and_left() -> None:
    words = "渡口的灯又亮了，锟斤拷锟斤拷，对岸的人都这么说。" * 5
    whole = page(
        f"<h1>渡口的灯</h1><p>2024-11-01 15:30</p><p>{words}</p><p>{words}</p>"
    )
    article = extract(whole)
    assert article.restored
    assert article.restored.clone == "none"
    assert article.restored.lost
    assert article.restored.lost_examples.keys() == article.restored.lost.keys()
    assert "锟斤拷" in article.body[0]
    assert article.untrusted == ()


@pytest.mark.parametrize(
    ("script", "language", "word"),
    [
        ("keep", "zh-Hans", "江和新闻网"),
        ("simplified", "zh-Hans", "江和新闻网"),
        ("traditional", "zh-Hant", "江和新聞網"),
    ],
)
@pytest.mark.parametrize("damage", [False, True])
def test_text_is_given_in_the_script_that_is_asked_for(
    script: str, language: str, word: str, *, damage: bool
) -> None:
    whole = clone() if damage else page(markup(SHORT))
    care = msgspec.convert({"script": script}, Care)
    article = extract(whole, care=care)
    assert (article.language, article.source) == (language, word)
    assert word in article.body[0]


def test_a_traditional_page_becomes_simplified_where_that_is_asked_for() -> None:
    lines = ["<h1>著名的渡口</h1>", "<p>2024-11-01 15:30 來源：瀾港新聞網</p>"]
    lines += ["<p>渡口的燈開著，對岸的人說，這著作裡寫過這盞燈。</p>" * 8]
    whole = page("".join(lines))
    kept = extract(whole)
    turned = extract(whole, care=Care(script="simplified"))
    assert (kept.headline, kept.language) == ("著名的渡口", "zh-Hant")
    assert (turned.headline, turned.language) == ("著名的渡口", "zh-Hans")
    assert turned.body[0] == "渡口的灯开着，对岸的人说，这著作里写过这盏灯。"
    assert turned.restored is None


def test_lines_of_a_flat_page_are_told_once_they_are_mended() -> None:
    path = SANJIANG / "clone-with-long-gloss-list-as-text.txt"
    article: Article = extract(saved.read(path).page())
    assert [teaser.date is not None for teaser in article.teasers] == [True] * 4


DAMAGE = st.sampled_from(
    (
        "渡口的燈又亮了,對岸的人說網(wǎng)絡(luò)經(jīng)濟創(chuàng)新,產(chǎn)業(yè)發(fā)展,經(jīng)濟網(wǎng)絡(luò)。",
        "優(yōu)勢變?yōu)閰^(qū)域優(yōu)勢,因?yàn)閻。",
        "<b>工作人員取樣?！≈</b>鬓k方 供圖",
        "Copyright ? 2024",
        "&amp;amp;ldquo;甲&amp;amp;rdquo;",
        "锟斤拷",
        "鍖椾含甯傛斂搴滀粖澶╁叕甯冧簡鏂扮殑璁″垝",
        "isnâ€™t itâ\x80\x99s EspaÃ±ol",
        "⾼⼈，\u200b，廊",
        "<pre>&amp;lt;</pre><code>網(wǎng)</code>",
    )
)


@settings(deadline=None)
@given(
    st.lists(SOUP | DAMAGE, max_size=8).map("".join),
    st.sampled_from((Care(), Care(restore="report"), Care(script="traditional"))),
)
def test_whatever_is_damaged_each_character_is_in_one_block(
    markup: str, care: Care
) -> None:
    with contextlib.suppress(PageError):
        told = mended(page(markup), care)
        visible = "".join(told.page.root.xpath(VISIBLE).getall())
        of_blocks = "".join(block.text for block in told.outline.blocks)
        assert squeezed(of_blocks) == squeezed(visible)


@settings(deadline=None)
@given(st.lists(DAMAGE, min_size=1, max_size=30).map("\n".join))
def test_lines_of_damaged_text_are_conserved(text: str) -> None:
    told = mended(Page.from_bytes(text.encode(), url=URL, content_type="text/plain"))
    of_blocks = "".join(block.text for block in told.outline.blocks)
    assert squeezed(of_blocks) == squeezed(told.page.text)
