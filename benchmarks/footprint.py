"""How much memory a crawl takes, as articles and pending addresses grow in number.

    python benchmarks/footprint.py [--articles N] [--pending N]

First the ledger alone: so many addresses are entered, as lists name them, and leased; then
a whole crawl of so many articles, in a newsroom that is printed and served on loopback. The
exit code is 1 where a million pending addresses cost more than 200 MB, or where the crawl
takes more than 1.3 times the memory at any later time than at its thousandth article, all
its processes together. What is mapped of the search index is told, but does not count: it
is the page cache, from which the system takes when memory is wanted.
"""

from __future__ import annotations

import math
import resource
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawler.discovery.links import Link
from crawler.store.holdings import Holdings
from crawler.store.tables import Kind
from tests.chronicle import Chronicle
from tests.loopback import PROJECT
from tests.newsroom import Newsroom

OUTLETS = 5

# Links that one list names.
LISTED = 1_000

MOST_PENDING = 200.0
"""MB that pending addresses may cost, however many there are."""

MOST_GROWTH = 1.3
EARLY = 1_000
"""Articles after which memory is looked at first."""


def main() -> int:
    """Return the exit code: 1 where memory grows more than it may."""
    parser = ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=50_000, help="0 leaves it out")
    parser.add_argument(
        "--pending", type=int, default=1_000_000, help="0 leaves it out"
    )
    options = parser.parse_args()
    held = True
    if options.pending:
        # In a process of its own, whose memory nothing else has filled before.
        with get_context("spawn").Pool(1) as pool:
            held &= pool.apply(pending_costs_little, (options.pending,))
    if options.articles:
        held &= crawl_is_flat(options.articles)
    return 0 if held else 1


def pending_costs_little(number: int) -> bool:
    """Enter and lease addresses; say whether they cost no more than they may."""
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        holdings = Holdings.opened(Path(folder), wait=30, now=now)
        run = holdings.runs.begin("jia", [(Kind.HUB, address("list", 0))], now=now)
        [source] = holdings.ledger.lease(run, most=1, articles=True, now=now)
        before, started = highest(), time.perf_counter()
        for start in range(0, number, LISTED):
            links = [
                Link(address("content", place), "article", "benchmark")
                for place in range(start, start + LISTED)
            ]
            holdings.listing.record(run, source, links, most_lists=0, now=now)
        entered = time.perf_counter() - started
        started = time.perf_counter()
        leased = holdings.ledger.lease(run, most=16, articles=True, now=now)
        took = time.perf_counter() - started
        size = (Path(folder) / "ledger.sqlite").stat().st_size / 1e6
        holdings.close()
    cost = highest() - before
    print(
        f"{number:,} pending addresses: {cost:.0f} MB of memory, {size:.0f} MB of disk, "
        f"entered in {entered:.0f} s; {len(leased)} leased in {took * 1000:.1f} ms"
    )
    return cost <= MOST_PENDING


def address(name: str, number: int) -> str:
    """Return an address of usual length."""
    return f"http://www.jia.example/news/2026/1101/{name}_{number:08}.html"


def highest() -> float:
    """Return the most memory that this process has taken, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def crawl_is_flat(number: int) -> bool:
    """Crawl so many articles; say whether memory stays where it was early on."""
    with newsroom(number) as (chronicle, room, data):
        words = [
            *(sys.executable, "-m", "scrapy", "crawl", "news"),
            *("-a", "outlets=" + ",".join(chronicle.keys), "-a", "hub_pages=0"),
            *("-s", f"SITE_FOLDERS={chronicle.outlets}", "-s", f"DATA_FOLDER={data}"),
            *("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0"),
        ]
        with subprocess.Popen(
            words, cwd=PROJECT, env=room.environment, stderr=subprocess.DEVNULL
        ) as running:
            early, later = watched(running, data)
        lines = stored(data)
    most = max((each.own for each in later), default=math.inf)
    whole = max((each.own + each.mapped for each in later), default=math.inf)
    print(
        f"{lines:,} articles: {early.own:.0f} MB at {EARLY:,}, {most:.0f} MB at most later, "
        f"{whole:.0f} MB with what is mapped of the index"
    )
    return (
        running.returncode == 0 and lines == number and most <= MOST_GROWTH * early.own
    )


@contextmanager
def newsroom(number: int) -> Iterator[tuple[Chronicle, Newsroom, Path]]:
    """Print and serve a newsroom of so many articles; give a data folder, too."""
    with tempfile.TemporaryDirectory() as folder:
        each = -(-number // OUTLETS)
        chronicle = Chronicle.printed(Path(folder), outlets=OUTLETS, articles=each)
        with Newsroom(chronicle.pages) as room:
            yield chronicle, room, Path(folder) / "data"


class Taken(NamedTuple):
    """Memory, in MB."""

    own: float
    mapped: float
    """Pages of the search index that were read, and still lie in memory."""


def watched(running: subprocess.Popen[bytes], data: Path) -> tuple[Taken, list[Taken]]:
    """Return a process's memory at its thousandth article, and each second later."""
    early, later = Taken(0, 0), list[Taken]()
    while running.poll() is None:
        now = taken(running.pid, data)
        if early.own:
            later.append(now)
        elif stored(data) >= EARLY:
            early = now
        print(f"\r{now.own:.0f} MB", end="", file=sys.stderr, flush=True)
        time.sleep(1)
    return early, later


def taken(process: int, data: Path) -> Taken:
    """Return what a process and those it has begun take now; 0 where it has ended.

    Of proc(5): what each mapping has in memory, with the file that it is of.
    """
    place = Path(f"/proc/{process}")
    try:
        maps = (place / "smaps").read_text(encoding="utf-8", errors="replace")
        children = (place / f"task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return Taken(0, 0)
    own = mapped = 0.0
    is_index = False
    for line in maps.splitlines():
        name, *rest = line.split(maxsplit=5)
        if not name.endswith(":"):  # a mapping begins: addresses, ..., file
            is_index = rest[-1].startswith(f"{data}/search/")
        elif name == "Rss:" and is_index:
            mapped += int(rest[0]) / 1024
        elif name == "Rss:":
            own += int(rest[0]) / 1024
    each = [taken(int(child), data) for child in children.split()]
    return Taken(
        own + sum(child.own for child in each),
        mapped + sum(child.mapped for child in each),
    )


def stored(data: Path) -> int:
    """Return how many lines a data folder has."""
    files = (data / "articles").glob("*.jsonl")
    return sum(file.read_bytes().count(b"\n") for file in files)


if __name__ == "__main__":
    sys.exit(main())
