"""Pages read as articles, with the memory of their outlet's other pages."""

from __future__ import annotations

from functools import partial

from scrapy.http import Response

from crawler import PageError
from crawler.discovery.pagers import Further
from crawler.repair import Care
from crawler.sites import Site
from crawler.spiders import responses
from crawler.spiders.accounts import Accounts
from crawler.stitching import Leaf, Stitching, first_leaf
from crawler.store.memories import Memories


class Reader:
    """Reads pages; one that is refused is accounted for."""

    def __init__(self, accounts: Accounts, memories: Memories, care: Care) -> None:
        self.accounts = accounts
        self._memories = memories
        self._care = care

    def first(self, response: Response, site: Site) -> Leaf | PageError:
        """Return what a page holds by itself, or why it was refused."""
        read = partial(self._first, response, site)
        return self.accounts.attempt(read, url=response.url, outlet=site.key)

    def further(
        self, response: Response, site: Site, wanted: Further, stitching: Stitching
    ) -> bool | PageError:
        """Join a page to its article; return whether it adds anything, or a refusal."""
        take = partial(self._take, response, site, wanted, stitching)
        return self.accounts.attempt(take, url=wanted.url, outlet=site.key)

    def _first(self, response: Response, site: Site) -> Leaf:
        page = responses.page(response)
        memory = self._memories.of(site.key)
        leaf = first_leaf(page, site=site, memory=memory, care=self._care)
        if leaf.trace:
            self._memories.add(site.key, leaf.trace)
        return leaf

    def _take(
        self, response: Response, site: Site, wanted: Further, stitching: Stitching
    ) -> bool:
        page, memory = responses.page(response), self._memories.of(site.key)
        return stitching.take(wanted, page, site=site, memory=memory)
