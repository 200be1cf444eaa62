"""Lines that say who wrote a text, when, and what it is called: none of its own.

They are told by their words, and by how they are set. Where one stands is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.blocks import Block
from crawler.text import dates, marks
from crawler.text.attribution import alone, credited, editors, translators, writers
from crawler.text.names import has_surname, names, stands_alone
from crawler.text.outlets import is_outlet
from crawler.text.similarity import likeness, plain

LONGEST_ALONE = 16
"""Characters. A line over a text that names its writers alone is no longer."""

# Share of a headline's pairs of characters that the headline in other words has.
_RETOLD = 0.7

# What stands beside a day in a line of its own.
_WEEKDAY = re.compile(r"(?:星期|[周週]|[礼禮]拜)[一二三四五六日天]")
_LABEL_OF_DAY = re.compile(
    r"(?:last\s|originally\s)?(?:updated|modified|reviewed|published|posted)(?:\son)?",
    re.IGNORECASE,
)
_AROUND_DAY = " |｜丨·,，()（）[]【】:：-—\xa0\u3000"

# 原创： 作者 账号, over a text that was taken from an account.
_REPRINTED = re.compile(r"\W*原[创創]\s*[:：]\s*\S[^，。！？]{1,30}$")

# 本文来自微信公众号：江口风向（ID：jiangkou），作者：张三，编辑：李四
_TAKEN_FROM = re.compile(
    r"\W*本文(?:[来來]自|[转轉][载載]自|[来來]源)[^。]{0,60}(?<![\u3400-\u9fff])(?:作者|[编編][辑輯]|撰文|[记記]者)\s*[:：|｜]\s*[^，。]{1,16}"
    r"(?:[，,].{0,60}(?:授[权權]|[编編][辑輯]|[题題头頭封][图圖面]|原[标標文]|[发發]布|[转轉][载載]).{0,30})?[。\s]*$"
)

# What is set around such a line; characters before its first role word.
_BRACKETS = "【】[]（）()〔〕 "
_AFFILIATION = 8

# 江口时报（www.jkou.example）记者 张三: where the outlet is read.
_ADDRESS = re.compile(r"[（(](?:https?://)?[\w.-]{4,40}[）)]")

# 國際中心／綜合報導: that nobody is named as the writer.
_DESK = re.compile(
    r"\W*[\u3400-\u9fff]{2,8}(?:中心|[组組部]|[报報]社?|[新][闻聞]|社)\s*(?:[／/]\s*[\u3400-\u9fff]{2,8}|\s[综綜]合|\s外[电電])[报報][导導道]\W*"
)

# What is set before a name alone over a text.
_ORNAMENTS = "□■◎●○◆◇△▲☆★"
_ALIGNED = re.compile(r"text-align\s*:\s*(?:center|right)", re.IGNORECASE)

# Characters of a subhead, of a paragraph, of a name that is no word.
_SUBHEAD = 8
_OPENING_PROSE = 20
_FULL = 3

# What words end with that begin as names do: 任务书, 方向盘.
_THINGS = "书書表图圖单單账賬盘盤场場包录錄词詞线線法案曲篇章会會日节節子"

# Characters.
_SHORT = 36
_BYLINE = 60

_STOPS = ("。", "！", "？", "!", "?")


def is_dated_byline(text: str) -> bool:
    """Say whether a line says when and by whom, and no more: 2024-11-01 来源：江口日报."""
    if len(text) > _BYLINE or text.endswith(("。", "！", "？")):
        return False
    return marks.dated(text) and marks.byline(text)


def is_day(text: str) -> bool:
    """Say whether a line prints a day, and an outlet or a label: 2024-11-01 | 江口日报."""
    if len(text) > _BYLINE or text.endswith(_STOPS):
        return False
    stamps = dates.find(text)
    if not stamps:
        return False
    rest = f"{text[: stamps[0].start]} {text[stamps[-1].end :]}"
    rest = _WEEKDAY.sub("", rest).strip(_AROUND_DAY)
    return not rest or _LABEL_OF_DAY.fullmatch(rest) is not None or is_outlet(rest)


def is_retold(text: str, headline: str) -> bool:
    """Say whether a line is the headline in other words: that of the first outlet."""
    if text.endswith(_STOPS) or len(text) > _SHORT:
        return False
    own = plain(text)
    alike = min(likeness(own, headline), likeness(headline, own))
    return alike > _RETOLD


def is_writers(text: str) -> bool:
    """Say whether a line only says who wrote or edited the text: 本报记者 张三."""
    if _TAKEN_FROM.match(text):
        return True
    if len(text) > _BYLINE or text.endswith(_STOPS):
        return False
    if len(text) <= _SHORT and marks.line(text) == "writers":
        slash = "/" in text or "／" in text
        if any(has_surname(name) or slash for name in names(text)):
            return True
    if _REPRINTED.match(text) or _DESK.fullmatch(text):
        return True
    return _credits_somebody(_ADDRESS.sub("", text, count=1).strip(_BRACKETS))


def _credits_somebody(inside: str) -> bool:
    """Whether a line's role words, near its beginning, name who wrote or edited."""
    said = credited(inside)
    if "。" in inside or (said and said[0].start > _AFFILIATION):
        return False
    if writers(inside, said) or editors(inside, said):
        return True
    marked = bool(said) and said[0].marked
    return marked and any(map(stands_alone, translators(inside, said)))


def writers_over(block: Block, below: Sequence[Block]) -> list[str]:
    """Return the names that a line over the text says alone: an essay's writers.

    They have an ornament before them, or are set in the middle or at the right; one of
    two characters may be a word (江南) there, and what is bold a subhead. None is
    believed whom the text speaks of, or where other lines as short are subheads.
    """
    text = block.text
    if len(text) > LONGEST_ALONE or not below:
        return []
    bare = text.lstrip(_ORNAMENTS).strip()
    found = alone(bare)
    if not found or bare[-1] in _THINGS or len(below[0].text) < _OPENING_PROSE:
        return []
    plain_word = len(bare) < _FULL or not _is_set_apart(block)
    if plain_word and len(bare) == len(text):
        return []
    for other in below:
        line = other.text
        if len(line) <= _SUBHEAD and not line.endswith(_STOPS):
            return []
        if any(name in line for name in found):
            return []
    return found


def _is_set_apart(block: Block) -> bool:
    """Whether a line stands in the middle or at the right."""
    element = block.node.element
    if block.node.tag == "center" or element.get("align") in {"center", "right"}:
        return True
    return _ALIGNED.search(element.get("style") or "") is not None
