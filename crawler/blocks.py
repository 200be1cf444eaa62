"""Blocks, and the elements they stand in: what an outline of a page is made of.

A block is a run of text that a browser would set as lines of its own: between
the edges of block-level elements, or between line breaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from lxml.etree import _Element as Element

from crawler.paths import TagPaths

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
