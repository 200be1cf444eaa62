"""All that lasts of a crawl, opened together: the ledger, the archive, the articles."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self
from uuid import uuid4

from crawler.store.archive import Archive
from crawler.store.articles import Articles
from crawler.store.backlog import Backlog
from crawler.store.copies import Comparing, Judges
from crawler.store.database import Database
from crawler.store.duplicates import Duplicates
from crawler.store.fetches import Fetches
from crawler.store.folder import DataFolder
from crawler.store.joining import Joining
from crawler.store.ledger import Ledger
from crawler.store.listing import Listing
from crawler.store.locks import Locks, locks_of
from crawler.store.looks import Looks
from crawler.store.migrations import migrate
from crawler.store.runs import Runs

LEDGER = "ledger.sqlite"
"""The ledger's file in the data folder, where no server is named."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What lasts, for one process."""

    database: Database
    folder: DataFolder
    locks: Locks
    runs: Runs
    fetches: Fetches
    ledger: Ledger
    listing: Listing
    joining: Joining
    looks: Looks
    archive: Archive
    articles: Articles
    duplicates: Duplicates

    @classmethod
    def opened(  # noqa: PLR0913  # all that settings say of what lasts
        cls,
        path: Path,
        *,
        url: str = "",
        wait: float,
        waits: Sequence[timedelta] = (),
        comparing: Comparing | None = None,
        now: datetime,
    ) -> Self:
        """Open the data folder at ``path``, with the ledger in it or at ``url``.

        The schema is brought to the newest version, and what the ledger does not know is
        entered: records and lines of a killed process, or lines of a release without a
        ledger. ``wait`` is how many seconds to wait for a lock that another process
        holds, ``waits`` are how long after it was stored an article is looked at again,
        ``comparing`` is what is to become of articles that tell a known story.
        Raises ``UsageError`` for what cannot be used, ``StorageError`` for what fails.
        """
        folder = DataFolder.opened(path.absolute())
        database = Database.opened(
            url or f"sqlite:///{folder.path / LEDGER}", wait=wait
        )
        migrate(database)
        owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        comparing = comparing or Comparing()
        duplicates = Duplicates(database.engine, window_days=comparing.days)
        backlog = Backlog(database, folder, duplicates)
        judges = Judges(duplicates, backlog, comparing.copies)
        fetches, archive = Fetches(database), Archive(database, folder)
        articles = Articles(database, fetches, folder, judges, waits)
        archive.reconcile()  # before the lines: they settle what was fetched
        articles.reconcile(now=now)
        return cls(
            database=database,
            folder=folder,
            locks=locks_of(database),
            runs=Runs(database, owner),
            fetches=fetches,
            ledger=Ledger(fetches, owner),
            listing=Listing(fetches),
            joining=Joining(fetches),
            looks=Looks(fetches, waits),
            archive=archive,
            articles=articles,
            duplicates=duplicates,
        )

    def close(self) -> None:
        """Bring all to the disk, and give back what is leased. Raises ``StorageError``.

        Everything is let go, also where a part of it fails.
        """
        with ExitStack() as rest:
            rest.callback(self.database.close)
            rest.callback(self.locks.close)
            rest.callback(self.ledger.release)
            rest.callback(self.archive.close)
            rest.callback(self.articles.close)
