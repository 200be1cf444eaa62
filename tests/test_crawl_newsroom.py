"""One crawl of the whole newsroom: each text is kept once, all is accounted for."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest

from crawler import schema, sites
from crawler.urls import canonical
from tests.loopback import PROJECT
from tests.newsroom import PAGES, Newsroom

OUTLETS = PROJECT / "tests" / "fixtures" / "outlets"
KEYS = sorted(path.stem for path in OUTLETS.glob("*.toml"))
TRUTH: list[dict[str, Any]] = [
    json.loads(line) for line in (PAGES / "expected.jsonl").read_bytes().splitlines()
]


@dataclass(frozen=True, slots=True)
class Crawl:
    """What came of a crawl of the newsroom."""

    code: int
    err: str
    asked: list[str]
    stored: list[dict[str, Any]]
    exported: list[bytes]
    lines: list[bytes]


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    folder = tmp_path_factory.mktemp("newsroom")
    out = folder / "out.jsonl"
    with Newsroom() as room:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "scrapy", "crawl", "news"),
                *("-a", "outlets=" + ",".join(KEYS), "-O", out),
                *("-s", f"SITE_FOLDERS={OUTLETS}", "-s", f"DATA_FOLDER={folder}"),
            ],
            cwd=PROJECT,
            env=room.environment,
            capture_output=True,
            check=False,
            timeout=300,
        )
        asked = [request.partition(" ")[2] for request in room.requests]
    [file] = (folder / "articles").iterdir()
    lines = file.read_bytes().splitlines()
    stored = [json.loads(line) for line in lines]
    exported = out.read_bytes().splitlines()
    return Crawl(done.returncode, done.stderr.decode(), asked, stored, exported, lines)


def bare(text: str) -> str:
    return "".join(text.split())


def test_ends_well_and_calmly(crawl: Crawl) -> None:
    assert crawl.code == 0
    assert "Traceback" not in crawl.err
    assert "ERROR" not in crawl.err
    for key in KEYS:
        assert sites.load(OUTLETS / f"{key}.toml").name in crawl.err


def test_every_text_is_kept(crawl: Crawl) -> None:
    """Under one of its headlines: which of two printings comes first is chance."""
    kept = {bare(article["headline"]) for article in crawl.stored}
    headlines: dict[str, set[str]] = {}
    for row in TRUTH:
        text = bare("".join(row["body"]))
        headlines.setdefault(text, set()).add(bare(row["headline"]))
    assert len(headlines) >= 60
    assert [each for each in headlines.values() if kept.isdisjoint(each)] == []


def test_no_text_and_no_address_is_kept_twice(crawl: Crawl) -> None:
    bodies = Counter(bare("".join(article["body"])) for article in crawl.stored)
    addresses = Counter(article["canonical_url"] for article in crawl.stored)
    assert bodies.most_common(1)[0][1] == 1
    assert addresses.most_common(1)[0][1] == 1


def test_every_line_is_valid(crawl: Crawl) -> None:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(
        schema.of_article(), format_checker=checker
    )
    for article in crawl.stored:
        validator.validate(article)


def test_the_feed_holds_the_stored_lines(crawl: Crawl) -> None:
    assert sorted(crawl.exported) == sorted(crawl.lines)


def test_each_address_is_asked_for_once(crawl: Crawl) -> None:
    asked = Counter(map(canonical, crawl.asked))
    assert {url: count for url, count in asked.items() if count > 1} == {}


def test_only_the_outlets_hosts_are_asked_and_robots_first(crawl: Crawl) -> None:
    known = [sites.load(OUTLETS / f"{key}.toml") for key in KEYS]
    assert all(any(site.owns(url) for site in known) for url in crawl.asked)
    first: dict[str, str] = {}
    for url in crawl.asked:
        first.setdefault(urlsplit(url).netloc, urlsplit(url).path)
    assert set(first.values()) == {"/robots.txt"}


def test_what_robots_txt_forbids_is_not_asked_for(crawl: Crawl) -> None:
    for url in crawl.asked:
        parts = urlsplit(url)
        text = robots(parts.netloc)
        for path in re.findall(r"(?m)^Disallow:\s*(\S+)", text):
            assert not parts.path.startswith(path), url


def robots(host: str) -> str:
    path: Path = PAGES / host / "robots.txt"
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def test_each_refusal_is_told_in_one_line(crawl: Crawl) -> None:
    told = re.findall(r"(?m)WARNING (http\S+): ", crawl.err)
    assert told
    assert set(told) <= set(crawl.asked)
    assert len(told) == len(set(told))


PAGED = [row for row in TRUTH if "pages" in row]


@pytest.mark.parametrize("row", PAGED, ids=lambda row: row["url"])
def test_an_article_on_several_pages_is_kept_as_one(
    crawl: Crawl, row: dict[str, Any]
) -> None:
    [kept] = [each for each in crawl.stored if each["headline"] == row["headline"]]
    assert kept["url"] == row["url"]
    for name in ("body", "pages", "authors", "editors"):
        assert kept[name] == row[name], name
    assert kept["missing_pages"] == row.get("missing_pages", [])
    assert kept["captions"] == row.get("captions", [])
    own = {*row["pages"], *row.get("missing_pages", ())}
    assert own.isdisjoint(teaser["url"] for teaser in kept["teasers"])
    assert own <= set(crawl.asked)


def test_no_further_page_is_kept_as_an_article(crawl: Crawl) -> None:
    further = {url for row in PAGED for url in row["pages"][1:]}
    assert further.isdisjoint(article["url"] for article in crawl.stored)
    assert all(
        article["pages"] == [] or article["pages"][0] == article["url"]
        for article in crawl.stored
    )


def test_an_article_without_one_of_its_pages_is_told(crawl: Crawl) -> None:
    [lost] = [row for row in TRUTH if "missing_pages" in row]
    [page] = lost["missing_pages"]
    assert f"{page}: HTTP 404" in crawl.err
    assert f"{lost['url']}: incomplete (lacks {page})" in crawl.err
    assert "Incomplete articles: 1" in crawl.err
