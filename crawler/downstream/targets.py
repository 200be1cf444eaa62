"""What every target is asked for, and what it may answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from crawler.store.events import Event


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event that the target will never take, and why."""

    event: Event
    reason: str


class Target(Protocol):
    """A system that takes what was stored, in order.

    What comes again, as it does after a kill, changes nothing there: events are known
    by ``id`` and ``number``.
    """

    batch: int
    """How many events it is given at a time, at most."""

    def open(self) -> None:
        """Make ready what events go into. Called once, before all else.

        Raises ``UsageError`` where the user has to mend something, ``Unavailable``.
        """

    def send(self, events: Sequence[Event]) -> Sequence[Refusal]:
        """Return which of the events were refused; the others are safe there now.

        Raises ``UsageError`` and ``Unavailable``: some may have been taken, and all
        will come again.
        """

    def close(self) -> None:
        """Let go of connections and files."""
