"""How likely one character is after another, in natural logarithms.

Counted in a dictionary of words with their frequencies (``training/likelihood.py``). A
pair inside a word is known; across words, a character follows as often as the one
before ends a word and it begins one. Traditional characters count as their simplified
ones.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from crawler.text.restoration.script import scripts

_TABLE = Path(__file__).parent.parent.parent / "models" / "likelihood.json"

# The table's levels: minus the logarithm, in quarters.
_STEPS = 4
_LEVELS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

# Shares of marks in print, by the first digit: the table knows words alone.
_MARKS = {
    "，": 0.06, "。": 0.03, "、": 0.012, "“": 0.006, "”": 0.006, "：": 0.005,
    "；": 0.002, "！": 0.002, "？": 0.002, "《": 0.002, "》": 0.002, "（": 0.003,
    "）": 0.003, "　": 0.002, "—": 0.002, "…": 0.001, "·": 0.001, "\n": 0.01,
    ",": 0.02, ".": 0.002, ":": 0.002, ";": 0.001, "!": 0.002, "?": 0.002,
    " ": 0.004, "(": 0.002, ")": 0.002, "%": 0.001, "-": 0.0005, "/": 0.0003,
    '"': 0.0005, "<": 0.0001, "‘": 0.0005, "’": 0.0005, "「": 0.001, "」": 0.001,
    "％": 0.0005, "～": 0.0002, "〈": 0.0001, "〉": 0.0001, "【": 0.0005, "】": 0.0005,
    "『": 0.0002, "』": 0.0002, "￥": 0.0001, "℃": 0.0003, "×": 0.0003, "○": 0.0002,
    "①": 0.0001, "②": 0.0001, "③": 0.0001, "④": 0.0001, "●": 0.0002, "■": 0.0001,
    "▲": 0.0001, "◆": 0.0001, "★": 0.0001, "→": 0.0001,
}  # fmt: skip
_DIGIT = 0.005
_LETTER = 0.0008
_FULL_WIDTH = 0.0001
_RARE = 2e-7
_UNKNOWN = 5e-8

# Share of places between words that hold no mark.
_NO_MARK = 0.84

# Marks that follow these ends of a sentence as one closing quote in so many.
_ENDS = frozenset("。！？…")
_STOPS = _ENDS | frozenset("，；：、,.;:?!")
_CLOSERS = frozenset("”」』）》")
_TWO_STOPS = 0.02
_DIGIT_AFTER_DIGIT = 0.04
_CLOSES_AFTER_END = {"”": 0.12, "」": 0.03, "\n": 0.2, "’": 0.01, "》": 0.002}


class Likelihood:
    """The table, decoded row by row as rows are asked for."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        characters = table["characters"]
        self._share = _shares(characters, table["share"])
        self._begins = _shares(characters, table["begins"])
        self._ends = _shares(characters, table["ends"])
        self._coded: Mapping[str, tuple[str, str]] = table["follows"]
        self._rows: dict[str, Mapping[str, float]] = {}
        self._known: dict[tuple[str, str], float] = {}
        self._simple = scripts().simple
        self.rank = {char: rank for rank, char in enumerate(characters)}

    def after(self, before: str, char: str) -> float:
        """Return the logarithm of how likely ``char`` is after ``before``."""
        pair = (before, char)
        known = self._known.get(pair)
        if known is None:
            simple = self._simple
            chance = self._chance(simple.get(before, before), simple.get(char, char))
            known = self._known[pair] = math.log(chance)
        return known

    def bound(self, before: str, char: str) -> float:
        """Return the logarithm of how much oftener ``char`` follows than by chance.

        Zero where either is no character of the table.
        """
        share = self._share.get(self._simple.get(char, char))
        if share is None or self._simple.get(before, before) not in self._share:
            return 0.0
        return self.after(before, char) - math.log(share)

    def of(self, text: str) -> float:
        """Return the logarithm of how likely each character is after the one before."""
        return sum(self.after(before, char) for before, char in pairwise(text))

    def mean(self, text: str) -> float:
        """Return the mean of this over what is not ASCII in ``text``."""
        telling = "".join(char for char in text if not char.isascii())
        return self.of("\n" + telling) / max(1, len(telling))

    def _chance(self, before: str, char: str) -> float:
        share = self._share.get(char)
        if share is None:
            return self._mark(before, char)
        begins = self._begins[char] * _NO_MARK
        if before not in self._share:
            return begins + share * 0.02
        row = self._rows.get(before)
        if row is None:
            row = self._rows[before] = _shares(*self._coded.get(before, ("", "")))
        return row.get(char, 0.0) + self._ends[before] * begins + share * 0.002

    def _mark(self, before: str, char: str) -> float:
        if before in _ENDS and char in _CLOSES_AFTER_END:
            return _CLOSES_AFTER_END[char]
        chance = _alone(char)
        if char == "\n" and before in _CLOSERS:
            return _CLOSES_AFTER_END["\n"]
        if before in self._share and chance > _RARE:
            return chance * (0.1 + self._ends[before])
        if before in _STOPS and char in _STOPS:
            return chance * _TWO_STOPS
        return _DIGIT_AFTER_DIGIT if before.isdigit() and char.isdigit() else chance


def _alone(char: str) -> float:
    if (known := _MARKS.get(char)) is not None:
        return known
    if char.isdigit() and char.isascii():
        return _DIGIT
    if char.isalpha() and char.isascii():
        return _LETTER
    if "\uff01" <= char <= "\uff5e":
        return _FULL_WIDTH
    return _RARE if "\u4e00" <= char <= "\u9fff" else _UNKNOWN


def _shares(characters: str, levels: str) -> dict[str, float]:
    return dict(zip(characters, map(_SHARE.__getitem__, levels), strict=True))


_SHARE = {level: math.exp(-place / _STEPS) for place, level in enumerate(_LEVELS)}


@cache
def likelihood() -> Likelihood:
    """Return the table that ships, read on first need."""
    return Likelihood(json.loads(_TABLE.read_bytes()))
