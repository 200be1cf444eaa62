"""The ledger tells which page of the archive an article was read from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from crawler import Article
from crawler.discovery.links import Link
from crawler.store.fetches import Fetched
from crawler.store.holdings import Holdings
from crawler.store.sources import Sources
from crawler.store.tables import Kind, State
from crawler.store.warc import Record
from tests.store.conftest import NOW, Open

MakeArticle = Callable[..., Article]

HUB = "http://www.jia.example/"


def address(number: int) -> str:
    return f"http://www.jia.example/{number}.html"


def crawl(
    holdings: Holdings,
    make_article: MakeArticle,
    led: dict[int, int],
    *,
    status: int = 200,
) -> None:
    """Fetch pages, each led to an address; store their articles, refuse negative ones."""
    run = holdings.runs.begin("jia", [(Kind.HUB, HUB)], now=NOW)
    [hub] = holdings.ledger.lease(run, most=1, articles=True, now=NOW)
    links = [Link(address(abs(number)), "article", "a test") for number in led]
    holdings.listing.record(run, hub, links, most_lists=0, now=NOW)
    found = holdings.ledger.lease(run, most=99, articles=True, now=NOW)
    for leased, (number, final) in zip(found, led.items(), strict=True):
        record = Record(
            url=address(final),
            status=status,
            headers=(),
            body=b"<p>",
            fetched=NOW,
            outlet="jia",
        )
        written = holdings.archive.add(record)
        fetched = Fetched(final=record.url, status=status, content_hash=b"0" * 16)
        holdings.ledger.fetched(leased, fetched, written, now=NOW)
        if number < 0:
            holdings.ledger.refuse(leased, State.REFUSED, "no article", now=NOW)
            continue
        url = address(final)
        article = make_article(url=url, canonical_url=url, body=(f"第{final}篇。",))
        holdings.articles.keep(article, now=NOW)


def sources(holdings: Holdings) -> Sources:
    return Sources(holdings.database, holdings.folder)


def test_stored_and_refused_pages(
    holdings: Holdings, make_article: MakeArticle
) -> None:
    crawl(holdings, make_article, {1: 1, 2: 2, -3: 3})
    found = list(sources(holdings).all(["jia"], None))
    assert [each.url for each in found] == [address(n) for n in (1, 2, 3)]
    assert [each.stored is not None for each in found] == [True, True, False]
    records = [holdings.archive.read(*_place(each.record)) for each in found]
    assert [record.url for record in records] == [each.url for each in found]
    assert sources(holdings).count(["jia"], None) == 3
    assert sources(holdings).outlets() == ["jia"]


def _place(place: object) -> tuple[str, int]:
    return place.file, place.at  # type: ignore[attr-defined]  # a place


def test_of_several_addresses_of_a_page_one_counts(
    holdings: Holdings, make_article: MakeArticle
) -> None:
    crawl(holdings, make_article, {1: 9, 2: 9, 3: 3})
    found = list(sources(holdings).all(["jia"], None))
    assert sorted(each.url for each in found) == [address(3), address(9)]


def test_what_was_not_fetched_then_or_by_them_is_left_out(
    holdings: Holdings, make_article: MakeArticle
) -> None:
    crawl(holdings, make_article, {1: 1})
    known = sources(holdings)
    assert known.count(["yi"], None) == 0
    assert known.count(["jia"], NOW) == 1
    assert known.count(["jia"], NOW + timedelta(days=1)) == 0
    assert known.place("jia", address(1)) is not None
    assert known.place("jia", address(2)) is None


def test_error_pages_are_left_out(
    holdings: Holdings, make_article: MakeArticle
) -> None:
    crawl(holdings, make_article, {-1: 1}, status=404)
    assert sources(holdings).count(["jia"], None) == 0


def test_what_is_revised_stays_as_it_is_in_its_turn(
    open_holdings: Open, make_article: MakeArticle
) -> None:
    """A new version is not met again by who reads on, nor is its address due."""
    holdings = open_holdings()
    crawl(holdings, make_article, {1: 1, 2: 2})
    read = sources(open_holdings()).all(["jia"], None)
    first = next(read)
    url = address(1)
    article = make_article(url=url, canonical_url=url, body=("改了。",))
    kept = holdings.articles.revise(article, now=NOW)
    assert (kept.article.version, kept.is_new) == (2, True)
    assert [first.url, *(each.url for each in read)] == [address(1), address(2)]
    line = sources(holdings).stored(url)
    assert line is not None
    assert line.place is not None
    assert line.place.at > 0
    run = holdings.runs.begin("jia", [], now=NOW)
    assert holdings.ledger.lease(run, most=9, articles=True, now=NOW) == []
