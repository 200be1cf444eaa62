"""A target gets everything, in order, whatever happens on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

import msgspec
import pytest

from crawler.downstream.delivery import Delivery, Patience, Sent, State
from crawler.downstream.targets import Refusal
from crawler.errors import Unavailable, UsageError
from crawler.store.events import Event
from crawler.store.exclusive import Busy
from tests.conftest import MakeArticle
from tests.downstream.lines import written
from tests.generated import articles, line, store, withdrawn
from tests.loopback import PROJECT

# Feeds a folder of lines in small batches, and says how far it is.
FEEDER = """
import sys
from pathlib import Path
from crawler.downstream.delivery import Delivery, State
from crawler.downstream.lines import LinesFolder
from crawler.downstream.settings import LinesSettings
data = Path(sys.argv[1])
LinesFolder.batch = 7
target = LinesFolder(LinesSettings(folder=str(data / "out"), rotate_mb=0.02))
Delivery(target, State(data / "state")).run(
    data / "articles", tell=lambda lines, left: print(lines, flush=True)
)
"""


class Recorder:
    """A target that keeps what it is sent, and fails as it is told."""

    batch = 3

    def __init__(self) -> None:
        self.sent: list[Event] = []
        self.failures: list[Exception] = []
        self.refused: set[str] = set()
        self.closed = 0

    def open(self) -> None:
        """Nothing is to be made ready."""

    def send(self, events: Sequence[Event]) -> list[Refusal]:
        if self.failures:
            raise self.failures.pop(0)
        self.sent += [event for event in events if event.url not in self.refused]
        return [
            Refusal(event, "no room") for event in events if event.url in self.refused
        ]

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / "feeds" / "recorder")


def patience(pauses: list[float], total: float = 600) -> Patience:
    return Patience(total=total, sleep=pauses.append)


def test_sends_in_order_and_goes_on_from_there(tmp_path: Path, state: State) -> None:
    target = Recorder()
    stored = [*articles(20)]
    lines = store(tmp_path, map(line, stored[:10])).parent
    assert Delivery(target, state).run(lines) == Sent(10, 0)
    store(tmp_path, [*map(line, stored[10:]), withdrawn(stored[3])])
    assert Delivery(target, state).run(lines) == Sent(11, 0)
    assert Delivery(target, state).run(lines) == Sent(0, 0)
    assert [event.url for event in target.sent] == [
        *(article.canonical_url for article in stored),
        stored[3].canonical_url,
    ]
    assert target.sent[-1].article is None
    assert [each.number for each in target.sent] == sorted(
        {each.number for each in target.sent}
    )
    assert target.closed == 3


def test_a_limit_leaves_the_rest_for_the_next_time(
    tmp_path: Path, state: State
) -> None:
    target = Recorder()
    lines = store(tmp_path, map(line, articles(10))).parent
    assert Delivery(target, state).run(lines, limit=4) == Sent(4, 0)
    assert Delivery(target, state).run(lines) == Sent(6, 0)
    assert len(target.sent) == 10


def test_waits_longer_each_time_then_sends(tmp_path: Path, state: State) -> None:
    target, pauses = Recorder(), list[float]()
    target.failures = [Unavailable("down") for _ in range(9)]
    lines = store(tmp_path, map(line, articles(2))).parent
    assert Delivery(target, state, patience(pauses)).run(lines) == Sent(2, 0)
    bounds = [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert len(pauses) == len(bounds)
    for pause, bound in zip(pauses, bounds, strict=True):
        assert bound / 2 <= pause <= bound


def test_waits_as_long_as_it_is_asked_to(tmp_path: Path, state: State) -> None:
    target, pauses = Recorder(), list[float]()
    target.failures = [Unavailable("busy", pause=90)]
    lines = store(tmp_path, map(line, articles(2))).parent
    Delivery(target, state, patience(pauses)).run(lines)
    assert pauses == [90]


def test_gives_up_and_keeps_what_was_sent(tmp_path: Path, state: State) -> None:
    target, pauses = Recorder(), list[float]()
    lines = store(tmp_path, map(line, articles(3))).parent
    Delivery(target, state).run(lines)
    store(tmp_path, map(line, articles(5, seed=2)))
    target.failures = [Unavailable("down")] * 100
    with pytest.raises(Unavailable, match="down"):
        Delivery(target, state, patience(pauses, total=100)).run(lines)
    assert sum(pauses) <= 100
    target.failures = []
    assert Delivery(target, state).run(lines) == Sent(5, 0)
    assert len(target.sent) == 8


def test_what_is_refused_is_kept_once_with_the_reason(
    tmp_path: Path, state: State
) -> None:
    target = Recorder()
    stored = [*articles(7)]
    target.refused = {stored[2].canonical_url, stored[5].canonical_url}
    lines = store(tmp_path, [*map(line, stored), b"{}\n", b"\xff\n"]).parent
    assert Delivery(target, state).run(lines) == Sent(9, 4)
    state.forget()
    assert Delivery(target, state).run(lines) == Sent(9, 4)
    letters = state.letters.read()
    assert [letter.reason for letter in letters][:2] == ["no room"] * 2
    assert "names no address" in letters[2].reason
    assert [msgspec.json.decode(each.text)["url"] for each in letters[:2]] == [
        stored[2].url,
        stored[5].url,
    ]


def test_dead_letters_are_sent_again_when_asked_for(
    tmp_path: Path, state: State
) -> None:
    target = Recorder()
    stored = [*articles(7)]
    target.refused = {article.canonical_url for article in stored[:5]}
    lines = store(tmp_path, map(line, stored)).parent
    Delivery(target, state).run(lines)
    target.refused = {stored[1].canonical_url}
    assert Delivery(target, state).retry() == Sent(5, 1)
    [left] = state.letters.read()
    assert msgspec.json.decode(left.text)["url"] == stored[1].url
    assert sorted(event.url for event in target.sent) == sorted(
        article.canonical_url for article in stored if article is not stored[1]
    )
    assert target.sent[-1].number < target.sent[0].number


def test_what_the_user_has_to_mend_is_raised(tmp_path: Path, state: State) -> None:
    target = Recorder()
    target.failures = [UsageError("wrong password")]
    lines = store(tmp_path, map(line, articles(2))).parent
    with pytest.raises(UsageError, match="wrong password"):
        Delivery(target, state).run(lines)
    assert Delivery(target, state).run(lines) == Sent(2, 0)


def test_a_damaged_checkpoint_is_told_with_the_way_out(
    tmp_path: Path, state: State
) -> None:
    lines = store(tmp_path, map(line, articles(2))).parent
    Delivery(Recorder(), state).run(lines)
    (state.folder / "checkpoint.json").write_bytes(b"{")
    with pytest.raises(UsageError, match="delete the file"):
        Delivery(Recorder(), state).run(lines)


def test_one_process_at_a_time(tmp_path: Path, state: State) -> None:
    lines = store(tmp_path, map(line, articles(2))).parent

    class Nested(Recorder):
        def send(self, events: Sequence[Event]) -> list[Refusal]:
            with pytest.raises(Busy, match=f"process {os.getpid()} feeds"):
                Delivery(Recorder(), state).run(lines)
            return super().send(events)

    assert Delivery(Nested(), state).run(lines) == Sent(2, 0)


def test_killed_again_and_again_every_line_arrives_once(
    tmp_path: Path, make_article: MakeArticle
) -> None:
    stored = [*articles(120)]
    store(tmp_path, [*map(line, stored[:60]), withdrawn(stored[7])])
    store(tmp_path, map(line, stored[60:]), day="2026-11-27")
    store(tmp_path, [line(make_article())], day="2026-11-28")
    random = Random(5)  # no secret
    kills = 0
    while killed_after(tmp_path, batches=random.randint(1, 3)):
        kills += 1
    assert kills >= 5
    came = written(tmp_path / "out")
    assert [each["url"] for each in came] == [
        *(article.url for article in stored[:60]),
        stored[7].url,
        *(article.url for article in stored[60:]),
        make_article().url,
    ]
    assert len({each["number"] for each in came}) == len(came)


def killed_after(data: Path, *, batches: int) -> bool:
    """Kill a feeder after so many batches; return whether that was before its end."""
    with subprocess.Popen(
        [sys.executable, "-c", FEEDER, data],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        for number, _ in enumerate(process.stdout, start=1):
            if number == batches:
                os.kill(process.pid, signal.SIGKILL)
    return process.returncode != 0
