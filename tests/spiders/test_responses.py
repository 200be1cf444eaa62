"""What kept a page from being fetched has the same few words each time."""

from __future__ import annotations

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
