"""What stands among blocks that are body and belongs to them, likely or not.

Trees see too rarely what most texts do not have: tables, lists, subheads, days.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property, lru_cache
from itertools import zip_longest

from crawler.edges import ends_on_day, with_edges
from crawler.hints import HEADINGS
from crawler.likely import BODY, STOPS, Likely
from crawler.text import marks

# Chance that is enough for a block among others of its kind that are body, and for
# one that is an item of a list or table among them.
_AMONG_KIN = 0.15
_AMONG_KIN_INSIDE = 0.01
_ITEM = 0.05

# Chance that is enough for a heading that is a link, among others of its kind.
_LINKED_HEADING = 0.35

# Blocks above the first seed within which others of its kind are looked for.
_BEFORE = 12

# Chance that is enough for a line beside others, and for one in a section of its own.
_BESIDE = 0.2
_APART = 0.4

# Size.
_SHORT = 36
_FEW_WORDS = 18
_SENTENCE = 20

# Characters.
_SIGNATURE = 30

_ITEMS = frozenset({"li", "dd", "dt"})

# Blocks among which the next number of a list that counts stands.
_COUNTED = 3

_NO_SUBHEAD = tuple("。！!…；;，,、")
_TIME_LINE = re.compile(r"[时時][间間]\s*[:：]?\s*\d")
_EVENT_TIME = re.compile(r"\W*\S{0,4}[时時][间間]\s*[:：]\s*\d{1,2}(?!\d)")
# 4月24日 阴: what a diary's entry begins with
_ENTRY = re.compile(
    r"\W*(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日\W*(?:(?:星期|[周週])[一二三四五六日天]\W*)?"
    r"[晴阴陰雨雪多云雲转轉雾霧风風小中大暴阵陣雷]{1,6}\W*"
)
# Entries that make a live report, and blocks of one.
_FEWEST_ENTRIES = 3
_LONGEST_ENTRY = 20
_HAN = re.compile("[\u3400-\u9fff]")
_SUBHEAD = re.compile(
    r"(?:sub|big|small|mid|para(?:graph)?)[-_]?(?:title|head)|(?:^|[\s_-])h[2-5](?:$|[\s_-])",
    re.IGNORECASE,
)

# 官方回复：, over what an office answers
_ANSWERED = re.compile(r"\S{2,12}[回答][复覆復]\s*[:：]")


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
        self._headings: list[bool | None] = [None] * len(page.blocks)
        best = max(page.chances, default=0.0)
        self.around_lists: set[int] = set()
        self.covered = False  # the body is what a script shows once it has loaded
        self.among_kin = min(_AMONG_KIN, best / 6) if best < BODY else _AMONG_KIN

    def added(self, seeds: set[int]) -> set[int]:
        """The seeds with what stands among them and is of their kind, or an item."""
        wrapped = frozenset(map(self._wrapped, seeds)) - {None}
        kinds = _Kinds(frozenset(map(self._kind, seeds)), wrapped)
        holders = self.page.holders(seeds)
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
        # Days, and headings over what the second round has added.
        lines = [
            i
            for i in candidates
            if ends_on_day(self.blocks[i].text) or self._is_heading(i)
        ]
        chosen |= {i for i in lines if self._is_among(i, chosen)}
        chosen |= self._entries(chosen)
        return with_edges(self.page, chosen, holders)

    def _entries(self, chosen: set[int]) -> set[int]:
        """All entries of a live report of which some are body, each under its time."""
        tops = [
            block.index
            for block in self.blocks
            if block.node.tag in HEADINGS
            and not block.links
            and marks.entry.match(block.text)
        ]
        if len(tops) < _FEWEST_ENTRIES:
            return set()
        found: set[int] = set()
        for top, following in zip_longest(tops, tops[1:], fillvalue=len(self.blocks)):
            end = min(self.ends[self.blocks[top].node.parent], following)
            below = range(top + 1, min(end, top + 1 + _LONGEST_ENTRY))
            found.update([top, *filter(self._may_be_entry, below)])
        return found if chosen & found else set()

    def _may_be_entry(self, index: int) -> bool:
        block = self.blocks[index]
        if block.node.hidden or self.page.is_linked(index) or self._is_button(index):
            return False
        return self.page.may_be_body(index) and not self.page.is_caption(block)

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
            and not self._is_count(index)
        ]

    def _is_wanted(
        self, index: int, span: range, kinds: _Kinds, holders: set[int]
    ) -> bool:
        """Whether a block is likely enough, given which blocks are body around it."""
        chance, inside = self.likely[index], index in span
        kind = self._kind(index)
        if inside and (self._is_subhead(index) or self._is_named_subhead(index)):
            return True
        if self.measures.lines[index] == "help":  # whom an announcement says to call
            return inside and kind in kinds.both
        wrapped = kinds.wrapped and self._wrapped(index) in kinds.wrapped
        if wrapped or kind in kinds.both:
            # marked up as seeds are, beside them
            among = inside or self._opens(index, span.start)
            enough = _AMONG_KIN_INSIDE if among else self.among_kin
            return chance > enough and not self._dated(index)
        beside = inside and kind[1] in kinds.parents
        over = inside and self._is_line_over_text(index)
        if beside or (over and self._recurs(index)):
            low = over or (beside and self.blocks[index].node.tag in _ITEMS)
            if chance > (_ITEM if low else _BESIDE):
                return not self._dated(index)
        apart = chance > _APART and kind[0] in kinds.kin  # each in its own section
        long = self.measures.sizes[index] > _FEW_WORDS
        if apart or (long and chance > _BESIDE and kind[1] in self.around_lists):
            return self.blocks[index].text.endswith(STOPS)
        may_be_item = index > span.start and (inside or chance > _ITEM)
        return may_be_item and self.page.is_item(self.blocks[index].node, holders)

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
            return _EVENT_TIME.match(text) is not None or ends_on_day(text)
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

    def _is_count(self, index: int) -> bool:
        """Whether an item of a list only counts, as beside lines of code: 1, 2, 3.

        Others of a footnotes' list stand a text apart. Numbers that were drawn do not count.
        """
        block = self.blocks[index]
        if not block.text.isdecimal() or block.node.tag != "li":
            return False
        number = int(block.text)
        before = self.blocks[max(0, index - _COUNTED) : index]
        behind = self.blocks[index + 1 : index + 1 + _COUNTED]
        return any(b.text == str(number - 1) for b in before) or any(
            b.text == str(number + 1) for b in behind
        )

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

    def _is_named_subhead(self, index: int) -> bool:
        """Whether a line right over a paragraph is what its class calls it."""
        if not self._is_called_subhead(index):
            return False
        return self._is_line_over_text(index) and not self._dated(index)

    def _is_called_subhead(self, index: int) -> bool:
        """Whether a class calls the line what it is: ``subTitle``."""
        return _calls_subhead(self.blocks[index].node.hint)

    def _recurs(self, index: int) -> bool:
        """Whether another block is marked up as this one is."""
        return self._kin_counts[self.measures.kin[index]] > 1

    @cached_property
    def _kin_counts(self) -> Counter[int]:
        return Counter(self.measures.kin)

    def _is_heading(self, index: int) -> bool:
        """Whether a short line is set as a heading, and none over links."""
        known = self._headings[index]
        if known is None:  # the same are asked about again in the second round
            known = self._headings[index] = self._is_set_as_heading(index)
        return known

    def _is_set_as_heading(self, index: int) -> bool:
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
        if len(text) >= _SIGNATURE or text.endswith((*STOPS, "，", "：")):
            return False
        if _ENTRY.fullmatch(text):
            return False
        return bool(marks.dated(text) or _TIME_LINE.search(text))

    def _around_lists(self, seeds: set[int]) -> set[int]:
        """The nodes right around lists whose items are body: what is beside may be, too."""
        nodes = [self.blocks[index].node for index in seeds]
        lists = {node.parent for node in nodes if node.tag in _ITEMS}
        return {self.nodes[index].parent for index in lists if index > 0}


@lru_cache(maxsize=4_096)
def _calls_subhead(hint: str) -> bool:
    """Whether a class or id is a subhead's. Remembered: a page has few different ones."""
    return bool(hint) and _SUBHEAD.search(hint) is not None
