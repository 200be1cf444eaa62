"""What an outlet's pages have in common: texts that recur, places where bodies stand.

A page alone does not tell a notice from the paragraphs that it stands among, marked up
as they are; nor a report of one line from a line beside it. Other pages of the outlet
do: the notice is on them, too, and the report stands where theirs stand. A memory
holds what the latest pages printed, and where, as fingerprints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from math import exp, log

from crawler.blocks import Block
from crawler.paths import TagPath
from crawler.roles import Role, Zones, assign
from crawler.urls import canonical

PAGES = 128
"""Pages that a memory holds at most: those read last."""

FINGERPRINTS = 16_384
"""Fingerprints that it holds at most; fewer pages, where theirs are more. The pages of
the Chinese corpus leave 62 each on average (91 pages, 2026-11)."""

# Texts, and places, that one page may leave: of a longer one the first.
_A_PAGE = 256

# Bytes. Among a million texts two share one by chance with p < 10**-7.
_SIZE = 8

# Articles among which a text, and pages among which a place must have been met to say
# anything: two may be one report and its correction, or a reprint.
_LEAST = 3

# Pages with a text, of however few articles as it seems, that are proof enough: where
# each report has one line and two notices, they look like printings of one article.
_PROOF = 12

# Share of the outlet's pages on which a text must stand to recur, by its size; so many
# pages count as if they had been met without it. Sentences of background stand in some
# reports of one story, notices under all. A few characters may be a subhead, or sign
# each announcement of an office.
_UNMET = 5
_SHARE = 0.2
_SHORT = 16.0
_SHARE_SHORT = 0.5

# Chance above which a block is body on its own evidence.
_LIKELY = 0.5

# What the log-odds of a block may gain or lose by its place; and the evidence, 0 to 1,
# that makes a place one of bodies: on 3 of 3 pages, 7 of 8, or five in six of many.
_GAIN = 3.0
_LOSS = 1.5
_OF_BODIES = 0.8

# Size of a likely body beside which a page's places need not be asked.
_LONG = 300.0

# Fingerprints that are not made again while a crawl goes on.
_REMEMBERED = 16_384

_LINE = "recurring"
"""What a recurring line is by its wording: of no kind that rules add to a body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What one page leaves in its outlet's memory, as fingerprints of 64 bits.

    Its texts are those that are shown and are more than links among links. A place is
    made of tags and classes, all the way up.
    """

    page: int
    """Of its address, as ``urls.canonical`` spells it."""

    read: int = 0
    """When it was read: seconds since 1970; 0 where nobody said."""

    headline: int = 0
    """Of its headline, without a number at the end; 0 where it has none."""

    body: frozenset[int] = frozenset()
    """Of the texts that are its body."""

    others: frozenset[int] = frozenset()
    """Of its other texts."""

    body_places: frozenset[int] = frozenset()
    """Of the places where most of the text is body."""

    other_places: frozenset[int] = frozenset()
    """Of the places of its other texts."""


class Memory:
    """The latest pages of one outlet, each once, by what they printed and where.

    A page that is read again takes the place of what it left before. The same pages in
    the same order make the same memory; two of one outlet can be merged.
    """

    def __init__(self, traces: Iterable[Trace] = ()) -> None:
        self._traces: dict[int, Trace] = {}
        self._texts: Counter[int] = Counter()
        self._body_places: Counter[int] = Counter()
        self._other_places: Counter[int] = Counter()
        self._held = 0
        for trace in traces:
            self.add(trace)

    def __len__(self) -> int:
        """Return how many pages it holds."""
        return len(self._traces)

    def __iter__(self) -> Iterator[Trace]:
        """Yield what it holds of each page, the one read last at the end."""
        return iter(self._traces.values())

    def add(self, trace: Trace) -> None:
        """Hold ``trace`` as that of the page read last; what is too much goes."""
        if known := self._traces.pop(trace.page, None):
            self._count(known, -1)
        self._traces[trace.page] = trace
        self._count(trace, 1)
        while len(self._traces) > PAGES or self._held > FINGERPRINTS:
            oldest = next(iter(self._traces))
            self._count(self._traces.pop(oldest), -1)

    def merged(self, other: Memory) -> Memory:
        """Return the memory of the pages of both, in the order of their reading."""
        traces = sorted((*self, *other), key=lambda trace: (trace.read, trace.page))
        return Memory(traces)

    def corrected(self, zones: Zones, url: str) -> Zones:
        """Return the zones of the page at ``url`` as the outlet's other pages show them.

        Where nothing is likely body that stands where their bodies stand, what stands
        there gains. A text that recurs on them is a notice, unless nothing else would
        be left, nor stands where their bodies do: the page then prints what others
        print, too. What this page has left here itself does not count.
        """
        own = self._traces.get(_of_address(url), Trace(page=0))
        return _Correction(self, own, zones).corrected()

    def pages_with(self, text: int) -> int:
        """Return on how many pages a text stands."""
        return self._texts[text]

    def pages_at(self, place: int) -> tuple[int, int]:
        """Return on how many pages a place is of body, and on how many of other text."""
        return self._body_places[place], self._other_places[place]

    def _count(self, trace: Trace, step: int) -> None:
        for counter, fingerprints in (
            (self._texts, trace.body),
            (self._texts, trace.others),
            (self._body_places, trace.body_places),
            (self._other_places, trace.other_places),
        ):
            self._held += step * len(fingerprints)
            for fingerprint in fingerprints:
                counter[fingerprint] += step
                if not counter[fingerprint]:
                    del counter[fingerprint]


class _Correction:
    """One page's zones while a memory is asked about them."""

    def __init__(self, memory: Memory, own: Trace, zones: Zones) -> None:
        self.memory = memory
        self.own = own
        self.zones = zones
        self.places = _Places(zones.outline.paths.known)

    def corrected(self) -> Zones:
        zones = self._with_places()
        recurring = self._recurring(zones)
        if not recurring:
            return zones
        told = _without(zones, recurring)
        if not told.body:  # a place of bodies says more where nothing else is one
            told = _without(self._by_places(zones), recurring)
        return told if told.body else zones

    def _with_places(self) -> Zones:
        """The zones, told again where a page of which little is likely has a body's place."""
        told = self.zones if self._is_plain() else self._by_places(self.zones)
        return told if told.body else self.zones

    def _by_places(self, zones: Zones) -> Zones:
        """The zones, told again by the places of blocks; as they are if none is a body's."""
        evidence = {
            block.index: self._of_place(block)
            for block, chance in zip(zones.blocks, zones.chances, strict=True)
            if chance > 0
        }
        if max(evidence.values(), default=0.0) < _OF_BODIES:
            return zones
        likely = [
            _shifted(chance, evidence.get(index, 0.0))
            for index, chance in enumerate(zones.chances)
        ]
        return assign(zones.outline, zones.measures, likely)

    def _is_plain(self) -> bool:
        """Whether the page has a likely body where others have theirs, or a long one."""
        weight = 0.0
        for block, chance in zip(self.zones.blocks, self.zones.chances, strict=True):
            if chance > _LIKELY:
                weight += self.zones.measures.sizes[block.index]
                if weight > _LONG or self._of_place(block) >= _OF_BODIES:
                    return True
        return False

    def _of_place(self, block: Block) -> float:
        """Evidence that what stands in the block's place is body, -1 to 1.

        0 where that is new.
        """
        body, other = self._pages_at(block)
        if body + other < _LEAST:
            return 0.0
        return max(-1.0, min(1.0, log((body + 0.5) / (other + 0.5)) / 2))

    def _pages_at(self, block: Block) -> tuple[int, int]:
        place = self.places.of(block)
        body, other = self.memory.pages_at(place)
        body -= place in self.own.body_places
        other -= place in self.own.other_places
        return body, other

    def _recurring(self, zones: Zones) -> set[int]:
        """The body's blocks that recur; empty where nothing else may be the body."""
        sizes = zones.measures.sizes
        shares = {block.index: self._share(block) for block in zones.body}
        found = {
            index
            for index, share in shares.items()
            if share >= (_SHARE if sizes[index] >= _SHORT else _SHARE_SHORT)
        }
        rest = sum(sizes[index] for index in shares.keys() - found)
        if rest < sum(sizes[index] for index in found):  # ask for more to take most
            found = {index for index in found if shares[index] >= _SHARE_SHORT}
        if len(found) < len(shares) or self._has_another(zones, found):
            return found
        return set()

    def _has_another(self, zones: Zones, recurring: set[int]) -> bool:
        """Whether something else stands where the bodies of other pages stand."""
        return any(
            chance > 0
            and block.index not in recurring
            and self._of_place(block) >= _OF_BODIES
            and self._share(block) < _SHARE
            for block, chance in zip(zones.blocks, zones.chances, strict=True)
        )

    def _share(self, block: Block) -> float:
        """On how many of the pages that have the block's place its text stands.

        0 where its text was met in too few articles, whatever the number of pages.
        """
        text = _of_text(block.text)
        pages = self.memory.pages_with(text) - _holds(self.own, text)
        if pages < _LEAST or (pages < _PROOF and self._articles(text) < _LEAST):
            return 0.0
        return pages / (max(pages, sum(self._pages_at(block))) + _UNMET)

    def _articles(self, text: int) -> int:
        """In how many articles a text stands, counted no further than needed."""
        different: list[Trace] = []
        for trace in self.memory:
            if trace is self.own or not _holds(trace, text):
                continue
            if not any(_is_printing(trace, other, text) for other in different):
                different.append(trace)
            if len(different) >= _LEAST:
                break
        return len(different)


def trace(zones: Zones, url: str, *, read: int = 0) -> Trace:
    """Return what the page at ``url`` leaves in its outlet's memory.

    ``read`` is when it was read, in seconds since 1970.
    """
    places = _Places(zones.outline.paths.known)
    body: dict[int, None] = {}
    others: dict[int, None] = {}
    rooms: dict[int, float] = {}
    furniture, sizes = zones.measures.furniture, zones.measures.sizes
    for block, role in zip(zones.blocks, zones.roles, strict=True):
        if furniture[block.index] or block.node.hidden:
            continue
        (body if role is Role.BODY else others)[_of_text(block.text)] = None
        place = places.of(block)
        room = sizes[block.index] if role is Role.BODY else -sizes[block.index]
        rooms[place] = rooms.get(place, 0.0) + room
    texts = [*body, *(text for text in others if text not in body)][:_A_PAGE]
    stands = list(rooms)[:_A_PAGE]
    return Trace(
        page=_of_address(url),
        read=read,
        headline=_of_headline(zones),
        body=frozenset(text for text in texts if text in body),
        others=frozenset(text for text in texts if text not in body),
        body_places=frozenset(place for place in stands if rooms[place] > 0),
        other_places=frozenset(place for place in stands if rooms[place] <= 0),
    )


def _holds(trace: Trace, text: int) -> bool:
    return text in trace.body or text in trace.others


def _is_printing(one: Trace, other: Trace, text: int) -> bool:
    """Whether two pages print one article: under one headline, or in the same words.

    Apart from ``text``, of which it is asked whether it stands in several articles.
    """
    if one.headline and one.headline == other.headline:
        return True
    bodies = one.body - {text}, other.body - {text}
    return 2 * len(bodies[0] & bodies[1]) > min(map(len, bodies))


def _shifted(chance: float, evidence: float) -> float:
    """Return ``chance`` with the evidence of its place, both ends left as they are."""
    if not 0 < chance < 1 or not evidence:
        return chance
    odds = log(chance / (1 - chance))
    odds += evidence * (_GAIN if evidence > 0 else _LOSS)
    return 1 / (1 + exp(-odds))


def _without(zones: Zones, recurring: Collection[int]) -> Zones:
    """The zones told again, with nothing body of what recurs."""
    lines, likely = list(zones.measures.lines), list(zones.chances)
    for index in recurring:
        lines[index], likely[index] = _LINE, 0.0
    measures = replace(zones.measures, lines=tuple(lines))
    told = assign(zones.outline, measures, likely)
    roles = list(told.roles)
    for index in recurring:
        roles[index] = Role.NOTICE
    return replace(told, roles=tuple(roles))


class _Places:
    """Fingerprints of one page's places, each made once."""

    def __init__(self, paths: Sequence[TagPath]) -> None:
        self._paths = paths
        self._known = {-1: 0}

    def of(self, block: Block) -> int:
        """Return that of a block: tag and first class around it, and those above."""
        at = block.node.path
        climbed: list[int] = []
        while at not in self._known:
            climbed.append(at)
            at = self._paths[at][0]
        place = self._known[at]
        for step in reversed(climbed):
            _, tag, hint = self._paths[step]
            name = hint.partition(" ")[0].rstrip("0123456789")
            place = self._known[step] = _of_step(place, tag, name)
        return place


@lru_cache(maxsize=_REMEMBERED)
def _of_step(place: int, tag: str, name: str) -> int:
    return _fingerprint(f"{place:x}/{tag}.{name}")


@lru_cache(maxsize=_REMEMBERED)
def _of_text(text: str) -> int:
    return _fingerprint(text)


def _of_headline(zones: Zones) -> int:
    """Pages of one article that was cut in several number it: 标题(2)."""
    index = zones.measures.headline
    title = zones.blocks[index].text if index >= 0 else ""
    title = title.rstrip("0123456789()（） ")
    return _of_text(title) if title else 0


def _of_address(url: str) -> int:
    return _fingerprint(canonical(url))


def _fingerprint(text: str) -> int:
    """64 bits that stand for ``text``, the same in every process."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=_SIZE).digest(), "big")
