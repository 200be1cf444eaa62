"""What was stored stays stored, once."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from scrapy.crawler import Crawler
from scrapy.utils.test import get_crawler

from crawler import Article
from crawler.errors import UsageError
from crawler.pipelines.store import Store, line


def crawler_for(folder: Path) -> Crawler:
    return get_crawler(settings_dict={"DATA_FOLDER": str(folder)})


def store(folder: Path, *articles: Article) -> Crawler:
    """Store articles as one run does."""
    crawler = crawler_for(folder)
    stage = Store.from_crawler(crawler)
    for article in articles:
        assert stage.process_item(article) is article
    stage.close_spider()
    return crawler


def stored(folder: Path) -> bytes:
    [path] = (folder / "articles").iterdir()
    return path.read_bytes()


def test_a_line_is_the_whole_article(
    tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    article = make_article()
    store(tmp_path, article)
    assert stored(tmp_path) == line(article)
    assert json.loads(stored(tmp_path))["headline"] == article.headline
    assert "河口".encode() in stored(tmp_path)


def test_a_run_without_articles_leaves_no_file(tmp_path: Path) -> None:
    store(tmp_path)
    assert list((tmp_path / "articles").iterdir()) == []


def test_the_next_run_knows_what_is_there_and_passes_it_on(
    tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    store(tmp_path, make_article())
    before = stored(tmp_path)
    again = store(tmp_path, make_article(headline="改了标题"))
    assert stored(tmp_path) == before
    assert again.stats.get_value("store/known/jia") == 1
    assert again.stats.get_value("store/new/jia") is None


def test_a_changed_text_is_stored_beside_the_old_one(
    tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    store(tmp_path, make_article())
    again = store(tmp_path, make_article(body=("改了正文。",)))
    assert len(stored(tmp_path).splitlines()) == 2
    assert again.stats.get_value("store/new/jia") == 1


def test_an_unfinished_line_is_cut_and_its_article_stored_again(
    tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    second = make_article(canonical_url="http://www.jia.example/2", body=("渡口。",))
    store(tmp_path, make_article(), second)
    whole = stored(tmp_path)
    [path] = (tmp_path / "articles").iterdir()
    path.write_bytes(whole[:-5])
    old = path.rename(path.with_name("2026-01-01.jsonl"))
    store(tmp_path, make_article(), second)
    assert old.read_bytes() == line(make_article())
    assert path.read_bytes() == line(second)


def test_a_foreign_line_is_named_and_left_alone(
    tmp_path: Path,
    make_article: Callable[..., Article],
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "articles").mkdir()
    foreign = tmp_path / "articles" / "2026-01-01.jsonl"
    foreign.write_bytes(b'{"title": "x"}\n' + line(make_article()))
    with caplog.at_level(logging.WARNING):
        again = store(tmp_path, make_article())
    assert f"{foreign}, line 1 is no article" in caplog.text
    assert again.stats.get_value("store/known/jia") == 1


def test_a_folder_that_cannot_be_made_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"cannot keep articles in .*DATA_FOLDER"):
        Store.from_crawler(crawler_for(tmp_path / "file"))
