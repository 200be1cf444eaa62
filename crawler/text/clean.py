"""Text as it is compared, and text that a flat dump has run together."""

from __future__ import annotations

import re
import unicodedata

# A day in digits, after which a headline or an outlet's name begins at once.
_STUCK = re.compile(
    r"(?<!\d)((?:19|20)\d\d([-/.])(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01]))"
    r"(?=(?:19|20)\d\d(?!\d)|[\u4e00-\u9fff“《「【])"
)

_INDENT = re.compile(r"^[\u3000\u00a0\t ]+|[\u3000\u00a0\t ]+$", re.MULTILINE)


def parted(text: str) -> str:
    r"""Return ``text`` with a new line after each date that the next text is stuck to.

    A date ends after its two-digit day, whatever digits follow.

    >>> parted("油价下调...2025-03-182024年盘点")
    '油价下调...2025-03-18\n2024年盘点'
    """
    return _STUCK.sub(r"\1\n", text)


def normalized(text: str) -> str:
    """Return ``text`` as it is compared: letters and digits of one width, no indent.

    For comparing alone: what is stored keeps its width, which is house style. Chinese
    marks stay as they are.

    >>> normalized("　　ＧＤＰ增长５％，持平")
    'GDP增长5%，持平'
    """
    narrow = "".join(map(_narrow, text))
    return _INDENT.sub("", unicodedata.normalize("NFC", narrow))


# Full-width forms that are no marks of Chinese text.
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_MARKS = frozenset("！，：；？（）")


def _narrow(char: str) -> str:
    return char if char in _MARKS else _WIDE.get(ord(char), char)
