"""``scrapy search WORD…``: articles found by what they say."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from rich.console import Console
from rich.text import Text
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError as WrongCall

from crawler.commands.extract import as_text
from crawler.errors import UsageError
from crawler.store import queries, upkeep
from crawler.store.passages import Passage
from crawler.store.search import Answer, Hit, Search
from crawler.store.upkeep import Places

NOTHING_FOUND = 1
NOT_STARTED = 2


class Command(ScrapyCommand):
    """Print the articles that fit a query best.

    The exit code is 1 where there is none, 2 where the query cannot be asked.
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] <word>…"

    def short_desc(self) -> str:
        return "Find stored articles by what they say"

    def long_desc(self) -> str:
        return (
            "Find stored articles that have every word in headline or body, the best "
            "first. A word in quotation marks is a phrase; headline:, body:, source:, "
            "author: or outlet: before it says where to look, and a minus that it must "
            "not be there (write -- before the first of these). Simplified finds "
            "traditional, and the reverse. With options alone the newest are shown."
        )

    def add_options(self, parser: ArgumentParser) -> None:
        super().add_options(parser)
        add = parser.add_argument
        add(
            "--outlet",
            metavar="KEY",
            action="append",
            default=[],
            help="published by this outlet; may be given again, or parted by commas",
        )
        add("--since", metavar="DAY", type=day, help="published then or later")
        add("--until", metavar="DAY", type=day, help="published then or earlier")
        add("--limit", metavar="N", type=positive, default=10, help="at most (10)")
        add("--json", action="store_true", help="print the answer as JSON")

    def run(self, args: list[str], opts: Namespace) -> None:
        if not (args or opts.outlet or opts.since or opts.until):
            raise WrongCall("which words? Name some, or an --outlet or day")
        try:
            answer = self._answer(args, opts)
        except UsageError as error:
            print(f"scrapy search: {error}", file=sys.stderr)
            self.exitcode = NOT_STARTED
            return
        if opts.json:
            print(as_text(answer))
        else:
            _print(answer)
        self.exitcode = 0 if answer.total else NOTHING_FOUND

    def _answer(self, args: list[str], opts: Namespace) -> Answer:
        assert self.settings is not None  # noqa: S101  # Scrapy sets it before run()
        places = Places.below(Path(self.settings["DATA_FOLDER"]))
        query = queries.parse(
            " ".join(args),
            outlets=frozenset(key for part in opts.outlet for key in part.split(",")),
            since=opts.since,
            until=opts.until,
        )
        answer = Search.opened(places.index).find(query, limit=opts.limit)
        if upkeep.status(places).pending:
            told = "newer lines are stored than indexed; see: scrapy index update"
            print(f"scrapy search: {told}", file=sys.stderr)
        return answer


def day(text: str) -> date:
    """Return a day that is written as 2026-11-26."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day such as 2026-11-26") from None


def positive(text: str) -> int:
    """Return a number that is greater than 0."""
    if not text.isdecimal() or int(text) == 0:
        raise ArgumentTypeError(f"{text!r} is no number of 1 or more")
    return int(text)


def _print(answer: Answer) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for hit in answer.hits:
        console.print(_marked(hit.headline, "bold"), style="bold")
        console.print(_about(hit), style="dim", markup=False)
        console.print(_marked(hit.passage, "bold red"))
        console.print()
    articles = "article" if answer.total == 1 else "articles"
    time = f"{1000 * answer.seconds:.1f} ms"
    shown = len(answer.hits)
    told = f"{answer.total} {articles}" + (
        f", {shown} shown" if shown < answer.total else ""
    )
    console.print(f"{told}, {time}", style="dim", markup=False)


def _about(hit: Hit) -> str:
    published = f"{hit.published:%Y-%m-%d %H:%M}" if hit.published else None
    return "  ".join(filter(None, (published, hit.outlet, hit.source, hit.url)))


def _marked(passage: Passage, style: str) -> Text:
    text = Text(passage.text)
    for first, last in passage.found:
        text.stylize(style, first, last)
    return text
