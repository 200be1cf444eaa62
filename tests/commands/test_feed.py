"""``scrapy feed`` sends a target all that is stored, and says what came of it."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import msgspec
import pytest

from tests.downstream.lines import written
from tests.downstream.receiver import Answer, Request, receiving
from tests.generated import articles, line, store, withdrawn
from tests.loopback import PROJECT, Run, Workplace

COUNT = 40


@pytest.fixture
def targets(place: Workplace) -> Path:
    """A file of targets beside forty articles, one of them withdrawn."""
    stored = [*articles(COUNT - 1)]
    store(place.data, [*map(line, stored), withdrawn(stored[5])])
    path = place.folder / "targets.toml"
    path.write_text(
        f'[out]\nkind = "lines"\nfolder = "{place.folder}/out"\n', encoding="utf-8"
    )
    return path


def feed(place: Workplace, *words: str) -> Run:
    return place.scrapy(
        "feed", *words, "-s", f"TARGETS_FILE={place.folder}/targets.toml"
    )


def hook(targets: Path, url: str) -> None:
    with targets.open("a", encoding="utf-8") as file:
        file.write(f'[hook]\nkind = "webhook"\nurl = "{url}"\nsecret = "x"\n')


def test_sends_all_and_then_what_is_new(place: Workplace, targets: Path) -> None:
    assert targets.exists()
    run = feed(place, "out")
    assert (run.code, run.err) == (0, "")
    assert run.out == "out: 40 of 40 lines sent\n"
    assert len(written(place.folder / "out")) == COUNT
    store(place.data, map(line, articles(2, seed=9)))
    assert feed(place, "out").out == "out: 2 of 2 lines sent\n"
    assert feed(place, "out").out == "out: 0 of 0 lines sent\n"
    assert feed(place, "out", "--from-start").out == "out: 42 of 42 lines sent\n"


def test_another_form(place: Workplace, targets: Path) -> None:
    assert targets.exists()
    assert feed(place, "out", "--format", "jsonld").code == 0
    kinds = {each["@type"] for each in written(place.folder / "out")}
    assert kinds == {"NewsArticle"}


def test_a_dry_run_sends_nothing_and_moves_nothing(
    place: Workplace, targets: Path
) -> None:
    assert targets.exists()
    run = feed(place, "out", "--dry-run")
    assert run.code == 0
    assert run.out.startswith("out: 40 lines would be sent; nothing was\n")
    assert "39 articles\n1 withdrawn\n" in run.out
    assert not (place.folder / "out").exists()
    feed(place, "out")
    assert "40 lines would" in feed(place, "out", "--dry-run", "--from-start").out
    assert feed(place, "out").out == "out: 0 of 0 lines sent\n"


def test_targets_are_listed_with_what_they_lack(
    place: Workplace, targets: Path
) -> None:
    hook(targets, "http://127.0.0.1:1/")
    feed(place, "out")
    run = feed(place)
    words = [row.split() for row in run.out.splitlines()]
    rows = {row[0]: row[1:] for row in words if row}
    assert run.code == 0
    assert rows["out"] == ["–", "–"]
    assert rows["hook"][0] != "–"


def test_dead_letters_are_named_and_sent_again(place: Workplace, targets: Path) -> None:
    def refuse(request: Request) -> Answer:
        number = msgspec.json.decode(request.body)["url"].rpartition("/")[2]
        return Answer(422 if number == "7.html" else 200)

    with receiving(refuse) as server:
        hook(targets, server.url)
        run = feed(place, "hook")
        letters = place.data / "feeds" / "hook" / "dead.jsonl"
        assert run.code == 1
        assert run.out == (
            f"hook: 39 of 40 lines sent; dead letters are in {letters}\n"
        )
        assert len(letters.read_bytes().splitlines()) == 1
        assert feed(place, "hook", "--retry-dead").code == 1
        server.respond = lambda _: Answer(200)
        assert feed(place, "hook", "--retry-dead").code == 0
        assert letters.read_bytes() == b""


def test_a_target_that_stays_away_gets_the_rest_the_next_time(
    place: Workplace, targets: Path
) -> None:
    with receiving(lambda _: Answer(503, headers={"Retry-After": "5"})) as server:
        hook(targets, server.url)
        run = feed(place, "hook", "--patience", "1")
        assert (run.code, run.out) == (3, "")
        assert "answers 503; what is left comes the next time" in run.err
        server.respond = lambda _: Answer(200)
        assert feed(place, "hook").out == "hook: 40 of 40 lines sent\n"


def test_killed_while_sending_everything_arrives_in_order(
    place: Workplace, targets: Path
) -> None:
    running: list[subprocess.Popen[bytes]] = []
    kill_at = {3, 4, 11, 25}

    def respond(_: Request) -> Answer:
        if len(server.requests) in kill_at:
            os.kill(running[-1].pid, signal.SIGKILL)
        return Answer(200)

    with receiving(respond) as server:
        hook(targets, server.url)
        command = place.command("feed", "hook", "-s", f"TARGETS_FILE={targets}")
        for code in (-signal.SIGKILL,) * len(kill_at) + (0,):
            running.append(subprocess.Popen(command, cwd=PROJECT))
            assert running[-1].wait() == code
        numbers = [msgspec.json.decode(each.body)["number"] for each in server.requests]
    assert len(set(numbers)) == COUNT
    assert numbers == sorted(numbers)
    assert len(numbers) <= COUNT + len(kill_at)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nowhere",), "no target nowhere; declared are: out"),
        (("out", "--limit", "0"), "'0' is no number of 1 or more"),
        (("bad",), "bad"),
    ],
)
def test_what_cannot_be_done(
    place: Workplace, targets: Path, words: tuple[str, ...], told: str
) -> None:
    assert targets.exists()
    run = feed(place, *words)
    assert (run.code, run.out) == (2, "")
    assert told in run.err.splitlines()[-1]


def test_without_a_file_of_targets(place: Workplace) -> None:
    run = feed(place, "out")
    assert (run.code, run.out) == (2, "")
    [told] = run.err.splitlines()
    assert "targets.toml: No such file or directory; declare targets there" in told


def test_a_form_that_a_kind_does_not_have(place: Workplace, targets: Path) -> None:
    with targets.open("a", encoding="utf-8") as file:
        file.write(f'[atom]\nkind = "atom"\nfolder = "{place.folder}/atom"\n')
    run = feed(place, "atom", "--format", "jsonld")
    assert run.code == 2
    assert "leave --format away" in run.err
    assert feed(place, "atom").code == 0
    assert (place.folder / "atom" / "all.atom").exists()
