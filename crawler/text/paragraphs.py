"""Two printings of a text, paragraph by paragraph: what is new, gone, or written anew."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Postfix, Prefix

from crawler.text import dates, facts

# Percent of characters, of both texts together, that stand in both in the same order,
# for one to be the other written anew.
_REWORDED = 50.0

# Characters of a paragraph that are asked how like another it is.
_ASKED = 500

# Pairs of paragraphs that are asked how like each other they are. More of them are
# asked in parts: what stands at the beginning is like what stands at the beginning.
_PAIRS = 100_000

# Pairs of paragraphs that are looked at at all; 5,000 by 5,000 take 3 MB. No article has
# more, and what is beside it in a page of 32 MB is told as gone, and as new.
_ALIGNED = 25_000_000

# Characters. A longer paragraph says more than how often the page was read.
_LONGEST_COUNT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What has become of paragraphs; false where nothing has."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    reworded: tuple[tuple[str, str], ...]
    """As each was, and as it is."""
    moved: tuple[str, ...]
    """Those that stand elsewhere, as they were."""

    def __bool__(self) -> bool:
        """Say whether anything is told."""
        return bool(self.added or self.removed or self.reworded or self.moved)


_NOTHING = Compared(added=(), removed=(), reworded=(), moved=())


def compared(before: Sequence[str], after: Sequence[str]) -> Compared:
    """Return what has become of the paragraphs of ``before`` in ``after``.

    Equal ones are aligned first, in order; what stands between them by likeness. Width
    of letters, white space, and how a text is cut into paragraphs do not count, nor do
    lines that say only how often a page was read, or how long ago it was printed.
    """
    if before == after:
        return _NOTHING
    removed: list[_Paragraph] = []
    added: list[_Paragraph] = []
    reworded: list[tuple[_Paragraph, _Paragraph]] = []
    for gap in _gaps(_Paragraph.all(before), _Paragraph.all(after)):
        old, new = _without_recut(*gap)
        pairs = list(_alike(old, new))
        reworded += pairs
        removed += _rest(old, (pair[0] for pair in pairs))
        added += _rest(new, (pair[1] for pair in pairs))
    moved = Counter(p.folded for p in removed) & Counter(p.folded for p in added)
    stays, comes = _sorted_out(added, moved)
    _, goes = _sorted_out(removed, moved)
    return Compared(
        added=comes,
        removed=goes,
        reworded=tuple((one.text, other.text) for one, other in reworded),
        moved=stays,
    )


def folded(text: str) -> str:
    """Return ``text`` as it is compared: letters of one width, no white space.

    >>> folded("２０２６年 （一）")
    '2026年(一)'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


@dataclass(frozen=True, slots=True, eq=False)
class _Paragraph:
    """One paragraph, as printed and as it is compared."""

    text: str
    folded: str

    @classmethod
    def all(cls, body: Iterable[str]) -> list[_Paragraph]:
        """Return those of a body, without lines that only count or say how long ago."""
        some = (cls(text, folded(text)) for text in body if not _counts(text))
        return [each for each in some if each.folded]


def _counts(text: str) -> bool:
    """Whether a line says only how often a page was read, or how long ago it is."""
    if len(text) > _LONGEST_COUNT or not facts.DIGIT.search(text):
        return False
    return not facts.parted(text)[0] and not dates.find(text)


Gap = tuple[Sequence[_Paragraph], Sequence[_Paragraph]]


def _gaps(old: Sequence[_Paragraph], new: Sequence[_Paragraph]) -> Iterator[Gap]:
    """Yield what stands on either side between paragraphs that are equal on both."""
    start = _equal(old, new)
    old, new = old[start:], new[start:]
    end = _equal(old[::-1], new[::-1])
    old, new = old[: len(old) - end], new[: len(new) - end]
    if len(old) * len(new) > _ALIGNED:
        yield old, new
        return
    at = at_new = 0
    opcodes = Indel.opcodes([p.folded for p in old], [p.folded for p in new])
    for op in opcodes:
        if op.tag == "equal":
            yield old[at : op.src_start], new[at_new : op.dest_start]
            at, at_new = op.src_end, op.dest_end
    yield old[at:], new[at_new:]


def _equal(old: Sequence[_Paragraph], new: Sequence[_Paragraph]) -> int:
    """Return how many paragraphs are equal from the beginning."""
    pairs = enumerate(zip(old, new, strict=False))
    unequal = (place for place, (a, b) in pairs if a.folded != b.folded)
    return next(unequal, min(len(old), len(new)))


def _without_recut(old: Sequence[_Paragraph], new: Sequence[_Paragraph]) -> Gap:
    """Return a gap without what is only cut in another way at its ends."""
    ours, theirs = _recut(old, new, Prefix.similarity(_text(old), _text(new)))
    old, new = old[ours:], new[theirs:]
    equal = Postfix.similarity(_text(old), _text(new))
    ours, theirs = _recut(old[::-1], new[::-1], equal)
    return old[: len(old) - ours], new[: len(new) - theirs]


def _recut(
    old: Sequence[_Paragraph], new: Sequence[_Paragraph], equal: int
) -> tuple[int, int]:
    """Return how many paragraphs of either side are, together, the same text.

    ``equal`` is how many characters both have in common from there on.
    """
    cuts, cuts_new = ([*accumulate(len(p.folded) for p in side)] for side in (old, new))
    last = max((cut for cut in {*cuts} & {*cuts_new} if cut <= equal), default=0)
    return bisect_right(cuts, last), bisect_right(cuts_new, last)


def _text(some: Iterable[_Paragraph]) -> str:
    return "".join(each.folded for each in some)


def _alike(
    old: Sequence[_Paragraph], new: Sequence[_Paragraph]
) -> Iterator[tuple[_Paragraph, _Paragraph]]:
    """Yield pairs in order, so that they are as much alike together as may be."""
    if len(old) * len(new) > _ALIGNED:
        return
    if len(old) * len(new) > _PAIRS:
        half, half_new = len(old) // 2, len(new) // 2
        yield from _alike(old[:half], new[:half_new])
        yield from _alike(old[half:], new[half_new:])
        return
    best = _best(old, new)
    at = at_new = 0
    while at < len(old) and at_new < len(new):
        likeness = _likeness(old[at], new[at_new])
        paired = likeness + best[at + 1][at_new + 1] if likeness else -1.0
        if paired >= max(best[at + 1][at_new], best[at][at_new + 1]):
            yield old[at], new[at_new]
            at, at_new = at + 1, at_new + 1
        elif best[at + 1][at_new] >= best[at][at_new + 1]:
            at += 1
        else:
            at_new += 1


def _best(old: Sequence[_Paragraph], new: Sequence[_Paragraph]) -> list[list[float]]:
    """Return how much can be alike from each pair of places on, to the end."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for at in range(len(old) - 1, -1, -1):
        for at_new in range(len(new) - 1, -1, -1):
            likeness = _likeness(old[at], new[at_new])
            paired = likeness + best[at + 1][at_new + 1] if likeness else 0.0
            best[at][at_new] = max(paired, best[at + 1][at_new], best[at][at_new + 1])
    return best


def _likeness(one: _Paragraph, other: _Paragraph) -> float:
    """Return how like two paragraphs are, 50 to 100; 0 for less than that."""
    return fuzz.ratio(
        one.folded[:_ASKED], other.folded[:_ASKED], score_cutoff=_REWORDED
    )


def _rest(
    some: Sequence[_Paragraph], without: Iterable[_Paragraph]
) -> Iterator[_Paragraph]:
    known = {id(each) for each in without}
    return (each for each in some if id(each) not in known)


def _sorted_out(
    some: Iterable[_Paragraph], which: Counter[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return as many paragraphs as are asked for, and the others."""
    left = which.copy()
    found: list[str] = []
    others: list[str] = []
    for each in some:
        is_asked_for = left[each.folded] > 0
        left[each.folded] -= is_asked_for
        (found if is_asked_for else others).append(each.text)
    return tuple(found), tuple(others)
