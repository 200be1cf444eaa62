"""Paragraphs that stand under one story after another: notices, not news."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy import Connection, bindparam, delete, insert, select

from crawler.comparison.tellings import Telling
from crawler.store.duplicates.tables import PARAGRAPHS
from crawler.store.prepared import Prepared, filled, places

STORIES = 4
"""From so many different stories on a paragraph is boilerplate."""

# Paragraphs at a text's beginning and end that are remembered; notices stand there.
_FIRST = 2
_LAST = 6

# Characters. A shorter paragraph weighs nothing.
_LEAST = 8


@dataclass(frozen=True, slots=True)
class Met:
    """What is known of a text's paragraphs."""

    texts: frozenset[str]
    """Those that are boilerplate."""

    stories: Mapping[int, frozenset[int]]
    """In which stories each was met, by keys; not more than make it boilerplate."""


class Boilerplate:
    """What has been learnt of paragraphs."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, telling: Telling) -> Met:
        """Return what is known of the paragraphs of ``telling``."""
        texts = {key(text): text for text in _edges(telling)}
        stories: dict[int, set[int]] = {each: set() for each in texts}
        if texts:
            asked = filled("key", texts, _FIRST + _LAST)
            for each, story in _MET.rows(self._connection, asked):
                stories[each].add(story)
        known = {each: frozenset(of) for each, of in stories.items()}
        common = (texts[each] for each, of in known.items() if len(of) >= STORIES)
        return Met(frozenset(common), known)

    def add(self, met: Met, *, story: int, judged: int) -> None:
        """Remember that ``story`` has these paragraphs, too."""
        rows = [
            {"key": each, "story": story, "judged": judged}
            for each, of in sorted(met.stories.items())
            if story not in of and len(of) < STORIES
        ]
        _ADD.run_each(self._connection, rows)

    def prune(self, before: int) -> int:
        """Forget what was met before a day; return how many rows that were."""
        return self._connection.execute(_OLD, {"before": before}).rowcount


def keys(telling: Telling) -> list[int]:
    """Return what stands for the paragraphs that are remembered of a telling."""
    return list(map(key, _edges(telling)))


def key(text: str) -> int:
    """Return what stands for a text in a table: 48 bits, six bytes in SQLite."""
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest(), "big") >> 1


def _edges(telling: Telling) -> Iterable[str]:
    texts = telling.paragraphs
    edges = texts if len(texts) <= _FIRST + _LAST else texts[:_FIRST] + texts[-_LAST:]
    return [text for text in edges if len(text) >= _LEAST]


_MET = Prepared(
    select(PARAGRAPHS.c.key, PARAGRAPHS.c.story).where(
        PARAGRAPHS.c.key.in_(places("key", _FIRST + _LAST))
    )
)
_ADD = Prepared(insert(PARAGRAPHS))
_OLD = delete(PARAGRAPHS).where(PARAGRAPHS.c.judged < bindparam("before"))
