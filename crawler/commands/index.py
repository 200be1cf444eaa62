"""``scrapy index rebuild|update|status``: look after the search index."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any, ClassVar

from rich.filesize import decimal
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError as WrongCall

from crawler.commands.extract import as_text
from crawler.errors import UsageError
from crawler.extensions.bars import lines_bar
from crawler.store import upkeep
from crawler.store.upkeep import Places

NOT_STARTED = 2

TASKS = ("rebuild", "update", "status")


class Command(ScrapyCommand):
    """Make the index anew, bring it up to date, or say what it holds.

    The exit code is 2 where that cannot be done: there is no index, another process
    is writing it, the disk is full.
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        return f"[options] <{'|'.join(TASKS)}>"

    def short_desc(self) -> str:
        return "Make the search index anew, update it, or say what it holds"

    def long_desc(self) -> str:
        return (
            "rebuild makes the search index anew from all stored lines, while the old "
            "one still answers; update adds what was stored since the last time, as a "
            "crawl does by itself; status says what it holds, and what it lacks."
        )

    def add_options(self, parser: ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print status as JSON")

    def run(self, args: list[str], opts: Namespace) -> None:
        if len(args) != 1 or args[0] not in TASKS:
            raise WrongCall(f"what is to be done? One of: {', '.join(TASKS)}")
        assert self.settings is not None  # noqa: S101  # Scrapy sets it before run()
        places = Places.below(Path(self.settings["DATA_FOLDER"]))
        try:
            if args[0] == "status":
                _print_status(places, as_json=opts.json)
            else:
                _write(places, args[0])
        except UsageError as error:
            print(f"scrapy index: {error}", file=sys.stderr)
            self.exitcode = NOT_STARTED


def _write(places: Places, task: str) -> None:
    with lines_bar(task) as tell:
        if task == "rebuild":
            lines = upkeep.rebuild(places, tell=tell)
        else:
            lines = upkeep.update(places, tell=tell)
    found = upkeep.status(places)
    print(f"{lines:,} lines read; {found.articles:,} articles can be found")


def _print_status(places: Places, *, as_json: bool) -> None:
    found = upkeep.status(places)
    if as_json:
        print(as_text(found))
        return
    pending = "none" if not found.pending else decimal(found.pending)
    print(f"{found.articles:,} articles in {decimal(found.size)}, {places.index}")
    print(f"Stored lines that are not indexed yet: {pending}")
