"""Lines to roles: what each line of a flat page is.

Trees tell the headline and how likely each line is body; from there on the rules are
those of other pages. What these tell by links and pictures is told here by order and
wording: teasers and captions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from crawler import forest
from crawler.blocks import Outline
from crawler.flat.measures import (
    Lines,
    bare,
    first_rows,
    headline_rows,
    read_lines,
    second_rows,
)
from crawler.flat.teasers import advertised
from crawler.measures import Measures
from crawler.roles import Role, Zones, assign
from crawler.text import marks
from crawler.text.similarity import plain, size

MODEL = "flat"

# Chance from which on the likeliest line is the headline: pages without one have none
# that is half as likely.
_HEADLINE = 0.2

# Sizes of a headline, and of the line under it that says when and where from.
_SHORTEST = 5.0
_LONGEST = 60.0
_LONGEST_BYLINE = 60.0
_NO_NAME = ("。", "：", ":", "；", "，")

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
    first = list(map(stages["first"], rows))
    likely = list(map(stages["second"], second_rows(lines, rows, first)))
    candidates = headline_rows(lines, likely)
    chances = {index: stages["headline"](row) for index, row in candidates.items()}
    measures = _measures(outline, lines, _headline(lines, chances))
    return _refined(assign(outline, measures, likely), lines)


def _headline(lines: Lines, chances: Mapping[int, float]) -> int:
    """Index of the likeliest headline, of two alike the likelier one; else -1."""
    best = max(chances, key=lambda index: (chances[index], index), default=-1)
    if best < 0 or chances[best] < _HEADLINE:
        return _over_byline(lines, sorted(chances))
    own = plain(bare(lines.texts[best]))
    same = [i for i in chances if plain(bare(lines.texts[i])) == own]
    return max(same, key=lambda index: chances[index])


def _over_byline(lines: Lines, candidates: Sequence[int]) -> int:
    """Index of the line right over the last line with day and source; else -1."""
    for index in reversed(candidates[1:]):
        text, above = lines.texts[index], bare(lines.texts[index - 1])
        short = lines.sizes[index] < _LONGEST_BYLINE
        if not (short and marks.dated(text) and marks.byline(text)):
            continue
        names = _SHORTEST <= size(above) <= _LONGEST and not above.endswith(_NO_NAME)
        told = marks.dated(above) or marks.tools(above) or marks.footer(above)
        return index - 1 if names and not told else -1
    return -1


def _measures(outline: Outline, lines: Lines, headline: int) -> Measures:
    """What rules ask of a page's measures: paragraphs are of one kind, others alone."""
    count = len(lines.texts)
    return Measures(
        rows=[None] * count,
        furniture=[False] * count,
        links=[0.0] * count,
        sizes=lines.sizes,
        kin=[0 if _is_paragraph(index, lines) else index + 1 for index in range(count)],
        lines=[marks.line(text) for text in lines.texts],
        regions=[0] * len(outline.nodes),
        headline=headline,
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
    headline = told.measures.headline
    top = min(headline, first) if headline >= 0 else first
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
