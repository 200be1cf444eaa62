"""Servers that do harm, by malice or mistake: the crawl goes on, and tells who did what."""

from __future__ import annotations

import gzip
import json
import socket
import sqlite3
import struct
import subprocess
import sys
import time
from collections.abc import Mapping
from itertools import pairwise

import pytest

from tests.loopback import PROJECT, Answer, Misbehavior, Run, Workplace
from tests.test_crawl import FORCE, SITE, address, article, hub

FRONT = "http://www.jia.example/news/"

# KiB. A crawl of five articles takes about 95,000; what each server here would send,
# or have us do, is without end or many times as much.
MOST_MEMORY = 450_000

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNK = b"10000\r\n" + b"<p>a</p>" * 8192 + b"\r\n"


def says(sentence: bytes) -> Misbehavior:
    """Return what says ``sentence`` and hangs up."""
    return lambda connection: connection.sendall(sentence)


def goes_on(head: bytes, again: bytes, *, pause: float = 0.0) -> Misbehavior:
    """Return what says ``head``, and then ``again`` until the crawler hangs up."""

    def speak(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(again)
            time.sleep(pause)

    return speak


def resets(connection: socket.socket) -> None:
    """Break the connection off without a word."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def falls_silent(connection: socket.socket) -> None:
    """Say half a head, and wait for the crawler to lose patience."""
    connection.sendall(OK)
    connection.recv(1)


@pytest.fixture
def jia(place: Workplace) -> Workplace:
    """An outlet whose front page names five articles."""
    place.outlet("jia", SITE)
    place.web.pages[FRONT] = hub(*map(address, range(1, 6)))
    place.web.pages.update((address(number), article(number)) for number in range(1, 6))
    return place


# Runs a command and says last what it took. A process is said to have had the memory of
# whoever started it, and the tests have had much by now; this one has little.
STARTER = """
import os, subprocess, sys
_, status, usage = os.wait4(subprocess.Popen(sys.argv[1:]).pid, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def crawl(place: Workplace, *words: str, outlets: str = "jia") -> Run:
    """Crawl with little patience, and hold what every crawl here must keep to."""
    out, err = place.folder / "out", place.folder / "err"
    command = ("crawl", "news", "-a", f"outlets={outlets}", "-s", "DOWNLOAD_TIMEOUT=1")
    with out.open("wb") as stdout, err.open("wb") as stderr:
        done = subprocess.run(
            [sys.executable, "-c", STARTER, *place.command(*command, *words)],
            cwd=PROJECT,
            env=place.environment,
            stdout=stdout,
            stderr=stderr,
            check=False,
        )
    printed, _, memory = out.read_text().rstrip("\n").rpartition("\n")
    run = Run(done.returncode, printed, err.read_text())
    assert "Traceback" not in run.err
    assert int(memory) < MOST_MEMORY
    return run


def kept(place: Workplace) -> list[str]:
    return sorted(json.loads(line)["url"] for line in place.lines())


WORDLESS: Mapping[str, tuple[Misbehavior, str]] = {
    "drips": (goes_on(OK + b"\r\n<p>", b"a", pause=0.05), "timed out"),
    "falls silent": (falls_silent, "timed out"),
    "resets": (resets, "no whole answer"),
    "hangs up": (says(b""), "no whole answer"),
    "greets as a mail server": (says(b"220 jia.example ESMTP\r\n"), "no whole answer"),
    "heads without end": (goes_on(OK, b"X-A: " + b"a" * 1000 + b"\r\n"), "timed out"),
    "a header without end": (goes_on(OK + b"X-A: ", b"a" * 1000), "no whole answer"),
    "a status without end": (goes_on(b"HTTP/1.1 200 ", b"a" * 99), "no whole answer"),
    "chunks without end": (
        goes_on(OK + b"Transfer-Encoding: chunked\r\n\r\n", CHUNK),
        "too large",
    ),
    "a body without end": (goes_on(OK + b"\r\n", CHUNK), "too large"),
    "a petabyte": (says(OK + b"Content-Length: 1000000000000000\r\n\r\n"), "too large"),
    "less than nothing": (says(OK + b"Content-Length: -1\r\n\r\n"), "no whole answer"),
    "half a chunk": (
        says(OK + b"Transfer-Encoding: chunked\r\n\r\nfff\r\n<p>a"),
        "cut short",
    ),
}


def test_what_a_server_does_to_one_page_costs_that_page(jia: Workplace) -> None:
    pages = {address(100 + place): each for place, each in enumerate(WORDLESS.values())}
    jia.web.pages[FRONT] = hub(address(1), *pages, address(2))
    jia.web.pages.update((url, misbehavior) for url, (misbehavior, _) in pages.items())
    run = crawl(jia)
    assert run.code == 0
    assert kept(jia) == [address(1), address(2)]
    for url, (_, ground) in pages.items():
        assert f"WARNING {url}: {ground}" in run.err


def test_the_same_to_robots_txt_costs_nothing(jia: Workplace) -> None:
    jia.web.pages["http://www.jia.example/robots.txt"] = WORDLESS["drips"][0]
    assert crawl(jia).code == 0
    assert len(kept(jia)) == 5


def test_more_is_sent_than_was_promised(jia: Workplace) -> None:
    page = article(2).encode()
    head = OK + f"Content-Length: {len(page)}\r\n\r\n".encode()
    jia.web.pages[address(2)] = says(head + page + b"<p>" + b"a" * 100_000)
    assert crawl(jia).code == 0
    assert len(kept(jia)) == 5


def test_the_report_says_which_outlet_did_what(jia: Workplace) -> None:
    jia.outlet("yi", SITE.replace("jia", "yi").replace("甲", "乙"))
    jia.web.pages["http://www.yi.example/news/"] = resets
    jia.web.pages[address(2)] = WORDLESS["drips"][0]
    run = crawl(jia, outlets="jia,yi")
    assert run.code == 1
    assert "Refused pages: 1 no whole answer, 1 timed out" in run.err
    assert "  甲江日报 (jia): 1 timed out" in run.err
    assert "  乙江日报 (yi): 1 no whole answer" in run.err


def test_a_chain_of_redirects_without_end_ends(jia: Workplace) -> None:
    chain = [address(2), *(address(number) for number in range(100, 140))]
    for here, there in pairwise(chain):
        jia.web.pages[here] = Answer(status=302, headers={"Location": there})
    run = crawl(jia)
    assert len(kept(jia)) == 4
    assert f"{chain[5]}: max redirections reached" in run.err
    assert len(set(jia.web.asked) & set(chain)) == 6


INNER = (
    *("http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/"),
    *("http://2130706433/", "http://169.254.169.254/latest/", "http://10.0.0.1/"),
    *("file:///etc/hostname", "file://www.jia.example/etc/hostname"),
    *("data:text/html,<p>a", "ftp://www.jia.example/", "//10.0.0.1/"),
)


def test_no_redirect_leads_to_files_or_the_inner_network(jia: Workplace) -> None:
    targets = [target.format(port=jia.web.server_port) for target in INNER]
    moved = {address(100 + place): target for place, target in enumerate(targets)}
    sent_on = {address(200 + place): target for place, target in enumerate(targets)}
    jia.web.pages[FRONT] = hub(address(1), *moved, *sent_on)
    for url, target in moved.items():
        jia.web.pages[url] = Answer(status=302, headers={"Location": target})
    for url, target in sent_on.items():
        renewal = f'<meta http-equiv="refresh" content="0;url={target}">'
        jia.web.pages[url] = f"<html><head>{renewal}</head><body></body></html>"
    run = crawl(jia, "-L", "INFO")
    assert run.code == 0
    assert kept(jia) == [address(1)]
    for url in (*moved, *sent_on):
        assert f" {url}: " in run.err
    assert not [url for url in jia.web.asked if ".jia.example" not in url]


def test_links_to_files_and_the_inner_network_are_none(jia: Workplace) -> None:
    targets = [target.format(port=jia.web.server_port) for target in INNER]
    jia.web.pages[FRONT] = hub(address(1), *targets)
    crawl(jia)
    assert kept(jia) == [address(1)]
    assert not [url for url in jia.web.asked if ".jia.example" not in url]


def test_the_inner_network_is_asked_only_by_the_name_in_a_site_file(
    jia: Workplace,
) -> None:
    # Without a proxy. To the owner of 0.0.1, 127.0.0.1 is a name below his own.
    straight = {"http_proxy": "", "no_proxy": "*"}
    front = f"http://127.0.0.1:{jia.web.server_port}/news/"
    site = SITE.replace(FRONT, front)
    jia.web.pages["/news/"] = hub("/news/2026-11/01/content_0001.html")
    jia.web.pages["/news/2026-11/01/content_0001.html"] = article(1)
    words = "crawl", "news", "-a", "outlets=jia"
    jia.outlet("jia", site.replace("jia.example", "0.0.1"))
    run = jia.scrapy(*words, environment=straight)
    assert run.code == 1
    assert f"{front}: in the inner network (127.0.0.1 is 127.0.0.1; " in run.err
    assert jia.web.asked == []
    jia.outlet("jia", site.replace("jia.example", "127.0.0.1"))
    again = jia.scrapy(*words, *FORCE, environment=straight)
    assert again.code == 0
    assert len(kept(jia)) == 1


def test_a_busy_server_is_given_the_time_it_asks_for(jia: Workplace) -> None:
    jia.web.pages[address(2)] = busy_once(jia)
    started = time.monotonic()
    run = crawl(jia)
    assert run.code == 0
    assert len(kept(jia)) == 5
    assert time.monotonic() - started > 1


def busy_once(place: Workplace) -> Misbehavior:
    """Return what asks for a second's rest, and then gives the article."""

    def answer(connection: socket.socket) -> None:
        busy = place.web.asked.count(address(2)) == 1
        head = b"HTTP/1.1 429 Busy\r\nRetry-After: 1\r\n" if busy else OK
        body = b"" if busy else article(2).encode()
        length = f"Content-Length: {len(body)}\r\n\r\n".encode()
        connection.sendall(head + length + body)

    return answer


@pytest.mark.parametrize(
    "wanted", ["100000", "Fri, 31 Dec 2100 23:59:59 GMT"], ids=["seconds", "date"]
)
def test_a_server_that_asks_for_a_long_rest_is_left_alone(
    jia: Workplace, wanted: str
) -> None:
    jia.web.pages[address(2)] = Answer(status=503, headers={"Retry-After": wanted})
    run = crawl(jia)
    asked = jia.web.asked
    assert asked[-1] == address(2)
    assert asked.count(address(2)) == 1
    assert "HTTP 503" in run.err
    assert run.err.count("asked to come back later") == 2  # in its line, in the report
    jia.web.pages[address(2)] = article(2)
    hour = 3600 * 1000  # as the ledger counts
    with sqlite3.connect(jia.data / "ledger.sqlite") as ledger:
        ledger.execute("UPDATE addresses SET next_at = next_at - ?", [hour])
    ledger.close()
    assert crawl(jia).code == 0
    assert kept(jia) == [address(number) for number in range(1, 6)]


def test_robots_txt_of_five_megabytes_is_obeyed_as_far_as_is_due(
    jia: Workplace,
) -> None:
    rules = f"User-agent: *\nDisallow: {address(2).removeprefix('http://www.jia.example')}\n"
    rules += "".join(f"Disallow: /a/{number}/*b\n" for number in range(250_000))
    rules += "Disallow: /\n"
    jia.web.pages["http://www.jia.example/robots.txt"] = rules
    run = crawl(jia)
    assert len(rules) > 5_000_000
    assert kept(jia) == [address(number) for number in (1, 3, 4, 5)]
    assert f"{address(2)}: forbidden by robots.txt" in run.err


def test_robots_txt_that_is_a_page_forbids_nothing(jia: Workplace) -> None:
    page = article(1).replace("<body>", "<body><p>User-agent: * Disallow: /</p>")
    jia.web.pages["http://www.jia.example/robots.txt"] = page
    assert crawl(jia).code == 0
    assert len(kept(jia)) == 5


def test_a_hub_of_a_hundred_thousand_links(jia: Workplace) -> None:
    jia.web.pages[FRONT] = hub(*map(address, range(100_000)))
    jia.web.pages[address(0)] = article(6)
    run = crawl(jia, "-a", "max_articles=6")
    assert len(kept(jia)) == 6
    assert "Left unread: articles 99994 (max_articles)" in run.err


def test_a_sitemap_that_nests_without_end_ends(jia: Workplace) -> None:
    jia.outlet("jia", SITE + 'sitemaps = ["http://www.jia.example/sitemap0.xml"]\n')
    for number in range(50):
        further = "".join(
            f"<sitemap><loc>http://www.jia.example/sitemap{number * 3 + each}.xml</loc>"
            "</sitemap>"
            for each in (1, 2, 3)
        )
        jia.web.pages[f"http://www.jia.example/sitemap{number}.xml"] = Answer(
            f"<sitemapindex>{further}</sitemapindex>".encode()
        )
    run = crawl(jia)
    assert len(kept(jia)) == 5
    assert sum("sitemap" in url for url in jia.web.asked) == 5
    assert "list pages " in run.err


LAUGHS = "".join(
    f'<!ENTITY a{here} "{f"&a{here - 1};" * 10}">' for here in range(1, 10)
)


@pytest.mark.parametrize(
    ("body", "ground"),
    [
        (gzip.compress(b" " * 60 * 1024 * 1024), "too large"),
        (
            f'<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">{LAUGHS}]><urlset><url><loc>&a9;'
            "</loc></url></urlset>".encode(),
            None,
        ),
        (b"<urlset>" * 100_000, None),
        (b"<html><p>a</p></html>", "not a sitemap"),
    ],
    ids=["packed", "entities", "deep", "a page"],
)
def test_a_sitemap_that_bursts_costs_that_sitemap(
    jia: Workplace, body: bytes, ground: str | None
) -> None:
    sitemap = "http://www.jia.example/sitemap.xml"
    jia.outlet("jia", SITE + f'sitemaps = ["{sitemap}"]\n')
    jia.web.pages[sitemap] = Answer(body, headers={"Content-Type": "text/xml"})
    run = crawl(jia)
    assert run.code == 0
    assert len(kept(jia)) == 5
    assert ground is None or f"{sitemap}: {ground}" in run.err


def test_an_article_of_two_hundred_pages_ends_where_it_is_told_to(
    jia: Workplace,
) -> None:
    first = address(2)
    for number in range(1, 201):
        here = first if number == 1 else first.replace(".html", f"_{number}.html")
        further = first.rpartition("/")[2].replace(".html", f"_{number + 1}.html")
        jia.web.pages[here] = (
            article(number)
            .replace(
                "<div class='footer'>",
                f"<div class='page'><a href='{further}'>下一页</a></div><div class='footer'>",
            )
            .replace(f"第{number}辆校车今晨准点发车", "第2辆校车今晨准点发车")
        )
    run = crawl(jia)
    assert run.code == 0
    assert sum("_0002" in url or "content_0002" in url for url in jia.web.asked) == 30
    [whole] = [json.loads(line) for line in jia.lines() if first in line.decode()]
    assert len(whole["pages"]) == 30
    assert "Incomplete articles: 1" in run.err
