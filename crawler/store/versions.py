"""Versions of articles, read back from their lines."""

from __future__ import annotations

import gzip
import logging
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from sqlalchemy import Connection, bindparam, select

from crawler.errors import DamagedLine
from crawler.items import Article
from crawler.store import events
from crawler.store.folder import DataFolder
from crawler.store.lines import Line
from crawler.store.packing import PACKED
from crawler.store.tables import files, versions

logger = logging.getLogger(__name__)


_LINE = (
    select(versions.c.line_at, versions.c.line_size, files.c.name, files.c.folder)
    .join(files)
    .where(
        versions.c.article == bindparam("article"),
        versions.c.version == bindparam("version"),
    )
)


class Versions:
    """The lines of a data folder, by what the ledger says of where they are.

    A packed file is kept open, and read on from where it was read last: who asks for
    lines in their order unpacks it once.
    """

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._path: Path | None = None
        self._open: IO[bytes] | None = None

    def article(self, connection: Connection, id_: int, version: int) -> Article | None:
        """Return a version of an article, by its number in the ledger, as its line has it.

        ``None`` where that is not at hand: it is in another machine's data folder, was
        moved away, or cannot be read.
        """
        of = {"article": id_, "version": version}
        row = connection.execute(_LINE, of).first()
        if row is None or row.folder != self._folder.id:
            return None
        return self.at(row.name, row.line_at, row.line_size)

    def at(self, name: str, at: int, size: int) -> Article | None:
        """Return the article whose line begins ``at`` so many bytes in a file.

        ``name`` is the file's within the data folder, unpacked.
        """
        path = self._folder.path / name
        try:
            text = self._text(path, at, size)
            return events.read(Line(path.name, at, text.rstrip(b"\n"))).article
        except (OSError, EOFError, DamagedLine) as error:
            logger.warning("%s, byte %d: %s; compared by its text", path, at, error)
            return None

    def close(self) -> None:
        """Let the file go."""
        if self._open:
            self._open.close()
        self._open = self._path = None

    def _text(self, path: Path, at: int, size: int) -> bytes:
        """Return the bytes of a line, from a file that may have been packed."""
        with suppress(FileNotFoundError), path.open("rb") as file:
            file.seek(at)
            return file.read(size)
        packed = path.with_name(path.name + PACKED)
        if self._open is None or self._path != packed:
            self.close()
            self._open = cast("IO[bytes]", gzip.open(packed))  # noqa: SIM115  # kept
            self._path = packed
        self._open.seek(at)
        return self._open.read(size)
