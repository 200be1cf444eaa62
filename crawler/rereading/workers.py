"""Processes that read pages, as many at a time as there are cores; results in order.

A task is one page. Its process may be killed, by the system for want of memory or by a
fault in a library: whatever was on its way is then read again, one page at a time, and
the page that ends a process by itself is given up.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from crawler.rereading.outcomes import Bench, Outcome, Task
from crawler.rereading.reader import Reader

# Tasks a process that are on their way: enough that none waits for the next one, and
# few, since those of a file hold a page.
_AHEAD = 4


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))


@dataclass(frozen=True, slots=True)
class Died:
    """What came of a task whose process died of it."""


class Workers:
    """The processes, for the length of a ``with`` block."""

    def __init__(self, bench: Bench, *, jobs: int) -> None:
        self._bench = bench
        self._jobs = jobs
        self._pool = self._started(jobs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def read(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome | Died]]:
        """Yield each task with what came of it, in their order.

        Tasks are taken as they are needed. Raises ``StorageError``.
        """
        under_way: deque[tuple[Task, Future[Outcome]]] = deque()
        rest = iter(tasks)
        while True:
            while len(under_way) < _AHEAD * self._jobs:
                task = next(rest, None)
                if task is None:
                    break
                try:
                    under_way.append((task, self._pool.submit(_read, task)))
                except BrokenProcessPool:
                    yield from self._one_by_one([each for each, _ in under_way])
                    under_way.clear()
                    under_way.append((task, self._pool.submit(_read, task)))
            if not under_way:
                return
            task, future = under_way[0]
            try:
                outcome = future.result()
            except BrokenProcessPool:
                yield from self._one_by_one([each for each, _ in under_way])
                under_way.clear()
            else:
                under_way.popleft()
                yield task, outcome

    def _one_by_one(
        self, tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Outcome | Died]]:
        """Read tasks of which one may have ended a process; then begin anew."""
        self._pool.shutdown()
        self._pool = self._started(1)
        for task in tasks:
            try:
                yield task, self._pool.submit(_read, task).result()
            except BrokenProcessPool:
                yield task, Died()
                self._pool.shutdown()
                self._pool = self._started(1)
        self._pool.shutdown()
        self._pool = self._started(self._jobs)

    def _started(self, jobs: int) -> ProcessPoolExecutor:
        # Not forked: what a fork copies of threads and open databases is not fit for use.
        return ProcessPoolExecutor(
            jobs,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(self._bench,),
        )


# What a process reads with: it is told once, and tasks bring nothing but a page.
_reader: Reader | None = None


def _begin(bench: Bench) -> None:
    """Make a process ready. It ends with its parent, and leaves Ctrl-C to that."""
    global _reader  # noqa: PLW0603  # a pool has no other place for it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _reader = Reader(bench)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101  # this is a child
    parent.join()
    os._exit(1)


def _read(task: Task) -> Outcome:
    assert _reader is not None  # noqa: S101  # _begin
    return _reader.read(task)
