"""What a careless converter does to a text: the forward model of ``docs/restoration.md``.

Simplified text becomes traditional, character by character, and is encoded as GBK.
Behind the bytes of each character on the converter's list comes its reading, wherever
these bytes happen to stand. Then the bytes are cut before some that look like a mark,
and what is left is decoded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from random import Random

from crawler.text.restoration import gbk
from crawler.text.restoration.dictionaries import converter, readings
from crawler.text.restoration.script import scripts

# ！ ， ？ ；
MARKS = (b"\xa3\xa1", b"\xa3\xac", b"\xa3\xbf", b"\xa3\xbb")

Cut = Callable[[int], bool]
"""Whether the bytes are cut at a place, where the second of two looks like a mark."""


def damaged(text: str, glosses: Mapping[str, str], cut: Cut) -> str:
    """Return what a converter with a list of ``glosses`` makes of simplified ``text``."""
    code = converted(text).encode("gbk", "replace")
    return decoded(glossed(code, glosses), cut)


def converted(text: str) -> str:
    """Return ``text`` in traditional script, by a table that knows no words."""
    return text.translate(_table())


def glossed(code: bytes, glosses: Mapping[str, str]) -> bytes:
    """Put each reading behind the bytes of its character, in the order of GBK."""
    for char in sorted(glosses, key=lambda char: char.encode("gbk")):
        bytes_ = char.encode("gbk")
        code = code.replace(bytes_, bytes_ + f"({glosses[char]})".encode("gbk"))
    return code


def decoded(code: bytes, cut: Cut) -> str:
    """Decode as a reader does that puts ? for what it does not know.

    A first byte swallows ASCII below 0x40; a pair that means nothing is one ?; where it
    is cut between the bytes of a pair, the first is a ? of its own.
    """
    out, place = [], 0
    while place < len(code):
        lead, pair = code[place], code[place : place + 2]
        if lead < 0x80:
            out.append(chr(lead))
            place += 1
        elif lead == 0x80:
            out.append("€")
            place += 1
        elif len(pair) == 1 or (
            code[place + 1 : place + 3] in MARKS and cut(place + 1)
        ):
            out.append("?")
            place += 1
        else:
            out.append(gbk.characters().get(lead << 8 | pair[1], "?"))
            place += 2
    return "".join(out)


def at_random(random: Random) -> Cut:
    """Cut one time in two."""
    return lambda _: random.random() < 0.5


def never(_: int) -> bool:
    """Cut nowhere."""
    return False


def draw(texts: list[str], length: int, random: Random) -> dict[str, str]:
    """Draw a converter's list of ``length`` characters, the frequent ones more often.

    Of each the first reading that dictionaries give.
    """
    counts: dict[str, int] = {}
    for char in converted("".join(texts)):
        if char in _changed():
            counts[char] = counts.get(char, 0) + 1
    keys = {
        char: random.random() ** (1 / count) for char, count in sorted(counts.items())
    }
    drawn = sorted(keys, key=lambda char: -keys[char])[:length]
    return {char: readings()[ord(char)].split(",")[0] for char in drawn}


@cache
def _changed() -> frozenset[str]:
    """Characters that only a conversion makes."""
    return frozenset(map(chr, _table().values())) & scripts().converted


# Characters of both scripts, which such tables leave as they are.
_KEPT = "于后里范余谷几丑征御冲姜仆朴松折卜才云斗并系制面准"


@cache
def _table() -> dict[int, int]:
    """Of each simplified character the one traditional one that the converter knows."""
    simple = sorted({*scripts().simple.values()} - {*_KEPT})
    turned = converter("s2t")("\n".join(simple)).split("\n")
    return {
        ord(char): ord(full)
        for char, full in zip(simple, turned, strict=True)
        if full != char and gbk.encoded(full) and ord(full) in readings()
    }
