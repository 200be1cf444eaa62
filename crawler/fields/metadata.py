"""What the page's head declares: evidence for every field, the truth of none."""

from __future__ import annotations

from crawler.page import Page


def titles(page: Page) -> tuple[str, ...]:
    """Return what the head calls the page: ``title``, then OpenGraph's."""
    found = page.root.xpath(
        "(//title)[1]/text() | (//meta[@property='og:title']/@content)[1]"
    ).getall()
    return tuple(text.strip() for text in found if text.strip())
