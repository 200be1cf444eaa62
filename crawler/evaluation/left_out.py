"""Models that have not seen a page's outlet: the only honest judges of how it is read.

``training.unseen`` writes them, a folder each, and beside them ``pages.json``, which
names for each page of each corpus the folder of the models to read it with.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from crawler.errors import UsageError

PAGES = "pages.json"

Pages = Mapping[str, Mapping[str, str]]
"""By the name of a corpus, by the name of a page: which folder."""


def read(folder: Path, *, corpus: str) -> dict[str, Path]:
    """Return the folder of models for each page of ``corpus``, by the page's name.

    Raises ``UsageError`` where there are none for the corpus, or no such folder.
    """
    known = pages(folder)
    if corpus not in known:
        names = ", ".join(sorted(known))
        raise UsageError(f"{folder / PAGES}: no corpus {corpus}; known are {names}")
    for name in sorted(set(known[corpus].values())):
        if not (folder / name).is_dir():
            raise UsageError(f"{folder / name}: no models there")
    return {page: folder / name for page, name in known[corpus].items()}


def pages(folder: Path) -> Pages:
    """Return which models are for which pages. Raises ``UsageError`` where none are."""
    path = folder / PAGES
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, str]])
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except msgspec.MsgspecError as error:
        raise UsageError(f"{path}: {error}") from error


def write(folder: Path, pages: Pages) -> None:
    """Say in ``folder`` which models are for which pages."""
    (folder / PAGES).write_bytes(msgspec.json.encode(pages) + b"\n")
