"""Ask several sources for one field, in order of trust."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from crawler.fields.lines import Lines
from crawler.fields.metadata import Head
from crawler.items import Restored
from crawler.page import Page
from crawler.roles import Zones

T = TypeVar("T")


@dataclass(frozen=True)
class Reading:
    """All that a field can be read from: one page, its zones, and what is known."""

    page: Page
    zones: Zones
    head: Head
    timezone: tzinfo
    """Zone of the times that the page prints without one."""

    now: datetime | None
    """When the page was fetched; ``None`` where nobody said."""

    outlet_name: str | None
    """What the outlet calls itself, where its site file is known."""

    restored: Restored | None = None
    """What was damaged on the page; ``None`` where it was sound."""

    @cached_property
    def lines(self) -> Lines:
        """The short lines around the article, read once for all fields."""
        return Lines(self.zones)


class Found(NamedTuple, Generic[T]):
    """A field's value and the name of the source that gave it."""

    value: T
    source: str


Source = Callable[[Reading], T | None]


def first(reading: Reading, *sources: Source[T]) -> Found[T] | None:
    """Return the answer of the first source that has one.

    Nothing, an empty text and an empty tuple are no answers.
    """
    for source in sources:
        value = source(reading)
        if value:
            return Found(value, source.__name__)
    return None
