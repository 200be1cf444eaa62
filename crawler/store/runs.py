"""Runs of outlets: what is due when one begins, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, or_, select, update

from crawler.store.database import AnyRow, Database
from crawler.store.tables import Kind, State, addresses, runs
from crawler.store.upserts import insert
from crawler.urls import canonical

# A run that was killed or stopped is gone on with within a day, and lists that it has
# read are read again only after a while: who starts it again at once asks for nothing
# twice.
RESUMED_WITHIN = timedelta(days=1)
LISTS_HOLD = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl of one outlet."""

    id: int
    outlet: str
    owner: str
    began_at: datetime
    """When it began, also where it was killed and gone on with."""


class Figures(NamedTuple):
    """What a run has found so far."""

    known: int
    """Articles that its lists named, and that were stored before."""

    stored: int
    """Articles that it added."""


class Runs:
    """The runs that the ledger knows. Whoever begins one holds its outlet's lock."""

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner

    def begin(
        self,
        outlet: str,
        lists: Iterable[tuple[Kind, str]],
        *,
        now: datetime,
        every: timedelta = timedelta(),
    ) -> Run:
        """Begin a run, or go on with one that did not end; make its lists due.

        ``lists`` are those of the site file, ``every`` is how often they are read at
        most. What another process has leased of this
        outlet goes back: it held the lock before, so it has ended.
        """
        with self._database.writing() as connection:
            connection.execute(
                update(addresses)
                .where(addresses.c.outlet == outlet, addresses.c.owner.is_not(None))
                .values(owner=None, leased_until=None)
            )
            run = self._gone_on_with(connection, outlet, now) or self._new(
                connection, outlet, now
            )
            for list_ in lists:
                _make_due(connection, run, list_, read_before=now - every, now=now)
        return run

    def end(self, run: Run, *, now: datetime) -> None:
        """Note that there is nothing more to do in this run."""
        with self._database.writing() as connection:
            connection.execute(
                update(runs).where(runs.c.id == run.id).values(ended_at=now)
            )

    def figures(self, run: Run) -> Figures:
        """Return what a run has found so far."""
        with self._database.reading() as connection:
            found = connection.execute(
                select(runs.c.known, runs.c.stored).where(runs.c.id == run.id)
            ).one()
        return Figures(found.known, found.stored)

    def _gone_on_with(
        self, connection: Connection, outlet: str, now: datetime
    ) -> Run | None:
        last: AnyRow | None = connection.execute(
            select(runs.c.id, runs.c.began_at, runs.c.ended_at)
            .where(runs.c.outlet == outlet)
            .order_by(runs.c.id.desc())
            .limit(1)
        ).first()
        if last is None or last.ended_at or last.began_at < now - RESUMED_WITHIN:
            return None
        connection.execute(
            update(runs).where(runs.c.id == last.id).values(owner=self._owner)
        )
        return Run(last.id, outlet, self._owner, last.began_at)

    def _new(self, connection: Connection, outlet: str, now: datetime) -> Run:
        values = {"outlet": outlet, "owner": self._owner, "began_at": now}
        made = connection.execute(runs.insert().values(values).returning(runs.c.id))
        return Run(made.scalar_one(), outlet, self._owner, now)


def _make_due(
    connection: Connection,
    run: Run,
    list_: tuple[Kind, str],
    *,
    read_before: datetime,
    now: datetime,
) -> None:
    """Let a list of the site file be fetched, unless this very run has just read it."""
    kind, url = list_
    address = canonical(url)
    new = {
        "outlet": run.outlet,
        "address": address,
        "url": url if url != address else None,
        "kind": kind,
        "turn": 0,
        "state": State.NEW,
        "found_in": run.id,
        "listed_in": run.id,
        "next_at": now,
    }
    connection.execute(
        insert(connection, addresses).values(new).on_conflict_do_nothing()
    )
    connection.execute(
        update(addresses)
        .where(
            addresses.c.outlet == run.outlet,
            addresses.c.address == address,
            or_(addresses.c.next_at.is_(None), addresses.c.state == State.FETCHED),
            or_(
                addresses.c.listed_in.is_distinct_from(run.id),
                addresses.c.fetched_at.is_(None),
                addresses.c.fetched_at < now - LISTS_HOLD,
            ),
            or_(
                addresses.c.fetched_at.is_(None), addresses.c.fetched_at <= read_before
            ),
        )
        .values(
            kind=kind,
            turn=0,
            state=State.NEW,
            reason=None,
            origin=None,
            depth=0,
            attempts=0,
            listed_in=run.id,
            next_at=now,
        )
    )
