"""The check of a pair: whether two tellings are one text, and if not, why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from crawler.comparison.gaps import (
    Gap,
    are_people,
    gaps,
    numbers,
    title_exchanges,
)
from crawler.comparison.tellings import Telling
from crawler.text.alignment import Stretch, stretches
from crawler.text.folding import same_word

COVERED = 0.6
"""Of the shorter text, what must stand in the longer one. All of .55 to .70 hold."""

# … under one headline: of a text that was cut and then added to, less is left.
_COVERED_ALIKE = 0.5

FLASH = 60
"""Characters. A shorter text is a flash."""

PLACEHOLDER = 30
"""Characters. A shorter body may be anything's: 图片新闻, 点击查看原文."""

# Of a flash, and of a text under a template, what must stand in the other.
_NEARLY_ALL = 0.85

# Of the longer text, what may stand before the shared part: an editor's note may, the
# news of a follow-up may not.
_HEAD = 0.4
# … under one headline it may.
_HEAD_ALIKE = 0.6
# Characters that an editor's note at most has.
_NOTE = 120
# … and from where on the headline is asked what it speaks of.
_HEAD_ASKED = 0.15

# How much may stand between what both have, as a share of that.
_APART = 1.0

# Of a round-up, what an item at most is.
_ITEM = 0.5

# Of all exchanges of words, how many may be of numbers or names: where letters were
# changed at random some hit them, where a template was filled most do.
_TOLERATED = 0.08
# … and how many of phrases.
_PHRASES = 0.3

# … where its headline says that it is one.
_NAMED_ITEM = 0.7

# Characters of a word that means something by itself.
_WORD = 2

# Characters by which an alignment misses the end of a paragraph.
_LOOSE = 3

# Of two headlines' pairs of characters, how many both have that say the same.
_ALIKE = 0.5
# … how many at least say what a headline is about,
_SOME = 3
# … and of one headline's, how many a text has that it speaks of …
_MUCH = 0.35
# … how many a text has that it does not speak of.
_NOTHING = 0.2

_ROUND_UP = re.compile(
    r"^(?:[早晚午]报|[早晚]参)|早知道|早班车|汇总|要闻|速览|一览|简讯|快讯集|周报(?!告)|盘点|综述|集锦|新闻摘要"
)


class Refusal(StrEnum):
    """Why two tellings that have much in common are not one text."""

    LITTLE = "little in common"
    NUMBERS = "other numbers"
    NAMES = "other names"
    PHRASES = "other words in the same places"
    HEADLINES = "what differs is what the headlines tell"
    NOT_AT_HEAD = "quoted, not at the head"
    SCATTERED = "here and there in another text"
    ROUND_UP = "an item of a round-up"
    FLASH = "a flash that is not told whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What two tellings have in common. Of the earlier and the later one, in this order."""

    likeness: float
    """Of all that both tell, how much both do: Jaccard's index of characters, 0 to 1."""

    containment: float
    """How much of the shorter stands in the longer, 0 to 1."""

    refused: Refusal | None
    """Why they are not one text; ``None`` where they are."""

    seen: str | None = None
    """What led to the refusal, in words of the texts; ``None`` where nothing did."""

    parts: tuple[Stretch, ...]
    """What both have, in characters of their ``text``."""

    gaps: tuple[Gap, ...]
    """Where they differ inside of that."""

    @property
    def same(self) -> bool:
        """Whether they are one text."""
        return self.refused is None


def compare(first: Telling, second: Telling, *, covered: float = COVERED) -> Comparison:
    """Return what two tellings have in common, and whether they are one text.

    ``covered`` is what of the shorter must stand in the longer. Symmetrical but for
    the order of what is returned.
    """
    parts = stretches(first.text, second.text)
    pair = _Pair(first, second, parts, tuple(gaps(first, second, parts)))
    refused, seen = pair.verdict(covered)
    return Comparison(
        likeness=pair.likeness,
        containment=pair.containment,
        refused=refused,
        seen=seen,
        parts=parts,
        gaps=pair.gaps,
    )


_Verdict = tuple[Refusal | None, str | None]
_SAME: _Verdict = (None, None)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two tellings laid side by side, and the questions that are asked of them."""

    first: Telling
    second: Telling
    parts: tuple[Stretch, ...]
    gaps: tuple[Gap, ...]

    @property
    def swapped(self) -> bool:
        """Whether the second is the shorter one."""
        return self.second.size < self.first.size

    @property
    def shorter(self) -> Telling:
        return self.second if self.swapped else self.first

    @property
    def longer(self) -> Telling:
        return self.first if self.swapped else self.second

    @property
    def in_shorter(self) -> list[tuple[int, int]]:
        return [part.second if self.swapped else part.first for part in self.parts]

    @property
    def in_longer(self) -> list[tuple[int, int]]:
        return [part.first if self.swapped else part.second for part in self.parts]

    @property
    def containment(self) -> float:
        return self.shorter.weight(self.in_shorter) / max(1, self.shorter.size)

    @property
    def likeness(self) -> float:
        matched = sum(part.matched for part in self.parts)
        both = len(self.first.text) + len(self.second.text) - matched
        return matched / max(1, both)

    def verdict(self, covered: float) -> _Verdict:
        """Ask for each refusal, the cheapest first."""
        if self.containment < (_COVERED_ALIKE if self._titles_are_alike else covered):
            return Refusal.LITTLE, None
        for question in (
            self._flash,
            self._slots,
            self._phrases,
            self._headlines,
            self._scattered,
            self._head,
            self._round_up,
        ):
            refused, seen = question()
            if refused:
                return refused, seen
        return _SAME

    def _flash(self) -> _Verdict:
        """A text of a line or two has nothing to lose, and stands at the head."""
        if len(self.shorter.text) < PLACEHOLDER:
            return Refusal.FLASH, self.shorter.printed(self.shorter.text)
        if len(self.shorter.text) >= FLASH:
            return _SAME
        if self.containment < _NEARLY_ALL or self.in_longer[0][0] > FLASH:
            return Refusal.FLASH, None
        return _SAME

    def _slots(self) -> _Verdict:
        """Numbers or names stand for others, and not by chance."""
        exchanges = [gap for gap in self.gaps if gap.is_exchange]
        found = []
        for gap in exchanges:
            if gap.exchanges_numbers:
                found.append((Refusal.NUMBERS, gap))
            elif gap.exchanges_places or gap.exchanges_people or gap.exchanges_lists:
                found.append((Refusal.NAMES, gap))
        if not found:
            return self._moved()
        if len(found) <= _TOLERATED * len(exchanges):
            return _SAME
        refused, gap = found[0]
        return refused, self._told(gap)

    def _phrases(self) -> _Verdict:
        """More than words are exchanged, and little else."""
        exchanges = [gap for gap in self.gaps if gap.is_exchange]
        phrases = [gap for gap in exchanges if gap.exchanges_phrases]
        if len(phrases) < 2 or len(phrases) <= _PHRASES * len(exchanges):  # noqa: PLR2004
            return _SAME
        return Refusal.PHRASES, self._told(phrases[0])

    def _moved(self) -> _Verdict:
        """Numbers or names were left out, and others put in elsewhere.

        So an exchange is aligned where the new words hold some of the old ones.
        """
        lost = [gap.before for gap in self.gaps if gap.before and not gap.after]
        gained = [gap.after for gap in self.gaps if gap.after and not gap.before]
        old, new = (
            sorted(each for text in texts for each in numbers(text))
            for texts in (lost, gained)
        )
        if old and new and old != new:
            return Refusal.NUMBERS, self._words("、".join(old), "、".join(new))
        for before in filter(are_people, lost):
            for after in filter(are_people, gained):
                return Refusal.NAMES, f"{before} → {after}"
        return _SAME

    def _headlines(self) -> _Verdict:
        """What differs stands in each telling's own headline."""
        one, other = self.first.title, self.second.title
        for gap in self.gaps:
            if not gap.is_exchange or min(len(gap.before), len(gap.after)) < _WORD:
                continue
            own = gap.before in one and gap.after in other
            theirs = gap.before in other or gap.after in one
            if own and not theirs and not same_word(gap.before, gap.after):
                return Refusal.HEADLINES, self._told(gap)
        return self._exchanged_in_headlines() if self._titles_are_alike else _SAME

    def _exchanged_in_headlines(self) -> _Verdict:
        """Two headlines of one form speak each of what its own text alone has."""
        for before, after in title_exchanges(self.first, self.second):
            old, new = numbers(before), numbers(after)
            if old and new and old != new:
                return Refusal.HEADLINES, self._words(before, after)
            if min(len(before), len(after)) < _WORD:
                continue
            own = before in self.first.text and after in self.second.text
            theirs = before in self.second.text or after in self.first.text
            if own and not theirs and not same_word(before, after):
                return Refusal.HEADLINES, self._words(before, after)
        return _SAME

    def _head(self) -> _Verdict:
        """The longer text begins with something else."""
        start = self.in_longer[0][0]
        before = start / len(self.longer.text)
        if self._titles_are_alike:
            return (Refusal.NOT_AT_HEAD, None) if before > _HEAD_ALIKE else _SAME
        if before > _HEAD or (before > _HEAD_ASKED and start > _NOTE):
            return Refusal.NOT_AT_HEAD, None
        if before > _HEAD_ASKED and self._title_speaks_of_rest:
            return Refusal.NOT_AT_HEAD, self.longer.headline
        return _SAME

    def _scattered(self) -> _Verdict:
        """What both have stands far apart in the longer one: in two of its items."""
        start, end = self.in_longer[0][0], self.in_longer[-1][1]
        covered = sum(last - first for first, last in self.in_longer)
        between = end - start - covered
        return (Refusal.SCATTERED, None) if between > _APART * covered else _SAME

    def _round_up(self) -> _Verdict:
        """The shorter is one item of the longer, whole, and there are others."""
        share = self.longer.weight(self.in_longer) / max(1, self.longer.size)
        named = _ROUND_UP.search(self.longer.headline)
        if (
            named
            and not _ROUND_UP.search(self.shorter.headline)
            and share < _NAMED_ITEM
        ):
            return Refusal.ROUND_UP, named[0]
        start, end = self.in_longer[0][0], self.in_longer[-1][1]
        if share > _ITEM or not self._is_edge(end):
            return _SAME
        later = (
            start > FLASH / 2 and self._is_edge(start) and not self._titles_are_alike
        )
        whole = self.containment > _NEARLY_ALL
        if later or (whole and self._title_is_elsewhere):
            return Refusal.ROUND_UP, self.longer.headline
        return _SAME

    def _is_edge(self, place: int) -> bool:
        """Whether a paragraph of the longer begins or ends here, or nearly."""
        return min(abs(place - start) for start in self.longer.starts) <= _LOOSE

    @property
    def _title_speaks_of_rest(self) -> bool:
        """Whether the longer's headline is about what it has alone."""
        in_shared, in_rest, pairs = self._title_words
        return in_rest >= _SOME and in_rest > min(in_shared, _MUCH * pairs)

    @property
    def _title_is_elsewhere(self) -> bool:
        """Whether the longer's headline is not about what both have."""
        in_shared, _, pairs = self._title_words
        return self._title_speaks_of_rest or in_shared < _NOTHING * pairs

    @property
    def _title_words(self) -> tuple[int, int, int]:
        """How many pairs of characters of the longer's headline stand where.

        In what both have, in the rest alone, and how many there are; none where the
        headlines are alike.
        """
        if self._titles_are_alike:
            return 0, 0, 0
        text = self.longer.text
        shared = "\n".join(text[start:end] for start, end in self.in_longer)
        own = _pairs(self.longer.title)
        in_rest = sum(pair not in shared and pair in text for pair in own)
        return sum(pair in shared for pair in own), in_rest, len(own)

    @property
    def _titles_are_alike(self) -> bool:
        own, theirs = _pairs(self.longer.title), _pairs(self.shorter.title)
        return len(own & theirs) > _ALIKE * len(own | theirs)

    def _told(self, gap: Gap) -> str:
        return self._words(gap.before, gap.after)

    def _words(self, before: str, after: str) -> str:
        return f"{self.first.printed(before)} → {self.second.printed(after)}"


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
