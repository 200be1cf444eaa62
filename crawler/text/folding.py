"""Texts as they are compared: what outlets change in passing folded away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import opencc

from crawler.text import marks, numerals

_NO_LETTER = re.compile(r"[^\w#%.\n-]+|_+|(?<!\d)[.%]|(?<!#)-|\.(?!\d)|#(?!-?\d)")

_AGENCY = r"[\u3400-\u9fffA-Za-z·/]"
_PEOPLE = r"\s*(?:\([^()]{2,40}\))?"

# 电头, in simplified text of half-width punctuation.
_DATELINE = re.compile(
    rf"""\s* (?:据)? (?:
      [(【\[〔「] [^()【】\[\]〔〕「」]{{1,40}} (?:[电讯]|报道|综合外电) [)】\]〕」]
    | {_AGENCY}{{0,16}} (?:\d{{4}}年)? (?:\d{{1,2}}月)? \d{{1,2}}日 (?:[电讯]|消息|报道(?=[\s,:(]))
    | 本[报网台刊社] \S{{0,8}}? 讯
    | {_AGENCY}{{2,10}} [报社网台] {_AGENCY}{{0,6}} [电讯] (?=[\s,:(])
    | {_AGENCY}{{1,10}} [社网报台]消息 (?=[\s,:])
    ) {_PEOPLE} [\s,:-]*""",
    re.VERBOSE,
)
# What every dateline has: of 86 first paragraphs, 49 are not searched for one (2026-11).
_DATELINE_SIGN = re.compile("[电讯]|报道|消息")

_REPORTER = re.compile(
    r"\s*(?:[(【\[][^()【】\[\]]{0,16}(?:记者|通讯员)[^()【】\[\]]{1,30}[)】\]])[\s,:-]*"
)

# What is set behind the last sentence of a text: (完), (责任编辑:张三), 责编 张三.
_CLOSING = re.compile(
    r"""\s* (?:
      [(【\[] [^()【】\[\]]{0,16} (?:完|编辑|责编|记者|通讯员|校对|审核|来源|作者|摄影?|整理|编译|供稿) [^()【】\[\]]{0,30} [)】\]]
    | (?<=[。!?”」\s]) (?:责任编辑|值班编辑|编辑|责编|校对|审核|来源|作者|撰文|记者|供稿) \s* [::/|\s] \s* [^,。!?]{2,24}
    )+ \s* $""",
    re.VERBOSE,
)

# Paragraphs at a text's beginning and end among which those who made it are named.
_EDGE = 4


def fold(text: str) -> str:
    """Return ``text`` as it is compared: simplified letters and numbers alone.

    Width (NFKC), script, case, punctuation and white space do not count, and each
    number is a token of ``crawler.text.numerals``. Simplified twice, first by words
    as Taiwan writes them, then by characters as others do.

    >>> fold("２０２６年 （軟體）, 百分之五！") == fold("2026年软件5%")
    True
    """
    return _letters(_simplified(" ".join(text.split())))


def paragraphs(body: Iterable[str]) -> tuple[str, ...]:
    """Return the folded paragraphs of a text, without dateline and editors' lines.

    Paragraphs of which nothing is left are left out. A text that is nothing else
    than such lines keeps them.
    """
    lines = (" ".join(text.split()) for text in body)
    plain = _simplified("\n".join(lines)).split("\n")
    last = len(plain) - 1
    kept = [
        text
        for place, text in enumerate(plain)
        if not (min(place, last - place) < _EDGE and marks.line(text.strip()))
    ] or plain
    if kept:
        if _DATELINE_SIGN.search(kept[0]):
            kept[0] = _DATELINE.sub("", kept[0], count=1)
        kept[0] = _REPORTER.sub("", kept[0], count=1)
        kept[-1] = _CLOSING.sub("", kept[-1])
    folded = _letters("\n".join(kept)) or _letters("\n".join(plain))
    return tuple(filter(None, folded.split("\n")))


def same_word(word: str, other: str) -> bool:
    """Say whether two simplified words are one in two places: 资讯 and 信息.

    Words of Taiwan that are printed in simplified characters stay what they are in
    ``fold``, which reads them by their traditional ones.
    """
    return _as_printed_here(word) == _as_printed_here(other)


def _as_printed_here(word: str) -> str:
    by_words, by_characters = _converters()
    traditional = _traditional().convert(word)
    printed: str = by_characters.convert(by_words.convert(traditional))
    return printed


def _simplified(text: str) -> str:
    if text.isascii():
        return text
    by_words, by_characters = _converters()
    text = unicodedata.normalize("NFKC", text)
    simplified: str = by_characters.convert(by_words.convert(text))
    return simplified


def _letters(text: str) -> str:
    """Fold lines that are simplified already."""
    return _NO_LETTER.sub("", numerals.tokens(text.lower()))


@cache
def _converters() -> tuple[opencc.OpenCC, opencc.OpenCC]:
    """Loaded when a text is first folded: takes some milliseconds."""
    return opencc.OpenCC("tw2sp"), opencc.OpenCC("t2s")


@cache
def _traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")
