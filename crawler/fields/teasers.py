"""Links on the page that advertise other articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from lxml.etree import _Element as Element

from crawler.blocks import Block
from crawler.fields.sources import Found, Reading, first
from crawler.items import Teaser
from crawler.roles import Role
from crawler.text import dates
from crawler.urls import absolute

_READS = re.compile(
    r"[(（]?\s*(?P<a>\d[\d,]*)\s*(?P<wan>万|萬)?\s*[)）]?\s*(?:人|次)?\s*(?:阅读|閱讀|浏览|瀏覽|点击|點擊|人[读看])"
    r"|(?:阅读|閱讀|浏览|瀏覽|点击|點擊|人气)\s*(?:量|数|次数)?\s*[:：(（]?\s*(?P<b>\d[\d,]*)"
)
_LABEL = re.compile(r"(?:[发發]布)?(?:[时時][间間]|日期)\s*[:：]?\s*$")

# Size of a summary; a shorter line under a link is a label or a count.
_SUMMARY_AT_LEAST = 8

# Lines of one teaser: headline, summary, date, reads, source, tag.
_MOST_LINES = 6


def teasers(reading: Reading) -> Found[tuple[Teaser, ...]] | None:
    """Return the page's teasers in reading order, each address once, or ``None``."""
    return first(reading, linked_headlines)


def linked_headlines(reading: Reading) -> tuple[Teaser, ...]:
    found: dict[str, Teaser] = {}
    for blocks in _groups(reading):
        for teaser in _read(blocks, reading):
            key = teaser.url or teaser.headline
            known = found.get(key)
            if known is None or len(teaser.headline) > len(known.headline):
                found[key] = teaser
    return tuple(found.values())


def _groups(reading: Reading) -> Iterator[list[Block]]:
    """Runs of teaser blocks, a new one at each block that brings a new link."""
    group: list[Block] = []
    link: Element | None = None
    for block in reading.zones.of(Role.TEASER):
        own = block.links[0] if block.links else None
        apart = group and block.index != group[-1].index + 1
        if group and (
            apart or (own is not None and own is not link and link is not None)
        ):
            yield group
            group, link = [], None
        group.append(block)
        link = own if own is not None else link
    if group:
        yield group


def _read(blocks: Sequence[Block], reading: Reading) -> Iterator[Teaser]:
    with_link = next((block for block in blocks if block.links), None)
    if with_link is None:
        return
    if len(with_link.links) > 1 and len(blocks) == 1:
        yield from _several(with_link, reading)
        return
    link = with_link.links[0]
    if len(blocks) == 1 and with_link.link_chars >= len(
        with_link.text.replace(" ", "")
    ):
        yield Teaser(url=_address(link, reading), headline=with_link.text)
        return
    lines = [b for b in blocks[:_MOST_LINES] if b is not with_link]
    rest = " ".join([b.text for b in lines])
    own = _link_text(with_link.links[0]) if _covers(with_link) else with_link.text
    if len(with_link.links) == 1 and own != with_link.text:
        rest = f"{with_link.text.replace(own, ' ', 1)} {rest}"
    summary = next(
        (t for b in lines if (t := _without_facts(b.text)) and _reads_on(t)), None
    )
    yield Teaser(
        url=_address(link, reading),
        headline=own,
        summary=summary,
        date=_day(rest),
        reads=_reads(rest),
    )


def _several(block: Block, reading: Reading) -> Iterator[Teaser]:
    """One line with several links: each is a teaser of its own."""
    for link in block.links:
        text = _link_text(link)
        if len(text) > _SUMMARY_AT_LEAST / 2:
            yield Teaser(url=_address(link, reading), headline=text)


def _address(link: Element, reading: Reading) -> str | None:
    return absolute(reading.page.url, link.get("href") or "")


def _covers(block: Block) -> bool:
    """Whether the link's own text is part of this line, rather than of several."""
    return _link_text(block.links[0]) in block.text


def _link_text(link: Element) -> str:
    return " ".join("".join(map(str, link.itertext())).split())


def _without_facts(text: str) -> str:
    """A line without the date and the reads that it ends on."""
    for stamp in reversed(dates.find(text)):
        text = _LABEL.sub("", text[: stamp.start].rstrip()) + text[stamp.end :]
    return _READS.sub("", text).strip(" |·・-—[]【】()（）")


def _reads_on(text: str) -> bool:
    return len(text) >= _SUMMARY_AT_LEAST


def _day(text: str) -> date | None:
    stamp = dates.read(text)
    return stamp.moment.date() if stamp else None


def _reads(text: str) -> int | None:
    match = _READS.search(text)
    if match is None:
        return None
    number = int((match["a"] or match["b"]).replace(",", ""))
    return number * 10_000 if match["wan"] else number
