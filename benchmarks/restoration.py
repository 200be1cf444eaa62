"""How well damaged text is restored, how well sound text is left alone, at what cost.

    python benchmarks/restoration.py [FOLDER] [--texts N] [--seed N]

FOLDER has ``gold.jsonl`` and ``html/ID.html.gz``; without one, the saved pages of the
tests are taken. Damage is made by the forward model of ``tests/damage.py``, with lists
of glossed characters that are drawn by seed. Exit code 1: a figure is beyond its limit.
"""

from __future__ import annotations

import contextlib
import re
import statistics
import sys
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import process_time

from parsel import Selector

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawler import Page, PageError
from crawler.blocks import outline
from crawler.evaluation import cases
from crawler.text.chinese import language
from crawler.text.restore import Restoration, judge, restore
from tests import damage, encodings

OURS = Path(__file__).parent.parent / "tests" / "fixtures" / "pages"

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

EDITIONS = OURS.parent / "texts" / "editions.txt"
"""Sound lines, some with a gloss of their author's."""

# Such lines that are put before the bodies of sound traditional pages.
_AUTHORS = 1_000

# Times what parsing the page costs; and seconds for 3,000 characters.
SOUND_AT_MOST = 0.15
DAMAGED_AT_MOST = 0.1
_LONG = 3_000

ROUNDS = 5
_TIMED = 12

DECODED_AT_LEAST = 0.995
_PAGES = 200


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


def main() -> int:
    """Print all figures. Return 1 if one is beyond its limit."""
    parser = ArgumentParser(description="How well damaged text is restored")
    parser.add_argument("folder", type=Path, nargs="?", default=OURS)
    parser.add_argument("--texts", type=int, default=1_000, help="how many are damaged")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = [
        case
        for case in cases.find(options.folder)
        if "restored.clone" not in case.expected  # damaged, and read by the tests
    ]
    bodies = [
        _text(case.expected["body"]) for case in found if case.expected.get("body")
    ]
    written = {
        script: [body for body in bodies if language(body) == script]
        for script in ("zh-Hans", "zh-Hant")
    }
    pages = list(_pages(found))
    print(
        f"{len(pages)} pages, {len(written['zh-Hans'])} bodies in simplified script\n"
    )
    held = (
        _damage(written["zh-Hans"], options.texts, options.seed),
        _of_pages(list(_simplified(found)), options.texts, options.seed),
        _authors(written["zh-Hans"], options.seed),
        _sound(pages, bodies),
        _speed(pages, written["zh-Hans"], options.seed),
        _decoding(written, options.seed),
    )
    return 0 if all(held) else 1


def _text(body: str | Sequence[str]) -> str:
    return body if isinstance(body, str) else "\n".join(body)


def _pages(found: Iterable[cases.Case]) -> Iterator[Page]:
    for case in found:
        with contextlib.suppress(PageError):
            yield case.read().page()


def _simplified(found: Iterable[cases.Case]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the body of each simplified page, and the text of its blocks."""
    for case in found:
        body = _text(case.expected.get("body") or "")
        if body and language(body) == "zh-Hans":
            with contextlib.suppress(PageError):
                blocks = outline(case.read().page()).blocks
                yield body, [block.text for block in blocks]


def _damage(bodies: Sequence[str], texts: int, seed: int) -> bool:
    """Damage texts of all lengths with lists of all lengths, and restore them.

    The limit is that of whole bodies with a gloss: hardly anything tells the others
    from such as were written so, and little a short text with one.
    """
    random = Random(seed)
    written = {name: list(_cut(bodies, least)) for name, least in LENGTHS.items()}
    table = Table()
    for turn in range(texts):
        length = LISTS[turn % len(LISTS)]
        name = random.choice(list(written))
        text = random.choice(written[name])
        glosses = damage.draw(bodies, length, random)
        given = damage.damaged(text, glosses, damage.at_random(random))
        table.add((length, name), text, restore(given), traced=_is_glossed(given))
    print("texts, each judged by itself")
    table.show()
    whole = [tally for (_, name), tally in table.traced.items() if name == WHOLE]
    return _held(whole) and _are_sure(table.every.values())


def _of_pages(
    pages: Sequence[tuple[str, Sequence[str]]], texts: int, seed: int
) -> bool:
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
    return _held(table.every.values()) and _are_sure(table.every.values())


def _is_glossed(text: str) -> bool:
    return _GLOSS.search(text) is not None


def _held(tallies: Iterable[Tally]) -> bool:
    return all(tally.share() <= WRONG_AT_MOST for tally in tallies)


def _are_sure(tallies: Iterable[Tally]) -> bool:
    return all(tally.sure_share() <= SURELY_WRONG_AT_MOST for tally in tallies)


def _authors(bodies: Sequence[str], seed: int) -> bool:
    """Convert bodies as editions in traditional script are, with an author's gloss each.

    Return whether none of them is taken for a clone, nor changed.
    """
    random = Random(seed)
    lines = EDITIONS.read_text(encoding="utf-8").splitlines()
    ways = [*damage.WAYS.values()]
    taken = 0
    for _ in range(_AUTHORS):
        way = random.choice(ways)
        text = way(f"{random.choice(lines)}\n{random.choice(bodies)}")
        restored = restore(text)
        taken += restored.clone != "none" or restored.text != text
    print(
        f"sound editions in traditional script: {taken} of {_AUTHORS:,} taken for clones"
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


def _sound(pages: Iterable[Page], bodies: Sequence[str]) -> bool:
    """Restore what is not damaged. Return whether all of it stays as it is."""
    blocks = changed = 0
    kinds = set()
    for page in pages:
        texts = [block.text for block in outline(page).blocks]
        judgement = judge("\n".join(texts))
        for text in texts:
            restored = restore(text, judgement)
            blocks += 1
            changed += restored.text != text
            kinds |= {repair.kind for repair in restored.repairs}
            kinds |= {"clone"} if restored.clone != "none" else set()
    bodies_changed = sum(restore(body).text != body for body in bodies)
    told = f", for {', '.join(sorted(kinds))}" if kinds else ""
    print(f"sound: {bodies_changed} of {len(bodies)} bodies changed")
    print(f"       {changed} of {blocks} blocks changed{told}\n")
    return not bodies_changed and not changed


def _speed(pages: Iterable[Page], bodies: Sequence[str], seed: int) -> bool:
    """Time a judgement beside parsing, and the restoration of a long text."""
    judging = parsing = 0.0
    for page in pages:
        text = "\n".join(block.text for block in outline(page).blocks)
        judging += _seconds(lambda text=text: judge(text))  # type: ignore[misc]
        parsing += _seconds(lambda page=page: Selector(page.text))  # type: ignore[misc]
    ratio = judging / parsing
    print(f"a sound page is judged in {ratio:.3f} of the time that parsing it takes")
    random = Random(seed)
    whole = "\n".join(bodies) * 2
    slowest = 0.0
    for length in LISTS:
        times = []
        for _ in range(_TIMED):
            start = random.randrange(len(whole) - _LONG)
            text = whole[start : start + _LONG]
            glosses = damage.draw([text], length, random)
            given = damage.damaged(text, glosses, damage.at_random(random))
            times.append(_seconds(lambda given=given: restore(given)))  # type: ignore[misc]
        slowest = max(slowest, *times)
        median, worst = statistics.median(times) * 1000, max(times) * 1000
        print(f"{_LONG:,} characters, {length} glossed: {median:.0f} to {worst:.0f} ms")
    print()
    return ratio <= SOUND_AT_MOST and slowest <= DAMAGED_AT_MOST


def _seconds(work: Callable[[], object]) -> float:
    """The fastest round, in seconds of the process."""
    times = []
    for _ in range(ROUNDS):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def _decoding(written: Mapping[str, Sequence[str]], seed: int) -> bool:
    """Decode pages made of paragraphs, declared rightly, wrongly or not at all."""
    held = True
    paragraphs = {
        script: [line for body in bodies for line in body.split("\n") if line]
        for script, bodies in written.items()
    }
    for name in encodings.ENCODINGS:
        for declared in encodings.DECLARED:
            random = Random(seed)
            right = sum(
                encodings.is_read(page)
                for page in encodings.pages(paragraphs, name, declared, _PAGES, random)
            )
            print(
                f"{name:10}  declared {declared:7}  {right / _PAGES:.3f} read rightly"
            )
            held &= right >= DECODED_AT_LEAST * _PAGES
    return held


if __name__ == "__main__":
    sys.exit(main())
