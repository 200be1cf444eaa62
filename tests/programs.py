"""Programs of the system that a test needs, and the project does not bring."""

from __future__ import annotations

import os
import shutil

import pytest


def needed(program: str) -> str:
    """Return the path of ``program``.

    Where it is absent the test is skipped; where ``CI`` is set it fails.
    """
    path = shutil.which(program)
    if path is None:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say(f"{program} is not installed")
    return path
