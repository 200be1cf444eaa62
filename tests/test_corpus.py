"""Real material that is absent is no reason to fail, except where nobody looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import corpus


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(corpus, "SHARED", tmp_path)
    monkeypatch.delenv("CI", raising=False)
    return tmp_path


def test_what_is_there_is_given(folder: Path) -> None:
    (folder / "lists").mkdir()
    assert corpus.shared("lists") == folder / "lists"


@pytest.mark.usefixtures("folder")
def test_what_is_absent_skips_the_test() -> None:
    with pytest.raises(pytest.skip.Exception, match="lists is absent"):
        corpus.shared("lists")


@pytest.mark.usefixtures("folder")
def test_what_is_absent_fails_the_test_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="lists is absent"):
        corpus.shared("lists")
