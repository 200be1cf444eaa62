"""The documents tell the truth: what they show is run, read or compared here.

A fenced block's first word says how. ``sh`` is run in a copy of the project, whose
web is the newsroom; ``sh by-hand`` takes too long, or needs what lies outside of the
repository, so that its commands and options are looked up instead. ``python`` is run
as a program, ``pycon`` as one session a document, its answers compared. ``toml PATH``
is a site file at that path, or the file of targets, ``json`` an article as its page
gives it, and ``text`` shows what is no command.
"""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from crawler import Page, extract, sites
from crawler.downstream import settings
from crawler.evaluation import floors
from crawler.evaluation.scores import MEASURES
from tests.loopback import PROJECT
from tests.newsroom import PAGES, Newsroom, Shelf
from tests.test_architecture import FACE, MODULES, RANK, home_of

OUTLETS = PROJECT / "tests" / "fixtures" / "outlets"

DOCUMENTS = ["README.md", "README.zh.md", "CONTRIBUTING.md", "CHANGELOG.md"]
DOCUMENTS += sorted(f"docs/{path.name}" for path in (PROJECT / "docs").glob("*.md"))

TARGETS = "targets.toml"
BY_HAND = "by-hand"

# Which of the newsroom's outlets stands in for a real one that a document names: a
# user's site file takes the place of ours of the same name.
STAND_INS = {"people": "shuixiang", "chinanews": "linzhou"}

# What a reader has to put in for himself.
VARIABLES = {"URL": "http://www.shuixiang.example/nongqing/2164.html"}

_FENCE = re.compile(r"(?ms)^```(\w*)[ ]?([^\n]*)\n(.*?)^```$")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"(?m)^#+ (.+)$")
_IN_PROSE = re.compile(r"`(scrapy|make) ([a-z]+)\b")

MORE = "…"

# What would tie the repository to the machine or the index that it was made with.
# Each expression is written so that it does not find itself.
FOREIGN = {
    "a path of one machine": rb"/wor[k]/(?:main|shared)|/(?:roo[t]|tm[p]|hom[e]/\w+)/",
    "a host of packages": rb"pyp[i]\.|pythonhoste[d]\.|devp[i]|artifactor[y]",
    "an index of packages": rb"--(?:extra-)?inde[x]-url|--trusted-hos[t]",
    "a note of the workshop": rb"(?:hous[e]|styl[e]|librarie[s])\.md|issues sho[w]",
}


class Block(NamedTuple):
    """A fenced block of a document."""

    document: str
    line: int
    language: str
    mark: str
    text: str

    @property
    def commands(self) -> list[list[str]]:
        """The words of each line that is not all comment."""
        lines = (shlex.split(line, comments=True) for line in self.text.splitlines())
        return [words for words in lines if words]


def read(document: str) -> str:
    return (PROJECT / document).read_text(encoding="utf-8")


def blocks(document: str) -> list[Block]:
    text = read(document)
    return [
        Block(document, text.count("\n", 0, found.start()) + 1, *found.groups())
        for found in _FENCE.finditer(text)
    ]


ALL = [block for document in DOCUMENTS for block in blocks(document)]


def having(language: str, mark: str | None = None) -> list[Any]:
    """Return the blocks of one kind, each a case named by its place.

    Without those of ``README.zh.md``: they are the same as ``README.md``'s, which
    is a test of its own.
    """
    return [
        pytest.param(block, id=f"{block.document}:{block.line}")
        for block in ALL
        if block.language == language and mark in {None, block.mark}
        if block.document != "README.zh.md"
    ]


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    """The newsroom as the only web, and no test run inside this one."""
    with Newsroom() as room:
        yield {
            **room.environment,
            **VARIABLES,
            "PYTEST_ADDOPTS": "--collect-only -qq",
            "PYTHONDONTWRITEBYTECODE": "1",
        }


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project in a folder of its own, installed, with outlets that stand in."""
    place = tmp_path / "jingwen"
    shutil.copytree(PROJECT, place, ignore=_left_behind)
    own = place / "outlets"
    own.mkdir(exist_ok=True)
    for real, invented in STAND_INS.items():
        shutil.copy(OUTLETS / f"{invented}.toml", own / f"{real}.toml")
    _install(place / ".venv")
    return place


def _left_behind(folder: str, names: list[str]) -> set[str]:
    """What git does not hold of a folder."""
    lines = (PROJECT / ".gitignore").read_text(encoding="utf-8").split()
    top = Path(folder) == PROJECT
    patterns = [line.strip("/") for line in lines if top or line[0] != "/"]
    return shutil.ignore_patterns(".git", *patterns)(folder, names)


def _install(venv: Path) -> None:
    """Make ``venv`` what make takes for installed: the one that runs the tests."""
    venv.mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        if (there := Path(sys.prefix) / name).exists():
            (venv / name).symlink_to(there)
    for name in ("run.stamp", "dev.stamp", "native.stamp"):
        (venv / name).touch()


def run(words: list[str], folder: Path, environment: dict[str, str]) -> str:
    """Return what a command says, after checking that it ended well."""
    path = os.pathsep.join((str(folder / ".venv" / "bin"), environment["PATH"]))
    done = subprocess.run(
        words,
        cwd=folder,
        env={**environment, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_each_block_is_of_a_kind_that_is_tested() -> None:
    marks = {"sh": {"", BY_HAND}, "python": {""}, "pycon": {""}, "json": {""}}
    marks |= {"text": {""}, "toml": {block.mark for block in ALL} - {""}}
    wrong = [block[:4] for block in ALL if block.mark not in marks[block.language]]
    assert wrong == []
    fences = sum(len(re.findall(r"(?m)^\s*```", read(name))) for name in DOCUMENTS)
    assert fences == 2 * len(ALL), "a fence is indented or stands alone"


@pytest.mark.parametrize("block", having("sh", ""))
def test_commands_run(block: Block, copy: Path, environment: dict[str, str]) -> None:
    for other in blocks(block.document):
        if other.language == "toml":
            (copy / other.mark).write_text(other.text, encoding="utf-8")
    run(["sh", "-eu", "-c", block.text], copy, environment)


@pytest.mark.parametrize("block", having("sh", BY_HAND))
def test_commands_to_be_run_by_hand_exist(
    block: Block, copy: Path, environment: dict[str, str]
) -> None:
    for words in block.commands:
        told, arguments = look_up(words, copy, environment)
        options = [word.partition("=")[0] for word in arguments if word[0] == "-"]
        known = re.findall(r"--?[\w-]+", told)
        assert [option for option in options if option not in known] == [], words


def look_up(
    words: list[str], copy: Path, environment: dict[str, str]
) -> tuple[str, list[str]]:
    """Return a text that names a command's options, and its arguments."""
    match words:
        case ["make", *arguments]:
            run(["make", "-n", *arguments], copy, environment)
            return "", []
        case ["scrapy", command, *arguments]:
            return run(["scrapy", command, "--help"], copy, environment), arguments
        case ["python", "-m", "pip", command, *arguments]:
            told = run(["python", "-m", "pip", command, "--help"], copy, environment)
            return told, arguments
        case ["python", script, *arguments] if script.endswith(".py"):
            return run(["python", script, "--help"], copy, environment), arguments
        case ["python", "-m", module, *arguments]:
            # Not asked itself: neither a crawl nor a test needs its libraries.
            path = copy.joinpath(*module.split(".")).with_suffix(".py")
            return path.read_text(encoding="utf-8"), arguments
        case [script]:
            assert os.access(copy / script, os.X_OK), script
            return "", []
    pytest.fail(f"no way to look up {shlex.join(words)}")


@pytest.mark.parametrize("block", having("python"))
def test_programs_run(block: Block, copy: Path, environment: dict[str, str]) -> None:
    assert run(["python", "-c", block.text], copy, environment)


@pytest.mark.parametrize(
    "document", sorted({block.document for block in ALL if block.language == "pycon"})
)
def test_sessions_answer_as_told(
    document: str, copy: Path, environment: dict[str, str]
) -> None:
    session = copy / "session.txt"
    texts = [block.text for block in blocks(document) if block.language == "pycon"]
    session.write_text("\n".join(texts), encoding="utf-8")
    words = ["python", "-m", "doctest", "-o", "ELLIPSIS", session.name]
    run(words, copy, {**environment, "PYTHONPATH": str(copy)})


@pytest.mark.parametrize("block", having("toml"))
def test_files_of_the_user_are_right(block: Block, tmp_path: Path) -> None:
    path = tmp_path / Path(block.mark).name
    path.write_text(block.text, encoding="utf-8")
    if block.mark == TARGETS:
        assert settings.read(path)
    else:
        assert block.mark.startswith("outlets/")
        assert sites.load(path).key == path.stem


@pytest.mark.parametrize("block", having("json"))
def test_an_article_is_what_its_page_gives(block: Block) -> None:
    shown = msgspec.json.decode(block.text)
    site = sites.load(OUTLETS / f"{shown['outlet']}.toml")
    answer = Shelf(PAGES).answer(shown["url"])
    page = Page.from_bytes(
        answer.body, url=shown["url"], content_type=answer.content_type
    )
    given = msgspec.to_builtins(extract(page, site=site))
    assert shortened(given, like=shown) == shown


def shortened(given: Any, *, like: Any) -> Any:  # noqa: ANN401  # JSON's own variety
    """Return ``given`` with what ``like`` leaves out left out.

    >>> shortened({"a": "甲乙", "b": (1, 2), "c": 3}, like={"a": "甲…", "b": [1, "…"]})
    {'a': '甲…', 'b': [1, '…']}
    """
    match given, like:
        case dict(), dict():
            return {
                key: shortened(value, like=like[key])
                for key, value in given.items()
                if key in like
            }
        case list() | tuple(), [*first, "…"] if len(given) > len(first):
            return [*shortened(given[: len(first)], like=first), MORE]
        case list() | tuple(), list() if len(given) == len(like):
            pairs = zip(given, like, strict=True)
            return [shortened(value, like=shown) for value, shown in pairs]
        case str(), str() if like.endswith(MORE) and given.startswith(like[:-1]):
            return like
    return given


def test_both_readmes_show_the_same() -> None:
    english, chinese = blocks("README.md"), blocks("README.zh.md")
    assert [*map(meaning, english)] == [*map(meaning, chinese)]


def meaning(block: Block) -> tuple[str, str, object]:
    """Return what a block comes to, whatever its comments say."""
    return block.language, block.mark, _meaning(block)


def _meaning(block: Block) -> object:
    match block.language:
        case "sh":
            return block.commands
        case "python":
            return ast.dump(ast.parse(block.text))
        case "toml":
            return tomllib.loads(block.text)
        case "json":
            return msgspec.json.decode(block.text)
    return block.text


@pytest.mark.parametrize("document", ["README.md", "README.zh.md"])
@pytest.mark.parametrize(("column", "pages"), [(0, "zh"), (1, "wcxb")])
def test_the_floors_told_are_those_in_force(
    document: str, column: int, pages: str
) -> None:
    rows = re.findall(r"(?m)^\| `(\w+)` \| (\S.*?) \| (\S.*?) \|$", read(document))
    told = {name: figures[column] for name, *figures in rows}
    path = PROJECT / "benchmarks" / "floors" / f"{pages}.toml"
    in_force = floors.read(path, measures=MEASURES)
    signs = {floors.AT_LEAST: "", floors.AT_MOST: "≤ "}
    assert {name: figure for name, figure in told.items() if figure != "–"} == {
        name: f"{signs[floor.side]}{floor.bound:g}" for name, floor in in_force.items()
    }


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    for link in _LINK.findall(_FENCE.sub("", read(document))):
        if not link.startswith("https://"):
            name, _, anchor = link.partition("#")
            path = (PROJECT / document).parent / name if name else PROJECT / document
            assert path.exists(), link
            assert not anchor or anchor in _anchors(path), link


def _anchors(path: Path) -> set[str]:
    """Return what headings are linked by: their words, joined by hyphens."""
    headings = _HEADING.findall(_FENCE.sub("", path.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w -]", "", text).lower().replace(" ", "-") for text in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_in_prose_exist(document: str) -> None:
    for tool, name in _IN_PROSE.findall(_FENCE.sub("", read(document))):
        assert name in known_commands(tool), f"{tool} {name}"


@cache
def known_commands(tool: str) -> set[str]:
    words = {"make": ["make", "help"], "scrapy": [sys.executable, "-m", "scrapy"]}
    done = subprocess.run(
        words[tool], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    return set(re.findall(r"(?m)^  (?:make )?([a-z]+)\s{2,}", done.stdout))


def test_the_rooms_told_are_the_rooms_there_are() -> None:
    [text] = [
        block.text for block in blocks("CONTRIBUTING.md") if "errors " in block.text
    ]
    names = [re.split(r"\s{4,}", line)[0].split() for line in text.splitlines()]
    rooms = [FACE if name == "__init__" else name for row in names for name in row]
    rooms = [room for room in rooms if "─" not in room]
    assert set(rooms) == {home_of(path) for path in MODULES}
    ranks = [RANK[room] for room in rooms if room in RANK]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_holds(what: str) -> None:
    found = [path for path in files() if re.search(FOREIGN[what], path.read_bytes())]
    assert found == []


def files() -> Iterator[Path]:
    """Yield all files of the project that git would hold."""
    for folder, folders, names in os.walk(PROJECT):
        left = _left_behind(folder, [*folders, *names])
        folders[:] = set(folders) - left
        yield from (Path(folder, name) for name in set(names) - left)


def test_files_of_the_project_are_looked_through() -> None:
    assert {PROJECT / "README.md", PROJECT / "crawler" / "page.py"} <= {*files()}
