"""What a teaser prints beside its headline: a day, how often it was read.

Facts stand at the ends of a line; what prose tells of days and numbers stays in it.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from crawler.text import dates

# How numbers are shortened: 1.2万, 2.3w, 10W+, 3.5k.
_UNIT = r"[百千]?[万萬]|[亿億千]|[wWkK](?![A-Za-z])"
_UNITS = {
    "千": 1_000,
    "k": 1_000,
    "万": 10_000,
    "萬": 10_000,
    "w": 10_000,
    "百万": 1_000_000,
    "百萬": 1_000_000,
    "千万": 10_000_000,
    "千萬": 10_000_000,
    "亿": 100_000_000,
    "億": 100_000_000,
}
_NUMBER = r"\d[\d,]*+(?:\.\d++)?+"

# What ends a number: 2024-11-01 counts nothing, nor does a unit that nobody told us of.
_END = r"(?!\d|\s?[-/.年:：]\d|[A-Za-z](?![A-Za-z]))"

# What else is counted under an article.
_COUNTED = "[评評][论論]|跟[贴貼帖]|播放|[热熱]度|[围圍][观觀]|[点點]?[赞讚]|收藏|[转轉][发發]|分享|回[复覆復]|留言"
_COLON = r"\s*+[:：(（]?\s*+"

# 8 评论 counts no reads, unless 评论 has a number of its own behind it.
_OF_READS = rf"{_END}(?!\s?[条條]?(?:{_COUNTED})(?!{_COLON}\d))"

_READ = (
    r"[阅閱][读讀覽览]|[浏瀏][览覽]|[点點][击擊閱阅]|人[气氣]|[观觀]看(?=[次人]?[数數])"
)
_READS = re.compile(
    rf"(?<![\d.,:/-])(?P<a>{_NUMBER})\s*+(?P<wan>{_UNIT})?\+?\s*+[)）]?\s*+(?:人|次)?\s*+"
    rf"(?:(?:{_READ})(?!全文|原文|更多|\s*+[量數数次]*{_COLON}{_NUMBER}(?:\s*+(?:{_UNIT}))?+{_OF_READS})|人[读看])"
    rf"|(?:(?:{_READ})\s*+(?:[量数數]|[次人][数數])?|已[读讀閱阅]|(?<![^\W\d_])[阅閱]|\bPV)"
    rf"{_COLON}(?P<b>{_NUMBER})(?:\s*+(?P<many>{_UNIT}))?+\+?+{_OF_READS}"
)

# What a teaser prints beside its headline, where no year is printed: how often the other
# article was read, how many wrote under it, when it was published.
_UNNAMED_READS = re.sub(r"\?P<\w+>", "?:", _READS.pattern)
_FACT = re.compile(
    rf"""(?=[\d评評阅閱浏瀏点點人观觀已P跟播热熱围圍赞讚收转轉分回留]) (?: {_UNNAMED_READS}
      | (?<![\d.,]){_NUMBER}\s*+(?:{_UNIT})?\+?\s*+[次人条條个個]?(?:{_COUNTED})(?![量数數值]?{_COLON}\d)
      | (?:{_COUNTED})[量数數值]?{_COLON}{_NUMBER}(?:\s*+(?:{_UNIT}))?+\+?+{_END}
      | (?<!\d)\d{{1,2}}\s*+[-/.月]\s*+\d{{1,2}}(?:\s*+日|(?!\d)|(?=\d\d[:：]))
        (?:\s*+\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?)?
      | (?<!\d)\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?(?!\d)
      | (?<!\d)\d{{1,6}}\s*+(?:秒|分[钟鐘]|小[时時]|[天日周週])[以之]?前 )""",
    re.VERBOSE,
)

# The end of a line that is a headline and what is counted; a number alone, in brackets
# where it is no year, or shortened.
_COUNT_AT_END = re.compile(
    rf"(?:(?:{_COUNTED}|[阅閱])[量数數值]?{_COLON}{_NUMBER}(?:\s*+(?:{_UNIT}))?+\+?"
    rf"|(?<![\d.,]){_NUMBER}\s*+(?:{_UNIT})?\+?\s*+[次人条條个個]?(?:{_COUNTED}))[)）]?$"
)
_NUMBER_AT_END = re.compile(
    rf"(?:[(（\[【](?!(?:19|20)\d\d\W){_NUMBER}\s*+(?:{_UNIT})?\+?[)）\]】]"
    rf"|(?<![\d.,]){_NUMBER}\s*+(?:{_UNIT})\+?)$"
)

# Characters of a count; of a headline that is no section's name.
_LONGEST_COUNT = 20
_LONGER_THAN_SECTIONS = 8

# How long ago, which is read against the moment the page was fetched. A word that goes
# on is another: 今日头条. Weeks and months are too coarse to tell a day.
_AGO = re.compile(
    r"(?<![^\W\d_])(?:[今昨前][天日](?:\s?[0-2]?\d[:：][0-5]\d)?(?![^\W_])|[刚剛][刚剛才](?![^\W\d_]))"
    r"|(?:(?<![\d.])\d{1,3}|(?<![^\W\d_])[一二两兩三四五六七八九十半]{1,3})"
    r"\s?[个個]?(?:秒|分[钟鐘]|小[时時]|天)[以之]?前(?![^\W\d_])"
)

_LABEL = re.compile(r"(?:[发發][布佈表][于於]?)?(?:[时時][间間]|日期)?\s*+[:：]?\s*+$")
_LONGEST_LABEL = 16
DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d{4}|年")

# Between first lines that were cut off and the day that ran into them.
_CUT_BEFORE_DAY = re.compile(r"(?<=\.\.\.)(?=\d)|(?<=…)(?=\d)")

# What stands before and behind a headline, and between facts.
_BULLETS = " |｜·・‧•⋅■□◆◇●○▪▲►▶›»>＞"
_ENDS = " |｜⋅›»>＞"
BLANK = _BULLETS + "\n\t\r\xa0\u3000"
_ICONS = "📅📆🗓⏰🕐🕒👁👀💬🔥👍♥❤\ufe0f"
_BETWEEN = _BULLETS + "-—/,，:：()（）[]【】" + _ICONS


def trimmed(headline: str) -> str:
    """Return a headline without the bullets and bars around it."""
    return headline.lstrip(_BULLETS).rstrip(_ENDS)


def parted(text: str) -> tuple[str, str]:
    """Return a line without the facts at its ends, and these."""
    if DIGIT.search(text) is None:
        return text.strip(_BETWEEN), ""
    text = _CUT_BEFORE_DAY.sub(" ", text)
    spans = _spans(text)
    start, end = 0, len(text)
    while spans and not text[spans[-1][1] : end].strip(_BETWEEN):
        at = min(end, spans.pop()[0])
        before = text[max(0, at - _LONGEST_LABEL) : at]
        label = len(before) - len(_LABEL.sub("", before))
        if not label and not _is_apart(before[-1:]):
            break
        end = at - label
    while spans and not _LABEL.sub("", text[start : spans[0][0]]).strip(_BETWEEN):
        at = spans.pop(0)[1]
        if not _is_apart(text[at : at + 1]):
            break
        start = at
    return text[start:end].strip(_BETWEEN), f"{text[:start]} {text[end:]}"


def _spans(text: str) -> list[tuple[int, int]]:
    """Where facts stand, in order; those that touch are one: 2024-11-01阅读 12."""
    spans = [match.span() for match in _FACT.finditer(text)]
    if _YEAR.search(text):
        spans += [
            (stamp.start, stamp.start + len(text[stamp.start : stamp.end].rstrip()))
            for stamp in dates.find(text)
        ]
    apart: list[tuple[int, int]] = []
    for span in sorted(spans):
        before = apart[-1] if apart else (-1, -1)
        if span[0] <= before[1]:
            apart[-1] = before[0], max(before[1], span[1])
        else:
            apart.append(span)
    return apart


def _is_apart(character: str) -> bool:
    """Whether a fact ends there: what goes on without a break is prose."""
    return not character or character in _BETWEEN


def day_in(text: str, *, now: datetime | None = None) -> date | None:
    """Return the day that facts tell with its year, or ``None``.

    ``now`` is the moment the page was fetched: without it, 3小时前 tells no day.
    """
    stamp = dates.read(text) if _YEAR.search(text) else None
    if stamp is None and now is not None and (ago := _AGO.search(text)):
        stamp = dates.read(ago[0], now=now)
    return stamp.moment.date() if stamp else None


def is_ago(text: str) -> bool:
    """Say whether a text says how long ago, and nothing else: 昨天, 3小时前."""
    return _AGO.fullmatch(text.strip()) is not None


def is_counted(text: str, *, headline: int) -> bool:
    """Say whether a line ends in a count of something: 播放 2.3万, (6789).

    ``headline`` is how long its link is. Sections have counts in brackets, too, but
    short names.
    """
    tail = text[-_LONGEST_COUNT:]
    if DIGIT.search(tail) is None:
        return False
    if _COUNT_AT_END.search(tail):
        return True
    return headline >= _LONGER_THAN_SECTIONS and bool(_NUMBER_AT_END.search(tail))


def reads_in(text: str) -> int | None:
    """Return how often an article was read, as facts tell it, or ``None``."""
    match = _READS.search(text)
    if match is None:
        return None
    number = float((match["a"] or match["b"]).replace(",", ""))
    unit = match["wan"] or match["many"]
    return round(number * _UNITS[unit.lower()] if unit else number)
