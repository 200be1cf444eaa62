"""Pages of outlets whose site files ask for a browser, as their scripts have made them."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotConfigured,
)
from scrapy.http import Response
from scrapy.settings import BaseSettings

from crawler.errors import UnreadablePage, UsageError
from crawler.extensions.inner import inner_address
from crawler.sites import Site

if TYPE_CHECKING:
    from playwright.async_api import Page
    from playwright.async_api import Request as Asked

WANTED = "playwright"
"""Key of a request's ``meta`` that asks for it to be rendered; scrapy-playwright's."""

# Programs that are asked for by name, the first that is there.
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

# What a page loads that changes nothing of its text.
_SPARED = frozenset({"image", "media", "font"})

# Milliseconds that are waited for scripts to be done: some pages never cease to ask.
_SETTLED_WITHIN = 10_000

# A browser asks its makers for this and that; none of it is the page's.
_FLAGS = (
    *("--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--disable-gpu", "--disable-quic"),
)

# Names of the inner network, which no page is led to. A proxy has rules of its own.
_INNER = (
    *("localhost", "*.localhost", "127.*", "10.*", "192.168.*", "169.254.*", "[*]"),
    *(f"172.{number}.*" for number in range(16, 32)),
)

# The response tells of bytes that were sent, not of the page that scripts have made.
_OF_THE_WIRE = ("Content-Length", "Content-Encoding", "Transfer-Encoding")


class Browser:
    """Renders pages, for requests that ask for it in their ``meta``.

    The browser starts with the first page. Each outlet has a context of its own: no
    cookie of one is shown to another. What scripts load is loaded, but for pictures,
    films, fonts and the inner network.
    """

    def __init__(self, crawler: Crawler, sites: Iterable[Site]) -> None:
        from scrapy_playwright.handler import (  # noqa: PLC0415  # an extra
            ScrapyPlaywrightDownloadHandler,
        )

        logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)
        self._handler = ScrapyPlaywrightDownloadHandler(crawler)
        self._handler.abort_request = self._is_spared
        self._largest = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._sites = {site.key: site for site in sites}
        self._trusted = {host for site in sites for host in site.hosts}
        self._is_led = bool(proxy())
        crawler.signals.connect(self._close, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises ``UsageError`` where a browser is wanted and cannot be had."""
        sites: tuple[Site, ...] = getattr(crawler.spider, "sites", ())
        wanting = [site.key for site in sites if site.browser]
        if not wanting:
            raise NotConfigured
        try:
            return cls(crawler, sites)
        except ImportError as error:
            raise UsageError(
                f"{wanting[0]}: its site file asks for a browser; "
                f'pip install "jingwen[browser]" ({error})'
            ) from error

    async def rendered(self, request: Request) -> Response:
        """Return the page as it is when its scripts have come to rest.

        Raises what Scrapy raises for a page that cannot be fetched, and
        ``UnreadablePage`` where it came from the inner network.
        """
        from playwright.async_api import Error, TimeoutError  # noqa: A004, PLC0415
        from scrapy_playwright.page import PageMethod  # noqa: PLC0415

        request.meta["playwright_context"] = request.meta.get("download_slot", "-")
        request.meta["playwright_page_methods"] = [PageMethod(_settled)]
        try:
            response: Response = await self._handler.download_request(request)
        except TimeoutError as error:
            raise DownloadTimeoutError(str(error)) from error
        except Error as error:
            raise DownloadFailedError(error.message.partition("\n")[0]) from error
        if len(response.body) > self._largest:
            raise DownloadCancelledError("larger than DOWNLOAD_MAXSIZE")
        self._look_at_origin(request, response)
        for name in _OF_THE_WIRE:
            response.headers.pop(name, None)
        return response

    def _look_at_origin(self, request: Request, response: Response) -> None:
        """Refuse what a redirect has led to, which a browser follows by itself."""
        site = self._sites.get(request.meta.get("download_slot", ""))
        if site and not site.may_lead_to(response.url):
            detail = f"to {response.url}"
            raise UnreadablePage(request.url, "leads off the outlet", detail)
        if self._is_led or self._is_trusted(response.url):
            return
        if response.ip_address and not response.ip_address.is_global:
            detail = f"at {response.ip_address}"
            raise UnreadablePage(request.url, "in the inner network", detail)

    async def _is_spared(self, asked: Asked) -> bool:
        """Say whether the browser is to leave a request of a page's alone."""
        if asked.resource_type in _SPARED:
            return True
        if self._is_led or self._is_trusted(asked.url):
            return False
        host = _host(asked.url)
        return bool(host) and await inner_address(host) is not None

    def _is_trusted(self, url: str) -> bool:
        return _host(url) in self._trusted

    async def _close(self) -> None:
        await self._handler.close()


def settings_of_it(settings: BaseSettings) -> dict[str, Any]:
    """Return scrapy-playwright's settings; the user's own replace them."""
    flags = [*_FLAGS]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium's own condition for working for root
    launch: dict[str, Any] = {"args": flags}
    if program := next(filter(None, map(shutil.which, _PROGRAMS)), None):
        launch["executable_path"] = program
    if server := proxy():
        launch["proxy"] = {"server": server}
    else:
        trusted = [f"EXCLUDE {host}" for host in settings.getlist("INNER_HOSTS")]
        rules = [f"MAP {name} ~NOTFOUND" for name in _INNER] + trusted
        flags.append("--host-resolver-rules=" + ", ".join(rules))
    return {
        "PLAYWRIGHT_LAUNCH_OPTIONS": launch,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": 1000
        * settings.getfloat("DOWNLOAD_TIMEOUT"),
    }


def proxy() -> str | None:
    """Return the proxy of this environment, or ``None``."""
    found = getproxies()
    return found.get("https") or found.get("http")


async def _settled(page: Page) -> None:
    """Wait until a page asks for nothing more, or for long enough."""
    from playwright.async_api import TimeoutError  # noqa: A004, PLC0415

    with suppress(TimeoutError):
        await page.wait_for_load_state("networkidle", timeout=_SETTLED_WITHIN)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
