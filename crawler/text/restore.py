"""Text as its author wrote it, from what a page made of it.

Judge a page once by its whole text, then restore each of its blocks with that
judgement, so that a short headline profits from the body. On a sound page nothing is
done, and a pass over its text decides that. Each kind of damage has a module of its own
in ``crawler.text.restoration``; ``docs/restoration.md`` tells what each can do.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crawler.text.restoration import (
    codepoints,
    gloss,
    lost,
    mojibake,
    punctuation,
    shift,
    symbols,
    verdict,
)
from crawler.text.restoration.conversion import by_characters
from crawler.text.restoration.edits import Draft, Edit, Gone, applied
from crawler.text.restoration.observed import usage
from crawler.text.restoration.report import Clone, Loss, Repair, Restoration
from crawler.text.restoration.script import scripts, to_simplified
from crawler.text.restoration.search import Page
from crawler.text.restoration.suspicion import suspects

__all__ = ["Clone", "Judgement", "Loss", "Repair", "Restoration", "judge", "restore"]

# Of a shift on a page that shows no converter's glosses there must be more to gain, and
# nothing of it may be guessed.
_GAIN_ALONE = 10.0

_HAN = re.compile("[\u4e00-\u9fff]")

# Natural logarithms of odds: that a page is surely a clone; that the script of one with
# shifts alone was converted, since the page is known to be damaged.
_HIGH = math.log(10_000)
_CONVERTED = math.log(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a page's whole text tells of its blocks."""

    clone: Clone = "none"
    damage: frozenset[str] = frozenset()
    """The kinds of damage to look for in each block."""

    readings: Mapping[str, str] = field(default_factory=dict)
    """A converter's glosses: of each character the reading behind it."""

    confidence: float = 1.0
    """How likely the glosses are a converter's."""

    traditional: bool | None = None
    usage: frozenset[str] = frozenset()
    """Pairs of characters that the page has in its sound parts."""

    narrowed: bool | None = None
    """Whether marks were made half as wide; ``None`` where there are none."""

    @property
    def sound(self) -> bool:
        """Whether nothing is to be done on this page."""
        return not self.damage

    def spares(self, text: str) -> bool:
        """Return whether a glance tells that nothing is to be done about ``text``."""
        return self.damage <= _WITH_SIGNS and not suspects(text)


SOUND = Judgement()


def judge(text: str) -> Judgement:
    """Return what is wrong with a page, by its whole text, blocks joined by newlines."""
    suspected = suspects(text)
    if not suspected:
        return SOUND
    draft = Draft(text)
    damage = _characters(draft, suspected)
    if draft.repairs and "mojibake" in damage:
        suspected |= suspects(draft.text)
    found, shifts = _verdict(draft.text, suspected)
    if found.whose == "converter":
        return _of_clone(draft.text, found, damage)
    traditional = narrowed = None
    if found.whose == "doubtful":
        damage |= {"doubt"}
    if shifts:
        damage |= {"shift"}
        traditional = _traditional(draft.text)
        narrowed = punctuation.narrowed(draft.text)
        if traditional and by_characters(applied(draft.text, shifts)) >= _CONVERTED:
            damage |= {"script", "symbol"}
    if "symbol" in suspected and any(_symbols(draft.text)):
        damage |= {"symbol"}
    if damage and damage <= codepoints.STRAY:
        damage -= codepoints.stray(text)
    return Judgement(
        clone="medium" if damage & {"doubt", "shift"} else "none",
        damage=damage,
        traditional=traditional,
        narrowed=narrowed,
    )


def _verdict(
    text: str, suspected: frozenset[str]
) -> tuple[verdict.Verdict, Sequence[Edit]]:
    """Tell whose the glosses are, and which shifts are sure if they are no converter's.

    Shifts may hide what the glosses stand on.
    """
    if not suspected & {"gloss", "shift"}:
        return verdict.AUTHOR, ()
    found = verdict.verdict(text)
    if found.whose == "converter" or "shift" not in suspected:
        return found, ()
    page = Page({}, _traditional(text), punctuation.narrowed(text))
    shifts = list(_alone(text, page))
    if shifts:
        found = verdict.verdict(applied(text, shifts), shifts=len(shifts))
    return found, shifts


def _of_clone(text: str, found: verdict.Verdict, damage: frozenset[str]) -> Judgement:
    return Judgement(
        clone="high" if found.odds >= _HIGH else "medium",
        damage=damage | {"gloss", "shift", "symbol", "script"},
        readings=found.readings,
        confidence=1 / (1 + math.exp(-found.odds)),
        traditional=True,
        usage=usage(text),
        narrowed=punctuation.narrowed(text),
    )


def restore(text: str, judgement: Judgement | None = None) -> Restoration:
    """Return ``text`` restored, and what was done.

    ``judgement`` is that of the page which the text is a block of; without one the
    text is judged as a page of its own. Repairs only what is certain or clearly likely,
    and leaves what is lost.
    """
    if judgement is None:
        judgement = judge(text)
    if judgement.spares(text):
        return Restoration(text=text)
    draft = Draft(text)
    _characters(draft, judgement.damage & _BYTES)
    if "shift" in judgement.damage:
        _change(draft, _shifts(draft.text, judgement))
    _characters(draft, judgement.damage - _BYTES)
    if "gloss" in judgement.damage:
        draft.edit(gloss.drop(draft.text, judgement.readings, judgement.confidence))
    if "doubt" in judgement.damage:
        draft.give_up(Gone(*place, "gloss") for place in gloss.doubtful(draft.text))
    if "symbol" in judgement.damage:
        _change(draft, _symbols(draft.text))
    if judgement.narrowed and "script" in judgement.damage:
        draft.edit(list(punctuation.widen(draft.text)))
    if "script" in judgement.damage:
        draft.edit(to_simplified(draft.text))
    return Restoration(
        text=draft.text,
        repairs=draft.repairs,
        lost=draft.lost,
        clone=judgement.clone,
        origins=draft.origins,
    )


_CHARACTERS: Mapping[str, Callable[[str], Iterable[Edit | Gone]]] = {
    "mojibake": mojibake.find,
    "entity": codepoints.entities,
    "private": codepoints.private,
    "radical": codepoints.radicals,
    "compat": codepoints.compatible,
    "invisible": codepoints.invisible,
    "lost": lost.find,
}
"""Damage that shows in the characters themselves, in the order of repair."""


# Shifts are undone between these and the rest: what looks like a radical or a
# compatibility ideograph may be half of two characters.
_BYTES = frozenset({"mojibake", "entity", "private"})


# Damage that is never without a sign: a text that shows none is done with in a tenth
# of the time.
_WITH_SIGNS = frozenset({*_CHARACTERS, "symbol"})


def _characters(draft: Draft, kinds: frozenset[str]) -> frozenset[str]:
    """Repair single characters in ``draft``. Return the kinds that were there."""
    return frozenset(
        kind
        for kind, find in _CHARACTERS.items()
        if kind in kinds and _change(draft, find(draft.text))
    )


def _change(draft: Draft, found: Iterable[Edit | Gone]) -> bool:
    """Make the changes in ``draft``. Return whether there were any."""
    changes = list(found)
    draft.give_up(change for change in changes if isinstance(change, Gone))
    draft.edit([change for change in changes if isinstance(change, Edit)])
    return bool(changes)


def _shifts(text: str, judgement: Judgement) -> Iterable[Edit | Gone]:
    page = Page(
        judgement.readings,
        judgement.traditional,
        judgement.narrowed,
        judgement.usage,
    )
    return shift.find(text, page) if judgement.readings else _alone(text, page)


def _alone(text: str, page: Page) -> Iterator[Edit]:
    """Yield the repairs of shifts that are sure without any glosses."""
    for change in shift.find(text, page, gain=_GAIN_ALONE):
        if (
            isinstance(change, Edit)
            and change.kind == "shift"
            and _HAN.search(text, change.start, change.end)
        ):
            yield change


def _symbols(text: str) -> Iterable[Edit]:
    changes = [*symbols.copyrights(text), *symbols.name_dots(text)]
    return sorted(changes, key=lambda change: change.start)


def _traditional(text: str) -> bool | None:
    known = scripts()
    chars = set(text)
    traditional, simplified = known.traditional & chars, known.simplified & chars
    if len(traditional) == len(simplified):
        return None
    return len(traditional) > len(simplified)
