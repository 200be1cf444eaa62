"""What each element of HTML does to the text in it, and whether an element is shown."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from lxml import etree

# Elements whose text no browser shows and no reader misses.
NO_TEXT = frozenset({"script", "style", "head", "title", "meta", "link", "object"})

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
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

BOLD = HEADINGS | {"b", "strong", "th"}

# Elements whose line breaks browsers show.
LINES = frozenset({"pre", "plaintext"})

# Kinds of nodes of the tree, looked up once a node. What an outlet made up is a block
# where it holds blocks or more of its making, and else inline.
SKIP, BREAK, PICTURE, INLINE, LINK, STRONG, BLOCK, STYLED, HIDE = range(9)
KINDS: dict[object, int] = (
    dict.fromkeys(
        (*NO_TEXT, etree.Comment, etree.ProcessingInstruction, etree.Entity), SKIP
    )
    | dict.fromkeys(_UNSEEN, HIDE)
    | dict.fromkeys(_BLOCKS, BLOCK)
    | dict.fromkeys(_INLINES, INLINE)
    | dict.fromkeys((BOLD | LINES) & _BLOCKS, STYLED)
    | dict.fromkeys(BOLD & _INLINES, STRONG)
    | {"a": LINK}
    | dict.fromkeys(("br", "hr"), BREAK)
    | dict.fromkeys(("img", "image", "amp-img"), PICTURE)
)

# The last four characters of a picture's address, in all cases.
PICTURE_TYPES = frozenset(
    "".join(letters)
    for ending in (".jpg", "jpeg", ".png", ".gif", "webp")
    for letters in product(*zip(ending, ending.upper(), strict=True))
)

_HIDDEN_STYLE = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)


@lru_cache(maxsize=4_096)
def hides(style: str) -> bool:
    """Say whether a style hides its element. Remembered: a page has few different ones."""
    return _HIDDEN_STYLE.search(style) is not None
