"""What is done about damaged text, as the settings ask for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast, get_args

from crawler.errors import UsageError
from crawler.repair import CAREFUL, Care, Mode
from crawler.text.scripts import Script


def asked(settings: Mapping[Any, Any]) -> Care:
    """Return what ``RESTORE`` and ``SCRIPT`` ask for. Raises ``UsageError``."""
    return Care(
        restore=cast(
            "Mode", _chosen(settings, "RESTORE", CAREFUL.restore, get_args(Mode))
        ),
        script=cast(
            "Script", _chosen(settings, "SCRIPT", CAREFUL.script, get_args(Script))
        ),
    )


def _chosen(
    settings: Mapping[Any, Any], name: str, default: str, known: Sequence[str]
) -> str:
    value = settings.get(name, default)
    if value not in known:
        raise UsageError(f"{name}={value}: no such choice; choose {', '.join(known)}")
    return str(value)
