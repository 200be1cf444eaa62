"""Count which characters follow which: the table that restoration judges readings by.

    pip install jieba==0.42.1
    python -m training.likelihood

Counted in jieba's dictionary (MIT licence): 349,046 words with how often each was met in
print. No page of the corpora is read, so restoration can be measured on all of them.
The same dictionary gives the same file to the byte.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent.parent / "crawler" / "models" / "likelihood.json"

# Levels are minus the natural logarithm, in quarters: an error of an eighth is far
# below the gains that decide (six and more).
STEPS = 4
LEVELS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

# Times that a pair was met. Rarer ones are told as well by how often the first ends a
# word and the second begins one; with all of them the file would be three times as long.
_MET_AT_LEAST = 20

_HAN = re.compile(r"[\u4e00-\u9fff]+")


def count(words: Iterable[tuple[str, int]], *, source: str) -> dict[str, Any]:
    """Return the table of ``words``, each with how often it was met in ``source``."""
    total, begins, ends = Counter[str](), Counter[str](), Counter[str]()
    pairs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, times in words:
        begins[word[0]] += times
        ends[word[-1]] += times
        for place, char in enumerate(word):
            total[char] += times
            if place:
                pairs[word[place - 1]][char] += times
    order = sorted(total, key=lambda char: (-total[char], char))
    characters, printed = sum(total.values()), sum(begins.values())
    return {
        "source": source,
        "characters": "".join(order),
        "share": "".join(_level(total[char] / characters) for char in order),
        "begins": "".join(_level(begins[char] / printed) for char in order),
        "ends": "".join(_level(ends[char] / total[char]) for char in order),
        "follows": {
            char: _row(pairs[char], total[char])
            for char in order
            if max(pairs[char].values(), default=0) >= _MET_AT_LEAST
        },
    }


def _row(after: Counter[str], total: int) -> tuple[str, str]:
    kept = sorted(char for char, times in after.items() if times >= _MET_AT_LEAST)
    return "".join(kept), "".join(_level(after[char] / total) for char in kept)


def _level(share: float) -> str:
    last = len(LEVELS) - 1
    return LEVELS[min(last, round(-math.log(share) * STEPS)) if share else last]


def _source() -> str:
    return f"jieba {version('jieba')}, dict.txt, MIT licence"


def _words() -> Iterator[tuple[str, int]]:
    lines = files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    for line in lines.splitlines():
        word, times, _ = line.rsplit(" ", 2)
        if _HAN.fullmatch(word):
            yield word, int(times)


if __name__ == "__main__":
    text = json.dumps(
        count(_words(), source=_source()), ensure_ascii=False, separators=(",", ":")
    )
    TABLE.write_text(text + "\n", encoding="utf-8")
    print(f"{TABLE}: {TABLE.stat().st_size} bytes")
