"""An index that speaks the bulk API holds the newest of each article."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest

from crawler.downstream.delivery import Delivery, Patience, Sent, State
from crawler.downstream.opensearch import OpenSearchIndex, template
from crawler.downstream.settings import OpenSearchSettings
from crawler.errors import Unavailable, UsageError
from tests.downstream.bulk import Cluster
from tests.downstream.lines import told
from tests.downstream.receiver import HANG_UP, Answer, Receiver, receiving
from tests.generated import articles, line, withdrawn

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def cluster() -> Cluster:
    return Cluster()


@pytest.fixture
def server(cluster: Cluster) -> Iterator[Receiver]:
    with receiving(cluster.respond) as running:
        yield running


@contextmanager
def index(url: str, **settings: object) -> Iterator[OpenSearchIndex]:
    made = {"url": url, **settings}
    declared = OpenSearchSettings(**made)  # type: ignore[arg-type]  # as declared
    with closing(OpenSearchIndex(declared)) as target:
        yield target


def test_articles_come_with_an_index_made_for_them(
    cluster: Cluster, server: Receiver, tmp_path: Path
) -> None:
    stored = [*articles(10)]
    sent = told(tmp_path, [*map(line, stored), withdrawn(stored[3])])
    with index(server.url) as target:
        target.open()
        assert target.send(sent) == []
    assert cluster.indexes == {"news"}
    assert cluster.templates["jingwen-news"] == template("news", words=False)
    assert cluster.documents.keys() == {
        event.id for event in sent if event.id != sent[3].id
    }
    assert cluster.documents[sent[0].id]["headline"] == stored[0].headline
    assert cluster.versions[sent[0].id] == sent[0].number


def test_what_comes_again_and_late_changes_nothing(
    cluster: Cluster, server: Receiver, tmp_path: Path
) -> None:
    stored = [*articles(4)]
    lines = [*map(line, stored), line(stored[1], version=2), withdrawn(stored[2])]
    sent = told(tmp_path, lines)
    with index(server.url) as target:
        target.send(sent)
        before = dict(cluster.documents)
        assert target.send(sent[:4]) == []
        assert target.send(sent) == []
    assert cluster.documents == before
    assert before[sent[1].id]["version"] == 2
    assert sent[2].id not in before


def test_a_withdrawal_of_what_never_came_is_no_fault(
    server: Receiver, tmp_path: Path
) -> None:
    sent = told(tmp_path, [withdrawn(next(articles(1)))])
    with index(server.url) as target:
        assert target.send(sent) == []


def test_what_the_server_cannot_hold_is_told_from_the_rest(
    cluster: Cluster, server: Receiver, tmp_path: Path
) -> None:
    sent = told(tmp_path, map(line, articles(5)))
    cluster.fault = lambda source: (
        {
            "type": "mapper_parsing_exception",
            "reason": "failed to parse field [date_published]",
            "caused_by": {"type": "illegal_argument", "reason": "bad date"},
        }
        if source["id"] == sent[2].id
        else None
    )
    with index(server.url) as target:
        [refusal] = target.send(sent)
    assert refusal.event is sent[2]
    assert refusal.reason == (
        "mapper_parsing_exception: failed to parse field [date_published]: bad date"
    )
    assert len(cluster.documents) == 4


def test_a_full_queue_is_tried_again_until_all_is_there(
    cluster: Cluster, server: Receiver, tmp_path: Path
) -> None:
    sent = told(tmp_path, map(line, articles(30)))
    cluster.busy = [3, 4, 5, 31, 60]
    pauses: list[float] = []
    with index(server.url) as target:
        delivery = Delivery(
            target, State(tmp_path / "state"), Patience(sleep=pauses.append)
        )
        assert delivery.run(tmp_path / "articles") == Sent(30, 0)
    assert len(pauses) == 3
    assert cluster.documents.keys() == {event.id for event in sent}


@pytest.mark.parametrize(
    "answer",
    [
        Answer(429, b'{"error": {"type": "es_rejected_execution_exception"}}', JSON),
        Answer(503, b"no master", {}),
        Answer(502, b"<html>bad gateway</html>", {"Content-Type": "text/html"}),
        HANG_UP,
        Answer(200, b'{"took": 1, "errors": false, "items": []}', JSON),
    ],
)
def test_what_may_be_taken_later(
    cluster: Cluster, server: Receiver, tmp_path: Path, answer: Answer | None
) -> None:
    sent = told(tmp_path, map(line, articles(3)))
    cluster.answers = [answer]
    with index(server.url) as target:
        with pytest.raises(Unavailable, match=server.url):
            target.send(sent)
        assert target.send(sent) == []
    assert len(cluster.documents) == 3


def test_an_answer_that_takes_too_long(tmp_path: Path) -> None:
    sent = told(tmp_path, map(line, articles(1)))
    done = threading.Event()

    def late(_: object) -> Answer:
        done.wait()
        return Answer()

    with receiving(late) as server, index(server.url, timeout=0.05) as target:
        with pytest.raises(Unavailable, match="timed out"):
            target.send(sent)
        done.set()


def test_nobody_answers() -> None:
    with receiving(lambda _: Answer()) as server:
        url = server.url
    with index(url) as target, pytest.raises(Unavailable, match=url):
        target.open()


def test_a_request_that_is_too_large_is_halved(
    cluster: Cluster, server: Receiver, tmp_path: Path
) -> None:
    sent = told(tmp_path, map(line, articles(8)))
    cluster.answers = [Answer(413)] * 2
    with index(server.url) as target:
        assert target.send(sent) == []
        cluster.answers = [Answer(413)]
        [refusal] = target.send(sent[:1])
    assert len(cluster.documents) == 8
    assert "too large" in refusal.reason


@pytest.mark.parametrize("status", [400, 401, 403])
def test_what_the_user_has_to_mend(
    cluster: Cluster, server: Receiver, tmp_path: Path, status: int
) -> None:
    sent = told(tmp_path, map(line, articles(1)))
    cluster.answers = [Answer(status, b'{"error": "security_exception"}', JSON)]
    with (
        index(server.url, user="jia", password="x") as target,
        pytest.raises(UsageError, match=f"answers {status}"),
    ):
        target.send(sent)
    assert server.requests[-1].headers["authorization"].startswith("Basic ")


def test_words_are_cut_where_the_server_has_ik(
    cluster: Cluster, server: Receiver
) -> None:
    cluster.plugins = ["analysis-ik"]
    with index(server.url) as target:
        target.open()
    made = cluster.templates["jingwen-news"]["template"]
    fields = made["mappings"]["properties"]["headline"]["fields"]
    assert fields["words"]["analyzer"] == "ik_max_word"


def test_the_template_is_for_chinese() -> None:
    made = template("news", words=False)
    assert made["index_patterns"] == ["news"]
    properties = made["template"]["mappings"]["properties"]
    assert properties["outlet"]["type"] == "keyword"
    assert properties["date_published"]["type"] == "date"
    assert properties["body"]["analyzer"] == "pairs"
    analysis = made["template"]["settings"]["analysis"]
    assert "cjk_bigram" in analysis["analyzer"]["pairs_asked"]["filter"]
    assert "經=>经" in analysis["char_filter"]["simplified"]["mappings"]
    assert msgspec.json.encode(made)
