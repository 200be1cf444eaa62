"""An address that each event is posted to, signed so that its owner can tell it is ours.

Source: Standard Webhooks 1.0.0, https://www.standardwebhooks.com: its libraries check
the three headers for whoever receives them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus

import msgspec
import urllib3
from urllib3.exceptions import HTTPError

from crawler.downstream import documents
from crawler.downstream.settings import WebhookSettings
from crawler.downstream.targets import Refusal
from crawler.errors import Unavailable, UsageError
from crawler.store.events import Event

# What says that the address is wrong, or we are: the next event would fare no better.
_OURS_TO_MEND = {
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.GONE,
}

# What says that it may take the same later, with every answer of 500 and above.
_LATER = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}

_PREFIX = "whsec_"

# Characters of an answer that are told.
_SHOWN = 200


class Webhook:
    """Posts an event at a time; any other answer than 2xx is a fault."""

    batch = 1

    def __init__(
        self, settings: WebhookSettings, clock: Callable[[], float] = time.time
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._key = key(settings.secret)
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(settings.timeout), retries=False
        )

    def open(self) -> None:
        """Do nothing: the first event shows whether the address is right."""

    def send(self, events: Sequence[Event]) -> list[Refusal]:
        return [refusal for event in events if (refusal := self._posted(event))]

    def close(self) -> None:
        self._pool.clear()

    def _posted(self, event: Event) -> Refusal | None:
        body = msgspec.json.encode(documents.document(event, self._settings.format))
        try:
            answer = self._pool.request(
                "POST",
                self._settings.url,
                body=body,
                headers=self._headers(event, body),
                redirect=False,
            )
        except HTTPError as error:
            raise Unavailable(f"{self._settings.url}: {error}") from error
        return self._judged(event, answer)

    def _headers(self, event: Event, body: bytes) -> dict[str, str]:
        name = f"{event.id}.{event.number}"
        seconds = int(self._clock())
        return {
            "Content-Type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": str(seconds),
            "webhook-signature": signature(self._key, name, seconds, body),
        }

    def _judged(self, event: Event, answer: urllib3.BaseHTTPResponse) -> Refusal | None:
        status = answer.status
        told = f"{self._settings.url} answers {status}"
        if HTTPStatus(200) <= status < HTTPStatus(300):
            return None
        if status in _LATER or status >= HTTPStatus(500):
            raise Unavailable(told, pause=_pause(answer.headers.get("Retry-After")))
        if status in _OURS_TO_MEND or status < HTTPStatus(400):
            raise UsageError(f"{told}; mend its url or secret")
        said = answer.data.decode("utf-8", "replace")[:_SHOWN]
        return Refusal(event, f"{status}: {said}".rstrip(": "))


def key(secret: str) -> bytes:
    """Return the bytes of a secret: after ``whsec_`` in base64, else the text's own."""
    if not secret.startswith(_PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except ValueError as error:
        raise UsageError(f"secret: no base64 behind {_PREFIX}: {error}") from error


def signature(key: bytes, name: str, seconds: int, body: bytes) -> str:
    """Return the value of ``webhook-signature``: HMAC-SHA256 over all that is sent."""
    signed = f"{name}.{seconds}.".encode() + body
    made = hmac.new(key, signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(made).decode()


def _pause(retry_after: str | None) -> float | None:
    """Return the seconds that ``Retry-After`` asks for, where it names seconds."""
    return float(retry_after) if retry_after and retry_after.isdecimal() else None
