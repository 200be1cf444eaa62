"""One lock an outlet, so that two runs of it never overlap; freed when a process dies."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from crawler.errors import StorageError
from crawler.store.database import Database


class Locks(Protocol):
    """The outlets that this process holds."""

    def take(self, outlet: str) -> bool:
        """Take an outlet; say whether it was to be had. Raises ``StorageError``."""
        ...

    def close(self) -> None:
        """Let all go."""
        ...


def locks_of(database: Database) -> Locks:
    """Return the locks that hold for all who share ``database``."""
    file = database.file
    return FileLocks(file.parent / "locks") if file else ServerLocks(database)


class FileLocks:
    """Locks on files beside the database: the system frees those of the dead."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: dict[str, int] = {}

    def take(self, outlet: str) -> bool:
        """Take an outlet; say whether it was to be had. Raises ``StorageError``."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / f"{outlet}.lock"
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StorageError(
                f"cannot lock {outlet} in {self.folder}: {error}"
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._held[outlet] = descriptor
        return True

    def close(self) -> None:
        """Let all go."""
        while self._held:
            os.close(self._held.popitem()[1])


class ServerLocks:
    """Advisory locks of PostgreSQL, which frees them when the connection ends."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None

    def take(self, outlet: str) -> bool:
        """Take an outlet; say whether it was to be had. Raises ``StorageError``."""
        with self._database.told():
            if self._connection is None:
                # By itself, so that no transaction is left open while pages are read.
                self._connection = self._database.engine.connect().execution_options(
                    isolation_level="AUTOCOMMIT"
                )
            taken = select(func.pg_try_advisory_lock(_number(outlet)))
            return bool(self._connection.execute(taken).scalar_one())

    def close(self) -> None:
        """Let all go."""
        if self._connection is None:
            return
        # Asked to, the server has let go when it answers; of a connection that ends it
        # learns a moment later. Where it is gone, so are the locks.
        with suppress(SQLAlchemyError):
            self._connection.execute(select(func.pg_advisory_unlock_all()))
        self._connection.invalidate()  # not back to the pool: it is not a usual one
        self._connection.close()
        self._connection = None


def _number(outlet: str) -> int:
    """Return what stands for an outlet among PostgreSQL's locks: 63 bits."""
    digest = blake2b(f"jingwen {outlet}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
