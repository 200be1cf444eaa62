"""Articles of several pages in the ledger: which address belongs to which article."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select, update

from crawler.store.database import milliseconds
from crawler.store.fetches import Fetches
from crawler.store.ledger import LEASED, WITH_FILES, Leased, Place
from crawler.store.prepared import Prepared
from crawler.store.runs import Run
from crawler.store.settling import (
    LONGEST,
    NOBODYS,
    SETTLED,
    are_joined,
    let_go,
    number_of,
    waited_for,
)
from crawler.store.tables import OPEN, Kind, State, addresses, files
from crawler.store.upserts import INSERTS
from crawler.urls import canonical

_LISTED = Prepared(
    select(addresses.c.id).where(
        addresses.c.outlet == bindparam("of"),
        addresses.c.address == bindparam("wanted"),
        addresses.c.kind == Kind.ARTICLE,
    )
)
_FURTHER = Prepared(
    select(*LEASED, addresses.c.fetched_at, files.c.name)
    .select_from(WITH_FILES)
    .where(
        addresses.c.outlet == bindparam("of"),
        addresses.c.address == bindparam("wanted"),
    )
)
_JOINED = Prepared(
    update(addresses)
    .where(
        addresses.c.outlet == bindparam("of"),
        addresses.c.address == bindparam("wanted"),
        addresses.c.id != bindparam("to"),
        or_(*(addresses.c.state == state for state in OPEN)),
    )
    .values(**SETTLED, state=State.JOINED)
    .returning(addresses.c.id)
)
_FOUND_IN = (
    select(addresses.c.found_in)
    .where(addresses.c.id == bindparam("article"))
    .scalar_subquery()
)
_MEET = {
    name: Prepared(
        insert(addresses)
        .values(
            outlet=bindparam("of"),
            address=bindparam("met"),
            kind=Kind.FURTHER,
            turn=1,
            state=State.NEW,
            found_in=_FOUND_IN,
            origin=bindparam("root"),
            depth=bindparam("links"),
        )
        .on_conflict_do_nothing()
    )
    for name, insert in INSERTS.items()
}


class Joining:
    """The pages of articles, as they are met, fetched and joined."""

    def __init__(self, fetches: Fetches) -> None:
        self._fetches = fetches

    def postpone(self, leased: Leased, of: str, *, now: datetime) -> bool:
        """Let a page wait for the article ``of`` which it seems to be a further page.

        ``of`` is that article's stem. Say whether there is such an article to wait for:
        one that is due, and does not wait itself. The page is then joined to it, or due
        again when that one is settled. So it is where the page was joined already, while
        it was read.
        """
        with self._fetches.writing() as connection:
            if are_joined(connection, leased.outlet, [leased.url]):
                return True
            waiting = waited_for(connection, leased.outlet, {number_of(of)}, now)
            article = waiting.get(number_of(of), leased.id)
            if article == leased.id:
                return False
            connection.execute(
                update(addresses)
                .where(addresses.c.id == leased.id)
                .values(**NOBODYS, next_at=None, waits_for=article)
            )
        return True

    def is_listed(self, outlet: str, url: str) -> bool:
        """Say whether a list named an address as an article, which has its own turn."""
        asked = {"of": outlet, "wanted": canonical(url)}
        with self._fetches.reading() as connection:
            return _LISTED.first(connection, asked) is not None

    def join(self, leased: Leased, urls: Iterable[str], *, now: datetime) -> set[int]:
        """Settle ``urls``, which belong to the article of ``leased``, met or not.

        Return the rows of those that had a turn of their own, or were fetched.
        """
        wanted = sorted({canonical(url) for url in urls})
        wanted = [address for address in wanted if len(address) <= LONGEST]
        joined = {"of": leased.outlet, "to": leased.id}
        settled: set[int] = set()
        with self._fetches.writing() as connection:
            for address in wanted:
                _met(connection, leased, address)
                rows = _JOINED.rows(connection, {**joined, "wanted": address})
                settled |= {row.id for row in rows}
            let_go(connection, settled, now)
        return settled

    def further(self, article: Leased, url: str, run: Run) -> Leased:
        """Return the lease of a further page of an article that is being read.

        Where this run has fetched it already, whatever for, it is found in the archive.
        """
        address = canonical(url)
        asked = {"of": article.outlet, "wanted": address}
        with self._fetches.writing() as connection:
            _met(connection, article, address)
            row = _FURTHER.first(connection, asked)
        found = None
        if row.name and row.fetched_at >= milliseconds(run.began_at):
            found = Place(row.name, row.record_at)
        return Leased(
            row.id,
            article.outlet,
            Kind.FURTHER,
            url,
            article.depth,
            article.origin,
            0,
            found,
        )


def _met(connection: Connection, article: Leased, address: str) -> None:
    """Make a row for a further page, if there is none."""
    new = {
        "of": article.outlet,
        "met": address,
        "article": article.id,
        "root": article.origin,
        "links": article.depth + 1,
    }
    _MEET[connection.dialect.name].run(connection, new)
