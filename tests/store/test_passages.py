"""What is shown of an article is where it has what was asked for, as printed."""

from __future__ import annotations

import pytest

from crawler.store import passages
from crawler.store.passages import LENGTH, Passage
from crawler.store.queries import parse


def marked(passage: Passage) -> list[str]:
    return [passage.text[first:last] for first, last in passage.found]


def test_what_was_found_is_marked_as_printed() -> None:
    text = "發展低空經濟，低空经济。ＡＩ 技術與ai技术"
    clauses = parse("低空经济 ai技术").texts
    assert marked(passages.whole(clauses, text)) == [
        "低空經濟",
        "低空经济",
        "ＡＩ 技術",
        "ai技术",
    ]


@pytest.mark.parametrize(
    ("word", "text"), [("ai", "maintain"), ("5g", "15G 5G2"), ("11", "1111年")]
)
def test_a_part_of_a_word_is_not_the_word(word: str, text: str) -> None:
    assert marked(passages.whole(parse(word).texts, text)) == []


def test_the_passage_with_most_of_the_words_is_shown() -> None:
    text = "甲" * 300 + "。低空" + "乙" * 300 + "。这里低空经济试点，" + "丙" * 300
    passage = passages.best(parse("低空 试点").texts, text)
    assert marked(passage) == ["低空", "试点"]
    assert passage.text.startswith("…这里低空")
    assert passage.text.endswith("丙…")
    assert len(passage.text) == LENGTH + 2


def test_a_short_text_is_shown_whole() -> None:
    passage = passages.best(parse("东").texts, "没有\n要找的")
    assert passage == Passage("没有 要找的", ())


def test_places_that_overlap_are_one() -> None:
    passage = passages.whole(parse("低空经济 经济试点").texts, "低空经济试点")
    assert passage.found == ((0, 6),)


def test_what_follows_a_cut_is_marked_in_its_place() -> None:
    text = "甲" * 500 + "低空" + "乙" * 500
    passage = passages.best(parse("低空").texts, text)
    assert marked(passage) == ["低空"]
