"""The tables of the ledger, as the newest version of its schema has them."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from crawler.store.database import Moment

# SQLite numbers rows by itself only where the type is INTEGER.
_Number = BigInteger().with_variant(Integer(), "sqlite")


class Kind(StrEnum):
    """What is expected at an address."""

    HUB = "hub"
    FEED = "feed"
    SITEMAP = "sitemap"
    ARTICLE = "article"
    FURTHER = "further"
    """A further page of an article: asked for with that one, never by itself."""


ARTICLES = (Kind.ARTICLE, Kind.FURTHER)


class State(StrEnum):
    """How far an address has come."""

    NEW = "new"
    """It is to be fetched."""

    FETCHED = "fetched"
    """It is in the archive, and what it says is not kept yet."""

    READ = "read"
    """A list whose links are in the ledger."""

    STORED = "stored"
    """Its article is in the lines."""

    JOINED = "joined"
    """A further page: what it says is in the article of another address."""

    MOVED = "moved"
    """It leads to an address that has a row of its own."""

    REFUSED = "refused"
    """It holds no article, or none that is kept; ``reason`` says why."""

    FAILED = "failed"
    """It could not be fetched; an article is not asked for any more."""


LAST_TURN = 2
"""Of an address: lists have 0, articles 1, and those that are looked at again 2."""

OPEN = (State.NEW, State.FETCHED)
"""States of what is not settled."""

metadata = MetaData()

schema_version = Table("schema_version", metadata, Column("version", Integer))

runs = Table(
    "runs",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("outlet", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("ended_at", Moment),  # NULL: it was killed or stopped, or is under way
    Column("known", Integer, nullable=False, server_default="0"),
    Column("stored", Integer, nullable=False, server_default="0"),
    Index("runs_outlet", "outlet", "id"),
)
"""One row each time an outlet was crawled. ``known`` are articles that its lists named
and that were stored before, ``stored`` are those that it added."""

files = Table(
    "files",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("folder", Text, nullable=False),  # which data folder: it may move
    Column("name", Text, nullable=False),  # within it: archive/2026-11-01-00.warc.gz
    Column("known", BigInteger, nullable=False, server_default="0"),
    Column("closed", Boolean, nullable=False, server_default=text("false")),
    Column("judged", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("folder", "name"),
)
"""Files of the archive, of the articles and of their copies. ``known`` is how many bytes
of one the ledger knows; what is behind was written, and never committed. ``judged`` is
how many bytes of lines it has compared with others: see backlog.py."""

addresses = Table(
    "addresses",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("outlet", Text, nullable=False),
    Column("address", Text, nullable=False),  # canonical
    Column("url", Text),  # as the list printed it; NULL: as ``address``
    Column("kind", Text, nullable=False),
    Column("turn", SmallInteger, nullable=False),  # see LAST_TURN
    Column("state", Text, nullable=False),
    Column("reason", Text),  # of a refusal
    Column("origin", _Number),  # the list of the site file that led here
    Column("depth", SmallInteger, nullable=False, server_default="0"),
    Column("found_in", _Number, nullable=False),  # the run that met it first
    Column("listed_in", _Number),  # the last run whose lists named it
    Column("stem", BigInteger),  # of an article that is not settled: see settling.py
    Column("waits_for", _Number),  # an article that this may be a page of
    Column("next_at", Moment),  # NULL: there is nothing to do
    # How often it could not be fetched, in a row; of a stored article, 1 where it was gone.
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("owner", Text),  # whose lease it is; NULL: nobody's
    Column("leased_until", Moment),
    Column("fetched_at", Moment),
    Column("changed_at", Moment),  # when a fetch last brought other bytes
    Column("status", SmallInteger),
    Column("final", Text),  # canonical, after redirects; NULL: as ``address``
    Column("etag", Text),
    Column("last_modified", Text),
    Column("content_hash", LargeBinary(16)),
    Column("file", _Number, ForeignKey("files.id")),  # of the archive
    Column("record_at", BigInteger),  # where its record begins there, in bytes
    Column("article", _Number),
    Column("pause", Integer),  # of a list, in seconds: see rhythm.py
    UniqueConstraint("outlet", "address"),
)
"""Every address ever seen."""

Index(
    "addresses_due",
    addresses.c.outlet,
    addresses.c.turn,
    addresses.c.found_in.desc(),
    addresses.c.id,
    sqlite_where=addresses.c.next_at.is_not(None),
    postgresql_where=addresses.c.next_at.is_not(None),
)
Index(
    "addresses_lists",
    addresses.c.outlet,
    addresses.c.origin,
    sqlite_where=text("turn = 0"),
    postgresql_where=text("turn = 0"),
)
for _column in ("final", "stem"):
    Index(
        f"addresses_{_column}",
        addresses.c.outlet,
        addresses.c[_column],
        sqlite_where=addresses.c[_column].is_not(None),
        postgresql_where=addresses.c[_column].is_not(None),
    )
for _column in ("waits_for", "owner"):
    Index(
        f"addresses_{_column}",
        addresses.c[_column],
        sqlite_where=addresses.c[_column].is_not(None),
        postgresql_where=addresses.c[_column].is_not(None),
    )

articles = Table(
    "articles",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("outlet", Text),  # NULL: a saved page without one
    Column("canonical_url", Text, nullable=False, unique=True),
    Column("address", Text, nullable=False),  # canonical form of its ``url``
    Column("version", Integer, nullable=False),  # the latest
    Column("body_hash", LargeBinary(16), nullable=False),  # of that one
    Column("withdrawn_at", Moment),
)
"""Every article ever stored."""

versions = Table(
    "versions",
    metadata,
    Column("article", _Number, ForeignKey("articles.id"), primary_key=True),
    Column("version", Integer, primary_key=True),  # counted from 1
    Column("body_hash", LargeBinary(16), nullable=False),
    Column("stored_at", Moment, nullable=False),
    Column("file", _Number, ForeignKey("files.id"), nullable=False),
    Column("line_at", BigInteger, nullable=False),  # bytes, of the file unpacked
    Column("line_size", Integer, nullable=False),
)
"""Every line: which version of which article it holds, and where it is."""
