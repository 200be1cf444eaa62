"""The lines of a flat text, each as the page had it that the text was taken from."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What a teaser ends with: its day, how often it was read, and words that say so. White
# space is bounded everywhere: a line of nothing else must not cost its square.
_DAY = (
    r"(?:(?:[发發][布佈表])?(?:[时時][间間]|日期)\s{0,3}[:：]\s{0,3})?"
    r"(?:19|20)\d\d[-/.](?:1[0-2]|0?[1-9])[-/.](?:[12]\d|3[01]|0?[1-9])"
    r"(?:\s{1,3}(?:[01]\d|2[0-3])[:：][0-5]\d(?:[:：][0-5]\d)?)?"
)
_READ = r"(?:[阅閱][读讀]|[浏瀏][览覽]|[点點][击擊]|人气)"
_NUMBER = r"(?<![\d,.])\d[\d,]{0,11}(?:\.\d{1,2})?\s?[万萬]?\+?"
_READS = (
    rf"[(（]?\s?{_NUMBER}\s?[)）]?\s?[人次]?\s?{_READ}"
    rf"|{_READ}(?:[量数數]|次[数數])?\s?[:：(（]?\s?{_NUMBER}\s?[)）]?"
)

# A text that was cut off, its day or its count or both, and then what begins the next
# teaser, or the foot. The day ends after two digits, whatever digits follow.
_TEASERS_END = re.compile(
    rf"""(?:\.{{3}}|…)[^\w\s]?\s{{0,3}}(?:{_DAY}|(?:{_READS}))
         (?:[\s|｜]{{0,3}}(?:{_DAY}|(?:{_READS})))?
       | (?:{_READS})[\s|｜]{{0,3}}{_DAY}
       | {_DAY}[\s|｜]{{0,3}}(?:{_READS})
    """,
    re.VERBOSE,
)
_GOES_ON = re.compile(r"\s*(?=[\w“‘《「『【\"])")

# Behind the last letter of what stood before it: 微信号:abc123Copyright © 2024.
_CLAIM = re.compile(
    r"(?<=\w)(?=(?:Copyright|COPYRIGHT)\s*(?:[©?:：&(（]|\d{4}))"
    r"|(?<=\w)(?<!opyright)(?<!OPYRIGHT)(?=[©ⓒ]\s*\d{4})"
)


def lines(text: str) -> Iterator[str]:
    r"""Yield the lines of ``text`` that hold anything, with what ran together parted.

    Where a dump joined a cut-off teaser, its day and the next teaser's headline, a line
    ends behind the day; and one ends before a copyright line that something ran into.

    >>> list(lines("油价下调...2025-03-182024年盘点\n微信号:abc123Copyright © 2024"))
    ['油价下调...2025-03-18', '2024年盘点', '微信号:abc123', 'Copyright © 2024']
    """
    for line in text.splitlines():
        start = 0
        for end in _ends(line):
            if piece := line[start:end].strip():
                yield piece
            start = end
        if line[start:] and not line[start:].isspace():
            yield line[start:]


def _ends(line: str) -> list[int]:
    """The places in a line at which something ran into what stands before it."""
    found = []
    if "..." in line or "…" in line or any(map(line.__contains__, "读讀览覽击擊气")):
        for match in _TEASERS_END.finditer(line):
            end = _GOES_ON.match(line, match.end())
            if end and end.end() < len(line):
                found.append(match.end())
    if "opyright" in line or "COPYRIGHT" in line or "©" in line:
        found += [match.start() for match in _CLAIM.finditer(line)]
    return sorted(found)
