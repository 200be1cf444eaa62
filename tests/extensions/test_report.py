"""The table says of each outlet what its pages gave, in columns that align."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.cells import cell_len
from rich.console import Console
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.utils.test import get_crawler

from crawler import Article
from crawler.extensions.report import Report, found
from crawler.items import Footer
from crawler.sites import Site

JIA = Site(key="jia", name="甲江日报", hosts=("jia.example",), timezone=ZoneInfo("UTC"))
YI = Site(key="yi", name="Yi Daily", hosts=("yi.example",))


class Asked(Spider):
    name = "asked"
    sites = (JIA, YI)


def printed(crawler: Crawler, articles: list[Article], *, width: int = 80) -> list[str]:
    """Return the lines of a report on a crawl that kept ``articles``."""
    console = Console(width=width, highlight=False)
    report = Report(crawler, console)
    report.spider_opened()
    for article in articles:
        report.item_scraped(article)
    with console.capture() as capture:
        report.spider_closed(Asked())
    return capture.get().splitlines()


@pytest.fixture
def crawler(tmp_path: Path) -> Crawler:
    return get_crawler(settings_dict={"DATA_FOLDER": str(tmp_path)})


def test_a_row_for_each_outlet_and_one_for_all(
    crawler: Crawler, make_article: Callable[..., Article]
) -> None:
    counted = {
        "hubs/read/jia": 3,
        "hubs/read/yi": 1,
        "dedupe/dropped/yi": 4,
        "articles/moved/yi": 1,
        "store/copies/yi": 6,
        "store/copies_file": "/of/copies.jsonl",
        "pages/refused/jia": 2,
        "pages/refused_for/jia/HTTP 404": 1,
        "pages/refused_for/jia/not an article": 2,
        "validate/dropped/jia": 1,
        "store/new/jia": 2,
        "store/known/jia": 1,
    }
    crawler.stats.set_stats(counted)
    dated = make_article(date_published=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    lines = printed(crawler, [dated, dated, make_article(source="新华社")])
    cells = {line.split()[0]: line.split()[1:] for line in lines if line.strip()}
    assert cells["甲江日报"] == ["3", "3", "–", "3", "67%", "33%", "0%", "0%"]
    assert cells["Yi"] == ["Daily", "1", "–", "6", "–"]
    assert cells["all"] == ["4", "3", "6", "3", "67%", "33%", "0%", "0%"]
    told = "Refused pages: 2 not an article, 1 HTTP 404, 1 invalid article"
    assert told in lines
    assert (
        f"New articles: 2, known ones: 1, as JSON lines in {folder(crawler)}" in lines
    )
    copies = "Copies of stories that are stored: 6, as JSON lines in /of/copies.jsonl"
    assert copies in lines
    assert "Further addresses of articles that are stored: 5" in lines


def folder(crawler: Crawler) -> Path:
    return Path(crawler.settings["DATA_FOLDER"]) / "articles"


@pytest.mark.parametrize("width", [80, 120])
def test_columns_align_under_chinese_names(
    crawler: Crawler, make_article: Callable[..., Article], width: int
) -> None:
    lines = printed(crawler, [make_article(), make_article(outlet="yi")], width=width)
    rows = [line for line in lines if line.rstrip().endswith("%")]
    assert len(rows) == 3
    assert len({cell_len(line.rstrip()) for line in rows}) == 1
    assert all(cell_len(line) <= width for line in rows)


def test_more_columns_where_there_is_room(crawler: Crawler) -> None:
    narrow, wide = (printed(crawler, [], width=width)[1] for width in (80, 120))
    assert "Image" in narrow
    assert "ICP" not in narrow
    assert "ICP" in wide


@pytest.mark.parametrize("event", ["dedupe/dropped/yi", "store/copies/yi"])
def test_names_each_outlet_that_gave_nothing(
    crawler: Crawler, make_article: Callable[..., Article], event: str
) -> None:
    told = "No article from Yi Daily (yi)"
    assert told not in printed(crawler, [make_article()])  # nor was it asked
    crawler.stats.set_value("hubs/read/yi", 1)
    assert told in printed(crawler, [make_article()])
    crawler.stats.set_value(event, 1)
    assert "No article from Yi Daily (yi)" not in printed(crawler, [make_article()])


def test_a_crawl_that_never_opened_has_no_report(crawler: Crawler) -> None:
    console = Console(width=80)
    with console.capture() as capture:
        Report(crawler, console).spider_closed(Asked())
    assert capture.get() == ""


def test_fields_of_which_the_page_says_something(
    make_article: Callable[..., Article],
) -> None:
    assert set(found(make_article())) == {"outlet"}
    article = make_article(authors=("陶然",), footer=Footer(icp=("甲ICP备00000001号",)))
    assert set(found(article)) == {"outlet", "authors", "footer", "icp"}
