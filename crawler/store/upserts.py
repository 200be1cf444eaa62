"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike and SQL does not."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

INSERTS: dict[str, Callable[[Table], postgresql.Insert | sqlite.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
"""What makes an insert for each database, by its name in SQLAlchemy."""


def insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return an insert into ``table`` that knows what to do about rows in its way."""
    return INSERTS[connection.dialect.name](table)
