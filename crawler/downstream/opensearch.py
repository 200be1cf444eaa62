"""An index of OpenSearch or Elasticsearch, made for Chinese.

The template is kept under ``jingwen-INDEX`` and says how each field is looked through.
Text is cut into pairs of characters, simplified first; where the server has the IK plugin
headline and body are cut into words, too, as ``headline.words`` and ``body.words``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthorizationException,
    ImproperlyConfigured,
    NotFoundError,
    RequestError,
    SSLError,
    TransportError,
)
from opensearchpy.helpers import streaming_bulk

from crawler.downstream.documents import stored_line
from crawler.downstream.settings import OpenSearchSettings
from crawler.downstream.targets import Refusal
from crawler.errors import Unavailable, UsageError
from crawler.store.events import Event
from crawler.text import spelling

# What a server answers that may take the same later, with all of 500 and above.
_LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}

# What an action may come to that is as it should be: the newer one is there already, or
# what was withdrawn never was.
_DONE = {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}

# Bytes of one request. Servers refuse above 100 MB, some managed ones above 10 MB.
_REQUEST = 8_000_000

_IK = "analysis-ik"

_KEYWORD = {"type": "keyword", "ignore_above": 1024}
_DATE = {"type": "date"}


class OpenSearchIndex:
    """Sends events in bulk. The server tells the newer by the events' numbers."""

    batch = 500

    def __init__(self, settings: OpenSearchSettings) -> None:
        self._index = settings.index
        self._url = settings.url
        self._client = _client(settings)

    def open(self) -> None:
        """Put the template, and make the index where there is none."""
        with _failing(self._url):
            self._client.indices.put_index_template(
                name=f"jingwen-{self._index}",
                body=template(self._index, words=self._has_ik()),
            )
            if not self._client.indices.exists(index=self._index):
                self._client.indices.create(index=self._index)

    def send(self, events: Sequence[Event]) -> list[Refusal]:
        try:
            answers = self._answers(events)
        except TransportError as error:
            if error.status_code != HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                raise
            if len(events) == 1:
                return [Refusal(events[0], "too large for the server")]
            half = len(events) // 2
            return self.send(events[:half]) + self.send(events[half:])
        refused = []
        for event, answer in zip(events, answers, strict=True):
            self._check_available(answer)
            if answer["status"] not in _DONE:
                refused.append(Refusal(event, _reason(answer)))
        return refused

    def close(self) -> None:
        self._client.close()

    def _answers(self, events: Sequence[Event]) -> list[dict[str, Any]]:
        """Return what the server says of each event."""
        with _failing(self._url):
            told = streaming_bulk(
                self._client,
                map(self._action, events),
                chunk_size=len(events),
                max_chunk_bytes=_REQUEST,
                raise_on_error=False,
            )
            answers = [answer for _, result in told for answer in result.values()]
        if len(answers) != len(events):
            raise Unavailable(
                f"{self._url} answers for {len(answers)} of {len(events)}"
            )
        return answers

    def _action(self, event: Event) -> dict[str, Any]:
        action: dict[str, Any] = {
            "_op_type": "delete" if event.article is None else "index",
            "_index": self._index,
            "_id": event.id,
            "_version": event.number,
            "_version_type": "external",
        }
        if event.article is not None:
            action["_source"] = stored_line(event)
        return action

    def _check_available(self, answer: dict[str, Any]) -> None:
        status = answer["status"]
        if status in _LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Unavailable(f"{self._url} answers {status}: {_reason(answer)}")

    def _has_ik(self) -> bool:
        """Say whether the server cuts words; one that does not tell is taken not to."""
        try:
            plugins = self._client.cat.plugins(format="json")
        except (AuthorizationException, NotFoundError, RequestError):
            return False
        return any(plugin.get("component") == _IK for plugin in plugins)


def template(index: str, *, words: bool) -> dict[str, Any]:
    """Return the index template; ``words`` adds fields that IK cuts into words."""
    text: dict[str, Any] = {
        "type": "text",
        "analyzer": "pairs",
        "search_analyzer": "pairs_asked",
        "search_quote_analyzer": "pairs_asked",
    }
    if words:
        ik = {
            "type": "text",
            "analyzer": "ik_max_word",
            "search_analyzer": "ik_smart",
        }
        text["fields"] = {"words": ik}
    name = {**_KEYWORD, "fields": {"text": text}}
    return {
        "index_patterns": [index],
        "priority": 100,
        "template": {
            "settings": {"analysis": _analysis()},
            "mappings": {"dynamic": False, "properties": _properties(text, name)},
        },
    }


def _properties(text: dict[str, Any], name: dict[str, Any]) -> dict[str, Any]:
    """Return how each field is looked through; the others are kept, not looked through."""
    return {
        "id": _KEYWORD,
        "number": {"type": "long"},
        "version": {"type": "integer"},
        "url": _KEYWORD,
        "canonical_url": _KEYWORD,
        "duplicate_of": _KEYWORD,
        "outlet": _KEYWORD,
        "headline": text,
        "alternative_headline": text,
        "body": text,
        "description": text,
        "authors": name,
        "editors": name,
        "source": name,
        "dateline": text,
        "section": _KEYWORD,
        "keywords": name,
        "language": _KEYWORD,
        "date_published": _DATE,
        "date_modified": _DATE,
        "fetched": _DATE,
    }


def _analysis() -> dict[str, Any]:
    """Return analyzers that need no plugin: pairs of characters, simplified first.

    What is asked for has no single characters in it, unless it is one: so a phrase is
    found by its pairs alone.
    """
    simplified = [f"{one}=>{other}" for one, other in spelling.ideographs().items()]
    filters = ["cjk_width", "lowercase"]
    custom = {"type": "custom", "char_filter": ["simplified"], "tokenizer": "standard"}
    return {
        "char_filter": {"simplified": {"type": "mapping", "mappings": simplified}},
        "filter": {"and_singles": {"type": "cjk_bigram", "output_unigrams": True}},
        "analyzer": {
            "pairs": {**custom, "filter": [*filters, "and_singles"]},
            "pairs_asked": {**custom, "filter": [*filters, "cjk_bigram"]},
        },
    }


def _client(settings: OpenSearchSettings) -> OpenSearch:
    user = (settings.user, settings.password) if settings.user else None
    try:
        return OpenSearch(
            hosts=[settings.url],
            http_auth=user,
            ca_certs=settings.certificates,
            timeout=settings.timeout,
            max_retries=0,  # whoever sends has patience of his own
            http_compress=True,
        )
    except (ImproperlyConfigured, ValueError, OSError) as error:
        raise UsageError(f"{settings.url}: {error}") from error


@contextmanager
def _failing(url: str) -> Iterator[None]:
    """Tell what may pass from what the user has to mend."""
    try:
        yield
    except SSLError as error:
        raise UsageError(f"{url}: {error.info}; name certificates to trust") from error
    except TransportError as error:
        status = error.status_code
        if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise
        if not isinstance(status, int):  # no answer at all
            raise Unavailable(f"{url}: {error.error}") from error
        told = f"{url} answers {status}: {error.error}"
        if status in _LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Unavailable(told) from error
        raise UsageError(told) from error


def _reason(answer: dict[str, Any]) -> str:
    """Return why an action failed: ``mapper_parsing_exception: failed to parse …``."""
    error = answer.get("error") or {}
    if isinstance(error, str):
        return error
    caused = error.get("caused_by") or {}
    parts = (error.get("type"), error.get("reason"), caused.get("reason"))
    return ": ".join(filter(None, parts)) or str(answer["status"])
