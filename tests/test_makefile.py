"""Make's targets say what they do, and what is missing."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.loopback import PROJECT


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *words],  # noqa: S607  # whichever make the user has
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout in which nothing was installed yet."""
    shutil.copy(PROJECT / "Makefile", tmp_path)
    for name in ("requirements.lock", "requirements-dev.lock", "setup.py"):
        (tmp_path / name).touch()
    outlets = tmp_path / "tests" / "fixtures" / "outlets"
    outlets.mkdir(parents=True)
    for key in ("jia", "yi"):
        (outlets / f"{key}.toml").touch()
    return tmp_path


def test_help_tells_every_target() -> None:
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")
    [phony] = re.findall(r"(?m)^\.PHONY: (.*)$", text)
    told = make(PROJECT, "help").stdout
    assert re.findall(r"make (\w+) ", told) == phony.split()


def test_crawls_the_newsroom_or_the_outlets_named(bare: Path) -> None:
    newsroom = make(bare, "-n", "crawl").stdout
    assert "-m tests.newsroom -- .venv/bin/scrapy crawl news" in newsroom
    assert "-a outlets=jia,yi" in newsroom
    real = make(bare, "-n", "crawl", "OUTLETS= people  chinanews ").stdout
    assert "scrapy crawl news -a outlets=people,chinanews" in real
    assert "newsroom" not in real


def test_installs_only_what_the_locks_hold(bare: Path) -> None:
    commands = make(bare, "-n", "test").stdout.splitlines()
    [install] = [line for line in commands if " pip install " in line]
    assert "--require-hashes -r requirements-dev.lock" in install


@pytest.mark.parametrize("python", ["false", "no-such-python"])
def test_an_old_or_missing_python_is_told(bare: Path, python: str) -> None:
    done = make(bare, "crawl", f"PYTHON={python}")
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stderr
    assert not (bare / ".venv").exists()
