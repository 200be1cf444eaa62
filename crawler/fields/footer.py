"""页脚: what the foot of the page says of its publisher."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from crawler.blocks import Block, Picture
from crawler.captions import address
from crawler.fields.sources import Found, Reading
from crawler.hints import FOOT
from crawler.items import Footer, QrCode
from crawler.roles import Role, Zones
from crawler.urls import absolute

_PROVINCES = "京津沪滬渝冀豫云雲滇辽遼黑湘皖鲁魯苏蘇浙赣贛鄂桂甘陇隴晋晉蒙陕陝吉闽閩贵貴黔粤粵青藏川蜀宁寧琼瓊新"

# Behind 号: one of several sites or apps that were filed together.
_SUFFIX = r"(?:\s*[-–—]\s*\d{1,3}(?:[A-Z](?![A-Z\d_-]))?)?"

# Justification and bad markup put white space between the digits of a number.
_ICP = re.compile(
    rf"[{_PROVINCES}]\s*I\s?C\s?P\s*[备備证證]\s*案?\s*[字第:：]{{0,3}}\s*"
    r"(?:\d{5,12}|\d(?:\s?\d){4,11}|[AB]\d?-\s?\d{8})(?:-\d{1,3}[A-Z]?(?=\s*[号號]))?\s*[号號]"
    rf"{_SUFFIX}",
    re.IGNORECASE,
)
_POLICE = re.compile(
    rf"""(?:[{_PROVINCES}]\s*)?公\s*
    (?: [网網]\s*安? | 安\s*(?:[机機][关關]|部|局)?\s*(?:互[联聯])?[网網]?站?安? )\s*
    [备備]\s*案?\s*[编編]?[号號碼码]?\s*[:：]?\s*
    (?: \d{{7,16}} | \d(?:\s?\d){{6,15}}(?=\s*[号號]) )(?:\s*-\s*\d{{1,6}})?\s*[号號]?
    """,
    re.VERBOSE,
)

# A number whose words stand in the line above: 京公网安备, then 11010102000001号.
_BROKEN = re.compile(
    rf"\d{{14}}(?!\d)(?:\s*[号號])?|\d(?:\s?\d){{5,15}}\s*[号號]{_SUFFIX}",
    re.IGNORECASE,
)
_BREAKS = tuple("备備案号號码碼:：")

# Numbers of licences that are not digits alone: 新出发京零字第海000001号,
# （京）-非经营性-2020-0001.
_TRADE = rf"""新出[发發]\s*[(（]?\s*[{_PROVINCES}总總]?\s*[)）]?\s*[零批]\s*字\s*第\s*
    [\u4e00-\u9fff]{{0,2}}\s*[A-Z]?\d{{3,12}}\s*[号號]"""
_MEDICINE = rf"""[(（]\s*[{_PROVINCES}]\s*[)）]\s*[-—–]?\s*非?[经經][营營]性\s*
    [-—–]?\s*20\d\d\s*[-—–]\s*\d{{3,5}}(?:\s*[号號])?"""

# Licences by name and number, and numbers that say themselves what they are. A year in
# brackets, 京网文〔2020〕, is part of a number and never the whole.
_LICENCE = re.compile(
    rf"""(?P<quoted>[《【][\u4e00-\u9fff]{{0,8}}?)?
      (?:互[联聯][网網]|[网網][络絡上]|信息[网網]|[广廣]播[电電][视視]|增值[电電]信|[电電]信|出版
          |新[闻聞]|[经經][营營]|[营營][业業]|[药藥]品|食品|人力)
      [\u4e00-\u9fff、]{{0,24}}?
      (?:[许許]可[证證]|[执執]照|[药藥]品信息服[务務][资資]格[证證][书書]?)(?(quoted)[》】])
      (?P<inside>\s*[(（](?=[许許]?可?[证證]?[编編]?[号號]))?
      (?:(?:[许許]可)?[证證])?[编編]?[号號碼码]?\s*[:：]?\s*
      (?: {_MEDICINE} | {_TRADE}
        | (?:[{_PROVINCES}总總署国國出发發网網文视視零批字第证證备備（()）\[\]〔〕 ]{{1,14}}?)?
          (?:[(（\[〔【]\s*20\d\d\s*[)）\]〕】]\s*第?\s*|(?<=第)[\u4e00-\u9fff]{{1,2}})?
          (?!20\d\d\s*[年)）\]〕】])
          (?:ICP)?[A-Z0-9](?:[A-Z0-9.-]|[(（\[〔][A-Z0-9-]{{1,24}}[)）\]〕]){{3,23}}[)）]?\s*[号號]?
      )(?(inside)[)）]?)
    | ICP(?:[经經][营營])?(?:[许許]可)?[证證][编編]?[号號]?\s*[:：]?\s*[{_PROVINCES}]?\s*[AB]\d?[AB\d.-]*-\s?\d{{6,9}}
    | [{_PROVINCES}][网網]文\s*[\[(（〔【]\s*20\d\d\s*[\])）〕】]\s*(?:第\s*)?\d{{3,5}}(?:\s*-\s*\d{{1,3}})?\s*[号號]?
    | [国國]新[网網](?:[许許]可)?[证證]\s*字?\s*[编編]?[号號]?\s*[:：]?\s*\d{{6,12}}
    | [网網]信算[备備]\s*\d{{15,24}}\s*[号號]?
    | {_TRADE}
    | [{_PROVINCES}]?新出?[网網][备備证證]\s*(?:[(（][{_PROVINCES}][)）])?\s*字?\s*第?\s*\d{{2,12}}\s*[号號]?
    | (?:[(（]署[)）]|署)?[网網]出[证證]\s*(?:[(（][{_PROVINCES}][)）])?\s*字?\s*第?\s*\d{{2,6}}\s*[号號]
    | (?:[{_PROVINCES}]|合字)\s*[AB]\d?[AB\d.-]*-\s?\d{{8}}
    """,
    re.VERBOSE,
)
_LICENCE_WORDS = (
    "证 證 执照 執照 网文 網文 网备 網備 算备 算備 新出发 新出發 B2 B-2".split()
)
_DIGIT = re.compile(r"\d")
_HAN = re.compile("[\u4e00-\u9fff]")

_COPYRIGHT = re.compile(
    r"[Cc]opy[Rr]ight|COPYRIGHT|[©ⓒ]|\([Cc]\)\s*(?:19|20)\d\d|版[权權]所有|著作[权權]|[权權]利所有"
)
_COPYRIGHT_WORDS = "opyright OPYRIGHT opyRight © ⓒ (c) (C) 权 權".split()
_RESERVED = re.compile(r"all rights reserved", re.IGNORECASE)
_RESERVED_WORDS = "eserved ESERVED".split()

# A claim that is set in two lines: one has the years, one says whose all rights are.
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_OWNED = re.compile(rf"[权權]利?所有|{_RESERVED.pattern}", re.IGNORECASE)
_CLAIMING = re.compile(
    rf"{_COPYRIGHT.pattern}|{_RESERVED.pattern}|\(c\)", re.IGNORECASE
)
_BARS = "|｜┊︱丨"

# A claim for the program that makes the page; one for that, or for a design or for
# pictures, which are not the publisher's.
_PROGRAM = re.compile(r"\W{0,3}powered by", re.IGNORECASE)
_OF_OTHERS = re.compile(
    r"(?i:powered by|design|theme)|[图圖]片|[摄攝]影|技[术術]支持|[设設][计計]"
)

# What a copyright line runs into where the foot is set in one line.
_COPYRIGHT_END = re.compile(
    rf"""\s*[|｜丨]?\s*(?:[{_PROVINCES}]?\s*[IＩ][CＣ][PＰ]\s*[备備] | [{_PROVINCES}]\s*ICP | [备備]案 | [{_PROVINCES}]?公[网網]安?[备備] | [{_PROVINCES}]\s*B2-
    | (?:ICP|[经經][营營]|增值[电電]信|互[联聯][网網]新[闻聞]|信息[网網][络絡])\S{{0,16}}[许許]可[证證] | ICP[证證] | [许許]可[证證]
    | (?:中[国國])?(?:互[联聯][网網])?(?:[违違]法(?:和|与)?)?(?:不良信息)?[举舉][报報] | [违違]法
    | [\u4e00-\u9fff]{{0,2}}[电電][话話] | [联聯][系繫絡络] | [广廣]告 | (?:值班)?[邮郵信]箱 | [关關][于於]我
    | 中文[网網]址 | [中英]文域名 | [网網]站[标標][识識] | 技[术術]支持 | 意[见見]反[馈饋])""",
    re.VERBOSE,
)

# An account by its id, which is no telephone number and no other network, and one that
# a line at the foot calls by its name.
_NETWORKS = "facebook|twitter|instagram|youtube|linkedin|weibo|tiktok|telegram|whatsapp"
_ID = (
    rf"(?!(?:[\d-]{{5,31}}|(?i:{_NETWORKS}))(?![A-Za-z0-9_-]))"
    r"[A-Za-z0-9][A-Za-z0-9_-]{4,30}(?![A-Za-z0-9_.@-])"
)
# Many an account's id is a mobile phone's number; right behind the words it is one.
_MOBILE = r"1[3-9]\d{9}(?![A-Za-z0-9_.@-])"
_ACCOUNT = r"(?:微信(?:公[众眾](?:平台|[号號])?|[订訂][阅閱][号號]|服[务務][号號]|[号號])|公[众眾](?:平台|[号號])|(?i:wechat))"
_NAMED = (
    r"""(?:[:：]\s*[“\"「『【《]?|\s?[“\"「『【《])[^\s:：（）()，。,；;|｜]{2,22}\s?"""
)
_WECHAT_ID = re.compile(
    rf"(?:{_ACCOUNT}|微信)(?:\s*(?:ID|[账帳][号號])?\s*[:：（(]\s*({_ID}|{_MOBILE})"
    rf"|{_NAMED}[（(]\s*(?:微信[号號]|ID)?\s*[:：]?\s*({_ID})\s*[)）])"
)
_WECHAT_NAME = re.compile(
    rf"{_WECHAT_ID.pattern}"
    rf"|{_ACCOUNT}\s*(?:ID)?\s*(?:[:：]?\s*[“\"「『【《]([^”\"」』】》]{{2,20}})[”\"」』】》]"
    rf"|[:：\s]\s*(?:({_ID})|([\u4e00-\u9fff]{{2,12}})(?=$|\s)))"
    r"|(?:客服|合作|商[务務]|投稿|[爆报報]料|小[编編]|[编編][辑輯]|助[手理]|添?加)微信\s?"
    rf"(?=[A-Za-z]{{0,30}}[\d_-])({_ID})"
)

# A line that calls an account, whose id stands in the line below.
_WECHAT_LABEL = re.compile(rf"[\u4e00-\u9fff]{{0,8}}{_ACCOUNT}\s?(?:ID)?\s?[:：]?")
_WHOLE_ID = re.compile(_ID)
_WECHAT_WORDS = "微信 公众 公眾 echat eChat".split()

# What names a code, what merely goes with one, and what addresses and classes of
# pictures say of it.
_SCAN = re.compile(r"二[维維][码碼]|[扫掃](?:一[扫掃]|[码碼]|描)|(?i:qr[ -]?code)")
_CODE = re.compile(
    rf"{_SCAN.pattern}|微信|公[众眾][号號]|客[户戶]端|小程序|(?<![A-Za-z])APP(?![A-Za-z])"
)
_CODE_FILE = re.compile(
    r"qr(?:-?code|(?<![a-z]qr)\d*\.)|e(?:wm|rweima)|2wm|we(?:ixin|chat)|wx(?<![a-z]wx)\d*\."
)
_NETWORK = re.compile(
    "微博|抖音|快手|[视視][频頻][号號]|[头頭][条條]|手[机機]版|[关關]注"
)
_BUTTON_FILE = re.compile(r"share|btn|button|hover")
_SCAN_FILE = re.compile(r"qr-?code|e(?:wm|rweima)|2wm")

# Full-width letters, digits and dashes, which some feet are set in.
_NARROW = {code: code - 0xFEE0 for code in (0xFF0D, *range(0xFF10, 0xFF1A))} | {
    code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}

_WIDE = re.compile("[－０-９Ａ-Ｚａ-ｚ]")
_TORN = re.compile(
    r"(?<=[0-9A-Za-z-])\s+|\s+(?=[A-Za-z号號-])|(?<=P[备備])\s+(?=\d)|(?<=P [备備])\s+(?=\d)"
)

# What never is a line by a code; what never is a line of the foot.
_NO_CALL = frozenset({Role.BODY, Role.HIDDEN, Role.TEASER, Role.COMMENT})
_NOT_OF_FOOT = _NO_CALL | {Role.CAPTION}

# Characters. A line that claims a right is longer than this, one that is part of a
# claim in two lines at most as long, and a number shorter.
_SHORTEST = 3
_LONGEST_CLAIM = 80
_LONGEST_NUMBER = 40
_LONGEST_LABEL = 20
_LONGEST_CALL = 24

# Levels. How far around a picture the class of a list of codes may stand: ul, li; dl, dt.
_NODES_AROUND = 2


class _Lines:
    """Lines outside the body, and their text in one piece, in which words are sought."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.text = "\n".join([block.text for block in blocks])

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate([len(b.text) + 1 for b in self.blocks], initial=0))

    def holding(self, words: Sequence[str]) -> list[Block]:
        """The lines with one of ``words``, in reading order."""
        found = set()
        find = self.text.find
        for word in words:
            at = find(word)
            while at >= 0:
                line = bisect_right(self._starts, at) - 1
                found.add(line)
                at = find(word, self._starts[line + 1])
        return [self.blocks[line] for line in sorted(found)]


def footer(reading: Reading) -> Found[Footer] | None:
    """Return what the foot says, or ``None`` where it says nothing of itself.

    Numbers are read from all text outside the body that is shown, since feet are
    seldom marked up as such.
    """
    zones = reading.zones
    lines = _lines(zones)
    han = _HAN.search(lines.text) is not None  # in each number is a character
    found = Footer(
        icp=_numbers(_ICP, lines.holding(("ICP", "icp", "Ｐ")), zones) if han else (),
        police=_numbers(_POLICE, lines.holding("备備"), zones) if han else (),
        licences=_licences(lines.holding(_LICENCE_WORDS)) if han else (),
        copyright=_copyright(lines, zones),
        wechat=tuple(dict.fromkeys(_accounts(lines.holding(_WECHAT_WORDS), zones))),
        qr=tuple(dict.fromkeys(_codes(reading))),
    )
    return Found(found, "below_body") if found != Footer() else None


def _lines(zones: Zones) -> _Lines:
    body, hidden = Role.BODY, Role.HIDDEN
    return _Lines(
        [
            block
            for block, role in zip(zones.blocks, zones.roles, strict=True)
            if role is not body and role is not hidden
        ]
    )


def _numbers(
    form: re.Pattern[str], lines: Sequence[Block], zones: Zones
) -> tuple[str, ...]:
    """Each number once, without the white space that justification put in."""
    found: dict[str, str] = {}
    for line in lines:
        for match in form.finditer(_narrow(_unbroken(line, zones))):
            number = _TORN.sub("", match[0])
            found.setdefault(number.replace(" ", ""), number)
    return tuple(found.values())


def _unbroken(line: Block, zones: Zones) -> str:
    """A line's text, with the line below where that begins with the number it names."""
    text = line.text
    below = _neighbor(line, 1, zones) if text.endswith(_BREAKS) else None
    number = _BROKEN.match(_narrow(below.text[:_LONGEST_NUMBER])) if below else None
    return f"{text} {number[0]}" if number else text


def _licences(lines: Sequence[Block]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for line in lines:
        if _DIGIT.search(line.text):
            text = _ICP.sub("\n", _narrow(line.text))
            found |= dict.fromkeys(
                match[0].strip() for match in _LICENCE.finditer(text)
            )
    return tuple(found)


def _narrow(text: str) -> str:
    return text.translate(_NARROW) if _WIDE.search(text) else text


def _copyright(lines: _Lines, zones: Zones) -> str | None:
    """The last line that claims the copyright, and the one beside it that completes it."""
    claims = lines.holding(_COPYRIGHT_WORDS)
    own = [line for line in claims if not _PROGRAM.match(line.text)]
    found = _claim(_COPYRIGHT, own) or _claim(_COPYRIGHT, claims)
    if found is None:
        found = _claim(_RESERVED, lines.holding(_RESERVED_WORDS))
        return found[1] if found else None
    line, claim = found
    if _YEAR.search(claim):
        return _with_holder(line, claim, zones) if _names_nobody(claim) else claim
    above = _neighbor(line, -1, zones) if _OWNED.search(claim) else None
    return f"{_dated(above)} {claim}".lstrip() if above else claim


def _with_holder(line: Block, claim: str, zones: Zones) -> str:
    """A claim that has years alone, with the line beside it that says whose rights."""
    for step in (1, -1):
        beside = _neighbor(line, step, zones)
        found = _claim(_OWNED, [beside]) if beside else None
        if found and len(found[1]) <= _LONGEST_CLAIM and not _names_nobody(found[1]):
            return f"{claim} {found[1]}" if step > 0 else f"{found[1]} {claim}"
    return claim


def _claim(form: re.Pattern[str], lines: Sequence[Block]) -> tuple[Block, str] | None:
    """The last line that claims the copyright, up to what else it runs into."""
    for line in reversed(lines):
        text = line.text
        match = form.search(text) if len(text) > _SHORTEST else None
        if match:
            claim = _until_end(text, match.end()).strip(" |｜")
            return (line, claim) if claim else None
    return None


def _until_end(text: str, claimed: int) -> str:
    """A line up to what it runs into behind its claim, which ends at ``claimed``."""
    end = _HAN.search(text) and _COPYRIGHT_END.search(text, claimed)
    return text[: end.start()] if end else text


def _dated(line: Block) -> str:
    """What a line claims, without the links before it.

    Empty where it has no year, or claims what others made.
    """
    text = line.text
    match = _COPYRIGHT.search(text)
    if match is None or not _YEAR.search(text, match.start()):
        return ""
    start = max(text.rfind(bar, 0, match.start()) for bar in _BARS) + 1
    claim = _until_end(text, match.end())[start:].strip(" |｜")
    return "" if _OF_OTHERS.search(claim) else claim


def _names_nobody(claim: str) -> bool:
    """Whether a claim holds no letter but those of the words that claim."""
    return not any(char.isalpha() for char in _CLAIMING.sub("", claim))


def _neighbor(line: Block, step: int, zones: Zones) -> Block | None:
    """The line right above or below one, if it may be of the foot."""
    at = line.index + step
    if not 0 <= at < len(zones.blocks) or zones.roles[at] in _NOT_OF_FOOT:
        return None
    return zones.blocks[at]


def _accounts(lines: Sequence[Block], zones: Zones) -> Iterator[str]:
    """WeChat accounts: by id anywhere, by name in lines of the foot alone."""
    regions = zones.measures.regions
    for block in lines:
        role = zones.roles[block.index]
        if role is Role.TEASER or role is Role.COMMENT:
            continue
        at_foot = role is Role.FOOTER or regions[block.node.path] == FOOT
        form = _WECHAT_NAME if at_foot else _WECHAT_ID
        for match in form.finditer(_with_id_below(block, zones)):
            account = next(filter(None, match.groups()))
            if not _CODE.search(account):
                yield account


def _with_id_below(line: Block, zones: Zones) -> str:
    """A line's text, with the id in the line below of the account that it calls.

    Without a colon between them the two must be lines of one element.
    """
    text = line.text
    if len(text) > _LONGEST_LABEL or not _WECHAT_LABEL.fullmatch(text):
        return text
    below = _neighbor(line, 1, zones)
    if below is None or not _WHOLE_ID.fullmatch(below.text):
        return text
    if text.endswith((":", "：")):
        return text + below.text
    return text if below.node is not line.node else f"{text}：{below.text}"


def _codes(reading: Reading) -> Iterator[QrCode]:
    """Pictures at the foot that a line beside them, or their markup, calls a code.

    Where no class says that a foot begins, what is below its first line must be
    called a code outright: buttons and icons stand there, too.
    """
    zones = reading.zones
    regions, first = zones.measures.regions, _first_line(zones)
    for number, picture in enumerate(zones.outline.pictures):
        at_foot = regions[picture.node.path] == FOOT
        if not at_foot and picture.before <= first:
            continue
        get, place = picture.element.get, address(picture) or ""
        alt = " ".join((get("alt") or get("title") or "").split())
        beside = _beside(picture, number, zones)
        said = f"{alt} {beside or ''}"
        marked = f"{place} {picture.node.hint}".lower()
        if at_foot:
            named = _CODE_FILE.search(marked) or _is_of_codes(picture, beside, zones)
            button = _BUTTON_FILE.search(place.lower())
            is_code = bool(_CODE.search(said) or (named and not button))
        else:
            is_code = bool(_SCAN.search(said) or _SCAN_FILE.search(marked))
            beside = beside if beside and _CODE.search(beside) else None
        if is_code and (place or alt):
            url = absolute(reading.page.url, place)
            yield QrCode(url=url, text=beside or alt or None)


def _first_line(zones: Zones) -> int:
    """Index of the first line of the foot; one past the last block where none is."""
    last = zones.span[1]
    foot = (block.index for block in zones.of(Role.FOOTER) if block.index > last)
    return next(foot, len(zones.blocks))


def _beside(picture: Picture, number: int, zones: Zones) -> str | None:
    """The line under a picture, where both stand in a node of their own, or over it.

    ``number`` is the picture's place among all.
    """
    node, at = picture.node, picture.before
    below = zones.blocks[at] if at < len(zones.blocks) else None
    if below and node.index in {below.node.index, below.node.parent}:
        return below.text
    above = _above(picture, number, zones)
    if above:
        return above
    if below and node.parent in {below.node.index, below.node.parent}:
        return below.text
    return None


def _above(picture: Picture, number: int, zones: Zones) -> str | None:
    """The line over a picture that calls it a code, where both are alone in a node."""
    outline, node, at = zones.outline, picture.node, picture.before
    box = node.index
    if outline.starts[box] == outline.ends[box] and node.parent >= 0:
        box = node.parent
    if (outline.starts[box], outline.ends[box]) != (at - 1, at):
        return None
    line = zones.blocks[at - 1]
    if zones.roles[line.index] in _NO_CALL or not _calls_a_code(line):
        return None
    others = outline.pictures[max(0, number - 1) : number + 2]
    inside = [one for one in others if box in {one.node.index, one.node.parent}]
    return line.text if len(inside) == 1 else None


def _calls_a_code(line: Block) -> bool:
    """Whether a line is a call to scan or the name of a network: no menu, no claim."""
    text = line.text
    if len(text) > _LONGEST_CALL or len(line.links) > 1 or _COPYRIGHT.search(text):
        return False
    if any(bar in text for bar in _BARS):
        return False
    return bool(_CODE.search(text) or _NETWORK.search(text))


def _is_of_codes(picture: Picture, beside: str | None, zones: Zones) -> bool:
    """Whether a picture with a name stands in a node whose class says: codes to scan.

    A name holds no digit: badges with a number stand there, too.
    """
    if beside is None or len(beside) > _LONGEST_LABEL or _DIGIT.search(beside):
        return False
    nodes, at = zones.outline.nodes, picture.node.parent
    for _ in range(_NODES_AROUND):
        if at < 0:
            return False
        if _SCAN_FILE.search(nodes[at].hint.lower()):
            return True
        at = nodes[at].parent
    return False
