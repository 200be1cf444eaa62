"""The user's targets, as his TOML file declares them: one table each."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec

from crawler.downstream.documents import Format
from crawler.errors import UsageError

Name = Annotated[str, msgspec.Meta(min_length=1)]
Count = Annotated[int, msgspec.Meta(ge=1)]


class _Kind(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="kind",
    forbid_unknown_fields=True,
):
    """Each has a ``kind`` beside its keys, which says which of them it is."""


class OpenSearchSettings(_Kind, frozen=True, kw_only=True, tag="opensearch"):
    """An index of OpenSearch, or of Elasticsearch."""

    url: Name
    index: Name = "news"
    user: str = ""
    password: str = ""
    certificates: str | None = None
    """A file of certificates to trust, where the system's own do not do."""

    timeout: float = 30.0
    """Seconds for one answer."""


class PostgresqlSettings(_Kind, frozen=True, kw_only=True, tag="postgresql"):
    """A table of PostgreSQL; ``schema.table`` where it is not in the search path."""

    url: Name
    table: Name = "articles"


class ParquetSettings(_Kind, frozen=True, kw_only=True, tag="parquet"):
    """A folder of Parquet files: ``day=2026-11-26/outlet=people/articles.parquet``."""

    folder: Name


class LinesSettings(_Kind, frozen=True, kw_only=True, tag="lines"):
    """A folder of files of JSON lines."""

    folder: Name
    format: Format = "article"
    rotate_mb: Annotated[float, msgspec.Meta(gt=0)] = 64.0
    """Size at which a file is closed, in millions of bytes, before it is packed."""

    pack: bool = True
    """Whether closed files are compressed, by Zstandard."""


class WebhookSettings(_Kind, frozen=True, kw_only=True, tag="webhook"):
    """An address that each event is posted to, signed."""

    url: Name
    secret: Name
    format: Format = "article"
    timeout: float = 30.0
    """Seconds for one answer."""


class AtomSettings(_Kind, frozen=True, kw_only=True, tag="atom"):
    """A folder of Atom feeds: ``all.atom``, and one for each outlet."""

    folder: Name
    address: str | None = None
    """Where the folder is found on the web, for the links of feeds to themselves."""

    title: str = "Jingwen"
    entries: Count = 50
    """How many of the newest a feed has."""


TargetSettings = (
    OpenSearchSettings
    | PostgresqlSettings
    | ParquetSettings
    | LinesSettings
    | WebhookSettings
    | AtomSettings
)


def read(path: Path) -> dict[str, TargetSettings]:
    """Return every target by its name.

    Raises ``UsageError`` naming file, target and key.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(
            f"{path}: {error.strerror}; declare targets there, or name another file "
            "with -s TARGETS_FILE=…"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error
    return {name: _target(path, name, tables[name]) for name in tables}


def resolved(
    settings: TargetSettings, environment: Mapping[str, str] = os.environ
) -> TargetSettings:
    """Return the settings with the values of variables in the place of their names.

    A text that begins with ``$`` names a variable of the environment, so that no
    password need be in a file. Raises ``UsageError`` where there is no such variable.
    """
    values = msgspec.structs.asdict(settings)
    names = {
        key: value[1:]
        for key, value in values.items()
        if isinstance(value, str) and value.startswith("$")
    }
    for key, name in names.items():
        if name not in environment:
            raise UsageError(f"{key}: ${name} is not in the environment")
    return msgspec.structs.replace(
        settings, **{key: environment[name] for key, name in names.items()}
    )


def _target(path: Path, name: str, table: object) -> TargetSettings:
    place = f"{path}, [{name}]"
    if not name.replace("-", "").replace("_", "").isalnum():
        raise UsageError(f"{place}: a name has letters, digits, - and _ alone")
    try:
        found: TargetSettings = msgspec.convert(table, TargetSettings)
    except msgspec.ValidationError as error:
        raise UsageError(f"{place}: {error}") from error
    return found
