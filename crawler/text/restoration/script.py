"""Simplified and traditional script, and the way back from a conversion."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from crawler.text.restoration import gbk
from crawler.text.restoration.dictionaries import converter
from crawler.text.restoration.edits import Edit

# Made by ``training/scripts.py``, since OpenCC takes 50 ms to load.
_TABLE = Path(__file__).parent.parent.parent / "models" / "scripts.json"

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
    """Return the characters that tell the scripts apart. Read once, on first need."""
    table = json.loads(_TABLE.read_bytes())
    return Scripts(
        converted=frozenset(table["converted"]),
        simplified=frozenset(table["simplified"]),
        traditional=frozenset(table["traditional"]),
        simple=dict(zip(*table["simple"], strict=True)),
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
