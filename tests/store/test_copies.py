"""Each story stands once among the articles, its copies apart, whatever was killed when."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from crawler import Article
from crawler.errors import StorageError
from crawler.store import events
from crawler.store.articles import line
from crawler.store.copies import Comparing, Copies
from crawler.store.duplicates.stories import Account, Count, Stories
from crawler.store.duplicates.tables import TEXTS
from crawler.store.holdings import Holdings
from crawler.store.lines import LinesReader
from crawler.store.tables import Kind, articles, files
from tests.store.conftest import NOW

FILE = "2026-11-01.jsonl"

BODY = (
    "清浦县文化馆的老戏台昨天拆下了最后一块旧板，木匠们说这块板上还留着五十年前的墨线，谁也舍不得扔。",
    "馆里把拆下的木料一一编号，堆在后院的棚子里，雨天盖上油布，晴天再掀开来晒，轮到谁值班谁去翻一遍。",
    "新戏台要等到开春才搭，图纸贴在门口的墙上，看戏的人路过都要停下来数一数台阶，再问一句座位还够不够。",
)
OTHER = (
    "渡口的摆渡船换了柴油机以后，过江只要四分钟，从前要等的那一锅烟的工夫就没有了，老人们倒有些不惯。",
    "船工在舱里放了一只旧闹钟，每天头一班船开出去之前上好发条，说是比手机可靠，手机掉进江里就找不着了。",
)


def article(outlet: str, number: int = 1, **fields: Any) -> Article:  # noqa: ANN401  # of any field
    url = f"http://www.{outlet}.example/{number}.html"
    first = Article(
        url=url,
        canonical_url=url,
        outlet=outlet,
        headline="老戏台拆下最后一块板",
        body=BODY,
        source="清浦广播",
        date_published=NOW,
        encoding="utf-8",
    )
    return replace(first, **fields)


def cut(outlet: str, number: int = 1, **fields: Any) -> Article:  # noqa: ANN401  # of any field
    """Return a reprint that is cut, under another headline."""
    body = (BODY[0], BODY[1])
    return article(outlet, number, headline="一块板，五十年", body=body, **fields)


class Desk:
    """The holdings of one data folder, opened as often as need be."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self._url = url
        self._opened: list[Holdings] = []

    def open(self, copies: Copies = Copies.APART, **more: Any) -> Holdings:  # noqa: ANN401  # of any option
        """Open them as one more process would."""
        options = {"url": self._url, "wait": 1, "now": NOW, **more}
        holdings = Holdings.opened(self.folder, comparing=Comparing(copies), **options)
        holdings.articles.catch_up(now=NOW)
        self._opened.append(holdings)
        return holdings

    def lines(self, folder: str) -> list[dict[str, Any]]:
        path = self.folder / folder / FILE
        return [json.loads(text) for text in path.read_bytes().splitlines()]

    def urls(self, folder: str) -> list[str]:
        return [each["url"] for each in self.lines(folder)]

    def close(self) -> None:
        for holdings in self._opened:
            holdings.close()


@pytest.fixture
def desk(url: str, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "data", url)
    yield desk
    desk.close()


def account(holdings: Holdings, article: Article) -> Account:
    with holdings.database.reading() as connection:
        found = Stories(connection).about(article.canonical_url)
    assert found is not None
    return found


def count(holdings: Holdings) -> Count:
    with holdings.database.reading() as connection:
        return Stories(connection).count()


def test_a_copy_has_its_line_apart(desk: Desk) -> None:
    holdings = desk.open()
    first, copy = article("jia"), cut("yi", source="江口日报")
    assert holdings.articles.keep(first, now=NOW).is_apart is False
    kept = holdings.articles.keep(copy, now=NOW)
    assert (kept.is_new, kept.is_apart) == (True, True)
    assert kept.article.duplicate_of == first.url
    assert desk.urls("articles") == [first.url]
    [told] = desk.lines("duplicates")
    assert told["url"] == copy.url
    assert told["outlet"] == "yi"
    assert told["duplicate_of"] == told["compared_with"] == first.url
    assert 0 < told["likeness"] < told["containment"] == 1
    assert len(told["cut"]) == 1
    assert told["first_publisher"]["ground"] == "source"
    assert told["body"] == list(copy.body)
    assert told["version"] == 1


def test_a_reader_of_lines_reads_those_of_copies(desk: Desk) -> None:
    holdings, copy = desk.open(), cut("yi")
    for each in (article("jia"), copy):
        holdings.articles.keep(each, now=NOW)
    [told] = LinesReader(desk.folder / "duplicates")
    read = events.read(told).article
    assert read == replace(copy, duplicate_of=article("jia").url)


def test_the_same_body_at_one_outlet_goes_apart(desk: Desk) -> None:
    holdings = desk.open()
    for number in (1, 2, 3):
        holdings.articles.keep(article("jia", number), now=NOW)
    assert desk.urls("articles") == [article("jia", 1).url]
    of = {each["duplicate_of"] for each in desk.lines("duplicates")}
    assert of == {article("jia", 1).url}
    assert len(desk.lines("duplicates")) == 2


def test_another_story_is_an_article(desk: Desk) -> None:
    holdings = desk.open()
    holdings.articles.keep(article("jia"), now=NOW)
    other = article("yi", headline="渡船换了机器", body=OTHER)
    assert holdings.articles.keep(other, now=NOW).article.duplicate_of is None
    assert desk.urls("articles") == [article("jia").url, other.url]
    assert not (desk.folder / "duplicates").exists()


def test_marked_copies_stay(desk: Desk) -> None:
    holdings = desk.open(Copies.MARK)
    for each in (article("jia"), cut("yi")):
        assert not holdings.articles.keep(each, now=NOW).is_apart
    of = [each["duplicate_of"] for each in desk.lines("articles")]
    assert of == [None, article("jia").url]
    assert not (desk.folder / "duplicates").exists()
    again = holdings.articles.keep(cut("yi"), now=NOW)
    assert again.article.duplicate_of == article("jia").url


def test_nothing_is_compared_that_is_not_to_be(desk: Desk) -> None:
    holdings = desk.open(Copies.OFF)
    for each in (article("jia"), article("yi"), cut("bing")):
        holdings.articles.keep(each, now=NOW)
    assert [each["duplicate_of"] for each in desk.lines("articles")] == [None] * 3
    assert count(holdings).articles == 0


def test_what_was_stored_without_comparing_is_compared_later(desk: Desk) -> None:
    holdings = desk.open(Copies.OFF)
    for each in (article("jia"), article("yi", headline="渡船换了机器", body=OTHER)):
        holdings.articles.keep(each, now=NOW)
    later = desk.open()
    assert count(later).articles == 2
    assert later.articles.keep(cut("bing"), now=NOW).is_apart
    assert later.articles.catch_up(now=NOW) == 0


@pytest.mark.parametrize("copies", Copies)
def test_a_further_version_stays_where_the_first_stands(
    desk: Desk, copies: Copies
) -> None:
    first, copy = article("jia"), cut("yi")
    for each in (first, copy):
        desk.open().articles.keep(each, now=NOW)
    holdings = desk.open(copies)
    assert holdings.articles.keep(copy, now=NOW).is_apart
    changed = replace(copy, body=OTHER)
    kept = holdings.articles.keep(changed, now=NOW)
    assert (kept.is_new, kept.is_apart, kept.article.version) == (True, True, 2)
    assert [each["version"] for each in desk.lines("duplicates")] == [1, 2]
    assert [each["duplicate_of"] for each in desk.lines("duplicates")] == [
        first.url
    ] * 2
    as_copy = replace(first, body=(*BODY, "加了一段。"))
    assert not holdings.articles.keep(as_copy, now=NOW).is_apart
    assert desk.urls("articles") == [first.url] * 2


def test_a_copy_is_withdrawn_where_it_stands(desk: Desk) -> None:
    holdings = desk.open()
    for each in (article("jia"), cut("yi")):
        holdings.articles.keep(each, now=NOW)
    later = NOW + timedelta(minutes=1)
    with holdings.database.reading() as connection:
        query = select(articles.c.id).where(articles.c.outlet == "yi")
        id_ = connection.execute(query).scalar_one()
    assert holdings.articles.withdraw(id_, "HTTP 410", now=later)
    assert desk.urls("articles") == [article("jia").url]
    assert [each.get("event") for each in desk.lines("duplicates")] == [
        None,
        "withdrawn",
    ]
    assert not holdings.articles.withdraw(id_, "HTTP 410", now=later)
    assert desk.open().articles.catch_up(now=NOW) == 0
    back = cut("yi", fetched=later + timedelta(hours=1))
    assert holdings.articles.keep(back, now=later).is_apart
    assert [each.get("version") for each in desk.lines("duplicates")] == [1, 1, 2]


def test_an_article_that_becomes_like_another_stays(desk: Desk) -> None:
    holdings = desk.open()
    other = article("yi", headline="渡船换了机器", body=OTHER)
    for each in (article("jia"), other, replace(other, body=BODY)):
        assert not holdings.articles.keep(each, now=NOW).is_apart
    assert [each["duplicate_of"] for each in desk.lines("articles")] == [None] * 3


def test_a_copy_before_its_original(desk: Desk) -> None:
    """What comes first is kept; who published first turns out later."""
    holdings = desk.open()
    copy = cut("yi", source=None, date_published=NOW)
    first = article(
        "jia", source="清浦广播", date_published=NOW - timedelta(hours=2), dateline=None
    )
    holdings.articles.keep(copy, now=NOW)
    assert account(holdings, copy).story.first_publisher is not None
    assert holdings.articles.keep(first, now=NOW).is_apart
    [told] = desk.lines("duplicates")
    assert told["duplicate_of"] == copy.url
    assert told["first_publisher"]["name"] == "清浦广播"
    now_known = account(holdings, copy).story.first_publisher
    assert now_known is not None
    assert now_known.name == "清浦广播"


def test_a_known_copy_settles_its_address(desk: Desk) -> None:
    holdings = desk.open()
    for each in (article("jia"), cut("yi")):
        holdings.articles.keep(each, now=NOW)
    run = holdings.runs.begin("yi", [(Kind.HUB, "http://www.yi.example/")], now=NOW)
    assert holdings.joining.is_listed("yi", cut("yi").url)
    leased = holdings.ledger.lease(run, most=9, articles=True, now=NOW)
    assert [each.kind for each in leased] == [Kind.HUB]


@pytest.mark.parametrize("rest", [b"", b'{"url": "ha'], ids=["whole", "cut"])
@pytest.mark.parametrize("restarts", [True, False])
def test_a_line_that_a_kill_kept_from_the_ledger(
    desk: Desk, rest: bytes, *, restarts: bool
) -> None:
    """It is entered, compared and settled, whoever comes across it first."""
    holdings = desk.open()
    for each in (article("jia"), cut("yi"), article("jia", 9, body=OTHER)):
        holdings.articles.keep(each, now=NOW)
    text = (desk.folder / "duplicates" / FILE).read_bytes()
    killed = text.replace(b"www.yi.example/1.html", b"www.bing.example/1.html")
    killed = killed.replace(b'"outlet":"yi"', b'"outlet":"bing"')
    with (desk.folder / "duplicates" / FILE).open("ab") as file:
        file.write(killed + rest)
    holdings = desk.open() if restarts else holdings
    kept = holdings.articles.keep(cut("bing"), now=NOW)
    if not restarts:  # what a killed one has left is looked at before a line is written
        kept = holdings.articles.keep(cut("ding"), now=NOW)
    assert kept.is_apart
    urls = desk.urls("duplicates")
    assert urls[:2] == [cut("yi").url, cut("bing").url]
    assert len(urls) == len(set(urls))
    assert account(holdings, cut("bing")).duplicate_of == article("jia").url


def test_a_line_of_an_article_that_a_kill_kept_from_the_ledger_is_compared(
    desk: Desk,
) -> None:
    holdings = desk.open()
    holdings.articles.keep(article("jia", 9, body=OTHER), now=NOW)
    with (desk.folder / "articles" / FILE).open("ab") as file:
        file.write(line(article("jia")))
    assert holdings.articles.keep(cut("yi"), now=NOW).is_apart


def test_a_copy_that_cannot_be_written_leaves_no_trace(desk: Desk) -> None:
    holdings = desk.open()
    holdings.articles.keep(article("jia"), now=NOW)
    before = count(holdings)
    (desk.folder / "duplicates").mkdir()
    full = desk.folder / "duplicates" / FILE
    full.symlink_to("/dev/full")
    with pytest.raises(StorageError, match="No space left on device; make space"):
        holdings.articles.keep(cut("yi"), now=NOW)
    assert count(holdings) == before
    full.unlink()
    holdings = desk.open()
    assert holdings.articles.keep(cut("yi"), now=NOW).is_apart
    assert desk.urls("duplicates") == [cut("yi").url]


def test_a_ledger_is_made_anew_from_the_lines(desk: Desk, tmp_path: Path) -> None:
    holdings = desk.open()
    told = (article("jia"), cut("yi"), article("bing", 9, headline="渡船", body=OTHER))
    for each in told:
        holdings.articles.keep(each, now=NOW)
    holdings.articles.pack(before=(NOW + timedelta(days=1)).date())
    anew = desk.open(url=f"sqlite:///{tmp_path}/anew.sqlite")
    assert count(anew) == count(holdings)
    assert account(anew, cut("yi")).duplicate_of == article("jia").url
    assert [anew.articles.keep(each, now=NOW).is_new for each in told] == [False] * 3
    assert anew.articles.keep(cut("ding"), now=NOW).is_apart


def test_a_copy_stays_one_though_nothing_tells_it_any_more(
    desk: Desk, tmp_path: Path
) -> None:
    """Its line names what it is a copy of, whatever today's rules say."""
    holdings = desk.open()
    for each in (article("jia"), cut("yi")):
        holdings.articles.keep(each, now=NOW)
    path = desk.folder / "duplicates" / FILE
    told = json.loads(path.read_bytes())
    path.write_bytes(json.dumps({**told, "body": list(OTHER)}).encode() + b"\n")
    anew = desk.open(url=f"sqlite:///{tmp_path}/anew.sqlite")
    found = account(anew, cut("yi"))
    assert found.duplicate_of == article("jia").url
    assert len(found.story.tellings) == 2


def test_lines_older_than_the_window_are_known_by_their_bodies(desk: Desk) -> None:
    old = NOW - timedelta(days=200)
    holdings = desk.open(Copies.OFF)
    holdings.articles.keep(article("jia", date_published=old), now=old)
    later = desk.open()
    with later.database.reading() as connection:
        texts = connection.execute(select(func.count()).select_from(TEXTS)).scalar_one()
    assert texts == 0
    assert not later.articles.keep(cut("yi"), now=NOW).is_apart
    assert later.articles.keep(article("bing"), now=NOW).is_apart


def test_a_comparing_that_was_killed_goes_on(desk: Desk) -> None:
    holdings = desk.open(Copies.OFF)
    for number in range(250):
        text = (
            f"第{number}号渡船今天{number % 24}点开出，载客{number * 7}人，风浪不大。"
        )
        each = article("jia", number, headline=f"渡船{number}", body=(text,))
        holdings.articles.keep(each, now=NOW)

    class Killed(Exception):
        pass

    told: list[int] = []

    def tell(lines: int, left: int) -> None:
        told.append(lines)
        assert left >= 0
        raise Killed

    later = Holdings.opened(
        desk.folder, url=str(holdings.database.engine.url), wait=1, now=NOW
    )
    with pytest.raises(Killed):
        later.articles.catch_up(now=NOW, tell=tell)
    assert told == [100]
    assert count(later).articles == 100
    assert later.articles.catch_up(now=NOW) == 150
    assert count(later).articles == 250
    later.close()


def test_two_folders_share_the_stories_of_a_ledger(desk: Desk, tmp_path: Path) -> None:
    holdings = desk.open()
    holdings.articles.keep(article("jia"), now=NOW)
    url = holdings.database.engine.url.render_as_string(hide_password=False)
    there = Desk(tmp_path / "there", url)
    try:
        assert there.open().articles.keep(cut("yi"), now=NOW).is_apart
        assert there.lines("articles") == []
        assert there.urls("duplicates") == [cut("yi").url]
    finally:
        there.close()


def test_all_files_are_compared_to_their_ends(desk: Desk) -> None:
    holdings = desk.open()
    for each in (article("jia"), cut("yi"), replace(cut("yi"), body=BODY)):
        holdings.articles.keep(each, now=NOW)
    with holdings.database.reading() as connection:
        rows = connection.execute(select(files.c.known, files.c.judged)).all()
    assert len(rows) == 2
    assert all(row.known == row.judged > 0 for row in rows)
