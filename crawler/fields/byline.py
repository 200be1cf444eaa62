"""来源, 作者, 编辑: who published the text first, who wrote it, who edited it.

They stand in the lines between headline and body, in the lines after it, or in
brackets inside its first and last paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.blocks import Block
from crawler.fields.sources import Found, Reading, first
from crawler.roles import Role
from crawler.text import dates, marks
from crawler.text.names import has_surname, is_name, is_sure, leading_name, names

# Joins the text nodes of a line: an edge between them parts words as a space does.
_EDGE = "\x1f"

_STOP = (
    r"作\s*者|[编編][辑輯]|[责責][任编編]|[记記]者|通[讯訊][员員]|[发發][布佈表]|[时時][间間]|日期|[点點][击擊]|[浏瀏][览覽]|[阅閱][读讀]|"
    r"字[号號体體]|打印|分享|[评評][论論]|[参參][与與]|[关關][注键鍵]|微博|我[要有]|人[气氣]|稿源|来源|來源|投稿|校[对對]|[审審]核|摄影|"
    r"(?:19|20)\d\d[-/.年]|\d+[次条條]|[视視][频頻]|文[/／]|[报報][导導]"
)
_SOURCE = re.compile(
    rf"(?:来\s*源|來\s*源|稿\s*源|出\s*处|出\s*處|来自|信源)(?:于|於)?\s*(?:[:：]|(?={_EDGE}|\s|[A-Z]))[\s{_EDGE}]*"
    rf"(?P<value>.+?)(?=[\s{_EDGE}|｜丨,，;；()（）\[\]【】]|{_STOP}|$)"
)
_NO_SOURCE = re.compile(
    r"^(?:[转轉][载載].*|未知|不[详詳]|[网網][络絡]$|:|：|\W+|.)$|^https?:"
)

_OUTLET = re.compile(
    r"(?:[报報社网網台刊]|[时時][报報]|新[闻聞]|[资資][讯訊]|在[线線]|[传傳]媒|[杂雜]志|周刊|[娱娛][乐樂]|科技|[财財][经經]|体育|"
    r"客[户戶]端|消息|[电電][视視]台?|之家|中文站|[评評][测測]|[观觀]察|[频頻]道|Online|News|Daily|Times|Post|政[务務]|"
    r"[聯联]合|全球|日[报報]|晚[报報]|[号號]|门户|音[乐樂])$"
)
_OUTLET_START = re.compile(
    r"^(?:新[华華]|人民|央[视視广廣]|中[国國新央]|[环環]球|腾讯|新浪|搜狐|网易|[凤鳳]凰|澎湃|[财財]新)"
)
_NOISE = re.compile(
    r"^(?:原[创創]|[优優][质質].*|[国國]内|[国國][际際]|[社財财][会會经經]|更新|[发發][布佈表]于?|.{0,4}[时時][间間]|日期|首[页頁]|正文|.*[评評][论論].*|\d+.*|"
    r"[最即].{0,3}(?:更新|消息|新[闻聞])|.*[阅閱][读讀].*|.*打印.*|.*字[号號体體].*|[大中小]|https?:.*|www\..*|[A-Z.]+\.COM.*|香港|台[湾灣]|新聞|即[时時].*|[^\w]*)$",
    re.IGNORECASE,
)
_SOURCE_HINT = re.compile(r"source|laiyuan|media|from|copyfrom|origin", re.IGNORECASE)

_WRITER = r"(?:[记記]者|通[讯訊][员員]|作\s*者|撰\s*文|撰稿人?|采\s*[写寫]|[执執]\s*[笔筆]|[编編][译譯]|供稿|(?<!\w)文(?:字)?(?=\s*[/／:：|｜丨])|\bBy\b|文\s*[/／])"
_WRITERS = re.compile(
    rf"{_WRITER}[\s{_EDGE}:：/／|｜丨]*(?P<value>[^:：()（）。！？\[\]【】]*?)"
    rf"(?=[()（）。！？\[\]【】]|[编編][辑輯]|[责責][任编編]|来源|來源|稿源|[发發][布佈]|[时時][间間]|[浏瀏][览覽]|[点點][击擊]|"
    rf"[摄攝][影]|[图圖][/／片]|供[图圖]|(?:19|20)\d\d|[报報][导導道]|校[对對]|[\s{_EDGE}]+[^\s{_EDGE}:：]{{1,6}}[:：]|$)"
)
_EDITORS = re.compile(
    rf"(?:[责責]任[编編][辑輯]|[责責][编編]|[编編]\s*[辑輯]|[选選]\s*稿)(?![部室])[\s{_EDGE}:：/／|｜丨]*"
    rf"(?P<value>[^:：()（）。！？\[\]【】]*?)(?=[()（）。！？\[\]【】]|校[对對]|[审審][核读讀]|[监監][制製]|[记記]者|作者|来源|來源|[美视視]|$|\w{{2,4}}[:：])"
)
_STAFF_CODE = re.compile(r"[\s_]*\b(?=\w*\d)[A-Za-z]*[_-]?[A-Za-z]*\d+\b")

# 电（记者 张三 李四）, 〔記者王五／台北報導〕, （文/图 张三）, 本报记者 张三.
_IN_TEXT = re.compile(
    r"[（(〔【\[](?P<inside>[^（(〔【）)〕】]{0,14}?(?:[记記]者|通[讯訊][员員]|作者|撰文|采写|[编編][译譯]\s*[/／:：]|文\s*[/／]|文[图圖]?[:：/／])[^（(〔【）)〕】]{1,40})[）)〕】\]]"
    r"|[（(〔](?P<placed>[\u3400-\u9fff]{2,4})[／/][\u3400-\u9fff]{2,8}(?:[报報][导導道]|[电電讯訊])[）)〕]"
    rf"|[电電讯訊]\s*[（(](?P<bare>[\u3400-\u9fff·]{{2,4}}(?:[\s{_EDGE}、，,]+[\u3400-\u9fff·]{{2,4}}){{0,4}})\s*[）)]"
)
_ROLE_INSIDE = re.compile(
    r".*?(?:[记記]者|通[讯訊][员員]|作者|撰文|采写|[编編][译譯]|文\s*[/／]|文[图圖]?[:：/／])(?:[:：/／\s]*)"
)
_CLOSING = re.compile(
    rf"[（(](?P<bare>[\u3400-\u9fff·]{{2,4}}(?:[\s{_EDGE}、，,]+[\u3400-\u9fff·]{{2,4}}){{0,3}})\s*[）)]\s*$"
)
_EDITED_BY = re.compile(
    r"[（(](?:[责責]任)?[编編][辑輯][:：/／\s]*(?P<value>[^（()）]{2,20})[）)]"
)

# A line that names writer and outlet: 石佳/中国青年报, 上報快訊／范姜佳鈺.
_PAIR = re.compile(
    r"^(?P<left>[^/／|｜\d]{2,16}?)\s*[/／]\s*(?P<right>[^/／|｜\d]{2,16}?)(?=$|[\s\d\x1f])"
)
_PHOTOGRAPHER = re.compile(r"[摄攝图圖]影?\W*$|供[图圖]")

# Characters of a line that names people, rather than speaks of them.
_LONGEST_LINE = 120
_LABEL = re.compile(r"[:：/／|｜丨]")

# Blocks. A byline may stand this far below the lead that opens the body.
_BELOW_LEAD = 4

# Paragraphs at each end of the body in which a writer is named.
_ENDS = 2


def source(reading: Reading) -> Found[str] | None:
    """Return the outlet that first published the text, or ``None``."""
    return first(
        reading,
        labelled_source,
        paired_source,
        marked_up_source,
        beside_date,
        account,
        meta_source,
    )


def authors(reading: Reading) -> Found[tuple[str, ...]] | None:
    """Return the writers' names, in the order printed, or ``None``."""
    return first(
        reading,
        byline_authors,
        paired_author,
        author_beside_date,
        body_authors,
        linked_authors,
        meta_authors,
    )


def editors(reading: Reading) -> Found[tuple[str, ...]] | None:
    """Return the editors' names, in the order printed, or ``None``."""
    return first(reading, labelled_editors, body_editors)


def labelled_source(reading: Reading) -> str | None:
    for line in _lines(reading):
        for match in _SOURCE.finditer(line):
            value = match["value"].strip(' 《》：:·-—/"“”')
            if not _NO_SOURCE.match(value) and not dates.find(value):
                return value
    return None


def paired_source(reading: Reading) -> str | None:
    return next((outlet for outlet, _ in _pairs(reading)), None)


def paired_author(reading: Reading) -> tuple[str, ...]:
    return next((writers for _, writers in _pairs(reading)), ())


def marked_up_source(reading: Reading) -> str | None:
    """The text of an element in the head lines whose class says source."""
    for block in _head_blocks(reading):
        for element in block.node.element.iter():
            hint = f"{element.get('class') or ''} {element.get('id') or ''}"
            if element is not block.node.element and _SOURCE_HINT.search(hint):
                text = " ".join("".join(element.itertext()).split())
                if _is_outlet_text(text):
                    return text
    return None


def beside_date(reading: Reading) -> str | None:
    """An outlet's name that stands in the line of the date, without a label."""
    for block in _head_blocks(reading):
        if not marks.dated(block.text):
            continue
        linked = {_text_of(link) for link in block.links}
        for piece in _pieces_without_dates(block):
            named = _OUTLET.search(piece) or _OUTLET_START.search(piece)
            if _is_outlet_text(piece) and (
                named or (piece in linked and not _is_bare_name(piece))
            ):
                return piece
    return None


def _is_bare_name(piece: str) -> bool:
    return is_name(piece) and has_surname(piece) and not _OUTLET.search(piece)


def account(reading: Reading) -> str | None:
    """The name of an account: alone between headline and date, or before the date."""
    zones = reading.zones
    at = zones.measures.headline
    if at < 0:
        return None
    for block in zones.blocks[at + 1 : at + 4]:
        if block.index >= zones.span[0] or block.node.hidden:
            return None
        if marks.dated(block.text):
            pieces = list(_pieces_without_dates(block))
            return next((p for p in reversed(pieces) if _is_account(p, block)), None)
        following = zones.blocks[block.index + 1 : block.index + 2]
        if following and marks.dated(following[0].text) and not marks.tools(block.text):
            name = next(_pieces_without_dates(block), "")
            return name if _is_outlet_text(name) and not _is_bare_name(name) else None
    return None


def meta_source(reading: Reading) -> str | None:
    value = reading.head.meta("source", "article:source", "contentsource", "mediaid")
    value = re.sub(r"^\W*(?:来源|來源)\W*", "", value or "")
    return value if _is_outlet_text(value) and _OUTLET.search(value) else None


def byline_authors(reading: Reading) -> tuple[str, ...]:
    found = [
        name
        for line in _lines(reading)
        for match in _WRITERS.finditer(line)
        if not _PHOTOGRAPHER.search(line[match.start() : match.end() + 4])
        for name in _names(match["value"])
        if _LABEL.search(line[match.start() : match.start("value")]) or is_sure(name)
    ]
    return tuple(dict.fromkeys(found))


def author_beside_date(reading: Reading) -> tuple[str, ...]:
    """A name that stands in the line of the date, without a label."""
    return tuple(
        piece
        for block in _head_blocks(reading)
        if marks.dated(block.text)
        for piece in _pieces_without_dates(block)
        if _is_bare_name(piece) and _is_outlet_text(piece)
    )


def body_authors(reading: Reading) -> tuple[str, ...]:
    """Writers named in brackets in the first and last paragraphs."""
    body = reading.zones.body
    ends = body if len(body) <= 2 * _ENDS else (*body[:_ENDS], *body[-_ENDS:])
    found: list[str] = []
    for block in ends:
        for match in _IN_TEXT.finditer(_edged(block)):
            if not _PHOTOGRAPHER.search(match[0].rstrip("）)〕】]")):
                found += _inside(match)
    closing = _CLOSING.search(_edged(body[-1])) if body and not found else None
    if closing is not None:
        found += [name for name in names(closing["bare"]) if has_surname(name)]
    return tuple(dict.fromkeys(found))


def linked_authors(reading: Reading) -> tuple[str, ...]:
    """Persons that JSON-LD names as authors."""
    return tuple(
        name for name in reading.head.linked_all("author") if _is_person(name, reading)
    )


def meta_authors(reading: Reading) -> tuple[str, ...]:
    text = reading.head.meta("author", "article:author") or ""
    return tuple(name for name in names(text) if _is_person(name, reading))


def labelled_editors(reading: Reading) -> tuple[str, ...]:
    found = [
        name
        for line in _lines(reading)
        for match in _EDITORS.finditer(line)
        for name in _names(_STAFF_CODE.sub(" ", match["value"]))
    ]
    return tuple(dict.fromkeys(found))


def body_editors(reading: Reading) -> tuple[str, ...]:
    """Editors named in brackets in the last paragraph."""
    body = reading.zones.body
    match = _EDITED_BY.search(body[-1].text) if body else None
    return names(match["value"]) if match else ()


def _pairs(reading: Reading) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Outlet and writers of the lines that name both, in either order."""
    for block in _head_blocks(reading):
        match = _PAIR.match(_edged(block))
        if match is None:
            continue
        for outlet, writer in (match.groups(), reversed(match.groups())):
            found = tuple(name for name in names(writer) if has_surname(name))
            named = _OUTLET.search(outlet) or not has_surname(outlet)
            if found and named and _is_outlet_text(outlet) and "者" not in outlet:
                yield outlet, found


def _lines(reading: Reading) -> Iterator[str]:
    """The lines about the article that are short enough to be lists of names."""
    for block in reading.zones.of(Role.BYLINE, Role.NOTICE):
        if len(block.text) < _LONGEST_LINE:
            yield _edged(block)


def _edged(block: Block) -> str:
    return _EDGE.join(filter(None, (part.strip() for part in block.parts)))


def _head_blocks(reading: Reading) -> list[Block]:
    """The byline's lines above the body, or right under its lead."""
    end = reading.zones.span[0] + _BELOW_LEAD
    return [block for block in reading.zones.of(Role.BYLINE) if block.index < end]


def _pieces_without_dates(block: Block) -> Iterator[str]:
    line = _edged(block)
    for stamp in reversed(dates.find(line)):
        line = line[: stamp.start] + _EDGE + line[stamp.end :]
    for piece in re.split(rf"[\s{_EDGE}|｜丨/／]+", line):
        word = piece.strip(" :：·-—()（）[]【】<>《》")
        if word and not _NOISE.match(word):
            yield word


def _text_of(link: object) -> str:
    return " ".join("".join(link.itertext()).split())  # type: ignore[attr-defined]


# Characters. Names of outlets and accounts.
_LONGEST_OUTLET = 20


def _is_outlet_text(text: str) -> bool:
    if " " in text and len(names(text)) > 1:
        return False
    return (
        1 < len(text) <= _LONGEST_OUTLET
        and not _NOISE.match(text)
        and not marks.dated(text)
        and not re.search(rf"[，。！？：:]|{_STOP}", text)
    )


def _is_account(piece: str, block: Block) -> bool:
    """An unlabelled word before the date: an account rather than a person's name."""
    if _is_bare_name(piece):
        return False
    before = block.text.find(piece) < len(block.text) / 2
    return before and _is_outlet_text(piece) and not re.search(r"[记記]者", block.text)


def _is_person(name: str, reading: Reading) -> bool:
    """Whether a declared author is a person whom the page names, and not as editor."""
    if name == reading.outlet_name or not is_name(name):
        return False
    if name in labelled_editors(reading):
        return False
    if " " in name or "·" in name:
        return True
    return any(name in block.text for block in reading.zones.blocks)


def _inside(match: re.Match[str]) -> list[str]:
    if match["placed"]:
        return [match["placed"]] if has_surname(match["placed"]) else []
    if match["bare"]:
        return [name for name in names(match["bare"]) if has_surname(name)]
    return list(_names(_ROLE_INSIDE.sub("", match["inside"], count=1)))


def _names(text: str) -> tuple[str, ...]:
    """The names in what stands behind a role word, with no mark or with a place behind."""
    text = (
        re.split(r"(?:[摄攝]影?|[图圖])\s*[/／:：]", text)[0]
        .replace(_EDGE, " ")
        .strip()
    )
    before_place = re.split(r"[／/](?=\w{1,8}(?:[报報][导導道]|[电電讯訊]|$))", text)[0]
    found = names(before_place)
    if found and (
        len(found) > 1 or len(before_place.strip(" ：:")) <= len(found[0]) + 1
    ):
        return found
    if found:
        return found
    name = leading_name(before_place)
    return (name,) if name else ()
