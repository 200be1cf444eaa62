"""Pages read as articles, here or in another process; those refused are accounted for."""

from __future__ import annotations

from scrapy.http import Response

from crawler import PageError
from crawler.discovery.pagers import Further
from crawler.keeping import Keeping
from crawler.sites import Site
from crawler.spiders import responses
from crawler.spiders.accounts import Accounts
from crawler.stitching import Leaf, Stitching


class Reader:
    """Reads pages; one that is refused is accounted for."""

    def __init__(self, accounts: Accounts, keeping: Keeping) -> None:
        self.accounts = accounts
        self._desks = keeping.desks

    @property
    def is_elsewhere(self) -> bool:
        """Whether pages are read in other processes by now."""
        return self._desks.are_beside

    async def first(self, response: Response, site: Site) -> Leaf | PageError:
        """Return what a page holds by itself, or why it was refused."""
        read = self._desks.first(responses.sent(response), site.key)
        return await self.accounts.attempt_there(
            read, url=response.url, outlet=site.key
        )

    async def further(
        self, response: Response, site: Site, wanted: Further, stitching: Stitching
    ) -> Stitching | PageError:
        """Return an article with what a page adds to it, or why that was refused."""
        read = self._desks.further(
            responses.sent(response), site.key, wanted, stitching
        )
        return await self.accounts.attempt_there(read, url=wanted.url, outlet=site.key)
