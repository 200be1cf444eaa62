"""Statements that are compiled once give what SQLAlchemy gives, on each database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    insert,
    select,
    update,
)

from crawler.errors import StorageError
from crawler.store.database import Database
from crawler.store.prepared import Prepared, filled, places

METADATA = MetaData()
LETTERS = Table(
    "letters",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String),
    Column("bytes", LargeBinary),
)
ROWS: list[dict[str, Any]] = [
    {"id": 1, "name": "甲", "bytes": b"\0\xff"},
    {"id": 2, "name": "50% :x ?", "bytes": None},
    {"id": 3, "name": None, "bytes": b""},
]

ADD = Prepared(insert(LETTERS))
SOME = Prepared(
    select(LETTERS)
    .where(LETTERS.c.id.in_(places("id", 3)), LETTERS.c.id < bindparam("below"))
    .order_by(LETTERS.c.id)
    .limit(2)
)
RENAME = Prepared(
    update(LETTERS)
    .where(LETTERS.c.id == bindparam("of"))
    .values(name=LETTERS.c.name + "%")
    .returning(LETTERS.c.name)
)


@pytest.fixture
def connection(url: str, tmp_path: Path) -> Iterator[Connection]:
    (tmp_path / "data").mkdir()
    database = Database.opened(url, wait=1)
    with database.writing() as connection:
        METADATA.create_all(connection)
        ADD.run_each(connection, ROWS)
        yield connection
        METADATA.drop_all(connection)
    database.close()


def test_rows_are_what_was_put_in(connection: Connection) -> None:
    found = SOME.rows(connection, {**filled("id", (1, 2, 3), 3), "below": 9})
    assert [row._asdict() for row in found] == ROWS[:2]


def test_a_shorter_list_asks_for_no_more(connection: Connection) -> None:
    found = SOME.rows(connection, {**filled("id", (3,), 3), "below": 9})
    assert [row.id for row in found] == [3]


def test_what_is_written_is_returned(connection: Connection) -> None:
    assert RENAME.value(connection, {"of": 2}) == "50% :x ?%"


def test_there_may_be_no_row(connection: Connection) -> None:
    nobody = {**filled("id", (9,), 3), "below": 10}
    assert SOME.rows(connection, nobody) == []
    assert SOME.first(connection, nobody) is None
    assert SOME.value(connection, nobody) is None
    assert SOME.first(connection, {**nobody, "id_0": 2}).name == "50% :x ?"


def test_no_rows_are_no_statement(connection: Connection) -> None:
    ADD.run_each(connection, [])
    assert len(connection.execute(select(LETTERS)).all()) == len(ROWS)


@pytest.mark.parametrize("values", [(), (1, 2, 3, 4)])
def test_a_list_must_fit(values: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="for 3 places"):
        filled("id", values, 3)


def test_what_the_driver_says_is_told_in_one_line(url: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    database = Database.opened(url, wait=0.1)
    with database.writing() as connection:
        METADATA.create_all(connection)
    other = Database.opened(url, wait=0.1)
    with database.writing() as holder:
        ADD.run(holder, ROWS[0])
        with pytest.raises(StorageError, match="end that one"), other.writing() as late:
            ADD.run(late, ROWS[0])
    with database.writing() as connection:
        METADATA.drop_all(connection)
    for each in (database, other):
        each.close()


def test_a_value_that_is_missing_is_our_mistake(connection: Connection) -> None:
    with pytest.raises(KeyError, match="below"):
        SOME.rows(connection, filled("id", (1,), 3))
