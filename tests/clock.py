"""Let time pass for a data folder: all that it remembers is so much older."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from crawler.store.database import Moment
from crawler.store.tables import metadata

MILLISECOND = timedelta(milliseconds=1)


def later(data: Path, span: timedelta) -> None:
    """Make what is in a data folder look ``span`` older than it does."""
    with closing(sqlite3.connect(data / "ledger.sqlite")) as ledger, ledger:
        for table in metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, Moment):
                    ledger.execute(
                        f"UPDATE {table.name} SET {column.name} = {column.name} - ?",  # noqa: S608  # our own names
                        (span // MILLISECOND,),
                    )
    for path in (data / "robots").glob("*.json"):
        kept = json.loads(path.read_bytes())
        for name in ("fetched", "until"):
            moment = datetime.fromisoformat(kept[name]) - span
            kept[name] = moment.isoformat()
        path.write_text(json.dumps(kept), encoding="utf-8")
