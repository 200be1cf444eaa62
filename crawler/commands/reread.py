"""``scrapy reread``: saved pages read by today's extractor, and what that would change."""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import FrameType
from typing import Any, ClassVar, Self

from scrapy.commands import ScrapyCommand

from crawler import care, records, sites
from crawler.beside import cores
from crawler.commands.extract import as_text
from crawler.commands.search import day, positive
from crawler.errors import StorageError, UsageError
from crawler.extensions.bars import pages_bar
from crawler.keeping import now
from crawler.pipelines.validate import fault
from crawler.rereading import tables
from crawler.rereading.findings import Findings, Report
from crawler.rereading.outcomes import Bench, Kind, Task
from crawler.rereading.session import Applying, Looking, pages_of, read_again
from crawler.rereading.workers import Workers
from crawler.sites import Site
from crawler.spiders import outlets
from crawler.store import upkeep
from crawler.store.copies import Comparing
from crawler.store.exclusive import Busy
from crawler.store.holdings import LEDGER, Holdings
from crawler.store.sources import Sources
from crawler.store.upkeep import Places

NOT_ALL_READ = 1
NOT_STARTED = 2
NOT_KEPT = 3

# What a shell adds to the number of a signal that ended a command.
_BY_SIGNAL = 128

# Seconds to wait for another program that writes the search index.
_PATIENCE = 60.0


class Command(ScrapyCommand):
    """Show by outlet and field what today's extractor would change; ``--apply`` does it.

    * 0: all pages were read, whatever would change
    * 1: some could not be, or gave an article and give none now; or there were none
    * 2: what was asked for cannot be done; one line says why
    * 3: what was read cannot be kept; one line says why, what was kept is whole
    * 130: stopped by Ctrl-C; what was read until then is shown
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        return "[options] [<file or folder>…]"

    def short_desc(self) -> str:
        return "Read saved pages again, and show what would change"

    def long_desc(self) -> str:
        return (
            "Read the pages in the archive of DATA_FOLDER with today's extractor, on all "
            "cores, and show by outlet and field what would change in the stored "
            "articles, with examples. Files and folders (.html, .txt, .warc, .wet, also "
            ".gz) are compared with what is stored of the same addresses. Nothing is "
            "written without --apply; with it each article that reads otherwise becomes "
            "a new version, and a page that gives an article for the first time is "
            "stored."
        )

    def add_options(self, parser: ArgumentParser) -> None:
        super().add_options(parser)
        add = parser.add_argument
        add(
            "--outlet",
            metavar="KEY",
            action="append",
            default=[],
            help="pages of this outlet; may be given again, or parted by commas",
        )
        add(
            "--since", metavar="DAY", type=day, help="pages fetched then or later (UTC)"
        )
        add("--jobs", metavar="N", type=positive, help="processes (one a core)")
        add("--apply", action="store_true", help="write new versions")
        add("--json", action="store_true", help="print what was found as JSON")

    def run(self, args: list[str], opts: Namespace) -> None:
        try:
            files = [file for name in args for file in records.find(Path(name))]
            known = outlets.known(self._settings)
            keys = [key for part in opts.outlet for key in part.split(",")]
            wanted = frozenset(site.key for site in sites.choose(known, keys))
            self._reread(files if args else None, known, wanted, opts)
        except UsageError as error:
            self._fail(error, NOT_STARTED)
        except StorageError as error:
            self._fail(error, NOT_KEPT)

    def _reread(
        self,
        files: Sequence[Path] | None,
        known: dict[str, Site],
        wanted: frozenset[str],
        opts: Namespace,
    ) -> None:
        report = Report(applied=opts.apply)
        data, since = Path(self._settings["DATA_FOLDER"]), _midnight(opts.since)
        if files is None and not (data / "articles").is_dir():
            told = "crawl first, name another with -s DATA_FOLDER=…, or files to read"
            raise UsageError(f"nothing is stored in {data}; {told}")
        holdings = self._opened(data)
        bench = self._bench(holdings, known, wanted, since)
        held: list[str] = []
        try:
            if files is None:
                sources = Sources(holdings.database, holdings.folder)
                held = _chosen(sources.outlets(), known, wanted, report)
                if opts.apply:
                    held = _locked(holdings, held, report)
                tasks: Iterable[Task] = sources.all(held, since)
                total: int | None = sources.count(held, since)
                report.pending = sources.pending(held)
            else:
                tasks, total = pages_of(files), _count(files)
            settling = Looking(holdings, fault)
            if opts.apply:
                holdings.articles.catch_up(now=now())
                settling = Applying(holdings, fault, held=held)
            with (
                Signals() as signals,
                Workers(bench, jobs=opts.jobs or cores()) as workers,
                pages_bar(total) as tell,
            ):
                found = read_again(
                    tasks, workers, settling, stops=signals.came, tell=tell
                )
                report.deaths = workers.deaths
        finally:
            holdings.close()
        self._tell(report, found, signals.number, opts)

    def _tell(
        self, report: Report, found: Findings, stopped: int, opts: Namespace
    ) -> None:
        report.stopped = bool(stopped)
        report.outlets = dict(sorted(found.outlets.items()))
        report.pages, report.written = found.total(), found.written
        if report.written and self._settings.getint("SEARCH_EVERY"):
            self._index()
        if opts.json:
            print(as_text(report))
        else:
            tables.show(report, found)
        if found.total(Kind.LEFT, Kind.REFUSED) or not found.outlets:
            self.exitcode = NOT_ALL_READ
        if report.busy and not found.outlets:
            self.exitcode = 0
        if stopped:
            self.exitcode = _BY_SIGNAL + stopped

    def _opened(self, data: Path) -> Holdings:
        wait = self._settings.getfloat("LEDGER_WAIT")
        url = self._settings.get("LEDGER_URL") or ""
        return Holdings.opened(
            data,
            url=url,
            wait=wait,
            comparing=Comparing.asked(self._settings),
            now=now(),
        )

    def _bench(
        self,
        holdings: Holdings,
        known: dict[str, Site],
        wanted: frozenset[str],
        since: datetime | None,
    ) -> Bench:
        folder = holdings.folder
        return Bench(
            data=folder.path,
            folder_id=folder.id,
            ledger=self._settings.get("LEDGER_URL")
            or f"sqlite:///{folder.path / LEDGER}",
            wait=self._settings.getfloat("LEDGER_WAIT"),
            sites=known,
            care=care.asked(self._settings),
            max_pages=self._settings.getint("ARTICLE_MAX_PAGES"),
            outlets=wanted,
            since=since,
        )

    def _index(self) -> None:
        """Let what was written be found; it is in the lines, whatever happens here."""
        places = Places.below(Path(self._settings["DATA_FOLDER"]))
        try:
            upkeep.update(places, patience=_PATIENCE)
        except (Busy, UsageError) as error:
            print(f"scrapy reread: not indexed: {error}", file=sys.stderr)

    @property
    def _settings(self) -> Any:  # noqa: ANN401  # Scrapy's own
        assert self.settings is not None  # noqa: S101  # Scrapy sets it before run()
        return self.settings

    def _fail(self, error: Exception, code: int) -> None:
        print(f"scrapy reread: {error}", file=sys.stderr)
        self.exitcode = code


class Signals:
    """Notes that the user, or the system, asks to end; the page under way is kept."""

    def __init__(self) -> None:
        self.number = 0
        """Which signal came; 0 where none did."""
        self._former: dict[int, Any] = {}

    def came(self) -> bool:
        """Say whether one came."""
        return bool(self.number)

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._former[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.number = number


def _midnight(when: date | None) -> datetime | None:
    return datetime.combine(when, time(), UTC) if when else None


def _chosen(
    found: Iterable[str],
    known: Collection[str],
    wanted: Collection[str],
    report: Report,
) -> list[str]:
    """Return the outlets whose pages are read; those without a site file are told."""
    asked = [key for key in found if not wanted or key in wanted]
    report.unknown = [key for key in asked if key not in known]
    return [key for key in asked if key in known]


def _locked(holdings: Holdings, keys: Iterable[str], report: Report) -> list[str]:
    """Lock outlets, and return those that no other process crawls."""
    held: list[str] = []
    for key in keys:
        (held if holdings.locks.take(key) else report.busy).append(key)
    return held


def _count(files: Iterable[Path]) -> int | None:
    """Return how many pages files hold; ``None`` where only reading them would tell."""
    pages = 0
    for file in files:
        if records.is_archive(file):
            return None
        pages += 1
    return pages
