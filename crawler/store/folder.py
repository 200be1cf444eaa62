"""The data folder: where all that lasts is, and the name by which the ledger knows it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from uuid import uuid4

from sqlalchemy import Connection, bindparam, select

from crawler.errors import UsageError
from crawler.store.database import AnyRow
from crawler.store.tables import files
from crawler.store.upserts import insert

_NAME = "folder.id"

_ROW = select(files.c.id, files.c.known, files.c.closed).where(
    files.c.folder == bindparam("of"), files.c.name == bindparam("called")
)


@dataclass(frozen=True, slots=True)
class DataFolder:
    """A folder that can be written, and that may be moved."""

    path: Path
    id: str
    """Random; what tells it from other folders of which the same ledger knows."""

    @classmethod
    def opened(cls, path: Path) -> Self:
        """Return the folder at ``path``, made if need be. Raises ``UsageError``."""
        try:
            path.mkdir(parents=True, exist_ok=True)
            if not os.access(path, os.W_OK | os.X_OK):
                raise _unusable(path, "not writable")
            return cls(path, _id(path / _NAME))
        except OSError as error:
            raise _unusable(path, error.strerror or str(error)) from error

    def row(self, connection: Connection, name: str) -> AnyRow | None:
        """Return what the ledger knows of a file here: ``id``, ``known``, ``closed``."""
        return connection.execute(_ROW, {"of": self.id, "called": name}).first()

    def made(self, connection: Connection, name: str) -> AnyRow:
        """Return the same, after making a row for it if there is none."""
        values = {"folder": self.id, "name": name}
        row = insert(connection, files).values(values).on_conflict_do_nothing()
        connection.execute(row)
        found = self.row(connection, name)
        assert found is not None  # noqa: S101  # it was just made
        return found


def _id(path: Path) -> str:
    """Return what the file says, or write it; of two processes the first does."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_text(f"{uuid4().hex}\n", encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def _unusable(folder: Path, reason: str) -> UsageError:
    return UsageError(
        f"cannot keep articles in {folder}: {reason}; "
        "name another folder with -s DATA_FOLDER=…"
    )
