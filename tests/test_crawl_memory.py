"""Crawls remember an outlet's pages, from page to page and from run to run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.store import memories
from tests.loopback import PROJECT
from tests.newsroom import PAGES, Newsroom

OUTLETS = PROJECT / "tests" / "fixtures" / "outlets"
HOST = "www.shuixiang.example"
NOTICE = "读报会每晚八点在老城书店二楼开讲，带上板凳就能来，茶水和花生由两位老人准备。"

# The first paragraph of an article of this outlet.
FIRST = re.compile(r'(<div class="content">\n<p>[^\n]*</p>\n)')


@dataclass(frozen=True, slots=True)
class Place:
    """The newsroom with a notice in each body of one outlet, and who crawls it."""

    room: Newsroom
    data: Path

    @property
    def memory(self) -> Path:
        return self.data / "memory" / "shuixiang.memory"

    def command(self, *words: str) -> list[str]:
        return [
            *(sys.executable, "-m", "scrapy", "crawl", "news", "-a"),
            *("outlets=shuixiang", "-s", f"SITE_FOLDERS={OUTLETS}"),
            *("-s", f"DATA_FOLDER={self.data}", *words),
        ]

    def bodies(self, name: str) -> dict[str, list[str]]:
        """Crawl all of the outlet; return the bodies by their addresses."""
        for file in self.data.glob("ledger.sqlite*"):
            file.unlink()
        for stored in ("articles", "search"):
            shutil.rmtree(self.data / stored, ignore_errors=True)
        out = self.data / f"{name}.jsonl"
        done = subprocess.run(
            self.command("-O", str(out)),
            cwd=PROJECT,
            env=self.room.environment,
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr.decode()
        (self.data / f"{name}.err").write_bytes(done.stderr)
        found = map(json.loads, out.read_bytes().splitlines())
        return {article["url"]: article["body"] for article in found}

    def said(self, name: str) -> str:
        return (self.data / f"{name}.err").read_text(encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    pages = tmp_path / "pages"
    shutil.copytree(PAGES, pages)
    changed = 0
    for path in (pages / HOST).rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        noticed = FIRST.sub(rf"\1<p>　　{NOTICE}</p>\n", text)
        path.write_text(noticed, encoding="utf-8")
        changed += noticed != text
    assert changed >= 15
    (tmp_path / "data").mkdir()
    with Newsroom(pages) as room:
        yield Place(room, tmp_path / "data")


def expected() -> dict[str, list[str]]:
    rows = map(json.loads, (PAGES / "expected.jsonl").read_bytes().splitlines())
    return {row["url"]: row["body"] for row in rows if row["outlet"] == "shuixiang"}


def with_notice(bodies: dict[str, list[str]]) -> int:
    return sum(NOTICE in body for body in bodies.values())


def test_a_second_run_knows_what_the_first_has_learnt(place: Place) -> None:
    first = place.bodies("first")
    assert 0 < with_notice(first) < len(first) / 2
    second = place.bodies("second")
    assert second.keys() == first.keys()
    truth = expected()
    assert {url: truth[url] for url in second} == second
    assert place.bodies("third") == second


def test_a_killed_crawl_leaves_a_memory_that_the_next_goes_on_with(
    place: Place,
) -> None:
    place.bodies("first")
    running = subprocess.Popen(
        place.command(),
        cwd=PROJECT,
        env=place.room.environment,
        stderr=subprocess.DEVNULL,
    )
    asked = len(place.room.requests)
    while running.poll() is None and len(place.room.requests) < asked + 12:
        time.sleep(0.005)
    running.kill()
    running.wait()
    assert len(memories.read(place.memory)) > 0
    second = place.bodies("second")
    assert with_notice(second) == 0
    assert "WARNING" not in place.said("second").replace("WARNING http", "")


def test_a_damaged_memory_costs_a_warning_and_never_the_crawl(place: Place) -> None:
    first = place.bodies("first")
    data = place.memory.read_bytes()
    place.memory.write_bytes(data[: len(data) // 2])
    second = place.bodies("second")
    assert second.keys() == first.keys()
    assert with_notice(second) > 0  # as if it had met the outlet for the first time
    told = place.said("second")
    assert told.count(f"WARNING {place.memory}") == 1
    assert "Traceback" not in told
    assert len(memories.read(place.memory)) == len(first)


def test_no_memory_can_be_written_and_the_crawl_goes_on(place: Place) -> None:
    (place.data / "memory").write_text("in the way")
    bodies = place.bodies("first")
    assert len(bodies) >= 15
    assert f"cannot write {place.memory}" in place.said("first")
    assert "Traceback" not in place.said("first")
