"""Whose the glosses of a page are: a converter's, or its author's."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from crawler.text.restoration import gbk, odds
from crawler.text.restoration.gloss import GLOSS, GLOSSED, HALF_GLOSS, read_so
from crawler.text.restoration.likelihood import likelihood
from crawler.text.restoration.readings import fits, spelled
from crawler.text.restoration.script import scripts

_ON_HAN = re.compile(rf"[\u3400-\u9fff]{GLOSS}")
_HALF = re.compile(rf"(?<=(?P<char>.)){HALF_GLOSS}")

_OUT_OF_STEP = re.compile(r"\?[^\x00-\x7f]+")

# What stands for a gloss where its place alone matters.
_MARK = "\x00"

_BREAK = r"[\s、，。；：,;:/／|｜·.\d「」『』“”‘’\"'《》〈〉()（）—-]"

# One to four characters between marks, one of them glossed; and some such in a row: a
# list of names, of characters to learn.
_ITEM = rf"[\u4e00-\u9fff]?[\u4e00-\u9fff]{_MARK}[\u4e00-\u9fff]{{0,3}}"
_LISTED = re.compile(
    rf"(?:^|(?<={_BREAK})){_ITEM}(?:{_BREAK}{{1,2}}{_ITEM})+(?={_BREAK}|$)",
    re.MULTILINE,
)
_GLOSSED = re.compile(rf"(.){_MARK}")

# A word of up to six characters in quotes.
_QUOTED = re.compile(rf"[「『“‘《〈](?:[\u4e00-\u9fff]{_MARK}?){{1,6}}[」』”’》〉]")

# Rank by frequency in print, beyond which the character of an author's own gloss is.
_RARE_AFTER = 2_500

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

# Glossed characters, of which fewer are not told of.
_DOUBTFUL_FROM = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the glosses of a page are."""

    whose: Literal["converter", "doubtful", "author"]
    readings: Mapping[str, str]
    """Of each glossed converted character, the reading that it is given."""

    odds: float = -math.inf
    """Logarithm of the odds that they are a converter's (``odds``)."""


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


def verdict(text: str, *, shifts: int = 0) -> Verdict:
    """Tell whose the glosses of a whole page are.

    A converter's are on characters that conversion changed, nearly always when one of
    them stands there, with the same reading, in a text that is traditional throughout,
    and the odds are for it. Anything else is left alone. ``shifts`` were found in the
    text, and undone.
    """
    # First what needs no dictionary: to load one takes as long as forty pages.
    if _ON_HAN.search(text) is None or not _is_on_converted(text):
        return AUTHOR
    seen = _seen(text)
    if not seen.converted or not _is_of_list(seen) or _is_singled_out(text, seen):
        return AUTHOR
    readings = {
        char: read.most_common(1)[0][0] for char, read in seen.converted.items()
    }
    likely = odds.of_glosses(text, readings, halves=seen.halves, shifts=shifts)
    if likely < odds.CERTAIN:
        return Verdict("author", {}, likely)
    coverage = _glossed(seen) / sum(map(text.count, readings))
    simplified = _simplified(text)
    if coverage >= _GLOSSED_AT_LEAST and simplified <= _SIMPLIFIED_AT_MOST:
        return Verdict("converter", readings, likely)
    is_near = coverage >= _GLOSSED_IN_DOUBT and simplified <= _SIMPLIFIED_IN_DOUBT
    if is_near and len(readings) >= _DOUBTFUL_FROM:
        return Verdict("doubtful", readings, likely)
    return AUTHOR


def _is_on_converted(text: str) -> bool:
    """Whether a gloss stands on a character that conversion makes."""
    converted = scripts().converted
    return any(gloss["char"] in converted for gloss in GLOSSED.finditer(text))


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
    glossed = _glossed(seen)
    if glossed < _CONVERTED_AT_LEAST * (glossed + seen.unfit):
        return False
    rank = likelihood().rank
    if any(rank.get(char, _RARE_AFTER) < _RARE_AFTER for char in seen.others):
        return False
    contrary = sum(len(read) > 1 for read in seen.converted.values())
    return contrary <= _CONTRARY_AT_MOST * kinds


def _glossed(seen: _Seen) -> int:
    """How often converted characters are glossed."""
    return sum(read.total() for read in seen.converted.values())


def _is_singled_out(text: str, seen: _Seen) -> bool:
    """Whether most glosses are in lists of characters, or in words that are quoted.

    Of lists only characters count that stand nowhere else: 中國(guó)、英國(guó) is none.
    """
    marked = GLOSSED.sub(_MARK, text)
    rows = "".join(row[0] for row in _LISTED.finditer(marked))
    listed = sum(text.count(char) == 1 for char in {*_GLOSSED.findall(rows)})
    quoted: int = sum(word.count(_MARK) for word in _QUOTED.findall(marked))
    return max(listed, quoted) > _LISTED_AT_MOST * _glossed(seen)


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
