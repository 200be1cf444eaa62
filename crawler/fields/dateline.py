"""电头: place, day and agency that open a report."""

from __future__ import annotations

import re

from crawler.fields.sources import Found, Reading, first

# 新华社北京11月1日电（记者 张三）, 中新网杭州11月1日电(李四), （中央社記者王五台北1日電）,
# 〔記者陳六／台北報導〕, 本报讯（记者 张三）, 【明報專訊】.
_AGENCY = re.compile(
    r"^\s*(?P<line>[\u3400-\u9fffA-Za-z]{2,12}?[\u3400-\u9fff]{0,12}(?:\d{1,2}月)?\d{1,2}日(?:[电電讯訊]|消息)(?:\s*[（(][^（()）]{2,40}[）)])?)"
)
_BRACKETED = re.compile(
    r"^\s*(?P<line>[（(〔【\[][^）)〕】\]]{2,40}(?:[电電讯訊]|[报報][导導道]|[专專][讯訊])[）)〕】\]])"
)
_NOTICE = re.compile(
    r"^\s*(?P<line>本[报報网網台刊]\S{0,8}?[讯訊](?:\s*[（(][^（()）]{2,40}[）)])?)(?=[\s\u3000，：:（(]|[\u3400-\u9fff])"
)


def dateline(reading: Reading) -> Found[str] | None:
    """Return the dateline as printed, or ``None``. It stays in the body, too."""
    return first(reading, opening)


def opening(reading: Reading) -> str | None:
    """What the first paragraphs open with."""
    for block in reading.zones.body[:2]:
        for form in (_AGENCY, _BRACKETED, _NOTICE):
            if match := form.match(block.text):
                return match["line"].strip()
    return None
