"""Rooms in C, where a compiler was at hand: they say what rooms in Python say, sooner.

Each is made of a file of Cython beside this one, by ``setup.py``. Where one is absent, is
older than what it is made of, or was made for another release of lxml, the room in Python
does its work.
"""

from __future__ import annotations

from importlib import import_module
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from types import ModuleType

NAMES = ("forest", "matrix", "rows", "surroundings", "walk")
"""The rooms that there are."""

_SHARED = "matrix"
"""What others are compiled against: the rows that they pass on, no room of its own."""

_HERE = Path(__file__).parent


def load(name: str) -> ModuleType | None:
    """Return a compiled room; ``None`` where Python must do."""
    if is_stale(_HERE / f"{name}.pyx") or is_stale(_HERE / f"{_SHARED}.pyx"):
        return None
    # The last three are Cython's and ours for rooms, or an lxml, that are no longer as
    # they were when this one was compiled.
    try:
        return import_module(f"{__name__}.{name}")
    except (ImportError, AttributeError, TypeError, ValueError):
        return None


def is_stale(source: Path) -> bool:
    """Say whether ``source`` has changed since it was compiled.

    What is installed comes without it, and is as it was built.
    """
    built = [source.with_suffix(suffix) for suffix in EXTENSION_SUFFIXES]
    made = [path.stat().st_mtime_ns for path in built if path.exists()]
    parts = [source, source.with_suffix(".pxd")]
    written = [path.stat().st_mtime_ns for path in parts if path.exists()]
    return max(written, default=0) > max(made, default=0)
