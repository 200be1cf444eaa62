"""``scrapy extract FILE``: saved pages in, their articles out, as JSON."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError as WrongCall

from crawler import Article, PageError, saved
from crawler.errors import UsageError
from crawler.page import MAX_BYTES
from crawler.saved import SavedPage
from crawler.sites import Site, choose
from crawler.spiders import outlets
from crawler.stitching import Stitching, first_leaf
from crawler.urls import canonical

REFUSED = 1
NOT_STARTED = 2

_STDIN = Path("/dev/stdin")


class Command(ScrapyCommand):
    """Print the article of each saved page.

    The exit code is 1 where a page was refused, 2 where a file is missing.
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] <file>…"

    def short_desc(self) -> str:
        return "Print the article of a saved page as JSON"

    def long_desc(self) -> str:
        return (
            "Print the article of each saved page (.html or .html.gz) as JSON. What "
            "the .json beside a page says of its URL and content type is used; - "
            "reads the page from standard input."
        )

    def add_options(self, parser: ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--url", help="where the page was found")
        parser.add_argument(
            "--content-type",
            metavar="TYPE",
            help="the header's value, such as 'text/html; charset=gb2312'",
        )
        parser.add_argument("--outlet", help="key of the outlet's site file")

    def run(self, args: list[str], opts: Namespace) -> None:
        if not args:
            raise WrongCall("which file? Name saved pages, or - for standard input")
        for name in args:
            try:
                self._print(name, opts)
            except PageError as error:
                self._fail(error, REFUSED)
            except UsageError as error:
                self._fail(error, NOT_STARTED)

    def _print(self, name: str, opts: Namespace) -> None:
        found = read_stdin() if name == "-" else saved.read(Path(name))
        page = replace(
            found,
            url=opts.url or found.url,
            content_type=opts.content_type or found.content_type,
            outlet=opts.outlet or found.outlet,
        )
        print(as_text(self._article(page)))

    def _article(self, page: SavedPage) -> Article:
        """Return the article that ``page`` is of, with the pages saved beside it."""
        assert self.settings is not None  # noqa: S101  # Scrapy sets it before run()
        site = self._site(page.outlet)
        leaf = first_leaf(page.page(), site=site)
        limit = self.settings.getint("ARTICLE_MAX_PAGES")
        stitching = Stitching(leaf, max_pages=limit)
        beside = saved.by_address(page.path.parent) if stitching.wanted else {}
        while wanted := stitching.wanted:
            try:
                file = beside[canonical(wanted.url)]
                stitching.take(wanted, saved.read(file).page(), site=site)
            except (KeyError, PageError):  # the article says what it lacks
                stitching.miss(wanted)
        return stitching.article

    def _site(self, outlet: str | None) -> Site | None:
        if outlet is None:
            return None
        assert self.settings is not None  # noqa: S101  # Scrapy sets it before run()
        [site] = choose(outlets.known(self.settings), [outlet])
        return site

    def _fail(self, error: Exception, code: int) -> None:
        print(f"scrapy extract: {error}", file=sys.stderr)
        self.exitcode = max(self.exitcode, code)


def read_stdin() -> SavedPage:
    """Return the page on standard input, packed or not. Raises ``UnreadablePage``."""
    url = _STDIN.as_uri()
    body = sys.stdin.buffer.read(MAX_BYTES + 1)
    if saved.is_packed(body):
        body = saved.unpack(body, url=url)
    return SavedPage(path=_STDIN, body=body, url=url)


def as_text(value: object) -> str:
    """Return ``value`` as JSON for people: indented, Chinese as Chinese."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
