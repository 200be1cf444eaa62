"""What real pages come to when they arrive damaged: an article or a refusal, in time.

    python benchmarks/mutations.py [FOLDER] [--pages N] [--seed N] [--only NUMBER]

Page after page of a folder is damaged and read. Each must give an article or raise
an error of this package, within two seconds; of every tenth, all blocks together
must be the visible text. One number and the folder always give the same damage:
``--only`` reads that one page again, and ``--keep FILE`` writes its bytes.
"""

# ruff: noqa: D103 -- the name of a mutation says what it does

from __future__ import annotations

import faulthandler
import random
import re
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawler import Page, PageError, extract, saved
from crawler.errors import CrawlerError
from tests.test_conservation import check
from tests.test_robustness import sound

PAGES = Path(__file__).parent.parent / "tests/fixtures/pages"

URL = "http://www.jia.example/2024/1101/1.html"

LIMIT = 2.0
"""Seconds of this process that one page may take, from bytes to article."""

# Seconds after which a page counts as hanging: its stack is printed, and all ends.
HANGS = 120.0

# One page in so many is held to conservation, which takes longer than extraction.
HELD = 10

# Pages between two lines that tell how far one has come.
TOLD = 500

SLOWEST = 5

Mutation = Callable[[bytearray, random.Random], None]

TAG = re.compile(rb"</?[a-zA-Z][^<>]{0,2000}>")
ATTRIBUTES = re.compile(rb"<[a-zA-Z][\w:-]*\s[^<>]{1,2000}>")
ENTITY = re.compile(rb"&#?\w{1,32};?")

NAMES = (
    *(b"div", b"p", b"span", b"a", b"b", b"font", b"table", b"tr", b"td", b"ul"),
    *(b"li", b"h1", b"form", b"section", b"blockquote", b"center", b"x-tag", b"o:p"),
    *(b"html", b"head", b"body", b"title", b"option", b"button", b"ruby"),
)
OPENED = (
    *(b"<!--", b"<script>", b"<style>", b"<textarea>", b"<title>", b"<![CDATA["),
    *(b"<noscript>", b"<template>", b"<iframe>", b"<object>", b"<svg>", b"<math>"),
    *(b"<select>", b"<plaintext>", b"<xmp>", b"<frameset>", b"<div hidden>", b"<a "),
    *(b"<p class='", b'<div style="display:none', b"</body></html>", b"<?php", b"<!"),
)
BROKEN = (
    *(b"&", b"&#", b"&#x", b"&#;", b"&#xD800;", b"&#0;", b"&#99999999999;"),
    *(b"&#x110000;", b"&bogus;", b"&amp", b"&lt;p&gt;", b"&nbsp", b"&#x1F600;"),
)
ATTRIBUTE_NAMES = (b"class", b"style", b"id", b"href", b"src", b"content", b"title")
ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "shift_jis", "latin-1", "utf-7")


def remove_tags(raw: bytearray, chance: random.Random) -> None:
    for start, end in _some(raw, TAG, chance):
        del raw[start:end]


def double_tags(raw: bytearray, chance: random.Random) -> None:
    for start, end in _some(raw, TAG, chance):
        raw[start:start] = raw[start:end] * chance.choice((1, 2, 50))


def swap_tags(raw: bytearray, chance: random.Random) -> None:
    places = _some(raw, TAG, chance)
    for (late, end), (early, last) in zip(places[::2], places[1::2], strict=False):
        one, other = raw[early:last], raw[late:end]
        raw[late:end] = one
        raw[early:last] = other


def garble_attributes(raw: bytearray, chance: random.Random) -> None:
    for start, end in _some(raw, ATTRIBUTES, chance):
        tag = raw[start:end]
        at = chance.randrange(len(tag))
        tag[at : at + 1] = chance.choice((b"", b'"', b"'", b"=", b">", b" ", b"\x00"))
        raw[start:end] = tag


def flip_bits(raw: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 10, 100, 1_000))):
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)


def cut_end(raw: bytearray, chance: random.Random) -> None:
    del raw[chance.randrange(len(raw)) :]


def cut_start(raw: bytearray, chance: random.Random) -> None:
    del raw[: chance.randrange(len(raw))]


def cut_out(raw: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(raw))
    del raw[start : start + chance.choice((1, 30, 3_000))]


def repeat(raw: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(raw))
    raw[start:start] = raw[start : start + 300] * chance.choice((1, 20, 300))


def mix_encodings(raw: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(raw))
    end = start + chance.choice((100, 5_000, len(raw)))
    written, read = chance.choice(ENCODINGS), chance.choice(ENCODINGS)
    text = raw[start:end].decode(read, "ignore")
    raw[start:end] = text.encode(written, "ignore")


def declare_another(raw: bytearray, chance: random.Random) -> None:
    charset = chance.choice((*ENCODINGS, "klingon", "", "x" * 5_000)).encode()
    raw[:0] = chance.choice((b"", b"\xef\xbb\xbf", b"\xff\xfe")) + (
        b'<meta charset="' + charset + b'">'
    )


def break_entities(raw: bytearray, chance: random.Random) -> None:
    for start, end in _some(raw, ENTITY, chance):
        raw[start:end] = chance.choice(BROKEN)
    _insert(raw, chance.choice(BROKEN) * chance.choice((1, 3, 2_000)), chance)


def nest_deeply(raw: bytearray, chance: random.Random) -> None:
    names = chance.choices(NAMES, k=chance.choice((1, 1, 3)))
    levels = chance.choice((50, 200, 1_000, 3_000, 20_000))
    _insert(raw, b"".join(b"<" + name + b">" for name in names) * levels, chance)


def insert_nothing(raw: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 20, 400))):
        _insert(raw, chance.choice((b"\x00", b"\x00" * 100, b"\x0c", b"\x7f")), chance)


def insert_noise(raw: bytearray, chance: random.Random) -> None:
    _insert(raw, chance.randbytes(chance.choice((10, 200, 5_000))), chance)


def grow_attributes(raw: bytearray, chance: random.Random) -> None:
    value = chance.choice((b"x", b"x ", b"display:none;", b"_", b"9", "长".encode()))
    value *= chance.choice((1_000, 100_000))
    name = chance.choice(ATTRIBUTE_NAMES)
    for _, end in _some(raw, ATTRIBUTES, chance)[:2]:
        raw[end - 1 : end] = b" " + name + b'="' + value + b'">'


def open_and_leave(raw: bytearray, chance: random.Random) -> None:
    _insert(raw, chance.choice(OPENED), chance)


MUTATIONS: tuple[Mutation, ...] = (
    *(remove_tags, double_tags, swap_tags, garble_attributes, flip_bits),
    *(cut_end, cut_start, cut_out, repeat, mix_encodings, declare_another),
    *(break_entities, nest_deeply, insert_nothing, insert_noise, grow_attributes),
    *(open_and_leave,),
)


@dataclass(frozen=True, slots=True)
class Damaged:
    """A page that has suffered."""

    number: int
    raw: bytes
    story: str
    """Which pages it was made of, and what was done to it."""


@dataclass(slots=True)
class Tally:
    """What came of the pages so far."""

    outcomes: Counter[str] = field(default_factory=Counter)
    held: int = 0
    """Pages whose blocks were compared with the visible text."""

    breaches: list[str] = field(default_factory=list)
    times: list[tuple[float, int, str]] = field(default_factory=list)
    """Seconds, number and story of each page."""


def main() -> int:
    """Return the exit code: 1 where a page did what none may do, 2 without pages."""
    options = _options()
    paths = list(saved.find(options.folder))
    if not paths:
        print(f"{options.folder}: no saved page", file=sys.stderr)
        return 2
    if options.only is not None:
        numbers: Sequence[int] = [options.only]
    else:
        numbers = range(1, options.pages + 1)
    tally = Tally()
    started = perf_counter()
    _read(damaged(paths, options.seed, 0).raw)  # models and expressions, loaded once
    for number in numbers:
        page = damaged(paths, options.seed, number)
        if options.keep:
            options.keep.write_bytes(page.raw)
        _weigh(page, tally, held=options.only is not None or number % HELD == 0)
        if number % TOLD == 0:
            _tell(number, len(numbers), perf_counter() - started, tally)
    _print(tally)
    return 1 if tally.breaches else 0


def _options() -> Namespace:
    parser = ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    add = parser.add_argument
    add(
        "folder",
        nargs="?",
        type=Path,
        default=PAGES,
        help="where pages are saved, as .html or .html.gz (default: the fixtures)",
    )
    add("--pages", type=int, default=10_000, metavar="N", help="default: 10000")
    add("--seed", type=int, default=20261101, metavar="N")
    add("--only", type=int, metavar="NUMBER", help="only the page of this number")
    add("--keep", type=Path, metavar="FILE", help="write the last page's bytes")
    return parser.parse_args()


def damaged(paths: Sequence[Path], seed: int, number: int) -> Damaged:
    """Return the page of this number: always the same, whichever came before."""
    chance = random.Random(f"{seed} {number}")  # the same each time
    path = chance.choice(paths)
    raw = bytearray(saved.read(path).body)
    story = [path.name]
    if chance.random() < 0.2:  # noqa: PLR2004  # one in five
        path = chance.choice(paths)
        raw = _splice(raw, saved.read(path).body, chance)
        story.append(f"spliced with {path.name}")
    for mutation in chance.choices(MUTATIONS, k=chance.choice((1, 1, 1, 2, 4))):
        if raw:
            mutation(raw, chance)
        story.append(mutation.__name__)
    return Damaged(number, bytes(raw), ", ".join(story))


def _splice(raw: bytearray, other: bytes, chance: random.Random) -> bytearray:
    head = raw[: chance.randrange(len(raw) + 1)]
    return head + other[chance.randrange(len(other) + 1) :]


def _some(
    raw: bytearray, what: re.Pattern[bytes], chance: random.Random
) -> list[tuple[int, int]]:
    """Return where a few of the matches stand, the last first: they may be cut."""
    places = [found.span() for found in what.finditer(raw)]
    number = min(len(places), chance.choice((1, 2, 10, 100)))
    return sorted(chance.sample(places, number), reverse=True)


def _insert(raw: bytearray, piece: bytes, chance: random.Random) -> None:
    start = chance.randrange(len(raw) + 1)
    raw[start:start] = piece


def _weigh(page: Damaged, tally: Tally, *, held: bool) -> None:
    """Read the page and count what came of it."""
    faulthandler.dump_traceback_later(HANGS, exit=True)
    started = process_time()
    try:
        outcome = _read(page.raw)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is a breach
        outcome = "raised"
        _breach(tally, page, f"{type(error).__name__}: {str(error)[:300]}")
    taken = process_time() - started
    if taken > LIMIT:
        _breach(tally, page, f"took {taken:.2f} s")
    tally.outcomes[outcome] += 1
    tally.times.append((taken, page.number, page.story))
    if held:
        tally.held += 1
        _hold(page, tally)
    faulthandler.cancel_dump_traceback_later()


def _read(raw: bytes) -> str:
    """Return what came of the bytes: an article, or why it was refused."""
    try:
        article = extract(Page.from_bytes(raw, url=URL))
    except PageError as error:
        return f"refused: {error.reason}"
    sound(article)
    return "article"


def _hold(page: Damaged, tally: Tally) -> None:
    """Hold the page to conservation, where it can be read at all."""
    try:
        check(Page.from_bytes(page.raw, url=URL))
    except CrawlerError:
        return
    except AssertionError:
        _breach(tally, page, "blocks are not the visible text")
    except Exception as error:  # noqa: BLE001  # whatever it is, it is a breach
        _breach(tally, page, f"blocks: {type(error).__name__}: {str(error)[:300]}")


def _breach(tally: Tally, page: Damaged, what: str) -> None:
    told = f"--only {page.number}: {what} ({page.story})"
    tally.breaches.append(told)
    print(f"BREACH {told}", file=sys.stderr, flush=True)


def _tell(number: int, of: int, seconds: float, tally: Tally) -> None:
    slowest = max(tally.times)[0]
    told = f"{number:,} of {of:,} pages in {seconds:.0f} s; the slowest {slowest:.2f} s"
    print(f"{told}; {len(tally.breaches)} breaches", file=sys.stderr, flush=True)


def _print(tally: Tally) -> None:
    pages = tally.outcomes.total()
    for outcome, number in tally.outcomes.most_common():
        print(f"{number:8,}  {outcome}")
    print(f"{pages:8,}  pages, {tally.held:,} of them held to conservation")
    print(f"{len(tally.breaches):8,}  breaches")
    for told in tally.breaches:
        print(f"          {told}")
    print("slowest, in seconds of this process")
    for taken, number, story in sorted(tally.times, reverse=True)[:SLOWEST]:
        print(f"{taken:8.2f}  --only {number}: {story}")


if __name__ == "__main__":
    sys.exit(main())
