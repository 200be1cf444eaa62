"""作者, 编辑: who wrote the text, and who edited it.

They stand in the lines between headline and body, in the lines after it, in the
dateline, or in brackets inside the first and last paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from crawler.blocks import Block
from crawler.fields.lines import edged, line_of
from crawler.fields.source import pairs
from crawler.fields.sources import Found, Reading, first
from crawler.roles import Role, Zones
from crawler.signs import writers_over
from crawler.text import attribution, marks
from crawler.text.attribution import EDGE, Credit, Part
from crawler.text.names import (
    has_surname,
    is_employer,
    is_name,
    is_pen_name,
    is_sure,
    is_transcribed,
    names,
    stands_alone,
)
from crawler.text.outlets import is_outlet

# Paragraphs at each end of the body in which a writer is named.
_ENDS = 2

# Blocks below the headline, and elements in one, among which one says who wrote.
_BYLINE_WITHIN = 10
_LINES = " \xa0-–—|·•"
_INSIDE = 20
_AUTHOR_HINT = re.compile(
    r"(?:^|[\W_])(?:author|autora?|auteur|byline|reporter|writer|contributor)s?(?:$|[\W_])",
    re.IGNORECASE,
)

_AUTHOR_CLASS = re.compile(r"(?i)(?:^|[\W_])author(?:-?name)?s?(?:$|[\W_])")
_KOREAN_REPORTER = re.compile(r"([가-힣]{2,4})\s?기자")

# Blocks over the headline in which a column's writer may stand; behind the body those
# among which a note on the writer stands, and levels at which its class may. The name in
# it: 老茶壶，江口人。
_BYLINE_OVER = 3
_NOTE_WITHIN = 12
_NOTE_LEVELS = 3
_NOTE_HINT = re.compile(
    r"(?:^|[\W_])(?:author|writer|columnist|contributor|zuozhe|bio)s?(?:[\W_]|$)",
    re.IGNORECASE,
)
_NOTED = re.compile(r"[\u3400-\u9fff·]{2,6}(?=\s*(?:[，,:：（(]|$))")

_POSTED_BY = re.compile(
    r"(?:^|[\s\x1f])由[\s\x1f]*(?P<who>[^\s\x1f，。：:|｜]{2,12})[\s\x1f]*[发發](?:[表布佈])[于於]?[\s\x1f]*\d"
)

# Paragraphs at the start, below an abstract, among which a byline may stand.
_START = 8

# Short lines that may stand below the last paragraph of prose: when it was updated.
_BELOW_PROSE = 3

# Characters of a Chinese name with a single surname.
_LONGEST_HAN = 3

# Characters. A paragraph this short may be a byline that was taken for body.
_SHORT = 40

# A name in any script but Chinese: a word or more, without digits and marks.
_ANY_NAME = re.compile(r"(?:[^\W\d_\u2e80-\u9fff]|(?<=.)[.'’ -]){2,40}")

# Characters of a paragraph within which its dateline ends.
_LONGEST = 100

# Characters before a bracket that say what stands in it. All of them would cost
# quadratic time in a paragraph of many brackets.
_BEFORE = 40

# Characters from the start of a bracket within which its role word stands.
_ROLE_WITHIN = 20

_BRACKETS = re.compile(r"[（(〔【\[](?P<inside>[^（(〔【\[）)〕】\]]{2,60})[）)〕】\]]")
_CLOSING = re.compile(r"[（(](?P<inside>[^（()）]{2,60})[）)][。\s]*$")
_OPENERS = "（(〔【["

# What a dateline ends with, before its brackets or in them.
_DATELINE = re.compile(r"(?:[电電讯訊]|消息|[】\]〕])\s*$")

# 电（张三）: names alone behind the dateline's word.
_BEHIND_WIRE = re.compile(r"(?:[电電讯訊]|消息)[】\]]?\s*$")
# 电（记者海冰）: all that the brackets say, so a rare surname is one.
_REPORTER = re.compile(
    r"(?:本[报報]|\S{1,6}[报報网網社台臺])?[记記]者\s?([\u3400-\u9fff]{2,3})"
)
_WHITE = " \xa0\u3000\t\n|｜丨"

# 江口日报讯 记者张三报道: a dateline that no brackets part from its people.
_WIRE = re.compile(
    r"^.{0,16}?(?:[讯訊电電]|消息)[\s，,|｜]*(?P<who>(?:\S{0,8}(?:[记記]者|通[讯訊][员員])[^，。：:！？]{2,30}?){1,3}?)(?=[报報][导導道]|[发發]自|[，。：:！？]|$)"
)
# [강릉=강구일보] 김소영 기자 =
_KOREAN_WIRE = re.compile(
    r"\W?[\[(（【][^\])）】]{2,30}[\])）】]\s*(?P<who>[가-힣]{2,3}(?:\s?[·,]\s?[가-힣]{2,3}){0,3})(?<![청부팀국실])\s?기자\s*="
)
_OPENING_BYLINE = re.compile(
    r"^\W*(?P<who>\S{0,10}[记記]者\s*[\u3400-\u9fff·]{2,4}(?:[\s、]+[\u3400-\u9fff·]{2,4}){0,3}?)\s*(?:[／/]?\s*[\u3400-\u9fff]{2,4})?[报報][导導道]"
)
# 徐勇（新华社供本报特稿）: a signature that says where the text is from.
_SIGNATURE = re.compile(
    r"^(?P<who>[\u3400-\u9fff·]{2,4}(?:[\s、/／]+[\u3400-\u9fff·]{2,4}){0,2})\s*[（(](?:[^（()）]{0,16}(?:[特专專供][稿电電]|本[报報])|[\u3400-\u9fff]{2,6}社(?:[、，,\s]+[\u3400-\u9fff]{2,6}){0,4})[）)]$"
)
_AGENCIES = re.compile(r"社[^（()）]{0,30}[）)]$")
_SENTENCE_ENDS = ("。", "！", "？", "”", "」", "…")
_BRACKET_ENDS = ("）", ")")
# Behind a writer's name: where it was written.
_ELSEWHERE = re.compile(r"\s*in [A-Z]")
_TITLE_PARTS = re.compile(r"\s*(?:[_|｜丨–—«»]+|--+|\s-\s)\s*")

# All of a line that claims a copyright but who claims it.
_CLAIM = re.compile(
    r"(?:copyright|©|[(（]c[)）]|版[权權](?:所有|[归歸])|[权權]利所有|all rights reserved|(?:19|20)\d\d|\b(?:by|inc|ltd|corp)\b|[\s.,，。:：|·–-])+",
    re.IGNORECASE,
)
_PHOTO = re.compile(r"[摄攝图圖]影?\W*$|供[图圖]|提供|[资資]料")


def authors(reading: Reading) -> Found[tuple[str, ...]] | None:
    """Return the writers' names, in the order printed, or ``None``."""
    return first(
        reading,
        byline_authors,
        paired_author,
        body_authors,
        author_beside_date,
        author_over_text,
        author_before_account,
        marked_up_authors,
        author_inside,
        korean_reporters,
        introduced_author,
        poster,
        translators,
        linked_authors,
        linked_person,
        meta_authors,
    )


def editors(reading: Reading) -> Found[tuple[str, ...]] | None:
    """Return the editors' names, in the order printed, or ``None``."""
    return first(reading, labelled_editors, body_editors)


def byline_authors(reading: Reading) -> tuple[str, ...]:
    """Writers named in the lines around the text, and whom its dateline adds to them."""
    found = [
        name
        for line in reading.lines.all
        for name in attribution.writers(line.text, line.credits)
    ]
    body = reading.zones.body
    if not found and body:
        end = body[-1].index
        found = [
            name
            for line in reading.lines.all
            if line.block.index > end
            for name in attribution.sign_off(line.text)
        ]
    wired = _in_dateline(body[0].text) if found and body else []
    return _each([*found, *wired] if set(found) & set(wired) else found)


def paired_author(reading: Reading) -> tuple[str, ...]:
    return next((writers for _, writers in pairs(reading)), ())


def body_authors(reading: Reading) -> tuple[str, ...]:
    """Writers named in the dateline, in brackets, or in the closing signature."""
    body = reading.zones.body
    if not body:
        return ()
    found = [name for block in _ends(body) for name in _in_paragraph(block)]
    if not found:
        found = _opening(body[0].text) or _signature(body[-1].text)
    return _each(found)


def author_beside_date(reading: Reading) -> tuple[str, ...]:
    """A name that stands in the line of the date or alone above it, with no label."""
    dated = reading.lines.beside_date
    head = reading.lines.head
    places = {line.block.index for line, _ in dated}
    found = [
        piece
        for line in head
        if line.block.index + 1 in places
        and line.block.index not in places
        and all(map(stands_alone, line.pieces))
        for piece in line.pieces
    ]
    found += [piece for _, pieces in dated for piece in pieces if stands_alone(piece)]
    for credit in (credit for line in head for credit in line.credits):
        if credit.part is Part.SOURCE:
            found += _behind_source(credit.value)
    return _each(found)


def _behind_source(value: str) -> list[str]:
    """Names, each alone in an element, behind the element of the outlet."""
    pieces = [piece.strip(_WHITE) for piece in value.split(EDGE)]
    told = [piece for piece in pieces if piece]
    return [piece for piece in told[1:] if stands_alone(piece)]


def author_over_text(reading: Reading) -> tuple[str, ...]:
    """Names alone in the line right over the text, in the element that holds it."""
    zones = reading.zones
    body = zones.body
    if not body or body[0].index == 0:
        return ()
    over = body[0].index - 1
    while over > 0 and zones.roles[over] is Role.CAPTION:
        over -= 1
    line, first_node = zones.blocks[over], body[0].node
    beside = line.node.parent in {first_node.parent, first_node.index}
    if over <= zones.measures.headline or not beside:
        return ()
    return _each(writers_over(line, body))


def author_before_account(reading: Reading) -> tuple[str, ...]:
    """The name between 原创 and the account that published: 原创 张三 江口发布."""
    zones = reading.zones
    at = zones.measures.headline
    if at < 0:
        return ()
    for block in zones.blocks[at + 1 : min(zones.span[0], at + _BYLINE_WITHIN)]:
        if len(block.text) <= _SHORT and block.text.startswith(("原创", "原創")):
            pieces = [piece.strip(_WHITE) for piece in edged(block).split(EDGE)]
            told = [piece for piece in pieces if piece][1:]
            if len(told) > 1 and stands_alone(told[0]) and told[1] != told[0]:
                return (told[0],)
    return ()


def marked_up_authors(reading: Reading) -> tuple[str, ...]:
    """Names alone in an element under the headline that says who wrote.

    Its class says so, its tag, or where it links to: /author/1.
    """
    zones = reading.zones
    at, start = zones.measures.headline, zones.span[0]
    if at < 0:
        return ()
    found: list[str] = []
    for block in zones.blocks[at + 1 : min(start, at + _BYLINE_WITHIN)]:
        if not block.node.hidden and len(block.text) <= _SHORT:
            found += _marked_up(block)
    return _each(found)


def author_inside(reading: Reading) -> tuple[str, ...]:
    """The name that an element says is the writer's, inside a line that says more.

    Below the text that is so for an hCard alone, as WordPress sets one.
    Source: microformats.org, hCard.
    """
    zones = reading.zones
    at, (start, end) = zones.measures.headline, zones.span
    if at < 0:
        return ()
    over = zones.blocks[at + 1 : min(start, at + _BYLINE_WITHIN)]
    below = zones.blocks[end + 1 : end + 1 + _BELOW_PROSE]
    found = [name for block in over for name in _named_inside(block)]
    found += [name for block in below for name in _named_inside(block, "vcard")]
    return _each(name for name in found if not is_outlet(name))


def _named_inside(block: Block, word: str = "") -> Iterator[str]:
    """Names in elements of a block whose class says who wrote, and ``word``."""
    if block.node.hidden or len(block.text) > 2 * _SHORT:
        return
    for element in islice(block.node.element.iter("span", "a"), _INSIDE):
        said = element.get("class") or ""
        if word in said and _AUTHOR_CLASS.search(said):
            name = "".join(islice(element.itertext(), _INSIDE)).strip()
            latin = name.isascii() and " " in name
            if is_name(name) and (latin or stands_alone(name)):
                yield name


def korean_reporters(reading: Reading) -> tuple[str, ...]:
    """Who is called a reporter in a piece of a line over the text: 김소영 기자."""
    edges = [piece for line in reading.lines.head for piece in line.text.split(EDGE)]
    found = (_KOREAN_REPORTER.fullmatch(piece.strip()) for piece in edges)
    return _each(match[1] for match in found if match)


def introduced_author(reading: Reading) -> tuple[str, ...]:
    """The name alone over the text whose bearer a note below it is about.

    A pen name reads like any word (老茶壶): the note's class says that it is on a writer.
    """
    zones = reading.zones
    body, at = zones.body, zones.measures.headline
    if not body or at < 0:
        return ()
    start, end = body[0].index, body[-1].index
    for block in zones.blocks[end + 1 : end + 1 + _NOTE_WITHIN]:
        name = _NOTED.match(block.text)
        if name and _is_note_on_writer(block, zones):
            over = zones.blocks[max(0, at - _BYLINE_OVER) : start]
            if any(_stands_in(name[0], line) for line in over):
                return (name[0],)
    return ()


def poster(reading: Reading) -> tuple[str, ...]:
    """Who put a text there, by any name: 由 慢车 发表于 2024-11-01."""
    found = (_POSTED_BY.search(line.text) for line in reading.lines.head)
    told = [match["who"] for match in found if match]
    return _each(
        name
        for name in told
        if (is_name(name) or is_pen_name(name)) and not is_employer(name)
    )


def _stands_in(name: str, block: Block) -> bool:
    """Whether a short line that is shown says a name, apart from what else it says."""
    if name not in block.text or len(block.text) > _SHORT or block.node.hidden:
        return False
    return name in line_of(block).pieces


def _is_note_on_writer(block: Block, zones: Zones) -> bool:
    """Whether a class of the block, or around it, calls it a note on who wrote."""
    node = block.node
    for _ in range(_NOTE_LEVELS):
        if _NOTE_HINT.search(node.hint):
            return True
        if node.parent < 0:
            break
        node = zones.outline.nodes[node.parent]
    return False


def translators(reading: Reading) -> tuple[str, ...]:
    """Who translated or put the text together, where nobody else wrote it."""
    return _each(
        name
        for line in reading.lines.all
        for name in attribution.translators(line.text, line.credits)
    )


def linked_authors(reading: Reading) -> tuple[str, ...]:
    """Persons that JSON-LD names as authors."""
    return tuple(
        name
        for name in reading.head.linked_all("author")
        if _is_person(name, reading) or _is_marked_up(name, reading)
    )


def linked_person(reading: Reading) -> tuple[str, ...]:
    """Who JSON-LD says is a person, under any name, if a line over the text is that name."""
    persons = reading.head.linked_persons()
    at, start = reading.zones.measures.headline, reading.zones.span[0]
    if not persons or at < 0:
        return ()
    near = reading.zones.blocks[at + 1 : min(start, at + _BYLINE_WITHIN)]
    over = [b for b in near if not b.node.hidden and len(b.text) <= 2 * _SHORT]
    printed = {piece for block in over for piece in edged(block).split(EDGE)}
    return tuple(
        name
        for name in persons
        if name in printed and not (is_outlet(name) or name in _own_names(reading))
    )


def meta_authors(reading: Reading) -> tuple[str, ...]:
    text = reading.head.meta("author", "article:author") or ""
    return tuple(name for name in names(text) if _is_person(name, reading))


def labelled_editors(reading: Reading) -> tuple[str, ...]:
    return _each(
        name
        for line in reading.lines.all
        for name in attribution.editors(line.text, line.credits)
    )


def body_editors(reading: Reading) -> tuple[str, ...]:
    """Editors named in brackets or a line at the end of the body."""
    body = reading.zones.body
    text = edged(body[-1]) if body else ""
    if "编" not in text and "編" not in text:
        return ()
    insides = [match["inside"] for match in _BRACKETS.finditer(text)]
    if len(text) < _SHORT and not any(mark in text[:-1] for mark in "，。！？"):
        insides.append(text)
    return _each(
        name
        for inside in insides
        for name in attribution.editors(inside, attribution.credited(inside))
    )


def _in_dateline(text: str) -> list[str]:
    """Writers with a role word in the brackets of a dateline: （记者 张三 通讯员 李四）."""
    match = _BRACKETS.search(text, 0, _LONGEST)
    if match is None or not _DATELINE.search(text, 0, match.start()):
        return []
    inside = match["inside"]
    return attribution.writers(inside, attribution.credited(inside))


def _marked_up(block: Block) -> list[str]:
    """The names in a block, where it holds no more, and is marked up as its writers'."""
    node = block.node
    links = " ".join(
        f"{link.get('href') or ''} {link.get('rel') or ''}" for link in block.links
    )
    if node.tag != "address" and not _AUTHOR_HINT.search(f"{node.hint} {links}"):
        return []
    text = edged(block)
    if found := attribution.alone(text):
        return found
    pieces = [p for p in re.split(f"[{EDGE}、，,&]", text) if p.strip(_LINES)]
    pieces = [p for p in pieces if not (_ELSEWHERE.match(p) or marks.dated(p))]
    people = [names(piece) for piece in pieces]
    told = [name for each in people for name in each]
    if len(told) != len(pieces):
        return []
    if all(map(_is_whole_name, told)):
        return told
    # A rare surname is one where the class speaks of the line itself.
    short = all(len(name) <= _LONGEST_HAN and is_sure(name) for name in told)
    return told if short and _AUTHOR_CLASS.search(node.hint) else []


def _is_whole_name(name: str) -> bool:
    """Whether a name is one by itself: a Chinese one, or Latin words."""
    return stands_alone(name) or is_transcribed(name) or (" " in name and is_name(name))


def _ends(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """The paragraphs that may name writers: what is below the last of prose counts as one."""
    end = len(body)
    while end > _ENDS and _is_short(body[end - 1]) and len(body) - end < _BELOW_PROSE:
        end -= 1
    last = max(_ENDS, min(end, len(body) - 1) - 1)
    short = (b for b in body[_ENDS : min(_START, last)] if _is_short(b))
    return (*body[:_ENDS], *short, *body[last:])


def _is_short(block: Block) -> bool:
    return len(block.text) < _SHORT


def _in_paragraph(block: Block) -> list[str]:
    """Writers whom a paragraph names in brackets, or as a byline that it is."""
    if not any(opener in block.text for opener in _OPENERS):
        return _as_line(block) if _is_short(block) else []
    text = edged(block)
    found: list[str] = []
    for match in _BRACKETS.finditer(text):
        start = match.start()
        found += _in_brackets(match["inside"], text[max(0, start - _BEFORE) : start])
    if not found and (last := _closing_brackets(text)):
        found += last
    return found


def _as_line(block: Block) -> list[str]:
    """Writers of a short paragraph that says nothing else: 《江口》作者 张三."""
    text = edged(block)
    said = attribution.credited(text)
    if not said or any(mark in text for mark in "，。！？"):
        return []
    marked = said[0].marked and not said[0].start
    found = attribution.writers(text, said)
    return found if marked or text.endswith(tuple(found or "\0")) else []


def _in_brackets(inside: str, before: str) -> list[str]:
    if _PHOTO.search(inside) and "文" not in inside:
        return []
    said: tuple[Credit, ...] = attribution.credited(inside)
    if said and said[0].start > _ROLE_WITHIN:
        return []
    wired = _BEHIND_WIRE.search(before)
    if said and wired and (only := _REPORTER.fullmatch(inside)) and is_name(only[1]):
        return [only[1]]
    if found := attribution.writers(inside, said):
        front = inside[: said[0].start].rstrip(" 、，,") if said and wired else ""
        return [*attribution.alone(front), *found]
    if said:
        return attribution.translators(inside, said)
    return attribution.alone(inside) if wired else []


def _closing_brackets(text: str) -> list[str]:
    """Names alone in the brackets that end the paragraph."""
    match = _CLOSING.search(text)
    if match is None or not match.start():
        return []
    if text[: match.start()].rstrip().endswith(_SENTENCE_ENDS):
        return attribution.signed(match["inside"])
    return attribution.alone(match["inside"])


def _opening(text: str) -> list[str]:
    """Writers named without brackets where the first paragraph opens."""
    if wired := _KOREAN_WIRE.match(text, 0, _LONGEST):
        return [name.strip() for name in re.split(r"[·,]", wired["who"])]
    match = _WIRE.match(text, 0, _LONGEST) or _OPENING_BYLINE.match(text, 0, _LONGEST)
    if match is None:
        return []
    who = match["who"]
    return [
        name
        for name in attribution.writers(who, attribution.credited(who))
        if is_sure(name)
    ]


def is_signature(text: str) -> bool:
    """Say whether a line names writers and, in brackets, the agencies they drew on."""
    return _AGENCIES.search(text) is not None and bool(_signature(text))


def _signature(text: str) -> list[str]:
    match = _SIGNATURE.match(text) if text.endswith(_BRACKET_ENDS) else None
    if match is None:
        return []
    return [name for name in names(match["who"]) if has_surname(name)]


def _is_person(name: str, reading: Reading) -> bool:
    """Whether a declared author is a person whom the page names, and not as editor."""
    if not is_name(name) or is_outlet(name) or name in _own_names(reading):
        return False
    if " " not in name and name in _owners(reading):
        return False
    if name in labelled_editors(reading):
        return False
    if " " in name or "·" in name:
        return True
    if any(name in line.pieces for line in reading.lines.head):
        return True
    sure = stands_alone(name) or not name[0] > "\u2e80"
    return sure and any(name in block.text for block in reading.zones.blocks)


def _is_marked_up(name: str, reading: Reading) -> bool:
    """Whether an element under the headline that says who wrote says that name.

    So a name in any script is one, a single word, too: Chris, Анна Крылова.
    """
    zones = reading.zones
    at = zones.measures.headline
    may_be_name = _ANY_NAME.fullmatch(name) or is_name(name)
    if at < 0 or not may_be_name or _is_of_outlet(name, reading):
        return False
    return any(
        block.text.startswith(name)
        and not block.node.hidden
        and (_is_in_authors_element(name, block) or _says_who_wrote(block, name))
        for block in zones.blocks[at + 1 : min(zones.span[0], at + _BYLINE_WITHIN)]
    )


def _says_who_wrote(block: Block, name: str) -> bool:
    """Whether a block that begins with a name is marked up as its writers'."""
    whole = f"{block.text} ".startswith(f"{name} ")
    return whole and _AUTHOR_HINT.search(_hints(block)) is not None


def _is_in_authors_element(name: str, block: Block) -> bool:
    """Whether an element inside the block says who wrote, and holds the name alone."""
    inside = islice(block.node.element.iter("span", "a", "em", "b", "i"), _INSIDE)
    return any(
        _AUTHOR_HINT.search(element.get("class") or "") is not None
        and "".join(islice(element.itertext(), _INSIDE)).strip() == name
        for element in inside
    )


def _is_of_outlet(name: str, reading: Reading) -> bool:
    """Whether a name is an outlet's, its owner's, or no name: Admin."""
    if not is_name(f"{name} {name}" if name.isascii() else "张三"):
        return True
    return is_outlet(name) or name in _own_names(reading) or name in _owners(reading)


def _hints(block: Block) -> str:
    """Class and id of the element, of links in it, and where they lead."""
    links = [
        f"{link.get('class') or ''} {link.get('href') or ''}" for link in block.links
    ]
    return " ".join((block.node.hint, *links))


def _own_names(reading: Reading) -> Iterator[str | None]:
    """What the outlet calls itself: in its head, behind the headline."""
    head = reading.head
    yield reading.outlet_name
    yield head.meta("og:site_name")
    yield head.meta("application-name")
    if head.title:
        yield from _TITLE_PARTS.split(head.title)[1:]


def _owners(reading: Reading) -> Iterator[str]:
    """Who claims the page's copyright, without white space."""
    owned = [reading.head.meta("copyright", "dc.rights", "rights") or ""]
    owned += [block.text for block in reading.zones.of(Role.FOOTER, Role.NOTICE)]
    for text in owned:
        if _CLAIM.search(text):
            yield _CLAIM.sub("", text).strip()


def _each(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
