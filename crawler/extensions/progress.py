"""Show how far a crawl has come: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import atexit
import logging
import sys
import time
from dataclasses import dataclass
from typing import Protocol, Self, TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as RichProgress
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector
from scrapy.utils.asyncio import create_looping_call

from crawler.extensions import figures


@dataclass(frozen=True, slots=True)
class State:
    """How far a crawl has come."""

    answered: int
    """Article pages that are done with: kept, dropped or refused."""

    asked: int
    """Article pages known so far that this run reads."""

    refused: int
    """Pages of all kinds that were refused."""

    seconds: float
    """Since the start."""

    outlet: str = ""
    """Name of the outlet that answered last; empty where there is none."""

    @property
    def rate(self) -> str:
        return f"{self.answered / max(self.seconds, 1):.1f}/s"


class View(Protocol):
    """Somewhere to show the state."""

    interval: float
    """Seconds from one look at the figures to the next."""

    def start(self) -> None: ...
    def show(self, state: State) -> None: ...
    def stop(self) -> None: ...


class Progress:
    """Look at the crawl's figures every so often and show them."""

    def __init__(self, stats: StatsCollector, view: View) -> None:
        self._stats = stats
        self._view = view
        self._names: dict[str, str] = {}
        self._outlet = ""
        self._started = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        console = Console(stderr=True, soft_wrap=True)  # no break before an address
        progress = cls(crawler.stats, Bar(console) if console.is_terminal else Notes())
        connect = crawler.signals.connect
        connect(progress.spider_opened, signals.spider_opened)
        connect(progress.response_received, signals.response_received)
        connect(progress.spider_closed, signals.spider_closed)
        return progress

    def spider_opened(self, spider: Spider) -> None:
        self._names = {site.key: site.name for site in getattr(spider, "sites", ())}
        self._started = time.monotonic()
        self._view.start()
        self._ticks = create_looping_call(self._show)
        self._ticks.start(self._view.interval, now=False)

    def response_received(self, request: Request) -> None:
        key = request.meta.get("download_slot", "")
        self._outlet = self._names.get(key, self._outlet)

    def spider_closed(self) -> None:
        if self._started:  # a crawl that could not be opened is closed, too
            self._ticks.stop()
            self._view.stop()

    def _show(self) -> None:
        self._view.show(
            State(
                answered=figures.total(self._stats, "articles/answered"),
                asked=figures.total(self._stats, "articles/asked"),
                refused=figures.total(self._stats, "pages/refused"),
                seconds=time.monotonic() - self._started,
                outlet=self._outlet,
            )
        )


class Bar:
    """A bar at the foot of the terminal; log lines pass above it."""

    interval = 0.2

    def __init__(self, console: Console) -> None:
        self._progress = RichProgress(
            TextColumn("articles"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}", style="progress.data.speed"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[outlet]}", markup=False),
            console=console,
            transient=True,
            redirect_stdout=False,  # there the user may have sent the articles
        )
        self._task: TaskID = self._progress.add_task("", total=None, rate="", outlet="")

    def start(self) -> None:
        terminal = sys.stderr
        self._progress.start()
        _log_to(sys.stderr, instead_of=terminal)  # rich has put its own in place
        atexit.register(self.stop)  # a second Ctrl-C must give the cursor back

    def show(self, state: State) -> None:
        self._progress.update(
            self._task,
            completed=state.answered,
            total=state.asked or None,
            rate=state.rate,
            outlet=state.outlet,
        )

    def stop(self) -> None:
        above = sys.stderr
        self._progress.stop()
        _log_to(sys.stderr, instead_of=above)
        atexit.unregister(self.stop)


class Notes:
    """A plain line now and then, for logs and pipes."""

    interval = 30.0

    def start(self) -> None:
        """Say nothing yet: a short run needs no notes."""

    def show(self, state: State) -> None:
        print(  # noqa: T201  # this is what the class is for
            f"{state.answered} of {state.asked} articles, {state.rate}, "
            f"{state.refused} pages refused",
            file=sys.stderr,
            flush=True,
        )

    def stop(self) -> None:
        """Say nothing: the report follows."""


def _log_to(stream: TextIO, *, instead_of: TextIO) -> None:
    """Make the log's handlers that write to one stream write to another."""
    for handler in logging.root.handlers:
        if isinstance(handler, logging.StreamHandler) and handler.stream is instead_of:
            handler.setStream(stream)
