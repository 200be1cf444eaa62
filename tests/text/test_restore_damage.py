"""What the forward model damages is restored; what is restored could show as damaged."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.evaluation import cases
from crawler.text.chinese import language
from crawler.text.restoration import shift
from crawler.text.restoration.edits import Edit, applied
from crawler.text.restoration.gloss import drop
from crawler.text.restoration.search import Page
from crawler.text.restore import restore
from tests import damage
from tests.loopback import PROJECT


def bodies() -> Iterator[str]:
    """Yield the simplified bodies of our own saved pages."""
    for case in cases.find(PROJECT / "tests" / "fixtures" / "pages"):
        body = "\n".join(case.expected.get("body") or ())
        if language(body) == "zh-Hans":
            yield body


BODIES = list(bodies())
LONG = [body for body in BODIES if len(body) > 200]
PARAGRAPHS = sorted({line for body in BODIES for line in body.split("\n")})


def test_the_forward_model_does_what_was_seen() -> None:
    text = "渡口变为县里的茶园。　主办方说，当地还会开业。"
    glosses = {"優": "yōu", "業": "yè", "當": "dāng", "數": "shù"}
    shown = damage.damaged(text, glosses, lambda _: True)
    assert "變?yōu)榭h" in shown
    assert "當(dāng)?shù)" in shown
    assert "業(yè)" in shown
    assert "?！≈鬓k" in shown


def test_nearly_all_comes_back() -> None:
    random = Random(20)
    characters = wrong = sure = surely_wrong = unknown = 0
    for turn in range(60):
        text = random.choice(LONG)
        glosses = damage.draw(BODIES, (32, 98)[turn % 2], random)
        shown = damage.damaged(text, glosses, damage.at_random(random))
        restored = restore(shown)
        if restored.clone == "none":
            assert restored.text == shown
            unknown += 1
            continue
        missed = damage.wrong(text, restored.text)
        characters, wrong = characters + len(text), wrong + missed
        kinds = {repair.kind for repair in restored.repairs}
        if not restored.lost and "shift_guess" not in kinds:
            sure, surely_wrong = sure + len(text), surely_wrong + missed
    assert unknown <= 2  # short texts, in which hardly anything was glossed
    assert wrong <= 0.005 * characters
    assert surely_wrong <= 0.001 * sure
    assert sure > characters / 2


def test_without_a_converter_nothing_is_restored() -> None:
    for body in BODIES:
        plain = damage.converted(body)
        assert restore(plain).text == plain
        assert restore(body).text == body


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_a_repaired_shift_shows_as_what_was_observed(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(PARAGRAPHS))
    random = Random(data.draw(st.integers(0, 10_000)))
    glosses = damage.draw(BODIES, data.draw(st.sampled_from((6, 32, 98))), random)
    observed = damage.damaged(text, glosses, damage.at_random(random))
    changes = list(
        shift.find(observed, Page(glosses, traditional=True, narrowed=False))
    )
    edits = [change for change in changes if isinstance(change, Edit)]
    if len(edits) < len(changes) or any(edit.kind != "shift" for edit in edits):
        return  # what is lost, or made up, shows as something else
    repaired = applied(observed, edits)
    plain = applied(repaired, drop(repaired, glosses, 1.0))
    assert damage.shows(damage.glossed(plain, glosses), observed)
