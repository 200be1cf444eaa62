"""Who published a story first: told from datelines, 来源 and times of its printings."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

# 新华社北京11月1日电, （中央社記者張三台北1日電）, 【江口时报讯】; not 本报讯.
_AGENCY = re.compile(
    r"[\s（(【\[〔「]*(?P<name>(?!本[报報社网網台刊])[\u3400-\u9fffA-Za-z]{1,11}?(?:[社台臺报報网網]|客[户戶]端))"
    r"(?![会會区區])"
)
_OWN = re.compile(r"本[报報站网網台刊社]|本网站|原[创創]")

# How much a witness counts: the dateline is part of the text, the source is said of it.
_DATELINE = 2
_SOURCE = 1


class Ground(StrEnum):
    """What the first publisher was told from."""

    DATELINE = "dateline"
    SOURCE = "source"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """One article of a story, as far as it tells where the text comes from."""

    url: str
    outlet: str | None
    source: str | None
    """来源, as the page says."""

    dateline: str | None
    published: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who published first."""

    name: str
    """As printings name it: 新华社; told from time alone, the outlet's key or address."""

    ground: Ground
    """The strongest thing that says so."""

    witnesses: tuple[str, ...]
    """Addresses of the printings that say so; of the earliest, where time does."""

    published: dt.datetime | None
    """The earliest time that any printing bears; ``None`` where none bears any."""


def origin(printings: Sequence[Printing]) -> Origin | None:
    """Return who published first, or ``None`` where nothing tells.

    Outlets that name a publisher are witnesses, each outlet once. Where two are named,
    the one with more behind it; where none is, whoever bears the earliest time.
    """
    named: dict[str, dict[str, int]] = defaultdict(dict)
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for printing in printings:
        for name, weight in _named(printing):
            witness = printing.outlet or printing.url
            named[name][witness] = max(weight, named[name].get(witness, 0))
            said[name].setdefault(witness, printing.url)
    times = [each.published for each in printings if each.published]
    earliest = min(times, default=None)
    if named:
        name = max(named, key=lambda each: (sum(named[each].values()), each))
        by_text = _DATELINE in named[name].values()
        return Origin(
            name=name,
            ground=Ground.DATELINE if by_text else Ground.SOURCE,
            witnesses=tuple(said[name].values()),
            published=earliest,
        )
    if earliest is None:
        return None
    first = next(each for each in printings if each.published == earliest)
    return Origin(
        name=first.outlet or first.url,
        ground=Ground.TIME,
        witnesses=(first.url,),
        published=earliest,
    )


def _named(printing: Printing) -> Iterable[tuple[str, int]]:
    """Yield the publishers that a printing names, and how much that counts."""
    match = _AGENCY.match(printing.dateline or "")
    if match is not None:
        yield match["name"], _DATELINE
    if printing.source and not _OWN.match(printing.source):
        yield printing.source, _SOURCE
