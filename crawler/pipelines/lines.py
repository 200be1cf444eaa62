"""A file of lines that several processes append to, and that a kill leaves whole."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

# Lines. What a power cut may cost; a killed process loses none, since each line
# is with the operating system before the next one begins.
_SYNC_EVERY = 100

# Bytes. How far back the end of the last whole line is looked for at a time:
# more than most articles have.
_STEP = 64 * 1024


class Lines:
    """A file opened for appending whole lines.

    Each line is one write at the file's end, under a lock that other processes
    ask for, too. What a killed process left unfinished is cut off before.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor
        self._unsynced = 0

    @classmethod
    def opened(cls, path: Path) -> Self:
        """Return the file at ``path``, made if need be. Raises ``OSError``."""
        return cls(path, os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644))

    def append(self, line: bytes) -> None:
        """Write ``line``, which ends itself. Raises ``OSError`` on a full disk."""
        with _locked(self._descriptor):
            _cut_unfinished(self._descriptor)
            rest = memoryview(line)
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        self._unsynced += 1
        if self._unsynced >= _SYNC_EVERY:
            self._sync()

    def mend(self) -> None:
        """Cut off a last line that has no end."""
        with _locked(self._descriptor):
            _cut_unfinished(self._descriptor)

    def close(self) -> None:
        """Bring the lines to the disk and let the file go."""
        if self._unsynced:
            self._sync()
        os.close(self._descriptor)

    def _sync(self) -> None:
        os.fsync(self._descriptor)
        self._unsynced = 0


@contextmanager
def _locked(descriptor: int) -> Iterator[None]:
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _cut_unfinished(descriptor: int) -> None:
    size = os.fstat(descriptor).st_size
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        os.ftruncate(descriptor, _whole(descriptor, size))


def _whole(descriptor: int, size: int) -> int:
    """Return how many of the first ``size`` bytes are whole lines."""
    while size:
        start = max(0, size - _STEP)
        place = os.pread(descriptor, size - start, start).rfind(b"\n")
        if place >= 0:
            return start + place + 1
        size = start
    return 0
