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

_HERE = Path(__file__).parent


def load(name: str) -> ModuleType | None:
    """Return a compiled room; ``None`` where Python must do."""
    if is_stale(_HERE / f"{name}.pyx"):
        return None
    try:
        return import_module(f"{__name__}.{name}")
    except ImportError:
        return None


def is_stale(source: Path) -> bool:
    """Say whether ``source`` has changed since it was compiled.

    What is installed comes without it, and is as it was built.
    """
    built = [source.with_suffix(suffix) for suffix in EXTENSION_SUFFIXES]
    made = [path.stat().st_mtime_ns for path in built if path.exists()]
    return source.exists() and source.stat().st_mtime_ns > max(made, default=0)
