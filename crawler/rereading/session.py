"""Pages read again one after the other: found, read by all cores, and, if wanted, kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from crawler import records, saved
from crawler.discovery.pagers import stem, stems_of_later
from crawler.items import Article
from crawler.records import Broken, Neighbors
from crawler.rereading.findings import Findings
from crawler.rereading.outcomes import Kind, Outcome, Task
from crawler.rereading.workers import Died, Workers
from crawler.saved import SavedPage
from crawler.store.holdings import Holdings
from crawler.store.sources import Source
from crawler.urls import canonical

Told = Callable[[], None]
"""Is called whenever a page is done with."""

Stops = Callable[[], bool]
"""Says whether no more pages are to be read."""

Fault = Callable[[Article], str | None]
"""Says what promise an article breaks, or ``None``."""


class Looking:
    """Says what would become of each page, and changes nothing."""

    def __init__(self, holdings: Holdings, fault: Fault) -> None:
        self._articles = holdings.articles
        self._fault = fault

    def settle(self, outcome: Outcome) -> tuple[Outcome, int]:
        """Return what comes of a page in the end, and how many lines were written."""
        return self._judged(outcome), 0

    def _judged(self, outcome: Outcome) -> Outcome:
        """Let no article pass that a crawl would drop."""
        article = outcome.article
        if article is None:
            return outcome
        if self._fault(article):
            kind = Kind.NO_ARTICLE if outcome.kind is Kind.ACCEPTED else Kind.REFUSED
            return replace(outcome, kind=kind, reason="not whole", changes=None)
        if outcome.kind is Kind.ACCEPTED and self._articles.repeated(article):
            return replace(outcome, kind=Kind.NO_ARTICLE, reason="repeats another")
        return outcome


class Applying(Looking):
    """Writes a new version of each article that reads otherwise, and new articles.

    ``held`` are outlets that this process has locked; others are locked when a page of
    theirs comes, and left where another process holds them.
    """

    def __init__(
        self, holdings: Holdings, fault: Fault, *, held: Iterable[str] = ()
    ) -> None:
        super().__init__(holdings, fault)
        self._locks = holdings.locks
        self._holds = dict.fromkeys(held, True)

    def settle(self, outcome: Outcome) -> tuple[Outcome, int]:
        """Return what comes of a page in the end, and how many lines were written.

        Raises ``StorageError``.
        """
        outcome = self._judged(outcome)
        if outcome.article is None or outcome.kind not in {Kind.CHANGED, Kind.ACCEPTED}:
            return outcome, 0
        if outcome.outlet and not self._may_write(outcome.outlet):
            reason = "its outlet is being crawled"
            return replace(outcome, kind=Kind.LEFT, reason=reason, changes=None), 0
        is_known = outcome.kind is Kind.CHANGED
        write = self._articles.revise if is_known else self._articles.keep
        kept = write(outcome.article, now=datetime.now(UTC))
        return outcome, int(kept.is_new)

    def _may_write(self, outlet: str) -> bool:
        if outlet not in self._holds:
            self._holds[outlet] = self._locks.take(outlet)
        return self._holds[outlet]


def read_again(
    tasks: Iterable[Task],
    workers: Workers,
    settling: Looking,
    *,
    stops: Stops,
    tell: Told,
) -> Findings:
    """Read pages again, and return what was found. Raises ``StorageError``.

    A page that was joined to the article of an earlier one is none by itself.
    """
    findings = Findings()
    held: set[str] = set()
    for task, read in workers.read(_until(tasks, stops)):
        outcome = _given_up(task) if isinstance(read, Died) else read
        tell()
        if outcome.kind is Kind.NOT_ASKED or _key(outcome) in held:
            continue
        held.update(_key(outcome, url) for url in outcome.joined)
        outcome, written = settling.settle(outcome)
        found = findings.of(outcome.outlet)
        found.add(outcome)
        found.written += written
    return findings


def pages_of(files: Iterable[Path]) -> Iterator[Task]:
    """Yield the pages of files, in the order in which they are to be read.

    A further page comes after all others where page one of its article is saved beside
    it, since that one asks for it.
    """
    later: list[Path] = []
    beside: dict[Path, frozenset[str]] = {}
    for file in files:
        if records.is_archive(file):
            yield from records.pages(file)
        elif _is_later(file, beside):
            later.append(file)
        else:
            yield file
    yield from later


def _is_later(file: Path, beside: dict[Path, frozenset[str]]) -> bool:
    """Say whether a file holds a further page of an article that begins beside it."""
    url = saved.address(file)
    if not (of := stems_of_later(url) if url else ()):
        return False
    if file.parent not in beside:
        beside[file.parent] = frozenset(map(stem, Neighbors(file)))
    return not beside[file.parent].isdisjoint(of)


def _until(tasks: Iterable[Task], stops: Stops) -> Iterator[Task]:
    for task in tasks:
        if stops():
            return
        yield task


def _given_up(task: Task) -> Outcome:
    """Return what is said of a page that ended the process which read it."""
    blank = Outcome(kind=Kind.LEFT, url="", reason="its process died")
    if isinstance(task, Source):
        return replace(blank, url=task.url, outlet=task.outlet)
    if isinstance(task, SavedPage):
        return replace(blank, url=task.url, outlet=task.outlet, file=task.path)
    if isinstance(task, Broken):
        return replace(blank, url=task.error.url)
    return replace(blank, url=saved.address(task) or task.absolute().as_uri())


def _key(outcome: Outcome, url: str | None = None) -> str:
    """Return what stands for a page beside others: its folder or archive, and address."""
    file = outcome.file
    place = file if file is None or records.is_archive(file) else file.parent
    return f"{place} {canonical(url or outcome.url)}"
