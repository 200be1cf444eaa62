"""What was fetched, as the ledger says it of an address: noted with what is written next.

A page is safe once its record is in the archive. That it is there, the ledger is told in
the next transaction that there is anyway: that of the article which came of the page, or
any other of this process. What a killed process could not tell stands in its archive,
behind what the ledger knows of that file: see ``Archive.reconcile``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple, Self

from sqlalchemy import Connection, Text, and_, bindparam, case, update

from crawler.store.database import Database, milliseconds
from crawler.store.prepared import Prepared
from crawler.store.tables import State, addresses, files
from crawler.store.warc import Record
from crawler.urls import canonical

REDIRECTS = range(300, 400)
"""Answers that are in the archive, and of which an address is not said to be fetched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a fetch brought."""

    final: str
    """The address that answered, after redirects."""
    status: int
    content_hash: bytes
    """Of the body as sent."""
    etag: str | None = None
    last_modified: str | None = None

    @classmethod
    def of(cls, record: Record) -> Self:
        """Return what a record says of it."""
        told = {name.lower(): value for name, value in reversed(record.headers)}
        etag, modified = told.get(b"etag"), told.get(b"last-modified")
        return cls(
            final=record.url,
            status=record.status,
            content_hash=hash_of(record.body),
            etag=etag.decode("latin-1") if etag else None,
            last_modified=modified.decode("latin-1") if modified else None,
        )


def hash_of(body: bytes) -> bytes:
    """Return what stands for a body, as it was sent."""
    return blake2b(body, digest_size=16).digest()


class Written(NamedTuple):
    """Where a record has been written."""

    file: int
    """The file's row in the ledger."""
    at: int
    """Bytes before the record."""
    size: int

    @property
    def end(self) -> int:
        """Bytes up to its end."""
        return self.at + self.size


class Note(NamedTuple):
    """That an address was fetched, and what that brought."""

    id: int
    """The address's row in the ledger."""
    key: tuple[str, str]
    """Its outlet, and its canonical form."""
    fetched: Fetched
    written: Written
    time: datetime

    @property
    def led_to(self) -> str | None:
        """The address that answered, canonical; ``None`` where it is the same."""
        final = canonical(self.fetched.final)
        return final if final != self.key[1] else None


_IS_NOTED = and_(
    addresses.c.file == bindparam("in_file"),
    addresses.c.record_at == bindparam("place"),
)
_NOTE = Prepared(
    update(addresses)
    .where(addresses.c.id == bindparam("of"))
    .values(
        # What was joined to an article meanwhile has no turn of its own, and what is
        # told a second time is settled by now.
        state=case(
            (addresses.c.state == State.JOINED, State.JOINED),
            (_IS_NOTED, addresses.c.state),
            else_=State.FETCHED,
        ),
        fetched_at=bindparam("on"),
        changed_at=case(
            (addresses.c.content_hash == bindparam("hash"), addresses.c.changed_at),
            else_=bindparam("on"),
        ),
        status=bindparam("said"),
        final=bindparam("led_to", type_=Text),
        etag=bindparam("tag"),
        last_modified=bindparam("modified"),
        content_hash=bindparam("hash"),
        file=bindparam("in_file"),
        record_at=bindparam("place"),
    )
)
_KNOWN = Prepared(
    update(files)
    .where(files.c.id == bindparam("in_file"))
    .values(known=bindparam("end"))
)


class Fetches:
    """What one process has fetched, and the ledger is not told of yet.

    Whoever tells the ledger of addresses does so through here, and so tells this first.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._open: dict[tuple[str, str], Note] = {}
        self._away: set[Note] = set()
        """Of articles that are being kept, here or in another process."""
        self._ends: dict[int, int] = {}
        """Of files that the ledger does not know to their ends."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Read, without keeping anybody from writing. Raises ``StorageError``."""
        return self._database.reading()

    def add(self, note: Note) -> None:
        """Have an address noted with what is written next.

        At once where it led elsewhere: of that address, too, others may ask.
        """
        self._open[note.key] = note
        self._ends[note.written.file] = note.written.end
        if note.led_to:
            with self.writing():
                pass

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Do all that is in the block, or nothing; what was fetched is noted before.

        Raises ``StorageError``.
        """
        notes, ends = list(self._open.values()), self._known()
        with self._database.writing() as connection:
            write(connection, notes)
            for file, end in ends.items():
                know(connection, file, end)
            yield connection
        self._open.clear()
        for file, end in ends.items():
            if self._ends.get(file) == end:
                del self._ends[file]

    @contextmanager
    def of(self, outlet: str | None, urls: Iterable[str]) -> Iterator[tuple[Note, ...]]:
        """Give what is to be noted when an article is kept, here or by another process.

        The block raises where it is not: then it is noted later.
        """
        keys = {(outlet or "", canonical(url)) for url in urls} & self._open.keys()
        notes = {key: self._open.pop(key) for key in keys}
        self._away |= {*notes.values()}
        try:
            yield tuple(notes.values())
        except BaseException:
            self._open = notes | self._open  # what was fetched again since then counts
            raise
        finally:
            self._away -= {*notes.values()}

    @contextmanager
    def along(self, notes: Iterable[Note]) -> Iterator[None]:
        """Note what was given ``of`` an article with what is written in the block."""
        keys = [note.key for note in notes]
        self._open |= zip(keys, notes, strict=True)
        try:
            yield
        finally:
            for key in keys:
                self._open.pop(key, None)

    def _known(self) -> dict[int, int]:
        """Return how far each file is known as soon as all but what is away is noted."""
        known = dict(self._ends)
        for note in self._away:
            file, at, _ = note.written
            known[file] = min(known[file], at)
        return known


def write(connection: Connection, notes: Iterable[Note]) -> None:
    """Note what was fetched, within a transaction."""
    _NOTE.run_each(connection, [_values(note) for note in notes])


def know(connection: Connection, file: int, end: int) -> None:
    """Note how many bytes of a file are known, within a transaction."""
    _KNOWN.run(connection, {"in_file": file, "end": end})


def _values(note: Note) -> dict[str, int | str | bytes | None]:
    fetched = note.fetched
    return {
        "of": note.id,
        "on": milliseconds(note.time),
        "said": fetched.status,
        "led_to": note.led_to,
        "tag": fetched.etag,
        "modified": fetched.last_modified,
        "hash": fetched.content_hash,
        "in_file": note.written.file,
        "place": note.written.at,
    }
