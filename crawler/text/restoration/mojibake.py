"""Bytes of one encoding that were read as another, and stored as what they looked like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from crawler.text.restoration.dictionaries import encoding_fixer
from crawler.text.restoration.edits import Edit, Gone
from crawler.text.restoration.likelihood import likelihood

# What Windows shows for 0x80 to 0x9F.
_WINDOWS = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"

# The bytes that it shows so, by code point.
_CODES = {ord(char): char.encode("cp1252")[0] for char in _WINDOWS}

_HALF = rf"[\u0080-\u00bf{_WINDOWS}]"

LATIN = (
    ("\u0080-\u009f", "[\u0080-\u00ff]"),
    ("\u00a1-\u00ff", "[\u00a1-\u00ff]{3}"),
    ("\u00c2\u00c3", _HALF),
    ("\u00e0-\u00ef", f"{_HALF}{{2}}"),
)
"""Of bytes that were read one by one: first characters, and what follows them."""

# The class in front is found four times as fast as alternatives are tried.
_LATIN = re.compile(
    f"[{''.join(first for first, _ in LATIN)}]"
    f"(?:{'|'.join(f'(?<=[{first}]){rest}' for first, rest in LATIN)})"
)
_LATIN_RUN = re.compile(rf"[\x20-\xff{_WINDOWS}]+")


def _pairs(leads: range, trails: range) -> str:
    codes = (bytes((lead, trail)) for lead in leads for trail in trails)
    return "".join(code.decode("gbk", "ignore") for code in codes)


# GBK's characters of the first two bytes of a character in UTF-8, of its third and the
# next one's first, and of two in the middle.
_FIRST = _pairs(range(0xE4, 0xEA), range(0x80, 0xC0)) + "鈥銆锛"
_NEXT = _pairs(range(0x80, 0xC0), range(0xE3, 0xF0))

UTF8_AS_GBK = (_FIRST, f"[{re.escape(_NEXT)}]")
"""Of two characters in UTF-8 that were read as GBK: 鍖椾."""

_UTF8_AS_GBK = re.compile(f"[{_FIRST}]{UTF8_AS_GBK[1]}")

# Characters in a row of which Korean text has few: its words are parted by spaces.
_KOREAN = re.compile("[\uac00-\ud7a3][\u4e00-\u9fff]")
_LINE = re.compile(r"\S.*\S")
_HAN = re.compile("[\u4e00-\u9fff]")

# Mean natural logarithm a character: what the result must reach, and what must be
# gained. Of sound lines of news 99 in 100 are above -7, misread ones below -9.
_LIKELY = -8.5
_GAINED = 2.0

# Share of characters that may be lost in a line that is repaired all the same.
_LOST_AT_MOST = 0.2

# What stands for bytes that a decoder did not know.
_UNKNOWN = "\ufffd"

_LEAST_HAN = 2


class _Reading(NamedTuple):
    kind: str
    text: str


# Frequent in every Chinese text, and hardly ever what misread bytes look like.
_COMMON = re.compile(
    "[的一是不了在人有我他这這个個们們中来來上大为為和国國地到以时時要就出会會可也你对對生能子年日月市公"
    "报報新元家学學小行方部分市省县縣区區，。、：！？《》“”「」]"
)

# Characters. A text so short may be misread from end to end and show no sign of it.
_SHORT = range(4, 200)


def unsigned(text: str) -> bool:
    """Whether a text is so short, and so odd, that it may be misread without a sign."""
    return len(text) in _SHORT and not text.isascii() and not _COMMON.search(text)


def find(text: str) -> Iterator[Edit | Gone]:
    """Yield the repairs of misread bytes, and what of them stays lost as U+FFFD."""
    odd = unsigned(text)
    latin = _LATIN.search(text) is not None
    for line in _LINE.finditer(text):
        runs = list(_latin(line[0], line.start())) if latin else []
        if runs:
            yield from runs
        elif (edit := _line(line[0], line.start(), odd=odd)) is not None:
            yield edit


def _latin(line: str, start: int) -> Iterator[Edit]:
    for run in _LATIN_RUN.finditer(line):
        if _LATIN.search(run[0]) is None:
            continue
        reading = _one_by_one(run[0])
        if reading is not None and reading.text != run[0]:
            yield Edit(
                start + run.start(), start + run.end(), reading.text, reading.kind
            )


def _one_by_one(run: str) -> _Reading | None:
    """What the bytes of a run were, each of which was read as a character."""
    code = _codes(run)
    if code is None:
        return None
    kind, plain = "mojibake_utf8_as_latin1", _decoded(code, "utf-8")
    if plain is not None:
        while (again := _codes(plain)) and (inner := _decoded(again, "utf-8")):
            if inner == plain:
                break
            kind, plain = "mojibake_double_utf8", inner
        if _HAN.search(plain):
            return _Reading(kind, plain)
        fixed = encoding_fixer()(run)
        return _Reading(kind, fixed)
    readings = [
        _Reading(kind, decoded)
        for kind, encoding in (
            ("mojibake_gbk_as_latin1", "gb18030"),
            ("mojibake_big5_as_latin1", "big5hkscs"),
        )
        if (decoded := _decoded(code, encoding)) is not None
    ]
    best = max(
        readings, key=lambda reading: likelihood().mean(reading.text), default=None
    )
    return best if best is not None and _is_chinese(best.text) else None


def _line(line: str, start: int, *, odd: bool) -> Edit | None:
    """What a line was whose bytes were read two by two."""
    if _UTF8_AS_GBK.search(line):
        reading = _utf8_as_gbk(line)
    elif odd or _KOREAN.search(line):
        reading = _gbk_as_cp949(line)
    else:
        return None
    if reading is None or not _is_chinese(reading.text):
        return None
    if likelihood().mean(reading.text) - likelihood().mean(line) < _GAINED:
        return None
    return Edit(start, start + len(line), reading.text, reading.kind)


def _utf8_as_gbk(line: str) -> _Reading | None:
    code = line.encode("gb18030", "replace")
    plain = code.decode("utf-8", "replace")
    # Half a character and the ? that its other half became are one loss.
    plain = re.sub(rf"{_UNKNOWN}+\??", _UNKNOWN, plain)
    if plain.count(_UNKNOWN) > _LOST_AT_MOST * len(plain):
        return None
    return _Reading("mojibake_utf8_as_gbk", plain)


def _gbk_as_cp949(line: str) -> _Reading | None:
    try:
        return _Reading("mojibake_gbk_as_cp949", line.encode("cp949").decode("gbk"))
    except UnicodeError:
        return None


def _codes(run: str) -> bytes | None:
    """The bytes that a run of characters was read from, one each."""
    with suppress(UnicodeEncodeError):  # what Windows knows, in a tenth of the time
        return run.encode("cp1252")
    try:
        return run.translate(_CODES).encode("latin-1")
    except UnicodeEncodeError:
        return None


def _decoded(code: bytes, encoding: str) -> str | None:
    try:
        return code.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_chinese(text: str) -> bool:
    return len(_HAN.findall(text)) >= _LEAST_HAN and likelihood().mean(text) >= _LIKELY
