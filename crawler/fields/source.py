"""来源: the outlet that first published the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from crawler.blocks import Block
from crawler.fields.lines import line_of
from crawler.fields.sources import Found, Reading, first
from crawler.roles import Role
from crawler.text import attribution, marks
from crawler.text.names import has_surname, names, stands_alone
from crawler.text.outlets import is_outlet

# Characters. Names of outlets and accounts.
_LONGEST = 20

# Elements of a line that are asked for their class; one that has more holds the page.
_MOST_ELEMENTS = 30

# Blocks between headline and body among which an account is looked for.
_ACCOUNT_WITHIN = 12

# What stands beside a date and is no outlet: buttons, columns, labels.
_NOISE = re.compile(
    r"^(?:角色|入力|입력|수정|公開|原[创創]|[优優][质質].*|[国國]内|[国國][际際]|[社財财][会會经經]|[热熱][点點]|更新|[发發][布佈表]于?|.{0,4}[时時][间間]|日期|[今昨前][天日].*|首[页頁]|正文|.*[评評][论論].*|\d+.*|来自|"
    r"首[发發]于?|最[后後新近]|首次|last|first|originally|(?:(?:last|first|originally)\s)?(?:updated?|modified|posted|published|edited|created|on|at|by)|第?[A-Z]?\d*[一二三四五六七八九十头頭]?\s*版|"
    r"[最即].{0,3}(?:更新|消息|新[闻聞])|.*[阅閱][读讀].*|.*打印.*|.*字[号號体體].*|[大中小]|https?:.*|www\..*|[A-Z.]+\.COM.*|香港|台[湾灣]|新[闻聞]|即[时時].*|微博|[^\w]*)$",
    re.IGNORECASE,
)
_ACCOUNT_HINT = re.compile(
    r"js_name|media-?_?name|account-?_?name|mp-?name", re.IGNORECASE
)
_NOT_OUTLET = re.compile(
    r"[，。！？：:]|作\s*者|[编編][辑輯]|[记記]者|通[讯訊][员員]|[时時][间間]|日期|[点點][击擊]|[浏瀏][览覽]|[阅閱][读讀]|字[号號体體]|打印|分享|[参參][与與]|[关關][注键鍵]|投稿|校[对對]|[审審]核|[摄攝]影|\d+[次条條]|[报報][导導]|\d\d:\d\d"
)
_HINT = re.compile(r"source|laiyuan|media|from|origin", re.IGNORECASE)

# Marks by which a platform tells that the name before it is an account's.
_PLATFORMS = tuple(
    "企鹅号 百家号 搜狐号 网易号 头条号 大鱼号 凤凰号 人民号 澎湃号 一点号 东方号 新浪看点 微信公众号 企鵝號 百家號".split()
)
_REPRINT = re.compile(
    r"(?:本文|文章|以上)?(?:[经經]授[权權])?(?:来自|來自|来源于?|來源|源自|[转轉][载載]自|首[发發]于?)[:：]?\s*(?:微信)?公[众眾][号號]\W{0,3}(?P<name>[^\W_][^\"”」』》】，。,（()\s]{1,19})"
)
_CLOSING = re.compile(
    r"[（(【\[](?:文章)?[来來稿]源\s*[:：]\s*(?P<value>[^）)】\]，。]{2,20})[）)】\]]\W*$"
)

# 石佳/中国青年报, 上報快訊／范姜佳鈺: a line that names writer and outlet.
_PAIR = re.compile(
    r"^(?P<left>[^/／|｜\d]{2,16}?)\s*[/／|｜]\s*(?P<right>[^/／|｜\d]{2,16}?)(?=$|[\s\d])"
)


def source(reading: Reading) -> Found[str] | None:
    """Return the outlet that first published the text, or ``None``."""
    return first(
        reading,
        labelled_source,
        paired_source,
        marked_up_source,
        beside_date,
        account,
        closing_source,
        reprint_source,
        meta_source,
    )


def labelled_source(reading: Reading) -> str | None:
    for line in reading.lines.all:
        for value in attribution.sources(line.credits):
            if not marks.dated(value):
                return value
    return None


def paired_source(reading: Reading) -> str | None:
    return next((outlet for outlet, _ in pairs(reading)), None)


def marked_up_source(reading: Reading) -> str | None:
    """The text of an element in the head lines whose class says source."""
    for line in reading.lines.head:
        if line.block.node.hidden:
            continue
        for element in islice(line.block.node.element.iter(), _MOST_ELEMENTS):
            name, own = element.get("class"), element.get("id")
            if (name or own) and _HINT.search(f"{name or ''} {own or ''}"):
                text = " ".join("".join(element.itertext()).split())
                front = text.partition(" ")[0]
                text = front if is_outlet(front) else text
                if _may_be_outlet(text) and not stands_alone(text):
                    return text
    return None


def beside_date(reading: Reading) -> str | None:
    """An outlet's name that stands in the line of the date, or next to it."""
    dated = reading.lines.beside_date
    places = {line.block.index for line, _ in dated}
    pieces = [piece for _, pieces in dated for piece in pieces]
    for line in reading.lines.head:
        at = line.block.index
        if at not in places and {at - 1, at + 1} & places and len(line.pieces) == 1:
            pieces += line.pieces
    return next((p for p in pieces if is_outlet(p) and _may_be_outlet(p)), None)


def account(reading: Reading) -> str | None:
    """The name of an account: alone between headline and date, or before the date."""
    zones = reading.zones
    at, start = zones.measures.headline, zones.span[0]
    if at < 0:
        return None
    between = zones.blocks[at + 1 : min(start, at + _ACCOUNT_WITHIN)]
    if name := _marked_up_account(between) or _before_platform(between):
        return name
    for block in between[:3]:
        if block.node.hidden:
            return None
        if marks.dated(block.text):
            return _before_date(block)
        following = zones.blocks[block.index + 1]
        if marks.dated(following.text) and not marks.tools(block.text):
            pieces = [p for p in line_of(block).pieces if _may_be_outlet(p)]
            alone = [p for p in pieces if not stands_alone(p)]
            return alone[0] if len(alone) == len(pieces) == 1 else None
    return None


def _before_platform(blocks: Sequence[Block]) -> str | None:
    """The name before a platform's mark, in the same block or the one above."""
    above = ""
    for block in blocks:
        if block.text.endswith(_PLATFORMS):
            *before, last = line_of(block).pieces or ("",)
            text = before[0] if len(before) == 1 else above
            if last in _PLATFORMS and len(before) <= 1:
                return text if _may_be_outlet(text) else None
        above = block.text
    return None


def _marked_up_account(blocks: Iterable[Block]) -> str | None:
    """The text of an element whose class or id says that it names an account."""
    for block in blocks:
        if block.node.hidden or len(block.text) > 2 * _LONGEST:
            continue
        for element in islice(
            block.node.element.iter("a", "span", "strong"), _MOST_ELEMENTS
        ):
            named = f"{element.get('class') or ''} {element.get('id') or ''}"
            if _ACCOUNT_HINT.search(named):
                text = " ".join("".join(map(str, element.itertext())).split())
                if _may_be_outlet(text):
                    return text
    return None


def closing_source(reading: Reading) -> str | None:
    """What brackets at the very end of the body name as source."""
    body = reading.zones.body
    match = _CLOSING.search(body[-1].text) if body else None
    return match["value"].strip("《》 ") if match else None


def reprint_source(reading: Reading) -> str | None:
    """The account that a notice says the text was taken from."""
    for block in reading.zones.of(Role.NOTICE):
        match = _REPRINT.search(block.text)
        if match is not None:
            return match["name"]
    return None


def meta_source(reading: Reading) -> str | None:
    value = reading.head.meta("source", "article:source", "contentsource", "mediaid")
    value = re.sub(r"^\W*(?:来源|來源)\W*", "", value or "")
    return value if _may_be_outlet(value) and is_outlet(value) else None


def pairs(reading: Reading) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Outlet and writers of the lines that name both, in either order."""
    for line in reading.lines.head:
        match = None if line.credits else _PAIR.match(line.text)
        if match is None:
            continue
        for outlet, writer in (match.groups(), match.groups()[::-1]):
            found = tuple(name for name in names(writer) if has_surname(name))
            if found and is_outlet(outlet) and _may_be_outlet(outlet):
                yield outlet, found


def _before_date(block: Block) -> str | None:
    """The last word before the date that may be an account's name."""
    if "记者" in block.text or "記者" in block.text:
        return None
    for piece in reversed(line_of(block).pieces):
        before = block.text.find(piece) < len(block.text) / 2
        if before and _may_be_outlet(piece) and not stands_alone(piece):
            return piece
    return None


def _may_be_outlet(text: str) -> bool:
    """Whether the text's form allows that it names an outlet."""
    return (
        1 < len(text) <= _LONGEST
        and not _NOISE.match(text)
        and not _NOT_OUTLET.search(text)
        and not marks.dated(text)
        and not (" " in text and len(names(text)) > 1)
    )
