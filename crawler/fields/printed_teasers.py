"""Teasers of a flat page, which has no links: told by the order of their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.fields.sources import Reading
from crawler.flat.measures import bare
from crawler.items import Teaser
from crawler.roles import Role
from crawler.text.facts import DIGIT, day_in, parted, reads_in, trimmed
from crawler.text.similarity import size

# Characters of a headline, and of a line under it that is more than facts.
_HEADLINE_AT_LEAST = 4
_SUMMARY_AT_LEAST = 8

# Size. A longer line is an article's first lines, as is one that was cut off.
_LONGEST_HEADLINE = 46.0
_CUT = re.compile(r"(?:\.{3}|…)\W*$")


def printed_headlines(reading: Reading) -> tuple[Teaser, ...]:
    """Each headline among the teasers' lines, with what stands under it."""
    return tuple(dict.fromkeys(_read(reading)))


def _read(reading: Reading) -> Iterator[Teaser]:
    headline: str | None = None
    summary: str | None = None
    facts, after = "", -1
    for block in reading.zones.of(Role.TEASER):
        prose, rest = parted(bare(block.text))
        is_summary = size(prose) > _LONGEST_HEADLINE or _CUT.search(prose)
        goes_on = headline is not None and block.index == after
        is_fact = len(prose) < (_SUMMARY_AT_LEAST if rest else _HEADLINE_AT_LEAST)
        if goes_on and (is_summary or is_fact):
            if is_summary:
                summary = summary or prose
            facts = f"{facts} {rest if is_summary else block.text}"
        else:
            yield from _teaser(headline, summary, facts, reading)
            headline, summary = (None, prose) if is_summary else (prose, None)
            facts = rest
        after = block.index + 1
    yield from _teaser(headline, summary, facts, reading)


def _teaser(
    headline: str | None, summary: str | None, facts: str, reading: Reading
) -> Iterator[Teaser]:
    if headline is None or len(headline := trimmed(headline)) < _HEADLINE_AT_LEAST:
        return
    told = DIGIT.search(facts)
    yield Teaser(
        headline=headline,
        summary=summary,
        date=day_in(facts, now=reading.now) if told else None,
        reads=reads_in(facts) if told else None,
    )
