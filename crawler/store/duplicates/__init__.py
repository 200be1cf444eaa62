"""Which articles tell one story, over all runs, outlets and machines.

    duplicates = Duplicates(engine)
    with duplicates.judging(article, now=now) as verdict:
        ...  # what is written here lasts before what was learnt does

Every article is compared with those of a window of days; addresses and bodies are
remembered for ever. What was learnt of an article is committed as one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, insert, select, update

from crawler.comparison.origins import Origin, origin
from crawler.items import Article
from crawler.store.duplicates.boilerplate import Boilerplate
from crawler.store.duplicates.judging import Judging, day_of
from crawler.store.duplicates.register import Register
from crawler.store.duplicates.tables import METADATA, STATE
from crawler.store.duplicates.verdicts import Kind, Verdict, line
from crawler.store.duplicates.window import Window

__all__ = ["METADATA", "Duplicates", "Kind", "Verdict", "line"]

WINDOW_DAYS = 45
"""How far apart two printings of a story may be, and how long texts are held."""

# Texts that are forgotten in one transaction, which others wait for.
_PRUNED_AT_ONCE = 1_000


class Duplicates:
    """The stories told so far."""

    def __init__(self, engine: Engine, *, window_days: int = WINDOW_DAYS) -> None:
        self._engine = engine
        self._window_days = window_days

    def create(self) -> None:
        """Make the tables that are not there yet."""
        METADATA.create_all(self._engine)
        with self._engine.begin() as connection:
            if connection.execute(select(STATE.c.id)).first() is None:
                connection.execute(insert(STATE), {"id": 1, "judged": 0})

    def judge(self, article: Article, *, now: dt.datetime) -> Verdict:
        """Say what ``article`` is, and remember it, in a transaction of its own."""
        with self.judging(article, now=now) as verdict:
            return verdict

    @contextmanager
    def judging(self, article: Article, *, now: dt.datetime) -> Iterator[Verdict]:
        """Give what ``article`` is; remember it when the block is left without error.

        Other processes wait meanwhile. One that is killed inside has not judged the
        article, and will say the same of it again.
        """
        with self._engine.begin() as connection:
            yield self.judge_within(connection, article, now=now)

    def judge_within(
        self, connection: Connection, article: Article, *, now: dt.datetime
    ) -> Verdict:
        """Say what ``article`` is, within a transaction that the caller commits.

        On SQLite that must not have read before: its first statement writes.
        """
        number = connection.execute(_TURN).scalar_one()
        judging = Judging(
            connection,
            article,
            number=number,
            judged=day_of(now),
            window_days=self._window_days,
        )
        return judging.verdict()

    def origin(self, story: int) -> Origin | None:
        """Return who published a story first, by all that is known by now."""
        with self._engine.connect() as connection:
            return origin(Register(connection).printings(story))

    def prune(
        self, *, now: dt.datetime, progress: Callable[[int], None] | None = None
    ) -> int:
        """Forget the texts that have left the window; return how many.

        In transactions of a thousand, so that others get their turn; ``progress`` is
        told how many are done. Addresses, bodies and stories stay.
        """
        before = day_of(now) - self._window_days
        done = 0
        while True:
            with self._engine.begin() as connection:
                connection.execute(_TURN)
                some = Window(connection).prune(before, at_most=_PRUNED_AT_ONCE)
                if some < _PRUNED_AT_ONCE:
                    Boilerplate(connection).prune(before)
            done += some
            if progress and some:
                progress(done)
            if some < _PRUNED_AT_ONCE:
                return done


# The first statement of each transaction: it writes, so on SQLite it takes the lock
# that on PostgreSQL the row does, and what is read after it is what others left.
_TURN = update(STATE).values(judged=STATE.c.judged + 1).returning(STATE.c.judged)
