"""One pass over a page's tree, which parts its text into blocks.

``crawler/native/walk.pyx`` goes the same way over libxml2's own nodes, in a fourth of
the time; what changes here changes there. `tests/test_native.py` holds them to each other.
"""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element as Element

from crawler.blocks import Block, Node, Picture
from crawler.elements import (
    BLOCK,
    BOLD,
    BREAK,
    HEADINGS,
    HIDE,
    INLINE,
    KINDS,
    LINES,
    LINK,
    NO_TEXT,
    PICTURE,
    PICTURE_TYPES,
    STRONG,
    STYLED,
    hides,
)
from crawler.errors import UnreadablePage
from crawler.paths import TagPaths

# Levels. libxml2 silently drops what is nested deeper than 2,048; the deepest
# of 882 real pages has 56 (2026-11).
_MAX_DEPTH = 2_040

_inside = etree.XPath(".//text()", smart_strings=False)
_shown_inside = etree.XPath(
    ".//text()[not(ancestor::script or ancestor::style or ancestor::head or "
    "ancestor::title or ancestor::object)]",
    smart_strings=False,
)

_Context = tuple[Element | None, bool, bool]
"""What elements around a text say of it: its link, is it bold, are its lines kept."""

_PLAIN: _Context = (None, False, False)


class Walk:
    """One pass over the tree; text gathers until an edge or a break ends a block.

    This is where most of an extraction's time goes: a page has some 600 elements,
    so the loop keeps to local names, and asks each element as little as it can.
    """

    def __init__(self, url: str, paths: TagPaths, *, folds: bool) -> None:
        self.url = url
        self.folds = folds
        self.paths = paths
        self.blocks: list[Block] = []
        self.nodes: list[Node] = []
        self.pictures: list[Picture] = []
        self.parents: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self._parts: list[str] = []
        self._links: list[Element] = []
        self._link_chars = 0
        self._bold_chars = 0

    def root(self, root: Element) -> None:  # noqa: C901, PLR0912, PLR0915  # one hot loop
        """Walk without recursion: pages may be nested deeper than Python's stack."""
        folds, number_of = self.folds, self.paths.numbers.get
        blocks, nodes, parts = self.blocks, self.nodes, self._parts
        parents, starts, ends = self.parents, self.starts, self.ends
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
                    kind = KINDS[tag]
                except KeyError:
                    kind = BLOCK if _holds_blocks(at) else INLINE
                if kind >= INLINE:
                    hidden = kind == HIDE
                    keys = at.keys()
                    if keys and (  # one in three has no attribute
                        "hidden" in keys
                        or ("style" in keys and hides(at.get("style", "")))
                    ):
                        hidden = True
                    if hidden and folds:
                        if parts:
                            flush(node)
                        self._fold(at, node)
                    else:
                        children, inside = len(at), context
                        if kind >= BLOCK or hidden:
                            if parts:
                                flush(node)
                            # As _enter does, but for the call: one in three
                            # elements comes here.
                            hint = ""
                            if keys:
                                if "class" in keys:
                                    hint = at.get("class", "")
                                if "id" in keys and tag not in HEADINGS:
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
                            parents.append(node.index)
                            starts.append(len(blocks))
                            ends.append(0)
                            if kind == STYLED:
                                inside = _within(context, tag)
                        else:
                            inner = node
                            if kind == LINK:
                                # One that leads to a picture enlarges it; one
                                # that leads nowhere and holds blocks has no end.
                                address = at.get("href")
                                if (
                                    not (children and _holds_blocks(at))
                                    if address is None
                                    else address[-4:] not in PICTURE_TYPES
                                ) and (not children or _ends(at, children)):
                                    inside = (at, context[1], context[2])
                            elif kind == STRONG:
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
                elif kind == BREAK:
                    if parts:
                        flush(node)
                elif kind == PICTURE:
                    before = len(blocks) + bool(parts)
                    self.pictures.append(Picture(at, node, before))
                    if at.text or len(at):  # <image> and its kin may hold more
                        around.append((at, node, context))
                        if len(at) and len(around) > _MAX_DEPTH:
                            raise self._too_deep(len(around))
                        if at.text and (parts or not at.text.isspace()):
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
        if "id" in element.keys() and element.tag not in HEADINGS:  # noqa: SIM118
            hint = f"{hint} {element.get('id')}"
        up, depth, path = -1, 0, -1
        if around is not None:
            up, depth, path = around.index, around.depth + 1, around.path
            hidden = hidden or around.hidden
        nodes, tag = self.nodes, str(element.tag)
        path = self.paths.add((path, tag, hint))
        node = Node(len(nodes), up, depth, tag, element, hint, hidden, path)
        nodes.append(node)
        self.parents.append(up)
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
        KINDS.get(child.tag, BLOCK) in {BLOCK, STYLED} for child in element
    )


def _within(context: _Context, tag: object) -> _Context:
    """The context inside a bold element, or one that keeps its lines."""
    return context[0], context[1] or tag in BOLD, context[2] or tag in LINES


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
    return hides(element.get("style", "")) or element.get("hidden") is not None


def _texts_inside(element: Element) -> list[str]:
    """The texts in an element, but for those that are no text of the page."""
    if len(element) == 0:
        text = element.text
        return [text] if text and not text.isspace() else []
    found = _inside(element)
    if found and next(element.iterdescendants(*NO_TEXT), None) is not None:
        found = _shown_inside(element)
    texts = found if isinstance(found, list) else []
    return [text for text in texts if isinstance(text, str) and not text.isspace()]
