"""Lines to roles: what each line of a flat page is.

Trees tell the headline and how likely each line is body; from there on the rules are
those of other pages. What these tell by links and pictures is told here by order and
wording: teasers and captions.
"""

from __future__ import annotations

from collections.abc import Mapping
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
from crawler.text.similarity import plain

MODEL = "flat"

# Chance from which on the likeliest line is the headline: pages without one have none
# that is half as likely.
_HEADLINE = 0.2

# Lines. How far around the body a caption may stand.
_ABOVE = 4
_BELOW = 2

# Sizes.
_LONGEST_CAPTION = 130
_LONGEST_PIECE = 5.0

_LOOSE = frozenset({Role.OTHER, Role.BYLINE})

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
    """Index of the likeliest headline, of two alike the one nearer the text; else -1."""
    best = max(chances, key=lambda index: (chances[index], index), default=-1)
    if best < 0 or chances[best] < _HEADLINE:
        return -1
    own = plain(bare(lines.texts[best]))
    same = [i for i in chances if plain(bare(lines.texts[i])) == own]
    return max(same, key=lambda index: chances[index])


def _measures(outline: Outline, lines: Lines, headline: int) -> Measures:
    """What rules ask of a page's measures: each line is of its own kind."""
    count = len(lines.texts)
    return Measures(
        rows=[None] * count,
        furniture=[False] * count,
        links=[0.0] * count,
        sizes=lines.sizes,
        kin=range(count),
        lines=[marks.line(text) for text in lines.texts],
        regions=[0] * len(outline.nodes),
        headline=headline,
        titles=(),
    )


def _refined(told: Zones, lines: Lines) -> Zones:
    """The zones with the roles that links and pictures tell elsewhere."""
    roles = list(told.roles)
    first, last = told.span
    for index in range(max(0, first - _ABOVE), min(len(roles), last + 1 + _BELOW)):
        if roles[index] in _LOOSE and _is_caption(index, range(first, last), lines):
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


def _is_menu(text: str) -> bool:
    """Whether a line is made of short words alone: 首页 新闻 体育."""
    pieces = text.split()
    return all(len(piece) <= _LONGEST_PIECE for piece in pieces)
