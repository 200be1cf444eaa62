"""Lines to roles: what each line of a flat page is.

Trees tell the headline and how likely each line is body; from there on the rules are
those of other pages. What these tell by links and pictures is told here by order and
wording: teasers and captions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from crawler import forest
from crawler.blocks import Outline
from crawler.flat.headline import headline
from crawler.flat.measures import (
    APART,
    Lines,
    first_rows,
    groups,
    headline_rows,
    read_lines,
    second_rows,
)
from crawler.flat.teasers import advertised
from crawler.measures import Measures
from crawler.roles import Role, Zones, assign
from crawler.text import marks

MODEL = "flat"

# Share of the heaviest group of likely lines that another must have to be text, too.
_MOST = 0.6

# Lines. How far around the body a caption may stand.
_ABOVE = 4
_BELOW = 2

# Sizes.
_LONGEST_CAPTION = 130
_LONGEST_PIECE = 5.0

_LOOSE = frozenset({Role.OTHER, Role.BYLINE})

_STOPS = tuple("。！？!?”」")
_SENTENCE_END = ("。", "！", "？", "：", ":")


def zones(outline: Outline, models: Path = forest.MODELS) -> Zones:
    """Return the role of every line of a flat page."""
    lines = read_lines([block.text for block in outline.blocks])
    stages = forest.load_all(MODEL, models)
    rows = first_rows(lines)
    first = stages["first"].chances(rows)
    likely = stages["second"].chances(second_rows(lines, rows, first))
    candidates = headline_rows(lines, likely)
    chances = {
        index: stages["headline"].chance(row) for index, row in candidates.items()
    }
    measures = _measures(outline, lines, headline(lines, chances, likely))
    return _refined(assign(outline, measures, _together(lines, likely)), lines)


def _together(lines: Lines, likely: Sequence[float]) -> list[float]:
    """The chances without those of lines that stand far from most of the text."""
    held = groups(lines, likely)
    most = max((weight for weight, _ in held), default=0.0)
    near = {
        index
        for weight, group in held
        if weight >= _MOST * most
        for index in range(group[0] - APART, group[-1] + APART + 1)
    }
    if not near:
        return list(likely)
    return [c if index in near else 0.0 for index, c in enumerate(likely)]


def _measures(outline: Outline, lines: Lines, at: int) -> Measures:
    """What rules ask of a page's measures: paragraphs are of one kind, others alone."""
    count = len(lines.texts)
    return Measures(
        rows=[None] * count,
        furniture=[False] * count,
        links=[0.0] * count,
        sizes=lines.sizes,
        kin=[0 if _is_paragraph(index, lines) else index + 1 for index in range(count)],
        lines=[marks.line(text) for text in lines.texts],
        regions=[0] * len(outline.paths.known),
        apart=[0] * len(outline.paths.known),
        levels=[-1] * len(outline.paths.known),
        headline=at,
        titles=(),
    )


def _is_paragraph(index: int, lines: Lines) -> bool:
    """Whether a line is prose that ends as a sentence does."""
    return bool(lines.prose[index]) and lines.texts[index].endswith(_STOPS)


def _refined(told: Zones, lines: Lines) -> Zones:
    """The zones with the roles that links and pictures tell elsewhere."""
    roles = list(told.roles)
    first, last = told.span
    for index in range(max(0, first - _ABOVE), min(len(roles), last + 1 + _BELOW)):
        loose = roles[index] in _LOOSE and _is_caption(index, range(first, last), lines)
        if loose or (roles[index] is Role.BODY and _is_surely_caption(index, lines)):
            roles[index] = Role.CAPTION
    at = told.measures.headline
    top = min(at, first) if at >= 0 else first
    for index in advertised(lines, roles, range(top, last + 1)):
        roles[index] = Role.TEASER
    for index, role in enumerate(roles):
        if role is Role.OTHER and _is_menu(lines.texts[index]):
            roles[index] = Role.NAVIGATION
    return replace(told, roles=tuple(roles))


def _is_caption(index: int, among: range, lines: Lines) -> bool:
    """Whether a line says who took a picture or what it shows, or stands in the text.

    What is no body there, and no notice either, was printed under a picture.
    """
    text = lines.texts[index]
    if lines.sizes[index] > _LONGEST_CAPTION or marks.tools(text):
        return False
    if marks.caption(text):
        return index in among or not text.endswith(_SENTENCE_END)
    return index in among and not (
        marks.dated(text) or marks.byline(text) or marks.related(text)
    )


def _is_surely_caption(index: int, lines: Lines) -> bool:
    """Whether a line that looks like body ends with who took a picture, or opens so."""
    text = lines.texts[index]
    if lines.sizes[index] > _LONGEST_CAPTION or not marks.caption(text):
        return False
    return _CREDIT.search(text) is not None


# Whole lines of the article: 江口日报记者 张三 摄, 主办方 供图, 图为…, （资料图片）.
_CREDIT = re.compile(
    r"(?:[摄攝]|供[图圖]|[视視][频頻]截[图圖]|[资資]料[图圖]片?|提供)[）)】\]]?[。\s]*$"
    r"|^\W*(?:[图圖][为為]|[资資]料[图圖]\s*[:：]|[▲△◎▼])"
)


def _is_menu(text: str) -> bool:
    """Whether a line is made of short words alone: 首页 新闻 体育."""
    pieces = text.split()
    return all(len(piece) <= _LONGEST_PIECE for piece in pieces)
