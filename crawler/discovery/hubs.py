"""From a list page to the links that lead to articles and to further lists.

A link is told by its address, by what is printed on it and by where it stands. Each
of them alone errs often; two that agree seldom do. What stays in doubt is told by its
company: a list is of one kind, and so are addresses of one shape.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from crawler.discovery import anchors, listings, wording
from crawler.discovery.addresses import (
    evidence,
    is_counted,
    is_service,
    shape,
    speaks_against,
)
from crawler.discovery.anchors import Place, Target
from crawler.discovery.links import Link
from crawler.page import Page
from crawler.sites import Site

_PAGE_NUMBER = re.compile(r"[2-9]|[1-9]\d{1,2}")
_DIGITS = re.compile(r"[0-9]{1,18}")
_MAX_PAGE = 9999

# Points that make an article. A headline on the link, a heading around it, a date
# beside it, and each kind of company give one, an address one or two. More is needed
# where the address says nothing, and where few links lead to articles.
_ENOUGH = 2
_ENOUGH_ELSEWHERE = {Place.PAGE: 0, Place.NAVIGATION: 3, Place.FOOTER: 4}
_ENOUGH_WITHOUT_ADDRESS = 3

# Addresses. Fewer of one shape are no series; and company is at least half of the
# others.
_SERIES = 3
_COMPANY = 0.5

# Addresses below another one, from which on that is a section.
_SECTION = 2

# Articles. A page whose markup leads to fewer keeps its list in a script, or nowhere.
_SHELL = 3


def links(page: Page, site: Site) -> list[Link]:
    """Return what ``page`` leads to, in reading order, each address once.

    Only addresses that ``site`` admits, and never ``page`` itself. Lists that a
    script holds are read where the markup leads to next to nothing.
    """
    found = _told(anchors.targets(page, site), page, site)
    if sum(link.kind == "article" for link in found) >= _SHELL:
        return found
    known = {link.url for link in found}
    scripted = _told(listings.targets(page, site), page, site)
    return found + [link for link in scripted if link.url not in known]


def _told(targets: Mapping[str, Target], page: Page, site: Site) -> list[Link]:
    further = {
        key: reason
        for key, target in targets.items()
        if (reason := _further(target, page.url))
    }
    cases = _Cases({k: each for k, each in targets.items() if k not in further})
    found = []
    for key, target in targets.items():
        if key in further:
            found.append(Link(target.url, "hub", further[key]))
        elif (reason := cases.reason(key)) and site.admits(target.url):
            found.append(Link(target.url, "article", reason))
    return found


@dataclass(frozen=True, slots=True)
class _Case:
    """What speaks for one address by itself."""

    target: Target
    shape: str
    points: int
    needed: int
    reasons: tuple[str, ...]


class _Cases:
    """The addresses of one page that may be articles, and the company they keep."""

    def __init__(self, targets: Mapping[str, Target]) -> None:
        sections = _sections(targets)
        likely = {
            key: target
            for key, target in targets.items()
            if key not in sections
            and not target.advertised
            and not speaks_against(key)
            and not (target.texts and all(map(wording.is_service, target.texts)))
        }
        shapes = {key: shape(key) for key in likely}
        series = _series(likely, shapes)
        self._cases = {
            key: _case(key, target, shapes[key], in_series=shapes[key] in series)
            for key, target in likely.items()
        }
        self._sure = {
            key
            for key, case in self._cases.items()
            if case.points
            >= (case.needed if case.target.place < Place.PAGE else _ENOUGH)
        }
        self._of_shape = self._company(lambda case: (case.shape,))
        self._of_list = self._company(lambda case: case.target.lists)

    def _company(
        self, groups: Callable[[_Case], Iterable[Hashable]]
    ) -> dict[Hashable, tuple[int, int]]:
        """Return by group how many stand in it, and how many of them are sure."""
        cases = [
            (key, case)
            for key, case in self._cases.items()
            if case.target.place is Place.PAGE or key in self._sure
        ]
        members = Counter(group for _, case in cases for group in groups(case))
        sure = Counter(
            group for key, case in cases if key in self._sure for group in groups(case)
        )
        return {group: (members[group], sure[group]) for group in members}

    def reason(self, key: str) -> str | None:
        """Return why an address is an article, or ``None``."""
        case = self._cases.get(key)
        if case is None:
            return None
        points, reasons = case.points, case.reasons
        for company, reason in (
            (self._among_its_like(key, case), "others of its shape"),
            (self._among_articles(key, case), "a list of articles"),
        ):
            if company and points < case.needed:
                points, reasons = points + 1, (*reasons, reason)
        return " and ".join(reasons) if points >= case.needed and reasons else None

    def _among_its_like(self, key: str, case: _Case) -> bool:
        members, sure = self._of_shape.get(case.shape, (1, 0))
        return _is_company(members - 1, sure - (key in self._sure), _SERIES - 1)

    def _among_articles(self, key: str, case: _Case) -> bool:
        own = key in self._sure
        return any(
            _is_company(members - 1, sure - own, 1)
            for members, sure in (
                self._of_list.get(each, (1, 0)) for each in case.target.lists
            )
        )


def _is_company(others: int, sure: int, least: int) -> bool:
    return sure >= least and sure >= _COMPANY * others


def _case(key: str, target: Target, of_shape: str, *, in_series: bool) -> _Case:
    points, reasons = 0, []
    needed = max(_ENOUGH, _ENOUGH_ELSEWHERE[target.place])
    if found := evidence(key):
        points += 2 if found.strong else 1
        reasons.append(found.reason)
    elif in_series:
        points += 1
        reasons.append("number of a series")
    elif not is_counted(key):
        needed = max(needed, _ENOUGH_WITHOUT_ADDRESS)
    if titled := any(map(wording.is_title, target.texts)):
        points += 1
        reasons.append("a headline")
    # Of a link that is long and a heading, both count where more is asked for.
    if target.in_heading and target.texts and not (titled and needed == _ENOUGH):
        points += 1
        reasons.append("a heading")
    if target.dated and target.texts:
        points += 1
        reasons.append("a date beside it")
    return _Case(target, of_shape, points, needed, tuple(reasons))


def _series(targets: Mapping[str, Target], shapes: Mapping[str, str]) -> set[str]:
    """Return the shapes whose addresses are counted, and mostly have titles or dates."""
    counted = [
        (shapes[key], target.dated or any(map(wording.is_title, target.texts)))
        for key, target in targets.items()
        if is_counted(key) and target.place is Place.PAGE
    ]
    members = Counter(each for each, _ in counted)
    told = Counter(each for each, is_told in counted if is_told)
    return {
        each
        for each, count in members.items()
        if count >= _SERIES and told[each] >= _COMPANY * count
    }


def _sections(targets: Mapping[str, Target]) -> set[str]:
    """Return the addresses below which other addresses of the page lie."""
    folders: Counter[str] = Counter()
    for key in targets:
        path = key.partition("?")[0].rstrip("/")
        folders.update(_above(path))
    return {
        key
        for key in targets
        if folders[key.rstrip("/")] >= _SECTION and not evidence(key)
    }


def _above(path: str) -> Iterable[str]:
    """Yield the addresses of the folders in which ``path`` lies, the host's left out."""
    start = path.find("/", len("https://"))
    while (end := path.rfind("/")) > start > 0:
        path = path[:end]
        yield path


def _further(target: Target, own: str) -> str | None:
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
    if any(map(wording.is_next, target.texts)):
        return "next page"
    # The second page is 2 or, where counting starts at nought, 1.
    numbers = {int(text) for text in target.texts if _PAGE_NUMBER.fullmatch(text)}
    return "page number" if any({n, n - 1} & new for n in numbers) else None


def _numbers(url: str) -> set[int]:
    """Return the numbers in an address, those of years and of articles, too."""
    return {int(digits) for digits in _DIGITS.findall(unquote(url))}
