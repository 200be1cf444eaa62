"""A table of PostgreSQL with a row an article: its newest version, or that it is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from crawler.downstream.settings import PostgresqlSettings
from crawler.downstream.targets import Refusal
from crawler.errors import Unavailable, UsageError
from crawler.store.events import Event

COLUMNS: Mapping[str, str] = {
    "id": "text PRIMARY KEY",
    "number": "bigint NOT NULL",
    "version": "integer NOT NULL",
    "withdrawn": "boolean NOT NULL",
    "outlet": "text",
    "canonical_url": "text NOT NULL",
    "url": "text",
    "headline": "text",
    "alternative_headline": "text",
    "body": "text[]",
    "authors": "text[]",
    "editors": "text[]",
    "source": "text",
    "dateline": "text",
    "date_published": "timestamptz",
    "date_modified": "timestamptz",
    "description": "text",
    "section": "text",
    "keywords": "text[]",
    "language": "text",
    "images": "jsonb",
    "fetched": "timestamptz",
    "duplicate_of": "text",
    "article": "jsonb",
}
"""What the table has; ``article`` is the whole stored line. Of a withdrawn article all
is null but what it is known by."""

_SECONDS = 15  # to wait for a connection, unless the address says otherwise

_INCOMING = sql.Identifier("incoming")


class PostgresqlTable:
    """Copies events into the table; the greater number takes the place of the less."""

    batch = 1_000

    def __init__(self, settings: PostgresqlSettings) -> None:
        self._url = settings.url
        self._name = settings.table
        self._table = sql.Identifier(*settings.table.split("."))
        self._connection: psycopg.Connection | None = None

    def open(self) -> None:
        """Make the table where there is none, and look whether it has our columns."""
        with self._connected() as connection:
            connection.execute(_create(self._table))
            found = connection.execute(
                sql.SQL("SELECT * FROM {} LIMIT 0").format(self._table)
            )
            there = {column.name for column in found.description or ()}
        if missing := [name for name in COLUMNS if name not in there]:
            adding = ", ".join(f"ADD {name} {COLUMNS[name]}" for name in missing)
            raise UsageError(
                f"the table {self._name} is no table of articles, or an older one; "
                f"name another, or: ALTER TABLE {self._name} {adding}"
            )

    def send(self, events: Sequence[Event]) -> list[Refusal]:
        try:
            self._put(events)
        except (psycopg.DataError, psycopg.IntegrityError) as error:
            if len(events) == 1:
                return [Refusal(events[0], _said(error))]
            half = len(events) // 2  # which of them it is, is found by halves
            return self.send(events[:half]) + self.send(events[half:])
        return []

    def close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def _put(self, events: Sequence[Event]) -> None:
        with self._connected() as connection, connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("CREATE TEMP TABLE {} (LIKE {}) ON COMMIT DROP").format(
                    _INCOMING, self._table
                )
            )
            with cursor.copy(_copy()) as copy:
                for event in events:
                    copy.write_row(_row(event))
            cursor.execute(_upsert(self._table))

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection]:
        """Give a connection and a transaction that ends with the block."""
        try:
            if self._connection is None:
                self._connection = _connect(self._url)
            with self._connection.transaction():
                yield self._connection
        except (psycopg.DataError, psycopg.IntegrityError):
            raise
        except psycopg.OperationalError as error:
            self.close()
            raise Unavailable(_said(error)) from error
        except psycopg.Error as error:
            raise UsageError(f"PostgreSQL: {_said(error)}") from error


def _connect(url: str) -> psycopg.Connection:
    try:
        given = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise UsageError(f"url: {_said(error)}") from error
    seconds = given.get("connect_timeout") or _SECONDS
    return psycopg.connect(make_conninfo(url, connect_timeout=seconds))


def _create(table: sql.Identifier) -> sql.Composed:
    columns = [
        sql.Identifier(name) + sql.SQL(f" {kind}") for name, kind in COLUMNS.items()
    ]
    return sql.SQL("CREATE TABLE IF NOT EXISTS {} ({})").format(
        table, sql.SQL(", ").join(columns)
    )


def _copy() -> sql.Composed:
    return sql.SQL("COPY {} ({}) FROM STDIN").format(_INCOMING, _names(COLUMNS))


def _upsert(table: sql.Identifier) -> sql.Composed:
    """Return what moves a batch into the table: of each article the newest event."""
    changed = [name for name in COLUMNS if name != "id"]
    return sql.SQL(
        "INSERT INTO {table} AS there ({names})"
        " SELECT DISTINCT ON (id) {names} FROM {incoming} ORDER BY id, number DESC"
        " ON CONFLICT (id) DO UPDATE SET ({changed}) = ROW ({excluded})"
        " WHERE there.number < excluded.number"
    ).format(
        table=table,
        names=_names(COLUMNS),
        incoming=_INCOMING,
        changed=_names(changed),
        excluded=sql.SQL(", ").join(sql.Identifier("excluded", n) for n in changed),
    )


def _names(columns: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _row(event: Event) -> list[Any]:
    own = {
        "id": event.id,
        "number": event.number,
        "version": event.version,
        "withdrawn": event.article is None,
        "outlet": event.outlet,
        "canonical_url": event.url,
        "article": None if event.article is None else event.text.decode(),
    }
    return [
        own[name] if name in own else _value(getattr(event.article, name, None), kind)
        for name, kind in COLUMNS.items()
    ]


def _value(value: object, kind: str) -> object:
    if kind == "jsonb":
        return None if value is None else msgspec.json.encode(value).decode()
    return [*value] if isinstance(value, tuple) else value


def _said(error: psycopg.Error) -> str:
    """Return an error as one line."""
    return " ".join((error.diag.message_primary or str(error)).split())
