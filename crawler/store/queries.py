"""What is asked of the search index, as typed by a person and as values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from crawler.errors import UsageError
from crawler.text.spelling import fold
from crawler.text.terms import Row, rows

HEADLINE = "headline"
SOURCE = "source"
AUTHOR = "author"
OUTLET = "outlet"

FIELDS = (HEADLINE, SOURCE, AUTHOR, OUTLET)
"""What can stand before a colon."""

_SAYING = (None, HEADLINE)

# A word or a phrase in quotation marks of any script, with what may stand before it.
_PART = re.compile(
    rf"""
    (?P<excluded>-)?+
    (?:(?P<field>{"|".join(FIELDS)})[:：])?+
    (?: "(?P<straight>[^"]*)" | “(?P<curved>[^”]*)” | 「(?P<corner>[^」]*)」
      | (?P<word>(?:[^\s"“「]\S*)?) )
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A text that an article must have, or must not."""

    rows: tuple[Row, ...]
    """What is looked for, folded; one row, unless punctuation parts it."""

    field: str | None = None
    """Where it is looked for; ``None`` for headline and body."""

    excluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What articles are asked for: all of it must hold."""

    clauses: tuple[Clause, ...] = ()
    outlets: frozenset[str] = frozenset()
    """Keys of outlets, of which one must have it; empty for any."""

    without_outlets: frozenset[str] = frozenset()
    since: date | None = None
    """First day of publication, as printed."""

    until: date | None = None
    """Last day of publication, as printed."""

    @property
    def texts(self) -> tuple[Clause, ...]:
        """What headline and body are to say: by this, articles are better or worse."""
        return tuple(
            clause
            for clause in self.clauses
            if clause.field in _SAYING and not clause.excluded
        )


def parse(
    text: str,
    *,
    outlets: frozenset[str] = frozenset(),
    since: date | None = None,
    until: date | None = None,
) -> Query:
    """Return what ``text`` asks for, within the outlets and days given.

    Words are parted by spaces, and each must be there; one in quotation marks is a
    phrase. A field and a colon before it say where, a minus that it must not be there.
    A query with an empty text asks for all articles. Raises ``UsageError``.

    >>> query = parse('低空經濟 headline:"AI 技术" -outlet:jia')
    >>> [clause.field for clause in query.clauses], query.without_outlets
    ([None, 'headline'], frozenset({'jia'}))
    """
    clauses: list[Clause] = []
    wanted, unwanted = set(outlets), set[str]()
    for part in _parts(text):
        field = part["field"] and part["field"].lower()
        written = _written(part)
        if field == OUTLET:
            (unwanted if part["excluded"] else wanted).add(written)
        else:
            clauses.append(
                Clause(_rows(written), field, excluded=bool(part["excluded"]))
            )
    return Query(
        clauses=tuple(clauses),
        outlets=frozenset(wanted),
        without_outlets=frozenset(unwanted),
        since=since,
        until=until,
    )


def _parts(text: str) -> Iterator[re.Match[str]]:
    place = 0
    while rest := text[place:].lstrip():
        place = len(text) - len(rest)
        part = _PART.match(text, place)
        assert part is not None  # noqa: S101  # every piece of it may be absent
        if not _written(part):
            if text[part.end() : part.end() + 1].strip():
                raise UsageError(f"the quotation has no end: {rest}")
            raise UsageError(f"nothing stands behind {part[0]}")
        yield part
        place = part.end()


def _written(part: re.Match[str]) -> str:
    return next(filter(None, part.group("straight", "curved", "corner", "word")), "")


def _rows(written: str) -> tuple[Row, ...]:
    found = tuple(rows(fold(written)))
    if not found:
        raise UsageError(f"{written!r} has no character that could be looked for")
    return found
