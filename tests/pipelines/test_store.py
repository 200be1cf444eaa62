"""What the stages of a crawl keep, drop and count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from crawler import Article
from crawler.changes import changes
from crawler.errors import UsageError
from crawler.keeping import Keeping
from crawler.pipelines.dedupe import Dedupe
from crawler.pipelines.store import Store


def crawler_for(folder: Path) -> Crawler:
    settings = {"DATA_FOLDER": str(folder), "LEDGER_WAIT": 1}
    return get_crawler(settings_dict={**settings, "EXTENSIONS": {Keeping: -100}})


@pytest.fixture
def crawler(tmp_path: Path) -> Crawler:
    return crawler_for(tmp_path)


def test_counts_what_is_new_and_what_is_known(
    crawler: Crawler, make_article: Callable[..., Article]
) -> None:
    store = Store.from_crawler(crawler)
    article = make_article()
    assert store.process_item(article) == article
    assert store.process_item(article) == article
    changed = make_article(body=("改了正文。",))
    told = changes(article, changed)
    assert store.process_item(changed) == replace(changed, version=2, changes=told)
    assert crawler.stats.get_value("store/new/jia") == 1
    assert crawler.stats.get_value("store/changed/jia") == 1
    assert crawler.stats.get_value("store/known/jia") == 1
    assert Path(crawler.stats.get_value("store/file")).exists()


def test_drops_a_second_address_and_a_reprint(
    crawler: Crawler, make_article: Callable[..., Article]
) -> None:
    dedupe, store = Dedupe.from_crawler(crawler), Store.from_crawler(crawler)
    first = make_article()
    assert dedupe.process_item(first) is first
    store.process_item(first)
    with pytest.raises(DropItem, match="repeats") as drop:
        dedupe.process_item(make_article(url="http://m.jia.example/1", body=("改。",)))
    assert drop.value.log_level == "DEBUG"
    reprint = make_article(
        outlet="yi",
        url="http://www.yi.example/9.html",
        canonical_url="http://www.yi.example/9.html",
        headline="转载：河口小学的早班车",
        body=("".join(first.body),),
    )
    with pytest.raises(DropItem, match=r"yi\.example/9\.html repeats http://www\.jia"):
        dedupe.process_item(reprint)
    assert crawler.stats.get_value("dedupe/dropped/jia") == 1
    assert crawler.stats.get_value("dedupe/dropped/yi") == 1


def test_another_article_passes(
    crawler: Crawler, make_article: Callable[..., Article]
) -> None:
    dedupe, store = Dedupe.from_crawler(crawler), Store.from_crawler(crawler)
    store.process_item(make_article())
    other = make_article(canonical_url="http://www.jia.example/2", body=("渡口。",))
    assert dedupe.process_item(other) is other


def test_a_run_without_articles_leaves_no_file(tmp_path: Path) -> None:
    Store.from_crawler(crawler_for(tmp_path))
    assert list((tmp_path / "articles").iterdir()) == []


def test_a_folder_that_cannot_be_made_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"cannot keep articles in .*DATA_FOLDER"):
        crawler_for(tmp_path / "file")
