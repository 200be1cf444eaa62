"""Dead letters: what a target refused, kept with the reason until someone mends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from crawler.errors import UsageError
from crawler.store import atomic
from crawler.store.lines import Line


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A line that goes no further."""

    number: int
    file: str
    place: int
    reason: str
    """What the target answered, or why the line cannot be read."""

    text: str
    """The line; bytes that are no UTF-8 are escaped."""

    @classmethod
    def of(cls, line: Line, reason: str) -> Letter:
        """Return the letter for a line."""
        return cls(
            number=line.number,
            file=line.file,
            place=line.place,
            reason=reason,
            text=line.text.decode("utf-8", "backslashreplace"),
        )

    @property
    def line(self) -> Line:
        """The line again."""
        return Line(self.file, self.place, self.text.encode())


_LETTER = msgspec.json.Decoder(Letter)


@dataclass(frozen=True, slots=True)
class Letters:
    """The file of a target's dead letters, one a line, the older first."""

    path: Path

    def read(self) -> list[Letter]:
        """Return all of them. Raises ``UsageError`` where the file is damaged."""
        try:
            text = self.path.read_bytes()
            return [_LETTER.decode(line) for line in text.splitlines()]
        except FileNotFoundError:
            return []
        except (msgspec.MsgspecError, OSError) as error:
            raise UsageError(f"{self.path}: {error}; mend or move it") from error

    def add(self, letters: Iterable[Letter]) -> None:
        """Keep these, too; one that is there already once."""
        if new := list(letters):
            self.replace({letter.number for letter in new}, new)

    def replace(self, numbers: set[int], letters: Iterable[Letter]) -> None:
        """Put ``letters`` in the place of those with these numbers."""
        kept = [letter for letter in self.read() if letter.number not in numbers]
        lines = [msgspec.json.encode(letter) + b"\n" for letter in (*kept, *letters)]
        try:
            atomic.write(self.path, b"".join(lines))
        except OSError as error:
            raise UsageError(f"{self.path}: {error.strerror}") from error
