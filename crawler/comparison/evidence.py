"""What a reprint has cut, added and changed, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.comparison.pairs import Comparison
from crawler.comparison.tellings import Telling
from crawler.text import folding, numerals

# Characters. A shorter piece that only one of two texts has is a change of words.
_PIECE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How a copy differs from what it was copied from.

    Pieces are as they are compared: simplified, without punctuation.
    """

    likeness: float
    """Of all characters that both print, how many both do, 0 to 1."""

    containment: float
    """How much of the shorter stands in the longer, 0 to 1."""

    cut: tuple[str, ...] = ()
    """What the copy lacks, in reading order."""

    added: tuple[str, ...] = ()
    """What only the copy has, in reading order; whole paragraphs as it prints them."""

    changed: tuple[tuple[str, str], ...] = ()
    """Words that stand for each other, the copy's behind. One of the two is empty
    where a few words were put in or left out."""


def evidence(
    original: Telling, copy: Telling, compared: Comparison, body: Sequence[str] = ()
) -> Evidence:
    """Return how ``copy`` differs, as ``compare(original, copy)`` saw it.

    ``body`` are the copy's paragraphs as printed.
    """
    first = [part.first for part in compared.parts]
    second = [part.second for part in compared.parts]
    return Evidence(
        likeness=round(compared.likeness, 3),
        containment=round(compared.containment, 3),
        cut=tuple(_pieces(original, first)),
        added=_as_printed(_pieces(copy, second), body),
        changed=tuple(
            (original.printed(gap.before), copy.printed(gap.after))
            for gap in compared.gaps
            if max(len(gap.before), len(gap.after)) < _PIECE
        ),
    )


def _as_printed(pieces: Iterator[str], body: Sequence[str]) -> tuple[str, ...]:
    """Give pieces that are whole paragraphs back their print."""
    found = tuple(pieces)
    if not found:
        return ()
    printed = {folding.fold(text).replace(numerals.MARK, ""): text for text in body}
    return tuple(printed.get(piece, piece) for piece in found)


def _pieces(telling: Telling, covered: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield what of a telling is not covered, cut where its paragraphs end."""
    for start, end in _uncovered(covered, len(telling.text)):
        for first, last in pairwise(telling.starts):
            if first >= start - 1 and last <= end + 1:
                yield telling.printed(telling.text[first:last])
            elif min(last, end) - max(first, start) >= _PIECE:
                yield telling.printed(telling.text[max(first, start) : min(last, end)])


def _uncovered(
    covered: Sequence[tuple[int, int]], length: int
) -> Iterator[tuple[int, int]]:
    at = 0
    for start, end in (*covered, (length, length)):
        if start > at:
            yield at, start
        at = max(at, end)
