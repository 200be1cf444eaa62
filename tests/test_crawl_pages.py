"""Whole crawls of articles that are cut into pages, and the same from saved pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.loopback import Answer, Run, Workplace

SITE = """\
name = "甲江日报"
hosts = ["jia.example"]
hubs = ["http://www.jia.example/news/"]
"""
HUB = "http://www.jia.example/news/"
HOME = "http://www.jia.example/news/2026-11/01/"
FIRST = "content_0001.html"

PARAGRAPHS = (
    "清晨六点，第一辆校车从镇口的老槐树下出发，车灯照亮了还没有行人的石板路。",
    "司机说，这条线路他开了十一年，哪一户的孩子爱睡懒觉，哪一个路口冬天结冰，都记得清楚。",
    "镇里算过账，这些车每年跑四万公里，油钱和修理费由县里和学校各出一半，家长不用花钱。",
    "到了寒假，校车改走村卫生室，每周二和周五各一趟，送老人去镇上量血压、配药。",
    "驾驶班的墙上挂着一张线路图，哪里修路，哪里涨水，谁先知道谁就用红笔画上去。",
    "明年春天还要添两辆电动车，充电桩装在粮站后院，那里夜里有人看守。",
)


def name(number: int) -> str:
    return FIRST if number == 1 else FIRST.replace(".html", f"_{number}.html")


def address(number: int) -> str:
    return HOME + name(number)


def page(
    number: int, *, last: int = 3, links: str | None = None, texts: int = 2
) -> str:
    """Return one of an article's pages, two paragraphs a page, with a numbered pager."""
    headline = "河口镇校车今晨准点发车"
    start = (number - 1) * texts
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[start : start + texts])
    steps = "".join(
        f"<a href='{name(place)}'>{place}</a> "
        for place in range(1, last + 1)
        if place != number
    )
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{headline}_甲江日报"
        f"</title></head><body><h1>{headline}</h1>"
        "<div class='info'>2026-11-01 06:30 来源：甲江日报</div>"
        f"<div class='content'>{body}</div>"
        f"<div class='pages'>{steps if links is None else links}</div>"
        "<div class='footer'>甲ICP备00000001号</div></body></html>"
    )


def hub(*urls: str, headline: str = "河口镇校车今晨准点发车") -> str:
    links = "".join(
        f"<li><a href='{url}'>{headline}</a> 2026-11-01</li>" for url in urls
    )
    return f"<html><body><h2>要闻</h2><ul>{links}</ul></body></html>"


@pytest.fixture
def jia(place: Workplace) -> Workplace:
    """An outlet of one article on three pages."""
    place.outlet("jia", SITE)
    place.web.pages[HUB] = hub(address(1))
    place.web.pages.update((address(number), page(number)) for number in (1, 2, 3))
    return place


def crawl(place: Workplace, *words: str) -> Run:
    return place.scrapy("crawl", "news", "-a", "outlets=jia", *words)


def kept(place: Workplace) -> dict[str, Any]:
    """Return the one article that was stored."""
    [line] = place.lines()
    article: dict[str, Any] = json.loads(line)
    return article


def asked(place: Workplace) -> list[str]:
    """Return the article pages that were asked for, as their addresses end."""
    return [url.removeprefix(HOME) for url in place.web.asked if url.startswith(HOME)]


def test_an_article_is_one_whatever_it_is_cut_into(jia: Workplace) -> None:
    run = crawl(jia)
    assert run.code == 0
    assert asked(jia) == [name(1), name(2), name(3)]
    article = kept(jia)
    assert tuple(article["body"]) == PARAGRAPHS
    assert article["pages"] == [address(1), address(2), address(3)]
    assert article["missing_pages"] == []
    assert article["url"] == article["canonical_url"] == address(1)
    assert "Incomplete" not in run.err


@pytest.mark.parametrize("further", [True, False], ids=["whole", "cut"])
def test_an_article_that_has_moved_is_one_too(jia: Workplace, *, further: bool) -> None:
    moved = HOME + "old_0001.html"
    jia.web.pages[HUB] = hub(moved)
    jia.web.pages[moved] = Answer(status=301, headers={"Location": address(1)})
    if not further:
        del jia.web.pages[address(2)]
    assert crawl(jia).code == 0
    article = kept(jia)
    assert article["url"] == address(1)
    assert (tuple(article["body"]) == PARAGRAPHS) == further


@pytest.mark.parametrize(
    "listed",
    [(1, 2, 3), (3, 2, 1), (2, 1), (2,), (3,), (2, 3)],
    ids=lambda listed: "-".join(map(str, listed)),
)
def test_further_pages_in_lists_are_no_articles(
    jia: Workplace, listed: tuple[int, ...]
) -> None:
    jia.web.pages[HUB] = hub(*map(address, listed))
    crawl(jia)
    article = kept(jia)
    assert tuple(article["body"]) == PARAGRAPHS
    assert article["url"] == address(1)
    assert set(asked(jia)) == {name(1), name(2), name(3)}
    assert asked(jia).count(name(1)) == 1


def test_further_pages_that_a_second_list_names_first(jia: Workplace) -> None:
    second = "http://www.jia.example/city/"
    jia.outlet("jia", SITE.replace(f'["{HUB}"]', f'["{second}", "{HUB}"]'))
    jia.web.pages[second] = hub(address(2))
    crawl(jia)
    assert tuple(kept(jia)["body"]) == PARAGRAPHS
    assert sorted(asked(jia)) == sorted([name(1), name(2), name(3)])


def test_what_only_looks_like_a_further_page_is_an_article(jia: Workplace) -> None:
    jia.web.pages[address(1)] = page(1, links="")
    other = page(2, links="").replace("河口镇校车今晨准点发车", "河口镇冬修水利开工")
    jia.web.pages[address(2)] = other
    jia.web.pages[HUB] = hub(address(2), address(1))
    crawl(jia)
    assert asked(jia) == [name(1), name(2)]
    headlines = {json.loads(line)["headline"] for line in jia.lines()}
    assert headlines == {"河口镇校车今晨准点发车", "河口镇冬修水利开工"}


@pytest.mark.parametrize(
    ("answer", "ground"),
    [
        (Answer(b"gone", status=404), "HTTP 404"),
        (Answer(b""), "empty"),
        (Answer(b"%PDF-1.7 " + bytes(range(256)) * 40), "not text"),
        (Answer(page(2).encode(), missing=500), "cut short"),
        (Answer(b"<h1>404</h1><p>no such page</p>"), "no article"),
        (
            Answer(status=302, headers={"Location": "http://www.yi.example/"}),
            "leads off",
        ),
        (Answer(status=302, headers={"Location": address(2)}), "redirections"),
    ],
)
def test_what_is_there_is_kept_when_a_page_fails(
    jia: Workplace, answer: Answer, ground: str
) -> None:
    jia.web.pages[address(2)] = answer
    run = crawl(jia, "-L", "INFO")
    assert run.code == 0
    article = kept(jia)
    assert tuple(article["body"]) == PARAGRAPHS[:2] + PARAGRAPHS[4:]
    assert article["pages"] == [address(1), address(3)]
    assert article["missing_pages"] == [address(2)]
    assert f"{address(2)}: " in run.err
    assert ground in run.err
    assert f"{address(1)}: incomplete (lacks {address(2)})" in run.err
    assert "Incomplete articles: 1" in run.err
    assert "Traceback" not in run.err
    assert not any("yi.example" in url for url in jia.web.asked)


def test_a_page_one_that_fails_is_missing_from_what_was_listed(jia: Workplace) -> None:
    jia.web.pages[address(1)] = Answer(b"gone", status=410)
    jia.web.pages[HUB] = hub(address(2))
    crawl(jia)
    article = kept(jia)
    assert tuple(article["body"]) == PARAGRAPHS[2:]
    assert article["missing_pages"] == [address(1)]
    assert article["url"] == address(2)


def test_pages_listed_apart_from_a_page_one_that_fails_are_one_article(
    jia: Workplace,
) -> None:
    second = "http://www.jia.example/city/"
    jia.outlet("jia", SITE.replace(f'["{HUB}"]', f'["{second}", "{HUB}"]'))
    jia.web.pages[second] = hub(address(3), address(2))
    jia.web.pages[address(1)] = Answer(b"gone", status=410)
    crawl(jia)
    article = kept(jia)
    assert tuple(article["body"]) == PARAGRAPHS[2:]
    assert article["pages"] == [address(2), address(3)]
    assert article["missing_pages"] == [address(1)]


def test_robots_txt_holds_for_further_pages(jia: Workplace) -> None:
    jia.web.pages["http://www.jia.example/robots.txt"] = Answer(
        f"User-agent: *\nDisallow: /news/2026-11/01/{name(3)}".encode(),
        headers={"Content-Type": "text/plain"},
    )
    run = crawl(jia)
    assert asked(jia) == [name(1), name(2)]
    assert kept(jia)["missing_pages"] == [address(3)]
    assert f"{address(3)}: forbidden by robots.txt" in run.err


def test_the_outlet_s_pace_and_the_limit_of_articles_count_articles(
    jia: Workplace,
) -> None:
    jia.web.pause = 0.01
    run = crawl(jia, "-a", "max_articles=1")
    assert len(kept(jia)["pages"]) == 3
    assert jia.web.most_at_once == 1
    assert "Left unread" not in run.err


@pytest.mark.parametrize(
    ("setting", "read"),
    [("ARTICLE_MAX_PAGES=2", 2), ("DEPTH_LIMIT=2", 2), ("DEPTH_LIMIT=1", 1)],
)
def test_no_more_pages_are_asked_for_than_allowed(
    jia: Workplace, setting: str, read: int
) -> None:
    crawl(jia, "-s", setting)
    article = kept(jia)
    assert len(article["body"]) == 2 * read
    assert len(asked(jia)) == read
    assert article["missing_pages"] == [address(n) for n in range(read + 1, 4)]


def test_a_further_page_that_has_moved_is_followed_or_leads_back(
    jia: Workplace,
) -> None:
    moved = HOME + "moved_2.html"
    jia.web.pages[address(2)] = Answer(status=301, headers={"Location": moved})
    jia.web.pages[moved] = page(2)
    jia.web.pages[address(3)] = Answer(status=302, headers={"Location": FIRST})
    run = crawl(jia)
    article = kept(jia)
    assert tuple(article["body"]) == PARAGRAPHS[:4]
    assert article["pages"] == [address(1), moved]
    assert article["missing_pages"] == []
    assert asked(jia).count(FIRST) == 1
    assert "WARNING" not in run.err


def test_a_pager_without_end_ends(jia: Workplace) -> None:
    jia.web.pages[address(1)] = page(1, links=f"<a href='{name(2)}'>下一页</a>")
    for number in range(2, 60):
        links = f"<a href='{name(number - 1)}'>上一页</a> <a href='{name(number + 1)}'>下一页</a>"
        jia.web.pages[address(number)] = page(1, links=links)
    crawl(jia)
    assert asked(jia) == [name(1), name(2)]
    assert kept(jia)["pages"] == []


def test_a_busy_further_page_is_asked_for_again(jia: Workplace) -> None:
    jia.web.pages[address(2)] = Answer(b"busy", status=503)
    crawl(jia)
    assert asked(jia).count(name(2)) == 2
    assert kept(jia)["missing_pages"] == [address(2)]


def save(place: Workplace, *numbers: int) -> Path:
    """Save pages as ``savepage`` does, under names that stand in another order."""
    folder = place.folder / "pages"
    folder.mkdir()
    for number in numbers:
        response = {
            "url": address(number),
            "content_type": "text/html",
            "outlet": "jia",
        }
        slug = f"{9 - number}-of-a-school-bus"
        (folder / f"{slug}.html").write_text(page(number), encoding="utf-8")
        (folder / f"{slug}.json").write_text(json.dumps({"response": response}))
    return folder


def test_saved_pages_are_joined_as_a_crawl_joins_them(jia: Workplace) -> None:
    run = jia.scrapy("crawl", "saved", "-a", f"path={save(jia, 1, 2, 3)}")
    assert run.code == 0
    assert jia.web.asked == []
    saved = {**kept(jia), "fetched": None}
    jia.forget()
    out = jia.folder / "crawled.jsonl"
    crawl(jia, "-O", str(out))
    assert saved == {**json.loads(out.read_bytes()), "fetched": None}


def test_a_page_that_was_not_saved_is_missing(jia: Workplace) -> None:
    folder = save(jia, 1, 3)
    run = jia.scrapy("crawl", "saved", "-a", f"path={folder}")
    article = kept(jia)
    assert tuple(article["body"]) == PARAGRAPHS[:2] + PARAGRAPHS[4:]
    assert article["missing_pages"] == [address(2)]
    assert f"{address(2)}: not saved" in run.err


def test_extract_joins_what_is_saved_beside(jia: Workplace) -> None:
    folder = save(jia, 1, 2)
    for number in (1, 2):
        run = jia.scrapy("extract", str(folder / f"{9 - number}-of-a-school-bus.html"))
        assert (run.code, run.err) == (0, "")
        article = json.loads(run.out)
        assert tuple(article["body"]) == PARAGRAPHS[:4]
        assert article["pages"] == [address(1), address(2)]
        assert article["missing_pages"] == [address(3)]
