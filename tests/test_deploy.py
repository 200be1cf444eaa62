"""What cron and systemd would run is run, in a folder as they find it."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from configparser import RawConfigParser
from pathlib import Path

import pytest

from tests.loopback import PROJECT
from tests.newsroom import Newsroom
from tests.programs import needed

CRON = PROJECT / "deploy" / "jingwen.cron"
SERVICE = PROJECT / "deploy" / "jingwen.service"
TIMER = PROJECT / "deploy" / "jingwen.timer"

INSTALLED = "/opt/jingwen"
OUTLETS = "people,chinanews"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The project as it is installed, with the newsroom's outlets for the real ones."""
    folder = tmp_path / "jingwen"
    (folder / "data").mkdir(parents=True)
    for name in ("crawler", "scrapy.cfg"):
        (folder / name).symlink_to(PROJECT / name)
    (folder / ".venv").symlink_to(Path(sys.executable).parent.parent)
    outlets = folder / "outlets"
    outlets.mkdir()
    for name, stand_in in (("people", "shuixiang"), ("chinanews", "linzhou")):
        file = PROJECT / "tests" / "fixtures" / "outlets" / f"{stand_in}.toml"
        shutil.copy(file, outlets / f"{name}.toml")
    return folder


@pytest.fixture
def web() -> Iterator[dict[str, str]]:
    """The little that cron and systemd leave of an environment, and our web."""
    with Newsroom() as room:
        yield {"PATH": "/usr/bin:/bin", "http_proxy": room.proxy, "no_proxy": ""}


def stored(folder: Path) -> int:
    files = (folder / "data" / "articles").glob("*.jsonl")
    return sum(file.read_bytes().count(b"\n") for file in files)


def test_what_cron_runs(installed: Path, web: dict[str, str]) -> None:
    lines = CRON.read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    told = dict(line.split("=", 1) for line in lines[:-1])
    assert told["FOLDER"] == INSTALLED
    assert told["OUTLETS"] == OUTLETS
    entry = re.fullmatch(r"\*/15 \* \* \* \* jingwen (.+)", lines[-1])
    assert entry
    assert "%" not in entry[1]  # cron takes that for the end of the line
    told["FOLDER"] = str(installed)
    for number in (1, 2):
        done = subprocess.run(
            [told["SHELL"], "-c", entry[1]], env={**web, **told}, check=False
        )
        assert done.returncode == 0
        log = (installed / "data" / "crawl.log").read_text(encoding="utf-8")
        assert log.count("New articles: ") == number  # appended, not overwritten
    assert stored(installed) > 0


def test_what_systemd_runs(installed: Path, web: dict[str, str]) -> None:
    units = RawConfigParser(strict=False)
    units.optionxform = str  # type: ignore[assignment,method-assign]  # as it stands
    units.read(SERVICE, encoding="utf-8")
    service = units["Service"]
    assert service["WorkingDirectory"] == INSTALLED
    assert service["Environment"] == f"OUTLETS={OUTLETS}"
    assert service["ReadWritePaths"] == f"{INSTALLED}/data"
    command = service["ExecStart"].replace(INSTALLED, str(installed))
    words = shlex.split(command.replace("${OUTLETS}", OUTLETS))
    done = subprocess.run(words, cwd=installed, env=web, check=False)
    assert done.returncode == 0
    assert stored(installed) > 0


def test_units_are_well_formed(installed: Path, tmp_path: Path) -> None:
    units = []
    for file in (SERVICE, TIMER):
        unit = tmp_path / file.name
        text = file.read_text(encoding="utf-8").replace(INSTALLED, str(installed))
        unit.write_text(text.replace("User=jingwen", "User=root"), encoding="utf-8")
        units.append(str(unit))
    done = subprocess.run(
        [needed("systemd-analyze"), "verify", "--man=no", *units],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
