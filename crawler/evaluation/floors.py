"""Figures that must be reached: a file of them stands beside the pages.

``f1 = 0.94`` asks for at least as much, ``leaks = { at_most = 0.05 }`` for no more.
A floor may only rise.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from crawler.errors import UsageError

AT_LEAST = "at least"
AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Floor:
    """What one measure must reach."""

    measure: str
    side: str
    """On which side of the bound the figure must be: ``AT_LEAST`` or ``AT_MOST``."""

    bound: float
    """0 to 1; a figure equal to it is good enough."""

    def holds(self, figure: float) -> bool:
        """Say whether ``figure`` is good enough."""
        return figure <= self.bound if self.side == AT_MOST else figure >= self.bound

    def __str__(self) -> str:
        return f"{self.side} {self.bound:g}"


def read(path: Path, *, measures: Iterable[str]) -> dict[str, Floor]:
    """Return the floors in a file by the names of their measures.

    Raises ``UsageError``, starting with the file, where it cannot be read, names
    what is none of ``measures``, or bounds it by anything but a figure from 0 to 1.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: _floor(name, entry, measures) for name, entry in entries.items()}
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except ValueError as error:  # TOML's and Unicode's own are kinds of it
        raise UsageError(f"{path}: {error}") from error


def _floor(name: str, entry: object, measures: Iterable[str]) -> Floor:
    known = tuple(measures)
    if name not in known:
        raise ValueError(f"{name}: no such measure; known are {', '.join(known)}")
    side, bound = AT_LEAST, entry
    if isinstance(entry, Mapping) and entry.keys() == {"at_most"}:
        side, bound = AT_MOST, entry["at_most"]
    if (
        isinstance(bound, int | float)
        and not isinstance(bound, bool)
        and 0 <= bound <= 1
    ):
        return Floor(name, side, float(bound))
    raise ValueError(f"{name}: want a figure from 0 to 1, or {{ at_most = figure }}")
