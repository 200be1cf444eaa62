"""Which pages of the archive articles were read from, as the ledger knows them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from crawler.store.database import AnyRow, Database
from crawler.store.folder import DataFolder
from crawler.store.ledger import Place
from crawler.store.prepared import Prepared
from crawler.store.tables import Kind, State, addresses, articles, files, versions
from crawler.urls import canonical

# Rows that are taken at a time of those that are asked for.
_AT_A_TIME = 500

# What the ledger says of a fetch that brought a page, or none that was newer.
_PAGE = (200, 304)

_records = files.alias("records")
_lines = files.alias("lines")
_other = addresses.alias("other")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLine:
    """Where the latest line of an article is, and what it is known by."""

    canonical_url: str
    outlet: str | None
    place: Place | None
    """File and byte, of the file unpacked; ``None`` in another machine's folder."""
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page of the archive on which an article begins, or none was found."""

    outlet: str
    url: str
    record: Place
    stored: StoredLine | None
    """``None`` where the page was refused."""


class Sources:
    """The pages in the archive of a data folder."""

    def __init__(self, database: Database, folder: DataFolder) -> None:
        self._database = database
        self._folder = folder

    def outlets(self) -> list[str]:
        """Return the outlets of which there is a page, in order of their keys."""
        query = select(addresses.c.outlet).where(addresses.c.file.is_not(None))
        with self._database.reading() as connection:
            found = connection.execute(query.distinct()).scalars()
            return sorted(found)

    def pending(self, outlets: Collection[str]) -> int:
        """Return how many fetched pages the next crawl of these outlets will read."""
        query = select(func.count()).where(
            addresses.c.outlet.in_(outlets),
            addresses.c.kind == Kind.ARTICLE,
            addresses.c.state == State.FETCHED,
        )
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one()

    def count(self, outlets: Collection[str], since: datetime | None) -> int:
        """Return how many pages ``all`` yields."""
        queries = self._stored(outlets, since), self._refused(outlets, since)
        with self._database.reading() as connection:
            return sum(
                connection.execute(
                    select(func.count()).select_from(query.order_by(None).subquery())
                ).scalar_one()
                for query in queries
            )

    def all(self, outlets: Collection[str], since: datetime | None) -> Iterator[Source]:
        """Yield each page on which an article begins, and each that was refused.

        Those of stored articles come in the order of their lines, so that packed files
        are unpacked once, and as they were when the first was asked for. A page counts
        by its latest fetch; ``since`` leaves out what was fetched before.
        """
        for query in (self._stored(outlets, since), self._refused(outlets, since)):
            with self._database.reading() as connection:
                options = {"yield_per": _AT_A_TIME}
                for row in connection.execute(query, execution_options=options):
                    yield self._source(row)

    def place(self, outlet: str, url: str) -> Place | None:
        """Return where the page last fetched from an address is; ``None``: not here."""
        of = {"of": outlet, "wanted": canonical(url), "here": self._folder.id}
        with self._database.reading() as connection:
            row = _RECORD.first(connection, of)
        return Place(row.name, row.record_at) if row else None

    def stored(self, canonical_url: str) -> StoredLine | None:
        """Return where the latest line of an article is; ``None`` where none is stored."""
        with self._database.reading() as connection:
            row = _LINE.first(connection, {"wanted": canonical_url})
        return self._line(row) if row else None

    def _stored(
        self, outlets: Collection[str], since: datetime | None
    ) -> Select[*tuple[object, ...]]:
        query = select(*_OF_PAGE, *_OF_LINE).select_from(addresses)
        query = query.join(articles, articles.c.id == addresses.c.article)
        return (
            _with_line(query.join(_records, _records.c.id == addresses.c.file))
            .where(
                *self._pages(outlets, since),
                addresses.c.state == State.STORED,
                articles.c.withdrawn_at.is_(None),
                or_(addresses.c.final.is_(None), ~_has_another_page()),
            )
            .order_by(versions.c.file, versions.c.line_at)
        )

    def _refused(
        self, outlets: Collection[str], since: datetime | None
    ) -> Select[*tuple[object, ...]]:
        return (
            select(*_OF_PAGE)
            .select_from(addresses)
            .join(_records, _records.c.id == addresses.c.file)
            .where(*self._pages(outlets, since), addresses.c.state == State.REFUSED)
            .order_by(addresses.c.file, addresses.c.record_at)
        )

    def _pages(
        self, outlets: Collection[str], since: datetime | None
    ) -> Iterator[ColumnElement[bool]]:
        """Yield what must hold of an address for its page to be read."""
        yield addresses.c.outlet.in_(outlets)
        yield addresses.c.kind == Kind.ARTICLE
        yield addresses.c.status.in_(_PAGE)
        yield _records.c.folder == self._folder.id
        if since:
            yield addresses.c.fetched_at >= since

    def _source(self, row: AnyRow) -> Source:
        return Source(
            outlet=row.outlet,
            url=row.final or row.address,
            record=Place(row.record, row.record_at),
            stored=self._line(row) if "canonical_url" in row._fields else None,
        )

    def _line(self, row: AnyRow) -> StoredLine:
        is_here = row.line_folder == self._folder.id
        return StoredLine(
            canonical_url=row.canonical_url,
            outlet=row.line_outlet,
            place=Place(row.line_file, row.line_at) if is_here else None,
            size=row.line_size or 0,
        )


_OF_PAGE = (
    addresses.c.outlet,
    addresses.c.address,
    addresses.c.final,
    addresses.c.record_at,
    _records.c.name.label("record"),
)
_OF_LINE = (
    articles.c.canonical_url,
    articles.c.outlet.label("line_outlet"),
    versions.c.line_at,
    versions.c.line_size,
    _lines.c.name.label("line_file"),
    _lines.c.folder.label("line_folder"),
)


def _with_line(query: Select[*tuple[object, ...]]) -> Select[*tuple[object, ...]]:
    """Return a query of articles with where the latest line of each is."""
    latest = and_(
        versions.c.article == articles.c.id, versions.c.version == articles.c.version
    )
    return query.outerjoin(versions, latest).outerjoin(
        _lines, _lines.c.id == versions.c.file
    )


def _has_another_page() -> ColumnElement[bool]:
    """Whether an article was fetched where its address leads, too: that page counts.

    Of several addresses that lead to one, that which was met last does.
    """
    same = (
        _other.c.outlet == addresses.c.outlet,
        _other.c.article == addresses.c.article,
        _other.c.file.is_not(None),
    )
    led_to = and_(*same, _other.c.address == addresses.c.final)
    leads_there = and_(
        *same, _other.c.final == addresses.c.final, _other.c.id > addresses.c.id
    )
    return or_(*(exists().where(each) for each in (led_to, leads_there)))


_RECORD = Prepared(
    select(_records.c.name, addresses.c.record_at)
    .join(_records, _records.c.id == addresses.c.file)
    .where(
        addresses.c.outlet == bindparam("of"),
        addresses.c.address == bindparam("wanted"),
        or_(*(addresses.c.status == status for status in _PAGE)),
        _records.c.folder == bindparam("here"),
    )
)
_LINE = Prepared(
    _with_line(select(*_OF_LINE).select_from(articles)).where(
        articles.c.canonical_url == bindparam("wanted")
    )
)
