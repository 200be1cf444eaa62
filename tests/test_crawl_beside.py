"""A crawl that leaves pages to other processes gives what it gives by itself."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.store import memories
from tests.chronicle import Chronicle
from tests.loopback import PROJECT, Workplace
from tests.newsroom import Newsroom
from tests.test_crawl import SITE, address, article, crawl, hub

BESIDE = ("-s", "CRAWL_PROCESSES=2", "-s", "CRAWL_BUSY=0")
ALONE = ("-s", "CRAWL_PROCESSES=0")


@dataclass(frozen=True, slots=True)
class Printed:
    """A newsroom of three outlets, and who crawls it."""

    chronicle: Chronicle
    room: Newsroom
    folder: Path

    def start(self, data: str, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "scrapy", "crawl", "news", *words),
                *("-a", "outlets=" + ",".join(self.chronicle.keys)),
                *("-s", f"SITE_FOLDERS={self.chronicle.outlets}"),
                *("-s", f"DATA_FOLDER={self.folder / data}", "-s", "DOWNLOAD_DELAY=0"),
            ],
            cwd=PROJECT,
            env=self.room.environment,
            stderr=subprocess.PIPE,
            text=True,
        )

    def told(self, data: str) -> dict[str, dict[str, Any]]:
        """Return the articles and the copies by their addresses, but for their times."""
        lines = [
            json.loads(line)
            for file in sorted((self.folder / data).glob("*/*.jsonl"))
            for line in file.read_bytes().splitlines()
        ]
        assert len({line["url"] for line in lines}) == len(lines)
        return {line["url"]: {**line, "fetched": None} for line in lines}


@pytest.fixture
def printed(tmp_path: Path) -> Iterator[Printed]:
    chronicle = Chronicle.printed(tmp_path, outlets=3, articles=40)
    with Newsroom(chronicle.pages) as room:
        yield Printed(chronicle, room, tmp_path)


def others(running: subprocess.Popen[str]) -> list[int]:
    """Return the processes beside a crawl's own that have begun."""
    tasks = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    return [
        child
        for child in map(int, tasks.read_text().split())
        if b"crawler.beside" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def test_it_stores_the_same(printed: Printed) -> None:
    for data, words in (("alone", ALONE), ("beside", BESIDE)):
        running = printed.start(data, *words)
        said = running.communicate()[1]
        assert running.returncode == 0, said
    assert printed.told("beside") == printed.told("alone")
    assert printed.told("alone").keys() == printed.chronicle.articles
    for name in ("bao-a.memory", "bao-b.memory", "bao-c.memory"):
        alone, beside = (
            memories.read(printed.folder / data / "memory" / name)
            for data in ("alone", "beside")
        )
        assert {trace.page for trace in alone} == {trace.page for trace in beside}


def test_a_process_that_is_killed_costs_nothing(printed: Printed) -> None:
    running = printed.start("data", *BESIDE)
    archive, sizes, killed = printed.folder / "data" / "archive", set[int](), 0
    begun: list[int] = []
    while running.poll() is None and killed < 2:
        sizes.add(sum(path.stat().st_size for path in archive.glob("*")))
        if len(sizes) > 10 * (killed + 1):
            begun = begun or others(running)
            os.kill(begun[killed], signal.SIGKILL)
            killed += 1
        time.sleep(0.001)
    said = running.communicate()[1]
    assert running.returncode == 0, said
    assert killed == 2
    assert said.count("has ended; another begins") == 2
    assert printed.told("data").keys() == printed.chronicle.articles


def test_it_leaves_no_process_behind(printed: Printed) -> None:
    running = printed.start("data", *BESIDE)
    lines = printed.folder / "data" / "articles"
    while running.poll() is None and not list(lines.glob("*")):
        time.sleep(0.01)
    assert len(others(running)) == 2
    running.kill()
    # What it says ends when nobody is left that could say something.
    assert "Traceback" not in running.communicate(timeout=120)[1]
    again = printed.start("data", *BESIDE)
    assert again.communicate()[1].count("ERROR") == again.returncode == 0
    assert printed.told("data").keys() == printed.chronicle.articles


@pytest.fixture
def jia(place: Workplace) -> Workplace:
    """An outlet of two articles, and of a page without one."""
    place.outlet("jia", SITE)
    urls = [address(number) for number in (1, 2, 3)]
    pages = (article(1), article(2), hub(*urls))
    place.web.pages["http://www.jia.example/news/"] = hub(*urls)
    place.web.pages.update(zip(urls, pages, strict=True))
    return place


def test_a_refusal_is_told_as_if_read_here(jia: Workplace) -> None:
    level = ("-s", "LOG_LEVEL=INFO")
    alone = crawl(jia, *ALONE, *level)
    jia.forget()
    beside = crawl(jia, *BESIDE, *level)
    assert beside.code == alone.code == 0
    told = [
        [line[24:] for line in run.err.splitlines() if "no article" in line]
        for run in (alone, beside)
    ]
    assert told[0] == told[1] != []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CRAWL_PROCESSES", "-1", "give numbers from 0 on"),
        ("CRAWL_PROCESSES", "many", "invalid literal .* 'many'; give numbers"),
        ("CRAWL_BUSY", "half", "'half'; give numbers"),
    ],
)
def test_what_is_no_number_stops_the_start(
    jia: Workplace, name: str, value: str, said: str
) -> None:
    run = crawl(jia, "-s", f"{name}={value}")
    assert run.code == 2, run.err
    assert len(run.err.splitlines()) == 1
    assert name in run.err
    assert re.search(said, run.err)
