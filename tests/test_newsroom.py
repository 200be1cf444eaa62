"""The newsroom serves what it holds, and holds what its generator prints."""

from __future__ import annotations

import html
import http.client
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from crawler import sites
from tests.fixtures.newsroom_source.__main__ import print_newsroom
from tests.newsroom import PAGES, Newsroom, Shelf

PROJECT = Path(__file__).parent.parent
OUTLETS = PROJECT / "tests" / "fixtures" / "outlets"

SHELF = Shelf(PAGES)

TRUTH: list[dict[str, Any]] = [
    json.loads(line) for line in (PAGES / "expected.jsonl").read_bytes().splitlines()
]

# How each host's pages are read by hand, apart from what the crawler thinks.
ENCODINGS = {
    "www.jianghe.example": "utf-8",
    "m.jianghe.example": "utf-8",
    "www.linzhou.example": "gbk",
    "www.shuixiang.example": "utf-8",
    "www.langang.example": "big5",
}
MARKUP = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
SPACE = re.compile(r"\s+")


class Got(NamedTuple):
    status: int
    content_type: str
    body: bytes


@pytest.fixture(scope="module")
def room() -> Iterator[Newsroom]:
    with Newsroom() as room:
        yield room


def get(room: Newsroom, url: str, method: str = "GET") -> Got:
    """Ask the newsroom for ``url``, as a proxy is asked."""
    connection = http.client.HTTPConnection(urlsplit(room.proxy).netloc)
    try:
        connection.request(method, url)
        response = connection.getresponse()
        content_type = response.headers["Content-Type"]
        return Got(response.status, content_type, response.read())
    finally:
        connection.close()


def source(url: str) -> str:
    """Return the markup at ``url``, its bytes read strictly."""
    return SHELF.answer(url).body.decode(ENCODINGS[urlsplit(url).netloc])


def shown(url: str) -> str:
    """Return the text at ``url`` without tags and white space."""
    return SPACE.sub("", html.unescape(MARKUP.sub("", source(url))))


def stands(words: str, text: str) -> bool:
    """Say whether ``words`` stand in ``text``, whole or cut once by a page's end."""
    cuts = range(len(words))
    return any(words[:cut] in text and words[cut:] in text for cut in cuts)


def test_the_committed_tree_is_what_the_generator_prints(tmp_path: Path) -> None:
    print_newsroom(tmp_path)
    printed, kept = (
        {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and path.name != "hosts.toml"  # kept by hand
        }
        for folder in (tmp_path, PAGES)
    )
    assert printed.keys() == kept.keys()
    assert [name for name in printed if printed[name] != kept[name]] == []


def test_there_are_four_outlets_with_sixty_articles() -> None:
    articles = {(row["outlet"], row.get("canonical_url", row["url"])) for row in TRUTH}
    assert len({outlet for outlet, _ in articles}) == 4
    assert len(articles) >= 64
    assert len({tuple(row["body"]) for row in TRUTH}) >= 64


def test_some_articles_stand_under_two_addresses_and_some_are_reprints() -> None:
    addresses = Counter((row["outlet"], tuple(row["body"])) for row in TRUTH)
    assert sum(count == 2 for count in addresses.values()) >= 6
    outlets = Counter(body for _, body in addresses)
    assert sum(count == 2 for count in outlets.values()) == 5


@pytest.mark.parametrize("row", TRUTH, ids=lambda row: row["url"])
def test_the_truth_is_on_the_page(row: dict[str, Any]) -> None:
    text = "".join(map(shown, row.get("pages", [row["url"]])))
    assert [each for each in row["body"] if not stands(SPACE.sub("", each), text)] == []
    for words in (
        row["headline"],
        *row["authors"],
        *row["editors"],
        *row.get("captions", ()),
        *(teaser["headline"] for teaser in row.get("teasers", ())),
        *(teaser["summary"] for teaser in row["teasers"] if "summary" in teaser),
        *row["footer"].get("icp", ()),
        *row["footer"].get("police", ()),
        *row["footer"].get("licences", ()),
        row["footer"]["copyright"],
        row.get("source", ""),
        row.get("alternative_headline", ""),
        row.get("section", ""),
    ):
        assert SPACE.sub("", words) in text
    assert all(row.get("dateline", "") in paragraph for paragraph in row["body"][:1])


def test_every_address_of_the_truth_is_served() -> None:
    teasers = {teaser["url"] for row in TRUTH for teaser in row["teasers"]}
    pages = {url for row in TRUTH for url in row.get("pages", ())}
    asked = teasers | pages | {row["url"] for row in TRUTH}
    assert [url for url in sorted(asked) if SHELF.answer(url).status != 200] == []


def test_articles_are_cut_into_pages_in_every_way() -> None:
    several = {len(row["pages"]): row for row in TRUTH if "pages" in row}
    assert several.keys() == {2, 3}
    assert sum("pages" in row for row in TRUTH) == 6
    [lost] = [row for row in TRUTH if "missing_pages" in row]
    assert [SHELF.answer(url).status for url in lost["missing_pages"]] == [404]


def test_the_site_files_are_sound_and_their_addresses_served() -> None:
    known = {path.stem: sites.load(path) for path in OUTLETS.glob("*.toml")}
    assert known.keys() == {row["outlet"] for row in TRUTH}
    for site in known.values():
        for url in (*site.hubs, *site.feeds, *site.sitemaps):
            assert SHELF.answer(url).status == 200, url
    assert all(known[row["outlet"]].owns(row["url"]) for row in TRUTH)


def test_the_tables_are_gbk_under_the_name_of_gb2312() -> None:
    url = next(row["url"] for row in TRUTH if row["outlet"] == "linzhou")
    answer = SHELF.answer(url)
    assert answer.content_type == "text/html"
    assert b"charset=gb2312" in answer.body
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("utf-8")
    text = answer.body.decode("gbk")
    with pytest.raises(UnicodeEncodeError):
        text.encode("gb2312")


def test_big5_stands_in_for_what_it_lacks_with_references() -> None:
    url = next(row["url"] for row in TRUTH if row["outlet"] == "langang")
    answer = SHELF.answer(url)
    assert b"charset=big5" in answer.body
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("utf-8")
    assert "&#22531;" in answer.body.decode("big5")
    # Hong Kong's additions, which readers of big5 know, change no character.
    assert answer.body.decode("big5hkscs") == answer.body.decode("big5")


def test_a_folder_gives_its_index(room: Newsroom) -> None:
    got = get(room, "http://www.linzhou.example/")
    assert got.status == 200
    assert got.body == (PAGES / "www.linzhou.example" / "index.htm").read_bytes()


def test_a_plain_request_names_its_outlet_in_the_host_header(room: Newsroom) -> None:
    connection = http.client.HTTPConnection(urlsplit(room.proxy).netloc)
    try:
        connection.request("GET", "/robots.txt", headers={"Host": "m.jianghe.example"})
        body = connection.getresponse().read()
    finally:
        connection.close()
    assert body == (PAGES / "m.jianghe.example" / "robots.txt").read_bytes()


def test_a_host_says_of_its_files_what_its_table_holds(room: Newsroom) -> None:
    types = {
        url: get(room, url).content_type
        for url in (
            "http://www.jianghe.example/about.html",
            "http://www.jianghe.example/sitemap.xml",
            "http://www.jianghe.example/",
            "http://www.linzhou.example/",
            "http://www.langang.example/about.html",
        )
    }
    assert list(types.values()) == [
        "text/html; charset=utf-8",
        "application/xml",
        "text/html; charset=utf-8",
        "text/html",
        "text/html; charset=Big5",
    ]


def test_what_is_missing_gives_the_outlets_own_error_page(room: Newsroom) -> None:
    got = get(room, "http://www.shuixiang.example/yuye/2160.html")
    assert got.status == 404
    assert "水乡农渔网" in got.body.decode()


def test_an_unknown_host_gives_502_and_says_so(room: Newsroom) -> None:
    got = get(room, "http://www.elsewhere.example/news.html")
    assert got.status == 502
    assert got.body == b"newsroom: no outlet lives at www.elsewhere.example\n"


@pytest.mark.parametrize("path", ["/../hosts.toml", "/%2e%2e/hosts.toml"])
def test_nothing_outside_an_outlet_is_served(room: Newsroom, path: str) -> None:
    assert get(room, f"http://www.jianghe.example{path}").status == 404


def test_a_query_is_the_same_file_unless_there_is_one_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "www.place.example"
    folder.mkdir()
    (folder / "read.htm").write_bytes(b"any")
    (folder / "read.htm@id=12").write_bytes(b"twelve")
    with Newsroom(tmp_path) as room:
        some, twelve = (
            get(room, f"http://www.place.example/read.htm?id={number}")
            for number in (11, 12)
        )
    assert (some.body, twelve.body) == (b"any", b"twelve")
    assert some.content_type == twelve.content_type == "text/html; charset=utf-8"


def test_head_gives_the_headers_alone(room: Newsroom) -> None:
    got = get(room, "http://www.jianghe.example/", "HEAD")
    assert (got.status, got.body) == (200, b"")


def test_pages_that_are_no_pages_are_there_to_be_refused(room: Newsroom) -> None:
    base = "http://www.linzhou.example/html"
    empty = get(room, f"{base}/minsheng/20251103/1059.htm")
    binary = get(room, f"{base}/yaowen/20251102/1053.htm")
    assert (empty.status, empty.body) == (200, b"")
    assert binary.content_type == "text/html"
    assert b"\x00" in binary.body


def test_requests_are_kept_from_many_threads_at_once() -> None:
    urls = [row["url"] for row in TRUTH]
    with Newsroom() as room:
        with ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(lambda url: get(room, url).status, urls))
        assert set(statuses) == {200}
        assert Counter(room.requests) == Counter(f"GET {url}" for url in urls)


ASK = (
    "import sys, urllib.request as web; "
    "page = web.urlopen('http://www.jianghe.example/robots.txt').read(); "
    "sys.stdout.buffer.write(page); sys.exit(3)"
)


def test_a_command_runs_inside_and_its_exit_code_comes_out() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.newsroom", "--", sys.executable, "-c", ASK],
        cwd=PROJECT,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 3
    assert done.stdout == (PAGES / "www.jianghe.example" / "robots.txt").read_bytes()
    assert re.fullmatch(
        r"newsroom: listening on http://127\.0\.0\.1:\d+\n", done.stderr.decode()
    )


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [([], 2, "usage:"), (["--", "no-such-command-here"], 127, "no-such-command-here")],
)
def test_a_wrong_command_is_told_in_a_line(
    command: list[str], code: int, said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.newsroom", *command],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == code
    assert said in done.stderr.splitlines()[-1]
