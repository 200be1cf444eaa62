"""What the stages of a crawl keep, drop and count."""

from __future__ import annotations

import asyncio
import json
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
from crawler.keeping import Keeping, Settled
from crawler.pipelines.dedupe import Dedupe
from crawler.pipelines.store import Store


def crawler_for(folder: Path, **own: str) -> Crawler:
    settings = {"DATA_FOLDER": str(folder), "LEDGER_WAIT": 1, **own}
    return get_crawler(settings_dict={**settings, "EXTENSIONS": {Keeping: -100}})


def stored(store: Store, article: Article) -> Article:
    return asyncio.run(store.process_item(article))


@pytest.fixture
def crawler(tmp_path: Path) -> Crawler:
    return crawler_for(tmp_path)


def test_counts_what_is_new_and_what_is_known(
    crawler: Crawler, make_article: Callable[..., Article]
) -> None:
    store = Store.from_crawler(crawler)
    article = make_article()
    assert stored(store, article) == article
    assert stored(store, article) == article
    changed = make_article(body=("改了正文。",))
    told = changes(article, changed)
    assert stored(store, changed) == replace(changed, version=2, changes=told)
    assert crawler.stats.get_value("store/new/jia") == 1
    assert crawler.stats.get_value("store/changed/jia") == 1
    assert crawler.stats.get_value("store/known/jia") == 1
    assert Path(crawler.stats.get_value("store/file")).exists()


def test_drops_a_second_address_and_puts_a_reprint_apart(
    crawler: Crawler, make_article: Callable[..., Article]
) -> None:
    dedupe, store = Dedupe.from_crawler(crawler), Store.from_crawler(crawler)
    first = make_article()
    assert dedupe.process_item(first) is first
    stored(store, first)
    with pytest.raises(DropItem, match="repeats") as drop:
        dedupe.process_item(make_article(url="http://m.jia.example/1", body=("改。",)))
    assert drop.value.log_level == "DEBUG"
    reprint = reprinted(first)
    assert dedupe.process_item(reprint) is reprint
    for _ in range(2):  # a known one, too
        with pytest.raises(
            Settled, match=r"yi\.example/9\.html is a copy of http://www"
        ):
            stored(store, reprint)
    assert crawler.stats.get_value("dedupe/dropped/jia") == 1
    assert crawler.stats.get_value("store/copies/yi") == 2
    assert crawler.stats.get_value("store/new/yi") is None
    [line] = (
        Path(crawler.stats.get_value("store/copies_file")).read_bytes().splitlines()
    )
    assert json.loads(line)["duplicate_of"] == first.url


def reprinted(article: Article) -> Article:
    return replace(
        article,
        outlet="yi",
        url="http://www.yi.example/9.html",
        canonical_url="http://www.yi.example/9.html",
        headline="转载：" + (article.headline or ""),
        body=("".join(article.body),),
    )


def test_a_marked_copy_passes_on(
    tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    crawler = crawler_for(tmp_path, DUPLICATES="mark")
    store, first = Store.from_crawler(crawler), make_article()
    stored(store, first)
    for _ in range(2):
        kept = stored(store, reprinted(first))
        assert kept.duplicate_of == first.url
    assert crawler.stats.get_value("store/copies/yi") == 2
    assert crawler.stats.get_value("store/new/yi") == 1
    assert not (tmp_path / "duplicates").exists()


def test_what_is_not_asked_for_is_not_compared(
    tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    crawler = crawler_for(tmp_path, DUPLICATES="off")
    store, first = Store.from_crawler(crawler), make_article()
    stored(store, first)
    assert stored(store, reprinted(first)) == reprinted(first)


def test_a_word_that_is_not_known_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match=r"DUPLICATES=both: .* known: apart, mark, off"
    ):
        crawler_for(tmp_path, DUPLICATES="both")
    with pytest.raises(
        UsageError, match="DUPLICATES_DAYS=0: give a number of days, from 1 on"
    ):
        crawler_for(tmp_path, DUPLICATES_DAYS="0")


def test_another_article_passes(
    crawler: Crawler, make_article: Callable[..., Article]
) -> None:
    dedupe, store = Dedupe.from_crawler(crawler), Store.from_crawler(crawler)
    stored(store, make_article())
    other = make_article(canonical_url="http://www.jia.example/2", body=("渡口。",))
    assert dedupe.process_item(other) is other


def test_a_run_without_articles_leaves_no_file(tmp_path: Path) -> None:
    Store.from_crawler(crawler_for(tmp_path))
    assert list((tmp_path / "articles").iterdir()) == []


def test_a_folder_that_cannot_be_made_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"cannot keep articles in .*DATA_FOLDER"):
        crawler_for(tmp_path / "file")
