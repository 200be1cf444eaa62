"""Ledgers of every release are brought to the newest schema, with what they hold."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, inspect, select, text

from crawler.comparison.tellings import Telling
from crawler.errors import StorageError
from crawler.items import Article
from crawler.store.database import Database
from crawler.store.duplicates import METADATA, Duplicates, Kind
from crawler.store.duplicates.tables import KEYS
from crawler.store.duplicates.window import packed
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


STORY = (
    "县图书馆把借书柜搬进了早市，买菜的人排队时就能还书，管理员说头一周收回两百多本。",
    "借书柜是旧的药材柜改的，一共九十六格，格子上还留着药名，孩子们照着药名找书。",
    "下个月另有两只要放到渡口和车站，钥匙由小卖部的人保管，押金一律不收。",
)


def test_texts_of_an_older_release_are_found_again(
    database: Database, url: str, tmp_path: Path
) -> None:
    """Though whoever begins to give them keys does not come to an end."""
    load(database, 3)
    held = [
        Telling("借书柜进早市", STORY),
        *(Telling(f"无关{number}", (text * 2,)) for number, text in enumerate(STORY)),
    ]
    statement = (
        "INSERT INTO duplicates_texts (id, judged, day, others, bands, text)"
        " VALUES (:id, 20757, 20757, 0, :bands, :text)"
    )
    told_by_jia = (
        "INSERT INTO duplicates_articles"
        " (id, story, address, body, length, day, url, outlet)"
        " VALUES (:of, :of, :of, :of, 80, 20757, :url, 'jia')"
    )
    with database.writing() as connection:
        for number, telling in enumerate(held, start=1):
            row = {"id": number, "bands": b"123456" * 65, "text": packed(telling)}
            connection.execute(text(statement), row)
            if number > 1:  # the first is there
                of = {"of": number, "url": f"http://www.jia.example/{number}.html"}
                connection.execute(text(told_by_jia), of)
        connection.execute(text("UPDATE duplicates_state SET judged = 4"))
    assert migrate(database) == 3
    duplicates = Duplicates(database.engine)
    assert duplicates.unkeyed == sum(len(packed(each)) for each in held)
    assert next(duplicates.rekeyed(at_once=1)).texts == 1
    with database.reading() as connection:
        keys = select(func.count(KEYS.c.article.distinct()))
        assert connection.execute(keys).scalar() == 1
    told: list[tuple[int, int]] = []
    holdings = Holdings.opened(tmp_path / "data", url=url, wait=1, now=NOW)
    holdings.articles.catch_up(now=NOW, tell=lambda *each: told.append(each))
    holdings.close()
    assert told == [(len(held) - 1, 0)]
    assert duplicates.unkeyed == 0
    copy = Article(
        url="http://www.yi.example/7.html",
        canonical_url="http://www.yi.example/7.html",
        outlet="yi",
        headline="早市上的借书柜",
        body=STORY[:2],
        date_published=NOW,
        encoding="utf-8",
    )
    verdict = duplicates.judge(copy, now=NOW)
    assert verdict.kind is Kind.COPY
    assert verdict.story == 1


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
