"""A query means what its writer would expect."""

from __future__ import annotations

import pytest

from crawler.errors import UsageError
from crawler.store.queries import Clause, parse


def said(text: str) -> list[str]:
    """Return a query in words: field, minus, rows."""
    return [_said(clause) for clause in parse(text).clauses]


def _said(clause: Clause) -> str:
    rows = "|".join(map(" ".join, clause.rows))
    field = f"{clause.field}:" if clause.field else ""
    return f"{'-' if clause.excluded else ''}{field}{rows}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("低空經濟", ["低 空 经 济"]),
        ("低空 经济", ["低 空", "经 济"]),
        ('"open source" AI', ["open source", "ai"]),
        ("“低空 经济”「试点」", ["低 空|经 济", "试 点"]),
        ("headline:低空 HEADLINE：“试 AI 点”", ["headline:低 空", "headline:试 ai 点"]),
        ("source:新华社 author:张三", ["source:新 华 社", "author:张 三"]),
        ('低空 -无人机 -"open source"', ["低 空", "-无 人 机", "-open source"]),
        ("学习：贯彻，落实", ["学 习|贯 彻|落 实"]),
        ("中国-东盟", ["中 国|东 盟"]),
        ("time:10", ["time|10"]),
        ("", []),
        ("  ", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert said(text) == found


def test_outlets() -> None:
    query = parse("低空 outlet:jia -outlet:yi", outlets=frozenset({"bing"}))
    assert query.outlets == {"jia", "bing"}
    assert query.without_outlets == {"yi"}
    assert [*query.texts] == [*query.clauses]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('"低空', "the quotation has no end"),
        ("headline:", "nothing stands behind"),
        ("低空 -", "nothing stands behind"),
        ("-headline:「低空", "the quotation has no end"),
        ('""', "nothing stands behind"),
        ("，。", "no character that could be looked for"),
    ],
)
def test_what_cannot_be_asked(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        parse(text)
