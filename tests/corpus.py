"""Real pages, lists and feeds, which are kept beside the repository, not in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(
    os.environ.get("SHARED") or Path(__file__).parent.parent.parent / "shared"
).resolve()


def shared(name: str) -> Path:
    """Return what is called ``name`` in the folder of real material.

    Where it is absent the test is skipped; where ``CI`` is set it fails, so that
    nobody takes a run without real pages for a run with them.
    """
    path = SHARED / name
    if not path.exists():
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say(f"{path} is absent")
    return path
