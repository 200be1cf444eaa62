"""Pages are read by processes, in order, whatever becomes of one of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn, cast

import pytest

from crawler.repair import CAREFUL
from crawler.rereading.outcomes import Bench, Kind, Outcome, Task
from crawler.rereading.workers import Died, Workers
from crawler.store.holdings import LEDGER, Holdings
from tests.loopback import PROJECT

PAGES = sorted((PROJECT / "tests" / "fixtures" / "pages" / "lanjiang").glob("*.html"))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    holdings = Holdings.opened(tmp_path, wait=1, now=datetime.now(UTC))
    yield Bench(
        data=tmp_path,
        folder_id=holdings.folder.id,
        ledger=f"sqlite:///{tmp_path / LEDGER}",
        wait=1,
        sites={},
        care=CAREFUL,
        max_pages=30,
    )
    holdings.close()


@dataclass(frozen=True)
class Poison:
    """A task that ends the process which takes it."""

    number: int

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return die, (self.number,)


def die(number: int) -> NoReturn:
    os._exit(number)


def kinds(found: list[tuple[Task, Outcome | Died]]) -> list[Kind | None]:
    return [read.kind if isinstance(read, Outcome) else None for _, read in found]


def test_results_come_in_the_order_of_the_tasks(bench: Bench) -> None:
    tasks = PAGES * 5
    with Workers(bench, jobs=2) as workers:
        found = list(workers.read(tasks))
    assert [task for task, _ in found] == tasks
    with Workers(bench, jobs=1) as workers:
        assert list(workers.read(tasks)) == found


def test_a_page_that_ends_its_process_is_given_up_and_no_other(bench: Bench) -> None:
    poison = [cast("Task", Poison(1)), cast("Task", Poison(2))]
    tasks = [*PAGES, poison[0], *PAGES, poison[1]]
    with Workers(bench, jobs=2) as workers:
        found = list(workers.read(tasks))
        assert workers.deaths > 0
    assert [task for task, _ in found] == tasks
    whole = [Kind.ACCEPTED, Kind.NO_ARTICLE]
    expected = kinds(found[: len(PAGES)])
    assert set(expected) <= set(whole)
    assert kinds(found) == [*expected, None, *expected, None]


def test_tasks_are_taken_as_they_are_needed(bench: Bench) -> None:
    taken = 0

    def tasks() -> Iterator[Task]:
        nonlocal taken
        for _ in range(1_000):
            taken += 1
            yield PAGES[0]

    with Workers(bench, jobs=1) as workers:
        next(workers.read(tasks()))
        assert taken < 50
