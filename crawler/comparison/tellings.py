"""An article as it is compared."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from crawler.items import Article
from crawler.text import folding, minhash, numerals

# Characters that are compared of an article: two of 20,000 take 100 ms to align.
_MOST = 6_000

# Characters. A shorter headline is that of a column: 快讯, 今日天气.
_TITLE = 6

# Characters that must be left of a text beside its boilerplate, and which share.
_LEAST = 20
_LEAST_SHARE = 0.1


@dataclass(frozen=True)
class Telling:
    """Headline and paragraphs of one article, folded. Not slotted: it remembers."""

    headline: str
    paragraphs: tuple[str, ...]
    """Empty where the article has no letter or digit in its body."""

    boilerplate: frozenset[str] = frozenset()
    """Paragraphs that stand under other stories, too, and weigh nothing."""

    @classmethod
    def of(cls, article: Article) -> Telling:
        """Fold the article, at most its first 6,000 characters."""
        room = _MOST
        kept = []
        for text in folding.paragraphs(article.body):
            kept.append(text[:room])
            room -= len(text)
            if room <= 0:
                break
        return cls(folding.fold(article.headline or ""), tuple(kept))

    @property
    def body(self) -> str:
        """The body in one string."""
        return "".join(self.paragraphs)

    @cached_property
    def text(self) -> str:
        """The body in one string, each number as one character."""
        return "".join(self._symbols)

    @cached_property
    def title(self) -> str:
        """The headline, each number as one character."""
        return minhash.symbols(self.headline)

    @cached_property
    def _symbols(self) -> list[str]:
        """The paragraphs, each number as one character."""
        return minhash.symbols("\n".join(self.paragraphs)).split("\n")

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where the paragraphs begin in ``text``, and where the last one ends."""
        return tuple(accumulate(map(len, self._symbols), initial=0))

    def paragraph_at(self, place: int) -> tuple[int, int]:
        """Where the paragraph that holds a place of ``text`` begins and ends."""
        after = min(bisect_right(self.starts, place), len(self.starts) - 1)
        return self.starts[after - 1], self.starts[after]

    @cached_property
    def _numbers(self) -> dict[int, str]:
        """The numbers in digits, by the characters that stand for them."""
        tokens = set(numerals.TOKEN.findall(f"{self.headline}\n{self.body}"))
        return {
            ord(minhash.symbols(token)): token.removeprefix(numerals.MARK)
            for token in tokens
        }

    def marked(self, boilerplate: frozenset[str]) -> Telling:
        """Return the telling that knows which of its paragraphs are boilerplate.

        Where little else is left, none is: boilerplate is what stands beside a text.
        """
        found = boilerplate.intersection(self.paragraphs)
        whole = sum(map(len, self.paragraphs))
        left = whole - sum(len(text) for text in self.paragraphs if text in found)
        if not found or left < max(_LEAST, _LEAST_SHARE * whole):
            return self
        return replace(self, boilerplate=found)

    def weight(self, spans: Iterable[tuple[int, int]]) -> int:
        """Return how many characters of ``text`` lie in spans, boilerplate left out."""
        if not self.boilerplate:
            return sum(end - start for start, end in spans)
        return sum(
            max(0, min(end, last) - max(start, first))
            for start, end in spans
            for first, last in self._own
        )

    @cached_property
    def size(self) -> int:
        """The characters of ``text``, boilerplate left out."""
        return self.weight([(0, len(self.text))])

    @cached_property
    def _own(self) -> tuple[tuple[int, int], ...]:
        """Where the paragraphs that are no boilerplate begin and end in ``text``."""
        return tuple(
            (self.starts[place], self.starts[place + 1])
            for place, paragraph in enumerate(self.paragraphs)
            if paragraph not in self.boilerplate
        )

    @property
    def keys(self) -> tuple[int, ...]:
        """What tellings that may be one have in common: minima, and the whole headline."""
        own = "".join(text for text in self.paragraphs if text not in self.boilerplate)
        minima = minhash.minima(own) if own else ()
        return minima + (
            (minhash.whole(self.title),) if len(self.title) >= _TITLE else ()
        )

    def printed(self, text: str) -> str:
        """Return a part of ``text`` or ``title`` with its numbers in digits."""
        return text.translate(self._numbers)
