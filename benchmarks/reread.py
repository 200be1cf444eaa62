"""How long it takes to read an archive again, beside a bare pool of processes.

    python benchmarks/reread.py [--pages N] [--rounds N] [--at-most RATIO]

A newsroom of five outlets is printed, its pages padded to the size of real ones with what
real ones have (menus, scripts, styles, teasers), and crawled once. Then, in turn, a bare
ProcessPoolExecutor calls `extract` on every article page, and `scrapy reread` reads the
archive, which is the same pages. Both have all cores; the fastest round of each counts.
Memory is what the command and its processes have of their own (RssAnon), looked at as
they run. The exit code is 1 where reading again takes longer than so many times the pool.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawler import Page, PageError, extract
from tests.chronicle import Chronicle
from tests.loopback import PROJECT
from tests.newsroom import Newsroom

OUTLETS = 5

# Bytes. The median of 72 real news pages.
SIZE = 130_000

# Of eleven article pages, one is the second of its article.
PAGES_OF_TEN = 11


def main() -> int:
    """Return the exit code: 1 where it takes longer than it may."""
    parser = ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--at-most", type=float, default=1.3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        each = options.pages * 10 // PAGES_OF_TEN // OUTLETS
        chronicle = Chronicle.printed(Path(folder), outlets=OUTLETS, articles=each)
        pages = sorted(chronicle.pages.glob("*/news/**/*.html"))
        for number, path in enumerate(pages):
            path.write_text(padded(path.read_text(encoding="utf-8"), number))
        data = Path(folder) / "data"
        crawl(chronicle, data)
        rounds = [(bare(pages), *again(chronicle, data)) for _ in range(options.rounds)]
    pool, took = min(each[0] for each in rounds), min(each[1] for each in rounds)
    parent, worker = max(each[2] for each in rounds), max(each[3] for each in rounds)
    cores = len(os.sched_getaffinity(0))
    print(
        f"{len(pages):,} pages of {SIZE // 1000} KB on {cores} cores: bare pool "
        f"{pool:.1f} s, reread {took:.1f} s ({took / pool:.2f} times); at most "
        f"{parent:.0f} MB in the parent, {worker:.0f} MB in a worker"
    )
    return 0 if took <= options.at_most * pool else 1


def padded(html: str, number: int) -> str:
    """Return a page with what pages have around their article, to the size of real ones.

    Of 22 real pages of about this size the median has 196 links, 848 elements, and 58 in
    100 of its bytes in scripts and styles.
    """
    choice = random.Random(number)
    menu = "".join(
        f'<li class="channel-{place}"><a href="/channel/{place}/" target="_blank">'
        f"<i></i>频道{place}</a></li>"
        for place in range(100)
    )
    teasers = "".join(
        '<li><div class="pic"><a href="/news/2026/1031/content_'
        f'{choice.randrange(10**6):06}.html" title="乡镇要闻"><img src="/upload/'
        f'{choice.getrandbits(40):010x}.jpg" alt=""></a></div><div class="text"><h4>'
        f"乡镇要闻：昨天登出的第{place}篇报道</h4><p>镇里今年把这件事办成了。"
        f"</p><span>10-31</span><em>{choice.randrange(9999)}</em></div></li>"
        for place in range(50)
    )
    links = "".join(
        f'<a href="http://www.link-{place}.example/" rel="nofollow">友情链接{place}</a>'
        for place in range(46)
    )
    head = f"<style>{_style(choice)}</style><script>{_script(choice, 20_000)}</script>"
    around = f'<div class="menu"><ul>{menu}</ul></div>'
    below = f'<div class="side"><h3>相关新闻</h3><ul>{teasers}</ul></div>'
    below += f'<div class="links">{links}</div>'
    html = html.replace("</head>", head + "</head>").replace(
        "<body>", "<body>" + around
    )
    room = SIZE - len((html + below).encode()) - len("<script></script>")
    script = f"<script>{_script(choice, max(room, 0))}</script>"
    return html.replace("</body>", below + script + "</body>")


def _style(choice: random.Random) -> str:
    rules = (
        f".c{choice.getrandbits(24):06x} a:hover{{margin:{choice.randrange(40)}px;"
        f"color:#{choice.getrandbits(24):06x}}}"
        for _ in range(300)
    )
    return "".join(rules)


def _script(choice: random.Random, size: int) -> str:
    """Return statements that fill so many bytes."""
    lines = []
    while size > 0:
        line = f"window.v{choice.getrandbits(40):010x}=function(e){{return e+{size}}};"
        lines.append(line[:size] if size < len(line) else line)
        size -= len(line)
    return "".join(lines)


def crawl(chronicle: Chronicle, data: Path) -> None:
    """Crawl the newsroom once, so that there is something to read again."""
    with Newsroom(chronicle.pages) as room:
        words = ["crawl", "news", "-a", "outlets=" + ",".join(chronicle.keys)]
        more = ["-a", "hub_pages=0", "-s", "DOWNLOAD_DELAY=0", "-s", "SEARCH_EVERY=0"]
        subprocess.run(
            _command(chronicle, data, *words, *more),
            cwd=PROJECT,
            env=room.environment,
            check=True,
            stderr=subprocess.DEVNULL,
        )


def bare(pages: list[Path]) -> float:
    """Return how many seconds a bare pool takes to extract all articles."""
    started = time.perf_counter()
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        found = sum(pool.map(extracted, pages, chunksize=8))
    took = time.perf_counter() - started
    if found < len(pages) * 10 // PAGES_OF_TEN:
        raise SystemExit(f"the pool found {found} articles on {len(pages)} pages")
    return took


def extracted(path: Path) -> bool:
    """Say whether a page holds an article."""
    url = f"http://{path.relative_to(path.parents[4])}"
    try:
        extract(Page.from_bytes(path.read_bytes(), url=url))
    except PageError:
        return False
    return True


def again(chronicle: Chronicle, data: Path) -> tuple[float, float, float]:
    """Return how many seconds ``scrapy reread`` takes, and its memory in MB."""
    started = time.perf_counter()
    with subprocess.Popen(
        _command(chronicle, data, "reread", "--json"),
        cwd=PROJECT,
        stdout=subprocess.PIPE,
    ) as running:
        parent = worker = 0.0
        while running.poll() is None:
            parent = max(parent, taken(running.pid))
            worker = max([worker, *map(taken, children(running.pid))])
            time.sleep(0.25)
        took = time.perf_counter() - started
        out = running.communicate()[0]
    if running.returncode or json.loads(out)["pages"] != len(chronicle.articles):
        raise SystemExit(f"reread ended with {running.returncode}: {out.decode()}")
    return took, parent, worker


def children(process: int) -> list[int]:
    """Return the processes that a process has started."""
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return []
    return [int(number) for number in listed.split()]


def taken(process: int) -> float:
    """Return how much memory a process has of its own, in MB; 0 where it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    sizes = [line.split()[1] for line in status.splitlines() if line[:8] == "RssAnon:"]
    return int(sizes[0]) / 1024 if sizes else 0.0


def _command(chronicle: Chronicle, data: Path, *words: str) -> list[str]:
    settings = f"SITE_FOLDERS={chronicle.outlets}", f"DATA_FOLDER={data}"
    options = (part for setting in settings for part in ("-s", setting))
    return [sys.executable, "-m", "scrapy", *words, *options]


if __name__ == "__main__":
    sys.exit(main())
