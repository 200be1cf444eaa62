"""What a title is made of: a headline, a section's name, an outlet's.

A title says what page it is, or whose, or both.
"""

from __future__ import annotations

import re

from crawler.fields.sources import Reading
from crawler.text.outlets import is_outlet
from crawler.text.similarity import likeness, plain

# Between a headline and the outlet's name in a title: 标题--时政--人民网. A single
# hyphen also joins words (中国-东盟), so it parts only with spaces around it, or
# with a last part that another source does not have.
_PARTS = re.compile(r"\s*(?:--+|_+|\||｜|丨|–|—(?!—)|\s-\s|«|»|·\s)\s*")

NAME_PARTS = re.compile(rf"{_PARTS.pattern}|\s*-\s*(?=\S)")
"""The same, and any hyphen: where names alone are looked for."""

LONGEST_TITLE = 500
"""Characters. A title with more never ended: it holds the page."""

KIND_OF_PAGE = re.compile(
    r"(?:新[闻聞]|文章|[资資][讯訊]|信息|[内內]容)?(?:正文|[详詳]情|[内內]容|[详詳][细細]|[浏瀏][览覽]|[阅閱][读讀]|[显顯]示)(?:[页頁]面?)?"
    r"|[无無][标標][题題](?:文[档檔]|[页頁])?|(?i:untitled(?: document| page)?|new page \d+|document)"
)
"""What a template calls each of its pages."""

# Characters of a section's name before the outlet's.
_SECTION = 6

# Likeness of a title's first part to its longest, above which it is the headline.
_ALIKE = 0.75

LONGEST = 120
"""Characters. A headline has no more; a longer one is a sentence of the body."""


def is_no_headline(title: str) -> bool:
    """Say whether a title only says whose page it is, or what kind of page."""
    return is_outlet(title) or KIND_OF_PAGE.fullmatch(title) is not None


def within_length(text: str | None) -> str | None:
    """Return a text that may be a headline by its length, or ``None``."""
    return text if text and len(text) <= LONGEST else None


def without_names(title: str) -> str:
    """A line without an outlet's name behind it, and what stands around that.

    >>> without_names("渡口的灯_教育_江口网"), without_names("视频丨渡口的灯")
    ('渡口的灯', '视频丨渡口的灯')
    """
    parts = list(NAME_PARTS.finditer(title))
    named = (n for n, part in enumerate(parts) if _is_named(title[part.end() :]))
    number = next(named, -1)
    if number < 0:
        return title
    while number and parts[number].start() - parts[number - 1].end() <= _SECTION:
        number -= 1
    return title[: parts[number].start()]


def _is_named(text: str) -> bool:
    return is_outlet(text.partition(" ")[0])


def without_outlet(title: str | None, reading: Reading) -> str | None:
    """A title's own part: the one that the page's headings know, or else the first."""
    if not title or len(title) > LONGEST_TITLE:
        return None
    parts = [part for part in _PARTS.split(title) if part]
    if len(parts) < 2:  # noqa: PLR2004
        return _without_known_name(title, reading)
    known = [plain(b.text) for b in reading.zones.blocks[: reading.zones.span[0] + 1]]
    for end in range(len(parts), 0, -1):
        candidate = plain("".join(parts[:end]))
        if any(candidate == text for text in known):
            return title[: title.rfind(parts[end - 1]) + len(parts[end - 1])]
    longest = max(parts, key=len)
    return parts[0] if likeness(plain(parts[0]), plain(longest)) > _ALIKE else longest


def _without_known_name(title: str, reading: Reading) -> str | None:
    """The title without a last ``-name`` where the name is the outlet's own."""
    front, mark, name = title.rpartition("-")
    own = (reading.outlet_name, reading.head.meta("og:site_name", "application-name"))
    if mark and front and name.strip() in own:
        return front.strip()
    return within_length(title)
