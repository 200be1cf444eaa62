"""The article and its parts, as typed values.

Names follow schema.org/NewsArticle, in snake_case, so that the JSON needs no
manual. ``None`` and ``()`` both mean that the page does not say; an empty string
never appears.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """One picture of the article."""

    url: str | None = None
    """Address of the picture, absolute; ``None`` where only its caption is held."""

    caption: str | None = None
    """图注: the text printed with the picture, without its credit."""

    credit: str | None = None
    """Photographer, agency or giver, as printed: 新华社记者 张三 摄."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """A link on the page that advertises another article."""

    url: str | None = None
    """Address it leads to, absolute."""

    headline: str
    """Text of the link."""

    summary: str | None = None
    """First lines of the other article, as the teaser gives them."""

    date: dt.date | None = None
    """Day printed with the teaser; ``None`` also where the year is missing."""

    reads: int | None = None
    """阅读: how often the other article was read, as printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QrCode:
    """A code to be scanned, printed in the page's footer."""

    url: str | None = None
    """Address of the picture, absolute."""

    text: str | None = None
    """What is printed with it: 扫一扫关注我们."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """What the foot of the page says of its publisher."""

    icp: tuple[str, ...] = ()
    """Filing numbers with the ministry: 京ICP备12345678号-1."""

    police: tuple[str, ...] = ()
    """Filing numbers with the police: 京公网安备11010102000001号."""

    licences: tuple[str, ...] = ()
    """Other licences, as printed: 互联网新闻信息服务许可证 10120170001."""

    copyright: str | None = None
    """The copyright line, as printed, or the two lines that it is set in."""

    wechat: tuple[str, ...] = ()
    """微信号: WeChat accounts to follow or write to."""

    qr: tuple[QrCode, ...] = ()
    """二维码: codes to be scanned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The first repair of one kind."""

    before: str | None = None
    """What the page had, at most 80 characters; ``None`` where something was put in."""

    after: str | None = None
    """What stands there now; ``None`` where something was taken out."""

    confidence: float
    """How likely the least sure repair of the kind is right, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was damaged on the page, and what was done about it."""

    clone: Literal["none", "medium", "high"] = "none"
    """How surely the page is a converted clone of another outlet's."""

    repaired: bool = True
    """Whether the article holds the repaired text; else this only reports."""

    repairs: Mapping[str, int] = field(default_factory=dict)
    """How many repairs there were on the page, by kind: ``{"gloss": 242}``."""

    examples: Mapping[str, Example] = field(default_factory=dict)
    """The first repair of each kind."""

    lost: Mapping[str, int] = field(default_factory=dict)
    """How many places are damaged beyond repair, and were left as they are, by kind."""

    lost_examples: Mapping[str, str] = field(default_factory=dict)
    """What stands at the first such place of each kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """Where the text of a converted clone likely comes from."""

    source: str | None = None
    """The agency or outlet that the text names."""

    path: str | None = None
    """Path of the page's address: a clone often keeps that of the original."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field that says something else than in the version before."""

    before: Any
    """What the line before holds of it; ``None`` where the page did not say."""

    after: Any
    """What this line holds of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """A paragraph that was written anew in its place."""

    before: str
    """As it stood in the version before."""

    after: str
    """As it stands now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """In what a version differs from the one before."""

    fields: Mapping[str, FieldChange] = field(default_factory=dict)
    """Fields other than ``body`` that changed, by name. ``date_modified`` is named beside
    other changes alone."""

    added: tuple[str, ...] = ()
    """Paragraphs of the body that are new, in reading order."""

    removed: tuple[str, ...] = ()
    """Paragraphs that are gone."""

    reworded: tuple[Rewording, ...] = ()
    """Paragraphs that were written anew, at least half of them as they were."""

    moved: tuple[str, ...] = ()
    """Paragraphs that stand elsewhere now, as they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article, as one URL gave it, and what else stood on its page."""

    url: str
    """Address of the final response, after redirects."""

    canonical_url: str
    """The page's own canonical address where it is believable, else ``url``
    without fragment and tracking parameters. Equal for two addresses of one page."""

    version: int = 1
    """Which printing of the article this is, counted from 1: an article that has changed
    at its address is kept as the next one."""

    changes: Changes | None = None
    """What has changed since the version before; ``None`` for the first one, and where
    that before is not at hand."""

    duplicate_of: str | None = None
    """Address of the article that was stored first of the same story, where this one is
    a copy of it: a reprint, or the same text at another address. ``None`` for all that
    stands for a story by itself."""

    pages: tuple[str, ...] = ()
    """Addresses that the text was read from, in the order in which it was joined;
    the first is ``url``. Empty where the article stands on one page."""

    missing_pages: tuple[str, ...] = ()
    """Addresses of further pages that could not be read: ``body`` lacks their text.
    Empty where nothing is known to be missing."""

    outlet: str | None = None
    """Who publishes: the name of the outlet's site file, such as ``people``.
    ``None`` for a page read without one."""

    headline: str | None
    """标题: the article's own title, without the outlet's name. ``None`` only where a
    page of plain text prints none."""

    alternative_headline: str | None = None
    """肩题, 副题: a shoulder or second headline on a line of its own."""

    body: tuple[str, ...]
    """正文: one string a paragraph, in reading order, captions left out."""

    authors: tuple[str, ...] = ()
    """记者, 通讯员, 作者: names alone, without their role words."""

    editors: tuple[str, ...] = ()
    """编辑, 责任编辑: names alone, without their role words."""

    source: str | None = None
    """来源: the outlet that first published the text, such as 新华社."""

    dateline: str | None = None
    """电头: place, day and agency that open the text, as printed:
    新华社北京11月1日电. It stays in the body, too."""

    date_published: dt.datetime | None = None
    """Always aware. Read in the outlet's zone where the page names none; at
    midnight where the page prints only a day."""

    date_modified: dt.datetime | None = None
    """When the page says it was last changed. Always aware."""

    description: str | None = None
    """摘要: the abstract that the page prints or declares."""

    section: str | None = None
    """栏目: the part of the outlet it stands in, such as 国际."""

    keywords: tuple[str, ...] = ()
    """关键词, 标签: as the page declares them."""

    language: str | None = None
    """BCP 47, told from the text: ``zh-Hans``, ``zh-Hant``, ``en``."""

    images: tuple[Image, ...] = ()
    """The article's own pictures and captions, in reading order."""

    captions: tuple[str, ...] = ()
    """图注: each caption as printed, credit included; ``images`` holds them apart."""

    teasers: tuple[Teaser, ...] = ()
    """Links on the page that advertise other articles, in reading order."""

    footer: Footer = Footer()
    """What the foot of the page says of its publisher."""

    found_by: Mapping[str, str] = field(default_factory=dict)
    """Which source gave each field: ``{"headline": "heading"}``."""

    confidence: Mapping[str, float] = field(default_factory=dict)
    """How likely fields are right, 0 to 1, by the names of ``found_by``; ``body`` that
    next to nothing is missing or too much. Absent where nobody could measure it."""

    restored: Restored | None = None
    """What was damaged, and what was done about it; ``None`` on a sound page."""

    untrusted: tuple[str, ...] = ()
    """What a converted clone says of itself and is not to be believed: ``title`` is that
    of the page's head. Names of fields, but for that."""

    original_hint: Original | None = None
    """Where a converted clone likely has the article from; ``None`` on other pages."""

    encoding: str
    """What the bytes were decoded with, such as ``gb18030``."""

    fetched: dt.datetime | None = None
    """When the page was fetched. Always aware; ``None`` where nobody said."""
