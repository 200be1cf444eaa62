"""What can be measured of each block: the evidence that roles are told from.

Sizes count a Latin letter as half a Chinese character, since it takes half the
room and tells about half as much.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crawler import native, rows
from crawler.blocks import Block, Outline
from crawler.forest import Row
from crawler.hints import HEADINGS, read_hints
from crawler.rows import LINKED, Texts, running
from crawler.text import marks
from crawler.text.similarity import likeness, plain

_rows = native.load("rows") or rows

_WORD = re.compile(r"[^\W_]+")

# An address without a path.
_HOME = re.compile(
    r"(?:(?:https?:)?//[^/?#]*)?[./]*(?:(?:index|home)\.\w+)?(?:[?#].*)?"
)

# Likeness above which a block may be the headline.
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Measures:
    """The evidence on one page."""

    rows: Sequence[Row | None]
    """A row a block; ``None`` where there is nothing to ask: furniture, and in Chinese
    what has no prose in it or around it."""

    furniture: Sequence[bool]
    """Of each block whether it is a short link among links, or hidden beside enough
    that is shown."""

    links: Sequence[float]
    """Of each block the share of its text that is linked, 0 to 1."""

    sizes: Sequence[float]
    kin: Sequence[int]
    """Blocks of one number stand in the same tags and classes, all the way up."""

    lines: Sequence[str | None]
    """What each block is by its wording (``marks.line``), if it is a short line of
    text rather than of links."""

    regions: Sequence[int]
    """A tag path each: ``COMMENTS``, ``FOOT``, ... as the nearest class or tag says."""

    apart: Sequence[int]
    """Of each tag path the levels up to the class or tag that says the region."""

    levels: Sequence[int]
    """Of each tag path the levels up to the list item around; -1 where there is none."""

    headline: int
    """Index of the block most like the page's title; -1 where none is."""

    titles: tuple[str, ...]
    """What the page's head calls it, plain."""


def measure(outline: Outline, titles: Sequence[str]) -> Measures:
    """Return the first stage's measures; ``titles`` are what the head calls the page."""
    known = tuple(dict.fromkeys(filter(None, map(plain, titles))))
    hints = read_hints(outline.paths)
    named = _Titles(known, _longest_words(titles))
    texts = _rows.read_texts(outline.blocks, named)
    kin_of = hints.kin
    kin = [kin_of[block.node.path] for block in outline.blocks]
    alike = Counter(kin) if texts.linked_headings else {}
    for index in texts.linked_headings:
        block = outline.blocks[index]
        if alike[kin[index]] == 1 and not _leads_home(block):
            texts.likenesses[index] = named.likeness(block)
    headline = _headline(outline.blocks, texts, known)
    evidence, furniture = _rows.rows(outline, hints, texts, kin, headline)
    return Measures(
        rows=evidence,
        furniture=furniture,
        links=texts.links,
        sizes=texts.sizes,
        kin=kin,
        lines=texts.lines,
        regions=hints.regions,
        apart=hints.apart,
        levels=hints.levels,
        headline=headline,
        titles=known,
    )


def _leads_home(block: Block) -> bool:
    """Whether a heading is a link to the outlet's first page, as its name is.

    Headlines may be links, too: to their own page. Those of other articles are marked up
    alike, and are not asked.
    """
    return any(_HOME.fullmatch(link.get("href") or "") for link in block.links)


class _Titles:
    """What the page's head calls it, as ``crawler.rows`` asks for it."""

    def __init__(self, titles: Sequence[str], words: Sequence[str]) -> None:
        self.titles = titles
        self.words = words
        self.joined = "\n".join(titles)
        self.letters = frozenset(self.joined)

    def likeness(self, block: Block) -> float:
        """Likeness to a title; loosely only where markup says that it is a heading."""
        text, bold = block.text, block.bold_chars
        heading = block.node.tag in HEADINGS
        own = plain(text)
        if not own:
            return 0.0
        loose = heading or 2 * bold > len(own)
        best = 0.0
        for title in self.titles:
            alike = loose and len(title) < 3 * len(own) < 6 * len(title)
            if alike or own in title or title in own:
                best = max(best, likeness(own, title))
        return best


def _longest_words(titles: Sequence[str]) -> list[str]:
    """Of each title the longest word: what holds a title holds its words."""
    words = [_WORD.findall(title.lower()) for title in titles]
    return [max(found, key=len) for found in words if found]


def _headline(blocks: Sequence[Block], texts: Texts, titles: Sequence[str]) -> int:
    """The block most like the title: a heading before others, shown before hidden."""
    best, best_score = -1, 0.0
    shortest = min(map(len, titles), default=0) * 0.6 or 1
    for index, like in enumerate(texts.likenesses):
        if like <= _ALIKE:
            continue
        block = blocks[index]
        node = block.node
        score = like * min(1.0, len(block.text) / shortest)
        score += 0.15 * (node.tag in HEADINGS) + 0.1 * (node.tag == "h1")
        score -= 0.3 * node.hidden + 0.2 * (texts.links[index] > LINKED)
        score -= 0.3 * (len(block.links) > 1 and marks.tools(block.text))
        if score > best_score:
            best, best_score = index, score
    return best


def shares(outline: Outline, weights: Sequence[float]) -> Callable[[int], float]:
    """Return what tells which share of all ``weights``, one a block, a node holds."""
    until, starts, ends = running(weights), outline.starts, outline.ends
    total = max(1e-6, until[-1])

    def share(node: int) -> float:
        return (until[ends[node]] - until[starts[node]]) / total

    return share
