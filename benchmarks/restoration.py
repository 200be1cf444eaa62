"""How well damaged text is restored, how well sound text is left alone, at what cost.

    python benchmarks/restoration.py [FOLDER] [--texts N] [--seed N]

FOLDER has ``gold.jsonl`` and ``html/ID.html.gz``; without one, the saved pages of the
tests are taken. Damage is made by the forward model of ``tests/damage.py``, with lists
of glossed characters that are drawn by seed. Exit code 1: a figure is beyond its limit.
"""

from __future__ import annotations

import contextlib
import statistics
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from time import process_time

from parsel import Selector

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import damaged
from crawler import Page, PageError
from crawler.evaluation import cases
from crawler.outline import outline
from crawler.text.chinese import language
from crawler.text.restore import judge, restore
from tests import damage, encodings

OURS = Path(__file__).parent.parent / "tests" / "fixtures" / "pages"

# Times what parsing the page costs; and seconds for 3,000 characters.
SOUND_AT_MOST = 0.15
DAMAGED_AT_MOST = 0.1
_LONG = 3_000

ROUNDS = 5
_TIMED = 12

DECODED_AT_LEAST = 0.995
_PAGES = 200


def main() -> int:
    """Print all figures. Return 1 if one is beyond its limit."""
    parser = ArgumentParser(description="How well damaged text is restored")
    parser.add_argument("folder", type=Path, nargs="?", default=OURS)
    parser.add_argument(
        "--texts", type=int, default=1_000, help="how many of a kind are damaged"
    )
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
    damaged.traces(written["zh-Hans"], options.texts, options.seed)
    held = (
        damaged.by_text(written["zh-Hans"], options.texts, options.seed),
        damaged.by_page(list(_simplified(found)), options.texts, options.seed),
        damaged.authors(written["zh-Hans"], options.seed),
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
    for length in damaged.LISTS:
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
