"""``scrapy extract FILE``: saved pages in, their articles out, as JSON.

A page gives one article, set out for reading; an archive gives one a line.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError as WrongCall

from crawler import Article, PageError, care, records, saved
from crawler.errors import UsageError
from crawler.page import MAX_BYTES
from crawler.records import Broken, Neighbors
from crawler.saved import SavedPage
from crawler.sites import Site, choose
from crawler.spiders import outlets
from crawler.stitching import Stitching, first_leaf

REFUSED = 1
NOT_STARTED = 2

_STDIN = Path("/dev/stdin")


class Command(ScrapyCommand):
    """Print the article of each saved page, or those of an archive.

    The exit code is 1 where a page was refused, 2 where a file is missing. Of an archive
    it is 1 where no page gave an article, or a part of it could not be read: most of what
    an archive holds is no article.
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
            "Print the article of each saved page (.html or .txt, also .gz) as JSON. "
            "What the .json beside a page says of its URL and content type is used; - "
            "reads the page from standard input. Of an archive (.warc or .wet, also .gz) "
            "each article is printed as one line, or with --url that of one page."
        )

    def add_options(self, parser: ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--url", help="where the page was found; of an archive, the page to read"
        )
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
        path = Path(name)
        if records.is_archive(path) and not opts.url:
            self._print_all(path, opts)
        elif records.is_archive(path):
            self._print_one(records.page_at(path, opts.url), opts)
        else:
            self._print_one(read_stdin() if name == "-" else saved.read(path), opts)

    def _print_one(self, found: SavedPage, opts: Namespace) -> None:
        page = replace(_as_told(found, opts), url=opts.url or found.url)
        print(as_text(self._article(page)))

    def _print_all(self, path: Path, opts: Namespace) -> None:
        """Print the articles of an archive, a line each, and what else it holds."""
        refused: Counter[str] = Counter()
        articles = 0
        for found in records.pages(path):
            try:
                if isinstance(found, Broken):
                    self._fail(found.error, REFUSED)
                    continue
                article = self._article(_as_told(found, opts))
            except PageError as error:
                refused[error.reason] += 1
            else:
                articles += 1
                print(msgspec.json.encode(article).decode())
        told = ", ".join(f"{n} {reason}" for reason, n in refused.most_common())
        print(
            f"scrapy extract: {path}: {articles} articles; "
            f"{refused.total()} other pages{told and f' ({told})'}",
            file=sys.stderr,
        )
        if not articles:
            self.exitcode = max(self.exitcode, REFUSED)

    def _article(self, page: SavedPage) -> Article:
        """Return the article that ``page`` is of, with the pages saved beside it."""
        assert self.settings is not None  # noqa: S101  # Scrapy sets it before run()
        site = self._site(page.outlet)
        asked = care.asked(self.settings)
        leaf = first_leaf(page.page(), site=site, care=asked)
        limit = self.settings.getint("ARTICLE_MAX_PAGES")
        stitching = Stitching(leaf, max_pages=limit)
        beside = Neighbors(page.path) if stitching.wanted else None
        while beside and (wanted := stitching.wanted):
            try:
                stitching.take(wanted, beside.read(wanted.url).page(), site=site)
            except PageError:  # the article says what it lacks
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


def _as_told(page: SavedPage, opts: Namespace) -> SavedPage:
    """Return ``page`` with what the command's options say of it."""
    return replace(
        page,
        content_type=opts.content_type or page.content_type,
        outlet=opts.outlet or page.outlet,
    )


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
