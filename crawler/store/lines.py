"""The stored lines, read in order and each once, from where a reader has come to.

Lines are appended to a file a day; a file that is closed may be compressed. A place in
a file is counted in bytes of the lines themselves, so it stays what it is when that
happens.
"""

from __future__ import annotations

import gzip
import logging
import os
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

import msgspec

from crawler.store import atomic

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

logger = logging.getLogger(__name__)

PLAIN = ".jsonl"
_PACKED = (".jsonl.zst", ".jsonl.gz")

_DAY = len("2026-11-26")

# Numbers of lines grow by the day and by the place in the day's file. With 39 bits for
# the place (500 GB a day) a number is exact in JavaScript, too, until 2064.
_FIRST_DAY = date(2020, 1, 1)
_PLACE_BITS = 39

# What a packed file may answer that was cut short or damaged.
_DAMAGE = (OSError, EOFError, zlib.error, zstd.ZstdError)


@dataclass(frozen=True, slots=True)
class Line:
    """One stored line."""

    file: str
    """The file's name without its endings: ``2026-11-26``."""

    place: int
    """Where the line starts, in bytes of the lines in its file."""

    text: bytes
    """The line without its end."""

    @property
    def day(self) -> date:
        """The day of the storing; the first of 2020 where the file names none."""
        try:
            return date.fromisoformat(self.file[:_DAY])
        except ValueError:
            return _FIRST_DAY

    @property
    def number(self) -> int:
        """Greater than that of every line before this one, and never another one's."""
        days = max((self.day - _FIRST_DAY).days, 0)
        return (days << _PLACE_BITS) + self.place + 1

    def __str__(self) -> str:
        return f"{self.file}, byte {self.place}"


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """How far one file was read."""

    place: int = 0
    """Bytes of lines that were read."""

    packed: int = 0
    """Bytes of the packed file that has nothing more; 0 while none is known to."""


class Checkpoint(msgspec.Struct, frozen=True):
    """How far a reader has come: all that it needs to go on, in any process."""

    files: dict[str, Mark] = {}  # msgspec gives each its own

    @classmethod
    def read(cls, path: Path) -> Checkpoint:
        """Return what was saved at ``path``; the start of all where nothing is.

        Raises ``ValueError`` where something else is in the file, and ``OSError``.
        """
        try:
            return msgspec.json.decode(path.read_bytes(), type=cls)
        except FileNotFoundError:
            return cls()
        except msgspec.MsgspecError as error:
            raise ValueError(f"{path}: {error}") from error

    def save(self, path: Path) -> None:
        """Save it at ``path``, whole or not at all. Raises ``OSError``."""
        atomic.write(path, msgspec.json.encode(self))


class LinesReader:
    """Reads each line after a checkpoint once, the older file first.

    A line that has no end yet is left for the next time, unless its file is packed,
    which says that nobody is writing it. A file that cannot be read costs a warning
    and is tried again the next time.
    """

    def __init__(self, folder: Path, checkpoint: Checkpoint | None = None) -> None:
        self._folder = folder
        self._marks = dict(checkpoint.files) if checkpoint else {}
        self._file: BinaryIO | None = None
        """What the file that is being read is on the disk."""
        self._waiting = 0
        """Bytes on the disk of the files after that one."""

    @property
    def checkpoint(self) -> Checkpoint:
        """How far the lines have been given out."""
        return Checkpoint(dict(self._marks))

    @property
    def pending(self) -> int:
        """Bytes on the disk that are still to be read."""
        if self._file is None:
            return sum(self._unread(path) for path in files(self._folder))
        return self._waiting + max(
            os.fstat(self._file.fileno()).st_size - self._file.tell(), 0
        )

    def __iter__(self) -> Iterator[Line]:
        paths = [path for path in files(self._folder) if self._unread(path)]
        sizes = [*map(_size_of, paths)]
        for number, path in enumerate(paths):
            self._waiting = sum(sizes[number + 1 :])
            try:
                yield from self._of(path)
            except _DAMAGE as error:
                logger.warning("%s cannot be read to its end: %s", path, error)
            finally:
                self._file = None

    def _unread(self, path: Path) -> int:
        """Return how many bytes of a file on the disk have not been looked at."""
        mark = self._marks.get(name_of(path), Mark())
        size = _size_of(path)
        if path.suffix != PLAIN:
            return 0 if mark.packed == size else size
        return size - mark.place if size >= mark.place else size

    def _of(self, path: Path) -> Iterator[Line]:
        name = name_of(path)
        packed = path.suffix != PLAIN
        with path.open("rb") as raw, _unpacked(raw, path) as file:
            self._file = raw
            place = self._marks.get(name, Mark()).place
            if not _lies_between_lines(file, place):
                logger.warning("%s is not what it was; it is read again", path)
                place = 0
                file.seek(0)
            for text in file:
                if not text.endswith(b"\n") and not packed:
                    return
                line = Line(name, place, text.rstrip(b"\r\n"))
                place += len(text)
                self._marks[name] = Mark(place)
                if line.text:
                    yield line
            if packed:
                self._marks[name] = Mark(place, path.stat().st_size)


def files(folder: Path) -> list[Path]:
    """Return the files of lines in a folder, the older first, each day's once.

    A file that is just being packed is there twice: it is read unpacked.
    """
    found: dict[str, Path] = {}
    for ending in (*_PACKED, PLAIN):
        for path in folder.glob(f"*{ending}"):
            found[name_of(path)] = path
    return [found[name] for name in sorted(found)]


def name_of(path: Path) -> str:
    """Return what a file of lines is called, packed or not."""
    return path.name[: path.name.index(PLAIN)]


def _unpacked(raw: BufferedReader, path: Path) -> BinaryIO:
    match path.suffix:
        case ".gz":
            return gzip.GzipFile(fileobj=raw)  # type: ignore[return-value]  # it is one
        case ".zst":
            return zstd.ZstdFile(raw)  # type: ignore[return-value]  # it is one
    return raw


def _lies_between_lines(file: BinaryIO, place: int) -> bool:
    """Go to a place in a file, and say whether a line starts there or the file ends."""
    if not place:
        return True
    file.seek(place - 1)
    return file.read(1) == b"\n"


def _size_of(path: Path) -> int:
    """Return a file's size; 0 where it was packed, and so renamed, just now."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
