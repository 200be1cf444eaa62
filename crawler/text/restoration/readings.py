"""Pinyin: what it looks like, and which characters are read so."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from crawler.text.restoration.dictionaries import phrases, readings

LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêɑɡ\ue7c7\ue7c8"
"""Of which pinyin is written, as a class of a regular expression holds them."""

SYLLABLE = f"[{LETTERS}]{{1,7}}"
"""One syllable, as a regular expression."""

# Share of the phrases that a character is in.
_ONE_WAY = 0.93

# Letters of phonetic script that fonts of pinyin use, and what GB18030 once gave
# its own code points.
_PLAIN = str.maketrans("ɑɡ\ue7c7\ue7c8", "agḿǹ")


def fits(char: str, pinyin: str) -> bool:
    """Whether ``pinyin``, with its tone or without any, is a reading of ``char``."""
    written = spelled(pinyin)
    toned, plain = _readings(char)
    return written in toned or written in plain


def is_first(char: str, pinyin: str) -> bool:
    """Whether ``pinyin`` is the reading of ``char`` that dictionaries give first."""
    first = readings().get(ord(char), "").partition(",")[0]
    return spelled(pinyin) in {first, _toneless(first)}


def has_one(char: str) -> bool:
    """Whether a simplified character is read in one way, as far as people know.

    Dictionaries keep readings that no word of today has (區 as ōu is a surname alone).
    """
    ways = _in_phrases().get(char, Counter())
    return not ways or max(ways.values()) >= _ONE_WAY * ways.total()


def in_words(before: str, char: str, after: str) -> frozenset[str]:
    """Return how ``char`` is read in the words of two that it makes with its neighbours.

    All simplified; each reading with its tone and without. Empty where no such word is
    known.
    """
    known = phrases()
    words = [(known.get(before + char), 1), (known.get(char + after), 0)]
    toned = {spoken[place][0] for spoken, place in words if spoken}
    return frozenset(toned | {*map(_toneless, toned)})


@cache
def _in_phrases() -> Mapping[str, Counter[str]]:
    """Count how each character is read in phrases."""
    ways: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for phrase, spoken in phrases().items():
        for char, ones in zip(phrase, spoken, strict=False):  # some hold marks
            ways[char][ones[0]] += 1
    return ways


@lru_cache(maxsize=4_096)
def spelled(pinyin: str) -> str:
    """Return pinyin in the letters of dictionaries."""
    return unicodedata.normalize("NFC", pinyin.translate(_PLAIN))


@lru_cache(maxsize=32_768)
def _readings(char: str) -> tuple[frozenset[str], frozenset[str]]:
    toned = readings().get(ord(char), "").split(",") if len(char) == 1 else [""]
    known = frozenset(reading for reading in toned if reading)
    return known, frozenset(map(_toneless, known))


def _toneless(reading: str) -> str:
    """Return a reading without its tone; ü stays, and is written v by nobody."""
    parts = unicodedata.normalize("NFD", reading)
    tones = "".join(c for c in parts if c == "\u0308" or not unicodedata.combining(c))
    return unicodedata.normalize("NFC", tones)
