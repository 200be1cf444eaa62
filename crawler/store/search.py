"""Articles found by what they say, the best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Self

import tantivy
from tantivy import FieldType, Occur
from tantivy import Query as Asked

from crawler.errors import UsageError
from crawler.store import index, passages
from crawler.store.index import SCHEMA
from crawler.store.passages import Passage
from crawler.store.queries import Clause, Query
from crawler.store.ranking import Ranked, Ranking
from crawler.text.terms import pairs_of

# Articles that are ranked again, beyond those asked for.
_MORE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was found."""

    id: str
    url: str
    outlet: str | None
    headline: Passage
    """The whole headline, with what was found in it."""

    passage: Passage
    """The part of the body that shows best why it was found."""

    source: str | None
    authors: tuple[str, ...]
    published: datetime | None
    version: int
    score: float
    """Comparable within one answer; 0 where no text was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a query."""

    total: int
    """How many articles there are, shown or not."""

    hits: tuple[Hit, ...]
    """The best of them, best first; the newest first where no text was asked for."""

    seconds: float
    """What the answer took."""


class Search:
    """An index that is asked. It sees what was committed before it was opened."""

    def __init__(self, opened: tantivy.Index) -> None:
        self._searcher = opened.searcher()
        self._ranking = Ranking(self._searcher)

    @classmethod
    def opened(cls, folder: Path) -> Self:
        """Return the index in ``folder``. Raises ``UsageError`` where there is none."""
        if not index.exists(folder):
            raise UsageError(
                f"no search index in {folder}; make it with: scrapy index rebuild"
            )
        return cls(index.opened(folder))

    def __len__(self) -> int:
        """How many articles can be found."""
        return self._searcher.num_docs

    def find(self, query: Query, *, limit: int = 10) -> Answer:
        """Return the ``limit`` best articles for ``query``, and how many there are."""
        started = perf_counter()
        if query.texts:
            total, found = self._ranked(query, limit)
        else:
            total, found = self._newest(query, limit)
        hits = tuple(_hit(each, query.texts) for each in found)
        return Answer(total=total, hits=hits, seconds=perf_counter() - started)

    def _newest(self, query: Query, limit: int) -> tuple[int, list[Ranked]]:
        result = self._searcher.search(
            _asked(query), limit, order_by_field=index.MOMENT
        )
        entries = [self._ranking.entry(address) for _, address in result.hits]
        return index.total(result), [Ranked(entry, 0.0) for entry in entries]

    def _ranked(self, query: Query, limit: int) -> tuple[int, list[Ranked]]:
        result = self._searcher.search(
            _asked(query), limit + _MORE, weight_by_field=index.WEIGHT
        )
        proposed = [address for _, address in result.hits]
        return index.total(result), self._ranking.ranked(proposed, query.texts)[:limit]


def _hit(ranked: Ranked, clauses: Sequence[Clause]) -> Hit:
    entry = ranked.entry
    in_body = [each for each in clauses if each.field is None]
    return Hit(
        id=entry.id,
        url=entry.url,
        outlet=entry.outlet,
        headline=passages.whole(clauses, entry.headline),
        passage=passages.best(in_body, entry.body),
        source=entry.source,
        authors=entry.authors,
        published=(
            datetime.fromisoformat(entry.published) if entry.published else None
        ),
        version=entry.version,
        score=ranked.score,
    )


def _asked(query: Query) -> Asked:
    """Return the query in the index's terms."""
    must = [_of_clause(clause) for clause in query.texts]
    must += [Asked.const_score_query(each, 0.0) for each in _limits(query)]
    must_not = [_of_clause(each) for each in query.clauses if each.excluded]
    if query.without_outlets:
        must_not.append(_of_outlets(query.without_outlets))
    return Asked.boolean_query(
        [(Occur.Must, each) for each in must or [Asked.all_query()]]
        + [(Occur.MustNot, each) for each in must_not]
    )


def _limits(query: Query) -> list[Asked]:
    """Return what says nothing of how well an article fits."""
    limits = [
        _of_clause(clause)
        for clause in query.clauses
        if clause not in query.texts and not clause.excluded
    ]
    if query.outlets:
        limits.append(_of_outlets(query.outlets))
    if query.since or query.until:
        first = query.since.toordinal() if query.since else None
        last = query.until.toordinal() if query.until else None
        limits.append(
            Asked.range_query(SCHEMA, index.DAY, FieldType.Integer, first, last)
        )
    return limits


def _of_outlets(keys: frozenset[str]) -> Asked:
    return Asked.term_set_query(SCHEMA, index.OUTLET, sorted(keys))


def _of_clause(clause: Clause) -> Asked:
    """Return what finds the rows of a clause, with one gap from each to the next.

    A single unit has no pair to be found by, so where it stands is not looked at.
    """
    field = clause.field or index.TEXT
    pairs: list[str | tuple[int, str]] = []
    place = 0
    for row in clause.rows:
        pairs += enumerate(pairs_of(row), start=place)
        place += len(row)
    alone = {row[0] for row in clause.rows if len(row) == 1}
    parts = [
        Asked.term_query(SCHEMA, index.units_of(field), unit) for unit in sorted(alone)
    ]
    if len(pairs) > 1:
        parts.append(Asked.phrase_query(SCHEMA, field, pairs))
    elif pairs:
        parts.append(Asked.term_query(SCHEMA, field, pairs[0][1]))
    return Asked.boolean_query([(Occur.Must, part) for part in parts])
