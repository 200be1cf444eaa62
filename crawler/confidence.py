"""How likely each field is right: what was measured, applied to one page.

A field's chance is the share of values that were right on pages with a known answer,
of those that the same source gave; the headline's, too, of those that the page's head
repeats or not, on Chinese pages or others. The body's chance is a logistic model over
four measures of how its page was read. ``training.confidence`` measures both, always
on outlets that the trees had not seen.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import msgspec

from crawler.fields.sources import Reading
from crawler.forest import MODELS
from crawler.items import Article
from crawler.roles import Role
from crawler.text.similarity import plain

NAME = "confidence.json"

BODY = ("undecided", "kinds", "between", "dated")
"""Names of the measures that the body's chance is made of."""

INTERCEPT = "intercept"

FIELDS = (
    "headline",
    "date_published",
    "source",
    "authors",
    "editors",
    "captions",
    "footer",
)
"""Fields with known answers to measure by. The foot is judged by its filing number."""

# Chances between which a block is as good as undecided.
_UNLIKELY, _LIKELY = 0.1, 0.9

# Digits that are kept: two pages in a thousand are not told apart.
_DIGITS = 3


class Scale(msgspec.Struct, frozen=True):
    """What was measured: weights for the body, shares for the other fields."""

    body: dict[str, float]
    """A weight for each of ``BODY``, and the intercept."""

    shares: dict[str, dict[str, float]]
    """By field, the share right of all; of each kind of evidence by its ``key``."""

    def chance(self, measures: tuple[float, ...]) -> float:
        """Return the chance that a body with these measures of ``BODY`` is right."""
        terms = (self.body[n] * m for n, m in zip(BODY, measures, strict=True))
        return 1 / (1 + math.exp(-self.body[INTERCEPT] - sum(terms)))

    def share(self, field: str, evidence: tuple[str, ...]) -> float | None:
        """Return the share that was right of what is most alike; ``None`` if unknown."""
        shares = self.shares.get(field, {})
        for end in range(len(evidence), -1, -1):
            share = shares.get(key(evidence[:end]))
            if share is not None:
                return share
        return None


@cache
def load(models: Path = MODELS) -> Scale:
    """Return what the folder ``models`` holds. Read once, on first need."""
    return msgspec.json.decode((models / NAME).read_bytes(), type=Scale)


def confidence(
    article: Article, reading: Reading, models: Path = MODELS
) -> dict[str, float]:
    """Return how likely each field of ``article`` is right, 0 to 1, by its name.

    A field that was not found, and one that nobody could measure, is absent.
    """
    scale = load(models)
    found = {"body": round(scale.chance(measures(article, reading)), _DIGITS)}
    for name in FIELDS:
        if known := evidence(name, article, reading):
            share = scale.share(name, known)
            if share is not None:
                found[name] = round(share, _DIGITS)
    return found


def key(evidence: tuple[str, ...]) -> str:
    """Return what a kind of evidence is called in the data; the empty text is all."""
    return "/".join(evidence)


def evidence(name: str, article: Article, reading: Reading) -> tuple[str, ...]:
    """Return what speaks for a field, most telling first; ``()`` if it was not found."""
    source = article.found_by.get(name)
    if source is None:
        return ()
    return (
        (*_of_headline(article, reading), source) if name == "headline" else (source,)
    )


def measures(article: Article, reading: Reading) -> tuple[float, ...]:
    """Return the measures of ``BODY``, in that order.

    * undecided: size of the blocks that the model was not sure of, in bodies
    * kinds: logarithm of the number of kinds of blocks that the body is made of
    * between: size of what is shown between the body's blocks but none of it, in bodies
    * dated: whether the page prints the article's date
    """
    zones = reading.zones
    sizes, kin = zones.measures.sizes, zones.measures.kin
    body = [block.index for block in zones.body]
    first, last = zones.span
    hidden = [b.index for b in zones.of(Role.HIDDEN) if first < b.index < last]
    room = sum([sizes[index] for index in body])
    undecided = sum(
        [
            size
            for size, chance in zip(sizes, zones.chances, strict=True)
            if _UNLIKELY < chance < _LIKELY
        ]
    )
    between = sum(sizes[first : last + 1]) - room
    between -= sum([sizes[index] for index in hidden])
    in_bodies = 1 / max(1.0, room)
    return (
        min(1.0, undecided * in_bodies),
        math.log(max(1, len({kin[index] for index in body}))),
        min(1.0, max(0.0, between) * in_bodies),
        float(article.found_by.get("date_published", "").startswith("printed")),
    )


def _of_headline(article: Article, reading: Reading) -> tuple[str, ...]:
    """Whether the page's head repeats the headline, and whether the page is Chinese."""
    own = plain(article.headline or "")
    titles = reading.zones.measures.titles
    repeated = any(title.startswith(own) for title in titles)
    chinese = (article.language or "").startswith("zh")
    return ("repeated" if repeated else "alone", "chinese" if chinese else "other")
