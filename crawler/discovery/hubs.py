"""From a list page to the links that lead to articles and to further lists.

A link is told by its address, by what is printed on it and by where it stands. Each
of them alone errs often; two that agree seldom do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.discovery.addresses import evidence, is_service
from crawler.discovery.links import Link
from crawler.page import Page
from crawler.sites import Site
from crawler.urls import absolute, canonical

# Chinese characters; words elsewhere. Of 29 real lists' links to dated or numbered
# addresses that have a text, 83 in 100 have eight or more; of their other links, 9
# (2026-11).
_TITLE_CHINESE = 8
_TITLE_WORDS = 5

_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]{2,}")

# Texts that lead to no news, whatever the address.
_SERVICE = re.compile(
    r"""\W*(?:
      (?:关于|關於|联系|聯[絡繫]|加入)(?:我们|我們|本[网站網報报台]).{0,4}
    | .{0,12}(?:声明|聲明|条款|條款|政策|须知|須知|广告服务|廣告服務|招聘)
    | .*(?:备案|許可證|许可证|公网安备).*
    | 登[录錄入陸陆] | 注册 | 註冊 | 更多 | [详詳][细細情] | 全文 | [评評][论論] | 分享
    | [\d,.\s]*(?:跟贴|评论|評論|留言|条|次|人)?[\d,.\s]*
    )\W*""",
    re.VERBOSE,
)

# Elements that hold the same links on every page of an outlet.
_MARGIN_TAGS = frozenset({"nav", "footer"})
_MARGIN_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menus?|footer\w*|foot|(?:bread)?crumbs?|copyright"
    r"|friend-?links?)(?:$|[\s_-])",
    re.IGNORECASE,
)

_NEXT = re.compile(
    r"\W*(?:下一?[页頁]|[后後]一?[页頁]|next(?:\s*page)?|older(?:\s*(?:posts|news))?)\W*",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"[2-9]|[1-9]\d{1,2}")
_DIGITS = re.compile(r"[0-9]{1,18}")
_MAX_PAGE = 9999

# Pieces and characters of a link's text that are looked at: a link that is never
# closed holds the rest of the page.
_PIECES = 50
_CHARS = 200


@dataclass(slots=True)
class _Target:
    """All that a page's links say of one address."""

    url: str
    texts: list[str] = field(default_factory=list)
    in_margin: bool = True
    """Whether every link to it stands in navigation or footer."""
    is_next: bool = False
    """Whether a link calls it the next page."""


def links(page: Page, site: Site) -> list[Link]:
    """Return what ``page`` leads to, in reading order, each address once.

    Only addresses on the hosts of ``site``, and never ``page`` itself.
    """
    found = (_link(target, page.url) for target in _targets(page, site))
    return [link for link in found if link]


def _link(target: _Target, own: str) -> Link | None:
    if reason := _further(target, own):
        return Link(target.url, "hub", reason)
    if reason := _article(target):
        return Link(target.url, "article", reason)
    return None


def _article(target: _Target) -> str | None:
    """Return why ``target`` is an article, or ``None``."""
    found = evidence(target.url)
    if not found or (target.texts and all(map(_SERVICE.fullmatch, target.texts))):
        return None
    titled = any(map(_is_title, target.texts))
    speaking = (found.strong, titled)
    if not (all(speaking) if target.in_margin else any(speaking)):
        return None
    return f"{found.reason} and a headline" if titled else found.reason


def _is_title(text: str) -> bool:
    """Say whether ``text`` is long enough for a headline.

    >>> _is_title("山城轻轨新线今晨开通"), _is_title("联系我们")
    (True, False)
    """
    chinese = len(_CHINESE.findall(text)) / _TITLE_CHINESE
    return chinese + len(_WORD.findall(text)) / _TITLE_WORDS >= 1


def _further(target: _Target, own: str) -> str | None:
    """Return why ``target`` is another page of the list at ``own``, or ``None``."""
    here, there = urlsplit(own), urlsplit(target.url)
    new = _numbers(target.url) - _numbers(own)
    folder = here.path.rpartition("/")[0] + "/"
    if (
        here.hostname != there.hostname
        or not there.path.startswith(folder)
        or not (new or there.query)
        or (new and max(new) > _MAX_PAGE)
        or is_service(target.url)
    ):
        return None
    if target.is_next:
        return "rel=next"
    if any(map(_NEXT.fullmatch, target.texts)):
        return "next page"
    # The second page is 2 or, where counting starts at nought, 1.
    numbers = {int(text) for text in target.texts if _PAGE_NUMBER.fullmatch(text)}
    return "page number" if any({n, n - 1} & new for n in numbers) else None


def _numbers(url: str) -> set[int]:
    """Return the numbers in an address, those of years and of articles, too."""
    return {int(digits) for digits in _DIGITS.findall(unquote(url))}


def _targets(page: Page, site: Site) -> Iterable[_Target]:
    """Gather the links of ``page`` by where they lead."""
    root = page.root.root
    base = absolute(page.url, root.xpath("string(//base/@href)")) or page.url
    own = canonical(page.url)
    found: dict[str, _Target] = {}
    margin: set[HtmlElement] = set()
    for element in root.iter("*"):
        if element.getparent() in margin or _is_margin(element):
            margin.add(element)
        url = _address(element, base)
        if not url or not site.owns(url) or (key := canonical(url)) == own:
            continue
        target = found.setdefault(key, _Target(url))
        target.texts += _texts(element)
        target.in_margin &= element in margin
        target.is_next |= _is_next(element)
    return found.values()


def _address(element: HtmlElement, base: str) -> str | None:
    if element.tag in {"a", "area"} or (element.tag == "link" and _is_next(element)):
        return absolute(base, element.get("href", ""))
    return None


def _is_next(element: HtmlElement) -> bool:
    return "next" in element.get("rel", "").lower().split()


def _is_margin(element: HtmlElement) -> bool:
    if element.tag in _MARGIN_TAGS:
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag not in {"html", "body"} and bool(_MARGIN_NAME.search(names))


def _texts(link: HtmlElement) -> list[str]:
    """Return what a link shows: its text, its title, what its pictures stand for."""
    inside = islice(link.iter("*"), _PIECES)
    alts = [element.get("alt") for element in inside if element.tag == "img"]
    text = "".join(islice(link.itertext(), _PIECES))
    shown = (text, link.get("title"), *alts)
    return [" ".join(text.split())[:_CHARS] for text in shown if text and text.strip()]
