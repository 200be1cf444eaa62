"""The frame of an article: a heading and its byline, printed around a text to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, islice
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element

from crawler.page import Page
from crawler.text.similarity import plain

# Headings that are looked at; behind one, texts, and characters of a byline; characters
# of a heading that is no channel's name, of a sentence of an article, and of a link that
# leads to another one.
_MOST_HEADINGS = 6
_MOST_BEHIND = 30
_LONGEST_BEHIND = 120
_SHORTEST_HEADING = 6
_SHORTEST_SENTENCE = 20
_LONGEST_LINK = 10
_DAY = re.compile(r"20\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?!\d)")
_SAID = re.compile(r"[，。！？；]|[.!?,]\s")
_UNSHOWN = frozenset({"script", "style", "noscript"})
_HOLDERS = frozenset({"textarea", "template"})


class Frame(NamedTuple):
    """What a page prints of an article beside its text."""

    heading: str
    byline: tuple[str, ...]
    """Texts behind the heading, with a day among them."""

    waits: bool
    """Whether no sentence is printed behind it, either."""


def frame_of(page: Page, title: str) -> Frame | None:
    """Return the first heading of a page that has a day right behind it, if one has.

    ``title`` is the page's, plain. Time is linear in the length of the page.
    """
    for heading in islice(_headings(page, title), _MOST_HEADINGS):
        text = text_of(heading)
        if len(text) < _SHORTEST_HEADING:
            continue
        behind = list(islice(_texts_behind(heading), _MOST_BEHIND))
        ends = accumulate(map(len, behind))
        byline = [
            each
            for each, end in zip(behind, ends, strict=True)
            if end <= _LONGEST_BEHIND
        ]
        if _DAY.search(" ".join(byline)):
            return Frame(text, tuple(byline), not any(map(_is_sentence, behind)))
    return None


def _is_sentence(text: str) -> bool:
    return len(text) >= _SHORTEST_SENTENCE and _SAID.search(text) is not None


def _headings(page: Page, title: str) -> Iterator[_Element]:
    """A page's headings, and what prints a text that its title has."""
    yield from page.root.root.iter("h1")
    for element in page.root.root.iter("h2", "h3", "div", "p", "span"):
        text = (element.text or "").strip()
        if _SHORTEST_HEADING <= len(text) <= _LONGEST_BEHIND:
            own = plain(text)
            if own and own in title:
                yield element


def _texts_behind(heading: _Element) -> Iterator[str]:
    """The printed texts behind a heading, up to a link to another article."""
    is_behind = False
    walk = etree.iterwalk(heading.getroottree(), events=("start", "end", "comment"))
    for event, element in walk:
        if event != "start":
            is_behind = is_behind or element is heading
            text = element.tail
        elif element.tag in _UNSHOWN:
            continue
        elif is_behind and element.tag in _HOLDERS:
            return
        else:
            text = element.text
            if (
                is_behind
                and element.tag == "a"
                and len(text_of(element)) > _LONGEST_LINK
            ):
                return
        if is_behind and (printed := " ".join((text or "").split())):
            yield printed


def text_of(element: _Element) -> str:
    """Return the text of an element, in one line."""
    return " ".join("".join(map(str, element.itertext())).split())
