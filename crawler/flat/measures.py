"""What can be measured of each line of a flat page: the evidence that there is.

Sizes count a Latin letter as half a Chinese character, as everywhere. Each stage sees
what the one before said: of the lines around, and of what the headline stands over.
All takes time linear in the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from crawler.text import marks
from crawler.text.similarity import plain, size

BULLETS = "•·‧∙●○■□◆◇▪▫◦▶►»›>*-–—|｜"
"""What a line of a list may begin with."""

_BULLET = re.compile(
    rf"\s*(?:[{re.escape(BULLETS)}]+|\d{{1,2}}(?:[、)）]|\.(?!\d)))\s*"
)
_STOPS = "。！？；…!?;"
_COMMAS = "，、：,"
_ENDS = tuple('。！？!?.…”」』’"）)')
_CUT = re.compile(r"(?:\.{3,}|…+)\W*$")
_QUOTES = re.compile('[“”「」『』"《》]')
_DIGIT = re.compile(r"\d")
_LATIN = re.compile(r"[A-Za-z]")
_BARS = re.compile(r"[|｜>›»/·•]")

# Size. A longer line is read for marks at its end alone; it is prose, or a menu.
_READ_WHOLE = 70

# Size. Shorter text is no prose, whatever its marks.
_SHORTEST_PROSE = 12

# Sizes and distances beyond which a difference says nothing more.
_LARGE = 300.0
_FAR = 40

# Lines to either side that are summed up, near and wide.
_NEAR = 3
_WIDE = 10

# Lines above the text among which its headline is, and lines of the text itself that
# may be the headline taken for text.
HEADLINE_ABOVE = 60
_HEADLINE_INSIDE = 2

APART = 10
"""Lines between likely ones beyond which these stand in groups of their own."""

# Chance from which on a line is likely body.
LIKELY = 0.5

_GRAM = 2

# Sizes of what may be a headline; lines below it within which a text repeats it.
_SHORTEST_TITLE = 5.0
_LONGEST_TITLE = 60.0
_ECHO_WITHIN = 8

OWN = tuple(
    "size stops commas ends cut quotes digits latin pieces piece bars bullet dated byline "
    "line notice caption related footer tools repeated".split()
)
FIRST = OWN + tuple(
    "place from_end total lines han relative prose relative_prose above_share "
    "size_before size_before2 size_after size_after2 prose_before prose_after "
    "near_before near_after wide_before wide_after wide_lines since_dated until_dated "
    "since_related since_footer ends_before ends_after bullet_before bullet_after "
    "echo echo_since title".split()
)
"""Names of the first stage's measures: a line and those around it."""

SECOND = tuple(
    "p p_relative p_before p_after p_before2 p_after2 near_p_before near_p_after "
    "wide_p_before wide_p_after from_first to_last between weight_above p_max p_total "
    "run_before run_after".split()
)
"""Names of the second stage's own measures: what the first said of the lines around."""

HEADLINE = OWN + tuple(
    "likely until_body lines_above overlap overlap_relative title title_holds "
    "since_dated until_dated size_before size_after most_between rest_between "
    "dated_between repeats_above repeats_below first".split()
)
"""Names of the measures of a line that may be the headline."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one flat page, and what each says by itself; a list entry a line."""

    texts: Sequence[str]
    sizes: Sequence[float]
    prose: Sequence[float]
    """Size of text with a comma or a stop in it, but for lines of marks."""

    own: Sequence[tuple[float, ...]]
    """A row a line, in the order of ``OWN``."""


def bare(text: str) -> str:
    """Return a line without the bullet or number that it begins with."""
    found = _BULLET.match(text)
    return text[found.end() :] if found and found.end() < len(text) else text


def read_lines(texts: Sequence[str]) -> Lines:
    """Return what each line says by itself."""
    sizes = [size(text) for text in texts]
    plains = [plain(text) for text in texts]
    counts = Counter(plains)
    prose, own = [], []
    for text, room, kept in zip(texts, sizes, plains, strict=True):
        row = _own(text, room, min(counts[kept], 4))
        own.append(row)
        spoken = row[1] or row[2]
        prose.append(room if spoken and room > _SHORTEST_PROSE else 0.0)
    return Lines(texts, sizes, prose, own)


def _own(text: str, room: float, count: int) -> tuple[float, ...]:
    length = len(text)
    shown = text if room < _READ_WHOLE else text[-36:]
    pieces = text.split()
    stops = sum(map(text.count, _STOPS)) + text.count(". ") + text.endswith(".")
    commas = sum(map(text.count, _COMMAS)) + text.count(", ")
    kind = marks.line(text)
    bullet = _BULLET.match(text)
    return (
        min(room, 400.0),
        stops,
        commas,
        text.endswith(_ENDS),
        _CUT.search(text, max(0, length - 8)) is not None,
        min(len(_QUOTES.findall(text)), 8),
        len(_DIGIT.findall(text)) / length,
        len(_LATIN.findall(text)) / length,
        min(len(pieces), 60),
        min(room / max(1, len(pieces)), _LARGE),
        min(len(_BARS.findall(text)), 20),
        bullet is not None and bullet.end() > 0,
        marks.dated(shown),
        marks.byline(shown),
        _KINDS.get(kind, 0) if kind else 0,
        marks.notice(shown),
        marks.caption(shown),
        room < _READ_WHOLE and marks.related(text),
        room < _LARGE and marks.footer(text),
        room < _READ_WHOLE and marks.tools(text),
        count,
    )


_KINDS = {
    name: number
    for number, name in enumerate(
        "writers editors origin edition rights mention scan help end tags pager".split(),
        start=1,
    )
}


def first_rows(lines: Lines) -> list[tuple[float, ...]]:
    """Return the first stage's measures, in the order of ``FIRST``."""
    sizes, prose, own = lines.sizes, lines.prose, lines.own
    count = len(sizes)
    total = max(1.0, sum(prose))
    letters = sum(map(len, lines.texts))
    han = 2 * sum(sizes) / letters - 1 if letters else 0.0
    largest = max(1.0, max(sizes, default=1.0))
    most = max(1.0, max(prose, default=1.0))
    until = [0.0, *accumulate(prose)]
    room_until = [0.0, *accumulate(sizes)]
    padded = [-1.0, -1.0, *[min(s, _LARGE) for s in sizes], -1.0, -1.0]
    prosed = [-1.0, *[min(p, _LARGE) for p in prose], -1.0]
    dated = _places(own, "dated", sizes)
    related, footer = _places(own, "related"), _places(own, "footer")
    ends = [row[_ENDS_AT] for row in own]
    bullets = [row[_BULLET_AT] for row in own]
    since_dated, until_dated = _since(dated, count), _until(dated, count)
    since_related, since_footer = _since(related, count), _since(footer, count)
    grams = [
        _grams(text) if room < _LARGE else frozenset[str]()
        for text, room in zip(lines.texts, sizes, strict=True)
    ]
    echoes = list(_echoes(lines, grams))
    rows = []
    for index in range(count):
        near, far = max(0, index - _NEAR), min(count, index + 1 + _NEAR)
        wide, wider = max(0, index - _WIDE), min(count, index + 1 + _WIDE)
        rows.append(
            (
                *own[index],
                index / count,
                min(count - index, 200),
                total,
                count,
                han,
                sizes[index] / largest,
                prose[index] / total,
                prose[index] / most,
                until[index] / total,
                padded[index + 1],
                padded[index],
                padded[index + 3],
                padded[index + 4],
                prosed[index],
                prosed[index + 2],
                until[index] - until[near],
                until[far] - until[index + 1],
                until[index] - until[wide],
                until[wider] - until[index + 1],
                (room_until[wider] - room_until[wide]) / (wider - wide),
                since_dated[index],
                until_dated[index],
                since_related[index],
                since_footer[index],
                ends[index - 1] if index else -1,
                ends[index + 1] if index + 1 < count else -1,
                bullets[index - 1] if index else -1,
                bullets[index + 1] if index + 1 < count else -1,
                *echoes[index],
                _share_in(grams[0], lines.texts[index]) if index else -1,
            )
        )
    return rows


def _echoes(
    lines: Lines, grams: Sequence[frozenset[str]]
) -> Iterator[tuple[float, float]]:
    """Yield how much each line says again of a short line above, and how far above.

    A first paragraph repeats its headline; of all lines above, that which is repeated
    most counts.
    """
    for index, text in enumerate(lines.texts):
        best, since = 0.0, -1.0
        if lines.prose[index]:
            top = max(0, index - _ECHO_WITHIN)
            for above in range(index - 1, top - 1, -1):
                if _SHORTEST_TITLE < lines.sizes[above] < _LONGEST_TITLE:
                    share = _share_in(grams[above], text)
                    if share > best:
                        best, since = share, float(index - above)
        yield best, since


def _share_in(grams: frozenset[str], text: str) -> float:
    return sum(gram in text for gram in grams) / len(grams) if grams else 0.0


_ENDS_AT = OWN.index("ends")
_BULLET_AT = OWN.index("bullet")


def second_rows(
    lines: Lines, rows: Sequence[tuple[float, ...]], chances: Sequence[float]
) -> list[tuple[float, ...]]:
    """Return the second stage's measures: those of ``FIRST``, then of ``SECOND``."""
    count = len(rows)
    best = max(1e-6, max(chances, default=0.0))
    weights = [c * min(s, _LARGE) for c, s in zip(chances, lines.sizes, strict=True)]
    weight_until = [0.0, *accumulate(weights)]
    until = [0.0, *accumulate(chances)]
    total = max(1e-6, weight_until[-1])
    likely = [index for index, chance in enumerate(chances) if chance > LIKELY]
    first, last = (likely[0], likely[-1]) if likely else (-1, -1)
    padded = [-1.0, -1.0, *chances, -1.0, -1.0]
    runs = _runs(chances)
    found = []
    for index in range(count):
        near, far = max(0, index - _NEAR), min(count, index + 1 + _NEAR)
        wide, wider = max(0, index - _WIDE), min(count, index + 1 + _WIDE)
        found.append(
            (
                *rows[index],
                chances[index],
                chances[index] / best,
                padded[index + 1],
                padded[index + 3],
                padded[index],
                padded[index + 4],
                _mean(until, near, index),
                _mean(until, index + 1, far),
                _mean(until, wide, index),
                _mean(until, index + 1, wider),
                index - first if likely else -99,
                last - index if likely else -99,
                first <= index <= last,
                weight_until[index] / total,
                best,
                total,
                runs[index][0],
                runs[index][1],
            )
        )
    return found


def headline_rows(
    lines: Lines, chances: Sequence[float]
) -> dict[int, tuple[float, ...]]:
    """Return the measures of each line that may be the headline, by its index.

    ``chances`` are the second stage's. Nothing where no line is likely body.
    """
    held = groups(lines, chances)
    if not held:
        return {}
    _, likely = max(held, key=lambda group: group[0])
    first = likely[0]
    grams = {
        text[i : i + _GRAM]
        for index in likely
        for text in (plain(lines.texts[index]),)
        for i in range(len(text) - 1)
    }
    top = max(0, first - HEADLINE_ABOVE)
    end = min(len(lines.texts), first + _HEADLINE_INSIDE)
    plains = {index: plain(lines.texts[index]) for index in range(top, end)}
    overlaps = {index: _overlap(text, grams) for index, text in plains.items()}
    best = max(1e-6, max(overlaps.values(), default=0.0))
    whole = [plain(text) for text in lines.texts]
    counts = Counter(whole)
    title = whole[0]
    dated = _places(lines.own, "dated", lines.sizes)
    since_dated, until_dated = _since(dated, len(whole)), _until(dated, len(whole))
    rows: dict[int, tuple[float, ...]] = {}
    for index in range(top, end):
        own = plains[index]
        between = lines.sizes[index + 1 : first]
        above = whole[:index].count(own)
        rows[index] = (
            *lines.own[index],
            chances[index],
            first - index,
            index,
            overlaps[index],
            overlaps[index] / best,
            _overlap(own, _grams(title)) if index else -1,
            bool(index and own and own in title),
            since_dated[index],
            until_dated[index],
            min(lines.sizes[index - 1], _LARGE) if index else -1,
            min(lines.sizes[index + 1], _LARGE) if index + 1 < len(whole) else -1,
            max(between, default=0.0),
            sum(between),
            sum(index < place < first for place in dated),
            above,
            counts[own] - above - 1,
            index == 0,
        )
    return rows


def groups(lines: Lines, chances: Sequence[float]) -> list[tuple[float, Sequence[int]]]:
    """Return the likely lines in groups that stand apart, each with its weight."""
    found: list[list[int]] = []
    for index, chance in enumerate(chances):
        if chance > LIKELY:
            if not found or index - found[-1][-1] > APART:
                found.append([])
            found[-1].append(index)
    return [
        (sum(chances[i] * min(lines.sizes[i], _LARGE) for i in group), group)
        for group in found
    ]


def _overlap(text: str, grams: frozenset[str] | set[str]) -> float:
    own = _grams(text)
    return sum(gram in grams for gram in own) / len(own) if own else 0.0


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + _GRAM] for i in range(len(text) - 1))


def _runs(chances: Sequence[float]) -> list[tuple[int, int]]:
    """Of each line how many likely lines stand right before it, and right behind it."""
    before, after = [], []
    run = 0
    for chance in chances:
        before.append(run)
        run = run + 1 if chance > LIKELY else 0
    run = 0
    for chance in reversed(chances):
        after.append(run)
        run = run + 1 if chance > LIKELY else 0
    return list(zip(before, reversed(after), strict=True))


def _mean(until: Sequence[float], start: int, end: int) -> float:
    return (until[end] - until[start]) / (end - start) if end > start else -1.0


def _places(
    own: Sequence[tuple[float, ...]], name: str, sizes: Sequence[float] | None = None
) -> list[int]:
    """Indices of the lines with a mark; short ones alone where sizes are given."""
    at = OWN.index(name)
    return [
        index
        for index, row in enumerate(own)
        if row[at] and (sizes is None or sizes[index] < _READ_WHOLE)
    ]


def _since(places: Sequence[int], count: int) -> list[float]:
    """Of each line the number of lines since the last of some places; -1 before them."""
    known, last, found = frozenset(places), None, []
    for index in range(count):
        found.append(-1.0 if last is None else float(min(index - last, _FAR)))
        if index in known:
            last = index
    return found


def _until(places: Sequence[int], count: int) -> list[float]:
    """Of each line the number of lines until the next of some places; -1 behind them."""
    turned = [count - 1 - place for place in places]
    return _since(turned, count)[::-1]
