"""How well damaged text is restored: by length, by list, by what the damage left.

Part of ``benchmarks/restoration.py``.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from crawler.text.restoration.verdict import verdict
from crawler.text.restore import Restoration, judge, restore
from tests import damage

FIXTURES = Path(__file__).parent.parent / "tests" / "fixtures"

LISTS = (6, 32, 98)
"""Characters on a converter's list."""

WHOLE = "whole bodies"
LENGTHS = {WHOLE: 10**9, "1,000 characters": 800, "300 characters": 250}
"""Of texts: paragraphs are joined until there are so many."""

# Shares of characters: of texts, and of those whose report names nothing unresolved.
WRONG_AT_MOST = 0.005
SURELY_WRONG_AT_MOST = 0.001

# Characters. What is left of a body below this is no text of its own.
_LEAST = 150

_GLOSS = re.compile(r"[(?][a-zà-ǜ]+\)")

EDITIONS = FIXTURES / "texts" / "editions.txt"
"""Sound lines, some with a gloss of their author's."""

# What damage leaves, by number of glosses; and where there is none.
_TRACES = ("no gloss, nothing lost", "one gloss", "two glosses", "three or more")
_BYTES = "no gloss, bytes lost"

# Such lines that are put before the bodies of sound traditional pages.
_AUTHORS = 1_000


@dataclass(slots=True)
class Tally:
    """What came of the texts of one kind."""

    texts: int = 0
    missed: int = 0
    characters: int = 0
    wrong: int = 0
    sure: int = 0
    surely_wrong: int = 0

    def add(self, text: str, restored: Restoration) -> None:
        """Count one text."""
        wrong = damage.wrong(text, restored.text)
        self.texts += 1
        self.missed += restored.clone == "none"
        self.characters += len(text)
        self.wrong += wrong
        if _names_nothing_unresolved(restored):
            self.sure += len(text)
            self.surely_wrong += wrong

    def share(self) -> float:
        """Share of characters that are wrong."""
        return self.wrong / max(1, self.characters)

    def sure_share(self) -> float:
        """The same, in texts whose report names nothing unresolved."""
        return self.surely_wrong / max(1, self.sure)


class Table:
    """What came of all texts, by length of list and kind of text."""

    def __init__(self) -> None:
        self.every: defaultdict[tuple[int, str], Tally] = defaultdict(Tally)
        self.traced: defaultdict[tuple[int, str], Tally] = defaultdict(Tally)

    def add(
        self, key: tuple[int, str], text: str, restored: Restoration, *, traced: bool
    ) -> None:
        """Count one text. ``traced``: some gloss came out in it."""
        self.every[key].add(text, restored)
        if traced:
            self.traced[key].add(text, restored)

    def show(self) -> None:
        """Print the table."""
        print(
            "                        |   all            | with a gloss            |  sure"
        )
        print(
            "list  text              | texts     wrong  | texts  missed    wrong  | share   wrong"
        )
        for key, every in sorted(self.every.items()):
            traced = self.traced[key]
            print(
                f"{key[0]:4}  {key[1]:16}  | {every.texts:5}  {every.share():7.3%}  "
                f"| {traced.texts:5}  {traced.missed:6}  {traced.share():7.3%}  "
                f"|  {every.sure / every.characters:4.0%}  {every.sure_share():6.3%}"
            )
        print()


def by_text(bodies: Sequence[str], texts: int, seed: int) -> bool:
    """Damage texts of all lengths with lists of all lengths, and restore them.

    A list of six leaves none or one gloss in a short text, which hardly anything tells
    from one that was written so: its figures are shown, and have no limit.
    """
    random = Random(seed)
    written = {name: list(_cut(bodies, least)) for name, least in LENGTHS.items()}
    table = Table()
    pieces = [name for name in LENGTHS if name != WHOLE]
    for turn in range(2 * texts):
        length = LISTS[turn % len(LISTS)]
        name = WHOLE if turn < texts else random.choice(pieces)
        text = random.choice(written[name])
        glosses = damage.draw(bodies, length, random)
        given = damage.damaged(text, glosses, damage.at_random(random))
        table.add((length, name), text, restore(given), traced=_is_glossed(given))
    print("texts, each judged by itself")
    table.show()
    told = [tally for (length, _), tally in table.traced.items() if length > min(LISTS)]
    return _held(told) and _are_sure(told)


def by_page(pages: Sequence[tuple[str, Sequence[str]]], texts: int, seed: int) -> bool:
    """Damage all text of a page with one list; judge by all of it, restore the body."""
    random = Random(seed)
    bodies = [body for body, _ in pages]
    table = Table()
    for turn in range(texts):
        length = LISTS[turn % len(LISTS)]
        body, blocks = random.choice(pages)
        glosses = damage.draw(bodies, length, random)
        cut = damage.at_random(random)
        given = damage.damaged(body, glosses, cut)
        around = [damage.damaged(block, glosses, cut) for block in blocks]
        whole = "\n".join([*around, given])
        restored = restore(given, judge(whole))
        table.add((length, WHOLE), body, restored, traced=_is_glossed(whole))
    print("bodies, judged by all text of their pages")
    table.show()
    return _held(table.traced.values()) and _are_sure(table.traced.values())


def _is_glossed(text: str) -> bool:
    return _GLOSS.search(text) is not None


def _held(tallies: Iterable[Tally]) -> bool:
    return all(tally.share() <= WRONG_AT_MOST for tally in tallies)


def _are_sure(tallies: Iterable[Tally]) -> bool:
    return all(tally.sure_share() <= SURELY_WRONG_AT_MOST for tally in tallies)


def traces(bodies: Sequence[str], texts: int, seed: int) -> None:
    """Print what becomes of whole bodies by what the shortest list leaves in them."""
    random = Random(seed)
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for _ in range(texts):
        text = random.choice(bodies)
        glosses = damage.draw(bodies, min(LISTS), random)
        cut, cuts = damage.at_random(random), 0

        def counted(place: int, cut: damage.Cut = cut) -> bool:
            nonlocal cuts
            cuts += (is_cut := cut(place))
            return is_cut

        given = damage.damaged(text, glosses, counted)
        count = min(len(_GLOSS.findall(given)), len(_TRACES) - 1)
        restored = restore(given)
        kinds = ["all", _TRACES[count] if count or not cuts else _BYTES]
        for kind in [*kinds, "all with a trace"] if count or cuts else kinds:
            tallies[kind].add(text, restored)
    print(f"whole bodies, {min(LISTS)} glossed    | texts  missed    wrong")
    for name in (_TRACES[0], _BYTES, *_TRACES[1:], "all", "all with a trace"):
        tally = tallies[name]
        print(f"{name:24}  | {tally.texts:5}  {tally.missed:6}  {tally.share():7.3%}")
    print()


def authors(bodies: Sequence[str], seed: int) -> bool:
    """Convert bodies as editions in traditional script are, with an author's gloss each.

    Return whether none of them is taken for a clone, nor changed.
    """
    random = Random(seed)
    lines = EDITIONS.read_text(encoding="utf-8").splitlines()
    ways = [*damage.WAYS.values()]
    taken = 0
    best = -math.inf
    for _ in range(_AUTHORS):
        way = random.choice(ways)
        text = way(f"{random.choice(lines)}\n{random.choice(bodies)}")
        restored = restore(text)
        best = max(best, verdict(text).odds)
        taken += restored.clone != "none" or restored.text != text
    print(
        f"sound editions in traditional script: {taken} of {_AUTHORS:,} taken for clones,\n"
        f"at the best odds of {math.exp(best):.0f} to 1\n"
    )
    return not taken


def _cut(bodies: Iterable[str], least: int) -> Iterator[str]:
    """Yield texts of whole paragraphs, each of at least so many characters."""
    for body in bodies:
        piece: list[str] = []
        for paragraph in body.split("\n"):
            piece.append(paragraph)
            if sum(map(len, piece)) >= least:
                yield "\n".join(piece)
                piece = []
        if sum(map(len, piece)) >= min(least, _LEAST):
            yield "\n".join(piece)


def _names_nothing_unresolved(restored: Restoration) -> bool:
    kinds = {repair.kind for repair in restored.repairs}
    return restored.clone == "high" and not restored.lost and "shift_guess" not in kinds
