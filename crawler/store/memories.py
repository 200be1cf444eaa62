"""Memories of outlets, kept in files: one an outlet, replaced whole.

A memory is at most some 130 KB, is needed whole, and has one outlet's crawl as its
only writer. So a file an outlet does all that a database would, and damage to one
costs one outlet's memory, not all.
"""

from __future__ import annotations

import fcntl
import logging
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from time import monotonic

import msgspec

from crawler.memory import Memory, Trace

logger = logging.getLogger(__name__)

# What a file begins with; then comes a checksum, then the traces. Another number
# stands for another form, or for fingerprints made in another way.
_HEAD = b"jingwen memory 1\n"
_CHECKSUM = 16

_SUFFIX = ".memory"

# Pages read of an outlet after which its memory is saved; a killed process forgets no
# more than these, or than what was read in the pause after the last time.
_SAVE_EVERY = 32

# Outlets whose memories are held at a time: as many as are crawled at a time. One
# takes about 1 MB.
_HELD = 64


class Memories:
    """The memories of all outlets of a crawl, each loaded when it is first asked for.

    Nothing here fails: a file that cannot be read costs a warning and a memory that
    begins anew, one that cannot be written costs a warning. ``pause`` is how many
    seconds lie at least between two times that one is saved while pages are read.
    """

    def __init__(self, folder: Path, *, pause: float = 0.0) -> None:
        self.folder = folder
        self._pause = pause
        self._held: dict[str, Memory] = {}
        self._unsaved: dict[str, int] = {}
        self._saved_at: dict[str, float] = {}

    def of(self, outlet: str) -> Memory:
        """Return the memory of the outlet with that key."""
        memory = self._held.pop(outlet, None)
        if memory is None:
            memory = self._loaded(outlet)
        self._held[outlet] = memory  # at the end: the one asked for last
        if len(self._held) > _HELD:
            longest = next(iter(self._held))
            self._save(longest)
            del self._held[longest]
        return memory

    def add(self, outlet: str, trace: Trace) -> None:
        """Hold ``trace`` as that of the outlet's page read last; save now and then."""
        self.of(outlet).add(trace)
        self._unsaved[outlet] = self._unsaved.get(outlet, 0) + 1
        since = monotonic() - self._saved_at.setdefault(outlet, monotonic())
        if self._unsaved[outlet] >= _SAVE_EVERY and since >= self._pause:
            self._save(outlet)

    def save(self) -> None:
        """Save every memory that has changed."""
        for outlet in list(self._unsaved):
            self._save(outlet)

    def _loaded(self, outlet: str) -> Memory:
        path = self._path(outlet)
        try:
            return read(path)
        except FileNotFoundError:
            return Memory()
        except OSError as error:
            logger.warning("%s: %s; %s is met anew", path, error.strerror, outlet)
        except ValueError as error:
            logger.warning("%s: %s; %s is met anew", path, error, outlet)
        return Memory()

    def _save(self, outlet: str) -> None:
        """Save one memory, if it has changed, with what another process has saved."""
        if not self._unsaved.pop(outlet, 0):
            return
        self._saved_at[outlet] = monotonic()
        path = self._path(outlet)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with _locked(self.folder):
                write(path, self._held[outlet].merged(_other(path)))
        except OSError as error:
            logger.warning("cannot write %s: %s", path, error.strerror)

    def _path(self, outlet: str) -> Path:
        return self.folder / f"{outlet}{_SUFFIX}"


def read(path: Path) -> Memory:
    """Return the memory in a file.

    Raises ``OSError`` where it cannot be opened, and ``ValueError`` where it is
    damaged or of another form.
    """
    data = path.read_bytes()
    if not data.startswith(_HEAD):
        raise ValueError("no memory, or one of another version")
    start = len(_HEAD) + _CHECKSUM
    if data[len(_HEAD) : start] != _checksum(data[start:]):
        raise ValueError("damaged")
    try:
        return Memory(map(_trace, _DECODER.decode(data[start:])))
    except (msgspec.MsgspecError, struct.error) as error:
        raise ValueError(f"damaged: {error}") from error


def write(path: Path, memory: Memory) -> None:
    """Write ``memory`` into a file, whole or not at all. Raises ``OSError``.

    Whoever is killed here leaves the file that was there before, and beside it at
    most one that is overwritten the next time.
    """
    data = msgspec.msgpack.encode([_stored(trace) for trace in memory])
    draft = path.with_name(path.name + ".new")
    with draft.open("wb") as file:
        file.write(_HEAD + _checksum(data) + data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


class _Stored(msgspec.Struct, array_like=True):
    """A trace as it is kept: fingerprints of eight bytes in a row, sorted."""

    page: int
    read: int
    headline: int
    body: bytes
    others: bytes
    body_places: bytes
    other_places: bytes


_DECODER = msgspec.msgpack.Decoder(list[_Stored])


def _stored(trace: Trace) -> _Stored:
    return _Stored(
        trace.page,
        trace.read,
        trace.headline,
        _packed(trace.body),
        _packed(trace.others),
        _packed(trace.body_places),
        _packed(trace.other_places),
    )


def _trace(stored: _Stored) -> Trace:
    return Trace(
        page=stored.page,
        read=stored.read,
        headline=stored.headline,
        body=_unpacked(stored.body),
        others=_unpacked(stored.others),
        body_places=_unpacked(stored.body_places),
        other_places=_unpacked(stored.other_places),
    )


def _packed(fingerprints: frozenset[int]) -> bytes:
    return struct.pack(f"<{len(fingerprints)}Q", *sorted(fingerprints))


def _unpacked(packed: bytes) -> frozenset[int]:
    return frozenset(number for (number,) in struct.iter_unpack("<Q", packed))


def _checksum(data: bytes) -> bytes:
    return blake2b(data, digest_size=_CHECKSUM).digest()


def _other(path: Path) -> Memory:
    """What is in the file already: ours of before, or another process's."""
    try:
        return read(path)
    except (OSError, ValueError):
        return Memory()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other processes from saving between a look at a file and its replacement."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
