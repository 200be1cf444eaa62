"""Where a text has what was asked for, and the passage that shows it best."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from crawler.store.queries import Clause
from crawler.text.spelling import spellings
from crawler.text.terms import IDEOGRAPHS, LETTER, Row

Span = tuple[int, int]
"""First character and the one behind the last."""

# Characters of a passage: two lines of a terminal.
LENGTH = 100

# Places of a text among which the best is looked for: each is compared with each.
_LOOKED_AT = 100

# Where a passage may begin without a cut: behind the end of a sentence or clause.
_STOP = re.compile(r"[。！？；，\n]|[.!?;,] ")

_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_GAP = r"[\W_]+"


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text, with what was found in it."""

    text: str
    """The part as printed; ``…`` where it is cut."""

    found: tuple[Span, ...]
    """Places in ``text``, in order; none overlaps another."""


def spans(clause: Clause, text: str) -> list[Span]:
    """Return the places in ``text``, as printed, that have what a clause asks for."""
    return [found.span() for found in _pattern(clause.rows).finditer(text)]


def whole(clauses: Sequence[Clause], text: str) -> Passage:
    """Return all of ``text`` as the passage."""
    return Passage(text, _apart(span for each in clauses for span in spans(each, text)))


def best(clauses: Sequence[Clause], text: str) -> Passage:
    """Return the passage of ``text`` that shows most of the clauses.

    The first of equal ones; the start of the text where it has none of them.
    """
    places = sorted(
        (span, number)
        for number, clause in enumerate(clauses)
        for span in spans(clause, text)
    )
    start = _start(places, text)
    end = min(start + LENGTH, len(text))
    part = text[start:end].replace("\n", " ")
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    found = _apart(
        (first + shift, last + shift)
        for (first, last), _ in places
        if start <= first and last <= end
    )
    return Passage(before + part + after, found)


def _start(places: Sequence[tuple[Span, int]], text: str) -> int:
    """Return where the best passage begins, at a stop if one is near."""
    if not places:
        return 0
    best, score = 0, (0, 0)
    looked_at = places[:_LOOKED_AT]
    for (first, _), _ in looked_at:
        end = first + LENGTH // 2
        shown = [number for (a, b), number in looked_at if first <= a and b <= end]
        if (new := (len(set(shown)), len(shown))) > score:
            best, score = first, new
    earliest = max(0, best - LENGTH // 3)
    if earliest == 0:
        return 0
    stops = [stop.end() for stop in _STOP.finditer(text, earliest, best)]
    return stops[0] if stops else earliest


def _apart(found: Iterable[Span]) -> tuple[Span, ...]:
    """Return places in order, those that overlap or touch as one."""
    apart: list[Span] = []
    for first, last in sorted(found):
        if apart and first <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(last, apart[-1][1])
        else:
            apart.append((first, last))
    return tuple(apart)


@lru_cache(maxsize=64)
def _pattern(rows: tuple[Row, ...]) -> re.Pattern[str]:
    """Return what finds rows in a text that is not folded."""
    return re.compile(_GAP.join(map(_of_row, rows)))


def _of_row(row: Row) -> str:
    """Return what finds one row: white space may stand around words, not in them."""
    written = _of_unit(row[0])
    for one, two in pairwise(row):
        ideographs = _IDEOGRAPH.match(one) and _IDEOGRAPH.match(two)
        written += ("" if ideographs else r"[^\S\n]*") + _of_unit(two)
    return written


def _of_unit(unit: str) -> str:
    written = "".join(f"[{re.escape(spellings(letter))}]" for letter in unit)
    if _IDEOGRAPH.match(unit):
        return written
    return rf"(?<!{LETTER}){written}(?!{LETTER})"
