"""What restoration says of a text: repaired, lost, and whether it was a clone's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Clone = Literal["none", "medium", "high"]
"""How surely the page is a converted clone of another outlet's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """All repairs of one kind in a text."""

    kind: str
    """``gloss``, ``shift``, ``shift_guess``, ``script``, ``punctuation``, ``symbol``,
    ``symbol_guess``, ``entity``, ``radical``, ``compat``, ``invisible``, ``gbk_pua``,
    or ``mojibake_X_as_Y``: bytes of encoding X that were read as Y."""

    count: int
    first: int
    """Where the first was, as a place in the text that was given."""

    before: str
    """What stood at the first place."""

    after: str
    """What stands there now; empty where something was taken out."""

    confidence: float
    """How likely the least sure of them is right, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """All damage of one kind that was left as it is, since its bytes are gone."""

    kind: str
    """``shift`` (the reading fell out of step and no likely text was found),
    ``gloss`` (brackets that may be glosses, but not surely), ``replacement`` (U+FFFD and what became of it), ``question``
    (rows of ?), ``uninitialized`` (烫烫烫), ``private_use`` (glyphs of a font that is
    not at hand)."""

    count: int
    first: int
    """Where the first is, as a place in the text that was given."""

    text: str
    """What stands at the first place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    """A text as its author wrote it, as far as that can be known."""

    text: str
    repairs: tuple[Repair, ...] = ()
    lost: tuple[Loss, ...] = ()
    clone: Clone = "none"
    origins: Sequence[int] = field(default=(), repr=False, compare=False)
    """Where each character of ``text`` stood in the given text, or what it replaces;
    empty where nothing was done."""
