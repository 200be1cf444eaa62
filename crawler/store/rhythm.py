"""How long a list is left alone: as long as it used to bring nothing new.

A list that brought something new is asked again sooner, one that did not later, so that
it comes to be asked about three times for each time that it brings something: where
halves and half as much again keep each other in balance, 37 readings in 100 bring some.
"""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST = timedelta(minutes=30)
"""After a list was read for the first time."""

LEAST, MOST = timedelta(minutes=10), timedelta(days=1)
"""Bounds of what is learned."""

_SOONER, _LATER = 0.5, 1.5

# Share of a pause. A scheduler that comes by the clock comes a moment before the pause is
# over, since the list was read a moment after the clock struck.
_IN_TIME = 0.9


def learned(
    pause: timedelta | None, *, brought: bool, every: timedelta | None = None
) -> timedelta:
    """Return the pause after a reading; ``pause`` was the one before it, if any.

    ``every`` is what the site file asks for, whatever the list was like.
    """
    if every is not None:
        return every
    if pause is None:
        return FIRST
    factor = _SOONER if brought else _LATER
    return _whole(min(max(pause * factor, LEAST), MOST))


def backed_off(
    pause: timedelta | None, failures: int, *, every: timedelta | None = None
) -> timedelta:
    """Return the pause after so many ``failures`` in a row: twice as long each time."""
    usual = every or pause or FIRST
    doubled = usual * 2 ** min(failures, 20)
    return _whole(max(min(doubled, MOST), usual))


def turn(since: datetime, pause: timedelta) -> datetime:
    """Return when a list has its turn again that was read at ``since``."""
    return since + pause * _IN_TIME


def _whole(pause: timedelta) -> timedelta:
    return timedelta(seconds=round(pause.total_seconds()))
