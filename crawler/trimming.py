"""What is no body wherever it stands: notices, writers' lines, further articles.

A model has seen a few hundred outlets. Each prints its own notices, and marks them
up like paragraphs: these are told by their words and their places instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice

from crawler.blocks import Block, Node, Outline
from crawler.hints import HEADINGS
from crawler.measures import Measures
from crawler.notices import (
    is_advertising,
    is_call,
    is_credit,
    is_further_reading,
    is_notice,
    is_origin,
    is_pointed_at,
    is_prompt,
    is_reading_time,
    is_tool,
    solicits,
)
from crawler.rows import running
from crawler.signs import (
    LONGEST_ALONE,
    is_dated_byline,
    is_day,
    is_retold,
    is_writers,
    writers_over,
)
from crawler.text import marks
from crawler.text.attribution import sign_off
from crawler.text.similarity import plain

# Paragraphs at the end among which notices are looked for; characters of other text
# behind which there are none.
_NOTICES = 12
_FAR_ENOUGH = 400

# Share of the headline that lines over the text must repeat to be the headline.
_REPEATED = 0.7

# Size of a paragraph that nobody writes twice; how many different ones make a copy.
_REPEATABLE = 12
_COPIED = 2

# Share of the body that may stand in what a class calls an advertisement; levels at
# which that class is looked for.
_SOME = 0.5
_LEVELS = 3

# Share of a block's text in links from which on it is one; share of the body that
# links to other articles may have.
_LINKED = 0.5
_ALL_LINKED = 0.9
_LISTED = 0.1

# Share of the body that further reading between its paragraphs may have; lines of it
# that only point.
_FURTHER = 0.3
_MOST_POINTERS = 2

# Share of the body that may stand below the editor's line, and how many blocks below
# it must be to be another text's.
_ISLAND = 0.3
_APART = 3

# Blocks above the text among which a byline stands, and below the headline.
_ABOVE = 8
_BYLINE_BELOW = 3

# Characters.
_LONGEST_LINE = 60
_SHORT = 36
_SIGN = 16

# Characters without a width, and spaces.
_UNSEEN = " \u200b\u200d\u2060\ufeff"

_HEADLINES = frozenset({"h1", "h2", "h3"})
_SENTENCE_ENDS = ("。", "！", "？", "…")

# Lines that may end a text of which more is asked: each costs a look at all below it.
_MOST_SIGNS = 4

# 网友评论（36）, 全部留言: a heading over readers' remarks.
_REMARKS = re.compile(
    r"\W*(?:[网網]友|精彩|最新|全部|[热熱][门門]|[用][户戶]|[读讀]者)?(?:[热熱]?[评評][论論]?|跟[贴貼帖]|留言|回[复覆復])\W*\d*\s*[条條]?\W*"
)

# author-bio: a note on the writer under the text.
_ON_WRITER = re.compile(
    r"(?i)(?:author|writer|contributor|columnist)s?[-_]{0,2}(?:bio|box|card|desc|note)"
)

# 08:10快递怎么走得更顺: a link to another report of the day; how many make a list.
_TIMED = re.compile(r"[0-2]?\d[:：][0-5]\d")
_FEW_FLASHES = 3

# What shows a sentence of the text again, in larger letters; its least size.
_PULLED = re.compile(r"(?i)pull|(?<!block)(?<!block[-_])quote")
_QUOTES = " \"'“”‘’「」『』«»….,。，!！?？"
_SHORTEST_QUOTE = 12
_MOST_PULLED = 12  # each costs a look at all of the text

# A line drawn with marks.
_RULE = re.compile(r"[-–—_=*~·.\s]{3,}")

_ADVERTISEMENT = re.compile(
    r"(?:^|[\W_])(?:ads?|adv|gg|guanggao|promo\w*|sponsor\w*|tuiguang|advert\w*)(?:[\W_\d]|$)"
    r"|twitter-tweet|instagram-media|tiktok-embed"  # of others, shown in a frame
)
_LEADING_ON = re.compile(
    r"(?:(?:查看|[阅閱][读讀])(?:更多|全文|原文)|返回\S{2,6}首[页頁])\W*$"
)


def trimmed(
    outline: Outline,
    measures: Measures,
    chosen: set[int],
    weights: Sequence[float],
    is_caption: Callable[[Block], bool],
) -> set[int]:
    """Return ``chosen``, a body's blocks, without what is known to be none.

    ``weights`` are each block's size times how likely it is body.
    """
    trim = _Trim(outline, measures, weights)
    left = trim.without_islands(trim.without_further_articles(chosen))
    left = before_remarks(outline.blocks, left, min(left, default=0))
    left = {i for i in left if not is_caption(outline.blocks[i])}
    left = trim.without_related(trim.without_advertisements(left))
    left = trim.without_flashes(trim.without_further_reading(left))
    left = trim.without_pull_quotes(left)
    left = trim.without_copies(left)
    return trim.without_opening(trim.without_notices(sorted(left)))


class _Trim:
    """One page's body while it is trimmed."""

    def __init__(
        self, outline: Outline, measures: Measures, weights: Sequence[float]
    ) -> None:
        self.outline = outline
        self.blocks = outline.blocks
        self.measures = measures
        self.weights = weights

    def without_further_articles(self, chosen: set[int]) -> set[int]:
        """Without what stands under a second headline of the headline's own kind."""
        headline, kin = self.measures.headline, self.measures.kin
        if headline < 0 or not chosen:
            return chosen
        first, last, own_kin = min(chosen), max(chosen), kin[headline]
        node = self.blocks[headline].node
        span = range(max(first, headline) + 1, last)
        if (other := next(filter(self._is_headline, span), -1)) >= 0:
            return {index for index in chosen if index < other} or chosen
        if node.tag not in {"h1", "h2"}:
            return chosen
        alike = [index for index in span if kin[index] == own_kin]
        if not alike or any(kin[index] == own_kin for index in chosen):
            return chosen
        own = plain(self.blocks[headline].text)
        for index in alike:
            block = self.blocks[index]
            if not block.node.hidden and plain(block.text) != own:
                return {other for other in chosen if other < index}
        return chosen

    def _is_headline(self, index: int) -> bool:
        """Whether a block is another article's headline: a dated byline is below it."""
        block = self.blocks[index]
        if block.node.tag not in _HEADLINES or block.node.hidden:
            return False
        below = self.blocks[index + 1 : index + 3]
        below = tuple(line for line in below if line.node.tag not in _HEADLINES)
        if not any(
            is_dated_byline(following.text) or self._is_byline_alike(following)
            for following in below
        ):
            return False
        return plain(block.text) != plain(self.blocks[self.measures.headline].text)

    def _is_byline_alike(self, block: Block) -> bool:
        """Whether a line with a day is marked up as the one under the headline is."""
        top, own = self.measures.headline, self._markup(block)
        text, classes = block.text, own[1] or own[3]
        if len(text) > _LONGEST_LINE or text.endswith(_SENTENCE_ENDS):
            return False
        if not classes or not marks.dated(text):
            return False
        return any(
            self._markup(line) == own and marks.dated(line.text)
            for line in self.blocks[top + 1 : top + 1 + _BYLINE_BELOW]
        )

    def _markup(self, block: Block) -> tuple[str, str, str, str]:
        """Tags and classes of a block's element and the one around it."""
        node = block.node
        around = self.outline.nodes[max(node.parent, 0)]
        return node.tag, node.hint, around.tag, around.hint

    def without_islands(self, chosen: set[int]) -> set[int]:
        """Without the little that stands far below the line that names the editor."""
        top, last = min(chosen, default=0), max(chosen, default=0)
        lines = self.measures.lines[top:last]
        if "editors" not in lines:
            return chosen
        whole = sum([self.weights[i] for i in chosen])
        least = (1 - _ISLAND) * whole
        ends = (i for i, line in enumerate(lines, top) if line == "editors")
        for end in islice(ends, _MOST_SIGNS):
            above = {index for index in chosen if index < end}
            below = min(chosen - above)
            weight = sum([self.weights[i] for i in above])
            if below - end > _APART and weight > least:
                return above
            if weight > _ISLAND * whole and self._begins_anew(end, below):
                return above
        return chosen

    def _begins_anew(self, end: int, below: int) -> bool:
        """Whether a heading of another container stands between two blocks, or second."""
        own = self.blocks[end - 1].node.parent if end else -1
        between = self.blocks[end + 1 : below + 1]
        return any(b.node.tag in HEADINGS and b.node.parent != own for b in between)

    def without_related(self, chosen: set[int]) -> set[int]:
        """Without headings over links to other articles, and those links."""
        links, end = self.measures.links, max(chosen, default=0)
        out: set[int] = set()
        for index in [i for i in chosen if i < end and links[i + 1] > _LINKED]:
            text = self.blocks[index].text
            if links[index] > _LINKED or len(text) > _SHORT or not marks.related(text):
                continue
            out.add(index)
            following = index + 1
            while following <= end and links[following] > _LINKED:
                out.add(following)
                following += 1
        if chosen and self._is_over_links(end):
            out.add(end)
        out &= chosen
        if not out:
            return chosen
        most = _LISTED * sum([self.weights[i] for i in chosen])
        few = sum([self.weights[i] for i in out]) < most
        return chosen - out if few else chosen

    def without_further_reading(self, chosen: set[int]) -> set[int]:
        """Without lines between paragraphs that say 相关报道 and are a link for the rest.

        More than a few that only point (>>>) are headings of a digest, and stay.
        """
        links, order = self.measures.links, sorted(chosen)[1:-1]
        linked = [index for index in order if links[index] > _LINKED]
        labelled = [i for i in linked if is_further_reading(self.blocks[i])]
        pointing = [i for i in linked if is_pointed_at(self.blocks[i])]
        out = {*labelled, *(pointing if len(pointing) <= _MOST_POINTERS else ())}
        if not out:
            return chosen
        most = _FURTHER * sum([self.weights[i] for i in chosen])
        few = sum([self.weights[i] for i in out]) < most
        return chosen - out if few else chosen

    def without_flashes(self, chosen: set[int]) -> set[int]:
        """Without other reports, each under a link that begins with a time of day."""
        links = self.measures.links
        out = {
            index
            for index in chosen
            if index
            and links[index - 1] > _LINKED
            and _TIMED.match(self.blocks[index - 1].text)
        }
        if len(out) < _FEW_FLASHES or min(chosen) in out:
            return chosen
        return chosen - out

    def without_pull_quotes(self, chosen: set[int]) -> set[int]:
        """Without what a frame shows again of the text, in larger letters."""
        out: set[int] = set()
        pulled = [index for index in chosen if self._is_pulled(index)]
        if len(pulled) > _MOST_PULLED:
            return chosen
        for index in pulled:
            said = self.blocks[index].text.strip(_QUOTES)
            texts = (self.blocks[other].text for other in chosen)
            if any(said in text and len(text) > len(said) + 4 for text in texts):
                out.add(index)
        return chosen - out

    def _is_pulled(self, index: int) -> bool:
        """Whether a class calls a sentence a quotation that is set apart."""
        node = self.blocks[index].node
        if self.measures.sizes[index] < _SHORTEST_QUOTE or node.tag in HEADINGS:
            return False
        around = self.outline.nodes[max(node.parent, 0)]
        return _is_quotation(node.hint) or _is_quotation(around.hint)

    def _is_over_links(self, last: int) -> bool:
        """Whether the last paragraph is a heading over links that are no body."""
        links, text = self.measures.links, self.blocks[last].text
        if (
            last + 1 >= len(links)
            or links[last + 1] <= _LINKED
            or links[last] > _LINKED
        ):
            return False
        return len(text) <= _SHORT and marks.related(text)

    def without_copies(self, chosen: set[int]) -> set[int]:
        """Without the second of two copies, as made for screens of two widths."""
        if len({self.blocks[index].text for index in chosen}) == len(chosen):
            return chosen
        seen: set[str] = set()
        again: list[int] = []
        for index in sorted(chosen):
            text = self.blocks[index].text
            if text in seen and self.measures.sizes[index] > _REPEATABLE:
                again.append(index)
            seen.add(text)
        if len({self.blocks[index].text for index in again}) < _COPIED:
            return chosen
        copies = range(again[0], again[-1] + 1)
        texts = [self.blocks[i].text for i in chosen if i in copies]
        if len(again) < _REPEATED * len(texts):
            return chosen
        return {index for index in chosen if index not in copies}

    def without_advertisements(self, chosen: set[int]) -> set[int]:
        """Without what advertises by its words, or stands where a class says so.

        Not without the latter if that is much.
        """
        chosen = {i for i in chosen if not self._advertises(i)} or chosen
        places = {self.blocks[index].node.path for index in chosen}
        suspect = {place for place in places if self._may_be_in_advertisement(place)}
        if not suspect:
            return chosen
        order = range(len(self.blocks))
        until = running([self.weights[i] if i in chosen else 0.0 for i in order])
        most = _SOME * until[-1]
        known: dict[int, bool] = {}
        found = set()
        for index in chosen:
            node = self.blocks[index].node
            if node.path not in suspect:
                continue
            for _ in range(_LEVELS):
                if node.index not in known:
                    known[node.index] = self._is_advertisement(node, until, most)
                if known[node.index]:
                    found.add(index)
                    break
                if node.parent < 0:
                    break
                node = self.outline.nodes[node.parent]
        return chosen - found

    def _advertises(self, index: int) -> bool:
        text = self.blocks[index].text
        if text.isascii() and solicits(text):
            return True
        if len(text) > _LONGEST_LINE:
            return False
        if is_advertising(text) or is_tool(text) or not text.strip(_UNSEEN):
            return True
        return self.measures.links[index] > _ALL_LINKED and is_call(text)

    def _may_be_in_advertisement(self, path: int) -> bool:
        for _ in range(_LEVELS):
            if path < 0:
                break
            path, _, hint = self.outline.paths.known[path]
            if is_advertisement(hint):
                return True
        return False

    def _is_advertisement(
        self, node: Node, until: Sequence[float], most: float
    ) -> bool:
        """Whether a class says so of less of the body than the most that may be."""
        if not is_advertisement(node.hint):
            return False
        start, end = self.outline.starts[node.index], self.outline.ends[node.index]
        return until[end] - until[start] < most

    def without_notices(self, order: list[int]) -> list[int]:
        """Without notices and writers' lines at the end, and writers' at the start."""
        del order[self._notices_from(order) :]
        noted = bool(order) and not self._is_on_writer(self.blocks[order[0]].node)
        while len(order) > 1 and (
            _RULE.fullmatch(self.blocks[order[-1]].text)
            or (noted and self._is_on_writer(self.blocks[order[-1]].node))
        ):
            del order[-1]
        if len(order) > 1 and sign_off(self.blocks[order[-1]].text):
            del order[-1]
        for index in (*order[:2], *order[-2:]):
            block = self.blocks[index]
            if len(order) > 1 and (
                is_writers(paragraph(block)) or is_prompt(block.text)
            ):
                order = [other for other in order if other != index]
        return order

    def _is_on_writer(self, node: Node) -> bool:
        """Whether a class calls the place a note on who wrote."""
        around = self.outline.nodes[max(node.parent, 0)]
        return any(map(_ON_WRITER.search, (node.hint, around.hint)))

    def _notices_from(self, order: Sequence[int]) -> int:
        """Place in ``order`` from which on there are notices, and hardly else."""
        start = last = len(order)
        if order and is_day(self.blocks[order[-1]].text):
            return last  # signed: what stands above it is what is announced
        noticed = other = 0
        for place in range(last - 1, max(0, last - _NOTICES), -1):
            text = self.blocks[order[place]].text
            if not is_notice(text):
                other += len(text)
                if other > _FAR_ENOUGH:
                    break
                continue
            noticed += len(text)
            if noticed < other:
                break
            start, noticed, other = place, 0, 0
        return start

    def without_opening(self, order: list[int]) -> set[int]:
        """Without the headline's own words over the text, a byline, an abstract's box."""
        if len(order) > 1 and is_origin(self.blocks[order[0]].text):
            order.pop(0)
        del order[: self._title_lines(order)]
        for _ in range(2):
            if len(order) > 1 and self._is_label(order[0]):
                order.pop(0)
        opened = len(order) > 1 and is_day(self.blocks[order[0]].text)  # of a speech
        if len(order) > 1 + opened and self._is_signed(order[opened:]):
            order.pop(opened)
        if len(order) > 1:
            block, following = self.blocks[order[0]], self.blocks[order[1]]
            kin = self.measures.kin
            if kin[block.index] != kin[following.index] and marks.abstract_label.match(
                block.text
            ):
                order.pop(0)
        return set(order)

    def _is_signed(self, order: list[int]) -> bool:
        """Whether the first line names the writers of an essay, and no more."""
        line = self.blocks[order[0]]
        if len(line.text) > LONGEST_ALONE:
            return False
        return bool(writers_over(line, [self.blocks[index] for index in order[1:]]))

    def _is_label(self, first: int) -> bool:
        """Whether the first paragraph is a byline, says how long the text is, or when.

        Where a line above tells a day, one that opens the text is its own: a speech's.
        """
        text = self.blocks[first].text
        if is_dated_byline(text) or is_reading_time(text) or is_credit(text):
            return True
        if len(text) <= _LONGEST_LINE and marks.dated(text) and marks.tools(text):
            return not text.endswith(("。", "！", "？"))  # 2024-11-01 字体：大 中 小
        above = self.blocks[max(self.measures.headline, first - _ABOVE, 0) : first]
        return is_day(text) and not any(marks.dated(block.text) for block in above)

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
                if number == 1 and is_retold(self.blocks[index].text, own):
                    lines = number
                break
            if len(joined) >= _REPEATED * len(own):
                lines = number
        return lines


def before_remarks(blocks: Sequence[Block], indices: set[int], top: int) -> set[int]:
    """Return ``indices`` without those under a heading over readers' remarks.

    It is looked for from the block ``top`` on, and says what it is in words, as each
    remark says its day. What is all below it is left as it is.
    """
    last = max(indices, default=0)
    signs = (
        block
        for block in blocks[top + 1 : last]
        if len(block.text) <= _SIGN
        and not block.text.isascii()
        and _REMARKS.fullmatch(block.text)
    )
    for block in islice(signs, _MOST_SIGNS):
        below = blocks[block.index + 1 : last + 2]
        dated = [b for b in below if len(b.text) < _SHORT and marks.dated(b.text)]
        if len(dated) > 1 and 4 * len(dated) >= len(below) - 1:
            return {index for index in indices if index < block.index} or indices
    return indices


def paragraph(block: Block) -> str:
    """Return the text of a body's block, without a link at its end that leads on.

    返回江口网，查看更多 stands in the last paragraph itself. What has no width is left out
    at both ends, where editors leave it.
    """
    text = block.text.strip(_UNSEEN)
    if not block.links or not _LEADING_ON.search(text[-_SHORT:]):
        return text
    linked = "".join(map(str, block.links[-1].itertext())).strip()
    leads_on = len(linked) <= _SHORT and _LEADING_ON.search(linked)
    if not leads_on or not text.endswith(linked):
        return text
    return text.removesuffix(linked).rstrip() or text


@lru_cache(maxsize=4_096)
def _is_quotation(hint: str) -> bool:
    """Whether a class or id is of a quotation. Remembered: a page has few different ones."""
    return bool(hint) and _PULLED.search(hint) is not None


@lru_cache(maxsize=20_000)
def is_advertisement(hint: str) -> bool:
    """Say whether a class or id calls the element an advertisement."""
    return bool(hint) and _ADVERTISEMENT.search(hint.lower()) is not None
