"""Say at the end what a run found, in a table by outlet, and where it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text
from scrapy import Spider, signals
from scrapy.crawler import Crawler

from crawler import Article
from crawler.blanks import BLANK
from crawler.extensions import figures
from crawler.extensions.figures import Figures
from crawler.sites import Site

# Heads of columns, and the field of the article whose share they show.
_FIRST_COLUMNS = {
    "Date": "date_published",
    "Source": "source",
    "Author": "authors",
    "Image": "images",
}
_COLUMNS = {**_FIRST_COLUMNS, "Section": "section", "Teasers": "teasers", "ICP": "icp"}

# Outlets that are named, of which a new article took the most requests.
_DEAREST = 5

# Characters. Where all columns fit beside an outlet's name of six Chinese ones.
_WIDE = 104


class Report:
    """Count the fields that articles have, and print the table when all is done.

    Counts ``articles/kept/<outlet>`` and ``fields/<outlet>/<field>``. Everything
    goes to stderr: stdout may be where the user has sent the articles.
    """

    def __init__(self, crawler: Crawler, console: Console) -> None:
        self._stats = crawler.stats
        self._folder = Path(crawler.settings["DATA_FOLDER"]) / "articles"
        self._console = console
        self._opened = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        report = cls(crawler, Console(stderr=True, highlight=False))
        connect = crawler.signals.connect
        connect(report.spider_opened, signals.spider_opened)
        connect(report.item_scraped, signals.item_scraped)
        connect(report.spider_closed, signals.spider_closed)
        return report

    def spider_opened(self) -> None:
        self._opened = True

    def item_scraped(self, item: Article) -> None:
        outlet = item.outlet or "-"
        self._stats.inc_value(f"articles/kept/{outlet}")
        for name in found(item):
            self._stats.inc_value(f"fields/{outlet}/{name}")

    def spider_closed(self, spider: Spider) -> None:
        """Print the table; nothing where the crawl could not be opened."""
        if not self._opened:
            return
        asked: tuple[Site, ...] = getattr(spider, "sites", ())
        known: dict[str, Site] = getattr(spider, "known", {})
        names = {key: site.name for key, site in known.items()}
        names.update((site.key, site.name) for site in asked)
        keys = figures.outlets(self._stats, asked)
        names = {key: names.get(key, "no outlet") for key in keys}
        rows = [
            (name, figures.of_outlet(self._stats, key)) for key, name in names.items()
        ]
        wide = self._console.width >= _WIDE
        if rows:
            columns = _COLUMNS if wide else _FIRST_COLUMNS
            self._console.print(table(rows, columns=columns))
        for line in self._lines(asked, names):
            self._console.print(line, soft_wrap=True)

    def _lines(self, asked: Iterable[Site], names: Mapping[str, str]) -> Iterator[Text]:
        """Yield what the table cannot say. ``names`` are those of all outlets."""
        yield from self._refusals(names)
        left = figures.total(self._stats, "articles/left")
        lists = figures.total(self._stats, "hubs/left")
        if left or lists:
            yield Text(
                f"Left unread: articles {left} (max_articles), "
                f"list pages {lists} (hub_pages)"
            )
        if incomplete := figures.total(self._stats, "articles/incomplete"):
            yield Text(f"Incomplete articles: {incomplete} (missing_pages)")
        yield from self._manners(names)
        total = figures.added(figures.of_outlet(self._stats, key) for key in names)
        place = _shown(Path(self._stats.get_value("store/file", self._folder)))
        yield Text(
            f"New articles: {total.new}, known ones: {total.known}, "
            f"as JSON lines in {place}"
        )
        yield from self._copies(names)
        yield from self._looks(total)
        yield from self._costs(names, total)
        yield from self._idle(asked)
        for site in asked:
            blank = figures.grounds(self._stats, [site.key])[BLANK]
            if blank and not site.browser:
                yield Text(
                    f"{site.name} ({site.key}) leaves pages to scripts, {blank} here: "
                    "browser = true in its site file has them rendered"
                )
        for site in figures.silent(self._stats, asked):
            yield Text(f"No article from {site.name} ({site.key})", style="bold red")
        if not asked and not figures.total(self._stats, "articles/kept"):
            yield Text("No article at all", style="bold red")

    def _copies(self, names: Iterable[str]) -> Iterator[Text]:
        """Yield how many articles repeat others, and where the copies are."""
        rows = [figures.of_outlet(self._stats, key) for key in names]
        if copies := sum(row.copies for row in rows):
            file = self._stats.get_value("store/copies_file")
            where = f", as JSON lines in {_shown(Path(file))}" if file else ""
            yield Text(f"Copies of stories that are stored: {copies}{where}")
        if further := sum(row.duplicates for row in rows):
            yield Text(f"Further addresses of articles that are stored: {further}")

    def _manners(self, names: Mapping[str, str]) -> Iterator[Text]:
        """Yield what outlets asked for, or led to, that changed how they were asked."""
        for key, name in names.items():
            if traps := figures.traps(self._stats, key):
                yield Text(
                    f"Links without end, left out: {name} ({key}) {_counted(traps)}"
                )
        for key, (asked, kept) in figures.paces(self._stats).items():
            rest = f", which asks for {asked:g}" if asked > kept else ""
            yield Text(
                f"Slowed down by robots.txt: {names.get(key, key)} ({key}) "
                f"{kept:g} seconds between pages{rest}"
            )
        for key, (times, until) in figures.failing(self._stats).items():
            yield Text(
                f"Failing: {names.get(key, key)} ({key}), {times} times in a row; "
                f"asked again from {_time(until)} on"
            )

    def _looks(self, total: Figures) -> Iterator[Text]:
        """Yield what came of articles that were stored before."""
        gone = figures.total(self._stats, "looks/gone")
        withdrawn = figures.total(self._stats, "articles/withdrawn")
        if total.looks or total.changed:
            yield Text(
                f"Looked at again: {total.looks}, changed {total.changed}, "
                f"withdrawn {withdrawn}, to be looked at once more {gone}"
            )

    def _costs(self, names: Mapping[str, str], total: Figures) -> Iterator[Text]:
        """Yield how many requests a new article took, of all and of each outlet."""
        if not total.requests:
            return
        each = [
            (name, found)
            for key, name in names.items()
            if (found := figures.of_outlet(self._stats, key)).requests
        ]
        each.sort(
            key=lambda pair: pair[1].requests / max(pair[1].new, 0.5), reverse=True
        )
        told = ", ".join(f"{name} {_cost(found)}" for name, found in each[:_DEAREST])
        which = f" (dearest: {told})" if len(each) > 1 and total.new else ""
        yield Text(
            f"Requests: {total.requests}, {_cost(total)} per new article{which}; "
            f"lists: {total.hubs}, of them unchanged {total.unchanged}"
        )

    def _idle(self, asked: Iterable[Site]) -> Iterator[Text]:
        """Yield which outlets had nothing due, in one line."""
        idle = figures.idle(self._stats, asked)
        if not idle:
            return
        time, first = min(idle, key=lambda each: each[0])
        name = f"{first.name} ({first.key})"
        which, whose = name, ""
        if len(idle) > 1:
            which, whose = f"{len(idle)} outlets", f", then {name}"
        yield Text(
            f"Nothing due until {_time(time)}{whose}: {which}; -a force=1 asks anyway"
        )

    def _refusals(self, names: Mapping[str, str]) -> Iterator[Text]:
        """Yield why pages were refused: of all, and of each where there are several."""
        faults = {
            f"{name} ({key})": grounds
            for key, name in names.items()
            if (grounds := figures.grounds(self._stats, [key]))
        }
        if faults:
            total = figures.grounds(self._stats, names)
            yield Text(f"Refused pages: {_counted(total)}")
        if len(faults) > 1:
            for outlet, grounds in faults.items():
                yield Text(f"  {outlet}: {_counted(grounds)}")


def found(article: Article) -> Iterator[str]:
    """Yield the name of each field of which the page of ``article`` says something."""
    for field in dataclasses.fields(article):
        optional = field.default is not dataclasses.MISSING
        if optional and getattr(article, field.name) != field.default:
            yield field.name
    if article.footer.icp:
        yield "icp"


def table(rows: Sequence[tuple[str, Figures]], *, columns: Mapping[str, str]) -> Table:
    """Return the table of a run, an outlet a row, and a last row for all.

    ``columns`` are fields by their heads; shown is how many articles have them.
    """
    made = Table(
        box=box.SIMPLE_HEAD,
        padding=(0, 0, 0, 1),
        pad_edge=False,
        show_footer=len(rows) > 1,
    )
    total = figures.added(each for _, each in rows)
    made.add_column("Outlet", "all", no_wrap=True, overflow="ellipsis", max_width=20)
    for head, cell in zip(_heads(columns), _cells(total, columns), strict=True):
        made.add_column(head, cell, justify="right", min_width=len(head))
    for name, each in rows:
        made.add_row(name, *_cells(each, columns))
    return made


def _heads(columns: Mapping[str, str]) -> tuple[str, ...]:
    return "Hubs", "Articles", "Copies", "Refused", *columns


def _cells(each: Figures, columns: Mapping[str, str]) -> Iterator[str]:
    for count in (each.hubs, each.kept, each.copies, each.refused):
        yield str(count or "–")
    for name in columns.values():
        share = each.fields.get(name, 0) / each.kept if each.kept else 0
        yield f"{share:.0%}" if each.kept else ""


def _cost(figures_: Figures) -> str:
    """Return how many requests a new article took, or a dash where there is none."""
    return "–" if figures_.cost is None else f"{figures_.cost:.1f}"


def _time(time: datetime) -> str:
    """Return a time as the clock on the wall has it."""
    return f"{time.astimezone():%Y-%m-%d %H:%M}"


def _counted(grounds: Mapping[str, int]) -> str:
    """Name each ground with its count, the most frequent first."""
    order = sorted(grounds.items(), key=lambda each: (-each[1], each[0]))
    return ", ".join(f"{count} {ground}" for ground, count in order)


def _shown(path: Path) -> str:
    """Return ``path`` as a person standing in this folder writes it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
