"""来源: the outlet that first published the text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from lxml.etree import _Element as Element

from crawler.blocks import Block
from crawler.fields.lines import LONGEST, Line, line_of
from crawler.fields.sources import Found, Reading, first
from crawler.hints import HEADINGS
from crawler.roles import Role, Zones
from crawler.text import attribution, marks
from crawler.text.attribution import EDGE, Part
from crawler.text.names import has_surname, is_name, names, stands_alone
from crawler.text.outlets import is_outlet
from crawler.text.places import is_place

# Characters. Names of outlets and accounts.
_LONGEST = 20

# Elements of a line that are asked for their class; one that has more holds the page.
_MOST_ELEMENTS = 30

# Blocks between headline and body among which an account is looked for.
_ACCOUNT_WITHIN = 12

# What stands beside a date and is no outlet: buttons, columns, labels.
_NOISE = re.compile(
    r"^(?:角色|入力|(?:기사|최종)?\s?(?:입력|수정|등록|승인)|公開|原[创創]|[优優][质質].*|[国國]内|[国國][际際]|[社財财][会會经經]|[热熱][点點]|更新|[发發][布佈表]于?|.{0,4}[时時][间間]|日期|[今昨前][天日].*|首[页頁]|正文|.*[评評][论論].*|\d+.*|来自|"
    r"首[发發]于?|最[后後新近]|首次|last|first|originally|(?:(?:last|first|originally)\s)?(?:updated?|modified|posted|published|edited|created|on|at|by)|第?[A-Z]?\d*[一二三四五六七八九十头頭]?\s*版|公開日時|更新日時|.{1,6}[小时時天日周週月年分钟鐘]前|송고|등록|발행|.*(?:기자|특파원)|(?:UTC|GMT|[HCJKSM][KSY]T)|[发發][布佈表][于於].{2,6}|"
    r"[最即].{0,3}(?:更新|消息|新[闻聞])|.*[阅閱][读讀].*|.*打印.*|.*字[号號体體].*|[大中小]|https?:.*|www\..*|.*[摄攝]\W*|[A-Z.]+\.COM.*|香港|台[湾灣]|新[闻聞]|即[时時].*|微博|[^\w]*)$",
    re.IGNORECASE,
)
# Names that begin with a number: 21世纪经济报道, 39健康网; no counts, no times.
_NUMBERED = re.compile(
    r"\d{2,4}(?:世[纪紀][^\W\d_]{2,8}|氪|Kr|[^\W\d_年月日天点點时時分秒小次条條人个個张張页頁版期]{2,6}[网網])"
)
_ACCOUNT_HINT = re.compile(
    r"js_name|post-user|(?:media|account|profile|meta)[-_]?(?:nick)?name|mp-?name",
    re.IGNORECASE,
)
_NOT_OUTLET = re.compile(
    r"[，。！？：:]|作\s*者|[编編][辑輯]|[记記]者|通[讯訊][员員]|[时時][间間]|日期|[点點][击擊]|[浏瀏][览覽]|[阅閱][读讀]|字[号號体體]|打印|分享|[参參][与與]|[关關][注键鍵]|投稿|校[对對]|[审審]核|[摄攝]影|\d+[次条條]|[报報][导導]|\d\d:\d\d"
)

# Class words of what tells of the source; ``media-object`` and the ``rich_media_meta``
# of accounts speak of boxes.
_HINT = re.compile(
    r"source|laiyuan|provider|(?<!rich_)media(?!-(?:object|body|left|right|heading|list))|from|origin",
    re.IGNORECASE,
)

# Of a writer's name; the same or a section's as a word by itself.
_WRITER_WORDS = r"aut[eho]{2}r|writer|editor|reporter|journalist|zuozhe"
_WRITER_HINT = re.compile(_WRITER_WORDS, re.IGNORECASE)
_OTHERWISE_HINT = re.compile(
    rf"(?:^|[\W_])(?:{_WRITER_WORDS}|cat|category|channel|column|section|kicker|topic|label|tags?)(?:$|[\W_])",
    re.IGNORECASE,
)

# Sections of an outlet, and their news: 教育新闻, 財經.
_COLUMN = re.compile(
    r"(?:[国國](?:[内內际際外])|社[会會]|教育|[体體]育|[娱娛][乐樂]|[财財][经經]|[经經][济濟]|科技|[时時][政事尚]|民生|生活|文[化旅体體]|旅[游遊]|健康"
    r"|[军軍]事|汽[车車]|房[产產]|地[产產]|法[治制]|地方|本地|[本全][市省县縣区區校院]|[综綜]合|港澳[台臺]?|[台臺][湾灣]|[两兩]岸|[图圖]片|[视視][频頻]|行[业業]|公司|企[业業]"
    r"|最新|[热熱][门門点點]|[学學][校院术術]|校[园園内內]|[医醫]院|[党黨]建|[党黨][团團群]|工作|部[门門]|[产產][业業]|[农農][业業村]|三[农農]|[环環]保|能源|交通|[历歷]史|[艺藝][术術]"
    r"|[读讀][书書]|美食|家居|星座|情感|[数數][码碼]|互[联聯][网網]|[观觀][点點]|[评評][论論]|突[发發]|媒[体體]|基[层層]){1,2}"
    r"(?:新[闻聞]|[资資][讯訊]|快[讯訊报報]|要[闻聞]|[动動][态態]|[频頻]道|消息|公告)?"
)

# Buttons, labels, weekdays, weather and places that stand before a date.
_BUTTON = re.compile(
    r"(?:星期|[周週]|[礼禮]拜)[一二三四五六日天]|(?:[晴阴陰]|多[云雲]|[小中大暴阵陣雷][雨雪])(?:[\s\d转轉到~～-].{0,6})?"
    r"|[语語]音.*|[听聽](?:新[闻聞]|全文|文章|[书書]|[报報].{0,2}|[资資][讯訊])|收[听聽].*|朗[读讀].*|手[机機](?:版|看|端|[阅閱扫掃访訪浏瀏读讀观觀]).*|[订訂][阅閱].*|下[载載].*"
    r"|置[顶頂]|[热熱]度|精[选選]|推[荐薦]|本站.*|本[网網]|[转轉][载載].*|[独獨]家|[刚剛][刚剛才]|更新[至到于於]?|快[讯訊]|要[闻聞]|[动動][态態]|公告|通知|公示"
    r"|[专專][题題栏欄]|[图圖][集文片]|[视視][频頻]|直播|[来來]源|未知|佚名|匿名|管理[员員]|登[录錄入]|注[册冊]|搜索|[简簡繁][体體]|[无無]障.*"
    r"|.{1,9}(?<![都城])[省市县縣镇鎮]|已?[认認][证證].*"
    r"|(?i:https?|fb|ig|line|facebook|whatsapp|e-?mail|twitter|telegram|wechat|weibo|messenger)"
)

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
    for line in (*reading.lines.all, *_linked_lines(reading)):
        for value in attribution.sources(line.credits):
            if not marks.dated(value):
                return value
    return next(filter(None, map(_reposted, reading.lines.all)), None)


def _linked_lines(reading: Reading) -> Iterator[Line]:
    """The short links between headline and body: an outlet's name may be one."""
    zones = reading.zones
    for block in _between(zones):
        if zones.roles[block.index] in _LINKED and len(block.text) <= 2 * _LONGEST:
            yield line_of(block)


def _between(zones: Zones) -> Sequence[Block]:
    """The first blocks between headline and body; none without a headline."""
    at, start = zones.measures.headline, zones.span[0]
    return zones.blocks[at + 1 : min(start, at + _ACCOUNT_WITHIN)] if at >= 0 else ()


_LINKED = frozenset({Role.TEASER, Role.NAVIGATION})


def _reposted(line: Line) -> str | None:
    """The outlet behind 转贴自, as old systems of small sites write it."""
    match = _REPOSTED.search(line.text) if "自" in line.text else None
    return match["name"] if match and _may_be_outlet(match["name"]) else None


_REPOSTED = re.compile(
    r"[转轉][贴貼帖]自\s*[:：]\s*(?P<name>[^\s:：，。（(\[]{2,20}+)(?=$|[\s（(\]])"
)


def paired_source(reading: Reading) -> str | None:
    return next((outlet for outlet, _ in pairs(reading)), None)


def marked_up_source(reading: Reading) -> str | None:
    """The text of an element in the head lines whose class says source.

    A link, or what its class calls a writer too, has to be an outlet's name.
    """
    alone = {block.text for block in _between(reading.zones)}
    for line in (*reading.lines.head, *_linked_lines(reading)):
        if line.block.node.hidden:
            continue
        linked = reading.zones.roles[line.block.index] in _LINKED
        for text, named in _marked(line.block, _HINT, alone):
            own = _named_first(text)
            doubted = linked or _WRITER_HINT.search(named) is not None
            if doubted and not is_outlet(own):
                continue
            if _may_be_outlet(own) and not stands_alone(own):
                return own
    return None


def _named_first(text: str) -> str:
    """An outlet's name alone, where a person's stands behind it."""
    front = text.partition(" ")[0]
    return front if is_outlet(front) else text


def _marked(
    block: Block, hint: re.Pattern[str], others: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Text, and class and id, of the elements that such a hint is about.

    The text is a part of the block's, or one of ``others``: what else an element holds
    is hidden, or the page.
    """
    for element in islice(block.node.element.iter(), _MOST_ELEMENTS):
        name, own = element.get("class"), element.get("id")
        if (name or own) and hint.search(named := f"{name or ''} {own or ''}"):
            text = _short_text(element)
            if text and (text in block.text or text in others):
                yield text, named


def _short_text(element: Element) -> str:
    """The element's text; none where it is longer than a line, as the page's is."""
    nodes = list(islice(element.itertext(), _MOST_ELEMENTS + 1))
    if len(nodes) > _MOST_ELEMENTS or sum(map(len, nodes)) > 2 * LONGEST:
        return ""
    return " ".join("".join(map(str, nodes)).split())


def beside_date(reading: Reading) -> str | None:
    """An outlet's name that stands in the line of the date, or next to it."""
    dated = reading.lines.beside_date
    places = {line.block.index for line, _ in dated}
    pieces = [piece for line, found in dated for piece in _own_pieces(line, found)]
    for line in reading.lines.head:
        at = line.block.index
        if at not in places and {at - 1, at + 1} & places and len(line.pieces) == 1:
            pieces += _own_pieces(line, line.pieces)
    return next(
        (p for p in pieces if p in _AGENCIES or (is_outlet(p) and _may_be_outlet(p))),
        None,
    )


# Agencies that bylines shorten: Manasi Kulgod | TNN | Jul 8, 2019
_AGENCIES = frozenset("AP PTI ANI IANS TNN UPI DPA EFE ANSA TASS".split())


def _own_pieces(line: Line, pieces: tuple[str, ...]) -> Iterator[str]:
    """Of a line's pieces those that are no affiliation: 江口日报全媒记者 张三."""
    ends = [credit.start for credit in line.credits if credit.part is Part.WRITER]
    for piece in pieces:
        if not any(line.text.endswith(piece, 0, end) for end in ends):
            yield piece


_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3041-\u30ff\uac00-\ud7a3]")  # and hangul

# Buttons beside an account's name.
_FOLLOW = frozenset(
    "关注 關注 追蹤 追踪 订阅 訂閱 已关注 +关注 关注他 关注她 加关注".split()
)


def account(reading: Reading) -> str | None:
    """The name of an account: alone between headline and date, or before the date."""
    between = _between(reading.zones)
    found = (
        _marked_up_account(between)
        or _before_platform(between)
        or _near_date(reading, between[:3])
    )
    if found in _named_writers(reading) or found in _FOLLOW:
        return None
    if found is None or found in reading.head.linked_persons():
        return None
    if _is_chinese(reading):
        return found  # of Chinese pages, linked data names accounts as authors, too
    return None if found in reading.head.linked_all("author") else found


def _is_chinese(reading: Reading) -> bool:
    """Whether the text opens with Chinese characters, and none of Japan or Korea."""
    opening = "".join([block.text for block in reading.zones.body[:3]])
    return _HAN.search(opening) is not None and _KANA.search(opening) is None


def _named_writers(reading: Reading) -> set[str]:
    """Whom the lines around the text name as its writers by a role word."""
    return {
        name
        for line in reading.lines.all
        for name in attribution.writers(line.text, line.credits)
    }


def _near_date(reading: Reading, blocks: Sequence[Block]) -> str | None:
    """The name in the first of the blocks that a date stands in, or right behind."""
    for block in blocks:
        if block.node.hidden:
            return None
        if reading.zones.roles[block.index] is Role.CAPTION:
            continue
        if block.node.tag in HEADINGS:  # a line under the headline is no account's name
            continue
        if marks.dated(block.text):
            return _before_date(block) or _on_platform(reading, block)
        following = reading.zones.blocks[block.index + 1]
        if marks.dated(following.text) and not marks.tools(block.text):
            return _alone(block)
    return None


def _alone(block: Block) -> str | None:
    """The only name of the block, if it is nobody's."""
    line = line_of(block)
    pieces = [p for p in _own_pieces(line, line.pieces) if _may_be_outlet(p)]
    if len(pieces) != 1 or stands_alone(pieces[0]):
        return None
    return None if _is_marked_otherwise(block, pieces[0]) else pieces[0]


def _on_platform(reading: Reading, block: Block) -> str | None:
    """The account beside the date of a page that its title gives to a platform."""
    if not _ON_PLATFORM.search(reading.head.title or ""):
        return None
    for text, _ in _marked(block, _ACCOUNT_NAME):
        if _may_be_outlet(text) and not stands_alone(text):
            return text
    return None


# Ends of titles of pages that a platform keeps for the accounts there.
_ON_PLATFORM = re.compile(
    r"(?:今日[头頭][条條]|(?:百家|搜狐|[网網]易|企鹅|大鱼|凤凰|一点)[号號]|微信公众平台)\s*$"
)
_ACCOUNT_NAME = re.compile(
    r"(?:^|[\W_])(?:(?:user|nick)-?)?name(?:$|[\W_])", re.IGNORECASE
)


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
        for text, _ in _marked(block, _ACCOUNT_HINT):
            if _may_be_outlet(text):
                return text
        if block.text.isascii():  # those who write in Latin letters are people
            continue
        for text, _ in _marked(block, _WRITER_HINT):
            own = _named_first(text)
            if not own.isascii() and is_outlet(own) and _may_be_outlet(own):
                return own
    return None


def _is_marked_otherwise(block: Block, piece: str) -> bool:
    """Whether an element with that text is a section's or a writer's by its class.

    An ``author-name`` may be an account's.
    """
    marked = _marked(block, _OTHERWISE_HINT)
    return any(text == piece and "name" not in named.lower() for text, named in marked)


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
        if line.credits:
            continue
        if found := attribution.posted(line.text):
            yield found
        if (match := _PAIR.match(line.text)) is None:
            continue
        for outlet, writer in (match.groups(), match.groups()[::-1]):
            people = tuple(name for name in names(writer) if has_surname(name))
            if people and is_outlet(outlet) and _may_be_outlet(outlet):
                yield outlet, people


def _before_date(block: Block) -> str | None:
    """The last word before the date that may be an account's name."""
    if any(word in block.text for word in ("记者", "記者", "기자")):
        return None
    line = line_of(block)
    people = [part for part in line.text.split(EDGE) if " " in part and is_name(part)]
    end = line.stamps[0].start if line.stamps else len(line.text) / 2
    for piece in reversed(line.pieces):
        if any(piece in part for part in people):  # JANE DOE
            return None
        before = line.text.find(piece) < end
        if before and _may_be_outlet(piece) and not stands_alone(piece):
            return None if _is_marked_otherwise(block, piece) else piece
    return None


def _may_be_outlet(text: str) -> bool:
    """Whether the text's form allows that it names an outlet."""
    if _NUMBERED.fullmatch(text):
        return is_outlet(text)
    return (
        1 < len(text) <= _LONGEST
        and not _NOISE.match(text)
        and not _NOT_OUTLET.search(text)
        and not _COLUMN.fullmatch(text)
        and not _BUTTON.fullmatch(text)
        and not is_place(text)
        and ("《" in text) == ("》" in text)
        and not marks.dated(text)
        and not (" " in text and len(names(text)) > 1)
    )
