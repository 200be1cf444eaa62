"""What tags, classes and ids say of the places that text stands in.

They say it of whole tag paths: a page has three times as many elements as paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from threading import Lock
from weakref import WeakKeyDictionary

from crawler.paths import TagPath, TagPaths

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
    _OF_SURROUNDINGS | COMMENTS: "chat chatroom",
    _OF_SURROUNDINGS | NAVIGATION: "nav menu crumb crumbs pager tool tools",
    NAVIGATION: "path position location page pages pagenav page-nav",
}


_SAID: dict[str, int] = {}


def _pattern() -> str:
    """A pattern of all words, and of each what it says.

    Those of one first letter stand together, which is then tried once: five times as
    fast as one after the other. Among them the order is that of the kinds, and of
    one kind the longest is first.
    """
    by_letter: dict[str, list[str]] = {}
    for kinds, form in (
        (_ANYWHERE, "(?:{words})"),
        (_WHOLE, "(?<![a-z0-9]{letter})(?:{words})(?![a-z])"),
        (_AT_BEGINNING, "(?<![a-z0-9]{letter})(?:{words})"),
        (_AT_END, "(?:{words})(?![a-z0-9])"),
    ):
        said = {word: says for says, words in kinds.items() for word in words.split()}
        _SAID.update(said)
        rests: dict[str, list[str]] = {}
        for word in sorted(said, key=lambda word: (-len(word), word)):
            rests.setdefault(word[0], []).append(word[1:])
        for letter, rest in rests.items():
            told = form.format(letter=letter, words="|".join(rest))
            by_letter.setdefault(letter, []).append(told)
    return "|".join(
        f"{letter}(?:{'|'.join(told)})" for letter, told in sorted(by_letter.items())
    )


_HINTS = re.compile(_pattern())

# Characters of class and id that tell; what follows is style: "flex items-center".
_TELLING = 64

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


# What tags say of themselves, as classes do.
_OF_TAG, _OF_LIST = 128, 256
_TAGS: dict[str, int] = (
    dict.fromkeys(("article", "main"), _OF_ARTICLE)
    | dict.fromkeys(("figure", "figcaption"), _OF_PICTURE)
    | dict.fromkeys(("aside", "header", "form", "button", "select", "option"), _OF_TAG)
    | dict.fromkeys(("li", "dl", "dd", "ul", "ol"), _OF_LIST)
    | {"footer": _OF_TAG | FOOT, "nav": _OF_TAG | NAVIGATION}
)

_TAG_KNOWN = {
    tag: (_TAGS.get(tag, 0), _TAG_CODES.get(tag, 0.0)) for tag in _TAGS | _TAG_CODES
}
_TAG_UNKNOWN = (0, 0.0)

Inherited = tuple[float, float, float, float, float]
"""How many of the elements from the root to here are an article's, surroundings,
surroundings by their tag, lists; and whether one is a picture's."""

# These are counted in one number, which an addition passes on: so many bits each, and
# no page is nested deeper than 2,048.
_BITS = 12
_COUNTED = (_OF_ARTICLE, _OF_SURROUNDINGS, _OF_TAG, _OF_LIST, _OF_PICTURE)
_COUNTS = [
    sum(1 << _BITS * n for n, kind in enumerate(_COUNTED) if says & kind)
    for says in range(2 * _OF_LIST)
]


# A list item's tags; levels above a path at which one is looked for.
_ITEMS = frozenset({"li", "dl", "article"})
_ITEM_LEVELS = 3


class Hints:
    """What is said of each tag path; a list entry a path, by its number.

    The lists grow as further pages are read.
    """

    def __init__(self) -> None:
        self.tags: list[float] = []
        """A number for the path's own tag; 0 for the rarer ones."""

        self.counts: list[int] = []
        """What is inherited, in one number: ``inherited`` tells it."""

        self.regions: list[int] = []
        """``COMMENTS``, ``FOOT``, ... as the nearest class or tag says; 0 where none does."""

        self.apart: list[int] = []
        """Levels up to the class or tag that says the region."""

        self.levels: list[int] = []
        """Levels up to the list item around, three at most; -1 where there is none."""

        self.kin: list[int] = []
        """Paths of one number differ in numbers and further classes alone."""

        self._numbers: dict[tuple[int, str, str], int] = {}
        self._said: dict[str, tuple[int, str]] = {"": (0, "")}
        self._lock = Lock()

    def read(self, paths: TagPaths) -> None:
        """Read those of ``paths`` that are new."""
        with self._lock:
            self._read(islice(paths.known, len(self.kin), None))

    def _read(self, paths: Iterable[TagPath]) -> None:
        tags, counts, regions = self.tags, self.counts, self.regions
        apart, levels, kin = self.apart, self.levels, self.kin
        numbers, said = self._numbers, self._said
        for up, tag, hint in paths:
            told = said.get(hint)
            if told is None:
                told = said[hint] = _read(hint)
            says, name = told
            of_tag, code = _TAG_KNOWN.get(tag, _TAG_UNKNOWN)
            around, region, gap, level, family = (
                (counts[up], regions[up], apart[up] + 1, levels[up], kin[up])
                if up >= 0
                else (0, 0, 0, -1, -1)
            )
            if says or of_tag:
                around += _COUNTS[says | of_tag]
                if own := says & _ANY_REGION or of_tag & _ANY_REGION:
                    region, gap = own, 0
            if level >= 0 or tag in _ITEMS:
                level = _level(level, tag)
            tags.append(code)
            counts.append(around)
            regions.append(region)
            apart.append(gap)
            levels.append(level)
            kin.append(numbers.setdefault((family, tag, name), len(numbers)))


_HINTS_OF: WeakKeyDictionary[TagPaths, Hints] = WeakKeyDictionary()


def read_hints(paths: TagPaths) -> Hints:
    """Return what the tags, classes and ids of all ``paths`` say, with those around."""
    hints = _HINTS_OF.get(paths)
    if hints is None:
        hints = _HINTS_OF.setdefault(paths, Hints())
    if len(hints.kin) < len(paths.known):
        hints.read(paths)
    return hints


@lru_cache(maxsize=4_096)
def inherited(counts: int) -> Inherited:
    """Return what a path inherits, from the number that ``Hints`` holds of it."""
    main, aside, tags, lists, pictures = (
        float(counts >> _BITS * n & (1 << _BITS) - 1) for n in range(len(_COUNTED))
    )
    return main, aside, tags, lists, min(pictures, 1.0)


def _level(around: int, tag: str) -> int:
    """Levels up to the list item around a path, given those of the path around it."""
    if tag in _ITEMS:
        return 0
    return around + 1 if around < _ITEM_LEVELS else -1


def _read(hint: str) -> tuple[int, str]:
    """What class and id say of an element, with one region at most; and its name.

    The name is the first class without its number.
    """
    says = 0
    for word in _HINTS.findall(hint[:_TELLING].lower()):
        says |= _SAID[word]
    if says & _ANY_REGION:
        region = next(region for region in _REGIONS if says & region)
        says = says & ~_ANY_REGION | region
    return says, hint.partition(" ")[0].rstrip("0123456789")
