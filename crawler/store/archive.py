"""The archive: each fetched page as a WARC record, a gzip member of its own.

One process at a time appends to a file; others take the next number of the day. What a
killed process left unfinished is cut off before anything is added behind it, since no
reader gets past it.

Source: WARC 1.1, ISO 28500:2017; annex D for one member a record.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, NamedTuple

from fastwarc import ArchiveIterator, GzipWriter, WarcRecord, WarcRecordType
from sqlalchemy import update

from crawler.errors import StorageError
from crawler.records import OUTLET
from crawler.store.appended import Appended
from crawler.store.database import Database
from crawler.store.folder import DataFolder
from crawler.store.tables import files

FOLDER = "archive"

# Bytes. A file that is larger gets no more records: so much is still easily moved.
_FULL = 1024**3

# 6 packs pages as well as 9 does, in half of the time.
_LEVEL = 6

# Bytes that are unpacked at a time, to look for the end of a record.
_PIECE = 64 * 1024

# Headers of the way, not of the page: the bytes in the record are not in chunks.
_OF_THE_WAY = frozenset(
    {b"transfer-encoding", b"connection", b"keep-alive", b"content-length"}
)

_KIND = "Jingwen-Kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One response, as it was sent."""

    url: str
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    """Packed, where ``Content-Encoding`` says so."""
    fetched: datetime
    """When it came, in whole seconds."""
    outlet: str | None = None
    kind: str | None = None


class Written(NamedTuple):
    """Where a record has been written."""

    file: int
    """The file's row in the ledger."""
    at: int
    """Bytes before the record."""
    size: int


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
            at, piece = file.size, _packed(_response(record))
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
                return record_of(record)
        except OSError as error:
            raise _failed("read", path, error) from error

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
        file = Appended.opened(self._folder.path / name)
        if not file.lock() or file.size >= _FULL:
            file.close()
            return False
        with self._database.writing() as connection:
            row = self._folder.row(connection, name)
            if file.size < row.known if row else file.size > 0:
                file.close()
                return False
            row = row or self._folder.made(connection, name)
            file.cut(whole(file.path, row.known))
            if not file.size:
                file.append(_packed(_head(file.path.name, now)))
            connection.execute(
                update(files).where(files.c.id == row.id).values(known=file.size)
            )
        self._open, self._file = file, row.id
        return True


def whole(path: Path, start: int) -> int:
    """Return where the last whole record ends, of those that begin at ``start``."""
    with path.open("rb") as file:
        end = start
        while (next_end := _end_of_member(file, end)) is not None:
            end = next_end
    return end


def record_of(record: WarcRecord) -> Record:
    """Return what a response in a WARC file says."""
    record.parse_http()
    return Record(
        url=record.headers.get("WARC-Target-URI") or "",
        status=record.http_headers.status_code or 0,
        headers=record.http_headers.items_bytes(),
        body=record.reader.read(),
        fetched=record.record_date,
        outlet=record.headers.get(OUTLET),
        kind=record.headers.get(_KIND),
    )


def _end_of_member(file: BinaryIO, start: int) -> int | None:
    """Return where the gzip member ends that begins at ``start``; ``None``: nowhere."""
    file.seek(start)
    member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    while piece := file.read(_PIECE):
        try:
            while piece and not member.eof:
                member.decompress(piece, _PIECE)
                piece = member.unconsumed_tail
        except zlib.error:
            return None
        if member.eof:
            return file.tell() - len(member.unused_data)
    return None


def _response(record: Record) -> WarcRecord:
    made = _warc(WarcRecordType.response, record.fetched)
    made.headers["WARC-Target-URI"] = record.url
    for name, value in ((OUTLET, record.outlet), (_KIND, record.kind)):
        if value:
            made.headers[name] = value
    head = [b"HTTP/1.1 %d %s" % (record.status, _phrase(record.status))]
    head += [
        b"%s: %s" % (name, value.replace(b"\r", b" ").replace(b"\n", b" "))
        for name, value in record.headers
        if name.lower() not in _OF_THE_WAY
    ]
    head += [b"Content-Length: %d" % len(record.body), b"", b""]
    made.is_http = True
    made.set_bytes_content(b"\r\n".join(head) + record.body)
    return made


def _head(name: str, now: datetime) -> WarcRecord:
    """Return the record that says what a file is."""
    made = _warc(WarcRecordType.warcinfo, now)
    made.headers["WARC-Filename"] = name
    made.headers["Content-Type"] = "application/warc-fields"
    made.set_bytes_content(b"software: Jingwen\r\nformat: WARC File Format 1.1\r\n")
    return made


def _warc(kind: WarcRecordType, now: datetime) -> WarcRecord:
    made = WarcRecord()
    made.init_headers(record_type=kind)
    made.headers["WARC-Date"] = f"{now:%Y-%m-%dT%H:%M:%SZ}"
    return made


def _packed(record: WarcRecord) -> bytes:
    buffer = io.BytesIO()
    writer = GzipWriter(buffer, compression_level=_LEVEL)
    record.write(writer, checksum_data=True)
    writer.finish()
    return buffer.getvalue()


def _phrase(status: int) -> bytes:
    try:
        return HTTPStatus(status).phrase.encode()
    except ValueError:
        return b"Unknown"


def _failed(what: str, path: Path, error: OSError) -> StorageError:
    said = error.strerror or str(error)
    help_ = "make space, and start again: it goes on where it stopped"
    return StorageError(f"cannot {what} {path}: {said}; {help_}")
