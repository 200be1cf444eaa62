"""What cannot be done is told in one line, with exit code 2, before any request."""

from __future__ import annotations

import pytest

from tests.loopback import Run, Workplace

SITE = 'name = "甲"\nhosts = ["jia.example"]\nhubs = ["http://jia.example/"]\n'


@pytest.fixture
def jia(place: Workplace) -> Workplace:
    place.outlet("jia", SITE)
    (place.folder / "file").touch()
    return place


def told(place: Workplace, run: Run) -> str:
    """Return the one line that was told, after checking that it is the only thing."""
    assert run.code == 2
    assert run.out == ""
    assert place.web.asked == []
    [line] = run.err.splitlines()
    assert line.startswith("scrapy crawl: ")
    return line.removeprefix("scrapy crawl: ")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("news", "name the outlets, as -a outlets=a,b; known are "),
        ("news -a outlets=jia,nobody", "unknown outlet nobody; known are "),
        (
            "news -a outlet=jia",
            "-a outlet=… means nothing to news; known: -a outlets=…",
        ),
        (
            "news -a outlets=jia -a hub_pages=many",
            "hub_pages=many: give a whole number",
        ),
        ("news -a outlets=jia -a max_articles=-1", "max_articles=-1: give a whole"),
        ("nobody", "no spider is named nobody; known are news, saved"),
        ("saved", "name a file or folder, as -a path="),
        ("saved -a path={0}/nowhere", "{0}/nowhere: no such file or folder"),
        ("news -a outlets=jia -O {0}/file/x.jsonl", "cannot write {0}/file/x.jsonl: "),
        ("news -a outlets=jia -O {0}:jsonl", "cannot write {0}: it is a folder"),
    ],
)
def test_what_cannot_be_done(jia: Workplace, words: str, wanted: str) -> None:
    run = jia.scrapy("crawl", *words.format(jia.folder).split())
    assert told(jia, run).startswith(wanted.format(jia.folder))
    assert jia.lines() == []


def test_names_the_known_outlets(jia: Workplace) -> None:
    run = jia.scrapy("crawl", "news", "-a", "outlets=jai")
    assert "jia" in told(jia, run).partition("known are ")[2].split(", ")


def test_a_wrong_site_file_is_named_with_its_key(jia: Workplace) -> None:
    jia.outlet("yi", SITE + 'hub = ["http://jia.example/"]\n')
    line = told(jia, jia.scrapy("crawl", "news", "-a", "outlets=jia"))
    assert line.startswith(f"{jia.outlets / 'yi.toml'}: hub: no such key")


def test_a_folder_of_site_files_that_is_missing(jia: Workplace) -> None:
    nowhere = jia.folder / "nowhere"
    for file in jia.outlets.iterdir():
        file.unlink()
    jia.outlets.rmdir()
    run = jia.scrapy("crawl", "news", "-a", "outlets=jia", f"-sSITE_FOLDERS={nowhere}")
    assert told(jia, run) == f"SITE_FOLDERS: {nowhere} is no folder"


def test_a_data_folder_that_cannot_be_written(jia: Workplace) -> None:
    jia.data.touch()
    line = told(jia, jia.scrapy("crawl", "news", "-a", "outlets=jia"))
    assert line.startswith(f"cannot keep articles in {jia.data}: ")
    assert line.endswith("name another folder with -s DATA_FOLDER=…")


def test_a_call_without_spider_is_scrapys_to_explain(jia: Workplace) -> None:
    run = jia.scrapy("crawl")
    assert run.code == 2
    assert run.err.rstrip().endswith("which spider? One of: news, saved")
