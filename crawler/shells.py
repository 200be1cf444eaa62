"""JS shells: pages whose article stands in a script's JSON alone.

Data is decoded, as strictly as JSON asks for, and never run. It stands in scripts, in
attributes, and in fields that are not shown. Of what is found the object with the longest
text is the article, if it has a title of its own; a small page is written from it, which
is then read like any other.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import chain, islice

from lxml import etree
from lxml.etree import _Element

from crawler import flights, scripts
from crawler.closures import applied, spelled_out
from crawler.errors import UnreadablePage
from crawler.frames import Frame, frame_of, text_of
from crawler.page import Page
from crawler.stories import (
    LEAST,
    MOST_VALUES,
    TITLES,
    Story,
    Walk,
    first_line,
    has_blocks,
    room_of,
)
from crawler.text.similarity import likeness, plain

# Characters. A script with fewer holds no article; what is beyond the other two, of
# a script and of a page, is not read.
_SHORTEST = 120
_LONGEST = 4_000_000
_LONGEST_TOGETHER = 8_000_000

# Share of the longest text from which on another object's text is an article, too:
# a list of articles, which says of none that it is the page's.
_AS_LONG = 0.4

# Likeness to the page's title that says so.
_ALIKE = 0.75

_TIMES = (
    "publishtime publish_time pubtime pub_time pubdate pub_date datepublished publishdate "
    "publish_date publishedat published_at publishat publish_at published publishedtime "
    "published_time publisheddate published_date ptime showtime show_time releasetime "
    "release_time releasedate release_date releasedat released_at posttime post_time "
    "postdate post_date inputtime firstpublishtime displaydate display_date newstime "
    "news_time issuetime issue_time onlinetime online_time docreltime docpubtime "
    "first_shared_at"
).split()
_LATER_TIMES = (
    "time date datetime ctime createtime create_time createdat created_at createdate"
).split()
_SOURCES = (
    "source sourcename source_name media medianame media_name origin copyfrom "
    "articlesource article_source newssource mediainfo media_info publisher docsource"
).split()
_AUTHORS = (
    "author authors authorname author_name writer reporter reporters byline creator docauthor"
).split()
_EDITORS = ("editor editors editorname editor_name").split()

# What a script with an article holds, however it is encoded: the end of a sentence,
# and in lower case a name for the headline, and one for the text with a value behind
# it. Alternatives that begin with one letter each are what regular expressions find fast.
_ENDS = re.compile(r"""。|！|？|\\u3002|%E3%80%82|\.(?:[ "<]|\\[nu"x])""")
_TITLED = ("title", "headline", "subject")
_STATED = re.compile(
    r"""(?:content|body|text|html|detail|story|paragraphs|blocks)(?:\W{0,8}[:=]|["'&\\%])"""
)

_LABELLED = re.compile(
    r"^\W*(?:来源|來源|稿源|作者|记者|記者|文|source)\s*[:：/]|^by\s", re.IGNORECASE
)
_MOMENT = re.compile(r"\d{10}(?:\d{3})?")

# Characters of a printed time.
_LONGEST_TIME = 40

# Fields of a form by the end of their classes, and data of a page's attributes.
_FIELD = re.compile(r"(?:article|news|content|detail)-([a-z-]{2,20})")
_LONG = etree.XPath(f"//@*[string-length() >= {_SHORTEST}]", smart_strings=False)
_DATA = ("{", "[", "%7B", "%5B")

# Kinds of scripts that are no programs, where each is not data; what is still to be
# filled in; calls that write markup into a page, and the names of what they write.
_TEMPLATE = re.compile(
    r"text/(?:(?:x-)?[a-z-]{0,20}template|html|plain)", re.IGNORECASE
)
_TO_FILL = re.compile(r"\{\{|<%|\$\{")
_WRITES = re.compile(
    r"document\.write|innerHTML|outerHTML|insertAdjacentHTML|\.(?:html|append)\("
)
_MARKED_UP = ("<p", "<P", "<br", "<BR", "u003c", "u003C", "x3c", "x3C")
_WRITTEN = frozenset({"", "innerhtml", "outerhtml"})

# What must be of a text that no title stands beside: its size, and its paragraphs.
_LEAST_UNTITLED = 100.0
_LEAST_PARAGRAPHS = 2
_PARAGRAPH = re.compile(r"<(?:p|br)\b", re.IGNORECASE)


def unpacked(page: Page, zone: tzinfo, *, bare: bool = True) -> Page | None:
    """Return a page written from the article in a script of ``page``, or ``None``.

    Attributes, templates and what scripts write are looked at where the page is
    ``bare``, that is, prints no article at all.

    The head is the page's own, and so is the byline where the script tells no time.
    ``zone`` is that of the outlet, in which moments are told that a script gives as
    numbers. ``None`` where no script holds an article, or several hold one each and none
    has the page's title. Time is linear in the length of the page.
    """
    titles = [
        text
        for title in page.root.root.iter("title")
        if (text := plain(title.text or ""))
    ]
    title = titles[0] if titles else ""
    stories = [
        story
        for story in _stories(page, title, bare=bare)
        if story.room >= LEAST or _names(title, story.title)
    ]
    if not stories:
        return None
    frame = frame_of(page, title)
    story = _choice(stories, title, frame)
    if story is None:
        return None
    try:
        written = Page.from_bytes(
            _written(story, page, titles, zone, frame).encode("utf-8", "replace"),
            url=page.url,
            content_type="text/html; charset=utf-8",
            fetched=page.fetched,
        )
    except UnreadablePage:
        return None
    return replace(written, encoding=page.encoding)


def _choice(stories: list[Story], title: str, frame: Frame | None) -> Story | None:
    """The story that the page's title names, or its heading, or the only one that is long.

    Beside what is printed of an article, the only one may be the terms of use.
    """
    named = [story for story in stories if _names(title, story.title)]
    if frame and not named:
        named = [s for s in stories if likeness(frame.heading, s.title) > _ALIKE]
        is_outlet = frame.waits and plain(frame.heading) == title
        if not named and not is_outlet:
            return None
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


# --- from a page to stories


def _stories(page: Page, title: str, *, bare: bool) -> Iterator[Story]:
    left = MOST_VALUES
    for held in _held(page, title, bare=bare):
        walk = Walk(left)
        for name, value in held:
            walk.over(value, name)
        left = walk.left
        yield from walk.stories()


def _held(
    page: Page, title: str, *, bare: bool
) -> Iterator[Iterable[tuple[str, object]]]:
    """The values that each script and each attribute holds, with their names."""
    left = _LONGEST_TOGETHER
    rows = []
    for script in page.root.root.iter("script"):
        text = script.text or ""
        if len(text) > min(_LONGEST, left):
            continue
        if piece := flights.pushed(text):
            left -= len(text)
            rows.append(piece)
        elif len(text) >= _SHORTEST and _may_tell(text := spelled_out(text)):
            left -= len(text)
            yield scripts.values(applied(text))
    joined = b"".join(rows)
    if _may_tell(joined.decode("utf-8", "replace")):
        yield (("", value) for value in flights.values(joined))
    attributes = _long_attributes(page) if bare else []
    for data in attributes:
        if data.startswith(_DATA) and len(data) <= left and _may_tell(data):
            left -= len(data)
            yield scripts.values(data)
    fields = _of_textareas(page, title)
    if bare and not fields:
        fields = _untitled(page, title, attributes)
    if fields:
        yield [("", fields)]


def _may_tell(script: str) -> bool:
    """Whether a script can hold an article at all: what costs least is asked first."""
    if not _ENDS.search(script):
        return False
    lower = script.lower()
    return any(map(lower.__contains__, _TITLED)) and _STATED.search(lower) is not None


def _long_attributes(page: Page) -> list[str]:
    """The values of attributes that are long enough to hold an article."""
    found = _LONG(page.root.root)
    return [str(value).strip() for value in found] if isinstance(found, list) else []


def _is_template(script: _Element) -> bool:
    return _TEMPLATE.fullmatch((script.get("type") or "").strip()) is not None


def _of_textareas(page: Page, title: str) -> dict[str, str]:
    """What a page keeps in hidden fields for its script, by the end of their classes.

    ``<textarea class="article-title" style="display:none">``.
    """
    found: dict[str, str] = {}
    for element in page.root.root.iter("textarea"):
        held = _FIELD.fullmatch(element.get("class") or "")
        text = (element.text or "").strip()
        if held and text:
            found.setdefault(held[1].replace("-", ""), text)
        elif len(text) >= _SHORTEST and has_blocks(text):
            found.setdefault("content", text)
    if "content" not in found or any(name in found for name in TITLES):
        return found
    if frame := frame_of(page, title):
        found["title"] = frame.heading
    else:
        for heading in (*page.root.root.iter("h1"), *page.root.root.iter("title")):
            if title := text_of(heading):
                found["title"] = title
                break
    return found


def _untitled(page: Page, title: str, attributes: list[str]) -> dict[str, str]:
    """The longest markup that a page keeps for a script, where it prints the rest.

    It stands in an attribute, in a script that is a template, or in a call that writes
    it. A notice stands there, too; so a heading and a day must be printed that wait for
    a text, and the text must have paragraphs.
    """
    markups = chain(attributes, _markups(page))
    texts = [(room, text) for text in markups if (room := _room_untitled(text))]
    frame = frame_of(page, title) if texts else None
    if frame is None or not frame.waits:
        return {}
    return {"title": frame.heading, "content": max(texts)[1]}


def _room_untitled(text: str) -> float:
    """The size of a text that may be an article by itself; of others nothing."""
    paragraphs = sum(1 for _ in islice(_PARAGRAPH.finditer(text), _LEAST_PARAGRAPHS))
    if paragraphs < _LEAST_PARAGRAPHS or _TO_FILL.search(text) or not has_blocks(text):
        return 0.0
    room = room_of(text)
    return room if room >= _LEAST_UNTITLED else 0.0


def _markups(page: Page) -> Iterator[str]:
    """The markup in templates, and in calls that write it."""
    left = _LONGEST_TOGETHER
    for script in page.root.root.iter("script"):
        text = script.text or ""
        if not _SHORTEST <= len(text) <= min(_LONGEST, left):
            continue
        left -= len(text)
        if sum(map(text.count, _MARKED_UP)) < _LEAST_PARAGRAPHS:
            continue  # programs that write a picture or a script, as most do
        if _is_template(script):
            yield text
        elif _ENDS.search(text) and _WRITES.search(text):
            yield from (
                value
                for name, value in scripts.values(text)
                if isinstance(value, str) and name.lower() in _WRITTEN
            )


# --- from a story to a page


def _written(
    story: Story, page: Page, titles: list[str], zone: tzinfo, frame: Frame | None
) -> str:
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
        if text := first_line(story.fields, names):
            byline.append(text if _LABELLED.match(text) else f"{label}：{text}")
    if time is None and frame and likeness(frame.heading, story.title) > _ALIKE:
        byline = [*frame.byline, *byline]
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


def _aware(text: str) -> datetime | None:
    """A moment that names its zone, which no byline prints."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
