"""``scrapy crawl``: Scrapy's own, with exit codes that a scheduler can act on."""

from __future__ import annotations

import inspect
import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.commands import ScrapyCommand
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import UsageError as WrongCall
from w3lib.url import file_uri_to_path

from crawler.errors import StorageError, UsageError
from crawler.extensions import figures
from crawler.keeping import STORAGE_FAILED

NOTHING_FOUND = 1
NOT_STARTED = 2
NOT_KEPT = 3


class Command(ScrapyCrawl):
    """Run a spider, and say by the exit code what came of it.

    Takes the place of Scrapy's command on purpose: that one ends with 0 when an
    outlet gave nothing, and with a traceback when what was asked for is wrong.

    * 0: every outlet gave an article, if only a known one, was being crawled by
      another process, or had nothing due; or the user stopped
    * 1: an outlet gave none
    * 2: what was asked for cannot be done; one line says why, nothing was fetched
    * 3: what was fetched cannot be kept; one line says why, what was kept is whole
    """

    def run(self, args: list[str], opts: Namespace) -> None:
        if len(args) != 1:
            raise WrongCall("which spider? One of: " + ", ".join(self._spiders()))
        try:
            crawler = self._crawler_of(args[0], opts.spargs)
            run_to_the_end(self, crawler, opts.spargs)
        except UsageError as error:
            print(f"scrapy crawl: {error}", file=sys.stderr)
            self.exitcode = NOT_STARTED
        except StorageError as error:
            print(f"scrapy crawl: {error}", file=sys.stderr)
            self.exitcode = NOT_KEPT
        else:
            self.exitcode = verdict(crawler)

    def _crawler_of(self, name: str, arguments: dict[str, str]) -> Crawler:
        """Return what will crawl. Raises ``UsageError`` for what it cannot do."""
        if name not in self._spiders():
            known = ", ".join(self._spiders())
            raise UsageError(f"no spider is named {name}; known are {known}")
        assert self.crawler_process  # noqa: S101  # Scrapy sets it before run()
        crawler = self.crawler_process.create_crawler(name)
        _check_arguments(crawler.spidercls, arguments)
        _check_feeds(crawler.settings.getdict("FEEDS"))
        return crawler

    def _spiders(self) -> list[str]:
        assert self.crawler_process  # noqa: S101  # Scrapy sets it before run()
        return sorted(self.crawler_process.spider_loader.list())


def run_to_the_end(
    command: ScrapyCommand, crawler: Crawler, arguments: Mapping[str, Any]
) -> None:
    """Crawl, and come back when all is done. Raises what kept it from beginning."""
    process = command.crawler_process
    assert isinstance(process, AsyncCrawlerProcess)  # noqa: S101  # Scrapy's default
    running = process.crawl(crawler, **arguments)
    process.start()
    if running.done() and not running.cancelled() and (error := running.exception()):
        raise error


def verdict(crawler: Crawler) -> int:
    """Return the exit code of a crawl that has ended."""
    reason = crawler.stats.get_value("finish_reason")
    if reason == STORAGE_FAILED:
        return NOT_KEPT
    if reason == "start_error":
        return NOTHING_FOUND
    if reason != "finished":  # by the user, or a limit that he set
        return 0
    if asked := getattr(crawler.spider, "sites", ()):
        found = not figures.silent(crawler.stats, asked)
    else:
        found = figures.total(crawler.stats, "articles/kept") > 0
    return 0 if found else NOTHING_FOUND


def _check_arguments(spidercls: type[Spider], given: dict[str, str]) -> None:
    known = [name for name in inspect.signature(spidercls).parameters if name != "self"]
    if wrong := next((name for name in given if name not in known), None):
        names = ", ".join(f"-a {name}=…" for name in known)
        raise UsageError(
            f"-a {wrong}=… means nothing to {spidercls.name}; known: {names}"
        )


def _check_feeds(addresses: Iterable[str]) -> None:
    """Look whether the files of ``-o`` and ``-O`` can be written.

    Scrapy would open them only with the crawl under way, and go on without them.
    """
    for address in map(str, addresses):
        scheme = urlsplit(address).scheme
        if scheme in {"", "file"} and "%(" not in address:
            path = Path(file_uri_to_path(address) if scheme else address)
            if fault := _fault_in_writing(path):
                raise UsageError(f"cannot write {path}: {fault}; name another file")


def _fault_in_writing(path: Path) -> str | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        return f"{path.parent} is no folder"
    except OSError as error:
        return error.strerror or str(error)
    if path.is_dir():
        return "it is a folder"
    return (
        None
        if os.access(path if path.exists() else path.parent, os.W_OK)
        else "not writable"
    )
