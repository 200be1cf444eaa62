"""The database of what lasts: SQLite in WAL mode, or PostgreSQL by its address.

Whatever the machine does to it, a full disk, a lock that somebody holds, a server that
went away, comes out as one ``StorageError`` of one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from sqlite3 import OperationalError
from time import sleep
from typing import Any, Self

from sqlalchemy import (
    BigInteger,
    Connection,
    Dialect,
    Engine,
    Row,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    IntegrityError,
    NoSuchModuleError,
    ProgrammingError,
)
from sqlalchemy.types import TypeDecorator

from crawler.errors import StorageError, UsageError

AnyRow = Row[*tuple[Any, ...]]
"""A row of whatever columns."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

# KiB of SQLite's file that are held in memory: what leads to the texts of a million
# articles, which a new one is compared with. The rest is in the machine's own cache.
_CACHED = 16 * 2**10

# Pages of 4 KiB. An article that is compared with others writes some 50, all over its
# tables; the more of them wait, the more fall on the same page.
_PAGES_WAITING = 8_000

# How often it is looked whether a lock that another process holds is free, and seconds
# from one look to the next, before that is left to SQLite.
_GLANCES = 50
_GLANCE = 0.0002

_DRIVERS = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}

# What would help, by what the database says.
_WAYS_OUT = (
    ("locked", "another program holds it; end that one, or try again"),
    (
        "canceling statement due to lock timeout",
        "another program holds it; end that one",
    ),
    ("full", "make space, and start again: it goes on where it stopped"),
    ("No space left", "make space, and start again: it goes on where it stopped"),
    ("readonly", "make it writable, or name another folder with -s DATA_FOLDER=…"),
    (
        "not a database",
        "put a copy of it in its place, or move it away: it is made anew",
    ),
    ("malformed", "put a copy of it in its place, or move it away: it is made anew"),
)
_ELSE = "see whether it can be reached"


class Moment(TypeDecorator[datetime]):
    """An aware time, kept as milliseconds since 1970: the same on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002  # as inherited
    ) -> int | None:
        """Return what is kept."""
        return None if value is None else milliseconds(value)

    def process_result_value(
        self,
        value: int | None,
        dialect: Dialect,  # noqa: ARG002  # as inherited
    ) -> datetime | None:
        """Return what was meant."""
        return None if value is None else moment(value)


class Database:
    """A database that is open, for one process."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # Of statements that are given to the driver itself: see prepared.py.
        driver = engine.dialect.loaded_dbapi
        self._mistakes = driver.IntegrityError, driver.ProgrammingError
        self._failure = driver.DatabaseError

    @classmethod
    def opened(cls, url: str, *, wait: float) -> Self:
        """Return the database at ``url``, made if it is a file that is not there.

        ``wait`` is how many seconds to wait for a lock that another process holds.
        Raises ``UsageError`` where ``url`` names no database that can be used here.
        """
        address = _address(url)
        if address.get_backend_name() == "sqlite":
            return cls(_sqlite(address, wait))
        return cls(_postgresql(address, wait))

    @property
    def name(self) -> str:
        """Its address as it may be shown: without a password."""
        url = self.engine.url
        is_file = url.get_backend_name() == "sqlite"
        return str(url.database) if is_file else url.render_as_string()

    @property
    def file(self) -> Path | None:
        """The file of SQLite; ``None`` for a server."""
        url = self.engine.url
        is_file = url.get_backend_name() == "sqlite" and url.database
        return Path(str(url.database)) if is_file else None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Do all that is in the block, or nothing. Raises ``StorageError``."""
        with self.told(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read, without keeping anybody from writing. Raises ``StorageError``."""
        with self.told(), self.engine.connect() as connection:
            yield connection.execution_options(reading=True)

    def close(self) -> None:
        """Let it go."""
        self.engine.dispose()

    @contextmanager
    def told(self) -> Iterator[None]:
        """Raise ``StorageError`` for what the machine does to the database."""
        try:
            yield
        except (IntegrityError, ProgrammingError, *self._mistakes):
            raise  # our mistake, not the machine's
        except (DatabaseError, self._failure) as error:
            said = " ".join(str(getattr(error, "orig", error)).split())
            help_ = next((way for sign, way in _WAYS_OUT if sign in said), _ELSE)
            raise StorageError(f"the ledger {self.name}: {said}; {help_}") from error


def milliseconds(time: datetime) -> int:
    """Return what a ``Moment`` is kept as."""
    return (time - _EPOCH) // _MILLISECOND


def moment(number: int) -> datetime:
    """Return what is kept as so many milliseconds."""
    return _EPOCH + number * _MILLISECOND


def _address(url: str) -> URL:
    """Return ``url`` with the driver that is used. Raises ``UsageError``."""
    try:
        address = make_url(url)
        driver = _DRIVERS[address.drivername]
    except (ArgumentError, KeyError, ValueError) as error:
        raise UsageError(
            f"LEDGER_URL={url.partition(':')[0]}:… names no database that can be used; "
            "known are sqlite:///FILE and postgresql://USER@HOST/NAME"
        ) from error
    return address.set(drivername=driver)


def _sqlite(url: URL, wait: float) -> Engine:
    engine = create_engine(url, connect_args={"timeout": wait})

    @event.listens_for(engine, "connect")
    def _(connection: SQLiteConnection, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say so
        # A kill loses nothing with NORMAL, a power cut the last moments at most.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA cache_size=-{_CACHED}")
        connection.execute(f"PRAGMA wal_autocheckpoint={_PAGES_WAITING}")

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        # At once for writing: who reads first and writes later fails where another
        # process has written in between, however long he would wait.
        if connection.get_execution_options().get("reading"):
            return
        file = connection.connection.driver_connection
        assert isinstance(file, SQLiteConnection)  # noqa: S101  # of this engine
        if not _begun(file, wait):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _begun(file: SQLiteConnection, wait: float) -> bool:
    """Begin to write as soon as another process has written; say whether that was soon.

    SQLite itself sleeps for 1, 2, 5 and 10 ms, and what the processes of one crawl
    write takes 1 to 3 (``sqliteDefaultBusyCallback`` in its main.c).
    """
    file.execute("PRAGMA busy_timeout=0")
    try:
        for _ in range(_GLANCES):
            try:
                file.execute("BEGIN IMMEDIATE")
            except OperationalError:
                sleep(_GLANCE)
            else:
                return True
    finally:
        file.execute(f"PRAGMA busy_timeout={int(wait * 1000)}")
    return False


def _postgresql(url: URL, wait: float) -> Engine:
    # A machine that fell silent loses its locks after two minutes, not two hours.
    silent = {"idle": 60, "interval": 15, "count": 4}
    options = f"-c lock_timeout={int(wait * 1000)}" + "".join(
        f" -c tcp_keepalives_{name}={value}" for name, value in silent.items()
    )
    try:
        return create_engine(
            url,
            connect_args={"options": options, "connect_timeout": max(2, int(wait))},
            pool_pre_ping=True,
        )
    except (ImportError, NoSuchModuleError) as error:
        raise UsageError(
            'LEDGER_URL names PostgreSQL, which needs: pip install "jingwen[postgresql]"'
        ) from error
