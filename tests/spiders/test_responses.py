"""What kept a page from being fetched has the same few words each time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler import UnreadablePage
from crawler.spiders import responses

URL = "http://www.jia.example/1.html"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (DownloadTimeoutError("took longer"), "timed out"),
        (DownloadCancelledError("larger than"), "too large"),
        (CannotResolveHostError("dns"), "no such host"),
        (DownloadConnectionRefusedError("111"), "connection refused"),
        (ResponseDataLossError(), "cut short"),
        (HttpError(Response(URL, status=410)), "HTTP 410"),
        (IgnoreRequest("Forbidden by robots.txt"), "forbidden by robots.txt"),
        (UnreadablePage(URL, "cut short", "no end"), "cut short (no end)"),
        (ValueError("odd"), "download failed (ValueError: odd)"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_ground_of_refusal(error: Exception, told: str) -> None:
    failure = Failure(error)  # type: ignore[no-untyped-call]  # Twisted's
    refusal = responses.refusal(failure, Request(URL))
    assert str(refusal) == f"{URL}: {told}"


def test_page_of_a_response() -> None:
    body = "<p>河口镇</p>".encode("gbk")
    response = Response(
        URL, headers={"Content-Type": "text/html; charset=gbk"}, body=body
    )
    page = responses.page(response)
    assert "河口镇" in page.text
    assert page.url == URL
    assert page.fetched is not None
    assert page.fetched.utcoffset() is not None
    assert responses.content_type(Response(URL)) is None


def test_a_page_of_the_archive_was_fetched_when_it_says() -> None:
    then = datetime(2026, 11, 1, tzinfo=UTC)
    request = Request(URL, meta={"fetched": then})
    assert responses.page(Response(URL, body=b"<p>a", request=request)).fetched == then


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (DownloadTimeoutError("took longer"), True),
        (HttpError(Response(URL, status=503)), True),
        (HttpError(Response(URL, status=429)), True),
        (HttpError(Response(URL, status=404)), False),
        (DownloadCancelledError("larger than"), False),
        (IgnoreRequest("Forbidden by robots.txt"), False),
        (UnreadablePage(URL, "cut short", "no end"), True),
        (UnreadablePage(URL, "too large"), False),
        (UnreadablePage(URL, "in the inner network"), False),
    ],
)
def test_what_may_be_over_in_an_hour(error: Exception, *, passes: bool) -> None:
    failure = Failure(error)  # type: ignore[no-untyped-call]  # Twisted's
    assert responses.passes(failure) == passes
