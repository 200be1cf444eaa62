"""Pages stand in the archive as they came, and a kill leaves it readable."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.errors import StorageError
from crawler.store.archive import Archive
from crawler.store.fetches import Written
from crawler.store.holdings import Holdings
from crawler.store.warc import Record, whole
from tests.loopback import PROJECT
from tests.store.conftest import NOW, Open


def page(number: int, *, day: datetime = NOW, size: int = 500) -> Record:
    return Record(
        url=f"http://www.jia.example/{number}.html",
        status=200,
        headers=(
            (b"Content-Type", b"text/html; charset=gb2312"),
            (b"X-Path", "新闻".encode("gb18030")),
            (b"Transfer-Encoding", b"chunked"),
        ),
        body=os.urandom(size),
        fetched=day,
        outlet="jia",
        kind="article",
    )


def add(holdings: Holdings, *records: Record) -> list[Written]:
    return [holdings.archive.add(record) for record in records]


def files(holdings: Holdings) -> list[Path]:
    return sorted((holdings.folder.path / "archive").iterdir())


def read_by_another(path: Path) -> list[tuple[str, bytes]]:
    """Return the responses of a file as warcio reads them, digests checked."""
    with path.open("rb") as file:
        return [
            (
                record.rec_headers.get_header("WARC-Target-URI"),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file, check_digests="raise")
            if record.rec_type == "response"
        ]


def said(records: list[Record]) -> list[tuple[str, bytes]]:
    return [(record.url, record.body) for record in records]


def test_a_second_reader_reads_what_was_written(holdings: Holdings) -> None:
    records = [page(number) for number in range(5)]
    add(holdings, *records)
    [file] = files(holdings)
    assert file.name == "2026-11-01-00.warc.gz"
    assert read_by_another(file) == said(records)


def test_each_record_is_found_by_its_place(holdings: Holdings) -> None:
    records = [page(number) for number in range(3)]
    written = add(holdings, *records)
    name = f"archive/{files(holdings)[0].name}"
    for record, place in zip(records, written, strict=True):
        got = holdings.archive.read(name, place.at)
        assert (got.url, got.status, got.body) == (record.url, 200, record.body)
        assert (got.outlet, got.kind, got.fetched) == ("jia", "article", NOW)
        kept = [pair for pair in record.headers if pair[0] != b"Transfer-Encoding"]
        assert got.headers == (*kept, (b"Content-Length", b"500"))


def test_a_place_without_a_record_is_told(holdings: Holdings) -> None:
    add(holdings, page(1))
    name = f"archive/{files(holdings)[0].name}"
    with pytest.raises(StorageError, match="no record at byte 0"):
        holdings.archive.read(name, 0)  # what the file is
    with pytest.raises(StorageError, match="No such file"):
        holdings.archive.read("archive/gone.warc.gz", 0)


@pytest.mark.parametrize("cut", [1, 100, 400])
def test_what_a_kill_left_unfinished_is_cut_off(open_holdings: Open, cut: int) -> None:
    first = open_holdings()
    records = [page(1), page(2)]
    add(first, *records)
    first.archive.close()
    [file] = files(first)
    file.write_bytes(file.read_bytes()[:-cut])
    add(open_holdings(), page(3), page(4))
    urls = [url.rpartition("/")[2] for url, _ in read_by_another(file)]
    assert urls == ["1.html", "3.html", "4.html"]


def test_a_whole_record_that_the_ledger_does_not_know_stays(
    open_holdings: Open,
) -> None:
    first = open_holdings()
    add(first, page(1))
    first.archive.close()
    add(open_holdings(), page(2))
    [file] = files(first)
    assert len(read_by_another(file)) == 2


def test_two_processes_write_to_files_of_their_own(open_holdings: Open) -> None:
    first, second = open_holdings(), open_holdings()
    add(first, page(1))
    add(second, page(2))
    add(first, page(3))
    assert [len(read_by_another(file)) for file in files(first)] == [2, 1]
    first.archive.close()
    add(open_holdings(), page(4))
    assert [len(read_by_another(file)) for file in files(first)] == [3, 1]


def test_a_file_that_the_ledger_has_never_seen_is_left_alone(
    open_holdings: Open,
) -> None:
    first = open_holdings()
    (first.folder.path / "archive").mkdir()
    foreign = first.folder.path / "archive" / "2026-11-01-00.warc.gz"
    foreign.write_bytes(b"somebody's own")
    add(first, page(1))
    assert foreign.read_bytes() == b"somebody's own"
    assert len(read_by_another(files(first)[1])) == 1


def test_each_day_has_a_file(holdings: Holdings) -> None:
    add(holdings, page(1), page(2, day=NOW + timedelta(days=1)))
    names = [file.name for file in files(holdings)]
    assert names == ["2026-11-01-00.warc.gz", "2026-11-02-00.warc.gz"]


def test_what_is_only_begun_has_no_whole_record(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    for data in (b"", b"\x1f\x8b\x08", b"no gzip at all"):
        path.write_bytes(data)
        assert whole(path, 0) == 0


FULL = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from crawler.errors import StorageError
from crawler.store.holdings import Holdings
from tests.store.test_archive import page
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
now = datetime(2026, 11, 1, tzinfo=UTC)
holdings = Holdings.opened(Path(sys.argv[1]), wait=1, now=now)
holdings.archive.add(page(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    holdings.archive.add(page(2, size=200_000))
except StorageError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
holdings.archive.add(page(3))
"""


def test_a_record_that_does_not_fit_is_taken_back(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "cannot write to" in done.stdout
    assert "File too large; make space" in done.stdout
    [file] = (tmp_path / "archive").iterdir()
    urls = [url.rpartition("/")[2] for url, _ in read_by_another(file)]
    assert urls == ["1.html", "3.html"]


def test_nothing_is_made_where_nothing_is_archived(holdings: Holdings) -> None:
    assert isinstance(holdings.archive, Archive)
    assert not (holdings.folder.path / "archive").exists()
    assert NOW.tzinfo is UTC
