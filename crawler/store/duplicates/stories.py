"""What is known of stories by now, for whoever asks: of one, of those told again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from crawler.comparison.evidence import Evidence, evidence
from crawler.comparison.origins import Origin, origin
from crawler.comparison.pairs import compare
from crawler.comparison.tellings import Telling as Text
from crawler.store.duplicates.register import Entry, Register, moment
from crawler.store.duplicates.tables import ARTICLES, TEXTS
from crawler.store.duplicates.window import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One article of a story."""

    url: str
    outlet: str | None
    published: dt.datetime | None
    copy_of: str | None
    """Address of the article that was kept in its place; ``None`` of that itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story, and who tells it."""

    number: int
    first_publisher: Origin | None
    """By all that is known by now; ``None`` where nothing tells."""
    tellings: tuple[Telling, ...]
    """In the order in which they came: the first is the one that was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What is known of one article."""

    url: str
    duplicate_of: str | None
    """The article that was kept in its place; ``None`` of one that was kept itself."""
    evidence: Evidence | None
    """How it differs from that one; ``None`` where one of both texts has left the
    window, or there is no other."""
    story: Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How much there is of everything."""

    articles: int
    stories: int
    copies: int
    texts: int
    """Articles of the window, with which others are compared."""


class Stories:
    """The stories told so far, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._register = Register(connection)

    def about(self, canonical_url: str) -> Account | None:
        """Return what is known of an article; ``None`` where it was never judged."""
        entry = self._register.at(canonical_url)
        if entry is None:
            return None
        original = None
        if entry.copy_of is not None:
            original = self._register.entries([entry.copy_of]).get(entry.copy_of)
        return Account(
            url=entry.url,
            duplicate_of=original.url if original else None,
            evidence=self._evidence(original, entry) if original else None,
            story=self._story(entry.story),
        )

    def again(self, *, outlet: str | None = None, most: int) -> Iterator[Story]:
        """Yield the stories that were told more than once, that told last first.

        ``outlet`` is one that has told them, too; ``most`` is how many at most.
        """
        told = {"outlet": outlet, "most": most}
        query = _AGAIN if outlet is None else _AGAIN_BY
        for number in self._connection.execute(query, told).scalars().all():
            yield self._story(number)

    def count(self) -> Count:
        """Return how many articles, stories and copies there are."""
        found = self._connection.execute(_COUNT).one()
        texts = self._connection.execute(select(func.count()).select_from(TEXTS))
        return Count(
            articles=found.articles,
            stories=found.stories,
            copies=found.copies,
            texts=texts.scalar_one(),
        )

    def _story(self, number: int) -> Story:
        rows = self._connection.execute(_TELLINGS, {"of": number}).all()
        urls = {row.id: row.url for row in rows}
        return Story(
            number=number,
            first_publisher=origin(self._register.printings(number)),
            tellings=tuple(
                Telling(
                    url=row.url,
                    outlet=row.outlet,
                    published=moment(row.published),
                    copy_of=urls.get(row.copy_of),
                )
                for row in rows
            ),
        )

    def _evidence(self, original: Entry, copy: Entry) -> Evidence | None:
        if original.body == copy.body:
            return Evidence(likeness=1.0, containment=1.0)
        before, after = self._text(original), self._text(copy)
        if before is None or after is None:
            return None
        return evidence(before, after, compare(before, after))

    def _text(self, entry: Entry) -> Text | None:
        """Return a text, which may be held as that of another with the same body."""
        window = Window(self._connection)
        twins = (entry, *self._register.known(entry.address, entry.body))
        texts = (window.text(twin.id) for twin in twins if twin.body == entry.body)
        return next(filter(None, texts), None)


_TELLINGS = (
    select(ARTICLES).where(ARTICLES.c.story == bindparam("of")).order_by(ARTICLES.c.id)
)
_COPIES = ARTICLES.c.copy_of.is_not(None)
_AGAIN = (
    select(ARTICLES.c.story)
    .where(_COPIES)
    .group_by(ARTICLES.c.story)
    .order_by(func.max(ARTICLES.c.id).desc())
    .limit(bindparam("most"))
)
_AGAIN_BY = _AGAIN.where(
    ARTICLES.c.story.in_(
        select(ARTICLES.c.story).where(ARTICLES.c.outlet == bindparam("outlet"))
    )
)
_COUNT = select(
    func.count().label("articles"),
    func.count(ARTICLES.c.story.distinct()).label("stories"),
    func.count(ARTICLES.c.copy_of).label("copies"),
)
