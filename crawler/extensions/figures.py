"""What the stats of a crawl say of each outlet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scrapy.statscollectors import StatsCollector

from crawler.sites import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One outlet's share in a run."""

    hubs: int = 0
    """List pages, feeds and sitemaps that were read, or had not changed."""

    unchanged: int = 0
    """Those of them that had not changed."""

    requests: int = 0
    """Whatever was asked of its servers."""

    kept: int = 0
    """Articles that went through all stages, the known ones with them."""

    new: int = 0
    """Articles of them that were stored in this run."""

    known: int = 0
    """Articles that its lists named, or its pages held, and that were stored before."""

    copies: int = 0
    """Articles that tell a story which another one told before."""

    looks: int = 0
    """Stored articles that were looked at again."""

    changed: int = 0
    """Articles of which a further version was stored."""

    duplicates: int = 0
    """Further addresses of articles that are kept."""

    refused: int = 0
    """Pages that could not be read, were no article, or broke a promise."""

    fields: Mapping[str, int]
    """How many of the articles kept have each field."""

    @property
    def gave(self) -> int:
        """What shows that the outlet can be read."""
        known = self.known + self.copies + self.duplicates
        return self.kept + known + self.unchanged + self.looks

    @property
    def cost(self) -> float | None:
        """Requests per new article; ``None`` where there is none."""
        return self.requests / self.new if self.new else None


def of_outlet(stats: StatsCollector, key: str) -> Figures:
    """Return the figures of one outlet; ``-`` are pages of no known one."""

    def count(*events: str) -> int:
        return sum(stats.get_value(f"{event}/{key}", 0) for event in events)

    return Figures(
        hubs=count("hubs/read", "hubs/unchanged"),
        unchanged=count("hubs/unchanged"),
        requests=count("requests"),
        kept=count("articles/kept"),
        new=count("store/new"),
        known=count("store/known"),
        copies=count("store/copies"),
        looks=count("looks/made"),
        changed=count("store/changed"),
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
        unchanged=sum(row.unchanged for row in rows),
        requests=sum(row.requests for row in rows),
        kept=sum(row.kept for row in rows),
        new=sum(row.new for row in rows),
        known=sum(row.known for row in rows),
        copies=sum(row.copies for row in rows),
        looks=sum(row.looks for row in rows),
        changed=sum(row.changed for row in rows),
        duplicates=sum(row.duplicates for row in rows),
        refused=sum(row.refused for row in rows),
        fields=fields,
    )


def outlets(stats: StatsCollector, asked: Iterable[Site]) -> list[str]:
    """Return the keys of all outlets that a run had to do with, asked ones first."""
    seen = {
        key
        for event in (
            *("articles/kept", "store/copies", "dedupe/dropped"),
            *("pages/refused", "validate/dropped"),
        )
        for key in _under(stats, f"{event}/")
    }
    idle = _under(stats, "outlets/idle/")
    asked_now = [site.key for site in asked if site.key not in idle]
    return list(dict.fromkeys(asked_now + sorted(seen)))


def silent(stats: StatsCollector, asked: Iterable[Site]) -> list[Site]:
    """Return the outlets that were asked and gave no article, not even a known one.

    One that another process crawls was not asked, nor one that had nothing due; and
    lists that have not changed name what is known.
    """
    busy = _under(stats, "outlets/busy/")
    found = [(s, of_outlet(stats, s.key)) for s in asked if s.key not in busy]
    return [site for site, each in found if each.hubs + each.refused and not each.gave]


def idle(stats: StatsCollector, asked: Iterable[Site]) -> list[tuple[datetime, Site]]:
    """Return the outlets that had nothing due, each with the time when it has."""
    found = _under(stats, "outlets/idle/")
    return [(found[site.key], site) for site in asked if site.key in found]


def failing(stats: StatsCollector) -> dict[str, tuple[int, datetime]]:
    """Return the keys of outlets that gave nothing: how often in a row, and until when."""
    until = _under(stats, "outlets/failing_until/")
    times = _under(stats, "outlets/failing/")
    return {key: (count, until[key]) for key, count in times.items()}


def paces(stats: StatsCollector) -> dict[str, tuple[float, float]]:
    """Return the keys of outlets whose robots.txt slows them down.

    With the seconds that it asks for, and those that are kept.
    """
    asked = _under(stats, "pace/asked/")
    return {
        key: (asked[key], kept) for key, kept in _under(stats, "pace/kept/").items()
    }


def traps(stats: StatsCollector, key: str) -> Counter[str]:
    """Return how many links of an outlet led into which trap."""
    return Counter(_under(stats, f"traps/{key}/"))


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


def _under(stats: StatsCollector, prefix: str) -> dict[str, Any]:
    return {
        key.removeprefix(prefix): value
        for key, value in stats.get_stats().items()
        if key.startswith(prefix)
    }
