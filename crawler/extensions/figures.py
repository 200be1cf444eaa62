"""What the stats of a crawl say of each outlet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scrapy.statscollectors import StatsCollector

from crawler.sites import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One outlet's share in a run."""

    hubs: int = 0
    """List pages, feeds and sitemaps that were read."""

    kept: int = 0
    """Articles that went through all stages, the known ones with them."""

    new: int = 0
    """Articles of them that were stored in this run."""

    known: int = 0
    """Articles that its lists named, or its pages held, and that were stored before."""

    duplicates: int = 0
    """Articles that repeat another one."""

    refused: int = 0
    """Pages that could not be read, were no article, or broke a promise."""

    fields: Mapping[str, int]
    """How many of the articles kept have each field."""


def of_outlet(stats: StatsCollector, key: str) -> Figures:
    """Return the figures of one outlet; ``-`` are pages of no known one."""

    def count(*events: str) -> int:
        return sum(stats.get_value(f"{event}/{key}", 0) for event in events)

    return Figures(
        hubs=count("hubs/read"),
        kept=count("articles/kept"),
        new=count("store/new"),
        known=count("store/known"),
        duplicates=count("dedupe/dropped", "articles/moved"),
        refused=count("pages/refused", "validate/dropped"),
        fields=_under(stats, f"fields/{key}/"),
    )


def added(rows: Iterable[Figures]) -> Figures:
    """Return the figures of several outlets together."""
    rows = list(rows)
    fields: Counter[str] = Counter()
    for row in rows:
        fields.update(row.fields)
    return Figures(
        hubs=sum(row.hubs for row in rows),
        kept=sum(row.kept for row in rows),
        new=sum(row.new for row in rows),
        known=sum(row.known for row in rows),
        duplicates=sum(row.duplicates for row in rows),
        refused=sum(row.refused for row in rows),
        fields=fields,
    )


def outlets(stats: StatsCollector, asked: Iterable[Site]) -> list[str]:
    """Return the keys of all outlets that a run had to do with, asked ones first."""
    seen = {
        key
        for event in (
            *("articles/kept", "dedupe/dropped"),
            *("pages/refused", "validate/dropped"),
        )
        for key in _under(stats, f"{event}/")
    }
    return list(dict.fromkeys([site.key for site in asked] + sorted(seen)))


def silent(stats: StatsCollector, asked: Iterable[Site]) -> list[Site]:
    """Return the outlets that were asked and gave no article, not even a known one.

    One that another process crawls was not asked, nor one whose lists had been read
    shortly before.
    """
    busy = _under(stats, "outlets/busy/")
    found = [(s, of_outlet(stats, s.key)) for s in asked if s.key not in busy]
    return [
        site
        for site, each in found
        if each.hubs + each.refused and not each.kept + each.known + each.duplicates
    ]


def total(stats: StatsCollector, event: str) -> int:
    """Return how often ``event`` happened, over all outlets."""
    return sum(_under(stats, f"{event}/").values())


def grounds(stats: StatsCollector, keys: Iterable[str]) -> Counter[str]:
    """Return why pages of the outlets ``keys`` were refused, and how many."""
    found: Counter[str] = Counter()
    for key in keys:
        found.update(_under(stats, f"pages/refused_for/{key}/"))
        if invalid := stats.get_value(f"validate/dropped/{key}", 0):
            found["invalid article"] += invalid
    return found


def _under(stats: StatsCollector, prefix: str) -> dict[str, int]:
    return {
        key.removeprefix(prefix): value
        for key, value in stats.get_stats().items()
        if key.startswith(prefix)
    }
