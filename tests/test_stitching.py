"""Pages of one article are read in order, and what they hold becomes one text."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from crawler import Article, NotAnArticle, Page
from crawler.items import Image, Teaser
from crawler.stitching import Stitching, first_leaf, stitch
from tests.conftest import MakeArticle

HOME = "http://www.jia.example/news/2026/1101/"
HEADLINE = "河口镇校车今晨准点发车"
PARAGRAPHS = (
    "清晨六点，第一辆校车从镇口的老槐树下出发，车灯照亮了还没有行人的石板路。",
    "司机说，这条线路他开了十一年，哪一户的孩子爱睡懒觉，哪一个路口冬天结冰，都记得清楚。",
    "镇里算过账，这些车每年跑四万公里，油钱和修理费由县里和学校各出一半，家长不用花钱。",
    "到了寒假，校车改走村卫生室，每周二和周五各一趟，送老人去镇上量血压、配药。",
    "驾驶班的墙上挂着一张线路图，哪里修路，哪里涨水，谁先知道谁就用红笔画上去。",
    "明年春天还要添两辆电动车，充电桩装在粮站后院，那里夜里有人看守。",
)


def page(
    name: str, *paragraphs: str, links: Mapping[str, str] | None = None, title: str = ""
) -> Page:
    """Return a page of the article, or of what ``title`` names."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    steps = " ".join(
        f"<a href='{url}'>{words}</a>" for words, url in (links or {}).items()
    )
    markup = (
        f"<html><head><title>{title or HEADLINE}_甲江日报</title></head><body>"
        f"<h1>{title or HEADLINE}</h1><div>2026-11-01 06:30 来源：甲江日报</div>"
        f"<div class='content'>{body}</div><div class='pages'>{steps}</div></body></html>"
    )
    return Page.from_bytes(
        markup.encode(), url=HOME + name, content_type="text/html; charset=utf-8"
    )


def gather(*pages: Page, max_pages: int = 30) -> tuple[Article, list[str]]:
    """Read an article as one does who has ``pages`` alone; say what was asked for."""
    held = {each.url: each for each in pages}
    stitching = Stitching(first_leaf(pages[0]), max_pages=max_pages)
    asked = []
    while wanted := stitching.wanted:
        asked.append(wanted.url.removeprefix(HOME))
        try:
            stitching.take(wanted, held[wanted.url])
        except (KeyError, NotAnArticle):
            stitching.miss(wanted)
    return stitching.article, asked


def names(*pages: str) -> tuple[str, ...]:
    return tuple(HOME + name for name in pages)


def test_one_page_is_what_extract_gives() -> None:
    leaf = first_leaf(page("9.html", *PARAGRAPHS))
    article = Stitching(leaf).article
    assert article is leaf.article
    assert (article.pages, article.missing_pages) == ((), ())


def test_pages_are_joined_in_order_of_their_numbers() -> None:
    links = {"3": "9_3.html", "1": "9.html", "2": "9_2.html"}
    article, asked = gather(
        page("9.html", *PARAGRAPHS[:2], links=links),
        page("9_3.html", *PARAGRAPHS[4:], links=links),
        page("9_2.html", *PARAGRAPHS[2:4], links=links),
    )
    assert asked == ["9_2.html", "9_3.html"]
    assert article.body == PARAGRAPHS
    assert article.pages == names("9.html", "9_2.html", "9_3.html")
    assert article.missing_pages == ()
    assert article.url == HOME + "9.html"


def test_a_last_page_of_one_line_is_kept() -> None:
    article, _ = gather(
        page("9.html", *PARAGRAPHS[:4], links={"下一页": "9_2.html"}),
        page("9_2.html", "明年还要添两辆车。", links={"上一页": "9.html"}),
    )
    assert article.body == (*PARAGRAPHS[:4], "明年还要添两辆车。")


def test_it_may_be_begun_on_a_later_page() -> None:
    article, asked = gather(
        page("9_2.html", *PARAGRAPHS[3:], links={"上一页": "9.html"}),
        page("9.html", *PARAGRAPHS[:3], links={"下一页": "9_2.html"}),
    )
    assert asked == ["9.html"]
    assert article.url == HOME + "9.html"
    assert article.body == PARAGRAPHS


def test_each_page_of_a_chain_names_the_next_and_a_loop_ends() -> None:
    article, asked = gather(
        page("9.html", *PARAGRAPHS[:2], links={"下一页": "9_2.html"}),
        page("9_2.html", *PARAGRAPHS[2:4], links={"下一页": "9_3.html"}),
        page(
            "9_3.html",
            *PARAGRAPHS[4:],
            links={"下一页": "9.html", "上一页": "9_2.html"},
        ),
    )
    assert asked == ["9_2.html", "9_3.html"]
    assert article.body == PARAGRAPHS


def test_a_page_that_repeats_what_is_held_adds_nothing() -> None:
    article, asked = gather(
        page("9.html", *PARAGRAPHS[:3], links={"下一页": "9_2.html"}),
        page("9_2.html", *PARAGRAPHS[:3], links={"下一页": "9_3.html"}),
    )
    assert asked == ["9_2.html"]
    assert (article.body, article.pages) == (PARAGRAPHS[:3], ())


def test_no_more_pages_are_read_than_allowed_and_the_rest_is_named() -> None:
    links = {str(number): f"9_{number}.html" for number in range(2, 7)}
    pages = [
        page(
            f"9_{number}.html",
            PARAGRAPHS[number - 1] * 2,
            links={"1": "9.html", **links},
        )
        for number in range(2, 7)
    ]
    article, asked = gather(
        page("9.html", PARAGRAPHS[0] * 2, links=links), *pages, max_pages=3
    )
    assert asked == ["9_2.html", "9_3.html"]
    assert len(article.body) == 3
    assert article.missing_pages == names("9_4.html", "9_5.html", "9_6.html")


def test_a_missing_page_is_named_and_those_behind_it_are_read() -> None:
    links = {"1": "9.html", "2": "9_2.html", "3": "9_3.html"}
    article, _ = gather(
        page("9.html", *PARAGRAPHS[:2], links=links),
        page("9_3.html", *PARAGRAPHS[4:], links=links),
    )
    assert article.body == PARAGRAPHS[:2] + PARAGRAPHS[4:]
    assert article.pages == names("9.html", "9_3.html")
    assert article.missing_pages == names("9_2.html")
    assert "body" not in article.confidence


def test_behind_a_failed_page_nobody_guesses() -> None:
    links = {"2": "9_2.html", "末页": "9_9.html"}
    article, asked = gather(page("9.html", *PARAGRAPHS, links=links))
    assert asked == ["9_2.html"]
    assert article.missing_pages == names("9_2.html", "9_9.html")


@pytest.mark.parametrize("title", ["页面不存在", "河口镇冬修水利开工"])
def test_an_error_page_and_another_article_are_no_further_page(title: str) -> None:
    article, _ = gather(
        page("9.html", *PARAGRAPHS[:4], links={"下一页": "9_2.html"}),
        page(
            "9_2.html",
            "今天上午，两千名民工上了河堤，挖土机排出去三里多长。" * 3,
            title=title,
        ),
    )
    assert article.body == PARAGRAPHS[:4]
    assert article.missing_pages == names("9_2.html")


def test_the_whole_is_preferred_where_it_holds_the_whole() -> None:
    links = {"阅读全文": "9_all.html", "下一页": "9_2.html"}
    article, asked = gather(
        page("9.html", *PARAGRAPHS[:2], PARAGRAPHS[2][:20] + "…", links=links),
        page("9_all.html", *PARAGRAPHS),
    )
    assert asked == ["9_all.html"]
    assert article.body == PARAGRAPHS
    assert article.pages == names("9.html", "9_all.html")
    assert article.missing_pages == ()


def test_a_promise_of_the_whole_that_is_not_kept_costs_nothing_but_a_look() -> None:
    links = {"阅读全文": "9_all.html", "打印": "9_print.html", "下一页": "9_2.html"}
    article, asked = gather(
        page("9.html", *PARAGRAPHS[:3], links=links),
        page("9_all.html", *PARAGRAPHS[:3]),
        page("9_2.html", *PARAGRAPHS[3:], links={"上一页": "9.html"}),
    )
    assert asked == ["9_all.html", "9_print.html", "9_2.html"]
    assert article.body == PARAGRAPHS
    assert article.missing_pages == ()


def test_a_whole_that_cannot_be_had_is_missing_where_no_page_is_ahead() -> None:
    article, _ = gather(
        page("9.html", *PARAGRAPHS[:3], links={"阅读全文": "9_all.html"})
    )
    assert article.missing_pages == names("9_all.html")


def bodies(make: MakeArticle, *pages: tuple[str, ...]) -> tuple[str, ...]:
    """Return how the paragraphs of several pages are joined."""
    return stitch(
        *(make(url=f"{HOME}9_{n}.html", body=body) for n, body in enumerate(pages))
    ).body


LONG = "镇里算过账，这些车每年跑四万公里，油钱和修理费由县里和学校各出一半，家长只要准时把孩子"


@pytest.mark.parametrize(
    ("before", "after", "paragraphs"),
    [
        ("司机说，这条线路他开了十一年，", "都记得清楚。", 1),
        ("司机说，这条线路他开了十一年", "，都记得清楚。", 1),
        ("他说：“", "路都记得。”", 1),
        (LONG, LONG + "送到。", 1),
        ("The driver has known the road for", "eleven years.", 1),
        ("司机记得清楚。", "镇里算过账。", 2),
        ("司机说：“都记得。”", "镇里算过账。", 2),
        ("一个小标题", "镇里算过账，这些车每年跑四万公里。", 2),
        (LONG, "二、冬天的班次", 2),
        (LONG, "小标题", 2),
        ("A subhead", "The driver has known the road for years.", 2),
        ("新线路有三条：", "第一条到镇口。", 2),
    ],
)
def test_only_what_is_clearly_cut_inside_a_sentence_is_mended(
    make_article: MakeArticle, before: str, after: str, paragraphs: int
) -> None:
    space = " " if before.isascii() else ""
    whole = (before + space + after,) if paragraphs == 1 else (before, after)
    assert bodies(make_article, (before,), (after,)) == whole


def test_lines_of_pagers_and_what_opens_every_page_are_left_out(
    make_article: MakeArticle,
) -> None:
    headline = make_article().headline
    lead = "河口镇的校车开了十一年，没有迟到过一天。"
    found = bodies(
        make_article,
        (lead, PARAGRAPHS[0], "本文共3页"),
        (f"{headline}(2)", lead, PARAGRAPHS[1], "[1] [2] [3] 下一页", "第2页"),
        (lead, PARAGRAPHS[2], lead),
    )
    assert found == (lead, *PARAGRAPHS[:3], lead)


def test_fields_come_from_the_first_page_that_has_them(
    make_article: MakeArticle,
) -> None:
    bus, map_ = Image(url=HOME + "bus.jpg", caption="校车"), Image(url=HOME + "map.jpg")
    further, other = (
        Teaser(url=HOME + "9_2.html", headline="冬天的班次"),
        Teaser(url=HOME + "8.html", headline="河口镇冬修水利开工"),
    )
    first = make_article(
        url=HOME + "9.html",
        images=(bus,),
        captions=("校车",),
        teasers=(further, other),
        authors=("毕文清",),
        found_by={"authors": "byline_authors", "images": "around_body"},
        confidence={"body": 0.9, "authors": 0.8},
    )
    second = make_article(
        url=HOME + "9_2.html",
        body=(PARAGRAPHS[3],),
        images=(bus, map_),
        captions=("校车", "线路图"),
        teasers=(other,),
        authors=("余平",),
        editors=("何雁",),
        found_by={"authors": "byline_authors", "editors": "labelled_editors"},
        confidence={"body": 0.7, "authors": 0.5, "editors": 0.95},
    )
    article = stitch(first, second)
    assert article.images == (bus, map_)
    assert article.captions == ("校车", "线路图")
    assert article.teasers == (other,)
    assert (article.authors, article.editors) == (("毕文清",), ("何雁",))
    assert article.found_by == {**first.found_by, "editors": "labelled_editors"}
    assert article.confidence == {"body": 0.7, "authors": 0.8, "editors": 0.95}
