"""What is no body wherever it stands: notices, writers' lines, further articles.

A model has seen a few hundred outlets. Each prints its own notices, and marks them
up like paragraphs: these are told by their words and their places instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from crawler.blocks import Block, Node, Outline
from crawler.measures import Measures
from crawler.text import marks
from crawler.text.names import has_surname, names
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

# Characters.
_SHORT = 36
_SIGNATURE = 30
_BYLINE = 60

_ADVERTISEMENT = re.compile(
    r"(?:^|[\W_])(?:ads?|adv|gg|guanggao|promo\w*|sponsor\w*|tuiguang|advert\w*)(?:[\W_\d]|$)"
)
# What notices about rights, reprints, risk and apps speak of. Two of them in one
# paragraph at the end make it a notice.
_TOPICS = (
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
_NOTICE_TOPICS = tuple(map(re.compile, _TOPICS))
_ANY_TOPIC = re.compile("|".join(_TOPICS))
_SPEAKS_OF_ITSELF = re.compile(r"本[文站网網报報刊社公平]|稿件|如[您有發发]|凡")
_NOTICE_HEADING = re.compile(r"(?:[声聲]明|公告|提示|[须須]知)\s*[:：]?$")


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
    left = trim.without_further_articles(chosen)
    left = {i for i in left if not is_caption(outline.blocks[i])}
    left = trim.without_copies(trim.without_advertisements(left))
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
        if node.tag not in {"h1", "h2"}:
            return chosen
        alike = [i for i in range(max(first, headline) + 1, last) if kin[i] == own_kin]
        if not alike or any(kin[index] == own_kin for index in chosen):
            return chosen
        own = plain(self.blocks[headline].text)
        for index in alike:
            block = self.blocks[index]
            if not block.node.hidden and plain(block.text) != own:
                return {other for other in chosen if other < index}
        return chosen

    def without_copies(self, chosen: set[int]) -> set[int]:
        """Without the second of two copies, as made for screens of two widths."""
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
        """Without what stands in an advertisement, as a class says; not if that is much."""
        places = {self.blocks[index][2][7] for index in chosen}
        suspect = {place for place in places if self._may_be_in_advertisement(place)}
        if not suspect:
            return chosen
        most = _SOME * sum([self.weights[i] for i in chosen])
        known: dict[int, bool] = {}
        found = set()
        for index in chosen:
            node = self.blocks[index].node
            if node.path not in suspect:
                continue
            for _ in range(_LEVELS):
                if node.index not in known:
                    known[node.index] = self._is_advertisement(node, chosen, most)
                if known[node.index]:
                    found.add(index)
                    break
                if node.parent < 0:
                    break
                node = self.outline.nodes[node.parent]
        return chosen - found

    def _may_be_in_advertisement(self, path: int) -> bool:
        for _ in range(_LEVELS):
            if path < 0:
                break
            path, _, hint = self.outline.paths[path]
            if is_advertisement(hint):
                return True
        return False

    def _is_advertisement(self, node: Node, chosen: set[int], most: float) -> bool:
        if not is_advertisement(node.hint):
            return False
        inside = range(self.outline.starts[node.index], self.outline.ends[node.index])
        return sum([self.weights[i] for i in chosen if i in inside]) < most

    def without_notices(self, order: list[int]) -> list[int]:
        """Without notices and writers' lines at the end, and writers' at the start."""
        del order[self._notices_from(order) :]
        for index in (*order[:2], *order[-2:]):
            if len(order) > 1 and _is_writers(self.blocks[index].text):
                order = [other for other in order if other != index]
        return order

    def _notices_from(self, order: Sequence[int]) -> int:
        """Place in ``order`` from which on there are notices, and hardly else."""
        start = last = len(order)
        noticed = other = 0
        for place in range(last - 1, max(0, last - _NOTICES), -1):
            text = self.blocks[order[place]].text
            if not _is_notice(text):
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
        del order[: self._title_lines(order)]
        if len(order) > 1 and _is_dated_byline(self.blocks[order[0]].text):
            order.pop(0)
        if len(order) > 1:
            block, following = self.blocks[order[0]], self.blocks[order[1]]
            kin = self.measures.kin
            if kin[block.index] != kin[following.index] and marks.abstract_label.match(
                block.text
            ):
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
def is_advertisement(hint: str) -> bool:
    """Say whether a class or id calls the element an advertisement."""
    return bool(hint) and _ADVERTISEMENT.search(hint.lower()) is not None


def _is_notice(text: str) -> bool:
    if marks.line(text) in {"rights", "mention", "help", "scan", "end"}:
        return True
    if len(text) < _SIGNATURE and _NOTICE_HEADING.search(text):
        return True
    topic = _ANY_TOPIC.search(text)
    if topic is None or _ANY_TOPIC.search(text, topic.start() + 1) is None:
        return False  # no two topics begin at one place
    topics = len([1 for topic in _NOTICE_TOPICS if topic.search(text)])
    return topics > 2 or (topics == 2 and bool(_SPEAKS_OF_ITSELF.search(text)))  # noqa: PLR2004


def _is_dated_byline(text: str) -> bool:
    """Whether a line says when and by whom, and no more: 2024-11-01 来源：江口日报."""
    if len(text) > _BYLINE or text.endswith(("。", "！", "？")):
        return False
    return marks.dated(text) and marks.byline(text)


def _is_writers(text: str) -> bool:
    """Whether a line only says who wrote the text: 本报记者 张三."""
    if len(text) > _SHORT or marks.line(text) != "writers":
        return False
    return any(has_surname(name) or "/" in text or "／" in text for name in names(text))
