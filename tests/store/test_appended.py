"""Pieces reach their file whole, whatever happens to those who write them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.store.appended import Appended
from tests.loopback import PROJECT


def append(path: Path, *pieces: bytes) -> None:
    file = Appended.opened(path)
    for piece in pieces:
        file.append(piece)
    file.close()


def test_appends_after_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a"
    append(path, b"1", b"2")
    append(path, b"3")
    assert path.read_bytes() == b"123"


def test_is_cut_to_a_size_and_never_made_longer(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    file = Appended.opened(path)
    file.cut(9)
    assert file.size == 5
    file.cut(3)
    file.append(b"x")
    file.close()
    assert path.read_bytes() == b"123x"


def test_only_one_holds_the_lock(tmp_path: Path) -> None:
    first, second = (Appended.opened(tmp_path / "a") for _ in range(2))
    assert first.lock()
    assert not second.lock()
    first.close()
    assert second.lock()
    second.close()


WRITER = """
import sys
from pathlib import Path
from crawler.store.appended import Appended
file = Appended.opened(Path(sys.argv[1]))
for _ in range(200):
    with file.locked():
        file.append(sys.argv[2].encode() * 20_000 + b"\\n")
file.close()
"""


def test_two_processes_never_mix_their_pieces(tmp_path: Path) -> None:
    path = tmp_path / "a"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, path, mark], cwd=PROJECT)
        for mark in "ab"
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    lines = path.read_bytes().splitlines()
    assert sorted(set(lines)) == [b"a" * 20_000, b"b" * 20_000]
    assert len(lines) == 400


FULL = """
import resource, signal, sys
from pathlib import Path
from crawler.store.appended import Appended
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
file = Appended.opened(Path(sys.argv[1]))
file.append(b"12345")
try:
    file.append(b"6789012345")
except OSError as error:
    print(error.strerror)
file.append(b"67")
file.close()
"""


def test_a_piece_that_does_not_fit_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "a"
    words = [sys.executable, "-c", FULL, str(path)]
    done = subprocess.run(words, cwd=PROJECT, capture_output=True, check=True)
    assert done.stdout == b"File too large\n"
    assert path.read_bytes() == b"1234567"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a full disk")  # noqa: PTH110  # read at import
def test_a_full_disk_is_told() -> None:
    file = Appended.opened(Path("/dev/full"))
    with pytest.raises(OSError, match="No space left"):
        file.append(b"1")
    file.close()
