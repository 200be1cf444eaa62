"""Damage whose bytes are gone. It is told of and never filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.text.restoration.edits import Gone

# The first class finds where anything may begin.
_LOST = re.compile(
    r"(?=[\ufffd锟?烫屯\ue000-\uf8ff])(?:"
    # What became of bytes that a decoder did not know, and of U+FFFD read as GBK. As
    # a word in quotes, 锟斤拷 is what the text is about.
    r"(?P<replacement>(?:\ufffd[^\s\ufffd]?){1,64}|(?:锟斤拷){2,}(?:锟斤?)?"
    r"|(?<![“「『‘\"'《])锟斤拷(?![”」』’\"'》、和与及]))"
    # Rows of question marks that ask nothing: no sentence comes before them, and they
    # are longer than anyone's surprise, or as many as words are.
    r"|(?P<question>(?<![\w?!？！。”’\"')）」』…~～])(?:\?{3,}(?: \?{3,})+|\?{6,})(?![?!]))"
    # Memory that no program had written to, read as GBK.
    r"|(?P<uninitialized>烫{4,}|屯{4,}|(?<![“「『‘\"'])(?:烫烫烫|屯屯屯)(?![”」』’\"'烫屯]))"
    # Glyphs of a scrambled font: several in a row inside a text. Icons stand alone.
    r"|(?P<private_use>(?<=[\w：:])[\ue000-\uf8ff]{2,}|[\ue000-\uf8ff]{2,}(?=[\w%％])))"
)


def find(text: str) -> Iterator[Gone]:
    """Yield what is lost in ``text``."""
    for found in _LOST.finditer(text):
        yield Gone(found.start(), found.end(), found.lastgroup or "")
