"""Links on the page that advertise other articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml.etree import _Element as Element

from crawler.blocks import Block
from crawler.fields.printed_teasers import printed_headlines
from crawler.fields.sources import Found, Reading, first
from crawler.items import Teaser
from crawler.roles import Role, Zones
from crawler.text import marks
from crawler.text.facts import BLANK, DIGIT, day_in, is_ago, parted, reads_in, trimmed
from crawler.urls import absolute, leads_on

# A number in a part of its own before a headline, or behind it.
_RANK = re.compile(r"\d{1,2}[.、]?")
_COUNT = re.compile(r"\d{1,7}")

# What a link behind first lines says.
_MORE = re.compile(
    r"\s*[\[【<(（«]?(?:[详詳][细細情]|全文|更多|[阅閱][读讀](?:全文|更多|原文)|[查点點]看[详詳]情)[\]】>»）)→\s]*$"
)

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

# Characters of what may stand beside facts without an end of its own: an outlet's name.
_LONGEST_SOURCE = 16

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
    source = printed_headlines if reading.page.flat else linked_headlines
    return first(reading, source)


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
        if (
            not block.links
            or zones.roles[block.index] is not Role.TEASER
            or (linked and _goes_on(block, linked))
        ):
            lines.append(block)
            continue
        if linked is not None:
            own = [b for b in lines if _is_nearer(b, linked, block, zones)]
            yield _Group(linked, own)
            lines = lines[len(own) :]
        linked = block
    if linked is not None:
        yield _Group(linked, lines)


def _goes_on(block: Block, linked: Block) -> bool:
    """Whether a line belongs to the link before it: it holds that, or 详细 behind text."""
    link, own = block.links[0], linked.links[0]
    if link is own:
        return True
    mostly_text = 2 * block.link_chars < len(block.text)
    return mostly_text and link.get("href") == own.get("href")


def _blocks(zones: Zones) -> list[Block]:
    """Teasers' blocks, and the lines behind them that hold nothing but facts.

    Those before them, too, where they stand in the teaser's own link.
    """
    every = zones.blocks
    found: list[Block] = []
    at = 0
    for block in zones.of(Role.TEASER):
        first = block.index
        while first > at and _is_in_link_of(block, every[first - 1], zones):
            first -= 1
        found += every[first : block.index + 1]
        at = block.index + 1
        while at < len(every) and _goes_with(every[at], block, zones):
            found.append(every[at])
            at += 1
    return found


def _is_in_link_of(teaser: Block, line: Block, zones: Zones) -> bool:
    return bool(line.links) and _goes_with(line, teaser, zones)


def _goes_with(line: Block, teaser: Block, zones: Zones) -> bool:
    role, text = zones.roles[line.index], line.text
    if len(text) > _LONGEST_FACTS or (
        role is not Role.OTHER and role is not Role.NAVIGATION
    ):
        return False
    if line.links and line.links != teaser.links[-1:]:
        return False
    if DIGIT.search(text) is None or text.isdecimal():
        return is_ago(text)
    prose, facts = _parted(line)
    if line.links:  # an outlet's name may stand beside its day
        return len(prose) < _SUMMARY_AT_LEAST and not facts.isspace()
    return not prose


def _parted(block: Block) -> tuple[str, str]:
    """A line's prose and the facts at its ends.

    A fact that has a part to itself is apart, though no white space says so. But a day
    that prose sets in bold is not, so the prose must have come to an end before it.
    """
    parts, text = block.parts, block.text
    if not parts or DIGIT.search(text) is None:
        return parted(text)
    start, end = 0, len(parts)
    while end > start and _is_blank_or_beside(parts[end - 1]):
        end -= 1
    last = end
    while start < end and _is_blank_or_beside(parts[start]):
        start += 1
    told = " ".join("".join(parts[start:end]).split())
    if len(told) >= _LONGEST_SOURCE:
        if told[-1].isalnum():
            return parted(text)
        start, end = 0, last
        told = " ".join("".join(parts[start:end]).split())
    prose, rest = parted(told)
    return prose, " ".join((*parts[:start], rest, *parts[end:]))


def _is_nearer(line: Block, one: Block, other: Block, zones: Zones) -> bool:
    """Whether a line stands with the first of two links, or between both."""
    if line.links:
        return line.links[0] is not other.links[0]
    return _common(line, one, zones) >= _common(line, other, zones)


def _common(one: Block, other: Block, zones: Zones) -> int:
    """Depth of the innermost node around both blocks; -1 where they share no root."""
    nodes = zones.outline.nodes
    outer, inner = sorted((one.node, other.node), key=lambda node: node.index)
    while outer.index != inner.index:
        if inner.parent < 0:
            return -1
        inner = nodes[inner.parent]
        if outer.index > inner.index:
            outer, inner = inner, outer
    return outer.depth


def _read(group: _Group, reading: Reading) -> list[Teaser]:
    linked, lines = group
    links = linked.links
    if len(links) > 1 and not lines:
        return _several(linked, reading)
    link, text = links[0], linked.text
    facts = ""
    if linked.link_chars < len(text) - text.count(" "):
        headline, facts = _inside(linked)
    elif len(links) == 1 and (not linked.parts or not DIGIT.search(text)):
        headline = trimmed(text)
    else:
        headline, facts = _told(linked.parts if len(links) == 1 else _parts(link))
    summary = None
    for line in lines[: _MOST_LINES - 1]:
        prose, rest = _parted(line)
        if line.links:
            prose = _MORE.sub("", prose)
        if len(prose) < _SUMMARY_AT_LEAST:
            facts = f"{facts} {' '.join(line.parts) or line.text}"
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
        return trimmed(block.text), ""
    headline, facts = _told(parts)
    if len(block.links) == 1:
        linked = frozenset(parts)
        beside = " ".join([part for part in block.parts if part not in linked])
        facts = f"{' '.join(beside.split()).replace(own, ' ', 1)} {facts}"
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
    label = marks.further.match(headline)
    headline = headline[label.end() :] if label else headline
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
    if facts:
        day, reads = day_in(facts, now=reading.now), reads_in(facts)
    return Teaser(url=url, headline=headline, summary=summary, date=day, reads=reads)


def _parts(link: Element) -> list[str]:
    return [str(part) for part in link.itertext()] if len(link) else [link.text or ""]


def _told(parts: Sequence[str]) -> tuple[str, str]:
    """The headline that a link tells, and the rank, day and counts in parts beside it."""
    if len(parts) == 1:
        return trimmed(" ".join(parts[0].split())), ""
    start, end = 0, len(parts)
    while end - start > 1 and not parts[start].strip(BLANK):
        start += 1
    if end - start > 1 and _RANK.fullmatch(parts[start].strip()):
        start += 1
    facts = []
    while end - start > 1 and (
        not parts[end - 1].strip(BLANK) or _is_beside(parts[end - 1])
    ):
        end -= 1
        facts.append(parts[end].strip())
    headline = " ".join("".join(parts[start:end]).split())
    return trimmed(headline), " ".join(facts)


def _is_beside(part: str) -> bool:
    text = part.strip()
    if DIGIT.search(text) is None:
        return is_ago(text)
    return bool(_COUNT.fullmatch(text)) or not parted(text)[0]


def _is_blank_or_beside(part: str) -> bool:
    return not part.strip(BLANK) or _is_beside(part)


def _is_text(headline: str) -> bool:
    letters = 3 if headline.isascii() else 1
    return len(headline) > _LONGEST_HEADLINE * letters
