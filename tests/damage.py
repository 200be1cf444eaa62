"""What a careless converter does to a text: the forward model of restoration.

Simplified text becomes traditional, character by character, and is encoded as GBK.
Behind the bytes of each character on the converter's list comes its reading, wherever
these bytes happen to stand. Then the bytes are cut before some that look like a mark,
and what is left is decoded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache
from random import Random

from crawler.text.restoration import gbk
from crawler.text.restoration.dictionaries import converter, readings
from crawler.text.restoration.script import scripts

MARKS = (b"\xa3\xa1", b"\xa3\xac", b"\xa3\xbf", b"\xa3\xbb")
"""！ ， ？ ；"""

# Characters of both scripts, which such tables leave as they are.
_KEPT = "于后里范余谷几丑征御冲姜仆朴松折卜才云斗并系制面准"

_LAST_ASCII = 0x7F
_EURO = 0x80
_FIRST_TRAIL = 0x40

Cut = Callable[[int], bool]
"""Whether the bytes are cut at a place whose two bytes look like a mark."""


def damaged(text: str, glosses: Mapping[str, str], cut: Cut) -> str:
    """Return what a converter with a list of ``glosses`` makes of simplified ``text``."""
    return decoded(glossed(converted(text), glosses), cut)


def converted(text: str) -> str:
    """Return ``text`` in traditional script, by a table that knows no words."""
    return text.translate(_table())


def _by_characters(text: str) -> str:
    return "".join(map(_turned, text))


@cache
def _turned(char: str) -> str:
    return converter("s2t")(char)


WAYS: Mapping[str, Callable[[str], str]] = {
    "own": converted,
    "characters": _by_characters,
    **{name: converter(name) for name in ("s2t", "s2tw", "s2hk")},
}
"""How sound editions in traditional script come about: by characters, by words."""


def glossed(text: str, glosses: Mapping[str, str]) -> bytes:
    """Encode as GBK, and put each reading behind its character's bytes, in their order."""
    code = text.encode("gbk", "replace")
    for char in sorted(glosses, key=lambda char: char.encode("gbk")):
        bytes_ = char.encode("gbk")
        code = code.replace(bytes_, bytes_ + f"({glosses[char]})".encode("gbk"))
    return code


def decoded(code: bytes, cut: Cut) -> str:
    """Decode as a reader does that puts ? for what it does not know."""
    out, place = [], 0
    while place < len(code):
        if _may_be_cut(code, place) and cut(place + 1):
            char, width = "?", 1
        else:
            char, width = _at(code, place)
        out.append(char)
        place += width
    return "".join(out)


def shows(code: bytes, observed: str) -> bool:
    """Whether ``code`` can be decoded as ``observed``, cut somewhere or nowhere."""
    places = {0}
    for seen in observed:
        places = {
            place + width
            for place in places
            for char, width in _readings_at(code, place)
            if char == seen
        }
    return len(code) in places


def _readings_at(code: bytes, place: int) -> Iterator[tuple[str, int]]:
    if place < len(code):
        yield _at(code, place)
        if _may_be_cut(code, place):
            yield "?", 1


def _may_be_cut(code: bytes, place: int) -> bool:
    return code[place] > _EURO and code[place + 1 : place + 3] in MARKS


def _at(code: bytes, place: int) -> tuple[str, int]:
    """The character of a place, and its bytes.

    A first byte swallows ASCII below 0x40; a pair that means nothing is one ?, and so is
    a first byte at the end.
    """
    lead = code[place]
    if lead <= _LAST_ASCII:
        return chr(lead), 1
    if lead == _EURO:
        return "€", 1
    pair = code[place : place + 2]
    if len(pair) == 1 or pair[1] < _FIRST_TRAIL:
        return "?", len(pair)
    return gbk.characters().get(lead << 8 | pair[1], "?"), 2


def at_random(random: Random) -> Cut:
    """Cut one time in two."""
    return lambda _: random.random() < 0.5


def draw(texts: Iterable[str], length: int, random: Random) -> dict[str, str]:
    """Draw a converter's list of ``length`` characters, frequent ones more often.

    Each with the reading that dictionaries give first. Method: Efraimidis and Spirakis,
    2006, weighted sampling without replacement.
    """
    counts = Counter(char for text in texts for char in converted(text))
    keys = {
        char: random.random() ** (1 / times)
        for char, times in sorted(counts.items())
        if char in _made()
    }
    drawn = sorted(keys, key=lambda char: -keys[char])[:length]
    return {char: readings()[ord(char)].split(",")[0] for char in drawn}


def wrong(written: str, restored: str) -> int:
    """Return how many characters of ``restored`` are not as ``written``, or missing."""
    if written == restored:
        return 0
    matcher = SequenceMatcher(None, written, restored, autojunk=False)
    return sum(
        max(end - start, until - since)
        for what, start, end, since, until in matcher.get_opcodes()
        if what != "equal"
    )


@cache
def _made() -> frozenset[str]:
    """Characters that only a conversion makes."""
    return frozenset(map(chr, _table().values())) & scripts().converted


@cache
def _table() -> dict[int, int]:
    """Of each simplified character the one traditional one that the converter knows."""
    simple = sorted({*scripts().simple.values()} - {*_KEPT})
    turned = converter("s2tw")("\n".join(simple)).split("\n")
    return {
        ord(char): ord(full)
        for char, full in zip(simple, turned, strict=True)
        if full != char and gbk.encoded(full) and ord(full) in readings()
    }
