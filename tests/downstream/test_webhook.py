"""A webhook gets each event signed, and its answers are taken at their word."""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
from pathlib import Path

import msgspec
import pytest

from crawler.downstream.settings import WebhookSettings
from crawler.downstream.webhook import Webhook, key, signature
from crawler.errors import Unavailable, UsageError
from tests.downstream.lines import told
from tests.downstream.receiver import HANG_UP, Answer, receiving
from tests.generated import articles, line, withdrawn


def test_what_is_posted_is_signed(tmp_path: Path) -> None:
    [article] = articles(1)
    sent = told(tmp_path, [line(article), withdrawn(article)])
    with receiving(lambda _: Answer(204)) as server:
        settings = WebhookSettings(url=f"{server.url}/hook", secret="渡口")
        webhook = Webhook(settings, clock=lambda: 1_800_000_000.7)
        assert webhook.send(sent) == []
        webhook.close()
    first, second = server.requests
    assert (first.method, first.path) == ("POST", "/hook")
    assert first.headers["content-type"] == "application/json"
    assert first.headers["webhook-timestamp"] == "1800000000"
    name = first.headers["webhook-id"]
    assert name == f"{sent[0].id}.{sent[0].number}"
    signed = f"{name}.1800000000.".encode() + first.body
    digest = hmac.new("渡口".encode(), signed, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    assert first.headers["webhook-signature"] == expected
    assert msgspec.json.decode(first.body)["headline"] == article.headline
    assert msgspec.json.decode(second.body)["event"] == "withdrawn"
    assert second.headers["webhook-id"] != name


def test_the_signature_is_the_standards_own() -> None:
    """The example of https://github.com/standard-webhooks/standard-webhooks."""
    secret = key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    made = signature(
        secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("answer", "pause"),
    [
        (Answer(500), None),
        (Answer(503, headers={"Retry-After": "7"}), 7),
        (Answer(429, headers={"Retry-After": "later"}), None),
        (Answer(408), None),
        (HANG_UP, None),
    ],
)
def test_what_may_be_taken_later(
    tmp_path: Path, answer: Answer | None, pause: float | None
) -> None:
    sent = told(tmp_path, map(line, articles(1)))
    with receiving(lambda _: answer) as server:
        webhook = Webhook(WebhookSettings(url=server.url, secret="x"))
        with pytest.raises(Unavailable, match=server.url) as raised:
            webhook.send(sent)
        webhook.close()
    assert raised.value.pause == pause


def test_nobody_answers(tmp_path: Path) -> None:
    sent = told(tmp_path, map(line, articles(1)))
    with receiving(lambda _: Answer()) as server:
        url = server.url
    with pytest.raises(Unavailable, match=url):
        Webhook(WebhookSettings(url=url, secret="x")).send(sent)


def test_an_answer_that_takes_too_long(tmp_path: Path) -> None:
    sent = told(tmp_path, map(line, articles(1)))
    done = threading.Event()

    def late(_: object) -> Answer:
        done.wait()
        return Answer()

    with receiving(late) as server:
        webhook = Webhook(WebhookSettings(url=server.url, secret="x", timeout=0.05))
        with pytest.raises(Unavailable, match="timed out"):
            webhook.send(sent)
        done.set()
        webhook.close()


def test_a_refusal_is_of_one_event(tmp_path: Path) -> None:
    sent = told(tmp_path, map(line, articles(3)))
    answers = iter([Answer(200), Answer(422, "太长".encode()), Answer(200)])
    with receiving(lambda _: next(answers)) as server:
        webhook = Webhook(WebhookSettings(url=server.url, secret="x"))
        [refusal] = webhook.send(sent)
        webhook.close()
    assert (refusal.event, refusal.reason) == (sent[1], "422: 太长")


@pytest.mark.parametrize("status", [301, 401, 403, 404, 410])
def test_what_the_user_has_to_mend(tmp_path: Path, status: int) -> None:
    sent = told(tmp_path, map(line, articles(1)))
    with receiving(lambda _: Answer(status)) as server:
        webhook = Webhook(WebhookSettings(url=server.url, secret="x"))
        with pytest.raises(UsageError, match=f"answers {status}"):
            webhook.send(sent)
        webhook.close()


def test_a_secret_that_is_no_base64() -> None:
    with pytest.raises(UsageError, match="whsec_"):
        key("whsec_渡口")
