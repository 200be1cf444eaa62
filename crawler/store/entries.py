"""Lines entered into the ledger: as they are written, or as they are found."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO, Literal, NamedTuple, Self, cast

import msgspec
from sqlalchemy import Connection, bindparam, func, select, update

from crawler.items import Article
from crawler.store import fingerprint
from crawler.store.database import Database, milliseconds, moment
from crawler.store.fetches import know
from crawler.store.looks import first_stored, next_look
from crawler.store.packing import PACKED
from crawler.store.prepared import Prepared
from crawler.store.settling import in_pieces, settle_article
from crawler.store.tables import Kind, State, addresses, articles, runs, versions
from crawler.store.upserts import insert
from crawler.urls import canonical

logger = logging.getLogger(__name__)


class _Withdrawal(msgspec.Struct):
    """What the ledger wants to know of a line that tells of a withdrawal."""

    event: Literal["withdrawn"]
    canonical_url: str


class _Line(msgspec.Struct):
    """What the ledger wants to know of a line. Those of release 0.1 have no version."""

    url: str
    canonical_url: str
    body: list[str]
    outlet: str | None = None
    pages: list[str] = []
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line, as the ledger has it."""

    outlet: str | None
    url: str
    canonical_url: str
    pages: tuple[str, ...]
    version: int | None
    """``None`` where the line does not say."""
    body_hash: bytes
    file: int
    """The file's row in the ledger."""
    at: int
    """Bytes before the line."""
    size: int
    """0 where no line was written, since nothing has changed."""

    @classmethod
    def of(
        cls, article: Article, body_hash: bytes, *, file: int, at: int, size: int
    ) -> Self:
        """Return the entry of an article that is kept."""
        return cls(
            outlet=article.outlet,
            url=article.url,
            canonical_url=article.canonical_url,
            pages=article.pages,
            version=article.version,
            body_hash=body_hash,
            file=file,
            at=at,
            size=size,
        )


class Own(NamedTuple):
    """What the ledger has of a stored article."""

    id: int
    address: str
    """Canonical form of its ``url``."""
    version: int
    """The latest."""
    body_hash: bytes
    withdrawn_at: datetime | None


_ARTICLE = Prepared(
    select(
        articles.c.id,
        articles.c.address,
        articles.c.version,
        articles.c.body_hash,
        articles.c.withdrawn_at,
    ).where(articles.c.canonical_url == bindparam("url"))
)
_NEW_ARTICLE = Prepared(
    articles.insert()
    .values(
        {
            name: bindparam(name)
            for name in ("outlet", "canonical_url", "address", "version", "body_hash")
        }
    )
    .returning(articles.c.id)
)
_NEXT_VERSION = Prepared(
    update(articles)
    .where(articles.c.id == bindparam("of"))
    .values(
        outlet=bindparam("by"),
        address=bindparam("found_at"),
        version=bindparam("number"),
        body_hash=bindparam("hash"),
        withdrawn_at=None,
    )
)
_WITHDRAWN = (
    update(articles)
    .where(articles.c.canonical_url == bindparam("url"))
    .values(withdrawn_at=bindparam("at"))
)
_VERSION = Prepared(versions.insert())
_COUNT = Prepared(
    update(runs)
    .where(
        runs.c.id
        == select(func.max(runs.c.id))
        .where(runs.c.outlet == bindparam("of"))
        .scalar_subquery()
    )
    .values(stored=runs.c.stored + 1)
)


def stored(connection: Connection, canonical_url: str) -> Own | None:
    """Return what the ledger has of an article, if it is stored."""
    row = _ARTICLE.first(connection, {"url": canonical_url})
    if row is None:
        return None
    withdrawn_at = None if row.withdrawn_at is None else moment(row.withdrawn_at)
    return Own(row.id, row.address, row.version, row.body_hash, withdrawn_at)


def enter(
    connection: Connection,
    entry: Entry,
    now: datetime,
    *,
    own: Own | None,
    waits: Sequence[timedelta] = (),
) -> None:
    """Enter a line, and settle the addresses that led to its article.

    ``own`` is what is ``stored`` of that article, ``waits`` are those of ``Looks``.
    """
    id_ = own.id if own else None
    if entry.size and not (own and _is_known(connection, own, entry)):
        id_ = _new_version(connection, own, entry, now)
        _COUNT.run(connection, {"of": entry.outlet})
    if entry.size:
        know(connection, entry.file, entry.at + entry.size)
    if entry.outlet is not None:
        urls, state = (entry.url, *entry.pages), State.STORED
        settle = partial(
            settle_article,
            connection,
            entry.outlet,
            urls,
            now,
            state=state,
            article=id_,
            look_at=_look_at(connection, own, waits, now),
        )
        if not settle():
            _meet(connection, entry.outlet, entry.url)
            settle()


def revise(
    connection: Connection, entry: Entry, now: datetime, *, own: Own | None
) -> None:
    """Enter a line of a known article that no crawl has brought.

    ``own`` is what is ``stored`` of it. When its addresses are asked for again stays as
    it was.
    """
    if entry.size:
        _new_version(connection, own, entry, now)
        know(connection, entry.file, entry.at + entry.size)


def withdraw(
    connection: Connection, canonical_url: str, *, file: int, end: int, now: datetime
) -> None:
    """Enter a line that tells of a withdrawal, and that ends at byte ``end``."""
    connection.execute(_WITHDRAWN, {"url": canonical_url, "at": now})
    know(connection, file, end)


def _look_at(
    connection: Connection,
    own: Own | None,
    waits: Sequence[timedelta],
    now: datetime,
) -> datetime | None:
    """Return when an article is looked at again."""
    first = first_stored(connection, own.id) if own and waits else now
    return next_look(first or now, waits, now=now)


def enter_all(  # noqa: PLR0913  # where lines are, and how they are entered
    database: Database,
    path: Path,
    file: int,
    start: int,
    now: datetime,
    *,
    waits: Sequence[timedelta] = (),
) -> tuple[int, int]:
    """Enter the lines of a file that begin at byte ``start`` or later.

    Returns how many there are, and where the last whole line ends. Lines that are no
    articles are named in the log, and left alone.
    """
    entered, end = 0, start
    with _opened(path) as opened:
        for some in in_pieces(_whole_lines(opened, start)):
            with database.writing() as connection:
                for at, text in some:
                    end = at + len(text)
                    told = _told(path, text, file=file, at=at)
                    if isinstance(told, Entry):
                        own = stored(connection, told.canonical_url)
                        enter(connection, told, now, own=own, waits=waits)
                    elif told:
                        url = told.canonical_url
                        withdraw(connection, url, file=file, end=end, now=now)
                    entered += told is not None
                know(connection, file, end)
    return entered, end


def _opened(path: Path) -> IO[bytes]:
    packed = path.suffix == PACKED
    return cast("IO[bytes]", gzip.open(path)) if packed else path.open("rb")


def _whole_lines(file: IO[bytes], start: int) -> Iterator[tuple[int, bytes]]:
    """Yield each line that has an end, and where it begins."""
    file.seek(start)
    for text in file:
        if text.endswith(b"\n"):
            yield start, text
        start += len(text)


def _told(path: Path, text: bytes, *, file: int, at: int) -> Entry | _Withdrawal | None:
    """Return what a line tells; ``None`` where that is nothing that is known."""
    try:
        found = msgspec.json.decode(text, type=_Line)
    except msgspec.MsgspecError as error:
        with suppress(msgspec.MsgspecError):
            return msgspec.json.decode(text, type=_Withdrawal)
        logger.warning("%s, byte %d: no article: %s", path, at, error)
        return None
    return Entry(
        outlet=found.outlet,
        url=found.url,
        canonical_url=found.canonical_url,
        pages=tuple(found.pages),
        version=found.version,
        body_hash=fingerprint.of_body(found.body),
        file=file,
        at=at,
        size=len(text),
    )


def _is_known(connection: Connection, row: Own, entry: Entry) -> bool:
    """Say whether the ledger has this very version of an article."""
    if entry.version is None:
        same = versions.c.body_hash == entry.body_hash
    else:
        same = versions.c.version == entry.version
    known = select(versions.c.version).where(versions.c.article == row.id, same)
    return connection.execute(known).first() is not None


def _new_version(
    connection: Connection, row: Own | None, entry: Entry, now: datetime
) -> int:
    """Enter a version of an article, new or known; return the article's row."""
    version = entry.version or (row.version + 1 if row else 1)
    of_article = {
        "by": entry.outlet,
        "found_at": canonical(entry.url),
        "number": version,
        "hash": entry.body_hash,
    }
    if row is None:
        new = {
            "outlet": entry.outlet,
            "canonical_url": entry.canonical_url,
            "address": of_article["found_at"],
            "version": version,
            "body_hash": entry.body_hash,
        }
        id_: int = _NEW_ARTICLE.value(connection, new)
    else:
        id_ = row.id
        _NEXT_VERSION.run(connection, {"of": id_, **of_article})
    _VERSION.run(
        connection,
        {
            "article": id_,
            "version": version,
            "body_hash": entry.body_hash,
            "stored_at": milliseconds(now),
            "file": entry.file,
            "line_at": entry.at,
            "line_size": entry.size,
        },
    )
    return id_


def _meet(connection: Connection, outlet: str, url: str) -> None:
    """Make a row for where an article was found, if it was not met by a list."""
    new = {
        "outlet": outlet,
        "address": canonical(url),
        "kind": Kind.ARTICLE,
        "turn": 1,
        "state": State.NEW,
        "found_in": 0,
    }
    row = insert(connection, addresses).values(new).on_conflict_do_nothing()
    connection.execute(row)
