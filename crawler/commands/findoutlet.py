"""``scrapy findoutlet URL``: from an outlet's home page to a first site file."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError as WrongCall

from crawler import sites
from crawler.commands.crawl import run_to_the_end
from crawler.commands.savepage import ADDONS
from crawler.discovery.guesses import domain
from crawler.errors import UsageError
from crawler.surveys.finding import Find, Found
from crawler.urls import absolute, canonical

NOTHING_FOUND = 1
NOT_STARTED = 2

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")

# Labels of hosts that are no outlet's name.
_NO_NAME = frozenset("www m news wap com cn net org tw hk gov edu".split())


class Command(ScrapyCommand):
    """Look around from a home page, and write down what is to be crawled.

    The exit code is 1 where the page could not be had or leads to no articles, 2 where
    nothing was asked for: no address, or the file is there.
    """

    requires_project = True

    def syntax(self) -> str:
        return "[options] <url>"

    def short_desc(self) -> str:
        return "Find an outlet's lists from its home page, and write a first site file"

    def add_options(self, parser: ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--key", help="name of the site file (default: taken from the host)"
        )
        parser.add_argument(
            "--to",
            type=Path,
            help="folder of the site file (default: the last of SITE_FOLDERS)",
        )
        parser.add_argument(
            "--pages",
            type=int,
            default=36,
            help="how many pages are asked for at most (default: 36)",
        )
        parser.add_argument(
            "--delay",
            type=float,
            default=2.0,
            help="seconds from one request to the next, and in the file (default: 2)",
        )
        parser.add_argument(
            "--force", action="store_true", help="write over a site file that is there"
        )

    def run(self, args: list[str], opts: Namespace) -> None:
        if len(args) != 1:
            raise WrongCall("name the address of the outlet's home page")
        try:
            url = _home(args[0])
            path = self._path(url, opts)
            self.exitcode = self._find(url, path, opts)
        except UsageError as error:
            print(f"scrapy findoutlet: {error}", file=sys.stderr)
            self.exitcode = NOT_STARTED

    def _path(self, url: str, opts: Namespace) -> Path:
        """Return where the file goes. Raises ``UsageError`` where it may not."""
        assert self.settings is not None  # noqa: S101  # Scrapy sets it before run()
        key = opts.key or key_of(url)
        if not _KEY.fullmatch(key):
            raise UsageError(f"--key {key}: name the file in a-z, 0-9, _ and -")
        if opts.pages < 1 or opts.delay < 0:
            raise UsageError("--pages must be at least 1, --delay at least 0")
        folder = opts.to or Path(self.settings.getlist("SITE_FOLDERS")[-1])
        path = Path(folder) / f"{key}.toml"
        if path.exists() and not opts.force:
            raise UsageError(f"{path} is there; name another --key, or --force it")
        return path

    def _find(self, url: str, path: Path, opts: Namespace) -> int:
        """Look around and write the file; return the exit code."""
        assert self.settings is not None  # noqa: S101  # Scrapy sets both before run()
        assert self.crawler_process is not None  # noqa: S101
        slot = {path.stem: {"concurrency": 1, "delay": max(opts.delay, 0.01)}}
        self.settings.set("ADDONS", ADDONS, priority="cmdline")
        self.settings.set("DOWNLOAD_SLOTS", slot, priority="cmdline")
        crawler = self.crawler_process.create_crawler(Find)
        found: list[Found] = []
        details = {"url": url, "key": path.stem, "pages": opts.pages, "found": found}
        run_to_the_end(self, crawler, details)
        if not found:
            refusal = getattr(crawler.spider, "refusal", None)
            ground = refusal or f"{url}: leads to no articles"
            print(f"scrapy findoutlet: {ground}; nothing was written", file=sys.stderr)
            return NOTHING_FOUND
        _write(path, found[0].text(opts.delay))
        _tell(path, found[0])
        return 0


def key_of(url: str) -> str:
    """Return a name for the site file of the outlet at ``url``.

    >>> key_of("http://www.people.com.cn/"), key_of("https://news.ltn.example/")
    ('people', 'ltn')
    """
    host = urlsplit(url).hostname or ""
    labels = [each for each in domain(host).split(".") if each not in _NO_NAME]
    return labels[0].lower() if labels else host.replace(".", "-")


def _home(text: str) -> str:
    url = absolute("", text if "://" in text else f"https://{text}")
    if url is None or "." not in (urlsplit(url).hostname or ""):
        raise UsageError(f"{text}: no address, such as https://example.com/")
    return canonical(url)


def _write(path: Path, text: str) -> None:
    """Write a site file that is known to be right."""
    sites.read(path.stem, text)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error


def _tell(path: Path, found: Found) -> None:
    site = found.site
    print(
        f"{site.name}: {len(site.hubs)} hubs, {len(site.feeds)} feeds, "
        f"{len(site.sitemaps)} sitemaps, {len(found.articles)} articles on them"
    )
    for doubt in found.doubts:
        print(f"not sure: {doubt}")
    print(f"Wrote {path}. Try it: scrapy sites check {path.stem}")
