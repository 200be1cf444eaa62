"""``scrapy duplicates list|show|status|rebuild``: which articles tell one story."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from rich.console import Console
from rich.filesize import decimal
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError as WrongCall

from crawler.commands.extract import as_text
from crawler.commands.search import positive
from crawler.comparison.evidence import Evidence
from crawler.comparison.origins import Origin
from crawler.errors import StorageError, UsageError
from crawler.extensions.bars import lines_bar
from crawler.keeping import now
from crawler.store.backlog import Backlog
from crawler.store.copies import Comparing
from crawler.store.duplicates.stories import Account, Stories, Story
from crawler.store.holdings import Holdings

NOTHING_FOUND = 1
NOT_STARTED = 2
NOT_KEPT = 3

TASKS = ("list", "show", "status", "rebuild")


class Command(ScrapyCommand):
    """Say which articles tell one story, or tell them apart anew.

    The exit code is 1 where there is none, 2 where that cannot be done, 3 where the
    ledger cannot be read or written.
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        return "[options] <list | show URL | status | rebuild>"

    def short_desc(self) -> str:
        return "Say which articles tell one story, or tell them apart anew"

    def long_desc(self) -> str:
        return (
            "list names the stories that were told more than once, that told last "
            "first; show says what is known of one article: what it is a copy of, how "
            "it differs, who else tells the story and who told it first; status says "
            "how many there are; rebuild compares all stored lines anew, in the order "
            "of their days, as after another release. No line is changed by that."
        )

    def add_options(self, parser: ArgumentParser) -> None:
        super().add_options(parser)
        add = parser.add_argument
        add("--outlet", metavar="KEY", help="list what this outlet tells, too")
        add("--limit", metavar="N", type=positive, default=10, help="at most (10)")
        add("--json", action="store_true", help="print the answer as JSON")

    def run(self, args: list[str], opts: Namespace) -> None:
        task = args[0] if args else ""
        if task not in TASKS or len(args) != 1 + (task == "show"):
            raise WrongCall(f"what is to be done? One of: {', '.join(TASKS)}; show URL")
        try:
            with self._holdings() as holdings:
                self.exitcode = _done(holdings, args, opts)
        except UsageError as error:
            print(f"scrapy duplicates: {error}", file=sys.stderr)
            self.exitcode = NOT_STARTED
        except StorageError as error:
            print(f"scrapy duplicates: {error}", file=sys.stderr)
            self.exitcode = NOT_KEPT

    @contextmanager
    def _holdings(self) -> Iterator[Holdings]:
        assert self.settings is not None  # noqa: S101  # Scrapy sets it before run()
        folder = Path(self.settings["DATA_FOLDER"])
        if not folder.is_dir():
            raise UsageError(f"nothing is stored in {folder}: crawl first")
        holdings = Holdings.opened(
            folder,
            url=self.settings.get("LEDGER_URL") or "",
            wait=self.settings.getfloat("LEDGER_WAIT"),
            comparing=Comparing.asked(self.settings),
            now=now(),
        )
        try:
            yield holdings
        finally:
            holdings.close()


def _done(holdings: Holdings, args: list[str], opts: Namespace) -> int:
    """Do what is asked; return the exit code."""
    match args[0]:
        case "show":
            return _show(holdings, args[1], as_json=opts.json)
        case "list":
            return _list(holdings, opts)
        case "rebuild":
            _rebuild(holdings)
    return _status(holdings, as_json=opts.json)


def _show(holdings: Holdings, url: str, *, as_json: bool) -> int:
    known_by = holdings.articles.known_by(url)
    with holdings.database.reading() as connection:
        found = Stories(connection).about(known_by)
    if found is None:
        print(f"scrapy duplicates: {url} was never compared", file=sys.stderr)
        return NOTHING_FOUND
    if as_json:
        print(as_text(found))
    else:
        _print_account(found)
    return 0


def _list(holdings: Holdings, opts: Namespace) -> int:
    with holdings.database.reading() as connection:
        stories = [*Stories(connection).again(outlet=opts.outlet, most=opts.limit)]
    if opts.json:
        print(as_text(stories))
    else:
        for story in stories:
            _print_story(story)
    if not stories and not opts.json:
        print("No story was told more than once")
    return 0 if stories else NOTHING_FOUND


def _rebuild(holdings: Holdings) -> None:
    backlog = Backlog(holdings.database, holdings.folder, holdings.duplicates)
    backlog.renew()
    with lines_bar("rebuild") as tell:
        backlog.judge(now=now(), tell=tell)


def _status(holdings: Holdings, *, as_json: bool) -> int:
    backlog = Backlog(holdings.database, holdings.folder, holdings.duplicates)
    with holdings.database.reading() as connection:
        found = Stories(connection).count()
    if as_json:
        print(as_text(found))
        return 0
    print(
        f"{found.articles:,} articles tell {found.stories:,} stories; "
        f"{found.copies:,} are copies"
    )
    print(f"Texts that new ones are compared with: {found.texts:,}")
    pending = decimal(backlog.size) if backlog.size else "none"
    print(f"Stored lines that are not compared yet: {pending}")
    return 0


def _print_account(found: Account) -> None:
    console = Console(highlight=False, soft_wrap=True, markup=False)
    console.print(found.url, style="bold")
    if found.duplicate_of:
        console.print(f"is a copy of {found.duplicate_of}")
        console.print(_difference(found.evidence))
    else:
        console.print("was kept as the first that tells its story")
    for name in ("cut", "added"):
        for piece in getattr(found.evidence, name, ()):
            console.print(f"  {name}: {piece}", style="dim")
    for before, after in found.evidence.changed if found.evidence else ():
        console.print(f"  changed: {before or '–'} → {after or '–'}", style="dim")
    _print_story(found.story)


def _difference(evidence: Evidence | None) -> str:
    if evidence is None:
        return "how it differs is not known any more"
    return f"likeness {evidence.likeness}, containment {evidence.containment}"


def _print_story(story: Story) -> None:
    console = Console(highlight=False, soft_wrap=True, markup=False)
    console.print(f"Story {story.number}: {_first(story.first_publisher)}")
    for telling in story.tellings:
        mark = "copy" if telling.copy_of else "kept"
        day = f"{telling.published:%Y-%m-%d %H:%M} UTC" if telling.published else "–"
        console.print(f"  {mark}  {day}  {telling.outlet or '–'}  {telling.url}")


def _first(publisher: Origin | None) -> str:
    if publisher is None:
        return "nothing tells who published it first"
    return f"first published by {publisher.name}, told from the {publisher.ground}"
