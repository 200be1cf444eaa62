"""What the C library keeps of freed memory, which is more with every thread that ran.

glibc gives each new thread one of many heaps, eight a core, and what is freed in one of
them stays there: a library whose threads come and go leaves a process larger each time,
though it holds nothing. Where the C library is another one, nothing is done here.
Source: mallopt(3), malloc_trim(3).
"""

from __future__ import annotations

import ctypes

# Of glibc's malloc.h.
_M_ARENA_MAX = -8

_HEAPS = 2
"""For the threads, and for the process itself."""


def share_heaps() -> None:
    """Have threads that begin from now on share their heap."""
    if mallopt := _function("mallopt"):
        mallopt(_M_ARENA_MAX, _HEAPS)


def give_back() -> None:
    """Give what is free in any heap back to the system: it takes some milliseconds."""
    if malloc_trim := _function("malloc_trim"):
        malloc_trim(0)


def _function(name: str) -> ctypes._NamedFuncPointer | None:
    return getattr(ctypes.CDLL(None), name, None)
