"""What is done about damaged text, as the settings ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast, get_args

from scrapy.settings import BaseSettings

from crawler.errors import UsageError
from crawler.repair import Care, Mode
from crawler.text.scripts import Script


def asked(settings: BaseSettings) -> Care:
    """Return what ``RESTORE`` and ``SCRIPT`` ask for. Raises ``UsageError``."""
    return Care(
        restore=cast("Mode", _chosen(settings, "RESTORE", get_args(Mode))),
        script=cast("Script", _chosen(settings, "SCRIPT", get_args(Script))),
    )


def _chosen(settings: BaseSettings, name: str, known: Sequence[str]) -> str:
    value = settings.get(name)
    if value not in known:
        raise UsageError(f"{name}={value}: no such choice; choose {', '.join(known)}")
    return str(value)
