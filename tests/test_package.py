"""The wheel holds all that the library needs, and nothing that only we need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

from crawler import native
from tests.loopback import PROJECT
from tests.programs import needed

# What is built from; the rest of the project must not matter.
SOURCES = (
    "pyproject.toml",
    "setup.py",
    "MANIFEST.in",
    "README.md",
    "LICENSE",
    "crawler",
)

PROGRAM = """
import sys
import crawler
from crawler import Page, extract, sites

page = Page.from_bytes(sys.stdin.buffer.read(), url="http://www.lanjiang.example/")
print(crawler.__file__)
print(extract(page).headline)
print(*sites.load_all())
"""


def is_compiled(name: str) -> bool:
    return name.endswith(tuple(EXTENSION_SUFFIXES))


def copied(folder: Path) -> Path:
    """What is built from, in a folder of its own, with nothing that was built before."""
    source = folder / "source"
    source.mkdir()
    built = shutil.ignore_patterns(*(f"*{suffix}" for suffix in EXTENSION_SUFFIXES))
    for name in SOURCES:
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, source / name, ignore=built)
        else:
            shutil.copy(PROJECT / name, source)
    return source


def built(folder: Path, **environment: str) -> Path:
    """The wheel, built from a copy with no network and nothing but what we locked."""
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", copied(folder), "-w", folder, *options],
        check=True,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **environment},
    )
    [made] = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def test_every_file_of_the_package_is_in_the_wheel(names: set[str]) -> None:
    package = PROJECT / "crawler"
    ours = [path for path in package.rglob("*") if "__pycache__" not in path.parts]
    files = {p.relative_to(PROJECT).as_posix() for p in ours if p.is_file()}
    files = {name for name in files if not is_compiled(name)}
    compiled = {name for name in files if name.endswith((".pyx", ".pxd"))}
    endings = {"".join(Path(name).suffixes) for name in files - compiled}
    assert endings == {".py", ".typed", ".toml", ".json"}
    others = {name for name in names if ".dist-info/" not in name}
    assert files - compiled == {n for n in others if not is_compiled(n)}


def test_what_a_compiler_can_make_is_in_the_wheel(names: set[str]) -> None:
    needed("cc")
    made = {name.partition(".")[0] for name in names if is_compiled(name)}
    assert made == {f"crawler/native/{name}" for name in native.NAMES}


def test_without_a_compiler_the_wheel_is_of_python_alone(tmp_path: Path) -> None:
    made = built(tmp_path, CC="false")
    assert not [name for name in zipfile.ZipFile(made).namelist() if is_compiled(name)]


def test_what_is_compiled_can_be_from_the_source_package(tmp_path: Path) -> None:
    source = copied(tmp_path)
    command = [sys.executable, "setup.py", "--quiet", "sdist"]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    [archive] = (source / "dist").glob("*.tar.gz")
    with tarfile.open(archive) as held:
        names = {name.partition("/")[2] for name in held.getnames()}
    parts = (PROJECT / "crawler" / "native").glob("*.p[yx]*")
    assert {
        path.relative_to(PROJECT).as_posix() for path in parts if path.is_file()
    } <= names
    assert "crawler/native/matrix.pxd" in names


def test_the_licence_is_in_the_wheel(wheel: Path, names: set[str]) -> None:
    [name] = [name for name in names if name.endswith("/LICENSE")]
    text = zipfile.ZipFile(wheel).read(name).decode()
    assert text == (PROJECT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text


def test_the_wheel_serves_as_a_library(wheel: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(unpacked)  # noqa: S202  # ours
    page = PROJECT / "tests/fixtures/pages/lanjiang/byline-after-body.html"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        input=page.read_bytes(),
        capture_output=True,
        check=True,
    )
    place, headline, keys = done.stdout.decode().splitlines()
    assert Path(place).is_relative_to(unpacked)
    assert headline == "渡口最后一个摆渡人"
    shipped = (PROJECT / "crawler" / "sites").glob("*.toml")
    assert keys.split() == sorted(path.stem for path in shipped)
