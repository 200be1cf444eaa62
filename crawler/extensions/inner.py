"""Tell hosts at loopback and in private networks from those of the open web."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address

from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.error import DNSLookupError


async def inner_address(host: str) -> str | None:
    """Return the address of ``host`` where that lies in the inner network.

    ``None`` otherwise, also where the name has no address: asking will tell. Scrapy
    remembers the answer for its run, so what is looked up here is what is asked.
    """
    from twisted.internet import reactor  # noqa: PLC0415  # Scrapy installs it first

    with suppress(DNSLookupError):
        found: str = await maybe_deferred_to_future(reactor.resolve(host))  # type: ignore[arg-type]  # Twisted types it wrongly
        return None if ip_address(found).is_global else found
    return None
