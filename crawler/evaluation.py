"""How near extracted articles come to what a person wrote down.

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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

Record = Mapping[str, Any]
"""An article as JSON holds it."""

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_HAN}]|[^\W{_HAN}]+")
_SHINGLE = 4

# What no body holds but boilerplate that leaked into it.
_LEAK = re.compile(
    r"ICP[备備证證]|公[网網]安[备備]|[备備]案[号號]|二[维維][码碼]|[扫掃]一[扫掃]|[扫掃][码碼]|"
    r"微信公[众眾][号號]?[：:]|[责責]任[编編][辑輯]|相[关關](?:[阅閱][读讀]|新[闻聞])|延伸[阅閱][读讀]|"
    r"推[荐薦][阅閱][读讀]|[上下]一篇|版[权權]所有|All Rights Reserved|分享到|[点點][击擊]排行|"
    r"免[责責][声聲]明|我要[评評][论論]|打印本[页頁]|[关關][闭閉]窗口",
    re.IGNORECASE,
)

# A label that may stand before a value without making it wrong.
_LABEL = re.compile(
    r"^(?:文章|信息|稿件|新闻)?(?:来源|來源|稿源|出处|作者|记者|記者|编辑|編輯|责任编辑|責任編輯|责编|文)[：:/|]"
)

_ICP_FORMS = str.maketrans("備號證", "备号证")

TEXTS = ("headline", "alternative_headline", "source", "dateline", "description")
SETS = ("authors", "editors", "captions", "icp", "teasers")
TIMES = ("date_published", "date_modified")


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


@dataclass(slots=True)
class Evaluation:
    """Scores gathered page by page."""

    bodies: list[BodyScore] = field(default_factory=list)
    _hits: dict[str, list[bool]] = field(default_factory=dict)
    _sets: dict[str, Pooled] = field(default_factory=dict)
    _refused: list[bool] = field(default_factory=list)

    def add(self, page: str, expected: Record, found: Record | None) -> None:
        """Score one page; ``found`` is ``None`` where it was refused.

        A key that ``expected`` lacks is not scored; ``KEY_alt`` lists further
        values that are as right.
        """
        found = found or {}
        if expected.get("kind") == "not_article":
            self._refused.append(not joined(found.get("body")).strip())
            return
        if "body" in expected:
            self.bodies.append(_body(page, expected["body"], found.get("body")))
        for name in (*TEXTS, *TIMES):
            if name in expected:
                same = _same_time if name in TIMES else _same_text
                right = _alternatives(expected, name)
                hit = any(same(value, found.get(name)) for value in right)
                self._hits.setdefault(name, []).append(hit)
        for name in SETS:
            if name in expected:
                got = _values(name, found)
                right = (_values(name, {name: v}) for v in _alternatives(expected, name))
                nearest = min(right, key=lambda values: len(values ^ got))
                self._sets.setdefault(name, Pooled()).add(nearest, got)

    def result(self) -> dict[str, float]:
        """Return each measure by name, 0 to 1; only what some page was scored on."""
        figures: dict[str, float] = {}
        if self.bodies:
            found = [body.precision for body in self.bodies if body.precision is not None]
            precision = fmean(found) if found else 0.0
            recall = fmean(body.recall for body in self.bodies)
            both = precision + recall
            figures |= {
                "precision": precision,
                "recall": recall,
                "f1": 2 * precision * recall / both if both else 0.0,
                "exact": fmean(body.exact for body in self.bodies),
                "leaks": fmean(bool(body.leaks) for body in self.bodies),
            }
        figures |= {name: fmean(hits) for name, hits in self._hits.items()}
        figures |= {name: pooled.f1 for name, pooled in self._sets.items()}
        if self._refused:
            figures["refused"] = fmean(self._refused)
        return figures

    def worst(self, number: int) -> list[BodyScore]:
        """Return the ``number`` bodies with the lowest F1, worst first."""
        return sorted(self.bodies, key=lambda body: body.f1)[:number]


def joined(body: object) -> str:
    """Return a body's text, whether it was held as paragraphs or in one."""
    if isinstance(body, list | tuple):
        return "\n".join(body)
    return body if isinstance(body, str) else ""


def tokens(text: str) -> list[str]:
    """Return the tokens of ``text``: single Chinese characters, other words whole."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def _body(page: str, expected: object, found: object) -> BodyScore:
    right, got = tokens(joined(expected)), tokens(joined(found))
    right_shingles, got_shingles = _shingles(right), _shingles(got)
    common = (right_shingles & got_shingles).total()
    leaked = _leaks(joined(found)) - _leaks(joined(expected))
    precision = None if right else 1.0
    if got:
        precision = common / got_shingles.total()
    recall = common / right_shingles.total() if right else 1.0
    return BodyScore(page, precision, recall, right == got, tuple(sorted(leaked)))


def _shingles(words: list[str]) -> Counter[tuple[str, ...]]:
    if not words:
        return Counter()
    starts = range(max(1, len(words) - _SHINGLE + 1))
    return Counter(tuple(words[start : start + _SHINGLE]) for start in starts)


def _leaks(text: str) -> set[str]:
    return {mark.lower() for mark in _LEAK.findall(text)}


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
    if name == "captions" and name not in record:
        values = [image.get("caption") for image in record.get("images") or ()]
    elif name == "icp" and name not in record:
        values = (record.get("footer") or {}).get("icp")
    else:
        values = record.get(name)
    values = [values] if isinstance(values, str) else values or ()
    if name == "teasers":
        values = (v.get("url") if isinstance(v, Mapping) else v for v in values)
        return {value for value in values if value}
    plain = {_plain(value) for value in values} - {""}
    return {p.upper().translate(_ICP_FORMS) for p in plain} if name == "icp" else plain
