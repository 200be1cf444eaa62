"""Crawls that come again: they ask for what is due, and for what may have changed."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from crawler.discovery import traps
from crawler.store.rhythm import FIRST
from tests import test_crawl
from tests.clock import later
from tests.loopback import NOT_FOUND, PROJECT, Answer, Page, Run, Web, Workplace
from tests.newsroom import Newsroom
from tests.test_crawl import FORCE, SITE, address, article, hub

OUTLETS = PROJECT / "tests" / "fixtures" / "outlets"
KEYS = sorted(path.stem for path in OUTLETS.glob("*.toml"))
START = "http://www.jia.example/news/"
ROBOTS = "http://www.jia.example/robots.txt"
HTML = {"Content-Type": "text/html; charset=utf-8"}
TEXT = {"Content-Type": "text/plain"}


@pytest.fixture
def jia(place: Workplace) -> Workplace:
    """An outlet of three articles on one list page."""
    place.outlet("jia", SITE)
    place.web.pages[START] = hub(*map(address, (1, 2, 3)))
    place.web.pages.update((address(number), article(number)) for number in range(1, 9))
    return place


def crawl(place: Workplace, *words: str) -> Run:
    """Crawl, and look at no article again: here it is about lists."""
    return test_crawl.crawl(place, "-s", "REVISIT_HOURS=", *words)


def asked_by(place: Workplace, *words: str, code: int = 0) -> tuple[list[str], str]:
    """Crawl; return what was asked for, and what was said."""
    before = len(place.web.asked)
    run = crawl(place, *words)
    assert run.code == code, run.err
    assert "Traceback" not in run.err
    return place.web.asked[before:], run.err


def sent_with(web: Web, url: str, name: str) -> list[str | None]:
    """Return what each request for an address said under ``name``."""
    pairs = zip(web.asked, web.headers, strict=True)
    return [headers.get(name) for asked, headers in pairs if asked == url]


def archive_size(place: Workplace) -> int:
    return sum(path.stat().st_size for path in (place.data / "archive").iterdir())


def test_a_second_run_over_the_newsroom_asks_whether_its_lists_have_changed(
    tmp_path: Path,
) -> None:
    command = [
        *(sys.executable, "-m", "scrapy", "crawl", "news"),
        *("-a", "outlets=" + ",".join(KEYS)),
        *("-s", f"SITE_FOLDERS={OUTLETS}", "-s", f"DATA_FOLDER={tmp_path}"),
    ]
    with Newsroom() as room:

        def run(*words: str) -> str:
            done = subprocess.run(
                [*command, *words],
                cwd=PROJECT,
                env=room.environment,
                capture_output=True,
                check=False,
                timeout=300,
            )
            assert done.returncode == 0, done.stderr.decode()
            return done.stderr.decode()

        run()
        lists = {each.url for each in room.log if each.is_conditional}
        assert lists == set()
        first = len(room.log)
        assert "asks anyway" in run()
        assert len(room.log) == first
        said = run(*FORCE)
        again = room.log[first:]
    assert "New articles: 0" in said
    assert again
    assert all(each.is_conditional and each.status == 304 for each in again)
    assert len({each.url for each in again}) == len(again)
    assert f"lists: {len(again)}, of them unchanged {len(again)}" in said


@pytest.mark.parametrize(
    ("marks", "status"),
    [
        ({"ETag": 'W/"a-1"'}, 304),
        ({"Last-Modified": "Sun, 01 Nov 2026 06:30:00 GMT"}, 304),
        ({}, 200),
    ],
    ids=["etag", "last-modified", "same bytes"],
)
def test_a_list_that_has_not_changed_costs_nothing_more(
    jia: Workplace, marks: dict[str, str], status: int
) -> None:
    page = hub(*map(address, (1, 2, 3))).encode()
    jia.web.pages[START] = Answer(page, headers={**HTML, **marks})
    crawl(jia)
    size = archive_size(jia)
    asked, said = asked_by(jia, *FORCE)
    assert asked == [START]
    assert jia.web.statuses[-1] == status
    assert "lists: 1, of them unchanged 1" in said
    assert archive_size(jia) == size
    changed = hub(*map(address, (4, 1, 2))).encode()
    new = {**HTML, **{name: value + "x" for name, value in marks.items()}}
    jia.web.pages[START] = Answer(changed, headers=new)
    assert asked_by(jia, *FORCE)[0] == [START, address(4)]
    assert archive_size(jia) > size


def test_a_mark_goes_only_to_the_address_that_gave_it(jia: Workplace) -> None:
    moved = "http://www.jia.example/yaowen/"
    page = hub(*map(address, (1, 2))).encode()
    jia.web.pages[START] = Answer(status=302, headers={"Location": moved})
    jia.web.pages[moved] = Answer(page, headers={**HTML, "ETag": '"a"'})
    crawl(jia)
    assert asked_by(jia, *FORCE)[0] == [START, moved]
    assert sent_with(jia.web, START, "If-None-Match") == [None, None]
    assert sent_with(jia.web, moved, "If-None-Match") == [None, '"a"']
    other = "http://www.jia.example/zuixin/"
    jia.web.pages[START] = Answer(status=302, headers={"Location": other})
    jia.web.pages[other] = Answer(page, headers={**HTML, "ETag": '"a"'})
    asked, said = asked_by(jia, *FORCE)
    assert asked == [START, other]
    assert sent_with(jia.web, other, "If-None-Match") == [None]
    assert "of them unchanged 0" in said


def test_who_asks_twice_in_a_row_is_told_when_to_come_again(jia: Workplace) -> None:
    crawl(jia)
    asked, said = asked_by(jia)
    assert asked == []
    assert "Nothing due until 20" in said
    assert ": 甲江日报 (jia); -a force=1 asks anyway" in said
    assert "New articles: 0," in said
    assert "No article from" not in said


def test_a_scheduler_that_comes_by_the_clock_finds_lists_due(jia: Workplace) -> None:
    crawl(jia)
    later(jia.data, FIRST - timedelta(minutes=1))  # it took a moment to read them
    jia.web.pages[START] = hub(*map(address, (4, 1, 2, 3)))
    assert asked_by(jia)[0] == [START, address(4)]
    later(jia.data, FIRST / 2)
    assert asked_by(jia)[0] == [START]
    later(jia.data, FIRST / 2)
    assert asked_by(jia)[0] == []
    later(jia.data, FIRST / 4)
    assert asked_by(jia)[0] == [START]


def test_a_site_file_says_how_often(jia: Workplace) -> None:
    jia.outlet("jia", SITE + 'every = "6h"\n')
    crawl(jia)
    later(jia.data, timedelta(hours=5))
    assert asked_by(jia)[0] == []
    later(jia.data, timedelta(hours=1))
    assert asked_by(jia)[0] == [START]


def test_robots_txt_is_asked_for_once_a_day(jia: Workplace) -> None:
    jia.web.pages[ROBOTS] = Answer(b"User-agent: *\nDisallow: /news/private", 200, TEXT)
    crawl(jia)
    later(jia.data, timedelta(hours=23))
    private = "http://www.jia.example/news/private/2026-11/01/content_0009.html"
    jia.web.pages[START] = hub(*map(address, (1, 2)), private)
    asked, said = asked_by(jia)
    assert asked == [START]
    assert f"{private}: forbidden by robots.txt" in said
    later(jia.data, timedelta(hours=1))
    assert asked_by(jia, *FORCE)[0] == [ROBOTS, START]


def test_robots_txt_is_kept_no_longer_than_its_server_says(jia: Workplace) -> None:
    headers = {**TEXT, "Cache-Control": "public, max-age=3600"}
    jia.web.pages[ROBOTS] = Answer(b"User-agent: *\nAllow: /", 200, headers)
    crawl(jia)
    later(jia.data, timedelta(minutes=59))
    assert asked_by(jia)[0] == [START]
    later(jia.data, timedelta(minutes=2))
    assert asked_by(jia, *FORCE)[0] == [ROBOTS, START]


def test_a_host_that_cannot_say_what_it_allows_is_asked_in_each_run(
    jia: Workplace,
) -> None:
    jia.web.pages[ROBOTS] = Answer(b"Disallow: /", 503)
    crawl(jia)
    assert asked_by(jia, *FORCE)[0][0] == ROBOTS
    jia.web.pages[ROBOTS] = Answer(b"<p>Disallow: /</p>", 404)
    asked_by(jia, *FORCE)
    assert asked_by(jia, *FORCE)[0] == [START]


def test_a_pace_that_robots_txt_asks_for_is_kept(jia: Workplace) -> None:
    rules = b"User-agent: *\nCrawl-delay: 0.4\n\nUser-agent: other\nCrawl-delay: 90"
    jia.web.pages[ROBOTS] = Answer(rules, 200, TEXT)
    started = time.monotonic()
    run = crawl(jia)
    assert time.monotonic() - started > 3 * 0.4
    assert (
        "Slowed down by robots.txt: 甲江日报 (jia) 0.4 seconds between pages" in run.err
    )
    assert len(jia.lines()) == 3
    asked, said = asked_by(jia, *FORCE, "-s", "CRAWL_DELAY_MAX_SECONDS=0.2")
    assert asked == [START]
    assert "(jia) 0.2 seconds between pages, which asks for 0.4" in said


def test_a_slow_server_rests_as_long_as_it_works(jia: Workplace) -> None:
    jia.web.pause = 0.3
    started = time.monotonic()
    assert crawl(jia).code == 0
    assert time.monotonic() - started > 3 * 2 * jia.web.pause


def test_an_outlet_that_fails_is_asked_less_often_until_it_answers(
    jia: Workplace,
) -> None:
    jia.web.pages[START] = Answer(b"down", 500)
    for times in (1, 2):
        _, said = asked_by(jia, code=1)
        assert f"Failing: 甲江日报 (jia), {times} times in a row; asked again" in said
        later(jia.data, 2**times * FIRST * 0.8)
        assert "Nothing due until" in asked_by(jia)[1]
        later(jia.data, 2**times * FIRST * 0.2)
    jia.web.pages[START] = hub(*map(address, (1, 2, 3)))
    asked, said = asked_by(jia)
    assert set(asked) == {START, *map(address, (1, 2, 3))}
    assert "Failing" not in said
    later(jia.data, FIRST)
    assert asked_by(jia)[0] == [START]


class Endless(dict[str, Page]):
    """Pages that are made when they are asked for, each leading on to one more."""

    def get(self, url: str, default: Page = NOT_FOUND) -> Page:  # type: ignore[override]  # pages alone
        return super().get(url) or self._list(url) or default

    def _list(self, url: str) -> Page | None:
        path = url.removeprefix(START)
        if number := re.fullmatch(r"pages/(?:\?page=(\d+))?", path):
            return hub(further=f"?page={int(number[1] or 1) + 1}")
        if number := re.fullmatch(r"find/(?:\?area=(\d+)&kind=a)?", path):
            return hub(further=f"?area={int(number[1] or 1) + 1}&kind=a")
        if day := re.fullmatch(r"days/(?:\?date=(\d{4}-\d\d-\d\d))?", path):
            last = date.fromisoformat(day[1]) if day[1] else date(2026, 11, 1)
            return hub(further=f"?date={last - timedelta(days=1)}")
        return hub(further="more/?p=2") if path.startswith("more/") else None


def test_lists_without_end_are_bounded_and_named(jia: Workplace) -> None:
    folders = [f'"{START}{folder}/"' for folder in ("pages", "find", "days", "more")]
    jia.outlet("jia", SITE.replace(f'"{START}"', ", ".join([f'"{START}"', *folders])))
    jia.web.pages = Endless(jia.web.pages)
    asked, said = asked_by(jia, "-a", "hub_pages=0")
    count = Counter(url.removeprefix(START).partition("/")[0] for url in asked)
    assert 100 < count["pages"] < 300
    assert 50 < count["find"] < 100
    assert 50 < count["days"] < 100
    assert count["more"] == 2
    [told] = [line for line in said.splitlines() if "without end" in line]
    assert told.startswith("Links without end, left out: 甲江日报 (jia) ")
    for trap in (traps.PAGER, traps.FACETS, traps.CALENDAR, traps.GROWING):
        assert f"1 {trap}" in told
    assert len(jia.lines()) == 3


def test_an_article_whose_path_grows_is_not_asked_for(jia: Workplace) -> None:
    grown = address(1).replace("/news/", "/news/news/news/news/")
    jia.web.pages[START] = hub(*map(address, (1, 2)), grown)
    asked, said = asked_by(jia)
    assert grown not in asked
    assert "left out: 甲江日报 (jia) 1 growing path" in said


def test_what_a_site_file_allows_and_denies_holds_for_what_was_found_before(
    jia: Workplace,
) -> None:
    crawl(jia, "-a", "max_articles=1")
    jia.outlet("jia", SITE + "deny = ['content_0002']\n")
    asked, _ = asked_by(jia, *FORCE)
    assert address(2) not in asked
    assert len(jia.lines()) == 2
    jia.outlet("jia", SITE + "allow = ['content_000[4-9]']\n")
    jia.web.pages[START] = hub(*map(address, (1, 2, 3, 4)))
    assert asked_by(jia, *FORCE)[0] == [START, address(4)]
    jia.outlet("jia", SITE)
    jia.web.pages[START] = hub(*map(address, (4, 3, 2, 1)))
    assert asked_by(jia, *FORCE)[0] == [START, address(2)]


def test_addresses_may_lead_to_the_hosts_that_a_site_file_names(
    jia: Workplace,
) -> None:
    partner = address(7, "mp.partner.example")
    jia.web.pages[address(2)] = Answer(status=302, headers={"Location": partner})
    jia.web.pages[partner] = article(7)
    _, said = asked_by(jia)
    assert f"{address(2)}: leads off the outlet (to {partner})" in said
    jia.outlet("jia", SITE + 'redirects_to = ["partner.example"]\n')
    jia.web.pages[address(4)] = Answer(status=302, headers={"Location": partner})
    jia.web.pages[START] = hub(*map(address, (1, 2, 3, 4)))
    asked, _ = asked_by(jia, *FORCE)
    assert asked[0] == START
    assert {address(4), partner} <= set(asked)
    assert address(2) not in asked  # refused once
    jia.web.pages[START] = hub(*map(address, (1, 2, 3, 4)), further="index_2.html")
    assert asked_by(jia, *FORCE)[0] == [START, f"{START}index_2.html"]
