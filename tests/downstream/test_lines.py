"""A folder of lines holds each line once, in files that are closed when they are full."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from crawler.downstream.lines import LinesFolder
from crawler.downstream.settings import LinesSettings
from crawler.errors import UsageError
from tests.downstream.lines import told, written
from tests.generated import articles, line

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def folder(tmp_path: Path, **settings: object) -> LinesFolder:
    made = {"folder": str(tmp_path / "out"), **settings}
    target = LinesFolder(LinesSettings(**made))  # type: ignore[arg-type]  # as declared
    target.open()
    return target


def names(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "out").iterdir())


def test_files_are_closed_and_packed_when_full(tmp_path: Path) -> None:
    target = folder(tmp_path, rotate_mb=0.005)
    sent = told(tmp_path, map(line, articles(30)))
    for start in range(0, 30, 10):
        target.send(sent[start : start + 10])
    assert names(tmp_path) == [
        "articles-000001.jsonl.zst",
        "articles-000002.jsonl.zst",
        "articles-000003.jsonl",
    ]
    assert [each["id"] for each in written(tmp_path / "out")] == [
        event.id for event in sent
    ]


def test_they_need_not_be_packed(tmp_path: Path) -> None:
    target = folder(tmp_path, rotate_mb=0.005, pack=False)
    sent = told(tmp_path, map(line, articles(20)))
    target.send(sent[:10])
    target.send(sent[10:])
    assert names(tmp_path) == ["articles-000001.jsonl", "articles-000002.jsonl"]


def test_a_batch_that_comes_again_is_written_once(tmp_path: Path) -> None:
    sent = told(tmp_path, map(line, articles(20)))
    folder(tmp_path).send(sent[:12])
    again = folder(tmp_path)
    again.send(sent[5:])
    again.send([])
    assert [each["id"] for each in written(tmp_path / "out")] == [
        event.id for event in sent
    ]


def test_what_a_kill_left_is_finished(tmp_path: Path) -> None:
    sent = told(tmp_path, map(line, articles(9)))
    target = folder(tmp_path, rotate_mb=0.001)
    for start in range(0, 9, 3):
        target.send(sent[start : start + 3])
    # Killed in the third file's last line, and before that while the second was packed.
    third = tmp_path / "out" / "articles-000003.jsonl"
    third.write_bytes(third.read_bytes()[:-20])
    second = tmp_path / "out" / "articles-000002.jsonl"
    second.write_bytes(zstd.decompress(Path(f"{second}.zst").read_bytes()))
    folder(tmp_path, rotate_mb=0.001).send(sent[6:])
    assert [each["id"] for each in written(tmp_path / "out")] == [
        event.id for event in sent
    ]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot write"):
        folder(tmp_path)
