"""Stored articles are looked at again in time, and withdrawn once, however it ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import Article
from crawler.discovery.links import Link
from crawler.store import events
from crawler.store.articles import Kept
from crawler.store.fetches import Fetched
from crawler.store.holdings import Holdings
from crawler.store.ledger import Leased
from crawler.store.lines import Line
from crawler.store.looks import SECOND_LOOK, next_look
from crawler.store.runs import Run
from crawler.store.tables import Kind, State
from crawler.store.warc import Record
from tests.store.conftest import NOW

HOUR = timedelta(hours=1)
WAITS = (HOUR, 6 * HOUR, 24 * HOUR)
URL = "http://www.jia.example/1.html"
LISTS = [(Kind.HUB, "http://www.jia.example/")]

Make = Callable[..., Article]


@given(st.lists(st.integers(1, 500)), st.integers(0, 600))
def test_one_look_is_next_however_late_it_is(hours: list[int], passed: int) -> None:
    waits = sorted(number * HOUR for number in hours)
    found = next_look(NOW, waits, now=NOW + passed * HOUR)
    later = [wait for wait in waits if wait > passed * HOUR]
    assert found == (NOW + later[0] if later else None)


Open = Callable[[str], Holdings]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Return what opens holdings that look again, with the ledger at an address."""
    with ExitStack() as rest:

        def open_(url: str) -> Holdings:
            holdings = Holdings.opened(
                tmp_path / "data", url=url, wait=1, waits=WAITS, now=NOW
            )
            rest.callback(holdings.close)
            return holdings

        yield open_


@pytest.fixture
def holdings(url: str, opened: Open) -> Holdings:
    return opened(url)


@pytest.fixture
def run(holdings: Holdings, make_article: Make) -> Run:
    run = holdings.runs.begin("jia", LISTS, now=NOW)
    [source] = holdings.ledger.lease(run, most=1, articles=True, now=NOW)
    fetch(holdings, source)
    links = [Link(URL, "article", "a test")]
    holdings.listing.record(run, source, links, most_lists=0, now=NOW)
    [leased] = lease(holdings, run)
    fetch(holdings, leased)
    holdings.articles.keep(article(make_article), now=NOW)
    return run


def article(make_article: Make, **more: object) -> Article:
    return make_article(url=URL, canonical_url=URL, **more)


def lease(holdings: Holdings, run: Run, after: timedelta = timedelta()) -> list[Leased]:
    """Lease what is due of articles."""
    found = holdings.ledger.lease(run, most=9, articles=True, now=NOW + after)
    return [each for each in found if each.kind == Kind.ARTICLE]


def fetch(holdings: Holdings, leased: Leased, *, status: int = 200) -> None:
    record = Record(
        url=leased.url, status=status, headers=(), body=b"page", fetched=NOW
    )
    fetched = Fetched(final=leased.url, status=status, content_hash=b"0" * 16)
    holdings.ledger.fetched(leased, fetched, holdings.archive.add(record), now=NOW)


def lines(holdings: Holdings) -> list[dict[str, object]]:
    files = sorted(holdings.articles.folder.iterdir())
    return [
        json.loads(line) for file in files for line in file.read_bytes().splitlines()
    ]


def gone(holdings: Holdings, run: Run, after: timedelta) -> bool:
    [leased] = lease(holdings, run, after)
    return holdings.looks.gone(leased, "HTTP 410", now=NOW + after)


def test_a_look_is_due_after_each_wait(holdings: Holdings, run: Run) -> None:
    for wait in WAITS:
        assert lease(holdings, run, wait - HOUR / 2) == []
        [leased] = lease(holdings, run, wait)
        assert leased.article is not None
        assert leased.before is not None
        holdings.looks.done(leased, now=NOW + wait)
    assert lease(holdings, run, 999 * HOUR) == []


def test_a_look_that_fails_waits_for_the_next(holdings: Holdings, run: Run) -> None:
    [leased] = lease(holdings, run, HOUR)
    holdings.looks.failed(leased, "timed out", now=NOW + HOUR)
    assert lease(holdings, run, 5 * HOUR) == []
    assert lease(holdings, run, 6 * HOUR)


def test_what_is_kept_again_has_its_next_look(
    holdings: Holdings, run: Run, make_article: Make
) -> None:
    [leased] = lease(holdings, run, 2 * HOUR)
    fetch(holdings, leased)
    changed = article(make_article, headline="河口小学的晚班车")
    assert holdings.articles.keep(changed, now=NOW + 2 * HOUR).article.version == 2
    assert lease(holdings, run, 5 * HOUR) == []
    assert lease(holdings, run, 6 * HOUR)


def test_what_was_never_fetched_is_not_looked_at(
    holdings: Holdings, run: Run, make_article: Make
) -> None:
    saved = make_article(url=URL + "?2", canonical_url=URL + "?2")
    holdings.articles.keep(saved, now=NOW)
    assert [each.url for each in lease(holdings, run, 9 * HOUR)] == [URL]


def test_whatever_a_look_gave_what_is_stored_stays_stored(
    holdings: Holdings, run: Run, make_article: Make
) -> None:
    [leased] = lease(holdings, run, HOUR)
    holdings.ledger.drop(article(make_article), "invalid", now=NOW + HOUR)
    holdings.ledger.refuse(leased, State.REFUSED, "denied", now=NOW + HOUR)
    source = Leased(1, "jia", Kind.HUB, LISTS[0][1], 0, 1, 0)
    links = [Link(URL, "article", "a test")]
    told = holdings.listing.record(run, source, links, most_lists=0, now=NOW)
    assert told == (0, 0, 0)
    assert lease(holdings, run, 9 * HOUR) == []


def test_what_is_gone_twice_is_withdrawn_once(
    holdings: Holdings, run: Run, make_article: Make
) -> None:
    assert not gone(holdings, run, HOUR)
    assert lease(holdings, run, HOUR) == []
    [leased] = lease(holdings, run, HOUR + SECOND_LOOK)
    assert leased.before is None  # else an error page would pass for the article
    holdings.ledger.give_back([leased])
    assert gone(holdings, run, HOUR + SECOND_LOOK)
    assert leased.article is not None
    moment = NOW + HOUR + SECOND_LOOK
    assert holdings.articles.withdraw(leased.article, "HTTP 410", now=moment)
    assert not holdings.articles.withdraw(leased.article, "HTTP 410", now=moment)
    holdings.looks.done(leased, now=moment)
    assert not gone(holdings, run, 6 * HOUR)
    stored, told = lines(holdings)
    assert stored["version"] == told["version"] == 1
    assert told == {
        "event": "withdrawn",
        "url": URL,
        "canonical_url": URL,
        "outlet": "jia",
        "version": 1,
        "withdrawn": "2026-11-01T08:30:00Z",
        "reason": "HTTP 410",
    }
    event = events.read(Line("2026-11-01", 0, json.dumps(told).encode()))
    assert (event.article, event.version, event.url) == (None, 1, URL)
    assert holdings.articles.latest(leased.article).is_withdrawn
    assert not back(holdings, make_article, NOW).is_new  # it was read before
    kept = back(holdings, make_article, NOW + 9 * HOUR)
    assert (kept.is_new, kept.article.version) == (True, 2)
    assert not holdings.articles.latest(leased.article).is_withdrawn


def back(holdings: Holdings, make_article: Make, fetched: datetime) -> Kept:
    return holdings.articles.keep(
        article(make_article, fetched=fetched), now=NOW + 9 * HOUR
    )


def test_a_withdrawal_that_a_kill_left_in_the_lines_is_entered(
    holdings: Holdings, run: Run, url: str, opened: Open
) -> None:
    assert not gone(holdings, run, HOUR)
    [leased] = lease(holdings, run, HOUR + SECOND_LOOK)
    told = events.Withdrawal(
        url=URL,
        canonical_url=URL,
        outlet="jia",
        version=1,
        withdrawn=NOW,
        reason="HTTP 410",
    )
    [file] = holdings.articles.folder.iterdir()
    with file.open("ab") as appended:
        appended.write(events.line_of(told))
    other = opened(url)
    holdings.ledger.release()
    assert leased.article is not None
    assert other.articles.latest(leased.article).is_withdrawn
    assert not other.articles.withdraw(leased.article, "HTTP 410", now=NOW)
    assert len(lines(other)) == 2
    assert [each.url for each in lease(other, run, HOUR + SECOND_LOOK)] == [URL]


def test_a_ledger_that_is_made_anew_knows_what_is_withdrawn(
    holdings: Holdings, run: Run, make_article: Make, opened: Open, tmp_path: Path
) -> None:
    [leased] = lease(holdings, run, HOUR)
    assert leased.article is not None
    holdings.articles.withdraw(leased.article, "HTTP 404", now=NOW)
    other_url = f"sqlite:///{tmp_path}/other.sqlite"
    (tmp_path / "data" / "folder.id").unlink()
    anew = opened(other_url)
    kept = anew.articles.keep(article(make_article, fetched=NOW), now=NOW)
    assert not kept.is_new
    assert lease(anew, anew.runs.begin("jia", [], now=NOW), 99 * HOUR) == []
