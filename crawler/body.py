"""正文: which blocks are the body, from what a model says and rules know better.

The model (``crawler.forest``) judges each block with its surroundings; it has seen
a few hundred outlets. The rules here are about what it sees too rarely: notices at
the end, pictures' texts, advertisements, further articles, tables and lists that
belong to the text around them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from crawler import forest
from crawler.blocks import Block, Node, Outline
from crawler.captions import Captions, is_button
from crawler.hints import COMMENTS, FOOT, HEADINGS
from crawler.measures import Measures, shares
from crawler.surroundings import again
from crawler.text import dates, marks
from crawler.trimming import before_remarks, is_advertisement, trimmed

# Chance above which a block is body; where none reaches it, blocks this near to the
# page's best are, if the best is at all likely: flashes are rare in training.
_BODY = 0.5
_NEAR_BEST = 0.6
_LEAST = 0.12

# Chance that is enough for a block among others of its kind that are body, and for
# one that is an item of a list or table among them.
_AMONG_KIN = 0.15
_AMONG_KIN_INSIDE = 0.01
_ITEM = 0.05

# Chance that is enough for a heading that is a link, among others of its kind.
_LINKED_HEADING = 0.35

# Chance that no block of a page's foot has.
_SURELY = 0.8

# Share of a block's text in links from which on it is one.
_LINKED = 0.5

# Blocks above the first seed within which others of its kind are looked for.
_BEFORE = 12

# Chance that is enough for a lead over the first paragraph, or a line beside others.
_LEAD = 0.2
_LEAD_APART = 0.4

# Share of the hidden body's weight that shown body must have to be the body.
_UNCOVERED = 0.1

# Whole lines that are no body, however much they look like it.
_NEVER = frozenset({"editors", "origin", "edition", "scan", "tags", "pager"})

# Size.
_SHORT = 36
_SIGNATURE = 30
_FEW_WORDS = 18
_SENTENCE = 20

# Blocks. Little text further than this below the headline is a foot's; the sentence
# of a report that has no other stands nearer than that.
_FAR = 40
_NEAR = 8

# Sizes of what is no little text, and of what is more than a few words.
_ENOUGH = 300.0
_LITTLE = 30.0

# Levels that may be between a first paragraph and what holds its lead, too.
_LEAD_LEVELS = 3

# Levels between a table's cell, or a list's item, and what holds the paragraphs.
_ITEM_LEVELS = 5
_CELL_LEVELS = 7
_ITEM_TAGS = frozenset({"li", "td", "th", "dd", "dt", "p", "span", "div"})
_HOLDER_TAGS = frozenset(
    {"ul", "ol", "dl", "table", "tbody", "thead", "tr", "blockquote", *_ITEM_TAGS}
)
_PARAGRAPHS = HEADINGS | {"p"}
_CELLS = frozenset({"td", "th"})
_LIST_OR_TABLE = frozenset({"li", "td", "th", "dd", "dt", "blockquote"})

_STOPS = tuple("。！？!?")
_NO_SUBHEAD = tuple("。！!…；;，,、")
_TIME_LINE = re.compile(r"[时時][间間]\s*[:：]?\s*\d")
_DAY = re.compile(r"[日号號\d]")
_HAN = re.compile("[\u3400-\u9fff]")
_DISCLOSED = re.compile(r"[（(][^（）()]{0,10}公[开開][^（）()]{0,10}[）)]")
_COLUMN = re.compile(r"[【〖［].{2,12}[】〗］]")


def chances(
    outline: Outline, measures: Measures, models: Path = forest.MODELS
) -> list[float]:
    """Return how likely each block is body, 0 to 1, as the model has it."""
    first, second = forest.load("body", models)
    firsts = [0.0 if row is None else first(*row) for row in measures.rows]
    seconds = again(outline, measures, firsts)
    return [0.0 if row is None else second(*row) for row in seconds]


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
    chosen = {index for index in chosen if not is_button(outline.blocks[index].text)}
    return trimmed(outline, measures, chosen, choice.weights, choice.is_caption)


class _Kinds:
    """How seeds are marked up: their kin with the node around them, and either alone."""

    def __init__(self, both: frozenset[tuple[int, int]]) -> None:
        self.both = both
        self.kin = frozenset([kin for kin, _ in both])
        self.parents = frozenset([parent for _, parent in both])


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
        self.weights = [0.0] * len(likely)
        possible = [0.0] * len(likely)
        for index, chance in enumerate(likely):
            if chance > _LEAST:
                possible[index] = chance * measures.sizes[index]
                if chance > _BODY:
                    self.weights[index] = possible[index]
        self.share = shares(outline, possible)
        best = max(likely, default=0.0)
        self.among_kin = min(_AMONG_KIN, best / 6) if best < _BODY else _AMONG_KIN

    def seeds(self) -> set[int]:
        """The blocks that are body on their own evidence.

        Hidden ones are only where next to nothing that is shown is: pages whose
        script uncovers the text once it has loaded.
        """
        likely, weights = self.likely, self.weights
        allowed = [
            index
            for index, chance in enumerate(likely)
            if chance > _LEAST and self._may_be_body(index)
        ]
        shown = [index for index in allowed if not self.blocks[index].node.hidden]
        if len(shown) < len(allowed):
            hidden = [index for index in allowed if self.blocks[index].node.hidden]
            if sum([weights[i] for i in shown]) < _UNCOVERED * sum(
                [weights[i] for i in hidden]
            ):
                shown = hidden
        shown = self._above_remarks(self._without_regions(shown))
        found = {index for index in shown if likely[index] > _BODY}
        if not found or self._is_foot(found) or self._are_remarks(found):
            if near := self._under_headline():
                return near
            outside = [i for i in shown if self._region(i) != COMMENTS]
            if outside and self._are_remarks(found):
                shown, found = outside, set()
        return found or self._likeliest(shown)

    def _likeliest(self, shown: Sequence[int]) -> set[int]:
        """The best of what is unlikely: those beside the first one below the headline."""
        best = max([self.likely[index] for index in shown], default=1.0)
        found = {index for index in shown if self.likely[index] >= _NEAR_BEST * best}
        top = self.measures.headline
        first = next((i for i in sorted(found) if top < i <= top + _NEAR), None)
        if top < 0 or first is None:
            return found
        around = self.blocks[first].node.parent
        beside = {i for i in found if self.blocks[i].node.parent == around}
        return beside if sum(map(self._size, beside)) > _LITTLE else found

    def _size(self, index: int) -> float:
        return self.measures.sizes[index]

    def _is_foot(self, found: set[int]) -> bool:
        """Whether little was found, and that far below the headline."""
        far = min(found) - self.measures.headline > _FAR
        return far and sum([self.weights[i] for i in found]) < _ENOUGH

    def _are_remarks(self, found: set[int]) -> bool:
        """Whether all that was found stands in what a class calls comments."""
        return all(self._region(index) == COMMENTS for index in found)

    def _under_headline(self) -> set[int]:
        """The first sentences under the headline: reports may have no more than that."""
        top = self.measures.headline + 1
        if not top:
            return set()
        for index in range(top, min(top + _NEAR, len(self.blocks))):
            text = self.blocks[index].text
            if self.measures.links[index] or self.blocks[index].node.hidden:
                continue
            long = self.measures.sizes[index] > _SENTENCE
            if long and text.endswith(_STOPS) and self._may_be_body(index):
                return {index, *self._sentences_behind(index)}
        return set()

    def _sentences_behind(self, first: int) -> Iterator[int]:
        """The paragraphs right behind a sentence that are marked up as it is."""
        for index in range(first + 1, min(first + _NEAR, len(self.blocks))):
            alike = self._kind(index) == self._kind(first)
            if not alike or not self.blocks[index].text.endswith(_STOPS):
                return
            if self.measures.links[index] or not self._may_be_body(index):
                return
            yield index

    def completed(self, seeds: set[int]) -> set[int]:
        """Add what stands among the seeds and is of their kind, or an item of theirs."""
        if not seeds:
            return seeds
        kinds = _Kinds(frozenset(map(self._kind, seeds)))
        holders = self._holders(seeds)
        chosen = set(seeds)
        candidates = self._candidates(seeds)
        for _ in range(2):  # the second round fills the span that the first has drawn
            span = range(min(chosen), max(chosen))
            wanted = {
                index
                for index in candidates
                if self._is_wanted(index, span, kinds, holders)
                or (index in span and self._is_among(index, chosen))
            }
            chosen.update(i for i in wanted if not self.is_caption(self.blocks[i]))
            candidates = [index for index in candidates if index not in wanted]
        days = [i for i in candidates if _ends_on_day(self.blocks[i].text)]
        chosen |= {i for i in days if self._is_among(i, chosen)}
        return chosen | self._signature(chosen) | self._lead(chosen)

    def _candidates(self, seeds: set[int]) -> list[int]:
        """Blocks that are no seeds, and that nothing forbids to be body."""
        likely, lines = self.likely, self.measures.lines
        top = max(0, min(seeds) - _BEFORE)
        end, stop = max(seeds) + 1, len(likely)
        if "editors" in (below := lines[end:]):  # what follows is another article's
            stop = end + below.index("editors")
        rest = likely[end:stop]
        end += max([n for n, p in enumerate(rest, 1) if p > _ITEM], default=0)
        return [
            index
            for index in range(top, end)
            if likely[index] <= _BODY
            and lines[index] in {None, "help"}
            and (not self._linked(index) or self._is_linked_heading(index))
            and not self.blocks[index].node.hidden
            and index != self.measures.headline
            and not self._is_button(index)
        ]

    def _is_wanted(
        self, index: int, span: range, kinds: _Kinds, holders: set[int]
    ) -> bool:
        """Whether a block is likely enough, given which blocks are body around it."""
        chance, inside = self.likely[index], index in span
        kind = self._kind(index)
        if inside and self._is_subhead(index):
            return True
        if self.measures.lines[index] == "help":  # whom an announcement says to call
            return inside and kind in kinds.both
        if kind in kinds.both:  # marked up as seeds are, beside them
            among = inside or self._opens(index, span.start)
            enough = _AMONG_KIN_INSIDE if among else self.among_kin
            return chance > enough and not self._dated(index)
        over = inside and self._is_line_over_text(index)
        if (inside and kind[1] in kinds.parents) or (over and self._recurs(index)):
            return chance > (_ITEM if over else _LEAD) and not self._dated(index)
        if chance > _LEAD_APART and kind[0] in kinds.kin:
            return self.blocks[index].text.endswith(_STOPS)  # each in its own section
        may_be_item = index > span.start and (inside or chance > _ITEM)
        return may_be_item and self._is_item(self.blocks[index].node, holders)

    def _is_among(self, index: int, chosen: set[int]) -> bool:
        """Whether a line is what those in the body are beside which it stands.

        A day under a signature, above what else the announcement says; a heading over
        a list that is body.
        """
        if index - 1 not in chosen or self._following(index) not in chosen:
            return False
        kin = self.measures.kin
        if kin[index - 1] == kin[index] == kin[index + 1]:
            return _ends_on_day(self.blocks[index].text)
        return self._is_heading(index)

    def _following(self, index: int) -> int:
        """The next block that is no picture's text."""
        for following in range(index + 1, min(index + 4, len(self.blocks))):
            likely = self.likely[following] > _BODY
            if likely or not self.is_caption(self.blocks[following]):
                return following
        return index + 1

    def _is_button(self, index: int) -> bool:
        """Whether a short line is one of buttons: 分享 收藏 评论(3)."""
        text = self.blocks[index].text
        if self.measures.sizes[index] > _SHORT or text.endswith(_STOPS):
            return False
        return marks.tools(text)

    def _is_subhead(self, index: int) -> bool:
        """Whether a line is set as a heading, right over a paragraph of the body."""
        following = self._following(index) if self._is_heading(index) else -1
        return 0 <= following < len(self.likely) and self.likely[following] > _BODY

    def _opens(self, index: int, first: int) -> bool:
        """Whether a line and all from there to the first paragraph are marked up alike."""
        kind = self._kind(index)
        return index < first and all(
            self._kind(other) == kind for other in range(index + 1, first + 1)
        )

    def _is_line_over_text(self, index: int) -> bool:
        """Whether a few words without an end stand right over a paragraph of the body."""
        block, following = self.blocks[index], self._following(index)
        if self.measures.sizes[index] > _FEW_WORDS or block.links:
            return False
        text = block.text  # of Western lines of words most are buttons and labels
        if text.endswith(_NO_SUBHEAD) or not _HAN.search(text) or marks.related(text):
            return False
        over = following < len(self.likely) and self.likely[following] > _BODY
        return over and self.measures.sizes[following] > _SHORT

    def _recurs(self, index: int) -> bool:
        """Whether another block is marked up as this one is."""
        return self._kin_counts[self.measures.kin[index]] > 1

    @cached_property
    def _kin_counts(self) -> Counter[int]:
        return Counter(self.measures.kin)

    def _is_heading(self, index: int) -> bool:
        """Whether a short line is set as a heading, and none over links."""
        block = self.blocks[index]
        text = block.text
        if self.measures.sizes[index] > _SHORT:
            return False
        bold = block.bold_chars >= len(text.replace(" ", ""))
        if not bold and block.node.tag not in HEADINGS:
            return False
        return not (marks.related(text) or marks.tools(text) or marks.dated(text))

    def _kind(self, index: int) -> tuple[int, int]:
        return self.measures.kin[index], self.blocks[index].node.parent

    def _may_be_body(self, index: int) -> bool:
        if index == self.measures.headline and not self._is_subhead_alike():
            return False
        return self.measures.lines[index] not in _NEVER

    def _is_subhead_alike(self) -> bool:
        """Whether what is most like the title stands in the body, under other text."""
        at = self.measures.headline
        if self.blocks[at].node.tag == "h1" or self.likely[at] <= _BODY:
            return False
        return sum(self.weights[:at]) > _ENOUGH

    def _linked(self, index: int) -> bool:
        return self.measures.links[index] > _LINKED

    def _is_linked_heading(self, index: int) -> bool:
        heading = self.blocks[index].node.tag in HEADINGS
        return heading and self.likely[index] > _LINKED_HEADING

    def _dated(self, index: int) -> bool:
        """Whether the block is a line about a date, rather than a text with one."""
        text = self.blocks[index].text
        if len(text) >= _SIGNATURE or text.endswith((*_STOPS, "，")):
            return False
        return bool(marks.dated(text) or _TIME_LINE.search(text))

    def _without_regions(self, indices: Sequence[int]) -> list[int]:
        """Without what a class calls comments or foot, unless all body is in there."""
        left = list(indices)
        regions = {index: self._region(index) for index in left}
        known = set(regions.values())
        for region, enough in ((COMMENTS, _BODY), (FOOT, _LEAST)):
            if region not in known:
                continue
            outside = [i for i in left if regions[i] != region]
            inside = [self.likely[i] for i in left if regions[i] == region]
            surely = max(inside, default=0.0) > _SURELY  # whatever its class says
            if any(self.likely[i] > (_BODY if surely else enough) for i in outside):
                left = outside
        return left

    def _above_remarks(self, indices: list[int]) -> list[int]:
        """Without what stands under a heading over remarks, if a paragraph is above it."""
        top = max(0, self.measures.headline)
        above = before_remarks(self.blocks, set(indices), top)
        if any(self.measures.sizes[index] > _SHORT for index in above):
            return sorted(above)
        return indices

    def _region(self, index: int) -> int:
        return self.measures.regions[self.blocks[index].node.path]

    def _holders(self, seeds: set[int]) -> set[int]:
        """The nodes that hold paragraphs: around a ``p``, or the one broken by ``br``."""
        nodes = [self.blocks[index].node for index in seeds]
        found = {n.parent if n.tag in _PARAGRAPHS else n.index for n in nodes}
        return {holder for holder in found if holder > 0}

    def _is_item(self, node: Node, holders: set[int]) -> bool:
        """Whether lists and tables alone stand between a block's node and a holder."""
        in_list = in_cell = False
        for level in range(_CELL_LEVELS):
            if level >= _ITEM_LEVELS and not in_cell:
                return False
            if node.index in holders:
                return in_list
            in_list = in_list or node.tag in _LIST_OR_TABLE
            in_cell = in_cell or (level < 2 and node.tag in _CELLS)  # noqa: PLR2004
            if node.tag not in _HOLDER_TAGS or is_advertisement(node.hint):
                return False
            if node.parent < 0:
                return False
            node = self.nodes[node.parent]
        return False

    def _lead(self, chosen: set[int]) -> set[int]:
        """A paragraph right over the first, marked up otherwise: the report's lead."""
        first = self.blocks[min(chosen)]
        for block in reversed(self.blocks[max(0, first.index - 3) : first.index]):
            index = block.index
            if index <= self.measures.headline:
                break
            if block.node.hidden or self._linked(index) or self.is_caption(block):
                continue
            if _COLUMN.fullmatch(block.text) and block.node.parent == first.node.parent:
                return {index}
            enough = self._enough_beside(block, first.node)
            if self.likely[index] > enough and self.measures.sizes[index] > _SHORT:
                return {index}
            break
        return set()

    def _enough_beside(self, lead: Block, first: Node) -> float:
        """The chance that is enough for a lead: less in the first paragraph's container.

        Where it stands further off, it must be a sentence, and likely by itself.
        """
        own = lead.node
        outer = self.nodes[max(own.parent, 0)].parent
        if first.parent in {own.parent, own.index} or outer == first.parent:
            return _LEAD
        around = {own.parent, outer} - {-1}
        node = first
        for _ in range(_LEAD_LEVELS):
            if node.parent in around and lead.text.endswith((*_STOPS, "：")):
                return _ITEM if lead.text.endswith("：") else _LEAD_APART
            node = self.nodes[max(node.parent, 0)]
        return 1.0

    def _signature(self, chosen: set[int]) -> set[int]:
        """The lines that sign an announcement: who, and behind it or below the day.

        Below the day an office may say that everybody is to read this.
        """
        last = max(chosen)
        node = self.blocks[last].node
        lines: set[int] = set()
        signed = _ends_on_day(self.blocks[last].text)
        for block in self.blocks[last + 1 : last + 7]:
            index, text = block.index, block.text
            if (block.node.parent, block.node.tag) != (node.parent, node.tag):
                break
            if signed:
                return lines | {index} if _DISCLOSED.fullmatch(text) else lines
            if len(text) > _SIGNATURE or self._linked(index):
                break
            if self.measures.lines[index] not in {None, "help"} or marks.related(text):
                break
            lines.add(index)
            signed = _ends_on_day(text)
        return lines if signed else set()

    def is_caption(self, block: Block) -> bool:
        """Say whether ``block`` is a picture's text, as far as is known by now."""
        likely = self.likely[block.index]
        return self.captions.is_caption(block, self.share, likely)


def _ends_on_day(text: str) -> bool:
    """Whether a line is a date, or a name and a date: 水务局 2024年11月1日."""
    if len(text) > _SIGNATURE or not _DAY.search(text, len(text) - 2):
        return False
    stamps = dates.find(text)
    if len(stamps) != 1 or ":" in text[: stamps[0].start] or "：" in text:
        return False
    return len(text) - stamps[0].end <= 1
