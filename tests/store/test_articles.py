"""Each article stands in the lines once, each version of it, whatever was killed when."""

from __future__ import annotations

import gzip
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from crawler import Article
from crawler.changes import changes
from crawler.errors import StorageError
from crawler.items import Teaser
from crawler.store.articles import Kept, line
from crawler.store.holdings import Holdings
from crawler.store.tables import Kind
from tests.store.conftest import NOW, Open

MakeArticle = Callable[..., Article]

FILE = "2026-11-01.jsonl"


def other(make_article: MakeArticle, number: int, **fields: Any) -> Article:  # noqa: ANN401  # of any field
    url = f"http://www.jia.example/{number}.html"
    return make_article(
        **{"url": url, "canonical_url": url, "body": (f"渡口{number}。",), **fields}
    )


def stored(holdings: Holdings) -> list[dict[str, Any]]:
    lines = (holdings.articles.folder / FILE).read_bytes().splitlines()
    return [json.loads(line) for line in lines]


def keep(holdings: Holdings, *articles: Article) -> list[bool]:
    return [holdings.articles.keep(each, now=NOW).is_new for each in articles]


def test_a_line_is_the_whole_article(
    holdings: Holdings, make_article: MakeArticle
) -> None:
    article = make_article()
    kept = holdings.articles.keep(article, now=NOW)
    file = holdings.articles.folder / FILE
    assert kept == Kept(article, is_new=True, file=file)
    written = file.read_bytes()
    assert written == line(article)
    assert "河口".encode() in written


def test_what_has_not_changed_is_not_written_again(
    open_holdings: Open, make_article: MakeArticle
) -> None:
    assert keep(open_holdings(), make_article()) == [True]
    holdings = open_holdings()
    again = make_article(fetched=NOW, teasers=(Teaser(headline="渡口", reads=7),))
    assert keep(holdings, again) == [False]
    assert len(stored(holdings)) == 1


def test_what_has_changed_is_the_next_version(
    open_holdings: Open, make_article: MakeArticle
) -> None:
    first = make_article()
    keep(open_holdings(), first)
    holdings = open_holdings()
    changed = make_article(headline="改了标题", body=(*first.body, "加了一段。"))
    kept = holdings.articles.keep(changed, now=NOW)
    second = replace(changed, version=2, changes=changes(first, changed))
    assert kept == Kept(second, is_new=True, file=holdings.articles.folder / FILE)
    assert [each["version"] for each in stored(holdings)] == [1, 2]
    assert stored(holdings)[1]["changes"] == {
        "fields": {
            "headline": {"before": "河口小学的早班车", "after": "改了标题"},
        },
        "added": ["加了一段。"],
        "removed": [],
        "reworded": [],
        "moved": [],
    }
    assert keep(holdings, changed) == [False]


def test_changes_are_told_of_a_line_that_was_packed(
    open_holdings: Open, make_article: MakeArticle
) -> None:
    holdings = open_holdings()
    keep(holdings, *(other(make_article, number) for number in range(3)))
    tomorrow = NOW + timedelta(days=1)
    holdings.articles.pack(before=tomorrow.date())
    for number in (2, 0, 1):
        changed = other(make_article, number, source="河口社")
        kept = holdings.articles.keep(changed, now=tomorrow)
        assert (kept.article.version, kept.is_new) == (2, True)
        assert kept.article.changes is not None
        assert kept.article.changes.fields.keys() == {"source"}


def test_without_the_line_before_the_text_alone_is_compared(
    open_holdings: Open, make_article: MakeArticle, caplog: pytest.LogCaptureFixture
) -> None:
    keep(open_holdings(), make_article())
    holdings = open_holdings()
    (holdings.articles.folder / FILE).rename(holdings.articles.folder / "away")
    with caplog.at_level(logging.WARNING):
        assert keep(holdings, make_article(headline="改了标题")) == [False]
    assert f"{FILE}, byte 0: " in caplog.text
    kept = holdings.articles.keep(make_article(body=("改了正文。",)), now=NOW)
    assert (kept.article.version, kept.article.changes) == (2, None)


def test_a_second_address_repeats(
    holdings: Holdings, make_article: MakeArticle
) -> None:
    first = make_article()
    assert holdings.articles.repeated(first) is None
    keep(holdings, first)
    assert holdings.articles.repeated(first) is None  # it is that one
    mobile = make_article(url="http://m.jia.example/1", body=("改。",))
    assert holdings.articles.repeated(mobile) == first.canonical_url
    assert holdings.articles.repeated(make_article(body=("改。",))) is None
    assert holdings.articles.repeated(other(make_article, 2)) is None


def test_a_second_address_has_no_line_though_it_was_asked_for_before_the_first_was_kept(
    open_holdings: Open, make_article: MakeArticle
) -> None:
    first, second = open_holdings(), open_holdings()
    article = make_article()
    again = replace(article, url="http://m.jia.example/other.html", headline="别的标题")
    assert second.articles.repeated(again) is None
    assert keep(first, article) == [True]
    kept = second.articles.keep(again, now=NOW)
    assert (kept.is_new, kept.elsewhere) == (False, f"repeats {article.canonical_url}")
    assert [each["url"] for each in stored(first)] == [article.url]


@pytest.mark.parametrize("rest", [b"", b'{"headline": "ha'], ids=["whole", "cut"])
def test_a_line_that_a_kill_kept_from_the_ledger_is_entered(
    open_holdings: Open, make_article: MakeArticle, rest: bytes
) -> None:
    first = open_holdings()
    run = first.runs.begin("jia", [(Kind.HUB, "http://www.jia.example/")], now=NOW)
    keep(first, make_article())
    lost = other(make_article, 2, pages=("http://www.jia.example/2.html",))
    path = first.articles.folder / FILE
    with path.open("ab") as file:
        file.write(line(lost) + rest)
    second = open_holdings()
    assert path.read_bytes() == line(make_article()) + line(lost)
    assert second.runs.figures(run).stored == 2
    assert keep(second, lost, other(make_article, 3)) == [False, True]
    assert len(stored(second)) == 3


def test_the_same_while_the_other_still_runs(
    open_holdings: Open, make_article: MakeArticle
) -> None:
    first, second = open_holdings(), open_holdings()
    keep(first, other(make_article, 1))
    keep(second, other(make_article, 2))
    with (first.articles.folder / FILE).open("ab") as file:
        file.write(line(other(make_article, 3)) + b'{"half')
    assert keep(first, other(make_article, 3), other(make_article, 4)) == [False, True]
    assert [each["url"][-6] for each in stored(first)] == list("1234")


def test_lines_without_a_ledger_are_taken_over(
    open_holdings: Open, make_article: MakeArticle
) -> None:
    """Those of release 0.1, which have no version; a body that changed is the next."""
    folder = open_holdings().articles.folder
    bodies = ("一。",), ("一。",), ("二。",)
    texts = [json.loads(line(other(make_article, 1, body=body))) for body in bodies]
    for each in texts:
        del each["version"]
    old = folder / "2026-01-01.jsonl"
    old.write_text("".join(json.dumps(each) + "\n" for each in texts))
    before = old.read_bytes()
    holdings = open_holdings()
    assert old.read_bytes() == before
    assert keep(holdings, other(make_article, 1, body=("二。",))) == [False]
    kept = holdings.articles.keep(other(make_article, 1, body=("三。",)), now=NOW)
    assert kept.article.version == 3


def test_an_article_in_the_lines_is_known_to_lists(
    open_holdings: Open, make_article: MakeArticle
) -> None:
    folder = open_holdings().articles.folder
    (folder / "2026-01-01.jsonl").write_bytes(line(other(make_article, 1)))
    holdings = open_holdings()
    run = holdings.runs.begin("jia", [], now=NOW)
    assert holdings.ledger.lease(run, most=9, articles=True, now=NOW) == []
    assert holdings.joining.is_listed("jia", "http://www.jia.example/1.html")


def test_a_foreign_line_is_named_and_left_alone(
    open_holdings: Open, make_article: MakeArticle, caplog: pytest.LogCaptureFixture
) -> None:
    folder = open_holdings().articles.folder
    foreign = folder / "2026-01-01.jsonl"
    text = b'{"title": "x"}\n' + line(make_article())
    foreign.write_bytes(text)
    with caplog.at_level(logging.WARNING):
        holdings = open_holdings()
    assert f"{foreign}, byte 0: no article" in caplog.text
    assert foreign.read_bytes() == text
    assert keep(holdings, make_article()) == [False]


def test_a_line_that_cannot_be_written_leaves_no_trace(
    holdings: Holdings, make_article: MakeArticle
) -> None:
    keep(holdings, other(make_article, 1))
    full = holdings.articles.folder / "2026-11-02.jsonl"
    full.symlink_to("/dev/full")
    with pytest.raises(StorageError, match="No space left on device; make space"):
        holdings.articles.keep(other(make_article, 2), now=NOW + timedelta(days=1))
    assert keep(holdings, other(make_article, 2)) == [True]
    assert len(stored(holdings)) == 2


def test_files_of_past_days_are_packed(
    open_holdings: Open, make_article: MakeArticle
) -> None:
    holdings = open_holdings()
    keep(holdings, other(make_article, 1))
    before = (holdings.articles.folder / FILE).read_bytes()
    assert holdings.articles.pack(before=NOW.date()) == []
    today = NOW + timedelta(days=1)
    [packed] = holdings.articles.pack(before=today.date())
    assert packed.name == FILE + ".gz"
    assert gzip.decompress(packed.read_bytes()) == before
    assert [path.name for path in holdings.articles.folder.iterdir()] == [packed.name]
    again = open_holdings()
    assert keep(again, other(make_article, 1)) == [False]


def test_packed_files_are_taken_over_by_a_new_ledger(
    open_holdings: Open, make_article: MakeArticle
) -> None:
    folder = open_holdings().articles.folder
    texts = line(other(make_article, 1)) + line(other(make_article, 2))
    (folder / "2026-01-01.jsonl.gz").write_bytes(gzip.compress(texts))
    holdings = open_holdings()
    assert keep(holdings, other(make_article, 2)) == [False]
    assert keep(holdings, other(make_article, 3)) == [True]


def test_a_file_that_another_process_writes_to_is_not_packed(
    open_holdings: Open, make_article: MakeArticle
) -> None:
    first, second = open_holdings(), open_holdings()
    keep(first, other(make_article, 1))
    with (first.articles.folder / FILE).open("ab") as file:
        file.write(b'{"half')
    tomorrow = (NOW + timedelta(days=1)).date()
    assert second.articles.pack(before=tomorrow) == []
