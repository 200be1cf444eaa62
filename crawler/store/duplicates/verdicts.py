"""What is said of an article, and the line that stands for a copy."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

import msgspec

from crawler.comparison.evidence import Evidence
from crawler.comparison.origins import Origin
from crawler.items import Article


class Kind(StrEnum):
    """What an article is."""

    NEW = "new"
    """The first that tells its story."""

    COPY = "copy"
    """Another outlet, or another address, tells a story that is known."""

    AGAIN = "again"
    """An article that was judged before: the same address, or the same body at the
    same outlet."""


@dataclass(frozen=True, slots=True)
class Original:
    """The article that is kept of a story, or that one was compared with."""

    url: str
    outlet: str | None


@dataclass(frozen=True, slots=True)
class LookAlike:
    """An article that has much in common and tells another story."""

    url: str
    reason: str
    """Such as ``other numbers``."""
    seen: str | None
    """What led to that, in words of both: ``3.5% → 4.2%``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an article is, and by what that is seen."""

    kind: Kind

    story: int
    """Equal for articles that tell one story. The number of its first article."""

    duplicate_of: Original | None = None
    """The article that is kept of the story: of a copy, of the same body at another
    address of one outlet, and of the same address again that was one of them. ``None``
    for a new story."""

    compared_with: Original | None = None
    """Where ``evidence`` does not speak of ``duplicate_of``, since that is older than
    the window: the article that it speaks of."""

    evidence: Evidence | None = None
    """How a copy differs; of the same address that was none, how it was changed since.
    ``None`` for new stories, and where the texts are beyond the window."""

    first: Kind | None = None
    """Of the same article again: what it was said to be when it came."""

    changed: bool = False
    """Whether it is the same address with another body."""

    origin: Origin | None = None
    """Who published the story first, as far as its printings tell; ``None`` where there
    is no ``duplicate_of``."""

    under_template: bool = False
    """Whether other stories are told in its words, with other numbers or names."""

    look_alikes: tuple[LookAlike, ...] = ()
    """The nearest that it is no copy of, and why."""


def line(article: Article, verdict: Verdict | None) -> bytes:
    """Return the line of JSON that stands for a copy, with its end.

    It says first what the copy is of and how it differs, and then all that the line of
    an article says. Where nobody has judged it, ``verdict`` is ``None``.
    """
    evidence = verdict.evidence if verdict else None
    original = verdict.duplicate_of if verdict else None
    compared = (verdict.compared_with if verdict else None) or original
    told = {
        "url": article.url,
        "outlet": article.outlet,
        "headline": article.headline,
        "date_published": article.date_published,
        "duplicate_of": original.url if original else article.duplicate_of,
        "compared_with": compared.url if compared else None,
        "likeness": evidence.likeness if evidence else None,
        "containment": evidence.containment if evidence else None,
        "cut": evidence.cut if evidence else (),
        "added": evidence.added if evidence else (),
        "changed": evidence.changed if evidence else (),
        "first_publisher": verdict.origin if verdict else None,
    }
    rest = {
        field.name: getattr(article, field.name)
        for field in fields(article)
        if field.name not in told
    }
    return msgspec.json.encode({**told, **rest}) + b"\n"
