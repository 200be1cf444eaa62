"""标题: the article's own title, and the lines that stand over and under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from crawler.blocks import Block
from crawler.fields.sources import Found, Reading, first
from crawler.flat.measures import bare
from crawler.hints import HEADINGS
from crawler.kinds import is_section
from crawler.roles import Role
from crawler.text import marks
from crawler.text.outlets import is_outlet
from crawler.text.similarity import likeness, plain

# Between a headline and the outlet's name in a title: 标题--时政--人民网. A single
# hyphen also joins words (中国-东盟), so it parts only with spaces around it, or
# with a last part that another source does not have.
_PARTS = re.compile(r"\s*(?:--+|_+|\||｜|丨|–|—(?!—)|\s-\s|«|»|·\s)\s*")

_HAN = re.compile(r"[\u3400-\u9fff]")

# Share of the title that a heading must account for to be believed.
_ALIKE = 0.75

# Size. A title is shorter than this; a longer one is a sentence of the body.
_LONGEST = 120

# Characters. A title with more never ended: it holds the page.
_LONGEST_TITLE = 500

# Characters of what an outlet calls itself; what a template calls each of its pages.
_LONGEST_NAME = 12
_KIND_OF_PAGE = re.compile(
    r"(?:新[闻聞]|文章|[资資][讯訊]|信息|[内內]容)?(?:正文|[详詳]情|[内內]容|[详詳][细細]|[浏瀏][览覽]|[阅閱][读讀]|[显顯]示)(?:[页頁]面?)?"
    r"|[无無][标標][题題](?:文[档檔]|[页頁])?|(?i:untitled(?: document| page)?|new page \d+|document)"
)

# Lines of one headline, broken by ``br``.
_LINES = 3

# What a page sets behind a heading, in the same element.
_LABEL = re.compile(
    r"(?:原[创創]|[转轉][载載]|置[顶頂]|[独獨]家|推[荐薦]|精[华華]|首[发發])$"
)

# Blocks above the body within which a heading over a byline stands.
_NEAR = 4

# Blocks above the body among which a page without title has its heading.
_ABOVE = 15

# Blocks above the body among which one under a site's name is looked for first.
_RIGHT_ABOVE = 6
_HEADING_HINT = re.compile(
    r"title|heading|headline|biaoti|timu|(?:^|\W)(?:bt|tit)(?:\W|$)|(?:^|\W)font0?1(?:\W|$)",
    re.IGNORECASE,
)


def headline(reading: Reading) -> Found[str] | None:
    """Return the headline and where it was found, or ``None``."""
    if reading.page.flat:
        return first(reading, likely_line)
    return first(
        reading,
        heading_over_byline,
        heading_under_name,
        heading,
        only_h1,
        whole_of_cut_title,
        open_graph,
        linked_data,
        title_tag,
        likely_heading,
        first_heading,
        whole_title,
    )


def alternative_headline(reading: Reading) -> Found[str] | None:
    """Return the shoulder or second headline beside the headline, or ``None``."""
    return first(reading, beside_heading)


def heading_over_byline(reading: Reading) -> str | None:
    """The heading right over a dated line, where what is like the title is no headline.

    A title that is the outlet's name is repeated in the page's foot.
    """
    zones = reading.zones
    start = zones.span[0]
    if not zones.body or zones.measures.headline <= zones.span[1]:
        return None
    for block in zones.blocks[max(1, start - _NEAR) : start]:
        over = zones.blocks[block.index - 1]
        if over.node.tag in HEADINGS and not over.links and marks.dated(block.text):
            return _within_length(over.text)
    return None


def heading_under_name(reading: Reading) -> str | None:
    """What is marked up above the body as a heading, where the title is no headline.

    It says whose page it is, or what kind of page, as the logo in the page's head does.
    """
    if not _is_titled_by_name(reading):
        return None
    start = reading.zones.span[0]
    above = reading.zones.blocks[max(0, start - _ABOVE) : max(0, start)]
    for near in (above[-_RIGHT_ABOVE:], above):
        ranked = [(rank, block) for block in near if (rank := _rank(reading, block))]
        if ranked:
            best = max(rank for rank, _ in ranked)
            found = next(block for rank, block in reversed(ranked) if rank == best)
            return _whole(found, above)
    return _alone_over_byline(reading, above)


def _whole(found: Block, blocks: Sequence[Block]) -> str | None:
    """The text of a block, and of the others that are lines of the same heading."""
    if found.node.tag not in HEADINGS:
        return found.text
    lines = [block.text for block in blocks if block.node.index == found.node.index]
    return _within_length(" ".join(lines[:_LINES]))


def _is_titled_by_name(reading: Reading) -> bool:
    """Whether all that the head calls the page is the name of a site, section or kind.

    A headline may read like one (十月数据发布), so a heading near the body that says it,
    too, is believed.
    """
    titles = reading.head.titles
    if not titles or max(map(len, titles)) > _LONGEST_SITE_NAME:
        return False
    names = [
        part
        for title in titles
        for part in _NAME_PARTS.split(_GREETING.sub("", title.strip()))
        if part
    ]
    if all(map(_KIND_OF_PAGE.fullmatch, names)):
        return True
    at = reading.zones.measures.headline
    if at >= 0 and _is_over_body(reading, reading.zones.blocks[at]):
        return False
    return all(map(_is_name, names))


def _is_name(text: str) -> bool:
    if is_section(text) or _ORGANISATION.search(text) or _KIND_OF_PAGE.fullmatch(text):
        return True
    return is_outlet(text)


def _is_over_body(reading: Reading, block: Block) -> bool:
    """Whether a block is no logo's link, and marked up as a heading or over a date."""
    at, blocks = block.index, reading.zones.blocks
    if block.links or reading.zones.span[0] - at > _NEAR:
        return False
    if block.node.tag in HEADINGS or block.bold_chars:
        return True
    if _HEADING_HINT.search(block.node.hint):
        return True
    under = blocks[at + 1 : at + 3]
    return any(len(b.text) <= _LONGEST and marks.dated(b.text) for b in under)


# Characters of a site's name as a title has it, and what may stand around it.
_LONGEST_SITE_NAME = 20
_GREETING = re.compile(
    r"^(?:[欢歡]迎(?:[访訪][问問]|光[临臨]|[来來]到))|[-_ ]*首\s*[页頁]$|[!！]$"
)
_ORGANISATION = re.compile(
    r"(?:[医醫]院|[学學][院校]|[大中小][学學]|政府|委[员員][会會]|[协協][会會]|公司|集[团團]|[局厅廳])$"
)


def _rank(reading: Reading, block: Block) -> int:
    """How much markup says that a block is a heading: 0 for none, or where it is none."""
    node, text = block.node, block.text
    if node.hidden or block.links or not _SHORTEST <= len(text) <= _LONGEST_UNDER_NAME:
        return 0
    if plain(text) in reading.zones.measures.titles or _is_no_headline(text):
        return 0
    role = reading.zones.roles[block.index]
    if role in _NO_HEADING or _is_other(text) or marks.related(text):
        return 0
    if node.tag in HEADINGS:
        return 10 - int(node.tag[1])
    if _HEADING_HINT.search(node.hint) and not _HINT.search(node.hint):
        return 3
    return 2 * _is_loud(block)


def _is_other(text: str) -> bool:
    """Whether a line is a date, buttons, a byline or a second headline behind a dash."""
    told = marks.dated(text) or marks.tools(text) or marks.byline(text)
    return bool(told) or _OTHER_LINE.match(text) is not None


_OTHER_LINE = re.compile(r"[—–-]|本[报報刊网網]|[记記]者|.{1,6}[:：]$|.*[>＞›»]")


def _is_loud(block: Block) -> bool:
    """Whether the block is set large or bold as a whole, as pages without classes do."""
    if block.bold_chars == len(block.text):
        return True
    for element in (block.node.element, *islice(block.node.element, _FEW_ELEMENTS)):
        style = (element.get("style") or "").lower()
        if _BOLD.search(style) or (element.get("size") or "") in _LARGE:
            return True
    return False


_BOLD = re.compile(
    r"font-weight\s*:\s*(?:bold|[6-9]00)|font-size\s*:\s*(?:1[89]|[23]\d)p"
)
_LARGE = frozenset({"4", "5", "6", "7", "+1", "+2", "+3", "+4"})
_FEW_ELEMENTS = 3

# Characters of a headline under a site's name.
_SHORTEST = 4
_LONGEST_UNDER_NAME = 60

_NO_HEADING = frozenset({Role.CAPTION, Role.COMMENT, Role.BODY, Role.HIDDEN})


def _alone_over_byline(reading: Reading, above: Sequence[Block]) -> str | None:
    """The only line that no role is known of, right over the line that is dated."""
    short = [len(block.text) <= _LONGEST_UNDER_NAME for block in above]
    dated = (n for n, b in enumerate(above) if short[n] and marks.dated(b.text))
    end = next(dated, 0)
    found = [
        block.text
        for block in above[max(0, end - _NEAR) : end]
        if reading.zones.roles[block.index] is Role.OTHER
        and not block.links
        and len(block.text) <= _LONGEST_UNDER_NAME
        and not _is_other(block.text)
    ]
    long_enough = len(found) == 1 and len(found[0]) >= _SHORTEST + 2
    return found[0] if long_enough and not _is_no_headline(found[0]) else None


def heading(reading: Reading) -> str | None:
    """The block most like the title, if it is an ``h1`` or stands in the title whole.

    What is only like the title is often a subhead: of 97 such blocks of 791 English
    pages, the title tag was right for 42 and the block for 31 (2026-11).
    """
    found = likely_heading(reading)
    if found is None:
        return None
    if reading.zones.blocks[reading.zones.measures.headline].node.tag == "h1":
        return _without_tags(reading) or _without_label(found, reading)
    own = plain(found)
    if first := _h1_beside(reading):
        return first
    return (
        found if any(own in title for title in reading.zones.measures.titles) else None
    )


# Between headline and outlet alone: —— and a colon stand before a second headline, too.
_SITE_PARTS = re.compile(r"[_|｜«»]|\s-\s|-(?=[^-]{0,20}$)")


def _h1_beside(reading: Reading) -> str | None:
    """The ``h1`` next to a second headline, where one part of the title has both."""
    at, blocks = reading.zones.measures.headline, reading.zones.blocks
    second = plain(blocks[at].text)
    for block in (*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2]):
        if block.node.tag != "h1" or block.node.hidden or block.links:
            continue
        own = plain(block.text)
        for part in _SITE_PARTS.split((reading.head.title or "")[:_LONGEST_TITLE]):
            if plain(part) in {own + second, second + own}:
                return _within_length(block.text)
    return None


def likely_heading(reading: Reading) -> str | None:
    """The block most like the title, with the lines that continue it."""
    at = reading.zones.measures.headline
    if at < 0:
        return None
    blocks, own = reading.zones.blocks, reading.zones.blocks[at].node.index
    texts = [blocks[at].text]
    for block in (
        *blocks[at + 1 : at + _LINES],
        *blocks[max(0, at - _LINES) : at][::-1],
    ):
        if block.node.index != own or len(texts) == _LINES:
            continue
        joined = [*texts, block.text] if block.index > at else [block.text, *texts]
        line = plain("".join(joined))
        if any(line in title for title in reading.zones.measures.titles):
            texts = joined
    return _within_length(_front(" ".join(texts)))


def likely_line(reading: Reading) -> str | None:
    """The likeliest line of a flat page, without bullet, label, day or outlet's name."""
    at = reading.zones.measures.headline
    if at < 0:
        return None
    text = _LINE_LABEL.sub("", bare(reading.zones.blocks[at].text))
    return _within_length(_without_names(_LINE_DAY.sub("", text).strip()))


def _without_names(title: str) -> str:
    """A line without an outlet's name behind it, and what stands around that.

    >>> _without_names("渡口的灯_教育_江口网"), _without_names("视频丨渡口的灯")
    ('渡口的灯', '视频丨渡口的灯')
    """
    parts = list(_NAME_PARTS.finditer(title))
    named = (n for n, part in enumerate(parts) if _is_named(title[part.end() :]))
    number = next(named, -1)
    if number < 0:
        return title
    while number and parts[number].start() - parts[number - 1].end() <= _SECTION:
        number -= 1
    return title[: parts[number].start()]


def _is_named(text: str) -> bool:
    return is_outlet(text.partition(" ")[0])


_NAME_PARTS = re.compile(rf"{_PARTS.pattern}|\s*-\s*(?=\S)")

# Characters of a section's name before the outlet's.
_SECTION = 6


# What a line says before its headline, and the day behind it.
_LINE_LABEL = re.compile(
    r"^\W*(?:正在[阅閱][读讀]|[标標]\s*[题題]|最新消息|[当當]前位置)\s*[:：]?\s*(?=\S{6})"
)
_LINE_DAY = re.compile(
    r"\s+(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?\W*$"
)


def only_h1(reading: Reading) -> str | None:
    """The page's ``h1``, if it has exactly one with text; two say nothing."""
    found = [
        block
        for block in reading.zones.blocks
        if block.node.tag == "h1" and not block.node.hidden
    ]
    if len({block.node.index for block in found}) != 1 or len(found) > _LINES:
        return None
    return _within_length(" ".join([block.text for block in found]))


def whole_of_cut_title(reading: Reading) -> str | None:
    """The line above the body that goes on where the title breaks off: 河口小学的..."""
    front, dots, _ = (reading.head.title or "").replace("…", "...").partition("...")
    opening = plain(front) if dots else ""
    if not _SHORTEST <= len(opening) <= _LONGEST:
        return None
    start = reading.zones.span[0]
    for block in reading.zones.blocks[max(0, start - _ABOVE) : max(0, start)]:
        if len(block.text) <= _LONGEST and not block.node.hidden and not block.links:
            own = plain(block.text)
            if own.startswith(opening) and len(own) > len(opening):
                return block.text
    return None


def open_graph(reading: Reading) -> str | None:
    return _without_outlet(reading.head.meta("og:title"), reading)


def linked_data(reading: Reading) -> str | None:
    return _within_length(reading.head.linked("headline", "name"))


def title_tag(reading: Reading) -> str | None:
    """The title, unless it only says whose page it is, or what kind of page."""
    title = whole_title(reading)
    if title and len(title) <= _LONGEST_NAME and _is_no_headline(title):
        return None
    return title


def whole_title(reading: Reading) -> str | None:
    """The title, whatever it says."""
    return _without_outlet(reading.head.title, reading)


def _is_no_headline(title: str) -> bool:
    return is_outlet(title) or _KIND_OF_PAGE.fullmatch(title) is not None


def first_heading(reading: Reading) -> str | None:
    """The last line above the body that is marked up as a heading."""
    start = reading.zones.span[0]
    above = [
        block
        for block in reading.zones.blocks[max(0, start - _ABOVE) : max(0, start)]
        if (block.node.tag in HEADINGS or _HEADING_HINT.search(block.node.hint))
        and not block.node.hidden
        and not block.links
        and not marks.tools(block.text)
    ]
    return _within_length(above[-1].text) if above else None


def beside_heading(reading: Reading) -> str | None:
    """A line marked up as a heading that stands right over or under the headline."""
    at, blocks = reading.zones.measures.headline, reading.zones.blocks
    if at < 0:
        return None
    for place in (at - 1, at + 1):
        if not 0 <= place < len(blocks):
            continue
        block = blocks[place]
        if (
            reading.zones.roles[place] in _BESIDE
            and _is_marked(block)
            and _stand_together(reading, block, blocks[at])
            and plain(block.text) != plain(blocks[at].text)
        ):
            return block.text
    return None


_BESIDE = frozenset({Role.OTHER, Role.HEADLINE, Role.SUMMARY})
_HINT = re.compile(
    r"sub-?(?:title|head)|futi|jianti|yinti|intro-?title|shoulder|kicker|second-?title",
    re.IGNORECASE,
)


def _is_marked(block: Block) -> bool:
    """Whether a block is a heading by its tag or hint, or by an element in it."""
    node = block.node
    if node.tag in HEADINGS or _HINT.search(node.hint):
        return True
    return any(_HINT.search(str(child.tag)) for child in node.element)


def _stand_together(reading: Reading, one: Block, other: Block) -> bool:
    """Whether two blocks have one element around them, or are cells of rows that do."""
    left, right = one.node, other.node
    if left.tag == right.tag == "td":
        nodes = reading.zones.outline.nodes
        left, right = nodes[left.parent], nodes[right.parent]
    return left.parent == right.parent


def _without_tags(reading: Reading) -> str | None:
    """The heading without a short piece at an end that the title lacks: 独家, 热."""
    parts = reading.zones.blocks[reading.zones.measures.headline].parts
    parts = tuple(filter(None, (part.strip() for part in parts)))
    titles, whole = reading.zones.measures.titles, plain("".join(parts))
    if len(parts) < 2 or any(whole in title for title in titles):  # noqa: PLR2004
        return None
    first = int(len(parts[0]) <= _LONGEST_TAG)
    last = len(parts) - (len(parts[-1]) <= _LONGEST_TAG)
    for start, end in ((0, last), (first, len(parts)), (first, last)):
        own = plain("".join(parts[start:end]))
        most = 2 * len(own) > len(whole) > len(own)
        if most and any(title.startswith(own) for title in titles):
            return _within_length("".join(parts[start:end]))
    return None


# Characters of a tag in a heading.
_LONGEST_TAG = 4


def _without_label(text: str, reading: Reading) -> str:
    """A heading without a label that the title does not have: 原创, 置顶."""
    front = _LABEL.sub("", text).rstrip()
    if front in {text, ""} or plain(text) in reading.zones.measures.titles:
        return text
    titles = reading.zones.measures.titles
    return front if any(plain(front) in title for title in titles) else text


def _front(text: str) -> str:
    """A Latin heading without a shorter name of site or column behind a bar."""
    front, mark, _ = text.partition(" | ")
    shorter = mark and 2 * len(front) > len(text) and not _HAN.search(text)
    return front if shorter else text


def _within_length(text: str | None) -> str | None:
    return text if text and len(text) <= _LONGEST else None


def _without_outlet(title: str | None, reading: Reading) -> str | None:
    """A title's own part: the one that the page's headings know, or else the first."""
    if not title or len(title) > _LONGEST_TITLE:
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
    return _within_length(title)
