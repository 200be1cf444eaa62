"""A crawl that is killed again and again loses nothing and stores nothing twice.

The newsroom has 500 articles on 5 outlets, a fifth of them reprints of others. Each life
of the crawl ends at a moment that is drawn by a seed: when so many requests, answers,
records or lines have come.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler import schema
from tests.chronicle import Chronicle
from tests.clock import later
from tests.loopback import PROJECT
from tests.newsroom import Newsroom, Watch

LIVES = 25
SEED = 20261101

# Seconds from one request to an outlet to the next.
DELAY = 0.1

# What is counted until a life ends; and how many of them at most, so that the lives
# together take less than all pages.
EVENTS = ("request", "record", "line", "request", "record", "line", "answer")
MOST = 35

# Articles of each outlet but the first that are that one's, edited.
REPRINTS = 25

# Share of pages that may be fetched twice.
TWICE = 0.03


class Moments(Watch):
    """Counts what is served, and ends a process when so much has happened."""

    def __init__(self) -> None:
        self.served: Counter[str] = Counter()
        self.answers_the_last = False
        """Whether the request at which a process is ended is answered."""
        self._lock = threading.Lock()
        self._left = {"request": 0, "answer": 0}
        self._end: Callable[[], None] = lambda: None

    def end_at(self, event: str, number: int, end: Callable[[], None]) -> None:
        """Call ``end`` when ``event`` has happened ``number`` times from now on."""
        with self._lock:
            self._left = {"request": 0, "answer": 0, event: number}
            self._end = end

    def asked(self, url: str) -> bool:
        return not self._has_come("request", url) or self.answers_the_last

    def answered(self, url: str) -> None:
        with self._lock:
            if _is_page(url):
                self.served[url] += 1
        self._has_come("answer", url)

    def _has_come(self, event: str, url: str) -> bool:
        with self._lock:
            if not self._left[event] or not _is_page(url):
                return False
            self._left[event] -= 1
            if self._left[event]:
                return False
            self._end()
            return True


def _is_page(url: str) -> bool:
    return not url.endswith("/robots.txt")


@dataclass(frozen=True, slots=True)
class Place:
    """The newsroom, and the data of who crawls it."""

    chronicle: Chronicle
    room: Newsroom
    moments: Moments
    data: Path

    def start(
        self, *words: str, within: tuple[str, ...] = ()
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [
                *within,
                *(sys.executable, "-m", "scrapy", "crawl", "news"),
                *("-a", "outlets=" + ",".join(self.chronicle.keys)),
                *("-s", f"SITE_FOLDERS={self.chronicle.outlets}"),
                *("-s", f"DATA_FOLDER={self.data}", "-s", "DOWNLOAD_DELAY=0"),
                *words,
            ],
            cwd=PROJECT,
            env=self.room.environment,
            stderr=subprocess.PIPE,
        )

    def finish(self, *words: str) -> str:
        """Crawl until nothing is left; return what was said."""
        running = self.start(*words)
        _, err = running.communicate()
        assert running.returncode == 0, err.decode()
        return err.decode()

    def live(self, event: str, number: int, sign: signal.Signals, *words: str) -> bool:
        """Crawl until a moment comes; say whether it came."""
        running = self.start(*words)
        came = threading.Event()
        self.moments.answers_the_last = sign != signal.SIGKILL

        def end() -> None:
            running.send_signal(sign)
            came.set()

        if event in {"request", "answer"}:
            self.moments.end_at(event, number, end)
        else:
            self._watch(running, event, number, end)
        running.communicate()
        return came.is_set()

    def _watch(
        self,
        running: subprocess.Popen[bytes],
        event: str,
        number: int,
        end: Callable[[], None],
    ) -> None:
        """Wait until a file has grown so often."""
        names = ("archive",) if event == "record" else ("articles", "duplicates")
        folders = [self.data / name for name in names]
        sizes = {sum(map(_size, folders))}
        while running.poll() is None:
            sizes.add(sum(map(_size, folders)))
            if len(sizes) > number:
                end()
                return
            time.sleep(0.0005)

    def lines(self, folder: str = "articles") -> list[bytes]:
        files = sorted((self.data / folder).glob("*.jsonl"))
        return [
            line
            for file in files
            for line in file.read_bytes().splitlines(keepends=True)
        ]

    def archived(self) -> Counter[str]:
        """Return how often each address is in the archive, as warcio reads it."""
        urls: Counter[str] = Counter()
        for path in sorted((self.data / "archive").iterdir()):
            with path.open("rb") as file:
                for record in ArchiveIterator(file, check_digests="raise"):
                    if record.rec_type == "response":
                        record.content_stream().read()
                        urls[record.rec_headers.get_header("WARC-Target-URI")] += 1
        return urls


def _size(folder: Path) -> int:
    if not folder.exists():
        return 0
    return sum(path.stat().st_size for path in folder.iterdir())


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    chronicle = Chronicle.printed(
        tmp_path, outlets=5, articles=100, reprints=REPRINTS, delay=DELAY
    )
    moments = Moments()
    with Newsroom(chronicle.pages, moments) as room:
        yield Place(chronicle, room, moments, tmp_path / "data")


def check_lines(place: Place) -> None:
    """See that every article stands there once, whole, and as the schema has it.

    Of each story one stands among the articles, the others are its copies.
    """
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(
        schema.of_article(), format_checker=checker
    )
    urls: Counter[str] = Counter()
    for line in place.lines():
        assert line.endswith(b"\n")
        article = json.loads(line)
        validator.validate(article)
        urls[article["url"]] += 1
        assert article["version"] == 1
        assert article["missing_pages"] == []
    stories = place.chronicle.stories
    kept = {stories[url]: url for url in urls}
    assert len(kept) == len(urls) == len(set(stories.values()))
    for line in place.lines("duplicates"):
        assert line.endswith(b"\n")
        copy = json.loads(line)
        urls[copy["url"]] += 1
        assert copy["duplicate_of"] == kept[stories[copy["url"]]]
        assert copy["body"]
        assert copy["version"] == 1
    assert urls == dict.fromkeys(place.chronicle.articles, 1)


def check_archive(place: Place) -> None:
    """See that every page is in the archive."""
    assert set(place.archived()) == place.chronicle.addresses


def twice(place: Place) -> int:
    """Return how many pages were served more than once, each time counted."""
    return sum(place.moments.served.values()) - len(place.moments.served)


def live_and_die(place: Place, sign: signal.Signals, *words: str) -> None:
    """Let so many lives end by a signal, each at a moment of its own."""
    choice = random.Random(SEED)
    for _ in range(LIVES):
        event, number = choice.choice(EVENTS), choice.randint(1, MOST)
        came = place.live(event, number, sign, *words)
        assert came, "all was done before it was ended"


# A crawl that does all by itself, and one that leaves pages to another process.
@pytest.mark.parametrize("processes", ["0", "1"])
def test_killed_at_any_moment_each_article_stands_once(
    place: Place, processes: str
) -> None:
    words = ("-s", f"CRAWL_PROCESSES={processes}", "-s", "CRAWL_BUSY=0")
    live_and_die(place, signal.SIGKILL, *words)
    place.finish(*words)
    check_lines(place)
    check_archive(place)
    assert twice(place) <= TWICE * len(place.chronicle.addresses)


@pytest.mark.parametrize("processes", ["0", "1"])
def test_asked_to_end_at_any_moment_it_fetches_nothing_twice(
    place: Place, processes: str
) -> None:
    words = ("-s", f"CRAWL_PROCESSES={processes}", "-s", "CRAWL_BUSY=0")
    live_and_die(place, signal.SIGTERM, *words)
    place.finish(*words)
    check_lines(place)
    check_archive(place)
    assert twice(place) == 0


@pytest.mark.parametrize("processes", ["0", "1"])
def test_a_full_disk_ends_it_and_it_goes_on_with_more_space(
    place: Place, processes: str
) -> None:
    words = ("-s", f"CRAWL_PROCESSES={processes}", "-s", "CRAWL_BUSY=0")
    with small_disk(place.data) as disk:
        running = place.start(*words, within=disk.quota)
        said = running.communicate()[1].decode()
        assert running.returncode == 3, said
        assert said.count("CRITICAL") == 1
        assert "make space, and start again: it goes on where it stopped" in said
        assert "Traceback" not in said, said
        assert 0 < len(place.lines()) < len(place.chronicle.articles)
        assert all(json.loads(line) for line in place.lines())
        assert set(place.archived()) < place.chronicle.addresses
        disk.grow()
        place.finish()
        check_lines(place)
        check_archive(place)
    assert twice(place) <= len(place.chronicle.keys)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Place]:
    chronicle = Chronicle.printed(tmp_path, outlets=3, articles=20, delay=0.05)
    moments = Moments()
    with Newsroom(chronicle.pages, moments) as room:
        yield Place(chronicle, room, moments, tmp_path / "data")


def test_killed_while_it_looks_again_each_change_stands_once(small: Place) -> None:
    small.finish()
    articles = sorted(small.chronicle.articles)
    changed, gone = articles[1::5], articles[2::5]
    for url in changed:
        path = small.chronicle.pages / url.removeprefix("http://")
        text = path.read_text(encoding="utf-8").replace("送到了", "今早送到了")
        path.write_text(text, encoding="utf-8")
    for url in gone:
        small.room.take_away(url)
    choice, killed = random.Random(SEED), 0
    for _ in range(2):  # what is gone is looked at twice
        later(small.data, timedelta(hours=1.1))
        for number in (1, 2, 3, 4, 5):
            event = choice.choice(("request", "answer", "line"))
            at = number if event != "line" else 1
            killed += small.live(event, at, signal.SIGKILL)
        small.finish()
    assert killed > 5
    told = Counter(
        (line["url"], line["version"], line.get("event", "article"))
        for line in map(json.loads, small.lines())
    )
    assert told == Counter(
        [
            *((url, 1, "article") for url in articles),
            *((url, 2, "article") for url in changed),
            *((url, 1, "withdrawn") for url in gone),
        ]
    )


# Sets the longest file of the command behind it, in bytes.
QUOTA = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
os.execv(sys.argv[2], sys.argv[2:])
"""


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk that is too small, and what makes it larger."""

    quota: tuple[str, ...]
    """What a command is run within."""
    grow: Callable[[], None]


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """Mount a disk of 4 MB; who may not mount gets a quota of 1 MB a file."""
    if os.geteuid():
        quota = (sys.executable, "-c", QUOTA, str(2**20))
        yield Disk(quota, lambda: None)
        return
    folder.mkdir()
    mount, umount = (shutil.which(name) or name for name in ("mount", "umount"))
    words = [mount, "-t", "tmpfs", "-o", "size=4m", "jingwen", str(folder)]
    subprocess.run(words, check=True)

    def grow() -> None:
        subprocess.run([mount, "-o", "remount,size=64m", folder], check=True)

    try:
        yield Disk((), grow)
    finally:
        subprocess.run([umount, folder], check=True)
