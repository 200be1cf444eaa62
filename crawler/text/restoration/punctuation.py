"""Marks that a clone narrowed: , ; : ? ! between Chinese characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.text.restoration.edits import Edit

_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}

_HAN = r"\u4e00-\u9fff"
_BEFORE = rf"{_HAN}”’》」』）)】"
_AFTER = rf"{_HAN}“‘《「『（【"

# Behind a Chinese character or before one, or before a space and one; on the other side
# may be a number or a Latin word. 11:30 and 1,000 stay, and so does 基地,...
_NARROW = re.compile(
    rf"(?<=[{_BEFORE}])[,;:?!]+(?=[ \u3000]?[{_AFTER}]|[A-Za-z0-9])"
    rf"|(?<=[A-Za-z0-9%％])[,;:?!]+(?=[{_AFTER}])"
)
_WIDE_MARK = re.compile(rf"(?<=[{_BEFORE}])[，；：？！]")


def narrowed(text: str) -> bool | None:
    """Whether marks between Chinese characters are narrow on this page, as a rule.

    ``None`` where there are none of either width.
    """
    narrow, wide = len(_NARROW.findall(text)), len(_WIDE_MARK.findall(text))
    return narrow > wide if narrow or wide else None


def widen(text: str) -> Iterator[Edit]:
    """Yield the edits that give narrow marks their full width again.

    Brackets stay, since agencies themselves write (完).
    """
    for found in _NARROW.finditer(text):
        for place, mark in enumerate(found[0], found.start()):
            yield Edit(place, place + 1, _WIDE[mark], "punctuation", 0.95)
