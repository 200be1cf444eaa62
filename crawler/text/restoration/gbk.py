"""The two-byte codes of GBK, by their halves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, product

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))


@lru_cache(maxsize=32_768)
def encoded(char: str) -> bytes | None:
    """Return the byte of an ASCII character, the two of GBK, or ``None``.

    GB18030's private-use codes are GBK's undefined pairs, and € is the lone 0x80 of
    Windows.
    """
    if char == "€":
        return b"\x80"
    try:
        code = char.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return code if len(code) <= 2 else None  # noqa: PLR2004 — its four-byte codes


@cache
def characters() -> Mapping[int, str]:
    """Return every character of two bytes by ``lead << 8 | trail``."""
    # All at once, in a third of the time: GB18030 has a character for each pair, a
    # private one where GBK defines none.
    pairs = list(product(LEADS, TRAILS))
    chars = bytes(chain.from_iterable(pairs)).decode("gb18030")
    defined = set(chars.encode("gbk", "ignore").decode("gbk"))
    return {
        lead << 8 | trail: char
        for (lead, trail), char in zip(pairs, chars, strict=True)
        if char in defined
    }


@cache
def by_lead(lead: int) -> Sequence[tuple[int, str]]:
    """Return all characters of a first byte, each with its second."""
    return [(t, c) for t in TRAILS if (c := characters().get(lead << 8 | t))]


@cache
def by_trail(trail: int) -> Sequence[tuple[int, str]]:
    """Return all characters of a second byte, each with its first."""
    return [(b, c) for b in LEADS if (c := characters().get(b << 8 | trail))]
