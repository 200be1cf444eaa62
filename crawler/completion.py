"""What stands among blocks that are body and belongs to them, likely or not.

Trees see too rarely what most texts do not have: tables, lists, signatures, subheads, a
lead that is marked up otherwise.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import islice

from crawler.blocks import Block, Node
from crawler.hints import HEADINGS
from crawler.likely import BODY, STOPS, Likely
from crawler.notices import is_notice
from crawler.text import dates, marks
from crawler.trimming import is_advertisement

# Chance that is enough for a block among others of its kind that are body, and for
# one that is an item of a list or table among them.
_AMONG_KIN = 0.15
_AMONG_KIN_INSIDE = 0.01
_ITEM = 0.05

# Chance that is enough for a heading that is a link, among others of its kind.
_LINKED_HEADING = 0.35

# Blocks above the first seed within which others of its kind are looked for.
_BEFORE = 12

# Chance that is enough for a lead over the first paragraph, or a line beside others.
_LEAD = 0.2
_LEAD_APART = 0.4
_LEAD_IN_BOX = 0.06

# Size.
_SHORT = 36
_FEW_WORDS = 18
_SENTENCE = 20

# Share of its characters that the size of mostly Chinese text is.
_CHINESE = 0.8

# Characters.
_SIGNATURE = 30
_OPENING = 16

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
_ITEMS = frozenset({"li", "dd", "dt"})
_LIST_OR_TABLE = frozenset({"li", "td", "th", "dd", "dt", "blockquote"})

_NO_SUBHEAD = tuple("。！!…；;，,、")
_TIME_LINE = re.compile(r"[时時][间間]\s*[:：]?\s*\d")
_EVENT_TIME = re.compile(r"\W*\S{0,4}[时時][间間]\s*[:：]\s*\d{1,2}(?!\d)")
_DAY = re.compile(r"[日号號\d]")
_HAN = re.compile("[\u3400-\u9fff]")
_DISCLOSED = re.compile(r"[（(][^（）()]{0,10}公[开開][^（）()]{0,10}[）)]")
_SUBHEAD = re.compile(
    r"sub[-_]?(?:title|head)|(?:^|[\s_-])h[2-5](?:$|[\s_-])", re.IGNORECASE
)

# 官方回复：, over what an office answers
_ANSWERED = re.compile(r"\S{2,12}[回答][复覆復]\s*[:：]")
# 本报江口11月1日电, where it ends a text
_DATELINE = re.compile(r"(?:本[报報]|\S{1,6}社)\S{2,8}\d{1,2}月\d{1,2}日[电電讯訊]")
_COLUMN = re.compile(r"[【〖［].{2,12}[】〗］]")


def completed(page: Likely, seeds: set[int]) -> set[int]:
    """Return ``seeds`` with what stands among them and is of their kind, or an item.

    Where there are no seeds, there is nothing to complete.
    """
    return _Completion(page).added(seeds) if seeds else seeds


class _Kinds:
    """How seeds are marked up: their kin with the node around them, and either alone."""

    def __init__(
        self,
        both: frozenset[tuple[int, int]],
        wrapped: frozenset[tuple[int, int] | None],
    ) -> None:
        self.both = both
        self.wrapped = wrapped
        self.kin = frozenset([kin for kin, _ in both])
        self.parents = frozenset([parent for _, parent in both])


class _Completion:
    """One page's body while it is completed."""

    def __init__(self, page: Likely) -> None:
        self.page = page
        self.blocks = page.blocks
        self.nodes = page.nodes
        self.starts, self.ends = page.starts, page.ends
        self.measures = page.measures
        self.likely = page.chances
        self._kind = page.kind
        best = max(page.chances, default=0.0)
        self.around_lists: set[int] = set()
        self.covered = False  # the body is what a script shows once it has loaded
        self.among_kin = min(_AMONG_KIN, best / 6) if best < BODY else _AMONG_KIN

    def added(self, seeds: set[int]) -> set[int]:
        """The seeds with what stands among them and is of their kind, or an item."""
        wrapped = frozenset(map(self._wrapped, seeds)) - {None}
        kinds = _Kinds(frozenset(map(self._kind, seeds)), wrapped)
        holders = self._holders(seeds)
        self.around_lists = self._around_lists(seeds)
        self.covered = self.blocks[min(seeds)].node.hidden
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
            chosen.update(i for i in wanted if not self.page.is_caption(self.blocks[i]))
            candidates = [index for index in candidates if index not in wanted]
        days = [i for i in candidates if _ends_on_day(self.blocks[i].text)]
        chosen |= {i for i in days if self._is_among(i, chosen)}
        chosen |= self._signature(chosen) | (
            self._lead(chosen) or self._lead_apart(chosen)
        )
        return chosen | self._items_behind(chosen, holders) | self._lines_behind(chosen)

    def _items_behind(self, chosen: set[int], holders: set[int]) -> set[int]:
        """A table or a list right behind the last paragraph, in what holds the text."""
        found: set[int] = set()
        rows: set[int] = set()
        in_table = False
        for block in islice(self.blocks, max(chosen) + 1, None):
            node = block.node
            in_cell = self._is_cell(node)
            if not (in_cell or self._is_list_item(node)) or not self._is_item(
                node, holders
            ):
                break
            if not self._may_follow(block.index):
                return set()
            in_table = in_table or in_cell
            found.add(block.index)
            rows.add(self._row(node))
        least = 2 * len(rows) if in_table else len(rows)
        return found if len(rows) > 1 and len(found) >= least else set()

    def _is_list_item(self, node: Node) -> bool:
        return "li" in {node.tag, self.nodes[max(node.parent, 0)].tag}

    def _is_cell(self, node: Node) -> bool:
        return node.tag in _CELLS or self.nodes[max(node.parent, 0)].tag in _CELLS

    def _row(self, node: Node) -> int:
        """The row that a cell, or a paragraph in one, stands in; of a list the item."""
        if node.tag == "li":
            return node.index
        own = node.tag in _CELLS or self.nodes[node.parent].tag == "li"
        return node.parent if own else self.nodes[node.parent].parent

    def _lines_behind(self, chosen: set[int]) -> set[int]:
        """Lines right behind the last paragraph that are marked up as it is.

        All are sentences, or three and more say of something what it is: 青漪：多云. A
        sentence may have a class of its own; a line may say where and when it was written.
        """
        last = max(chosen)
        place = self._place(last)
        outer = (place[0], self.nodes[max(place[1], 0)].parent)
        lines: list[int] = []
        for index in range(last + 1, len(self.blocks)):
            found = self._place(index)
            if found != place and (found != outer or self.likely[index] < _ITEM):
                break
            if not self._may_follow(index):
                break
            lines.append(index)
        texts = [self.blocks[index].text for index in lines]
        if all(text.endswith(STOPS) or _DATELINE.fullmatch(text) for text in texts):
            return set(lines)
        alike = all(self._kind(index) == self._kind(last) for index in lines)
        listed = len(texts) > 2 and all("：" in text[1:-1] for text in texts)  # noqa: PLR2004
        return set(lines) if alike and listed else set()

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
            if likely[index] <= BODY
            and lines[index] in {None, "help"}
            and (not self.page.is_linked(index) or self._is_linked_heading(index))
            and (self.covered or not self.blocks[index].node.hidden)
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
        wrapped = kinds.wrapped and self._wrapped(index) in kinds.wrapped
        if wrapped or kind in kinds.both:
            # marked up as seeds are, beside them
            among = inside or self._opens(index, span.start)
            enough = _AMONG_KIN_INSIDE if among else self.among_kin
            return chance > enough and not self._dated(index)
        over = inside and self._is_line_over_text(index)
        beside = inside and kind[1] in kinds.parents
        if beside or (over and (self._recurs(index) or self._is_called_subhead(index))):
            low = over or (beside and self.blocks[index].node.tag in _ITEMS)
            if chance > (_ITEM if low else _LEAD):
                return not self._dated(index)
        apart = chance > _LEAD_APART and kind[0] in kinds.kin  # each in its own section
        long = self.measures.sizes[index] > _FEW_WORDS
        if apart or (long and chance > _LEAD and kind[1] in self.around_lists):
            return self.blocks[index].text.endswith(STOPS)
        may_be_item = index > span.start and (inside or chance > _ITEM)
        return may_be_item and self._is_item(self.blocks[index].node, holders)

    def _wrapped(self, index: int) -> tuple[int, int] | None:
        """How a block is marked up that stands alone in an element made for it.

        Its kin, and the node around that element; ``None`` where it has company.
        """
        node = self.blocks[index].node
        alone = self.ends[node.parent] - self.starts[node.parent] == 1
        if node.parent <= 0 or not alone:
            return None
        return self.measures.kin[index], self.nodes[node.parent].parent

    def _is_among(self, index: int, chosen: set[int]) -> bool:
        """Whether a line is what those in the body are beside which it stands.

        A day under a signature, above what else the announcement says; when something
        is to take place; a heading over a list that is body.
        """
        if index - 1 not in chosen or self._following(index) not in chosen:
            return False
        kin = self.measures.kin
        if kin[index - 1] == kin[index] == kin[index + 1]:
            text = self.blocks[index].text
            return _EVENT_TIME.match(text) is not None or _ends_on_day(text)
        return self._is_heading(index)

    def _following(self, index: int) -> int:
        """The next block that is no picture's text."""
        for following in range(index + 1, min(index + 4, len(self.blocks))):
            likely = self.likely[following] > BODY
            if likely or not self.page.is_caption(self.blocks[following]):
                return following
        return index + 1

    def _is_button(self, index: int) -> bool:
        """Whether a short line is one of buttons: 分享 收藏 评论(3)."""
        text = self.blocks[index].text
        if self.measures.sizes[index] > _SHORT or text.endswith(STOPS):
            return False
        return marks.tools(text) and not _ANSWERED.fullmatch(text)

    def _is_subhead(self, index: int) -> bool:
        """Whether a line is set as a heading, right over a paragraph of the body."""
        following = self._following(index) if self._is_heading(index) else -1
        return 0 <= following < len(self.likely) and self.likely[following] > BODY

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
        over = following < len(self.likely) and self.likely[following] > BODY
        least = _SENTENCE if self._is_called_subhead(index) else _SHORT
        return over and self.measures.sizes[following] > least

    def _is_called_subhead(self, index: int) -> bool:
        """Whether a class calls the line what it is: ``subTitle``."""
        return _SUBHEAD.search(self.blocks[index].node.hint) is not None

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

    def _is_linked_heading(self, index: int) -> bool:
        heading = self.blocks[index].node.tag in HEADINGS
        return heading and self.likely[index] > _LINKED_HEADING

    def _dated(self, index: int) -> bool:
        """Whether the block is a line about a date, rather than a text with one."""
        text = self.blocks[index].text
        if len(text) >= _SIGNATURE or text.endswith((*STOPS, "，")):
            return False
        return bool(marks.dated(text) or _TIME_LINE.search(text))

    def _holders(self, seeds: set[int]) -> set[int]:
        """The nodes that hold paragraphs: around a ``p``, or the one broken by ``br``."""
        nodes = [self.blocks[index].node for index in seeds]
        found = {n.parent if n.tag in _PARAGRAPHS else n.index for n in nodes}
        return {holder for holder in found if holder > 0}

    def _around_lists(self, seeds: set[int]) -> set[int]:
        """The nodes right around lists whose items are body: what is beside may be, too."""
        nodes = [self.blocks[index].node for index in seeds]
        lists = {node.parent for node in nodes if node.tag in _ITEMS}
        return {self.nodes[index].parent for index in lists if index > 0}

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
            if (
                (block.node.hidden and not self.covered)
                or self.page.is_linked(index)
                or self.page.is_caption(block)
            ):
                continue
            if _COLUMN.fullmatch(block.text) and block.node.parent == first.node.parent:
                return {index}
            enough = self._enough_beside(block, first.node)
            if self.likely[index] > enough and self.measures.sizes[index] > _SHORT:
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
            if self.likely[index] > _LEAD_IN_BOX and self._is_lead(index)
        ]
        if not found:
            return set()
        text = "\n".join([self.blocks[index].text for index in chosen])
        return {i for i in found if self.blocks[i].text[:_OPENING] not in text}

    def _is_lead(self, index: int) -> bool:
        block, text = self.blocks[index], self.blocks[index].text
        if not text.rstrip("”」』").endswith(STOPS) or not self._may_follow(index):
            return False
        size = self.measures.sizes[index]
        if size < _SENTENCE or size < _CHINESE * len(text):
            return False
        if self.page.is_caption(block) or (size < _SHORT and marks.dated(text)):
            return False
        labels = (text, self.blocks[index - 1].text)
        return not (any(map(marks.abstract_label.match, labels)) or is_notice(text))

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
            if len(text) > _SIGNATURE or self.page.is_linked(index):
                break
            if self.measures.lines[index] not in {None, "help"} or marks.related(text):
                break
            lines.add(index)
            signed = _ends_on_day(text)
        return lines if signed else set()


def _ends_on_day(text: str) -> bool:
    """Whether a line is a date, or a name and a date: 水务局 2024年11月1日."""
    if len(text) > _SIGNATURE or not _DAY.search(text, len(text) - 2):
        return False
    stamps = dates.find(text)
    if len(stamps) != 1 or ":" in text[: stamps[0].start] or "：" in text:
        return False
    return len(text) - stamps[0].end <= 1
