"""Memories outlive the process, whatever becomes of it and of their files."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import time
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.memory import Memory, Trace
from crawler.store import memories
from crawler.store.memories import Memories
from tests.loopback import PROJECT

numbers = st.frozensets(st.integers(0, 2**64 - 1), max_size=9)
traces = st.builds(
    Trace,
    page=st.integers(0, 2**64 - 1),
    read=st.integers(0, 2**40),
    headline=st.integers(0, 2**64 - 1),
    body=numbers,
    others=numbers,
    body_places=numbers,
    other_places=numbers,
)

SOME = Trace(page=7, read=3, body=frozenset({1, 2**64 - 1}), others=frozenset({5}))


@given(st.lists(traces, max_size=9))
def test_what_is_written_is_read(given_: list[Trace]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "jia.memory"
        memories.write(path, Memory(given_))
        assert list(memories.read(path)) == list(Memory(given_))


def kept(folder: Path, *traces: Trace, outlet: str = "jia") -> Path:
    """Keep the traces as a crawl does; return where."""
    held = Memories(folder)
    for each in traces:
        held.add(outlet, each)
    held.save()
    return folder / f"{outlet}.memory"


def test_the_next_run_remembers(tmp_path: Path) -> None:
    kept(tmp_path / "memory", SOME)
    assert list(Memories(tmp_path / "memory").of("jia")) == [SOME]
    assert list(Memories(tmp_path / "memory").of("yi")) == []


def test_nothing_new_is_not_saved(tmp_path: Path) -> None:
    held = Memories(tmp_path / "memory")
    held.of("jia")
    held.save()
    assert not (tmp_path / "memory").exists()


def test_it_is_not_saved_so_often_that_pages_wait_for_it(tmp_path: Path) -> None:
    held = Memories(tmp_path, pause=3600)
    for number in range(40):
        held.add("jia", Trace(page=number))
    assert len(Memories(tmp_path).of("jia")) == 0
    held.save()
    assert len(Memories(tmp_path).of("jia")) == 40


def test_it_is_saved_while_the_crawl_goes_on(tmp_path: Path) -> None:
    held = Memories(tmp_path)
    for number in range(40):
        held.add("jia", Trace(page=number))
    assert len(Memories(tmp_path).of("jia")) == 32


def test_two_processes_keep_what_both_have_read(tmp_path: Path) -> None:
    one, other = Memories(tmp_path), Memories(tmp_path)
    one.add("jia", Trace(page=1, read=10))
    other.add("jia", Trace(page=2, read=5))
    one.save()
    other.save()
    assert [each.page for each in Memories(tmp_path).of("jia")] == [2, 1]


def test_many_outlets_are_not_all_held_and_none_is_lost(tmp_path: Path) -> None:
    held = Memories(tmp_path)
    for number in range(100):
        held.add(f"outlet{number}", Trace(page=number))
    assert len(list(tmp_path.glob("*.memory"))) >= 36
    held.save()
    assert [each.page for each in held.of("outlet0")] == [0]
    assert [each.page for each in Memories(tmp_path).of("outlet99")] == [99]


def damaged(data: bytes) -> dict[str, bytes]:
    flipped = bytearray(data)
    flipped[-1] ^= 1
    return {
        "empty": b"",
        "cut in the head": data[:9],
        "cut in the checksum": data[:20],
        "cut in the midst": data[: len(data) // 2],
        "one bit": bytes(flipped),
        "something else": b"<html></html>",
        "another version": data.replace(b"memory 1", b"memory 2"),
    }


DAMAGED = damaged(b"jingwen memory 1\n" + bytes(99))


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_costs_a_warning_and_begins_anew(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = kept(tmp_path, SOME)
    path.write_bytes(damaged(path.read_bytes())[name])
    held = Memories(tmp_path)
    with caplog.at_level(logging.WARNING):
        assert len(held.of("jia")) == 0
    [line] = caplog.messages
    assert str(path) in line
    held.add("jia", SOME)
    held.save()
    assert list(Memories(tmp_path).of("jia")) == [SOME]


def test_a_file_of_right_checksum_and_wrong_content_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "jia.memory"
    for content in (
        b"\x81\xa1a\x01",
        b"\x91\x97\x01\x01\x01\xc4\x03abc\xc4\x00\xc4\x00\xc4\x00",
    ):
        checksum = blake2b(content, digest_size=16).digest()
        path.write_bytes(b"jingwen memory 1\n" + checksum + content)
        with pytest.raises(ValueError, match="damaged"):
            memories.read(path)


def test_a_folder_that_cannot_be_written_costs_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "memory").write_text("no folder")
    with caplog.at_level(logging.WARNING):
        kept(tmp_path / "memory", SOME)
    assert any("cannot write" in line for line in caplog.messages)


SAVER = """
import itertools, sys
from pathlib import Path
from crawler.memory import Trace
from crawler.store.memories import Memories
for number in itertools.count():
    held = Memories(Path(sys.argv[1]))
    for page in range(32):
        held.add("jia", Trace(page=page, read=number, body=frozenset(range(120))))
"""


def test_whenever_the_process_is_killed_a_whole_memory_is_left(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "jia.memory"
    for number in range(6):
        saver = subprocess.Popen([sys.executable, "-c", SAVER, tmp_path], cwd=PROJECT)
        before = path.stat().st_mtime_ns if path.exists() else 0
        while not path.exists() or path.stat().st_mtime_ns == before:
            assert saver.poll() is None
            time.sleep(0.001)
        time.sleep(0.003 * number)
        saver.send_signal(signal.SIGKILL)
        saver.wait()
        assert len(memories.read(path)) == 32
    assert caplog.messages == []
    assert len(Memories(tmp_path).of("jia")) == 32
