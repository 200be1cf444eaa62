"""How much longer a page takes that is ten times as long: about ten times is linear.

    python benchmarks/growth.py [--at-most RATIO]

The pages are made here, each of one kind of markup over and over: what grows
faster than the page would let a single hostile page stop a crawl.
"""

from __future__ import annotations

import contextlib
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawler import Page, PageError, extract

SHORT, LONG = 1_000_000, 10_000_000
"""Bytes."""

ROUNDS = 2

# Linear work comes out at 10 to 25, since the garbage collector sweeps ten times as
# many objects more often; quadratic work at 100.
TOO_STEEP = 30.0

HEADLINE = "河口小学的早班车"
SENTENCE = "清晨六点，校车从镇口出发，司机说，这条路他开了十一年。"
ARTICLE = (
    f"<title>{HEADLINE}</title><h1>{HEADLINE}</h1>"
    "<div>来源：江口日报 记者 张三 2024-11-01 15:30</div>" + f"<p>{SENTENCE}</p>" * 5
)

KINDS: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda _: f"<p>{SENTENCE}</p>",
    "lines": lambda _: f"{SENTENCE}<br>",
    "one paragraph": lambda _: SENTENCE,
    "links": lambda n: f"<li><a href=/{n}.html>渡口的灯又亮了</a> 2024-10-30</li>",
    "links in a line": lambda n: f"<a href=/{n}.html>渡口的灯又亮了</a> ",
    "pictures": lambda n: f"<p><img src=/{n}.jpg><br>图为停在河口的校车。李四 摄</p>",
    "tables": lambda _: "<table><tr><td>线路<td>十二条，从镇口出发</table>",
    "classes": lambda n: f"<div class=c{n}>渡口的灯，又亮了。</div>",
    "bylines": lambda _: "<div>来源：江口日报 记者 张三 2024-11-01 15:30</div>",
    "feet": lambda _: "<p>版权所有 京ICP备00000001号 微信公众号：jiangkou</p>",
    "inline": lambda _: "<b>渡口</b>的<i>灯</i>，",
    "title without end": lambda _: "渡口_",
}


def main() -> int:
    """Return the exit code: 1 where something grows faster than was asked for."""
    parser = ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--at-most", type=float, metavar="RATIO", default=TOO_STEEP)
    parser.add_argument("--kind", choices=KINDS, help="only this kind of markup")
    options = parser.parse_args()
    seconds(ARTICLE)  # the model and every regular expression is loaded once
    print(f"{'kind':20}{'1 MB, s':>10}{'10 MB, s':>10}{'ratio':>8}")
    worst = 0.0
    for kind in [options.kind] if options.kind else KINDS:
        short, long = (seconds(markup(kind, size)) for size in (SHORT, LONG))
        print(f"{kind:20}{short:10.2f}{long:10.2f}{long / short:8.1f}", flush=True)
        worst = max(worst, long / short)
    return 1 if worst > options.at_most else 0


def markup(kind: str, size: int) -> str:
    """Return a page of one kind, of about ``size`` bytes."""
    piece = KINDS[kind]
    number = size // len(piece(1_000).encode())
    pieces = "".join(map(piece, range(number)))
    if kind == "title without end":
        return f"<div>2024-11-01</div><p>{SENTENCE * 5}</p><title>{pieces}"
    return ARTICLE + pieces


def seconds(text: str) -> float:
    """Return what a page takes from bytes to article, the faster of two rounds."""
    body = text.encode()
    return min(_seconds(body) for _ in range(ROUNDS))


def _seconds(body: bytes) -> float:
    started = perf_counter()
    with contextlib.suppress(PageError):  # a refusal must not take long either
        extract(Page.from_bytes(body, url="http://www.jia.example/1.html"))
    return perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
