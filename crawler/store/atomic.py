"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of what ``path`` holds. Raises ``OSError``.

    Whoever is killed here leaves the file that was there before, and beside it at
    most a draft that is overwritten the next time.
    """
    draft = path.with_name(path.name + ".new")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
