"""What a text is found by: its words and characters, and each pair of neighbors.

Chinese marks no words, so every character is a unit of its own; of other scripts a unit
is a word or a number. Units that stand together are a row, two neighbors in it a pair. A
text that is asked for is the pairs of its rows, in order: that finds any part of a text,
whichever way it would be cut into words, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from operator import add
from typing import NamedTuple

GAP = "·"
"""Stands among pairs for what parts two rows: punctuation, or white space between
ideographs."""

# Ideographs with 々 and 〇, kana, hangul: scripts that mark no words, or join them.
IDEOGRAPHS = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Each of these characters is a unit, as a part of a regular expression."""

LETTER = rf"[^\W_{IDEOGRAPHS}]"
"""A letter or digit of a word, as a part of a regular expression."""

# 1,234.5 and it's are one word each.
_RUN = re.compile(rf"([{IDEOGRAPHS}]+)|{LETTER}+(?:[.,'’]{LETTER}+)*")

# Characters. What is longer is no word but a key, or an encoded picture.
_LONGEST_WORD = 64

# Between the units of a pair, unless each is a single character.
_JOINT = "_"

Row = Sequence[str]
"""Units that stand together. Ideographs alone are a ``str``, which holds them, too."""


class Terms(NamedTuple):
    """What a text is indexed by: terms parted by spaces."""

    pairs: str
    """Every pair, in order, and a gap between two rows."""

    units: str
    """Every unit, in order."""


def terms(folded: str) -> Terms:
    """Return the terms of a text that is folded already.

    >>> terms("低空经济,5G 网络")
    Terms(pairs='低空 空经 经济 · 5G_网 网络', units='低 空 经 济 5G 网 络')
    """
    pairs: list[str] = []
    units: list[str] = []
    for row in rows(folded):
        if units:
            pairs.append(GAP)
        pairs += pairs_of(row)
        units += row
    return Terms(" ".join(pairs), " ".join(units))


def pairs_of(row: Row) -> list[str]:
    """Return every two neighbors of a row; a row of one unit has none.

    >>> pairs_of(("5G", "网", "络"))
    ['5G_网', '网络']
    """
    if isinstance(row, str):  # nearly all rows of a Chinese text; three times as fast
        return [*map(add, row, row[1:])]
    return [
        one + two if len(one) == len(two) == 1 else one + _JOINT + two
        for one, two in pairwise(row)
    ]


def rows(text: str) -> Iterator[Row]:
    """Yield the rows of a text, in order.

    >>> [*rows("墒情好 播种了 AI 技术（3.5%）")]
    ['墒情好', ('播', '种', '了', 'AI', '技', '术'), ('3.5',)]
    """
    runs: list[Row] = []
    end, after_ideograph = 0, False
    for run in _RUN.finditer(text):
        before_ideograph = run[1] is not None
        between = text[end : run.start()]
        if runs and _parts(between, after_ideograph and before_ideograph):
            yield _joined(runs)
            runs = []
        runs.append(run[1] or (run[0][:_LONGEST_WORD],))
        end, after_ideograph = run.end(), before_ideograph
    if runs:
        yield _joined(runs)


def _joined(runs: list[Row]) -> Row:
    return runs[0] if len(runs) == 1 else tuple(chain.from_iterable(runs))


def _parts(between: str, both_ideographs: bool) -> bool:  # noqa: FBT001  # private
    """Say whether what stands between two runs parts them.

    Spaces around a word do not: 「AI 技术」 and 「AI技术」 are two ways to print one text.
    """
    if not between:
        return False
    return both_ideographs or not between.isspace() or "\n" in between
