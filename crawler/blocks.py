"""From page to blocks: the visible text in reading order, each character once.

A block is a run of text that a browser would set as lines of its own: between
the edges of block-level elements, or between line breaks. Nothing is cut out of
the tree, and nothing is judged here; hidden text gives blocks, too, marked so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from crawler.errors import UnreadablePage
from crawler.page import Page

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
    "summary table tbody td textarea tfoot th thead tr ul video audio canvas".split()
)
_BOLD = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})

# Kinds of nodes of the tree, looked up once a node. What is not here is inline:
# ``span``, ``font``, ``a``, and whatever an outlet made up.
_SKIP, _BREAK, _PICTURE, _BLOCK, _HIDE, _INLINE = range(6)
_KINDS: dict[object, int] = (
    dict.fromkeys(
        (*_NO_TEXT, etree.Comment, etree.ProcessingInstruction, etree.Entity), _SKIP
    )
    | dict.fromkeys(_UNSEEN, _HIDE)
    | dict.fromkeys(_BLOCKS, _BLOCK)
    | dict.fromkeys(("br", "hr"), _BREAK)
    | dict.fromkeys(("img", "image", "amp-img"), _PICTURE)
)

_inside = etree.XPath(
    ".//text()[not(ancestor::script or ancestor::style or ancestor::head or "
    "ancestor::title or ancestor::object)]",
    smart_strings=False,
)


def _texts_inside(element: Element) -> list[str]:
    found = _inside(element)
    return [str(text) for text in found] if isinstance(found, list) else []


_PICTURE_TYPES = (".jpg", ".jpeg", ".png", ".gif", ".webp")

_HIDDEN_STYLE = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)


class Node(NamedTuple):
    """A block-level element: what a block stands in."""

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody calls
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


class Block(NamedTuple):
    """A run of text that stands on lines of its own."""

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody calls
    """Place among the page's blocks, in reading order."""

    text: str
    """As shown: white space collapsed, none at the ends, never empty."""

    node: Node
    """The innermost block-level element around it."""

    parts: tuple[str, ...]
    """The text nodes it was joined from, as they stand in the page."""

    links: tuple[Element, ...]
    """The ``a`` elements that hold some of it."""

    link_chars: int
    """Characters inside links, white space not counted."""

    bold_chars: int
    """Characters set bold by markup, white space not counted."""


class Picture(NamedTuple):
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
    parents: tuple[int, ...]
    """Of each node the index of the one around it, -1 for a root: always less."""


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
    for root in (first, *first.itersiblings()):  # libxml2 may leave several roots
        walk.over(root)
    return Outline(
        tuple(walk.blocks),
        tuple(walk.nodes),
        tuple(walk.pictures),
        tuple([node.parent for node in walk.nodes]),
    )


class _Context(NamedTuple):
    """What inline elements around a text say of it."""

    link: Element | None = None
    bold: bool = False


_PLAIN = _Context()
_new = tuple.__new__


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
        self._parts: list[str] = []
        self._contexts: list[_Context] = []
        self._styled = False

    def over(self, root: Element) -> None:  # noqa: C901, PLR0912, PLR0915  # one hot loop
        """Walk without recursion: pages may be nested deeper than Python's stack."""
        kind_of, parts = _KINDS.get, self._parts
        node, context = self._enter(root, None, hidden=False), _PLAIN
        element, children = root, iter(root)
        if root.text and not root.text.isspace():  # text behind </html>
            self._add(root.text, node, context)
        stack: list[tuple[Element, Iterator[Element], Node, _Context]] = []
        while True:
            for child in children:
                tag = child.tag
                kind = kind_of(tag, _INLINE)
                if kind >= _BLOCK:
                    outer, outer_context = node, context
                    hidden = kind == _HIDE or _is_hidden(child)
                    if hidden and self.folds:
                        if parts:
                            self._flush(node)
                        self._fold(child, node)
                        text = child.tail
                        if text and not text.isspace():
                            self._add(text, node, context)
                        continue
                    if kind != _INLINE or hidden:
                        if parts:
                            self._flush(node)
                        node = self._enter(child, node, hidden=hidden)
                    if kind == _INLINE or tag in _BOLD:
                        context = _within(child, tag, context)
                    text = child.text
                    if text and (parts or not text.isspace()):
                        self._add(text, node, context)
                    if len(child):
                        stack.append((element, children, outer, outer_context))
                        element, children = child, iter(child)
                        break
                    if parts and node is not outer:
                        self._flush(node)
                    node, context = outer, outer_context
                elif kind == _BREAK:
                    self._flush(node)
                elif kind == _PICTURE:
                    before = len(self.blocks) + bool(parts)
                    self.pictures.append(Picture(child, node, before))
                text = child.tail
                if text and (parts or not text.isspace()):
                    self._add(text, node, context)
            else:
                if parts and node.element is element:
                    self._flush(node)
                if not stack:
                    return
                text = element.tail
                element, children, node, context = stack.pop()
                if text and (parts or not text.isspace()):
                    self._add(text, node, context)
                continue
            if len(stack) > _MAX_DEPTH:
                raise UnreadablePage(
                    self.url, "nested too deep", f"{len(stack)} levels"
                )

    def _fold(self, element: Element, around: Node) -> None:
        """Make one block of all that an element hides, if it holds text."""
        parts = [part for part in _texts_inside(element) if not part.isspace()]
        if parts:
            node = self._enter(element, around, hidden=True)
            text = " ".join(" ".join(parts).split())
            self.blocks.append(
                Block(len(self.blocks), text, node, tuple(parts), (), 0, 0)
            )

    def _enter(self, element: Element, around: Node | None, *, hidden: bool) -> Node:
        get = element.get
        name, own_id = get("class"), get("id")
        hint = f"{name or ''} {own_id}" if own_id else name or ""
        up, depth = -1, 0
        if around is not None:
            up, depth, hidden = around[0], around[2] + 1, hidden or around[6]
        # tuple.__new__ spares the half of a named tuple's cost that is checking.
        node = _new(
            Node, (len(self.nodes), up, depth, element.tag, element, hint, hidden)
        )
        self.nodes.append(node)
        return node

    def _add(self, text: str, node: Node, context: _Context) -> None:
        if "\n" in text and node.tag == "pre":
            for line in text.split("\n"):
                self._flush(node)
                self._add(line, node, context)
            return
        self._parts.append(text)
        self._contexts.append(context)
        if context is not _PLAIN:
            self._styled = True

    def _flush(self, node: Node) -> None:
        """End the block: what has gathered becomes one, unless it is white space."""
        if not self._parts:
            return
        text = " ".join("".join(self._parts).split())
        if text:
            self.blocks.append(self._block(text, node))
        self._parts.clear()
        self._contexts.clear()
        self._styled = False

    def _block(self, text: str, node: Node) -> Block:
        links: list[Element] = []
        link_chars = bold_chars = 0
        if self._styled:
            for part, context in zip(self._parts, self._contexts, strict=True):
                if context is _PLAIN or not (chars := len("".join(part.split()))):
                    continue
                if context.bold:
                    bold_chars += chars
                if context.link is not None:
                    link_chars += chars
                    if not links or links[-1] is not context.link:
                        links.append(context.link)
        index, parts = len(self.blocks), tuple(self._parts)
        block = (index, text, node, parts, tuple(links), link_chars, bold_chars)
        return _new(Block, block)


def _within(element: Element, tag: object, context: _Context) -> _Context:
    """The context inside an element."""
    if tag == "a":
        link = element if _leads_on(element) else context[0]
        return context if link is context[0] else _new(_Context, (link, context[1]))
    if tag in _BOLD and not context[1]:
        return _new(_Context, (context[0], True))
    return context


def _leads_on(element: Element) -> bool:
    """Whether an ``a`` leads to another page, and ends where its text does.

    One that leads to a picture enlarges it. One that holds another was never
    closed: browsers end it there, libxml2 lets it swallow the rest of the page.
    """
    address = element.get("href")
    if address is not None and address.lower().endswith(_PICTURE_TYPES):
        return False
    return len(element) == 0 or element.find(".//a") is None


def _is_hidden(element: Element) -> bool:
    """Say whether the element asks not to be shown."""
    style = element.get("style")
    if style is not None and _HIDDEN_STYLE.search(style):
        return True
    return element.get("hidden") is not None
