"""MinHash over character shingles: texts with something in common share a key."""

from __future__ import annotations

import re
import zlib
from hashlib import blake2b

from rensa import RMinHash

from crawler.text import numerals

SHINGLE = 7
"""Characters; a number is one."""

HASHES = 32
"""Minima of a text. Of pairs whose Jaccard likeness is j, ``1 - (1 - j)**HASHES`` share
one: .986 of the labelled reprints. Bands of two minima over shingles of five took twice
the room, and .962 of them shared one: what was cut or changed is little alike, and one
minimum tells more of that than two. The length of a shingle keeps apart what has nothing
in common: of 86 Chinese bodies two share one of 5 or more nearly three times as often as
one of 7 (2026-11)."""

# Bits of a key below the number of its hash. With that it has 46: SQLite keeps integers
# up to 48 bits, of which one is the sign, in six bytes. Two of 32 million keys that are
# equal by chance cost a look, and no error.
_PLACE = 40

_SEED = 20261101

# Numbers become single characters of a plane that no text uses.
_PLANE = 0xF0000
_PLANE_SIZE = 65_000


def symbols(text: str) -> str:
    """Return folded ``text`` with each number as one character of a private plane.

    Equal numbers give equal characters; of unequal ones, 1 pair in 65,000 does.
    """
    return numerals.TOKEN.sub(_symbol, text)


def _symbol(match: re.Match[str]) -> str:
    return chr(_PLANE + zlib.crc32(match[0].encode()) % _PLANE_SIZE)


def shingles(text: str) -> list[str]:
    """Return the shingles of a text of symbols; one shorter than that is one itself."""
    return [text[i : i + SHINGLE] for i in range(max(1, len(text) - SHINGLE + 1))]


def minima(text: str) -> tuple[int, ...]:
    """Return the keys of folded ``text``, one a hash, all different.

    Source: Broder, SEQUENCES 1997; Leskovec et al., Mining of Massive Datasets, §3.3.
    """
    signature = RMinHash(num_perm=HASHES, seed=_SEED)
    signature.update(shingles(symbols(text)))
    return tuple(
        number << _PLACE | _mixed(least)
        for number, least in enumerate(signature.digest())
    )


def whole(text: str) -> int:
    """Return the key of a text as such, beside its minima: for headlines."""
    digest = blake2b(text.encode(), digest_size=8).digest()
    return HASHES << _PLACE | int.from_bytes(digest, "big") >> (64 - _PLACE)


def _mixed(least: int) -> int:
    """Spread a minimum, which is a small number, over the bits of a key."""
    return (least * 0x9E3779B97F4A7C15 & (2**64 - 1)) >> (64 - _PLACE)
