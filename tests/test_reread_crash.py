"""A reread that writes may be ended at any moment, and goes on when it is started again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.chronicle import Chronicle
from tests.loopback import PROJECT
from tests.newsroom import Newsroom
from tests.test_crash import small_disk

# Bytes that a full disk still has: for some lines, and not for all.
LEFT = 100_000

ARTICLES = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A crawled newsroom."""

    chronicle: Chronicle
    data: Path

    def command(self, *words: str) -> list[str]:
        settings = f"SITE_FOLDERS={self.chronicle.outlets}", f"DATA_FOLDER={self.data}"
        options = (part for setting in settings for part in ("-s", setting))
        return [sys.executable, "-m", "scrapy", *words, *options]

    def apply(self) -> subprocess.Popen[bytes]:
        """Begin to write every article in traditional script: each one changes."""
        words = "reread", "--apply", "--jobs", "2", "--json", "-s", "SCRIPT=traditional"
        return subprocess.Popen(
            self.command(*words),
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def finish(self) -> int:
        """Write what is left; return how many lines that were."""
        running = self.apply()
        out, err = running.communicate()
        assert running.returncode == 0, err.decode()
        return int(json.loads(out)["written"])

    def lines(self) -> list[bytes]:
        files = sorted((self.data / "articles").glob("*.jsonl"))
        return [
            line
            for file in files
            for line in file.read_bytes().splitlines(keepends=True)
        ]

    def wait_for(self, running: subprocess.Popen[bytes], lines: int) -> None:
        """Wait until so many lines stand there."""
        while len(self.lines()) < lines:
            assert running.poll() is None, "all was done before it was ended"
            time.sleep(0.001)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("newsroom")
    chronicle = Chronicle.printed(folder, outlets=2, articles=ARTICLES // 2)
    place = Place(chronicle, folder / "data")
    with Newsroom(chronicle.pages) as room:
        words = "crawl", "news", "-a", "outlets=" + ",".join(chronicle.keys)
        more = "-s", "DOWNLOAD_DELAY=0"
        subprocess.run(
            place.command(*words, *more),
            cwd=PROJECT,
            env=room.environment,
            check=True,
            capture_output=True,
        )
    assert len(place.lines()) == ARTICLES
    return place


@pytest.fixture
def place(crawled: Place, tmp_path: Path) -> Place:
    """The same for each test, in a folder of its own."""
    shutil.copytree(crawled.data, tmp_path / "data")
    return Place(crawled.chronicle, tmp_path / "data")


def check(place: Place) -> None:
    """See that each article stands there twice: as it was, and as it is."""
    found = Counter(
        (line["url"], line["version"]) for line in map(json.loads, place.lines())
    )
    urls = place.chronicle.articles
    assert found == {(url, version): 1 for url in urls for version in (1, 2)}


def children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(number) for number in listed.split()]


def test_killed_it_leaves_no_process_and_no_line_twice(place: Place) -> None:
    started: set[int] = set()
    for more in (2, 9, 17):
        running = place.apply()
        place.wait_for(running, ARTICLES + more)
        started |= set(children(running.pid))
        running.kill()
        running.communicate()
    place.finish()
    check(place)
    assert place.finish() == 0
    until = time.monotonic() + 60
    while any(is_alive(process) for process in started):
        assert time.monotonic() < until, "a process has outlived its parent"
        time.sleep(0.05)


def is_alive(process: int) -> bool:
    """Say whether one of our processes runs, and its number is not another's now."""
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False
    return b"multiprocessing" in words


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_end_it_says_what_it_has_done(
    place: Place, sign: signal.Signals
) -> None:
    running = place.apply()
    place.wait_for(running, ARTICLES + 3)
    running.send_signal(sign)
    out, err = running.communicate()
    assert running.returncode == 128 + sign, err.decode()
    report = json.loads(out)
    assert report["stopped"]
    assert report["written"] == len(place.lines()) - ARTICLES < ARTICLES
    assert err == b""
    assert place.finish() == ARTICLES - report["written"]
    check(place)


def test_a_worker_that_is_killed_costs_nothing(place: Place) -> None:
    running = place.apply()
    place.wait_for(running, ARTICLES + 1)
    workers = [each for each in children(running.pid) if is_worker(each)]
    os.kill(workers[0], signal.SIGKILL)
    out, err = running.communicate()
    assert running.returncode == 0, err.decode()
    assert json.loads(out)["written"] == ARTICLES
    check(place)


def is_worker(process: int) -> bool:
    words = Path(f"/proc/{process}/cmdline").read_bytes()
    return b"spawn_main" in words


def test_a_full_disk_is_told_in_one_line(crawled: Place, tmp_path: Path) -> None:
    place = Place(crawled.chronicle, tmp_path / "small")
    with small_disk(place.data) as disk:
        if disk.quota:
            say = pytest.fail if os.environ.get("CI") else pytest.skip
            say("only root may mount a small disk")
        shutil.copytree(crawled.data, place.data, dirs_exist_ok=True)
        filler = place.data / "filler"
        filler.write_bytes(bytes(shutil.disk_usage(place.data).free - LEFT))
        words = place.command("reread", "--apply", "-s", "SCRIPT=traditional")
        done = subprocess.run(words, cwd=PROJECT, capture_output=True, check=False)
        assert done.returncode == 3, done.stderr.decode()
        [told] = done.stderr.decode().splitlines()
        assert told.endswith("make space, and start again: it goes on where it stopped")
        assert all(json.loads(line) for line in place.lines())
        filler.unlink()
        place.finish()
        check(place)
