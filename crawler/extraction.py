"""The whole way: from a page, and what is known of its outlet, to the article."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from crawler.blanks import BLANK, is_blank
from crawler.blocks import Block, Outline
from crawler.confidence import confidence
from crawler.errors import NotAnArticle
from crawler.fields import clones, dates, page_facts
from crawler.fields.dateline import dateline
from crawler.fields.footer import footer
from crawler.fields.headline import alternative_headline, headline
from crawler.fields.images import captions, images
from crawler.fields.metadata import head
from crawler.fields.people import authors, editors, is_signature
from crawler.fields.selected import selected
from crawler.fields.source import source
from crawler.fields.sources import Found, Reading
from crawler.fields.teasers import teasers
from crawler.flat.roles import zones as flat_zones
from crawler.forest import MODELS
from crawler.items import Article, Footer
from crawler.memory import Memory, Trace, trace
from crawler.outline import outline, uncovered
from crawler.page import Page
from crawler.refusal import refusal
from crawler.repair import CAREFUL, Care, mended
from crawler.roles import Zones, zones
from crawler.shells import unpacked
from crawler.sites import Site
from crawler.trimming import paragraph

T = TypeVar("T")

_CHINA = ZoneInfo("Asia/Shanghai")
"""Zone of times on pages of an outlet that nobody told us of."""


# Size of a shown body beside which nothing hidden can be the article.
_ENOUGH_SHOWN = 200.0

# How a text ends over its writer's name; a letter's greeting does on a comma.
_STOPS = tuple('。！？…”」』.!?"')

# How many times the shown body's size a script must hold to be the article.
_FAR_MORE = 3.0


def read_zones(page: Page) -> Zones:
    """Return every block of ``page``, damaged or not, with its role.

    Raises ``UnreadablePage``.
    """
    return _zones(page, outline(page), head(page).titles, MODELS)


def _zones(page: Page, parts: Outline, titles: Sequence[str], models: Path) -> Zones:
    """The page's zones, read again with what is hidden where that is nearly all."""
    if page.flat:
        return flat_zones(parts, models)
    shown = zones(parts, titles, models)
    body = [block for block in shown.body if not block.node.hidden]
    if _size(shown, body) >= _ENOUGH_SHOWN:
        return shown
    hidden = [block for block in shown.blocks if block.node.hidden]
    if _size(shown, hidden) <= _ENOUGH_SHOWN:
        return shown
    return zones(uncovered(page), titles, models)


def _size(held: Zones, blocks: Sequence[Block]) -> float:
    sizes = held.measures.sizes
    return sum([sizes[block.index] for block in blocks])


def extract(
    page: Page,
    *,
    site: Site | None = None,
    memory: Memory | None = None,
    care: Care = CAREFUL,
    models: Path = MODELS,
) -> Article:
    """Return the article of ``page``, and what else stands on the page.

    ``site`` says whose page it is, and in which zone its times are; without it
    the zone is China's. ``memory`` is what other pages of the outlet have shown;
    it is only asked. ``care`` says what is done about damaged text. ``models`` is a
    folder with all that was learnt from pages.
    Raises ``NotAnArticle`` where there is no article, and ``UnreadablePage``
    where the markup is nested too deep.
    """
    with _uncollected():  # until the reading is let go of, too
        return _extracted(page, site, memory, care, models)[0]


def extract_with_trace(
    page: Page,
    *,
    site: Site | None = None,
    memory: Memory | None = None,
    care: Care = CAREFUL,
) -> tuple[Article, Trace]:
    """Return the article of ``page``, and what the page leaves in a memory.

    Raises what ``extract`` raises: a page without an article leaves nothing.
    """
    article, reading = extract_with_reading(page, site=site, memory=memory, care=care)
    return article, trace_of(page, reading)


def extract_with_reading(
    page: Page,
    *,
    site: Site | None = None,
    memory: Memory | None = None,
    care: Care = CAREFUL,
) -> tuple[Article, Reading]:
    """Return the article of ``page``, and what it was read from.

    That is the page, or what a script of it holds. Raises what ``extract`` raises.
    """
    with _uncollected():
        return _extracted(page, site, memory, care, MODELS)


def _extracted(
    page: Page, site: Site | None, memory: Memory | None, care: Care, models: Path
) -> tuple[Article, Reading]:
    article, reading = _told(page, site, memory, care, models)
    return _with_confidence(article, reading, models), reading


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of garbage from looking at what a page is read into.

    All of that is in use, and none of it in a circle. Of a usual page it is some thousand
    objects, over which, and over all that the process holds, the collector took 5 in 100
    of the time; of ten megabytes a million, and up to a third.
    """
    if not gc.isenabled():
        yield  # where it is off, that is on purpose, or for another thread's page
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def trace_of(page: Page, reading: Reading) -> Trace:
    """Return what ``page``, which was read, leaves in a memory."""
    moment = int(page.fetched.timestamp()) if page.fetched else 0
    return trace(reading.zones, page.url, read=moment)


def _with_confidence(article: Article, reading: Reading, models: Path) -> Article:
    """The article with how far it may be believed: of flat pages nobody measured it."""
    if reading.page.flat:
        return article
    return replace(article, confidence=confidence(article, reading, models))


def _told(
    page: Page, site: Site | None, memory: Memory | None, care: Care, models: Path
) -> tuple[Article, Reading]:
    """The article, and what it was read from: the page, or else one of its scripts."""
    reading = read(page, site=site, memory=memory, care=care, models=models)
    try:
        article = article_of(reading, site=site)
    except NotAnArticle:
        if scripted := _told_by_script(reading, site, care, models, bare=True):
            return scripted
        raise
    if _room(reading) < _ENOUGH_SHOWN:
        scripted = _told_by_script(reading, site, care, models, bare=False)
        return scripted or (article, reading)
    return article, reading


def _told_by_script(
    shell: Reading, site: Site | None, care: Care, models: Path, *, bare: bool
) -> tuple[Article, Reading] | None:
    """The article that a script of the page holds, if its body is large enough.

    The page is ``bare`` where it was refused without one. Where it was not, the script
    must hold far more.
    """
    least = _room(shell) * (1 if bare else _FAR_MORE)
    written = unpacked(shell.page, shell.timezone, bare=bare)
    if written is None:
        return None
    reading = read(written, site=site, care=care, models=models)
    if _room(reading) < least:
        return None
    try:
        article = article_of(reading, site=site)
    except NotAnArticle:
        return None
    beside = _Fields(shell)
    around = replace(shell, zones=shell.zones.without_body())
    told = {**article.found_by}
    for name in ("teasers", "footer"):  # those are the shell's own
        told.pop(name, None)
    article = replace(
        article,
        teasers=beside.all("teasers", teasers(around)),
        footer=beside.value("footer", footer(around)) or Footer(),
        found_by={**told, **beside.found_by, "body": "script"},
    )
    return article, reading


def _room(reading: Reading) -> float:
    """The size of the body, without markup that a form's field keeps for a script."""
    body = reading.zones.body
    return _size(reading.zones, [b for b in body if b.node.tag != "textarea"])


def article_of(reading: Reading, *, site: Site | None = None) -> Article:
    """Return the article of a page that was read, without a word of confidence."""
    page = reading.page
    found_date = dates.date_published(reading)
    day = found_date.value.date() if found_date else None
    fields = _Fields(reading, selected(reading, site.layout_on(day) if site else None))
    found_headline = fields.first("headline", headline(reading))
    found_body: Found[tuple[str, ...]] | None = fields.first("body", None)
    reason = refusal(reading, found_headline, found_date)
    # Who says where headline and body are says that there is an article.
    if reason is not None and not (found_body and found_headline):
        ground = BLANK if is_blank(page) else "no article"
        raise NotAnArticle(page.url, ground, reason)
    found_source, found_dateline = source(reading), dateline(reading)
    found_authors = authors(reading)
    return Article(
        url=page.url,
        canonical_url=fields.sure("canonical_url", page_facts.canonical_url(reading)),
        outlet=site.key if site else None,
        headline=fields.value("headline", found_headline),
        alternative_headline=fields.value(
            "alternative_headline", alternative_headline(reading)
        ),
        body=fields.all("body", found_body)
        or _unsigned(reading, found_authors.value if found_authors else ()),
        authors=fields.all("authors", found_authors),
        editors=fields.all("editors", editors(reading)),
        source=fields.value("source", found_source),
        dateline=fields.value("dateline", found_dateline),
        date_published=fields.value("date_published", found_date),
        date_modified=fields.value("date_modified", dates.date_modified(reading)),
        description=fields.value("description", page_facts.description(reading)),
        section=fields.value("section", page_facts.section(reading)),
        keywords=fields.all("keywords", page_facts.keywords(reading)),
        language=fields.value("language", page_facts.language(reading)),
        images=fields.all("images", images(reading)),
        captions=fields.all("captions", captions(reading)),
        teasers=fields.all("teasers", teasers(reading)),
        footer=fields.value("footer", footer(reading)) or Footer(),
        found_by=fields.found_by,
        restored=reading.restored,
        untrusted=clones.untrusted(reading, found_headline),
        original_hint=clones.original_hint(
            reading,
            found_source.value if found_source else None,
            found_dateline.value if found_dateline else None,
        ),
        encoding=page.encoding,
        fetched=page.fetched,
    )


def _unsigned(reading: Reading, writers: Sequence[str]) -> tuple[str, ...]:
    """The body's paragraphs, without one at either end that is a writer's name alone.

    A letter is signed: under 再见， or Yours, the name is its own.
    """
    body = list(map(paragraph, reading.zones.body))
    signed = len(body) > 1 and (body[-1] in writers or is_signature(body[-1]))
    if signed and body[-2].endswith(_STOPS):
        del body[-1]
    if len(body) > 1 and body[0] in writers:
        del body[0]
    return tuple(body)


def read(
    page: Page,
    *,
    site: Site | None = None,
    memory: Memory | None = None,
    care: Care = CAREFUL,
    models: Path = MODELS,
) -> Reading:
    """Return what the fields of ``page`` are read from, as ``extract`` has it."""
    given, declared = page, head(page)  # first, while the parser's tree is in the cache
    page, parts, restored = mended(given, care)
    if page is not given:
        declared = head(page)
    zone = site.timezone if site else _CHINA
    told = _zones(page, parts, declared.titles, models)
    return Reading(
        page=page,
        zones=told if memory is None else memory.corrected(told, page.url),
        head=declared,
        timezone=zone,
        now=page.fetched.astimezone(zone) if page.fetched else None,
        outlet_name=site.name if site else None,
        restored=restored,
    )


class _Fields:
    """Takes values out of what was found, and remembers who found them."""

    def __init__(
        self, reading: Reading, selected: Mapping[str, Found[Any]] | None = None
    ) -> None:
        self.found_by = {"body": "lines" if reading.page.flat else "forest"}
        if not reading.zones.body:
            self.found_by.clear()
        self._selected = selected or {}

    def first(self, name: str, found: Found[T] | None) -> Found[T] | None:
        """What the outlet's selectors gave for a field, before any other source."""
        return self._selected.get(name, found)

    def value(self, name: str, found: Found[T] | None) -> T | None:
        found = self.first(name, found)
        return self.sure(name, found) if found else None

    def all(self, name: str, found: Found[tuple[T, ...]] | None) -> tuple[T, ...]:
        found = self.first(name, found)
        return self.sure(name, found) if found else ()

    def sure(self, name: str, found: Found[T]) -> T:
        self.found_by[name] = found.source
        return found.value
