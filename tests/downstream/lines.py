"""Events for the tests of targets, and the lines that come of them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from crawler.store import events
from crawler.store.events import Event
from crawler.store.lines import LinesReader
from tests.generated import store

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def told(data: Path, lines: Iterable[bytes], *, day: str = "2026-11-26") -> list[Event]:
    """Store lines, and return what they tell."""
    before = len([*LinesReader(data / "articles")])
    store(data, lines, day=day)
    return [events.read(line) for line in LinesReader(data / "articles")][before:]


def written(folder: Path) -> list[dict[str, Any]]:
    """Return what stands in the files of lines of a folder, packed or not, in order."""
    return [
        msgspec.json.decode(text)
        for path in sorted(folder.iterdir())
        for text in _unpacked(path).splitlines()
    ]


def _unpacked(path: Path) -> bytes:
    packed = path.suffix == ".zst"
    return zstd.decompress(path.read_bytes()) if packed else path.read_bytes()
