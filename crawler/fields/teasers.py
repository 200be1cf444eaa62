"""Links on the page that advertise other articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from lxml.etree import _Element as Element

from crawler.blocks import Block
from crawler.fields.sources import Found, Reading, first
from crawler.items import Teaser
from crawler.roles import Role, Zones
from crawler.text import dates
from crawler.urls import absolute, leads_on

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
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d{4}|年")

# What stands before and behind a headline, and between facts.
_BULLETS = " |｜·・‧•⋅■□◆◇●○▪▲►▶›»>＞"
_ENDS = " |｜⋅›»>＞"
_BLANK = _BULLETS + "\n\t\r\xa0\u3000"
_BETWEEN = _BULLETS + "-—/,，:：()（）[]【】"

# A number in a part of its own before a headline, or behind it.
_RANK = re.compile(r"\d{1,2}[.、]?")
_COUNT = re.compile(r"\d{1,7}")

# Characters. A shorter link is a button, or a picture's number; a shorter line under a
# link is a label or a count.
_HEADLINE_AT_LEAST = 4
_AMONG_SEVERAL_AT_LEAST = 5
_SUMMARY_AT_LEAST = 8

# Characters of the longest line of facts alone.
_LONGEST_FACTS = 40

# Size of the longest headline. A longer link beside one to the same address is the
# article's first lines.
_LONGEST_HEADLINE = 45

# Lines of one teaser: headline, summary, date, reads, source, tag.
_MOST_LINES = 6

# Slashes of an address that has no path: a home page, which is no article.
_SLASHES_OF_A_HOST = 3


class _Group(NamedTuple):
    """The lines of one teaser."""

    linked: Block
    lines: Sequence[Block]


def teasers(reading: Reading) -> Found[tuple[Teaser, ...]] | None:
    """Return the page's teasers in reading order, each address once, or ``None``."""
    return first(reading, linked_headlines)


def linked_headlines(reading: Reading) -> tuple[Teaser, ...]:
    found: dict[str, Teaser] = {}
    for group in _groups(reading.zones):
        for teaser in _read(group, reading):
            key = teaser.url or teaser.headline
            known = found.get(key)
            found[key] = _merged(known, teaser) if known else teaser
    return tuple(found.values())


def _merged(one: Teaser, other: Teaser) -> Teaser:
    """One teaser of two to the same address: a picture's and a headline's, say."""
    short, long = sorted((other, one), key=lambda teaser: len(teaser.headline))
    summary = one.summary or other.summary
    headline = long.headline
    if _is_text(headline) and len(short.headline) >= _SUMMARY_AT_LEAST:
        headline, summary = short.headline, summary or headline
    return Teaser(
        url=one.url,
        headline=headline,
        summary=summary,
        date=one.date or other.date,
        reads=other.reads if one.reads is None else one.reads,
    )


def _groups(zones: Zones) -> Iterator[_Group]:
    """Lines around a link, a new group at each block that brings a new link."""
    linked: Block | None = None
    lines: list[Block] = []
    after = -1
    for block in _blocks(zones):
        if block.index != after:
            if linked is not None:
                yield _Group(linked, lines)
            linked, lines = None, []
        after = block.index + 1
        if not block.links or (linked and block.links[0] is linked.links[0]):
            lines.append(block)
            continue
        if linked is not None:
            own = [b for b in lines if _is_nearer(b, linked, block, zones)]
            yield _Group(linked, own)
            lines = lines[len(own) :]
        linked = block
    if linked is not None:
        yield _Group(linked, lines)


def _blocks(zones: Zones) -> list[Block]:
    """Teasers' blocks, and the lines behind them that hold nothing but facts."""
    every = zones.blocks
    found: list[Block] = []
    for block in zones.of(Role.TEASER):
        found.append(block)
        at = block.index + 1
        while at < len(every) and not every[at].links and _is_fact(every[at], zones):
            found.append(every[at])
            at += 1
    return found


def _is_fact(block: Block, zones: Zones) -> bool:
    role, text = zones.roles[block.index], block.text
    if len(text) > _LONGEST_FACTS or (
        role is not Role.OTHER and role is not Role.NAVIGATION
    ):
        return False
    return bool(_DIGIT.search(text)) and not text.isdecimal() and not _parted(text)[0]


def _is_nearer(line: Block, one: Block, other: Block, zones: Zones) -> bool:
    """Whether a line stands with the first of two links, or between both."""
    return _common(line, one, zones) >= _common(line, other, zones)


def _common(one: Block, other: Block, zones: Zones) -> int:
    """Depth of the innermost node around both blocks."""
    nodes = zones.outline.nodes
    a, b = one.node, other.node
    while a.index != b.index:
        if a.index > b.index:
            a = nodes[a.parent]
        else:
            b = nodes[b.parent]
        if a.parent < 0 and b.parent < 0:
            break
    return a.depth


def _read(group: _Group, reading: Reading) -> list[Teaser]:
    linked, lines = group
    links = linked.links
    if len(links) > 1 and not lines:
        return _several(linked, reading)
    link, text = links[0], linked.text
    facts = ""
    if linked.link_chars < len(text) - text.count(" "):
        headline, facts = _inside(linked)
    elif len(links) == 1 and (len(linked.parts) == 1 or not _DIGIT.search(text)):
        headline = _trimmed(text)
    else:
        headline, facts = _told(linked.parts if len(links) == 1 else _parts(link))
    summary = None
    for line in lines[: _MOST_LINES - 1]:
        prose, rest = _parted(line.text)
        if len(prose) < _SUMMARY_AT_LEAST:
            facts = f"{facts} {line.text}"
        else:
            summary, facts = summary or prose, f"{facts} {rest}"
    teaser = _teaser(link, headline, reading, summary=summary, facts=facts)
    return [teaser] if teaser else []


def _several(block: Block, reading: Reading) -> list[Teaser]:
    """One line with several links: each may be a teaser of its own."""
    told = [(link, _told(_parts(link))[0]) for link in block.links]
    found = [
        _teaser(link, headline, reading)
        for link, headline in told
        if len(headline) >= _AMONG_SEVERAL_AT_LEAST and not _is_beside(headline)
    ]
    return [teaser for teaser in found if teaser]


def _inside(block: Block) -> tuple[str, str]:
    """The headline of a line that is a link in part, and the facts beside the link."""
    parts = _parts(block.links[0])
    own = " ".join("".join(parts).split())
    if own not in block.text:
        return _trimmed(block.text), ""
    headline, facts = _told(parts)
    if len(block.links) == 1:
        facts = f"{block.text.replace(own, ' ', 1)} {facts}"
    return headline, facts


def _teaser(
    link: Element,
    headline: str,
    reading: Reading,
    *,
    summary: str | None = None,
    facts: str = "",
) -> Teaser | None:
    """The teaser, if its link leads to what may be an article."""
    href = link.get("href") or ""
    base = reading.page.url
    url = absolute(base, href)
    if len(headline) < _HEADLINE_AT_LEAST or url == base:
        return None
    if url is None and not leads_on(href):
        return None
    if url and url[-1] == "/" and url.count("/") == _SLASHES_OF_A_HOST:
        return None
    day = reads = None
    if facts and _DIGIT.search(facts):
        day, reads = _day(facts), _reads(facts)
    return Teaser(url=url, headline=headline, summary=summary, date=day, reads=reads)


def _parts(link: Element) -> list[str]:
    return [str(part) for part in link.itertext()] if len(link) else [link.text or ""]


def _told(parts: Sequence[str]) -> tuple[str, str]:
    """The headline that a link tells, and the rank, day and counts in parts beside it."""
    if len(parts) == 1:
        return _trimmed(" ".join(parts[0].split())), ""
    start, end = 0, len(parts)
    while end - start > 1 and not parts[start].strip(_BLANK):
        start += 1
    if end - start > 1 and _RANK.fullmatch(parts[start].strip()):
        start += 1
    facts = []
    while end - start > 1 and (
        not parts[end - 1].strip(_BLANK) or _is_beside(parts[end - 1])
    ):
        end -= 1
        facts.append(parts[end].strip())
    headline = " ".join("".join(parts[start:end]).split())
    return _trimmed(headline), " ".join(facts)


def _trimmed(headline: str) -> str:
    return headline.lstrip(_BULLETS).rstrip(_ENDS)


def _is_beside(part: str) -> bool:
    text = part.strip()
    if _DIGIT.search(text) is None:
        return False
    return bool(_COUNT.fullmatch(text)) or not _parted(text)[0]


def _parted(text: str) -> tuple[str, str]:
    """A line without the facts at its ends, and these; what prose tells stays in it."""
    if _DIGIT.search(text) is None:
        return text.strip(_BETWEEN), ""
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


def _is_text(headline: str) -> bool:
    letters = 3 if headline.isascii() else 1
    return len(headline) > _LONGEST_HEADLINE * letters


def _day(text: str) -> date | None:
    stamp = dates.read(text) if _YEAR.search(text) else None
    return stamp.moment.date() if stamp else None


def _reads(text: str) -> int | None:
    match = _READS.search(text)
    if match is None:
        return None
    number = float((match["a"] or match["b"]).replace(",", ""))
    return round(number * 10_000 if match["wan"] or match["many"] else number)
