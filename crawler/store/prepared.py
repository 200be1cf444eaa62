"""Statements that are run for every article: compiled once, then given to the driver.

SQLAlchemy looks up what it has compiled, takes lists of values apart, and makes an object
of what comes back, at each call: 20 to 60 µs a statement, of which the database itself
needs 3 to 20 (2026-11).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, Dialect, bindparam
from sqlalchemy.sql.expression import UpdateBase
from sqlalchemy.sql.selectable import SelectBase


class _Compiled(NamedTuple):
    """A statement in the words of a database."""

    text: str
    names: tuple[str, ...]
    """Of its values."""
    by_place: bool
    """Whether the database takes them in that order; else by their names."""
    known: Mapping[str, Any]
    """Values that the statement brings."""

    def values(self, given: Mapping[str, Any]) -> Any:  # noqa: ANN401  # as drivers do
        """Return what the driver is to be given."""
        every = {**self.known, **given} if self.known else given
        if self.by_place:
            return tuple([every[name] for name in self.names])
        return {name: every[name] for name in self.names}


class Prepared:
    """A statement of numbers, strings and bytes: what needs a type is not converted."""

    def __init__(self, statement: SelectBase | UpdateBase) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}
        self._row = _maker(str(each.key) for each in statement.exported_columns)

    def run(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Run it once."""
        self._run(connection, values)

    def run_each(
        self, connection: Connection, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """Run it for each of some rows."""
        if rows:
            compiled = self._of(connection.dialect)
            some = [compiled.values(row) for row in rows]
            _driver(connection).cursor().executemany(compiled.text, some)

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """Return what it gives: named tuples of its columns."""
        return [self._row(row) for row in self._run(connection, values)]

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Any:  # noqa: ANN401  # a row
        """Return the first row that it gives; ``None`` where there is none."""
        row = self._run(connection, values).fetchone()
        return None if row is None else self._row(row)

    def value(self, connection: Connection, values: Mapping[str, Any]) -> Any:  # noqa: ANN401  # of any type
        """Return the first value of the first row; ``None`` where there is none."""
        row = self._run(connection, values).fetchone()
        return None if row is None else row[0]

    def _run(self, connection: Connection, values: Mapping[str, Any]) -> Any:  # noqa: ANN401  # the driver's cursor
        compiled = self._of(connection.dialect)
        given = compiled.values(values)
        return _driver(connection).execute(compiled.text, given)

    def _of(self, dialect: Dialect) -> _Compiled:
        if (found := self._compiled.get(dialect.name)) is None:
            made = self._statement.compile(dialect=dialect)
            names = tuple(made.positiontup or made.bind_names.values())
            known = {
                name: bind.effective_value
                for bind, name in made.bind_names.items()
                if not bind.required
            }
            found = _Compiled(str(made), names, made.positional, known)
            self._compiled[dialect.name] = found
        return found


def _maker(columns: Iterable[str]) -> Callable[[Iterable[Any]], Any]:
    """Return what makes named tuples of rows."""
    row = NamedTuple("Row", [(column, Any) for column in columns])  # type: ignore[misc]  # known when it is run
    return row._make


def _driver(connection: Connection) -> Any:  # noqa: ANN401  # sqlite3's or psycopg's
    """Return the driver's own connection: those of both drivers run statements alike.

    Source: PEP 249, and the ``execute`` that sqlite3 and psycopg 3 give a connection.
    """
    return connection.connection.driver_connection


def places(name: str, most: int) -> list[BindParameter[Any]]:
    """Return places for so many values, to stand behind ``IN``."""
    return [bindparam(f"{name}_{place}") for place in range(most)]


def filled(name: str, values: Iterable[Any], most: int) -> dict[str, Any]:
    """Return ``values``, one at least, for those places, the last one over and over.

    So a list of any length is one statement, and a database asks once for what is equal.
    """
    given = list(values)
    if not 0 < len(given) <= most:
        raise ValueError(f"{len(given)} values for {most} places")
    given += given[-1:] * (most - len(given))
    return {f"{name}_{place}": value for place, value in enumerate(given)}
