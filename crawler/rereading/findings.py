"""What was found when pages were read again, counted by outlet and field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz.distance import Prefix

from crawler.items import Changes
from crawler.rereading.outcomes import Kind, Outcome

# Examples of a field that are kept, an outlet.
_EXAMPLES = 2

# Characters of an example's either side, and those before the first that differs.
_SHOWN = 36
_BEFORE = 8

NO_OUTLET = "-"
"""What stands for the outlet of pages of which nobody knows it."""

BODY = "body"


@dataclass(frozen=True, slots=True)
class Example:
    """One change of a field, shortened to where it begins."""

    url: str
    before: str | None
    """``None`` where there was nothing."""
    after: str | None


@dataclass(slots=True)
class FieldFindings:
    """What was found of one field of one outlet."""

    articles: int = 0
    """In which it changed."""
    examples: list[Example] = field(default_factory=list)


@dataclass(slots=True)
class OutletFindings:
    """What was found of one outlet."""

    pages: Counter[str] = field(default_factory=Counter)
    """How many there are of each kind."""
    refused: Counter[str] = field(default_factory=Counter)
    """Why pages of stored articles are refused now."""
    left: Counter[str] = field(default_factory=Counter)
    """Why nothing can be said of pages."""
    fields: dict[str, FieldFindings] = field(default_factory=dict)
    written: int = 0
    """Lines that were written."""

    def add(self, outcome: Outcome) -> None:
        """Count one page."""
        self.pages[outcome.kind] += 1
        if outcome.kind is Kind.REFUSED:
            self.refused[outcome.reason or ""] += 1
        if outcome.kind is Kind.LEFT:
            self.left[outcome.reason or ""] += 1
        if outcome.changes:
            for name, example in _examples(outcome.url, outcome.changes):
                found = self.fields.setdefault(name, FieldFindings())
                found.articles += 1
                if len(found.examples) < _EXAMPLES:
                    found.examples.append(example)


@dataclass(slots=True)
class Findings:
    """What was found in all."""

    outlets: dict[str, OutletFindings] = field(default_factory=dict)

    def of(self, outlet: str | None) -> OutletFindings:
        """Return what was found of an outlet, to add to it."""
        return self.outlets.setdefault(outlet or NO_OUTLET, OutletFindings())

    def total(self, *kinds: Kind) -> int:
        """Return how many pages there are of some kinds; of all where none is named."""
        pages = [found.pages for found in self.outlets.values()]
        if not kinds:
            return sum(each.total() for each in pages)
        return sum(each[kind] for each in pages for kind in kinds)

    @property
    def written(self) -> int:
        """Lines that were written."""
        return sum(found.written for found in self.outlets.values())


@dataclass(slots=True)
class Report:
    """All that is told in the end, for programs as it stands."""

    applied: bool
    """Whether lines were to be written."""
    stopped: bool = False
    deaths: int = 0
    """How often a process that reads has died."""
    busy: list[str] = field(default_factory=list)
    """Outlets that another process crawls."""
    unknown: list[str] = field(default_factory=list)
    """Outlets without a site file."""
    pending: int = 0
    """Fetched pages that the next crawl will read."""
    pages: int = 0
    written: int = 0
    outlets: dict[str, OutletFindings] = field(default_factory=dict)


def _examples(url: str, changes: Changes) -> Iterator[tuple[str, Example]]:
    """Yield each field that changed, with what it was and is."""
    for name, change in changes.fields.items():
        yield name, Example(url, *_shortened(_told(change.before), _told(change.after)))
    if pair := _of_body(changes):
        yield BODY, Example(url, *_shortened(*pair))


def _of_body(changes: Changes) -> tuple[str | None, str | None] | None:
    """Return the most telling of what became of paragraphs."""
    if changes.reworded:
        return changes.reworded[0].before, changes.reworded[0].after
    if changes.added or changes.removed:
        return next(iter(changes.removed), None), next(iter(changes.added), None)
    if changes.moved:
        return changes.moved[0], changes.moved[0]
    return None


def _told(value: object) -> str | None:
    """Return a field's value as a person reads it; ``None`` where it says nothing."""
    if not value:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return "、".join(map(_named, value))
    return str(value)


def _named(value: object) -> str:
    """Return one of several values: of a picture what is told of it, else where it is."""
    if isinstance(value, dict):
        told = (value.get(name) for name in ("caption", "credit", "url"))
        return " ".join(filter(None, told))
    return str(value)


def _shortened(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Return both from shortly before the first character that differs."""
    common = Prefix.similarity(before or "", after or "")
    start = max(0, common - _BEFORE)
    return _cut(before, start), _cut(after, start)


def _cut(text: str | None, start: int) -> str | None:
    if text is None:
        return None
    shown = " ".join(text[start : start + _SHOWN].split())
    rest = "…" if len(text) > start + _SHOWN else ""
    return f"{'…' if start else ''}{shown}{rest}"
