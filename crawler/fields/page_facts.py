"""What is said of the whole page: address, abstract, section, keywords, language."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from crawler.fields.sources import Found, Reading, first
from crawler.roles import Role
from crawler.text import marks
from crawler.text.chinese import language as chinese_language
from crawler.text.outlets import is_outlet
from crawler.urls import absolute, canonical

_CRUMB = re.compile(r"[>›»＞／/→|]")
_HERE = re.compile(r"^.{0,8}(?:位置|在)\s*[:：]?|正文|[首主]\s*[页頁]|Home|^\W*$")
_KEYWORDS = re.compile(r"\s*[,，;；、|]\s*|\s{2,}")
_MOST_KEYWORDS = 20
_TITLE_PARTS = re.compile(r"\s*(?:[_|｜丨–—«»]+|--+|\s-\s|·\s)\s*")

# Blocks above the headline and below the text among which its tags stand, and what
# says that they are some.
_TAGS_APART = 8
_TAGGED = re.compile(
    r"\W*(?:本文)?(?:文章)?(?:[关關][键鍵][词詞字]|[标標][签籤]|(?i:tags?))\s*[:：>]\s*"
)
_TAGS = re.compile(r"[\s、，,;；|/#]+")

# Characters. Names of sections.
_LONGEST_SECTION = 12


def canonical_url(reading: Reading) -> Found[str]:
    """Return the one address of the article.

    The page's own word is believed where it stays on the page's host, leads
    deeper than a home page, and keeps the article's number.
    """
    found = first(reading, link_canonical, og_url)
    return found or Found(canonical(reading.page.url), "address")


def description(reading: Reading) -> Found[str] | None:
    """Return the abstract that the page prints or declares, or ``None``."""
    return first(reading, printed_summary, declared_description)


def section(reading: Reading) -> Found[str] | None:
    """Return the part of the outlet that the article stands in, or ``None``."""
    return first(reading, declared_section, breadcrumb, over_headline, linked_category)


def keywords(reading: Reading) -> Found[tuple[str, ...]] | None:
    """Return the page's keywords, or ``None``."""
    return first(reading, linked_keywords, meta_keywords, printed_keywords)


def language(reading: Reading) -> Found[str] | None:
    """Return the language, told from the body's script before any declaration."""
    return first(reading, script_of_body, declared_language)


def link_canonical(reading: Reading) -> str | None:
    return _believable(reading.head.canonical, reading)


def og_url(reading: Reading) -> str | None:
    return _believable(reading.head.meta("og:url"), reading)


def printed_summary(reading: Reading) -> str | None:
    blocks = reading.zones.of(Role.SUMMARY)
    text = " ".join(
        marks.abstract_label.sub("", block.text) for block in blocks
    ).strip()
    return text or None


def declared_description(reading: Reading) -> str | None:
    declared = reading.head.meta("description", "og:description")
    return declared or reading.head.linked("description")


def declared_section(reading: Reading) -> str | None:
    declared = reading.head.meta("article:section", "section", "channel")
    return declared or reading.head.linked("articleSection")


def breadcrumb(reading: Reading) -> str | None:
    """The last name of the path that stands over the headline."""
    top = max(reading.zones.measures.headline, reading.zones.span[0])
    for block in reversed(reading.zones.blocks[: max(0, top)]):
        if not block.links or not _CRUMB.search(block.text) or block.node.hidden:
            continue
        if not _HERE.search(block.text):
            continue
        names = [_text_of(link) for link in block.links]
        names = [name for name in names if name and not _HERE.search(name)]
        return names[-1] if names else None
    return None


def over_headline(reading: Reading) -> str | None:
    """A short line right over the headline that the title names, too, and not last.

    What a title ends with is the outlet's name.
    """
    at = reading.zones.measures.headline
    if at < 1:
        return None
    text = reading.zones.blocks[at - 1].text
    if len(text) > _LONGEST_SECTION or reading.zones.blocks[at - 1].node.hidden:
        return None
    parts = _TITLE_PARTS.split(reading.head.title or "")
    return text if text in parts[1:-1] and not is_outlet(text) else None


def linked_keywords(reading: Reading) -> tuple[str, ...]:
    found = [k for text in reading.head.linked_all("keywords") for k in _split(text)]
    return tuple(dict.fromkeys(found))[:_MOST_KEYWORDS]


def meta_keywords(reading: Reading) -> tuple[str, ...]:
    text = reading.head.meta("keywords", "news_keywords") or ""
    return tuple(dict.fromkeys(_split(text)))[:_MOST_KEYWORDS]


def printed_keywords(reading: Reading) -> tuple[str, ...]:
    """What stands behind 标签 or 关键词 near the text, or is linked as its tags."""
    found = _linked(reading, lambda rel: "tag" in rel and "category" not in rel)
    for line in reading.lines.all:
        text = line.block.text
        if not found and marks.line(text) == "tags" and (said := _TAGGED.match(text)):
            named = [_text_of(link) for link in line.block.links]
            found = [name for name in named if name] or _TAGS.split(text[said.end() :])
    return tuple(dict.fromkeys(filter(None, found)))[:_MOST_KEYWORDS]


def linked_category(reading: Reading) -> str | None:
    """The category that a link near the text leads to, as templates of WordPress say."""
    return next(iter(_linked(reading, lambda rel: "category" in rel)), None)


def _linked(reading: Reading, says: Callable[[set[str]], bool]) -> list[str]:
    """The texts of the links between headline and a little below the text, by ``rel``."""
    zones = reading.zones
    top = max(0, zones.measures.headline - _TAGS_APART)
    near = zones.blocks[top : zones.span[1] + _TAGS_APART + 1]
    links = (link for block in near for link in block.links)
    found = [
        _text_of(link) for link in links if says({*(link.get("rel") or "").split()})
    ]
    return [text for text in found if text]


def _text_of(link: Element) -> str:
    return " ".join("".join(map(str, link.itertext())).split()).lstrip("#")


def script_of_body(reading: Reading) -> str | None:
    return chinese_language("".join([block.text for block in reading.zones.body]))


def declared_language(reading: Reading) -> str | None:
    declared = reading.page.root.root.get("lang")
    declared = declared or reading.head.meta("og:locale", "language")
    match = re.match(r"[A-Za-z]{2,3}(?=[-_]|$)", (declared or "").strip())
    return match[0].lower() if match else None


def _split(text: str) -> list[str]:
    return [word for word in _KEYWORDS.split(text) if word]


def _believable(declared: str | None, reading: Reading) -> str | None:
    address = absolute(reading.page.url, declared or "")
    if address is None:
        return None
    own, said = urlsplit(reading.page.url), urlsplit(address)
    if own.scheme not in {"http", "https"}:
        return canonical(address)
    if _domain(own.hostname) != _domain(said.hostname) or said.path in {"", "/"}:
        return None
    return canonical(address)


def _domain(host: str | None) -> str:
    """The last two labels of a host, three where the last but one is com or the like."""
    labels = (host or "").split(".")
    second = labels[-2] if len(labels) > 1 else ""
    return ".".join(
        labels[-3 if second in {"com", "org", "net", "gov", "edu", "co"} else -2 :]
    )
