"""An article that breaks a promise is dropped, and the field is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from crawler import Article
from crawler.items import Footer, Image, Teaser
from crawler.pipelines.validate import Validate, fault


def test_a_whole_article_passes(make_article: Callable[..., Article]) -> None:
    crawler = get_crawler()
    article = make_article(
        url="file:///pages/1.html",
        date_published=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        images=(Image(caption="早班车"),),
    )
    assert Validate.from_crawler(crawler).process_item(article) is article
    assert crawler.stats.get_value("validate/dropped/jia") is None


def test_a_broken_one_is_counted_and_dropped(
    make_article: Callable[..., Article],
) -> None:
    crawler = get_crawler()
    with pytest.raises(DropItem, match=r"jia\.example/.*: headline: is empty"):
        Validate.from_crawler(crawler).process_item(make_article(headline=" "))
    assert crawler.stats.get_value("validate/dropped/jia") == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"body": ()}, "body: has no paragraph"),
        ({"body": ("一段", "\u3000")}, "body[1]: is empty"),
        ({"source": ""}, "source: is empty"),
        ({"authors": ("",)}, "authors[0]: is empty"),
        ({"footer": Footer(icp=("",))}, "footer.icp[0]: is empty"),
        ({"fetched": dt.datetime(2026, 11, 1)}, "fetched: names no zone"),  # noqa: DTZ001  # that is the case
        ({"url": "/1.html"}, "url: '/1.html' is no absolute address"),
        ({"canonical_url": "//jia"}, "canonical_url: '//jia' is no absolute address"),
        ({"url": "http://[jia"}, "url: 'http://[jia' is no absolute address"),
        (
            {"images": (Image(url="1.jpg"),)},
            "images[0].url: '1.jpg' is no absolute address",
        ),
        ({"teasers": (Teaser(headline=""),)}, "teasers[0].headline: is empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_names_the_fault(
    make_article: Callable[..., Article], wrong: dict[str, object], told: str
) -> None:
    assert fault(make_article(**wrong)) == told
