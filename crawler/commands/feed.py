"""``scrapy feed TARGET``: send other systems what was stored since the last time."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar, get_args

import msgspec
from rich import box
from rich.console import Console
from rich.filesize import decimal
from rich.table import Table
from scrapy.commands import ScrapyCommand

from crawler.commands.search import positive
from crawler.downstream import kinds, settings
from crawler.downstream.delivery import Delivery, Patience, Sent, State
from crawler.downstream.documents import Format
from crawler.downstream.settings import TargetSettings
from crawler.errors import DamagedLine, Unavailable, UsageError
from crawler.extensions.bars import lines_bar
from crawler.store import events
from crawler.store.lines import Checkpoint, Line, LinesReader

DEAD_LETTERS = 1
NOT_STARTED = 2
UNAVAILABLE = 3
STOPPED = 130  # as a shell says it

# Lines that a dry run shows.
_SHOWN = 5


class Command(ScrapyCommand):
    """Send each target every article that is new, changed or withdrawn, in order.

    * 0: the targets have all that is stored
    * 1: one refused something; it is kept with the reason, in a file that is named
    * 2: what was asked for cannot be done; one line says why
    * 3: one stayed unavailable; it gets the rest the next time
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        return "[options] [<target>…]"

    def short_desc(self) -> str:
        return "Send other systems what was stored since the last time"

    def long_desc(self) -> str:
        return (
            "Send each target every article that was stored, changed or withdrawn "
            "since the last time, in order, at least once. Targets are declared in "
            "targets.toml, or in the file that TARGETS_FILE names. Without a target, "
            "list them all and what they lack. Whatever ends it, it goes on from "
            "there the next time."
        )

    def add_options(self, parser: ArgumentParser) -> None:
        super().add_options(parser)
        add = parser.add_argument
        add("--dry-run", action="store_true", help="say what would be sent")
        add("--limit", metavar="N", type=positive, help="send at most N lines")
        add(
            "--format",
            choices=get_args(Format),
            help="send this form instead of the one declared: the stored line, or "
            "schema.org's NewsArticle as JSON-LD",
        )
        add(
            "--patience",
            metavar="SECONDS",
            type=positive,
            default=600,
            help="how long to wait for a target that is unavailable (600)",
        )
        add(
            "--from-start",
            action="store_true",
            help="forget how far the target has come, and send everything again",
        )
        add(
            "--retry-dead",
            action="store_true",
            help="send again what the target refused, and nothing else",
        )

    def run(self, args: list[str], opts: Namespace) -> None:
        try:
            declared = settings.read(Path(self._setting("TARGETS_FILE")))
            chosen = {name: _chosen(declared, name, opts.format) for name in args}
        except UsageError as error:
            self._fail(error, NOT_STARTED)
            return
        if not args:
            _print_targets({name: self._state(name) for name in declared}, self._lines)
        try:
            for name, target in chosen.items():
                self._feed(name, target, opts)
        except KeyboardInterrupt:
            self._fail("stopped; it goes on from there the next time", STOPPED)

    def _feed(self, name: str, target: TargetSettings, opts: Namespace) -> None:
        state = self._state(name)
        try:
            if opts.dry_run:
                start = Checkpoint() if opts.from_start else state.checkpoint
                _print_dry_run(name, LinesReader(self._lines, start), opts.limit)
                return
            if opts.from_start:
                state.forget()
            delivery = Delivery(
                kinds.made(settings.resolved(target)),
                state,
                Patience(total=opts.patience),
            )
            if opts.retry_dead:
                sent = delivery.retry()
            else:
                with lines_bar(name) as tell:
                    sent = delivery.run(self._lines, limit=opts.limit, tell=tell)
        except Unavailable as error:
            told = f"{error}; what is left comes the next time"
            self._fail(f"{name}: {told}", UNAVAILABLE)
        except UsageError as error:
            self._fail(f"{name}: {error}", NOT_STARTED)
        else:
            print(_told(name, sent, state))
            self.exitcode = max(self.exitcode, DEAD_LETTERS if sent.dead else 0)

    def _state(self, name: str) -> State:
        return State(Path(self._setting("DATA_FOLDER")) / "feeds" / name)

    @property
    def _lines(self) -> Path:
        return Path(self._setting("DATA_FOLDER")) / "articles"

    def _setting(self, name: str) -> str:
        assert self.settings is not None  # noqa: S101  # Scrapy sets it before run()
        return str(self.settings[name])

    def _fail(self, error: Exception | str, code: int) -> None:
        print(f"scrapy feed: {error}", file=sys.stderr)
        self.exitcode = max(self.exitcode, code)


def _chosen(
    declared: dict[str, TargetSettings], name: str, form: Format | None
) -> TargetSettings:
    """Return a target's settings, with another form where one is asked for."""
    if name not in declared:
        known = ", ".join(sorted(declared)) or "none"
        raise UsageError(f"no target {name}; declared are: {known}")
    target = declared[name]
    if form is None:
        return target
    if "format" not in target.__struct_fields__:
        raise UsageError(f"{name}: its kind has one form alone; leave --format away")
    return msgspec.structs.replace(target, format=form)


def _told(name: str, sent: Sent, state: State) -> str:
    told = f"{name}: {sent.lines - sent.dead:,} of {sent.lines:,} lines sent"
    return f"{told}; dead letters are in {state.letters.path}" if sent.dead else told


def _print_targets(states: dict[str, State], lines: Path) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Target")
    for heading in ("Not sent yet", "Dead letters"):
        table.add_column(heading, justify="right")
    for name, state in states.items():
        pending = LinesReader(lines, state.checkpoint).pending
        dead = len(state.letters.read())
        table.add_row(name, decimal(pending) if pending else "–", str(dead or "–"))
    Console(highlight=False).print(table)


def _print_dry_run(name: str, lines: Iterable[Line], limit: int | None) -> None:
    """Say what would be sent; nothing is, and nothing is asked of the target."""
    counts: Counter[str] = Counter()
    shown: list[str] = []
    for line in islice(lines, limit):
        try:
            event = events.read(line)
        except DamagedLine as error:
            kind, text = "damaged", str(error)
        else:
            kind = "withdrawn" if event.article is None else "articles"
            text = f"{event.url}, version {event.version}"
        counts[kind] += 1
        if len(shown) < _SHOWN:
            shown.append(f"  {kind}: {text}")
    print(f"{name}: {counts.total():,} lines would be sent; nothing was")
    for text in [*shown, "  …"] if counts.total() > len(shown) else shown:
        print(text)
    for kind, count in sorted(counts.items()):
        print(f"{count:,} {kind}")
