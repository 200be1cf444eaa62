"""Statements that are run for every article: compiled once, then given to the driver.

SQLAlchemy looks up what it has compiled, and takes lists of values apart, at each call:
20 to 60 µs a statement, of which the database itself needs 3 to 20 (2026-11).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, CursorResult, Dialect, bindparam
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
        every = {**self.known, **given}
        if self.by_place:
            return tuple(every[name] for name in self.names)
        return {name: every[name] for name in self.names}


class Prepared:
    """A statement of numbers, strings and bytes: what needs a type is not converted."""

    def __init__(self, statement: SelectBase | UpdateBase) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(
        self, connection: Connection, values: Mapping[str, Any]
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run it once."""
        compiled = self._of(connection.dialect)
        return connection.exec_driver_sql(compiled.text, compiled.values(values))

    def run_each(
        self, connection: Connection, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """Run it for each of some rows."""
        if rows:
            compiled = self._of(connection.dialect)
            some = [compiled.values(row) for row in rows]
            connection.exec_driver_sql(compiled.text, some)

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
