"""Parquet files hold a row an event, by day and outlet, and any reader puts them together."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from crawler.downstream.parquet import ParquetFolder
from crawler.downstream.settings import ParquetSettings
from crawler.errors import UsageError
from crawler.items import Image
from tests.conftest import MakeArticle
from tests.downstream.lines import told
from tests.generated import ZONE, articles, line, withdrawn


def folder(tmp_path: Path) -> ParquetFolder:
    target = ParquetFolder(ParquetSettings(folder=str(tmp_path / "out")))
    target.open()
    return target


def rows(tmp_path: Path) -> list[dict[str, object]]:
    table = ds.dataset(tmp_path / "out", partitioning="hive").to_table()
    found: list[dict[str, object]] = table.sort_by("number").to_pylist()
    return found


def test_a_row_has_the_types_of_its_fields(
    tmp_path: Path, make_article: MakeArticle
) -> None:
    article = make_article(
        authors=("张三",),
        date_published=dt.datetime(2026, 11, 1, 6, tzinfo=ZONE),
        images=(Image(url="http://jia.example/1.jpg", caption="渡口"),),
    )
    sent = told(tmp_path, [line(article), withdrawn(article)])
    folder(tmp_path).send(sent)
    first, second = rows(tmp_path)
    assert (first["headline"], first["body"]) == (article.headline, [*article.body])
    assert first["date_published"] == article.date_published
    assert first["images"] == [
        {"url": "http://jia.example/1.jpg", "caption": "渡口", "credit": None}
    ]
    assert (first["outlet"], str(first["day"])) == ("jia", "2026-11-26")
    assert (first["withdrawn"], second["withdrawn"]) == (False, True)
    assert (first["id"], second["headline"]) == (second["id"], None)


def test_a_file_a_day_and_outlet(tmp_path: Path, make_article: MakeArticle) -> None:
    target = folder(tmp_path)
    sent = told(tmp_path, map(line, articles(8)))
    sent += told(tmp_path, [line(make_article(outlet=None))], day="2026-11-27")
    target.send(sent)
    found = (tmp_path / "out").rglob("*.parquet")
    assert sorted(str(path.relative_to(tmp_path / "out")) for path in found) == [
        f"day=2026-11-26/outlet={outlet}/articles.parquet"
        for outlet in ("bing", "ding", "jia", "yi")
    ] + ["day=2026-11-27/outlet=-/articles.parquet"]
    assert len(rows(tmp_path)) == 9


def test_what_comes_again_is_there_once(tmp_path: Path) -> None:
    sent = told(tmp_path, map(line, articles(20)))
    folder(tmp_path).send(sent[:12])
    folder(tmp_path).send(sent[4:])
    assert [row["number"] for row in rows(tmp_path)] == [e.number for e in sent]


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    sent = told(tmp_path, map(line, articles(1)))
    folder(tmp_path).send(sent)
    [path] = (tmp_path / "out").rglob("*.parquet")
    path.write_bytes(b"PAR1")
    with pytest.raises(UsageError, match=r"articles\.parquet"):
        folder(tmp_path).send(sent)
