"""The archive: each fetched page as a record, before anything is made of it.

One process at a time appends to a file; others take the next number of the day. What a
killed process left unfinished is cut off before anything is added behind it, since no
reader gets past it; what it left whole, and the ledger was not told of, is noted there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path

from fastwarc import ArchiveIterator, WarcRecordType
from sqlalchemy import Connection, bindparam, select, update

from crawler.errors import StorageError
from crawler.store import warc
from crawler.store.appended import Appended
from crawler.store.database import AnyRow, Database, milliseconds
from crawler.store.fetches import REDIRECTS, Fetched, Note, Written, know, write
from crawler.store.folder import DataFolder
from crawler.store.prepared import Prepared
from crawler.store.settling import in_pieces
from crawler.store.tables import LAST_TURN, addresses, files
from crawler.store.warc import Record, whole
from crawler.urls import canonical

FOLDER = "archive"

# Bytes. A file that is larger gets no more records: so much is still easily moved.
_FULL = 1024**3

# Of the address that a record is of.
_ADDRESS = select(addresses.c.id, addresses.c.fetched_at).where(
    addresses.c.outlet == bindparam("of"), addresses.c.address == bindparam("at")
)

# An article whose line was found before its page: it is read once more, as in a look,
# and then looked at in its time.
_LINED = Prepared(
    update(addresses)
    .where(
        addresses.c.id == bindparam("of"),
        addresses.c.article.is_not(None),
        addresses.c.fetched_at.is_(None),
    )
    .values(next_at=bindparam("on"), turn=LAST_TURN)
)


class Archive:
    """The WARC files of a data folder."""

    def __init__(self, database: Database, folder: DataFolder) -> None:
        self._database = database
        self._folder = folder
        self._open: Appended | None = None
        self._file = 0

    def add(self, record: Record) -> Written:
        """Write ``record``, whole or not at all. Raises ``StorageError``.

        The ledger is told by whoever notes what the record is of.
        """
        day = record.fetched.date().isoformat()
        try:
            file = self._file_of(day, record.fetched)
            at, piece = file.size, warc.response(record)
            file.append(piece)
        except OSError as error:
            raise _failed("write to", self._folder.path / FOLDER, error) from error
        return Written(self._file, at, len(piece))

    def read(self, name: str, at: int) -> Record:
        """Return the record that begins ``at`` so many bytes in a file of the folder.

        Raises ``StorageError`` where there is none.
        """
        path = self._folder.path / name
        try:
            with path.open("rb") as file:
                file.seek(at)
                record = next(iter(ArchiveIterator(file)), None)
                if record is None or record.record_type != WarcRecordType.response:
                    raise StorageError(f"{path}: no record at byte {at}")
                return warc.record_of(record)
        except OSError as error:
            raise _failed("read", path, error) from error

    def reconcile(self) -> int:
        """Note records that the ledger does not know; return how many there were.

        Those are what a kill left; files of processes that live are let be. Raises
        ``StorageError``.
        """
        noted = 0
        try:
            for row in self._files():
                path = self._folder.path / row.name
                if path.exists() and path.stat().st_size > row.known:
                    with closing(Appended.opened(path)) as file:
                        noted += self._mended(file, row) if file.lock() else 0
        except OSError as error:
            raise _failed("read", self._folder.path / FOLDER, error) from error
        return noted

    def close(self) -> None:
        """Bring all to the disk and let the file go. Raises ``StorageError``."""
        if self._open:
            file, self._open = self._open, None
            try:
                file.close()
            except OSError as error:
                raise _failed("write to", file.path, error) from error

    def _file_of(self, day: str, now: datetime) -> Appended:
        """Return the file that this process adds to."""
        if (
            self._open
            and self._open.path.name.startswith(day)
            and self._open.size < _FULL
        ):
            return self._open
        self.close()
        (self._folder.path / FOLDER).mkdir(exist_ok=True)
        number = 0
        while not self._take(f"{FOLDER}/{day}-{number:02}.warc.gz", now):
            number += 1
        assert self._open is not None  # noqa: S101  # it was just taken
        return self._open

    def _take(self, name: str, now: datetime) -> bool:
        """Open a file for adding, unless it is another's, full, or unknown."""
        with ExitStack() as unused:
            file = Appended.opened(self._folder.path / name)
            unused.callback(file.close)
            if not file.lock() or file.size >= _FULL:
                return False
            with self._database.writing() as connection:
                row = self._folder.row(connection, name)
                if file.size < row.known if row else file.size > 0:
                    return False
                row = row or self._folder.made(connection, name)
            self._mended(file, row)
            if not file.size:
                file.append(warc.head(file.path.name, now))
            unused.pop_all()
        self._open, self._file = file, row.id
        return True

    def _mended(self, file: Appended, row: AnyRow) -> int:
        """Note what the ledger does not know of a file, and cut an unfinished record.

        Returns how many pages were noted. Whoever calls holds the file's lock.
        """
        end, noted = whole(file.path, row.known), 0
        file.cut(end)
        for some in in_pieces(_found(file.path, row)):
            with self._database.writing() as connection:
                notes = [note for each in some if (note := _told(connection, each))]
                lined = [{"of": n.id, "on": milliseconds(n.time)} for n in notes]
                _LINED.run_each(connection, lined)
                write(connection, notes)
                know(connection, row.id, some[-1].written.at)
            noted += len(notes)
        with self._database.writing() as connection:
            know(connection, row.id, end)
        return noted

    def _files(self) -> Sequence[AnyRow]:
        """Return what the ledger knows of the files here: ``id``, ``name``, ``known``."""
        query = select(files.c.id, files.c.name, files.c.known).where(
            files.c.folder == self._folder.id, files.c.name.startswith(f"{FOLDER}/")
        )
        with self._database.reading() as connection:
            return connection.execute(query).all()


def _found(path: Path, row: AnyRow) -> Iterator[Note]:
    """Yield what responses say that the ledger does not know, of addresses without id."""
    for at, record in warc.responses(path, row.known):
        if record.status not in REDIRECTS and record.outlet is not None:
            key = record.outlet, canonical(record.url)
            written = Written(row.id, at, size=0)  # its end is not asked for
            yield Note(0, key, Fetched.of(record), written, record.fetched)


def _told(connection: Connection, note: Note) -> Note | None:
    """Return a note with the id of its address.

    ``None`` where that was fetched again since then, or nobody asked for it: then it was
    redirected to, and that is noted at once.
    """
    of, at = note.key
    row = connection.execute(_ADDRESS, {"of": of, "at": at}).first()
    if row is None or (row.fetched_at and row.fetched_at >= note.time):
        return None
    return note._replace(id=row.id)


def _failed(what: str, path: Path, error: OSError) -> StorageError:
    said = error.strerror or str(error)
    help_ = "make space, and start again: it goes on where it stopped"
    return StorageError(f"cannot {what} {path}: {said}; {help_}")
