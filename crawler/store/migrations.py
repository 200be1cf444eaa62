"""The ledger's schema, brought to the newest version when it is opened.

Each step leads from one version to the next and is never changed once it has been
released: ``tests/store/schemas/`` holds what each version looked like.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, inspect

from crawler.errors import StorageError
from crawler.store.database import Database
from crawler.store.duplicates.tables import METADATA
from crawler.store.tables import metadata, schema_version

Step = Callable[[Connection], None]


def _learn_pauses(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE addresses ADD COLUMN pause INTEGER")


def _remember_stories(connection: Connection) -> None:
    """Make the tables of duplicates, and note how far each file's lines are judged."""
    is_server = connection.dialect.name == "postgresql"
    words = (
        ("BIGSERIAL", "SERIAL", "BYTEA", "SMALLINT", "")
        if is_server
        else ("INTEGER", "INTEGER", "BLOB", "INTEGER", " WITHOUT ROWID")
    )
    names = ("number", "small_number", "bytes", "day", "by_key")
    text = _STORIES.format(**dict(zip(names, words, strict=True)))
    for statement in filter(str.strip, text.split(";")):
        connection.exec_driver_sql(statement)


_STORIES = """
ALTER TABLE files ADD COLUMN judged BIGINT DEFAULT '0' NOT NULL;
CREATE TABLE duplicates_state (
    id {small_number} NOT NULL,
    judged BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE duplicates_articles (
    id {number} NOT NULL,
    story BIGINT NOT NULL,
    copy_of BIGINT,
    address BIGINT NOT NULL,
    body BIGINT NOT NULL,
    length INTEGER NOT NULL,
    day INTEGER NOT NULL,
    url VARCHAR NOT NULL,
    outlet VARCHAR,
    source VARCHAR,
    dateline VARCHAR,
    published BIGINT,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX duplicates_articles_address ON duplicates_articles (address);
CREATE INDEX duplicates_articles_body ON duplicates_articles (body);
CREATE INDEX duplicates_articles_story ON duplicates_articles (story, length);
CREATE TABLE duplicates_texts (
    id {number} NOT NULL,
    judged INTEGER NOT NULL,
    day INTEGER NOT NULL,
    others SMALLINT NOT NULL,
    bands {bytes} NOT NULL,
    text {bytes} NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX duplicates_texts_judged ON duplicates_texts (judged);
CREATE TABLE duplicates_bands (
    key BIGINT NOT NULL,
    article BIGINT NOT NULL,
    PRIMARY KEY (key, article)
){by_key};
CREATE TABLE duplicates_paragraphs (
    key BIGINT NOT NULL,
    story BIGINT NOT NULL,
    judged {day} NOT NULL,
    PRIMARY KEY (key, story)
){by_key};
"""


def _find_by_minima(connection: Connection) -> None:
    """Make room for other keys, which texts are given later; drop what nobody reads."""
    is_server = connection.dialect.name == "postgresql"
    text = _MINIMA.format(by_key="" if is_server else " WITHOUT ROWID")
    for statement in filter(str.strip, text.split(";")):
        connection.exec_driver_sql(statement)


_MINIMA = """
DROP INDEX articles_body_hash;
DROP TABLE duplicates_bands;
CREATE TABLE duplicates_keys (
    key BIGINT NOT NULL,
    article BIGINT NOT NULL,
    PRIMARY KEY (key, article)
){by_key};
ALTER TABLE duplicates_texts RENAME COLUMN bands TO keys;
ALTER TABLE duplicates_state ADD COLUMN unkeyed BIGINT DEFAULT '0' NOT NULL;
UPDATE duplicates_state SET unkeyed = judged;
"""

STEPS: tuple[Step, ...] = (_learn_pauses, _remember_stories, _find_by_minima)
"""The step at place n leads from version n + 1 to n + 2."""

# Any number that nobody else uses: one process at a time changes a schema.
_TURN = 0x6A696E67


def migrate(database: Database, steps: Sequence[Step] = STEPS) -> int:
    """Bring the schema to its newest version; return the version that it had, 0 if none.

    All steps are taken, or none. Raises ``StorageError`` where the schema is newer than
    this program.
    """
    newest = len(steps) + 1
    with database.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")
        found = _version(connection)
        if found > newest:
            raise StorageError(
                f"the ledger {database.name} was made by a newer release "
                f"(schema {found}, known up to {newest}): install that one"
            )
        if not found:
            for tables in (metadata, METADATA):
                tables.create_all(connection)
            connection.execute(schema_version.insert().values(version=newest))
        for step in steps[found - 1 :] if found else ():
            step(connection)
        if found:
            connection.execute(schema_version.update().values(version=newest))
    return found


def _version(connection: Connection) -> int:
    if not inspect(connection).has_table(schema_version.name):
        return 0
    version: int = connection.execute(schema_version.select()).scalar_one()
    return version
