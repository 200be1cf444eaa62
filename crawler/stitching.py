"""Several pages, one article: which pages are read, and how what they hold is joined.

Nothing here fetches. Whoever reads pages asks what is ``wanted``, brings it or says that
it is not to be had, and takes the article at the end:

    stitching = Stitching(first_leaf(page, site=site))
    while wanted := stitching.wanted:
        ...  # stitching.take(wanted, page, site=site), or stitching.miss(wanted)
    stitching.article
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from crawler.confidence import confidence
from crawler.discovery import pagers
from crawler.discovery.pagers import ALONE, Further, Pager
from crawler.errors import NotAnArticle
from crawler.extraction import extract_with_reading, read, trace_of
from crawler.fields import dates, images, people, source, teasers
from crawler.fields.selected import leads_on, selected
from crawler.fields.sources import Found, Reading
from crawler.items import Article, Teaser
from crawler.memory import Memory, Trace
from crawler.page import Page
from crawler.repair import CAREFUL, Care
from crawler.sites import Site
from crawler.sites.layouts import Layout
from crawler.text.similarity import plain
from crawler.urls import canonical

MAX_PAGES = 30
"""Pages that are joined into one article at most, where nobody says otherwise."""

# Share of a text's characters that must stand in another for it to be a repetition,
# and for the other to hold it whole.
_REPEATED = 0.9
_HELD = 0.8

# Plain characters. A shorter paragraph may stand in an article twice.
_REFRAIN = 12

# Characters. A longer line without an end is no subhead: the page broke it off.
_SUBHEAD = 40

_PAGER_LINE = re.compile(
    r"\W*(?:本文共?\s*\d+\s*[页頁].*|共\s*\d+\s*[页頁].{0,20}|第?\s*\d+\s*/\s*\d+\s*[页頁]?|第\s*\d+\s*[页頁].{0,12}"
    r"|(?:[\[［(（]?\s*(?:\d{1,3}|[首上下前后後尾末]一?[页頁]|[.…]+)\s*[\])）］]?[\s|]*)+|\(?未完待[续續]\)?"
    r"|page\s+\d+(?:\s+of\s+\d+)?)\W*",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\s*[(（\[【]?\s*第?\s*\d{1,3}\s*[页頁]?\s*[)）\]】]?\s*$")

# How a paragraph ends and the next begins where a page's end cut a sentence.
_SENTENCE_END = re.compile(r"""[。！？!?…：:；;.]["'”’」』）)\]】]*$""")
_CUT_INSIDE = re.compile(r"[，、《（“「『]$")
_GOES_ON = re.compile(r"^[，、。；：！？,;》）)”」』]")
_CHINESE = re.compile(r"[\u3400-\u9fff]$")
_LATIN_END = re.compile(r"[a-z,]$")
_LATIN_START = re.compile(r"[a-z]")
_ITEM = re.compile(
    r"\W*(?:[0-9０-９]{1,3}[、.．:：)]|[一二三四五六七八九十]{1,3}[、.．])"
)

T = TypeVar("T")

# Fields that a later page gives where the first has none.
_FILLED = (
    *("authors", "editors", "source", "date_published", "date_modified"),
    *("images", "captions", "teasers"),
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of an article, read by itself."""

    article: Article
    """What the page alone gives."""

    pager: Pager
    """What it says of the others."""

    beside: frozenset[str] = frozenset()
    """Plain texts that stand on the page beside the body, where there are other pages."""

    trace: Trace | None = None
    """What it leaves in the memory that was asked; ``None`` where none was, and of a
    further page."""

    care: Care = CAREFUL
    """How it was read, as its further pages are."""


def first_leaf(
    page: Page,
    *,
    site: Site | None = None,
    memory: Memory | None = None,
    care: Care = CAREFUL,
) -> Leaf:
    """Return the article of ``page``, as ``extract`` does, and where it goes on."""
    leaf, reading = _first(page, site, memory, care)
    return leaf if memory is None else replace(leaf, trace=trace_of(page, reading))


def read_again(
    page: Page,
    *,
    site: Site | None = None,
    memory: Memory | None = None,
    care: Care = CAREFUL,
) -> Leaf:
    """Return the same of a page that leaves nothing: the memory is asked alone."""
    return _first(page, site, memory, care)[0]


def _first(
    page: Page, site: Site | None, memory: Memory | None, care: Care
) -> tuple[Leaf, Reading]:
    article, reading = extract_with_reading(page, site=site, memory=memory, care=care)
    told = leads_on(page, _layout(article, site))
    if not pagers.may_have(page) and not any(told):
        return Leaf(article, ALONE, care=care), reading
    # What a script of the page holds says nothing of where the page leads.
    shown = reading
    if article.found_by.get("body") == "script":
        shown = read(page, memory=memory, care=care)
    page, zones = shown.page, shown.zones
    body = set(article.body)
    beside = frozenset(plain(b.text) for b in zones.blocks if b.text not in body)
    pager = pagers.told(pagers.pager(page, zones), *told)
    return Leaf(article, pager, beside, care=care), reading


def further_leaf(
    page: Page,
    *,
    wanted: Further,
    first: Leaf,
    site: Site | None = None,
    memory: Memory | None = None,
) -> Leaf:
    """Return what ``page`` holds, which is ``wanted`` as a further page of ``first``.

    A last page may hold two lines and no date, so it is not weighed whether it is an
    article by itself, and what stands beside the body of ``first`` is no body here.
    Raises ``NotAnArticle`` where it has no body, or neither bears the article's headline
    nor leads to other pages of it: another article, or an error page.
    """
    reading = read(page, site=site, memory=memory, care=first.care)
    page = reading.page
    pager = pagers.pager(page, reading.zones, number=wanted.number or None)
    layout = _layout(first.article, site)
    pager = replace(pager, number=wanted.number or pager.number)
    pager = pagers.told(pager, *leads_on(page, layout))
    article = _held_by(reading, first, layout)
    if not article.body:
        raise NotAnArticle(page.url, "no article", "a further page without text")
    if not pager.pages and not _bears(article.headline, reading):
        raise NotAnArticle(page.url, "no article", f"no page of {first.article.url}")
    return Leaf(article, pager)


def _layout(article: Article, site: Site | None) -> Layout | None:
    """Return the layout of the article's day in the outlet's site file."""
    day = article.date_published
    return site.layout_on(day.date() if day else None) if site else None


class Stitching:
    """The pages of one article while they are gathered.

    ``begun`` is the page that was read first, as a rule page one. At most ``max_pages``
    are asked for, itself included, each address once; a page that repeats what is held
    adds nothing. Where an address promises the whole, it is read before numbered pages.
    """

    def __init__(self, begun: Leaf, *, max_pages: int = MAX_PAGES) -> None:
        self._left = max_pages - 1
        self._leaves = {begun.pager.number: begun}
        self._whole: Leaf | None = None
        self._promised = list(begun.pager.whole)
        self._ahead: dict[int, Further] = {}
        self._missed: list[Further] = []
        self._done = {begun.pager.number}
        """Numbers of pages that are settled: held, missed, or nothing new."""
        self._met = {canonical(begun.article.url)}
        self._learn(begun.pager, 0)

    @property
    def wanted(self) -> Further | None:
        """The page to read next; ``None`` where all is read, or as much as may be."""
        if self._whole or self._left <= 0:
            return None
        number = min(self._ahead, default=0)
        if self._promised and number != 1:
            return self._promised[0]
        # Beyond a page that failed there may be a gap up to the last ones of a pager.
        is_next = 0 < number <= max(self._done) + 1
        return self._ahead[number] if is_next else None

    @property
    def addresses(self) -> frozenset[str]:
        """Canonical addresses of all pages known so far, whether they were read or not."""
        known = (*self._ahead.values(), *self._promised)
        return frozenset(self._met | {canonical(each.url) for each in known})

    def take(
        self,
        wanted: Further,
        page: Page,
        *,
        site: Site | None = None,
        memory: Memory | None = None,
    ) -> bool:
        """Read ``page``, which came for ``wanted``; return whether it adds anything.

        Raises ``PageError`` where it holds nothing of the article; call ``miss`` then.
        """
        address = canonical(page.url)
        if address != canonical(wanted.url) and address in self._met:
            self.skip(wanted)
            return False
        if 0 < wanted.number < min(self._leaves):  # the article begins there
            care = self._first.care
            leaf = first_leaf(page, site=site, memory=memory, care=care)
        else:
            leaf = further_leaf(
                page, wanted=wanted, first=self._first, site=site, memory=memory
            )
        self._settle(wanted)
        self._met.add(address)
        if not wanted.number:
            self._whole = (
                leaf if _holds(leaf.article.body, self._first.article.body) else None
            )
            return self._whole is not None
        if _repeats(leaf.article.body, self._texts()):
            return False
        self._leaves[wanted.number] = leaf
        self._learn(leaf.pager, wanted.number - leaf.pager.number)
        return True

    def skip(self, wanted: Further) -> None:
        """Note that what was wanted leads back to a page that is held."""
        self._settle(wanted)

    def miss(self, wanted: Further) -> None:
        """Note that what was wanted is not to be had."""
        self._settle(wanted)
        self._missed.append(wanted)

    @property
    def article(self) -> Article:
        """The article, of all that was read so far."""
        if self._whole:
            return stitch_whole(self._first.article, self._whole.article)
        first, *later = (
            self._leaves[number].article for number in sorted(self._leaves)
        )
        return stitch(first, *later, missing=self._missing())

    @property
    def _first(self) -> Leaf:
        return self._leaves[min(self._leaves)]

    def _missing(self) -> tuple[str, ...]:
        """Addresses of what the text lacks: numbered pages, or else the whole."""
        unread = [*self._missed, *self._ahead.values(), *self._promised]
        numbered = sorted(each for each in unread if each.number)
        if not numbered and len(self._leaves) == 1:
            numbered = [each for each in unread if each.reason != pagers.PRINT_VIEW]
        return tuple(each.url for each in numbered)

    def _settle(self, wanted: Further) -> None:
        self._left -= 1
        self._met.add(canonical(wanted.url))
        if wanted.number:
            del self._ahead[wanted.number]
            self._done.add(wanted.number)
        else:
            self._promised.remove(wanted)

    def _learn(self, pager: Pager, shift: int) -> None:
        """Note the pages of a pager whose numbers are ``shift`` too small."""
        known = self.addresses
        for each in pager.pages:
            number = each.number + shift
            if (
                number > 0
                and number not in self._done
                and canonical(each.url) not in known
            ):
                self._ahead.setdefault(number, each._replace(number=number))

    def _texts(self) -> list[str]:
        return [text for leaf in self._leaves.values() for text in leaf.article.body]


def stitch(first: Article, *later: Article, missing: Sequence[str] = ()) -> Article:
    """Return one article of the pages that it stands on, in order.

    What is said of the article is taken from the first page that says it. ``missing``
    are addresses of pages that could not be read. ``first`` alone, with none missing,
    comes back as it is.
    """
    if not later and not missing:
        return first
    return _as_one((first, *later), (first, *later), missing)


def stitch_whole(first: Article, whole: Article) -> Article:
    """Return the article that begins on one page and stands on another in full."""
    return _as_one((first, whole), (whole,), ())


def _as_one(
    parts: Sequence[Article], held: Sequence[Article], missing: Sequence[str]
) -> Article:
    """Return the article of ``parts``, with the text that ``held`` have together."""
    first, *later = parts
    own = {canonical(url) for url in (*(part.url for part in parts), *missing)}
    tellers = _tellers(first, later)
    values = {name: getattr(part, name) for name, part in tellers.items()}
    values |= {
        "body": tuple(_joined([part.body for part in held], first.headline or "")),
        "images": _once(part.images for part in parts),
        "captions": _once(part.captions for part in parts),
        "teasers": tuple(_advertised(parts, own)),
    }
    found_by = {name: part.found_by[name] for name, part in tellers.items()}
    return replace(
        first,
        pages=tuple(part.url for part in parts),
        missing_pages=tuple(missing),
        found_by={**first.found_by, **found_by},
        confidence=dict(_confidence(first, () if missing else held, tellers)),
        **values,
    )


def _tellers(first: Article, later: Sequence[Article]) -> dict[str, Article]:
    """Return, for each field of which page one says nothing, the first page that does."""
    tellers: dict[str, Article] = {}
    for name in _FILLED:
        told = next((part for part in later if getattr(part, name)), None)
        if told and not getattr(first, name):
            tellers[name] = told
    return tellers


def _confidence(
    first: Article, whole: Iterable[Article], tellers: Mapping[str, Article]
) -> Iterator[tuple[str, float]]:
    """Yield how likely each field is right: the body as the worst page of the whole."""
    chances = [p.confidence["body"] for p in whole if "body" in p.confidence]
    if chances:
        yield "body", min(chances)
    yield from (
        (name, sure) for name, sure in first.confidence.items() if name != "body"
    )
    for name, part in tellers.items():
        if name in part.confidence:
            yield name, part.confidence[name]


def _once(groups: Iterable[Iterable[T]]) -> tuple[T, ...]:
    """Return the values of all groups in order, each once."""
    return tuple(dict.fromkeys(value for group in groups for value in group))


def _advertised(parts: Iterable[Article], own: Collection[str]) -> Iterator[Teaser]:
    """Yield the teasers of all pages, each address once, and none of the pages."""
    met = set(own)
    for teaser in _once(part.teasers for part in parts):
        key = canonical(teaser.url) if teaser.url else teaser.headline
        if key not in met:
            met.add(key)
            yield teaser


# -- what a further page holds


def _held_by(reading: Reading, first: Leaf, layout: Layout | None) -> Article:
    """Return what a further page holds of an article, in the frame of its first."""
    found: dict[str, Found[Any] | None] = {
        "authors": people.authors(reading),
        "editors": people.editors(reading),
        "source": source.source(reading),
        "date_published": dates.date_published(reading),
        "date_modified": dates.date_modified(reading),
        "images": images.images(reading),
        "captions": images.captions(reading),
        "teasers": teasers.teasers(reading),
    }
    chosen = selected(reading, layout)
    found |= {name: each for name, each in chosen.items() if name in found}
    told = {name: each for name, each in found.items() if each}
    own = chosen.get("body")
    body = own.value if own else (block.text for block in reading.zones.body)
    article = Article(
        url=reading.page.url,
        canonical_url=canonical(reading.page.url),
        headline=first.article.headline,
        body=tuple(text for text in body if plain(text) not in first.beside),
        encoding=reading.page.encoding,
        found_by={name: each.source for name, each in told.items()},
        **{name: each.value for name, each in told.items()},
    )
    return replace(article, confidence=confidence(article, reading))


def _bears(headline: str | None, reading: Reading) -> bool:
    """Say whether the page is titled with ``headline``, or prints it over its body."""
    wanted = plain(headline or "")
    if not wanted:
        return False
    first, _ = reading.zones.span
    above = (block.text for block in reading.zones.blocks[: first + 1])
    return any(wanted in plain(text) for text in (*reading.head.titles, *above))


# -- texts


def _repeats(body: Sequence[str], held: Sequence[str]) -> bool:
    """Say whether nearly all of ``body`` stands in what is held."""
    return _share(body, "".join(map(plain, held))) >= _REPEATED


def _holds(whole: Sequence[str], part: Sequence[str]) -> bool:
    """Say whether ``whole`` has what ``part`` has, and more. A last paragraph may be cut."""
    text = "".join(map(plain, whole))
    *paragraphs, last = map(plain, part)
    begun = [*paragraphs, last[: len(last) // 2]]
    return _share(begun, text) >= _HELD and len(text) > len("".join(map(plain, part)))


def _share(texts: Iterable[str], held: str) -> float:
    """Return the share of the texts' characters that stand in ``held``, plain."""
    sizes = [(len(text), text in held) for text in map(plain, texts)]
    total = sum(size for size, _ in sizes)
    return sum(size for size, stands in sizes if stands) / total if total else 1.0


def _joined(bodies: Iterable[Sequence[str]], headline: str) -> list[str]:
    """Return the paragraphs of all pages, in order, as one text."""
    joined: list[str] = []
    for body in bodies:
        fresh = list(_fresh(body, joined, headline))
        if joined and fresh and _is_cut(joined[-1], fresh[0]):
            space = " " if _LATIN_END.search(joined[-1]) else ""
            joined[-1] = f"{joined[-1]}{space}{fresh.pop(0)}"
        joined += fresh
    return joined


def _fresh(body: Sequence[str], held: Sequence[str], headline: str) -> Iterator[str]:
    """Yield the paragraphs of one page without pager lines and what opens each page.

    Outlets print headline and abstract anew at the head of each page.
    """
    known = {plain(text) for text in held if len(plain(text)) >= _REFRAIN}
    known.add(plain(headline))
    opening = bool(held)
    for text in body:
        if _PAGER_LINE.fullmatch(text):
            continue
        opening = opening and _without_count(text) in known
        if not opening:
            yield text


def _without_count(text: str) -> str:
    """Return ``text`` plain, without the page's number behind it: …(2)."""
    return plain(_COUNT.sub("", text))


def _is_cut(before: str, after: str) -> bool:
    """Say whether a page's end clearly cut a sentence: inside it, not at a subhead."""
    if _SENTENCE_END.search(before) or _ITEM.match(after):
        return False
    if _CUT_INSIDE.search(before) or _GOES_ON.search(after):
        return True
    if _LATIN_END.search(before) and _LATIN_START.match(after):
        return True
    return bool(_CHINESE.search(before)) and len(before) > _SUBHEAD < len(after)
