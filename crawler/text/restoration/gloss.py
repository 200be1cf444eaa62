"""Pinyin in brackets behind converted characters: 網(wǎng) 創(chuàng).

Converters of one kind put the reading behind each character on their list, wherever its
bytes stand. Authors do so, too, for a rare name, in a textbook, in a list of surnames:
what tells the two apart is the page as a whole (``verdict``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from crawler.text.restoration import gbk
from crawler.text.restoration.edits import Edit
from crawler.text.restoration.readings import SYLLABLE, fits, spelled
from crawler.text.restoration.script import scripts

GLOSS = rf"[(（](?P<reading>{SYLLABLE})[ \u3000]?[)）]"
"""A reading in brackets; one family of pages puts a space before the closing one."""

HALF_GLOSS = rf"\?(?P<half>{SYLLABLE})[ \u3000]?[)）]"
"""One whose opening bracket went down with half a character (``shift``)."""

GLOSSED = re.compile(rf"(?<=(?P<char>[^\s(（)）])){GLOSS}")
"""A gloss, and the character before it."""


def doubtful(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the glosses of a doubtful page stand."""
    for found in GLOSSED.finditer(text):
        if found["char"] in scripts().converted and fits(
            found["char"], found["reading"]
        ):
            yield found.start(), found.end()


def drop(text: str, readings: Mapping[str, str], confidence: float) -> list[Edit]:
    """Return the edits that take a converter's glosses out.

    Those of ``readings``, those of other converted characters with a reading of theirs,
    and those that a match across two characters hooked to a letter: in 村e(cuò) the last
    byte of 村 and the letter are 錯.
    """
    edits = []
    for found in GLOSSED.finditer(text):
        char, reading = found["char"], spelled(found["reading"])
        if "@" <= char <= "~":
            char = _across(text, found.start() - 1)
        if readings.get(char) == reading or (
            char in scripts().converted and fits(char, reading)
        ):
            edits.append(Edit(found.start(), found.end(), "", "gloss", confidence))
    return edits


def _across(text: str, place: int) -> str:
    """The character that a letter makes with the second byte before it, if any."""
    before = gbk.encoded(text[place - 1]) if place else None
    if before is None:
        return ""
    return gbk.characters().get(before[-1] << 8 | ord(text[place]), "")


@lru_cache(maxsize=4_096)
def read_so(lead: int, reading: str) -> Sequence[tuple[int, str]]:
    """Return converted characters of a first byte that are read so, by their second."""
    converted = scripts().converted
    return [
        (byte, char)
        for byte, char in gbk.by_lead(lead)
        if char in converted and fits(char, reading)
    ]
