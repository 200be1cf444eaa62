"""The dates of feeds and sitemaps, to put entries in order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.moments import moment


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-11-01", "2026-11-01T00:00:00+00:00"),
        ("2026-11-01T08:05:09Z", "2026-11-01T08:05:09+00:00"),
        ("2026-11-01T08:05:09.123+08:00", "2026-11-01T08:05:09.123000+08:00"),
        ("2026-11-01 08:05:09", "2026-11-01T08:05:09+00:00"),
        ("2026-11", "2026-11-01T00:00:00+00:00"),
        ("2026-11-1 8:05", "2026-11-01T08:05:00+00:00"),
        ("2026/11/1 8:05:09", "2026-11-01T08:05:09+00:00"),
        ("2026年11月1日 08:05", "2026-11-01T08:05:00+00:00"),
        ("Sun, 01 Nov 2026 08:05:09 +0800", "2026-11-01T08:05:09+08:00"),
        ("Sun, 01 Nov 2026 08:05:09 GMT", "2026-11-01T08:05:09+00:00"),
        ("1 Nov 2026 08:05 HKT", "2026-11-01T08:05:00+00:00"),
        ("\n  2026-11-01T08:05:09Z ", "2026-11-01T08:05:09+00:00"),
    ],
)
def test_moment(text: str, iso: str) -> None:
    found = moment(text)
    assert found is not None
    assert found.isoformat() == iso


@pytest.mark.parametrize(
    "text", [None, "", "昨天", "2026-13-45", "0000-00-00 00:00:00", "11:30"]
)
def test_no_moment(text: str | None) -> None:
    assert moment(text) is None


@given(st.text() | st.from_regex(r"\d{4}[-/年]\d{1,2}.{0,9}"))
def test_whatever_a_feed_calls_a_date(text: str) -> None:
    found = moment(text)
    assert found is None or found.tzinfo is not None
