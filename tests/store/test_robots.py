"""robots.txt is kept for a day at most, and what cannot be read is asked for again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from crawler.errors import StorageError
from crawler.store.robots import LONGEST, RobotsFiles
from tests.store.conftest import NOW

HOUR = timedelta(hours=1)
TEXT = "User-agent: *\nDisallow: /私/\n"


def test_what_is_kept_is_read_until_it_is_old(tmp_path: Path) -> None:
    files = RobotsFiles(tmp_path / "robots")
    assert files.read("a.example:80", now=NOW) is None
    files.keep("a.example:80", TEXT, now=NOW)
    files.keep("b.example", "", age=HOUR, now=NOW)
    files.keep("c.example", TEXT, age=9 * LONGEST, now=NOW)
    assert files.read("a.example:80", now=NOW + 23 * HOUR) == TEXT
    assert files.read("b.example", now=NOW + HOUR / 2) == ""
    assert files.read("b.example", now=NOW + HOUR) is None
    for host in ("a.example:80", "c.example"):
        assert files.read(host, now=NOW + LONGEST) is None
    assert files.read("a.example:80", now=NOW - HOUR) is None  # a clock was set back


@pytest.mark.parametrize("left", [b"", b"{", b"[]", b'{"text": "a"}', b"\xff"])
def test_a_file_that_cannot_be_read_is_none(tmp_path: Path, left: bytes) -> None:
    files = RobotsFiles(tmp_path)
    files.keep("a.example", TEXT, now=NOW)
    [path] = tmp_path.iterdir()
    path.write_bytes(left)
    assert files.read("a.example", now=NOW) is None


def test_no_host_leads_out_of_the_folder(tmp_path: Path) -> None:
    files = RobotsFiles(tmp_path / "robots")
    files.keep("../../a.example/..", TEXT, now=NOW)
    assert files.read("../../a.example/..", now=NOW) == TEXT
    assert [path.name for path in tmp_path.iterdir()] == ["robots"]


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "robots").write_bytes(b"")
    with pytest.raises(StorageError, match="cannot write to"):
        RobotsFiles(tmp_path / "robots").keep("a.example", TEXT, now=NOW)
