"""The evidence on each block, as numbers: its own words, and what stands around it.

All that depends on a neighbourhood is summed once over the tree, so the whole takes time
linear in the page. ``crawler/native/rows.pyx`` says the same; what changes here changes
there. `tests/test_native.py` holds them to each other.
"""

# ruff: noqa: FURB136  # min and max are calls, which the loops here have no time for
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import mul
from typing import Protocol

from crawler.blocks import Block, Outline
from crawler.forest import Row
from crawler.hints import HEADINGS, Hints, inherited
from crawler.text import marks

_STOPS = "。！？；…"
_COMMAS = "，、：,"
_COMMA = re.compile(f"[{_COMMAS}]")
_MARK = re.compile(f"[{_COMMAS}{_STOPS}!?;.]")
_ENDS = frozenset('。！？!?.…”」』’"）)')

# Size. A longer block is read for marks at its two ends alone.
_READ_WHOLE = 70

# Size. Shorter text is no prose, whatever its marks; titles lie between the next
# two; headings over lists of links are shorter than the last.
_SHORTEST_PROSE = 6
_SHORTEST_TITLE = 2
_LONGEST_TITLE = 90
_LONGEST_HEADING = 30

LINKED = 0.5
"""Share of a text. What is linked this much is no prose."""

# Share. What is linked this much is hardly anything but links.
_MOSTLY_LINKED = 0.8

# A link shorter than this size, in a node with less than this share of the page's
# prose, is no body: of 80,900 such blocks 26 in 1,000 were (882 pages, 2026-11).
_SHORT_LINK = 30
_SOME_PROSE = 0.3

# Size of prose that is shown; on a page with more of it, hidden text is no body.
_ENOUGH_SHOWN = 200.0

# Share of the page's prose that must stand around a block of Chinese without any: of
# 5,700 with less none was body, but one in four of 50,600 English ones (882 pages and
# copies of the Chinese ones, 2026-11). The share of Chinese letters; a place in a row.
_LEAST_PROSE = 0.05
_CHINESE = 0.5

# Blocks below the headline among which the first date is looked for.
_DATE_WITHIN = 60

# Characters at a block's beginning of which a title must hold one, to be compared.
_FIRST_LETTERS = 4

FIRST = tuple(
    "size link bold ends hidden depth tag place likeness picture latin node_size node_blocks "
    "node_prose from_headline from_date above_headline relative_size relative_prose line "
    "caption related_above size_after link_before link_after "
    "in_main in_aside aside_tags in_list in_caption "
    "parent_prose parent_share parent_link parent_blocks parent_stops "
    "grand_prose grand_link grand_mean prose_total blocks han "
    "kin_count kin_share kin_mean kin_link kin_prose".split()
)
"""Names of the first stage's measures, a row: a block and its surroundings.

All are ``float``: in Python a forest asks those in half the time of ``int`` and ``bool``."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What each block says on its own; a list entry a block."""

    sizes: list[float]
    links: list[float]
    """Share of the text that is linked, 0 to 1."""

    stops: list[float]
    """Sentences that end."""

    prose: list[float]
    """Size of text that is neither linked nor hidden, and has a comma or a stop."""

    lines: list[str | None]
    likenesses: list[float]
    """To the page's title, 0 to 1; of linked headings it is told later."""

    linked_headings: list[int]


class Titles(Protocol):
    """What the page's head calls it, plain, and what tells soon that a text is unlike it."""

    joined: str
    """All of them, on a line each."""

    letters: frozenset[str]
    """All their characters."""

    words: Sequence[str]
    """Of each a word that what holds it holds, in lower case."""

    def likeness(self, block: Block) -> float:
        """Return how much a block is like one of them, 0 to 1."""
        ...


def read_texts(blocks: Sequence[Block], titles: Titles) -> Texts:
    """Return what each block says on its own; only what may be a title is compared."""
    zeros = [0.0] * len(blocks)
    lines: list[str | None] = [None] * len(blocks)
    found = Texts([], [], zeros, zeros.copy(), lines, zeros.copy(), [])
    sizes, links = found.sizes, found.links
    for index, block in enumerate(blocks):
        text = block.text
        length = len(text)
        ascii_only = text.isascii()
        room = (
            length / 2
            if ascii_only
            else (length + len(text.encode("utf-8", "replace"))) / 4
        )
        link = block.link_chars / length
        sizes.append(room)
        links.append(link)
        if link >= _MOSTLY_LINKED:
            if block.node.tag in HEADINGS:
                found.linked_headings.append(index)
            continue
        if not ascii_only and length <= marks.LONGEST_LINE:
            line = marks.line(text)
            found.lines[index] = line if line != "writers" else _unless_subhead(block)
        if link >= LINKED:
            continue
        if room > _SHORTEST_PROSE and _MARK.search(text):
            count = text.count
            stops = count(". ") + count("!") + count("?") + count(";")
            stops += text[-1] == "."
            if not ascii_only:
                stops += sum(map(count, _STOPS))
            found.stops[index] = float(stops)
            if not block.node.hidden and (stops or _COMMA.search(text)):
                found.prose[index] = room * (1 - link)
        if _SHORTEST_TITLE < room < _LONGEST_TITLE and _may_be_title(block, titles):
            found.likenesses[index] = titles.likeness(block)
    return found


def _may_be_title(block: Block, titles: Titles) -> bool:
    """Whether a text has to be compared; what markup sets as a heading may vary a title."""
    text = block.text
    if titles.letters.isdisjoint(text[:_FIRST_LETTERS].lower()):
        return False
    is_plain = not block.bold_chars and block.node.tag not in HEADINGS
    return not (is_plain and text.isascii() and _is_apart(text, titles))


def _is_apart(text: str, titles: Titles) -> bool:
    """Whether a text of Western letters holds no title, and stands in none."""
    lower = text.lower()
    opening = lower[:2]
    if not opening.isalnum() or opening in titles.joined:
        return False
    return not any(map(lower.__contains__, titles.words))


def _unless_subhead(block: Block) -> str | None:
    """What a writers' line is; a subhead may read so by chance: 编译模块."""
    return None if block.node.tag in HEADINGS else "writers"


def rows(
    outline: Outline, hints: Hints, texts: Texts, kin: Sequence[int], headline: int
) -> tuple[Sequence[Row | None], list[bool]]:
    """Return a row a block, and of each block whether it is furniture.

    That is a short link among links, or hidden beside enough that is shown. There is no
    row for it, nor in Chinese for what has no prose in it or around it.
    ``kin`` numbers the blocks' kinds, ``headline`` is the index of the headline, or -1.
    """
    filled = _Rows(outline, hints, texts, kin, headline)
    return filled.all(), filled.furniture


class _Rows:
    """The rows of one page while they are filled."""

    def __init__(
        self,
        outline: Outline,
        hints: Hints,
        texts: Texts,
        kin: Sequence[int],
        headline: int,
    ) -> None:
        self.outline = outline
        self.hints = hints
        self.texts = texts
        self.headline = headline
        sizes, links = texts.sizes, texts.links
        self.linked = list(map(mul, sizes, links))
        self.size_until = running(sizes)
        self.linked_until = running(self.linked)
        self.stops_until = running(texts.stops)
        self.prose_until = running(texts.prose)
        self.total = max(1.0, self.size_until[-1])
        self.prose_total = max(1.0, self.prose_until[-1])
        count = len(sizes)
        letters = sum([len(block.text) for block in outline.blocks])
        self.han = 2 * self.size_until[-1] / letters - 1 if letters else 0.0
        self.of_page = (self.prose_total, float(count), self.han)
        self.kin = kin
        self.of_kin, self.own = self._sums()
        self.kin_shares: dict[int, Row] = {}
        self.held: dict[int, Row] = {}
        self.parents: dict[int, Row] = {}
        self.furniture = [False] * count

    def all(self) -> list[Row | None]:
        """Return a row a block, in the order of ``FIRST``; ``None`` for hopeless ones."""
        outline, kin = self.outline, self.kin
        tags, counts = self.hints.tags, self.hints.counts
        blocks, nodes = outline.blocks, outline.nodes
        starts, ends = outline.starts, outline.ends
        sizes, links, prose = self.texts.sizes, self.texts.links, self.texts.prose
        likenesses, lines = self.texts.likenesses, self.texts.lines
        until, prose_total = self.prose_until, self.prose_total
        parents, own, kin_shares = self.parents, self.own, self.kin_shares
        headline, steps, furniture = self.headline, self._steps(), self.furniture
        largest, most_prose = self._largest(), max(1.0, *prose, 1.0)
        pictures = {picture.before for picture in outline.pictures}
        dated = first_date(blocks, sizes, headline)
        headline_at, date_at = float(headline), float(dated)
        hidden_out = prose_total > _ENOUGH_SHOWN
        few_prose = _SOME_PROSE * prose_total
        in_prose = self.han > _CHINESE and hidden_out
        least_prose = _LEAST_PROSE * prose_total if in_prose else 0.0
        count = len(blocks)
        size_after = [*[size if size < 300.0 else 300.0 for size in sizes[1:]], -1.0]  # noqa: PLR2004
        link_beside = [-1.0, *links, -1.0]
        rows: list[Row | None] = [None] * count
        related_above = 0.0
        for index, block in enumerate(blocks):
            room, link = sizes[index], links[index]
            text, node = block.text, block.node
            at, up, hidden, path = node.index, node.parent, node.hidden, node.path
            if hidden and hidden_out:
                furniture[index] = True
                continue
            if link > _MOSTLY_LINKED and room < _SHORT_LINK:
                outer = up if up > 0 else 0
                if until[ends[outer]] - until[starts[outer]] < few_prose:
                    furniture[index] = True
                    continue
            if index <= headline:
                related_above = 0.0
            related = room < _LONGEST_HEADING and marks.related(text)
            if least_prose and not prose[index]:
                grand = nodes[up].parent if up > 0 else 0
                grand = grand if grand > 0 else 0
                if until[ends[grand]] - until[starts[grand]] < least_prose:
                    related_above += related
                    continue
            around = parents.get(up) or self._around(up)
            length, caption = len(text), False
            if link < _MOSTLY_LINKED and not text.isascii():
                caption = marks.caption(text if room < _READ_WHOLE else text[-36:])
            own_size, own_number = own.get(at) or (room, 1.0)
            rows[index] = (  # a sum of tuples takes half the time of unpacking them
                (
                    room if room < 400.0 else 400.0,  # noqa: PLR2004
                    link,
                    block.bold_chars / length,
                    1.0 if text[-1] in _ENDS else 0.0,
                    1.0 if hidden else 0.0,
                    float(node.depth),
                    tags[path],
                    index / count,
                    likenesses[index],
                    1.0 if index in pictures else 0.0,
                    2 - 2 * room / length,
                    own_size,
                    own_number,
                    (until[ends[at]] - until[starts[at]]) / prose_total,
                    index - headline_at if headline >= 0 else -99.0,
                    index - date_at if dated >= 0 else -99.0,
                    steps[index],
                    room / largest if largest else 0.0,
                    prose[index] / most_prose,
                    0.0 if lines[index] is None else 1.0,
                    1.0 if caption else 0.0,
                    related_above,
                    size_after[index],
                    link_beside[index],
                    link_beside[index + 2],
                )
                + inherited(counts[path])
                + around
                + (kin_shares.get(kin[index]) or self._of_kin(kin[index]))
            )
            related_above += related
        return rows

    def _largest(self) -> float:
        """Size of the largest block that is no link; 1 where none is."""
        told = zip(self.texts.sizes, self.texts.links, strict=True)
        return max([size for size, link in told if link < LINKED], default=1.0)

    def _around(self, parent: int) -> Row:
        """The measures of a node, then those of the node around it."""
        node = parent if parent > 0 else 0
        grand = self.outline.parents[node]
        grand = grand if grand > 0 else 0
        own = self.held.get(node) or self._held(node)
        outer = self.held.get(grand) or self._held(grand)
        found = (*own[:-1], outer[0], outer[2], outer[-1], *self.of_page)
        self.parents[parent] = found
        return found

    def _held(self, node: int) -> Row:
        """Of a node: share of prose, of the page, linked; blocks, stops, mean size."""
        start, end = self.outline.starts[node], self.outline.ends[node]
        room = self.size_until[end] - self.size_until[start]
        linked = self.linked_until[end] - self.linked_until[start]
        prose = self.prose_until[end] - self.prose_until[start]
        number = float(end - start)
        found = self.held[node] = (
            prose / self.prose_total,
            room / self.total,
            linked / room if room > 1.0 else linked,
            number,
            self.stops_until[end] - self.stops_until[start],
            room / number if number > 1.0 else room,
        )
        return found

    def _sums(self) -> tuple[dict[int, list[float]], dict[int, list[float]]]:
        """Of each kin number, size, size linked and prose; of nodes size and number.

        A node's are those of the blocks that it holds itself. One that holds a single
        block, as nearly all do, is left out.
        """
        of_kin: dict[int, list[float]] = {}
        own: dict[int, list[float]] = {}
        starts, ends = self.outline.starts, self.outline.ends
        texts = self.texts
        for block, number, room, link, told in zip(
            self.outline.blocks,
            self.kin,
            texts.sizes,
            self.linked,
            texts.prose,
            strict=True,
        ):
            known = of_kin.get(number)
            if known is None:
                of_kin[number] = [1.0, room, link, told]
            else:
                known[0] += 1.0
                known[1] += room
                if link:
                    known[2] += link
                if told:
                    known[3] += told
            at = block.node.index
            if ends[at] - starts[at] > 1:
                held = own.get(at)
                if held is None:
                    own[at] = [room, 1.0]
                else:
                    held[0] += room
                    held[1] += 1.0
        return of_kin, own

    def _of_kin(self, number: int) -> Row:
        """Of a kin: number, share of the page, mean size, share linked, prose."""
        count, room, linked, prose = self.of_kin[number]
        found = self.kin_shares[number] = (
            count,
            room / self.total,
            room / count,
            linked / room if room > 1.0 else linked,
            prose / self.prose_total,
        )
        return found

    def _steps(self) -> list[float]:
        """Of each block the steps from the headline up to a node that holds both.

        -1 where there is no headline, 20 where nothing holds both.
        """
        count = len(self.outline.blocks)
        if self.headline < 0:
            return [-1.0] * count
        steps = [20.0] * count
        start = end = self.headline
        at, number = self.outline.blocks[self.headline].node.index, 0.0
        while at >= 0:  # what is around holds a run of blocks on both sides of this one
            first, last = self.outline.starts[at], self.outline.ends[at]
            steps[first:start] = [number] * (start - first)
            steps[end:last] = [number] * (last - end)
            start, end = first, last
            at, number = self.outline.parents[at], number + 1.0
        return steps


def first_date(blocks: Sequence[Block], sizes: Sequence[float], headline: int) -> int:
    """Return where the first date is printed below the headline; -1 if nowhere near."""
    start = headline + 1
    for index, block in enumerate(blocks[start : start + _DATE_WITHIN], start):
        short = sizes[index] < _READ_WHOLE
        if short and not block.node.hidden and marks.dated(block.text):
            return index
    return -1


def running(column: Sequence[float]) -> list[float]:
    """Return for each place the sum of all before it, and last the whole.

    The text of an element is a run of blocks, so the difference of two of these is
    the sum over all that stands in it.
    """
    return list(accumulate(column, initial=0.0))
