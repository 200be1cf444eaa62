"""What a stored line tells: an article, new or changed, or that one was withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

import msgspec

from crawler.errors import DamagedLine
from crawler.items import Article
from crawler.store.lines import Line
from crawler.urls import canonical

WITHDRAWN = "withdrawn"

# Bytes. Ten million addresses hold two that share one by chance with p < 10**-24.
_ID_SIZE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What one stored line tells."""

    id: str
    """Stands for the article, whatever its version: 32 letters and digits, made of its
    canonical address."""

    number: int
    """Greater than that of everything told before."""

    version: int
    """The article's own count of what was printed, from 1."""

    url: str
    """The article's canonical address."""

    outlet: str | None

    day: date
    """When it was stored."""

    article: Article | None
    """The article; ``None`` where it was withdrawn."""

    text: bytes
    """The line itself."""

    @property
    def published(self) -> datetime | None:
        """When the article was published, else fetched; ``None`` if nobody said."""
        if self.article is None:
            return None
        return self.article.date_published or self.article.fetched


def read(line: Line) -> Event:
    """Return what ``line`` tells. Raises ``DamagedLine``."""
    try:
        head = _HEAD.decode(line.text)
        url = head.canonical_url or (head.url and canonical(head.url))
        if not url:
            raise DamagedLine(f"{line}: names no address")
        if head.event not in {None, WITHDRAWN}:
            raise DamagedLine(f"{line}: {head.event!r} is no event that is known")
        article = _article(line.text, url) if head.event is None else None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise DamagedLine(f"{line}: {error}") from error
    return Event(
        id=id_of(url),
        number=line.number,
        version=head.version or 1,
        url=url,
        outlet=head.outlet,
        day=line.day,
        article=article,
        text=line.text,
    )


def _article(text: bytes, url: str) -> Article:
    """Return the article of a line, with what another writer may have left out."""
    try:
        return _ARTICLE.decode(text)
    except msgspec.ValidationError:
        own = {"canonical_url": url, "encoding": "utf-8"}
        return msgspec.convert({**own, **msgspec.json.decode(text)}, Article)


def id_of(canonical_url: str) -> str:
    """Return what stands for the article at an address.

    >>> id_of("http://www.jia.example/1.html")
    '98b058e8f85b2b08328b4c53adf5cf11'
    """
    return blake2b(canonical_url.encode(), digest_size=_ID_SIZE).hexdigest()


class Withdrawal(msgspec.Struct, tag_field="event", tag=WITHDRAWN, kw_only=True):
    """The line that tells that an article was withdrawn, by its fields."""

    url: str
    canonical_url: str
    outlet: str | None
    version: int
    """The version that is withdrawn."""
    withdrawn: datetime
    """When that was seen."""
    reason: str
    """How it was told: ``HTTP 410``."""


def line_of(withdrawal: Withdrawal) -> bytes:
    """Return the line that stands for a withdrawal, with its end."""
    return msgspec.json.encode(withdrawal) + b"\n"


class _Head(msgspec.Struct):
    """What every line says, whatever it tells."""

    url: str | None = None
    canonical_url: str | None = None
    outlet: str | None = None
    version: int | None = None
    event: str | None = None


_HEAD = msgspec.json.Decoder(_Head)
_ARTICLE = msgspec.json.Decoder(Article)
