"""How long a page takes from bytes to article, in multiples of parsing alone.

    python benchmarks/speed.py [FOLDER] [--rounds N] [--at-most RATIO] [--profile N]

Every page of a folder is parsed by parsel and extracted by us in turn, again and
again, and let go of. What counts is each page's fastest round, in seconds of the
process: a machine that is busy with something else only ever makes a round slower.
The first reading of each page is told beside it, as one of a new outlet is.
"""

from __future__ import annotations

import cProfile
import pstats
import statistics
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import TypeVar

from parsel import Selector

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawler import PageError, extract, saved
from crawler.fields.metadata import head
from crawler.likely import chances
from crawler.measures import measure
from crawler.outline import outline
from crawler.roles import assign
from crawler.saved import SavedPage

T = TypeVar("T")

PAGES = Path(__file__).parent.parent / "tests/fixtures/pages"

FLOOR = "parsel"
DECODE = "decode and parse"
STAGES = (DECODE, "outline", "measures", "forest", "roles")
REST = "head and fields"
WHOLE = "whole"
FIRST = "whole, first time"


@dataclass(slots=True)
class Clock:
    """Seconds that each stage took of one page: its fastest round, and its first."""

    fastest: dict[str, float]
    first: dict[str, float]

    def time(self, stage: str, work: Callable[[], T]) -> T:
        """Do ``work`` and count what it took."""
        started = process_time()
        done = work()
        taken = process_time() - started
        self.fastest[stage] = min(taken, self.fastest.get(stage, taken))
        self.first.setdefault(stage, taken)
        return done


def main() -> int:
    """Return the exit code: 1 where the ratio is above what was asked for."""
    options = _options()
    found = list(_readable(options.folder))
    if not found:
        print(f"{options.folder}: no page that can be read", file=sys.stderr)
        return 2
    if options.profile:
        _profile(found, options.profile)
        return 0
    _extract(found[0])  # loads the model, and every regular expression
    times = [_time(page, options.rounds) for page in found]
    ratio = _print(times)
    if options.at_most is not None and ratio > options.at_most:
        told = (
            f"{ratio:.2f} times parsel's time, at most {options.at_most:g} is allowed"
        )
        print(f"too slow: {told}", file=sys.stderr)
        return 1
    return 0


def _options() -> Namespace:
    parser = ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    add = parser.add_argument
    add(
        "folder",
        nargs="?",
        type=Path,
        default=PAGES,
        help="where pages are saved, as .html or .html.gz (default: the fixtures)",
    )
    add("--rounds", type=int, default=5, metavar="N", help="default: 5")
    add("--at-most", type=float, metavar="RATIO", help="fail above this ratio")
    add("--profile", type=int, metavar="N", help="print the N costliest functions")
    return parser.parse_args()


def _readable(folder: Path) -> Iterator[SavedPage]:
    for path in saved.find(folder):
        try:
            page = saved.read(path)
            page.page()
        except PageError:
            continue
        yield page


def _parse(text: str) -> None:
    Selector(text=text)  # let go of here, as the page is in _extract


def _extract(page: SavedPage) -> None:
    try:
        extract(page.page())
    except PageError:
        return  # a page that is refused has cost what it has cost


def _time(saved_page: SavedPage, rounds: int) -> dict[str, float]:
    """Return what each stage took of one page, and what the whole did."""
    clock = Clock({}, {})
    text = saved_page.page().text
    for _ in range(rounds):
        clock.time(FLOOR, lambda: _parse(text))
        clock.time(WHOLE, lambda: _extract(saved_page))
        _time_stages(saved_page, clock)
    fastest = clock.fastest
    stages = sum(fastest.get(stage, 0.0) for stage in STAGES)
    return {
        **fastest,
        REST: fastest[WHOLE] - stages,
        FIRST: clock.first[WHOLE],
    }


def _time_stages(saved_page: SavedPage, clock: Clock) -> None:
    """Go the way of ``extract`` step by step, but for the fields."""
    page = clock.time(DECODE, saved_page.page)
    try:
        parts = clock.time("outline", lambda: outline(page))
    except PageError:
        return
    titles = head(page).titles
    measures = clock.time("measures", lambda: measure(parts, titles))
    likely = clock.time("forest", lambda: chances(parts, measures))
    clock.time("roles", lambda: assign(parts, measures, likely))


def _print(times: Sequence[dict[str, float]]) -> float:
    """Print each stage's share; return how often parsel's time the whole takes."""
    floor = sum(page[FLOOR] for page in times)
    print(f"{'stage':18}{'ms a page':>10}{'× parsel':>10}")
    for stage in (FLOOR, *STAGES, REST, WHOLE, FIRST):
        taken = sum(page.get(stage, 0.0) for page in times)
        print(f"{stage:18}{1000 * taken / len(times):10.3f}{taken / floor:10.2f}")
    ratio = sum(page[WHOLE] for page in times) / floor
    median = statistics.median(page[WHOLE] / page[FLOOR] for page in times)
    print(f"{len(times)} pages; the median page takes {median:.2f} times parsel's time")
    return ratio


def _profile(found: Sequence[SavedPage], lines: int) -> None:
    """Print the functions in which most time goes, over all pages."""
    _extract(found[0])
    profile = cProfile.Profile()
    profile.enable()
    for page in found:
        _extract(page)
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(lines)


if __name__ == "__main__":
    sys.exit(main())
