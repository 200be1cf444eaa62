"""Every saved page gives what is written beside it, field by field.

``<slug>.html`` holds the response's bytes, ``<slug>.txt`` those of a page that came as
plain text; ``<slug>.json`` a note on what is difficult, the response, and the fields that
a person has checked. A field that is absent is not compared, an explicit null is;
``footer.icp`` is the ``icp`` of ``footer`` alone. A page that must be refused says
``"refused"`` and by which error.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

import crawler
from crawler import Page, PageError, extract

PAGES = Path(__file__).parent / "fixtures" / "pages"
SUFFIXES = (".html", ".txt")
FILES = sorted(file for suffix in SUFFIXES for file in PAGES.rglob(f"*{suffix}"))


def saved(path: Path) -> dict[str, Any]:
    """Return what stands beside the page: note, response, article or refusal."""
    found = json.loads(path.read_bytes())
    assert isinstance(found, dict)
    return found


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


NOTES = sorted(PAGES.rglob("*.json"))
FIELDS = [
    pytest.param(path, field, id=f"{name(path)}:{field}")
    for path in NOTES
    for field in saved(path).get("article", ())
]
REFUSALS = [
    pytest.param(path, id=name(path)) for path in NOTES if "refused" in saved(path)
]


def page(path: Path) -> Page:
    [file] = [f for f in map(path.with_suffix, SUFFIXES) if f.exists()]
    return Page.from_bytes(file.read_bytes(), **saved(path)["response"])


@functools.cache
def article(path: Path) -> Any:  # noqa: ANN401 -- what JSON holds is anything
    """The article of one page as plain JSON values, read once for all its fields."""
    return json.loads(msgspec.json.encode(extract(page(path))))


@pytest.mark.parametrize(("path", "field"), FIELDS)
def test_field(path: Path, field: str) -> None:
    got = functools.reduce(
        lambda value, key: value[key], field.split("."), article(path)
    )
    assert got == saved(path)["article"][field]


@pytest.mark.parametrize("path", REFUSALS)
def test_refusal(path: Path) -> None:
    expected = getattr(crawler, saved(path)["refused"])
    with pytest.raises(PageError) as refusal:
        extract(page(path))
    assert type(refusal.value) is expected
    assert refusal.value.url == saved(path)["response"]["url"]


@pytest.mark.parametrize("file", FILES, ids=name)
def test_page_says_what_is_difficult(file: Path) -> None:
    beside = saved(file.with_suffix(".json"))
    note = beside["note"]
    assert note.endswith(".")
    assert note[0].isupper()
    assert " " in note
    assert ("article" in beside) != ("refused" in beside)


def test_every_note_has_its_page() -> None:
    assert NOTES
    assert sorted(file.with_suffix(".json") for file in FILES) == NOTES
