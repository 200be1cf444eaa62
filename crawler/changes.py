"""What has changed from one printing of an article to the next, and what only seems to.

A page that is fetched again tells much anew that nobody has written: how often it was
read, what else there is to read, how long ago it was printed. None of that is a change.
Nor are white space, width of letters and the cut into paragraphs, which systems change
when they pass a text on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from crawler.items import Article, Changes, FieldChange, Image, Rewording
from crawler.text import paragraphs
from crawler.text.paragraphs import folded

_TEXTS = (
    *("headline", "alternative_headline", "source", "dateline"),
    *("description", "section", "language"),
)
_LISTS = ("authors", "editors", "captions", "missing_pages")

_MINUTE, _HOUR, _DAY = (timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))

# An age that is told in hours is at most so long; after that, days are told.
_HOURS_TOLD = 2 * _DAY


def changes(before: Article, after: Article) -> Changes | None:
    """Return what ``after`` says anew of the same article; ``None`` where nothing is.

    Not asked are teasers, footer, and all that is told of the page or of the reading:
    confidence, sources, encoding, moment of the fetch. A moment that a page tells as so
    long ago (3小时前) is no change while the two readings fit together; a new
    ``date_modified`` alone is none, either: many servers print their own clock there.
    """
    fields = {name: _change(before, after, name) for name in _changed(before, after)}
    body = paragraphs.compared(before.body, after.body)
    if not body and not fields.keys() - {"date_modified"}:
        return None
    return Changes(
        fields=fields,
        added=body.added,
        removed=body.removed,
        reworded=tuple(Rewording(before=a, after=b) for a, b in body.reworded),
        moved=body.moved,
    )


def _change(before: Article, after: Article, name: str) -> FieldChange:
    return FieldChange(
        before=msgspec.to_builtins(getattr(before, name)),
        after=msgspec.to_builtins(getattr(after, name)),
    )


def _changed(before: Article, after: Article) -> Iterator[str]:
    """Yield the names of fields that say something else, but for the body."""
    for name in _TEXTS:
        if folded(getattr(before, name) or "") != folded(getattr(after, name) or ""):
            yield name
    for name in _LISTS:
        if _folded_all(getattr(before, name)) != _folded_all(getattr(after, name)):
            yield name
    if sorted(_folded_all(before.keywords)) != sorted(_folded_all(after.keywords)):
        yield "keywords"
    if _shown(before.images) != _shown(after.images):
        yield "images"
    for name in ("date_published", "date_modified"):
        pair = _Moment.of(before, name), _Moment.of(after, name)
        if not _agree(*pair):
            yield name


def _folded_all(texts: Iterable[str]) -> list[str]:
    return [folded(text) for text in texts]


def _shown(images: Iterable[Image]) -> list[tuple[str, str, str]]:
    """What is told of each picture; its host and query are the server's affair."""
    return [
        (_path(each.url), folded(each.caption or ""), folded(each.credit or ""))
        for each in images
    ]


def _path(url: str | None) -> str:
    try:
        return urlsplit(url or "").path
    except ValueError:
        return url or ""


@dataclass(frozen=True, slots=True)
class _Moment:
    """A moment that a page tells, and when that page was fetched."""

    value: datetime
    fetched: datetime | None

    @classmethod
    def of(cls, article: Article, name: str) -> _Moment | None:
        value: datetime | None = getattr(article, name)
        return None if value is None else cls(value, article.fetched)

    @property
    def age(self) -> timedelta | None:
        """How long before the fetch it was; ``None`` where nobody knows."""
        return None if self.fetched is None else self.fetched - self.value

    @property
    def is_day(self) -> bool:
        """Whether it is a day without a time."""
        return self.value.time() == datetime.min.time()

    @property
    def days(self) -> int | None:
        """How many days before the fetch it was, by the calendar of its own zone."""
        if self.fetched is None:
            return None
        return (
            self.fetched.astimezone(self.value.tzinfo).date() - self.value.date()
        ).days

    @property
    def unit(self) -> timedelta:
        """In what it was told, where it may have been told as so long ago; else 0.

        Only then it lies whole minutes before the fetch, to the second.
        """
        if self.age is None or not timedelta() <= self.age <= _HOURS_TOLD:
            return timedelta()
        if self.age < _MINUTE:  # 刚刚, 30秒前
            return _MINUTE
        if self.age % _MINUTE:
            return timedelta()
        return _MINUTE if self.age < _HOUR else _HOUR


def _agree(before: _Moment | None, after: _Moment | None) -> bool:
    """Say whether two pages may tell one moment, each as of its own fetch."""
    if before is None or after is None:
        return before is after
    if before.value == after.value:
        return True
    if before.fetched == after.fetched:  # one page that was read twice
        return False
    if before.age is not None and before.age == after.age:  # as printed: 3小时前
        return True
    if before.is_day and after.is_day:
        return before.days is not None and before.days == after.days
    unit = max(before.unit, after.unit)
    if unit and (before.is_day or after.is_day):  # 5小时前, and then 1天前
        unit = _DAY
    return bool(unit) and abs(after.value - before.value) <= unit
