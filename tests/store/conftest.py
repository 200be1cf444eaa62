"""What lasts, on each database that it may last in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psycopg
import pytest

from crawler.store.holdings import Holdings
from tests.postgresql import running

NOW = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)

_numbers = count()

Open = Callable[[], Holdings]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL that is there for all tests."""
    with running(tmp_path_factory.mktemp("postgresql")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/data/ledger.sqlite"
    server: str = request.getfixturevalue("server")
    name = f"ledger{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def open_holdings(url: str, tmp_path: Path) -> Iterator[Open]:
    """Return what opens the same holdings again, as one more process would."""
    opened: list[Holdings] = []

    def open_() -> Holdings:
        holdings = Holdings.opened(tmp_path / "data", url=url, wait=1, now=NOW)
        opened.append(holdings)
        return holdings

    yield open_
    for holdings in opened:
        holdings.close()


@pytest.fixture
def holdings(open_holdings: Open) -> Holdings:
    return open_holdings()
