"""The likeliest way to read bytes in step, of which some are not known.

A beam search: paths go on over one observed character at a time, and the likeliest are
kept. A path knows its last character, and the first byte that waits for its second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from typing import NamedTuple

from crawler.text.restoration import gbk
from crawler.text.restoration.gloss import read_so
from crawler.text.restoration.likelihood import likelihood
from crawler.text.restoration.observed import CLOSES, Observed, Piece
from crawler.text.restoration.readings import fits
from crawler.text.restoration.script import scripts

# Second bytes of the marks that a clone narrows later; their first is that of ！.
_NARROWED = {"!": 0xA1, ",": 0xAC, "?": 0xBF, ";": 0xBB, ":": 0xBA}
_WIDE_MARKS = frozenset("！，？；")
_MARKS = _WIDE_MARKS | frozenset("!,?;")
_WIDE = 0xA3

# Natural logarithms. How much likelier than the next best a reading must be that rests
# on bytes which are not known.
_CLEAR = 4.0

# What an unlikely way to read costs, in the same unit.
_OTHER_SCRIPT = 5.0
_UNGLOSSED = 6.0
_SWALLOWED = 3.0
_BAD_PAIR = 2.0
_UNBALANCED = 4.0

# What an open quotation adds to its closing mark.
_BALANCED = 2.0

# How far the best reading may fall behind what is observed on its way.
_BEHIND = 12.0

# How unlikely half a gloss is where nothing was lost.
_HALF_IN_PRINT = 8.0

# A character of which neither byte is known.
_NOTHING_KNOWN = 10.0

# Logarithm of how likely a pair is at least that the page has elsewhere.
_USED = -2.5

# Paths kept after each character; guesses at one that is not known.
_BEAM = 24
_GUESSES = 12

# Question marks in one run: of more, nothing is told apart, at great cost.
_UNKNOWN_AT_MOST = 10

# How many of the likeliest wholes of half a character are tried with ASCII behind it.
_SWALLOWERS = 5

# What a stop has before words that the table does not know: most cuts follow one.
_STOP = 1.5

# Logarithm of how likely a digit stands before another.
_DIGIT_LOST = 2.0

_FREQUENT_MARKS = "。，、”“"
_FIRST_TRAIL = 0x40

# What a path waits with: no first byte, one that is not known, or one that is not
# known but made no pair with the byte before it (added to this).
_IN_STEP = -1
_ANY = 0x100

# How little is known of a character: half of it, that it swallowed ASCII, nothing.
_LIKELY_ONE, _MADE_UP, _GONE = 1, 2, 3


class Page(NamedTuple):
    """What the page tells of its characters."""

    readings: Mapping[str, str] = {}
    """The converter's glosses, by character: none of these stands without."""

    traditional: bool | None = None
    """The page's script; ``None`` where it is not known."""

    narrowed: bool | None = None
    """Whether its marks were narrowed, so that ! may stand for ！."""

    usage: frozenset[str] = frozenset()
    """Pairs of characters that stand in its sound parts: names, terms."""


class _Path(NamedTuple):
    """One way to read the bytes so far."""

    score: float
    out: str
    before: str
    """The last character, without its gloss."""

    lead: int = _IN_STEP
    last: int | None = None
    """The last byte, if known: a misplaced gloss stands behind it and another."""

    borrowed: float = 0.0
    """How much of the score is the page's usage, not likelihood in print."""

    guessed: int = 0
    """How little of it is known, at the worst place."""


class Found(NamedTuple):
    """The likeliest reading of a run."""

    end: int
    """Where the run ends in the text."""

    text: str
    """With the glosses behind whole characters."""

    gain: float
    """How much likelier it is than what is observed, a natural logarithm."""

    guessed: bool
    """Whether it rests on bytes that are not known, and another is as likely."""

    gone: bool
    """Whether a character of it stays unknown."""


class Run:
    """The search from one sign on, until every path is in step."""

    def __init__(self, observed: Observed, page: Page) -> None:
        self._observed = observed
        self._page = page
        self._after = likelihood().after
        self._narrowed = page.narrowed is not False
        self._marks = _MARKS if self._narrowed else _WIDE_MARKS
        known = scripts()
        self._odd: frozenset[str] = (
            frozenset()
            if page.traditional is None
            else known.simplified
            if page.traditional
            else known.traditional
        )

    def best(self) -> Found | None:
        """Return the likeliest reading, or ``None`` where there is none in step."""
        before = self._observed.before.char
        code = gbk.encoded(before)
        paths = [_Path(0.0, "", before, last=code[-1] if code else None)]
        observed = 0.0
        place = unknown = 0
        while (piece := self._observed.at(place)) is not None:
            paths = _pruned(path for old in paths for path in self._over(old, place))
            observed += self._after(
                self._observed.char(place - 1), self._observed.char(place)
            )
            unknown += piece.char == "?"
            if piece.half is not None:
                observed -= _HALF_IN_PRINT
            place += 1
            if not paths or unknown > _UNKNOWN_AT_MOST:
                return None
            if paths[0].score < observed - _BEHIND:
                return None
            if all(path.lead == _IN_STEP for path in paths):
                break
        whole = [path for path in paths if path.lead == _IN_STEP]
        return self._judged(whole, place, observed) if whole else None

    def _judged(self, paths: Sequence[_Path], place: int, observed: float) -> Found:
        """Choose the likeliest path, and say how much likelier it is than the rest."""
        follows = self._observed.char(place)
        ranked = sorted(
            ((path.score + self._after(path.before, follows), path) for path in paths),
            key=lambda scored: -scored[0],
        )
        score, best = ranked[0]
        others = [other for other, path in ranked[1:] if path.out != best.out]
        clear = not others or score - others[0] >= _CLEAR
        last = self._observed.at(place - 1)
        return Found(
            end=last.end if last else 0,
            text=best.out,
            gain=score
            - best.borrowed
            - observed
            - self._after(self._observed.char(place - 1), follows),
            guessed=best.guessed >= _MADE_UP or (best.guessed > 0 and not clear),
            gone=best.guessed == _GONE,
        )

    def _over(self, path: _Path, place: int) -> Iterable[_Path]:
        """Every way on over one piece."""
        piece = self._observed.at(place)
        if piece is None:
            return []
        if piece.half is not None:
            return self._half(path, piece.half)
        if piece.tag:
            return self._tag(path, piece.tag)
        if piece.char == "?":
            return self._question(path, place)
        paths = self._plain(path, piece.char)
        return [self._glossed(one, piece) for one in paths]

    def _plain(self, path: _Path, char: str) -> list[_Path]:
        code = gbk.encoded(char)
        if path.lead == _IN_STEP:
            if code is None or len(code) == 1:
                return [self._emit(path, char, code[0] if code else None)]
        elif char in _NARROWED and self._narrowed:
            code = bytes((_WIDE, _NARROWED[char]))
        if code is None:
            return []
        paths = [path]
        for byte in code:
            paths = [way for one in paths for way in self._byte(one, byte)]
        return paths

    def _glossed(self, path: _Path, piece: Piece) -> _Path:
        """Weigh whether the character is one that is glossed, and is."""
        if path.lead != _IN_STEP:
            return path
        if not piece.gloss:
            due = path.before in self._page.readings and path.before != piece.char
            return path._replace(score=path.score - _UNGLOSSED) if due else path
        fit = self._reads(path.before, piece.reading)
        return path._replace(
            score=path.score - (0.0 if fit else _UNGLOSSED),
            out=path.out + (piece.gloss if fit else ""),
        )

    def _reads(self, char: str, reading: str) -> bool:
        known = self._page.readings.get(char)
        return known == reading if known else fits(char, reading)

    def _half(self, path: _Path, reading: str) -> list[_Path]:
        """A byte that with the one before it made a glossed character."""
        if path.lead >= _ANY:
            return self._likeliest(path, self._glossed_so(path.lead, reading))
        if path.last is None:
            return []
        bytes_ = [
            byte
            for byte, char in read_so(path.last, reading)
            if self._page.readings.get(char, reading) == reading
        ]
        known = [byte for byte in bytes_ if self._listed(path.last, byte)]
        return [way for byte in known or bytes_ for way in self._byte(path, byte)]

    def _glossed_so(self, lead: int, reading: str) -> Iterator[tuple[int, str]]:
        """The page's glossed characters of a reading, by their second byte."""
        for char, read in self._page.readings.items():
            code = gbk.encoded(char)
            if read == reading and code and _may_follow(lead, code[0]):
                yield code[1], char

    def _listed(self, lead: int, byte: int) -> bool:
        return gbk.characters()[lead << 8 | byte] in self._page.readings

    def _tag(self, path: _Path, tag: str) -> list[_Path]:
        """Half a character, which swallowed the < of a tag: nothing stays of it."""
        if path.lead == _IN_STEP:
            return []
        after = "\n" if tag.startswith("?br") else ""
        return [way._replace(out=way.out + after) for way in self._unknown(path)]

    def _question(self, path: _Path, place: int) -> Iterator[_Path]:
        """A ? is one byte, a pair that means nothing, a byte and ASCII, or a mark."""
        follows = self._observed.at(place + 1)
        cut = follows is not None and follows.char in self._marks
        if path.lead == _IN_STEP:
            if cut and place == 0:
                yield path._replace(lead=_ANY, last=None)
            else:
                yield self._emit(path, "?", None)
            return
        yield from self._plain(path, "?")
        if path.lead >= _ANY:
            for whole in self._nothing_known(path):
                yield whole if cut or follows is None else whole._replace(lead=_ANY)
            return
        ways = self._unknown(path)
        if follows is None or cut:
            yield from ways
        if follows is not None:
            for whole in ways[:_SWALLOWERS]:
                yield from self._swallowed(whole, follows.char)
            yield from self._unpaired(path)

    def _swallowed(self, path: _Path, follows: str) -> Iterator[_Path]:
        """ASCII that went down with a first byte. Which digit it was nobody knows."""
        for char in self._observed.swallowable:
            on = self._emit(path, char, None)
            yield on._replace(score=on.score - _SWALLOWED, guessed=_MADE_UP)
        if follows.isdecimal():
            score = path.score - _SWALLOWED - _DIGIT_LOST
            yield path._replace(
                score=score, out=path.out + "?", before="0", last=None, guessed=_GONE
            )

    def _unpaired(self, path: _Path) -> Iterator[_Path]:
        """The second byte of one character and the first of the next, which is no pair."""
        choice = [one for one in gbk.by_lead(path.lead) if one[0] in _UNPAIRED]
        for whole in self._likeliest(path, choice):
            score, lead = whole.score - _BAD_PAIR, _ANY + (whole.last or 0)
            yield whole._replace(score=score, lead=lead, last=None)

    def _byte(self, path: _Path, byte: int) -> list[_Path]:
        """Go on over a byte that is known."""
        lead = path.lead
        if lead == _IN_STEP:
            if byte > 0x80:  # noqa: PLR2004 — below it is ASCII, 0x80 is €
                return [path._replace(lead=byte, last=byte)]
            return [self._emit(path, "€" if byte > 0x7F else chr(byte), byte)]  # noqa: PLR2004
        if lead < _ANY:
            char = gbk.characters().get(lead << 8 | byte)
            return [] if char is None else [self._emit(path, char, byte)]
        if byte < _FIRST_TRAIL:
            return []
        choice = gbk.by_trail(byte)
        ways = self._likeliest(
            path, ((byte, char) for first, char in choice if _may_follow(lead, first))
        )
        return [
            way._replace(score=way.score + _STOP) if way.before == "。" else way
            for way in ways
        ]

    def _unknown(self, path: _Path) -> list[_Path]:
        """Complete a character whose second byte is not known.

        It was taken for a first byte, or would show as a letter.
        """
        if path.lead >= _ANY:
            return []
        choice = (one for one in gbk.by_lead(path.lead) if one[0] in gbk.LEADS)
        return self._likeliest(path, choice)

    def _nothing_known(self, path: _Path) -> Iterator[_Path]:
        """A character of which neither byte is known: it stays a ?, or is a mark."""
        score = path.score - _NOTHING_KNOWN
        yield _Path(score, path.out + "?", "?", _IN_STEP, None, path.borrowed, _GONE)
        for mark in _FREQUENT_MARKS:
            code = gbk.encoded(mark)
            if code and _may_follow(path.lead, code[0]):
                on = self._emit(path, mark, None)
                yield on._replace(score=on.score - _BAD_PAIR, guessed=_MADE_UP)

    def _likeliest(self, path: _Path, choice: Iterable[tuple[int, str]]) -> list[_Path]:
        before = path.before
        kept = nlargest(_GUESSES, choice, key=lambda one: self._weight(before, one[1]))
        guessed = max(_LIKELY_ONE, path.guessed)
        return [self._emit(path, char, byte, guessed) for byte, char in kept]

    def _weight(self, before: str, char: str) -> float:
        """How likely a character is on this page, apart from quotations."""
        weight = self._after(before, char)
        if weight < _USED and before + char in self._page.usage:
            weight = _USED
        return weight - _OTHER_SCRIPT if char in self._odd else weight

    def _emit(
        self, path: _Path, char: str, byte: int | None, guessed: int | None = None
    ) -> _Path:
        before = path.before
        weight = self._weight(before, char)
        borrowed = path.borrowed
        if before + char in self._page.usage:
            borrowed += max(0.0, _USED - self._after(before, char))
        if char in CLOSES:
            opened = self._observed.is_open(CLOSES[char]) or CLOSES[char] in path.out
            weight += _BALANCED if opened else -_UNBALANCED
        return _Path(
            path.score + weight,
            path.out + char,
            char,
            _IN_STEP,
            byte,
            borrowed,
            path.guessed if guessed is None else guessed,
        )


def _may_follow(lead: int, first: int) -> bool:
    """Whether an unknown first byte may be ``first``, for all that its pair tells."""
    return lead == _ANY or (lead - _ANY) << 8 | first not in gbk.characters()


def _pruned(paths: Iterable[_Path]) -> list[_Path]:
    """The likeliest path to each state, and of these the likeliest."""
    best: dict[tuple[int, int | None, str], _Path] = {}
    for path in paths:
        state = (path.lead, path.last, path.before)
        known = best.get(state)
        if known is None or path.score > known.score:
            best[state] = path
    return nlargest(_BEAM, best.values(), key=lambda path: path.score)


# Bytes that make no pair with some byte after them.
_UNPAIRED = frozenset((*range(0xA1, 0xB0), *range(0xF7, 0xFF), 0xD7))
