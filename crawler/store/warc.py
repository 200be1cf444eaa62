"""The format of the archive: each response a WARC record, a gzip member of its own.

Source: WARC 1.1, ISO 28500:2017; annex D for one member a record.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from fastwarc import ArchiveIterator, GzipWriter, WarcRecord, WarcRecordType

from crawler.records import OUTLET

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


def response(record: Record) -> bytes:
    """Return a response as it stands in a file."""
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
    return _packed(made)


def head(name: str, now: datetime) -> bytes:
    """Return the record that says what a file is, as it stands there."""
    made = _warc(WarcRecordType.warcinfo, now)
    made.headers["WARC-Filename"] = name
    made.headers["Content-Type"] = "application/warc-fields"
    made.set_bytes_content(b"software: Jingwen\r\nformat: WARC File Format 1.1\r\n")
    return _packed(made)


def responses(path: Path, start: int) -> Iterator[tuple[int, Record]]:
    """Yield each response of those records that begin at byte ``start`` or later.

    With it comes how many bytes are before it.
    """
    with path.open("rb") as file:
        file.seek(start)
        for found in ArchiveIterator(file, record_types=WarcRecordType.response):
            yield found.stream_pos, record_of(found)


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


def whole(path: Path, start: int) -> int:
    """Return where the last whole record ends, of those that begin at ``start``."""
    with path.open("rb") as file:
        end = start
        while (next_end := _end_of_member(file, end)) is not None:
            end = next_end
    return end


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
