"""Text in the script that is asked for: simplified or traditional."""

from __future__ import annotations

from typing import Literal

from crawler.text.restoration.dictionaries import converter
from crawler.text.restoration.edits import applied
from crawler.text.restoration.script import to_simplified

Script = Literal["keep", "simplified", "traditional"]


def converted(text: str, script: Script) -> str:
    """Return ``text`` in ``script``; as it is for ``keep``, and where it holds no Chinese.

    >>> converted("著名的網站開著門", "simplified")
    '著名的网站开着门'
    """
    if script == "keep" or text.isascii():
        return text
    if script == "traditional":
        return converter("s2t")(text)
    return applied(text, to_simplified(text))
