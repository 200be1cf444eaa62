"""Tag paths have one number on all pages, whoever meets them first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from crawler import Page, paths
from crawler.hints import read_hints
from crawler.outline import outline
from crawler.paths import TagPaths

URL = "http://www.jia.example/1.html"


def page(hint: str) -> Page:
    markup = f"<div class='{hint}'><p>渡口停航</p><ul><li>甲</li></ul></div>"
    return Page.from_bytes(markup.encode(), url=URL)


def test_pages_share_the_numbers_of_their_paths() -> None:
    one, other = outline(page("a")), outline(page("a"))
    assert [node.path for node in one.nodes] == [node.path for node in other.nodes]
    assert outline(page("b")).nodes[-1].path != one.nodes[-1].path


def test_a_path_is_known_by_its_number() -> None:
    told = outline(page("c"))
    for node in told.nodes:
        up, tag, hint = told.paths.known[node.path]
        assert (tag, hint) == (node.tag, node.hint)
        assert up == (told.nodes[node.parent].path if node.parent >= 0 else -1)


def test_pages_begin_anew_once_paths_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    before = outline(page("d"))
    monkeypatch.setattr(paths, "_AT_MOST", 0)
    after = outline(page("d"))
    assert after.paths is not before.paths
    assert before.paths.known[before.nodes[-1].path][1] == "li"


def test_what_is_said_of_paths_grows_with_them() -> None:
    known = TagPaths()
    known.add((-1, "ul", ""))
    assert read_hints(known).levels == [-1]
    known.add((0, "li", ""))
    assert read_hints(known).levels == [-1, 0]


def test_threads_give_a_path_one_number() -> None:
    pages = [page(f"e{number % 50}") for number in range(400)]
    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(outline, pages))
    known = told[-1].paths
    assert len(set(known.known)) == len(known.known)
    assert all(known.numbers[path] == n for n, path in enumerate(known.known))
