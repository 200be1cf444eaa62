"""From what Scrapy brings to what the library reads: a page, or why there is none."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler import Page, PageError, UnreadablePage
from crawler.desk import Sent

TOO_LARGE = "too large"

NOT_MODIFIED = 304
"""The status of what is as it was when it was taken in."""

# Grounds of our own that will be the same in an hour.
_FINAL = frozenset({TOO_LARGE, "in the inner network"})

# Statuses of a server that would answer at another time.
_SERVER_ERROR = 500
_BUSY = frozenset({408, 425, 429})

# What Scrapy raises, and the ground of refusal it stands for.
_GROUNDS: tuple[tuple[type[Exception], str], ...] = (
    (DownloadTimeoutError, "timed out"),
    (DownloadCancelledError, TOO_LARGE),  # at DOWNLOAD_MAXSIZE, and nowhere else
    (CannotResolveHostError, "no such host"),
    (DownloadConnectionRefusedError, "connection refused"),
    (ResponseDataLossError, "cut short"),
    (DownloadFailedError, "no whole answer"),  # hung up, or spoke no HTTP
)


def sent(response: Response) -> Sent:
    """Return what came, now or when the archive says it did."""
    told = response.request.meta.get("fetched") if response.request else None
    return Sent(
        response.body,
        url=response.url,
        content_type=content_type(response),
        fetched=told or datetime.now(UTC).replace(microsecond=0),
    )


def page(response: Response) -> Page:
    """Return the page of ``response``. Raises ``UnreadablePage``."""
    return sent(response).page()


def content_type(response: Response) -> str | None:
    """Return the header's whole value, or ``None`` where the server sent none."""
    value = response.headers.get("Content-Type")
    return value.decode("latin-1") if value else None


def refusal(failure: Failure, request: Request) -> PageError:
    """Return what kept the page of ``request`` from being fetched."""
    error = failure.value
    if isinstance(error, PageError):
        return error
    if isinstance(error, HttpError):
        return UnreadablePage(request.url, f"HTTP {error.response.status}")
    if isinstance(
        error, IgnoreRequest
    ):  # "Forbidden by robots.txt", "max redirections…"
        ground = str(error)
        return UnreadablePage(request.url, ground[:1].lower() + ground[1:])
    for kind, ground in _GROUNDS:
        if isinstance(error, kind):
            return UnreadablePage(request.url, ground)
    detail = f"{type(error).__name__}: {error}"
    return UnreadablePage(request.url, "download failed", detail)


def passes(failure: Failure) -> bool:
    """Say whether what kept a page from being fetched may be over in an hour."""
    error = failure.value
    if isinstance(error, HttpError):
        status = error.response.status
        return status >= _SERVER_ERROR or status in _BUSY
    if isinstance(error, PageError):
        return error.reason not in _FINAL
    return not isinstance(error, IgnoreRequest | DownloadCancelledError)
