"""Requests let out one after the other, no faster than their pages can be taken in.

A page that a server has sent, and that waits in the machine, is lost when the process
is killed, and has to be fetched again. Where servers answer faster than pages are
processed, sending more requests would only make more pages wait. So a request is let out
when the page of the one before is done with, or when twice as long has passed as a page
takes to be processed: slow servers keep nobody waiting.
"""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic

# Seconds that a page is thought to take before any was processed; bounds on what is
# believed later, so that neither a moment's rest nor one huge page stops the flow.
_FIRST, _LEAST, _MOST = 0.01, 0.002, 0.05

# How much one page changes what is believed.
_WEIGHT = 0.2

# Times that a page takes, for its request to be answered and it to be processed.
_PATIENCE = 2


class Turnstile:
    """Where requests wait for their turn, each in the name of an outlet."""

    def __init__(self) -> None:
        self._inside: str | None = None
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._answered: dict[str, float] = {}
        self._page_takes = _FIRST

    async def enter(self, who: str) -> None:
        """Wait for the turn of an outlet; one that has its turn keeps it."""
        loop = asyncio.get_running_loop()
        while self._inside not in {None, who}:
            turn: asyncio.Future[None] = loop.create_future()
            self._waiting.append(turn)
            await turn
        if self._timer:
            self._timer.cancel()
        self._inside = who
        self._timer = loop.call_later(_PATIENCE * self._page_takes, self._next, who)

    def answered(self, who: str) -> None:
        """Note that a page has come."""
        self._answered[who] = monotonic()

    def leave(self, who: str) -> None:
        """Note that an outlet's page is done with; the next one has its turn."""
        if since := self._answered.pop(who, None):
            took = min(max(monotonic() - since, _LEAST), _MOST)
            self._page_takes += (took - self._page_takes) * _WEIGHT
        self._next(who)

    def _next(self, who: str) -> None:
        if self._inside != who:
            return
        self._inside = None
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
