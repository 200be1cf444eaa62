"""``scrapy extract`` prints what the library gives, or one line that says why not."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

from crawler import extract, saved
from tests.archives import text, write
from tests.loopback import PROJECT, Workplace
from tests.test_flat import MENU, PARAGRAPHS, report

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


FLAT = PAGES / "sanjiang" / "clone-with-long-gloss-list-as-text.txt"


def test_prints_the_article_of_a_plain_text(place: Workplace) -> None:
    run = place.scrapy("extract", str(FLAT))
    assert (run.code, run.err) == (0, "")
    [article] = articles(run.out)
    known = extract(saved.read(FLAT).page())
    assert article["headline"] == known.headline
    assert article["body"] == list(known.body)


def test_plain_text_on_standard_input_is_told_by_its_type(place: Workplace) -> None:
    words = ("extract", "-", "--content-type", "text/plain")
    run = place.scrapy(*words, stdin="\n".join(report()).encode())
    assert run.code == 0
    [article] = articles(run.out)
    assert article["body"] == PARAGRAPHS


def test_an_archive_gives_an_article_a_line(place: Workplace) -> None:
    urls = [f"http://www.jia.example/{number}.html" for number in range(3)]
    held = [text(urls[0], *report()), text(urls[1], *MENU), text(urls[2], *report())]
    path = write(place.folder / "a.wet.gz", held)
    run = place.scrapy("extract", str(path))
    assert run.code == 0
    assert run.err == (
        f"scrapy extract: {path}: 2 articles; 1 other pages (1 no article)\n"
    )
    told = [json.loads(line) for line in run.out.splitlines()]
    assert [article["url"] for article in told] == [urls[0], urls[2]]
    assert {article["fetched"] for article in told} == {"2024-11-02T08:00:00Z"}


def test_one_page_of_an_archive(place: Workplace) -> None:
    urls = [f"http://www.jia.example/{number}.html" for number in range(2)]
    path = write(place.folder / "a.wet", [text(url, *report()) for url in urls])
    run = place.scrapy("extract", str(path), "--url", urls[1])
    assert (run.code, run.err) == (0, "")
    [article] = articles(run.out)
    assert article["url"] == urls[1]
    assert '\n  "headline": ' in run.out
    run = place.scrapy("extract", str(path), "--url", "http://b.example/")
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        f"scrapy extract: {path}: no page of http://b.example/; "
        "without --url all are printed\n"
    )


def test_an_archive_without_articles_makes_the_exit_code_1(place: Workplace) -> None:
    path = write(place.folder / "a.wet", [text("http://b.example/", *MENU)])
    run = place.scrapy("extract", str(path))
    assert (run.code, run.out) == (1, "")


def test_an_archive_that_breaks_off_is_told(place: Workplace) -> None:
    held = [text(f"http://b.example/{number}", *report()) for number in range(5)]
    path = write(place.folder / "a.wet.gz", held)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 40] = bytes(40)
    path.write_bytes(raw)
    run = place.scrapy("extract", str(path))
    assert run.code == 1
    assert 0 < len(run.out.splitlines()) < 5
    assert "damaged archive" in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize(
    ("setting", "word"),
    [("RESTORE=off", "個"), ("RESTORE=repair", "个"), ("SCRIPT=traditional", "個")],
)
def test_what_is_done_about_damage_is_a_setting(
    place: Workplace, setting: str, word: str
) -> None:
    run = place.scrapy("extract", str(FLAT), "-s", setting)
    assert run.code == 0
    [article] = articles(run.out)
    assert word in str(article["body"])


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("RESTORE=no", "RESTORE=no: no such choice; choose off, report, repair"),
        (
            "SCRIPT=zh-TW",
            "SCRIPT=zh-TW: no such choice; choose keep, simplified, traditional",
        ),
    ],
)
@pytest.mark.parametrize(
    "words",
    [
        ("extract", str(FLAT)),
        ("crawl", "saved", "-a", f"path={FLAT}"),
        ("crawl", "news", "-a", "outlets=jia"),
        ("evaluate", str(PAGES / "lanjiang")),
    ],
)
def test_a_choice_that_there_is_not_is_named(
    place: Workplace, words: tuple[str, ...], setting: str, told: str
) -> None:
    place.outlet(
        "jia", 'name="甲"\nhosts=["jia.example"]\nhubs=["http://jia.example/"]'
    )
    run = place.scrapy(*words, "-s", setting)
    assert (run.code, run.out) == (2, "")
    assert run.err == f"scrapy {words[0]}: {told}\n"
    assert place.web.asked == []
