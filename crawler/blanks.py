"""Pages that say nothing until a browser has run their scripts."""

from __future__ import annotations

import re

from lxml.etree import _Element

from crawler.page import Page

BLANK = "empty but for scripts"
"""The ground on which such a page is refused."""

# Characters that a page may show: of itself, and where it also says that scripts are to
# fill it. A word while it loads, a line of rights; an error page has more to say.
_SHOWN = 20
_SHOWN_BESIDE = 300

# An element that scripts fill, by its id; what frameworks call it.
_MOUNT = re.compile(
    r"_{0,2}(?:app|root|next|nuxt|vue|react|gatsby|svelte|main)(?:[-_]?(?:app|root|container))?",
    re.IGNORECASE,
)
_UNSHOWN = frozenset({"head", "script", "style", "noscript", "template", "title"})


def is_blank(page: Page) -> bool:
    """Say whether ``page`` has scripts, hardly a text, and a place for one."""
    if page.flat:
        return False
    root: _Element = page.root.root
    if not any(each.get("src") or each.text for each in root.iter("script")):
        return False
    shown = _shown(root, _SHOWN_BESIDE)
    return shown <= _SHOWN or (shown <= _SHOWN_BESIDE and _waits(root))


def _shown(root: _Element, most: int) -> int:
    """Count the characters that are shown, up to a little more than ``most``."""
    shown = 0
    stack = [root]
    while stack and shown <= most:
        element = stack.pop()
        if element.tag not in _UNSHOWN:
            shown += len((element.text or "").strip())
            for child in element:
                shown += len((child.tail or "").strip())
                if isinstance(child.tag, str):
                    stack.append(child)
    return shown


def _waits(root: _Element) -> bool:
    """Say whether there is an empty place to be filled, or a word to those without script."""
    for each in root.iter("noscript"):
        if "javascript" in "".join(each.itertext()).lower():
            return True
    return any(
        _MOUNT.fullmatch(each.get("id") or "") and not "".join(each.itertext()).strip()
        for each in root.iter("div", "main", "section")
    )
