"""Pages with what a person wrote down of them, wherever they were saved.

A folder holds either saved pages, each with its JSON beside it, or a corpus: one
line a page in ``gold.jsonl``, and the page in ``html/ID.html.gz``, in
``text/ID.txt.gz``, or under its ``url`` in an archive beside them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from crawler import PageError, records, saved
from crawler.errors import UsageError
from crawler.records import Neighbors
from crawler.saved import SavedPage
from crawler.urls import canonical

GOLD = "gold.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One page, and what must come of it."""

    name: str
    """Of the page within its folder, without the file's suffix."""

    path: Path
    """The file that holds the bytes."""

    expected: Mapping[str, Any]
    """The fields that a person has checked; for a page that must be refused,
    ``{"kind": "not_article"}``."""

    url: str | None = None
    """Where the page was found; ``None`` where the saved page itself says it."""

    def read(self) -> SavedPage:
        """Return the page. Raises ``UsageError`` where the file is no good."""
        if records.is_archive(self.path):
            return _of_archive(self.path, self.url or "")
        found = _read(self.path)
        return replace(found, url=self.url) if self.url else found


class _Gold(msgspec.Struct):
    """What every line of a corpus must have."""

    id: str
    url: str | None = None


def find(folder: Path) -> tuple[Case, ...]:
    """Return all cases of ``folder``, in the order of its lines or its names.

    Raises ``UsageError`` where there is no such folder, no page that a person
    has checked, and where what was written of a page cannot be read.
    """
    gold = folder / GOLD
    found = tuple(_lines(gold) if gold.exists() else _pages(folder))
    if not found:
        raise UsageError(f"{folder}: no gold: no page here says what it holds")
    return found


def _lines(gold: Path) -> Iterator[Case]:
    lines = gold.read_bytes().split(b"\n")  # splitlines() parts at U+2028, too
    archives = sorted(filter(records.is_archive, gold.parent.iterdir()))
    beside = [(path, frozenset(Neighbors(path))) for path in archives]
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            own = msgspec.json.decode(line, type=_Gold)
            expected = msgspec.json.decode(line)
        except msgspec.MsgspecError as error:
            raise UsageError(f"{gold}, line {number}: {error}") from error
        path = _file(gold.parent, own, beside)
        yield Case(name=own.id, path=path, expected=expected, url=own.url)


def _file(
    folder: Path, own: _Gold, archives: Sequence[tuple[Path, Collection[str]]]
) -> Path:
    """Where the page of a line is: a file of its own, or else an archive's."""
    markup = folder / "html" / f"{own.id}.html.gz"
    text = folder / "text" / f"{own.id}.txt.gz"
    if own.url and not markup.exists() and not text.exists():
        address = canonical(own.url)
        return next((path for path, held in archives if address in held), markup)
    return text if text.exists() and not markup.exists() else markup


def _of_archive(path: Path, url: str) -> SavedPage:
    try:
        return Neighbors(path).read(url)
    except PageError as error:
        raise UsageError(str(error)) from error


def _pages(folder: Path) -> Iterator[Case]:
    for path in saved.find(folder):
        page = _read(path)
        expected = {"kind": "not_article"} if page.refused else page.expected
        if expected is not None:
            yield Case(name=_name(path, folder), path=path, expected=expected)


def _name(path: Path, folder: Path) -> str:
    inside = path.relative_to(folder) if path != folder else Path(path.name)
    name = inside.as_posix().removesuffix(".gz")
    return name.removesuffix(".html").removesuffix(".txt")


def _read(path: Path) -> SavedPage:
    """Return a saved page; one that cannot be opened is the evaluation's own fault."""
    try:
        return saved.read(path)
    except PageError as error:
        raise UsageError(str(error)) from error
