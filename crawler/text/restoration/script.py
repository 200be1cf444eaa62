"""Simplified and traditional script, and the way back from a conversion."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from crawler.text.restoration import gbk
from crawler.text.restoration.dictionaries import converter
from crawler.text.restoration.edits import Edit

# 著 stands for 着 on converted pages, but where it means a work or being known.
_ZHE = re.compile("(?<![名显专编原论土卓昭巨译遗名合拙])著(?![名作述称录者])")


class Scripts(NamedTuple):
    """Characters that tell the scripts apart, of those that GBK holds."""

    converted: frozenset[str]
    """Traditional ones that a conversion puts for every one of a simplified one."""

    simplified: frozenset[str]
    """Those that no traditional text holds."""

    traditional: frozenset[str]
    """Those that no simplified text holds."""

    simple: dict[str, str]
    """The simplified one of every traditional one."""


@cache
def scripts() -> Scripts:
    """Return the characters that tell the scripts apart. Read once, from OpenCC."""
    han = [char for char in gbk.characters().values() if "\u4e00" <= char <= "\u9fff"]
    to_simple = dict(zip(han, _each(han, "t2s"), strict=True))
    to_traditional = dict(zip(han, _each(han, "s2t"), strict=True))
    simple = {c: s for c, s in to_simple.items() if s != c and gbk.encoded(s)}
    changed = {char for char in han if to_traditional[char] != char}
    return Scripts(
        converted=frozenset(c for c, s in simple.items() if s in changed),
        simplified=frozenset(c for c in changed if c not in simple and not _big5(c)),
        traditional=frozenset(c for c in simple if not _gb2312(c)),
        simple=simple,
    )


def to_simplified(text: str) -> list[Edit]:
    """Return the edits that take a converted text back to simplified script.

    OpenCC's ``t2s`` turns words where a character has two meanings (乾隆, 干部). What
    GBK could not have held was never converted and stays.
    """
    turned = converter("t2s")(text)
    if len(turned) != len(text):
        return [Edit(0, len(text), turned, "script")]
    zhe = {found.start() for found in _ZHE.finditer(turned)}
    edits = []
    for place, (before, after) in enumerate(zip(text, turned, strict=True)):
        goal = "着" if place in zhe else after
        if goal != before and gbk.encoded(goal):
            edits.append(Edit(place, place + 1, goal, "script"))
    return edits


def _each(chars: list[str], config: str) -> list[str]:
    """Convert characters one by one: a line each, so that they make no words."""
    return converter(config)("\n".join(chars)).split("\n")


def _big5(char: str) -> bool:
    return _holds("big5", char)


def _gb2312(char: str) -> bool:
    return _holds("gb2312", char)


def _holds(encoding: str, char: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
