"""``scrapy sites``: the outlets that are known, their files tried, others' taken over."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError as WrongCall

from crawler.commands.crawl import run_to_the_end
from crawler.commands.savepage import ADDONS
from crawler.errors import SiteError, UsageError
from crawler.sites import Site, choose, fivefilters
from crawler.spiders import outlets
from crawler.surveys.check import Check, Checked

FAULTS = 1
NOT_STARTED = 2

USAGE = "list, check OUTLET…, import FOLDER"


class Command(ScrapyCommand):
    """List the outlets, try their site files live, or import FiveFilters' site files.

    The exit code is 1 where a check found a fault or a file was not imported, 2 where
    what was asked for cannot be done.
    """

    requires_project = True

    def syntax(self) -> str:
        return "[options] list | check <outlet> ... | import <folder>"

    def short_desc(self) -> str:
        return "List outlets, check their site files live, import others' site files"

    def add_options(self, parser: ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--articles",
            type=int,
            default=3,
            help="with check: how many articles of an outlet are read (default: 3)",
        )
        parser.add_argument(
            "--to",
            type=Path,
            help="with import: folder for the files (default: the last of SITE_FOLDERS)",
        )
        parser.add_argument(
            "--force", action="store_true", help="with import: write over files"
        )

    def run(self, args: list[str], opts: Namespace) -> None:
        actions = {"list": self._list, "check": self._check, "import": self._import}
        if not args or args[0] not in actions:
            raise WrongCall(f"what to do? One of: {USAGE}")
        try:
            actions[args[0]](args[1:], opts)
        except UsageError as error:
            print(f"scrapy sites: {error}", file=sys.stderr)
            self.exitcode = NOT_STARTED

    def _known(self) -> dict[str, Site]:
        assert self.settings is not None  # noqa: S101  # Scrapy sets it before run()
        return outlets.known(self.settings)

    def _list(self, args: list[str], _: Namespace) -> None:
        if args:
            raise WrongCall("list takes no argument")
        for key, site in sorted(self._known().items()):
            lists = f"{len(site.hubs)} hubs, {len(site.feeds)} feeds, {len(site.sitemaps)} sitemaps"
            print(f"{key:20} {lists:34} {site.timezone.key:18} {site.name}")

    def _check(self, args: list[str], opts: Namespace) -> None:
        if not args:
            raise WrongCall("name the outlets to check; `scrapy sites list` has them")
        if opts.articles < 0:
            raise UsageError(f"--articles {opts.articles}: give a whole number")
        sites = choose(self._known(), args)
        assert self.settings is not None  # noqa: S101  # Scrapy sets both before run()
        assert self.crawler_process is not None  # noqa: S101
        self.settings.set("ADDONS", ADDONS, priority="cmdline")
        crawler = self.crawler_process.create_crawler(Check)
        found: list[Checked] = []
        details = {"sites": sites, "articles": opts.articles, "found": found}
        run_to_the_end(self, crawler, details)
        for checked in found:
            print(checked.report())
        if len(found) < len(sites) or any(checked.faults for checked in found):
            self.exitcode = FAULTS

    def _import(self, args: list[str], opts: Namespace) -> None:
        if len(args) != 1:
            raise WrongCall("name the folder with FiveFilters' site files")
        source = Path(args[0])
        files = sorted(source.glob("*.txt")) if source.is_dir() else [source]
        if not source.exists() or not files:
            raise UsageError(f"{source}: no site files, which end in .txt, are there")
        self.exitcode = _import_all(files, self._folder(opts), force=opts.force)

    def _folder(self, opts: Namespace) -> Path:
        assert self.settings is not None  # noqa: S101  # Scrapy sets it before run()
        folder = opts.to or Path(self.settings.getlist("SITE_FOLDERS")[-1])
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{folder}: {error.strerror}") from error
        return Path(folder)


def _import_all(files: list[Path], folder: Path, *, force: bool) -> int:
    """Write each file as one of ours; return the exit code."""
    written, kept, refused = 0, 0, 0
    left: Counter[str] = Counter()
    for path in files:
        try:
            imported = fivefilters.convert(path)
        except SiteError as error:
            refused += 1
            print(f"not imported: {error}", file=sys.stderr)
            continue
        target = folder / f"{imported.key}.toml"
        if target.exists() and not force:
            kept += 1
            print(f"kept: {target} is there; --force writes over it", file=sys.stderr)
            continue
        target.write_text(imported.text, encoding="utf-8")
        written += 1
        left.update(
            f"{each.key}: {each.reason.partition(': ')[0]}" for each in imported.left
        )
    print(
        f"{written} site files written to {folder}, {kept} kept, {refused} not imported"
    )
    for what, count in sorted(left.items(), key=lambda item: (-item[1], item[0])):
        print(f"  {count:5} lines left out: {what}")
    return FAULTS if refused or kept else 0
