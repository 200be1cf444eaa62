"""One process at a time, however it ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crawler.errors import UsageError

_PAUSE = 0.2  # seconds between two looks whether the other process has ended


class Busy(UsageError):
    """Another process has the lock. The message says which one, and what it does."""


@contextmanager
def held(path: Path, doing: str, *, patience: float = 0.0) -> Iterator[None]:
    """Hold the lock at ``path``; it ends with this block, or with its process.

    ``doing`` is what the holder does, such as "writes the index". Raises ``Busy``
    where another process still does after ``patience`` seconds, and ``UsageError``
    where the file cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    try:
        _lock(descriptor, doing, until=time.monotonic() + patience)
        os.ftruncate(descriptor, 0)
        with suppress(OSError):  # a full disk: who holds it is not told, then
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, doing: str, *, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                holder = os.pread(descriptor, 32, 0).decode() or "unknown"
                raise Busy(f"process {holder} {doing}; wait for its end") from None
            time.sleep(_PAUSE)
        else:
            return
