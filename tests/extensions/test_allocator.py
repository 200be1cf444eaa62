"""What is freed goes back to the system, whichever thread it was of."""

from __future__ import annotations

import platform

import pytest

from tests.programs import printed

SIZE, NUMBER = 64 * 1024, 1000

# In a process of its own: others have freed memory, too.
PROGRAM = f"""
import ctypes, re
from pathlib import Path
from threading import Thread
from crawler.extensions import allocator

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]

def megabytes():
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmRSS:\\s+(\\d+)", status)[1]) // 1024

def work():
    blocks = [libc.malloc({SIZE}) for _ in range({NUMBER})]
    for block in blocks:
        ctypes.memset(block, 1, {SIZE})
    for block in blocks[:-1]:  # below the last one all is free, and kept
        libc.free(block)

allocator.share_heaps()
thread = Thread(target=work)
thread.start()
thread.join()
before = megabytes()
allocator.give_back()
print(before, megabytes())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="of glibc")
def test_what_a_thread_has_freed_goes_back() -> None:
    before, after = map(int, printed(PROGRAM).split())
    assert after < before - SIZE * NUMBER / 2**20 / 2
