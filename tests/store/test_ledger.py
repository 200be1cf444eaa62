"""Addresses are leased once, come back, and are settled with what came of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from crawler import Article
from crawler.discovery.links import Link
from crawler.store.fetches import Fetched
from crawler.store.holdings import Holdings
from crawler.store.ledger import LEASE, RETRIES, Leased, Place
from crawler.store.rhythm import FIRST, MOST
from crawler.store.runs import Manner, Run
from crawler.store.tables import Kind, State
from crawler.store.warc import Record
from tests.store.conftest import NOW, Open

HUB = "http://www.jia.example/news/"
LISTS = [(Kind.HUB, HUB)]
MINUTE = timedelta(minutes=1)


def address(number: int, page: str = "") -> str:
    return f"http://www.jia.example/news/2026/content_{number:04}{page}.html"


def articles(*urls: str) -> list[Link]:
    return [Link(url, "article", "a test") for url in urls]


def begin(
    holdings: Holdings,
    *,
    after: timedelta = timedelta(),
    every: timedelta | None = None,
    most: int = 0,
    force: bool = False,
) -> Run:
    manner = Manner(every=every, most=most, force=force)
    return holdings.runs.begin("jia", LISTS, now=NOW + after, manner=manner)


def lease(
    holdings: Holdings, run: Run, *, most: int = 99, after: timedelta = timedelta()
) -> list[Leased]:
    return holdings.ledger.lease(run, most=most, articles=True, now=NOW + after)


def record(holdings: Holdings, run: Run, source: Leased, *urls: str) -> int:
    links = articles(*urls)
    listed = holdings.listing.record(run, source, links, most_lists=0, now=NOW)
    return listed.new


def listed(holdings: Holdings, *urls: str) -> Run:
    """Begin a run whose hub names ``urls``, and read that hub."""
    run = begin(holdings)
    [source] = lease(holdings, run)
    fetch(holdings, source)
    assert record(holdings, run, source, *urls) == len(urls)
    return run


def fetch(
    holdings: Holdings,
    leased: Leased,
    *,
    final: str = "",
    after: timedelta = timedelta(),
) -> None:
    """Put a page into the archive, and say so in the ledger."""
    response = Record(
        url=final or leased.url,
        status=200,
        headers=((b"Content-Type", b"text/html"),),
        body=leased.url.encode(),
        fetched=NOW,
        outlet=leased.outlet,
    )
    written = holdings.archive.add(response)
    fetched = Fetched(
        final=response.url, status=200, content_hash=b"0" * 16, etag='"a1"'
    )
    holdings.ledger.fetched(leased, fetched, written, now=NOW + after)


def urls(some: list[Leased]) -> list[str]:
    return [leased.url for leased in some]


def test_lists_come_first_and_then_what_they_name(holdings: Holdings) -> None:
    run = begin(holdings)
    [source] = lease(holdings, run)
    assert (source.url, source.kind, source.origin) == (HUB, Kind.HUB, source.id)
    record(holdings, run, source, address(1), address(2))
    found = lease(holdings, run)
    assert urls(found) == [address(1), address(2)]
    assert {leased.depth for leased in found} == {1}
    assert lease(holdings, run) == []


def test_no_article_is_leased_where_none_is_wanted(holdings: Holdings) -> None:
    run = listed(holdings, address(1))
    assert holdings.ledger.lease(run, most=9, articles=False, now=NOW) == []
    assert holdings.ledger.left(run, now=NOW) == (1, 0)


def test_what_another_has_leased_is_not_to_be_had_until_it_expires(
    holdings: Holdings, open_holdings: Open
) -> None:
    run = listed(holdings, address(1), address(2))
    other = open_holdings()
    assert urls(lease(holdings, run, most=1)) == [address(1)]
    assert urls(lease(other, run)) == [address(2)]
    assert lease(other, run, after=LEASE) == []
    holdings.ledger.renew(now=NOW + MINUTE)
    assert lease(other, run, after=LEASE) == []
    assert urls(lease(other, run, after=LEASE + 2 * MINUTE)) == [
        address(1),
        address(2),
    ]


def test_leases_go_back_when_they_are_released(
    holdings: Holdings, open_holdings: Open
) -> None:
    run = listed(holdings, address(1), address(2))
    [first, second] = lease(holdings, run)
    holdings.ledger.give_back([second])
    other = open_holdings()
    assert urls(lease(other, run)) == [address(2)]
    holdings.ledger.release()
    assert lease(other, run) == [first]


def test_who_begins_a_run_gets_what_a_killed_process_had(
    holdings: Holdings, open_holdings: Open
) -> None:
    run = listed(holdings, address(1))
    killed = lease(holdings, run)
    other = open_holdings()
    assert lease(other, run) == []
    assert lease(other, begin(other)) == killed


def test_what_was_fetched_is_found_in_the_archive(
    holdings: Holdings, open_holdings: Open
) -> None:
    run = listed(holdings, address(1))
    [leased] = lease(holdings, run)
    assert leased.found is None
    fetch(holdings, leased)
    holdings.archive.close()
    other = open_holdings()
    [again] = lease(other, begin(other))
    assert isinstance(again.found, Place)
    there = other.archive.read(again.found.file, again.found.at)
    assert (there.url, there.body) == (address(1), address(1).encode())


def test_an_address_is_met_once_however_it_is_spelt(holdings: Holdings) -> None:
    run = listed(holdings, address(1), address(2))
    [source] = lease(holdings, begin(holdings, after=FIRST), after=FIRST)
    spelt = [address(1) + "?utm_source=app", address(2) + "#top", address(3)]
    assert record(holdings, run, source, *spelt) == 1


def test_where_an_address_led_is_met_too(holdings: Holdings) -> None:
    run = listed(holdings, address(1))
    [leased] = lease(holdings, run)
    fetch(holdings, leased, final=address(9))
    assert holdings.ledger.knows(
        "jia", address(9), other_than=Leased(0, "jia", Kind.HUB, HUB, 0, 0, 0)
    )
    assert not holdings.ledger.knows("jia", address(9), other_than=leased)
    assert not holdings.ledger.knows("yi", address(9), other_than=leased)
    assert record(holdings, run, leased, address(9)) == 0


def test_a_refused_address_is_not_asked_for_again(holdings: Holdings) -> None:
    run = listed(holdings, address(1))
    [leased] = lease(holdings, run)
    holdings.ledger.refuse(leased, State.REFUSED, "HTTP 404", now=NOW)
    holdings.runs.end(run, now=NOW)
    after = timedelta(days=9)
    later = begin(holdings, after=after)
    assert read(holdings, later, address(1), after=after) == 0
    assert lease(holdings, later, after=after) == []


def test_what_could_not_be_fetched_is_asked_for_later_and_given_up_at_last(
    holdings: Holdings,
) -> None:
    run = listed(holdings, address(1))
    after = timedelta()
    for wait in RETRIES:
        [leased] = lease(holdings, run, after=after)
        holdings.ledger.retry(leased, "timed out", now=NOW + after)
        assert lease(holdings, run, after=after + wait - MINUTE) == []
        after += wait
    [leased] = lease(holdings, run, after=after)
    assert leased.attempts == len(RETRIES)
    holdings.ledger.retry(leased, "timed out", now=NOW + after)
    assert lease(holdings, run, after=after + timedelta(days=99)) == []


def test_a_list_is_read_when_it_is_due_also_after_a_kill(holdings: Holdings) -> None:
    run = begin(holdings)
    [source] = lease(holdings, run)
    fetch(holdings, source)
    record(holdings, run, source, address(1))
    resumed = begin(holdings, after=MINUTE)
    assert resumed.id == run.id
    assert urls(lease(holdings, resumed, after=MINUTE)) == [address(1)]
    assert urls(lease(holdings, begin(holdings, after=FIRST), after=FIRST)) == [HUB]


def test_a_list_is_read_once_however_long_a_run_takes(holdings: Holdings) -> None:
    run = begin(holdings)
    read(holdings, run)
    assert lease(holdings, run, after=MOST) == []
    assert urls(lease(holdings, begin(holdings, after=MOST), after=MOST)) == [HUB]


def test_a_list_that_a_kill_left_in_the_archive_is_read_there_and_then_asked_for(
    holdings: Holdings,
) -> None:
    [source] = lease(holdings, begin(holdings))
    fetch(holdings, source)
    run = begin(holdings, after=MOST)
    [again] = lease(holdings, run, after=MOST)
    assert again.found is not None
    assert again.before is None  # it was not taken in
    record(holdings, run, again, address(1))
    [fresh, *_] = lease(holdings, run, after=MOST)
    assert (fresh.url, fresh.found) == (HUB, None)
    assert fresh.before is not None


def read(
    holdings: Holdings, run: Run, *named: str, after: timedelta = timedelta()
) -> int:
    """Lease, fetch and read the one list that is due; return how many links are new."""
    [source] = lease(holdings, run, after=after)
    fetch(holdings, source, after=after)
    now, links = NOW + after, articles(*named)
    listed = holdings.listing.record(run, source, links, most_lists=0, now=now)
    return listed.new


def leave(holdings: Holdings, run: Run, *, after: timedelta) -> None:
    """Lease the one list that is due; it is as it was."""
    [source] = lease(holdings, run, after=after)
    assert source.before is not None
    assert (source.before.final, source.before.etag) == (HUB, '"a1"')
    holdings.listing.unchanged(run, source, now=NOW + after)


def test_a_list_that_has_not_changed_is_left_alone_longer(holdings: Holdings) -> None:
    read(holdings, begin(holdings))
    after, waits = timedelta(), []
    for _ in range(5):
        due = holdings.runs.due("jia", LISTS, now=NOW + after)
        waits.append(due - NOW - after)
        after = due - NOW
        leave(holdings, begin(holdings, after=after), after=after)
    assert waits[0] == 0.9 * FIRST
    assert waits == sorted(set(waits))


def test_what_a_site_file_asks_for_is_the_pace_of_its_lists(holdings: Holdings) -> None:
    hour, after = timedelta(hours=1), timedelta()
    read(holdings, begin(holdings, every=hour))
    for _ in range(3):
        assert holdings.runs.due("jia", LISTS, now=NOW + after) - NOW == (
            after + 0.9 * hour
        )
        after += hour
        leave(holdings, begin(holdings, after=after, every=hour), after=after)


def test_nothing_is_due_until_a_list_is_or_what_it_named(holdings: Holdings) -> None:
    assert holdings.runs.due("jia", LISTS, now=NOW) == NOW  # it was never read
    run = begin(holdings)
    read(holdings, run, address(1))
    assert holdings.runs.due("jia", LISTS, now=NOW) == NOW
    [leased] = lease(holdings, run)
    holdings.ledger.refuse(leased, State.REFUSED, "HTTP 404", now=NOW)
    assert holdings.runs.due("jia", LISTS, now=NOW) == NOW + 0.9 * FIRST
    more = [*LISTS, (Kind.FEED, f"{HUB}feed.xml")]
    assert holdings.runs.due("jia", more, now=NOW) == NOW
    run = begin(holdings, after=MINUTE)
    assert lease(holdings, run, after=MINUTE) == []
    run = begin(holdings, after=MINUTE, force=True)
    assert urls(lease(holdings, run, after=MINUTE)) == [HUB]


def test_a_list_that_the_site_file_has_no_more_is_not_read(holdings: Holdings) -> None:
    run = begin(holdings)
    more = [Link(f"{HUB}index_2.html", "hub", "pager")]
    [source] = lease(holdings, run)
    holdings.listing.record(run, source, more, most_lists=0, now=NOW)
    other = [(Kind.HUB, f"{HUB}city/")]
    run = holdings.runs.begin("jia", other, now=NOW + MOST)
    assert urls(lease(holdings, run, after=MOST)) == [other[0][1]]
    run = begin(holdings, after=MOST)
    assert urls(lease(holdings, run, after=MOST)) == [HUB]


def fail(holdings: Holdings, run: Run, *, after: timedelta) -> timedelta:
    """Let the one list that is due fail; return how long it is left alone."""
    [source] = lease(holdings, run, after=after)
    times, until = holdings.listing.failed(
        run, source, State.FAILED, "timed out", now=NOW + after
    )
    assert times == source.attempts + 1
    assert lease(holdings, run, after=after) == []
    return until - NOW - after


def test_a_list_that_fails_is_asked_less_often_until_it_answers(
    holdings: Holdings,
) -> None:
    after, waits = timedelta(), []
    for _ in range(9):
        waits.append(fail(holdings, begin(holdings, after=after), after=after))
        after += waits[-1]
    assert waits == sorted(waits)
    assert waits[1] == 2 * waits[0]
    assert waits[-1] == 0.9 * MOST
    read(holdings, begin(holdings, after=after), after=after)
    assert holdings.runs.due("jia", LISTS, now=NOW) - NOW - after == 0.9 * FIRST


def test_one_list_that_answers_recovers_the_others(holdings: Holdings) -> None:
    lists = [*LISTS, (Kind.HUB, f"{HUB}city/"), (Kind.HUB, f"{HUB}gone/")]
    run = holdings.runs.begin("jia", lists, now=NOW)
    states = (State.FAILED, State.FAILED, State.REFUSED)
    for source, state in zip(lease(holdings, run), states, strict=True):
        for _ in range(2 if source.url == lists[1][1] else 1):
            holdings.listing.failed(run, source, state, "…", now=NOW)
    run = holdings.runs.begin("jia", lists, now=NOW + 2 * FIRST)
    first = next(
        each for each in lease(holdings, run, after=2 * FIRST) if each.url == HUB
    )
    holdings.ledger.release()
    before = {each.url for each in lease(holdings, run, after=2 * FIRST)}
    assert before == {HUB, lists[2][1]}
    holdings.ledger.release()
    now = NOW + 2 * FIRST
    holdings.listing.record(run, first, [], most_lists=0, now=now)
    assert {each.url for each in lease(holdings, run, after=2 * FIRST)} == {
        lists[1][1],
        lists[2][1],
    }


def test_an_error_that_a_list_gave_is_not_asked_for_again(holdings: Holdings) -> None:
    run = begin(holdings)
    [source] = lease(holdings, run)
    fetch(holdings, source)
    holdings.listing.failed(run, source, State.REFUSED, "no list", now=NOW)
    [again] = lease(holdings, begin(holdings, after=MOST), after=MOST)
    assert again.before is None


def test_lists_of_one_origin_are_bounded(holdings: Holdings) -> None:
    run = begin(holdings)
    [source] = lease(holdings, run)
    more = [Link(f"{HUB}index_{n}.html", "hub", "pager") for n in (2, 3, 4)]
    told = holdings.listing.record(run, source, more, most_lists=3, now=NOW)
    assert told == (0, 0, 1)
    second, third = lease(holdings, run)
    assert urls([second, third]) == [more[0].url, more[1].url]
    told = holdings.listing.record(run, second, more, most_lists=3, now=NOW)
    assert told == (0, 0, 1)  # again the one that was too many
    assert second.origin == third.origin == source.id


def read_both(
    holdings: Holdings, *named: str, after: timedelta, most: int = 0
) -> list[str]:
    """Read a list that names ``named`` and one more list; return what was read."""
    more = [Link(f"{HUB}index_2.html", "hub", "pager")]
    run = begin(holdings, after=after, most=most, force=True)
    holdings.ledger.release()
    was_read = []
    while (found := lease(holdings, run, most=1, after=after)) and found[0].kind == (
        Kind.HUB
    ):
        links = [*articles(*named), *more] if found[0].url == HUB else more
        now = NOW + after
        fetch(holdings, found[0], after=after)
        holdings.listing.record(run, found[0], links, most_lists=most, now=now)
        was_read.append(found[0].url)
    holdings.ledger.release()
    holdings.runs.end(run, now=NOW + after)
    return was_read


def test_further_lists_have_a_rhythm_of_their_own(holdings: Holdings) -> None:
    both = [HUB, f"{HUB}index_2.html"]
    assert read_both(holdings, address(1), after=timedelta()) == both
    assert read_both(holdings, address(1), after=FIRST) == both
    assert read_both(holdings, address(1), after=2 * FIRST, most=1) == [HUB]
    assert begin(holdings, after=3 * FIRST, most=1).left == 1


@pytest.mark.parametrize(("new", "goes_on"), [(1, False), (2, True)])
def test_a_list_that_is_half_new_goes_on_behind(
    holdings: Holdings, new: int, *, goes_on: bool
) -> None:
    second = f"{HUB}index_2.html"
    read_both(holdings, address(1), address(2), after=timedelta())
    run = begin(holdings, after=MINUTE)
    links = articles(*(address(number) for number in (1, 2, 3, 4)[: 2 + new]))
    links.append(Link(second, "hub", "pager"))
    source = Leased(1, "jia", Kind.HUB, HUB, 0, 1, 0)
    holdings.listing.record(run, source, links, most_lists=0, now=NOW + MINUTE)
    assert (second in urls(lease(holdings, run, after=MINUTE))) == goes_on


def test_known_articles_are_counted_once_a_run(
    holdings: Holdings, make_article: Callable[..., Article]
) -> None:
    run = listed(holdings, address(1), address(2))
    [leased, _] = lease(holdings, run)
    article = make_article(url=leased.url, canonical_url=leased.url)
    holdings.articles.keep(article, now=NOW)
    assert holdings.runs.figures(run) == (0, 1)
    holdings.runs.end(run, now=NOW)
    again = begin(holdings, after=MINUTE, force=True)
    [source] = lease(holdings, again, after=MINUTE)[:1]
    record(holdings, again, source, address(1), address(2))
    record(holdings, again, source, address(1))
    assert holdings.runs.figures(again) == (1, 0)


def test_an_outlet_s_addresses_are_its_own(holdings: Holdings) -> None:
    run = listed(holdings, address(1))
    other = holdings.runs.begin("yi", [(Kind.HUB, HUB)], now=NOW)
    [source] = lease(holdings, other)
    assert record(holdings, other, source, address(1)) == 1
    assert len(lease(holdings, run)) == len(lease(holdings, other)) == 1


def test_an_address_that_is_too_long_is_left_out(holdings: Holdings) -> None:
    run = begin(holdings)
    [source] = lease(holdings, run)
    assert record(holdings, run, source, address(1) + "?q=" + "x" * 3000) == 0


def test_a_list_of_many_links(holdings: Holdings) -> None:
    run = begin(holdings)
    [source] = lease(holdings, run)
    many = [address(number) for number in range(2_500)]
    assert record(holdings, run, source, *many) == len(many)
    assert urls(lease(holdings, run, most=3)) == many[:3]
    assert holdings.ledger.left(run, now=NOW) == (len(many), 0)


@pytest.mark.parametrize("joined", [True, False])
def test_what_looks_like_a_further_page_waits_for_its_article(
    holdings: Holdings, make_article: Callable[..., Article], *, joined: bool
) -> None:
    run = listed(holdings, address(1, "_2"), address(1), address(2))
    first, second = lease(holdings, run)
    assert urls([first, second]) == [address(1), address(2)]
    if joined:
        holdings.joining.join(first, [address(1), address(1, "_2")], now=NOW)
    article = make_article(url=first.url, canonical_url=first.url)
    holdings.articles.keep(article, now=NOW)
    assert urls(lease(holdings, run)) == ([] if joined else [address(1, "_2")])


STEM = "www.jia.example/news/2026/content_0001"


def test_a_further_page_that_came_first_is_put_off(
    holdings: Holdings, make_article: Callable[..., Article]
) -> None:
    hubs = [(Kind.HUB, HUB), (Kind.HUB, HUB + "city/")]
    run = holdings.runs.begin("jia", hubs, now=NOW)
    sources = lease(holdings, run)
    record(holdings, run, sources[0], address(1, "_2"))
    [later] = lease(holdings, run)
    assert not holdings.joining.postpone(later, STEM, now=NOW)
    record(holdings, run, sources[1], address(1))
    assert holdings.joining.postpone(later, STEM, now=NOW)
    [first] = lease(holdings, run)
    assert first.url == address(1)
    holdings.joining.join(first, [address(1), address(1, "_2")], now=NOW)
    article = make_article(url=first.url, canonical_url=first.url)
    holdings.articles.keep(article, now=NOW)
    assert lease(holdings, run) == []


def test_a_page_waits_only_for_what_is_due(holdings: Holdings) -> None:
    run = listed(holdings, address(1), address(2))
    first, other = lease(holdings, run)
    assert not holdings.joining.postpone(first, STEM, now=NOW)  # itself
    fetch(holdings, other)
    assert holdings.joining.postpone(other, STEM, now=NOW)
    assert lease(holdings, run) == []
    holdings.ledger.retry(first, "HTTP 503", now=NOW)
    [again] = lease(holdings, run)
    assert again.id == other.id
    assert again.found is not None
    assert not holdings.joining.postpone(again, STEM, now=NOW)


@pytest.mark.parametrize("fetched", ["before", "after"])
def test_a_page_that_is_joined_while_it_is_read_is_no_article(
    holdings: Holdings, make_article: Callable[..., Article], fetched: str
) -> None:
    run = listed(holdings, address(1), address(2))
    first, other = lease(holdings, run)
    if fetched == "before":
        fetch(holdings, other)
    holdings.joining.join(first, [first.url, other.url], now=NOW)
    if fetched == "after":
        fetch(holdings, other)
    assert holdings.joining.postpone(other, STEM, now=NOW)
    article = make_article(url=other.url, canonical_url=other.url)
    kept = holdings.articles.keep(article, now=NOW)
    assert (kept.is_new, kept.elsewhere) == (False, "belongs to another article")
    holdings.ledger.drop(article, "belongs to another article", now=NOW)
    both = (first.url, other.url)
    article = make_article(url=first.url, canonical_url=first.url, pages=both)
    assert holdings.articles.keep(article, now=NOW).is_new
    holdings.ledger.release()
    assert lease(holdings, run) == []


def test_a_page_that_is_joined_and_not_to_be_had_stays_joined(
    holdings: Holdings,
) -> None:
    run = listed(holdings, address(1), address(2))
    first, other = lease(holdings, run)
    holdings.joining.join(first, [first.url, other.url], now=NOW)
    holdings.ledger.retry(other, "timed out", now=NOW)
    holdings.ledger.refuse(first, State.REFUSED, "no article", now=NOW)
    assert lease(holdings, run, after=RETRIES[0]) == []


def test_a_further_page_is_fetched_once_a_run(holdings: Holdings) -> None:
    run = listed(holdings, address(1))
    [first] = lease(holdings, run)
    further = holdings.joining.further(first, address(1, "_2"), run)
    assert (further.kind, further.found) == (Kind.FURTHER, None)
    fetch(holdings, further)
    assert holdings.joining.further(first, address(1, "_2"), run).found is not None
    assert not holdings.joining.is_listed("jia", address(1, "_2"))
    assert holdings.joining.is_listed("jia", address(1))


def test_a_further_page_whose_article_came_to_nothing_may_be_an_article(
    holdings: Holdings,
) -> None:
    run = listed(holdings, address(1))
    [first] = lease(holdings, run)
    holdings.joining.further(first, address(1, "_2"), run)
    holdings.ledger.refuse(first, State.REFUSED, "no article", now=NOW)
    record(holdings, run, first, address(1, "_2"))
    [again] = lease(holdings, run)
    assert (again.url, again.kind) == (address(1, "_2"), Kind.ARTICLE)


def test_an_article_that_is_dropped_settles_where_it_was_found(
    holdings: Holdings, make_article: Callable[..., Article]
) -> None:
    run = listed(holdings, address(1))
    [leased] = lease(holdings, run)
    holdings.ledger.drop(make_article(url=leased.url), "repeats", now=NOW)
    holdings.ledger.release()
    assert lease(holdings, run) == []
    assert holdings.runs.figures(run) == (0, 0)
