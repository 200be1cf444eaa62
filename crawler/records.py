"""Pages out of files: a saved page is one, an archive of the web holds many.

WARC files hold responses as they came, WET files the text that somebody took out of
them: the first give pages of markup, the second flat ones. A record says where its page
was found, and when.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawler import saved
from crawler.errors import UnreadablePage, UsageError
from crawler.page import MAX_BYTES
from crawler.saved import SavedPage
from crawler.urls import canonical

SUFFIXES = (".warc", ".warc.gz", ".wet", ".wet.gz")
"""What the names of archives end with."""

OUTLET = "Jingwen-Outlet"
"""A header of our own archives: the key of the outlet whose page a record holds."""

_PAGES = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion

# Of a response that is a page, whatever it holds.
_OK = 200

# What pages call themselves. A response that says nothing is looked at.
_TYPES = ("text/html", "application/xhtml", "text/plain", "application/xml", "text/xml")


@dataclass(frozen=True, slots=True)
class Broken:
    """A page, or the rest of an archive, that cannot be read."""

    error: UnreadablePage


def find(path: Path) -> Iterator[Path]:
    """Return the saved pages and archives at and below ``path``, in order of names.

    Raises ``UsageError`` where there is no such file or folder.
    """
    found = saved.find(path)
    if not path.is_dir():
        return found
    archives = (file for file in path.rglob("*") if is_archive(file) and file.is_file())
    return iter(sorted((*found, *archives)))


def is_archive(path: Path) -> bool:
    """Say whether ``path`` is named as an archive is."""
    return path.name.lower().endswith(SUFFIXES)


def pages(path: Path) -> Iterator[SavedPage | Broken]:
    """Yield each page that the file at ``path`` holds; a saved page alone.

    Of an archive these are successful responses, resources and conversions of a type
    that may be a page, in their order; a record that is too large is ``Broken``, and so
    is what follows a place that cannot be read. Raises ``UnreadablePage`` where the
    file cannot be opened, and what ``saved.read`` raises.
    """
    if not is_archive(path):
        yield saved.read(path)
        return
    yield from _records(path)


def page_at(path: Path, url: str) -> SavedPage:
    """Return the last page that an archive holds of ``url``, spelled as it may be.

    Raises ``UsageError`` where it holds none.
    """
    wanted = canonical(url)
    found = None
    for page in pages(path):
        if isinstance(page, SavedPage) and canonical(page.url) == wanted:
            found = page
    if found is None:
        raise UsageError(f"{path}: no page of {url}; without --url all are printed")
    return found


def record(path: Path, at: int) -> SavedPage:
    """Return the page whose record begins ``at`` so many bytes in an archive.

    Raises ``UnreadablePage``, also where there is no record of a page's answer.
    """
    place = path.absolute().as_uri()
    try:
        with path.open("rb") as file:
            file.seek(at)
            found = next(iter(ArchiveIterator(file, auto_decode="transfer")), None)
            if found is None or not found.record_type & _PAGES:
                raise UnreadablePage(place, "no record there", f"byte {at}")
            if found.http_headers is not None and found.http_headers.status_code != _OK:
                raise UnreadablePage(
                    _url(found), f"HTTP {found.http_headers.status_code}"
                )
            page = _page(found, path)
    except OSError as error:
        detail = error.strerror or str(error)
        raise UnreadablePage(place, "archive cannot be read", detail) from error
    if isinstance(page, Broken):
        raise page.error
    return page


class Neighbors:
    """The other pages that are saved beside one: in its folder, or in its archive."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._files: dict[str, Path] = {}
        self._places: dict[str, int] = {}
        if is_archive(path):
            self._places = dict(_addresses(path))
        else:
            self._files = saved.by_address(path.parent)

    def __iter__(self) -> Iterator[str]:
        """Yield their canonical addresses."""
        return iter(self._places or self._files)

    def read(self, url: str) -> SavedPage:
        """Return the page found at ``url``. Raises ``UnreadablePage``, also for none."""
        address = canonical(url)
        if file := self._files.get(address):
            return saved.read(file)
        if address not in self._places:
            where = "in" if is_archive(self._path) else "beside"
            raise UnreadablePage(url, "not saved", f"not {where} {self._path}")
        page = next(_records(self._path, self._places[address]))
        if isinstance(page, Broken):
            raise page.error
        return page


def _addresses(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the canonical address of each page in an archive, and the record's place."""
    with suppress(OSError), path.open("rb") as file:
        for record in ArchiveIterator(file, record_types=_PAGES):
            if _may_be_page(record):
                yield canonical(_url(record)), record.stream_pos


def _records(path: Path, start: int = 0) -> Iterator[SavedPage | Broken]:
    place = path.absolute().as_uri()
    try:
        with path.open("rb") as file:
            file.seek(start)
            # Of its ways to decode, "all" lost the record behind a gzipped one (2.0.1).
            archive = ArchiveIterator(file, record_types=_PAGES, auto_decode="transfer")
            for record in archive:
                if _may_be_page(record):
                    yield _page(record, path)
    except OSError as error:
        detail = error.strerror or str(error)
        reason = "damaged archive" if error.errno is None else "cannot be opened"
        yield Broken(UnreadablePage(place, reason, detail))


def _may_be_page(record: WarcRecord) -> bool:
    """Whether a record holds a successful answer of a type that a page may have."""
    if record.http_headers is not None and record.http_headers.status_code != _OK:
        return False
    if not record.headers.get("WARC-Target-URI"):
        return False
    kind = _content_type(record)
    return kind is None or kind.lower().lstrip().startswith(_TYPES)


def _url(record: WarcRecord) -> str:
    return str(record.headers["WARC-Target-URI"]).strip("<>")  # as some writers put it


def _content_type(record: WarcRecord) -> str | None:
    """The whole value of the page's own header; WET records say it in the record's."""
    held = record.headers if record.http_headers is None else record.http_headers
    return held.get("Content-Type") or None


def _page(record: WarcRecord, path: Path) -> SavedPage | Broken:
    url = _url(record)
    try:
        body = _body(record, url)
    except UnreadablePage as error:
        return Broken(error)
    kind = _content_type(record)
    if kind is None and record.record_type == WarcRecordType.conversion:
        kind = "text/plain; charset=utf-8"
    return SavedPage(
        path=path,
        body=body,
        url=url,
        content_type=kind,
        outlet=record.headers.get(OUTLET) or None,
        fetched=_moment(record),
    )


def _body(record: WarcRecord, url: str) -> bytes:
    """The page's bytes, unpacked. Raises ``UnreadablePage``."""
    # Room for all that is asked for is made before anything is read.
    body: bytes = record.reader.read(min(record.content_length, MAX_BYTES) + 1)
    held: Any = record.http_headers or {}
    if len(body) > MAX_BYTES:
        raise UnreadablePage(url, "too large", f"more than {MAX_BYTES:,} bytes")
    if not held.get("Transfer-Encoding") and len(body) < record.content_length:
        told = f"{len(body):,} of {record.content_length:,} bytes"
        raise UnreadablePage(url, "cut short", told)
    packed = (held.get("Content-Encoding") or "identity").strip().lower()
    if saved.is_packed(body):  # many writers unpack it and leave the header
        return saved.unpack(body, url=url)
    if packed not in {"identity", "gzip", "x-gzip", ""} and _is_noise(body):
        raise UnreadablePage(url, "packed in another way", packed)
    return body


def _is_noise(body: bytes) -> bool:
    """Whether bytes are no text: written as packed, they may be unpacked already."""
    return b"<" not in body[:1024] and b"\x00" in body[:4096]


def _moment(record: WarcRecord) -> datetime | None:
    moment: datetime | None = record.record_date
    if moment is None or moment.tzinfo:
        return moment
    return moment.replace(tzinfo=UTC)
