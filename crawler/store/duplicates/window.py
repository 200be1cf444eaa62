"""The texts of the last weeks, found by what they have in common."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from crawler.comparison.tellings import Telling
from crawler.comparison.votes import Member
from crawler.store.duplicates.tables import ARTICLES, KEYS, TEXTS
from crawler.store.prepared import Prepared, filled, places
from crawler.text.minhash import HASHES

# Articles that a key at most has. More have a template or a notice in common, which
# tells nothing; they are found by their other keys. It bounds what a question reads.
_CROWDED = 48

# Keys that are asked for at once: those of a text, and those with its boilerplate.
_OF_A_TEXT = HASHES + 1
_OF_BOTH = 2 * HASHES + 1

# Texts that are read for a question, and of those that one key alone has found. Before
# one is aligned some places of it are looked at: of a text with a fifth of its
# characters changed, one in three is found.
_READ = 24
_READ_SINGLE = 4
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
        holders = self._holders(keys)
        best = _best(holders.values())
        near = [row for row in self._texts(best, days) if _near(telling, row.text)]
        near.sort(key=lambda row: best.index(row.id))
        return Hits(self._members(near), _crowded(holders))

    def free(self, keys: Sequence[int]) -> list[int]:
        """Return those of some keys that more articles may be found by, in order."""
        return sorted(set(keys) - _crowded(self._holders(keys)))

    def longest(self, story: int, number: int) -> list[Member]:
        """Return the longest articles of a story that the window holds."""
        rows = _LONGEST.rows(self._connection, {"story": story, "number": number})
        return [
            Member(row.id, story, unpacked(row.text), items=row.others) for row in rows
        ]

    def text(self, article: int) -> Telling | None:
        """Return the text of an article, or ``None`` where the window has lost it."""
        packed = _TEXT.value(self._connection, {"of": article})
        return None if packed is None else unpacked(packed)

    def add(self, entry: Held, telling: Telling, keys: Iterable[int]) -> None:
        """Hold a text, to be found by ``keys``."""
        held = sorted(set(keys))
        _ADD.run(
            self._connection,
            {
                "id": entry.article,
                "judged": entry.judged,
                "day": entry.day,
                "others": entry.items,
                "keys": in_a_row(held),
                "text": packed(telling),
            },
        )
        rows = [{"key": key, "article": entry.article} for key in held]
        _ADD_KEY.run_each(self._connection, rows)

    def add_item(self, articles: Iterable[int]) -> None:
        """Note that one more story stands whole in each of these texts."""
        rows = [{"of": article} for article in articles]
        if rows:
            self._connection.execute(_ADD_ITEM, rows)

    def remove(self, article: int) -> None:
        """Forget a text and its keys, if it is held."""
        keys = self._connection.execute(_KEYS, {"of": article}).scalar()
        if keys is not None:
            self._forget([(article, keys)])

    def prune(self, before: int, *, at_most: int) -> int:
        """Forget the texts judged before a day; return how many were, at most."""
        rows = self._connection.execute(
            _OLD, {"before": before, "at_most": at_most}
        ).all()
        self._forget([(id_, keys) for id_, keys in rows])
        return len(rows)

    def _holders(self, keys: Sequence[int]) -> Mapping[int, Sequence[int]]:
        """Return the articles that have each key, as far as any has."""
        holders: dict[int, list[int]] = defaultdict(list)
        if keys:
            most = _OF_A_TEXT if len(keys) <= _OF_A_TEXT else _OF_BOTH
            asked = filled("key", keys, most)
            for key, article in _HOLDERS[most].rows(self._connection, asked):
                holders[key].append(article)
        return holders

    def _texts(self, articles: Sequence[int], days: range) -> list[_Text]:
        if not articles:
            return []
        asked = filled("id", articles, _READ)
        between = {"first": days.start, "last": days.stop - 1}
        rows = _TEXTS.rows(self._connection, {**asked, **between})
        return [_Text(id_, others, _plain(packed)) for id_, others, packed in rows]

    def _members(self, texts: Sequence[_Text]) -> list[Member]:
        if not texts:
            return []
        asked = filled("id", [text.id for text in texts], _READ)
        rows = _STORIES.rows(self._connection, asked)
        stories: dict[int, int] = {row.id: row.story for row in rows}
        return [
            Member(each.id, stories[each.id], _telling(each.text), items=each.others)
            for each in texts
        ]

    def _forget(self, rows: Sequence[tuple[int, bytes]]) -> None:
        held = sorted(
            (int.from_bytes(keys[at : at + KEY_BYTES], "big"), article)
            for article, keys in rows
            for at in range(0, len(keys), KEY_BYTES)
        )
        _DROP_KEY.run_each(
            self._connection, [{"of": key, "who": article} for key, article in held]
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
    """Keys by which no more articles are to be found."""


class _Text(NamedTuple):
    """A text of the window, not yet taken apart."""

    id: int
    others: int
    text: str


def in_a_row(keys: Iterable[int]) -> bytes:
    """Return the bytes that the keys of a text are held in."""
    return b"".join(key.to_bytes(KEY_BYTES, "big") for key in keys)


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


def _crowded(holders: Mapping[int, Sequence[int]]) -> frozenset[int]:
    found = (key for key, articles in holders.items() if len(articles) >= _CROWDED)
    return frozenset(found)


def _best(holders: Iterable[Sequence[int]]) -> list[int]:
    """Return the articles that have most in common, the best first.

    A key counts by how rare it is. By one key alone some hundred articles in a million
    are found that have nothing in common, and of those few are read.
    """
    weights: dict[int, float] = defaultdict(float)
    keys: Counter[int] = Counter()
    for articles in holders:
        for article in articles:
            weights[article] += 1 / len(articles)
            keys[article] += 1
    ranked = sorted(weights, key=lambda each: (-weights[each], each))
    several = [each for each in ranked if keys[each] > 1][:_READ]
    single = [each for each in ranked if keys[each] == 1]
    return several + single[: min(_READ_SINGLE, _READ - len(several))]


def _near(telling: Telling, text: str) -> bool:
    """Whether pieces of the shorter text stand in the longer one.

    Twenty microseconds, where to align them takes ten times as long: most of what
    shares a single key shares nothing else.
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


_HOLDERS = {
    most: Prepared(
        select(KEYS.c.key, KEYS.c.article).where(KEYS.c.key.in_(places("key", most)))
    )
    for most in (_OF_A_TEXT, _OF_BOTH)
}
_TEXTS = Prepared(
    select(TEXTS.c.id, TEXTS.c.others, TEXTS.c.text).where(
        TEXTS.c.id.in_(places("id", _READ)),
        TEXTS.c.day.between(bindparam("first"), bindparam("last")),
    )
)
_STORIES = Prepared(
    select(ARTICLES.c.id, ARTICLES.c.story).where(
        ARTICLES.c.id.in_(places("id", _READ))
    )
)
_LONGEST = Prepared(
    select(TEXTS.c.id, TEXTS.c.others, TEXTS.c.text)
    .join(ARTICLES, ARTICLES.c.id == TEXTS.c.id)
    .where(ARTICLES.c.story == bindparam("story"))
    .order_by(ARTICLES.c.length.desc(), ARTICLES.c.id)
    .limit(bindparam("number"))
)
_ADD_ITEM = (
    update(TEXTS).where(TEXTS.c.id == bindparam("of")).values(others=TEXTS.c.others + 1)
)
_TEXT = Prepared(select(TEXTS.c.text).where(TEXTS.c.id == bindparam("of")))
_KEYS = select(TEXTS.c["keys"]).where(TEXTS.c.id == bindparam("of"))
_OLD = (
    select(TEXTS.c.id, TEXTS.c["keys"])
    .where(TEXTS.c.judged < bindparam("before"))
    .order_by(TEXTS.c.judged)
    .limit(bindparam("at_most"))
)
_ADD = Prepared(insert(TEXTS))
_ADD_KEY = Prepared(insert(KEYS))
_DROP_KEY = Prepared(
    delete(KEYS).where(
        KEYS.c.key == bindparam("of"), KEYS.c.article == bindparam("who")
    )
)
