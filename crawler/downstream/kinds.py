"""From a target's settings to the target."""

from __future__ import annotations

from crawler.downstream.settings import (
    AtomSettings,
    LinesSettings,
    OpenSearchSettings,
    ParquetSettings,
    PostgresqlSettings,
    TargetSettings,
    WebhookSettings,
)
from crawler.downstream.targets import Target
from crawler.errors import UsageError

# Which of the project's extras installs what a kind needs.
_EXTRAS = {"opensearchpy": "opensearch", "psycopg": "postgresql", "pyarrow": "parquet"}


def made(settings: TargetSettings) -> Target:
    """Return the target. Raises ``UsageError`` where its library is not installed."""
    try:
        return _made(settings)
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        if library not in _EXTRAS:
            raise
        raise UsageError(
            f"{library} is not installed; install it with: "
            f"python -m pip install 'jingwen[{_EXTRAS[library]}]'"
        ) from error


def _made(settings: TargetSettings) -> Target:
    """Import a kind when it is asked for: most need a library that few have."""
    match settings:
        case OpenSearchSettings():
            from crawler.downstream.opensearch import OpenSearchIndex  # noqa: PLC0415

            return OpenSearchIndex(settings)
        case PostgresqlSettings():
            from crawler.downstream.postgresql import PostgresqlTable  # noqa: PLC0415

            return PostgresqlTable(settings)
        case ParquetSettings():
            from crawler.downstream.parquet import ParquetFolder  # noqa: PLC0415

            return ParquetFolder(settings)
        case LinesSettings():
            from crawler.downstream.lines import LinesFolder  # noqa: PLC0415

            return LinesFolder(settings)
        case WebhookSettings():
            from crawler.downstream.webhook import Webhook  # noqa: PLC0415

            return Webhook(settings)
        case AtomSettings():
            from crawler.downstream.atom import AtomFolder  # noqa: PLC0415

            return AtomFolder(settings)
