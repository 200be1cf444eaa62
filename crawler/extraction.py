"""The whole way: from a page, and what is known of its outlet, to the article."""

from __future__ import annotations

from crawler.errors import NotAnArticle
from crawler.items import Article
from crawler.page import Page
from crawler.sites import Site


def extract(page: Page, *, site: Site | None = None) -> Article:
    """Return the article of ``page``. Raises ``NotAnArticle`` where there is none."""
    raise NotAnArticle(page.url, "no article")
