"""Stories in data: the objects that hold a text, and a title in them or around them.

Texts come as markup, plain, escaped in several ways, and as lists of blocks, which each
editor names in its own way.
"""

from __future__ import annotations

import html
import re
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from crawler import flights, scripts
from crawler.text.similarity import size

# Sizes. Text shorter than the first is a teaser's or a caption's, unless the page's
# title names it, and it has the second.
LEAST = 60.0
LEAST_NAMED = 20.0

# Values looked at in one page.
MOST_VALUES = 200_000

TITLES = (
    "title headline articletitle newstitle subject article_title news_title doctitle "
    "posttitle post_title public_title arttitle infotitle contenttitle"
).split()

TEXTS = frozenset(
    "content body articlebody html text contenthtml htmlcontent bodyhtml articlecontent "
    "newscontent contenttext fulltext rawcontent maintext richtext article_content "
    "content_html body_html article_body news_content detail story paragraphs blocks "
    "contentlist content_list bodylist body_list doccontent dochtmlcon docpubcontent "
    "postcontent post_content free_content artcontent infocontent".split()
)

# Objects that say something of an article, shorten it, or answer to it.
_ASIDE = frozenset(
    "summary excerpt description desc abstract intro digest brief share shareinfo "
    "share_info seo comment comments commentlist comment_list hotcomments hot_comments "
    "reply replies replylist".split()
)
_RENDERED = "rendered"
_NAMES = ("name", "title", "screen_name", "text", _RENDERED)

# Characters. A shorter string holds no data, a longer one no title and no name. And how
# many names of a list are read.
_SHORTEST_DATA = 120
_LONGEST_LINE = 1_000
_MOST_LINES = 40

# Characters of a text that is taken once where places of a list name it.
_LONG = 200

# How much farther than what stands before a text what stands behind it counts.
_BEHIND = 3

# Levels of JSON inside the strings of JSON, and of blocks in a block.
_DEEPEST = 3
_MOST_NESTED = 6

_DATA = ("{", "[", '"{', '"[')

# Where a block keeps its text, or the blocks in it, and where a text its blocks.
_OF_BLOCK = (
    "text html innerHTML content value data children attributes items blocks innerBlocks "
    "desc"
).split()
_OF_TEXT = ("blocks", "root", "doc", "document", "content", "children")
_LISTED = "items"

# What says of a text in a block that it is a part of its line.
_KINDS = ("type", "_type", "nodeType")
_OF_LINE = frozenset({"text", "span", "link", "hyperlink"})

# What says of a block that it is a picture, and where that keeps what it shows.
_OF_PICTURE = re.compile(r"(?:cnt_)?(?:img|image|pic|photo)", re.IGNORECASE)
_SHOWS = ("caption", "desc", "title", "alt")

_BLOCK = re.compile(
    r"<(?:p|br|div|section|article|figure|h[1-6]|ul|ol|li|table|blockquote)\b",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"</?(?:a|b|i|u|em|strong|span|font|mark|img|su[bp])(?=[\s/>])", re.IGNORECASE
)
_ADDRESS = re.compile(r"\s*(?:https?:)?//[^\s<>]+\s*")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp)(?:$|[?@!])", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_STOP = re.compile(r"[。！？…]|[.!?](?:\s|$)")
_PERCENT = re.compile(r"%3[Cc]|(?:%[0-9A-Fa-f]{2}){3}")
_ESCAPED = re.compile(r"&(?:amp;){0,2}lt;")


@dataclass(frozen=True, slots=True)
class Story:
    """One object that may be an article."""

    title: str
    markup: str
    room: float
    """Size of its text."""

    fields: Mapping[str, object]
    """Its own values and those of the objects around it, by lower-case name."""


class _Place(NamedTuple):
    """A value to look at, and what stands around it."""

    value: object
    name: str
    around: tuple[dict[str, object], ...]
    """The objects around it, the nearest first; a list ends what belongs together."""

    depth: int
    """Levels of strings that were decoded on the way."""


class Walk:
    """The values of one script, or of one attribute, while stories are looked for."""

    def __init__(self, left: int) -> None:
        self.left = left
        """Values that may still be looked at."""

        self._found: list[Story] = []
        self._loose: list[tuple[str, str]] = []

        # What was made of a value, by its identity: data may name one many times.
        self._told: dict[int, tuple[object, str | None, float]] = {}
        self._opened: dict[int, str] = {}

    def over(self, value: object, name: str) -> None:
        """Look at a value and all within it, without recursion."""
        if isinstance(value, str) and not _is_data(value):
            self._loose.append((name.lower(), value))
        stack = [_Place(value, name.lower(), (), 0)]
        while stack and self.left > 0:
            place = stack.pop()
            self.left -= 1
            inner, name, around, depth = place
            if isinstance(inner, dict):
                own = {str(key).lower(): held for key, held in inner.items()}
                if name not in _ASIDE:
                    self._tell(own, around)
                nearest = () if name in _ASIDE else (own, *around[:2])
                stack += [_Place(v, k, nearest, depth) for k, v in own.items()]
            elif isinstance(inner, list):
                stack += [_Place(part, name, (), depth) for part in _parts(inner)]
            elif isinstance(inner, str) and depth < _DEEPEST and self._opens(inner):
                told = (_Place(v, name, around, depth + 1) for v in _decoded(inner))
                stack += told

    def _opens(self, text: str) -> bool:
        """Whether a text is data, and was not decoded before."""
        if not _is_data(text) or id(text) in self._opened:
            return False
        self._opened[id(text)] = text
        return True

    def stories(self) -> Iterator[Story]:
        """The stories found; where there is none, what lone strings make up."""
        yield from self._found
        if any(story.room >= LEAST for story in self._found):
            return
        self._found = []
        texts = [
            (len(value), place)
            for place, (name, value) in enumerate(self._loose)
            if name in TEXTS
        ]
        if texts:
            _, place = max(texts)
            self._tell(self._near(place), ())
            yield from self._found

    def _near(self, place: int) -> dict[str, object]:
        """The strings around one, by name, the nearest of each name.

        A title stands before its text more often than not: what is behind is farther.
        """
        order = sorted(
            range(len(self._loose)),
            key=lambda at: place - at if at <= place else _BEHIND * (at - place),
        )
        near: dict[str, object] = {}
        for at in order:
            near.setdefault(*self._loose[at])
        return near

    def _tell(
        self, own: dict[str, object], around: tuple[dict[str, object], ...]
    ) -> None:
        """Keep an object that holds a text, with a title in it or right around it."""
        texts = [value for name, value in own.items() if name in TEXTS]
        if not texts:
            return
        fields = ChainMap(own, *around)
        title = first_line(fields, TITLES)
        if not title:
            return
        best, best_room = "", 0.0
        for value in texts:
            markup, room = self._measured(value)
            if markup and room > best_room:
                best, best_room = markup, room
        if best_room >= LEAST_NAMED:
            self._found.append(Story(title, best, best_room, fields))

    def _measured(self, value: object) -> tuple[str | None, float]:
        """A text's markup and its size, made once of each value."""
        if id(value) not in self._told:
            markup = markup_of(value)
            self._told[id(value)] = (value, markup, room_of(markup) if markup else 0.0)
        _, markup, room = self._told[id(value)]
        return markup, room


def _parts(values: list[object]) -> Iterator[object]:
    """A list's own values, and its objects whose values are places in the list.

    So Nuxt 3 writes what it knows: ``[{"title": 1}, "..."]``. Places below zero stand for
    what has no value.
    """
    yield from values
    lists: dict[int, list[object]] = {}
    used: set[int] = set()
    for value in values:
        if not isinstance(value, dict) or not value:
            continue
        places = [at for at in value.values() if type(at) is int]
        if len(places) == len(value) and max(places) < len(values):
            own = {name: values[at] for name, at in value.items() if at >= 0}
            for name, held in own.items():
                if name.lower() in TEXTS and isinstance(held, list):
                    if id(held) not in lists:
                        lists[id(held)] = [_block_at(at, values, used) for at in held]
                    own[name] = lists[id(held)]
            yield own


def _block_at(place: object, values: list[object], used: set[int]) -> object:
    """The text at a place of a list, or an object there with the texts that it names.

    What is long is taken once: a list may name it more often than any page can hold.
    """
    block = _at(place, values, used)
    if not isinstance(block, dict):
        return block if isinstance(block, str) else None
    texts = {name: _at(at, values, used) for name, at in block.items()}
    return {name: text for name, text in texts.items() if isinstance(text, str)}


def _at(place: object, values: list[object], used: set[int]) -> object:
    if type(place) is not int or not 0 <= place < len(values):
        return None
    value = values[place]
    if not isinstance(value, dict) and not (
        isinstance(value, str) and len(value) > _LONG
    ):
        return value
    if place in used:
        return None
    used.add(place)
    return value


def _is_data(text: str) -> bool:
    if len(text) <= _SHORTEST_DATA:
        return False
    begin = text[:_SHORTEST_DATA].lstrip()
    return begin.startswith(_DATA) or scripts.is_escaped(begin) or flights.begins(begin)


def _decoded(text: str) -> Iterator[object]:
    """The values of a string of JSON, escaped for an address, or in numbered rows."""
    text = text.lstrip()
    if scripts.is_escaped(text):
        text = scripts.unescaped(text)
    if flights.begins(text):
        yield from flights.values(text.encode("utf-8", "replace"))
    elif (value := scripts.decoded(text)) is not None:
        yield value


# --- from values to text


def markup_of(value: object) -> str | None:
    """Return a text's markup, written for plain text and for blocks; ``None`` if none."""
    if isinstance(value, dict) and isinstance(value.get(_RENDERED), str):
        value = value[_RENDERED]
    if isinstance(value, list | dict):
        text = "\n".join(_as_blocks(_inline(part, 0)) for part in _blocks(value))
        return text if _STOP.search(text) else None
    if not isinstance(value, str) or _is_data(value):
        return None
    text = _unescaped(value).removeprefix("&quot;").removesuffix("&quot;")
    return _as_blocks(text) if _STOP.search(text) else None


def room_of(markup: str) -> float:
    """Return the size of a markup's text."""
    return size("".join(_TAG.sub("", markup).split()))


def has_blocks(markup: str) -> bool:
    """Say whether a text is markup, with an element that begins a line, and a sentence."""
    return bool(_BLOCK.search(markup) and _STOP.search(markup))


def first_line(fields: Mapping[str, object], names: Sequence[str]) -> str | None:
    """Return the first text that the fields hold under one of the names, in one line."""
    for name in names:
        if text := ", ".join(_lines(fields.get(name))):
            return text
    return None


def _lines(value: object) -> Iterator[str]:
    """A value's texts in one line each: its own, its name, or those of a list."""
    if isinstance(value, str):
        if len(value) > _LONGEST_LINE:
            return
        text = html.unescape(_TAG.sub("", _from_address(value)))
        if text := " ".join(text.split()):
            yield text
    elif isinstance(value, list):
        for part in value[:_MOST_LINES]:
            if isinstance(part, str | dict):
                yield from _lines(part)
    elif isinstance(value, dict):
        own = (value[name] for name in _NAMES if isinstance(value.get(name), str))
        yield from _lines(next(own, None))


def _from_address(text: str) -> str:
    """A text without the escapes of addresses, if all of it is written so."""
    return unquote(text) if _PERCENT.match(text) and text.isascii() else text


def _unescaped(text: str) -> str:
    """A text without the escapes around all of it, of markup that is kept in markup."""
    text = _from_address(text)
    for _ in range(_DEEPEST):
        if "<" in text or not _ESCAPED.search(text):
            break
        text = html.unescape(text)
    return text


def _as_blocks(text: str) -> str:
    """A text as markup that begins lines: as it is, or with a ``p`` for each line."""
    if not text or _BLOCK.search(text):
        return text
    lines = filter(None, map(str.strip, text.splitlines()))
    if _INLINE.search(text):
        return "".join(f"<p>{line}</p>\n" for line in lines)
    return "".join(f"<p>{html.escape(html.unescape(line))}</p>\n" for line in lines)


def _blocks(value: object) -> list[object]:
    """The list of blocks that a text is, or holds: editors put objects around it.

    Objects with titles of their own are no blocks, but articles.
    """
    for _ in range(_DEEPEST):
        if not isinstance(value, dict) or _is_titled(value):
            break
        value = next((value[name] for name in _OF_TEXT if name in value), None)
    if not isinstance(value, list):
        return []
    objects = [part for part in value if isinstance(part, dict)]
    return [] if objects and all(map(_is_titled, objects)) else value


def _is_titled(value: Mapping[str, object]) -> bool:
    return any(value.get(name) for name in TITLES)


def _inline(part: object, depth: int) -> str:
    """The text of one block, or that of the blocks in it; it may be empty."""
    if isinstance(part, str):
        return _picture(part) if _ADDRESS.fullmatch(part) else part
    if not isinstance(part, dict) or depth > _MOST_NESTED:
        return ""
    if picture := _figure(part):
        return picture
    for name in _OF_BLOCK:
        held = part.get(name)
        inner = held if isinstance(held, list) else [held]
        texts = [text for each in inner if (text := _inline(each, depth + 1))]
        if any(map(str.strip, texts)):
            is_line = name != _LISTED and any(map(_is_of_line, inner))
            return ("" if is_line else "\n").join(texts)
    return ""


def _is_of_line(part: object) -> bool:
    """Whether what stands beside a part of a block is in the same line."""
    if not isinstance(part, dict):
        return isinstance(part, str)
    kind = next((part[name] for name in _KINDS if name in part), "text")
    return str(kind) in _OF_LINE and isinstance(
        part.get("text", part.get("value")), str
    )


def _figure(block: Mapping[str, object]) -> str:
    """The markup of a block that says it is a picture; empty for others."""
    kind = next((block[name] for name in _KINDS if name in block), "")
    if not isinstance(kind, str) or not _OF_PICTURE.match(kind):
        return ""
    texts = [value for value in block.values() if isinstance(value, str)]
    address = next((text for text in texts if _ADDRESS.fullmatch(text)), None)
    if address is None:
        return ""
    shows = first_line(block, _SHOWS) or ""
    return (
        f'<figure><img src="{html.escape(address.strip())}">'
        f"<figcaption>{html.escape(shows)}</figcaption></figure>\n"
    )


def _picture(address: str) -> str:
    """The markup of a picture, where a block holds an address alone."""
    if not _PICTURE.search(address):
        return ""
    return f'<p><img src="{html.escape(address.strip())}"></p>\n'
