"""JS shells: pages whose article stands in a script's JSON alone.

Data is decoded, as strictly as JSON asks for, and never run. Of what is found the
object with the longest text is the article, if it has a title of its own; a small
page is written from it, which is then read like any other.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import NamedTuple

from lxml import etree

from crawler import scripts
from crawler.closures import applied
from crawler.errors import UnreadablePage
from crawler.page import Page
from crawler.text.similarity import likeness, plain, size

# Sizes. Text shorter than the first is a teaser's or a caption's, unless the page's
# title names it, and it has the second.
_LEAST = 60.0
_LEAST_NAMED = 20.0

# Characters. A script with fewer holds no article; what is beyond the other two, of
# a script and of a page, is not read.
_SHORTEST = 120
_LONGEST = 4_000_000
_LONGEST_TOGETHER = 8_000_000

# Values looked at in one page, and levels of JSON inside the strings of JSON.
_MOST_VALUES = 200_000
_DEEPEST = 3

# Share of the longest text from which on another object's text is an article, too:
# a list of articles, which says of none that it is the page's.
_AS_LONG = 0.4

# Likeness to the page's title that says so.
_ALIKE = 0.75

_TEXTS = frozenset(
    "content body articlebody html text contenthtml htmlcontent bodyhtml articlecontent "
    "newscontent contenttext fulltext rawcontent maintext richtext article_content "
    "content_html body_html article_body news_content detail story paragraphs "
    "contentlist content_list bodylist body_list".split()
)
_TITLES = (
    "title headline articletitle newstitle subject article_title news_title"
).split()
_TIMES = (
    "publishtime publish_time pubtime pub_time pubdate pub_date datepublished publishdate "
    "publish_date publishedat published_at publishat publish_at published ptime showtime "
    "show_time releasetime release_time posttime post_time inputtime firstpublishtime "
    "displaydate display_date"
).split()
_LATER_TIMES = (
    "time date datetime ctime createtime create_time createdat created_at createdate"
).split()
_SOURCES = (
    "source sourcename source_name media medianame media_name origin copyfrom "
    "articlesource article_source newssource mediainfo media_info publisher"
).split()
_AUTHORS = (
    "author authors authorname author_name writer reporter reporters byline creator"
).split()
_EDITORS = ("editor editors editorname editor_name").split()
_NAMES = ("name", "title", "screen_name", "text")
_DATA = ("{", "[", '"{', '"[')
_OF_BLOCK = ("text", "html", "content", "value", "data", "children")

# What a script with an article holds, however it is encoded: the end of a sentence,
# and in lower case a name for the headline, and one for the text with a value behind
# it. Alternatives that begin with one letter each are what regular expressions find fast.
_ENDS = re.compile(r"""。|！|？|\\u3002|%E3%80%82|\.(?:[ "<]|\\[nu"x])""")
_TITLED = ("title", "headline", "subject")
_STATED = re.compile(
    r"""(?:content|body|text|html|detail|story|paragraphs)(?:\W{0,8}[:=]|["'&\\%])"""
)

_MARKUP = re.compile(
    r"<(?:p|br|div|span|section|article|strong|b|img|figure|h[1-6]|ul|ol|table|blockquote)\b",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")
_ROW = re.compile(r"\s*[0-9a-f]{1,6}:(?=[\[{])")
_STOP = re.compile(r"[。！？…]|[.!?](?:\s|$)")
_LINES = re.compile(r"\s*\n\s*")
_LABELLED = re.compile(
    r"^\W*(?:来源|來源|稿源|作者|记者|記者|文|source)\s*[:：/]|^by\s", re.IGNORECASE
)
_MOMENT = re.compile(r"\d{10}(?:\d{3})?")

_FIELD = re.compile(r"(?:article|news|content|detail)-([a-z-]{2,20})")


@dataclass(frozen=True, slots=True)
class _Story:
    """One object that may be an article."""

    title: str
    markup: str
    room: float
    """Size of its text."""

    fields: Mapping[str, object]
    """Its own values and those of the objects around it, by lower-case name."""


def unpacked(page: Page, zone: tzinfo) -> Page | None:
    """Return a page written from the article in a script of ``page``, or ``None``.

    The head is the page's own. ``zone`` is that of the outlet, in which moments are
    told that a script gives as numbers. ``None`` where no script holds an article, or
    several hold one each and none has the page's title. Time is linear in the
    length of the scripts.
    """
    titles = [
        text
        for title in page.root.root.iter("title")
        if (text := plain(title.text or ""))
    ]
    title = titles[0] if titles else ""
    stories = [s for s in _stories(page) if s.room >= _LEAST or _names(title, s.title)]
    if not stories:
        return None
    story = _choice(stories, title)
    if story is None:
        return None
    try:
        written = Page.from_bytes(
            _written(story, page, titles, zone).encode("utf-8", "replace"),
            url=page.url,
            content_type="text/html; charset=utf-8",
            fetched=page.fetched,
        )
    except UnreadablePage:
        return None
    return replace(written, encoding=page.encoding)


def _choice(stories: list[_Story], title: str) -> _Story | None:
    """The story that the page's title names, or the only one that is long."""
    named = [story for story in stories if _names(title, story.title)]
    best = max(named or stories, key=lambda story: story.room)
    others = {
        plain(story.title) for story in stories if story.room >= _AS_LONG * best.room
    }
    return best if named or len(others) == 1 else None


def _names(title: str, own: str) -> bool:
    """Whether the page's title, plain, is a story's with the outlet's name or without."""
    story = plain(own)
    if not title or not story:
        return False
    return story in title or likeness(story, title) > _ALIKE


# --- from scripts to stories


def _stories(page: Page) -> Iterator[_Story]:
    left, values = _LONGEST_TOGETHER, _MOST_VALUES
    for script in page.root.root.iter("script"):
        text = script.text or ""
        if not _SHORTEST <= len(text) <= min(_LONGEST, left):
            continue
        if not _may_tell(text):
            continue
        left -= len(text)
        text = applied(text)
        walk = _Walk(values)
        for name, value in scripts.values(text):
            walk.over(value, name)
        values = walk.left
        yield from walk.stories()
    if fields := _of_textareas(page):
        walk = _Walk(values)
        walk.over(fields, "")
        yield from walk.stories()


def _of_textareas(page: Page) -> dict[str, str]:
    """What a page keeps in hidden fields for its script, by the end of their classes.

    ``<textarea class="article-title" style="display:none">``.
    """
    found: dict[str, str] = {}
    for element in page.root.root.iter("textarea"):
        held = _FIELD.fullmatch(element.get("class") or "")
        text = (element.text or "").strip()
        if held and text:
            found.setdefault(held[1].replace("-", ""), text)
        elif len(text) >= _SHORTEST and _MARKUP.search(text) and _STOP.search(text):
            found.setdefault("content", text)
    if "content" in found and not any(name in found for name in _TITLES):
        for heading in (*page.root.root.iter("h1"), *page.root.root.iter("title")):
            if title := " ".join("".join(map(str, heading.itertext())).split()):
                found["title"] = title
                break
    return found


def _may_tell(script: str) -> bool:
    """Whether a script can hold an article at all: what costs least is asked first."""
    if not _ENDS.search(script):
        return False
    lower = script.lower()
    return any(map(lower.__contains__, _TITLED)) and _STATED.search(lower) is not None


class _Place(NamedTuple):
    """A value to look at, and what stands around it."""

    value: object
    name: str
    around: tuple[Mapping[str, object], ...]
    """The objects around it, the nearest first; a list ends what belongs together."""

    depth: int
    """Levels of strings that were decoded on the way."""


class _Walk:
    """One script's values while stories are looked for."""

    def __init__(self, left: int) -> None:
        self.left = left
        """Values that may still be looked at."""

        self._found: list[_Story] = []
        self._loose: list[tuple[str, str]] = []

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
                self._tell(own, around)
                nearest = (own, *around[:2])
                stack += [_Place(v, k, nearest, depth) for k, v in own.items()]
            elif isinstance(inner, list):
                stack += [_Place(part, name, (), depth) for part in _parts(inner)]
            elif isinstance(inner, str) and depth < _DEEPEST and _is_data(inner):
                told = (_Place(v, name, around, depth + 1) for v in _decoded(inner))
                stack += told

    def stories(self) -> Iterator[_Story]:
        """The stories found; where there is none, what lone strings make up."""
        yield from self._found
        if any(story.room >= _LEAST for story in self._found):
            return
        self._found = []
        texts = [
            (len(value), place)
            for place, (name, value) in enumerate(self._loose)
            if name in _TEXTS
        ]
        if texts:
            _, place = max(texts)
            self._tell(self._near(place), ())
            yield from self._found

    def _near(self, place: int) -> dict[str, object]:
        """The strings around one, by name, the nearest of each name."""
        order = sorted(range(len(self._loose)), key=lambda at: abs(at - place))
        near: dict[str, object] = {}
        for at in order:
            near.setdefault(*self._loose[at])
        return near

    def _tell(
        self, own: Mapping[str, object], around: tuple[Mapping[str, object], ...]
    ) -> None:
        """Keep an object that holds a text, with a title in it or right around it."""
        fields = {k: v for outer in (*reversed(around), own) for k, v in outer.items()}
        title = _first_text(fields, _TITLES)
        if not title:
            return
        best, best_room = "", 0.0
        for name, value in own.items():
            markup = _markup(value) if name in _TEXTS else None
            if markup and (room := _room(markup)) > best_room:
                best, best_room = markup, room
        if best_room >= _LEAST_NAMED:
            self._found.append(_Story(title, best, best_room, fields))


def _parts(values: list[object]) -> Iterator[object]:
    """A list's own values, and its objects whose values are places in the list.

    So Nuxt 3 writes what it knows: ``[{"title": 1}, "..."]``.
    """
    yield from values
    for value in values:
        if not isinstance(value, dict) or not value:
            continue
        places = [at for at in value.values() if type(at) is int]
        if len(places) == len(value) and 0 <= min(places) <= max(places) < len(values):
            yield {name: values[at] for name, at in value.items()}


def _is_data(text: str) -> bool:
    if len(text) <= _SHORTEST:
        return False
    begin = text.lstrip()
    if begin.startswith(_DATA) or scripts.is_escaped(begin):
        return True
    return _ROW.match(text) is not None


def _decoded(text: str) -> Iterator[object]:
    """The values of a string of JSON, escaped for an address, or in numbered rows.

    So React writes what its server knows: ``5:["$","div",...]``.
    """
    if scripts.is_escaped(text.lstrip()):
        text = scripts.unescaped(text.lstrip())
    rows = text.split("\n") if _ROW.match(text) else [text]
    for row in rows:
        number = _ROW.match(row)
        value = scripts.decoded(row[number.end() :] if number else row)
        if value is not None:
            yield value


# --- from values to text


def _markup(value: object) -> str | None:
    """A text's markup, written for plain text and for lists of blocks."""
    if isinstance(value, list):
        texts = [_inline(part, 0) for part in value]
        return "\n".join(
            text if _MARKUP.search(text) else _paragraphs(text) for text in texts
        )
    if not isinstance(value, str) or _is_data(value):
        return None
    text = html.unescape(value) if "&lt;" in value and "<" not in value else value
    text = text.removeprefix("&quot;").removesuffix("&quot;")
    if _MARKUP.search(text):
        return text if _STOP.search(text) else None
    if not _STOP.search(text):
        return None
    return _paragraphs(text)


def _paragraphs(text: str) -> str:
    lines = filter(None, _LINES.split(text.strip()))
    return "".join(f"<p>{html.escape(html.unescape(line))}</p>\n" for line in lines)


def _inline(part: object, depth: int) -> str:
    """The text of one block of a list, or that of its parts; it may be empty."""
    if isinstance(part, str):
        return part
    if not isinstance(part, dict) or depth > _DEEPEST:
        return ""
    for name in _OF_BLOCK:
        held = part.get(name)
        inner = held if isinstance(held, list) else [held]
        if text := "".join(_inline(each, depth + 1) for each in inner):
            return text
    return ""


def _room(markup: str) -> float:
    return size("".join(_TAG.sub("", markup).split()))


def _first_text(fields: Mapping[str, object], names: Sequence[str]) -> str | None:
    """The first text that the fields hold under one of the names."""
    for name in names:
        if text := ", ".join(_texts(fields.get(name))):
            return text
    return None


def _texts(value: object) -> Iterator[str]:
    """A value's texts in one line each: its own, its name, or those of a list."""
    if isinstance(value, str):
        if text := " ".join(html.unescape(_TAG.sub("", value)).split()):
            yield text
    elif isinstance(value, list):
        for part in value:
            if isinstance(part, str | dict):
                yield from _texts(part)
    elif isinstance(value, dict):
        own = (value[name] for name in _NAMES if isinstance(value.get(name), str))
        yield from _texts(next(own, None))


# --- from a story to a page


def _written(story: _Story, page: Page, titles: list[str], zone: tzinfo) -> str:
    """The page of a story: the head of the shell, headline, byline, text."""
    declared, byline = [], []
    time = _time(story.fields, zone)
    if isinstance(time, datetime):
        declared.append(_meta("article:published_time", time.isoformat()))
    elif time:
        byline.append(time)
    for label, names in (
        ("来源", _SOURCES),
        ("作者", _AUTHORS),
        ("责任编辑", _EDITORS),
    ):
        if text := _first_text(story.fields, names):
            byline.append(text if _LABELLED.match(text) else f"{label}：{text}")
    known = bool(titles) and _names(titles[0], story.title)
    if not known:
        declared.append(f"<title>{html.escape(story.title)}</title>")
    declared += _head(page, known=known)
    lines = "".join(f"<span>{html.escape(line)}</span>\n" for line in byline)
    return (
        f"<html><head>{''.join(declared)}</head>\n<body><article>\n"
        f'<h1>{html.escape(story.title)}</h1>\n<div class="byline">{lines}</div>\n'
        f'<div class="content">{story.markup}</div>\n</article></body></html>'
    )


def _meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{html.escape(content)}">\n'


def _head(page: Page, *, known: bool) -> Iterator[str]:
    """What the shell's head declares; not its titles where they are the outlet's."""
    for element in page.root.root.iter("title", "meta", "link", "script"):
        if element.tag == "script":
            if element.get("type") != "application/ld+json":
                continue
        elif not known and (
            element.tag == "title" or "title" in (element.get("property") or "")
        ):
            continue
        yield etree.tostring(
            element, encoding="unicode", method="html", with_tail=False
        )


def _time(fields: Mapping[str, object], zone: tzinfo) -> datetime | str | None:
    """When the story was published: a moment, or a text to be printed as it is."""
    for names in (_TIMES, _LATER_TIMES):
        for name in names:
            value = fields.get(name)
            if isinstance(value, bool) or not isinstance(value, str | int | float):
                continue
            text = str(int(value)) if isinstance(value, float) else str(value).strip()
            if _MOMENT.fullmatch(text):
                return datetime.fromtimestamp(int(text[:10]), zone)
            if any(map(str.isdigit, text)) and len(text) <= _LONGEST_TIME:
                return _aware(text) or text
    return None


# Characters of a printed time.
_LONGEST_TIME = 40


def _aware(text: str) -> datetime | None:
    """A moment that names its zone, which no byline prints."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
