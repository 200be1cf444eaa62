"""What was fetched is noted, whoever is killed when."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from crawler import Article
from crawler.discovery.links import Link
from crawler.store.archive import Archive
from crawler.store.fetches import Fetched, Written
from crawler.store.holdings import Holdings
from crawler.store.ledger import Leased
from crawler.store.runs import Run
from crawler.store.tables import Kind, State, addresses, files
from crawler.store.warc import Record
from tests.store.conftest import NOW, Open

HUB = "http://www.jia.example/"
HOUR = timedelta(hours=1)


def address(number: int) -> str:
    return f"{HUB}news/{number}.html"


def begin(holdings: Holdings) -> Run:
    return holdings.runs.begin("jia", [(Kind.HUB, HUB)], now=NOW)


def leased(holdings: Holdings, many: int) -> list[Leased]:
    """Return the leases of so many articles that a list has named."""
    run = begin(holdings)
    [source] = holdings.ledger.lease(run, most=9, articles=True, now=NOW)
    links = [
        Link(address(number), "article", "date in the path") for number in range(many)
    ]
    holdings.listing.record(run, source, links, most_lists=0, now=NOW)
    return holdings.ledger.lease(run, most=many, articles=True, now=NOW)


def archived(holdings: Holdings, lease: Leased, *, status: int = 200) -> Record:
    """Return the record of a page that was put into the archive, and noted."""
    record = Record(
        url=lease.url,
        status=status,
        headers=((b"ETag", b'"a1"'), (b"Last-Modified", b"Sun")),
        body=lease.url.encode(),
        fetched=NOW,
        outlet=lease.outlet,
        kind=lease.kind,
    )
    written = holdings.archive.add(record)
    holdings.ledger.fetched(lease, Fetched.of(record), written, now=NOW)
    return record


def states(holdings: Holdings) -> list[str]:
    """Return how far the articles have come that a list has named."""
    query = (
        select(addresses.c.state)
        .where(addresses.c.kind == Kind.ARTICLE)
        .order_by(addresses.c.id)
    )
    with holdings.database.reading() as connection:
        return list(connection.execute(query).scalars())


def known(holdings: Holdings) -> int:
    """Return how much the ledger knows of the one file of the archive."""
    query = select(files.c.known).where(files.c.name.startswith("archive/"))
    with holdings.database.reading() as connection:
        return int(connection.execute(query).scalar_one())


def test_it_is_noted_with_what_is_written_next(holdings: Holdings) -> None:
    first, second = leased(holdings, 2)
    archived(holdings, first)
    assert states(holdings) == ["new", "new"]
    holdings.ledger.refuse(second, State.REFUSED, "no article", now=NOW)
    assert states(holdings) == ["fetched", "refused"]


def test_an_article_takes_its_own_note_along(
    holdings: Holdings, open_holdings: Open, make_article: Callable[..., Article]
) -> None:
    first, second, third = leased(holdings, 3)
    records = [archived(holdings, each) for each in (first, second)]
    before = known(holdings)
    article = make_article(url=second.url, canonical_url=second.url)
    other = open_holdings()
    with holdings.fetches.of("jia", [second.url]) as notes:
        assert [note.key for note in notes] == [("jia", second.url)]
        holdings.ledger.refuse(third, State.REFUSED, "no article", now=NOW)
        assert states(holdings) == ["fetched", "new", "refused"]
        assert known(holdings) == notes[0].written.at > before
        with other.fetches.along(notes):
            other.articles.keep(article, now=NOW)
    assert states(holdings) == ["fetched", "stored", "refused"]
    holdings.ledger.release()
    assert known(holdings) == notes[0].written.end
    assert len(records) == 2


def test_what_was_not_kept_is_noted_later(holdings: Holdings) -> None:
    [first] = leased(holdings, 1)
    archived(holdings, first)
    with pytest.raises(BrokenPipeError), holdings.fetches.of("jia", [first.url]):
        raise BrokenPipeError
    assert states(holdings) == ["new"]
    holdings.ledger.release()
    assert states(holdings) == ["fetched"]


def test_what_is_told_twice_stays_settled(
    holdings: Holdings, make_article: Callable[..., Article]
) -> None:
    [first] = leased(holdings, 1)
    archived(holdings, first)
    with suppress(BrokenPipeError), holdings.fetches.of("jia", [first.url]) as n:
        with holdings.fetches.along(n):
            article = make_article(url=first.url, canonical_url=first.url)
            holdings.articles.keep(article, now=NOW)
        raise BrokenPipeError  # it was kept, and nobody was told
    holdings.ledger.release()
    assert states(holdings) == ["stored"]


def test_a_page_that_is_fetched_again_while_it_is_kept_counts(
    holdings: Holdings,
) -> None:
    [first] = leased(holdings, 1)
    archived(holdings, first)
    with suppress(BrokenPipeError), holdings.fetches.of("jia", [first.url]):
        archived(holdings, first)
        with holdings.fetches.of("jia", [first.url]) as again:
            pass
        archived(holdings, first)
        raise BrokenPipeError
    holdings.ledger.release()
    assert known(holdings) > again[0].written.end


def test_a_line_that_another_process_has_found_first_leaves_a_look(
    holdings: Holdings, open_holdings: Open, make_article: Callable[..., Article]
) -> None:
    [first] = leased(holdings, 1)
    archived_alone(holdings.archive, first, 200)
    article = make_article(url=first.url, canonical_url=first.url)
    open_holdings().articles.keep(article, now=NOW)  # while the first one lives
    assert states(holdings) == ["stored"]
    holdings.archive.close()
    other = open_holdings()
    [look] = other.ledger.lease(begin(other), most=9, articles=True, now=NOW)
    assert look.found
    assert look.article


def test_what_a_killed_process_has_fetched_is_found_in_its_archive(
    holdings: Holdings, open_holdings: Open
) -> None:
    first, second, third = leased(holdings, 3)
    for lease, status in ((first, 200), (second, 302), (third, 404)):
        archived_alone(holdings.archive, lease, status)
    holdings.archive.close()  # as a kill does
    other = open_holdings()
    assert states(other) == ["fetched", "new", "fetched"]
    run = begin(other)
    again = other.ledger.lease(run, most=9, articles=True, now=NOW)
    assert [each.found is None for each in again] == [False, True, False]
    with other.database.reading() as connection:
        row = connection.execute(
            select(addresses).where(addresses.c.id == first.id)
        ).one()
    told = (row.status, row.etag, row.last_modified, row.final, row.fetched_at)
    assert told == (200, '"a1"', "Sun", None, NOW)


def archived_alone(archive: Archive, lease: Leased, status: int) -> Written:
    """Put a page into the archive, as a process that is killed then."""
    return archive.add(
        Record(
            url=lease.url,
            status=status,
            headers=((b"ETag", b'"a1"'), (b"Last-Modified", b"Sun")),
            body=b"",
            fetched=NOW,
            outlet=lease.outlet,
        )
    )


def test_what_was_fetched_again_since_then_stays_so(
    holdings: Holdings, open_holdings: Open, make_article: Callable[..., Article]
) -> None:
    [first] = leased(holdings, 1)
    archived_alone(holdings.archive, first, 200)
    second = open_holdings()  # while the first one lives
    record = Record(
        url=first.url,
        status=200,
        headers=(),
        body=b"",
        fetched=NOW + HOUR,
        outlet="jia",
    )
    written = second.archive.add(record)
    second.ledger.fetched(first, Fetched.of(record), written, now=NOW + HOUR)
    article = make_article(url=first.url, canonical_url=first.url)
    second.articles.keep(article, now=NOW + HOUR)
    holdings.archive.close()
    assert open_holdings().archive.reconcile() == 0
    assert states(holdings) == ["stored"]


def test_files_of_processes_that_live_are_left_to_them(
    holdings: Holdings, open_holdings: Open
) -> None:
    [first] = leased(holdings, 1)
    archived_alone(holdings.archive, first, 200)
    assert states(open_holdings()) == ["new"]
    holdings.archive.close()
    assert states(open_holdings()) == ["fetched"]
