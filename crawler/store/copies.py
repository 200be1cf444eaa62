"""What becomes of an article that tells a story again: it goes apart, or is marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, Self

from sqlalchemy import Connection, bindparam, select, update

from crawler.comparison.tellings import Telling
from crawler.errors import UsageError
from crawler.items import Article
from crawler.store.backlog import Backlog, Tell
from crawler.store.duplicates import WINDOW_DAYS, Duplicates, line
from crawler.store.entries import Own
from crawler.store.prepared import Prepared
from crawler.store.tables import files, versions

FOLDER = "duplicates"
"""Where the lines of copies are, in the data folder."""

_PLACE = (
    select(files.c.name)
    .join(versions)
    .where(
        versions.c.article == bindparam("article"),
        versions.c.version == bindparam("version"),
    )
)
_JUDGED = Prepared(
    update(files)
    .where(files.c.id == bindparam("file"), files.c.judged == bindparam("start"))
    .values(judged=bindparam("end"))
)


class Copies(StrEnum):
    """What is to become of copies."""

    APART = "apart"
    """They have lines of their own, in a folder of their own."""

    MARK = "mark"
    """They stay among the articles, and ``duplicate_of`` says what they are of."""

    OFF = "off"
    """No article is compared with others."""


@dataclass(frozen=True, slots=True)
class Comparing:
    """Whether articles are compared, and with what."""

    copies: Copies = Copies.APART

    days: int = WINDOW_DAYS
    """How far apart two printings of a story may be."""

    @classmethod
    def asked(cls, settings: Mapping[Any, Any]) -> Self:
        """Return what settings say. Raises ``UsageError``."""
        wanted = str(settings.get("DUPLICATES", Copies.APART))
        days = str(settings.get("DUPLICATES_DAYS", WINDOW_DAYS))
        if wanted not in set(Copies):
            known = ", ".join(Copies)
            raise UsageError(
                f"DUPLICATES={wanted}: nothing is known by that name; known: {known}"
            )
        if not days.isascii() or not days.isdecimal() or int(days) == 0:
            raise UsageError(
                f"DUPLICATES_DAYS={days}: give a number of days, from 1 on"
            )
        return cls(Copies(wanted), int(days))


class Judged(NamedTuple):
    """An article, and where its line belongs."""

    article: Article
    """With what it is a copy of."""
    text: bytes | None
    """Its line, where that is one of a copy apart; else ``None``."""
    is_apart: bool
    """Whether it stands among the copies, or is to."""


class Judges:
    """Tells copies from new stories, as their lines are written."""

    def __init__(
        self, duplicates: Duplicates, backlog: Backlog, copies: Copies
    ) -> None:
        self._duplicates = duplicates
        self._backlog = backlog
        self._copies = copies

    def catch_up(
        self, *, now: datetime, file: int | None = None, tell: Tell | None = None
    ) -> int:
        """Judge the stored lines that were not yet, or those of a ``file``.

        Returns how many there were. Raises ``StorageError``.
        """
        if not self._are_asked:
            return 0
        return self._backlog.judge(now=now, file=file, tell=tell)

    def told(self, article: Article) -> Telling | None:
        """Return an article as it is compared; ``None`` where that is not asked for.

        It takes a while, and is done before the transaction that others wait for.
        """
        return Telling.of(article) if self._are_asked else None

    def judged(  # noqa: PLR0913  # all that is known of an article
        self,
        connection: Connection,
        article: Article,
        *,
        own: Own | None,
        is_new: bool,
        telling: Telling | None,
        now: datetime,
    ) -> Judged:
        """Return what becomes of an article, within the transaction of its line.

        ``own`` is what is ``stored`` of it: a further version stays where the one
        before stands, whatever it tells now. ``is_new`` says whether it needs a line,
        ``telling`` is what ``told`` gave.
        Raises ``StorageError`` through that transaction.
        """
        is_apart = own is not None and stands_apart(connection, own.id, own.version)
        if not is_new:
            return Judged(article, None, is_apart)
        verdict = None
        if telling:
            verdict = self._duplicates.judge_within(
                connection, article, now=now, telling=telling
            )
        original = verdict.duplicate_of if verdict else None
        if own is None:
            is_apart = original is not None and self._copies is Copies.APART
        if original and (own is None or article.duplicate_of):
            article = replace(article, duplicate_of=original.url)
        return Judged(article, line(article, verdict) if is_apart else None, is_apart)

    def note(self, connection: Connection, file: int, start: int, end: int) -> None:
        """Note that the line between two bytes of a file is judged."""
        if self._are_asked and start < end:
            of = {"file": file, "start": start, "end": end}
            _JUDGED.run(connection, of)

    @property
    def _are_asked(self) -> bool:
        return self._copies is not Copies.OFF


def stands_apart(connection: Connection, id_: int, version: int) -> bool:
    """Say whether the line of a version of an article is one of the copies."""
    of = {"article": id_, "version": version}
    name = connection.execute(_PLACE, of).scalar()
    return name is not None and name.startswith(f"{FOLDER}/")
