"""Which lines of a flat page advertise other articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.flat.measures import Lines, bare
from crawler.roles import Role
from crawler.text import marks
from crawler.text.facts import parted
from crawler.text.similarity import size

# Sizes of a headline, the first where a cut-off text stands under it; lines of headlines
# alone that make a list.
_SHORTEST_TOLD = 4.0
_SHORTEST = 7.0
_LONGEST = 46.0
_LIST = 3

# Size. A longer line is a paragraph.
_LONGEST_LINE = 200.0

# Roles that say little: what stands by itself may be a teaser's all the same.
_LOOSE = frozenset({Role.OTHER, Role.NAVIGATION, Role.BYLINE, Role.CAPTION})

_CUT = re.compile(r"(?:\.{3}|…)\W*$")
_NO_HEADLINE = ("。", "；", "，", "：", ":", ";", ",")

_HEADLINE, _SHORT, _DATED, _TELLING = range(4)
"""What a line may be in a teaser: a headline, a short one, one with a day or a count
behind it, or what stands under one: first lines that were cut off, a day, a count."""


_TOLD = frozenset({_HEADLINE, _SHORT, _TELLING})


def advertised(lines: Lines, roles: Sequence[Role], article: range) -> Iterator[int]:
    """Yield the indices of teasers' lines, but for those among the lines of ``article``.

    A headline is told by what stands under it or behind it, or by others around it.
    """
    told = [
        None if index in article else _kind(lines.texts[index], role)
        for index, role in enumerate(roles)
    ]
    taken = set(_lists(told))
    for index, kind in enumerate(told):
        if kind == _DATED:
            taken.add(index)
        elif kind == _TELLING and index and told[index - 1] in _TOLD:
            taken |= {index - 1, index}
    yield from sorted(taken)


def _kind(line: str, role: Role) -> int | None:
    text = bare(line)
    loose = role in _LOOSE and size(text) <= _LONGEST_LINE
    if not loose or marks.footer(text) or marks.related(text):
        return None
    prose, facts = parted(text)
    room = size(prose)
    cut = _CUT.search(prose) and (facts.strip() or room > _LONGEST / 2)
    if cut or (facts.strip() and room < _SHORTEST):
        return _TELLING
    fits = _SHORTEST_TOLD <= room <= _LONGEST
    if not fits or prose.endswith(_NO_HEADLINE) or marks.tools(text):
        return None
    if room < _SHORTEST:
        return _SHORT
    return _DATED if facts.strip() else _HEADLINE


def _lists(told: Sequence[int | None]) -> Iterator[int]:
    """Yield what stands in runs of headlines."""
    run: list[int] = []
    for index, kind in enumerate([*told, None]):
        if kind in {_HEADLINE, _DATED}:
            run.append(index)
            continue
        if len(run) >= _LIST:
            yield from run
        run = []
