"""A stored line tells one thing, or is damaged."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from crawler.errors import DamagedLine
from crawler.store import events
from crawler.store.lines import Line
from tests.conftest import MakeArticle
from tests.generated import line, withdrawn


def read(text: bytes) -> events.Event:
    return events.read(Line("2026-11-26", 0, text.rstrip()))


def test_a_line_of_an_article(make_article: MakeArticle) -> None:
    article = make_article()
    event = read(line(article))
    assert event.article == article
    assert (event.version, event.outlet, event.day) == (1, "jia", date(2026, 11, 26))
    assert event.id == events.id_of(article.canonical_url)
    assert len(event.id) == 32


def test_a_line_of_another_version(make_article: MakeArticle) -> None:
    event = read(line(make_article(), version=3, changes={"headline": ["甲", "乙"]}))
    assert event.version == 3
    assert event.article
    assert event.article.headline == make_article().headline


def test_a_line_of_a_withdrawal(make_article: MakeArticle) -> None:
    article = make_article()
    event = read(withdrawn(article))
    assert event.article is None
    assert event.id == read(line(article)).id


def test_an_address_stands_in_for_the_canonical_one(make_article: MakeArticle) -> None:
    told = {"event": "withdrawn", "url": make_article().url + "?utm_source=x#top"}
    assert read(msgspec.json.encode(told)).id == read(line(make_article())).id


def test_a_line_of_another_writer_needs_address_headline_and_body() -> None:
    told = {"url": "http://jia.example/1.html?utm_source=x", "headline": "渡口"}
    event = read(msgspec.json.encode({**told, "body": ["清晨六点。"]}))
    assert event.article
    assert event.url == event.article.canonical_url == "http://jia.example/1.html"
    assert event.article.body == ("清晨六点。",)


@pytest.mark.parametrize(
    "text",
    [
        b"{",
        b"[]",
        b"{}",
        b"\xff",
        b'{"url": "http://jia.example/"}',
        b'{"event": "seen", "url": "http://jia.example/"}',
        b'{"event": "withdrawn"}',
    ],
)
def test_what_tells_nothing_is_damaged(text: bytes) -> None:
    with pytest.raises(DamagedLine, match=r"^2026-11-26, byte 0: "):
        read(text)
