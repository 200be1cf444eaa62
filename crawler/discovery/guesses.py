"""What a home page tells of its outlet: name, language, zone, where its lists may be.

All of it is a guess, made to be looked at by a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from zoneinfo import ZoneInfo

from crawler.discovery import anchors, wording
from crawler.discovery.addresses import evidence, is_list, is_service
from crawler.discovery.anchors import Place, Target
from crawler.discovery.links import Link
from crawler.page import Page
from crawler.sites import Site
from crawler.text import chinese
from crawler.text.outlets import is_outlet
from crawler.urls import absolute, canonical, identity

# Characters. A section's name is shorter, and so are the outlet's.
_SECTION_CHARS = 12
_NAME_CHARS = 24

_PARTS = re.compile(r"\s*(?:[_|｜丨–—»]+|--+|\s-\s)\s*")
_FRONT = re.compile(
    r"[\W_]*(?:首[页頁]|主[页頁]|官方?网站?|官網|歡迎|home(?:\s*page)?)[\W_]*",
    re.IGNORECASE,
)

# Words for lists of what is newest, which hold all there is.
_NEWEST = re.compile(
    r"滚动|滾動|即[时時]|最新|快[讯訊]|24小[时時]|要[闻聞]|realtime|latest|breaking|scroll|roll",
    re.IGNORECASE,
)
_FEED_TYPES = re.compile(r"application/(?:rss|atom|rdf)\+xml|application/feed\+json")
_FEED_LINK = re.compile(
    r"(?:.*/)?(?:rss|feeds?|atom|index)(?:[/_.-].*)?\.(?:xml|rdf|json|rss|atom)|.*/(?:rss|feed|atom)/?",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comments?|评论|評論|留言|回應", re.IGNORECASE)
_SITEMAP = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)

_USUAL_FEEDS = ("/feed/", "/rss.xml", "/rss", "/atom.xml", "/index.xml", "/feed.json")
_USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml")

# Second levels below which a name is an outlet's: com.cn.
_SECOND_LEVEL = frozenset("com org net gov edu co ac mil idv".split())

# Zones by the last label of a host, and of the languages that are read in one country.
_ZONES = {
    "cn": "Asia/Shanghai",
    "hk": "Asia/Hong_Kong",
    "tw": "Asia/Taipei",
    "mo": "Asia/Macau",
    "sg": "Asia/Singapore",
    "my": "Asia/Kuala_Lumpur",
    "jp": "Asia/Tokyo",
    "kr": "Asia/Seoul",
    "th": "Asia/Bangkok",
    "uk": "Europe/London",
    "fr": "Europe/Paris",
    "de": "Europe/Berlin",
}
_ZONES_OF_LANGUAGES = {
    "zh-Hans": "Asia/Shanghai",
    "zh-Hant": "Asia/Taipei",
    "ja": "Asia/Tokyo",
    "ko": "Asia/Seoul",
}


class Section(NamedTuple):
    """What may be a list."""

    url: str
    newest: bool
    """Whether it is named as one of what is newest."""


def domain(host: str) -> str:
    """Return the part of a host's name that one owner has.

    >>> domain("news.people.com.cn"), domain("www.zaobao.com"), domain("tw.news.example")
    ('people.com.cn', 'zaobao.com', 'news.example')
    """
    labels = host.split(".")
    second = labels[-2] if len(labels) > 1 else ""
    return ".".join(labels[-3 if second in _SECOND_LEVEL else -2 :])


def outlet_name(page: Page) -> str | None:
    """Return what the outlet of a home page calls itself, or ``None``."""
    root = page.root.root
    declared = root.xpath(
        "string(//meta[@property='og:site_name' or @name='application-name'"
        " or @name='SiteName']/@content)"
    )
    title = " ".join(str(root.xpath("string(//title)")).split())
    parts = [_FRONT.sub("", part) for part in _PARTS.split(title)]
    named = [part for part in parts if part and len(part) <= _NAME_CHARS]
    # A single hyphen also joins words: 中国-东盟.
    shorter = [part.partition("-")[0] for part in named if "-" in part]
    known = [part for part in (*shorter, *named) if is_outlet(part)]
    return next(iter((*filter(None, [str(declared).strip()]), *known, *named)), None)


def language(page: Page) -> str | None:
    """Return the language of a home page, BCP 47, or ``None``."""
    shown = page.root.root.xpath("//a//text()")
    declared = re.match(r"[A-Za-z]{2,3}", page.root.root.get("lang") or "")
    told = chinese.language("".join(map(str, shown)))
    return told or (declared[0].lower() if declared else None)


def zone(host: str, told: str | None, moments: Iterable[datetime]) -> tuple[str, bool]:
    """Return the time zone of an outlet by its name, and whether that is sure.

    By its host's country, or else by its language. ``moments`` are those that its pages
    or feeds print with a zone: a guess by language is sure where most have its offset.
    """
    if country := _ZONES.get(host.rpartition(".")[2]):
        return country, True
    name = _ZONES_OF_LANGUAGES.get(told or "", "UTC")
    zone = ZoneInfo(name)
    same = [each.utcoffset() == each.astimezone(zone).utcoffset() for each in moments]
    return name, name != "UTC" and 2 * sum(same) > len(same)


def feeds(page: Page, site: Site) -> list[str]:
    """Return the feeds that a page declares or links to, but for those of comments."""
    found: dict[str, str] = {}
    for element in page.root.root.iter("link", "a"):
        title = f"{element.get('title', '')} {''.join(map(str, element.itertext()))}"
        url = absolute(page.url, element.get("href", ""))
        if not url or not site.owns(url) or _COMMENTS.search(f"{title} {url}"):
            continue
        path = urlsplit(url).path
        declared = element.tag == "link" and _FEED_TYPES.match(element.get("type", ""))
        if declared or (element.tag == "a" and _FEED_LINK.fullmatch(path)):
            found.setdefault(canonical(url), url)
    return list(found.values())


def usual_feeds(home: str) -> list[str]:
    """Return where a feed often is."""
    return [urljoin(home, path) for path in _USUAL_FEEDS]


def sitemaps(robots: str, home: str) -> list[str]:
    """Return the sitemaps that a robots.txt names, or where one often is."""
    named = [absolute(home, found) for found in _SITEMAP.findall(robots)]
    return [url for url in named if url] or [
        urljoin(home, path) for path in _USUAL_SITEMAPS
    ]


def sections(page: Page, site: Site, articles: Iterable[Link]) -> list[Section]:
    """Return what may be lists, the likeliest first.

    A list is named as one, or articles of the page lie below it; what it is called is
    short. Lists of what is newest come first, then those in the navigation.
    """
    known = {canonical(link.url) for link in articles}
    targets = anchors.targets(page, site)
    below = Counter(folder for url in known for folder in _above(url))
    rated = [
        (_rating(target, below[key.rstrip("/")]), target)
        for key, target in targets.items()
        if key not in known and _may_be_list(target)
    ]
    rated.sort(key=lambda each: -each[0])
    unique = {
        identity(target.url): Section(target.url, _is_newest(target))
        for rating, target in reversed(rated)
        if rating
    }
    unique.pop(identity(page.url), None)
    return list(unique.values())[::-1]


def _above(url: str) -> Iterator[str]:
    path = url.partition("?")[0].rstrip("/")
    while path.count("/") > 3:  # noqa: PLR2004  # what follows the host's name
        path = path.rpartition("/")[0]
        yield path


def _may_be_list(target: Target) -> bool:
    texts = [text for text in target.texts if text]
    return (
        not is_service(target.url)
        and not evidence(target.url)
        and bool(texts)
        and min(map(len, texts)) <= _SECTION_CHARS
        and not all(map(wording.is_service, texts))
        and not target.advertised
    )


def _rating(target: Target, below: int) -> int:
    """Return how likely an address is a list's; 0 is not at all."""
    points = 2 * (below > 0) + 2 * is_list(target.url) + (below > 2)  # noqa: PLR2004
    if not points and target.place is not Place.NAVIGATION:
        return 0
    points += 2 * (target.place is Place.NAVIGATION)
    points += 3 * _is_newest(target)
    return points if target.place is not Place.FOOTER else 0


def _is_newest(target: Target) -> bool:
    named = " ".join((*target.texts, unquote(urlsplit(target.url).path)))
    return bool(_NEWEST.search(named))
