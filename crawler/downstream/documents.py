"""What an event is in the form in which it is sent, for targets that take JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from crawler.items import Article, Image
from crawler.store.events import Event

Format = Literal["article", "jsonld"]
"""``article`` is the line as it is stored, ``jsonld`` a NewsArticle of schema.org."""

Document = Mapping[str, Any]


def document(event: Event, form: Format) -> Document:
    """Return the event as one object, with what it is known by."""
    return news_article(event) if form == "jsonld" else stored_line(event)


def stored_line(event: Event) -> Document:
    """Return the stored line, with ``id``, ``number`` and ``event`` before its fields.

    ``event`` is ``article`` or ``withdrawn``; of two with one ``id``, that with the
    greater ``number`` is valid.
    """
    head = {
        "event": "withdrawn" if event.article is None else "article",
        "id": event.id,
        "number": event.number,
        "version": event.version,
    }
    return {**head, **msgspec.json.decode(event.text), **head}


def news_article(event: Event) -> Document:
    """Return the article in the words of https://schema.org/NewsArticle, as JSON-LD.

    Of a withdrawn one only its address is left, and ``creativeWorkStatus`` says so.
    """
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": event.url,
        "identifier": event.id,
        "version": event.version,
    }
    if event.article is None:
        return {**said, "creativeWorkStatus": "Withdrawn"}
    return {**said, **_without_gaps(_properties(event.article))}


def _properties(article: Article) -> dict[str, Any]:
    return {
        "url": article.url,
        "headline": article.headline,
        "alternativeHeadline": article.alternative_headline,
        "articleBody": "\n\n".join(article.body),
        "abstract": article.description,
        "author": _named("Person", article.authors),
        "editor": _named("Person", article.editors),
        "publisher": _first(_named("NewsMediaOrganization", (article.outlet,))),
        "sourceOrganization": _first(_named("Organization", (article.source,))),
        "dateline": article.dateline,
        "datePublished": article.date_published,
        "dateModified": article.date_modified,
        "articleSection": article.section,
        "keywords": article.keywords,
        "inLanguage": article.language,
        "image": [_without_gaps(_image(image)) for image in article.images],
        "isBasedOn": article.duplicate_of,
        "sdDatePublished": article.fetched,
    }


def _image(image: Image) -> dict[str, Any]:
    return {
        "@type": "ImageObject",
        "contentUrl": image.url,
        "caption": image.caption,
        "creditText": image.credit,
    }


def _named(kind: str, names: Iterable[str | None]) -> list[dict[str, str]]:
    return [{"@type": kind, "name": name} for name in names if name]


def _first(found: list[dict[str, str]]) -> dict[str, str] | None:
    return found[0] if found else None


def _without_gaps(said: dict[str, Any]) -> dict[str, Any]:
    """Leave out what the page does not say: JSON-LD has no null for it."""
    return {name: value for name, value in said.items() if value not in (None, (), [])}
