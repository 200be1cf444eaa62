"""Which articles tell one story, over all runs, outlets and machines.

    duplicates = Duplicates(engine)
    with duplicates.judging(article, now=now) as verdict:
        ...  # what is written here lasts before what was learnt does

Every article is compared with those of a window of days; addresses and bodies are
remembered for ever. What was learnt of an article is committed as one.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, delete, update

from crawler.comparison.origins import Origin, origin
from crawler.comparison.tellings import Telling
from crawler.items import Article
from crawler.store.duplicates.boilerplate import Boilerplate
from crawler.store.duplicates.judging import Judging, day_of
from crawler.store.duplicates.keying import Keyed, Keying
from crawler.store.duplicates.register import Register
from crawler.store.duplicates.tables import METADATA, STATE
from crawler.store.duplicates.verdicts import Kind, Verdict, line
from crawler.store.duplicates.window import Window
from crawler.store.prepared import Prepared
from crawler.store.upserts import insert
from crawler.urls import canonical

__all__ = ["METADATA", "WINDOW_DAYS", "Duplicates", "Kind", "Verdict", "line"]

WINDOW_DAYS = 45
"""How far apart two printings of a story may be, and how long texts are held."""

# Texts that are forgotten in one transaction, which others wait for.
_PRUNED_AT_ONCE = 1_000
# … that are given other keys.
_KEYED_AT_ONCE = 100


class Duplicates:
    """The stories told so far."""

    def __init__(self, engine: Engine, *, window_days: int = WINDOW_DAYS) -> None:
        self._engine = engine
        self._window_days = window_days

    def create(self) -> None:
        """Make the tables that are not there yet, in a database that is no ledger."""
        METADATA.create_all(self._engine)

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
        self,
        connection: Connection,
        article: Article,
        *,
        now: dt.datetime,
        telling: Telling | None = None,
    ) -> Verdict:
        """Say what ``article`` is, within a transaction that the caller commits.

        On SQLite that must have begun for writing, or not have read before. One that is
        not known and names a ``duplicate_of`` belongs to the story of that one. Who
        waits for the transaction has less to wait where ``telling`` is made before it.
        """
        return self._verdict(connection, article, now, is_held=True, telling=telling)

    def enter_within(
        self,
        connection: Connection,
        article: Article,
        *,
        now: dt.datetime,
        stored: dt.datetime,
    ) -> Verdict:
        """Say the same of an article that was stored before; ``stored`` is when.

        Of one that has left the window only its address and body are compared, and its
        text is not held.
        """
        is_held = day_of(stored) >= day_of(now) - self._window_days
        return self._verdict(connection, article, stored, is_held=is_held)

    def origin(self, story: int) -> Origin | None:
        """Return who published a story first, by all that is known by now."""
        with self._engine.connect() as connection:
            return origin(Register(connection).printings(story))

    def prune(
        self,
        *,
        now: dt.datetime,
        seconds: float | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Forget the texts that have left the window; return how many.

        In transactions of a thousand, so that others get their turn; ``progress`` is
        told how many are done. After ``seconds`` the rest is left for the next time.
        Addresses, bodies and stories stay.
        """
        before = day_of(now) - self._window_days
        began = time.monotonic()
        done, some = 0, _PRUNED_AT_ONCE
        while some == _PRUNED_AT_ONCE:
            if seconds is not None and time.monotonic() - began >= seconds:
                break
            with self._engine.begin() as connection:
                _turn(connection)
                some = Window(connection).prune(before, at_most=_PRUNED_AT_ONCE)
                done += some
                if done and some < _PRUNED_AT_ONCE:
                    Boilerplate(connection).prune(before)
            if progress and some:
                progress(done)
        return done

    @property
    def unkeyed(self) -> int:
        """Bytes of texts that an older release has held, which ``rekeyed`` is about."""
        with self._engine.connect() as connection:
            return Keying(connection).size

    def rekeyed(self, *, at_once: int = _KEYED_AT_ONCE) -> Iterator[Keyed]:
        """Let texts that an older release has held be found; yield how many were.

        In transactions of so many, so that others get their turn.
        """
        texts = at_once
        while texts == at_once:
            with self._engine.begin() as connection:
                _turn(connection)
                some = Keying(connection).some(at_once)
            yield some
            texts = some.texts

    def forget_within(self, connection: Connection) -> None:
        """Forget all articles and stories, within a transaction."""
        _turn(connection)
        for table in METADATA.sorted_tables:
            if table is not STATE:
                connection.execute(delete(table))
        connection.execute(update(STATE).values(unkeyed=0))

    def _verdict(
        self,
        connection: Connection,
        article: Article,
        now: dt.datetime,
        *,
        is_held: bool,
        telling: Telling | None = None,
    ) -> Verdict:
        judging = Judging(
            connection,
            article,
            telling or Telling.of(article),
            number=_turn(connection),
            judged=day_of(now),
            window_days=self._window_days,
            is_held=is_held,
        )
        verdict = judging.verdict()
        if verdict.kind is Kind.NEW and article.duplicate_of:
            Register(connection).adopt(verdict.story, canonical(article.duplicate_of))
        return verdict


def _turn(connection: Connection) -> int:
    """Return the number of this turn, and keep others waiting until it is committed.

    It writes, so on SQLite it takes the lock that on PostgreSQL the row does, and what
    is read after it is what others left.
    """
    number = _NEXT.value(connection, {})
    if number is None:  # of the first article of all
        first = insert(connection, STATE).values(id=1, judged=0)
        connection.execute(first.on_conflict_do_nothing())
        number = _NEXT.value(connection, {})
    found: int = number
    return found


_NEXT = Prepared(
    update(STATE).values(judged=STATE.c.judged + 1).returning(STATE.c.judged)
)
