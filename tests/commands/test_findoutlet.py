"""``scrapy findoutlet``, run as a user does, in the newsroom and on made-up webs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler import sites
from tests.loopback import Answer, Run, Workplace
from tests.newsroom import Newsroom

PROJECT = Path(__file__).parent.parent.parent
HOME = "http://www.outlet.example/"


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as room:
        yield room


def find(
    environment: dict[str, str], folder: Path, *words: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "findoutlet", *words]
    return subprocess.run(
        [*command, "--to", str(folder), "--delay", "0"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


OUTLETS = {
    "jianghe": ("江和新闻网", "Asia/Shanghai", "zh-Hans"),
    "langang": ("瀾港日報", "Asia/Taipei", "zh-Hant"),
    "linzhou": ("临洲在线", "Asia/Shanghai", "zh-Hans"),
    "shuixiang": ("水乡农渔网", "Asia/Shanghai", "zh-Hans"),
}


@pytest.mark.parametrize("key", OUTLETS)
def test_outlets_of_the_newsroom(newsroom: Newsroom, tmp_path: Path, key: str) -> None:
    before = len(newsroom.requests)
    home = f"http://www.{key}.example/"
    done = find(newsroom.environment, tmp_path, home)
    assert done.returncode == 0, done.stderr
    asked = newsroom.requests[before:]
    assert len(asked) <= 36
    assert not any("/admin/" in url or "/search" in url for url in asked)
    path = tmp_path / f"{key}.toml"
    site = sites.load(path)
    name, zone, language = OUTLETS[key]
    assert (site.name, site.timezone.key) == (name, zone)
    assert site.hubs[0] == home
    assert f"Language: {language}." in path.read_text(encoding="utf-8")
    assert f"Wrote {path}." in done.stdout
    assert len(done.stderr.splitlines()) == len(set(asked))


def test_what_is_named_is_found(newsroom: Newsroom, tmp_path: Path) -> None:
    find(newsroom.environment, tmp_path, "http://www.langang.example/")
    find(newsroom.environment, tmp_path, "http://www.jianghe.example/")
    assert sites.load(tmp_path / "langang.toml").feeds == (
        "http://www.langang.example/rss/news.xml",
    )
    jianghe = sites.load(tmp_path / "jianghe.toml")
    assert jianghe.sitemaps == ("http://www.jianghe.example/sitemap.xml",)
    assert "http://www.jianghe.example/gundong/" in jianghe.hubs


def test_a_found_outlet_can_be_crawled(newsroom: Newsroom, tmp_path: Path) -> None:
    find(newsroom.environment, tmp_path, "http://www.linzhou.example/")
    words = ["crawl", "news", "-a", "outlets=linzhou", "-s", f"SITE_FOLDERS={tmp_path}"]
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *words, "-s", f"DATA_FOLDER={tmp_path / 'd'}"],
        cwd=PROJECT,
        env=newsroom.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


ITEM = "<li><a href='/2026/1101/c{0}.html'>湖区禁渔期满首日开捕第{0}网</a></li>"
LIST = "<title>某报</title><ul>" + "".join(map(ITEM.format, range(9))) + "</ul>"


def look(place: Workplace, *words: str) -> Run:
    """Run the command in a user's place, which has no site files yet."""
    return place.scrapy(
        "findoutlet", *words, "--to", str(place.outlets), "--delay", "0"
    )


def test_a_file_that_is_there_is_kept(place: Workplace) -> None:
    place.outlet("outlet", f'name = "x"\nhosts = ["outlet.example"]\nhubs = ["{HOME}"]')
    path = place.outlets / "outlet.toml"
    before = path.read_bytes()
    done = look(place, HOME)
    assert done.code == 2
    assert done.err == (
        f"scrapy findoutlet: {path} is there; name another --key, or --force it\n"
    )
    assert not place.web.asked
    assert path.read_bytes() == before
    place.web.pages[HOME] = LIST
    assert look(place, HOME, "--force").code == 0
    assert sites.load(path).name == "某报"


@pytest.mark.parametrize("words", ["nowhere", "ftp://a.example/", "http://[a.example/"])
def test_no_address(place: Workplace, words: str) -> None:
    done = look(place, words)
    assert done.code == 2
    assert "no address, such as https://example.com/" in done.err
    assert not place.outlets.exists()


def test_a_home_page_that_cannot_be_had(place: Workplace) -> None:
    done = look(place, HOME)
    assert done.code == 1
    assert done.err.endswith(
        f"scrapy findoutlet: {HOME}: HTTP 404; nothing was written\n"
    )
    assert not place.outlets.exists()


def test_robots_txt_is_obeyed(place: Workplace) -> None:
    place.web.pages[HOME + "robots.txt"] = Answer(b"User-agent: *\nDisallow: /\n")
    place.web.pages[HOME] = LIST
    done = look(place, HOME)
    assert done.code == 1
    assert "forbidden by robots.txt; nothing was written" in done.err
    assert set(place.web.asked) == {HOME + "robots.txt"}


def test_a_page_without_articles(place: Workplace) -> None:
    place.web.pages[HOME] = "<title>某报</title><a href='/about.html'>关于我们</a>"
    done = look(place, HOME)
    assert done.code == 1
    assert "leads to no articles; nothing was written" in done.err


def test_not_more_pages_than_allowed(place: Workplace) -> None:
    sections = "".join(f"<a href='/s{n}/'>栏目{n}</a>" for n in range(90))
    place.web.pages[HOME] = LIST + f"<nav>{sections}</nav>"
    for number in range(90):
        place.web.pages[f"{HOME}s{number}/"] = LIST.replace("/c", f"/c{number}00")
    done = look(place, HOME, "--pages", "12")
    assert done.code == 0, done.err
    assert len(place.web.asked) <= 13  # Scrapy asks for robots.txt, too
