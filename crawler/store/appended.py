"""A file that grows at its end, by whole pieces, and that a kill leaves mendable.

Each piece is with the operating system before the next one begins, so a killed process
loses none; what a power cut may cost is brought to the disk every so often.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

# Pieces. What a power cut may cost.
_SYNC_EVERY = 100


class Appended:
    """A file opened for appending, by one process at a time.

    A piece that cannot be written whole, as on a full disk, is taken back before the
    error is raised: what is in the file is always whole, unless the process is killed.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor
        self._unsynced = 0

    @classmethod
    def opened(cls, path: Path) -> Self:
        """Return the file at ``path``, made if need be. Raises ``OSError``."""
        return cls(path, os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644))

    @property
    def size(self) -> int:
        """Its length in bytes, with what other processes have added."""
        return os.fstat(self._descriptor).st_size

    def append(self, piece: bytes) -> None:
        """Write ``piece`` at the end, whole or not at all. Raises ``OSError``."""
        start, rest = self.size, memoryview(piece)
        try:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        except OSError:
            self.cut(start)
            raise
        self._unsynced += 1
        if self._unsynced >= _SYNC_EVERY:
            self._sync()

    def cut(self, size: int) -> None:
        """Take off what stands behind the first ``size`` bytes. Raises ``OSError``."""
        if self.size > size:
            os.ftruncate(self._descriptor, size)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes that ask for the same lock from writing meanwhile."""
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def lock(self) -> bool:
        """Take the same lock until the file is closed; say whether it was to be had."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Bring all to the disk and let the file go. Raises ``OSError``."""
        try:
            if self._unsynced:
                self._sync()
        finally:
            os.close(self._descriptor)

    def _sync(self) -> None:
        os.fsync(self._descriptor)
        self._unsynced = 0
