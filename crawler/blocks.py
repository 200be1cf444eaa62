"""From page to blocks: the visible text in reading order, each character once.

A block is a run of text that a browser would set as lines of its own: between
the edges of block-level elements, or between line breaks. Nothing is cut out of
the tree, and nothing is judged here; hidden text gives blocks, too, marked so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import msgspec
from lxml import etree
from lxml.etree import _Element as Element

from crawler.errors import UnreadablePage
from crawler.page import Page
from crawler.paths import TagPaths, shared

# Levels. libxml2 silently drops what is nested deeper than 2,048; the deepest
# of 882 real pages has 56 (2026-11).
_MAX_DEPTH = 2_040

# Elements whose text no browser shows and no reader misses.
_NO_TEXT = frozenset({"script", "style", "head", "title", "meta", "link", "object"})

# Elements that are in the page but not on the screen.
_UNSEEN = frozenset({"noscript", "template", "iframe", "noframes", "datalist"})

_BLOCKS = frozenset(
    "html body address article aside blockquote button caption center dd details dialog dir "
    "div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header "
    "hgroup legend li main menu nav ol optgroup option p plaintext pre search section select "
    "summary table tbody td textarea tfoot th thead tr ul video audio canvas "
    "view uni-view".split()
)
_INLINES = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label map mark "
    "marquee nobr output q rp rt ruby s samp small span strike strong sub sup time tt u "
    "var wbr area base col colgroup embed input param picture slot source track "
    # of drawings
    "svg animate circle clippath defs desc ellipse fecomponenttransfer femerge filter g "
    "line lineargradient mask path polygon polyline radialgradient rect stop symbol tspan "
    "use".split()
)
# Their ids are their own words, to be linked to, and say nothing of the place.
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_BOLD = _HEADINGS | {"b", "strong", "th"}

# Elements whose line breaks browsers show.
_LINES = frozenset({"pre", "plaintext"})

# Kinds of nodes of the tree, looked up once a node. What an outlet made up is a block
# where it holds blocks or more of its making, and else inline.
_SKIP, _BREAK, _PICTURE, _INLINE, _LINK, _STRONG, _BLOCK, _STYLED, _HIDE = range(9)
_KINDS: dict[object, int] = (
    dict.fromkeys(
        (*_NO_TEXT, etree.Comment, etree.ProcessingInstruction, etree.Entity), _SKIP
    )
    | dict.fromkeys(_UNSEEN, _HIDE)
    | dict.fromkeys(_BLOCKS, _BLOCK)
    | dict.fromkeys(_INLINES, _INLINE)
    | dict.fromkeys((_BOLD | _LINES) & _BLOCKS, _STYLED)
    | dict.fromkeys(_BOLD & _INLINES, _STRONG)
    | {"a": _LINK}
    | dict.fromkeys(("br", "hr"), _BREAK)
    | dict.fromkeys(("img", "image", "amp-img"), _PICTURE)
)

_inside = etree.XPath(".//text()", smart_strings=False)
_shown_inside = etree.XPath(
    ".//text()[not(ancestor::script or ancestor::style or ancestor::head or "
    "ancestor::title or ancestor::object)]",
    smart_strings=False,
)

# The last four characters of a picture's address, in all cases.
_PICTURE_TYPES = frozenset(
    "".join(letters)
    for ending in (".jpg", "jpeg", ".png", ".gif", "webp")
    for letters in product(*zip(ending, ending.upper(), strict=True))
)

_HIDDEN_STYLE = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)


# A page has some hundreds of these. Structs are made and read in half the time of named
# tuples, and the collector of garbage leaves them alone: none can lead back to itself.


class Node(msgspec.Struct, frozen=True, gc=False):
    """A block-level element: what a block stands in."""

    index: int
    """Place among the page's nodes, in document order; the root is 0."""

    parent: int
    """Index of the node around it; -1 where it is a root."""

    depth: int
    """Number of nodes around it."""

    tag: str
    element: Element
    hint: str
    """Its class and id, as written; empty where it has neither."""

    hidden: bool
    """Whether it, or something around it, says that it is not shown."""

    path: int
    """Number of its tag path in ``Outline.paths``."""


class Block(msgspec.Struct, frozen=True, gc=False):
    """A run of text that stands on lines of its own."""

    index: int
    """Place among the page's blocks, in reading order."""

    text: str
    """As shown: white space collapsed, none at the ends, never empty."""

    node: Node
    """The innermost block-level element around it."""

    parts: tuple[str, ...]
    """The text nodes it was joined from, as they stand in the page; none where it is
    one, as most are."""

    links: tuple[Element, ...]
    """The ``a`` elements that hold some of it."""

    link_chars: int
    """Characters inside links, white space not counted."""

    bold_chars: int
    """Characters set bold by markup, white space not counted."""


class Picture(msgspec.Struct, frozen=True, gc=False):
    """A picture, and where it stands in the reading order."""

    element: Element
    node: Node
    before: int
    """Index of the block that follows it; one past the last where none does."""


class Outline(NamedTuple):
    """All blocks, nodes and pictures of one page."""

    blocks: tuple[Block, ...]
    nodes: tuple[Node, ...]
    pictures: tuple[Picture, ...]
    parents: Sequence[int]
    """Of each node the index of the one around it, -1 for a root: always less."""

    starts: Sequence[int]
    """Of each node the index of the first block in it or below."""

    ends: Sequence[int]
    """Of each node one past the index of the last: blocks of one node are a run."""

    paths: TagPaths
    """The tag paths of this page, and of others."""


def outline(page: Page) -> Outline:
    """Return the page's blocks, its block-level elements and its pictures.

    All that one element hides is one block, since nobody reads it line by line;
    ``uncovered`` is for pages whose article is hidden until a script has run.
    Raises ``UnreadablePage`` for markup nested so deep that the parser gave up.
    Takes time linear in the size of the tree.
    """
    return _outlined(page, _Walk(page.url, folds=True))


def uncovered(page: Page) -> Outline:
    """Return the same with hidden text in blocks as it would stand if shown."""
    return _outlined(page, _Walk(page.url, folds=False))


def _outlined(page: Page, walk: _Walk) -> Outline:
    first = page.root.root
    with walk.paths.lock:
        for root in (first, *first.itersiblings()):  # libxml2 may leave several roots
            walk.over(root)
    return Outline(
        tuple(walk.blocks),
        tuple(walk.nodes),
        tuple(walk.pictures),
        [node.parent for node in walk.nodes],
        walk.starts,
        walk.ends,
        walk.paths,
    )


_Context = tuple[Element | None, bool, bool]
"""What elements around a text say of it: its link, is it bold, are its lines kept."""

_PLAIN: _Context = (None, False, False)


class _Walk:
    """One pass over the tree; text gathers until an edge or a break ends a block.

    This is where most of an extraction's time goes: a page has some 600 elements,
    so the loop keeps to local names, and asks each element as little as it can.
    """

    def __init__(self, url: str, *, folds: bool) -> None:
        self.url = url
        self.folds = folds
        self.blocks: list[Block] = []
        self.nodes: list[Node] = []
        self.pictures: list[Picture] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.paths = shared()
        self._parts: list[str] = []
        self._links: list[Element] = []
        self._link_chars = 0
        self._bold_chars = 0

    def over(self, root: Element) -> None:  # noqa: C901, PLR0912, PLR0915  # one hot loop
        """Walk without recursion: pages may be nested deeper than Python's stack."""
        folds, number_of = self.folds, self.paths.numbers.get
        blocks, nodes, parts = self.blocks, self.nodes, self._parts
        starts, ends = self.starts, self.ends
        add, add_styled, flush = parts.append, self._add_styled, self._flush
        node, context = self._enter(root, None, hidden=_is_hidden(root)), _PLAIN
        if root.text and not root.text.isspace():  # text behind </html>
            add(root.text)
        around: list[tuple[Element, Node, _Context]] = []
        at = root[0] if len(root) else None
        while True:
            if at is None:  # past the last child: on behind the element around
                if not around:
                    break
                at, outer, context = around.pop()
                if node is not outer:
                    if parts:
                        flush(node)
                    ends[node.index] = len(blocks)
                    node = outer
            else:
                tag = at.tag
                try:  # takes half the time of get
                    kind = _KINDS[tag]
                except KeyError:
                    kind = _BLOCK if _holds_blocks(at) else _INLINE
                if kind >= _INLINE:
                    hidden = kind == _HIDE
                    keys = at.keys()
                    if keys and (  # one in three has no attribute
                        "hidden" in keys
                        or ("style" in keys and _hides(at.get("style", "")))
                    ):
                        hidden = True
                    if hidden and folds:
                        if parts:
                            flush(node)
                        self._fold(at, node)
                    else:
                        children, inside = len(at), context
                        if kind >= _BLOCK or hidden:
                            if parts:
                                flush(node)
                            # As _enter does, but for the call: one in three
                            # elements comes here.
                            hint = ""
                            if keys:
                                if "class" in keys:
                                    hint = at.get("class", "")
                                if "id" in keys and tag not in _HEADINGS:
                                    hint = f"{hint} {at.get('id')}"
                            place = (node.path, tag, hint)
                            path = number_of(place)
                            if path is None:
                                path = self.paths.add(place)
                            inner = Node(
                                len(nodes),
                                node.index,
                                node.depth + 1,
                                tag,  # type: ignore[arg-type]  # lxml's type is wider
                                at,
                                hint,
                                hidden or node.hidden,
                                path,
                            )
                            nodes.append(inner)
                            starts.append(len(blocks))
                            ends.append(0)
                            if kind == _STYLED:
                                inside = _within(context, tag)
                        else:
                            inner = node
                            if kind == _LINK:
                                # One that leads to a picture enlarges it; one
                                # that leads nowhere and holds blocks has no end.
                                address = at.get("href")
                                if (
                                    not (children and _holds_blocks(at))
                                    if address is None
                                    else address[-4:] not in _PICTURE_TYPES
                                ) and (not children or _ends(at, children)):
                                    inside = (at, context[1], context[2])
                            elif kind == _STRONG:
                                inside = _within(context, tag)
                        text = at.text
                        if text and (parts or not text.isspace()):
                            if inside is _PLAIN:
                                add(text)
                            else:
                                add_styled(text, inside, inner)
                        if children:
                            around.append((at, node, context))
                            if len(around) > _MAX_DEPTH:
                                raise self._too_deep(len(around))
                            at, node, context = at[0], inner, inside
                            continue
                        if inner is not node:
                            if parts:
                                flush(inner)
                            ends[inner.index] = len(blocks)
                elif kind == _BREAK:
                    if parts:
                        flush(node)
                elif kind == _PICTURE:
                    before = len(blocks) + bool(parts)
                    self.pictures.append(Picture(at, node, before))
                    if at.text or len(at):  # <image> and its kin may hold more
                        around.append((at, node, context))
                        if at.text and not at.text.isspace():
                            add_styled(at.text, context, node)
                        at = at[0] if len(at) else None
                        continue
            text = at.tail
            if text and (parts or not text.isspace()):
                if context is _PLAIN:
                    add(text)
                else:
                    add_styled(text, context, node)
            at = at.getnext()
        if parts:
            flush(node)
        ends[node.index] = len(blocks)

    def _too_deep(self, levels: int) -> UnreadablePage:
        return UnreadablePage(self.url, "nested too deep", f"{levels} levels")

    def _fold(self, element: Element, around: Node) -> None:
        """Make one block of all that an element hides, if it holds text."""
        parts = _texts_inside(element)
        if parts:
            node = self._enter(element, around, hidden=True)
            text = " ".join(" ".join(parts).split())
            joined = () if len(parts) == 1 else tuple(parts)
            block = Block(len(self.blocks), text, node, joined, (), 0, 0)
            self.blocks.append(block)
            self.ends[node.index] = len(self.blocks)

    def _enter(self, element: Element, around: Node | None, *, hidden: bool) -> Node:
        hint = element.get("class", "")
        if "id" in element.keys() and element.tag not in _HEADINGS:  # noqa: SIM118
            hint = f"{hint} {element.get('id')}"
        up, depth, path = -1, 0, -1
        if around is not None:
            up, depth, path = around.index, around.depth + 1, around.path
            hidden = hidden or around.hidden
        nodes, tag = self.nodes, str(element.tag)
        path = self.paths.add((path, tag, hint))
        node = Node(len(nodes), up, depth, tag, element, hint, hidden, path)
        nodes.append(node)
        self.starts.append(len(self.blocks))
        self.ends.append(0)
        return node

    def _add_styled(self, text: str, context: _Context, node: Node) -> None:
        """Add a text that is part of a link, or bold, or of lines that stay lines."""
        link, bold, in_lines = context
        if in_lines and "\n" in text:
            for line in text.split("\n"):
                if self._parts:
                    self._flush(node)
                if line and not line.isspace():
                    self._add_styled(line, context, node)
            return
        self._parts.append(text)
        printable = text.isprintable()  # has no white space but spaces
        chars = len(text) - text.count(" ") if printable else len("".join(text.split()))
        if bold:
            self._bold_chars += chars
        if link is not None and chars:
            self._link_chars += chars
            if not self._links or self._links[-1] is not link:
                self._links.append(link)

    def _flush(self, node: Node) -> None:
        """End the block: what has gathered becomes one."""
        parts, blocks = self._parts, self.blocks
        joined = () if len(parts) == 1 else tuple(parts)
        text = "".join(joined) if joined else parts[0]
        # What is printable has no white space but spaces, and is cheaper to check
        # than to take apart.
        text = (
            text.strip()
            if "  " not in text and text.isprintable()
            else " ".join(text.split())
        )
        links: tuple[Element, ...] = ()
        link_chars = bold_chars = 0
        if self._links:
            links, self._links = tuple(self._links), []
            link_chars, self._link_chars = self._link_chars, 0
        if self._bold_chars:
            bold_chars, self._bold_chars = self._bold_chars, 0
        blocks.append(
            Block(len(blocks), text, node, joined, links, link_chars, bold_chars)
        )
        parts.clear()


def _holds_blocks(element: Element) -> bool:
    """Whether an element of no known kind holds blocks, or others of no known kind.

    Those with a colon are a word processor's, which stand inside sentences.
    """
    return ":" not in str(element.tag) and any(
        _KINDS.get(child.tag, _BLOCK) in {_BLOCK, _STYLED} for child in element
    )


def _within(context: _Context, tag: object) -> _Context:
    """The context inside a bold element, or one that keeps its lines."""
    return context[0], context[1] or tag in _BOLD, context[2] or tag in _LINES


def _ends(link: Element, children: int) -> bool:
    """Whether an ``a`` ends where its text does.

    One that holds another was never closed: browsers end it there, libxml2 lets it
    swallow the rest of the page.
    """
    if children == 1 and len(link[0]) == 0:  # most hold a picture or a text
        return link[0].tag != "a"
    return next(link.iterdescendants("a"), None) is None


def _is_hidden(element: Element) -> bool:
    """Say whether the element asks not to be shown."""
    return _hides(element.get("style", "")) or element.get("hidden") is not None


@lru_cache(maxsize=4_096)
def _hides(style: str) -> bool:
    """Whether a style hides its element. Remembered: a page has few different ones."""
    return _HIDDEN_STYLE.search(style) is not None


def _texts_inside(element: Element) -> list[str]:
    """The texts in an element, but for those that are no text of the page."""
    if len(element) == 0:
        text = element.text
        return [text] if text and not text.isspace() else []
    found = _inside(element)
    if found and next(element.iterdescendants(*_NO_TEXT), None) is not None:
        found = _shown_inside(element)
    texts = found if isinstance(found, list) else []
    return [text for text in texts if isinstance(text, str) and not text.isspace()]
