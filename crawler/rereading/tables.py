"""What was found when pages were read again, as tables for people."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import Console
from rich.table import Table

from crawler.rereading.findings import NO_OUTLET, Findings, OutletFindings, Report
from crawler.rereading.outcomes import Kind

# Characters. How wide a table is where nobody looks at it.
_WIDE = 120

# What columns of the first table count.
_COLUMNS = {
    "Same": Kind.SAME,
    "Changed": Kind.CHANGED,
    "Refused now": Kind.REFUSED,
    "Accepted now": Kind.ACCEPTED,
    "No article": Kind.NO_ARTICLE,
    "Left": Kind.LEFT,
}


def show(report: Report, found: Findings) -> None:
    """Print to standard output what was found."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDE)
    if found.outlets:
        console.print(_of_outlets(report.outlets))
        if any(each.fields for each in report.outlets.values()):
            console.print(_of_fields(report.outlets))
    for line in _lines(report, found):
        console.print(line, soft_wrap=True, markup=False)


def _of_outlets(found: dict[str, OutletFindings]) -> Table:
    """Return the table of what came of pages, an outlet a row."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    made.add_column("Outlet")
    for head in ("Pages", *_COLUMNS):
        made.add_column(head, justify="right")
    for key, each in found.items():
        counts = [each.pages[kind] for kind in _COLUMNS.values()]
        made.add_row(
            _named(key), *(str(n or "–") for n in (each.pages.total(), *counts))
        )
    return made


def _of_fields(found: dict[str, OutletFindings]) -> Table:
    """Return the table of what changed, a field of an outlet a row."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False)
    for head in ("Outlet", "Field"):
        made.add_column(head)
    made.add_column("Articles", justify="right")
    for head in ("Before", "After"):
        made.add_column(head, ratio=1, overflow="fold")
    for key, each in found.items():
        fields = sorted(each.fields.items(), key=lambda one: (-one[1].articles, one[0]))
        for name, one in fields:
            row = (_named(key), name, f"{one.articles:,}")
            for example in one.examples:
                made.add_row(*row, example.before or "–", example.after or "–")
                row = ("", "", "")
    return made


def _named(key: str) -> str:
    return "no outlet" if key == NO_OUTLET else key


def _lines(report: Report, found: Findings) -> Iterator[str]:
    """Yield what the tables cannot say."""
    yield from _grounds(report)
    if report.unknown:
        yield f"Left, without a site file: {', '.join(report.unknown)}"
    if report.busy:
        yield f"Left to the process that crawls them: {', '.join(report.busy)}"
    if report.pending:
        yield f"Fetched and not read yet, left to the next crawl: {report.pending:,}"
    if report.deaths:
        yield f"Processes that died, and whose pages were read again: {report.deaths}"
    if report.stopped:
        yield "Stopped; what is above was read until then"
    if not found.outlets:
        yield "No page to read"
        return
    changes = found.total(Kind.CHANGED, Kind.ACCEPTED)
    read = _counted(report.pages, "page")
    if report.applied:
        yield f"{read} read, {_counted(report.written, 'line')} written"
    else:
        help_ = "; --apply writes them" if changes else ""
        yield f"{read} read, {_counted(changes, 'line')} would be written{help_}"


def _grounds(report: Report) -> Iterator[str]:
    """Yield why pages are refused now, or left, by outlet."""
    for head, of in (("Refused now", "refused"), ("Left", "left")):
        for key, each in report.outlets.items():
            if grounds := getattr(each, of):
                told = ", ".join(f"{n} {ground}" for ground, n in grounds.most_common())
                yield f"{head}, {_named(key)}: {told}"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
