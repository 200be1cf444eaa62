"""What the page's head declares: evidence for every field, the truth of none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.page import Page

_ARTICLE_TYPES = re.compile(r"Article$|Posting$|^Report$")

# Control characters inside JSON strings, which pages print and JSON forbids.
_CONTROLS = re.compile(r"[\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Head:
    """Title, meta elements, JSON-LD and moments of one page."""

    title: str | None
    metas: Mapping[str, str]
    """The first content of each name, property or itemprop, in lower case."""

    articles: tuple[Mapping[str, Any], ...]
    """The JSON-LD objects that call themselves an article."""

    canonical: str | None
    times: tuple[str, ...]
    """What ``time`` elements tell machines."""

    @property
    def titles(self) -> tuple[str, ...]:
        """What the head calls the page: ``title``, then OpenGraph's."""
        return tuple(filter(None, (self.title, self.meta("og:title"))))

    def meta(self, *names: str) -> str | None:
        """Return the content of the first of ``names`` that says anything."""
        return next((self.metas[name] for name in names if name in self.metas), None)

    def linked(self, *keys: str) -> str | None:
        """Return the first text that a JSON-LD article gives one of ``keys``."""
        for key in keys:
            for article in self.articles:
                if text := next(_texts(article.get(key)), None):
                    return text
        return None

    def linked_all(self, key: str) -> tuple[str, ...]:
        """Return every text that JSON-LD articles give ``key``."""
        found = (text for article in self.articles for text in _texts(article.get(key)))
        return tuple(dict.fromkeys(found))

    def linked_persons(self) -> tuple[str, ...]:
        """Return the names of authors that JSON-LD articles say are persons."""
        given = [article.get("author") for article in self.articles]
        listed = [
            one
            for some in given
            for one in (some if isinstance(some, list) else [some])
        ]
        persons = [
            one
            for one in listed
            if isinstance(one, dict) and one.get("@type") == "Person"
        ]
        return tuple(dict.fromkeys(text for one in persons for text in _texts(one)))


def head(page: Page) -> Head:  # one pass over five kinds of elements
    """Read what the page's head declares. What is broken there is left out."""
    metas: dict[str, str] = {}
    title = canonical = None
    scripts, times = [], []
    for element in page.root.root.iter("meta", "title", "link", "script", "time"):
        get, tag = element.get, element.tag
        if tag == "meta":
            name = get("property") or get("name") or get("itemprop")
            content = get("content")
            if name and content and (told := " ".join(content.split())):
                metas.setdefault(name.lower(), told)
        elif tag == "title":
            title = title or " ".join((element.text or "").split())
        elif tag == "link":
            if canonical is None and get("rel") == "canonical":
                canonical = (get("href") or "").strip()
        elif tag == "time":
            times.append(get("datetime", ""))
        elif get("type") == "application/ld+json" and element.text:
            scripts.append(element.text)
    return Head(
        title=title or None,
        metas=metas,
        articles=tuple(_articles(scripts)),
        canonical=canonical or None,
        times=tuple(times),
    )


def titles(page: Page) -> tuple[str, ...]:
    """Return what the head calls the page: ``title``, then OpenGraph's."""
    return head(page).titles


def _articles(scripts: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    for script in scripts:
        text = script.strip().rstrip(";")
        try:
            data = _decoded(text)
        except (ValueError, RecursionError):
            continue
        yield from _objects(data)


def _decoded(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return json.loads(_CONTROLS.sub(" ", text))


def _objects(data: object) -> Iterator[Mapping[str, Any]]:
    """The article objects of a list, a graph, or a page that holds one."""
    if isinstance(data, list):
        for part in data:
            yield from _objects(part)
    if not isinstance(data, dict):
        return
    types = data.get("@type")
    for kind in types if isinstance(types, list) else [types]:
        if isinstance(kind, str) and _ARTICLE_TYPES.search(kind):
            yield data
            return
    for key in ("@graph", "mainEntity", "mainEntityOfPage"):
        if isinstance(data.get(key), list | dict):
            yield from _objects(data[key])


def _texts(value: object) -> Iterator[str]:
    """The texts of a JSON-LD value: itself, its name, those of a list."""
    if isinstance(value, str):
        whole = value.encode("utf-8", "replace").decode()  # \ud800 is half a character
        if text := " ".join(whole.split()):
            yield text
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        yield from _texts(value.get("name") or value.get("url"))
