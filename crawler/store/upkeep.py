"""The search index, kept at what the stored lines tell: brought up to date, or anew.

The index is written first and the checkpoint after it. Whoever is killed in between
writes the same articles again, each in the place of itself.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from crawler.errors import DamagedLine, UsageError
from crawler.store import events, exclusive, index
from crawler.store.lines import Checkpoint, Line, LinesReader
from crawler.store.search import Search

logger = logging.getLogger(__name__)

COMMIT_EVERY = 10_000
"""Lines between two commits: about ten seconds of work, which a kill costs at most."""

CHECKPOINT = "lines.json"
"""The file in the index's folder that says how far the lines were read."""

Told = Callable[[int, int], None]
"""Is told lines written so far, and bytes on the disk that are still to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the lines and their index are."""

    lines: Path
    index: Path

    @classmethod
    def below(cls, data: Path) -> Places:
        """Return the places in the folder of all that lasts."""
        return cls(lines=data / "articles", index=data / "search")


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the index holds, and what it lacks."""

    articles: int
    """That can be found."""

    size: int
    """Bytes on the disk."""

    pending: int
    """Bytes of stored lines that were not read yet."""


def status(places: Places) -> Status:
    """Return the state of the index. Raises ``UsageError`` where there is none."""
    articles = len(Search.opened(places.index))
    reader = LinesReader(places.lines, _checkpoint(places.index))
    return Status(articles=articles, size=_size(places.index), pending=reader.pending)


def found(places: Places) -> int:
    """Return how many articles can be found; 0 where there is no index."""
    return len(Search.opened(places.index)) if index.exists(places.index) else 0


def update(
    places: Places,
    *,
    patience: float = 0.0,
    commit_every: int = COMMIT_EVERY,
    heap: int = index.HEAP,
    tell: Told | None = None,
) -> int:
    """Write what the lines tell since the last time; return how many lines that were.

    ``heap`` is how many bytes are collected before a part of the index is written.
    Makes the index where there is none. Raises ``Busy`` where another process is
    still writing it after ``patience`` seconds, and ``UsageError``.
    """
    with _writing(places.index, patience):
        _finish_replacement(places.index)
        return _write(places.lines, places.index, commit_every, heap, tell)


def rebuild(places: Places, *, tell: Told | None = None) -> int:
    """Make the index anew from all lines; return how many there were.

    The old one answers until the new one is whole. Raises ``Busy`` where another
    process is writing it, and ``UsageError``.
    """
    draft = _draft(places.index)
    with _writing(places.index, patience=0.0):
        shutil.rmtree(draft, ignore_errors=True)
        written = _write(places.lines, draft, COMMIT_EVERY, index.HEAP, tell)
        _replace(places.index)
    return written


def _write(
    lines: Path, folder: Path, commit_every: int, heap: int, tell: Told | None
) -> int:
    reader = LinesReader(lines, _checkpoint(folder))
    writer = index.Writer(folder, heap=heap)
    number = 0
    try:
        for number, line in enumerate(reader, start=1):
            _write_line(writer, line)
            if number % commit_every == 0:
                _commit(writer, reader, folder)
            if tell:
                tell(number, reader.pending)
        _commit(writer, reader, folder)
    finally:
        writer.close()
    return number


def _write_line(writer: index.Writer, line: Line) -> None:
    try:
        writer.write(events.read(line))
    except DamagedLine as error:
        logger.warning("not indexed: %s", error)


def _commit(writer: index.Writer, reader: LinesReader, folder: Path) -> None:
    """Bring the index to the disk, and then how far it has come."""
    checkpoint = reader.checkpoint
    writer.commit()
    try:
        checkpoint.save(folder / CHECKPOINT)
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror}") from error


def _checkpoint(folder: Path) -> Checkpoint:
    """Return how far the index in ``folder`` has come; from the start if that is lost.

    What is written again takes the place of itself.
    """
    if not index.exists(folder):
        return Checkpoint()
    try:
        return Checkpoint.read(folder / CHECKPOINT)
    except ValueError as error:
        logger.warning("%s; all lines are read again", error)
        return Checkpoint()


def _draft(folder: Path) -> Path:
    return folder.with_name(folder.name + ".new")


def _former(folder: Path) -> Path:
    return folder.with_name(folder.name + ".old")


def _replace(folder: Path) -> None:
    """Put the new index into the place of the old one."""
    former = _former(folder)
    shutil.rmtree(former, ignore_errors=True)
    if folder.exists():
        folder.rename(former)
    _draft(folder).rename(folder)
    shutil.rmtree(former, ignore_errors=True)


def _finish_replacement(folder: Path) -> None:
    """Go on where a process was killed between the two renamings: both are whole."""
    if not folder.exists() and _former(folder).exists():
        _draft(folder).rename(folder)
        shutil.rmtree(_former(folder), ignore_errors=True)


def _writing(folder: Path, patience: float) -> AbstractContextManager[None]:
    """Keep other processes from writing the index."""
    path = folder.with_name(folder.name + ".lock")
    return exclusive.held(path, "writes the search index", patience=patience)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())
