"""The tables of the ledger that duplicates are remembered in."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
)

PREFIX = "duplicates_"

METADATA = MetaData()
"""Of these tables alone. The ledger makes them by its own migrations."""

STATE = Table(
    f"{PREFIX}state",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("judged", BigInteger, nullable=False),
    Column("unkeyed", BigInteger, nullable=False, server_default="0"),
)
"""One row, from the first article on. It counts the articles judged, and whoever writes
it has the turn: judging begins with that, so two processes never judge at once. Texts
up to ``unkeyed`` were held by a release with other keys: see keying.py."""

ARTICLES = Table(
    f"{PREFIX}articles",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("story", BigInteger, nullable=False),
    Column("copy_of", BigInteger),
    Column("address", BigInteger, nullable=False),
    Column("body", BigInteger, nullable=False),
    Column("length", Integer, nullable=False),
    Column("day", Integer, nullable=False),
    Column("url", String, nullable=False),
    Column("outlet", String),
    Column("source", String),
    Column("dateline", String),
    Column("published", BigInteger),
    Index(f"{PREFIX}articles_address", "address", unique=True),
    Index(f"{PREFIX}articles_body", "body"),
    Index(f"{PREFIX}articles_story", "story", "length"),
)
"""Every article ever judged; kept for ever. ``story`` is the id of the story's first
article, ``copy_of`` that of the article kept in its place. ``address`` and ``body`` are
hashes, ``length`` is that of the compared text, ``day`` counts from 1970, ``published``
in seconds."""

TEXTS = Table(
    f"{PREFIX}texts",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("judged", Integer, nullable=False),
    Column("day", Integer, nullable=False),
    Column("others", SmallInteger, nullable=False),
    Column("keys", LargeBinary, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Index(f"{PREFIX}texts_judged", "judged"),
)
"""The texts of the window, compressed, with the keys that they are found by.
``judged`` is the day on which they came, ``day`` that of their publication, ``others``
the number of other stories that stand whole in them."""

KEYS = Table(
    f"{PREFIX}keys",
    METADATA,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("article", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Which articles of the window have a minimum or a headline in common."""

PARAGRAPHS = Table(
    f"{PREFIX}paragraphs",
    METADATA,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("story", BigInteger, primary_key=True, autoincrement=False),
    Column("judged", SmallInteger().with_variant(Integer, "sqlite"), nullable=False),
    sqlite_with_rowid=False,
)
"""In which stories a paragraph was met: as many as make it boilerplate, and no more."""
