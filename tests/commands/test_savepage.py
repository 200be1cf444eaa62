"""``scrapy savepage`` keeps the bytes as they came, and a first JSON to be checked."""

from __future__ import annotations

import gzip
import json
from datetime import datetime

import pytest

from crawler import saved
from tests.loopback import Answer, Run, Workplace
from tests.test_crawl import SITE, address, article, hub

URL = address(1)
RAW = article(1).replace("utf-8", "gb2312").replace(">", ">\r\n", 3).encode("gb18030")


@pytest.fixture
def jia(place: Workplace) -> Workplace:
    place.outlet("jia", SITE)
    place.web.pages[URL] = Answer(
        gzip.compress(RAW),
        headers={"Content-Type": "text/html", "Content-Encoding": "gzip"},
    )
    return place


def savepage(place: Workplace, *words: str, url: str = URL) -> Run:
    folder = str(place.folder / "pages")
    return place.scrapy("savepage", url, "jia", "--folder", folder, *words)


def test_saves_bytes_and_the_article_as_read_today(jia: Workplace) -> None:
    run = savepage(jia, "--slug", "gb2312-declared")
    assert (run.code, run.err) == (0, "")
    path = jia.folder / "pages" / "jia" / "gb2312-declared.html"
    assert path.read_bytes() == RAW
    beside = json.loads(path.with_suffix(".json").read_bytes())
    assert beside["note"] == ""
    assert beside["response"].items() >= {
        ("url", URL),
        ("content_type", "text/html"),
        ("outlet", "jia"),
    }
    assert datetime.fromisoformat(beside["response"]["fetched"]).tzinfo
    assert beside["article"]["headline"] == "河口镇第1辆校车今晨准点发车"
    assert "found_by" not in beside["article"]
    assert saved.read(path).expected == beside["article"]
    assert str(path.with_suffix(".json")) in run.out
    assert "check" in run.out


def test_asks_as_a_crawl_does(jia: Workplace) -> None:
    savepage(jia)
    assert jia.web.asked == ["http://www.jia.example/robots.txt", URL]
    assert all(sent["User-Agent"].startswith("Jingwen/") for sent in jia.web.headers)
    assert not jia.data.exists()


def test_writes_over_nothing_unless_forced(jia: Workplace) -> None:
    savepage(jia)
    beside = jia.folder / "pages" / "jia" / "content-0001.json"
    beside.write_text('{"note": "checked"}')
    asked = len(jia.web.asked)
    run = savepage(jia)
    assert run.code == 2
    assert run.err.startswith("scrapy savepage: ")
    assert "is there" in run.err
    assert len(jia.web.asked) == asked
    assert beside.read_text() == '{"note": "checked"}'
    assert savepage(jia, "--force").code == 0
    assert "checked" not in beside.read_text()


def test_a_page_without_article_is_saved_as_a_refusal(jia: Workplace) -> None:
    url = "http://www.jia.example/news/"
    jia.web.pages[url] = hub(*map(address, range(40)))
    run = savepage(jia, url=url)
    assert run.code == 0
    assert f"refused: {url}: " in run.out
    assert saved.read(jia.folder / "pages/jia/news.html").refused == "NotAnArticle"


@pytest.mark.parametrize(
    ("url", "code", "told"),
    [
        ("http://www.yi.example/1.html", 2, "lies on none of the hosts of jia"),
        (address(404), 1, "HTTP 404"),
        (address(302), 1, "leads off the outlet"),
        (address(403), 1, "forbidden by robots.txt"),
    ],
)
def test_what_cannot_be_saved(jia: Workplace, url: str, code: int, told: str) -> None:
    elsewhere = {"Location": "http://www.yi.example/1.html"}
    jia.web.pages[address(302)] = Answer(status=302, headers=elsewhere)
    robots = b"User-agent: *\nDisallow: /news/2026-11/01/content_0403"
    jia.web.pages["http://www.jia.example/robots.txt"] = Answer(robots, headers={})
    run = savepage(jia, url=url)
    assert (run.code, run.out) == (code, "")
    [line] = run.err.splitlines()
    assert line.startswith(f"scrapy savepage: {url}")
    assert told in line
    assert not (jia.folder / "pages").exists()
    assert not [asked for asked in jia.web.asked if "yi.example" in asked]
