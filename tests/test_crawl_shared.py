"""Crawls that share a ledger, with one another and with who keeps it locked."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.loopback import PROJECT, Workplace
from tests.postgresql import running as postgresql
from tests.test_crawl import SITE, address, article, crawl, hub

START = "http://www.jia.example/news/"


@pytest.fixture
def jia(place: Workplace) -> Workplace:
    """An outlet of sixty articles."""
    outlet(place, "jia", 60)
    return place


def outlet(place: Workplace, key: str, articles: int, first: int = 0) -> None:
    place.outlet(key, SITE.replace("jia", key))
    urls = [
        address(number, f"www.{key}.example")
        for number in range(first, first + articles)
    ]
    place.web.pages[START.replace("jia", key)] = hub(*urls)
    for number, url in enumerate(urls, start=first):
        place.web.pages[url] = article(number)


def start(place: Workplace, *words: str, outlets: str = "jia") -> subprocess.Popen[str]:
    return subprocess.Popen(
        place.command("crawl", "news", "-a", f"outlets={outlets}", *words),
        cwd=PROJECT,
        env=place.environment,
        stderr=subprocess.PIPE,
        text=True,
    )


def under_way(place: Workplace, running: subprocess.Popen[str], lines: int = 3) -> None:
    """Wait until a crawl has stored some articles."""
    while running.poll() is None and len(place.lines()) < lines:
        time.sleep(0.01)
    assert running.poll() is None


def said_by(running: subprocess.Popen[str]) -> str:
    return running.communicate()[1]


@contextmanager
def locked(place: Workplace) -> Iterator[None]:
    """Keep the ledger locked, as a program does that is in the midst of writing."""
    ledger = place.data / "ledger.sqlite"
    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout = 60000")
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def test_a_second_run_of_an_outlet_leaves_it_to_the_first(jia: Workplace) -> None:
    jia.web.pause = 0.05
    first = start(jia)
    under_way(jia, first)
    jia.web.answers.clear()  # so that the first does not end before the second
    second = crawl(jia, "-s", "USER_AGENT=second")
    jia.web.answers.set()
    assert second.code == 0
    assert "甲江日报 (jia) is being crawled by another process" in second.err
    assert "No article" not in second.err
    assert "New articles: 0" in second.err
    said = said_by(first)
    assert first.returncode == 0, said
    assert {headers["User-Agent"] for headers in jia.web.headers} != {"second"}
    assert "second" not in {headers["User-Agent"] for headers in jia.web.headers}
    assert len(jia.lines()) == 60


def test_a_killed_run_locks_nobody_out(jia: Workplace) -> None:
    first = start(jia)
    under_way(jia, first)
    first.kill()
    first.communicate()
    run = crawl(jia)
    assert "another process" not in run.err
    assert len(jia.lines()) == 60


def test_outlets_are_crawled_into_one_ledger_at_the_same_time(jia: Workplace) -> None:
    outlet(jia, "yi", 60, first=100)
    crawls = [start(jia, outlets=key) for key in ("jia", "yi")]
    for running in crawls:
        said = said_by(running)
        assert running.returncode == 0, said
        assert "New articles: 60," in said
    urls = Counter(json.loads(line)["url"] for line in jia.lines())
    assert len(urls) == 120
    assert set(urls.values()) == {1}
    assert Counter(jia.web.asked).most_common(1)[0][1] == 1


def test_what_is_free_is_crawled_beside_what_is_not(jia: Workplace) -> None:
    outlet(jia, "yi", 3, first=100)
    jia.web.pause = 0.05
    first = start(jia)
    under_way(jia, first)
    run = crawl(jia, outlets="jia,yi")
    assert run.code == 0
    assert "New articles: 3," in run.err
    said_by(first)


def test_it_waits_while_another_program_writes(jia: Workplace) -> None:
    running = start(jia)
    under_way(jia, running)
    with locked(jia):
        before = len(jia.lines())
        time.sleep(1.0)
        assert len(jia.lines()) <= before + 1
    said = said_by(running)
    assert running.returncode == 0, said
    assert len(jia.lines()) == 60


def test_it_ends_where_another_program_never_lets_go(jia: Workplace) -> None:
    running = start(jia, "-s", "LEDGER_WAIT=1")
    under_way(jia, running)
    with locked(jia):
        said = said_by(running)
    assert running.returncode == 3, said
    assert said.count("CRITICAL") == 1
    assert "database is locked; another program holds it" in said
    assert "Traceback" not in said
    assert crawl(jia).code == 0
    urls = Counter(json.loads(line)["url"] for line in jia.lines())
    assert urls == dict.fromkeys(map(address, range(60)), 1)


def test_it_does_not_begin_where_the_ledger_is_locked(jia: Workplace) -> None:
    crawl(jia, "-a", "max_articles=1")
    asked = len(jia.web.asked)
    with locked(jia):
        run = crawl(jia, "-s", "LEDGER_WAIT=1")
    assert run.code == 3
    [line] = run.err.splitlines()
    assert line.startswith(f"scrapy crawl: the ledger {jia.data / 'ledger.sqlite'}: ")
    assert len(jia.web.asked) == asked


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://localhost/x", "names no database that can be used; known are sqlite"),
        ("nonsense", "names no database that can be used"),
    ],
)
def test_a_ledger_that_cannot_be(jia: Workplace, url: str, told: str) -> None:
    run = crawl(jia, "-s", f"LEDGER_URL={url}")
    assert run.code == 2
    [line] = run.err.splitlines()
    assert told in line
    assert jia.web.asked == []


def test_a_server_that_is_not_there(jia: Workplace) -> None:
    url = f"postgresql://nobody:secret@/none?host={jia.folder}"
    run = crawl(jia, "-s", f"LEDGER_URL={url}", "-s", "LEDGER_WAIT=1")
    assert run.code == 3
    assert "secret" not in run.err
    [line] = run.err.splitlines()
    assert "see whether it can be reached" in line
    assert jia.web.asked == []


def test_a_ledger_that_is_no_database_is_left_as_it_is(jia: Workplace) -> None:
    jia.data.mkdir()
    ledger = jia.data / "ledger.sqlite"
    ledger.write_bytes(b"somebody's notes " * 100)
    run = crawl(jia)
    assert run.code == 3
    [line] = run.err.splitlines()
    assert "file is not a database" in line
    assert ledger.read_bytes() == b"somebody's notes " * 100


def test_crawls_share_a_ledger_on_a_server(jia: Workplace, tmp_path: Path) -> None:
    outlet(jia, "yi", 60, first=100)
    with postgresql(tmp_path / "postgresql") as url:
        setting = ("-s", f"LEDGER_URL={url}")
        killed = start(jia, *setting)
        under_way(jia, killed)
        killed.kill()
        killed.communicate()
        crawls = [start(jia, *setting, outlets=key) for key in ("jia", "yi")]
        for running in crawls:
            said = said_by(running)
            assert running.returncode == 0, said
        again = crawl(jia, *setting, outlets="jia,yi")
        assert again.code == 0
        assert ": 2 outlets; -a force=1 asks anyway" in again.err
    urls = Counter(json.loads(line)["url"] for line in jia.lines())
    assert len(urls) == 120
    assert set(urls.values()) == {1}
    assert not (jia.data / "ledger.sqlite").exists()
