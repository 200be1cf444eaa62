"""One pass over a page that tells what damage there may be: mostly none."""

from __future__ import annotations

import re

from crawler.text.restoration.codepoints import COMPATIBLE, ENTITY, INVISIBLE, RADICALS
from crawler.text.restoration.mojibake import FIRST_OF_UTF8, LATIN, UTF8_AS_GBK
from crawler.text.restoration.readings import SYLLABLE

# Every alternative begins with a character of this class: elsewhere none is tried.
_FIRST = (
    rf"(（?&锟烫屯\u0080-\u00ff\uac00-\ud7a3{FIRST_OF_UTF8}{RADICALS}{COMPATIBLE}"
    rf"{INVISIBLE}\ue000-\uf8ff\ufffd"
)

_SIGNS = {
    "private": r"[\ue5e5\ue7c7\ue7c8]",
    "lost": r"\ufffd|锟斤拷|\?\?\?\?|烫烫烫|屯屯屯|[\ue000-\uf8ff]{2}",
    "gloss": rf"[(（]{SYLLABLE}[ \u3000]?[)）]",
    "shift": rf"\?(?:[！，？；!,?;]|{SYLLABLE}[ \u3000]?[)）]|/?[a-z][a-z0-9]*(?: ?/)?>)",
    "symbol": r"\?\s?(?:19|20)\d\d|\?(?=[\u4e00-\u9fff]{2})",
    "entity": ENTITY,
    "mojibake": f"{UTF8_AS_GBK}|{LATIN}|[\uac00-\ud7a3][\u4e00-\u9fff]",
    "radical": f"[{RADICALS}]",
    "compat": f"[{COMPATIBLE}]",
    "invisible": f"[{INVISIBLE}]",
}
_SUSPECT = re.compile(
    rf"(?=[{_FIRST}])(?:" + "|".join(f"(?P<{k}>{v})" for k, v in _SIGNS.items()) + ")"
)

# Frequent in every Chinese text, and hardly ever what misread bytes look like.
_COMMON = re.compile(
    "[的一是不了在人有我他这這个個们們中来來上大为為和国國地到以时時要就出会會可也你对對生能子年日月市公"
    "报報新元家学學小行方部分市省县縣区區，。、：！？《》“”「」]"
)

# Characters. A line so short may be misread from end to end and show no sign of it.
_SHORT = 200
_LEAST = 4


def suspects(text: str) -> frozenset[str]:
    """Return the kinds of damage that ``text`` may have. None of them is certain."""
    kinds = {found.lastgroup or "" for found in _SUSPECT.finditer(text)}
    if (
        len(text) <= _SHORT
        and len(text) >= _LEAST
        and not text.isascii()
        and not _COMMON.search(text)
    ):
        kinds.add("mojibake")
    return frozenset(kinds)
