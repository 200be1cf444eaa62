"""Whole crawls, as processes, of a small web on loopback."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.archives import Record, text, write
from tests.loopback import PROJECT, Answer, Run, Web, Workplace
from tests.test_flat import MENU, report

SITE = """\
name = "甲江日报"
hosts = ["jia.example"]
hubs = ["http://www.jia.example/news/"]
"""

PARAGRAPHS = (
    "清晨六点，第{0}辆校车从镇口的老槐树下出发，车灯照亮了还没有行人的石板路。",
    "司机说，这条线路他开了{0}年，哪一户的孩子爱睡懒觉，哪一个路口冬天结冰，都记得清楚。",
    "镇里算过账，{0}辆车每年跑四万公里，油钱和修理费由县里和学校各出一半，家长不用花钱。",
)


def article(number: int) -> str:
    """Return the page of one article; each number has a text of its own."""
    headline = f"河口镇第{number}辆校车今晨准点发车"
    body = "".join(f"<p>{text.format(number)}</p>" for text in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{headline}_甲江日报"
        f"</title></head><body><h1>{headline}</h1>"
        "<div class='info'>2026-11-01 06:30 来源：甲江日报</div>"
        f"<div class='content'>{body}</div>"
        "<div class='footer'>甲ICP备00000001号</div></body></html>"
    )


def address(number: int, host: str = "www.jia.example") -> str:
    return f"http://{host}/news/2026-11/01/content_{number:04}.html"


def hub(*urls: str, further: str = "") -> str:
    links = "".join(
        f"<li><a href='{url}'>河口镇校车今晨准点发车第{place}条消息</a> 2026-11-01</li>"
        for place, url in enumerate(urls)
    )
    more = f"<a href='{further}'>下一页</a>" if further else ""
    return f"<html><body><h2>要闻</h2><ul>{links}</ul>{more}</body></html>"


@pytest.fixture
def jia(place: Workplace) -> Workplace:
    """An outlet of five articles on two list pages."""
    place.outlet("jia", SITE)
    pages = place.web.pages
    first, second = "http://www.jia.example/news/", "index_2.html"
    pages[first] = hub(*map(address, (1, 2, 3)), further=second)
    pages[first + second] = hub(*map(address, (3, 4, 5)))
    pages.update((address(number), article(number)) for number in range(1, 6))
    return place


def crawl(place: Workplace, *words: str, outlets: str = "jia") -> Run:
    return place.scrapy("crawl", "news", "-a", f"outlets={outlets}", *words)


FORCE = ("-a", "force=1")
"""What asks for lists that have just been read."""


def headlines(place: Workplace) -> list[str]:
    return sorted(json.loads(line)["headline"] for line in place.lines())


def refusals(run: Run) -> list[str]:
    """Return the log's lines that refuse a page."""
    return [line for line in run.err.splitlines() if "WARNING http" in line]


def test_keeps_every_article_of_every_list_page(jia: Workplace) -> None:
    run = crawl(jia)
    assert run.code == 0
    assert headlines(jia) == [f"河口镇第{n}辆校车今晨准点发车" for n in range(1, 6)]
    assert "Traceback" not in run.err
    assert "New articles: 5," in run.err
    [file] = (jia.data / "articles").iterdir()
    assert f"as JSON lines in {file}" in run.err
    assert run.out == ""


def test_feed_and_store_hold_the_same_lines(jia: Workplace) -> None:
    out = jia.folder / "out.jsonl"
    crawl(jia, "-O", str(out))
    assert sorted(out.read_bytes().splitlines()) == sorted(jia.lines())
    assert all(json.loads(line)["fetched"].endswith("Z") for line in jia.lines())


def test_feed_of_one_array_and_of_chosen_fields(jia: Workplace) -> None:
    out = jia.folder / "out.json"
    crawl(jia, "-O", str(out))
    assert sorted(map(json.dumps, json.loads(out.read_bytes()))) == sorted(
        json.dumps(json.loads(line)) for line in jia.lines()
    )
    jia.forget()
    run = crawl(jia, "-O", "-:jsonl", "-s", "FEED_EXPORT_FIELDS=outlet,encoding")
    assert run.out == '{"outlet":"jia","encoding":"utf-8"}\n' * 5


def test_a_second_run_asks_for_lists_alone_and_for_what_is_new(jia: Workplace) -> None:
    crawl(jia)
    before, asked = jia.lines(), len(jia.web.asked)
    start = "http://www.jia.example/news/"
    jia.web.pages[start] = hub(*map(address, (6, 1, 2, 3)), further="index_2.html")
    jia.web.pages[address(6)] = article(6)
    out = jia.folder / "out.jsonl"
    run = crawl(jia, *FORCE, "-O", str(out))
    assert run.code == 0
    assert jia.web.asked[asked:] == [start, f"{start}index_2.html", address(6)]
    assert jia.lines() == before + out.read_bytes().splitlines()
    assert [json.loads(line)["url"] for line in jia.lines()[5:]] == [address(6)]
    assert "New articles: 1, known ones: 3" in run.err


def test_a_run_that_finds_nothing_new_has_found_the_known(jia: Workplace) -> None:
    crawl(jia)
    jia.web.pages["http://www.jia.example/news/"] = hub(*map(address, (3, 2, 1)))
    run = crawl(jia, *FORCE)
    assert run.code == 0
    assert "New articles: 0, known ones: 3" in run.err
    assert "lists: 2, of them unchanged 1" in run.err
    assert "No article" not in run.err


def test_what_a_limit_leaves_is_read_by_the_next_run(jia: Workplace) -> None:
    crawl(jia, "-a", "max_articles=2")
    jia.web.pages["http://www.jia.example/news/"] = hub(address(6))
    jia.web.pages[address(6)] = article(6)
    crawl(jia, *FORCE, "-a", "max_articles=2")
    urls = [json.loads(line)["url"] for line in jia.lines()]
    assert urls == [address(n) for n in (1, 2, 6, 3)]  # what is new comes first


def test_lines_of_a_release_without_a_ledger_are_taken_over(jia: Workplace) -> None:
    crawl(jia)
    lines = [json.loads(line) for line in jia.lines()]
    jia.forget()
    (jia.data / "articles").mkdir(parents=True)
    file = jia.data / "articles" / "2026-01-01.jsonl"
    for line in lines[:3]:
        del line["version"]
    old = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines[:3])
    file.write_text(old + '{"headline": "half of', encoding="utf-8")
    asked = len(jia.web.asked)
    run = crawl(jia)
    assert run.code == 0
    packed = file.with_name("2026-01-01.jsonl.gz")  # since it is more than a week old
    assert gzip.decompress(packed.read_bytes()).decode() == old
    assert not file.exists()
    urls = {line["url"] for line in lines[3:]}
    assert {url for url in jia.web.asked[asked:] if "content" in url} == urls
    assert {json.loads(line)["url"] for line in jia.lines()[3:]} == urls
    assert "New articles: 2, known ones: 3" in run.err


def test_asks_openly_and_once(jia: Workplace) -> None:
    jia.web.pages[address(1)] = Answer(
        article(1).encode(),
        headers={"Content-Type": "text/html", "Set-Cookie": "reader=1; Path=/"},
    )
    pages = jia.web.pages
    pages["http://www.jia.example/news/"] = hub(
        address(1), address(1) + "?utm_source=app", address(1) + "#top"
    )
    crawl(jia)
    assert jia.web.asked == [
        "http://www.jia.example/robots.txt",
        "http://www.jia.example/news/",
        address(1),
    ]
    for headers in jia.web.headers:
        assert headers["User-Agent"].startswith("Jingwen/")
        assert "+http" in headers["User-Agent"]
        assert headers["Accept-Language"].startswith("zh")
        assert "Cookie" not in headers


def test_obeys_robots(jia: Workplace) -> None:
    jia.web.pages["http://www.jia.example/robots.txt"] = Answer(
        b"User-agent: *\nDisallow: /news/2026-11/01/content_0002",
        headers={"Content-Type": "text/plain"},
    )
    run = crawl(jia)
    assert address(2) not in jia.web.asked
    assert len(jia.lines()) == 4
    assert [line.partition("http")[2] for line in refusals(run)] == [
        address(2).removeprefix("http") + ": forbidden by robots.txt"
    ]


def test_stays_on_the_outlets_hosts(jia: Workplace) -> None:
    elsewhere = address(9, "www.yi.example")
    pages = jia.web.pages
    pages["http://www.jia.example/news/"] = hub(address(1), address(2), elsewhere)
    pages[address(2)] = Answer(status=302, headers={"Location": elsewhere})
    pages[elsewhere] = article(9)
    run = crawl(jia)
    assert not [url for url in jia.web.asked if "yi.example" in url]
    assert len(refusals(run)) == 1
    assert f"{address(2)}: leads off the outlet (to {elsewhere})" in run.err


def test_redirects_within_the_outlet(jia: Workplace) -> None:
    pages = jia.web.pages
    moved = address(1, "m.jia.example")
    pages[address(1)] = Answer(status=301, headers={"Location": moved})
    pages[moved] = article(1)
    pages[address(2)] = Answer(status=302, headers={"Location": address(3)})
    pages[address(4)] = Answer(status=302, headers={"Location": address(4)})
    run = crawl(jia)
    urls = sorted(json.loads(line)["url"] for line in jia.lines())
    assert urls == sorted([moved, address(3), address(5)])
    assert jia.web.asked.count(address(3)) == 1
    assert len(refusals(run)) == 1
    assert f"{address(4)}: redirects in a circle" in run.err


def test_follows_a_page_that_sends_on_but_not_one_that_renews_itself(
    jia: Workplace,
) -> None:
    pages = jia.web.pages
    start = "http://www.jia.example/news/"
    renewal = f"<meta http-equiv='refresh' content='60;url={start}'>"
    pages[start] = hub(address(1)).replace("<body>", renewal + "<body>")
    sending = f"<meta http-equiv='refresh' content='0;url={address(2)}'>"
    pages[address(1)] = f"<html><head>{sending}</head></html>"
    run = crawl(jia)
    assert [json.loads(line)["url"] for line in jia.lines()] == [address(2)]
    assert refusals(run) == []


def test_a_retry_of_a_redirected_page_is_no_second_visit(jia: Workplace) -> None:
    moved = address(1, "m.jia.example")
    jia.web.pages[address(1)] = Answer(status=301, headers={"Location": moved})
    jia.web.pages[moved] = Answer(b"busy", status=503)
    run = crawl(jia)
    assert jia.web.asked.count(moved) == 2
    assert f"{moved}: HTTP 503" in run.err


def test_limits_are_kept_and_told(jia: Workplace) -> None:
    run = crawl(jia, "-a", "max_articles=2")
    assert len(jia.lines()) == 2
    assert "Left unread: articles 3 (max_articles), list pages 0" in run.err
    run = crawl(jia, *FORCE, "-a", "hub_pages=1")
    assert "http://www.jia.example/news/index_2.html" not in jia.web.asked[-5:]
    assert "Left unread: articles 0 (max_articles), list pages 1" in run.err


def test_a_reprint_and_a_second_address_are_kept_once(jia: Workplace) -> None:
    jia.outlet("yi", SITE.replace("jia", "yi").replace("甲", "乙"))
    other = address(7, "www.yi.example")
    jia.web.pages["http://www.yi.example/news/"] = hub(other)
    jia.web.pages[other] = article(1)
    run = crawl(jia, outlets="jia,yi")
    assert len(jia.lines()) == 5
    assert run.code == 0  # yi gave an article, if one that jia has, too


def test_an_outlet_without_articles_is_named_by_the_exit_code(jia: Workplace) -> None:
    jia.outlet("yi", SITE.replace("jia", "yi").replace("甲", "乙"))
    run = crawl(jia, outlets="jia,yi")
    assert run.code == 1
    assert "No article from 乙江日报 (yi)" in run.err
    assert "http://www.yi.example/news/: HTTP 404" in run.err
    assert len(jia.lines()) == 5


@pytest.fixture
def bad() -> dict[str, tuple[Answer, str]]:
    """Pages that nobody can read, and what is said of them."""
    page = article(9).encode() * 30
    packed = gzip.compress(page)
    html = {"Content-Type": "text/html"}
    zipped = {**html, "Content-Encoding": "gzip"}
    bomb = gzip.compress(b" " * (33 * 1024 * 1024))
    return {
        "empty": (Answer(b""), "empty"),
        "blank": (Answer(b" \r\n\x00\x00"), "empty"),
        "binary": (Answer(b"%PDF-1.7 " + bytes(range(256)) * 40), "not text"),
        "cut-gzip": (Answer(packed[: len(packed) // 2], headers=zipped), "cut short"),
        "no-gzip": (Answer(page, headers=zipped), "damaged gzip"),
        "bomb": (Answer(bomb, headers=zipped), "too large"),
        "large": (Answer(b"<p>a</p>" * (50 * 1024 * 1024 // 8)), "too large"),
        "hung-up": (Answer(page, missing=500), "cut short"),
        "gone": (Answer(b"", status=410), "HTTP 410"),
    }


def test_bad_pages_cost_one_line_each(
    jia: Workplace, bad: dict[str, tuple[Answer, str]]
) -> None:
    urls = {name: address(100 + place) for place, name in enumerate(bad)}
    jia.web.pages["http://www.jia.example/news/"] = hub(*urls.values(), address(1))
    jia.web.pages.update((urls[name], answer) for name, (answer, _) in bad.items())
    run = crawl(jia)
    assert run.code == 0
    assert len(jia.lines()) == 1
    assert "Traceback" not in run.err
    lines = run.err.splitlines()
    for name, (_, ground) in bad.items():
        [line] = [line for line in lines if urls[name] in line]
        assert f"{urls[name]}: {ground}" in line
    grounds = Counter(ground for _, ground in bad.values())
    for ground, count in grounds.items():
        assert f"{count} {ground}" in run.err


def test_strange_pages_are_read_or_refused_but_never_fatal(jia: Workplace) -> None:
    pages = {
        address(101): "<div>" * 20_000 + article(1) + "</div>" * 20_000,
        address(102): article(2).replace("校", "\x00校\x00"),
        address(103): article(3).replace("utf-8", "x-no-such-charset"),
    }
    jia.web.pages.update(pages)
    jia.web.pages["http://www.jia.example/news/"] = hub(*pages, address(4))
    run = crawl(jia, "-L", "INFO")
    assert run.code == 0
    assert "Traceback" not in run.err
    kept = {json.loads(line)["url"] for line in jia.lines()}
    refused = {url for url in pages if f" {url}: " in run.err}
    assert address(4) in kept
    assert kept.isdisjoint(refused)
    assert kept | refused == {*pages, address(4)}


def test_a_broken_list_is_a_refusal(jia: Workplace) -> None:
    hubs = '["http://www.jia.example/news/", "http://www.jia.example/gone/"]'
    jia.outlet("jia", SITE.replace('["http://www.jia.example/news/"]', hubs))
    run = crawl(jia)
    assert run.code == 0
    assert "http://www.jia.example/gone/: HTTP 404" in run.err
    assert len(jia.lines()) == 5


def test_a_dead_host_is_a_refusal(place: Workplace, web: Web) -> None:
    place.outlet("jia", SITE)
    web.server_close()
    run = crawl(place)
    assert run.code == 1
    assert "http://www.jia.example/news/: connection refused" in run.err
    assert "Traceback" not in run.err


def started(place: Workplace, *words: str) -> subprocess.Popen[bytes]:
    """Start a crawl and come back when it has stored three articles."""
    running = subprocess.Popen(
        place.command("crawl", "news", "-a", "outlets=jia", *words),
        cwd=PROJECT,
        env=place.environment,
        stderr=subprocess.PIPE,
    )
    while running.poll() is None and len(place.lines()) < 3:
        time.sleep(0.01)
    return running


@pytest.fixture
def long(place: Workplace) -> Workplace:
    """An outlet of three hundred articles."""
    place.outlet("jia", SITE)
    urls = [address(number) for number in range(300)]
    place.web.pages["http://www.jia.example/news/"] = hub(*urls)
    place.web.pages.update((address(n), article(n)) for n in range(300))
    return place


def test_a_killed_crawl_loses_nothing_and_repeats_nothing(long: Workplace) -> None:
    running = started(long)
    running.kill()
    running.communicate()
    kept = long.lines()
    assert 3 <= len(kept) < 300
    [path] = (long.data / "articles").iterdir()
    with path.open("ab") as file:
        file.write(kept[0][:99])  # what a kill in the midst of a write leaves
    assert crawl(long).code == 0
    urls = Counter(json.loads(line)["url"] for line in long.lines())
    assert urls == dict.fromkeys(map(address, range(300)), 1)


def test_interrupt_ends_the_crawl_in_good_order(long: Workplace) -> None:
    running = started(long)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate()
    assert running.returncode == 0
    lines = long.lines()
    assert len(lines) < 300
    assert all(json.loads(line) for line in lines)
    assert f"New articles: {len(lines)}," in err.decode()


def test_an_outlet_is_asked_one_thing_at_a_time(long: Workplace) -> None:
    long.web.pause = 0.01
    crawl(long, "-a", "max_articles=60", "-s", "CONCURRENT_REQUESTS=16")
    assert long.web.most_at_once == 1


def save(place: Workplace, *numbers: int) -> Path:
    """Save the outlet's pages as ``savepage`` does."""
    folder = place.folder / "pages"
    folder.mkdir()
    for number in numbers:
        response = {
            "url": address(number),
            "content_type": "text/html",
            "outlet": "jia",
        }
        (folder / f"{number}.html.gz").write_bytes(
            gzip.compress(article(number).encode())
        )
        (folder / f"{number}.json").write_text(json.dumps({"response": response}))
    return folder


def test_saved_pages_give_what_a_crawl_gives_without_network(jia: Workplace) -> None:
    run = jia.scrapy("crawl", "saved", "-a", f"path={save(jia, *range(1, 6))}")
    assert run.code == 0
    assert jia.web.asked == []
    saved = [{**json.loads(line), "fetched": None} for line in jia.lines()]
    jia.forget()
    crawled = jia.folder / "crawled.jsonl"
    crawl(jia, "-O", str(crawled))
    found = map(json.loads, crawled.read_bytes().splitlines())
    again = [{**each, "fetched": None} for each in found]
    assert sorted(map(json.dumps, saved)) == sorted(map(json.dumps, again))


def test_saved_pages_that_cannot_be_read_are_refused(jia: Workplace) -> None:
    folder = save(jia, 1, 2, 3)
    (folder / "2.html.gz").write_bytes(b"\x1f\x8b\x08cut")
    (folder / "3.json").write_text('{"response": {"outlet": "nobody"}}')
    run = jia.scrapy("crawl", "saved", "-a", f"path={folder}")
    assert run.code == 0
    assert len(jia.lines()) == 1
    assert f"{(folder / '2.html.gz').as_uri()}: damaged gzip" in run.err
    assert f"{(folder / '3.html.gz').as_uri()}: unknown outlet (nobody; " in run.err
    assert "Traceback" not in run.err


def test_saved_pages_without_any_article_make_the_exit_code_1(jia: Workplace) -> None:
    page = jia.folder / "hub.html"
    page.write_text(hub(*map(address, range(40))), encoding="utf-8")
    run = jia.scrapy("crawl", "saved", "-a", f"path={page}")
    assert run.code == 1
    assert "No article at all" in run.err
    assert jia.lines() == []


def test_archives_and_texts_are_read_like_saved_pages(jia: Workplace) -> None:
    folder = jia.folder / "saved"
    folder.mkdir()
    held = [Record(address(number), article(number).encode()) for number in (1, 2)]
    write(folder / "a.warc.gz", [*held, text("http://b.example/", *MENU)])
    (folder / "flat.txt").write_text("\n".join(report()), encoding="utf-8")
    jia.web.asked.clear()
    run = jia.scrapy("crawl", "saved", "-a", f"path={folder}")
    assert run.code == 0, run.err
    assert jia.web.asked == []
    told = [json.loads(line) for line in jia.lines()]
    assert [article["url"] for article in told[:2]] == [address(1), address(2)]
    assert len(told) == 3


def test_an_article_on_several_pages_of_one_archive_is_given_once(
    place: Workplace,
) -> None:
    first = "http://www.jia.example/news/7.html"
    second = "http://www.jia.example/news/7_2.html"
    pager = f"<a href='{first}'>1</a> <a href='{second}'>2</a>"
    one = article(7).replace(
        "<div class='footer'>", f"<div>{pager}</div><div class='footer'>"
    )
    two = one.replace("校车", "渡船").replace("司机", "艄公").replace("镇里", "乡里")
    two = two.replace("河口镇第7辆渡船今晨准点发车", "河口镇第7辆校车今晨准点发车")
    held = [Record(first, one.encode()), Record(second, two.encode())]
    path = write(place.folder / "a.warc.gz", held)
    run = place.scrapy("crawl", "saved", "-a", f"path={path}")
    assert run.code == 0, run.err
    [line] = place.lines()
    stored = json.loads(line)
    assert stored["pages"] == [first, second]
    assert len(stored["body"]) == 6
