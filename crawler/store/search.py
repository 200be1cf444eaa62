"""Articles found by what they say, the best first.

The index proposes more articles than are asked for, by its BM25. They are ranked again
by the same BM25 with counts of living articles: those of the index include what was
replaced or withdrawn until it tidies up, at a time of its own choice, so that an index
made anew would give another order.

Source: Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009, 3.6.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, Self

import tantivy
from tantivy import FieldType, Occur
from tantivy import Query as Asked

from crawler.errors import UsageError
from crawler.store import index, passages
from crawler.store.index import SCHEMA, Entry
from crawler.store.passages import Passage
from crawler.store.queries import HEADLINE, Clause, Query
from crawler.text.terms import pairs_of

# How soon further matches stop to count, and how much length matters: as in the index.
_K1 = 1.2
_B = 0.75

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
        self._usual: dict[str, float] = {}
        """The mean length of fields that were asked for."""

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

    def _newest(self, query: Query, limit: int) -> tuple[int, list[_Ranked]]:
        result = self._searcher.search(
            _asked(query), limit, order_by_field=index.MOMENT
        )
        entries = [self._entry(address) for _, address in result.hits]
        return _total(result), [_Ranked(entry, 0.0) for entry in entries]

    def _ranked(self, query: Query, limit: int) -> tuple[int, list[_Ranked]]:
        result = self._searcher.search(
            _asked(query), limit + _MORE, weight_by_field=index.WEIGHT
        )
        addresses = [address for _, address in result.hits]
        entries = [self._entry(address) for address in addresses]
        scores = [0.0] * len(entries)
        for clause in query.texts:
            rarity = self._rarity(clause) if len(query.texts) > 1 else 1.0
            lengths = self._lengths(_field(clause), addresses)
            for place, entry in enumerate(entries):
                scores[place] += rarity * _score(_times(entry, clause), lengths[place])
        newness = self._searcher.fast_field_values(index.WEIGHT, addresses)
        ranked = [
            _Ranked(entry, score * float(weight or 0))
            for entry, score, weight in zip(entries, scores, newness, strict=True)
        ]
        ranked.sort(key=lambda each: (-each.score, each.entry.id))
        return _total(result), ranked[:limit]

    def _rarity(self, clause: Clause) -> float:
        """Return the sum of the inverse document frequencies of a clause's terms."""
        field = _field(clause)
        return sum(self._idf(field, term) for term in _terms(clause))

    def _idf(self, field: str, term: str) -> float:
        asked = Asked.term_query(SCHEMA, field, term)
        having = _total(self._searcher.search(asked, limit=1))
        return math.log(1 + (len(self) - having + 0.5) / (having + 0.5))

    def _lengths(self, field: str, addresses: list[tantivy.DocAddress]) -> list[float]:
        """Return the lengths of articles, in multiples of the mean."""
        name = index.length_of(field)
        usual = self._mean(name)
        found = self._searcher.fast_field_values(name, addresses)
        return [_rounded(int(length or 0)) / usual for length in found]

    def _mean(self, name: str) -> float:
        if name not in self._usual:
            asked = {"sum": {"sum": {"field": name}}}
            told = self._searcher.aggregate(Asked.all_query(), asked)
            self._usual[name] = max(told["sum"]["value"] / max(len(self), 1), 1.0)
        return self._usual[name]

    def _entry(self, address: tantivy.DocAddress) -> Entry:
        return index.entry(self._searcher.doc(address))


def _total(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # not in tantivy's stubs


class _Ranked(NamedTuple):
    entry: Entry
    score: float


def _score(times: int, length: float) -> float:
    return times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * length))


def _times(entry: Entry, clause: Clause) -> int:
    """Return how often an article has what a clause asks for, as the index counts.

    At least once: a pattern may see punctuation otherwise than the index does.
    """
    in_headline = len(passages.spans(clause, entry.headline))
    if clause.field == HEADLINE:
        return max(in_headline, 1)
    in_body = len(passages.spans(clause, entry.body))
    return max(index.HEADLINE_COUNTS * in_headline + in_body, 1)


def _rounded(length: int) -> int:
    """Return a length as the index keeps it, in one byte: to about an eighth.

    >>> [_rounded(length) for length in (7, 39, 41, 1000)]
    [7, 39, 40, 984]
    """
    rest = length - 24
    shift = max(rest.bit_length() - 4, 0)
    return length if rest < 0 else 24 + (rest >> shift << shift)


def _field(clause: Clause) -> str:
    """Return the field by whose terms an article with the clause is scored."""
    field = clause.field or index.TEXT
    has_pairs = any(len(row) > 1 for row in clause.rows)
    return field if has_pairs else index.units_of(field)


def _terms(clause: Clause) -> list[str]:
    pairs = [pair for row in clause.rows for pair in pairs_of(row)]
    return pairs or [row[0] for row in clause.rows]


def _hit(ranked: _Ranked, clauses: Sequence[Clause]) -> Hit:
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
