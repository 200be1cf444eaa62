"""``scrapy extract`` prints what the library gives, or one line that says why not."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

from crawler import extract, saved
from tests.loopback import PROJECT, Workplace

PAGES = PROJECT / "tests" / "fixtures" / "pages"
PAGE = PAGES / "lanjiang" / "byline-after-body.html"
REFUSED = PAGES / "lanjiang" / "picture-gallery.html"


def articles(text: str) -> list[dict[str, object]]:
    """Return what stands one after the other in ``text``."""
    decoder, found, place = json.JSONDecoder(), [], 0
    while text[place:].strip():
        value, place = decoder.raw_decode(text, place)
        found.append(value)
        place += len(text[place:]) - len(text[place:].lstrip())
    return found


def test_prints_the_article_for_people(place: Workplace) -> None:
    run = place.scrapy("extract", str(PAGE))
    assert (run.code, run.err) == (0, "")
    [article] = articles(run.out)
    page = saved.read(PAGE)
    known = extract(page.page())
    assert article["url"] == page.url
    assert article["headline"] == known.headline
    assert article["body"] == list(known.body)
    assert known.headline
    assert known.headline in run.out
    assert '\n  "headline": ' in run.out


def test_reads_standard_input_packed_or_not(place: Workplace) -> None:
    raw = PAGE.read_bytes()
    options = ("--url", "http://www.jia.example/1.html", "--outlet", "jia")
    place.outlet(
        "jia", 'name="甲"\nhosts=["jia.example"]\nhubs=["http://jia.example/"]'
    )
    plain = place.scrapy("extract", "-", *options, stdin=raw)
    packed = place.scrapy("extract", "-", *options, stdin=gzip.compress(raw))
    assert plain.out == packed.out
    [article] = articles(plain.out)
    assert article["url"] == "http://www.jia.example/1.html"
    assert article["outlet"] == "jia"


def test_options_overrule_what_stands_beside(place: Workplace, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(saved.read(PAGE).page().text.encode("big5", "xmlcharrefreplace"))
    shutil.copy(PAGE.with_suffix(".json"), page.with_suffix(".json"))
    declared = ("--content-type", "text/html; charset=big5")
    run = place.scrapy("extract", str(page), *declared)
    assert articles(run.out)[0]["encoding"] != "utf-8"


def test_goes_on_after_a_page_that_is_refused(place: Workplace) -> None:
    run = place.scrapy("extract", str(REFUSED), str(PAGE))
    assert run.code == 1
    assert len(articles(run.out)) == 1
    [line] = run.err.splitlines()
    assert line.startswith(f"scrapy extract: {saved.read(REFUSED).url}: ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nowhere.html",), "nowhere.html: no such file"),
        (("--outlet", "nobody", str(PAGE)), "unknown outlet nobody; known are "),
    ],
)
def test_what_cannot_be_done(
    place: Workplace, words: tuple[str, ...], told: str
) -> None:
    run = place.scrapy("extract", *words)
    assert (run.code, run.out) == (2, "")
    [line] = run.err.splitlines()
    assert line.startswith(f"scrapy extract: {told}")


def test_an_empty_page_is_refused(place: Workplace) -> None:
    run = place.scrapy("extract", "-", stdin=b" ")
    assert run.code == 1
    assert run.err == "scrapy extract: file:///dev/stdin: empty (1 bytes of utf-8)\n"
