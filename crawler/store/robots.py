"""robots.txt of each host, kept from run to run as long as its standard allows."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import msgspec

from crawler.errors import StorageError
from crawler.store import atomic

FOLDER = "robots"

LONGEST = timedelta(hours=24)
"""Source: RFC 9309, §2.4."""


class _Kept(msgspec.Struct):
    """What one file holds."""

    fetched: datetime
    until: datetime
    text: str


class RobotsFiles:
    """The robots.txt of hosts, a file each in a folder that need not be there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, host: str, *, now: datetime) -> str | None:
        """Return what a host's robots.txt says, or ``None`` where it is to be asked for.

        A file that cannot be read is none.
        """
        try:
            kept = msgspec.json.decode(self._path(host).read_bytes(), type=_Kept)
        except (OSError, msgspec.MsgspecError):
            return None
        return kept.text if kept.fetched <= now < kept.until else None

    def keep(
        self, host: str, text: str, *, age: timedelta = LONGEST, now: datetime
    ) -> None:
        """Keep what a host says, for as long as ``age``. Raises ``StorageError``."""
        kept = _Kept(now, now + min(age, LONGEST), text)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            atomic.write(self._path(host), msgspec.json.encode(kept) + b"\n")
        except OSError as error:
            said = error.strerror or str(error)
            raise StorageError(
                f"cannot write to {self._folder}: {said}; "
                "make space, and start again: it goes on where it stopped"
            ) from error

    def _path(self, host: str) -> Path:
        return self._folder / f"{quote(host, safe='')}.json"
