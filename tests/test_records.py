"""Archives give their pages in order, with address and time, whatever else they hold."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler import UnreadablePage, extract, records
from crawler.errors import UsageError
from crawler.page import MAX_BYTES
from crawler.records import Broken, Neighbors
from crawler.saved import SavedPage
from tests.archives import Record, text, write
from tests.test_flat import HEADLINE, report

HTML = "<h1>渡口</h1><p>渡口的灯又亮了。</p>".encode()
URL = "http://www.jia.example/{}.html"


def pages(path: Path) -> list[SavedPage]:
    found = list(records.pages(path))
    assert not [page for page in found if isinstance(page, Broken)]
    return [page for page in found if isinstance(page, SavedPage)]


@pytest.mark.parametrize(
    "name", ["a.warc", "a.warc.gz", "A.WARC.GZ", "a.wet", "a.wet.gz"]
)
def test_pages_come_in_order_with_address_type_and_time(
    tmp_path: Path, name: str
) -> None:
    path = write(
        tmp_path / name, [Record(URL.format(1), HTML), text(URL.format(2), "甲")]
    )
    first, second = pages(path)
    assert (first.url, first.body) == (URL.format(1), HTML)
    assert (second.url, second.body.decode()) == (URL.format(2), "甲")
    assert (first.content_type, second.content_type) == ("text/html", "text/plain")
    assert first.fetched == datetime(2024, 11, 2, 8, tzinfo=UTC)
    assert (first.page().flat, second.page().flat) == (False, True)


def test_a_record_of_text_is_an_article_with_its_address_and_time(
    tmp_path: Path,
) -> None:
    path = write(tmp_path / "a.wet.gz", [text(URL.format(1), *report())])
    [page] = pages(path)
    article = extract(page.page())
    assert (article.url, article.headline) == (URL.format(1), HEADLINE)
    assert article.fetched == page.fetched


@pytest.mark.parametrize(
    "other",
    [
        Record(URL.format(2), HTML, status="404 Not Found"),
        Record(URL.format(2), HTML, status="301 Moved Permanently"),
        Record(URL.format(2), b"GIF89a", headers=(("Content-Type", "image/gif"),)),
        Record(URL.format(2), b"{}", headers=(("Content-Type", "application/json"),)),
        Record(URL.format(2), b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        Record(URL.format(2), b"via: a", kind="metadata"),
    ],
)
def test_what_is_no_page_is_passed_over(tmp_path: Path, other: Record) -> None:
    path = write(tmp_path / "a.warc.gz", [other, Record(URL.format(1), HTML), other])
    assert [page.url for page in pages(path)] == [URL.format(1)]


@pytest.mark.parametrize("headers", [(), (("Content-Type", "TEXT/HTML;charset=gbk"),)])
def test_pages_are_told_by_a_type_however_it_is_written(
    tmp_path: Path, headers: tuple[tuple[str, str], ...]
) -> None:
    path = write(tmp_path / "a.warc", [Record(URL.format(1), HTML, headers=headers)])
    [page] = pages(path)
    assert page.content_type == (headers[0][1] if headers else None)


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


GZIP = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
CHUNKS = (("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"))


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(HTML, mtime=0), GZIP),
        (HTML, GZIP),  # unpacked by who wrote it
        (chunked(HTML), CHUNKS),
        (chunked(gzip.compress(HTML, mtime=0)), (*CHUNKS, GZIP[1])),
    ],
)
def test_bodies_are_unpacked_and_none_behind_is_lost(
    tmp_path: Path, body: bytes, headers: tuple[tuple[str, str], ...]
) -> None:
    packed = Record(URL.format(1), body, headers=headers)
    path = write(tmp_path / "a.warc.gz", [packed, Record(URL.format(2), HTML), packed])
    assert [page.body for page in pages(path)] == [HTML] * 3


def reasons(path: Path) -> list[str]:
    return [p.error.reason for p in records.pages(path) if isinstance(p, Broken)]


def test_what_unpacks_to_too_much_is_refused_and_the_rest_is_read(
    tmp_path: Path,
) -> None:
    bomb = Record(URL.format(1), gzip.compress(b"a" * (MAX_BYTES + 1)), headers=GZIP)
    path = write(tmp_path / "a.warc.gz", [bomb, Record(URL.format(2), HTML)])
    first, second = records.pages(path)
    assert isinstance(first, Broken)
    assert (first.error.url, first.error.reason) == (URL.format(1), "too large")
    assert isinstance(second, SavedPage)


def test_a_packing_that_nobody_knows_is_named(tmp_path: Path) -> None:
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "br"))
    record = Record(URL.format(1), b"\x8b\x00\x80\x00\x03", headers=headers)
    path = write(tmp_path / "a.warc.gz", [record])
    assert reasons(path) == ["packed in another way"]


def test_a_damaged_archive_gives_what_stands_before_the_damage(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.warc.gz", [Record(URL.format(n), HTML) for n in range(9)]
    )
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 40] = bytes(40)
    path.write_bytes(raw)
    *before, last = records.pages(path)
    assert 0 < len(before) < 9
    assert isinstance(last, Broken)
    assert last.error.reason == "damaged archive"


@pytest.mark.parametrize("raw", [b"<html>", b"GIF89a" * 99])
def test_what_is_no_archive_is_damaged(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(raw)
    assert reasons(path) == ["damaged archive"]


def test_an_empty_archive_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.wet").touch()
    assert list(records.pages(tmp_path / "a.wet")) == []


def test_a_missing_archive_cannot_be_opened(tmp_path: Path) -> None:
    assert reasons(tmp_path / "a.wet") == ["cannot be opened"]


def test_a_saved_page_is_its_only_one(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("甲", encoding="utf-8")
    [page] = pages(tmp_path / "1.txt")
    assert (page.body.decode(), page.content_type) == ("甲", "text/plain")


def test_pages_and_archives_are_found_in_order(tmp_path: Path) -> None:
    names = ("b/2.warc.gz", "a.html", "c.wet", "b/1.txt", "d.json", "e.zip")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [p.relative_to(tmp_path).as_posix() for p in records.find(tmp_path)]
    assert found == ["a.html", "b/1.txt", "b/2.warc.gz", "c.wet"]


def test_one_page_of_an_archive_is_the_last_of_its_address(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.warc.gz",
        [
            Record(URL.format(1), b"<p>1"),
            Record(URL.format(1), b"<p>2"),
            text("http://b.example/", "甲"),
        ],
    )
    assert records.page_at(path, URL.format(1) + "#top").body == b"<p>2"
    with pytest.raises(UsageError, match="no page of http://c"):
        records.page_at(path, "http://c.example/")


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_neighbors_are_found_in_the_archive(tmp_path: Path, name: str) -> None:
    path = write(
        tmp_path / name, [Record(URL.format(n), b"<p>%d" % n) for n in range(4)]
    )
    beside = Neighbors(path)
    assert len(list(beside)) == 4
    assert beside.read(URL.format(2)).body == b"<p>2"
    with pytest.raises(UnreadablePage, match="not saved"):
        beside.read(URL.format(9))
