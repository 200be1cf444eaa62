"""``scrapy reread`` says what would change, and changes it, once."""

from __future__ import annotations

import fcntl
import gzip
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.loopback import Workplace

HOME = "http://www.jia.example/news/2026-11/01/"
HUB = "http://www.jia.example/news/"
SITE = """\
name = "甲江日报"
hosts = ["jia.example"]
hubs = ["http://www.jia.example/news/"]
"""
LAYOUT = """
[[layout]]
headline = "//h2[@class='deck']"
"""
WHOLE_LAYOUT = """
[[layout]]
headline = "//p[@class='t']"
body = "//p[@class='b']"
"""

PARAGRAPHS = (
    "清晨六点，第一辆校车从镇口的老槐树下出发，车灯照亮了还没有行人的石板路。",
    "司机说，这条线路他开了十一年，哪一户的孩子爱睡懒觉，哪一个路口冬天结冰，都记得清楚。",
    "镇里算过账，这些车每年跑四万公里，油钱和修理费由县里和学校各出一半，家长不用花钱。",
    "到了寒假，校车改走村卫生室，每周二和周五各一趟，送老人去镇上量血压、配药。",
    "驾驶班的墙上挂着一张线路图，哪里修路，哪里涨水，谁先知道谁就用红笔画上去。",
    "明年春天还要添两辆电动车，充电桩装在粮站后院，那里夜里有人看守。",
)


def address(name: str) -> str:
    return f"{HOME}content_{name}.html"


def page(headline: str, *paragraphs: str, steps: str = "", deck: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    deck = deck and f"<h2 class='deck'>{deck}</h2>"
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{headline}_甲江日报"
        f"</title></head><body><h1>{headline}</h1>{deck}"
        "<div class='info'>2026-11-01 06:30 来源：甲江日报</div>"
        f"<div class='content'>{body}</div><div class='pages'>{steps}</div>"
        "<div class='footer'>甲ICP备00000001号</div></body></html>"
    )


# No article by itself: two lines, no day. The outlet's file may say that it is one.
NOTE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>"
    "<p class='t'>停水通知</p><p class='b'>镇东明日停水。</p></body></html>"
)

STEPS = "<a href='{0}'>1</a> <a href='{1}'>2</a> <a href='{1}'>下一页</a>"


@pytest.fixture
def crawled(place: Workplace) -> Workplace:
    """A crawl of four pages: one with a deck, one cut in two, one plain, one refused."""
    cut = [f"content_0002{end}.html" for end in ("", "_2")]
    steps = STEPS.format(*cut)
    pages = {
        address("0001"): page("校车准点发车", *PARAGRAPHS[:3], deck="新车已在路上"),
        address("0002"): page("线路图的故事", *PARAGRAPHS[:3], steps=steps),
        address("0002_2"): page("线路图的故事", *PARAGRAPHS[3:], steps=steps),
        address("0003"): page("明年再添两辆车", *PARAGRAPHS[2:]),
        address("0004"): NOTE,
    }
    links = "".join(
        f"<li><a href='{address(f'000{n}')}'>甲江要闻今天登出的第{n}篇报道</a> 11-01</li>"
        for n in range(1, 5)
    )
    place.web.pages |= {**pages, HUB: f"<meta charset='utf-8'><ul>{links}</ul>"}
    place.outlet("jia", SITE)
    # The pages share paragraphs, so that they are copies of each other.
    alike = "-sDUPLICATES=off"
    run = place.scrapy("crawl", "news", "-a", "outlets=jia", alike)
    assert run.code == 0, run.err
    assert len(place.lines()) == 3
    return place


def reread(place: Workplace, *words: str, code: int = 0) -> dict[str, Any]:
    run = place.scrapy("reread", "--json", *words)
    assert run.code == code, run.err
    assert run.err == ""
    report: dict[str, Any] = json.loads(run.out)
    return report


def stored(place: Workplace) -> dict[str, list[int]]:
    """Return the versions that stand in the lines, by address."""
    found: dict[str, list[int]] = {}
    for line in map(json.loads, place.lines()):
        found.setdefault(line["url"], []).append(line["version"])
    return found


def test_what_reads_as_it_did_changes_nothing(crawled: Workplace) -> None:
    before = crawled.lines()
    asked = len(crawled.web.asked)
    run = crawled.scrapy("reread")
    assert (run.code, run.err) == (0, "")
    assert "4 pages read, 0 lines would be written" in run.out
    assert reread(crawled, "--apply")["outlets"]["jia"]["pages"] == {
        "same": 3,
        "no_article": 1,
    }
    assert crawled.lines() == before
    assert len(crawled.web.asked) == asked


def test_what_reads_otherwise_is_shown_and_then_written_once(
    crawled: Workplace,
) -> None:
    crawled.outlet("jia", SITE + LAYOUT)
    before = crawled.lines()
    run = crawled.scrapy("reread")
    assert (run.code, run.err) == (0, "")
    assert "新车已在路上" in run.out
    assert "1 line would be written; --apply writes them" in run.out
    reports = [reread(crawled, "--jobs", jobs) for jobs in ("1", "4")]
    assert reports[0] == reports[1]
    assert reports[0]["outlets"]["jia"]["fields"] == {
        "headline": {
            "articles": 1,
            "examples": [
                {
                    "url": address("0001"),
                    "before": "校车准点发车",
                    "after": "新车已在路上",
                }
            ],
        }
    }
    assert crawled.lines() == before
    assert reread(crawled, "--apply")["written"] == 1
    assert crawled.lines()[:-1] == before
    last = json.loads(crawled.lines()[-1])
    assert (last["version"], last["headline"]) == (2, "新车已在路上")
    assert last["changes"]["fields"].keys() == {"headline"}
    assert reread(crawled, "--apply")["written"] == 0
    found = crawled.scrapy("search", "headline:新车", "--json")
    assert json.loads(found.out)["total"] == 1


def test_a_crawl_after_it_asks_for_nothing_again(crawled: Workplace) -> None:
    crawled.outlet("jia", SITE + LAYOUT)
    reread(crawled, "--apply")
    asked = len(crawled.web.asked)
    run = crawled.scrapy("crawl", "news", "-a", "outlets=jia")
    assert run.code == 0, run.err
    assert address("0001") not in crawled.web.asked[asked:]


def test_pages_newly_accepted_and_newly_refused(crawled: Workplace) -> None:
    crawled.outlet("jia", SITE + WHOLE_LAYOUT)
    report = reread(crawled)
    assert report["outlets"]["jia"]["pages"] == {"same": 3, "accepted": 1}
    assert reread(crawled, "--apply")["written"] == 1
    assert stored(crawled)[address("0004")] == [1]
    assert reread(crawled, "--apply")["outlets"]["jia"]["pages"] == {"same": 4}
    crawled.outlet("jia", SITE)
    report = reread(crawled, "--apply", code=1)
    assert report["outlets"]["jia"]["refused"] == {"no article": 1}
    assert report["written"] == 0


def test_an_article_whose_further_page_is_gone_is_left(crawled: Workplace) -> None:
    ledger = sqlite3.connect(crawled.data / "ledger.sqlite")
    with ledger:
        gone = "UPDATE addresses SET file = NULL WHERE address = ?"
        assert ledger.execute(gone, [address("0002_2")]).rowcount == 1
    ledger.close()
    report = reread(crawled, "--apply", code=1)
    assert report["outlets"]["jia"]["left"] == {"further pages not at hand": 1}
    assert report["written"] == 0


def test_an_archive_that_was_moved_away_is_told(crawled: Workplace) -> None:
    (crawled.data / "archive").rename(crawled.folder / "away")
    run = crawled.scrapy("reread")
    assert run.code == 1
    assert "Left, jia: 4 archive cannot be read" in run.out


def test_an_outlet_that_is_being_crawled_is_left_to_the_crawl(
    crawled: Workplace,
) -> None:
    crawled.outlet("jia", SITE + LAYOUT)
    with (crawled.data / "locks" / "jia.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        report = reread(crawled, "--apply")
        assert (report["busy"], report["written"]) == (["jia"], 0)
        assert reread(crawled)["pages"] == 4  # to look is free
    assert reread(crawled, "--apply")["written"] == 1


def test_some_outlets_and_days_alone(crawled: Workplace) -> None:
    crawled.outlet("yi", SITE.replace("jia.", "yi."))
    assert reread(crawled, "--outlet", "jia", "--since", "2026-01-01")["pages"] == 4
    assert reread(crawled, "--outlet", "yi", code=1)["pages"] == 0
    assert reread(crawled, "--since", "2999-01-01", code=1)["pages"] == 0
    (crawled.outlets / "jia.toml").unlink()
    assert reread(crawled, code=1)["unknown"] == ["jia"]


def save(folder: Path, name: str, text: str, **response: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.html.gz").write_bytes(gzip.compress(text.encode()))
    told = {"response": {"url": address(name), **response}}
    (folder / f"{name}.json").write_text(json.dumps(told))


def test_a_folder_is_compared_and_what_is_new_is_stored(crawled: Workplace) -> None:
    folder = crawled.folder / "saved"
    deck = page("校车准点发车", *PARAGRAPHS[:3], deck="新车已在路上")
    moment = "2999-01-01T00:00:00Z"
    save(folder, "0001", deck.replace("十一年", "十二年"), fetched=moment)
    save(
        folder, "0003", page("旧标题", *PARAGRAPHS[2:]), fetched="2001-01-01T00:00:00Z"
    )
    save(folder, "0009", page("桥修好了", *PARAGRAPHS[1:4]), outlet="jia")
    report = reread(crawled, str(folder), code=1)
    assert report["outlets"]["jia"]["pages"] == {"changed": 1, "accepted": 1, "left": 1}
    assert report["outlets"]["jia"]["left"] == {"older than what is stored": 1}
    assert (
        reread(crawled, "--apply", "-sDUPLICATES=off", str(folder), code=1)["written"]
        == 2
    )
    assert stored(crawled)[address("0001")] == [1, 2]
    assert stored(crawled)[address("0009")] == [1]
    assert (
        reread(crawled, "--apply", "-sDUPLICATES=off", str(folder), code=1)["written"]
        == 0
    )


def test_new_pages_of_a_folder_are_stored_as_a_crawl_of_it_does(
    place: Workplace,
) -> None:
    pages = "tests/fixtures/pages"
    report = reread(place, "--apply", pages)
    ours = sorted(place.lines())
    apart = (place.data / "duplicates").glob("*.jsonl")
    copies = sum(path.read_bytes().count(b"\n") for path in apart)
    assert report["written"] == len(ours) + copies > 50
    assert reread(place, "--apply", "--jobs", "1", pages)["written"] == 0
    place.forget()
    assert place.scrapy("crawl", "saved", "-a", f"path={pages}").code == 0
    by_crawl = sorted(
        line for line in place.lines() if json.loads(line)["version"] == 1
    )
    assert ours == by_crawl


def test_the_archive_as_a_file_gives_what_is_stored(crawled: Workplace) -> None:
    report = reread(crawled, "--apply", str(crawled.data / "archive"))
    pages = report["outlets"]["jia"]["pages"]
    assert (pages["same"], report["written"]) == (3, 0)


def test_a_page_that_cannot_be_read_is_told_and_the_rest_is_read(
    place: Workplace,
) -> None:
    folder = place.folder / "saved"
    save(folder, "0001", page("校车准点发车", *PARAGRAPHS[:3]))
    save(folder, "0002", page("线路图的故事", *PARAGRAPHS[3:]))
    (folder / "0002.html.gz").write_bytes(b"\x1f\x8b\x08 half")
    (folder / "x.warc.gz").write_bytes(gzip.compress(b"WARC/1.0\r\nhalf"))
    run = place.scrapy("reread", str(folder))
    assert run.code == 1
    assert "Left, no outlet: 1 " in run.out
    assert "1 line would be written" in run.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "nothing is stored in "),
        (("nowhere",), "nowhere: no such file or folder"),
        (("--outlet", "keins"), "unknown outlet keins; known are "),
        (("--since", "gestern"), "'gestern' is no day such as 2026-11-26"),
        (("--jobs", "0"), "'0' is no number of 1 or more"),
        (("-s", "RESTORE=maybe", "tests/fixtures/pages"), "RESTORE=maybe"),
    ],
)
def test_what_cannot_be_asked(
    place: Workplace, words: tuple[str, ...], told: str
) -> None:
    run = place.scrapy("reread", *words)
    assert run.code == 2
    assert told in run.err + run.out


def test_help(place: Workplace) -> None:
    run = place.scrapy("reread", "--help")
    assert run.code == 0
    assert all(f"--{name}" in run.out for name in ("apply", "outlet", "since", "jobs"))
