"""A folder of Parquet files, one for each day of storing and outlet.

``day=2026-11-26/outlet=people/articles.parquet`` is how Arrow, Spark, DuckDB and Polars
know the parts of one table. A row is an event: of rows with one ``id``, that with the
greatest ``number`` is valid, and it may say that the article was withdrawn.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from crawler.downstream.settings import ParquetSettings
from crawler.downstream.targets import Refusal
from crawler.errors import UsageError
from crawler.items import Image
from crawler.store.events import Event

_TEXTS = pa.list_(pa.string())
_MOMENT = pa.timestamp("us", tz="UTC")
_IMAGE = pa.struct(
    [("url", pa.string()), ("caption", pa.string()), ("credit", pa.string())]
)

SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("number", pa.int64()),
        ("version", pa.int32()),
        ("withdrawn", pa.bool_()),
        ("canonical_url", pa.string()),
        ("url", pa.string()),
        ("headline", pa.string()),
        ("alternative_headline", pa.string()),
        ("body", _TEXTS),
        ("authors", _TEXTS),
        ("editors", _TEXTS),
        ("source", pa.string()),
        ("dateline", pa.string()),
        ("date_published", _MOMENT),
        ("date_modified", _MOMENT),
        ("description", pa.string()),
        ("section", pa.string()),
        ("keywords", _TEXTS),
        ("language", pa.string()),
        ("images", pa.list_(_IMAGE)),
        ("fetched", _MOMENT),
        ("duplicate_of", pa.string()),
    ]
)
"""The columns; day and outlet are in the names of the folders."""

_OWN = ("id", "number", "version", "withdrawn", "canonical_url")

_NO_OUTLET = "-"


class ParquetFolder:
    """Puts rows into the file of their day and outlet, which is replaced whole.

    A row whose number the file has already is the same row.
    """

    batch = 5_000

    def __init__(self, settings: ParquetSettings) -> None:
        self._folder = Path(settings.folder)

    def open(self) -> None:
        with _failing(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)

    def send(self, events: Sequence[Event]) -> list[Refusal]:
        for (day, outlet), rows in groupby(sorted(events, key=_part), key=_part):
            path = self._path(day, outlet)
            with _failing(path):
                _add(path, [_row(event) for event in rows])
        return []

    def close(self) -> None:
        """Do nothing: no file is open between two batches."""

    def _path(self, day: date, outlet: str) -> Path:
        part = self._folder / f"day={day}" / f"outlet={quote(outlet, safe='')}"
        return part / "articles.parquet"


def _part(event: Event) -> tuple[date, str]:
    return event.day, event.outlet or _NO_OUTLET


def _row(event: Event) -> dict[str, Any]:
    own = {
        "id": event.id,
        "number": event.number,
        "version": event.version,
        "withdrawn": event.article is None,
        "canonical_url": event.url,
    }
    return own | {
        name: _value(getattr(event.article, name, None))
        for name in SCHEMA.names
        if name not in _OWN
    }


def _value(value: object) -> object:
    if isinstance(value, tuple):
        return [_value(each) for each in value]
    return msgspec.to_builtins(value) if isinstance(value, Image) else value


def _add(path: Path, rows: list[dict[str, Any]]) -> None:
    """Write the file anew with these rows, too; whole or not at all."""
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    if path.exists():
        there = pq.read_table(path, schema=SCHEMA, partitioning=None)
        known = set(there.column("number").to_pylist())
        new = [number not in known for number in table.column("number").to_pylist()]
        table = pa.concat_tables([there, table.filter(pa.array(new))])
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name("." + path.name)  # readers pass over such names
    pq.write_table(table.sort_by("number"), draft, compression="zstd")
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(path)


@contextmanager
def _failing(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise UsageError(f"cannot write {path}: {error}") from error
