"""Atom feeds of the newest articles: one of all, and one for each outlet.

Sources: RFC 4287 (Atom); RFC 6721, for entries of articles that were withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time
from html import escape
from pathlib import Path
from urllib.parse import quote, urljoin

from lxml import etree

from crawler.downstream.settings import AtomSettings
from crawler.downstream.targets import Refusal
from crawler.errors import UsageError
from crawler.store import atomic
from crawler.store.events import Event

_ATOM = "http://www.w3.org/2005/Atom"
_DELETED = "http://purl.org/atompub/tombstones/1.0"
_OURS = "https://github.com/jingwen-news/jingwen"
_NAMESPACES = {None: _ATOM, "at": _DELETED, "jw": _OURS}

_ENTRY = f"{{{_ATOM}}}entry"
_DELETED_ENTRY = f"{{{_DELETED}}}deleted-entry"

# An entry's number, by which the newer of two is known when a feed is read again. Feed
# readers pass over attributes that they do not know: RFC 4287, section 6.3.
_NUMBER = f"{{{_OURS}}}number"

ALL = "all"
"""What the feed of all outlets is called."""

# What XML 1.0 cannot hold, not even escaped.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_SUMMARY = 120  # characters, where the page has no abstract


class AtomFolder:
    """Keeps the feeds in a folder: ``all.atom``, ``people.atom``.

    A feed is its own memory: what it has is read, the newer entry takes the place of
    the older, and the newest stay, in the order in which they were stored.
    """

    batch = 1_000

    def __init__(self, settings: AtomSettings) -> None:
        self._folder = Path(settings.folder)
        self._settings = settings

    def open(self) -> None:
        with _failing(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)

    def send(self, events: Sequence[Event]) -> list[Refusal]:
        outlets = sorted({event.outlet for event in events if event.outlet})
        self._renew(ALL, events)
        for outlet in outlets:
            self._renew(outlet, [each for each in events if each.outlet == outlet])
        return []

    def close(self) -> None:
        """Do nothing: no file is open between two batches."""

    def _renew(self, name: str, events: Sequence[Event]) -> None:
        path = self._folder / f"{name}.atom"
        with _failing(path):
            elements = _known(path)
            for event in events:
                there = elements.get(event.url)
                if event.number < _number(there):
                    continue
                if event.article is not None or there is not None:
                    elements[event.url] = _element(event)
            if not elements:
                return
            newest = sorted(elements.values(), key=_number, reverse=True)
            feed = self._feed(name, newest[: self._settings.entries])
            atomic.write(
                path, etree.tostring(feed, encoding="utf-8", xml_declaration=True)
            )

    def _feed(self, name: str, elements: Sequence[etree._Element]) -> etree._Element:
        title = self._settings.title
        feed = etree.Element(f"{{{_ATOM}}}feed", nsmap=_NAMESPACES)
        address = self._settings.address
        own = (
            urljoin(address.rstrip("/") + "/", f"{quote(name)}.atom") if address else ""
        )
        _say(feed, "id", own or f"urn:jingwen:{quote(name)}")
        _say(feed, "title", title if name == ALL else f"{title}: {name}")
        _say(feed, "updated", max(map(_updated, elements)))
        _say(feed, "generator", "Jingwen", uri=_OURS)
        if own:
            _say(feed, "link", rel="self", type="application/atom+xml", href=own)
        author = _say(feed, "author")
        _say(author, "name", title if name == ALL else name)
        feed.extend(elements)
        return feed


def _known(path: Path) -> dict[str, etree._Element]:
    """Return what a feed has, by address; nothing where there is no feed yet."""
    if not path.exists():
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.parse(path, parser).getroot()
    entries = {str(each.findtext(f"{{{_ATOM}}}id")): each for each in root.iter(_ENTRY)}
    deleted = {str(each.get("ref")): each for each in root.iter(_DELETED_ENTRY)}
    return entries | deleted


def _number(element: etree._Element | None) -> int:
    return 0 if element is None else int(element.get(_NUMBER) or 0)


def _updated(element: etree._Element) -> str:
    return element.findtext(f"{{{_ATOM}}}updated") or str(element.get("when"))


def _element(event: Event) -> etree._Element:
    stored = datetime.combine(event.day, time.min, UTC)
    if event.article is None:
        made = etree.Element(_DELETED_ENTRY, nsmap=_NAMESPACES)
        made.set("ref", event.url)
        made.set("when", _moment(stored))
        made.set(_NUMBER, str(event.number))
        return made
    return _entry(event, stored)


def _entry(event: Event, stored: datetime) -> etree._Element:
    article = event.article
    assert article is not None  # noqa: S101  # _element() has looked
    entry = etree.Element(_ENTRY, nsmap=_NAMESPACES)
    entry.set(_NUMBER, str(event.number))
    published = event.published
    _say(entry, "id", event.url)
    _say(entry, "title", article.headline or article.body[0])  # Atom asks for one
    _say(entry, "link", rel="alternate", type="text/html", href=article.url)
    _say(entry, "updated", _moment(article.date_modified or published or stored))
    if published:
        _say(entry, "published", _moment(published))
    for name in article.authors or (article.source or event.outlet or "–",):
        _say(_say(entry, "author"), "name", name)
    for term in dict.fromkeys(filter(None, (article.section, *article.keywords))):
        _say(entry, "category", term=term)
    text = article.description or "".join(article.body)[:_SUMMARY]
    _say(entry, "summary", text)
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in article.body)
    content = _say(entry, "content", paragraphs, type="html")
    if article.language:
        content.set("{http://www.w3.org/XML/1998/namespace}lang", article.language)
    return entry


def _say(
    parent: etree._Element, name: str, text: str | None = None, **attributes: str
) -> etree._Element:
    made = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    for key, value in attributes.items():
        made.set(key, _UNSPEAKABLE.sub("", value))
    if text is not None:
        made.text = _UNSPEAKABLE.sub("", text)
    return made


def _moment(moment: datetime) -> str:
    """Return a moment in one zone, so that texts are in order as moments are."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def _failing(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, etree.XMLSyntaxError) as error:
        raise UsageError(f"cannot write {path}: {error}") from error
