"""Lines in files, one a day, each line known to the ledger.

A line is written whole, and then the ledger is committed. What a kill leaves between
the two is found when the file is next opened: an unfinished line is cut off, and one
that the ledger does not know is entered into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from crawler.errors import StorageError
from crawler.store.appended import Appended
from crawler.store.database import AnyRow, Database
from crawler.store.entries import enter_all
from crawler.store.folder import DataFolder
from crawler.store.packing import PACKED, holds_same, pack
from crawler.store.tables import files


class Place(NamedTuple):
    """A file that a line is to be written to."""

    file: Appended
    row: int
    """Its row in the ledger."""
    is_as_left: bool = False
    """Whether nobody has written to it since this process did."""


class Days:
    """The files in one folder of a data folder.

    ``waits`` are how long after it was first stored an article is looked at again.
    """

    def __init__(
        self,
        database: Database,
        folder: DataFolder,
        name: str,
        waits: Sequence[timedelta] = (),
    ) -> None:
        self._database = database
        self._folder = folder
        self._name = name
        self._waits = waits
        self._open: Appended | None = None
        self._left: tuple[Path, int, int] | None = None
        """The file that was written to last, its size after that, and its row."""

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self._folder.path / self._name

    def place(self, now: datetime, locked: ExitStack) -> Place:
        """Return the file of today, made if need be, mended, and ``locked`` meanwhile.

        Raises ``OSError`` and ``StorageError``.
        """
        file = self._of_day(now.date())
        locked.enter_context(file.locked())
        if self._left and self._left[:2] == (file.path, file.size):
            return Place(file, self._left[2], is_as_left=True)
        return Place(file, self._mended(file, now)[0])

    def leave(self, place: Place) -> None:
        """Note that the ledger knows all of a file, which is still locked."""
        self._left = place.file.path, place.file.size, place.row

    def begun(self, now: datetime, locked: ExitStack) -> Place | None:
        """Return the same, if there is such a file."""
        return self.place(now, locked) if self._path_of(now.date()).exists() else None

    def begin(self, connection: Connection, now: datetime, locked: ExitStack) -> Place:
        """Return the file of today where there was none, within a transaction."""
        file = self._of_day(now.date())
        locked.enter_context(file.locked())
        row = self._folder.made(connection, f"{self._name}/{file.path.name}")
        return Place(file, row.id)

    def reconcile(self, *, now: datetime) -> int:
        """Enter lines that the ledger does not know; return how many there were.

        Raises ``StorageError``.
        """
        entered = 0
        if not self.folder.exists():
            return 0
        try:
            known = self._known()
            for path in sorted(filter(Path.is_file, self.folder.iterdir())):
                row = known.get(path.name.removesuffix(PACKED))
                if path.name.endswith(f".jsonl{PACKED}"):
                    entered += self._reconcile_packed(path, row, now)
                elif path.suffix == ".jsonl" and not (
                    row and row.known == path.stat().st_size
                ):
                    file = Appended.opened(path)
                    with file.locked():
                        entered += self._mended(file, now)[1]
                    file.close()
        except (OSError, EOFError) as error:
            raise failed(self.folder, error) from error
        return entered

    def pack(self, *, before: date) -> list[Path]:
        """Pack the files of days before a day; return those that were made.

        A file that another process writes to is left for the next time. Raises
        ``StorageError``.
        """
        made = []
        try:
            known = self._known()
            for path in sorted(self.folder.glob("*.jsonl")):
                row = known.get(path.name)
                if row is None or path.stem >= before.isoformat():
                    continue
                if packed := pack(path, row.known):
                    self._note_packed(row.id)
                    path.unlink()
                    made.append(packed)
        except OSError as error:
            raise failed(self.folder, error) from error
        return made

    def close(self) -> None:
        """Bring all to the disk and let the file go. Raises ``StorageError``."""
        if self._open:
            file, self._open = self._open, None
            try:
                file.close()
            except OSError as error:
                raise failed(self.folder, error) from error

    def _mended(self, file: Appended, now: datetime) -> tuple[int, int]:
        """Enter what the ledger does not know of a file, and cut an unfinished line.

        Returns the file's row, and how many lines were entered. Whoever calls holds the
        file's lock.
        """
        name = f"{self._name}/{file.path.name}"
        with self._database.reading() as connection:
            row = self._folder.row(connection, name)
        if row is None:
            with self._database.writing() as connection:
                row = self._folder.made(connection, name)
        if file.size <= row.known:
            return row.id, 0
        entered, end = enter_all(
            self._database, file.path, row.id, row.known, now, waits=self._waits
        )
        file.cut(end)
        return row.id, entered

    def _reconcile_packed(self, path: Path, row: AnyRow | None, now: datetime) -> int:
        """Enter what the ledger does not know of a packed file; finish a packing."""
        plain = path.with_suffix("")
        if plain.exists():
            if holds_same(path, plain):
                plain.unlink()
            elif row is None or not row.closed:
                return 0  # a packing that was not finished, and will be done again
        if row is not None and row.closed:
            return 0
        with self._database.writing() as connection:
            row = self._folder.made(connection, f"{self._name}/{plain.name}")
        entered, _ = enter_all(self._database, path, row.id, row.known, now)
        self._note_packed(row.id)
        return entered

    def _note_packed(self, file: int) -> None:
        with self._database.writing() as connection:
            connection.execute(
                update(files).where(files.c.id == file).values(closed=True)
            )

    def _known(self) -> dict[str, AnyRow]:
        """Return what the ledger knows of the files here, by their names, unpacked."""
        query = select(files.c.id, files.c.name, files.c.known, files.c.closed).where(
            files.c.folder == self._folder.id, files.c.name.startswith(f"{self._name}/")
        )
        with self._database.reading() as connection:
            rows = connection.execute(query)
            return {row.name.removeprefix(f"{self._name}/"): row for row in rows}

    def _of_day(self, day: date) -> Appended:
        """Return the file of ``day``, opened; that of the day before is closed."""
        path = self._path_of(day)
        if self._open is None or self._open.path != path:
            self.close()
            self.folder.mkdir(exist_ok=True)
            self._open = Appended.opened(path)
        return self._open

    def _path_of(self, day: date) -> Path:
        return self.folder / f"{day.isoformat()}.jsonl"


def failed(folder: Path, error: OSError | EOFError) -> StorageError:
    """Return what is to be said where the lines cannot be read or written."""
    said = getattr(error, "strerror", None) or str(error)
    help_ = "make space, and start again: it goes on where it stopped"
    return StorageError(f"cannot write to {folder}: {said}; {help_}")
