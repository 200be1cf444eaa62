"""Ledgers of every release are brought to the newest schema, with what they hold."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import inspect, text

from crawler.errors import StorageError
from crawler.store.database import Database
from crawler.store.duplicates import METADATA
from crawler.store.holdings import Holdings
from crawler.store.migrations import STEPS, Step, migrate
from crawler.store.tables import metadata
from tests.loopback import PROJECT
from tests.store.conftest import NOW

SCHEMAS = Path(__file__).parent / "schemas"


@pytest.fixture
def database(url: str, tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "data").mkdir()
    database = Database.opened(url, wait=1)
    yield database
    database.close()


def load(database: Database, version: int) -> None:
    """Make a ledger as a release of that schema has left it."""
    backend = database.engine.dialect.name
    statements = (SCHEMAS / f"{version}-{backend}.sql").read_text(encoding="utf-8")
    with database.writing() as connection:
        for statement in statements.split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)


def shape(database: Database) -> dict[str, object]:
    """Return tables, columns and indexes, as the database has them."""
    found = inspect(database.engine)
    return {
        name: (
            [
                (column["name"], str(column["type"]), column["nullable"])
                for column in found.get_columns(name)
            ],
            sorted(str(index["name"]) for index in found.get_indexes(name)),
            found.get_pk_constraint(name)["constrained_columns"],
        )
        for name in found.get_table_names()
    }


def version(database: Database) -> int:
    with database.reading() as connection:
        found: int = connection.execute(
            text("SELECT version FROM schema_version")
        ).scalar_one()
    return found


def test_an_empty_database_gets_the_newest_schema(database: Database) -> None:
    assert migrate(database) == 0
    assert version(database) == len(STEPS) + 1
    assert set(shape(database)) == {*metadata.tables, *METADATA.tables}
    assert migrate(database) == len(STEPS) + 1


@pytest.mark.parametrize("old", range(1, len(STEPS) + 2))
def test_each_version_becomes_the_newest(
    database: Database, url: str, old: int, tmp_path: Path
) -> None:
    load(database, old)
    assert migrate(database) == old
    migrated = shape(database)
    database.close()
    fresh = Database.opened(f"sqlite:///{tmp_path}/fresh.sqlite", wait=1)
    migrate(fresh)
    if url.startswith("sqlite"):
        assert migrated == shape(fresh)
    assert migrated.keys() == shape(fresh).keys()
    holdings = Holdings.opened(tmp_path / "data", url=url, wait=1, now=NOW)
    run = holdings.runs.begin("jia", [], now=NOW)
    [waiting] = holdings.ledger.lease(run, most=9, articles=True, now=NOW)
    assert waiting.url == "http://www.jia.example/2.html"
    assert holdings.joining.is_listed("jia", "http://www.jia.example/1.html")
    holdings.close()


def test_the_schema_of_today_is_written_down(database: Database, url: str) -> None:
    """Else a change of the tables would have no step that leads to it."""
    migrate(database)
    today = shape(database)
    database.close()
    again = Database.opened(_emptied(url), wait=1)
    load(again, len(STEPS) + 1)
    assert shape(again) == today
    again.close()


def _emptied(url: str) -> str:
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).unlink()
        return url
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return url


def added(name: str) -> Step:
    return lambda connection: (
        connection.exec_driver_sql(f"ALTER TABLE runs ADD COLUMN {name} TEXT"),
        None,
    )[1]


def test_steps_are_taken_in_order_and_once(database: Database) -> None:
    migrate(database, ())
    steps = (added("first"), added("second"))
    assert migrate(database, steps[:1]) == 1
    assert migrate(database, steps) == 2
    assert migrate(database, steps) == 3
    columns = [
        column["name"] for column in inspect(database.engine).get_columns("runs")
    ]
    assert columns[-2:] == ["first", "second"]


def test_a_step_that_fails_changes_nothing(database: Database) -> None:
    migrate(database, ())
    before = shape(database)

    def fail(_: object) -> None:
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        migrate(database, (added("first"), fail))
    assert shape(database) == before
    assert version(database) == 1


def test_a_newer_schema_is_left_to_a_newer_release(database: Database) -> None:
    migrate(database, (*STEPS, added("first")))
    with pytest.raises(StorageError, match="made by a newer release"):
        migrate(database)


OPEN = """
import sys
from crawler.store.database import Database
from crawler.store.migrations import migrate
migrate(Database.opened(sys.argv[1], wait=30))
"""


def test_processes_that_start_together_make_one_schema(
    database: Database, url: str
) -> None:
    database.close()
    words = [sys.executable, "-c", OPEN, url]
    started = [subprocess.Popen(words, cwd=PROJECT) for _ in range(4)]
    assert [each.wait() for each in started] == [0] * 4
    assert version(database) == len(STEPS) + 1
