"""What is compiled says what Python says, to the digit."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import replace
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler import (
    Page,
    PageError,
    UnreadablePage,
    forest,
    native,
    rows,
    saved,
    surroundings,
)
from crawler.blocks import Block, Outline
from crawler.hints import read_hints
from crawler.measures import measure
from crawler.outline import outlined
from crawler.walk import Walk
from tests.corpus import shared
from tests.programs import printed
from tests.test_conservation import NEWSROOM, PAGES, SOUP

# What a page is read to, as a number, with rooms that must not be compiled.
READS = """
import sys, zlib
from pathlib import Path
for name in {without}: sys.modules["crawler.native." + name] = None
from crawler import PageError, extract, native, saved
told = sorted(name for name in native.NAMES if native.load(name))
for path in sorted(Path("tests/fixtures/pages").rglob("*.html")):
    try: article = repr(extract(saved.read(path).page()))
    except PageError as error: article = repr(error)
    print(path.name, zlib.crc32(article.encode()))
print(told)
"""

FEW = [
    *(
        "<p>甲\ud800，乙。</p>",
        "<p>a. b. c; d? e! f.",
        "<p>甲；乙？丙！丁…",
        "<p>é, è: ü。",
    ),
    "<p>图为渡口。张三 摄<p>相关阅读<ul><li><a href=1>渡口的灯又亮了</a><li>乙</ul>",
    "<h2><a href=1>甲</a></h2><p>来源：江口日报</p><h2>编译模块</h2>"
    + "<p>甲，乙。</p>" * 99,
    *(
        "",
        "<p>甲</p></html>乙<p>丙</p>",
        "<body hidden>甲<p>乙",
        "<a href=1.JPG>甲</a>",
    ),
    *("<a>甲<div>乙</div></a>", "<a href=1>甲<b><a href=2>乙</a></b></a>", "<a>甲</a>"),
    *("<pre>甲\n \n乙<a href=1>丙\n丁</a></pre>", "<h1 id=a class=b>甲</h1><p id=c>乙"),
    *(
        "<image>甲<p>乙</p></image>",
        "甲<image>&nbsp;</image>",
        "<x-a><x-b>甲</x-b>乙</x-a>",
        "<o:p><p>甲</p></o:p>",
    ),
    *(
        "<b>甲\u3000\u3000乙 </b>丙\x1f丁\xa0",
        "<p>a\u3000b",
        "<p>\U0001f600  x",
        "<p>é  è",
    ),
    *("<p hidden>甲<script>乙</script><b>丙</b>", "<p style='Display : NONE'>甲<i>乙"),
    *(
        "<noscript><img src=1>甲</noscript>",
        "<svg><title>甲</title><text>乙</text></svg>",
    ),
    *(
        "<a href='1&amp;.png'>甲</a>",
        "<p class='甲&amp;乙'>丙",
        "<select><option>甲<option>乙",
    ),
    *(
        f"<a href=/1.{kind}>甲</a>"
        for kind in ("Jpg", "jpeg", "PNG", "gif", "WEBP", "bmp")
    ),
    *("<p>（责任编辑：张三）" + "一" * count for count in (70, 71, 72, 73)),
    *("<p>" + "一，" * count + "图为渡口的清晨，张三 摄" for count in (30, 34, 40)),
    "<p>" + "".join(f"<x{number}>甲</x{number}>" for number in range(400)),
]


def compiled(name: str) -> ModuleType:
    """Return a compiled room. Where there is none, the test fails in CI, or is skipped."""
    room = native.load(name)
    if room is None:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say(f"{name} is not compiled")
    return room


def page(markup: str) -> Page:
    return Page.from_bytes(
        markup.encode("utf-8", "replace"), url="http://jia.example/1"
    )


def both(read: Page, *, folds: bool) -> tuple[Outline, Outline]:
    """The outlines of two walks that know of the same paths."""
    slow = outlined(read, Walk, folds=folds)
    sooner = outlined(read, compiled("walk").Walk, folds=folds)
    if slow.paths is not sooner.paths:  # they had become too many
        slow = outlined(read, Walk, folds=folds)
    return slow, sooner


class Titles:
    """Titles that any text may be like."""

    joined = "渡河停a1\nthe ferry stops"
    letters = frozenset(joined)
    words: Sequence[str] = ("渡河停a1", "ferry")

    def likeness(self, block: Block) -> float:
        return len(block.text) / 90


def evidence(room: Any, parts: Outline, headline: int) -> tuple[object, ...]:  # noqa: ANN401
    """All that is measured of a page whose headline is anywhere, and like anything."""
    hints = read_hints(parts.paths)
    kin = [hints.kin[block.node.path] for block in parts.blocks]
    texts = room.read_texts(parts.blocks, Titles())
    found, furniture = room.rows(parts, hints, texts, kin, headline)
    return texts, list(found), furniture


def check_surroundings(parts: Outline, least: int) -> None:
    """Chances are anything, and none for blocks whose place makes less than ``least``."""
    sooner = measure(parts, ("河口小学的早班车",))
    slow = replace(sooner, rows=list(sooner.rows))
    drawn = [index * 37 % 101 for index in range(len(parts.blocks))]
    chances = [place / 101 if place >= least else 0.0 for place in drawn]
    for hopeless in (0.0001, 0.08, 0.5):
        told = list(surroundings.again(parts, slow, chances, hopeless=hopeless))
        again = compiled("surroundings").again
        assert list(again(parts, sooner, chances, hopeless=hopeless)) == told


def check(read: Page) -> None:
    for folds in (True, False):
        slow, sooner = both(read, folds=folds)
        assert slow == sooner
        count = len(slow.blocks)
        for headline in {-1, min(count - 1, 0), count // 3 if count else -1, count - 1}:
            told = evidence(rows, slow, headline)
            assert told == evidence(compiled("rows"), slow, headline)
        for least in (0, 40, 120):
            check_surroundings(slow, least)


@pytest.mark.parametrize("path", PAGES + NEWSROOM, ids=lambda path: path.stem)
def test_saved_pages_are_the_same(path: Path) -> None:
    with contextlib.suppress(PageError):
        check(saved.read(path).page())


@pytest.mark.parametrize("corpus", ["zh", "wcxb", "lists"])
def test_real_pages_are_the_same(corpus: str) -> None:
    for path in sorted(shared(f"corpus/{corpus}").rglob("*.html.gz")):
        with contextlib.suppress(PageError):
            check(saved.read(path).page())


@given(SOUP)
@settings(max_examples=400, deadline=None)
def test_anything_is_the_same(markup: str) -> None:
    with contextlib.suppress(PageError):
        check(page(markup))


@pytest.mark.parametrize("markup", FEW)
def test_what_is_rare_is_the_same(markup: str) -> None:
    with contextlib.suppress(PageError):
        check(page(markup))


@pytest.mark.parametrize("tag", ["div", "image", "b", "x-a"])
@pytest.mark.parametrize("levels", [2_030, 2_036, 2_037, 2_038, 2_039, 2_040, 2_045])
def test_both_walks_give_up_at_one_depth(levels: int, tag: str) -> None:
    read = page(f"<{tag}>" * levels + "<b><i>甲</i></b>")
    said: list[int | str] = []
    for walk in (Walk, compiled("walk").Walk):
        try:
            said.append(len(outlined(read, walk, folds=True).nodes))
        except UnreadablePage as error:
            said.append(str(error))
    assert said[0] == said[1]


NUMBERS = st.floats(-9, 9) | st.sampled_from((0.0, -0.0, 0.5, 1e300, -1e300))
TREES = st.lists(
    st.recursive(
        NUMBERS,
        lambda inside: st.tuples(st.integers(0, 5), NUMBERS, inside, inside),
        max_leaves=12,
    ),
    min_size=1,
    max_size=5,
)


@given(TREES, st.lists(NUMBERS, min_size=6, max_size=6))
def test_trees_answer_the_same(trees: list[Any], row: list[float]) -> None:
    slow, sooner = forest.Forest(trees), compiled("forest").Forest(trees)
    try:
        told = slow.chances([None, tuple(row)])
    except OverflowError:  # of exp, for sums that no chance comes from
        return
    assert sooner.chances([None, tuple(row)]) == told
    assert sooner.chance(tuple(row)) == slow.chance(tuple(row)) == told[1]


def test_trees_want_a_whole_row() -> None:
    with pytest.raises(TypeError, match="2 measures are needed, not 1"):
        compiled("forest").Forest([[1, 0.5, 0, 1]]).chance((1.0,))


def test_pages_read_the_same_without_a_compiler() -> None:
    for name in native.NAMES:
        compiled(name)
    sooner = printed(READS.format(without=())).splitlines()
    slow = printed(READS.format(without=native.NAMES)).splitlines()
    assert sooner[-1] == str(sorted(native.NAMES))
    assert slow[-1] == "[]"
    assert slow[:-1] == sooner[:-1]


def test_rooms_take_what_belongs_together_alone() -> None:
    parts = outlined(page(f"<p>甲，乙。</p>{'<p>丙</p>' * 9}"), Walk, folds=True)
    told = measure(parts, ())
    with pytest.raises(ValueError, match="3 chances for 10 rows"):
        compiled("surroundings").again(parts, told, [0.5] * 3)
    texts = rows.read_texts(parts.blocks, Titles())
    for kin, headline in (([0] * 3, 0), ([0] * 10, 10)):
        with pytest.raises(ValueError, match="of another page"):
            compiled("rows").rows(parts, read_hints(parts.paths), texts, kin, headline)


def test_rows_that_are_all_absent_cost_nothing() -> None:
    grown = compiled("forest").Forest([[1, 0.5, 0, 1]])
    assert grown.chances([None] * 100_000) == [0.0] * 100_000


def test_a_room_that_was_made_for_others_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def mismatched(name: str) -> ModuleType:
        raise ValueError(f"{name} size changed, may indicate binary incompatibility")

    monkeypatch.setattr(native, "import_module", mismatched)
    assert native.load("walk") is None


def test_each_source_is_a_room() -> None:
    sources = Path(native.__file__).parent.glob("*.pyx")
    assert sorted(path.stem for path in sources) == sorted(native.NAMES)


def test_what_was_compiled_before_its_source_changed_is_not_used(
    tmp_path: Path,
) -> None:
    source = tmp_path / "walk.pyx"
    built = source.with_suffix(EXTENSION_SUFFIXES[0])
    assert not native.is_stale(source)  # an installed one comes without
    source.touch()
    assert native.is_stale(source)
    built.touch()
    os.utime(source, (1, 1))
    assert not native.is_stale(source)
    os.utime(source, (2, 2))
    os.utime(built, (1, 1))
    assert native.is_stale(source)
    os.utime(built, (3, 3))
    source.with_suffix(".pxd").touch()
    assert native.is_stale(source)


@pytest.mark.parametrize("without", [(), native.NAMES])
def test_says_what_is_compiled(without: tuple[str, ...]) -> None:
    compiled("walk")
    hide = f"for name in {without}: sys.modules['crawler.native.' + name] = None"
    said = printed(
        f"import sys\n{hide}\nfrom crawler.native import __main__ as m\nm.main()"
    )
    assert said.startswith(
        f"Not compiled: {', '.join(native.NAMES)}." if without else "Compiled:"
    )
