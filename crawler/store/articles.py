"""The articles that were kept: lines of JSON, each story once, its copies apart.

What a line says and what the ledger learns of it is committed as one: so each article
stands once, among the articles or the copies, whatever is killed when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec
from sqlalchemy import Connection, bindparam, select

from crawler.changes import changes
from crawler.comparison.tellings import Telling
from crawler.items import Article
from crawler.store import copies, fingerprint
from crawler.store.appended import Appended
from crawler.store.backlog import Tell
from crawler.store.copies import Judges
from crawler.store.database import Database
from crawler.store.days import Days, Place, failed
from crawler.store.entries import Entry, Own, enter, revise, stored, withdraw
from crawler.store.events import Withdrawal, line_of
from crawler.store.fetches import Fetches
from crawler.store.folder import DataFolder
from crawler.store.settling import are_joined
from crawler.store.tables import articles
from crawler.store.versions import Versions
from crawler.urls import canonical

FOLDER = "articles"

_BY_ID = select(articles).where(articles.c.id == bindparam("of"))
_AT = select(articles.c.canonical_url).where(articles.c.address == bindparam("url"))


class Entered(Protocol):
    """Enters a line into the ledger, as the line of this or that."""

    def __call__(
        self, connection: Connection, entry: Entry, now: datetime, *, own: Own | None
    ) -> None:
        """Enter it, within a transaction."""
        ...


Elsewhere = Callable[[Connection, Article, Own | None], str | None]
"""Tells why an article is none by itself, if it is not; of what is ``stored`` of it."""


class Kept(NamedTuple):
    """An article, and whether it was kept just now."""

    article: Article
    """With its version, and with what it is a copy of."""
    is_new: bool
    """Whether a line was written: ``False`` where nothing has changed."""
    is_apart: bool = False
    """Whether it stands among the copies."""
    file: Path | None = None
    """The file of its line, where one was written."""
    elsewhere: str | None = None
    """Why it is none by itself: its text stands at another address of the outlet."""


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
        self,
        database: Database,
        fetches: Fetches,
        folder: DataFolder,
        judges: Judges,
        waits: Sequence[timedelta] = (),
    ) -> None:
        self._fetches = fetches
        self._judges = judges
        self._waits = waits
        self._days = Days(database, folder, FOLDER, waits)
        self._apart = Days(database, folder, copies.FOLDER, waits)
        self._versions = Versions(folder)

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self._days.folder

    def repeated(self, article: Article) -> str | None:
        """Return the address of a stored article that ``article`` repeats, if any.

        One page stands under several addresses: the first to arrive is kept.
        """
        with self._fetches.reading() as connection:
            own = stored(connection, article.canonical_url)
        return None if own is None or _is_at(own, article) else article.canonical_url

    def known_by(self, url: str) -> str:
        """Return the canonical address of the stored article at ``url``.

        Where none is stored, that is the canonical form of ``url``.
        """
        own = {"url": canonical(url)}
        with self._fetches.reading() as connection:
            if stored(connection, own["url"]) is None:
                return connection.execute(_AT, own).scalars().first() or own["url"]
        return own["url"]

    def keep(self, article: Article, *, now: datetime) -> Kept:
        """Write the line of ``article``, unless it is there, and settle its addresses.

        A copy of what is stored has its line among the copies, or is marked. One that
        has changed since is the next version, and its line says in what. What repeats a
        stored article, or was joined to another while it was read, has none. Raises
        ``StorageError`` where that cannot be done; then there is no line.
        """
        [kept] = self.keep_all([article], now=now)
        return kept

    def keep_all(self, some: Sequence[Article], *, now: datetime) -> list[Kept]:
        """Do the same for some articles, all of them or none, in less time."""
        entered = partial(enter, waits=self._waits)
        return self._kept(some, entered, now, _elsewhere)

    def revise(self, article: Article, *, now: datetime) -> Kept:
        """Write the line of a stored article that reads otherwise, and nothing else.

        Its addresses stay as they are. Raises ``StorageError`` as ``keep`` does.
        """
        [kept] = self._kept([article], revise, now, _in_its_place)
        return kept

    def latest(self, id_: int) -> Latest:
        """Return what is stored of an article, by its number in the ledger."""
        with self._fetches.reading() as connection:
            row = connection.execute(_BY_ID, {"of": id_}).one()
            article = self._versions.article(connection, id_, row.version)
        return Latest(article, row.withdrawn_at is not None)

    def withdraw(self, id_: int, reason: str, *, now: datetime) -> bool:
        """Write the line that says that an article was withdrawn, unless it is there.

        It stands where the article does. Say whether it was written. Raises
        ``StorageError`` where that cannot be done; then there is no line.
        """
        with self._writing(now) as (connection, places):
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
            is_apart = copies.stands_apart(connection, id_, own.version)
            place, piece = places.of(connection, is_apart=is_apart), line_of(told)
            at, url = place.file.size, own.canonical_url
            end = at + len(piece)
            withdraw(connection, url, file=place.row, end=end, now=now)
            self._judges.note(connection, place.row, at, end)
            place.file.append(piece)
        return True

    def reconcile(self, *, now: datetime) -> int:
        """Enter lines that the ledger does not know; return how many there were.

        Those are what a kill left, or all of them where the ledger is new. Raises
        ``StorageError``.
        """
        try:
            self.folder.mkdir(exist_ok=True)
        except OSError as error:
            raise failed(self.folder, error) from error
        return self._days.reconcile(now=now) + self._apart.reconcile(now=now)

    def catch_up(self, *, now: datetime, tell: Tell | None = None) -> int:
        """Compare stored lines that were not yet; return how many there were.

        Those are lines of a release that did not compare, or of a crawl that was not to.
        ``tell`` is told how many are done, and how many bytes are left. Raises
        ``StorageError``.
        """
        return self._judges.catch_up(now=now, tell=tell)

    def pack(self, *, before: date) -> list[Path]:
        """Pack the files of days before a day; return those that were made.

        A file that another process writes to is left for the next time. Raises
        ``StorageError``.
        """
        return self._days.pack(before=before) + self._apart.pack(before=before)

    def close(self) -> None:
        """Bring all to the disk and let the files go. Raises ``StorageError``."""
        self._versions.close()
        with ExitStack() as rest:
            rest.callback(self._apart.close)
            rest.callback(self._days.close)

    def _kept(
        self,
        some: Sequence[Article],
        entered: Entered,
        now: datetime,
        elsewhere: Elsewhere,
    ) -> list[Kept]:
        told = [
            (each, fingerprint.of_body(each.body), self._judges.told(each))
            for each in some
        ]
        with self._writing(now) as (connection, places):
            return [
                self._one(connection, places, each, entered, elsewhere, now=now)
                for each in told
            ]

    def _one(  # noqa: PLR0913  # all that a line depends on
        self,
        connection: Connection,
        places: _Places,
        told: tuple[Article, bytes, Telling | None],
        entered: Entered,
        elsewhere: Elsewhere,
        *,
        now: datetime,
    ) -> Kept:
        """Write the line of an article, and enter it, within a transaction."""
        article, body_hash, telling = told
        own = stored(connection, article.canonical_url)
        if reason := elsewhere(connection, article, own):
            return Kept(article, is_new=False, elsewhere=reason)
        kept = self._compared(connection, article, body_hash, own)
        judged = self._judges.judged(
            connection,
            kept.article,
            own=own,
            is_new=kept.is_new,
            telling=telling,
            now=now,
        )
        kept = kept._replace(article=judged.article, is_apart=judged.is_apart)
        piece = judged.text or (line(kept.article) if kept.is_new else b"")
        place = places.of(connection, is_apart=judged.text is not None)
        at = place.file.size
        where = {"file": place.row, "at": at, "size": len(piece)}
        entry = Entry.of(kept.article, body_hash, **where)
        entered(connection, entry, now, own=own)
        self._judges.note(connection, place.row, at, at + len(piece))
        place.file.append(piece)
        return kept._replace(file=place.file.path if piece else None)

    @contextmanager
    def _writing(self, now: datetime) -> Iterator[tuple[Connection, _Places]]:
        """Give a transaction, and the files that a line may be written to in it.

        Raises ``StorageError`` where either fails; then there is no line.
        """
        try:
            with ExitStack() as locked:
                places = _Places(self._days, self._apart, now, locked)
                for row in places.unknown:
                    self._judges.catch_up(now=now, file=row)
                try:
                    with self._fetches.writing() as connection:
                        yield connection, places
                except BaseException:
                    places.cut()  # the ledger has not been committed
                    raise
                places.leave()
        except OSError as error:
            raise failed(self.folder, error) from error

    def _compared(
        self,
        connection: Connection,
        article: Article,
        body_hash: bytes,
        own: Own | None,
    ) -> Kept:
        """Return the article as it is to be kept, and whether that needs a line.

        ``own`` is what is ``stored`` of it.
        """
        if own is None:
            return Kept(replace(article, version=1, changes=None), is_new=True)
        found, original, is_new = None, None, own.body_hash != body_hash
        if before := self._versions.article(connection, own.id, own.version):
            found, original = changes(before, article), before.duplicate_of
            is_new = found is not None
        if own.withdrawn_at is not None:
            # What is read again from before is not back.
            is_new = article.fetched is None or article.fetched > own.withdrawn_at
        version = own.version + is_new
        known = replace(article, version=version, changes=found, duplicate_of=original)
        return Kept(known, is_new)


class _Places:
    """The files of today, locked; that of the copies is begun with the first of them."""

    def __init__(
        self, days: Days, apart: Days, now: datetime, locked: ExitStack
    ) -> None:
        self._begin = partial(apart.begin, now=now, locked=locked)
        self._days, self._apart = days, apart
        self._own = days.place(now, locked)
        self._copies = apart.begun(now, locked)
        self._sizes: list[tuple[Appended, int]] = []
        for place in filter(None, (self._own, self._copies)):
            self._sizes.append((place.file, place.file.size))

    @property
    def unknown(self) -> list[int]:
        """Rows of the files that another process may have written to."""
        places = (self._own, self._copies)
        return [each.row for each in places if each and not each.is_as_left]

    def of(self, connection: Connection, *, is_apart: bool) -> Place:
        """Return the file for an article or a copy."""
        if not is_apart:
            return self._own
        if self._copies is None:
            self._copies = self._begin(connection)
            self._sizes.append((self._copies.file, self._copies.file.size))
        return self._copies

    def cut(self) -> None:
        """Take off what was written since. Raises ``OSError``."""
        for file, size in self._sizes:
            file.cut(size)

    def leave(self) -> None:
        """Note that the ledger knows all that is there."""
        self._days.leave(self._own)
        if self._copies:
            self._apart.leave(self._copies)


def _is_at(own: Own, article: Article) -> bool:
    """Say whether an article stands where it was stored from."""
    return own.address == canonical(article.url)


def _elsewhere(connection: Connection, article: Article, own: Own | None) -> str | None:
    """Return why an article is none by itself, if it is not."""
    if own and not _is_at(own, article):
        return f"repeats {article.canonical_url}"
    if article.outlet and are_joined(
        connection, article.outlet, (article.url, *article.pages)
    ):
        return "belongs to another article"
    return None


def _in_its_place(
    connection: Connection, article: Article, own: Own | None
) -> None:  # as asked
    """Know of nothing against an article that is read again where it is stored."""


def line(article: Article) -> bytes:
    """Return the line that stands for ``article``, with its end."""
    return msgspec.json.encode(article) + b"\n"
