"""The page that this project began from, in both forms: what must come of it.

It is others' text and is kept beside the repository. Keys that what is expected lacks
are not compared; the flat form holds no headline, source and time.
"""

from __future__ import annotations

import functools
import json
from typing import Any

import msgspec
import pytest

from crawler import extract, saved
from tests.corpus import shared

NOT_IN_TEXT = ("headline", "source", "date_published")
FORMS = ("page.html", "page.txt")
KEYS = (
    *("url", "headline", "body", "authors", "source", "dateline", "date_published"),
    *("language", "images", "teasers", "footer", "restored"),
)


@functools.cache
def article(form: str) -> Any:  # noqa: ANN401  # what JSON holds is anything
    page = saved.read(shared("seed") / form).page()
    return json.loads(msgspec.json.encode(extract(page)))


@functools.cache
def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared("seed") / "expected.json").read_bytes())
    return found


def held(wanted: object, got: object) -> object:
    """Return ``got`` with nothing in it of which ``wanted`` says nothing."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        return {name: held(value, got.get(name)) for name, value in wanted.items()}
    if isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        return [held(one, other) for one, other in zip(wanted, got, strict=True)]
    return got


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("key", KEYS)
def test_key(form: str, key: str) -> None:
    if form == "page.txt" and key in NOT_IN_TEXT:
        assert article(form)[key] is None
    elif key != "url":  # nobody wrote it down beside the file
        assert held(expected()[key], article(form)[key]) == expected()[key]


def test_every_key_is_compared() -> None:
    assert expected().keys() == set(KEYS)
