"""From one page of an article to the others: numbered, next, and the whole on one.

A page belongs to the same article where its address is the article's own with a page's
number in it. What is printed on the link and where it stands must agree: 下一篇 leads
to another article, and comments, galleries and lists have pagers of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.etree import XPath
from lxml.etree import _Element as Element

from crawler.discovery import numbering
from crawler.page import Page
from crawler.roles import Role, Zones
from crawler.urls import absolute, canonical


class Further(NamedTuple):
    """An address that holds more of an article."""

    number: int
    """Which of the article's pages it is, counted from 1; 0 where it holds all."""

    url: str
    reason: str
    """What says so, in a phrase: page number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """What one page says of the other pages of its article."""

    number: int = 1
    """Which of the article's pages this one is, counted from 1."""

    pages: tuple[Further, ...] = ()
    """The other pages that it leads to, by number. Empty where it stands alone."""

    whole: tuple[Further, ...] = ()
    """Addresses that promise the whole text, the most trusted first."""

    @property
    def first(self) -> Further | None:
        """Page one, where this is a later one and leads there."""
        is_first = self.pages and self.pages[0].number == 1
        return self.pages[0] if is_first else None


ALONE = Pager()
"""What a page says that stands alone."""

# Characters. Scrapy drops a longer address without a word (URLLENGTH_LIMIT).
_LONGEST_ADDRESS = 2_000

# Pages. No article has more; a larger number counts articles or comments.
_MOST_PAGES = 199

# What is printed on links. 下一篇 and "next post" are other articles.
_ENDS = r"[\s\W_]*"
_CHINESE_NUMBERS = {mark: place for place, mark in enumerate("一二三四五六七八九十", 1)}
_SAYS_NUMBER = re.compile(
    rf"{_ENDS}(?:(?P<bare>[0-9]{{1,3}})|第\s*(?P<page>[0-9]{{1,3}}|[一二三四五六七八九十])\s*[页頁](?:\W.*)?"
    rf"|page\s*(?P<word>[0-9]{{1,3}})){_ENDS}",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(第\s*(?:[0-9]{1,3}|[一二三四五六七八九十])\s*[页頁])\s*[:：]?\s*$"
)
_SAYS_NEXT = re.compile(
    rf"{_ENDS}(?:(?:未完待[续續]\W*)?(?:[请請])?(?:点击|點擊)?(?:进入|進入|阅读|閱讀|查看|看|翻)?下一?[页頁](?:\s*[:：>》].*)?|[后後]一?[页頁]|翻到?下?一?[页頁]"
    r"|(?:点击|點擊)?(?:查看|[阅閱][读讀]|展[开開]|看)?(?:余下|剩余|剩下|餘下|剩餘)的?(?:全文|内容|內容)|[继繼][续續][阅閱][读讀]"
    r"|next(?:\s*page)?|continue(?:\s*reading)?(?:\s*(?:on|to)\s*(?:the\s*)?next\s*page)?)"
    rf"{_ENDS}(?:\d+\s*/\s*\d+)?{_ENDS}",
    re.IGNORECASE,
)
_SAYS_BACK = re.compile(
    rf"{_ENDS}(?:上一?[页頁]|前一?[页頁]|[首][页頁]|第一[页頁]|prev(?:ious)?(?:\s*page)?|first(?:\s*page)?){_ENDS}",
    re.IGNORECASE,
)
_SAYS_LAST = re.compile(
    rf"{_ENDS}(?:[尾末][页頁]|最[后後]一?[页頁]|last(?:\s*page)?){_ENDS}", re.IGNORECASE
)
_SAYS_WHOLE = re.compile(
    rf"{_ENDS}(?:在?(?:本|单|單|一)[页頁](?:中)?(?:[阅閱][读讀]|显示|顯示|浏览|瀏覽)?(?:全文|全部|模式)?"
    r"|(?:(?:[点點][击擊此]|按此)?(?:[阅閱][读讀]|查看|看|展[开開]|显示|顯示|浏览|瀏覽)(?:余下|剩余|餘下|剩餘|本文|本页|完整)?的?|余下|餘下)(?:全文|全部内容)"
    r"|全文(?:[阅閱][读讀]|浏览|瀏覽|显示|顯示|展[开開]|查看)|不分[页頁](?:[阅閱][读讀]|显示|顯示|浏览)?"
    r"|(?:(?:view|read|show|see)\s*)?(?:(?:all|this|as|on|in|the|a|article)\s*){0,4}(?:single|one)[\s-]*page(?:\s*view)?"
    r"|(?:view|show|read)\s*all(?:\s*pages)?|(?:read|view|see)?\s*(?:the\s*)?full\s*(?:article|story|text))"
    rf"{_ENDS}",
    re.IGNORECASE,
)
_SAYS_PRINT = re.compile(
    rf"{_ENDS}(?:(?:友善)?(?:打印|列印|印刷)(?:本[页頁文稿]|此[页頁文]|文章|[预預][览覽]|版|全文|[页頁]面)?|[预預][览覽]列印"
    rf"|print(?:able)?(?:[\s-]*(?:friendly|this|view|version|page|article|story|the|all)){{0,3}}|printer[\s-]*friendly(?:\s*(?:version|page))?)"
    rf"{_ENDS}",
    re.IGNORECASE,
)

SELECTED = "selector"
"""Why an address is what an outlet's site file points to."""

FULL_TEXT = "full text"
PRINT_VIEW = "print view"
"""Why an address promises the whole."""

# Why a link with a text of its own is a page: others beside it say so.
_TITLED = "page's title"

# Classes and ids of what has a pager of its own.
_ELSEWHERE = re.compile(
    r"comment|repl(?:y|ies)|review|pinglun|disqus|respon[ds]|gallery|slide|swiper"
    r"|carousel|album|tuji|photo|related|recommend|hot",
    re.IGNORECASE,
)
_HINT = re.compile(r"pag(?:e|in|er)|fenye|fanye|multi|num", re.IGNORECASE)

# A relative address that may name a page of a folder, of fewer characters than this.
_SHORT = 20
_SHORT_PAGE = re.compile(
    rf"(?:\./)?(?:page/|{numbering.NAMED})?{numbering.NUMBER}(?:\.\w+)?/?(?:\?.*)?",
    re.IGNORECASE,
)

_BASE = XPath("string(//base/@href)")

# Blocks. A pager stands so near to the body, or to the headline.
_NEAR = 12

# Characters of a link's text, and pieces of it, that are looked at.
_CHARS = 80
_PIECES = 20


class _Link(NamedTuple):
    """A link that may lead to a page of the article."""

    url: str
    texts: tuple[str, ...]
    rel: frozenset[str]
    element: Element


def pager(page: Page, zones: Zones, *, number: int | None = None) -> Pager:
    """Return where the other pages of the article on ``page`` are.

    ``zones`` are those of ``page``; ``number`` is which of the article's pages it is,
    where another one said so. Only addresses on the page's own host are
    numbered pages; the whole may stand on another host of its domain. What is
    promised here may fail to be there: only fetching can tell.
    """
    candidates = _candidates(page)
    if not candidates:
        return ALONE
    place = _Places(zones)
    members = [each for each in candidates.members if place.allows(each)]
    found = _numbered(members, number)
    whole = _whole(candidates, place, is_paged=bool(found.pages))
    return replace(found, whole=tuple(whole))


def told(pager: Pager, next_page: str | None, whole: str | None) -> Pager:
    """Return ``pager`` with what an outlet's own selectors say, before all it found."""
    if next_page and all(canonical(p.url) != canonical(next_page) for p in pager.pages):
        later = Further(pager.number + 1, next_page, SELECTED)
        others = (each for each in pager.pages if each.number != later.number)
        pager = replace(pager, pages=tuple(sorted((*others, later))))
    if whole:
        pager = replace(pager, whole=(Further(0, whole, SELECTED), *pager.whole))
    return pager


def may_have(page: Page) -> bool:
    """Say whether ``pager`` may find something on ``page``; cheap, for it needs no zones."""
    return _candidates(page) is not None


# -- links


class _Candidates(NamedTuple):
    """The links of a page that may lead to more of its article, unseen where they stand."""

    members: tuple[_Member, ...]
    whole: tuple[_Link, ...]
    printed: tuple[_Link, ...]


def _candidates(page: Page) -> _Candidates | None:
    """Return what address and text speak for, or ``None`` where that is nothing."""
    links = list(_links(page))
    if not links:
        return None
    own = canonical(page.url)
    members = tuple(_members(own, links))
    if not any(each.told or each.leads_on or each.leads_back for each in members):
        members = ()
    numbered = {each.link.element for each in members if each.number != 0}  # 0: all
    rest = [link for link in links if link.element not in numbered]
    whole = [link for link in rest if _says(link, _SAYS_WHOLE)]
    printed = [link for link in rest if _says(link, _SAYS_PRINT)] if members else []
    if not members and not whole:
        return None
    names = numbering.telling(numbering.keys(urlsplit(own)))
    of_article = (
        tuple(link for link in links if numbering.is_of_article(link.url, own, names))
        for links in (whole, printed)
    )
    found = _Candidates(members, *of_article)
    return found if found.members or found.whole else None


def _says(link: _Link, pattern: re.Pattern[str]) -> bool:
    return any(map(pattern.fullmatch, link.texts))


def _links(page: Page) -> Iterator[_Link]:
    """Yield the links that share the article's name or a page's look, cheaply told."""
    own = urlsplit(canonical(page.url))
    if own.scheme not in {"http", "https"}:
        return
    keys = tuple({*numbering.keys(own)})
    root = page.root.root
    base = absolute(page.url, _BASE(root)) or page.url
    for element in root.iter("a", "link", "option"):
        href = element.get("value" if element.tag == "option" else "href") or ""
        if not href or href[0] == "#" or not _may_be_page(href, keys):
            continue
        rel = frozenset((element.get("rel") or "").lower().split())
        if element.tag == "link" and not rel & {"next", "prev", "previous"}:
            continue
        if element.tag == "option" and "/" not in href and "." not in href:
            continue  # a number to choose: how many, how old
        url = absolute(base, href)
        if url and len(url) <= _LONGEST_ADDRESS and canonical(url) != own.geturl():
            yield _Link(url, tuple(_texts(element)), rel, element)


def _may_be_page(href: str, keys: Iterable[str]) -> bool:
    if href[0] == "?":
        return True
    for key in keys:  # any() makes a generator for each link of each page
        if key in href:
            return True
    return len(href) < _SHORT and bool(_SHORT_PAGE.fullmatch(href))


def _texts(element: Element) -> Iterator[str]:
    """Yield what a link shows: its text, its title, its pictures' words, its label."""
    inside = islice(element.iter("img"), _PIECES)
    shown = "".join(islice(map(str, element.itertext()), _PIECES))
    named = (element.get("title"), *(img.get("alt") for img in inside))
    for text in (shown, *named, _label(element)):
        if text and (told := " ".join(text.split())):
            yield told[:_CHARS]


def _label(element: Element) -> str | None:
    """Return the number of a page that stands right before its link: 第2页：."""
    before = element.getprevious()
    around = element.getparent()
    text = (
        before.tail if before is not None else None if around is None else around.text
    )
    match = _LABEL.search((text or "")[-_SHORT:])
    return match[1] if match else None


# -- places


class _Places:
    """Where the links of one page stand, seen from its body."""

    def __init__(self, zones: Zones) -> None:
        self._zones = zones
        self._block = {link: b.index for b in zones.blocks for link in b.links}
        self._picture = {each.element: each.before for each in zones.outline.pictures}
        self._around = self._around_body()

    def allows(self, member: _Member) -> bool:
        """Say whether a numbered page's link stands where an article's pager does."""
        element = member.link.element
        if element.tag == "link":
            return True
        hints = list(self._hints(element))
        if any(map(_ELSEWHERE.search, hints)):
            return False
        at = self._at(element)
        if at is not None and self._zones.roles[at] is Role.COMMENT:
            return False
        if member.in_query:
            return at is not None and self._is_next_to_body(at)
        return (at is not None and self._is_near(at)) or any(map(_HINT.search, hints))

    def ends_body(self, link: _Link) -> bool:
        """Say whether ``link`` stands in the body, or next to its end."""
        at = self._at(link.element)
        return at is not None and self._is_next_to_body(at)

    def _at(self, element: Element) -> int | None:
        """Index of the block that a link is in, or that follows its picture."""
        if (at := self._block.get(element)) is not None:
            return at
        last = len(self._zones.blocks) - 1
        pictures = islice(element.iter("img"), _PIECES)
        found = (self._picture.get(picture) for picture in pictures)
        return next((min(before, last) for before in found if before is not None), None)

    def _is_near(self, at: int) -> bool:
        first, last = self._zones.span
        return first - _NEAR <= at <= last + _NEAR

    def _is_next_to_body(self, at: int) -> bool:
        """Near, and with no list of teasers or comments between it and the body."""
        first, last = self._zones.span
        between = self._zones.roles[min(at, last) : max(at, first)]
        others = {Role.TEASER, Role.COMMENT}
        return self._is_near(at) and others.isdisjoint(between)

    def _hints(self, element: Element) -> Iterator[str]:
        """Yield classes and ids around a link, up to what holds the body, too."""
        for outer in (element, *element.iterancestors()):
            if outer in self._around:
                return
            if hint := f"{outer.get('class') or ''} {outer.get('id') or ''}".strip():
                yield hint

    def _around_body(self) -> frozenset[Element]:
        if not self._zones.body:
            return frozenset()
        nodes = self._zones.outline.nodes
        found, at = [], self._zones.body[0].node.index
        while at >= 0:
            found.append(nodes[at].element)
            at = nodes[at].parent
        return frozenset(found)


# -- numbered pages


class _Member(NamedTuple):
    """A link whose address is the article's own with a page's number, or without."""

    link: _Link
    number: int | None
    own: int | None
    """The number in the page's own address."""
    in_query: bool

    @property
    def told(self) -> int | None:
        """The number that is printed on the link."""
        for text in self.link.texts:
            if match := _SAYS_NUMBER.fullmatch(text):
                words = match["bare"] or match["page"] or match["word"]
                return _CHINESE_NUMBERS.get(words) or int(words)
        return None

    def says(self, *patterns: re.Pattern[str]) -> bool:
        return any(p.fullmatch(text) for p in patterns for text in self.link.texts)

    @property
    def leads_on(self) -> bool:
        return "next" in self.link.rel or self.says(_SAYS_NEXT)

    @property
    def leads_back(self) -> bool:
        return bool({"prev", "previous"} & self.link.rel) or self.says(_SAYS_BACK)


def _members(own: str, links: Iterable[_Link]) -> Iterator[_Member]:
    """Yield the links whose address shares the article's stem on its own host."""
    mine = list(numbering.readings(own))
    for link in links:
        pairs = (
            _Member(link, theirs.number, here.number, theirs.in_query or here.in_query)
            for theirs in numbering.readings(canonical(link.url))
            for here in mine
            if theirs.stem == here.stem and theirs.number != here.number
        )
        member = next(pairs, None)
        if member and (member.number or 0) <= _MOST_PAGES:
            yield member


def _numbered(members: Sequence[_Member], number: int | None) -> Pager:
    """Return the pager that ``members`` make, or one of a page that stands alone."""
    own, shift = _own_number(members, number)
    neighbours = {own + 1} if own == 1 else {own - 1, 1}
    if number:
        neighbours.add(own + 1)
    pages: dict[int, Further] = {}
    for each in members:
        place = 1 if each.number is None else each.number + shift
        if place != own and place > 0 and (reason := _reason(each, place, own)):
            found = Further(place, each.link.url, reason)
            if pages.get(place, found).reason == _TITLED or place not in pages:
                pages[place] = found
    # 12.html and 13.html are two articles, unless one of them leads to page one.
    if neighbours.isdisjoint(pages) or all(p.reason == _TITLED for p in pages.values()):
        return ALONE
    return Pager(number=own, pages=tuple(sorted(pages.values())))


def _shift(members: Iterable[_Member]) -> int:
    """Return what is added to an address's number: 1 where page two is numbered 1."""
    for each in members:
        if each.told is not None and each.number is not None:
            return 1 if each.told == each.number + 1 else 0
    firsts = [e for e in members if e.number == 1 and e.own is None and e.leads_on]
    backs = [e for e in members if e.number is None and e.own == 1 and e.leads_back]
    return 1 if firsts or backs else 0


def _own_number(members: Sequence[_Member], number: int | None) -> tuple[int, int]:
    """Return the page's number, and what is added to numbers in addresses."""
    shift = _shift(members)
    named = min((each.own for each in members if each.own is not None), default=None)
    if number is None:
        return (1 if named is None else max(1, named + shift)), shift
    return number, (shift if named is None else number - named)


def _reason(member: _Member, number: int, own: int) -> str | None:
    """Return why a link leads to page ``number``, or ``None`` where its text disagrees."""
    if member.told is not None:
        return "page number" if member.told == number else None
    is_next, is_before = number == own + 1, number == own - 1
    speaks = (
        (is_next and "next" in member.link.rel, "rel=next"),
        (is_next and member.leads_on, "next page"),
        (is_before and member.leads_back, "page before"),
        (number == 1 and member.leads_back, "first page"),
        (number > own and member.says(_SAYS_LAST), "last page"),
        (bool(member.link.texts), _TITLED),
    )
    return next((reason for holds, reason in speaks if holds), None)


# -- the whole on one page


def _whole(
    candidates: _Candidates, place: _Places, *, is_paged: bool
) -> Iterator[Further]:
    """Yield where the whole is said to be; print views last, and of paged articles."""
    met: set[str] = set()
    promised = [
        (FULL_TEXT, link)
        for link in candidates.whole
        if is_paged or place.ends_body(link)
    ]
    printed = [(PRINT_VIEW, link) for link in candidates.printed if is_paged]
    for reason, link in (*promised, *printed):
        if (key := canonical(link.url)) not in met:
            met.add(key)
            yield Further(0, link.url, reason)
