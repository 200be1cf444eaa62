"""Whose the glosses of a page are: a converter's, or its author's."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from crawler.text.restoration import gbk
from crawler.text.restoration.gloss import GLOSS, GLOSSED, HALF_GLOSS, read_so
from crawler.text.restoration.likelihood import likelihood
from crawler.text.restoration.readings import fits, is_first, spelled
from crawler.text.restoration.script import scripts

_ON_HAN = re.compile(rf"[\u3400-\u9fff]{GLOSS}")
_LEAST = 2

_HALF = re.compile(rf"(?<=(?P<char>.)){HALF_GLOSS}")

_OUT_OF_STEP = re.compile(r"\?[^\x00-\x7f]+")

# What stands for a gloss where its place alone matters.
_MARK = "\x00"

_BREAK = r"[\s、，。；：,;:/／|｜·.\d「」『』“”‘’\"'《》〈〉()（）—-]"

# One to three characters between marks, glossed: a list of names, words spoken of.
_LISTED = re.compile(
    rf"(?:^|(?<={_BREAK}))[\u4e00-\u9fff]?([\u4e00-\u9fff]){_MARK}"
    rf"[\u4e00-\u9fff]{{0,3}}(?={_BREAK}|$)",
    re.MULTILINE,
)

# A word of up to six characters in quotes.
_QUOTED = re.compile(rf"[「『“‘《〈](?:[\u4e00-\u9fff]{_MARK}?){{1,6}}[」』”’》〉]")

# Ranks by frequency in print. Nobody explains the reading of the first; of an author's
# own gloss, the character is beyond the second.
_COMMON_BEFORE = 1_200
_RARE_AFTER = 2_500

# What a gloss on a rarer character weighs, and one that is repeated (in different words
# or a third time twice as much), beside one on a common character.
_UNCOMMON = 0.5
_AGAIN = 0.5

# Words of which a traditional text writes the last character otherwise (後, 於, 裡, 製):
# a table converted it that knows no words.
_MECHANICAL = re.compile(
    "[之以然最今隨稍其]后|[對由關位處終至屬過基便等]于|[這那]里|里面|制造"
)

# Names are explained however common their characters are.
_SURNAMES = frozenset(
    "陳劉張黃楊趙吳孫羅鄭謝許馮鄧蕭蔣蘇盧葉閻鄒譚賈龔龐鄺顧賴錢陸嚴魯衛齊莊聶歐單"
)

_CONVERTED_AT_LEAST = 0.8
_GLOSSED_AT_LEAST = 0.8
_LISTED_AT_MOST = 0.5
_CONTRARY_AT_MOST = 0.05
_SIMPLIFIED_AT_MOST = 0.1

# Below these a page is doubtful rather than sound: left alone, but told of.
_GLOSSED_IN_DOUBT = 0.5
_SIMPLIFIED_IN_DOUBT = 0.25

# Characters. A few simplified ones come of shifts, and of names.
_SIMPLIFIED_ALLOWED = 2

_SURE_CHARACTERS = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the glosses of a page are."""

    whose: Literal["converter", "doubtful", "author"]
    readings: Mapping[str, str]
    """Of each glossed converted character, the reading that it is given."""

    sure: bool = False
    """Whether there are enough of them."""


AUTHOR = Verdict("author", {})


class _Seen(NamedTuple):
    """The glosses of a page, by character and reading."""

    converted: Mapping[str, Counter[str]]
    others: Mapping[str, Counter[str]]
    """On characters that no conversion makes."""

    unfit: int
    """Brackets behind a character that hold no reading of it."""

    halves: int
    """Glosses that fell between two bytes, where no author's can stand."""


def verdict(text: str) -> Verdict:
    """Tell whose the glosses of a whole page are.

    A converter's are on characters that conversion changed, nearly always when one of
    them stands there, with the same reading, on some that nobody explains to readers,
    in a text that is traditional throughout. Anything else is left alone.
    """
    if len(_ON_HAN.findall(text)) + len(_HALF.findall(text)) < _LEAST:
        return AUTHOR
    seen = _seen(text)
    if not (_is_of_list(seen) and _is_unexplained(text, seen)):
        return AUTHOR
    readings = {
        char: read.most_common(1)[0][0] for char, read in seen.converted.items()
    }
    glossed = sum(map(_times, seen.converted.values()))
    if _singled_out(text, glossed):
        return AUTHOR
    coverage = glossed / sum(map(text.count, readings))
    simplified = _simplified(text)
    if coverage >= _GLOSSED_AT_LEAST and simplified <= _SIMPLIFIED_AT_MOST:
        return Verdict("converter", readings, len(readings) >= _SURE_CHARACTERS)
    if coverage >= _GLOSSED_IN_DOUBT and simplified <= _SIMPLIFIED_IN_DOUBT:
        enough = len(readings) >= _SURE_CHARACTERS
        return Verdict("doubtful", readings) if enough else AUTHOR
    return AUTHOR


def _seen(text: str) -> _Seen:
    converted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    others: defaultdict[str, Counter[str]] = defaultdict(Counter)
    unfit = 0
    for found in GLOSSED.finditer(text):
        char, reading = found["char"], spelled(found["reading"])
        if not "\u3400" <= char <= "\u9fff":
            continue
        if not fits(char, reading):
            unfit += 1
        elif char in scripts().converted:
            converted[char][reading] += 1
        else:
            others[char][reading] += 1
    halves = sum(_is_half(half["char"], half["half"]) for half in _HALF.finditer(text))
    return _Seen(converted, others, unfit, halves)


def _is_half(char: str, reading: str) -> bool:
    """Whether the last byte before a half gloss begins a character that is read so."""
    code = gbk.encoded(char)
    return code is not None and len(read_so(code[-1], spelled(reading))) > 0


def _is_of_list(seen: _Seen) -> bool:
    """Whether these may be the characters of a converter's list, glossed by it."""
    kinds = len(seen.converted)
    if kinds < _CONVERTED_AT_LEAST * (kinds + len(seen.others)):
        return False
    glossed = sum(map(_times, seen.converted.values()))
    if glossed < _CONVERTED_AT_LEAST * (glossed + seen.unfit):
        return False
    rank = likelihood().rank
    if any(rank.get(char, _RARE_AFTER) < _RARE_AFTER for char in seen.others):
        return False
    contrary = sum(len(read) > 1 for read in seen.converted.values())
    return contrary <= _CONTRARY_AT_MOST * kinds


def _is_unexplained(text: str, seen: _Seen) -> bool:
    """Whether there are glosses that no reader needs.

    On two common characters; on one where another fell between bytes; or on one and
    again and again, where an author explains once.
    """
    rank, simple = likelihood().rank, scripts().simple
    common = {
        char
        for char in seen.converted.keys() - _SURNAMES
        if rank.get(simple[char], _COMMON_BEFORE) < _COMMON_BEFORE
    }
    if not common:
        return False
    weight = float(len(common)) + min(seen.halves, 1)
    weight += _UNCOMMON * len(seen.converted.keys() - common)
    plain = {
        char: _times(read)
        for char, read in seen.converted.items()
        if _is_plain(char, read)
    }
    for char in (char for char, times in plain.items() if times > 1):
        often = plain[char] > _LEAST or len(set(_words(text, char))) > 1
        weight += 2 * _AGAIN if often else _AGAIN
    if common & plain.keys() and len(_MECHANICAL.findall(text)) >= _LEAST:
        weight += 1
    return weight >= _LEAST


def _is_plain(char: str, read: Counter[str]) -> bool:
    """Whether a character's gloss is the reading that everybody knows."""
    return is_first(char, max(read, key=lambda reading: read[reading]))


def _times(read: Counter[str]) -> int:
    return sum(read.values())


def _words(text: str, char: str) -> list[str]:
    """What follows a glossed character, one each time."""
    return re.findall(rf"{char}{GLOSS.replace('?P<reading>', '?:')}(.)", text)


def _singled_out(text: str, glossed: int) -> bool:
    """Whether most glosses are in lists of characters, or in words that are quoted.

    Of lists only characters count that stand nowhere else: 中國(guó)、英國(guó) is none.
    """
    marked = GLOSSED.sub(_MARK, text)
    listed = sum(text.count(char) == 1 for char in _LISTED.findall(marked))
    quoted: int = sum(word.count(_MARK) for word in _QUOTED.findall(marked))
    return max(listed, quoted) > _LISTED_AT_MOST * glossed


def _simplified(text: str) -> float:
    """Share of characters of simplified text among those that tell the script.

    What follows a ? up to the next ASCII may be read out of step, and tells nothing.
    """
    counts = Counter(_OUT_OF_STEP.sub("", text))
    simplified = sum(counts[char] for char in scripts().simplified & counts.keys())
    traditional = sum(counts[char] for char in scripts().traditional & counts.keys())
    if simplified <= _SIMPLIFIED_ALLOWED:
        return 0.0
    return simplified / (simplified + traditional)
