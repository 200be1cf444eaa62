"""What the search index costs: to be made, on the disk, and to be asked.

    python benchmarks/search.py [--articles 100000] [--at-most MS]

Articles are made of the newsroom's sentences by a seed, some 700 characters each. Words
of two, three and four characters are cut out of them anywhere, so most are as frequent as
what stands in a few sentences out of 609; ``frequent`` are those that most articles have.
Each answer is ten articles with passages and the number of all; its time is that of the
whole call. The folder is removed in the end, unless it was named.
"""

from __future__ import annotations

import re
import sys
import tempfile
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawler.store import upkeep
from crawler.store.queries import parse
from crawler.store.search import Search
from crawler.store.upkeep import Places
from tests.generated import articles, line, store

WORDS = 300
"""Of each length."""

SENTENCES = (10, 30)
"""Of an article: with them it is as long as the median of 86 real Chinese ones."""

_HAN = re.compile(r"[\u4e00-\u9fff]+")


def main() -> int:
    """Return the exit code: 1 where the median answer takes longer than asked for."""
    parser = ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, metavar="N", default=100_000)
    parser.add_argument("--at-most", type=float, metavar="MS", default=2.0)
    parser.add_argument("--folder", type=Path, help="keep lines and index there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        places = Places.below(options.folder or Path(scratch))
        if upkeep.found(places) != options.articles:
            build(places, options.articles)
        return ask(places, options.at_most)


def build(places: Places, count: int) -> None:
    """Make lines and index, and print what that took."""
    path = store(places.lines.parent, map(line, articles(count, sentences=SENTENCES)))
    started, worked = perf_counter(), process_time()
    upkeep.rebuild(places)
    taken, work = perf_counter() - started, process_time() - worked
    lines, index = path.stat().st_size, upkeep.status(places).size
    print(
        f"built    {count:,} articles in {taken:.0f} s, {count / taken:,.0f} a second,"
    )
    print(f"         {1000 * work / count:.2f} ms of the processors an article")
    print(f"size     {index / 1e6:,.0f} MB, {index / count:,.0f} bytes an article;")
    print(f"         the lines have {lines / 1e6:,.0f} MB")


def ask(places: Places, at_most: float) -> int:
    """Ask for words of each kind, print what that took, and judge the median."""
    search = Search.opened(places.index)
    print(f"{'words':9}{'median, ms':>12}{'95 %':>8}{'most':>8}{'found, median':>16}")
    all_times: list[float] = []
    for name, words in kinds():
        times, totals = [], []
        for word in words:
            answer = search.find(parse(word))
            times.append(1000 * answer.seconds)
            totals.append(answer.total)
        high = quantiles(times, n=20)[-1]
        columns = f"{median(times):12.2f}{high:8.2f}{max(times):8.2f}"
        print(f"{name:9}{columns}{median(totals):16,.0f}")
        all_times += times
    print(f"{'all':9}{median(all_times):12.2f}")
    return 1 if median(all_times) > at_most else 0


def kinds() -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the words to be asked for, by kind."""
    texts = ["".join(article.body) for article in articles(2_000)]
    random = Random(5)  # no secret
    yield "frequent", frequent(texts)
    for length in (2, 3, 4):
        yield f"of {length}", [cut(texts, length, random) for _ in range(WORDS)]
    pairs = [" ".join(cut(texts, 2, random) for _ in range(2)) for _ in range(WORDS)]
    yield "two of 2", pairs


def frequent(texts: Sequence[str]) -> list[str]:
    """Return the words of two characters that most texts have."""
    found: Counter[str] = Counter()
    for text in texts:
        pairs = {text[n : n + 2] for n in range(len(text) - 1)}
        found.update(pair for pair in pairs if _HAN.fullmatch(pair))
    return [word for word, _ in found.most_common(30)]


def cut(texts: Sequence[str], length: int, random: Random) -> str:
    """Return a word of Chinese characters, from anywhere in a text."""
    while True:
        text = random.choice(texts)
        start = random.randrange(len(text) - length)
        word = text[start : start + length]
        if _HAN.fullmatch(word):
            return word


if __name__ == "__main__":
    sys.exit(main())
