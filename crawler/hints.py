"""What tags, classes and ids say of the places that text stands in.

They say it of whole tag paths: a page has three times as many elements as paths.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from crawler.blocks import TagPath

# What class and id words say of an element. A word found anywhere counts, or only
# at a word's beginning, or only whole: "nav" is none in "unavailable".
_OF_ARTICLE, _OF_SURROUNDINGS, _OF_PICTURE = 1, 2, 4
COMMENTS, FOOT, NAVIGATION, SUMMARY = 8, 16, 32, 64
_REGIONS = (COMMENTS, FOOT, NAVIGATION, SUMMARY)
_ANY_REGION = COMMENTS | FOOT | NAVIGATION | SUMMARY

_ANYWHERE = {
    _OF_ARTICLE: "article content zhengwen trs_ editor artibody richtext neirong",
    _OF_PICTURE: "caption desc pic img image photo figure tushuo",
    _OF_SURROUNDINGS: "newsletter sidebar recommend relat tuijian xiangguan xgyd popular "
    "sharing advert sponsor subscri paihang download qrcode erweima ewm author-bio "
    "authorbio author-box authorbox cookie modal popup taboola outbrain",
    _OF_SURROUNDINGS
    | COMMENTS: "comment disqus pinglun reply replies guestbook liuyan gentie",
    _OF_SURROUNDINGS
    | FOOT: "foot copyright copy-right disclaimer mianze banquan beian "
    "icp bottom-bar bottombar bottom-nav bottomnav bottom-info",
    _OF_SURROUNDINGS | NAVIGATION: "breadcrumb toolbar navi",
    NAVIGATION: "submenu sub-menu weizhi dangqian",
    SUMMARY: "summary abstract zhaiyao digest daodu lead-in leadin",
}
_AT_BEGINNING = {_OF_ARTICLE: "body text main post entry story detail txt news"}
_AT_END = {_OF_SURROUNDINGS: "side", SUMMARY: "intro introduction"}
_WHOLE = {
    _OF_ARTICLE: "zw",
    _OF_SURROUNDINGS: "hot rank ad ads tag tags share social aside widget next prev more "
    "rela promo banner login top head header",
    _OF_SURROUNDINGS | NAVIGATION: "nav menu crumb crumbs pager tool tools",
    NAVIGATION: "path position location page pages pagenav page-nav",
}


def _words(
    kinds: dict[int, str], before: str = "", after: str = ""
) -> tuple[dict[str, int], str]:
    """What each word says, and a pattern of all, the longest first."""
    said = {word: says for says, words in kinds.items() for word in words.split()}
    longest_first = sorted(said, key=lambda word: (-len(word), word))
    return said, f"{before}(?:{'|'.join(longest_first)}){after}"


_SAID: dict[str, int] = {}
_PATTERNS = []
for _kinds, _before, _after in (
    (_ANYWHERE, "", ""),
    (_WHOLE, "(?<![a-z0-9])", "(?![a-z])"),
    (_AT_BEGINNING, "(?<![a-z0-9])", ""),
    (_AT_END, "", "(?![a-z0-9])"),
):
    _said, _pattern = _words(_kinds, _before, _after)
    _SAID |= _said
    _PATTERNS.append(_pattern)
_HINTS = re.compile("|".join(_PATTERNS))

# Characters of class and id that tell; what follows is style: "flex items-center".
_TELLING = 64

_MAIN_TAGS = frozenset({"article", "main"})
_ASIDE_TAGS = frozenset(
    {"aside", "nav", "footer", "header", "form", "button", "select", "option"}
)
_LIST_TAGS = frozenset({"li", "dl", "dd", "ul", "ol"})
_REGION_TAGS = {"footer": FOOT, "nav": NAVIGATION}
_FIGURE_TAGS = frozenset({"figure", "figcaption"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TAG_CODES = {
    "p": 1.0,
    "div": 2.0,
    "td": 3.0,
    "li": 4.0,
    "section": 5.0,
    "article": 6.0,
    "figcaption": 7.0,
    "blockquote": 8.0,
    "pre": 9.0,
    "dd": 10.0,
    "span": 11.0,
    "body": 12.0,
} | dict.fromkeys(HEADINGS, 13.0)


@dataclass(frozen=True, slots=True)
class Hints:
    """What is said of each tag path of a page; a list entry a path."""

    rows: list[tuple[float, int, int, int, int, int]]
    """A code of the tag, then how many of the elements from the root to here are an
    article's, surroundings, surroundings by their tag, lists, of a picture."""

    regions: list[int]
    """``COMMENTS``, ``FOOT``, ... as the nearest class or tag says; 0 where none does."""

    kin: list[int]
    """Paths of one number differ in numbers and further classes alone."""


def read_hints(paths: Sequence[TagPath]) -> Hints:
    """Return what each path's tags, classes and ids say, with those around it."""
    rows: list[tuple[float, int, int, int, int, int]] = []
    regions: list[int] = []
    kin: list[int] = []
    numbers: dict[tuple[int, str, str], int] = {}
    for up, tag, hint in paths:
        says, name = _read(hint) if hint else (0, "")
        main = aside = tags = lists = caption = region = 0
        kin_around = -1
        if up >= 0:
            _, main, aside, tags, lists, caption = rows[up]
            region, kin_around = regions[up], kin[up]
        rows.append(
            (
                _TAG_CODES.get(tag, 0.0),
                main + (says & _OF_ARTICLE != 0 or tag in _MAIN_TAGS),
                aside + (says & _OF_SURROUNDINGS != 0),
                tags + (tag in _ASIDE_TAGS),
                lists + (tag in _LIST_TAGS),
                caption or int(says & _OF_PICTURE != 0 or tag in _FIGURE_TAGS),
            )
        )
        regions.append(says & _ANY_REGION or _REGION_TAGS.get(tag, 0) or region)
        kin.append(numbers.setdefault((kin_around, tag, name), len(numbers)))
    return Hints(rows, regions, kin)


@lru_cache(maxsize=20_000)
def _read(hint: str) -> tuple[int, str]:
    """What class and id say of an element, with one region at most; and its name.

    The name is the first class without its number. Remembered, since an outlet's
    pages use the same few hundred over and over.
    """
    says = 0
    for name in hint[:_TELLING].lower().split():
        says |= _read_name(name)
    region = next((region for region in _REGIONS if says & region), 0)
    says = says & ~_ANY_REGION | region
    return says, hint.partition(" ")[0].rstrip("0123456789")


@lru_cache(maxsize=20_000)
def _read_name(name: str) -> int:
    """What one class or id says. Remembered: outlets use many of the same ones."""
    says = 0
    for word in _HINTS.findall(name):
        says |= _SAID[word]
    return says
