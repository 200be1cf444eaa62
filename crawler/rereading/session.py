"""Pages read again one after the other: found, read by all cores, and, if wanted, kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from crawler import records, saved
from crawler.discovery.numbering import stem, stems_of_later
from crawler.items import Article
from crawler.records import Broken, Neighbors
from crawler.rereading.comparison import REPEATS, Known, compared
from crawler.rereading.findings import Findings
from crawler.rereading.outcomes import Kind, Outcome, Task
from crawler.rereading.workers import Died, Workers
from crawler.saved import SavedPage
from crawler.store.holdings import Holdings
from crawler.store.sources import Source, Sources
from crawler.urls import canonical

Told = Callable[[], None]
"""Is called whenever a page is done with."""

Stops = Callable[[], bool]
"""Says whether no more pages are to be read."""

Fault = Callable[[Article], str | None]
"""Says what promise an article breaks, or ``None``."""


_OF_ARTICLES = (Kind.SAME, Kind.CHANGED, Kind.ACCEPTED)


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
            return _without_article(outcome, kind, "not whole")
        if outcome.kind is Kind.ACCEPTED and self._articles.repeated(article):
            return _without_article(outcome, Kind.NO_ARTICLE, REPEATS)
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
        self._sources = Sources(holdings.database, holdings.folder)
        self._known = Known(holdings.folder)

    def settle(self, outcome: Outcome) -> tuple[Outcome, int]:
        """Return what comes of a page in the end, and how many lines were written.

        Raises ``StorageError``.
        """
        outcome = self._judged(self._with_what_was_written(outcome))
        if outcome.article is None:
            return outcome, 0
        if outcome.outlet and not self._may_write(outcome.outlet):
            busy = "its outlet is being crawled"
            return _without_article(outcome, Kind.LEFT, busy), 0
        is_known = outcome.kind is Kind.CHANGED
        write = self._articles.revise if is_known else self._articles.keep
        kept = write(outcome.article, now=datetime.now(UTC))
        return outcome, int(kept.is_new)

    def _with_what_was_written(self, outcome: Outcome) -> Outcome:
        """Compare a new article with what is stored now: it may have come twice."""
        if outcome.kind is not Kind.ACCEPTED or outcome.article is None:
            return outcome
        line = self._sources.stored(outcome.article.canonical_url)
        before = self._known.article(line) if line else None
        blank = _without_article(outcome, Kind.LEFT, "")
        return compared(blank, before, outcome.article) if before else outcome

    def _may_write(self, outlet: str) -> bool:
        if outlet not in self._holds:
            self._holds[outlet] = self._locks.take(outlet)
        return self._holds[outlet]


def _without_article(outcome: Outcome, kind: Kind, reason: str) -> Outcome:
    return replace(outcome, kind=kind, reason=reason, article=None, changes=None)


def read_again(
    tasks: Iterable[Task],
    workers: Workers,
    settling: Looking,
    *,
    stops: Stops,
    tell: Told,
) -> Findings:
    """Read pages again, and return what was found. Raises ``StorageError``.

    A page that was joined to the article of an earlier one is none by itself, nor is
    a second copy of one page, unless it was fetched later than what is stored.
    """
    findings = Findings()
    held: set[str] = set()
    copies = _Copies()
    for task, read in workers.read(_until(tasks, stops)):
        outcome = _given_up(task) if isinstance(read, Died) else read
        tell()
        if outcome.kind is Kind.NOT_ASKED or _key(outcome) in held:
            continue
        held.update(_key(outcome, url) for url in outcome.joined)
        outcome = copies.without(outcome)
        outcome, written = settling.settle(outcome)
        found = findings.of(outcome.outlet)
        found.add(outcome)
        found.written += written
    return findings


class _Copies:
    """The pages of files that were read, by their addresses.

    Where a folder holds two copies of a page, and nobody knows which is the later one,
    the first counts: else each would undo what the other has changed, for ever.
    """

    def __init__(self) -> None:
        self._met: dict[int, datetime | None] = {}

    def without(self, outcome: Outcome) -> Outcome:
        """Return what comes of a page, if it is not a copy of one that was met."""
        if outcome.file is None or outcome.kind not in _OF_ARTICLES:
            return outcome
        page = hash(canonical(outcome.url))
        if page in self._met:
            before = self._met[page]
            if not (before and outcome.fetched and outcome.fetched > before):
                return _without_article(outcome, Kind.NO_ARTICLE, "another copy")
        self._met[page] = outcome.fetched
        return outcome


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
