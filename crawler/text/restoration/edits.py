"""Changes of a text that remember where in the given text they were made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.text.restoration.report import Loss, Repair


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands from ``start`` to ``end`` becomes ``after``."""

    start: int
    end: int
    after: str
    kind: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Gone:
    """What stands from ``start`` to ``end`` is damage that nothing can undo."""

    start: int
    end: int
    kind: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with ``edits`` made, which are in order and do not overlap."""
    pieces: list[str] = []
    done = 0
    for edit in edits:
        pieces += text[done : edit.start], edit.after
        done = edit.end
    return "".join([*pieces, text[done:]])


class Draft:
    """A text between repairs. Each place in it knows its place in the given text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._origins: Sequence[int] = range(len(text) + 1)
        self._repairs: dict[str, Repair] = {}
        self._lost: dict[str, Loss] = {}

    def edit(self, edits: Sequence[Edit]) -> None:
        """Make ``edits``, which are in order and do not overlap."""
        if not edits:
            return
        origins: list[int] = []
        done = 0
        for edit in edits:
            self._tell(edit)
            origins += self._origins[done : edit.start]
            origins += [self._origins[edit.start]] * len(edit.after)
            done = edit.end
        self._origins = [*origins, *self._origins[done:]]
        self.text = applied(self.text, edits)

    def give_up(self, gone: Iterable[Gone]) -> None:
        """Note what stays damaged."""
        for one in gone:
            known = self._lost.get(one.kind)
            self._lost[one.kind] = Loss(
                kind=one.kind,
                count=known.count + 1 if known else 1,
                first=known.first if known else self._origins[one.start],
                text=known.text if known else self.text[one.start : one.end],
            )

    def _tell(self, edit: Edit) -> None:
        known = self._repairs.get(edit.kind)
        self._repairs[edit.kind] = Repair(
            kind=edit.kind,
            count=known.count + 1 if known else 1,
            first=known.first if known else self._origins[edit.start],
            before=known.before if known else self.text[edit.start : edit.end],
            after=known.after if known else edit.after,
            confidence=min(known.confidence, edit.confidence)
            if known
            else edit.confidence,
        )

    @property
    def origins(self) -> Sequence[int]:
        """Where each character of the text stood in the given text."""
        return self._origins[: len(self.text)]

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """The repairs made so far, a kind each, by their first place."""
        return tuple(sorted(self._repairs.values(), key=lambda repair: repair.first))

    @property
    def lost(self) -> tuple[Loss, ...]:
        """What was given up, a kind each, by its first place."""
        return tuple(sorted(self._lost.values(), key=lambda loss: loss.first))
