"""``scrapy savepage URL OUTLET``: one page from the network into the test pages."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from scrapy import Request, Spider
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError as WrongCall
from scrapy.http import Response
from scrapy.utils.conf import closest_scrapy_cfg
from twisted.python.failure import Failure

from crawler import PageError, UnreadablePage, extract
from crawler.commands.crawl import run_to_the_end
from crawler.commands.extract import as_text
from crawler.errors import UsageError
from crawler.saved import SavedPage
from crawler.sites import Site, choose
from crawler.spiders import outlets, responses

NOT_FETCHED = 1
NOT_STARTED = 2

ADDONS = {
    "crawler.addons.Politeness": 100,
    "crawler.addons.WholePages": 200,
    "crawler.addons.CalmLog": 300,
}
"""What a crawl is wired from of which no article is kept."""

# Of an article, what the saved response says anyway or no person can check.
_NOT_CHECKED = ("url", "outlet", "fetched", "found_by", "confidence")


class Command(ScrapyCommand):
    """Save a page as its bytes came, with a first JSON beside it.

    The exit code is 1 where the page could not be fetched, 2 where it was not
    asked for: the outlet is unknown, the address is not its own, the file is there.
    """

    requires_project = True

    def syntax(self) -> str:
        return "[options] <url> <outlet>"

    def short_desc(self) -> str:
        return "Save a page for the tests, with the article to be checked beside it"

    def add_options(self, parser: ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--folder",
            type=Path,
            default=Path(closest_scrapy_cfg()).parent / "tests/fixtures/pages",
            help="where saved pages are (default: tests/fixtures/pages)",
        )
        parser.add_argument(
            "--slug",
            help="name of the file; let it say what is difficult in the page "
            "(default: taken from the URL)",
        )
        parser.add_argument(
            "--force", action="store_true", help="write over a page saved before"
        )

    def run(self, args: list[str], opts: Namespace) -> None:
        if len(args) != 2:  # noqa: PLR2004  # as syntax() says
            raise WrongCall("name the page's URL and its outlet")
        url, outlet = args
        try:
            site = self._site(outlet, url)
            path = opts.folder / outlet / f"{opts.slug or slug_of(url)}.html"
            if not opts.force:
                _check_free(path)
            write(self._fetched(url, site, path), site)
        except PageError as error:
            self._fail(error, NOT_FETCHED)
        except UsageError as error:
            self._fail(error, NOT_STARTED)

    def _site(self, outlet: str, url: str) -> Site:
        assert self.settings is not None  # noqa: S101  # Scrapy sets it before run()
        [site] = choose(outlets.known(self.settings), [outlet])
        if not site.owns(url):
            raise UsageError(f"{url} lies on none of the hosts of {outlet}")
        return site

    def _fetched(self, url: str, site: Site, path: Path) -> SavedPage:
        """Fetch the page as a crawl would. Raises ``PageError``."""
        assert self.settings is not None  # noqa: S101  # Scrapy sets both before run()
        assert self.crawler_process is not None  # noqa: S101
        self.settings.set("ADDONS", ADDONS, priority="cmdline")
        crawler = self.crawler_process.create_crawler(OnePage)
        found: list[Response | PageError] = []
        run_to_the_end(self, crawler, {"url": url, "site": site, "found": found})
        if crawler.stats.get_value("offsite/filtered"):
            raise UnreadablePage(url, "leads off the outlet")
        if not found:
            raise UnreadablePage(url, "not fetched", "stopped before it came")
        response = found[0]
        if isinstance(response, PageError):
            raise response
        return SavedPage(
            path=path,
            body=response.body,
            url=response.url,
            content_type=responses.content_type(response),
            outlet=site.key,
            fetched=datetime.now(UTC).replace(microsecond=0),
        )

    def _fail(self, error: Exception, code: int) -> None:
        print(f"scrapy savepage: {error}", file=sys.stderr)
        self.exitcode = code


class OnePage(Spider):
    """Fetch one page, and put into ``found`` its response or why there is none."""

    name = "savepage"

    def __init__(self, url: str, site: Site, found: list[Response | PageError]) -> None:
        super().__init__()
        self.allowed_domains = list(site.hosts)
        self._url = url
        self._site = site
        self._found = found

    async def start(self) -> AsyncIterator[Request]:
        yield Request(
            self._url,
            self._found.append,
            errback=self.on_failure,
            meta={"download_slot": self._site.key},
        )

    def on_failure(self, failure: Failure) -> None:
        """Keep the ground on which the page cannot be had."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy's
        self._found.append(responses.refusal(failure, request))


def write(page: SavedPage, site: Site) -> None:
    """Write the page and its JSON, and tell what a person has to do now."""
    beside = page.path.with_suffix(".json")
    outcome = _outcome(page, site)
    response = {
        "url": page.url,
        "content_type": page.content_type,
        "outlet": page.outlet,
        "fetched": page.fetched,
    }
    page.path.parent.mkdir(parents=True, exist_ok=True)
    page.path.write_bytes(page.body)
    text = as_text({"note": "", "response": response, **outcome})
    beside.write_text(text + "\n", encoding="utf-8")
    print(f"Saved {page.path} ({len(page.body):,} bytes)")
    print(
        f"Now check {beside}: compare each field of the article with the page, mend "
        "what is wrong, delete what you did not compare, and say in the note what is "
        "difficult here."
    )


def _check_free(path: Path) -> None:
    for file in (path, path.with_suffix(".json")):
        if file.exists():
            raise UsageError(f"{file} is there; name another --slug, or --force it")


def slug_of(url: str) -> str:
    """Return a file's name for the page at ``url``.

    >>> slug_of("http://www.people.example/n1/2026/1101/c1001-40600001.html?x=1")
    'c1001-40600001'
    >>> slug_of("http://www.people.example/")
    'page'
    """
    name = urlsplit(url).path.rstrip("/").rpartition("/")[2].partition(".")[0]
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "page"


def _outcome(page: SavedPage, site: Site) -> dict[str, object]:
    """Return what is to be checked: the article as read today, or the refusal."""
    try:
        article = msgspec.to_builtins(extract(page.page(), site=site))
    except PageError as error:
        print(f"Today this page is refused: {error}")
        return {"refused": type(error).__name__}
    for name in _NOT_CHECKED:
        article.pop(name)
    return {"article": article}
