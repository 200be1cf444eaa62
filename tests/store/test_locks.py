"""An outlet is one process's at a time, and nobody's when that has died."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from crawler.store.holdings import Holdings
from tests.loopback import PROJECT
from tests.store.conftest import NOW, Open


def test_an_outlet_is_taken_once(holdings: Holdings, open_holdings: Open) -> None:
    other = open_holdings()
    assert holdings.locks.take("jia")
    assert not other.locks.take("jia")
    assert other.locks.take("yi")
    holdings.locks.close()
    assert other.locks.take("jia")


def test_what_a_server_has_ended_is_let_go_of_all_the_same(
    holdings: Holdings, url: str
) -> None:
    assert holdings.locks.take("jia")
    if not url.startswith("sqlite"):
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            )
    holdings.locks.close()
    while not holdings.locks.take("jia"):
        pass  # a server takes a moment to notice


HOLD = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from crawler.store.holdings import Holdings
now = datetime(2026, 11, 1, tzinfo=UTC)
holdings = Holdings.opened(Path(sys.argv[1]), url=sys.argv[2], wait=5, now=now)
print(holdings.locks.take("jia"), flush=True)
sys.stdin.read()
"""


def test_who_is_killed_locks_nobody_out(
    holdings: Holdings, url: str, tmp_path: Path
) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "data"), url],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert other.stdout
    assert other.stdout.readline() == b"True\n"
    assert not holdings.locks.take("jia")
    other.kill()
    other.communicate()
    while not holdings.locks.take("jia"):
        pass  # a server takes a moment to notice


@pytest.mark.parametrize("key", ["people", "a-b_c"])
def test_the_locks_of_files_are_beside_the_ledger(tmp_path: Path, key: str) -> None:
    holdings = Holdings.opened(tmp_path, wait=1, now=NOW)
    assert holdings.locks.take(key)
    assert (tmp_path / "locks" / f"{key}.lock").exists()
    holdings.close()
