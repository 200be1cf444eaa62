"""The texts of the last weeks, found by what they have in common."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from crawler.comparison.tellings import Telling
from crawler.comparison.votes import Member
from crawler.store.duplicates.tables import ARTICLES, BANDS, TEXTS

# Articles a band at most holds. More have a template or a notice in common, which tells
# nothing; they are found by their other bands. It bounds what a question reads.
_CROWDED = 48

# Texts that are read for a question, and of those that one band alone has found. Before
# one is aligned some places of it are looked at: of a text with a fifth of its
# characters changed, one in three is found.
_READ = 24
_READ_SINGLE = 8
_PROBES = 24
_PROBE = 4
_FOUND = 3

KEY_BYTES = 6
"""Of each key, where those of a text stand in a row."""

# Rows deleted in one statement.
_AT_ONCE = 500


class Window:
    """The texts that an article is compared with."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hits(self, telling: Telling, keys: Sequence[int], days: range) -> Hits:
        """Return the articles published in ``days`` that may tell what ``telling`` does."""
        holders: dict[int, list[int]] = defaultdict(list)
        for key, article in self._connection.execute(_HOLDERS, {"keys": list(keys)}):
            holders[key].append(article)
        crowded = frozenset(
            key for key, articles in holders.items() if len(articles) >= _CROWDED
        )
        best = _best(holders.values())
        near = [row for row in self._texts(best, days) if _near(telling, row.text)]
        near.sort(key=lambda row: best.index(row.id))
        return Hits(self._members(near), crowded)

    def longest(self, story: int, number: int) -> list[Member]:
        """Return the longest articles of a story that the window holds."""
        rows = self._connection.execute(_LONGEST, {"story": story, "number": number})
        return [
            Member(row.id, story, unpacked(row.text), items=row.others) for row in rows
        ]

    def text(self, article: int) -> Telling | None:
        """Return the text of an article, or ``None`` where the window has lost it."""
        packed = self._connection.execute(_TEXT, {"id": article}).scalar()
        return None if packed is None else unpacked(packed)

    def add(self, entry: Held, telling: Telling, keys: Iterable[int]) -> None:
        """Hold a text, in the bands of ``keys``."""
        held = sorted(set(keys))
        self._connection.execute(
            insert(TEXTS),
            {
                "id": entry.article,
                "judged": entry.judged,
                "day": entry.day,
                "others": entry.items,
                "bands": b"".join(key.to_bytes(KEY_BYTES, "big") for key in held),
                "text": packed(telling),
            },
        )
        if held:
            self._connection.execute(
                insert(BANDS), [{"key": key, "article": entry.article} for key in held]
            )

    def add_item(self, articles: Iterable[int]) -> None:
        """Note that one more story stands whole in each of these texts."""
        rows = [{"of": article} for article in articles]
        if rows:
            self._connection.execute(_ADD_ITEM, rows)

    def remove(self, article: int) -> None:
        """Forget a text and its bands, if it is held."""
        keys = self._connection.execute(_KEYS, {"id": article}).scalar()
        if keys is not None:
            self._forget([(article, keys)])

    def prune(self, before: int, *, at_most: int) -> int:
        """Forget the texts judged before a day; return how many were, at most."""
        rows = self._connection.execute(
            _OLD, {"before": before, "at_most": at_most}
        ).all()
        self._forget([(row.id, row.bands) for row in rows])
        return len(rows)

    def _texts(self, articles: Sequence[int], days: range) -> list[_Text]:
        if not articles:
            return []
        rows = self._connection.execute(
            _TEXTS, {"ids": list(articles), "first": days.start, "last": days.stop - 1}
        )
        return [_Text(id_, others, _plain(packed)) for id_, others, packed in rows]

    def _members(self, texts: Sequence[_Text]) -> list[Member]:
        if not texts:
            return []
        ids = [text.id for text in texts]
        rows = self._connection.execute(_STORIES, {"ids": ids})
        stories: dict[int, int] = {row.id: row.story for row in rows}
        return [
            Member(each.id, stories[each.id], _telling(each.text), items=each.others)
            for each in texts
        ]

    def _forget(self, rows: Sequence[tuple[int, bytes]]) -> None:
        bands = sorted(
            (int.from_bytes(keys[at : at + KEY_BYTES], "big"), article)
            for article, keys in rows
            for at in range(0, len(keys), KEY_BYTES)
        )
        if bands:
            self._connection.execute(
                _OUT_OF_BANDS, [{"of": key, "who": article} for key, article in bands]
            )
        ids = [article for article, _ in rows]
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            self._connection.execute(delete(TEXTS).where(TEXTS.c.id.in_(some)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held of a text besides itself."""

    article: int
    judged: int
    day: int
    items: int = 0
    """Other stories that stand whole in it."""


class Hits(NamedTuple):
    """What a question found."""

    members: Sequence[Member]
    """The best first."""

    crowded: frozenset[int]
    """Keys of bands that hold no more articles."""


class _Text(NamedTuple):
    """A text of the window, not yet taken apart."""

    id: int
    others: int
    text: str


def packed(telling: Telling) -> bytes:
    """Return the bytes that a text is held in.

    GB 18030 before deflate: of 86 bodies, 1,197 bytes a text of 1,020 characters, where
    UTF-8 leaves 1,415, and zstd 1,217 (2026-11).
    """
    text = "\n".join((telling.headline, *telling.paragraphs))
    return zlib.compress(text.encode("gb18030"))


def unpacked(data: bytes) -> Telling:
    """Return the text that ``packed`` made bytes of."""
    return _telling(_plain(data))


def _plain(data: bytes) -> str:
    return zlib.decompress(data).decode("gb18030")


def _telling(text: str) -> Telling:
    headline, *paragraphs = text.split("\n")
    return Telling(headline, tuple(paragraphs))


def _best(holders: Iterable[Sequence[int]]) -> list[int]:
    """Return the articles that have most in common, the best first.

    A band counts by how rare it is. By one band alone some forty articles in a million
    are found that have nothing in common, and of those few are read.
    """
    weights: dict[int, float] = defaultdict(float)
    bands: Counter[int] = Counter()
    for articles in holders:
        for article in articles:
            weights[article] += 1 / len(articles)
            bands[article] += 1
    ranked = sorted(weights, key=lambda each: (-weights[each], each))
    several = [each for each in ranked if bands[each] > 1][:_READ]
    single = [each for each in ranked if bands[each] == 1]
    return several + single[: min(_READ_SINGLE, _READ - len(several))]


def _near(telling: Telling, text: str) -> bool:
    """Whether pieces of the shorter text stand in the longer one.

    Twenty microseconds, where to align them takes ten times as long: most of what
    shares a single band shares nothing else.
    """
    body = text[text.index("\n") + 1 :].replace("\n", "") if "\n" in text else ""
    shorter, longer = sorted((telling.body, body), key=len)
    step = max(1, len(shorter) // _PROBES)
    found = 0
    for at in range(0, max(1, len(shorter) - _PROBE + 1), step):
        found += shorter[at : at + _PROBE] in longer
        if found >= _FOUND:
            return True
    return False


_HOLDERS = select(BANDS.c.key, BANDS.c.article).where(
    BANDS.c.key.in_(bindparam("keys", expanding=True))
)
_TEXTS = select(TEXTS.c.id, TEXTS.c.others, TEXTS.c.text).where(
    TEXTS.c.id.in_(bindparam("ids", expanding=True)),
    TEXTS.c.day.between(bindparam("first"), bindparam("last")),
)
_STORIES = select(ARTICLES.c.id, ARTICLES.c.story).where(
    ARTICLES.c.id.in_(bindparam("ids", expanding=True))
)
_LONGEST = (
    select(TEXTS.c.id, TEXTS.c.others, TEXTS.c.text)
    .join(ARTICLES, ARTICLES.c.id == TEXTS.c.id)
    .where(ARTICLES.c.story == bindparam("story"))
    .order_by(ARTICLES.c.length.desc(), ARTICLES.c.id)
    .limit(bindparam("number"))
)
_ADD_ITEM = (
    update(TEXTS).where(TEXTS.c.id == bindparam("of")).values(others=TEXTS.c.others + 1)
)
_TEXT = select(TEXTS.c.text).where(TEXTS.c.id == bindparam("id"))
_KEYS = select(TEXTS.c.bands).where(TEXTS.c.id == bindparam("id"))
_OLD = (
    select(TEXTS.c.id, TEXTS.c.bands)
    .where(TEXTS.c.judged < bindparam("before"))
    .order_by(TEXTS.c.judged)
    .limit(bindparam("at_most"))
)
_OUT_OF_BANDS = delete(BANDS).where(
    BANDS.c.key == bindparam("of"), BANDS.c.article == bindparam("who")
)
