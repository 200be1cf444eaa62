"""What begins and ends a body: leads, signatures, tables and lists behind the text.

The trees hardly believe them, as most texts have none.
"""

from __future__ import annotations

import re
from itertools import islice

from crawler.blocks import Block, Node
from crawler.likely import CELLS, STOPS, Likely
from crawler.notices import is_advertising, is_notice, is_prompt
from crawler.text import dates, marks

# Chance that is enough for a lead over the first paragraph, for one that stands apart,
# for one in a box of its own, and for what is marked off by a colon.
_LEAD = 0.2
_LEAD_APART = 0.4
_LEAD_IN_BOX = 0.06
_ITEM = 0.05

# Blocks above the first paragraph within which a lead is looked for.
_BEFORE = 12

# Size.
_SHORT = 36
_SENTENCE = 20

# Share of its characters that the size of mostly Chinese text is.
_CHINESE = 0.8

# Characters.
_SIGNATURE = 30
_OPENING = 16

# Lines, a list and lines again may stand behind the last likely paragraph.
_ROUNDS = 3

# Levels that may be between a first paragraph and what holds its lead, too.
_LEAD_LEVELS = 3

_ITEMS = CELLS | {"li"}
_LEAD_HINT = re.compile(
    r"(?:^|[\W_])(?:lead|lede|dek|standfirst)(?:[\W_]|$)", re.IGNORECASE
)
_DAY = re.compile(r"[日号號\d]")
_DISCLOSED = re.compile(r"[（(][^（）()]{0,10}公[开開][^（）()]{0,10}[）)]")
_COLUMN = re.compile(
    r"[【〖［].{2,12}[】〗］]|(?:[开開篇][栏欄篇]的[话話]|[编編]者(?:按|的[话話])|[写寫]在前面|卷首[语語])\s*[:：]?"
)

# 青漪：多云, 1998.07—2003.02 江口师范学校教师: what a line of a list says of something
_TOLD = re.compile(
    r".+：.|(?:19|20)\d\d\s?[.年/-]\s?\d{1,2}月?\s?(?:[—–~～至-]|起)", re.DOTALL
)

# 本报江口11月1日电, where it ends a text
_DATELINE = re.compile(
    r"[（(]?(?:本[报報]|\S{1,6}社)?\S{2,8}\d{1,2}月\d{1,2}日[电電讯訊][）)]?"
)


def with_edges(page: Likely, chosen: set[int], holders: set[int]) -> set[int]:
    """Return a body's blocks with what begins and ends it.

    ``holders`` are the nodes that hold its paragraphs.
    """
    edges = _Edges(page, chosen)
    whole = chosen | edges.signature(chosen) | edges.lead(chosen)
    # One more may stand over a first paragraph that the trees doubt.
    whole |= edges.lead(whole)
    for _ in range(_ROUNDS):
        behind = edges.items_behind(whole, holders) | edges.lines_behind(whole)
        if not behind:
            break
        whole |= behind
    return whole


class _Edges:
    """One page's body while its edges are looked for."""

    def __init__(self, page: Likely, chosen: set[int]) -> None:
        self.page = page
        self.blocks = page.blocks
        self.nodes = page.nodes
        self.measures = page.measures
        self.likely = page.chances
        self._kind = page.kind
        # The body is what a script shows once it has loaded.
        self.covered = page.blocks[min(chosen)].node.hidden

    def lead(self, chosen: set[int]) -> set[int]:
        """What stands over the first paragraph and is the report's lead."""
        return self._lead(chosen) or self._lead_apart(chosen)

    def items_behind(self, chosen: set[int], holders: set[int]) -> set[int]:
        """A table or a list right behind the last paragraph, in what holds the text."""
        found: set[int] = set()
        rows: set[int] = set()
        in_table = False
        for block in islice(self.blocks, max(chosen) + 1, None):
            node = block.node
            in_cell = self._is_cell(node)
            if not (in_cell or self._is_list_item(node)) or not self.page.is_item(
                node, holders
            ):
                break
            noted = block.text == "1" and not in_cell  # a footnote's number
            if noted or not self._may_follow(block.index):
                return set()
            in_table = in_table or in_cell
            found.add(block.index)
            rows.add(self._row(node))
        least = 2 * len(rows) if in_table else len(rows)
        return found if len(rows) > 1 and len(found) >= least else set()

    def _is_list_item(self, node: Node) -> bool:
        return "li" in {node.tag, self.nodes[max(node.parent, 0)].tag}

    def _is_cell(self, node: Node) -> bool:
        return node.tag in CELLS or self.nodes[max(node.parent, 0)].tag in CELLS

    def _row(self, node: Node) -> int:
        """The row that a cell, or a paragraph in one, stands in; of a list the item."""
        if node.tag == "li":
            return node.index
        own = node.tag in CELLS or self.nodes[node.parent].tag == "li"
        return node.parent if own else self.nodes[node.parent].parent

    def lines_behind(self, chosen: set[int]) -> set[int]:
        """Lines right behind the last paragraph that are marked up as it is.

        All are sentences, or three and more say of something what it is: 青漪：多云. A
        sentence may have a class of its own; a line may say where and when it was written,
        or stand over a list. What advertises between them is passed over.
        """
        last = max(chosen)
        place = self._place(self._last_paragraph(chosen))
        outer = (place[0], self.nodes[max(place[1], 0)].parent)
        lines: list[int] = []
        for index in range(last + 1, len(self.blocks)):
            text, found = self.blocks[index].text, self._place(index)
            if found == place and (is_prompt(text) or is_advertising(text)):
                continue
            if found != place and (found != outer or self.likely[index] < _ITEM):
                break
            if not self._may_follow(index):
                break
            lines.append(index)
        if all(map(self._ends_as_text, lines)):
            return set(lines)
        alike = all(self._kind(index) == self._kind(last) for index in lines)
        texts = [self.blocks[index].text for index in lines]
        listed = len(texts) > 2 and all(map(_TOLD.match, texts))  # noqa: PLR2004
        return set(lines) if alike and listed else set()

    def _last_paragraph(self, chosen: set[int]) -> int:
        """The last block that is no item of a list or table; the last, if all are."""
        last = max(chosen)
        if self.blocks[last].node.tag not in _ITEMS:
            return last
        others = [i for i in chosen if self.blocks[i].node.tag not in _ITEMS]
        return max(others, default=last)

    def _ends_as_text(self, index: int) -> bool:
        """Whether a line ends as a sentence, a dateline, or what stands over a list does."""
        text = self.blocks[index].text
        if text.endswith(STOPS) or _DATELINE.fullmatch(text):
            return True
        below = self.blocks[index + 1 : index + 2]
        return text.endswith("：") and any(b.node.tag == "li" for b in below)

    def _place(self, index: int) -> tuple[str, int]:
        """The tag of a block's node, and the node around it."""
        node = self.blocks[index].node
        return node.tag, node.parent

    def _may_follow(self, index: int) -> bool:
        """Whether nothing about a block says that it is no more of the text above."""
        text = self.blocks[index].text
        if self.measures.lines[index] is not None or self.measures.links[index]:
            return False
        if self.blocks[index].node.hidden and not self.covered:
            return False
        if index == self.measures.headline:
            return False
        return not (marks.related(text) or marks.tools(text) or marks.footer(text))

    def _lead(self, chosen: set[int]) -> set[int]:
        """A paragraph right over the first, marked up otherwise: the report's lead."""
        first = self.blocks[min(chosen)]
        for block in reversed(self.blocks[max(0, first.index - 3) : first.index]):
            index = block.index
            if index <= self.measures.headline:
                break
            if (
                (block.node.hidden and not self.covered)
                or self.page.is_linked(index)
                or self.page.is_caption(block)
            ):
                continue
            if _COLUMN.fullmatch(block.text) and block.node.parent == first.node.parent:
                return {index}
            enough = self._enough_beside(block, first.node)
            long = self.measures.sizes[index] > _SHORT
            if self.likely[index] > enough and long and not self._is_labelled(index):
                return {index}
            break
        return set()

    def _lead_apart(self, chosen: set[int]) -> set[int]:
        """Whole sentences in a box of their own between headline and text: its lead.

        Of Chinese pages: what stands there on English ones speaks of the writer, of the
        page or of what is sold. A box that says again what the text says is an abstract.
        """
        first, top = min(chosen), self.measures.headline
        if top < 0:
            return set()
        found = [
            index
            for index in range(max(top + 1, first - _BEFORE), first)
            if (self.likely[index] > _LEAD_IN_BOX or self._is_called_lead(index))
            and self._is_lead(index)
        ]
        if not found:
            return set()
        text = "\n".join([self.blocks[index].text for index in chosen])
        return {i for i in found if self.blocks[i].text[:_OPENING] not in text}

    def _is_called_lead(self, index: int) -> bool:
        """Whether a class of the block's own calls it a lead, or it is set as one.

        That is right under the headline, in the same element, over the byline.
        """
        node, top = self.blocks[index].node, self.measures.headline
        under = index == top + 1 and node.parent == self.blocks[top].node.parent
        if under and node.tag == "p":
            return True
        return _LEAD_HINT.search(node.hint) is not None

    def _is_lead(self, index: int) -> bool:
        block, text = self.blocks[index], self.blocks[index].text
        if not text.rstrip("”」』").endswith(STOPS) or not self._may_follow(index):
            return False
        size = self.measures.sizes[index]
        if size < _SENTENCE or size < _CHINESE * len(text):
            return False
        line = size < _SHORT and "，" not in text
        if self.page.is_caption(block) or (line and marks.dated(text)):
            return False
        return not (self._is_labelled(index) or is_notice(text))

    def _is_labelled(self, index: int) -> bool:
        """Whether a block, or the line over it, says that it is an abstract."""
        labels = [block.text for block in self.blocks[max(0, index - 1) : index + 1]]
        labels += [part.strip() for part in self.blocks[index].parts[:1]]
        return any(map(marks.abstract_label.match, labels))

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
            if node.parent in around and lead.text.endswith((*STOPS, "：")):
                return _ITEM if lead.text.endswith("：") else _LEAD_APART
            node = self.nodes[max(node.parent, 0)]
        return 1.0

    def signature(self, chosen: set[int]) -> set[int]:
        """The lines that sign an announcement: who, and behind it or below the day.

        Below the day an office may say that everybody is to read this.
        """
        last = max(chosen)
        node = self.blocks[last].node
        lines: set[int] = set()
        signed = ends_on_day(self.blocks[last].text)
        for block in self.blocks[last + 1 : last + 7]:
            index, text = block.index, block.text
            alike = (block.node.parent, block.node.tag) == (node.parent, node.tag)
            if not alike and block.node.parent != node.index:  # set to the right in it
                break
            if signed:
                return lines | {index} if _DISCLOSED.fullmatch(text) else lines
            if len(text) > _SIGNATURE or self.page.is_linked(index):
                break
            if self.measures.lines[index] not in {None, "help"} or marks.related(text):
                break
            lines.add(index)
            signed = ends_on_day(text)
        return lines if signed else set()


def ends_on_day(text: str) -> bool:
    """Say whether a line is a date, or a name and a date: 水务局 2024年11月1日."""
    if len(text) > _SIGNATURE or not _DAY.search(text, len(text) - 2):
        return False
    stamps = dates.find(text)
    if len(stamps) != 1 or ":" in text[: stamps[0].start] or "：" in text:
        return False
    return len(text) - stamps[0].end <= 1
