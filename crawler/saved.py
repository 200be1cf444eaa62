"""Saved pages: the bytes of a page as they came, and beside them what is known of it.

``slug.html`` (or ``slug.html.gz``) holds the bytes, ``slug.txt`` (or ``slug.txt.gz``)
those of a page that came as plain text; ``slug.json`` beside it may hold a note on what
is difficult, the response, and the article that a person has checked::

    {
      "note": "The byline stands after the body.",
      "response": {"url": "https://…", "content_type": "text/html", "outlet": "people"},
      "article": {"headline": "…"}
    }

A page that holds no article has ``"refused": "NotAnArticle"`` in its place.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec

from crawler.errors import UnreadablePage, UsageError
from crawler.page import MAX_BYTES, Page
from crawler.urls import canonical

_SUFFIXES = (".html", ".html.gz", ".txt", ".txt.gz")

# What a file says of itself by its name, where nobody wrote down its type.
_PLAIN = "text/plain"

_GZIP = b"\x1f\x8b"

# Bytes that come out of the decompressor at a time, so that a few kilobytes
# which unpack to gigabytes are refused before they do.
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """One saved page."""

    path: Path
    """The file that holds the bytes."""

    body: bytes
    """The response as sent, unpacked."""

    url: str
    """Where it was found; the file's own address where nobody wrote it down."""

    content_type: str | None = None
    """The header's whole value, such as ``text/html; charset=gb2312``."""

    outlet: str | None = None
    """Key of the outlet's site file."""

    fetched: datetime | None = None
    """When it was fetched. Always aware."""

    expected: Mapping[str, Any] | None = None
    """The fields that a person has checked; ``None`` where nobody did."""

    refused: str | None = None
    """Name of the error that the page must raise; ``None`` for an article."""

    def page(self) -> Page:
        """Decode and parse the bytes. Raises ``UnreadablePage``."""
        return Page.from_bytes(
            self.body,
            url=self.url,
            content_type=self.content_type,
            fetched=self.fetched,
        )


class _Response(msgspec.Struct, forbid_unknown_fields=True):
    url: str | None = None
    content_type: str | None = None
    outlet: str | None = None
    fetched: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class _Beside(msgspec.Struct, forbid_unknown_fields=True):
    note: str = ""
    response: _Response = msgspec.field(default_factory=_Response)
    article: dict[str, Any] | None = None
    refused: str | None = None


def find(path: Path) -> Iterator[Path]:
    """Return the saved pages at and below ``path``, in order of their names.

    Raises ``UsageError`` where there is no such file or folder.
    """
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder")
    if not path.is_dir():
        return iter((path,))
    files = (file for suffix in _SUFFIXES for file in path.rglob(f"*{suffix}"))
    return iter(sorted(file for file in files if file.is_file()))


def read(path: Path) -> SavedPage:
    """Return the page saved at ``path``, with what the JSON beside it says.

    Raises ``UsageError`` where there is no such file, and ``UnreadablePage`` for
    one that cannot be opened, more than 32 MiB, gzip that is damaged, and JSON
    that says something else than a saved page's does.
    """
    if not path.exists():
        raise UsageError(f"{path}: no such file")
    place = path.absolute().as_uri()
    body = _bytes(path, url=place)
    if path.suffix == ".gz":
        body = unpack(body, url=place)
    if len(body) > MAX_BYTES:
        raise UnreadablePage(place, "too large", f"more than {MAX_BYTES:,} bytes")
    beside = _beside(_json_of(path), url=place)
    return SavedPage(
        path=path,
        body=body,
        url=beside.response.url or place,
        content_type=beside.response.content_type or _type_of(path),
        outlet=beside.response.outlet,
        fetched=beside.response.fetched,
        expected=beside.article,
        refused=beside.refused,
    )


def by_address(folder: Path) -> dict[str, Path]:
    """Return the pages that ``folder`` itself holds by their canonical addresses.

    A page without JSON beside it has none, and one whose JSON is wrong is left out:
    reading it says what is wrong.
    """
    found: dict[str, Path] = {}
    for suffix in _SUFFIXES:
        for path in sorted(folder.glob(f"*{suffix}")):
            if url := address(path):
                found.setdefault(canonical(url), path)
    return found


def address(path: Path) -> str | None:
    """Return where the page saved at ``path`` was found, if the JSON beside it says so."""
    try:
        return _beside(_json_of(path), url=path.absolute().as_uri()).response.url
    except UnreadablePage:
        return None


def is_packed(body: bytes) -> bool:
    """Say whether ``body`` is gzip, as its first bytes tell."""
    return body.startswith(_GZIP)


def unpack(packed: bytes, *, url: str) -> bytes:
    """Return what gzip holds. Raises ``UnreadablePage`` naming ``url``.

    It is refused when it was cut short, is damaged, or holds more than 32 MiB:
    half an article must not pass for a whole one.
    """
    pieces: list[bytes] = []
    size = 0
    while packed:
        member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        while not member.eof:
            piece = _piece(member, packed, url)
            packed = member.unconsumed_tail or member.unused_data
            pieces.append(piece)
            size += len(piece)
            if size > MAX_BYTES:
                detail = f"more than {MAX_BYTES:,} bytes, unpacked"
                raise UnreadablePage(url, "too large", detail)
        if not is_packed(packed):  # zeros that fill up a block, or a stray line
            break
    return b"".join(pieces)


def _piece(member: zlib._Decompress, packed: bytes, url: str) -> bytes:
    try:
        piece = member.decompress(packed, _PIECE)
    except zlib.error as error:
        raise UnreadablePage(url, "damaged gzip", str(error)) from error
    if not piece and not member.unconsumed_tail and not member.eof:
        raise UnreadablePage(url, "cut short", "the gzip has no end")
    return piece


def _type_of(path: Path) -> str | None:
    return _PLAIN if path.name.lower().removesuffix(".gz").endswith(".txt") else None


def _json_of(path: Path) -> Path:
    """Return where the JSON of a saved page stands.

    >>> _json_of(Path("people/gbk.html.gz")).as_posix()
    'people/gbk.json'
    """
    stem = path.with_suffix("") if path.suffix == ".gz" else path
    return stem.with_suffix(".json")


def _beside(path: Path, *, url: str) -> _Beside:
    if not path.exists():
        return _Beside()
    try:
        return msgspec.json.decode(_bytes(path, url=url), type=_Beside)
    except msgspec.MsgspecError as error:
        raise UnreadablePage(url, "wrong JSON beside it", f"{path}: {error}") from error


def _bytes(path: Path, *, url: str) -> bytes:
    """Return a file's bytes, one more than is allowed at most."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        detail = error.strerror or str(error)
        raise UnreadablePage(url, "cannot be opened", detail) from error
