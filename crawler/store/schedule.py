"""Which lists a run reads, and when they have their turn again, within a transaction.

A list of the site file, and each list that it led to, has a rhythm of its own; see
``rhythm.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    Connection,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    text,
    update,
)

from crawler.store import rhythm
from crawler.store.database import AnyRow, Moment
from crawler.store.settling import in_pieces, settle
from crawler.store.tables import Kind, State, addresses
from crawler.store.upserts import insert
from crawler.urls import canonical

_IS_LIST = text("turn = 0")  # as the index has it

# Statements that are built once: to build one takes several times as long as to run it.
_ONE = addresses.c.id == bindparam("of")
_AT = bindparam("at", type_=Moment)
_RHYTHM = select(addresses.c.pause, addresses.c.fetched_at, addresses.c.attempts).where(
    _ONE
)
_TURNS = addresses.c.outlet == bindparam("of"), addresses.c.next_at.is_not(None)
_FIRST = select(func.min(addresses.c.next_at)).where(*_TURNS)
_LISTS = select(
    addresses.c.id,
    addresses.c.address,
    addresses.c.next_at,
    addresses.c.fetched_at,
    addresses.c.attempts,
).where(*_TURNS, _IS_LIST)
_HASTENED = update(addresses).where(_ONE).values(next_at=_AT)
_PAUSED = update(addresses).where(_ONE).values(pause=bindparam("seconds"), next_at=_AT)
_FAILED = update(addresses).where(_ONE).values(attempts=bindparam("times"), next_at=_AT)


def due(
    connection: Connection,
    outlet: str,
    urls: Sequence[str],
    *,
    every: timedelta | None,
    now: datetime,
) -> datetime:
    """Return when something of an outlet is to be asked for; ``now`` at the earliest.

    ``urls`` are the lists of its site file, ``every`` is how often it has them read.
    """
    lists = {row.address: row for row in connection.execute(_LISTS, {"of": outlet})}
    if not {canonical(url) for url in urls} <= lists.keys():
        return now
    late = [_late(row, every) for row in lists.values()]
    first = connection.execute(_FIRST, {"of": outlet}).scalar_one()
    return max(min([*late, first or now]), now)


def hasten(connection: Connection, outlet: str, every: timedelta | None) -> None:
    """Give lists an earlier turn whose pause was longer than ``every`` is by now."""
    for row in connection.execute(_LISTS, {"of": outlet}).all():
        if (at := _late(row, every)) < row.next_at:
            connection.execute(_HASTENED, {"of": row.id, "at": at})


def _late(row: AnyRow, every: timedelta | None) -> datetime:
    """Return when a list has its turn; one that failed waits for as long as it must."""
    next_at: datetime = row.next_at
    if row.attempts or row.fetched_at is None:
        return next_at
    return min(next_at, rhythm.turn(row.fetched_at, every or rhythm.MOST))


def enter(
    connection: Connection,
    outlet: str,
    run: int,
    lists: Sequence[tuple[Kind, str]],
    now: datetime,
) -> None:
    """Give the lists of a site file a turn, and none to what it leads to no more."""
    roots = [_root(connection, outlet, run, list_, now) for list_ in lists]
    connection.execute(
        update(addresses)
        .where(
            addresses.c.outlet == outlet,
            _IS_LIST,
            addresses.c.next_at.is_not(None),
            func.coalesce(addresses.c.origin, addresses.c.id).not_in(roots),
        )
        .values(next_at=None)
    )


def make_due(connection: Connection, outlet: str, now: datetime) -> None:
    """Let all lists of an outlet be due that have a turn at all."""
    connection.execute(
        update(addresses)
        .where(addresses.c.outlet == outlet, _IS_LIST, addresses.c.next_at.is_not(None))
        .values(next_at=now)
    )


def let_in(
    connection: Connection, outlet: str, run: int, *, most: int, now: datetime
) -> int:
    """Let a run read the lists that are due; return how many are left for later ones.

    ``most`` is how many lists one of the site file leads to, itself with them; 0 is any
    number.
    """
    ours = addresses.c.outlet == outlet, _IS_LIST
    met = connection.execute(
        select(addresses.c.origin).where(
            *ours, addresses.c.listed_in == run, addresses.c.origin.is_not(None)
        )
    )
    count = Counter(met.scalars())
    rows = connection.execute(
        select(addresses.c.id, addresses.c.origin)
        .where(
            *ours,
            addresses.c.next_at <= now,
            or_(
                addresses.c.origin.is_(None),
                addresses.c.listed_in.is_distinct_from(run),
            ),
        )
        .order_by(addresses.c.depth, addresses.c.id)
    ).all()
    let_in = [row.id for row in rows if _has_room(count, row.origin, most)]
    for some in in_pieces(let_in):
        connection.execute(
            update(addresses).where(addresses.c.id.in_(some)).values(listed_in=run)
        )
    return len(rows) - len(let_in)


def read(
    connection: Connection,
    id_: int,
    *,
    brought: bool,
    every: timedelta | None,
    now: datetime,
) -> None:
    """Settle a list that was read; ``brought`` says whether it named anything new."""
    row = connection.execute(_RHYTHM, {"of": id_}).one()
    pause = rhythm.learned(_span(row.pause), brought=brought, every=every)
    settle(connection, [id_], now, state=State.READ)
    next_at = rhythm.turn(row.fetched_at or now, pause)
    seconds = int(pause.total_seconds())
    connection.execute(_PAUSED, {"of": id_, "seconds": seconds, "at": next_at})


def failed(  # noqa: PLR0913  # what kept it from being read, and when that was
    connection: Connection,
    id_: int,
    *,
    state: State,
    reason: str,
    every: timedelta | None,
    now: datetime,
) -> tuple[int, datetime]:
    """Settle a list that gave nothing; return how often in a row, and its next turn."""
    row = connection.execute(_RHYTHM, {"of": id_}).one()
    failures = row.attempts + 1
    pause = rhythm.backed_off(_span(row.pause), failures, every=every)
    next_at = rhythm.turn(now, pause)
    settle(connection, [id_], now, state=state, reason=reason)
    connection.execute(_FAILED, {"of": id_, "times": failures, "at": next_at})
    return failures, next_at


def recover(connection: Connection, outlet: str, run: int, now: datetime) -> None:
    """Let a run read the lists that could not be fetched: their outlet answers again."""
    connection.execute(
        update(addresses)
        .where(addresses.c.outlet == outlet, _IS_LIST, addresses.c.next_at > now)
        .where(addresses.c.state == State.FAILED)
        .values(next_at=now, listed_in=run)
    )


def _root(
    connection: Connection,
    outlet: str,
    run: int,
    list_: tuple[Kind, str],
    now: datetime,
) -> int:
    """Return the row of a list of the site file: it has a turn, whatever it was."""
    kind, url = list_
    address = canonical(url)
    new = {
        "outlet": outlet,
        "address": address,
        "url": url if url != address else None,
        "kind": kind,
        "turn": 0,
        "state": State.NEW,
        "found_in": run,
        "next_at": now,
    }
    connection.execute(
        insert(connection, addresses).values(new).on_conflict_do_nothing()
    )
    was_list = addresses.c.turn == 0
    made: int = connection.execute(
        update(addresses)
        .where(addresses.c.outlet == outlet, addresses.c.address == address)
        .values(
            kind=kind,
            turn=0,
            origin=None,
            depth=0,
            state=case((was_list, addresses.c.state), else_=State.NEW),
            attempts=case((was_list, addresses.c.attempts), else_=0),
            next_at=func.coalesce(addresses.c.next_at, literal(now, Moment)),
        )
        .returning(addresses.c.id)
    ).scalar_one()
    return made


def _has_room(count: Counter[int], origin: int | None, most: int) -> bool:
    """Say whether a list may be read, and count it if so."""
    if origin is None:
        return True
    if most and 1 + count[origin] >= most:
        return False
    count[origin] += 1
    return True


def _span(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
