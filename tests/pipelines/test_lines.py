"""Lines reach their file whole, whatever happens to those who write them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.pipelines.lines import Lines

PROJECT = Path(__file__).parent.parent.parent


def append(path: Path, *lines: bytes) -> None:
    file = Lines.opened(path)
    for line in lines:
        file.append(line)
    file.close()


def test_appends_after_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    append(path, b"1\n", b"2\n")
    append(path, b"3\n")
    assert path.read_bytes() == b"1\n2\n3\n"


@pytest.mark.parametrize(
    "whole", [b"", b"1\n", b"1\n" + b"2" * 200_000 + b"\n"], ids=["none", "one", "long"]
)
@pytest.mark.parametrize("rest", [b"{", b"x" * 150_000], ids=["short", "long"])
def test_cuts_off_what_a_kill_left(tmp_path: Path, whole: bytes, rest: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(whole + rest)
    append(path, b"new\n")
    assert path.read_bytes() == whole + b"new\n"


def test_mends_without_writing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"1\n{")
    file = Lines.opened(path)
    file.mend()
    file.close()
    assert path.read_bytes() == b"1\n"


def test_a_line_cut_by_another_process_is_cleared_before_the_next(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.jsonl"
    file = Lines.opened(path)
    file.append(b"1\n")
    with path.open("ab") as other:
        other.write(b'{"headline": "half')
    file.append(b"2\n")
    file.close()
    assert path.read_bytes() == b"1\n2\n"


WRITER = """
import sys
from pathlib import Path
from crawler.pipelines.lines import Lines
file = Lines.opened(Path(sys.argv[1]))
for _ in range(200):
    file.append(sys.argv[2].encode() * 20_000 + b"\\n")
file.close()
"""


def test_two_processes_never_mix_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, path, mark], cwd=PROJECT)
        for mark in "ab"
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    lines = path.read_bytes().splitlines()
    assert sorted(set(lines)) == [b"a" * 20_000, b"b" * 20_000]
    assert len(lines) == 400


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a full disk")  # noqa: PTH110  # read at import
def test_a_full_disk_is_told() -> None:
    file = Lines.opened(Path("/dev/full"))
    with pytest.raises(OSError, match="No space left"):
        file.append(b"1\n")
    file.close()
