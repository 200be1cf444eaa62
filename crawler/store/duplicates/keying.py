"""Texts that a release with other keys has held are given those of today.

Until then no article is found to be like them. The newest are the first; the ledger
notes how far it has come, so who is killed here goes on there.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from crawler.store.duplicates.boilerplate import Boilerplate
from crawler.store.duplicates.tables import KEYS, STATE, TEXTS
from crawler.store.duplicates.window import Window, in_a_row, unpacked
from crawler.store.upserts import insert


class Keyed(NamedTuple):
    """Texts that were given keys."""

    texts: int
    size: int
    """Their bytes, compressed."""


class Keying:
    """The texts of the window that have no keys of today, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._window = Window(connection)
        self._boilerplate = Boilerplate(connection)

    @property
    def size(self) -> int:
        """Bytes of those texts, compressed."""
        size: int | None = self._connection.execute(_SIZE).scalar()
        return size or 0

    def some(self, at_most: int) -> Keyed:
        """Give keys to the newest of them, so many at most."""
        rows = self._connection.execute(_UNKEYED, {"at_most": at_most}).all()
        for row in rows:
            self._give(row.id, row.text)
        left = rows[-1].id - 1 if len(rows) == at_most else 0
        self._connection.execute(update(STATE).values(unkeyed=left))
        return Keyed(len(rows), sum(len(row.text) for row in rows))

    def _give(self, article: int, packed: bytes) -> None:
        whole = unpacked(packed)
        telling = whole.marked(self._boilerplate.of(whole).texts)
        keys = self._window.free(telling.keys)
        self._connection.execute(_GIVE, {"of": article, "held": in_a_row(keys)})
        if keys:  # one that was judged anew since has some
            rows = [{"key": key, "article": article} for key in keys]
            adding = insert(self._connection, KEYS).on_conflict_do_nothing()
            self._connection.execute(adding, rows)


_LEFT = TEXTS.c.id <= select(func.max(STATE.c.unkeyed)).scalar_subquery()
_SIZE = select(func.sum(func.length(TEXTS.c.text))).where(_LEFT)
_UNKEYED = (
    select(TEXTS.c.id, TEXTS.c.text)
    .where(_LEFT)
    .order_by(TEXTS.c.id.desc())
    .limit(bindparam("at_most"))
)
_GIVE = (
    update(TEXTS).where(TEXTS.c.id == bindparam("of")).values(keys=bindparam("held"))
)
