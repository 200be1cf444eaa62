"""Pinyin: what it looks like, and which characters are read so."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from crawler.text.restoration.dictionaries import readings

LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêɑɡ\ue7c7\ue7c8"
"""Of which pinyin is written, as a class of a regular expression holds them."""

SYLLABLE = f"[{LETTERS}]{{1,7}}"
"""One syllable, as a regular expression."""

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
