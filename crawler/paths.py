"""Tag paths, numbered as they are met: the pages of an outlet share most of theirs.

What is said of a path is told once, then, and not again on every page.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

TagPath = tuple[int, str, str]
"""What elements have in common that bear the same tags and hints up to the root.

Number of the path around it, -1 for a root; tag; hint.
"""

# Paths. A page has some hundreds, an outlet some thousands; each takes about 400 bytes.
_AT_MOST = 32_768


class TagPaths:
    """Every tag path that was met, and its number. None is ever taken out."""

    def __init__(self) -> None:
        self.known: list[TagPath] = []
        """By number, outer before inner."""

        self.numbers: dict[Any, int] = {}  # elements' tags are more than str to lxml
        self.lock = Lock()
        """To be held while paths are added: once a page, since a page adds hundreds."""

    def add(self, path: Any) -> int:  # noqa: ANN401  # a TagPath, as lxml has tags
        """Return the number of ``path``, a new one if nobody has met it."""
        known = self.known
        number: int = self.numbers.setdefault(path, len(known))
        if number == len(known):
            known.append(path)
        return number


def shared() -> TagPaths:
    """Return those that pages share. Once they are many, the next page begins anew."""
    if len(_shared[0].known) > _AT_MOST:
        _shared[0] = TagPaths()
    return _shared[0]


_shared = [TagPaths()]
