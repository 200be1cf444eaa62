"""How fast a whole crawl is, beside a spider of Scrapy's that stores nothing.

    python benchmarks/crawl.py [--articles N] [--rounds N] [--at-least SHARE]

A newsroom of five outlets is printed and served on loopback; no outlet asks for a pause.
Both fetch the same pages from it, in turn: `scrapy crawl news`, with ledger, archive,
extraction and lines, and a bare spider that follows every link, as Scrapy comes. Of each
the fastest round counts, from the first request to the last. The exit code is 1 where the
whole crawl has less than the share asked for of the other's pages a second.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.chronicle import Chronicle
from tests.loopback import PROJECT
from tests.newsroom import Newsroom, Watch

OUTLETS = 5

BARE = """
import sys
from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess

class Bare(Spider):
    name = "bare"
    start_urls = sys.argv[1:]

    def parse(self, response):
        yield from response.follow_all(css="a")

process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False,
                               "REMOTE_CONTROL_ENABLED": False})
process.crawl(Bare)
process.start()
"""


class Clock(Watch):
    """Notes when pages are served, and how many."""

    def __init__(self) -> None:
        self.started = self.ended = 0.0
        self.pages: set[str] = set()

    def begin(self) -> None:
        """Begin anew."""
        self.started = 0.0
        self.pages.clear()

    def asked(self, url: str) -> bool:
        """Take the time of the first request."""
        self.started = self.started or time.perf_counter()
        return super().asked(url)

    def answered(self, url: str) -> None:
        """Take the time of the last answer."""
        self.ended = time.perf_counter()
        if not url.endswith("/robots.txt"):
            self.pages.add(url)

    @property
    def rate(self) -> float:
        """Pages a second."""
        return len(self.pages) / (self.ended - self.started)


def main() -> int:
    """Return the exit code: 1 where the whole crawl is slower than was asked for."""
    parser = ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=400, help="of each outlet")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--at-least", type=float, metavar="SHARE", default=0.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        chronicle = Chronicle.printed(
            Path(folder), outlets=OUTLETS, articles=options.articles
        )
        clock = Clock()
        whole: list[float] = []
        bare: list[float] = []
        with Newsroom(chronicle.pages, clock) as room:
            for number in range(options.rounds):
                data = Path(folder) / f"data{number}"
                whole.append(timed(room, clock, crawl(chronicle, data)))
                missed = chronicle.addresses - clock.pages
                bare.append(timed(room, clock, bare_spider(chronicle)))
                missed |= chronicle.addresses - clock.pages
                if missed:
                    print(f"not fetched: {min(missed)}, {len(missed)} in all")
                    return 1
                print(f"round {number + 1}: {whole[-1]:.0f} and {bare[-1]:.0f} pages/s")
    share = max(whole) / max(bare)
    print(
        f"whole crawl {max(whole):.0f}, bare spider {max(bare):.0f} pages/s: {share:.2f}"
    )
    return 1 if share < options.at_least else 0


def timed(room: Newsroom, clock: Clock, words: list[str]) -> float:
    """Return how many pages a second a command has fetched."""
    clock.begin()
    subprocess.run(
        words, cwd=PROJECT, env=room.environment, check=True, capture_output=True
    )
    return clock.rate


def crawl(chronicle: Chronicle, data: Path) -> list[str]:
    """Return the command of a whole crawl."""
    return [
        *(sys.executable, "-m", "scrapy", "crawl", "news"),
        *("-a", "outlets=" + ",".join(chronicle.keys), "-a", "hub_pages=0"),
        *("-s", f"SITE_FOLDERS={chronicle.outlets}", "-s", f"DATA_FOLDER={data}"),
        *("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0"),
    ]


def bare_spider(chronicle: Chronicle) -> list[str]:
    """Return the command of a spider that fetches the same and keeps nothing."""
    starts = [f"http://www.{key}.example/" for key in chronicle.keys]
    return [sys.executable, "-c", BARE, *starts]


if __name__ == "__main__":
    sys.exit(main())
