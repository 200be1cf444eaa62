"""What a teaser prints beside its headline: a day, how often it was read.

Facts stand at the ends of a line; what prose tells of days and numbers stays in it.
"""

from __future__ import annotations

import re
from datetime import date

from crawler.text import dates

_READ = "[阅閱][读讀]|[浏瀏][览覽]|[点點][击擊]|人气"
_READS = re.compile(
    rf"(?<![\d.,:/-])(?P<a>\d[\d,]*(?:\.\d+)?)\s*(?P<wan>万|萬)?\+?\s*[)）]?\s*(?:人|次)?\s*"
    rf"(?:(?:{_READ})(?!\s*[量数數次]*\s*[:：(（]?\s*\d)|人[读看])"
    rf"|(?:{_READ})\s*(?:量|数|數|次数|次數)?\s*[:：(（]?\s*(?P<b>\d[\d,]*(?:\.\d+)?)\s*(?P<many>万|萬)?"
)

# What a teaser prints beside its headline, where no year is printed: when the other
# article was published, how often it was read, how many wrote under it.
_UNNAMED_READS = re.sub(r"\?P<\w+>", "?:", _READS.pattern)
_FACT = re.compile(
    rf"""(?=[\d评評阅閱浏瀏点點人]) (?: (?<!\d)\d{{1,2}}\s*[-/.月]\s*\d{{1,2}}(?:\s*日|(?!\d)|(?=\d\d[:：]))
        (?:\s*\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?)?
      | (?<!\d)\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?(?!\d)
      | \d+\s*(?:秒|分[钟鐘]|小[时時]|[天日周週])[以之]?前
      | {_UNNAMED_READS}
      | \d+\s*[条條]?(?:[評评][论論]|跟[贴貼帖]) | [評评][论論]\s*[:：(（]?\s*\d+ )""",
    re.VERBOSE,
)
_LABEL = re.compile(r"(?:[发發][布佈表][于於]?)?(?:[时時][间間]|日期)?\s*[:：]?\s*$")
DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d{4}|年")

# Between first lines that were cut off and the day that ran into them.
_CUT_BEFORE_DAY = re.compile(r"(?<=\.\.\.)(?=\d)|(?<=…)(?=\d)")

# What stands before and behind a headline, and between facts.
_BULLETS = " |｜·・‧•⋅■□◆◇●○▪▲►▶›»>＞"
_ENDS = " |｜⋅›»>＞"
BLANK = _BULLETS + "\n\t\r\xa0\u3000"
_BETWEEN = _BULLETS + "-—/,，:：()（）[]【】"


def trimmed(headline: str) -> str:
    """Return a headline without the bullets and bars around it."""
    return headline.lstrip(_BULLETS).rstrip(_ENDS)


def parted(text: str) -> tuple[str, str]:
    """Return a line without the facts at its ends, and these."""
    if DIGIT.search(text) is None:
        return text.strip(_BETWEEN), ""
    text = _CUT_BEFORE_DAY.sub(" ", text)
    spans = [match.span() for match in _FACT.finditer(text)]
    if _YEAR.search(text):
        stamps = [(stamp.start, stamp.end) for stamp in dates.find(text)]
        spans = sorted(spans + stamps)
    start, end = 0, len(text)
    while spans and not text[spans[-1][1] : end].strip(_BETWEEN):
        at = min(end, spans.pop()[0])
        before = _LABEL.sub("", text[:at])
        if len(before) == at and not _is_apart(before[-1:]):
            break
        end = len(before)
    while spans and not _LABEL.sub("", text[start : spans[0][0]]).strip(_BETWEEN):
        at = spans.pop(0)[1]
        if not _is_apart(text[at : at + 1]):
            break
        start = at
    return text[start:end].strip(_BETWEEN), f"{text[:start]} {text[end:]}"


def _is_apart(character: str) -> bool:
    """Whether a fact ends there: what goes on without a break is prose."""
    return not character or character in _BETWEEN


def day_in(text: str) -> date | None:
    """Return the day that facts tell with its year, or ``None``."""
    stamp = dates.read(text) if _YEAR.search(text) else None
    return stamp.moment.date() if stamp else None


def reads_in(text: str) -> int | None:
    """Return how often an article was read, as facts tell it, or ``None``."""
    match = _READS.search(text)
    if match is None:
        return None
    number = float((match["a"] or match["b"]).replace(",", ""))
    return round(number * 10_000 if match["wan"] or match["many"] else number)
