"""From page to blocks: the visible text in reading order, each character once.

Nothing is cut out of the tree, and nothing is judged here; hidden text gives blocks,
too, marked so.
"""

from __future__ import annotations

from crawler import native
from crawler.blocks import Outline
from crawler.page import Page
from crawler.paths import shared
from crawler.walk import Walk

_compiled = native.load("walk")
_Walk: type[Walk] = _compiled.Walk if _compiled else Walk


def outline(page: Page) -> Outline:
    """Return the page's blocks, its block-level elements and its pictures.

    All that one element hides is one block, since nobody reads it line by line;
    ``uncovered`` is for pages whose article is hidden until a script has run.
    Raises ``UnreadablePage`` for markup nested so deep that the parser gave up.
    Takes time linear in the size of the tree.
    """
    return outlined(page, _Walk, folds=True)


def uncovered(page: Page) -> Outline:
    """Return the same with hidden text in blocks as it would stand if shown."""
    return outlined(page, _Walk, folds=False)


def outlined(page: Page, walk: type[Walk], *, folds: bool) -> Outline:
    """Return the outline as a kind of ``Walk`` tells it; it ``folds`` what is hidden."""
    first, paths = page.root.root, shared()
    over = walk(page.url, paths, folds=folds)
    with paths.lock:
        for root in (first, *first.itersiblings()):  # libxml2 may leave several roots
            over.root(root)
    return Outline(
        tuple(over.blocks),
        tuple(over.nodes),
        tuple(over.pictures),
        over.parents,
        over.starts,
        over.ends,
        paths,
    )
