"""Another process that does what it is asked for, one thing after the other.

    beside = Beside(Desk.opened, means, sites)
    leaf = await beside.ask("first", sent, outlet)

It makes an object for itself, whose methods it is asked for. A page may end a process,
through a fault in a library or for want of memory: another one takes its place, and is
asked for what was not answered; what ends a second one, too, is given up. A process
whose parent is killed does what it was told to, and ends.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import pickle
import signal
import subprocess
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection, Pipe
from queue import SimpleQueue
from typing import Any, Protocol

logger = logging.getLogger(__name__)

# Bytes that may be on their way to a process that is at work. What its end of the pipe
# has room for passes at once; with more we would wait for it, and it for us.
_AHEAD = 64 * 1024

# How many processes one thing may end, and how many in a row may end before they begin.
_MOST_DEATHS = 2

# Signals that are sent to all processes of a terminal or a service, and meant for the
# one that began the others.
_PARENTS = (signal.SIGINT, signal.SIGTERM)


# What another process begins with; then come the pipe's number and where modules are.
_BEGIN = (
    "import sys; sys.path[:] = sys.argv[2:]; "
    "from crawler.beside import work; work(int(sys.argv[1]))"
)


class Died(Exception):
    """What was asked for has ended every process that it was asked of."""


class Works(Protocol):
    """What a process makes for itself, with whatever other methods."""

    def close(self) -> None:
        """Be done."""
        ...


@dataclass(slots=True)
class _Asked:
    """Something that was asked for."""

    data: bytes
    answer: asyncio.Future[Any]
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a process gives back: for each thing, and first of all when it is ready."""

    value: Any = None
    error: BaseException | None = None
    said: tuple[logging.LogRecord, ...] = ()


class Beside:
    """A process beside this one; ``make(*of)`` is called in it, and must be importable.

    Made and used where an event loop runs.
    """

    def __init__(self, make: Callable[..., Works], *of: object) -> None:
        self._make = make
        self._of = of
        self._asked: deque[_Asked] = deque()
        self._told = 0
        """How many of them are with the process."""
        self._deaths = 0
        """How many processes in a row have ended before they were ready."""
        self.is_ready = False
        """Whether it has begun; what it is asked for earlier, it does then."""
        self.failure: BaseException | None = None
        """Why no process could begin."""
        self._loop = asyncio.get_running_loop()
        self._start()

    async def ask(self, name: str, *of: object) -> Any:  # noqa: ANN401  # of any method
        """Return what a method of its object returns, or raise what that raises.

        Raises ``Died`` where no process lives through it, and what has kept the process
        from beginning.
        """
        if self.failure:
            raise self.failure
        asked = _Asked(pickle.dumps((name, of)), self._loop.create_future())
        self._asked.append(asked)
        self._tell()
        return await asked.answer

    def close(self) -> None:
        """Have it do all that it was told to, and end. Raises what its ``close`` does."""
        if self.failure:
            return
        last = _Answer()
        with suppress(EOFError, OSError):
            self._pipe.send_bytes(pickle.dumps(("close", ())))
            while True:
                last = self._heard()
        self._let_go()
        if last.error:
            raise last.error

    @property
    def pid(self) -> int:
        """The process that is asked."""
        return self._process.pid

    def _start(self) -> None:
        self._pipe, its = Pipe()
        # Not forked: what a fork copies of threads and open databases is not fit for use.
        # Nor begun as ``multiprocessing`` does it, which imports what the parent runs.
        words = (sys.executable, "-c", _BEGIN, str(its.fileno()), *sys.path)
        try:
            with its, _without_signals():
                self._process = subprocess.Popen(  # noqa: S603  # ourselves
                    words, pass_fds=[its.fileno()], stdin=subprocess.DEVNULL
                )
        except OSError as error:  # the machine has no more room for processes
            self._pipe.close()
            self._fail(error)
            return
        level = logging.getLogger().getEffectiveLevel()
        with suppress(OSError):  # it has died, and will be heard of
            self._pipe.send((level, self._make, self._of))
        self._loop.add_reader(self._pipe.fileno(), self._hear)

    def _let_go(self) -> None:
        self._loop.remove_reader(self._pipe.fileno())
        self._pipe.close()
        self._process.wait()

    def _tell(self) -> None:
        """Tell the process as much as it has room for."""
        ahead = sum(len(self._asked[place].data) for place in range(self._told))
        while self.is_ready and self._told < len(self._asked):
            data = self._asked[self._told].data
            ahead += len(data)
            if self._told and ahead > _AHEAD:
                return
            try:
                self._pipe.send_bytes(data)
            except OSError:
                return  # it has died, and will be heard of
            self._told += 1

    def _hear(self) -> None:
        try:
            self._take(self._heard())  # the loop calls again for the next one
        except (EOFError, OSError):
            self._replace()
        self._tell()

    def _heard(self) -> _Answer:
        """Wait for what the process says next. Raises ``EOFError`` where it has ended."""
        answer: _Answer = pickle.loads(self._pipe.recv_bytes())  # noqa: S301  # our own
        for record in answer.said:
            logging.getLogger(record.name).handle(record)
        return answer

    def _take(self, answer: _Answer) -> None:
        if self.is_ready:
            self._told -= 1
            _settle(self._asked.popleft(), answer)
        elif answer.error:
            self._let_go()
            self._fail(answer.error)
        else:
            self.is_ready, self._deaths = True, 0

    def _replace(self) -> None:
        """Begin anew with another process, without what has ended two."""
        if self.failure:
            return
        self._let_go()
        logger.warning("process %d has ended; another begins", self.pid)
        if not self.is_ready:
            self._deaths += 1
            if self._deaths == _MOST_DEATHS:
                self._fail(Died("two have ended before they began"))
                return
        elif self._told:
            self._asked[0].deaths += 1
            if self._asked[0].deaths == _MOST_DEATHS:
                _settle(self._asked.popleft(), _Answer(error=Died()))
        self._told, self.is_ready = 0, False
        self._start()

    def _fail(self, error: BaseException) -> None:
        """Give up: no process can begin."""
        self.failure = error
        while self._asked:
            _settle(self._asked.popleft(), _Answer(error=error))


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))


@contextmanager
def _without_signals() -> Iterator[None]:
    """Have a process begin deaf to signals, which it is until it can ignore them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _PARENTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _settle(asked: _Asked, answer: _Answer) -> None:
    if asked.answer.done():  # who asked has stopped waiting
        return
    if answer.error:
        asked.answer.set_exception(answer.error)
    else:
        asked.answer.set_result(answer.value)


def work(descriptor: int) -> None:
    """Be the other process: do what comes through the pipe until it ends."""
    for sign in _PARENTS:
        signal.signal(sign, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _PARENTS)
    pipe: Connection = Connection(descriptor)
    try:
        level, make, of = pipe.recv()
    except (EOFError, ConnectionResetError):  # the parent is gone
        return
    said: SimpleQueue[logging.LogRecord] = SimpleQueue()
    logging.getLogger().addHandler(QueueHandler(said))
    logging.getLogger().setLevel(level)
    made = _done(make, *of)
    gc.freeze()  # what is there now stays, and needs no looking at
    with suppress(ConnectionError):  # the parent is gone
        pipe.send_bytes(_packed(_Answer(error=made.error), said))
        name = "close" if made.error else ""
        while name != "close":
            try:
                name, of = pickle.loads(pipe.recv_bytes())  # noqa: S301  # our own
            except (EOFError, ConnectionResetError):  # reset: it left answers unread
                name, of = "close", ()
            answer = _done(getattr(made.value, name), *of)
            pipe.send_bytes(_packed(answer, said))


def _done(do: Callable[..., Any], *of: object) -> _Answer:
    try:
        return _Answer(do(*of))
    except Exception as error:  # noqa: BLE001  # it is for who asked
        error.add_note(traceback.format_exc())
        return _Answer(error=error)


def _errors(answer: _Answer) -> list[BaseException]:
    """Return the errors that an answer passes on, or is a list of."""
    values = answer.value if isinstance(answer.value, list) else []
    found = [answer.error, *values]
    return [each for each in found if isinstance(each, BaseException)]


def _packed(answer: _Answer, said: SimpleQueue[logging.LogRecord]) -> bytes:
    records = tuple(said.get() for _ in range(said.qsize()))
    try:
        packed = pickle.dumps(_Answer(answer.value, answer.error, records))
        if _errors(answer):  # some are packed, and cannot be unpacked
            pickle.loads(packed)  # noqa: S301  # our own
    except Exception as error:  # noqa: BLE001  # what cannot be passed on is told of
        told = RuntimeError(f"{next(iter(_errors(answer)), None) or error!r}")
        return pickle.dumps(_Answer(error=told, said=records))
    return packed
