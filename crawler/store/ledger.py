"""The ledger's addresses: leased, fetched, and settled once what they say is durable.

An address is handed out with a lease, and comes back by itself when that has expired or
its process has died. Once its bytes are in the archive, and that is noted (fetches.py),
it is ``FETCHED``: whoever leases it then reads them there, and asks nobody. It is settled
in the transaction that makes durable what came of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from crawler.items import Article
from crawler.store.database import AnyRow, milliseconds
from crawler.store.fetches import Fetched, Fetches, Note, Written
from crawler.store.prepared import Prepared
from crawler.store.runs import Run
from crawler.store.settling import NOBODYS, let_go, named, settle, settle_article
from crawler.store.tables import LAST_TURN, Kind, State, addresses, files
from crawler.urls import canonical

LEASE = timedelta(minutes=15)
"""How long an address may stay away; leases are renewed while their process lives."""

RETRIES = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""When an address that could not be fetched is asked for again, each time."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands in the archive."""

    file: str
    """Within the data folder: ``archive/2026-11-01-00.warc.gz``."""
    at: int
    """Bytes before it."""


@dataclass(frozen=True, slots=True)
class Before:
    """What an address gave the last time: by it we ask whether that has changed."""

    final: str
    """The address that answered, canonical."""
    content_hash: bytes
    """Of the body as sent."""
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Leased:
    """An address that this process may fetch and settle, and nobody else."""

    id: int
    outlet: str
    kind: Kind
    url: str
    depth: int
    """Links from a list of the site file to here."""
    origin: int
    """The list of the site file that led here."""
    attempts: int
    """How often it could not be fetched."""
    found: Place | None = None
    """Where it is in the archive, if it was fetched and not settled."""
    before: Before | None = None
    """What it gave, if that was taken in."""
    article: int | None = None
    """The stored article that is looked at again."""


class Left(NamedTuple):
    """How much of an outlet is due."""

    articles: int
    looks: int
    """Stored articles that are to be looked at again."""


_OK = 200
_TAKEN_IN = (State.READ, State.STORED)

LEASED = (
    addresses.c.id,
    addresses.c.outlet,
    addresses.c.kind,
    addresses.c.address,
    addresses.c.url,
    addresses.c.depth,
    addresses.c.origin,
    addresses.c.attempts,
    addresses.c.turn,
    case((addresses.c.state == State.FETCHED, files.c.name)).label("file"),
    addresses.c.record_at,
    addresses.c.state,
    addresses.c.status,
    addresses.c.final,
    addresses.c.etag,
    addresses.c.last_modified,
    addresses.c.content_hash,
    addresses.c.article,
)
WITH_FILES = addresses.outerjoin(files, files.c.id == addresses.c.file)


_IS_DUE = (
    addresses.c.outlet == bindparam("of"),
    addresses.c.turn <= bindparam("last_turn"),
    addresses.c.next_at <= bindparam("at"),
)

_IS_UNREAD = and_(
    addresses.c.listed_in == bindparam("run"),
    or_(
        addresses.c.fetched_at.is_(None),
        addresses.c.fetched_at < bindparam("since"),
        addresses.c.state == State.FETCHED,
    ),
)
"""Of a list: that this process has not taken it in yet."""

_LEASE = Prepared(
    select(*LEASED)
    .select_from(WITH_FILES)
    .where(
        *_IS_DUE,
        or_(addresses.c.owner.is_(None), addresses.c.leased_until < bindparam("at")),
        or_(addresses.c.turn > 0, _IS_UNREAD),
    )
    .order_by(addresses.c.turn, addresses.c.found_in.desc(), addresses.c.id)
    .limit(bindparam("most"))
)
_LEFT = (
    select(addresses.c.turn, func.count())
    .where(*_IS_DUE, addresses.c.turn > 0)
    .group_by(addresses.c.turn)
)
_HOLD = Prepared(
    update(addresses)
    .where(addresses.c.id == bindparam("leased"))
    .values(owner=bindparam("by"), leased_until=bindparam("until"))
)


class Ledger:
    """The addresses of all outlets, as one process leases and settles them."""

    def __init__(self, fetches: Fetches, owner: str) -> None:
        self._fetches = fetches
        self._owner = owner

    def lease(
        self, run: Run, *, most: int, articles: bool, now: datetime
    ) -> list[Leased]:
        """Return addresses that are due, lists before articles, those found last first.

        Where a list is due there are only lists: what they name may be newer. Nothing
        is returned where nothing is due, or only articles where they are not wanted.
        A list is read once, however long the run takes.
        """
        wanted = {
            "of": run.outlet,
            "last_turn": LAST_TURN if articles else 0,
            "at": milliseconds(now),
            "run": run.id,
            "since": milliseconds(run.since),
            "most": most,
        }
        with self._fetches.writing() as connection:
            rows = _LEASE.rows(connection, wanted)
            rows = [row for row in rows if row.turn == rows[0].turn]
            held = {"by": self._owner, "until": milliseconds(now + LEASE)}
            _HOLD.run_each(connection, [{"leased": row.id, **held} for row in rows])
        return [leased(row) for row in rows]

    def renew(self, *, now: datetime) -> None:
        """Prolong all leases of this process."""
        self._mine(leased_until=now + LEASE)

    def give_back(self, some: Iterable[Leased]) -> None:
        """Give back addresses of which nothing was made."""
        ids = [leased.id for leased in some]
        if ids:
            with self._fetches.writing() as connection:
                mine = addresses.c.id.in_(ids), addresses.c.owner == self._owner
                connection.execute(update(addresses).where(*mine).values(NOBODYS))

    def release(self) -> None:
        """Give back what this process has leased and not settled."""
        self._mine(**NOBODYS)

    def left(self, run: Run, *, now: datetime) -> Left:
        """Return how much of the outlet is due, beside lists."""
        due = {"of": run.outlet, "last_turn": LAST_TURN, "at": now}
        with self._fetches.reading() as connection:
            rows = connection.execute(_LEFT, due).all()
        count: dict[int, int] = {turn: number for turn, number in rows}  # noqa: C416  # typed
        return Left(count.get(1, 0), count.get(LAST_TURN, 0))

    def knows(self, outlet: str, url: str, *, other_than: Leased) -> bool:
        """Say whether an address of this outlet was ever met, as another one."""
        with self._fetches.reading() as connection:
            rows = named(connection, outlet, [canonical(url)])
        return any(row != other_than.id for row in rows)

    def is_list(self, outlet: str, url: str) -> bool:
        """Say whether an address is that of a list of this outlet."""
        query = select(addresses.c.id).where(
            addresses.c.outlet == outlet,
            addresses.c.address == canonical(url),
            addresses.c.turn == 0,
        )
        with self._fetches.reading() as connection:
            return connection.execute(query).first() is not None

    def fetched(
        self, leased: Leased, fetched: Fetched, written: Written, *, now: datetime
    ) -> None:
        """Note that what an address says is in the archive, with what is written next."""
        key = leased.outlet, canonical(leased.url)
        self._fetches.add(Note(leased.id, key, fetched, written, now))

    def refuse(
        self, leased: Leased, state: State, reason: str, *, now: datetime
    ) -> None:
        """Settle an address that gave nothing to keep; what waited for it is due."""
        with self._fetches.writing() as connection:
            settle(connection, [leased.id], now, state=state, reason=reason)

    def retry(self, leased: Leased, reason: str, *, now: datetime) -> None:
        """Let an address be asked for again later, or give it up after the last time."""
        if leased.attempts >= len(RETRIES):
            self.refuse(leased, State.FAILED, reason, now=now)
            return
        with self._fetches.writing() as connection:
            connection.execute(
                update(addresses)
                .where(addresses.c.id == leased.id, addresses.c.state != State.JOINED)
                .values(
                    **NOBODYS,
                    state=State.NEW,
                    reason=reason,
                    attempts=leased.attempts + 1,
                    next_at=now + RETRIES[leased.attempts],
                )
            )
            let_go(connection, [leased.id], now)

    def drop(self, article: Article, reason: str, *, now: datetime) -> None:
        """Settle the addresses of an article that is not kept."""
        if article.outlet is None:
            return
        urls, state = (article.url, *article.pages), State.REFUSED
        with self._fetches.writing() as connection:
            settle_article(
                connection, article.outlet, urls, now, state=state, reason=reason
            )

    def _mine(self, **values: datetime | str | None) -> None:
        with self._fetches.writing() as connection:
            connection.execute(
                update(addresses).where(addresses.c.owner == self._owner).values(values)
            )


def leased(row: AnyRow) -> Leased:
    """Return what stands in a row of ``LEASED``."""
    return Leased(
        id=row.id,
        outlet=row.outlet,
        kind=Kind(row.kind),
        url=row.url or row.address,
        depth=row.depth,
        origin=row.origin or row.id,
        attempts=row.attempts,
        found=Place(row.file, row.record_at) if row.file else None,
        before=_before(row),
        article=row.article,
    )


def _before(row: AnyRow) -> Before | None:
    """Return what was taken in of an address; an error that it gave is none of it."""
    if row.state not in _TAKEN_IN or row.status != _OK or row.content_hash is None:
        return None
    final = row.final or row.address
    return Before(final, bytes(row.content_hash), row.etag, row.last_modified)
