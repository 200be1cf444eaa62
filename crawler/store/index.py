"""The search index: what is kept of an article, written and replaced.

Tantivy holds the terms of ``crawler.text.terms``, in fields of their own for pairs,
which are asked for as phrases, and for units. Beside them it holds what an answer shows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path

import msgspec
import tantivy

from crawler.errors import UsageError
from crawler.items import Article
from crawler.store.events import Event
from crawler.store.queries import AUTHOR, HEADLINE, SOURCE
from crawler.text.spelling import fold
from crawler.text.terms import GAP, terms

HEAP = 32_000_000
"""Bytes that are collected before a part of the index is written."""

LEAST_HEAP = 15_000_000
"""As few as tantivy takes: parts are smaller, and putting them together is a third more
work."""

ID = "id"
NUMBER = "number"
OUTLET = "outlet"
DAY = "day"
MOMENT = "moment"
WEIGHT = "weight"
ENTRY = "entry"

TEXT = "text"
"""The field of headline and body together."""

HEADLINE_COUNTS = 5
"""A match in the headline counts as so many in the body: it stands in ``TEXT`` as often.

Source: Robertson, Zaragoza, Taylor, CIKM 2004: weights belong into the counts of words,
not into the sum of scores by field."""

_ANALYZER = "terms"

# Of what a field has several, one after the other: nothing reaches over it.
_BETWEEN = "\n"

# How much more an article counts than one of the year before: little enough that a
# better match of ten years ago still stands above a worse one of today.
_A_YEAR_NEWER = 1.1
_YEAR = 365.25 * 24 * 3600  # seconds
_ONE_AT = datetime(2020, 1, 1, tzinfo=UTC).timestamp()  # as new as 1

# How far two equal articles are apart, so that the one order of them does not depend on
# how the index came about. As much as eight hours are, by the figure above.
_APART = 1e-4

# Bits of an id that order what is of one second.
_ID_BITS = 20


class Entry(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """What the index shows of an article."""

    id: str
    number: int
    version: int
    url: str
    outlet: str | None
    headline: str
    """Empty where a plain text prints none."""

    body: str
    """The paragraphs, a line each."""

    source: str | None
    authors: tuple[str, ...]
    published: str | None
    """In ISO 8601, with the zone that the page prints, which MessagePack loses."""


_ENTRY = msgspec.msgpack.Decoder(Entry)


def units_of(field: str) -> str:
    """Return the name of the field that holds the units of another field's text."""
    return f"{field}_units"


def length_of(field: str) -> str:
    """Return the name of the field that holds how many terms another one has."""
    return f"{field}_length"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in (ID, OUTLET):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (TEXT, HEADLINE, SOURCE, AUTHOR):
        builder.add_text_field(name, tokenizer_name=_ANALYZER)
        units = units_of(name)
        builder.add_text_field(units, tokenizer_name=_ANALYZER, index_option="freq")
        builder.add_unsigned_field(length_of(name), fast=True)
        builder.add_unsigned_field(length_of(units), fast=True)
    builder.add_unsigned_field(NUMBER, fast=True)
    builder.add_integer_field(DAY, fast=True, indexed=True)
    builder.add_integer_field(MOMENT, fast=True)
    builder.add_float_field(WEIGHT, fast=True)
    builder.add_bytes_field(ENTRY, stored=True)
    return builder.build()


SCHEMA = _schema()


def exists(folder: Path) -> bool:
    """Say whether there is an index in ``folder``."""
    return tantivy.Index.exists(str(folder)) if folder.is_dir() else False


def opened(folder: Path) -> tantivy.Index:
    """Return the index in ``folder``, made if need be.

    Raises ``UsageError`` where what lies there cannot be read.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(SCHEMA, path=str(folder))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"the search index in {folder} cannot be opened: {error}; make it anew "
            "with: scrapy index rebuild"
        ) from error
    gaps = tantivy.Filter.custom_stopword([GAP])  # leaves its place empty
    whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    index.register_tokenizer(_ANALYZER, whitespace.filter(gaps).build())
    return index


class Writer:
    """Writes events into an index: the newest of an article is what it holds.

    Events may come again, and late: one that is older than what is there is passed
    over. Nothing is seen of them before ``commit``.
    """

    def __init__(self, folder: Path, *, heap: int = HEAP) -> None:
        """Open the index in ``folder``. Raises ``UsageError``, as all here does."""
        self._folder = folder
        self._index = opened(folder)
        with _failing(folder):
            self._writer = self._index.writer(heap, num_threads=1)
        self._searcher = self._index.searcher()
        self._written: dict[str, int] = {}
        """The number of each event since the last commit, by its article's id."""

    def write(self, event: Event) -> None:
        """Put an article in the place of what is there of it, or take it away."""
        if event.number < self._number(event.id):
            return
        with _failing(self._folder):
            self._writer.delete_documents_by_term(ID, event.id)
            if event.article is not None:
                self._writer.add_document(_document(event, event.article))
        self._written[event.id] = event.number

    def commit(self) -> None:
        """Make what was written last, and be found by whoever looks from now on."""
        with _failing(self._folder):
            self._writer.commit()
            self._index.reload()
        self._searcher = self._index.searcher()
        self._written.clear()

    def close(self) -> None:
        """Wait for what tidies up in the background. What is not committed is lost."""
        with _failing(self._folder):
            self._writer.wait_merging_threads()

    def _number(self, article: str) -> int:
        """Return the number of what is there of an article; 0 where nothing is."""
        if article in self._written:
            return self._written[article]
        query = tantivy.Query.term_query(SCHEMA, ID, article)
        hits = self._searcher.search(query, limit=1, count=False).hits
        if not hits:
            return 0
        [number] = self._searcher.fast_field_values(NUMBER, [hits[0][1]])
        return int(number or 0)


@contextmanager
def _failing(folder: Path) -> Iterator[None]:
    """Tell what tantivy says, which is all of one kind: a full disk is a ValueError."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise UsageError(
            f"cannot write the search index {folder}: {error}; if the disk is full, make "
            "space: it goes on where it stopped"
        ) from error


def entry(document: tantivy.Document) -> Entry:
    """Return what a document shows."""
    stored: bytes = document[ENTRY][0]
    return _ENTRY.decode(stored)


def total(result: tantivy.SearchResult) -> int:
    """Return how many articles there are to a result, shown or not."""
    return int(result.count)  # type: ignore[attr-defined]  # not in tantivy's stubs


def _document(event: Event, article: Article) -> tantivy.Document:
    published = event.published
    made = Entry(
        id=event.id,
        number=event.number,
        version=event.version,
        url=article.url,
        outlet=event.outlet,
        headline=article.headline or "",
        body=_BETWEEN.join(article.body),
        source=article.source,
        authors=article.authors,
        published=published.isoformat() if published else None,
    )
    document = tantivy.Document()
    document.add_text(ID, event.id)
    if event.outlet:
        document.add_text(OUTLET, event.outlet)
    for field, text in _texts(article).items():
        found = terms(fold(text))
        for name, written in ((field, found.pairs), (units_of(field), found.units)):
            document.add_text(name, written)
            document.add_unsigned(length_of(name), _length(written))
    day = published.date() if published else event.day
    moment = published or _evening_of(event.day)
    document.add_unsigned(NUMBER, event.number)
    document.add_integer(DAY, day.toordinal())
    document.add_integer(MOMENT, _place(event, moment))
    document.add_float(WEIGHT, _weight(event, moment))
    document.add_bytes(ENTRY, msgspec.msgpack.encode(made))
    return document


def _texts(article: Article) -> dict[str, str]:
    """Return what is looked through, by field."""
    headline = article.headline or ""
    return {
        TEXT: _BETWEEN.join((*[headline] * HEADLINE_COUNTS, *article.body)),
        HEADLINE: headline,
        SOURCE: article.source or "",
        AUTHOR: _BETWEEN.join(article.authors),
    }


def _length(written: str) -> int:
    """Return how many terms there are, as the index counts them: gaps are none."""
    found = written.split()
    return len(found) - found.count(GAP)


def _weight(event: Event, moment: datetime) -> float:
    """Return what the score of an article is multiplied by.

    It grows by a factor with the day of publication, so that it stays right as time
    goes on. No article is newer than its storing, whatever its page says.
    """
    seconds = min(moment, _evening_of(event.day)).timestamp()
    newness = math.pow(_A_YEAR_NEWER, (seconds - _ONE_AT) / _YEAR)
    return newness * (1 + _APART * int(event.id[:8], 16) / 2**32)


def _place(event: Event, moment: datetime) -> int:
    """Return where an article stands in time; articles of one second, by their ids."""
    return (int(moment.timestamp()) << _ID_BITS) + int(event.id[: _ID_BITS // 4], 16)


def _evening_of(day: date) -> datetime:
    return datetime.combine(day, time.max, UTC)
