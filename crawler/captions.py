"""图注: which blocks are the text of a picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from crawler.blocks import Block, Node, Outline, Picture
from crawler.measures import Measures, running
from crawler.text import dates, marks

# Size of a caption, and of all that a picture's frame holds.
_LONGEST = 130.0
_FRAME_SIZE = 160.0
_FRAME_BLOCKS = 3

# Chance from which on a block is body, wherever it stands beside a picture.
_BODY = 0.8

# Pictures that stand before a block and still may be its own: a row of them.
_CENTERED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_HINT = re.compile(
    r"caption|video-?info|(?:^|[\W_])(?:cap|desc|img|image|pic|photo)|tushuo|picinfo"
)


# Where lazy loading keeps the address of a picture, most telling first.
ADDRESSES = (
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-url",
    "_src",
    "original",
    "src",
)

# What is set over a picture: +3, 1/5, a sign to play.
_BADGE = re.compile(r"[\W\d_]{1,8}")
_LONGEST_BADGE = 8

# What is no picture of the article: icons, trackers, buttons, faces, codes to scan.
# Grouped by first letters, each of which is then tried once; the short ones count as
# whole words.
_FURNITURE = re.compile(
    r"a(?:vatar|(?<![^\W_]a)ds?(?![^\W_]))|b(?:lank|anner|tn|utton)|counter|e(?:rweima|wm)"
    r"|face(?<![^\W_]face)(?![^\W_])|head(?<![^\W_]head)(?![^\W_])|icon|lo(?:go|ading)|p(?:ixel|laceholder)"
    r"|qrcode|s(?:pacer|hare|tat\.)|user(?<![^\W_]user)(?![^\W_])|we(?:ixin|chat)|1x1|\.gif(?:$|\?)"
)

# Pixels. A picture that says it is narrower or lower is furniture.
_SMALLEST = 80


def is_furniture(picture: Picture) -> bool:
    """Say whether a picture belongs to the page's frame rather than to a text."""
    element = picture.element
    for name in ("width", "height"):
        value = (element.get(name) or "").removesuffix("px")
        if value.isdecimal() and int(value) < _SMALLEST:
            return True
    told = f"{address(picture) or ''} {element.get('class') or ''}"
    return bool(_FURNITURE.search(told.lower()))


def address(picture: Picture) -> str | None:
    """Return the picture's address as the page gives it, or ``None``."""
    told = dict(picture.element.items())  # one question in place of seven
    for name in ADDRESSES:
        if name in told:
            value = told[name].strip()
            if value and not value.startswith(("data:", "about:")):
                return value
    return None


class Captions:
    """Tells captions on one page from place, markup and wording."""

    def __init__(self, outline: Outline, measures: Measures) -> None:
        self._blocks, self._nodes = outline.blocks, outline.nodes
        self._sizes = measures.sizes
        self._lines = measures.lines
        self._pictures: dict[int, list[Picture]] = {}
        self._nodes_of: dict[int, list[Node]] = {}
        for picture in outline.pictures:
            self._pictures.setdefault(picture.before, []).append(picture)
        self._starts, self._ends = outline.starts, outline.ends

    def is_caption(
        self, block: Block, body: Callable[[int], float], likely: float = 0.0
    ) -> bool:
        """Say whether ``block`` is a picture's text.

        ``body`` tells which share of the body a node holds: a frame that holds most
        of it is no frame. ``likely`` is how likely the block is body: what is, is no
        caption for its place alone.
        """
        index, node = block[0], block[2]
        if self._sizes[index] > _LONGEST:
            return False
        if node[3] == "figcaption" or self._parent(node)[3] == "figure":
            return True
        if index not in self._pictures and index - 1 not in self._pictures:
            return False
        pictures = self._own_pictures(index)
        if not pictures and self._is_badge(index - 1):
            pictures = self._own_pictures(index - 1)
        if not pictures or self._says_otherwise(block):
            return False
        if marks.caption(block.text) or _HINT.search(node.hint.lower()):
            return True
        return likely < _BODY and bool(
            any(self._framed(block, picture, body) for picture in pictures)
            or node.element.get("align") == "center"
            or _CENTERED.search(node.element.get("style") or "")
        )

    def _own_pictures(self, index: int) -> list[Node]:
        """Where the pictures right before a block stand, icons and buttons left out."""
        before = self._pictures.get(index)
        if before is None:
            return []
        known = self._nodes_of.get(index)
        if known is None:
            known = [picture.node for picture in before if not is_furniture(picture)]
            self._nodes_of[index] = known
        return known

    def _is_badge(self, index: int) -> bool:
        """Whether a block right behind a picture holds no letter: it is set over it."""
        if index not in self._pictures:
            return False
        text = self._blocks[index].text
        return len(text) <= _LONGEST_BADGE and _BADGE.fullmatch(text) is not None

    def _says_otherwise(self, block: Block) -> bool:
        """Whether the block's words make it a date, a notice, a button or a byline."""
        text = block.text
        if _is_date(text) or marks.tools(text) or self._is_badge(block.index):
            return True
        if marks.caption(text):
            return False
        dated_byline = marks.byline(text) and marks.dated(text)
        return self._lines[block.index] is not None or bool(dated_byline)

    @cached_property
    def _size_until(self) -> list[float]:
        return running(self._sizes)

    def _parent(self, node: Node) -> Node:
        return self._nodes[node[1]] if node[1] > 0 else self._nodes[0]

    def _framed(
        self, block: Block, picture: Node, body: Callable[[int], float]
    ) -> bool:
        """Whether the smallest node around picture and text holds little else."""
        around = set()
        at = picture.index
        while at >= 0:
            around.add(at)
            at = self._nodes[at].parent
        at = block.node.index
        while at not in around:
            at = self._nodes[at].parent
            if at < 0:
                return False
        start, end = self._starts[at], self._ends[at]
        return (
            end - start <= _FRAME_BLOCKS
            and self._size_until[end] - self._size_until[start] <= _FRAME_SIZE
            and body(at) < 0.5  # noqa: PLR2004
        )


def _is_date(text: str) -> bool:
    stamps = dates.find(text)
    return bool(stamps) and len(text) <= stamps[0].end - stamps[0].start + 2
