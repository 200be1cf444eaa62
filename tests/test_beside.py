"""What is asked of another process is answered in order, whatever becomes of it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from crawler.beside import Beside, Died
from crawler.errors import StorageError, UnreadablePage
from tests.loopback import PROJECT

# Longer than what a pipe holds.
LONG = 1_000_000


class Riddle(Exception):
    """Is packed with one argument, and made with two."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__(text)
        self.number = number


class Worker:
    """Does as it is told."""

    def __init__(self, name: str) -> None:
        self.name = name

    def process(self) -> int:
        return os.getpid()

    def repeat(self, text: str) -> str:
        return self.name + text

    def refuse(self, url: str) -> None:
        raise UnreadablePage(url, "too large", "of course")

    def warn(self, text: str) -> None:
        logging.getLogger("crawler.memory").warning("%s: %s", self.name, text)

    def riddle(self) -> object:
        raise Riddle(1, "which cannot be unpacked")

    def riddles(self) -> list[object]:
        return ["a", Riddle(1, "which cannot be unpacked")]

    def secret(self) -> object:
        return lambda: None

    def die(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def die_at_first(self, mark: str) -> str:
        with suppress(FileExistsError):
            Path(mark).touch(exist_ok=False)
            self.die()
        return "the second time"

    def close(self) -> None:
        if self.name == "full":
            raise StorageError("no space")


def broken(name: str) -> Worker:
    raise StorageError(f"{name}: no such ledger")


def stillborn() -> Worker:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def run(of: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(of, 120))


def test_answers_come_in_order_and_errors_where_they_belong() -> None:
    async def go() -> None:
        beside = Beside(Worker, "a")
        asked = [
            beside.ask("repeat", "1"),
            beside.ask("refuse", "http://x/"),
            beside.ask("repeat", "2"),
        ]
        first, error, last = await asyncio.gather(*asked, return_exceptions=True)
        assert (first, last) == ("a1", "a2")
        assert isinstance(error, UnreadablePage)
        assert str(error) == "http://x/: too large (of course)"
        assert any("in refuse" in note for note in error.__notes__)
        assert await beside.ask("process") != os.getpid()
        beside.close()

    run(go())


def test_what_is_longer_than_a_pipe_passes_both_ways_at_once() -> None:
    async def go() -> None:
        beside = Beside(Worker, "")
        texts = [str(number) * LONG for number in range(8)]
        asked = [beside.ask("repeat", text) for text in texts]
        assert await asyncio.gather(*asked) == texts
        beside.close()

    run(go())


def test_what_it_logs_is_logged_here(caplog: pytest.LogCaptureFixture) -> None:
    async def go() -> None:
        beside = Beside(Worker, "a")
        await beside.ask("warn", "damaged")
        beside.close()

    run(go())
    told = [(r.name, r.levelname, r.getMessage()) for r in caplog.records]
    assert told == [("crawler.memory", "WARNING", "a: damaged")]


def test_what_cannot_be_passed_on_is_an_error_and_no_end() -> None:
    async def go() -> None:
        beside = Beside(Worker, "a")
        with pytest.raises(RuntimeError, match="pickle"):
            await beside.ask("secret")
        assert await beside.ask("repeat", "1") == "a1"
        beside.close()

    run(go())


@pytest.mark.parametrize("name", ["riddle", "riddles"])
def test_an_error_that_cannot_be_unpacked_is_told_by_another(name: str) -> None:
    async def go() -> None:
        beside = Beside(Worker, "a")
        asked = [beside.ask(name), beside.ask("repeat", "1"), beside.ask("repeat", "2")]
        error, *rest = await asyncio.gather(*asked, return_exceptions=True)
        assert "which cannot be unpacked" in str(error)
        assert rest == ["a1", "a2"]
        beside.close()

    run(go())


def test_what_ends_two_processes_is_given_up_and_the_rest_is_done() -> None:
    async def go() -> None:
        beside = Beside(Worker, "a")
        asked = [
            beside.ask("repeat", "1"),
            beside.ask("die"),
            *(beside.ask("repeat", text) for text in "23"),
        ]
        first, died, *rest = await asyncio.gather(*asked, return_exceptions=True)
        assert isinstance(died, Died)
        assert [first, *rest] == ["a1", "a2", "a3"]
        beside.close()

    run(go())


def test_what_a_process_did_not_answer_another_does(tmp_path: Path) -> None:
    async def go() -> None:
        beside = Beside(Worker, "a")
        mark = str(tmp_path / "mark")
        assert await beside.ask("die_at_first", mark) == "the second time"
        process = await beside.ask("process")
        os.kill(process, signal.SIGKILL)  # while it has nothing to do
        assert await beside.ask("process") != process
        beside.close()

    run(go())


def test_what_keeps_it_from_beginning_is_told_to_who_asks() -> None:
    async def go() -> None:
        for make, of, error in (
            (broken, ("jia",), StorageError),
            (stillborn, (), Died),
        ):
            beside = Beside(make, *of)
            for _ in range(2):
                with pytest.raises(error):
                    await beside.ask("repeat", "1")
            assert isinstance(beside.failure, error)
            beside.close()

    run(go())


def test_a_process_that_the_machine_does_not_begin_is_told_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def go() -> None:
        beside = Beside(Worker, "a")
        with pytest.raises(OSError, match="nowhere"):
            await beside.ask("repeat", "1")
        assert isinstance(beside.failure, OSError)
        beside.close()

    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    run(go())


def test_its_end_is_waited_for_and_its_last_error_told() -> None:
    async def go() -> None:
        beside = Beside(Worker, "full")
        await beside.ask("repeat", "1")
        with pytest.raises(StorageError, match="no space"):
            beside.close()

    run(go())


def test_it_leaves_signals_to_its_parent() -> None:
    async def go() -> None:
        beside = Beside(Worker, "a")
        begun = beside.pid
        for _ in range(2):  # when it has just begun, and at work
            for sign in (signal.SIGINT, signal.SIGTERM):
                os.kill(begun, sign)
            assert await beside.ask("process") == begun
        beside.close()

    run(go())


PARENT = """
import asyncio, os, signal
from crawler.beside import Beside
from tests.test_beside import Worker

async def go():
    beside = Beside(Worker, "a")
    print(await beside.ask("process"), flush=True)
    {end}

if __name__ == "__main__":
    asyncio.run(go())
"""


KILL = "os.kill(os.getpid(), signal.SIGKILL)"
WITH_AN_ANSWER_UNREAD = """
    answer = asyncio.ensure_future(beside.ask("repeat", "1"))
    await asyncio.sleep(0)  # it is asked
    beside._pipe.poll(60)
"""


@pytest.mark.parametrize(
    "end",
    [KILL, f"{WITH_AN_ANSWER_UNREAD}    {KILL}", "return"],
    ids=["killed", "killed with an answer unread", "ended"],
)
def test_it_ends_with_its_parent(end: str, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT.format(end=end), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    # Its output ends when nobody is left that could write there.
    done = subprocess.run(
        [sys.executable, script],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.strip().isdecimal()
    assert "Traceback" not in done.stderr
