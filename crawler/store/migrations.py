"""The ledger's schema, brought to the newest version when it is opened.

Each step leads from one version to the next and is never changed once it has been
released: ``tests/store/schemas/`` holds what each version looked like.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, inspect

from crawler.errors import StorageError
from crawler.store.database import Database
from crawler.store.tables import metadata, schema_version

Step = Callable[[Connection], None]


def _learn_pauses(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE addresses ADD COLUMN pause INTEGER")


STEPS: tuple[Step, ...] = (_learn_pauses,)
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
            metadata.create_all(connection)
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
