"""Measures of an article against what a person wrote down, gathered page by page.

Tokens are single Chinese characters and whole words of anything else. The body
is compared by shingles of four tokens: precision and recall are averaged over
the pages, F1 is their harmonic mean. Sets of names, captions and numbers are
pooled over the pages.

Source of the body's measure: Zyte's article-extraction-benchmark, whose tokens
were words; characters make it fair to Chinese.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

from crawler.evaluation import reliability
from crawler.evaluation.reliability import Belief

Record = Mapping[str, Any]
"""An article as JSON holds it."""

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_HAN}]|[^\W{_HAN}]+")
_SHINGLE = 4

# What no body holds but boilerplate that leaked into it.
_LEAK = re.compile(
    r"ICP[备備证證]|公[网網]安[备備]|[备備]案[号號]"
    r"|二[维維][码碼]|[扫掃]一[扫掃]|[扫掃][码碼]|微信公[众眾][号號]?[：:]"
    r"|[责責]任[编編][辑輯]|版[权權]所有|All Rights Reserved|免[责責][声聲]明"
    r"|相[关關](?:[阅閱][读讀]|新[闻聞])|(?:延伸|推[荐薦])[阅閱][读讀]|[上下]一篇"
    r"|[点點][击擊]排行|分享到|我要[评評][论論]|打印本[页頁]|[关關][闭閉]窗口",
    re.IGNORECASE,
)

# A label that may stand before a value without making it wrong.
_LABEL = re.compile(
    r"^(?:文章|信息|稿件|新闻)?(?:来源|來源|稿源|出处|作者|记者|記者"
    r"|编辑|編輯|责任编辑|責任編輯|责编|文)[：:/|]"
)

_ICP_FORMS = str.maketrans("備號證", "备号证")

BODY = ("precision", "recall", "f1", "exact", "leaks")
TEXTS = (
    "headline",
    "alternative_headline",
    "source",
    "dateline",
    "description",
    "section",
    "language",
    "encoding",
    "canonical_url",
)
TIMES = ("date_published", "date_modified")
FOOTER = ("icp", "police", "licences", "wechat")
"""Sets that an article keeps in its ``footer``."""

ADDRESSES = ("teasers", "images")
"""Sets that are compared by the ``url`` of what they hold."""

SETS = ("authors", "editors", "keywords", "captions", *FOOTER, *ADDRESSES)
REFUSED = "refused"

SURENESS = ("sure", "sure_right", "calibration_error")
"""Of the bodies' confidence: the share of at least ``reliability.SURE``, the share
of these that is right, and how far confidence is off."""

# F1 from which on a body is right, as its confidence means it.
RIGHT_BODY = 0.95

MEASURES = (*BODY, *TEXTS, *TIMES, *SETS, REFUSED, *SURENESS)
"""Everything that can be asked of an evaluation, in the order of its result."""

FIELDS = ("body", *TEXTS, *TIMES, *SETS, REFUSED)
"""Everything of which a single page can be wrong."""


@dataclass(slots=True)
class Pooled:
    """True and false finds, counted over all pages."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, expected: set[str], found: set[str]) -> None:
        """Count one page."""
        self.right += len(expected & found)
        self.wrong += len(found - expected)
        self.missed += len(expected - found)

    @property
    def f1(self) -> float:
        """0 to 1; 1 where nothing was expected and nothing found."""
        pool = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / pool if pool else 1.0


@dataclass(frozen=True, slots=True)
class BodyScore:
    """One page's body against what it should be."""

    page: str
    precision: float | None
    """``None`` where no body was found."""

    recall: float
    exact: bool
    leaks: tuple[str, ...]

    @property
    def f1(self) -> float:
        """Of this page alone."""
        if not self.precision or not self.recall:
            return 0.0
        return 2 * self.precision * self.recall / (self.precision + self.recall)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One field of one page that is not what it should be."""

    page: str
    field: str
    expected: object
    got: object
    found_by: str | None
    """Which source gave the field; ``None`` where nobody did."""


@dataclass(slots=True)
class Evaluation:
    """Scores gathered page by page."""

    bodies: list[BodyScore] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    """What was wrong, in the order of the pages."""

    scored: Counter[str] = field(default_factory=Counter)
    """How many pages each field was scored on."""

    beliefs: dict[str, list[Belief]] = field(default_factory=dict)
    """Of each field how sure the articles were, and whether they were right; a
    body is where its F1 is at least ``RIGHT_BODY``."""

    _hits: Counter[str] = field(default_factory=Counter)
    _sets: dict[str, Pooled] = field(default_factory=dict)

    def add(self, page: str, expected: Record, found: Record | None) -> None:
        """Score one page; ``found`` is ``None`` where it was refused.

        A key that ``expected`` lacks is not scored; ``KEY_alt`` lists further
        values that are as right. What stands in the footer may be expected as
        ``footer``, as ``footer.icp`` and as ``icp``.
        """
        expected, found = _flat(expected), _flat(found or {})
        if expected.get("kind") == "not_article":
            self._refusal(page, found)
            return
        if "body" in expected:
            self._body(page, expected, found)
        for name in (*TEXTS, *TIMES):
            if name in expected:
                self._value(name, page, expected, found)
        for name in SETS:
            if name in expected:
                self._set(name, page, expected, found)

    def result(self) -> dict[str, float]:
        """Return each measure by name, 0 to 1; only what some page was scored on."""
        figures = _of_bodies(self.bodies) if self.bodies else {}
        for name in (*TEXTS, *TIMES, *SETS, REFUSED):
            if name in self._sets:
                figures[name] = self._sets[name].f1
            elif name in self.scored:
                figures[name] = self._hits[name] / self.scored[name]
        return figures | _of_beliefs(self.beliefs.get("body", ()))

    def pages(self, measure: str) -> int:
        """Return how many pages a measure of the result comes from."""
        if measure in SURENESS:
            beliefs = self.beliefs["body"]
            return len(
                reliability.sure(beliefs) if measure == "sure_right" else beliefs
            )
        return self.scored.get(measure, len(self.bodies))

    def worst(self, number: int) -> list[BodyScore]:
        """Return the ``number`` bodies with the lowest F1, worst first."""
        return sorted(self.bodies, key=lambda body: body.f1)[:number]

    def _count(
        self, name: str, page: str, expected: Record, found: Record, *, right: bool
    ) -> None:
        self.scored[name] += 1
        self._hits[name] += right
        if name != "body":
            self._believe(name, found, right=right)
        if not right:
            by = (found.get("found_by") or {}).get("footer" if name in FOOTER else name)
            wrong = Wrong(page, name, expected.get(name), found.get(name), by)
            self.wrong.append(wrong)

    def _believe(self, name: str, found: Record, *, right: bool) -> None:
        """Remember how sure the article was, if it says so. The foot's is its number's."""
        key = "footer" if name == "icp" else name
        confidence = (found.get("confidence") or {}).get(key)
        if confidence is not None:
            self.beliefs.setdefault(name, []).append(Belief(confidence, right))

    def _refusal(self, page: str, found: Record) -> None:
        right = not joined(found.get("body")).strip()
        self._believe("body", found, right=right)
        told = {**found, REFUSED: found.get("headline")}
        self._count(REFUSED, page, {REFUSED: "no article"}, told, right=right)

    def _body(self, page: str, expected: Record, found: Record) -> None:
        score = _score(page, joined(expected["body"]), joined(found.get("body")))
        self.bodies.append(score)
        self._believe("body", found, right=score.f1 >= RIGHT_BODY)
        self._count("body", page, expected, found, right=score.exact)

    def _value(self, name: str, page: str, expected: Record, found: Record) -> None:
        same = _same_time if name in TIMES else _same_text
        choice = _alternatives(expected, name)
        right = any(same(value, found.get(name)) for value in choice)
        self._count(name, page, expected, found, right=right)

    def _set(self, name: str, page: str, expected: Record, found: Record) -> None:
        got = _values(name, found)
        choice = (_values(name, {name: v}) for v in _alternatives(expected, name))
        nearest = min(choice, key=lambda values: len(values ^ got))
        self._sets.setdefault(name, Pooled()).add(nearest, got)
        self._count(name, page, expected, found, right=nearest == got)


def joined(body: object) -> str:
    """Return a body's text, whether it was held as paragraphs or in one."""
    if isinstance(body, list | tuple):
        return "\n".join(body)
    return body if isinstance(body, str) else ""


def tokens(text: str) -> list[str]:
    """Return the tokens of ``text``: single Chinese characters, other words whole.

    >>> tokens("净文 v2.0")
    ['净', '文', 'v2', '0']
    """
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def _of_bodies(bodies: list[BodyScore]) -> dict[str, float]:
    found = [body.precision for body in bodies if body.precision is not None]
    precision = fmean(found) if found else 0.0
    recall = fmean(body.recall for body in bodies)
    both = precision + recall
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / both if both else 0.0,
        "exact": fmean(body.exact for body in bodies),
        "leaks": fmean(bool(body.leaks) for body in bodies),
    }


def _of_beliefs(beliefs: Sequence[Belief]) -> dict[str, float]:
    """The measures of ``SURENESS``; where no body is sure, none is wrongly so."""
    if not beliefs:
        return {}
    sure = reliability.sure(beliefs)
    return {
        "sure": len(sure) / len(beliefs),
        "sure_right": fmean(belief.right for belief in sure) if sure else 1.0,
        "calibration_error": reliability.calibration_error(beliefs),
    }


def _score(page: str, expected: str, found: str) -> BodyScore:
    right, got = tokens(expected), tokens(found)
    right_shingles, got_shingles = _shingles(right), _shingles(got)
    common = (right_shingles & got_shingles).total()
    precision = None if right else 1.0
    if got:
        precision = common / got_shingles.total()
    recall = common / right_shingles.total() if right else 1.0
    leaked = sorted(_leaks(found) - _leaks(expected))
    return BodyScore(page, precision, recall, right == got, tuple(leaked))


def _shingles(words: list[str]) -> Counter[tuple[str, ...]]:
    if not words:
        return Counter()
    starts = range(max(1, len(words) - _SHINGLE + 1))
    return Counter(tuple(words[start : start + _SHINGLE]) for start in starts)


def _leaks(text: str) -> set[str]:
    return {mark.lower() for mark in _LEAK.findall(text)}


def _flat(record: Record) -> Record:
    """Return ``record`` with what stands in its footer lifted out.

    >>> _flat({"footer": {"icp": ["京ICP备1号"]}})["icp"]
    ['京ICP备1号']
    >>> _flat({"footer.icp": None})
    {'icp': None}
    """
    lifted = {key.removeprefix("footer."): value for key, value in record.items()}
    footer = record.get("footer") or {}
    return {name: footer[name] for name in FOOTER if name in footer} | lifted


def _alternatives(expected: Record, name: str) -> Iterable[Any]:
    return [expected[name], *expected.get(f"{name}_alt", ())]


def _plain(value: object) -> str:
    text = unicodedata.normalize("NFKC", value) if isinstance(value, str) else ""
    return _LABEL.sub("", "".join(text.split()))


def _same_text(expected: object, found: object) -> bool:
    return _plain(expected) == _plain(found)


def _same_time(expected: object, found: object) -> bool:
    """Equal to the minute, or to the day where only a day is expected."""
    if not isinstance(expected, str) or not isinstance(found, str):
        return not expected and not found
    right = re.sub(r"\D", "", expected[:16])
    return re.sub(r"\D", "", found[:16]).startswith(right)


def _values(name: str, record: Record) -> set[str]:
    values = record.get(name)
    if name == "captions" and name not in record:
        values = [image.get("caption") for image in record.get("images") or ()]
    values = [values] if isinstance(values, str) else values or ()
    if name in ADDRESSES:
        urls = (v.get("url") if isinstance(v, Mapping) else v for v in values)
        return {url for url in urls if url}
    plain = {_plain(value) for value in values} - {""}
    return {p.upper().translate(_ICP_FORMS) for p in plain} if name == "icp" else plain
