"""Whether a traditional text was converted by a table that knows no words.

Where simplified script has one character for several, such a table writes one of them
everywhere: 之后, 由于, 頭發, 公裏. Who writes traditional script, or converts with a
dictionary, tells them apart: 之後, 由於, 頭髮, 公里. So what counts is which characters
stand where no standard writes them, and which simplified ones came out in two ways.
"""

from __future__ import annotations

import math
from collections import defaultdict

from crawler.text.restoration.dictionaries import converter

# Of Taiwan, of Hong Kong, and OpenCC's own, which mainland editions are converted to.
_STANDARDS = ("s2t", "s2tw", "s2hk")

# Newspapers of Taiwan and Hong Kong write these against the standards: 公布, 下周, 了解.
_HOUSE = frozenset("布周了占伙托舖綫游回係鐘")

# Kinds of misfits in the first thousand characters, and of characters that came out in
# two ways. Counted on the bodies of corpus/zh: the simplified ones converted by two
# tables, and the traditional ones as they are. Kinds grow slower than text does, where
# a table makes them.
_MISFITS_MADE, _MISFITS_WRITTEN = 4.0, 0.6
_DOUBLES_MADE, _DOUBLES_WRITTEN = 0.1, 0.6
_GROWTH = 0.7

# What a text of any length may have of them by its house's style.
_STYLE = 0.15

# Repairs and other parts of a page blur what there is to see.
_AT_MOST = 6.0


def by_characters(text: str) -> float:
    """Return how much likelier ``text`` is if a table converted it, by its characters.

    A natural logarithm of the ratio of two likelihoods; counts are taken as Poisson's.
    Zero where nothing can be said.
    """
    simple = converter("t2s")(text)
    standards = [converter(name)(simple) for name in _STANDARDS]
    if {*map(len, (simple, *standards))} != {len(text)}:
        return 0.0
    misfits: set[str] = set()
    ways: defaultdict[str, set[str]] = defaultdict(set)
    for char, origin, *written in zip(text, simple, *standards, strict=True):
        ways[origin].add(char)
        if char not in written:
            misfits.add(char)
    doubles = sum(len(chars) > 1 for chars in ways.values())
    thousands = sum(char > "\u3400" for char in text) / 1_000
    grown = thousands**_GROWTH
    found = _ratio(
        len(misfits - _HOUSE),
        _MISFITS_MADE * grown,
        _STYLE + _MISFITS_WRITTEN * thousands,
    ) + _ratio(doubles, _DOUBLES_MADE * thousands, _DOUBLES_WRITTEN * thousands)
    return max(-_AT_MOST, min(found, _AT_MOST))


def _ratio(count: int, made: float, written: float) -> float:
    """Logarithm of how much likelier a count is at one mean than at another."""
    if not made or not written:
        return 0.0
    return count * math.log(made / written) - made + written
