"""One-byte shifts: a byte of GBK is lost, and what follows is read out of step.

Two ways to get there (``?`` is what is left of a character cut in half):

- a converter's gloss is put between the bytes of 變為, where they happen to be those of
  優, and the first byte of 為 swallows its bracket: 變?yōu)閰^;
- a text is cut before bytes that happen to be those of ！ ， ？ ；, as in 。　主 (A1 A3 A1
  A1 …): ?!≈鬓k.

The reading falls into step again at a byte that cannot begin a character: a letter that
was the second byte of one (k ^ F), or any ASCII.

The observed text is taken apart into its bytes, each ``?`` being bytes that are not
known, and of all ways to read them in step a beam search finds the likeliest. It counts
only where it is clearly likelier than what is observed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import pairwise
from typing import NamedTuple

from crawler.text.restoration import gbk
from crawler.text.restoration.edits import Edit, Gone
from crawler.text.restoration.gloss import GLOSS, read_so
from crawler.text.restoration.likelihood import likelihood
from crawler.text.restoration.readings import SYLLABLE, fits, spelled
from crawler.text.restoration.script import scripts

_HALF_GLOSS = rf"\?(?P<half>{SYLLABLE})[ \u3000]?[)）]"

# What is left of a tag whose < was swallowed.
_TAG_REST = r"\?/?[a-z][a-z0-9]{0,9}(?: ?/)?>"

SIGN = re.compile(rf"{_HALF_GLOSS}|\?[！，？；!,?;]|{_TAG_REST}")
"""Where a shift may begin."""

_TOKEN = re.compile(
    rf"{_HALF_GLOSS}|(?P<gloss>{GLOSS})|(?P<tag>{_TAG_REST})|(?P<char>.)", re.DOTALL
)

# What may be out of step.
_UNSOUND = re.compile(r"\?[^\x00-\x7f]*")

# Second bytes of the marks that a clone narrows later; their first is that of ！.
_NARROWED = {"!": 0xA1, ",": 0xAC, "?": 0xBF, ";": 0xBB, ":": 0xBA}
_WIDE_MARKS = frozenset("！，？；")
_MARKS = _WIDE_MARKS | frozenset("!,?;")
_WIDE = 0xA3

# Natural logarithms. How much likelier a reading must be than what is observed; true
# ones gained 11 to 125.
GAIN = 6.0

# The same, over the next best reading, for what rests on bytes that are not known.
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

# Characters. A shift that goes on longer was none.
_LONGEST_RUN = 150

# A row that is emphasis, or lost altogether.
_ROW = "???"

# A character and its gloss, at the most.
_GLOSS_LENGTH = 16

# ASCII that half a character may have swallowed.
_SWALLOWABLE = '\n, .:;%()0123456789-/"'
_FIRST_TRAIL = 0x40

_CLOSES = {
    "”": "“",
    "’": "‘",
    "」": "「",
    "』": "『",
    "》": "《",
    "）": "（",
    "】": "【",
    "〉": "〈",
    "〕": "〔",
}
_OPENS = {opens: closes for closes, opens in _CLOSES.items()}

# What a path waits with: no first byte, one that is not known, or one that is not
# known but made no pair with the byte before it (added to this).
_IN_STEP = -1
_ANY = 0x100

# How little is known of a character: half of it, that it swallowed ASCII, nothing.
_LIKELY_ONE, _MADE_UP, _GONE = 1, 2, 3

_SURE = 0.98
_LIKELY = 0.6


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


class _Piece(NamedTuple):
    """One character as observed, ``?`` for one that is not known."""

    start: int
    end: int
    char: str
    half: str | None = None
    """The reading that half a character stands before."""

    tag: bool = False
    gloss: str = ""
    """The gloss behind it, with its brackets."""

    reading: str = ""


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


def find(text: str, page: Page, *, gain: float = GAIN) -> Iterator[Edit | Gone]:
    """Yield the repairs of shifts in ``text``, and the shifts that stay.

    A repaired text keeps the glosses that stand behind a whole character of it. A
    reading that rests on guessed bytes and is hardly likelier than the next best is
    a ``shift_guess``. Method: the beam search of the module's head.
    """
    done = 0
    while (sign := SIGN.search(text, done)) is not None:
        done = sign.end()
        start = sign.start()
        if (
            sign["half"] is None
            and _ROW in text[max(0, start - len(_ROW) + 1) : start + len(_ROW)]
        ):
            continue
        found = _Run(_Pieces(text, start), page).best()
        if found is not None and found.gain >= gain:
            kind, sure = ("shift_guess", _LIKELY) if found.guessed else ("shift", _SURE)
            yield Edit(start, found.end, found.text, kind, sure)
            done = found.end
            if found.gone:
                yield Gone(start, done, "shift")
        elif sign["half"] is not None:
            yield Gone(start, done, "shift")


def usage(text: str) -> frozenset[str]:
    """Return the pairs of Chinese characters in the sound parts of a page."""
    sound = _UNSOUND.sub("\n", re.sub(GLOSS, "", text))
    return frozenset(a + b for a, b in pairwise(sound) if a > "\u3400" and b > "\u3400")


class _Pieces:
    """What is observed from a sign to the end of its line, taken apart on demand."""

    def __init__(self, text: str, start: int) -> None:
        line = text.rfind("\n", 0, start) + 1
        before = text[max(line, start - _GLOSS_LENGTH) : start]
        self.before = [*_pieces(before, 0), _Piece(0, 0, "\n")][-2 if before else -1]
        """The piece before the sign, or a new line."""

        self._told = text[line:start]
        end = text.find("\n", start)
        end = min(end if end >= 0 else len(text), start + _LONGEST_RUN)
        self._rest = _pieces(text, start, end)
        self._known: list[_Piece] = []

    def at(self, place: int) -> _Piece | None:
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


def _pieces(text: str, start: int, end: int | None = None) -> Iterator[_Piece]:
    waiting: _Piece | None = None
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
        waiting = _Piece(
            token.start(),
            token.end(),
            token["char"] or "?",
            spelled(half) if half else None,
            tag=token["tag"] is not None,
        )
    if waiting is not None:
        yield waiting


class _Found(NamedTuple):
    end: int
    """Where the run ends in the text."""

    text: str
    gain: float
    guessed: bool
    gone: bool
    """Whether a character of it stays unknown."""


class _Run:
    """The search from one sign on, until every path is in step."""

    def __init__(self, pieces: _Pieces, page: Page) -> None:
        self._pieces = pieces
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

    def best(self) -> _Found | None:
        """Return the likeliest reading, or ``None`` where there is none in step."""
        before = self._pieces.before.char
        code = gbk.encoded(before)
        paths = [_Path(0.0, "", before, last=code[-1] if code else None)]
        observed = 0.0
        place = 0
        while (piece := self._pieces.at(place)) is not None:
            paths = _pruned(path for old in paths for path in self._over(old, place))
            observed += self._after(
                self._pieces.char(place - 1), self._pieces.char(place)
            )
            if piece.half is not None:
                observed -= _HALF_IN_PRINT
            place += 1
            if not paths or paths[0].score < observed - _BEHIND:
                return None
            if all(path.lead == _IN_STEP for path in paths):
                break
        whole = [path for path in paths if path.lead == _IN_STEP]
        return self._judged(whole, place, observed) if whole else None

    def _judged(self, paths: Sequence[_Path], place: int, observed: float) -> _Found:
        """Choose the likeliest path, and say how much likelier it is than the rest."""
        follows = self._pieces.char(place)
        ranked = sorted(
            ((path.score + self._after(path.before, follows), path) for path in paths),
            key=lambda scored: -scored[0],
        )
        score, best = ranked[0]
        others = [other for other, path in ranked[1:] if path.out != best.out]
        clear = not others or score - others[0] >= _CLEAR
        last = self._pieces.at(place - 1)
        return _Found(
            end=last.end if last else 0,
            text=best.out,
            gain=score
            - best.borrowed
            - observed
            - self._after(self._pieces.char(place - 1), follows),
            guessed=best.guessed >= _MADE_UP or (best.guessed > 0 and not clear),
            gone=best.guessed == _GONE,
        )

    def _over(self, path: _Path, place: int) -> Iterable[_Path]:
        """Every way on over one piece."""
        piece = self._pieces.at(place)
        if piece is None:
            return []
        if piece.half is not None:
            return self._half(path, piece.half)
        if piece.tag:
            return [] if path.lead == _IN_STEP else self._unknown(path)
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

    def _glossed(self, path: _Path, piece: _Piece) -> _Path:
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

    def _question(self, path: _Path, place: int) -> Iterator[_Path]:
        """A ? is one byte, a pair that means nothing, a byte and ASCII, or a mark."""
        follows = self._pieces.at(place + 1)
        cut = follows is not None and follows.char in self._marks
        if path.lead == _IN_STEP:
            if cut and place == 0:
                yield path._replace(lead=_ANY, last=None)
            else:
                yield self._emit(path, "?", None)
            return
        yield from self._plain(path, "?")
        if path.lead >= _ANY:
            gone = self._nothing_known(path)
            yield gone if cut or follows is None else gone._replace(lead=_ANY)
        for whole in self._unknown(path):
            if cut or follows is None:
                yield whole
            if follows is not None:
                yield from self._swallowed(whole)
            if whole.last in _UNPAIRED:
                score, lead = whole.score - _BAD_PAIR, _ANY + (whole.last or 0)
                yield whole._replace(score=score, lead=lead, last=None)

    def _swallowed(self, path: _Path) -> Iterator[_Path]:
        for char in _SWALLOWABLE:
            on = self._emit(path, char, None)
            yield on._replace(score=on.score - _SWALLOWED, guessed=_MADE_UP)

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
        return self._likeliest(
            path, ((byte, char) for first, char in choice if _may_follow(lead, first))
        )

    def _unknown(self, path: _Path) -> list[_Path]:
        """Complete a character whose second byte is not known."""
        if path.lead >= _ANY:
            return []
        return self._likeliest(path, gbk.by_lead(path.lead))

    def _nothing_known(self, path: _Path) -> _Path:
        """Go on over a character of which neither byte is known: it stays a ?."""
        score = path.score - _NOTHING_KNOWN
        return _Path(score, path.out + "?", "?", _IN_STEP, None, path.borrowed, _GONE)

    def _likeliest(self, path: _Path, choice: Iterable[tuple[int, str]]) -> list[_Path]:
        ways = (self._emit(path, char, byte) for byte, char in choice)
        kept = nlargest(_GUESSES, ways, key=lambda way: way.score)
        return [way._replace(guessed=max(_LIKELY_ONE, way.guessed)) for way in kept]

    def _emit(self, path: _Path, char: str, byte: int | None) -> _Path:
        before, borrowed = path.before, path.borrowed
        score = path.score + self._after(before, char)
        if before + char in self._page.usage:
            more = max(0.0, _USED - self._after(before, char))
            score += more
            borrowed += more
        if char in self._odd:
            score -= _OTHER_SCRIPT
        elif char in _CLOSES:
            opened = self._pieces.is_open(_CLOSES[char]) or _CLOSES[char] in path.out
            score += _BALANCED if opened else -_UNBALANCED
        return _Path(
            score, path.out + char, char, _IN_STEP, byte, borrowed, path.guessed
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
