"""The lists that a page's scripts hold: state of a JavaScript program, JSON-LD."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from crawler import scripts
from crawler.discovery.anchors import Place, Target
from crawler.page import Page
from crawler.sites import Site
from crawler.urls import absolute, canonical

# Characters of a script, and of all scripts of a page, that are read at most; and
# values that are looked at.
_LONGEST = 4_000_000
_LONGEST_TOGETHER = 8_000_000
_MOST_VALUES = 200_000

# Names of values, in lower case and without marks, in order of trust.
_URLS = (
    "url link href weburl web_url pcurl pc_url articleurl article_url newsurl docurl "
    "detailurl detail_url linkurl link_url shareurl share_url permalink path mainentityofpage"
).split()
_TITLES = (
    "title headline articletitle newstitle subject article_title news_title name"
).split()
_TIME = re.compile(
    r"\w*(?:date|time)(?:_?(?:at|gmt|local|stamp|str|text|utc))?|published|issued"
    r"|(?:publish|creat|updat|releas|post|display)(?:e?d)?_?(?:at|on)"
)


def targets(page: Page, site: Site) -> dict[str, Target]:
    """Return what the lists in scripts lead to on ``site``, in order.

    Addresses are the keys, in canonical form; the page's own is left out. An object
    with an address and a title is a link; a time among its values is a date beside it.
    """
    own = canonical(page.url)
    found: dict[str, Target] = {}
    for place, entry in _objects(page):
        title, href = _first(entry, _TITLES), _first(entry, _URLS)
        url = absolute(page.url, href) if title and href else None
        if not url or not site.owns(url) or site.denies(url):
            continue
        if (key := canonical(url)) == own:
            continue
        target = found.setdefault(key, Target(url, place=Place.PAGE))
        target.texts.append(html.unescape(title))
        target.in_heading |= any(entry.get(name) == title for name in _TITLES[:-1])
        target.dated |= any(
            value and _TIME.fullmatch(name) for name, value in entry.items()
        )
        target.lists.add(place)
    return found


def _objects(page: Page) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Yield the objects in the scripts' data, each with the number of its list."""
    left, values, lists = _LONGEST_TOGETHER, _MOST_VALUES, 0
    for script in page.root.root.iter("script"):
        text = script.text or ""
        if len(text) > min(_LONGEST, left):
            continue
        left -= len(text)
        stack = [(0, value) for _, value in scripts.values(text)][::-1]
        while stack and values > 0:
            place, value = stack.pop()
            values -= 1
            if isinstance(value, dict):
                entry = {str(name).lower(): inner for name, inner in value.items()}
                yield place, entry
                stack += [(place, inner) for inner in entry.values()][::-1]
            elif isinstance(value, list):
                lists += 1
                stack += [(lists, inner) for inner in value][::-1]
            elif isinstance(value, str) and value.lstrip().startswith(("{", "[")):
                stack.append((place, scripts.decoded(value)))


def _first(entry: Mapping[str, object], names: list[str]) -> str:
    """Return the first text that an object holds under one of ``names``, or ``""``."""
    values = (entry.get(name) for name in names)
    return next((v.strip() for v in values if isinstance(v, str) and v.strip()), "")
