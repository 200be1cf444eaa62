"""The articles that were kept: lines of JSON, a file a day, each known to the ledger.

A line is written whole, and then the ledger is committed. What a kill leaves between
the two is found when the file is next opened: an unfinished line is cut off, and one
that the ledger does not know is entered into it. So each article stands there once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from crawler.changes import changes
from crawler.errors import StorageError
from crawler.items import Article
from crawler.store import fingerprint
from crawler.store.appended import Appended
from crawler.store.database import AnyRow, Database
from crawler.store.entries import Entry, enter, enter_all, revise, stored, withdraw
from crawler.store.events import Withdrawal, line_of
from crawler.store.folder import DataFolder
from crawler.store.packing import PACKED, holds_same, pack
from crawler.store.tables import articles, files
from crawler.store.versions import Versions
from crawler.urls import canonical

FOLDER = "articles"

_BY_ID = select(articles).where(articles.c.id == bindparam("of"))
_PRINTED = select(articles.c.canonical_url).where(
    articles.c.body_hash == bindparam("hash")
)


class Entered(Protocol):
    """Enters a line into the ledger, as the line of this or that."""

    def __call__(
        self, connection: Connection, entry: Entry, now: datetime, *, own: AnyRow | None
    ) -> None:
        """Enter it, within a transaction."""
        ...


class Kept(NamedTuple):
    """An article, and whether it was kept just now."""

    article: Article
    """With its version."""
    is_new: bool
    """Whether a line was written: ``False`` where nothing has changed."""


class Latest(NamedTuple):
    """What is stored of an article."""

    article: Article | None
    """Its latest version; ``None`` where that line is not at hand."""
    is_withdrawn: bool


class Articles:
    """The lines of a data folder.

    ``waits`` are how long after it was first stored an article is looked at again.
    """

    def __init__(
        self, database: Database, folder: DataFolder, waits: Sequence[timedelta] = ()
    ) -> None:
        self._database = database
        self._folder = folder
        self._waits = waits
        self._open: Appended | None = None
        self._versions = Versions(folder)

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self._folder.path / FOLDER

    @property
    def path(self) -> Path | None:
        """The file that was written to last; ``None`` where none was."""
        return self._open.path if self._open else None

    def repeated(self, article: Article) -> str | None:
        """Return the address of a stored article that ``article`` repeats, if any.

        One page stands under several addresses, and outlets reprint each other: the
        first to arrive is kept. A page that has changed repeats nothing.
        """
        wanted = fingerprint.of_body(article.body)
        with self._database.reading() as connection:
            own = stored(connection, article.canonical_url)
            if own is not None:
                is_own = own.address == canonical(article.url)
                return None if is_own else article.canonical_url
            return connection.execute(_PRINTED, {"hash": wanted}).scalars().first()

    def keep(self, article: Article, *, now: datetime) -> Kept:
        """Write the line of ``article``, unless it is there, and settle its addresses.

        One that has changed since is the next version, and its line says in what.
        Raises ``StorageError`` where that cannot be done; then there is no line.
        """
        return self._kept(article, partial(enter, waits=self._waits), now)

    def revise(self, article: Article, *, now: datetime) -> Kept:
        """Write the line of a stored article that reads otherwise, and nothing else.

        Its addresses stay as they are. Raises ``StorageError`` as ``keep`` does.
        """
        return self._kept(article, revise, now)

    def latest(self, id_: int) -> Latest:
        """Return what is stored of an article, by its number in the ledger."""
        with self._database.reading() as connection:
            row = connection.execute(_BY_ID, {"of": id_}).one()
            article = self._versions.article(connection, row)
        return Latest(article, row.withdrawn_at is not None)

    def withdraw(self, id_: int, reason: str, *, now: datetime) -> bool:
        """Write the line that says that an article was withdrawn, unless it is there.

        Say whether it was written. Raises ``StorageError`` where that cannot be done;
        then there is no line.
        """
        try:
            file = self._of_day(now.date())
            with file.locked():
                row, _ = self._mended(file, now)
                return self._withdraw(id_, reason, file, row, now=now)
        except OSError as error:
            raise failed(self.folder, error) from error

    def reconcile(self, *, now: datetime) -> int:
        """Enter lines that the ledger does not know; return how many there were.

        Those are what a kill left, or all of them where the ledger is new. Raises
        ``StorageError``.
        """
        entered = 0
        try:
            self.folder.mkdir(exist_ok=True)
            known = self._known()
            for path in sorted(filter(Path.is_file, self.folder.iterdir())):
                row = known.get(path.name.removesuffix(PACKED))
                if path.name.endswith(f".jsonl{PACKED}"):
                    entered += self._reconcile_packed(path, row, now)
                elif path.suffix == ".jsonl" and not (
                    row and row.known == path.stat().st_size
                ):
                    file = Appended.opened(path)
                    with file.locked():
                        entered += self._mended(file, now)[1]
                    file.close()
        except (OSError, EOFError) as error:
            raise failed(self.folder, error) from error
        return entered

    def pack(self, *, before: date) -> list[Path]:
        """Pack the files of days before a day; return those that were made.

        A file that another process writes to is left for the next time. Raises
        ``StorageError``.
        """
        made = []
        try:
            known = self._known()
            for path in sorted(self.folder.glob("*.jsonl")):
                row = known.get(path.name)
                if row is None or path.stem >= before.isoformat():
                    continue
                if packed := pack(path, row.known):
                    self._note_packed(row.id)
                    path.unlink()
                    made.append(packed)
        except OSError as error:
            raise failed(self.folder, error) from error
        return made

    def close(self) -> None:
        """Bring all to the disk and let the file go. Raises ``StorageError``."""
        self._versions.close()
        if self._open:
            file, self._open = self._open, None
            try:
                file.close()
            except OSError as error:
                raise failed(self.folder, error) from error

    def _kept(self, article: Article, entered: Entered, now: datetime) -> Kept:
        try:
            file = self._of_day(now.date())
            with file.locked():
                row, _ = self._mended(file, now)
                return self._write(article, file, row, entered, now=now)
        except OSError as error:
            raise failed(self.folder, error) from error

    def _write(
        self,
        article: Article,
        file: Appended,
        row: int,
        entered: Entered,
        *,
        now: datetime,
    ) -> Kept:
        at = file.size
        body_hash = fingerprint.of_body(article.body)
        try:
            with self._database.writing() as connection:
                own = stored(connection, article.canonical_url)
                kept = self._compared(connection, article, body_hash, own)
                piece = line(kept.article) if kept.is_new else b""
                place = {"file": row, "at": at, "size": len(piece)}
                entry = Entry.of(kept.article, body_hash, **place)
                entered(connection, entry, now, own=own)
                file.append(piece)
        except StorageError:
            file.cut(at)  # the ledger could not be committed
            raise
        return kept

    def _withdraw(
        self, id_: int, reason: str, file: Appended, row: int, *, now: datetime
    ) -> bool:
        at = file.size
        try:
            with self._database.writing() as connection:
                own = connection.execute(_BY_ID, {"of": id_}).one()
                if own.withdrawn_at is not None:
                    return False
                told = Withdrawal(
                    url=own.address,
                    canonical_url=own.canonical_url,
                    outlet=own.outlet,
                    version=own.version,
                    withdrawn=now.replace(microsecond=0),
                    reason=reason,
                )
                piece = line_of(told)
                end, url = at + len(piece), own.canonical_url
                withdraw(connection, url, file=row, end=end, now=now)
                file.append(piece)
        except StorageError:
            file.cut(at)  # the ledger could not be committed
            raise
        return True

    def _compared(
        self,
        connection: Connection,
        article: Article,
        body_hash: bytes,
        own: AnyRow | None,
    ) -> Kept:
        """Return the article as it is to be kept, and whether that needs a line.

        ``own`` is what is ``stored`` of it.
        """
        if own is None:
            return Kept(replace(article, version=1, changes=None), is_new=True)
        found, is_new = None, own.body_hash != body_hash
        if before := self._versions.article(connection, own):
            found = changes(before, article)
            is_new = found is not None
        if own.withdrawn_at is not None:
            # What is read again from before is not back.
            is_new = article.fetched is None or article.fetched > own.withdrawn_at
        version = own.version + is_new
        return Kept(replace(article, version=version, changes=found), is_new)

    def _mended(self, file: Appended, now: datetime) -> tuple[int, int]:
        """Enter what the ledger does not know of a file, and cut an unfinished line.

        Returns the file's row, and how many lines were entered. Whoever calls holds the
        file's lock.
        """
        name = f"{FOLDER}/{file.path.name}"
        with self._database.reading() as connection:
            row = self._folder.row(connection, name)
        if row is None:
            with self._database.writing() as connection:
                row = self._folder.made(connection, name)
        if file.size <= row.known:
            return row.id, 0
        entered, end = enter_all(
            self._database, file.path, row.id, row.known, now, waits=self._waits
        )
        file.cut(end)
        return row.id, entered

    def _reconcile_packed(self, path: Path, row: AnyRow | None, now: datetime) -> int:
        """Enter what the ledger does not know of a packed file; finish a packing."""
        plain = path.with_suffix("")
        if plain.exists():
            if holds_same(path, plain):
                plain.unlink()
            elif row is None or not row.closed:
                return 0  # a packing that was not finished, and will be done again
        if row is not None and row.closed:
            return 0
        with self._database.writing() as connection:
            row = self._folder.made(connection, f"{FOLDER}/{plain.name}")
        entered, _ = enter_all(self._database, path, row.id, row.known, now)
        self._note_packed(row.id)
        return entered

    def _note_packed(self, file: int) -> None:
        with self._database.writing() as connection:
            connection.execute(
                update(files).where(files.c.id == file).values(closed=True)
            )

    def _known(self) -> dict[str, AnyRow]:
        """Return what the ledger knows of the files here, by their names, unpacked."""
        query = select(files.c.id, files.c.name, files.c.known, files.c.closed)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(files.c.folder == self._folder.id))
            return {row.name.removeprefix(f"{FOLDER}/"): row for row in rows}

    def _of_day(self, day: date) -> Appended:
        """Return the file of ``day``, opened; that of the day before is closed."""
        path = self.folder / f"{day.isoformat()}.jsonl"
        if self._open is None or self._open.path != path:
            self.close()
            self.folder.mkdir(exist_ok=True)
            self._open = Appended.opened(path)
        return self._open


def line(article: Article) -> bytes:
    """Return the line that stands for ``article``, with its end."""
    return msgspec.json.encode(article) + b"\n"


def failed(folder: Path, error: OSError | EOFError) -> StorageError:
    """Return what is to be said where the lines cannot be read or written."""
    said = getattr(error, "strerror", None) or str(error)
    help_ = "make space, and start again: it goes on where it stopped"
    return StorageError(f"cannot write to {folder}: {said}; {help_}")
