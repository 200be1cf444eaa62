"""Pages of Chinese paragraphs in every encoding, declared rightly, wrongly or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from crawler.text.encoding import decode

ENCODINGS = {
    "gbk": ("zh-Hans", "zh-Hant"),
    "gb18030": ("zh-Hans", "zh-Hant"),
    "big5-hkscs": ("zh-Hant",),
    "utf-8": ("zh-Hans", "zh-Hant"),
}
"""Of each encoding the scripts that are written in it."""

DECLARED = ("rightly", "not", "wrongly")

# What a page may say wrongly: other Chinese encodings, and what servers add unasked.
_WRONG = (
    "gbk",
    "gb2312",
    "big5",
    "utf-8",
    "iso-8859-1",
    "windows-1252",
    "shift_jis",
    "euc-kr",
)

# Characters. Two or three of them are no page, and mean something in every encoding.
_LEAST = 8

# Paragraphs a page, from a flash to a long report.
_LENGTHS = (1, 1, 2, 5, 12)


class Encoded(NamedTuple):
    """One page as bytes, and as it was written."""

    code: bytes
    written: str


def pages(
    paragraphs: Mapping[str, Sequence[str]],
    encoding: str,
    declared: str,
    count: int,
    random: Random,
) -> Iterator[Encoded]:
    """Yield ``count`` pages of an encoding; characters that it lacks are entities."""
    wrong = [name for name in _WRONG if name != encoding]
    scripts = [script for script in ENCODINGS[encoding] if paragraphs.get(script)]
    for _ in range(count):
        says = {"rightly": encoding, "not": "", "wrongly": random.choice(wrong)}[
            declared
        ]
        choice = [
            one for one in paragraphs[random.choice(scripts)] if len(one) >= _LEAST
        ]
        lines = random.sample(choice, min(len(choice), random.choice(_LENGTHS)))
        code = _page(lines, says).encode(encoding, "xmlcharrefreplace")
        yield Encoded(code, code.decode(encoding))


def is_read(page: Encoded) -> bool:
    """Whether the page comes out as it was written."""
    return decode(page.code)[1] == page.written


def _page(lines: Sequence[str], declared: str) -> str:
    head = f'<meta charset="{declared}">' if declared else ""
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f'<html><head>{head}</head><body><a href="/">Home</a>{body}</body></html>'
