"""What the files of our outlets say was checked on saved pages does hold."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks import lists
from crawler import Page, extract, sites
from crawler.discovery import hubs
from tests.corpus import shared

OURS = sorted(sites.OURS.glob("*.toml"))
KNOWN = sites.load_all()

# By outlet its saved articles and list pages.
ARTICLES = {
    "china-com-cn": ["china-3"],
    "chinadaily": ["chinadaily-1"],
    "chinanews": ["chinanews-1"],
    "cjn": ["cjn-1"],
    "cna": ["cna-1", "cna-2"],
    "cnbeta": ["cnbeta-1", "cnbeta-2"],
    "cnr": ["cnr-1"],
    "csdn": ["csdn-1"],
    "dahe": ["dahe-1"],
    "hexun": ["hexun-1"],
    "hkej": ["hkej-1", "hkej-2"],
    "huanqiu": ["huanqiu-1", "huanqiu-2", "huanqiu-3"],
    "jl-gov": ["jlgov-1"],
    "ltn": ["ltn-1", "ltn-2"],
    "mingpao": ["mingpao-1", "mingpao-2"],
    "mydrivers": ["mydrivers-1"],
    "oncc": ["oncc-1", "orientaldaily-1", "orientaldaily-2"],
    "qianlong": ["qianlong-1"],
    "qq": ["qq-1", "qq-4", "qq-5", "qq-6"],
    "rthk": ["rthk-1", "rthk-2"],
    "shanxi-gov": ["shanxigov-1"],
    "sina": ["sina-1", "sina-2", "sina-3", "sina-6", "sina-7", "sina-8"],
    "singpao": ["singpao-1", "singpao-2"],
    "singtao": ["singtao-1", "singtao-2", "singtao-3", "singtao-4"],
    "sohu": ["sohu-3", "sohu-4", "sohu-5", "sohu-6", "sohu-7"],
    "thepaper": ["thepaper-1", "thepaper-2", "thepaper-3"],
    "udn": ["udn-1", "udnmoney-1"],
    "upmedia": ["upmedia-1"],
    "wenweipo": ["wenweipo-1", "wenweipo-2", "wenweipo-3"],
    "youth": ["youth-3"],
    "yunnan": ["yunnan-1"],
}
WITHOUT_SOURCE = {"cna-1", "jlgov-1"}  # their files do not say that it is read
LISTS = {
    "list-163-1": "netease",
    "list-163-3": "netease",
    "list-163-4": "netease",
    "list-cna-1": "cna",
    "list-cna-2": "cna",
    "list-cts": "cts",
    "list-headlinehk-2": "singtao",
    "list-ltn": "ltn",
    "list-orientaldaily": "oncc",
    "list-qq-news": "qq",
    "list-singpao-1": "singpao",
    "list-singpao-2": "singpao",
    "list-singtao-1": "singtao",
    "list-singtao-2": "singtao",
    "list-singtao-3": "singtao",
    "list-singtao-4": "singtao",
    "list-skypost-1": "skypost",
    "list-skypost-2": "skypost",
    "list-tvbs": "tvbs",
    "list-wenweipo": "wenweipo",
    "list-wenweipo-big5-1": "wenweipo",
    "list-yahootw": "yahoo-tw",
}


def test_forty_outlets_and_more() -> None:
    assert len(OURS) >= 40


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_a_file_says_what_was_checked_and_what_was_not(path: Path) -> None:
    notes = re.sub(
        r"\n# ?", " ", path.read_text(encoding="utf-8").partition("\nname")[0]
    )
    assert "Checked on" in notes
    assert "Not known without a live run: " in notes
    saved = path.stem in {*ARTICLES, *LISTS.values(), "gov", "hket", "kr36"}
    assert ("none was at hand" in notes) != saved


def gold(name: str) -> dict[str, Any]:
    lines = (
        (shared("corpus/zh") / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    )
    return next(page for page in map(json.loads, lines) if page["id"] == name)


@pytest.mark.parametrize(
    ("key", "name"), [(key, name) for key, names in ARTICLES.items() for name in names]
)
def test_saved_article(key: str, name: str) -> None:
    wanted = gold(name)
    body = gzip.decompress((shared("corpus/zh") / f"html/{name}.html.gz").read_bytes())
    url = KNOWN[key].hubs[0]
    article = extract(Page.from_bytes(body, url=url), site=KNOWN[key])
    assert article.headline == wanted["headline"]
    printed = article.date_published and article.date_published.isoformat()
    day = (wanted["date_published"] or "")[:16]
    assert (printed or "").startswith(day)
    assert bool(printed) == bool(day)
    if moment := article.date_published:
        assert moment.utcoffset() == moment.astimezone(KNOWN[key].timezone).utcoffset()
    if name not in WITHOUT_SOURCE:
        assert article.source in {wanted["source"], *wanted.get("source_alt", ())}


@pytest.mark.parametrize("name", LISTS)
def test_saved_list(name: str) -> None:
    labelled = next(each for each in lists.labels() if each.id == name)
    site = KNOWN[LISTS[name]]
    saved = shared("corpus/lists") / f"{name}.html.gz"
    page = Page.from_bytes(gzip.decompress(saved.read_bytes()), url=labelled.url)
    links = hubs.links(page, site)
    found = {lists.digest(link.url) for link in links if link.kind == "article"}
    found -= labelled.either
    assert len(found & labelled.articles) >= 0.98 * len(labelled.articles)
    assert len(found & labelled.articles) >= 0.98 * len(found)
