"""Scores are what they are said to be, and a missed floor fails."""

from __future__ import annotations

import gzip
import json
import math
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.confidence import BODY, INTERCEPT, NAME
from crawler.errors import UsageError
from crawler.evaluation import Evaluation, cases, floors, left_out, reliability
from crawler.evaluation.reliability import Belief
from crawler.evaluation.scores import FIELDS, MEASURES, tokens
from crawler.forest import MODELS
from tests.archives import text, write
from tests.corpus import shared
from tests.loopback import PROJECT, Run, Workplace

PAGES = PROJECT / "tests" / "fixtures" / "pages"
NOTES = [json.loads(path.read_bytes()) for path in sorted(PAGES.rglob("*.json"))]

HEADLINE = "河口小学的早班车"
SENTENCE = "清晨六点，校车从镇口出发，司机说，这条路他开了十一年。"
MARKUP = (
    f"<title>{HEADLINE}</title><h1>{HEADLINE}</h1>"
    "<div>来源：江口日报 2024-11-01 15:30</div>" + f"<p>{SENTENCE}</p>" * 4
)
GOLD = {"headline": HEADLINE, "body": [SENTENCE] * 4, "source": "江口日报"}


def result(
    *pairs: tuple[Mapping[str, Any], Mapping[str, Any] | None],
) -> dict[str, float]:
    evaluation = Evaluation()
    for number, (expected, found) in enumerate(pairs):
        evaluation.add(str(number), expected, found)
    return evaluation.result()


def only(expected: Mapping[str, Any], found: Mapping[str, Any] | None) -> float:
    [figure] = result((expected, found)).values()
    return figure


# The body


def test_body_is_compared_by_shingles_of_four() -> None:
    # 甲乙丙丁 乙丙丁戊 丙丁戊己 against 甲乙丙丁 乙丙丁庚: one of three, one of two.
    figures = result(({"body": ["甲乙丙丁戊己"]}, {"body": ["甲乙丙丁庚"]}))
    assert figures["recall"] == 1 / 3
    assert figures["precision"] == 1 / 2
    assert figures["f1"] == pytest.approx(2 / 5)
    assert figures["exact"] == 0


def test_precision_and_recall_are_means_over_pages() -> None:
    half = ({"body": ["甲乙丙丁戊"]}, {"body": ["甲乙丙丁"]})
    whole = ({"body": "甲乙丙丁"}, {"body": ["甲乙", "丙丁"]})
    missing = ({"body": ["甲乙丙丁"]}, None)
    figures = result(half, whole, missing)
    assert figures["precision"] == 1.0  # of the pages where something was found
    assert figures["recall"] == pytest.approx((0.5 + 1 + 0) / 3)
    assert figures["exact"] == pytest.approx(1 / 3)


def test_marks_width_and_spaces_do_not_count() -> None:
    figures = result(({"body": ["他说：ＡＢＣ，好。"]}, {"body": ["他说:abc", "好"]}))
    assert figures["exact"] == figures["f1"] == 1.0


def test_nothing_expected_and_nothing_found() -> None:
    figures = result(({"body": []}, {"body": []}))
    assert (figures["precision"], figures["recall"]) == (1.0, 1.0)


def test_leaks_are_what_the_page_itself_does_not_hold() -> None:
    notice = "责任编辑：张三"
    leaking = ({"body": [SENTENCE]}, {"body": [SENTENCE, notice]})
    telling = ({"body": [SENTENCE, notice]}, {"body": [SENTENCE, notice]})
    evaluation = Evaluation()
    evaluation.add("leaking", *leaking)
    evaluation.add("telling", *telling)
    assert evaluation.result()["leaks"] == 0.5
    [worst] = evaluation.worst(1)
    assert (worst.page, worst.leaks) == ("leaking", ("责任编辑",))


def test_tokens_are_characters_and_other_words() -> None:
    assert tokens("净文V2，2024年 naïve") == ["净", "文", "v2", "2024", "年", "naïve"]


# Other fields


@pytest.mark.parametrize(
    ("field", "expected", "found", "right"),
    [
        ("headline", "河口 小学", "河口小学", True),
        ("headline", "河口(一)", "河口（一）", True),
        ("headline", "河口小学", "河口小学_江口网", False),
        ("source", "江口日报", "来源：江口日报", True),
        ("source", None, None, True),
        ("source", None, "江口日报", False),
        ("source", "江口日报", None, False),
        ("date_published", "2024-11-01T15:30", "2024-11-01T15:30:45+08:00", True),
        (
            "date_published",
            "2024-11-01T15:30:00+08:00",
            "2024-11-01T15:31:00+08:00",
            False,
        ),
        ("date_published", "2024-11-01", "2024-11-01T00:00:00+08:00", True),
        ("date_published", "2024-11-01", "2024-11-02T00:00:00+08:00", False),
        ("date_published", None, None, True),
        ("date_published", None, "2024-11-01T00:00:00+08:00", False),
    ],
)
def test_texts_and_times(
    field: str, expected: str | None, found: str | None, *, right: bool
) -> None:
    assert only({field: expected}, {field: found}) == right


def test_alternatives_are_as_right() -> None:
    gold = {"source": "江口日报", "source_alt": ["江口网"]}
    assert only(gold, {"source": "江口网"}) == 1
    assert only(gold, {"source": "渡口网"}) == 0


def test_sets_are_pooled_over_pages() -> None:
    evaluation = Evaluation()
    evaluation.add("1", {"authors": ["张三", "李四"]}, {"authors": ["张三"]})
    evaluation.add("2", {"authors": []}, {"authors": ["王五"]})
    assert evaluation.result()["authors"] == pytest.approx(2 / (2 + 1 + 1))


def test_the_nearest_alternative_of_a_set_counts() -> None:
    gold = {"authors": [], "authors_alt": [["张三", "李四"], ["王五"]]}
    assert only(gold, {"authors": ["李四", "张三"]}) == 1


@pytest.mark.parametrize(
    "gold",
    [
        {"icp": ["京ICP備00000001號-1"]},
        {"footer.icp": ["京icp备00000001号-1"]},
        {"footer": {"icp": ["京ICP备 00000001号-1"]}},
    ],
)
def test_numbers_in_the_footer_wherever_they_are_held(gold: dict[str, Any]) -> None:
    assert only(gold, {"footer": {"icp": ["京ICP备00000001号-1"]}}) == 1
    assert only(gold, {"icp": []}) == 0


def test_captions_and_addresses() -> None:
    images = [{"url": "http://a.example/1.jpg", "caption": "渡口的灯"}]
    assert only({"captions": ["渡口的灯"]}, {"images": images}) == 1
    assert (
        only({"images": images}, {"images": [{"url": "http://a.example/1.jpg"}]}) == 1
    )
    assert only({"teasers": ["http://a.example/2"]}, {"teasers": images}) == 0


def test_what_nobody_checked_is_not_scored() -> None:
    assert result(({"headline": HEADLINE}, {"headline": HEADLINE, "body": ["甲"]})) == {
        "headline": 1.0
    }


def test_refusals() -> None:
    wanted = {"kind": "not_article"}
    article = {"headline": HEADLINE, "body": [SENTENCE]}
    assert result((wanted, None), (wanted, article))["refused"] == 0.5


def test_what_was_wrong_is_remembered() -> None:
    evaluation = Evaluation()
    found = {
        "source": "渡口网",
        "headline": HEADLINE,
        "found_by": {"source": "account"},
    }
    evaluation.add("1", {**GOLD, "body": []}, found)
    [wrong] = evaluation.wrong
    assert (wrong.page, wrong.field, wrong.found_by) == ("1", "source", "account")
    assert (wrong.expected, wrong.got) == ("江口日报", "渡口网")
    assert evaluation.scored == {"body": 1, "headline": 1, "source": 1}


RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "body": st.lists(st.text(max_size=30), max_size=3),
        "headline": st.none() | st.text(max_size=10),
        "date_published": st.none() | st.dates().map(str),
        "authors": st.lists(st.text(max_size=4), max_size=3),
        "icp": st.lists(st.text("京ICP备号1234567890 ", max_size=18), max_size=2),
    },
)


@given(st.lists(RECORDS, max_size=4))
def test_the_expected_itself_is_perfect(records: list[dict[str, Any]]) -> None:
    figures = result(*((record, record) for record in records))
    assert figures.pop("leaks", 0) == 0
    assert set(figures.values()) <= {1.0}


@given(st.lists(st.tuples(RECORDS, RECORDS), min_size=1, max_size=4))
def test_figures_are_shares(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    figures = result(*pairs)
    assert figures.keys() <= set(MEASURES)
    assert all(0 <= figure <= 1 for figure in figures.values())


# Confidence


def believed(confidence: float, *, right: bool) -> tuple[Any, Any]:
    body = [SENTENCE] if right else ["另一篇文章的正文。"]
    return {"body": [SENTENCE]}, {"body": body, "confidence": {"body": confidence}}


def test_bodies_are_sure_from_nine_tenths_on() -> None:
    figures = result(
        believed(0.95, right=True),
        believed(0.9, right=False),
        believed(0.6, right=True),
        believed(0.5, right=False),
    )
    assert (figures["sure"], figures["sure_right"]) == (0.5, 0.5)
    # Bins of one each, but .5 and .6: off by .05, .9, and .05 on the mean of two.
    assert figures["calibration_error"] == pytest.approx((0.05 + 0.9 + 2 * 0.05) / 4)


def test_a_body_is_right_as_confidence_means_it_when_next_to_all_is_there() -> None:
    long = SENTENCE * 9
    near = ({"body": [long]}, {"body": [long[:-3]], "confidence": {"body": 0.95}})
    figures = result(near)
    assert figures["exact"] == 0
    assert figures["sure_right"] == 1


def test_no_body_that_is_sure_is_none_that_is_wrong() -> None:
    figures = result(believed(0.3, right=False))
    assert (figures["sure"], figures["sure_right"]) == (0, 1)


def test_an_article_where_there_is_none_was_wrong_to_be_sure() -> None:
    _, article = believed(0.95, right=True)
    assert result(({"kind": "not_article"}, article))["sure_right"] == 0


def test_confidence_is_kept_of_each_field_that_was_scored() -> None:
    evaluation = Evaluation()
    confidence = {"source": 0.8, "footer": 0.9, "headline": 0.7}
    found = {"source": "渡口网", "footer": {"icp": ["京ICP备1号"]}}
    evaluation.add(
        "1",
        {"source": "江口日报", "icp": ["京ICP备1号"]},
        {**found, "confidence": confidence},
    )
    assert evaluation.beliefs == {"source": [(0.8, False)], "icp": [(0.9, True)]}
    assert "sure" not in evaluation.result()


BELIEFS = st.lists(
    st.builds(Belief, st.floats(0, 1), st.booleans()), min_size=1, max_size=30
)


@given(BELIEFS)
def test_each_belief_is_in_one_bin(beliefs: list[Belief]) -> None:
    bins = reliability.bins(beliefs)
    assert sum(each.number for each in bins) == len(beliefs)
    for each in bins:
        assert each.low - 1e-9 <= each.confidence <= each.high + 1e-9
    right = sum(each.number * each.right for each in bins)
    assert right == pytest.approx(sum(belief.right for belief in beliefs))


@given(BELIEFS)
def test_who_knows_for_sure_is_off_by_nothing(beliefs: list[Belief]) -> None:
    knowing = [Belief(float(right), right) for _, right in beliefs]
    wrong = [Belief(float(not right), right) for _, right in beliefs]
    assert reliability.brier(knowing) == reliability.calibration_error(knowing) == 0
    assert reliability.brier(wrong) == reliability.calibration_error(wrong) == 1
    assert 0 <= reliability.calibration_error(beliefs) <= 1


# Floors


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("f2 = 0.9", "f2: no such measure; known are precision"),
        ("f1 = 1.2", "f1: want a figure from 0 to 1"),
        ("f1 = true", "f1: want a figure"),
        ('f1 = "0.9"', "f1: want a figure"),
        ("leaks = { at_least = 0.1 }", "leaks: want a figure"),
        ("leaks = { at_most = 0.1, why = 1 }", "leaks: want a figure"),
        ("f1 =", "Invalid value"),
    ],
)
def test_wrong_floors(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=f"^{path}: {told}"):
        floors.read(path, measures=MEASURES)


def test_a_floor_holds_at_its_bound(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text("f1 = 0.9\nleaks = { at_most = 0.1 }\nrefused = 1")
    read = floors.read(path, measures=MEASURES)
    assert [str(floor) for floor in read.values()] == [
        "at least 0.9",
        "at most 0.1",
        "at least 1",
    ]
    assert [read["f1"].holds(figure) for figure in (0.89, 0.9, 0.91)] == [
        False,
        True,
        True,
    ]
    assert [read["leaks"].holds(figure) for figure in (0.09, 0.1, 0.11)] == [
        True,
        True,
        False,
    ]


# What is asked for at least, whatever the floors of the repository say.
LEAST = {
    "zh": {
        "f1": 0.94,
        "leaks": 0.05,
        "headline": 0.93,
        "date_published": 0.88,
        "source": 0.85,
        "icp": 0.95,
        "refused": 1.0,
    },
    "wcxb": {"f1": 0.90},
    "flat": {"f1": 0.95, "headline": 0.9, "date_published": 0.9},
}


@pytest.mark.parametrize("corpus", LEAST)
def test_floors_of_the_repository_are_no_lower_than_was_asked(corpus: str) -> None:
    path = PROJECT / "benchmarks" / "floors" / f"{corpus}.toml"
    read = floors.read(path, measures=MEASURES)
    for measure, bound in LEAST[corpus].items():
        side = floors.AT_MOST if measure == "leaks" else floors.AT_LEAST
        assert read[measure].side == side
        least = floors.Floor(measure, side, bound)
        assert least.holds(read[measure].bound)


# Cases


def write_corpus(folder: Path, *lines: dict[str, Any], pages: str = MARKUP) -> Path:
    (folder / "html").mkdir(parents=True)
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (folder / "gold.jsonl").write_text(text + "\n", encoding="utf-8")
    for line in lines:
        packed = gzip.compress(pages.encode())
        (folder / "html" / f"{line['id']}.html.gz").write_bytes(packed)
    return folder


def test_gold_lines_end_where_a_line_feed_is(tmp_path: Path) -> None:
    odd = "一行\u2028还是\u0085这\u001c一行"
    folder = write_corpus(tmp_path / "c", {"id": "1", "body": [odd]}, {"id": "2"})
    found = cases.find(folder)
    assert [case.name for case in found] == ["1", "2"]
    assert found[0].expected["body"] == [odd]


def test_the_address_is_the_file_s_own_where_gold_gives_none(tmp_path: Path) -> None:
    folder = write_corpus(
        tmp_path / "c",
        {"id": "1", "url": None},
        {"id": "2", "url": "http://a.example/2"},
    )
    first, second = (case.read().url for case in cases.find(folder))
    assert first == (folder / "html" / "1.html.gz").as_uri()
    assert second == "http://a.example/2"


def test_flat_pages_and_archives_are_cases_of_a_corpus(tmp_path: Path) -> None:
    lines = [{"id": "a"}, {"id": "b", "url": "http://b.example/1"}, {"id": "c"}]
    gold = "\n".join(json.dumps({"headline": "渡口", **line}) for line in lines)
    (tmp_path / "gold.jsonl").write_text(gold, encoding="utf-8")
    for name in ("text/a.txt.gz", "html/c.html.gz"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(gzip.compress("甲".encode()))
    write(tmp_path / "pages.wet.gz", [text("http://b.example/1", "乙")])
    a, b, c = cases.find(tmp_path)
    assert [case.read().body.decode() for case in (a, b, c)] == ["甲", "乙", "甲"]
    assert [case.read().page().flat for case in (a, b, c)] == [True, True, False]


def test_saved_pages_that_nobody_checked_are_no_cases(tmp_path: Path) -> None:
    for name in ("checked", "refused", "unknown"):
        (tmp_path / f"{name}.html").write_text(MARKUP)
    (tmp_path / "checked.json").write_text('{"article": {"headline": "甲"}}')
    (tmp_path / "refused.json").write_text('{"refused": "NotAnArticle"}')
    found = {case.name: case.expected for case in cases.find(tmp_path)}
    assert found == {"checked": {"headline": "甲"}, "refused": {"kind": "not_article"}}


# The command


def evaluate(place: Workplace, *words: object) -> Run:
    return place.scrapy("evaluate", *map(str, words))


def figures(run: Run) -> dict[str, float]:
    told = json.loads(run.out)["figures"]
    assert isinstance(told, dict)
    return told


def test_prints_a_table_for_people(place: Workplace) -> None:
    run = evaluate(place, PAGES, "--floors", PAGES / "floors.toml")
    assert (run.code, run.err) == (0, "")
    cells = [line.split() for line in run.out.splitlines()]
    assert ["Measure", "Pages", "Figure", "Floor", "OK"] in cells
    headlines = str(sum("headline" in beside.get("article", ()) for beside in NOTES))
    assert ["headline", headlines, "1.0000", "at", "least", "1", "yes"] in cells
    assert f"{len(NOTES)} pages of {PAGES}, " in run.out
    assert " ms a page" in run.out


def test_floors_beside_the_pages_are_the_default(
    place: Workplace, tmp_path: Path
) -> None:
    folder = write_corpus(tmp_path / "c", {"id": "1", **GOLD, "source": "渡口网"})
    assert evaluate(place, folder).code == 0
    (folder / "floors.toml").write_text("f1 = 0.9\nsource = 0.5")
    run = evaluate(place, folder)
    assert run.code == 1
    assert run.err == "scrapy evaluate: source is 0.0000, its floor is at least 0.5\n"
    row, *_ = [
        line.split() for line in run.out.splitlines() if line.startswith(" source")
    ]
    assert row[-1] == "NO"


def test_lists_the_worst_and_the_wrong(place: Workplace, tmp_path: Path) -> None:
    gold = {**GOLD, "source": "渡口网"}
    lines = [
        {"id": "good", **gold},
        {"id": "bad", **gold, "body": ["另一篇文章的正文。"]},
    ]
    folder = write_corpus(tmp_path / "c", *lines)
    run = evaluate(place, folder, "--worst", 1, "--field", "source")
    assert run.code == 0
    told = run.out.splitlines()
    [worst] = [line for line in told if " P " in line]
    assert worst.split()[-1] == "bad"
    start = told.index("good")
    assert told[start + 1 :][:2] == ["  expected  渡口网", "  got       江口日报"]
    assert told[start + 3].startswith("  found by  ")
    run = evaluate(place, folder, "--field", "body")
    assert "  missed    另一篇文章的正文。" in run.out.splitlines()
    assert f"  extra     {SENTENCE}" in run.out.splitlines()


def test_a_refused_article_counts_against_us(place: Workplace, tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "c", {"id": "1", **GOLD}, pages="<p>404</p>")
    predictions = tmp_path / "predictions.jsonl"
    run = evaluate(place, folder, "--json", "--predictions", predictions)
    assert figures(run)["recall"] == figures(run)["f1"] == figures(run)["headline"] == 0
    [line] = map(json.loads, predictions.read_bytes().splitlines())
    assert line == {"id": "1", "refused": json.loads(run.out)["refused"]["1"]}
    assert line["refused"].startswith("no article: ")


def test_figures_as_json(place: Workplace) -> None:
    run = evaluate(place, PAGES, "--json", "--worst", 2, "--field", "authors")
    told = json.loads(run.out)
    assert run.code == 0
    assert told["pages"] == len(NOTES)
    assert told["figures"]["f1"] >= 0.99
    assert told["missed"] == []
    assert told["ms_a_page"] > 0
    assert len(told["worst"]) == 2
    assert all(wrong["field"] == "authors" for wrong in told["wrong"])


def test_tells_how_far_confidence_may_be_trusted(place: Workplace) -> None:
    run = evaluate(place, PAGES)
    rows = [line.split() for line in run.out.splitlines()]
    assert ["Confidence", "Pages", "Mean", "Right", "Brier"] in rows
    bodies = [row for row in rows if row[:1] == ["body"] and "to" in row]
    [every] = [row for row in rows if row[:1] == ["body"] and "to" not in row]
    assert sum(int(row[4]) for row in bodies) == int(every[1])
    told = json.loads(evaluate(place, PAGES, "--json").out)
    assert told["reliability"]["body"]["pages"] == int(every[1])
    assert told["reliability"].keys() >= {"body", "headline", "source", "icp"}


def models(folder: Path, *, body: float) -> Path:
    """Make a folder of models that gives every body this confidence."""
    folder.mkdir(parents=True)
    shutil.copy(MODELS / "body.json", folder)
    weights = {INTERCEPT: math.log(body / (1 - body)), **dict.fromkeys(BODY, 0.0)}
    (folder / NAME).write_text(json.dumps({"body": weights, "shares": {}}))
    return folder


def test_each_page_is_read_with_the_models_that_have_not_seen_it(
    place: Workplace, tmp_path: Path
) -> None:
    folder = write_corpus(tmp_path / "c", {"id": "1", **GOLD}, {"id": "2", **GOLD})
    unseen = tmp_path / "unseen"
    models(unseen / "a", body=0.75)
    models(unseen / "b", body=0.25)
    left_out.write(unseen, {"c": {"1": "a", "2": "b"}})
    predictions = tmp_path / "predictions.jsonl"
    run = evaluate(place, folder, "--left-out", unseen, "--predictions", predictions)
    assert (run.code, run.err) == (0, "")
    lines = map(json.loads, predictions.read_bytes().splitlines())
    assert [line["confidence"]["body"] for line in lines] == [0.75, 0.25]


def test_pages_without_models_of_their_own_are_told(
    place: Workplace, tmp_path: Path
) -> None:
    folder = write_corpus(tmp_path / "c", {"id": "1", **GOLD}, {"id": "2", **GOLD})
    unseen = tmp_path / "unseen"
    models(unseen / "a", body=0.5)
    for pages, told in (
        ({"d": {"1": "a"}}, f"{unseen / left_out.PAGES}: no corpus c; known are d"),
        ({"c": {"1": "a"}}, f"{unseen}: no models for the page 2"),
        ({"c": {"1": "a", "2": "b"}}, f"{unseen / 'b'}: no models there"),
    ):
        left_out.write(unseen, pages)
        run = evaluate(place, folder, "--left-out", unseen)
        assert (run.code, run.out) == (2, "")
        assert run.err == f"scrapy evaluate: {told}\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nowhere"], "nowhere: no such file or folder"),
        (["crawler"], "crawler: no gold: no page here says what it holds"),
        ([PAGES, "--field", "f1"], f"no field f1; known are {', '.join(FIELDS)}"),
        (
            [PAGES, "--floors", "nowhere.toml"],
            "nowhere.toml: No such file or directory",
        ),
        (
            [PAGES, "--floors", "pyproject.toml"],
            "pyproject.toml: build-system: no such",
        ),
        ([PAGES, "--predictions", "nowhere/x.jsonl"], "nowhere/x.jsonl: No such file"),
        ([PAGES, "--left-out", "nowhere"], "nowhere/pages.json: No such file"),
    ],
)
def test_what_cannot_be_done(place: Workplace, words: list[object], told: str) -> None:
    run = evaluate(place, *words)
    assert (run.code, run.out) == (2, "")
    [line] = run.err.splitlines()
    assert line.startswith(f"scrapy evaluate: {told}")


def test_no_folder(place: Workplace) -> None:
    run = evaluate(place)
    assert run.code == 2
    assert "which folder?" in run.err + run.out


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"{", "line 1: "),
        (b'{"headline": "x"}', "line 1: Object missing required field `id`"),
        (b'{"id": "1"}', "no such file"),
    ],
)
def test_a_broken_corpus(
    place: Workplace, tmp_path: Path, line: bytes, told: str
) -> None:
    (tmp_path / "gold.jsonl").write_bytes(line + b"\n")
    run = evaluate(place, tmp_path)
    assert run.code == 2
    assert told in run.err


def test_a_floor_of_what_was_not_measured(place: Workplace, tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "c", {"id": "1", **GOLD})
    (folder / "floors.toml").write_text("icp = 0.9")
    run = evaluate(place, folder)
    assert run.code == 2
    assert run.err == f"scrapy evaluate: no page of {folder} says anything of icp\n"


def test_scores_are_those_of_the_scorer_beside_the_pages(
    place: Workplace, tmp_path: Path
) -> None:
    folder, scorer = shared("corpus/zh"), shared("eval/score.py")
    predictions = tmp_path / "predictions.jsonl"
    run = evaluate(place, folder, "--json", "--predictions", predictions)
    assert run.code == 0
    command = (sys.executable, scorer, folder / "gold.jsonl", predictions, "--json")
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    ours = figures(run)
    both = ours.keys() & theirs.keys()
    assert both >= {
        "precision",
        "recall",
        "f1",
        "exact",
        "leaks",
        "headline",
        "refused",
    }
    assert both >= {"source", "date_published", "authors", "editors", "captions", "icp"}
    for measure in both:
        assert ours[measure] == pytest.approx(theirs[measure], abs=1e-9), measure
