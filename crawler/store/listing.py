"""What lists name, brought into the ledger: each address once, known ones recognized."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, case, func, select, text, update

from crawler.discovery.links import Link
from crawler.discovery.numbering import stem, stems_of_later
from crawler.store import schedule
from crawler.store.database import AnyRow
from crawler.store.fetches import Fetches
from crawler.store.ledger import Leased
from crawler.store.runs import Run
from crawler.store.settling import LONGEST, in_pieces, number_of, waited_for
from crawler.store.tables import ARTICLES, OPEN, Kind, State, addresses, runs
from crawler.store.upserts import insert
from crawler.urls import canonical

DENIED = "denied by the site file"
"""Why an address was refused that is due again when a list names it: then that file
admits it."""


class Listed(NamedTuple):
    """What one list brought."""

    new: int
    """Articles that were never met."""

    known: int
    """Articles that are stored, and that no other list of this run has named."""

    left: int
    """Further lists that were one too many."""


@dataclass(frozen=True, slots=True)
class _Named:
    """One link of a list, as it would stand in the ledger."""

    link: Link
    address: str
    number: int
    """Of its stem."""
    later: tuple[int, ...]
    """Of the stems of articles of which it may be a further page."""


_MET = (
    addresses.c.id,
    addresses.c.address,
    addresses.c.final,
    addresses.c.kind,
    addresses.c.state,
    addresses.c.next_at,
    addresses.c.waits_for,
    addresses.c.listed_in,
    addresses.c.reason,
)


class Listing:
    """Brings links into the ledger."""

    def __init__(self, fetches: Fetches) -> None:
        self._fetches = fetches

    def record(
        self,
        run: Run,
        source: Leased,
        links: Iterable[Link],
        *,
        most_lists: int,
        now: datetime,
    ) -> Listed:
        """Settle the list ``source``, in one go with all that it names.

        ``most_lists`` is how many lists one of the site file leads to in a run, itself
        with them; 0 is any number. Lists that are known have their own turn, unless
        what is new fills half of this one: then it goes on behind. What looks like a
        further page of an article that is to be read waits for that one.
        """
        named = _named(links)
        articles = [each for each in named if each.link.kind == "article"]
        lists = [each for each in named if each.link.kind != "article"]
        with self._fetches.writing() as connection:
            entry = _Entry(connection, run, source, now)
            new, known = entry.articles(articles)
            goes_on = bool(new) and 2 * new >= len(articles)
            left, added = entry.lists(lists, most_lists, goes_on=goes_on)
            brought = bool(new or added)
            _read(connection, run, source, brought=brought, now=now)
        return Listed(new, known, left)

    def unchanged(self, run: Run, source: Leased, *, now: datetime) -> None:
        """Settle a list that is as it was when it was read last."""
        with self._fetches.writing() as connection:
            connection.execute(
                update(addresses)
                .where(addresses.c.id == source.id)
                .values(fetched_at=now)
            )
            _read(connection, run, source, brought=False, now=now)

    def failed(
        self, run: Run, source: Leased, state: State, reason: str, *, now: datetime
    ) -> tuple[int, datetime]:
        """Settle a list that gave nothing; return how often in a row, and its next turn.

        ``state`` is ``FAILED`` where its server did not answer as it should.
        """
        with self._fetches.writing() as connection:
            return schedule.failed(
                connection,
                source.id,
                every=run.every,
                now=now,
                state=state,
                reason=reason,
            )


class _Entry:
    """The entry of one list's links, within its transaction."""

    def __init__(
        self, connection: Connection, run: Run, source: Leased, now: datetime
    ) -> None:
        self._connection = connection
        self._run = run
        self._source = source
        self._now = now

    def articles(self, named: Sequence[_Named]) -> tuple[int, int]:
        """Enter articles, and return how many are new, and how many are stored.

        Those that look like further pages of others come last.
        """
        stems = {each.number for each in named}
        ordered = sorted(named, key=lambda each: not stems.isdisjoint(each.later))
        new = known = 0
        for some in in_pieces(ordered):
            met = self._met(some)
            known += self._greet(
                [met[each.address] for each in some if each.address in met]
            )
            fresh = [each for each in some if each.address not in met]
            self._insert([each for each in fresh if not each.later])
            # By themselves, since they may wait for those just entered.
            for each in (each for each in fresh if each.later):
                self._insert([each])
            new += len(fresh)
        return new, known

    def lists(
        self, named: Sequence[_Named], most: int, *, goes_on: bool
    ) -> tuple[int, int]:
        """Enter lists, as many as are allowed.

        Returns how many are left out, and how many were never met.
        """
        left, added = 0, 0
        room = most - self._lists_of_origin() if most and named else len(named)
        for each in named:
            row = self._met([each]).get(each.address)
            if row is not None and not self._may_be_due(row, goes_on=goes_on):
                continue
            if room <= 0:
                left += 1
                continue
            room -= 1
            if row is None:
                self._insert([each])
                added += 1
            else:
                self._due_again(row)
        return left, added

    def _may_be_due(self, row: AnyRow, *, goes_on: bool) -> bool:
        """Say whether a list that is known is to be read once more, since it is named."""
        if row.kind in ARTICLES or row.listed_in == self._run.id:
            return False
        if row.next_at is None:  # it was named by none that is read
            return True
        return goes_on and row.next_at > self._run.since  # else it was left out before

    def _met(self, named: Sequence[_Named]) -> dict[str, AnyRow]:
        """Return the rows that are there, by the addresses that they stand for."""
        wanted = [each.address for each in named]
        met: dict[str, AnyRow] = {}
        for column in (addresses.c.final, addresses.c.address):
            rows = self._connection.execute(
                select(*_MET).where(
                    addresses.c.outlet == self._run.outlet, column.in_(wanted)
                )
            )
            met |= {getattr(row, column.name): row for row in rows}
        return met

    def _greet(self, rows: Sequence[AnyRow]) -> int:
        """Note that articles were named again, and count those that are stored."""
        rows = [
            row
            for row in rows
            if row.kind in ARTICLES and row.listed_in != self._run.id
        ]
        known = {row.id for row in rows if row.state in _KEPT}
        forgotten = [row.id for row in rows if _is_forgotten(row)]
        if rows:
            self._connection.execute(
                update(addresses)
                .where(addresses.c.id.in_([row.id for row in rows]))
                .values(listed_in=self._run.id)
            )
        if known:
            self._connection.execute(
                update(runs)
                .where(runs.c.id == self._run.id)
                .values(known=runs.c.known + len(known))
            )
        if forgotten:
            self._connection.execute(
                update(addresses)
                .where(addresses.c.id.in_(forgotten))
                .values(kind=Kind.ARTICLE, state=_OPENED, next_at=self._now)
            )
        return len(known)

    def _insert(self, named: Sequence[_Named]) -> None:
        if not named:
            return
        waiting = self._waited_for(named)
        rows = [self._row(each, waiting) for each in named]
        statement = insert(self._connection, addresses).on_conflict_do_nothing()
        self._connection.execute(statement, rows)

    def _waited_for(self, named: Sequence[_Named]) -> Mapping[int, int]:
        stems = {number for each in named for number in each.later}
        if not stems:
            return {}
        return waited_for(self._connection, self._run.outlet, stems, self._now)

    def _row(self, named: _Named, waiting: Mapping[int, int]) -> dict[str, Any]:
        link, is_article = named.link, named.link.kind == "article"
        waits_for = next((waiting[n] for n in named.later if n in waiting), None)
        return {
            "outlet": self._run.outlet,
            "address": named.address,
            "url": link.url if link.url != named.address else None,
            "kind": Kind(link.kind),
            "turn": int(is_article),
            "state": State.NEW,
            "found_in": self._run.id,
            "listed_in": self._run.id,
            "origin": self._source.origin,
            "depth": self._source.depth + 1,
            "stem": named.number if is_article else None,
            "waits_for": waits_for,
            "next_at": None if waits_for else self._now,
        }

    def _lists_of_origin(self) -> int:
        """Return how many lists this run has met that one of the site file led to."""
        origin = self._source.origin
        counted = select(func.count()).where(
            addresses.c.outlet == self._run.outlet,
            text("turn = 0"),  # as the index has it
            addresses.c.origin == origin,
            addresses.c.listed_in == self._run.id,
        )
        return 1 + self._connection.execute(counted).scalar_one()

    def _due_again(self, row: AnyRow) -> None:
        self._connection.execute(
            update(addresses)
            .where(addresses.c.id == row.id)
            .values(
                next_at=self._now,
                listed_in=self._run.id,
                origin=self._source.origin,
                depth=self._source.depth + 1,
            )
        )


def _read(
    connection: Connection,
    run: Run,
    source: Leased,
    *,
    brought: bool,
    now: datetime,
) -> None:
    """Settle a list; where it had failed before, others of its outlet are tried again."""
    schedule.read(connection, source.id, brought=brought, every=run.every, now=now)
    if source.attempts:
        schedule.recover(connection, run.outlet, run.id, now)


_OPENED = case((addresses.c.state == State.REFUSED, State.NEW), else_=addresses.c.state)
"""The state of an address that was refused, and is not any more."""

_KEPT = (State.STORED, State.JOINED)


def _is_forgotten(row: AnyRow) -> bool:
    """Say whether a row is to be an article's after all, now that a list names it.

    It is of a further page whose article came to nothing, or was denied.
    """
    if row.state == State.REFUSED:
        return bool(row.reason == DENIED)
    return row.state in OPEN and row.next_at is None and row.waits_for is None


def _named(links: Iterable[Link]) -> list[_Named]:
    """Return each address once, without those that are too long."""
    named: dict[str, _Named] = {}
    for link in links:
        address = canonical(link.url)
        if len(link.url) <= LONGEST and address not in named:
            later = tuple(number_of(each) for each in stems_of_later(link.url))
            number = number_of(stem(link.url))
            named[address] = _Named(link, address, number, later)
    return list(named.values())
