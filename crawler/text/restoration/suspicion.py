"""One pass over a page that tells what damage there may be: mostly none."""

from __future__ import annotations

import re

from crawler.text.restoration.codepoints import COMPATIBLE, ENTITY, INVISIBLE, RADICALS
from crawler.text.restoration.mojibake import LATIN, UTF8_AS_GBK, unsigned
from crawler.text.restoration.readings import SYLLABLE
from crawler.text.restoration.symbols import SOUNDS

# Of each kind of damage: characters that it begins with, as a class holds them, and
# what follows. The whole pattern begins with one class, of which the engine finds the
# next character four times as fast as it tries alternatives.
_SIGNS = (
    ("gloss", "(（", rf"(?<=[\u3400-\u9fff].){SYLLABLE}[ \u3000]?[)）]"),
    ("lost", r"?", r"\?\?\?"),
    ("shift", "?", rf"{SYLLABLE}[ \u3000]?[)）]|/?[a-z][a-z0-9]*(?: ?/)?>"),
    # A question mark beside a mark, with Chinese on one side: English pages ask, too.
    ("shift", "?", r"(?<=[^\x00-\x7f].)[！，？；!,?;]|[！，？；!,?;](?=[^\x00-\x7f])"),
    (
        "symbol",
        r"?",
        rf"(?:\s?(?:19|20)\d\d|(?<=[{SOUNDS}]{{2}}\?)(?=[{SOUNDS}]{{2}}))",
    ),
    ("entity", "&", ENTITY.removeprefix("&")),
    *(("mojibake", first, rest) for first, rest in (*LATIN, UTF8_AS_GBK)),
    ("mojibake", "\uac00-\ud7a3", "[\u4e00-\u9fff]"),
    ("radical", RADICALS, ""),
    ("compat", COMPATIBLE, ""),
    ("invisible", INVISIBLE, ""),
    ("private", "\ue5e5\ue7c7\ue7c8", ""),
    ("lost", "\ue000-\uf8ff", "[\ue000-\uf8ff]"),
    ("lost", "\ufffd", ""),
    ("lost", "锟", "斤拷"),
    ("lost", "烫", "烫烫"),
    ("lost", "屯", "屯屯"),
)
_SUSPECT = re.compile(
    f"[{''.join(first for _, first, _ in _SIGNS)}]"
    f"(?:{'|'.join(f'(?<=[{first}])({rest})' for _, first, rest in _SIGNS)})"
)
_KINDS = ("", *(kind for kind, _, _ in _SIGNS))


def suspects(text: str) -> frozenset[str]:
    """Return the kinds of damage that ``text`` may have. None of them is certain."""
    kinds = {_KINDS[found.lastindex or 0] for found in _SUSPECT.finditer(text)}
    if "private" in kinds:
        kinds.add("lost")
    if unsigned(text):
        kinds.add("mojibake")
    return frozenset(kinds)
