"""Addresses without end are bounded and named; articles are none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import traps
from crawler.discovery.traps import CALENDAR, FACETS, GROWING, PAGER, Traps

TODAY = date(2026, 11, 1)
HOST = "http://www.outlet.example"


def asked(*paths: str) -> list[str | None]:
    met = Traps(TODAY)
    return [met.reason(HOST + path) for path in paths]


@pytest.mark.parametrize(
    "path",
    [
        "/news/news/news/1.html",
        "/a/b/a/b/a/b/",
        "/a/x/a/y/a/z/a/w/a/",
        "/" + "a1/b/" * 9,
        "/news/" + "x" * 2_000,
        "/a/2026/11/01/1.html/a/2026/11/01/1.html/a/2026/11/01/1.html",
    ],
)
def test_paths_that_grow(path: str) -> None:
    assert asked(path) == [GROWING]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/news/",
        "/gn/2026/11-01/10209123.shtml",
        "/2026/11/11/11/c11-11.html",
        "/ins/%E6%B8%AF%E8%81%9E/article/20261101/s00001/1714500000000/" + "%E6" * 200,
        "/index.php?m=content&c=index&a=show&catid=12&id=317",
        "/list_2.html",
        "/index_10022.jhtml",
        "/news?p=40230447&query=a",
        "/2026/10/31/",
    ],
)
def test_ordinary_addresses(path: str) -> None:
    assert asked(path) == [None]


@pytest.mark.parametrize(
    "form", ["/{0:%Y/%m/%d}/", "/archive/{0:%Y-%m-%d}.html", "/day.php?date={0:%Y%m%d}"]
)
def test_calendars(form: str) -> None:
    days = [TODAY - timedelta(days=number) for number in range(400)]
    told = asked(*(form.format(day) for day in days))
    assert told[:60] == [None] * 60
    assert told[-1] == CALENDAR
    ahead = form.format(TODAY + timedelta(days=30))
    assert asked(ahead) == [CALENDAR]


def test_a_calendar_of_two_parameters() -> None:
    form = "/calendar.php?year={}&month={}"
    assert asked(form.format(2031, 5)) == [CALENDAR]
    assert asked(form.format(2026, 5)) == [None]


@pytest.mark.parametrize(
    "form",
    ["/list_{}.html", "/news/?page={}", "/a/page/{}/", "/list.php?cid=3&page={}"],
)
def test_pagers(form: str) -> None:
    told = asked(*(form.format(number) for number in range(2, 400)))
    assert told[:150] == [None] * 150
    assert told[-1] == PAGER
    assert asked(form.format(5_000)) == [PAGER]


def test_choices_of_a_form() -> None:
    told = asked(*(f"/find?area={n}&kind={n % 7}&sort=new" for n in range(200)))
    assert told[:50] == [None] * 50
    assert told[-1] == FACETS
    assert asked(*(f"/list?start={n}" for n in range(0, 9_000, 20)))[-1] == PAGER
    assert asked("/find?kind=1&kind=2&kind=3") == [FACETS]
    assert asked("/find?" + "&".join(f"k{n}=1" for n in range(9))) == [FACETS]


def test_what_was_free_stays_free() -> None:
    met = Traps(TODAY)
    first = f"{HOST}/list_2.html"
    assert met.reason(first) is None
    for number in range(3, 900):
        met.reason(f"{HOST}/list_{number}.html")
    assert met.reason(first) is None
    assert met.reason(f"{HOST}/list_899.html") == PAGER


def test_a_million_articles_are_no_trap() -> None:
    met = Traps(TODAY)
    assert not any(met.reason(f"{HOST}/2026/1101/c{n}.html") for n in range(5_000))
    assert not any(met.reason(f"{HOST}/view.php?id={n}&cid=3") for n in range(5_000))


def test_memory_is_bounded() -> None:
    met = Traps(TODAY)
    for number in range(5_000):
        met.reason(f"http://{'x' * (number % 60 + 1)}{number}.example/list_2.html")
    held = met._met  # noqa: SLF001  # its size is what is promised
    assert len(held) <= traps._MAX_SHAPES  # noqa: SLF001


@given(st.text() | st.from_regex(r"http://a\.example(/[a-c0-9?&=]{0,9}){0,9}"))
def test_any_text_is_told(url: str) -> None:
    assert Traps(TODAY).reason(url) in {None, GROWING, CALENDAR, PAGER, FACETS}
