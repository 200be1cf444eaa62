"""From a list page to the links that lead to articles and to further lists."""

from __future__ import annotations

from crawler.discovery.links import Link
from crawler.page import Page
from crawler.sites import Site


def links(page: Page, site: Site) -> list[Link]:
    """Return what ``page`` leads to, in reading order, each address once."""
    return []
