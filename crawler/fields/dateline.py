"""电头: place, day and agency that open a report."""

from __future__ import annotations

import re

from crawler.fields.sources import Found, Reading, first

# What may follow in brackets and belongs to it: （记者 张三 李四）.
_PEOPLE = r"(?:\s*[（(][^（()）]{2,40}[）)])"
_NAME = r"[\u3400-\u9fffA-Za-z·]{2,12}"

# What every form holds, within as many characters as the longest has.
_MAY_OPEN = re.compile(r"[讯訊电電]|消息|[报報][道導导]|[记記]者")
_LONGEST = 80

# The first form prints it; without, it takes as long as all others to tell that it is
# none.
_DAY = "日"

_FORMS = tuple(
    re.compile(rf"\s*据?(?P<line>{form})", re.VERBOSE)
    for form in (
        # 江口社北京11月1日电（记者 张三）, 江口网11月1日讯, 江口网11月1日报道
        rf"{_NAME}?[\u3400-\u9fff]{{0,12}}(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日(?:[电電讯訊]|消息|[报報][道導导](?=[\s，,：:（(])){_PEOPLE}?",
        # 【江口时报11月1日讯】（记者 张三）, 〔記者張三／台北報導〕, （中央社記者張三台北1日電）
        rf"[（(〔【\[][^）)〕】\]]{{1,40}}(?:[电電讯訊]|[报報][导導道])[）)〕】\]]{_PEOPLE}?",
        # 【江口财经】（记者 张三）
        r"[【\[][^】\]]{2,16}[】\]]\s*[（(][^（()）]{0,12}[记記]者[^（()）]{2,30}[）)]",
        # 本报讯（记者 张三）, 本报江口讯, 江口晚报讯
        rf"本[报報网網台刊]\S{{0,8}}?[讯訊]{_PEOPLE}?(?=[\s，：:（(]|[\u3400-\u9fff])",
        rf"[\u3400-\u9fff]{{2,12}}(?<![通资資])[讯訊](?:{_PEOPLE}|(?=\s))",
        # 江口社消息，
        r"[\u3400-\u9fff]{1,10}[社网網报報台]消息(?=[\s，,：:])",
    )
)


def dateline(reading: Reading) -> Found[str] | None:
    """Return the dateline as printed, or ``None``. It stays in the body, too."""
    return first(reading, opening)


def opening(reading: Reading) -> str | None:
    """What the first paragraphs open with."""
    for block in reading.zones.body[:2]:
        if not _MAY_OPEN.search(block.text, 0, _LONGEST):
            continue
        for form in _FORMS if _DAY in block.text[:_LONGEST] else _FORMS[1:]:
            if match := form.match(block.text):
                return match["line"].strip()
    return None
