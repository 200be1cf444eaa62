"""What is asked for, as requests that say how their answers are to be taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from scrapy import Request

from crawler.discovery.pagers import Further
from crawler.sites import Site
from crawler.spiders import responses
from crawler.spiders.gathering import REDIRECTS, Gathering
from crawler.spiders.revisits import EXPECTED, Doubt
from crawler.store.ledger import Leased
from crawler.store.tables import Kind

# What a browser is for; feeds and sitemaps are data.
_RENDERED = (Kind.HUB, Kind.ARTICLE)


class To(NamedTuple):
    """Who takes the answer, and who takes it that there is none."""

    callback: Callable[..., Any]
    errback: Callable[..., Any]


def of_address(site: Site, leased: Leased, to: To) -> Request:
    """Return the request for an address of a list, or for a list."""
    expected = [responses.NOT_MODIFIED] if leased.before else []
    if leased.article is not None:
        expected = list(EXPECTED)
    return _request(
        leased.url,
        to,
        site,
        told={"site": site, "leased": leased},
        depth=leased.depth,
        leased=leased,
        found=leased.found,
        playwright=site.browser and leased.kind in _RENDERED,
        handle_httpstatus_list=expected,
    )


def of_further(  # noqa: PLR0913  # what a further page belongs to, and where it is
    gathering: Gathering,
    wanted: Further,
    leased: Leased,
    to: To,
    *,
    depth: int,
    moved: tuple[str, ...],
) -> Request:
    """Return the request for a further page, or for where it has moved.

    Scrapy would follow a redirect by itself, and tell nobody when it is stopped.
    """
    return _request(
        moved[-1] if moved else leased.url,
        to,
        gathering.site,
        told={"gathering": gathering, "wanted": wanted, "leased": leased},
        depth=depth,
        leased=leased,
        found=None if moved else leased.found,
        playwright=gathering.site.browser,
        dont_redirect=True,
        handle_httpstatus_list=sorted(REDIRECTS),
        moved=moved,
    )


def of_error_page(url: str, doubt: Doubt, to: To) -> Request:
    """Return the request for an address that cannot exist, whatever it gives."""
    return _request(
        url,
        to,
        doubt.site,
        told={"doubt": doubt},
        playwright=doubt.site.browser,
        handle_httpstatus_all=True,
        dont_redirect=True,
        dont_retry=True,
    )


def _request(
    url: str, to: To, site: Site, *, told: dict[str, Any], **meta: object
) -> Request:
    return Request(
        url,
        to.callback,
        errback=to.errback,
        cb_kwargs=told,
        meta={"download_slot": site.key, **meta},
        dont_filter=True,  # the ledger knows what was asked for
    )
