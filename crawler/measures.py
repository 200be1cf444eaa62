"""What can be measured of each block: the evidence that roles are told from.

Sizes count a Latin letter as half a Chinese character, since it takes half the
room and tells about half as much. All that depends on a neighbourhood is summed
once over the tree, so the whole takes time linear in the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crawler.blocks import Block, Node, Outline
from crawler.text import marks

# What class and id words say of an element. A word found anywhere counts, or only
# at a word's beginning, or only whole: "nav" is none in "unavailable".
_OF_ARTICLE, _OF_SURROUNDINGS, _OF_PICTURE = 1, 2, 4
COMMENTS, FOOT, NAVIGATION, SUMMARY = 8, 16, 32, 64
_REGIONS = (COMMENTS, FOOT, NAVIGATION, SUMMARY)

_ANYWHERE = {
    _OF_ARTICLE: "article content zhengwen trs_ editor artibody richtext neirong",
    _OF_PICTURE: "caption desc pic img image photo figure tushuo",
    _OF_SURROUNDINGS: "newsletter sidebar recommend relat tuijian xiangguan xgyd popular "
    "sharing advert sponsor subscri paihang download qrcode erweima ewm author-bio "
    "authorbio author-box authorbox cookie modal popup taboola outbrain",
    _OF_SURROUNDINGS
    | COMMENTS: "comment disqus pinglun reply replies guestbook liuyan gentie",
    _OF_SURROUNDINGS
    | FOOT: "foot copyright copy-right disclaimer mianze banquan beian "
    "icp bottom-bar bottombar bottom-nav bottomnav bottom-info",
    _OF_SURROUNDINGS | NAVIGATION: "breadcrumb toolbar navi",
    NAVIGATION: "submenu sub-menu weizhi dangqian",
    SUMMARY: "summary abstract zhaiyao digest daodu lead-in leadin",
}
_AT_BEGINNING = {_OF_ARTICLE: "body text main post entry story detail txt news"}
_AT_END = {_OF_SURROUNDINGS: "side", SUMMARY: "intro introduction"}
_WHOLE = {
    _OF_ARTICLE: "zw",
    _OF_SURROUNDINGS: "hot rank ad ads tag tags share social aside widget next prev more "
    "rela promo banner login top head header",
    _OF_SURROUNDINGS | NAVIGATION: "nav menu crumb crumbs pager tool tools",
    NAVIGATION: "path position location page pages pagenav page-nav",
}


def _words(
    kinds: dict[int, str], before: str = "", after: str = ""
) -> tuple[dict[str, int], str]:
    """What each word says, and a pattern of all, the longest first."""
    said = {word: says for says, words in kinds.items() for word in words.split()}
    longest_first = sorted(said, key=lambda word: (-len(word), word))
    return said, f"{before}(?:{'|'.join(longest_first)}){after}"


_SAID: dict[str, int] = {}
_PATTERNS = []
for _kinds, _before, _after in (
    (_ANYWHERE, "", ""),
    (_WHOLE, "(?<![a-z0-9])", "(?![a-z])"),
    (_AT_BEGINNING, "(?<![a-z0-9])", ""),
    (_AT_END, "", "(?![a-z0-9])"),
):
    _said, _pattern = _words(_kinds, _before, _after)
    _SAID |= _said
    _PATTERNS.append(_pattern)
_HINTS = re.compile("|".join(_PATTERNS))

# Characters of class and id that tell; what follows is style: "flex items-center".
_TELLING = 64

_MAIN_TAGS = frozenset({"article", "main"})
_ASIDE_TAGS = frozenset(
    {"aside", "nav", "footer", "header", "form", "button", "select", "option"}
)
_LIST_TAGS = frozenset({"li", "dl", "dd", "ul", "ol"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TAG_CODES = {
    "p": 1.0,
    "div": 2.0,
    "td": 3.0,
    "li": 4.0,
    "section": 5.0,
    "article": 6.0,
    "figcaption": 7.0,
    "blockquote": 8.0,
    "pre": 9.0,
    "dd": 10.0,
    "span": 11.0,
    "body": 12.0,
} | dict.fromkeys(HEADINGS, 13.0)

_ANY_REGION = COMMENTS | FOOT | NAVIGATION | SUMMARY
_REGION_TAGS = {"footer": FOOT, "nav": NAVIGATION}
_FIGURE_TAGS = frozenset({"figure", "figcaption"})

_STOP = re.compile(r"[。！？；…!?;]|\.(?:\s|$)")
_COMMA = re.compile(r"[，、：,]")
_ENDS = tuple('。！？!?.…”」』’"）)')
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NOT_PLAIN = re.compile(r"[\W_]+")

# Size. A longer block is read for marks at its two ends alone.
_READ_WHOLE = 70

# Size. Shorter text is no prose, whatever its marks; titles lie between the next
# two; headings over lists of links are shorter than the last.
_SHORTEST_PROSE = 6
_SHORTEST_TITLE = 2
_LONGEST_TITLE = 90
_LONGEST_HEADING = 30

# Shares. Text linked this much is no prose; is hardly anything but links.
_LINKED = 0.5
_MOSTLY_LINKED = 0.8

# A link shorter than this size, in a node with less than this share of the page's
# prose, is no body: of 80,900 such blocks 26 in 1,000 were (882 pages, 2026-11).
_SHORT_LINK = 30
_SOME_PROSE = 0.3

# Size of prose that is shown; on a page with more of it, hidden text is no body.
_ENOUGH_SHOWN = 200.0

# Blocks below the headline among which the first date is looked for.
_DATE_WITHIN = 60

# Likeness above which a block may be the headline.
_ALIKE = 0.6

# Characters at a block's beginning of which a title must hold one, to be compared.
_FIRST_LETTERS = 4

# Chances. A block adds to its container above the first; marks where the body
# begins and ends above the second.
_WORTH = 0.4
_LIKELY = 0.6

# Share of the page's best chance below which a second look is not worth its time.
_HOPELESS = 0.02

FIRST = tuple(
    "size link bold ends tag hidden depth in_main in_aside aside_tags "
    "in_list in_caption place likeness picture latin node_size node_blocks parent_prose "
    "parent_share parent_link parent_blocks parent_stops grand_prose grand_link grand_mean "
    "node_prose kin_count kin_share kin_mean kin_link kin_prose from_headline "
    "from_date above_headline prose_total blocks han relative_size relative_prose line caption "
    "related_above size_after link_before link_after".split()
)
"""Names of the first stage's measures: a block and its surroundings."""

SECOND = tuple(
    "p p_relative p_before p_after p_before3 p_after3 kin_p kin_part siblings_p parent_part "
    "parent_mean_p in_best from_first to_last between p_max p_total".split()
)
"""Names of the second stage's own measures: what the first stage said around a block."""


def size(text: str) -> float:
    """Return the length of ``text``, a Latin letter counting half.

    >>> size("净文 ok")
    3.5
    """
    characters = len(text)
    if text.isascii():
        return characters / 2
    return (characters + (len(text.encode("utf-8", "replace")) - characters) / 2) / 2


def plain(text: str) -> str:
    """Return ``text`` as it is compared: width folded, letters and digits alone."""
    return _NOT_PLAIN.sub("", unicodedata.normalize("NFKC", text)).lower()


def likeness(text: str, title: str) -> float:
    """Return how much of ``text`` stands in ``title``, 0 to 1; both plain."""
    if not text or not title:
        return 0.0
    if text in title:
        return 1.0
    if title in text:
        return len(title) / len(text)
    grams = {text[i : i + 2] for i in range(len(text) - 1)}
    return sum(gram in title for gram in grams) / len(grams) if grams else 0.0


@dataclass(frozen=True, slots=True)
class Measures:
    """The evidence on one page."""

    rows: tuple[tuple[float, ...] | None, ...]
    """A row a block, in the order of ``FIRST``; ``None`` where there is nothing to
    ask: a short link among links, hidden text beside enough that is shown."""

    sizes: tuple[float, ...]
    kin: tuple[int, ...]
    """Blocks of one number stand in the same tags and classes, all the way up."""

    lines: tuple[str | None, ...]
    """What each block is by its wording (``marks.line``), if it is a short line of
    text rather than of links."""

    regions: tuple[int, ...]
    """A node each: ``COMMENTS``, ``FOOT``, ... as the nearest class or tag says."""

    node_blocks: tuple[float, ...]
    """Of each node the number of blocks in it and below."""

    node_sizes: tuple[float, ...]
    """Of each node the size of all text in it and below."""

    headline: int
    """Index of the block most like the page's title; -1 where none is."""

    titles: tuple[str, ...]
    """What the page's head calls it, plain."""


@dataclass(frozen=True, slots=True)
class _Regions:
    """What each node inherits from the nodes around it; a list entry a node."""

    in_main: list[int]
    in_aside: list[int]
    aside_tags: list[int]
    in_list: list[int]
    in_caption: list[int]
    region: list[int]
    kin: list[int]


def measure(outline: Outline, titles: Sequence[str]) -> Measures:
    """Return the first stage's measures; ``titles`` are what the head calls the page."""
    return _Sheet(outline, tuple(filter(None, map(plain, titles)))).measures()


class _Sheet:
    """One page's columns while they are filled."""

    def __init__(self, outline: Outline, titles: tuple[str, ...]) -> None:
        self.outline = outline
        self.titles = titles
        self.title_letters = frozenset("".join(titles))
        self.regions = _regions(outline.nodes)
        self.sizes: list[float] = []
        self.links: list[float] = []
        self.stops: list[int] = []
        self.prose: list[float] = []
        self.lines: list[str | None] = []
        self.likenesses: list[float] = []
        for block in outline.blocks:
            self._weigh(block)
        self.headline = self._headline()
        self.all_count: list[float] = []
        self.all_size: list[float] = []

    def measures(self) -> Measures:
        return Measures(
            rows=tuple(self._rows()),
            node_blocks=tuple(self.all_count),
            node_sizes=tuple(self.all_size),
            sizes=tuple(self.sizes),
            kin=tuple(
                [self.regions.kin[block.node.index] for block in self.outline.blocks]
            ),
            lines=tuple(self.lines),
            regions=tuple(self.regions.region),
            headline=self.headline,
            titles=self.titles,
        )

    def _weigh(self, block: Block) -> None:
        """Fill the columns that need the block alone."""
        text = block.text
        room = size(text)
        link = min(1.0, block.link_chars / len(text))
        stops, prose, title_like, line = 0, 0.0, 0.0, None
        if link < _MOSTLY_LINKED and not text.isascii():
            line = marks.line(text)
        if link < _LINKED:
            if room > _SHORTEST_PROSE:
                stops = len(_STOP.findall(text))
                if (stops or _COMMA.search(text)) and not block.node.hidden:
                    prose = room * (1 - link)
            if _SHORTEST_TITLE < room < _LONGEST_TITLE:
                title_like = self._likeness(block)
        self.sizes.append(room)
        self.links.append(link)
        self.stops.append(stops)
        self.prose.append(prose)
        self.likenesses.append(title_like)
        self.lines.append(line)

    def _likeness(self, block: Block) -> float:
        """Likeness to the title; loosely only where markup says that it is a heading."""
        if self.title_letters.isdisjoint(block.text[:_FIRST_LETTERS].lower()):
            return 0.0
        own = plain(block.text)
        if not own:
            return 0.0
        loose = block.node.tag in HEADINGS or 2 * block.bold_chars > len(own)
        best = 0.0
        for title in self.titles:
            alike = loose and len(title) < 3 * len(own) < 6 * len(title)
            if alike or own in title or title in own:
                best = max(best, likeness(own, title))
        return best

    def _headline(self) -> int:
        """The block most like the title: a heading before others, shown before hidden."""
        best, best_score = -1, 0.0
        shortest = min(map(len, self.titles), default=0) * 0.6 or 1
        for block, like in zip(self.outline.blocks, self.likenesses, strict=True):
            if like <= _ALIKE:
                continue
            node = block.node
            score = like * min(1.0, len(block.text) / shortest)
            score += 0.15 * (node.tag in HEADINGS) + 0.1 * (node.tag == "h1")
            score -= 0.3 * node.hidden + 0.2 * (self.links[block.index] > _LINKED)
            score -= 0.3 * (marks.tools(block.text) and len(block.links) > 1)
            if score > best_score:
                best, best_score = block.index, score
        return best

    def _sums(self, *columns: Sequence[float]) -> list[list[float]]:
        """Each column's sum over every node's own blocks."""
        nodes = [block.node.index for block in self.outline.blocks]
        sums = []
        for column in columns:
            own = [0.0] * len(self.outline.nodes)
            for node, value in zip(nodes, column, strict=True):
                own[node] += value
            sums.append(own)
        return sums

    def _kin(self) -> dict[int, tuple[int, float, float, float]]:
        """Of the blocks of each kind: number, size, size in links, prose."""
        sums: dict[int, tuple[int, float, float, float]] = {}
        for index, block in enumerate(self.outline.blocks):
            kin = self.regions.kin[block.node.index]
            number, room, linked, prose = sums.get(kin, (0, 0.0, 0.0, 0.0))
            room_here = self.sizes[index]
            sums[kin] = (
                number + 1,
                room + room_here,
                linked + room_here * self.links[index],
                prose + self.prose[index],
            )
        return sums

    def _first_date(self) -> int:
        """Index of the first block below the headline that prints a date; -1 if none."""
        start = self.headline + 1
        for block in self.outline.blocks[start : start + _DATE_WITHIN]:
            short = self.sizes[block.index] < _READ_WHOLE
            if short and not block.node.hidden and marks.dated(block.text):
                return block.index
        return -1

    def _steps(self) -> list[float]:
        """For each node the steps from the headline up to the first that holds both.

        -1 where there is no headline, 20 where nothing holds both.
        """
        parents = self.outline.parents
        if self.headline < 0:
            return [-1.0] * len(parents)
        own: dict[int, float] = {}
        at = self.outline.blocks[self.headline].node.index
        while at >= 0:
            own[at] = float(len(own))
            at = parents[at]
        steps = [20.0] * len(parents)
        for index, parent in enumerate(parents):
            known = own.get(index)
            steps[index] = (
                steps[parent] if known is None and parent >= 0 else known or 0.0
            )
        return steps

    def _rows(self) -> Iterator[tuple[float, ...] | None]:
        blocks, nodes = self.outline.blocks, self.outline.nodes
        sizes, links, stops, prose = self.sizes, self.links, self.stops, self.prose
        in_region = self.regions
        count = len(blocks)
        linked = [a * b for a, b in zip(sizes, links, strict=True)]
        sums = self._sums(sizes, [1.0] * count, linked, stops, prose)
        own_size, own_count = sums[0], sums[1]
        climbed = climb(self.outline.parents, *sums)
        all_size, all_count, all_link, all_stops, all_prose = climbed
        self.all_size, self.all_count = all_size, all_count
        total = max(1.0, sum(sizes))
        prose_total = max(1.0, sum(prose))
        largest = max(
            (a for a, b in zip(sizes, links, strict=True) if b < _LINKED), default=1
        )
        most_prose = max(1.0, *prose, 1.0)
        kin_sums = self._kin()
        pictures = {picture.before for picture in self.outline.pictures}
        steps = self._steps()
        first_date = self._first_date()
        letters = sum(len(block.text) for block in blocks)
        han = 2 * sum(sizes) / letters - 1 if letters else 0.0
        related_above = 0
        for index, block in enumerate(blocks):
            node, text, room, link = block.node, block.text, sizes[index], links[index]
            at = node.index
            parent = max(node.parent, 0)
            if (node.hidden and prose_total > _ENOUGH_SHOWN) or (
                link > _MOSTLY_LINKED
                and room < _SHORT_LINK
                and all_prose[parent] < _SOME_PROSE * prose_total
            ):
                yield None
                continue
            grand = max(nodes[parent].parent, 0)
            kin_count, kin_size, kin_link, kin_prose = kin_sums[in_region.kin[at]]
            caption = related = False
            if link < _MOSTLY_LINKED and not text.isascii():
                caption = marks.caption(text if room < _READ_WHOLE else text[-36:])
            if room < _LONGEST_HEADING:
                related = marks.related(text)
            if index <= self.headline:
                related_above = 0
            yield (
                min(room, 400.0),
                link,
                min(1.0, block.bold_chars / len(text)),
                text.endswith(_ENDS),
                _TAG_CODES.get(node.tag, 0.0),
                node.hidden,
                node.depth,
                in_region.in_main[at],
                in_region.in_aside[at],
                in_region.aside_tags[at],
                in_region.in_list[at],
                in_region.in_caption[at],
                index / count,
                self.likenesses[index],
                index in pictures,
                2 - 2 * room / len(text),
                own_size[at],
                own_count[at],
                all_prose[parent] / prose_total,
                all_size[parent] / total,
                all_link[parent] / max(1.0, all_size[parent]),
                all_count[parent],
                all_stops[parent],
                all_prose[grand] / prose_total,
                all_link[grand] / max(1.0, all_size[grand]),
                all_size[grand] / max(1.0, all_count[grand]),
                all_prose[at] / prose_total,
                kin_count,
                kin_size / total,
                kin_size / kin_count,
                kin_link / max(1.0, kin_size),
                kin_prose / prose_total,
                index - self.headline if self.headline >= 0 else -99.0,
                index - first_date if first_date >= 0 else -99.0,
                steps[at],
                prose_total,
                count,
                han,
                room / largest if largest else 0.0,
                prose[index] / most_prose,
                self.lines[index] is not None,
                caption,
                related_above,
                min(sizes[index + 1], 300.0) if index + 1 < count else -1.0,
                links[index - 1] if index else -1.0,
                links[index + 1] if index + 1 < count else -1.0,
            )
            related_above += related


def again(
    outline: Outline, measures: Measures, chances: Sequence[float]
) -> list[tuple[float, ...] | None]:
    """Return the second stage's measures: those of ``FIRST``, then of ``SECOND``.

    ``chances`` are the first stage's: how likely each block is body, 0 to 1.
    """
    blocks, nodes, sizes = outline.blocks, outline.nodes, measures.sizes
    count = len(blocks)
    body = [0.0] * len(nodes)
    room = [0.0] * len(nodes)
    gain = [0.0] * len(nodes)
    for block, chance, own in zip(blocks, chances, sizes, strict=True):
        at = block.node.index
        body[at] += chance * own
        room[at] += own
        gain[at] += (chance - _WORTH) * own
    body, room, gain = climb(outline.parents, body, room, gain)
    total = max(
        1e-6, sum(chance * own for chance, own in zip(chances, sizes, strict=True))
    )
    inside = _below(gain.index(max(gain)), outline.parents) if nodes else []
    likely = [
        block.index
        for block in blocks
        if chances[block.index] > _LIKELY and inside[block.node.index]
    ]
    first, last = (likely[0], likely[-1]) if likely else (-1, -1)
    by_kin = _means(measures.kin, chances, sizes)
    by_parent = _means([block.node.parent for block in blocks], chances, sizes)
    best = max(chances, default=0.0)
    rows: list[tuple[float, ...] | None] = []
    for index, block in enumerate(blocks):
        chance = chances[index]
        row = measures.rows[index]
        if row is None or chance < _HOPELESS * best:
            rows.append(None)
            continue
        parent = block.node.parent
        kin_number, kin_sum, kin_body = by_kin[measures.kin[index]]
        sibling_number, sibling_sum, _ = by_parent[parent]
        before, after = (
            chances[max(0, index - 3) : index],
            chances[index + 1 : index + 4],
        )
        rows.append(
            (
                *row,
                chance,
                chance / max(best, 1e-6),
                chances[index - 1] if index else -1.0,
                chances[index + 1] if index + 1 < count else -1.0,
                sum(before) / len(before) if before else -1.0,
                sum(after) / len(after) if after else -1.0,
                (kin_sum - chance) / (kin_number - 1) if kin_number > 1 else -1.0,
                kin_body / total,
                (sibling_sum - chance) / (sibling_number - 1)
                if sibling_number > 1
                else -1.0,
                body[parent] / total if parent >= 0 else 1.0,
                body[parent] / max(1.0, room[parent]) if parent >= 0 else 0.0,
                inside[block.node.index],
                index - first if first >= 0 else -99.0,
                last - index if last >= 0 else -99.0,
                first <= index <= last,
                best,
                total,
            )
        )
    return rows


def climb(parents: Sequence[int], *columns: Sequence[float]) -> list[list[float]]:
    """Return each column's sum over every node and all below it.

    ``parents`` is the outline's; a column has a number a node, its own.
    """
    sums = [list(column) for column in columns]
    for index in range(len(parents) - 1, 0, -1):  # children stand behind parents
        parent = parents[index]
        if parent >= 0:
            for column in sums:
                column[parent] += column[index]
    return sums


def _below(top: int, parents: Sequence[int]) -> list[bool]:
    """Whether each node is ``top`` or lies below it."""
    inside = [False] * len(parents)
    inside[top] = True
    for index in range(top + 1, len(parents)):
        parent = parents[index]
        inside[index] = parent >= 0 and inside[parent]
    return inside


def _means(
    keys: Sequence[int], chances: Sequence[float], sizes: Sequence[float]
) -> dict[int, tuple[int, float, float]]:
    """Of the blocks of each key: number, chances, chances times size."""
    sums: dict[int, tuple[int, float, float]] = {}
    for key, chance, own in zip(keys, chances, sizes, strict=True):
        number, chance_sum, body = sums.get(key, (0, 0.0, 0.0))
        sums[key] = (number + 1, chance_sum + chance, body + chance * own)
    return sums


def _regions(nodes: Sequence[Node]) -> _Regions:
    count = len(nodes)
    in_main, in_aside, aside_tags = [0] * count, [0] * count, [0] * count
    in_list, in_caption, region, kin = (
        [0] * count,
        [0] * count,
        [0] * count,
        [0] * count,
    )
    numbers: dict[tuple[int, str, str], int] = {}
    for at, up, _, tag, _, hint, _ in nodes:
        says, name = _read_hint(hint) if hint else (0, "")
        main = bool(says & _OF_ARTICLE) or tag in _MAIN_TAGS
        aside = bool(says & _OF_SURROUNDINGS)
        caption = bool(says & _OF_PICTURE) or tag in _FIGURE_TAGS
        own_region = says & _ANY_REGION or _REGION_TAGS.get(tag, 0)
        if up >= 0:
            in_main[at] = in_main[up] + main
            in_aside[at] = in_aside[up] + aside
            aside_tags[at] = aside_tags[up] + (tag in _ASIDE_TAGS)
            in_list[at] = in_list[up] + (tag in _LIST_TAGS)
            in_caption[at] = in_caption[up] or caption
            region[at] = own_region or region[up]
            key = (kin[up], tag, name)
        else:
            in_main[at], in_aside[at], region[at] = main, aside, own_region
            key = (-1, tag, name)
        number = numbers.get(key)
        if number is None:
            number = numbers[key] = len(numbers)
        kin[at] = number
    return _Regions(in_main, in_aside, aside_tags, in_list, in_caption, region, kin)


@lru_cache(maxsize=20_000)
def _read_hint(hint: str) -> tuple[int, str]:
    """What class and id say of an element, with one region at most; and its name.

    The name is the first class without its number. Remembered, since an outlet's
    pages use the same few hundred over and over.
    """
    says = 0
    for word in _HINTS.findall(hint[:_TELLING].lower()):
        says |= _SAID[word]
    region = next((region for region in _REGIONS if says & region), 0)
    says = says & ~_ANY_REGION | region
    return says, hint.partition(" ")[0].rstrip("0123456789")
