"""One article of a run passes once: by its address, and by its text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from crawler import Article
from crawler.pipelines.dedupe import Dedupe


def test_drops_a_second_address_and_a_reprint(
    make_article: Callable[..., Article],
) -> None:
    crawler = get_crawler()
    dedupe = Dedupe.from_crawler(crawler)
    first = make_article()
    assert dedupe.process_item(first) is first
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


def test_another_article_passes(make_article: Callable[..., Article]) -> None:
    dedupe = Dedupe.from_crawler(get_crawler())
    dedupe.process_item(make_article())
    other = make_article(canonical_url="http://www.jia.example/2", body=("渡口。",))
    assert dedupe.process_item(other) is other
