"""Asking for pages one after another, as a person does who looks around."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import PageError, UnreadablePage
from crawler.sites import Site
from crawler.spiders import responses

T = TypeVar("T")

_OK = 200


class Asking(Spider):
    """Ask for one page after another, at an outlet's pace, and show each on the terminal.

    Robots.txt, redirects and retries are seen to as in any crawl.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        """How many pages were asked for so far."""

    async def start(self) -> AsyncIterator[Request]:
        """Look around; no page is asked for by way of the scheduler."""
        await self.look_around()
        return
        yield  # what makes this a generator, as Scrapy wants it

    async def look_around(self) -> None:
        """Do what the spider is for."""
        raise NotImplementedError

    async def response(self, url: str, site: Site) -> Response:
        """Return what ``url`` gives. Raises ``PageError`` where that is no page of ``site``.

        ``site`` owns the address and where it leads to, and its pace is kept.
        """
        self.asked += 1
        request = Request(url, meta={"download_slot": site.key}, dont_filter=True)
        try:
            assert self.crawler.engine is not None  # noqa: S101  # it runs this spider
            response = await self.crawler.engine.download_async(request)
        except Exception as error:
            raise responses.refusal(_failure(error), request) from error
        if response.status != _OK:
            raise UnreadablePage(url, f"HTTP {response.status}")
        if not site.may_lead_to(response.url):
            raise UnreadablePage(url, "leads off the outlet", f"to {response.url}")
        return response

    async def read(
        self, url: str, site: Site, what: str, reader: Callable[[Response], T]
    ) -> T | PageError:
        """Return what ``reader`` makes of a page, or why there is none; show either."""
        found: T | PageError
        try:
            found = reader(await self.response(url, site))
        except PageError as error:
            found = error
        self.show(f"{self.asked:3} {what:8} {url}", found)
        return found

    def show(self, what: str, found: object) -> None:
        """Write one line of progress."""
        sys.stderr.write(f"{what}  ({_told(found)})\n")
        sys.stderr.flush()


def _failure(error: Exception) -> Failure:
    return Failure(error)  # type: ignore[no-untyped-call]  # Twisted's


def _told(found: object) -> str:
    if isinstance(found, PageError):
        return found.reason
    if isinstance(found, list | tuple):
        return f"{len(found)} found"
    return "read"
