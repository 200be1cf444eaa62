"""The best of the articles that the index proposes, by BM25 over living articles.

The index ranks by BM25, too, but what it counts includes what was replaced or withdrawn
until it tidies up, at a time of its own choice: an index made anew would give another
order. So what it proposes is ranked again, by the same formula with exact counts.

Source: Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009, 3.6.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import tantivy
from tantivy import Query as Asked

from crawler.store import index, passages
from crawler.store.index import SCHEMA, Entry
from crawler.store.queries import HEADLINE, Clause
from crawler.text.terms import pairs_of

# How soon further matches stop to count, and how much length matters: as in the index.
_K1 = 1.2
_B = 0.75


class Ranked(NamedTuple):
    """An article, and how well it fits: comparable within one answer."""

    entry: Entry
    score: float


class Ranking:
    """Ranks articles of an index, as it was when its searcher was made."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._means: dict[str, float] = {}
        """Mean lengths, by the fields that hold them; counted when first asked for."""

    def ranked(
        self, addresses: Sequence[tantivy.DocAddress], clauses: Sequence[Clause]
    ) -> list[Ranked]:
        """Return articles, all of which have all of ``clauses``, the best first."""
        entries = [self.entry(address) for address in addresses]
        scores = [0.0] * len(entries)
        for clause in clauses:
            # Of a single one it would change no order.
            rarity = self._rarity(clause) if len(clauses) > 1 else 1.0
            lengths = self._lengths(_field(clause), addresses)
            for place, entry in enumerate(entries):
                scores[place] += rarity * _score(_times(entry, clause), lengths[place])
        newness = self._searcher.fast_field_values(index.WEIGHT, [*addresses])
        found = [
            Ranked(entry, score * float(weight or 0))
            for entry, score, weight in zip(entries, scores, newness, strict=True)
        ]
        return sorted(found, key=lambda each: (-each.score, each.entry.id))

    def entry(self, address: tantivy.DocAddress) -> Entry:
        """Return what the index shows of an article."""
        return index.entry(self._searcher.doc(address))

    def _rarity(self, clause: Clause) -> float:
        """Return the sum of the inverse document frequencies of a clause's terms."""
        field = _field(clause)
        return sum(self._idf(field, term) for term in _terms(clause))

    def _idf(self, field: str, term: str) -> float:
        asked = Asked.term_query(SCHEMA, field, term)
        having = index.total(self._searcher.search(asked, limit=1))
        return math.log(1 + (self._searcher.num_docs - having + 0.5) / (having + 0.5))

    def _lengths(
        self, field: str, addresses: Sequence[tantivy.DocAddress]
    ) -> list[float]:
        """Return the lengths of articles, in multiples of the mean."""
        name = index.length_of(field)
        usual = self._mean(name)
        found = self._searcher.fast_field_values(name, [*addresses])
        return [_rounded(int(length or 0)) / usual for length in found]

    def _mean(self, name: str) -> float:
        if name not in self._means:
            asked = {"sum": {"sum": {"field": name}}}
            told = self._searcher.aggregate(Asked.all_query(), asked)
            self._means[name] = max(
                told["sum"]["value"] / max(self._searcher.num_docs, 1), 1.0
            )
        return self._means[name]


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
