"""Each stored line is read once, whatever happens to its file in between."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.store.lines import Checkpoint, Line, LinesReader, Mark

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".zst": zstd.compress,
}


def write(folder: Path, day: str, *lines: str) -> Path:
    path = folder / f"{day}.jsonl"
    with path.open("ab") as file:
        file.write("".join(lines).encode())
    return path


def pack(path: Path, ending: str) -> Path:
    packed = path.with_name(path.name + ending)
    packed.write_bytes(PACK[ending](path.read_bytes()))
    path.unlink()
    return packed


def read(
    folder: Path, checkpoint: Checkpoint | None = None
) -> tuple[list[str], Checkpoint]:
    reader = LinesReader(folder, checkpoint)
    return [line.text.decode() for line in reader], reader.checkpoint


def test_reads_the_older_file_first_and_each_line_once(tmp_path: Path) -> None:
    write(tmp_path, "2026-11-27", "丙\n")
    write(tmp_path, "2026-11-26", "甲\n", "乙\n")
    first, checkpoint = read(tmp_path)
    assert first == ["甲", "乙", "丙"]
    assert read(tmp_path, checkpoint)[0] == []
    write(tmp_path, "2026-11-27", "丁\n")
    write(tmp_path, "2026-11-28", "戊\n")
    assert read(tmp_path, checkpoint)[0] == ["丁", "戊"]


def test_a_folder_that_is_not_there_has_no_lines(tmp_path: Path) -> None:
    assert read(tmp_path / "nowhere")[0] == []


def test_a_line_is_read_once_it_has_an_end(tmp_path: Path) -> None:
    write(tmp_path, "2026-11-26", "甲\n", "乙")
    first, checkpoint = read(tmp_path)
    assert first == ["甲"]
    write(tmp_path, "2026-11-26", "乙\n")
    assert read(tmp_path, checkpoint)[0] == ["乙乙"]


def test_a_late_line_of_an_older_file_is_read(tmp_path: Path) -> None:
    write(tmp_path, "2026-11-26", "甲\n")
    write(tmp_path, "2026-11-27", "乙\n")
    _, checkpoint = read(tmp_path)
    write(tmp_path, "2026-11-26", "丙\n")
    write(tmp_path, "2026-11-20", "丁\n")
    assert read(tmp_path, checkpoint)[0] == ["丁", "丙"]


@pytest.mark.parametrize("ending", PACK)
def test_packing_changes_no_place(tmp_path: Path, ending: str) -> None:
    path = write(tmp_path, "2026-11-26", "甲\n", "乙\n")
    plain = [*LinesReader(tmp_path)]
    half = Checkpoint({"2026-11-26": Mark(len("甲\n".encode()))})
    packed = pack(path, ending)
    assert [*LinesReader(tmp_path)] == plain
    assert read(tmp_path, half)[0] == ["乙"]
    _, checkpoint = read(tmp_path)
    assert checkpoint.files["2026-11-26"].packed == packed.stat().st_size
    assert LinesReader(tmp_path, checkpoint).pending == 0


def test_a_file_that_is_being_packed_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "2026-11-26", "甲\n")
    path.with_name(path.name + ".gz").write_bytes(b"\x1f\x8b")
    assert read(tmp_path)[0] == ["甲"]


def test_a_packed_file_needs_no_last_end(tmp_path: Path) -> None:
    pack(write(tmp_path, "2026-11-26", "甲\n", "乙"), ".zst")
    first, checkpoint = read(tmp_path)
    assert first == ["甲", "乙"]
    assert read(tmp_path, checkpoint)[0] == []


@pytest.mark.parametrize("ending", PACK)
def test_a_damaged_file_keeps_nobody_from_the_next(
    tmp_path: Path, ending: str, caplog: pytest.LogCaptureFixture
) -> None:
    packed = pack(write(tmp_path, "2026-11-26", "甲\n" * 50_000), ending)
    whole = packed.read_bytes()
    packed.write_bytes(whole[: len(whole) // 2])
    write(tmp_path, "2026-11-27", "乙\n")
    first, checkpoint = read(tmp_path)
    assert first[-1] == "乙"
    assert packed.name in caplog.text
    packed.write_bytes(whole)
    assert len(first) - 1 + len(read(tmp_path, checkpoint)[0]) == 50_000


def test_a_file_that_was_cut_is_read_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = write(tmp_path, "2026-11-26", "甲\n", "乙\n")
    _, checkpoint = read(tmp_path)
    path.write_text("甲\n", encoding="utf-8")
    assert read(tmp_path, checkpoint)[0] == ["甲"]
    path.write_text("甲甲甲\n乙\n", encoding="utf-8")
    assert read(tmp_path, checkpoint)[0] == ["甲甲甲", "乙"]
    assert "read again" in caplog.text


def test_numbers_grow_from_line_to_line(tmp_path: Path) -> None:
    write(tmp_path, "2026-11-26", "甲\n" * 3)
    write(tmp_path, "2026-11-27", "乙\n" * 3)
    numbers = [line.number for line in LinesReader(tmp_path)]
    assert numbers == sorted(set(numbers))
    assert max(numbers) < 2**53


@pytest.mark.parametrize("name", ["lines", "2026-02-30", "1999-12-31"])
def test_a_file_that_names_no_day_comes_before_all(name: str) -> None:
    assert Line(name, 0, b"").number == 1


def test_what_is_left_is_told_while_reading(tmp_path: Path) -> None:
    size = write(tmp_path, "2026-11-26", "甲\n").stat().st_size
    packed = pack(write(tmp_path, "2026-11-27", "乙\n"), ".gz").stat().st_size
    reader = LinesReader(tmp_path)
    assert reader.pending == size + packed
    lines = iter(reader)
    next(lines)
    assert reader.pending == packed
    assert next(lines).text.decode() == "乙"
    assert not [*lines]
    assert reader.pending == 0


def test_a_checkpoint_is_read_as_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.json"
    assert Checkpoint.read(path) == Checkpoint()
    saved = Checkpoint({"2026-11-26": Mark(7, 3)})
    saved.save(path)
    assert Checkpoint.read(path) == saved
    path.write_bytes(b"{")
    with pytest.raises(ValueError, match=r"checkpoint\.json"):
        Checkpoint.read(path)
