"""The index holds what the lines tell, whatever happens to whoever writes it."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from crawler import Article
from crawler.errors import UsageError
from crawler.store import upkeep
from crawler.store.exclusive import Busy
from crawler.store.queries import Query, parse
from crawler.store.search import Answer, Search
from crawler.store.upkeep import Places
from tests.conftest import MakeArticle
from tests.generated import articles, line, store, withdrawn
from tests.loopback import PROJECT

EVERYTHING = 1_000_000

QUERIES = ("的", "一个", "老师", "今年 三天", "headline:水", "author:张三", "")

# Writes the index and says how far it is, one line after the other.
WRITER = """
import sys
from pathlib import Path
from crawler.store import upkeep
upkeep.update(
    upkeep.Places.below(Path(sys.argv[1])),
    commit_every=50,
    tell=lambda lines, left: print(lines, flush=True),
)
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places.below(tmp_path)


def find(places: Places, query: Query | None = None) -> Answer:
    found = Search.opened(places.index).find(query or parse(""), limit=EVERYTHING)
    return dataclasses.replace(found, seconds=0)


def answers(places: Places) -> list[Answer]:
    """Return what is answered to a few queries, to the order and the scores."""
    search = Search.opened(places.index)
    found = [search.find(parse(query), limit=20) for query in QUERIES]
    return [dataclasses.replace(answer, seconds=0) for answer in found]


def history(count: int) -> Iterator[bytes]:
    """Yield lines of articles; a fifth is changed later, a tenth withdrawn.

    Every third has no date.
    """
    random = Random(3)  # no secret
    known: list[Article] = []
    for number, article in enumerate(articles(count)):
        dated = (
            article if number % 3 else dataclasses.replace(article, date_published=None)
        )
        yield line(dated)
        known.append(dated)
        if random.random() < 0.2:
            chosen = random.choice(known)
            changed = dataclasses.replace(chosen, headline=article.headline)
            yield line(changed, version=2, changes={})
        if random.random() < 0.1:
            yield withdrawn(random.choice(known))


def test_takes_up_where_it_stopped(tmp_path: Path, places: Places) -> None:
    first, second = [*articles(40)][:20], [*articles(40)][20:]
    store(tmp_path, map(line, first))
    assert upkeep.update(places) == 20
    store(tmp_path, map(line, second))
    assert upkeep.status(places).pending > 0
    assert upkeep.update(places) == 20
    assert upkeep.update(places) == 0
    status = upkeep.status(places)
    assert (status.articles, status.pending) == (40, 0)
    assert status.size > 0


def test_a_changed_article_takes_the_place_of_the_older_version(
    tmp_path: Path, places: Places, make_article: MakeArticle
) -> None:
    store(tmp_path, [line(make_article(headline="渡口"))])
    upkeep.update(places)
    store(tmp_path, [line(make_article(headline="码头"), version=2)])
    upkeep.update(places)
    assert find(places, parse("渡口")).total == 0
    [hit] = find(places, parse("码头")).hits
    assert hit.version == 2


def test_a_withdrawn_article_leaves_and_may_come_back(
    tmp_path: Path, places: Places, make_article: MakeArticle
) -> None:
    store(tmp_path, [line(make_article()), withdrawn(make_article())])
    upkeep.update(places)
    assert find(places).total == 0
    store(tmp_path, [line(make_article(), version=2)])
    upkeep.update(places)
    assert find(places).total == 1


def test_an_older_line_that_comes_late_changes_nothing(
    tmp_path: Path, places: Places, make_article: MakeArticle
) -> None:
    store(tmp_path, [line(make_article(headline="码头"))], day="2026-11-27")
    upkeep.update(places)
    store(tmp_path, [line(make_article(headline="渡口"))], day="2026-11-26")
    assert upkeep.update(places) == 1
    [hit] = find(places).hits
    assert hit.headline.text == "码头"


def test_a_damaged_line_keeps_nobody_from_the_next(
    tmp_path: Path,
    places: Places,
    make_article: MakeArticle,
    caplog: pytest.LogCaptureFixture,
) -> None:
    store(tmp_path, [b"{}\n", line(make_article())])
    assert upkeep.update(places) == 2
    assert find(places).total == 1
    assert "2026-11-26, byte 0" in caplog.text


def test_made_anew_it_gives_the_same_answers(tmp_path: Path, places: Places) -> None:
    lines = [*history(1_000)]
    for start in range(0, len(lines), 173):
        store(tmp_path, lines[start : start + 173])
        upkeep.update(places)
    before = answers(places)
    assert min(answer.total for answer in before) > 0
    assert upkeep.rebuild(places) == len(lines)
    assert answers(places) == before
    for path in places.index.iterdir():
        path.unlink()
    places.index.rmdir()
    upkeep.rebuild(places)
    assert answers(places) == before
    assert {path.name for path in tmp_path.iterdir()} == {
        "articles",
        "search",
        "search.lock",
    }


def test_killed_while_writing_it_goes_on_and_holds_each_article_once(
    tmp_path: Path, places: Places
) -> None:
    lines = [*history(600)]
    store(tmp_path, lines)
    random = Random(11)  # no secret
    kills = 0
    while (left := killed_after(tmp_path, random.randint(1, 120))) is not None:
        kills += 1
        assert left >= 1
    assert kills >= 5
    survived = answers(places)
    found = [hit.id for hit in find(places).hits]
    assert len(found) == len(set(found))
    upkeep.rebuild(places)
    assert {hit.id for hit in find(places).hits} == set(found)
    assert answers(places) == survived


def killed_after(data: Path, lines: int) -> int | None:
    """Kill a writer after so many lines; ``None`` where it came to its end before."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, data],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout
        for text in process.stdout:
            if int(text) == lines:
                os.kill(process.pid, signal.SIGKILL)
                return lines
    assert process.returncode == 0
    return None


def test_two_processes_do_not_write_at_once(tmp_path: Path, places: Places) -> None:
    store(tmp_path, map(line, articles(30)))
    program = WRITER.replace(
        "print(lines, flush=True)", "(print(lines, flush=True), input())"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, tmp_path],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "1\n"
        with pytest.raises(Busy, match=f"process {other.pid} writes"):
            upkeep.update(places)
        with pytest.raises(Busy):
            upkeep.rebuild(places)
        os.kill(other.pid, signal.SIGKILL)
    assert upkeep.update(places) == 30
    assert find(places).total == 30


def test_what_is_no_index_is_told_with_the_way_out(
    tmp_path: Path, places: Places
) -> None:
    places.index.mkdir()
    (places.index / "meta.json").write_bytes(b"{")
    store(tmp_path, map(line, articles(3)))
    with pytest.raises(UsageError, match="scrapy index rebuild"):
        upkeep.update(places)
    assert upkeep.rebuild(places) == 3
    assert find(places).total == 3


def test_a_lost_checkpoint_costs_another_reading(
    tmp_path: Path, places: Places
) -> None:
    store(tmp_path, map(line, articles(5)))
    upkeep.update(places)
    (places.index / upkeep.CHECKPOINT).write_bytes(b"[")
    assert upkeep.update(places) == 5
    assert find(places).total == 5


def test_a_killed_replacement_is_finished(tmp_path: Path, places: Places) -> None:
    store(tmp_path, map(line, articles(5)))
    upkeep.update(places)
    places.index.rename(places.index.with_name("search.new"))
    places.index.with_name("search.old").mkdir()
    assert upkeep.update(places) == 0
    assert find(places).total == 5
