"""正文: which blocks are the body, from what a model says and rules know better.

The model (``crawler.forest``) judges each block with its surroundings; it has seen
a few hundred outlets. The rules here are about what it sees too rarely: notices at
the end, pictures' texts, advertisements, further articles, tables and lists that
belong to the text around them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from crawler import forest
from crawler.blocks import Block, Outline
from crawler.captions import Captions
from crawler.measures import (
    COMMENTS,
    FIRST,
    FOOT,
    HEADINGS,
    Measures,
    again,
    climb,
    plain,
)
from crawler.text import dates, marks
from crawler.text.names import has_surname, names

# Chance above which a block is body; where none reaches it, blocks this near to the
# page's best are, if the best is at all likely: flashes are rare in training.
_BODY = 0.5
_NEAR_BEST = 0.6
_LEAST = 0.12

# Chance that is enough for a block among others of its kind that are body, and for
# one that is an item of a list or table among them.
_AMONG_KIN = 0.15
_AMONG_KIN_INSIDE = 0.03
_ITEM = 0.005

# Blocks above the first seed within which others of its kind are looked for.
_BEFORE = 12

# Chance that is enough for a lead over the first paragraph, or a line beside others.
_LEAD = 0.2

# Share of the hidden body's weight that shown body must have to be the body.
_UNCOVERED = 0.1

# Whole lines that are no body, however much they look like it.
_NEVER = frozenset({"editors", "origin", "edition", "scan", "tags", "pager"})

# Paragraphs at the end among which notices are looked for.
_NOTICES = 12

# Share of the headline that lines over the text must repeat to be the headline.
_REPEATED = 0.7

# Size.
_SHORT = 36
_SIGNATURE = 30

# Levels between a table's cell, or a list's item, and what holds the paragraphs.
_ITEM_LEVELS = 5
_ITEM_TAGS = frozenset({"li", "td", "th", "dd", "dt", "p", "span", "div"})
_HOLDER_TAGS = frozenset(
    {"ul", "ol", "dl", "table", "tbody", "thead", "tr", "blockquote", *_ITEM_TAGS}
)
_LIST_OR_TABLE = frozenset({"li", "td", "th", "dd", "dt"})

_ADVERTISEMENT = re.compile(
    r"(?:^|[\W_])(?:ads?|adv|gg|guanggao|promo\w*|sponsor\w*|tuiguang|advert\w*)(?:[\W_\d]|$)"
)
_SUMMARY = re.compile(
    r"^\W*(?:摘\s*要|核心提示|内容提要|導讀|导读|導言|导语|提要|新闻摘要|Abstract|Summary)\W*[:：\]】\s]"
)

# What notices about rights, reprints, risk and apps speak of. Two of them in one
# paragraph at the end make it a notice.
_NOTICE_TOPICS = tuple(
    re.compile(topic)
    for topic in (
        r"[转轉][载載]|[链鏈]接|[转轉][贴貼]",
        r"版[权權]|著作[权權]|知[识識][产產][权權]",
        r"授[权權]|[许許]可|同意",
        r"侵[权權犯]|法律[责責]任",
        r"免[责責]|[声聲]明",
        r"不代表|[观觀][点點]|立[场場]",
        r"投[资資](?:建[议議]|有[风風][险險])|不[构構]成|据此操作",
        r"[邮郵](?:件|箱)|[联聯][系繫絡]|[删刪]除",
        r"原[创創]|独家|[来來]源|注明",
        r"[扫掃](?:[码碼描一])|二[维維][码碼]|公[众眾][号號]|客[户戶]端|APP|App",
        r"[热熱][线線]|[举舉][报報]|[专專][线線]|防治|[咨諮][询詢]",
    )
)
_SPEAKS_OF_ITSELF = re.compile(r"本[文站网網报報刊社公平]|稿件|如[您有發发]|凡")
_TIME_LINE = re.compile(r"[时時][间間]\s*[:：]?\s*\d")
_COLUMN = re.compile(r"[【〖［].{2,12}[】〗］]")
_NOTICE_HEADING = re.compile(r"(?:[声聲]明|公告|提示|[须須]知)\s*[:：]?$")

_LINK = FIRST.index("link")


def chances(
    outline: Outline, measures: Measures, models: Path = forest.MODELS
) -> list[float]:
    """Return how likely each block is body, 0 to 1, as the model has it."""
    first, second = forest.load("body", models)
    firsts = [0.0 if row is None else first(row) for row in measures.rows]
    rows = again(outline, measures, firsts)
    return [0.0 if row is None else second(row) for row in rows]


def body(
    outline: Outline,
    measures: Measures,
    likely: Sequence[float],
    captions: Captions,
) -> set[int]:
    """Return the indices of the blocks that are body; empty where nothing is.

    ``likely`` is how likely each block is body, 0 to 1.
    """
    choice = _Choice(outline, measures, likely, captions)
    chosen = choice.completed(choice.seeds())
    return choice.trimmed(chosen)


class _Choice:
    """One page's body while it is chosen."""

    def __init__(
        self,
        outline: Outline,
        measures: Measures,
        likely: Sequence[float],
        captions: Captions,
    ) -> None:
        self.blocks = outline.blocks
        self.nodes = outline.nodes
        self.measures = measures
        self.likely = likely
        self.captions = captions
        self.shares = self._shares(outline.parents)

    def seeds(self) -> set[int]:
        """The blocks that are body on their own evidence.

        Hidden ones are only where next to nothing that is shown is: pages whose
        script uncovers the text once it has loaded.
        """
        allowed = [
            block
            for block in self.blocks
            if self.likely[block.index] > _LEAST and self._may_be_body(block)
        ]
        shown = [block.index for block in allowed if not block.node.hidden]
        hidden = [block.index for block in allowed if block.node.hidden]
        if self._weight(shown) < _UNCOVERED * self._weight(hidden):
            shown = hidden
        shown = self._without_regions(shown)
        found = {index for index in shown if self.likely[index] > _BODY}
        if found or not shown:
            return found
        best = max(self.likely[index] for index in shown)
        return {index for index in shown if self.likely[index] >= _NEAR_BEST * best}

    def completed(self, seeds: set[int]) -> set[int]:
        """Add what stands among the seeds and is of their kind, or an item of theirs."""
        if not seeds:
            return seeds
        kinds = {(self.measures.kin[i], self.blocks[i].node.parent) for i in seeds}
        parents = {parent for _, parent in kinds}
        holders = self._holders(seeds)
        chosen = set(seeds)
        candidates = list(self._candidates(min(seeds)))
        for _ in range(2):  # the second round fills the span that the first has drawn
            span = range(min(chosen), max(chosen))
            for block in candidates:
                kind = (self.measures.kin[block.index], block.node.parent)
                if kind in kinds or (kind[1] in parents and block.index in span):
                    wanted = self._is_of_kind(block, kind in kinds, span)
                else:
                    enough = block.index in span or self.likely[block.index] > _ITEM
                    below = span.start < block.index
                    wanted = below and enough and self._is_item(block, holders)
                if wanted:
                    chosen.add(block.index)
        return chosen | self._signature(chosen) | self._lead(chosen)

    def _candidates(self, first: int) -> Iterator[Block]:
        """Blocks that are no seeds, and that nothing forbids to be body."""
        for block in self.blocks[max(0, first - _BEFORE) :]:
            index = block.index
            if self.likely[index] > _BODY or block.node.hidden:
                continue
            if self.measures.lines[index] is not None or self._linked(index):
                continue
            if self._may_be_body(block) and not self._is_caption(block):
                yield block

    def _is_of_kind(self, block: Block, alike: bool, span: range) -> bool:  # noqa: FBT001
        """Whether a block beside seeds, or marked up as they are, is likely enough."""
        enough = _LEAD
        if alike:
            enough = _AMONG_KIN_INSIDE if block.index in span else _AMONG_KIN
        return self.likely[block.index] > enough and not self._dated(block)

    def trimmed(self, chosen: set[int]) -> set[int]:
        """Take out what is known to be no body wherever it stands."""
        chosen = self._first_article(chosen)
        weight = self._weight(chosen)
        for index in sorted(chosen):
            block = self.blocks[index]
            if self._is_caption(block) or self._is_advertisement(block, chosen, weight):
                chosen.discard(index)
        chosen = self._without_notices(chosen)
        return self._without_opening(chosen)

    def _shares(self, parents: Sequence[int]) -> list[float]:
        """How much of what is likely body each node holds."""
        own = [0.0] * len(self.nodes)
        for block in self.blocks:
            chance = self.likely[block.index]
            if chance > _LEAST:
                own[block.node.index] += chance * self.measures.sizes[block.index]
        (sums,) = climb(parents, own)
        total = max(1e-6, sum(own))
        return [held / total for held in sums]

    def _weight(self, indices: Iterable[int]) -> float:
        likely, sizes = self.likely, self.measures.sizes
        return sum(likely[i] * sizes[i] for i in indices if likely[i] > _BODY)

    def _may_be_body(self, block: Block) -> bool:
        if block.index == self.measures.headline:
            return False
        return self.measures.lines[block.index] not in _NEVER

    def _linked(self, index: int) -> bool:
        row = self.measures.rows[index]
        return row is None or row[_LINK] > _BODY

    def _dated(self, block: Block) -> bool:
        """Whether the block is a line about a date, rather than a text with one."""
        if len(block.text) >= _SIGNATURE:
            return False
        return bool(marks.dated(block.text) or _TIME_LINE.search(block.text))

    def _without_regions(self, indices: Sequence[int]) -> list[int]:
        """Without what a class calls comments or foot, unless all body is in there."""
        left = list(indices)
        for region, enough in ((COMMENTS, _BODY), (FOOT, _LEAST)):
            outside = [i for i in left if self._region(i) != region]
            if any(self.likely[i] > enough for i in outside):
                left = outside
        return left

    def _region(self, index: int) -> int:
        return self.measures.regions[self.blocks[index].node.index]

    def _holders(self, seeds: set[int]) -> set[int]:
        """The nodes that hold paragraphs: around a ``p``, or the one broken by ``br``."""
        found: Counter[int] = Counter()
        for index in seeds:
            node = self.blocks[index].node
            holder = node.parent if node.tag in {"p", *HEADINGS} else node.index
            found[holder] += 1
        return {holder for holder in found if holder > 0}

    def _is_item(self, block: Block, holders: set[int]) -> bool:
        """Whether lists and tables alone stand between the block and a holder."""
        node = block.node
        in_list = False
        for _ in range(_ITEM_LEVELS):
            if node.index in holders:
                return in_list
            in_list = in_list or node.tag in _LIST_OR_TABLE
            if node.tag not in _HOLDER_TAGS or _says(_ADVERTISEMENT, node.hint):
                return False
            if node.parent < 0:
                return False
            node = self.nodes[node.parent]
        return False

    def _lead(self, chosen: set[int]) -> set[int]:
        """A paragraph right over the first, marked up otherwise: the report's lead."""
        first = self.blocks[min(chosen)]
        for block in reversed(self.blocks[max(0, first.index - 3) : first.index]):
            if block.node.hidden or self._is_caption(block):
                continue
            if block.index <= self.measures.headline or self._linked(block.index):
                break
            if _COLUMN.fullmatch(block.text) and block.node.parent == first.node.parent:
                return {block.index}
            beside = first.node.parent in {block.node.parent, block.node.index} or (
                self.nodes[max(block.node.parent, 0)].parent == first.node.parent
            )
            likely = self.likely[block.index] > _LEAD
            if beside and likely and self.measures.sizes[block.index] > _SHORT:
                return {block.index}
            break
        return set()

    def _signature(self, chosen: set[int]) -> set[int]:
        """The lines that sign an announcement: who, and on a line of its own the day."""
        last = max(chosen)
        kind = (self.measures.kin[last], self.blocks[last].node.parent)
        lines: list[int] = []
        for block in self.blocks[last + 1 : last + 5]:
            if (self.measures.kin[block.index], block.node.parent) != kind:
                break
            if len(block.text) > _SIGNATURE or self._linked(block.index):
                break
            lines.append(block.index)
            if _is_day(block.text):
                return {index for index in lines if index not in chosen}
        return set()

    def _first_article(self, chosen: set[int]) -> set[int]:
        """Without what stands under a second headline of the headline's own kind."""
        headline = self.measures.headline
        if headline < 0 or not chosen:
            return chosen
        node, kin = self.blocks[headline].node, self.measures.kin
        if node.tag not in {"h1", "h2"} or kin[headline] in {kin[i] for i in chosen}:
            return chosen
        first = min(chosen)
        own = plain(self.blocks[headline].text)
        for block in self.blocks[max(first, headline) + 1 :]:
            if (
                kin[block.index] == kin[headline]
                and plain(block.text) != own
                and not block.node.hidden
            ):
                return {index for index in chosen if index < block.index}
        return chosen

    def _is_caption(self, block: Block) -> bool:
        return self.captions.is_caption(block, self.shares)

    def _is_advertisement(self, block: Block, chosen: set[int], weight: float) -> bool:
        """Whether a class calls the block's surroundings so, and little stands in them."""
        node = block.node
        for _ in range(3):
            if node.hint and _says(_ADVERTISEMENT, node.hint):
                inside = self._weight(i for i in chosen if self._within(i, node.index))
                return inside < _BODY * weight
            if node.parent < 0:
                return False
            node = self.nodes[node.parent]
        return False

    def _within(self, index: int, top: int) -> bool:
        at = self.blocks[index].node.index
        while at > top:
            at = self.nodes[at].parent
        return at == top

    def _without_notices(self, chosen: set[int]) -> set[int]:
        """Without notices and writers' lines at the end, and writers' at the start."""
        order = sorted(chosen)
        del order[self._notices_from(order) :]
        for index in (*order[:2], *order[-2:]):
            if len(order) > 1 and _is_writers(self.blocks[index].text):
                order = [other for other in order if other != index]
        return set(order)

    def _notices_from(self, order: Sequence[int]) -> int:
        """Place in ``order`` from which on there are notices, and hardly else."""
        start = last = len(order)
        noticed = other = 0
        for place in range(last - 1, max(0, last - _NOTICES), -1):
            text = self.blocks[order[place]].text
            if not _is_notice(text):
                other += len(text)
                continue
            noticed += len(text)
            if noticed < other:
                break
            start, noticed, other = place, 0, 0
        return start

    def _without_opening(self, chosen: set[int]) -> set[int]:
        """Without the headline's own words over the text, and a labelled abstract's box."""
        order = sorted(chosen)
        del order[: self._title_lines(order)]
        if len(order) > 1:
            block, following = self.blocks[order[0]], self.blocks[order[1]]
            kin = self.measures.kin
            if _SUMMARY.match(block.text) and kin[block.index] != kin[following.index]:
                order.pop(0)
        return set(order)

    def _title_lines(self, order: Sequence[int]) -> int:
        """Number of leading blocks that together repeat the title, or most of it."""
        titles = self.measures.titles
        headline = self.measures.headline
        own = (
            plain(self.blocks[headline].text)
            if headline >= 0
            else min(titles, default="")
        )
        joined, lines = "", 0
        for number, index in enumerate(order[:-1], start=1):
            joined += plain(self.blocks[index].text)
            if not joined or not any(joined in title for title in (*titles, own)):
                break
            if len(joined) >= _REPEATED * len(own):
                lines = number
        return lines


@lru_cache(maxsize=20_000)
def _says(words: re.Pattern[str], hint: str) -> bool:
    return words.search(hint.lower()) is not None


def _is_day(text: str) -> bool:
    """Whether the text is a date and nothing else."""
    stamps = dates.find(text)
    return (
        len(stamps) == 1
        and not stamps[0].timed
        and len(text.strip("（）() ")) <= (stamps[0].end - stamps[0].start + 1)
    )


def _is_notice(text: str) -> bool:
    if marks.line(text) in {"rights", "mention", "help", "scan", "end"}:
        return True
    if len(text) < _SIGNATURE and _NOTICE_HEADING.search(text):
        return True
    enough = 2 if _SPEAKS_OF_ITSELF.search(text) else 3
    return sum(topic.search(text) is not None for topic in _NOTICE_TOPICS) >= enough


def _is_writers(text: str) -> bool:
    """Whether a line only says who wrote the text: 本报记者 张三."""
    if len(text) > _SHORT or marks.line(text) != "writers":
        return False
    return any(has_surname(name) or "/" in text or "／" in text for name in names(text))
