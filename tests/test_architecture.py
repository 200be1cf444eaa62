"""Who may import whom. Read from top to bottom: a module may import only upwards."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.programs import printed

PROJECT = Path(__file__).parent.parent
PACKAGE = PROJECT / "crawler"

FACE = ""
"""crawler/__init__.py: what users of the library import."""

LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors", "native"),
    ("flights", "forest", "paths", "scripts", "text", "urls"),
    ("elements", "items", "sites"),
    ("page", "changes", "closures", "comparison"),
    ("frames", "stories"),
    ("blanks", "blocks", "saved", "shells"),
    ("walk",),
    ("outline",),
    ("hints", "kinds", "notices", "records", "repair", "signs", "withdrawals"),
    ("rows",),
    ("measures",),
    ("captions", "cards", "surroundings", "trimming"),
    ("likely",),
    ("edges", "seeds"),
    ("completion",),
    ("body",),
    ("roles",),
    ("flat", "memory"),
    ("fields", "discovery"),
    ("refusal", "confidence"),
    ("extraction",),
    ("stitching",),
    (FACE,),
    ("evaluation", "schema", "store"),
    ("downstream", "rereading"),
    ("beside", "care", "turnstile"),
    ("desk",),
    ("desks",),
    ("keeping",),
    ("pipelines", "spiders", "extensions"),
    ("surveys",),
    ("addons", "commands", "settings"),
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}

# From which row on a library may be imported. One that is not listed is new: say
# here how far down it reaches.
SINCE = {
    "opencc": "text",
    "rapidfuzz": "text",
    "rensa": "text",
    "w3lib": "text",
    "msgspec": "changes",
    "fastwarc": "records",
    "lxml": "sites",  # selectors of site files are compiled when they are read
    "parsel": "page",
    "backports": "store",
    "compression": "store",  # in the standard library since 3.14
    "tantivy": "store",
    "opensearchpy": "downstream",
    "psycopg": "downstream",
    "pyarrow": "downstream",
    "urllib3": "downstream",
    "sqlalchemy": "store",
    "itemadapter": "keeping",
    "scrapy": "keeping",
    "twisted": "keeping",
    "ftfy": "text",
    "pypinyin": "text",
    "rich": "rereading",
    "playwright": "extensions",
    "scrapy_playwright": "extensions",
    "protego": "surveys",  # Scrapy's own reader of robots.txt
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def home_of(path: Path) -> str:
    """Return the part of the package that a module belongs to."""
    inside = path.relative_to(PACKAGE).with_suffix("").parts
    return FACE if inside == ("__init__",) else inside[0]


def name_of(path: Path) -> str:
    """Return a module's name as it is imported."""
    inside = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(inside[:-1] if inside[-1] == "__init__" else inside)


def imports(path: Path) -> Iterator[str]:
    """Yield the modules that a module imports.

    ``from crawler import sites`` imports ``crawler.sites``.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"line {node.lineno}: write the import absolute"
            assert node.module is not None
            yield from (_imported(node.module, alias.name) for alias in node.names)


def _imported(module: str, name: str) -> str:
    inner = PROJECT.joinpath(*module.split("."), name)
    is_module = inner.is_dir() or inner.with_suffix(".py").is_file()
    return f"{module}.{name}" if is_module else module


def part_of(module: str) -> str:
    return module.removeprefix("crawler").lstrip(".").partition(".")[0]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_upwards(path: Path) -> None:
    home = home_of(path)
    assert home in RANK, f"{home} stands in no row"
    ours = {part_of(name) for name in imports(path) if name.split(".")[0] == "crawler"}
    below = {part for part in ours - {home} if RANK[part] >= RANK[home]}
    assert not below, f"{name_of(path)} imports {', '.join(sorted(below))}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_libraries_are_imported_where_they_belong(path: Path) -> None:
    home = home_of(path)
    libraries = {name.split(".")[0] for name in imports(path)} - {"crawler"}
    for library in sorted(libraries - sys.stdlib_module_names):
        assert library in SINCE, f"{library} is new"
        assert RANK[home] >= RANK[SINCE[library]], f"{name_of(path)} imports {library}"


def test_every_part_that_is_ranked_exists() -> None:
    parts = {home_of(path) for path in MODULES}
    assert parts == RANK.keys()


def loads_scrapy(*modules: str) -> set[str]:
    """Return what of Scrapy and Twisted a fresh interpreter loads for ``modules``."""
    code = f"import sys, {', '.join(modules)}; print(*sys.modules, sep='\\n')"
    return {name.partition(".")[0] for name in printed(code).split()} & {
        "scrapy",
        "twisted",
    }


def test_the_library_s_face_loads_no_scrapy() -> None:
    assert not loads_scrapy("crawler")


def test_nothing_in_the_library_loads_scrapy() -> None:
    library = [path for path in MODULES if RANK[home_of(path)] < RANK["keeping"]]
    assert not loads_scrapy(*map(name_of, library))


def test_the_spiders_do_load_scrapy() -> None:
    assert loads_scrapy("crawler.spiders.news") == {"scrapy", "twisted"}
