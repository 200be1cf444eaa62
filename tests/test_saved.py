"""Saved pages are found in order, read with what is known of them, or refused."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler import UnreadablePage, saved
from crawler.errors import UsageError
from crawler.page import MAX_BYTES

PAGE = "<h1>河口小学的早班车</h1><p>清晨六点,校车从镇口出发。</p>".encode()


def reason(path: Path) -> str:
    with pytest.raises(UnreadablePage) as refusal:
        saved.read(path)
    assert refusal.value.url == path.absolute().as_uri()
    return refusal.value.reason


def test_finds_pages_in_folders_by_name(tmp_path: Path) -> None:
    names = ("b/2.html", "b/1.html.gz", "a.html", "a.json", "b/notes.md", "b/3.txt.gz")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in saved.find(tmp_path)]
    assert found == ["a.html", "b/1.html.gz", "b/2.html", "b/3.txt.gz"]


def test_finds_a_single_file_whatever_its_name(tmp_path: Path) -> None:
    page = tmp_path / "page.shtml"
    page.touch()
    assert list(saved.find(page)) == [page]


def test_a_missing_file_or_folder_is_the_callers_fault(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder"):
        saved.find(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="no such file"):
        saved.read(tmp_path / "nowhere.html")


def test_reads_bytes_as_they_came_and_what_stands_beside(tmp_path: Path) -> None:
    raw = "<p>早班车</p>\r\n".encode("gb18030")
    (tmp_path / "page.html").write_bytes(raw)
    response = {
        "url": "http://www.jia.example/1.html",
        "content_type": "text/html; charset=gb2312",
        "outlet": "jia",
        "fetched": "2026-11-01T08:00:00+08:00",
    }
    beside = {"note": "undeclared", "response": response, "article": {"source": None}}
    (tmp_path / "page.json").write_text(json.dumps(beside), encoding="utf-8")
    page = saved.read(tmp_path / "page.html")
    assert page.body == raw
    assert (page.url, page.content_type) == (response["url"], response["content_type"])
    assert page.outlet == "jia"
    assert page.fetched == datetime(2026, 11, 1, tzinfo=UTC)
    assert page.expected == {"source": None}
    assert page.page().encoding == "gb18030"


def test_a_page_alone_is_known_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "早班车.html"
    path.write_bytes(PAGE)
    page = saved.read(path)
    assert page.url == path.as_uri()
    assert (page.content_type, page.outlet, page.expected) == (None, None, None)


def test_packed_page_shares_the_json_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(PAGE))
    (tmp_path / "page.json").write_text('{"response": {"outlet": "jia"}}')
    page = saved.read(tmp_path / "page.html.gz")
    assert (page.body, page.outlet) == (PAGE, "jia")


def test_expectation_of_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "hub.html").write_bytes(PAGE)
    (tmp_path / "hub.json").write_text('{"refused": "NotAnArticle"}')
    assert saved.read(tmp_path / "hub.html").refused == "NotAnArticle"


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(PAGE[:40]) + gzip.compress(PAGE[40:]),
        gzip.compress(PAGE) + b"\x00" * 512,
        gzip.compress(PAGE) + b"<!-- cached -->",
    ],
    ids=["two members", "filled block", "stray line"],
)
def test_unpacks_what_servers_send(packed: bytes) -> None:
    assert saved.unpack(packed, url="http://jia.example/") == PAGE


@pytest.mark.parametrize("length", range(1, len(gzip.compress(PAGE))))
def test_no_part_of_a_packed_page_passes_for_the_whole(
    tmp_path: Path, length: int
) -> None:
    path = tmp_path / "page.html.gz"
    path.write_bytes(gzip.compress(PAGE)[:length])
    assert reason(path) == "cut short"


def test_damaged_gzip_is_refused(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(PAGE))
    packed[-6] ^= 0xFF  # in the checksum
    path = tmp_path / "page.html.gz"
    path.write_bytes(packed)
    assert reason(path) == "damaged gzip"
    path.write_bytes(PAGE)
    assert reason(path) == "damaged gzip"


def test_few_bytes_that_unpack_to_too_many_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.html.gz"
    path.write_bytes(gzip.compress(b" " * (MAX_BYTES + 1)))
    assert path.stat().st_size < MAX_BYTES // 500
    assert reason(path) == "too large"


def test_a_page_of_32_mib_passes_and_one_byte_more_does_not(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b" " * MAX_BYTES)
    assert len(saved.read(path).body) == MAX_BYTES
    path.write_bytes(b" " * (MAX_BYTES + 1))
    assert reason(path) == "too large"


@pytest.mark.parametrize(
    "beside",
    [
        "{",
        "[]",
        '{"response": {"charset": "gbk"}}',
        '{"respnse": {}}',
        '{"response": {"fetched": "2026-11-01T08:00:00"}}',
        '{"article": "headline"}',
    ],
    ids=["cut", "list", "unknown key", "misspelt", "time without zone", "no fields"],
)
def test_wrong_json_beside_a_page_is_named(tmp_path: Path, beside: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE)
    path.with_suffix(".json").write_text(beside)
    with pytest.raises(UnreadablePage, match=r"page\.json"):
        saved.read(path)


def test_what_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.html").mkdir()
    assert reason(tmp_path / "page.html") == "cannot be opened"
