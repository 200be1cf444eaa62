"""A folder of JSON lines, in numbered files: the full ones are closed and packed."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from crawler.downstream import documents
from crawler.downstream.settings import LinesSettings
from crawler.downstream.targets import Refusal
from crawler.errors import UsageError
from crawler.store import atomic
from crawler.store.events import Event

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_NAME = "articles-{:06}.jsonl"
_PLAIN = "articles-*.jsonl"
_PACKED = ".zst"


class LinesFolder:
    """Appends a line an event to the newest file: ``articles-000001.jsonl``.

    A batch lies in one file. So after a kill the end of the newest says which lines of
    the batch are there already: none is written twice.
    """

    batch = 500

    def __init__(self, settings: LinesSettings) -> None:
        self._folder = Path(settings.folder)
        self._format = settings.format
        self._full = settings.rotate_mb * 1e6
        self._pack = settings.pack
        self._last: frozenset[bytes] = frozenset()
        """The lines of the last batch, or of as many as one has."""

    def open(self) -> None:
        with _failing(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._close_all_but(1)
            if files := self._files():
                _cut_unfinished(files[-1])
                with files[-1].open("rb") as file:
                    self._last = frozenset(deque(file, maxlen=self.batch))

    def send(self, events: Sequence[Event]) -> list[Refusal]:
        lines = [
            msgspec.json.encode(documents.document(event, self._format)) + b"\n"
            for event in events
        ]
        new = b"".join(line for line in lines if line not in self._last)
        with _failing(self._folder):
            _append(self._writable(), new)
        self._last = frozenset(lines)
        return []

    def close(self) -> None:
        """Do nothing: no file is open between two batches."""

    def _writable(self) -> Path:
        """Return the file to append to: the newest, or the next where that is full."""
        files = self._files()
        if files and files[-1].stat().st_size < self._full:
            return files[-1]
        self._close_all_but(0)
        packed = self._folder.glob(_PLAIN + _PACKED)
        last = max((_number(path) for path in (*files, *packed)), default=0)
        return self._folder / _NAME.format(last + 1)

    def _files(self) -> list[Path]:
        """Return the files that are not packed, the newest last."""
        return sorted(self._folder.glob(_PLAIN))

    def _close_all_but(self, newest: int) -> None:
        """Pack files, but for so many of the newest; what a kill has left, too."""
        if not self._pack:
            return
        files = self._files()
        for path in files[: len(files) - newest]:
            atomic.write(
                path.with_name(path.name + _PACKED), zstd.compress(path.read_bytes())
            )
            path.unlink()


def _number(path: Path) -> int:
    return int(path.name.partition(".")[0].rpartition("-")[2])


def _append(path: Path, lines: bytes) -> None:
    """Write whole lines to a file's end, and bring them to the disk."""
    with path.open("ab") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def _cut_unfinished(path: Path) -> None:
    """Cut off a last line that a killed process has not finished."""
    text = path.read_bytes()
    os.truncate(path, text.rfind(b"\n") + 1)


@contextmanager
def _failing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror}") from error
