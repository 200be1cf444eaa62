"""Send a target what was stored since the last time: in order, at least once.

A batch is sent, then what was refused of it is written down, then the checkpoint. Whoever
is killed in between sends the batch again, which changes nothing at the target.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from crawler.downstream.letters import Letter, Letters
from crawler.downstream.targets import Target
from crawler.errors import DamagedLine, Unavailable, UsageError
from crawler.store import events, exclusive
from crawler.store.events import Event
from crawler.store.lines import Checkpoint, Line, LinesReader

logger = logging.getLogger(__name__)

T = TypeVar("T")

Tell = Callable[[int, int], None]
"""Is told lines sent so far, and bytes on the disk that are still to be read."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a target that is unavailable: twice as long each time."""

    first: float = 1.0
    """Seconds of the first pause."""

    longest: float = 60.0
    """Seconds of one pause, unless the target asks for more."""

    total: float = 600.0
    """Seconds of all pauses for one batch, after which it is given up."""

    sleep: Callable[[float], None] = time.sleep

    def pauses(self) -> Iterator[float]:
        """Yield one pause after the other, without end.

        Each is shorter by a chance of its own: several who wait for one target should
        not come back at one moment.
        """
        pause = self.first
        while True:
            yield pause * random.uniform(0.5, 1)  # noqa: S311  # no secret
            pause = min(2 * pause, self.longest)


@dataclass(frozen=True, slots=True)
class State:
    """Where a target's state is kept: a folder of its own."""

    folder: Path

    @property
    def letters(self) -> Letters:
        """What the target refused."""
        return Letters(self.folder / "dead.jsonl")

    @property
    def checkpoint(self) -> Checkpoint:
        """How far the target has come. Raises ``UsageError`` where it is damaged."""
        try:
            return Checkpoint.read(self._path)
        except ValueError as error:
            raise UsageError(
                f"{error}; delete the file to send everything again"
            ) from error

    def save(self, checkpoint: Checkpoint) -> None:
        """Keep how far it has come. Raises ``UsageError`` on a full disk."""
        try:
            checkpoint.save(self._path)
        except OSError as error:
            raise UsageError(f"{self._path}: {error.strerror}") from error

    def forget(self) -> None:
        """Begin from the start the next time. Dead letters stay."""
        with exclusive.held(self.folder / "lock", "feeds this target"):
            self._path.unlink(missing_ok=True)

    @property
    def _path(self) -> Path:
        return self.folder / "checkpoint.json"


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a delivery."""

    lines: int
    """That were read."""

    dead: int
    """Of these, what the target refused, or nobody could read."""


class Delivery:
    """A target, and how far it has come. One process at a time may deliver to it.

    All here raise ``Unavailable`` where the target stays so, ``UsageError`` where the
    user has to mend something, and ``exclusive.Busy``. What was sent by then stays sent.
    """

    def __init__(
        self, target: Target, state: State, patience: Patience | None = None
    ) -> None:
        self._target = target
        self._state = state
        self._patience = patience or Patience()

    def run(
        self, lines: Path, *, limit: int | None = None, tell: Tell | None = None
    ) -> Sent:
        """Send what was stored since the last time, at most ``limit`` lines."""
        done = dead = 0
        with self._open():
            reader = LinesReader(lines, self._state.checkpoint)
            stored = islice(reader, limit)
            while batch := [*islice(stored, self._target.batch)]:
                found = self._send(batch)
                self._state.letters.add(found)
                self._state.save(reader.checkpoint)
                done += len(batch)
                dead += len(found)
                if tell:
                    tell(done, reader.pending)
            self._state.save(reader.checkpoint)
        return Sent(done, dead)

    def retry(self) -> Sent:
        """Send again what was refused; what is taken now is no dead letter any more."""
        with self._open():
            letters = self._state.letters.read()
            for start in range(0, len(letters), self._target.batch):
                batch = letters[start : start + self._target.batch]
                found = self._send([letter.line for letter in batch])
                self._state.letters.replace({each.number for each in batch}, found)
            return Sent(len(letters), len(self._state.letters.read()))

    @contextmanager
    def _open(self) -> Iterator[None]:
        with exclusive.held(self._state.folder / "lock", "feeds this target"):
            try:
                self._patiently(self._target.open)
                yield
            finally:
                self._target.close()

    def _send(self, batch: Sequence[Line]) -> list[Letter]:
        """Return those of a batch that go no further, with the reason."""
        lines = {line.number: line for line in batch}
        told: list[Event] = []
        dead: list[Letter] = []
        for line in batch:
            try:
                told.append(events.read(line))
            except DamagedLine as error:
                dead.append(Letter.of(line, str(error)))
        if told:
            refused = self._patiently(lambda: self._target.send(told))
            dead += [Letter.of(lines[no.event.number], no.reason) for no in refused]
        return dead

    def _patiently(self, action: Callable[[], T]) -> T:
        """Return what ``action`` does once the target is available."""
        waited = 0.0
        for pause in self._patience.pauses():
            try:
                return action()
            except Unavailable as error:
                wait = max(pause, error.pause or 0.0)
                if waited + wait > self._patience.total:
                    raise
                logger.warning("%s; trying again in %.0f s", error, wait)
            self._patience.sleep(wait)
            waited += wait
        raise AssertionError  # the pauses have no end
