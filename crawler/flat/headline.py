"""标题: which line of a flat page is its headline.

Trees that were grown on a few hundred pages rank the lines above the text; what lines
never are, and where outlets print a day, is told by rules beside them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from crawler.flat.measures import LIKELY, Lines, bare
from crawler.text import marks
from crawler.text.similarity import plain, size

# Logarithms of odds, beside those of the trees. They were set by hand on dumps of the
# Chinese corpus, read with trees that had not seen the outlet: .75 of the headlines were
# right by the trees alone, .87 with these (2026-11).
_ENOUGH = -4.0
_DAY_BELOW = 2.0
_OF_TITLE = 3.0
_CAPTION = -3.0
_LINE = -4.0
_LABELLED = -3.0
_UNENDED = -4.0
_SECOND = -2.5
_BUTTON = -2.0
_DAY_ALONE = -2.0
_BARS = -4.0
_OF_TEXT = -1.0

# Chances nearer to none or to all say nothing more.
_LEAST = 1e-4

# Lines below within which the day is printed; sizes of such a line, and of one that
# tells a day and no more.
_WITHIN = 3
_LONGEST_BYLINE = 70.0
_LONGEST_DAY = 25.0

# Size of a headline that a title may begin with.
_SHORTEST = 5.0

_NO_END = ("。", "；", "，", ";", ",", "：", ":")


def headline(
    lines: Lines, chances: Mapping[int, float], likely: Sequence[float]
) -> int:
    """Return the index of the headline, of two alike the likelier one; -1 for none.

    ``chances`` are those of the lines that may be it; ``likely`` is how likely each line
    is body.
    """
    scores = {
        index: _odds(chance) + _told(lines, index, likely)
        for index, chance in chances.items()
    }
    best = max(scores, key=lambda index: (scores[index], index), default=-1)
    if best < 0 or scores[best] < _ENOUGH:
        return -1
    own = plain(bare(lines.texts[best]))
    same = [index for index in scores if plain(bare(lines.texts[index])) == own]
    return max(same, key=lambda index: scores[index])


def _odds(chance: float) -> float:
    held = min(max(chance, _LEAST), 1 - _LEAST)
    return math.log(held / (1 - held))


def _told(lines: Lines, index: int, likely: Sequence[float]) -> float:
    """What a line's words, and the lines below it, say for its being the headline."""
    whole = lines.texts[index]
    text = bare(whole)
    byline = marks.byline(text) and ("：" in text or ":" in text)
    return sum(
        (
            _CAPTION * marks.caption(text),
            _LINE * (marks.line(text) is not None),
            _LABELLED * byline,
            _UNENDED * text.endswith(_NO_END),
            _SECOND * whole.startswith(("—", "（", "(")),
            _BUTTON * (marks.tools(text) or marks.footer(text)),
            _DAY_ALONE * (size(text) < _LONGEST_DAY and marks.dated(text)),
            _BARS * (text.count("|") > 1),
            _OF_TEXT * (likely[index] > LIKELY),
            _DAY_BELOW * _is_over_day(lines, index, likely),
            _OF_TITLE * _begins_title(lines, index, text),
        )
    )


def _begins_title(lines: Lines, index: int, text: str) -> bool:
    """Whether the first line of all goes on from this one, as a title does: 标题_江口网."""
    if not index or size(text) < _SHORTEST:
        return False
    own, title = plain(text), plain(lines.texts[0])
    return own != title and title.startswith(own)


def _is_over_day(lines: Lines, index: int, likely: Sequence[float]) -> bool:
    """Whether a day is printed right below, before the text begins."""
    for below in range(index + 1, min(index + 1 + _WITHIN, len(lines.texts))):
        if likely[below] > LIKELY:
            return False
        if lines.sizes[below] < _LONGEST_BYLINE and marks.dated(lines.texts[below]):
            return True
    return False
