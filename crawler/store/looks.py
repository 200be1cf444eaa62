"""Stored articles, looked at again: when, and what came of it.

An article has a look when so many hours have passed since it was first stored. A run that
comes late looks once, however many looks it has missed. What is gone is looked at a second
time before it is believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select, update

from crawler.store.fetches import Fetches
from crawler.store.ledger import Leased
from crawler.store.settling import NOBODYS, settle
from crawler.store.tables import LAST_TURN, State, addresses, articles, versions

SECOND_LOOK = timedelta(hours=1)
"""How long after the first look that found an article gone it is looked at again."""


def next_look(
    first: datetime, waits: Sequence[timedelta], *, now: datetime
) -> datetime | None:
    """Return when an article that was first stored at ``first`` has its next look.

    ``waits`` are in order; ``None`` where the last one is past.

    >>> stored = datetime(2026, 11, 1, 6)
    >>> next_look(stored, [timedelta(hours=1)], now=stored).hour
    7
    """
    return next((first + wait for wait in waits if first + wait > now), None)


_FIRST = select(func.min(versions.c.stored_at)).where(
    versions.c.article == bindparam("of")
)
_WITHDRAWN = select(articles.c.withdrawn_at).where(articles.c.id == bindparam("of"))
_GONE = (
    update(addresses)
    .where(addresses.c.id == bindparam("leased"))
    .values(
        **NOBODYS,
        state=State.STORED,
        turn=LAST_TURN,
        attempts=1,
        reason=bindparam("because"),
        next_at=bindparam("at"),
        content_hash=None,  # or what it gave now would pass for the article, unchanged
    )
)


def first_stored(connection: Connection, article: int) -> datetime | None:
    """Return when the first version of an article was stored."""
    found: datetime | None = connection.execute(_FIRST, {"of": article}).scalar_one()
    return found


class Looks:
    """The looks of one process at articles. ``waits`` are hours, in order."""

    def __init__(self, fetches: Fetches, waits: Sequence[timedelta]) -> None:
        self._fetches = fetches
        self._waits = waits

    def done(self, leased: Leased, *, now: datetime) -> None:
        """Note that an article is as it was, or cannot be told from that."""
        with self._fetches.writing() as connection:
            self._settle(connection, leased, now)

    def failed(self, leased: Leased, reason: str, *, now: datetime) -> None:
        """Note that an article could not be looked at.

        One that was gone the last time is looked at soon, others in their next turn.
        """
        if not leased.attempts:
            self.done(leased, now=now)
            return
        with self._fetches.writing() as connection:
            _again(connection, leased, reason, now)

    def gone(self, leased: Leased, reason: str, *, now: datetime) -> bool:
        """Note that an article is gone; say whether that has been seen before.

        It has not, where the article is withdrawn already.
        """
        with self._fetches.writing() as connection:
            withdrawn = connection.execute(_WITHDRAWN, {"of": leased.article}).scalar()
            if withdrawn is not None:
                self._settle(connection, leased, now)
            elif not leased.attempts:
                _again(connection, leased, reason, now)
            else:
                return True
        return False

    def _settle(self, connection: Connection, leased: Leased, now: datetime) -> None:
        assert leased.article is not None  # noqa: S101  # what makes it a look
        first = first_stored(connection, leased.article)
        at = next_look(first, self._waits, now=now) if first else None
        settle(connection, [leased.id], now, state=State.STORED, look_at=at)


def _again(connection: Connection, leased: Leased, reason: str, now: datetime) -> None:
    at = {"leased": leased.id, "because": reason, "at": now + SECOND_LOOK}
    connection.execute(_GONE, at)
