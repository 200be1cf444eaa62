"""Every article ever judged: by address, by body, by story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from sqlalchemy import (
    Connection,
    bindparam,
    insert,
    select,
    union_all,
    update,
)

from crawler.comparison.origins import Printing
from crawler.comparison.tellings import Telling
from crawler.items import Article
from crawler.store.duplicates.tables import ARTICLES
from crawler.store.prepared import Prepared, filled, places

# Articles of a story that are asked for its first publisher: the earliest.
_WITNESSES = 64

# Articles that are asked for by their ids at once, at most.
_FEW = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that was judged before."""

    id: int
    story: int
    copy_of: int | None
    address: int
    body: int
    url: str
    outlet: str | None


class Place(NamedTuple):
    """Where an article stands among all."""

    number: int
    """Its id."""

    story: int
    copy_of: int | None
    day: int


class Register:
    """The articles, in the table that is kept for ever."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, address: int, body: int) -> list[Entry]:
        """Return the article with that address, and the first with that body."""
        rows = _KNOWN.rows(self._connection, {"address": address, "body": body})
        return [Entry(*row) for row in rows]

    def at(self, canonical_url: str) -> Entry | None:
        """Return the article of an address, if it was judged."""
        address = _hash(canonical_url)
        row = self._connection.execute(_AT, {"address": address}).first()
        return None if row is None else Entry(*row)

    def entries(self, articles: Iterable[int]) -> dict[int, Entry]:
        """Return the articles with those ids, a few, as far as there are any."""
        ids = sorted(set(articles))
        if not ids:
            return {}
        rows = _WITH_IDS.rows(self._connection, filled("id", ids, _FEW))
        return {row.id: Entry(*row) for row in rows}

    def printings(self, story: int) -> list[Printing]:
        """Return the earliest articles of a story, in the order in which they came."""
        rows = _PRINTINGS.rows(self._connection, {"of": story})
        return [
            Printing(
                url=row.url,
                outlet=row.outlet,
                source=row.source,
                dateline=row.dateline,
                published=moment(row.published),
            )
            for row in rows
        ]

    def add(self, article: Article, telling: Telling, place: Place) -> None:
        """Enter an article."""
        published = article.date_published
        _ADD.run(
            self._connection,
            {
                "id": place.number,
                "story": place.story,
                "copy_of": place.copy_of,
                "address": address_of(article),
                "body": body_of(telling),
                "length": len(telling.text),
                "day": place.day,
                "url": article.url,
                "outlet": article.outlet,
                "source": article.source,
                "dateline": article.dateline,
                "published": int(published.timestamp()) if published else None,
            },
        )

    def change(self, article: int, telling: Telling) -> None:
        """Note that an article's body is another one now."""
        values = {"body": body_of(telling), "length": len(telling.text)}
        self._connection.execute(_CHANGE, {"of": article, **values})

    def adopt(self, article: int, canonical_url: str) -> None:
        """Let a story's only article belong to the story of an address, if it is known."""
        found = self.at(canonical_url)
        if found is not None and found.id != article:
            values = {"of": article, "story": found.story}
            values["original"] = found.copy_of or found.id
            self._connection.execute(_ADOPT, values)

    def merge(self, story: int, others: Sequence[int]) -> None:
        """Let the articles of other stories belong to ``story``."""
        self._connection.execute(
            _MERGE, [{"of": other, "into": story} for other in others]
        )


def address_of(article: Article) -> int:
    """Return what stands for an article's canonical address."""
    return _hash(article.canonical_url)


def body_of(telling: Telling) -> int:
    """Return what is equal for equal folded bodies."""
    return _hash(telling.text)


def _hash(text: str) -> int:
    """63 bits: of ten million texts two are equal by chance with p = .000005."""
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def moment(seconds: int | None) -> dt.datetime | None:
    """Return the moment that is kept as so many seconds."""
    return None if seconds is None else dt.datetime.fromtimestamp(seconds, dt.UTC)


_ENTRY = select(
    *(ARTICLES.c[name] for name in ("id", "story", "copy_of", "address", "body")),
    *(ARTICLES.c[name] for name in ("url", "outlet")),
)
_WITH_IDS = Prepared(_ENTRY.where(ARTICLES.c.id.in_(places("id", _FEW))))
_AT = _ENTRY.where(ARTICLES.c.address == bindparam("address"))
# Two searches in two indexes, in one statement.
_KNOWN = Prepared(
    union_all(
        _AT,
        select(
            _ENTRY.where(ARTICLES.c.body == bindparam("body"))
            .order_by(ARTICLES.c.id)
            .limit(16)
            .subquery()
        ),
    )
)
_PRINTINGS = Prepared(
    select(ARTICLES)
    .where(ARTICLES.c.story == bindparam("of"))
    .order_by(ARTICLES.c.id)
    .limit(_WITNESSES)
)
_ADD = Prepared(insert(ARTICLES))
_CHANGE = (
    update(ARTICLES)
    .where(ARTICLES.c.id == bindparam("of"))
    .values(body=bindparam("body"), length=bindparam("length"))
)
_ADOPT = (
    update(ARTICLES)
    .where(ARTICLES.c.id == bindparam("of"))
    .values(story=bindparam("story"), copy_of=bindparam("original"))
)
_MERGE = (
    update(ARTICLES)
    .where(ARTICLES.c.story == bindparam("of"))
    .values(story=bindparam("into"))
)
