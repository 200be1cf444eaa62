"""Archives of the web, written as others write them: by warcio, not by what reads them."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DATE = "2024-11-02T08:00:00Z"


class Record(NamedTuple):
    """One record; ``headers`` are those of HTTP and make it a response."""

    url: str
    body: bytes
    kind: str = "response"
    status: str = "200 OK"
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),)
    content_type: str = "text/plain"
    """The record's own, where it has no HTTP headers."""


def text(url: str, *lines: str) -> Record:
    """Return a record as WET files hold them."""
    return Record(url, "\n".join(lines).encode(), kind="conversion")


def write(path: Path, records: Iterable[Record]) -> Path:
    """Write an archive, packed where its name says so."""
    file = BytesIO()
    writer = WARCWriter(file, gzip=path.suffix == ".gz")
    made = [writer.create_warcinfo_record(path.name, {"software": "a"})]
    for url, body, kind, status, headers, content_type in records:
        http = None
        if kind == "response":
            http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
        made.append(
            writer.create_warc_record(
                url,
                kind,
                payload=BytesIO(body),
                http_headers=http,
                warc_content_type=content_type if http is None else "",
                warc_headers_dict={"WARC-Date": DATE},
            )
        )
    for record in made:
        writer.write_record(record)
        record.raw_stream.close()  # its own, to count a digest
    path.write_bytes(file.getvalue())
    return path
