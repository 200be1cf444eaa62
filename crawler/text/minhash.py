"""MinHash over character shingles: texts with much in common share a band."""

from __future__ import annotations

import re
import zlib
from hashlib import blake2b

from rensa import RMinHash

from crawler.text import numerals

SHINGLE = 5
"""Characters; a number is one."""

BANDS = 64
ROWS = 2
"""Hashes a band. Of pairs whose Jaccard likeness is j, ``1 - (1 - j**ROWS)**BANDS``
share a band: .995 at .28, which is what a text keeps that was cut to a quarter."""

# Bits of a key below the number of its band. With that it has 47: SQLite keeps integers
# up to 48 bits, of which one is the sign, in six bytes. Two of 64 million keys that are
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


def bands(text: str) -> tuple[int, ...]:
    """Return the keys of the bands of folded ``text``, one a band, all different.

    Source: Broder, SEQUENCES 1997; Leskovec et al., Mining of Massive Datasets, §3.4.
    """
    signature = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    signature.update(shingles(symbols(text)))
    hashes = signature.digest()
    return tuple(
        _key(band, hashes[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)
    )


def whole(text: str) -> int:
    """Return the key of a text as such, beside those of bands: for headlines."""
    digest = blake2b(text.encode(), digest_size=8).digest()
    return BANDS << _PLACE | int.from_bytes(digest, "big") >> (64 - _PLACE)


def _key(band: int, hashes: list[int]) -> int:
    mixed = 0
    for each in hashes:
        mixed = (mixed ^ each) * 0x9E3779B97F4A7C15 & (2**64 - 1)
        mixed ^= mixed >> 29
    return band << _PLACE | mixed >> (64 - _PLACE)
