"""One spelling for search: simplified, half-width, small, character by character."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache

# Ranges of Unicode that hold ideographs: CJK with extension A, those that are there
# for compatibility, and the two supplementary planes.
_IDEOGRAPHS = (
    range(0x3400, 0xA000),
    range(0xF900, 0xFB00),
    range(0x20000, 0x32400),
)

_SURROGATES = range(0xD800, 0xE000)


def fold(text: str) -> str:
    """Return ``text`` as it is compared: 「經濟」, ``ＡＩ`` as 「经济」, ``ai``.

    Each character is folded by itself. A converter that looks at its neighbors, as
    those for display do, would spell a word in one way in a text and in another when
    it is asked for. So a part of a text folds to that part of the folded text, and
    places in one are places in the other. Punctuation stays as it is.

    >>> fold("經濟ＡＩ，乾隆")
    '经济ai，干隆'
    """
    return text.translate(_table())


def spellings(character: str) -> str:
    """Return all characters that fold to ``character``, itself first.

    >>> spellings("台")
    '台檯臺颱'
    """
    return character + _spellings().get(character, "")


def ideographs() -> dict[str, str]:
    """Return each ideograph that is folded, and what it becomes: for other systems."""
    return {
        character: folded
        for code, folded in _table().items()
        if (character := chr(code)) and any(code in part for part in _IDEOGRAPHS)
    }


@cache
def _table() -> dict[int, str]:
    """Return what each character becomes, where that is another one. Made once."""
    from opencc import OpenCC  # noqa: PLC0415  # loads its dictionaries

    ideographs = [chr(code) for part in _IDEOGRAPHS for code in part]
    unified = [unicodedata.normalize("NFKC", character) for character in ideographs]
    simplified = OpenCC("t2s").convert("\n".join(unified)).split("\n")
    table = dict(zip(map(ord, ideographs), simplified, strict=True))
    for code in range(0x10000):
        if code not in table and code not in _SURROGATES:
            table[code] = _letter(chr(code))
    return {
        code: folded
        for code, folded in table.items()
        if len(folded) == 1 and ord(folded) != code
    }


def _letter(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 and folded.isalnum() else character


@cache
def _spellings() -> dict[str, str]:
    found: defaultdict[str, str] = defaultdict(str)
    for code, folded in _table().items():
        found[folded] += chr(code)
    return dict(found)
