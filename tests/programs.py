"""Programs that a test runs: of the system, and in a fresh interpreter."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests.loopback import PROJECT


def needed(program: str) -> str:
    """Return the path of ``program``.

    Where it is absent the test is skipped; where ``CI`` is set it fails.
    """
    path = shutil.which(program)
    if path is None:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say(f"{program} is not installed")
    return path


def printed(code: str) -> str:
    """Return what a fresh interpreter prints that runs ``code``."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout
