"""Lists are asked about as often as they bring something, within bounds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.store.rhythm import FIRST, LEAST, MOST, backed_off, learned, turn
from tests.store.conftest import NOW

pauses = st.none() | st.timedeltas(timedelta(seconds=1), timedelta(days=9))
spans = st.timedeltas(timedelta(seconds=1), timedelta(days=30))


@given(pauses, st.booleans())
def test_what_is_learned_has_bounds(pause: timedelta | None, brought: bool) -> None:  # noqa: FBT001  # hypothesis gives it
    found = learned(pause, brought=brought)
    assert LEAST <= found <= MOST
    assert found.microseconds == 0


@given(spans, spans, st.booleans())
def test_a_longer_pause_is_followed_by_no_shorter_one(
    one: timedelta,
    other: timedelta,
    brought: bool,  # noqa: FBT001  # hypothesis gives it
) -> None:
    shorter, longer = sorted((one, other))
    assert learned(shorter, brought=brought) <= learned(longer, brought=brought)
    assert learned(one, brought=True) <= learned(one, brought=False)


@given(pauses, st.booleans(), spans)
def test_a_site_file_has_its_way(
    pause: timedelta | None,
    brought: bool,  # noqa: FBT001  # hypothesis gives it
    every: timedelta,
) -> None:
    assert learned(pause, brought=brought, every=every) == every


@given(pauses, st.integers(1, 1_000), st.none() | spans)
def test_failures_make_pauses_longer_within_bounds(
    pause: timedelta | None, failures: int, every: timedelta | None
) -> None:
    found = backed_off(pause, failures, every=every)
    usual = every or pause or FIRST
    second = timedelta(seconds=1)
    assert min(usual, MOST) - second <= found <= max(usual, MOST) + second
    assert backed_off(pause, failures + 1, every=every) >= found


def asked(every: timedelta, days: int, step: timedelta) -> tuple[int, int, timedelta]:
    """Let a list bring something ``every`` so often, and a scheduler come each ``step``.

    Returns how often it was read, and brought something, and the longest that something
    lay there, of the second half of the days.
    """
    pause, due, time = None, timedelta(), timedelta()
    seen, read, brought, longest = 0, 0, 0, timedelta()
    while time < timedelta(days=days):
        if time >= due:
            there = time // every
            late = time - (seen + 1) * every if there > seen else timedelta()
            pause = learned(pause, brought=there > seen)
            due = turn(NOW + time, pause) - NOW
            if time > timedelta(days=days) / 2:
                read, brought = read + 1, brought + (there > seen)
                longest = max(longest, late)
            seen = there
        time += step
    return read, brought, longest


@pytest.mark.parametrize("hours", [1, 3, 6, 12])
def test_a_list_that_brings_something_now_and_then(hours: int) -> None:
    every, step = timedelta(hours=hours), timedelta(minutes=15)
    read, brought, longest = asked(every, 60, step)
    assert 1.5 < read / brought < 5
    assert longest <= 1.5 * every


def test_a_list_that_brings_something_always_and_one_that_never_does() -> None:
    step = timedelta(minutes=15)
    read, brought, _ = asked(timedelta(minutes=5), 10, step)
    assert read == brought == 5 * 24 * 4 - 1  # each time that a scheduler comes
    read, brought, _ = asked(timedelta(days=999), 20, step)
    assert brought == 0
    assert 10 <= read <= 12
