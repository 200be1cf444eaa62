"""Site files of FiveFilters become ours, and what is lost on the way is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler import sites
from crawler.errors import SiteError
from crawler.sites import fivefilters
from crawler.sites.fivefilters import Left

THEIRS = Path(__file__).parent / "fixtures" / "fivefilters"


def test_a_whole_file() -> None:
    imported = fivefilters.convert(THEIRS / "www.shuixiang.example.txt")
    assert imported.key == "shuixiang-example"
    assert imported.left == ()
    site = sites.read(imported.key, imported.text)
    assert site.hosts == ("shuixiang.example",)
    assert site.hubs == ("http://www.shuixiang.example/",)
    (layout,) = site.layouts
    assert layout.fields == {
        "headline": ("//h1",),
        "body": ("//div[@class='main']", "//div[@id='no-such-thing']"),
        "authors": ("//span[@class='writer']",),
        "date_published": ("//span[contains(., '202')]",),
    }
    assert layout.strip == (
        "//div[@class='app']",
        "//*[contains(@class, 'share') or contains(@id, 'share')]",
        "//*[contains(@class, 'related') or contains(@id, 'related')]",
        "//img[contains(@src, '/pixel.gif')]",
    )
    assert layout.next_page == ("//a[contains(., '下一页')]/@href",)
    assert layout.whole_page == ("//a[@class='whole']",)
    for told in ("Test with:", "nongqing/2164.html", "Not needed here:", "prune"):
        assert told in imported.text


def test_what_cannot_be_carried_over_is_told_by_line() -> None:
    imported = fivefilters.convert(THEIRS / ".news.harbour.example.txt")
    assert imported.left == (
        Left(2, "strip", "no XPath: //div["),
        Left(3, "find_string", "means nothing here"),
        Left(4, "replace_string", "means nothing here"),
        Left(5, "http_header", "means nothing here"),
        Left(6, "http_header", "means nothing here"),
        Left(7, "if_page_contains", "means nothing here"),
        Left(8, "this line says nothi", "no line of the form key: value"),
    )
    site = sites.read(imported.key, imported.text)
    assert site.hubs == ("http://news.harbour.example/",)
    assert site.layouts[0].strip[0].startswith("//*[contains(@class, concat('it', ")
    for left in imported.left:
        assert f"line {left.line}, {left.key}: {left.reason}" in imported.text


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("onlyflags.example.txt", "no selector to carry over"),
        ("README.txt", "not named by a host, such as news.example.com.txt"),
        ("no.such.file.txt", "No such file or directory"),
    ],
)
def test_what_is_no_use(name: str, says: str) -> None:
    with pytest.raises(SiteError) as refusal:
        fivefilters.convert(THEIRS / name)
    assert str(refusal.value) == f"{THEIRS / name}: {says}"


@pytest.mark.parametrize(
    "text", ["plain", "it's", 'say "so"', 'it\'s "both"', "\\", "''", "\"'\"'"]
)
def test_texts_in_expressions(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.example.txt"
    path.write_text(f"body: //p\nstrip_id_or_class: x{text}x\n", encoding="utf-8")
    imported = fivefilters.convert(path)
    (layout,) = sites.read("a", imported.text).layouts
    assert len(layout.strip) == 1
