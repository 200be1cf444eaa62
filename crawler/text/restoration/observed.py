"""A text that may be out of step, taken apart into what its bytes can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from crawler.text.restoration.gloss import GLOSS, HALF_GLOSS
from crawler.text.restoration.readings import spelled

# What is left of a tag whose < was swallowed.
_TAG_REST = r"\?/?[a-z][a-z0-9]{0,9}(?: [^<>\n]{0,200}?)?/?>"

SIGN = re.compile(rf"{HALF_GLOSS}|\?[！，？；!,?;]|{_TAG_REST}")
"""Where a shift may begin."""

_TOKEN = re.compile(
    rf"{HALF_GLOSS}|(?P<gloss>{GLOSS})|(?P<tag>{_TAG_REST})|(?P<char>.)", re.DOTALL
)

# What may be out of step.
_UNSOUND = re.compile(r"\?[^\x00-\x7f]*")

# Characters. A shift that goes on longer was none.
_LONGEST_RUN = 150

# Characters. A quotation that is longer is not looked for.
_QUOTATION = 300

_SWALLOWABLE = ', .:;%()-/"'

# A character and its gloss, at the most.
_GLOSS_LENGTH = 16

CLOSES = dict(zip("”’」』》）】〉〕", "“‘「『《（【〈〔", strict=True))
"""Of each closing mark the one that opens."""

_OPENS = {opens: closes for closes, opens in CLOSES.items()}


def usage(text: str) -> frozenset[str]:
    """Return the pairs of Chinese characters in the sound parts of a page."""
    sound = _UNSOUND.sub("\n", re.sub(GLOSS, "", text))
    return frozenset(a + b for a, b in pairwise(sound) if a > "\u3400" and b > "\u3400")


class Piece(NamedTuple):
    """One character as observed, ``?`` for one that is not known."""

    start: int
    end: int
    char: str
    half: str | None = None
    """The reading that half a character stands before."""

    tag: str = ""
    """What is left of a tag, which half a character stands before."""

    gloss: str = ""
    """The gloss behind it, with its brackets."""

    reading: str = ""


class Observed:
    """What is observed from a sign to the end of its line, taken apart on demand."""

    def __init__(self, text: str, start: int) -> None:
        line = text.rfind("\n", 0, start) + 1
        before = text[max(line, start - _GLOSS_LENGTH) : start]
        self.before = [*_pieces(before, 0), Piece(0, 0, "\n")][-2 if before else -1]
        """The piece before the sign, or a new line."""

        self.swallowable = _SWALLOWABLE + ("\n" if "\n" in text else "")
        """ASCII that half a character may have swallowed. Blocks are single lines."""

        self._told = text[max(line, start - _QUOTATION) : start]
        end = text.find("\n", start)
        end = min(end if end >= 0 else len(text), start + _LONGEST_RUN)
        self._rest = _pieces(text, start, end)
        self._known: list[Piece] = []

    def at(self, place: int) -> Piece | None:
        """The piece of a place, the sign being 0; ``None`` after the last."""
        while place >= len(self._known):
            piece = next(self._rest, None)
            if piece is None:
                return None
            self._known.append(piece)
        return self._known[place]

    def is_open(self, mark: str) -> bool:
        """Whether a quotation that ``mark`` begins is open where the run begins."""
        closed = self._told.rfind(_OPENS[mark])
        return self._told.find(mark, closed + 1) >= 0

    def char(self, place: int) -> str:
        """The character of a place, or a new line after the last."""
        if place < 0:
            return self.before.char
        piece = self.at(place)
        return "\n" if piece is None else piece.char


def _pieces(text: str, start: int, end: int | None = None) -> Iterator[Piece]:
    waiting: Piece | None = None
    for token in _TOKEN.finditer(text, start, len(text) if end is None else end):
        if token["gloss"] and waiting is not None:
            yield waiting._replace(
                end=token.end(), gloss=token[0], reading=spelled(token["reading"])
            )
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        half = token["half"]
        waiting = Piece(
            token.start(),
            token.end(),
            token["char"] or "?",
            spelled(half) if half else None,
            tag=token["tag"] or "",
        )
    if waiting is not None:
        yield waiting
