"""Bars of commands: for stored lines, known by the bytes that are left, and for pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

_EVERY = 100  # lines; a bar that moves with each costs more than they do

Tell = Callable[[int, int], None]
"""Is told how many lines are done with, and how many bytes are left."""


@contextmanager
def lines_bar(name: str) -> Iterator[Tell]:
    """Show how far work has come that tells it, on a terminal; nothing elsewhere."""
    console = Console(stderr=True)
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[lines]:,} lines"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    bar = progress.add_task(name, total=None, lines=0)

    def tell(lines: int, left: int) -> None:
        if lines % _EVERY:
            return
        total = progress.tasks[bar].total or left + 1  # none would pulse for ever
        progress.update(bar, total=total, completed=total - left, lines=lines)

    with progress:
        yield tell


@contextmanager
def pages_bar(total: int | None) -> Iterator[Callable[[], None]]:
    """Show how many pages are done with, on a terminal; nothing elsewhere.

    What it gives is to be called after each. ``total`` is ``None`` where nobody knows.
    """
    console = Console(stderr=True)
    progress = Progress(
        TextColumn("pages"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    bar = progress.add_task("", total=total)
    with progress:
        yield lambda: progress.advance(bar)
