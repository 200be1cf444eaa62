"""Stored lines that were not compared with others yet, judged in the order of their days.

Those are all lines of a release that did not compare, those that were stored while
nobody was to, and what a kill left. The ledger notes with each piece how far it has
come, so who is killed here goes on there; and who is judged twice is the same again.
"""

from __future__ import annotations

import gzip
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple, cast

from sqlalchemy import select, update

from crawler.errors import DamagedLine, StorageError
from crawler.items import Article
from crawler.store import events
from crawler.store.database import Database
from crawler.store.duplicates import Duplicates
from crawler.store.folder import DataFolder
from crawler.store.lines import PLAIN, Line
from crawler.store.packing import PACKED
from crawler.store.tables import files

logger = logging.getLogger(__name__)

Tell = Callable[[int, int], None]
"""Is told lines judged so far, and bytes of lines that are still to be read. Before it
is told of lines it is so of texts that an older release has held: see keying.py."""

# Lines that are judged in one transaction: others wait for a second at most.
_AT_ONCE = 100


class _File(NamedTuple):
    """A file of lines, as the ledger has it."""

    id: int
    name: str
    """Within the data folder, unpacked."""
    known: int
    judged: int

    @property
    def day(self) -> str:
        """What it is called, without its folder."""
        return self.name.rpartition("/")[2]


class Backlog:
    """The lines of a data folder that are to be judged."""

    def __init__(
        self, database: Database, folder: DataFolder, duplicates: Duplicates
    ) -> None:
        self._database = database
        self._folder = folder
        self._duplicates = duplicates

    @property
    def size(self) -> int:
        """Bytes of lines that are to be judged. Raises ``StorageError``."""
        return sum(file.known - file.judged for file in self._files())

    def judge(
        self, *, now: datetime, file: int | None = None, tell: Tell | None = None
    ) -> int:
        """Judge all lines, or those of a ``file``; return how many there were.

        A file that is not at hand is passed over. Raises ``StorageError``.
        """
        if file is None:
            self._rekey(tell)
        waiting = self._files(file)
        done, left = 0, sum(each.known - each.judged for each in waiting)
        for each in waiting:
            try:
                for lines, size in self._pieces(each, now):
                    done, left = done + lines, left - size
                    if tell:
                        tell(done, left)
            except FileNotFoundError:
                left -= each.known - each.judged
            except (OSError, EOFError) as error:
                raise StorageError(
                    f"{self._folder.path / each.name}: {error}"
                ) from error
        return done

    def renew(self) -> None:
        """Forget what was judged, so that all lines are judged anew."""
        with self._database.writing() as connection:
            self._duplicates.forget_within(connection)
            mine = files.c.folder == self._folder.id
            connection.execute(update(files).where(mine).values(judged=0))

    def _rekey(self, tell: Tell | None) -> None:
        """Let what an older release has compared be found by this one."""
        with self._database.told():
            done, left = 0, self._duplicates.unkeyed
            for some in self._duplicates.rekeyed() if left else ():
                done, left = done + some.texts, left - some.size
                if tell:
                    tell(done, left)

    def _pieces(self, file: _File, now: datetime) -> Iterator[tuple[int, int]]:
        """Judge the lines of a file; yield of each piece how many, and their bytes."""
        with _opened(self._folder.path / file.name) as opened:
            opened.seek(file.judged)
            lines = _lines(opened, file)
            while piece := list(islice(lines, _AT_ONCE)):
                end = piece[-1].place + len(piece[-1].text)
                with self._database.writing() as connection:
                    for line in piece:
                        if article := _article(line):
                            stored = datetime.combine(line.day, time(), UTC)
                            self._duplicates.enter_within(
                                connection, article, now=now, stored=stored
                            )
                    mine = files.c.id == file.id, files.c.judged < end
                    connection.execute(update(files).where(*mine).values(judged=end))
                yield len(piece), end - piece[0].place

    def _files(self, id_: int | None = None) -> list[_File]:
        """Return the files with lines to judge, by days, articles before copies."""
        query = select(files.c.id, files.c.name, files.c.known, files.c.judged).where(
            files.c.folder == self._folder.id,
            files.c.name.like(f"%{PLAIN}"),
            files.c.judged < files.c.known,
            *(() if id_ is None else (files.c.id == id_,)),
        )
        with self._database.reading() as connection:
            found = [_File(*row) for row in connection.execute(query)]
        return sorted(found, key=lambda file: (file.day, file.name))


def _opened(path: Path) -> IO[bytes]:
    if path.exists():
        return path.open("rb")
    return cast("IO[bytes]", gzip.open(path.with_name(path.name + PACKED)))


def _lines(opened: IO[bytes], file: _File) -> Iterator[Line]:
    """Yield the lines of a file that the ledger knows, each with its end."""
    name, place = file.day.removesuffix(PLAIN), file.judged
    while place < file.known and (text := opened.readline()):
        yield Line(name, place, text)
        place += len(text)


def _article(line: Line) -> Article | None:
    """Return the article of a line; ``None`` for one that tells of something else."""
    try:
        return events.read(line).article
    except DamagedLine as error:
        logger.debug("not judged: %s", error)  # told when it was entered
        return None
