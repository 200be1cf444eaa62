"""A real PostgreSQL holds a typed row an article, the newest that was sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from crawler.downstream.postgresql import PostgresqlTable
from crawler.downstream.settings import PostgresqlSettings
from crawler.errors import Unavailable, UsageError
from crawler.items import Image
from tests.conftest import MakeArticle
from tests.downstream.lines import told
from tests.generated import ZONE, articles, line, withdrawn
from tests.postgresql import running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of our own."""
    with running(tmp_path_factory.mktemp("postgresql")) as address:
        yield address


@pytest.fixture
def url(server: str) -> str:
    """The address, with nothing in the database."""
    with psycopg.connect(server) as connection:
        connection.execute("DROP SCHEMA IF EXISTS news CASCADE")
        connection.execute("CREATE SCHEMA news")
    return server


@contextmanager
def table(url: str, name: str = "news.articles") -> Iterator[PostgresqlTable]:
    with closing(PostgresqlTable(PostgresqlSettings(url=url, table=name))) as target:
        target.open()
        yield target


def rows(url: str) -> list[dict[str, Any]]:
    with psycopg.connect(url, row_factory=dict_row) as connection:
        return connection.execute(
            "SELECT * FROM news.articles ORDER BY number"
        ).fetchall()


def test_a_row_has_the_types_of_its_fields(
    url: str, tmp_path: Path, make_article: MakeArticle
) -> None:
    article = make_article(
        headline='渡口\t"码头"\\N',
        authors=("张三", "{李四}"),
        date_published=dt.datetime(2026, 11, 1, 6, tzinfo=ZONE),
        images=(Image(url="http://jia.example/1.jpg", caption="渡口"),),
    )
    sent = told(tmp_path, [line(article, version=3)])
    with table(url) as target:
        assert target.send(sent) == []
    [row] = rows(url)
    assert row["id"] == sent[0].id
    assert (row["number"], row["version"]) == (sent[0].number, 3)
    assert row["headline"] == article.headline
    assert row["body"] == [*article.body]
    assert row["authors"] == ["张三", "{李四}"]
    assert row["date_published"] == article.date_published
    assert row["images"][0]["caption"] == "渡口"
    assert row["article"]["version"] == 3
    assert row["editors"] == []
    assert row["source"] is None
    assert row["withdrawn"] is False


def test_the_newest_of_an_article_is_held(url: str, tmp_path: Path) -> None:
    stored = [*articles(30)]
    lines = [*map(line, stored)]
    lines += [line(stored[4], version=2), withdrawn(stored[5])]
    sent = told(tmp_path, lines)
    with table(url) as target:
        target.send(sent)
        before = rows(url)
        target.send(sent[:20])
        target.send(sent)
    assert rows(url) == before
    assert len(before) == 30
    by_url = {row["canonical_url"]: row for row in before}
    assert by_url[stored[4].canonical_url]["version"] == 2
    gone = by_url[stored[5].canonical_url]
    assert (gone["withdrawn"], gone["headline"], gone["article"]) == (True, None, None)


def test_what_cannot_be_held_is_told_from_the_rest(
    url: str, tmp_path: Path, make_article: MakeArticle
) -> None:
    lines = [*map(line, articles(40))]
    lines.insert(17, line(make_article(headline="渡\x00口")))
    sent = told(tmp_path, lines)
    with table(url) as target:
        [refusal] = target.send(sent)
    assert refusal.event is sent[17]
    assert "NUL" in refusal.reason
    assert len(rows(url)) == 40


def test_a_lost_connection_is_made_anew(url: str, tmp_path: Path) -> None:
    sent = told(tmp_path, map(line, articles(4)))
    with table(url) as target:
        target.send(sent[:2])
        with psycopg.connect(url) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        with pytest.raises(Unavailable):
            target.send(sent[2:])
        assert target.send(sent[2:]) == []
    assert len(rows(url)) == 4


def test_no_server_is_unavailable(tmp_path: Path) -> None:
    address = f"postgresql:///news?host={tmp_path}"
    with pytest.raises(Unavailable), table(address):
        pass


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nowhere.articles", "nowhere"),
        ("news.other", "ALTER TABLE news.other ADD id text PRIMARY KEY"),
    ],
)
def test_what_the_user_has_to_mend(url: str, name: str, told: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE news.other (headline text)")
    with pytest.raises(UsageError, match=told), table(url, name):
        pass


def test_an_address_that_is_none() -> None:
    with pytest.raises(UsageError, match="url"), table("postgresql://a b"):
        pass
