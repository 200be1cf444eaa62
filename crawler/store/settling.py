"""Settling addresses, within a transaction: what came of them, and who waited for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from typing import TypeVar

from sqlalchemy import (
    BigInteger,
    Connection,
    bindparam,
    case,
    func,
    or_,
    select,
    union,
    update,
)

from crawler.store.database import Moment, milliseconds
from crawler.store.prepared import Prepared
from crawler.store.tables import LAST_TURN, State, addresses
from crawler.urls import canonical

T = TypeVar("T")

LONGEST = 2_000
"""Characters. A longer address is not recorded: PostgreSQL could not look it up."""

# Values in one statement. SQLite takes 32,766.
_A_STATEMENT = 500

NOBODYS = {"owner": None, "leased_until": None}
"""What an address has that nobody has leased."""

SETTLED = {**NOBODYS, "next_at": None, "stem": None, "waits_for": None}
"""What an address has with which there is nothing more to do."""


# An article that was entered from a line alone was not fetched, and is not looked at.
_LOOK_AT = case(
    (addresses.c.fetched_at.is_not(None), bindparam("look_at", type_=Moment))
)
_IS_STORED = addresses.c.article.is_not(None)
_IS_JOINED = addresses.c.state == State.JOINED
_MAY_BE = or_(*(bindparam("to") == state for state in (State.STORED, State.JOINED)))

# Each for one value: nearly always there is one, and a list of them costs as much again.
_SETTLE = Prepared(
    update(addresses)
    .where(addresses.c.id == bindparam("settled"))
    .values(
        **{**SETTLED, "next_at": _LOOK_AT},
        turn=case((_LOOK_AT.is_not(None), LAST_TURN), else_=addresses.c.turn),
        attempts=0,
        # What is stored stays so, whatever a later look gave; so does what is joined,
        # and gives nothing by itself.
        state=case(
            (_IS_STORED & ~_MAY_BE, State.STORED),
            (_IS_JOINED & ~_MAY_BE, State.JOINED),
            else_=bindparam("to"),
        ),
        reason=bindparam("because"),
        article=func.coalesce(bindparam("of", type_=BigInteger), addresses.c.article),
    )
)
_LET_GO = Prepared(
    update(addresses)
    .where(addresses.c.waits_for == bindparam("awaited"))
    .values(waits_for=None, next_at=bindparam("at"))
)
_NAMED = Prepared(
    union(
        *(
            select(addresses.c.id).where(
                addresses.c.outlet == bindparam("of"),
                column == bindparam("wanted"),
            )
            for column in (addresses.c.address, addresses.c.final)
        )
    )
)

_STATES = Prepared(
    union(
        *(
            select(addresses.c.state).where(
                addresses.c.outlet == bindparam("of"), column == bindparam("wanted")
            )
            for column in (addresses.c.address, addresses.c.final)
        )
    )
)


def settle(  # noqa: PLR0913  # what an address may come to
    connection: Connection,
    ids: Collection[int],
    now: datetime,
    *,
    state: State,
    reason: str | None = None,
    article: int | None = None,
    look_at: datetime | None = None,
) -> None:
    """Be done with addresses; what waited for them is due.

    ``look_at`` is when an article is looked at again that was fetched there.
    """
    if ids:
        look = None if look_at is None else milliseconds(look_at)
        values = {"to": state, "because": reason, "of": article, "look_at": look}
        _SETTLE.run_each(connection, [{"settled": id_, **values} for id_ in ids])
        let_go(connection, ids, now)


def settle_article(  # noqa: PLR0913  # what an address may come to
    connection: Connection,
    outlet: str,
    urls: Sequence[str],
    now: datetime,
    *,
    state: State,
    reason: str | None = None,
    article: int | None = None,
    look_at: datetime | None = None,
) -> bool:
    """Be done with the addresses that led to an article, whatever came of it.

    ``urls`` are those of its pages. Addresses are known by where they led: so an
    article that is found in the lines, after a kill, settles them, too. Further pages
    are joined to it. Returns whether there was an address of its first page.
    """
    first, *later = {canonical(url): None for url in urls}
    rows = named(connection, outlet, [first])
    settle(
        connection,
        rows,
        now,
        state=state,
        reason=reason,
        article=article,
        look_at=look_at,
    )
    if later:
        rest = [id_ for id_ in named(connection, outlet, later) if id_ not in rows]
        settle(connection, rest, now, state=State.JOINED)
    return bool(rows)


def let_go(connection: Connection, ids: Collection[int], now: datetime) -> None:
    """Make due what waited for addresses, and was not joined to them."""
    at = milliseconds(now)
    _LET_GO.run_each(connection, [{"awaited": id_, "at": at} for id_ in ids])


def named(connection: Connection, outlet: str, wanted: Sequence[str]) -> list[int]:
    """Return the rows of canonical addresses, and those that were led to them."""
    found: dict[int, None] = {}
    for url in wanted:
        rows = _NAMED.rows(connection, {"of": outlet, "wanted": url})
        found |= {row.id: None for row in rows}
    return list(found)


def are_joined(connection: Connection, outlet: str, urls: Iterable[str]) -> bool:
    """Say whether all that is known of these addresses belongs to another's article.

    What led to one of them counts, as it does in ``named``.
    """
    asked = [{"of": outlet, "wanted": canonical(url)} for url in urls]
    rows = [row for of in asked for row in _STATES.rows(connection, of)]
    return bool(rows) and all(row.state == State.JOINED for row in rows)


def waited_for(
    connection: Connection, outlet: str, stems: Iterable[int], now: datetime
) -> dict[int, int]:
    """Return by its stem's number each article that a further page may wait for.

    That is one which is due, and does not wait itself.
    """
    found: dict[int, int] = {}
    for some in in_pieces(stems):
        rows = connection.execute(
            select(addresses.c.stem, addresses.c.id)
            .where(
                addresses.c.outlet == outlet,
                addresses.c.stem.in_(some),
                addresses.c.waits_for.is_(None),
                addresses.c.next_at <= now,
            )
            .order_by(addresses.c.id.desc())
        )
        found |= {row.stem: row.id for row in rows}
    return found


def number_of(stem: str) -> int:
    """Return what stands for a stem, as ``pagers.stem`` tells it: 64 bits."""
    digest = blake2b(stem.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def in_pieces(values: Iterable[T]) -> Iterator[list[T]]:
    """Yield ``values``, as many at a time as go into a statement."""
    rest = iter(values)
    while piece := list(islice(rest, _A_STATEMENT)):
        yield piece
