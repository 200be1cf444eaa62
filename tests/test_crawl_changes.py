"""Stored articles are looked at again: changed ones, those that are gone, and come back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from tests.clock import later
from tests.loopback import NOT_FOUND, Answer, Page, Workplace
from tests.test_crawl import SITE, address, article, crawl, hub
from tests.test_crawl_again import HTML, START

HOUR = timedelta(hours=1)
MENU = "".join(f"<li><a href='/{n}/'>栏目{n}的新闻和图片</a></li>" for n in range(40))


@pytest.fixture
def jia(place: Workplace) -> Workplace:
    """An outlet of three articles, whose lists are asked for once a month."""
    place.outlet("jia", SITE + 'every = "30d"\n')
    place.web.pages[START] = hub(*map(address, (1, 2, 3)))
    for number in (1, 2, 3):
        place.web.pages[address(number)] = marked(article(number), number)
    assert asked_by(place)[0][0] == "http://www.jia.example/robots.txt"
    return place


def marked(page: str, mark: object) -> Answer:
    """Return a page with an ETag."""
    return Answer(page.encode(), headers={**HTML, "ETag": f'"{mark}"'})


def stored(place: Workplace) -> list[dict[str, Any]]:
    return [json.loads(line) for line in place.lines()]


def asked_by(place: Workplace, *words: str, code: int = 0) -> tuple[list[str], str]:
    """Crawl; return what was asked for, and what was said."""
    before = len(place.web.asked)
    run = crawl(place, *words)
    assert run.code == code, run.err
    assert "Traceback" not in run.err
    return place.web.asked[before:], run.err


def look(place: Workplace, hours: float = 1, *words: str) -> tuple[list[str], str]:
    """Let hours pass, and crawl; return what was asked for, robots.txt aside, and said."""
    later(place.data, hours * HOUR)
    asked, said = asked_by(place, *words)
    return [url for url in asked if "robots" not in url], said


def found(place: Workplace, query: str) -> int:
    """Return how many articles a search finds."""
    run = place.scrapy("search", query, "--json")
    return int(json.loads(run.out)["total"])


def test_young_articles_are_looked_at_and_then_left_alone(jia: Workplace) -> None:
    all_three = sorted(map(address, (1, 2, 3)))
    assert look(jia, 0.9)[0] == []
    asked, said = look(jia, 0.2)
    assert sorted(asked) == all_three
    assert jia.web.statuses[-3:] == [304] * 3
    assert "Looked at again: 3, changed 0, withdrawn 0" in said
    assert "New articles: 0, known ones: 0" in said
    assert look(jia, 4)[0] == []
    assert sorted(look(jia, 50)[0]) == all_three  # late, and once
    assert look(jia, 1)[0] == []
    assert sorted(look(jia, 20)[0]) == all_three
    assert look(jia, 400)[0] == []
    assert len(jia.lines()) == 3


def test_a_setting_says_when(jia: Workplace) -> None:
    never = ("-s", "REVISIT_HOURS=")
    jia.forget()
    asked_by(jia, *never)
    assert look(jia, 2, *never)[0] == []
    jia.forget()
    asked_by(jia, "-s", "REVISIT_HOURS=10,3")
    assert look(jia, 2)[0] == []
    assert len(look(jia, 1.1)[0]) == 3
    for wrong in ("soon", "-1"):
        _, said = asked_by(jia, "-s", f"REVISIT_HOURS={wrong}", code=2)
        assert "REVISIT_HOURS: " in said


def test_a_changed_article_is_a_version_that_says_in_what(jia: Workplace) -> None:
    changed = (
        article(2).replace("司机说", "司机对记者说").replace("第2辆校", "第二辆校")
    )
    jia.web.pages[address(2)] = marked(changed, "new")
    out = jia.folder / "out.jsonl"
    _, said = look(jia, 1.1, "-O", str(out))
    assert "New articles: 0," in said
    assert "Looked at again: 3, changed 1," in said
    *_, last = jia.lines()
    assert out.read_bytes() == last + b"\n"
    line = json.loads(last)
    assert (line["url"], line["version"]) == (address(2), 2)
    assert line["changes"]["fields"]["headline"]["after"] == line["headline"]
    assert len(line["changes"]["reworded"]) >= 1
    assert len(look(jia, 5)[0]) == 3
    assert len(jia.lines()) == 4


def test_what_a_page_says_of_itself_is_no_change(jia: Workplace) -> None:
    noisy = article(2).replace(
        "来源：甲江日报", "来源：甲江日报 阅读 3051 次 <!-- 7f3a -->"
    )
    noisy = noisy.replace(
        "<div class='footer'>", f"<ul>{MENU}</ul><div class='footer'>"
    )
    jia.web.pages[address(2)] = marked(noisy, "new")
    out = jia.folder / "out.jsonl"
    _, said = look(jia, 1.1, "-O", str(out))
    assert "Looked at again: 3, changed 0," in said
    assert len(jia.lines()) == 3
    assert out.read_bytes() == b""


def gone_pages() -> Mapping[str, Page]:
    return {
        "404": Answer(b"<p>404</p>", status=404),
        "410": Answer(b"", status=410),
        "a page that says so": excuse(address(2)),
        "the front page": Answer(
            status=302, headers={"Location": "http://www.jia.example/"}
        ),
        "its list": Answer(status=301, headers={"Location": START}),
        "the error page": Answer(
            status=302, headers={"Location": "http://www.jia.example/404.html"}
        ),
    }


def excuse(url: str) -> str:
    """Return the page that an outlet gives for what is not there, with status 200."""
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>甲江日报</title></head>"
        f"<body><ul>{MENU}</ul><div><h1>对不起</h1><p>您要看的 {url} 已经找不到了，"
        "可能是编辑改了地址，也可能是稿件已经撤下，五秒钟后回到首页。</p></div>"
        "<div class='footer'>甲ICP备00000001号 甲江日报社版权所有</div></body></html>"
    )


class Excusing(dict[str, Page]):
    """Pages of a server that answers 200 with an excuse for whatever it has not."""

    def get(self, url: str, default: Page = NOT_FOUND) -> Page:  # type: ignore[override]  # pages alone
        own = default if url.endswith("robots.txt") else excuse(url)
        return super().get(url) or own


@pytest.mark.parametrize("how", list(gone_pages()))
def test_what_is_gone_is_withdrawn_after_a_second_look(
    jia: Workplace, how: str
) -> None:
    jia.web.pages = Excusing(jia.web.pages)
    if how == "the error page":
        jia.web.pages = dict(jia.web.pages)
    jia.web.pages["http://www.jia.example/404.html"] = excuse("")
    jia.web.pages[address(2)] = gone_pages()[how]
    if how == "the error page":
        absent = address(2).replace("0002", "99990002")
        jia.web.pages[absent] = gone_pages()[how]
    _, said = look(jia, 1.1)
    assert "withdrawn 0, to be looked at once more 1" in said
    assert len(jia.lines()) == 3
    assert found(jia, "第2辆校车") == 1
    asked, said = look(jia, 1.1)
    assert asked[0] == address(2)
    assert "Looked at again: 1, changed 0, withdrawn 1," in said
    *_, last = stored(jia)
    assert last["event"] == "withdrawn"
    assert (last["canonical_url"], last["version"]) == (address(2), 1)
    assert last["outlet"] == "jia"
    assert found(jia, "第2辆校车") == 0
    look(jia, 4)
    look(jia, 1.1)
    assert len(jia.lines()) == 4  # it is told once
    jia.web.pages[address(2)] = marked(article(2), "back")
    look(jia, 20)
    *_, last = stored(jia)
    assert (last["url"], last["version"]) == (address(2), 2)
    assert found(jia, "第2辆校车") == 1


def test_what_is_there_again_at_the_second_look_was_never_gone(jia: Workplace) -> None:
    there = jia.web.pages[address(2)]
    jia.web.pages[address(2)] = Answer(b"", status=404)
    look(jia, 1.1)
    jia.web.pages[address(2)] = Answer(b"busy", status=500)
    look(jia, 1.1)
    jia.web.pages[address(2)] = there
    assert look(jia, 1.1)[0] == [address(2)]
    jia.web.pages[address(2)] = Answer(b"", status=404)
    _, said = look(jia, 4)
    assert "withdrawn 0, to be looked at once more 1" in said
    assert len(jia.lines()) == 3


UNTOLD: Mapping[str, Page] = {
    "an error of the server": Answer(b"busy", status=500),
    "a page to log in": "<html><body><form>登录后才能继续阅读<input></form></body></html>",
    "a page that is empty": Answer(b""),
    "somewhere else": Answer(
        status=302, headers={"Location": "http://elsewhere.example/"}
    ),
    "another article": Answer(status=302, headers={"Location": address(3)}),
    "in a circle": Answer(status=302, headers={"Location": address(2)}),
    "a host's robots": Answer(
        status=302, headers={"Location": "http://m.jia.example/private"}
    ),
}


@pytest.mark.parametrize("how", list(UNTOLD))
def test_what_says_nothing_of_an_article_leaves_it_as_it_is(
    jia: Workplace, how: str
) -> None:
    jia.web.pages[address(2)] = UNTOLD[how]
    jia.web.pages["http://m.jia.example/robots.txt"] = Answer(
        b"User-agent: *\nDisallow: /", headers={"Content-Type": "text/plain"}
    )
    for hours in (1.1, 5, 20, 60):
        _, said = look(jia, hours)
        assert (
            "withdrawn" not in said
            or "withdrawn 0, to be looked at once more 0" in (said)
        )
    assert len(jia.lines()) == 3
    assert look(jia, 99)[0] == []


def test_an_article_that_was_written_anew_is_no_error_page(jia: Workplace) -> None:
    anew = (
        article(2).replace("校车", "渡船").replace("司机", "艄公").replace("镇", "乡")
    )
    for old, new in (("清晨", "傍晚"), ("路", "河"), ("孩子", "老人"), ("钱", "力")):
        anew = anew.replace(old, new)
    jia.web.pages[address(2)] = marked(anew, "anew")
    jia.web.pages = Excusing(jia.web.pages)
    _, said = look(jia, 1.1)
    assert "changed 1, withdrawn 0" in said
    assert stored(jia)[-1]["version"] == 2


def test_new_articles_come_before_looks(jia: Workplace) -> None:
    jia.outlet("jia", SITE + 'every = "1h"\n')
    jia.web.pages[START] = hub(*map(address, (4, 1, 2, 3)))
    jia.web.pages[address(4)] = article(4)
    asked, _ = look(jia, 1.1)
    assert asked[:2] == [START, address(4)]
    assert sorted(asked[2:]) == sorted(map(address, (1, 2, 3)))


def test_a_limit_holds_for_looks_too(jia: Workplace) -> None:
    assert len(look(jia, 1.1, "-a", "max_articles=2")[0]) == 2
    assert len(look(jia, 0)[0]) == 1
