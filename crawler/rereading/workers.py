"""Processes that read pages, as many at a time as there are cores; results in order.

A task is one page. Its process may be killed, by the system for want of memory or by a
fault in a library: whatever was on its way is then read again, one page at a time, and
the page that ends a process by itself is given up.
"""

from __future__ import annotations

import gc
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
from crawler.saved import SavedPage

# Batches a process that are on their way, so that none waits for the next one; tasks of
# a batch, since to pass one on takes a tenth of the time of a page; and bytes of pages
# after which it is full.
_AHEAD = 2
_BATCH = 8
_FULL = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Died:
    """What came of a task whose process died of it."""


class Workers:
    """The processes, for the length of a ``with`` block."""

    def __init__(self, bench: Bench, *, jobs: int) -> None:
        self.deaths = 0
        """How often a process has died; whatever it was reading was read again."""
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
        under_way: deque[tuple[list[Task], Future[list[Outcome]]]] = deque()
        batches = _batches(tasks)
        while True:
            while len(under_way) < _AHEAD * self._jobs:
                batch = next(batches, None)
                if batch is None:
                    break
                under_way.append((batch, self._submitted(batch)))
            if not under_way:
                return
            batch, future = under_way.popleft()
            try:
                yield from zip(batch, future.result(), strict=True)
            except BrokenProcessPool:
                lost = [batch, *(each for each, _ in under_way)]
                under_way.clear()
                yield from self._one_by_one(task for some in lost for task in some)

    def _submitted(self, batch: list[Task]) -> Future[list[Outcome]]:
        """Give a batch to the pool; one that is broken says so in the result."""
        try:
            return self._pool.submit(_read, batch)
        except BrokenProcessPool as error:
            failed: Future[list[Outcome]] = Future()
            failed.set_exception(error)
            return failed

    def _one_by_one(
        self, tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Outcome | Died]]:
        """Read tasks of which one may have ended a process; then begin anew."""
        self.deaths += 1
        self._pool.shutdown()
        self._pool = self._started(1)
        for task in tasks:
            try:
                [outcome] = self._pool.submit(_read, [task]).result()
            except BrokenProcessPool:
                yield task, Died()
                self._pool.shutdown()
                self._pool = self._started(1)
            else:
                yield task, outcome
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
    gc.freeze()  # what is there now stays, and needs no looking at


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101  # this is a child
    parent.join()
    os._exit(1)


def _read(batch: list[Task]) -> list[Outcome]:
    assert _reader is not None  # noqa: S101  # _begin
    return [_reader.read(task) for task in batch]


def _batches(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    batch: list[Task] = []
    size = 0
    for task in tasks:
        batch.append(task)
        size += len(task.body) if isinstance(task, SavedPage) else 0
        if len(batch) == _BATCH or size >= _FULL:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
