"""How likely a page's glosses are a converter's: the odds, and what they rest on.

Each thing that is seen multiplies the odds by how much oftener it is seen on converted
clones than on pages whose author explains a reading. The numbers here are natural
logarithms of such ratios. Those of clones are rounded from texts of corpus/zh that the
forward model damaged with lists of six characters. Of authors' glosses news has too few
to count (908 real pages with brackets hold none): theirs are estimates.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence

from crawler.text.restoration.conversion import by_characters
from crawler.text.restoration.gloss import GLOSS, GLOSSED
from crawler.text.restoration.likelihood import likelihood
from crawler.text.restoration.readings import has_one, in_words, is_first, spelled
from crawler.text.restoration.script import scripts

CERTAIN = math.log(200)
"""From here on a page counts as a converter's: to take an author's text for one is
worse than to miss a clone."""

# One page in a hundred is a clone, of these one in ten holds a single glossed
# character; of others one in three hundred has an author's gloss, and one in two of
# these has it in a list or in quotes.
_BEFORE = math.log(0.01 * 0.1 * 300 * 2)

# Another glossed character; the same one again, in other words or in the same.
_ANOTHER = math.log(0.8 / 0.15)
_AGAIN = math.log(0.97 / 0.15)
_SAME_WORDS = math.log(0.97 / 0.6)
_UNGLOSSED = math.log(0.03 / 0.85)

# What an author glosses is rare, a name, or read otherwise than usual: hardly ever a
# common character with its usual reading, least of all one that has no other.
_EVERYDAY = math.log(0.35 / 0.0008)
_READ_ONE_WAY = math.log(0.2 / 0.004)
_READ_IN_SOME = math.log(0.17 / 0.02)
_OTHERWISE = math.log(0.1 / 0.5)

# A converter has one reading, whatever the word: 音樂(lè).
_MISREAD = math.log(0.2 / 0.02)

# Authors gloss in unusual words (長子縣), converters in all of them (增長).
_USUAL_WORD = math.log(0.6 / 0.1)
_UNUSUAL_WORD = math.log(0.2 / 0.7)

# An author who glosses one such character is one who teaches, and glosses more.
_AFTER_THE_FIRST = 0.5

# Of clones, and of sound traditional pages, those converted character by character:
# none of 28 in corpus/zh.
_CLONES_BY_CHARACTERS, _SOUND_BY_CHARACTERS = 0.8, 0.05

# A gloss between two bytes; a shift beside the glosses.
_HALF = math.log(0.3 / 0.001)
_SHIFT = math.log(0.3 / 0.001)

# Ranks by frequency in print: nobody explains 這 and 個, hardly anybody the others.
_EVERYDAY_BEFORE = 200
_COMMON_BEFORE = 1_200

# Logarithm of how much oftener two characters stand together than by chance.
_USUALLY, _UNUSUALLY = 2.5, 1.0

# Names are explained however common their characters are, but not in usual words.
_SURNAMES = frozenset(
    "陳劉張黃楊趙吳孫羅鄭謝許馮鄧蕭蔣蘇盧葉閻鄒譚賈龔龐鄺顧賴錢陸嚴魯衛齊莊聶歐單"
)

# What a line holds that speaks of readings.
_SPOKEN_OF = re.compile(
    r"[讀读念唸][作做成為为錯错音]|[發发正拼語语古]音|聲調|声调|多音字|生字"
    rf"|[上去]聲|[上去]声|第[一二三四][聲声]|[讀读念唸].?{GLOSS}"
)
_SPEAKS = math.log(0.01 / 0.4)
_SPEAKS_NOT = math.log(0.99 / 0.6)


def of_glosses(
    text: str, readings: Mapping[str, str], *, halves: int, shifts: int
) -> float:
    """Return the logarithm of the odds that ``readings`` are a converter's.

    ``readings`` are those of the converted characters that ``text`` glosses; ``halves``
    the glosses that fell between two bytes, ``shifts`` the other places where a byte
    was lost.
    """
    if not readings:
        return -math.inf
    plain, places = _without_glosses(text, readings)
    around = {
        char: [_around(plain, place) for place in places[char]] for char in readings
    }
    weights = sorted(
        (_of_gloss(char, readings[char], around[char]) for char in readings),
        reverse=True,
    )
    return (
        _BEFORE
        + weights[0]
        + sum(_ANOTHER + _AFTER_THE_FIRST * weight for weight in weights[1:])
        + sum(_of_the_rest(char, plain, around[char]) for char in readings)
        + _HALF * min(halves, 1)
        + _SHIFT * min(shifts, 1)
        + _of_talk(text)
        + _of_conversion(by_characters(plain))
    )


def _without_glosses(
    text: str, chars: Container[str]
) -> tuple[str, Mapping[str, Sequence[int]]]:
    """Return ``text`` without glosses, and where in it glossed ``chars`` stand."""
    pieces: list[str] = []
    places: defaultdict[str, list[int]] = defaultdict(list)
    length = done = 0
    for found in GLOSSED.finditer(text):
        pieces.append(text[done : found.start()])
        length += found.start() - done
        done = found.end()
        if found["char"] in chars:
            places[found["char"]].append(length - 1)
    return "".join([*pieces, text[done:]]), places


def _around(text: str, place: int) -> str:
    """A character with those beside it, new lines where there are none."""
    before = text[place - 1] if place else "\n"
    return before + text[place : place + 2].ljust(2, "\n")


def _of_gloss(char: str, reading: str, around: Iterable[str]) -> float:
    """What it adds to the odds that this character is glossed so."""
    table, simple = likelihood(), scripts().simple
    words = {*around}
    bound = max(
        max(table.bound(seen[0], char), table.bound(char, seen[2])) for seen in words
    )
    rank = table.rank.get(simple[char], _COMMON_BEFORE)
    is_name = char in _SURNAMES and bound < _USUALLY
    if is_name or rank >= _COMMON_BEFORE or not is_first(char, reading):
        return _OTHERWISE
    if has_one(simple[char]):
        odds = _EVERYDAY if rank < _EVERYDAY_BEFORE else _READ_ONE_WAY
    elif any(_is_misread(reading, seen) for seen in words):
        odds = _READ_IN_SOME + _MISREAD
    else:
        odds = _READ_IN_SOME
    if bound >= _USUALLY:
        return odds + _USUAL_WORD
    return odds + (_UNUSUAL_WORD if bound < _UNUSUALLY else 0.0)


def _is_misread(reading: str, around: str) -> bool:
    """Whether the word that a glossed character stands in has another reading of it."""
    simple = scripts().simple
    words = in_words(*(simple.get(char, char) for char in around))
    return bool(words) and spelled(reading) not in words


def _of_talk(text: str) -> float:
    """What it adds that a gloss stands where readings are spoken of, or does not."""
    spoken = any(
        GLOSSED.search(line) and _SPOKEN_OF.search(line) for line in text.split("\n")
    )
    return _SPEAKS if spoken else _SPEAKS_NOT


def _of_the_rest(char: str, text: str, around: Collection[str]) -> float:
    """What it adds that a character is glossed again, or stands without its gloss."""
    words = len({*around})
    return (
        _AGAIN * (words - 1)
        + _SAME_WORDS * (len(around) - words)
        + _UNGLOSSED * (text.count(char) - len(around))
    )


def _of_conversion(ratio: float) -> float:
    """What the way it was converted adds to the odds."""
    made = math.exp(ratio)
    clones = _CLONES_BY_CHARACTERS * made + 1 - _CLONES_BY_CHARACTERS
    sound = _SOUND_BY_CHARACTERS * made + 1 - _SOUND_BY_CHARACTERS
    return math.log(clones / sound)
