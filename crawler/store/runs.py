"""Runs of outlets: what is due when one begins, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from crawler.store import schedule
from crawler.store.database import AnyRow, Database
from crawler.store.settling import NOBODYS
from crawler.store.tables import Kind, addresses, runs

# A run that was killed or stopped is gone on with within a day.
RESUMED_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl of one outlet."""

    id: int
    outlet: str
    owner: str
    began_at: datetime
    """When it began, also where it was killed and gone on with."""
    since: datetime
    """When this process began with it."""
    every: timedelta | None = None
    """How often the outlet's lists are read; ``None`` leaves it to what they bring."""
    left: int = 0
    """Lists that are due, and too many for this run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a run reads lists."""

    every: timedelta | None = None
    """How often; ``None`` leaves it to what they bring."""
    most: int = 0
    """How many one of the site file leads to, itself with them; 0 is any number."""
    force: bool = False
    """Whether all of them are due."""


_AS_USUAL = Manner()


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

    def due(
        self,
        outlet: str,
        lists: Iterable[tuple[Kind, str]],
        *,
        every: timedelta | None = None,
        now: datetime,
    ) -> datetime:
        """Return when something of an outlet is to be asked for, ``now`` or later.

        ``lists`` are those of the site file, ``every`` is how often it has them read.
        """
        urls = [url for _, url in lists]
        with self._database.reading() as connection:
            return schedule.due(connection, outlet, urls, every=every, now=now)

    def begin(
        self,
        outlet: str,
        lists: Iterable[tuple[Kind, str]],
        *,
        now: datetime,
        manner: Manner = _AS_USUAL,
    ) -> Run:
        """Begin a run, or go on with one that did not end; let it read what is due.

        ``lists`` are those of the site file. What another process has leased of this
        outlet goes back: it held the lock before, so it has ended.
        """
        lists = tuple(lists)
        with self._database.writing() as connection:
            connection.execute(
                update(addresses)
                .where(addresses.c.outlet == outlet, addresses.c.owner.is_not(None))
                .values(NOBODYS)
            )
            run = self._gone_on_with(connection, outlet, now) or self._new(
                connection, outlet, now
            )
            schedule.enter(connection, outlet, run.id, lists, now)
            schedule.hasten(connection, outlet, manner.every)
            if manner.force:
                schedule.make_due(connection, outlet, now)
            left = schedule.let_in(
                connection, outlet, run.id, most=manner.most, now=now
            )
        return replace(run, every=manner.every, left=left)

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
        return Run(last.id, outlet, self._owner, last.began_at, now)

    def _new(self, connection: Connection, outlet: str, now: datetime) -> Run:
        values = {"outlet": outlet, "owner": self._owner, "began_at": now}
        made = connection.execute(runs.insert().values(values).returning(runs.c.id))
        return Run(made.scalar_one(), outlet, self._owner, now, now)
