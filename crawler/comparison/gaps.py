"""Where one text has something else than another, in the middle of what both have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from crawler.comparison.tellings import Telling
from crawler.text.alignment import Stretch, line
from crawler.text.names import has_surname, stands_alone
from crawler.text.places import is_place, opens_with_suffix

# Characters. What differs by more is another sentence, not another word or two.
_WORDS = 24

# Characters around a gap in which a word goes on: 广州 and 贵州 differ in one.
_REACH = 2

# Characters of a name without what says that it is a place's: 清浦县.
_PLACE = 3

# Characters beside a gap that tell what it is.
_SIGHT = 6

# Characters of the longest name of a place that is known.
_LONGEST_PLACE = 7

# Characters of a name.
_SHORTEST = 2

# Characters that are more than a word.
_PHRASE = 4

# Who passes a text on dates it anew.
_DATELINE = re.compile(r"[电讯]|报道|记者|消息")

_NUMBER = re.compile("[\U000f0000-\U000fffff]")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_ROW = re.compile(r"[\u3400-\u9fff]{4,}")
_HAN_BEFORE = re.compile(r"[\u3400-\u9fff]+$")

# What stands before or behind a person's name.
_TITLE = re.compile(
    r"(?:记者|局长|主任|书记|市长|县长|省长|部长|厅长|处长|科长|校长|院长|教授|主席|总统|总理|经理|董事长|总裁|股东|选手|球员|队员|教练|导演|演员|医生|被告人|嫌疑人|名单如下)$"
)
_DEED = re.compile(r"(?:同志|先生|女士|男|女|说|表示|介绍|告诉|拟任)")


@dataclass(frozen=True)
class Gap:
    """Two pieces that stand in the same place of two texts. Not slotted: it remembers."""

    before: str
    """In the first text; may be empty. Numbers are single characters."""

    after: str
    """In the second text; may be empty."""

    left: str
    """What both have before it, a few characters."""

    right: str
    """What both have behind it."""

    @property
    def is_exchange(self) -> bool:
        """Whether both have something here, and no more than a word or two."""
        return 0 < len(self.before) <= _WORDS and 0 < len(self.after) <= _WORDS

    @cached_property
    def exchanges_numbers(self) -> bool:
        """Whether numbers stand here for other numbers.

        A number that a letter was typed into is none: 2019 and 2国19.
        """
        before, after = numbers(self.before), numbers(self.after)
        if not before or len(before) != len(after) or before == after:
            return False
        rests = len(before) == len(self.before), len(after) == len(self.after)
        return rests in {(True, True), (False, False)}

    @cached_property
    def exchanges_places(self) -> bool:
        """Whether a place stands here for another: 广州 and 贵州 differ in one letter."""
        if not _HAN.fullmatch(self.before) or not _HAN.fullmatch(self.after):
            return False
        if any(is_place(before) and is_place(after) for before, after in self._words()):
            return True
        sizes = len(self.before), len(self.after)
        fit = min(sizes) > 1 and max(sizes) <= _PLACE
        unlike = not set(self.before) & set(self.after)
        return fit and unlike and opens_with_suffix(self.right)

    @cached_property
    def exchanges_people(self) -> bool:
        """Whether a person stands here for another, as titles or deeds beside tell."""
        if _DEED.match(self.right) or _TITLE.search(self.left):
            return _is_person(self.before) and _is_person(self.after)
        title = _TITLE.search(self.left[:-1])  # the surname is the same
        surname = self.left[-1:]
        return bool(title) and all(
            _is_person(surname + given) for given in (self.before, self.after)
        )

    @cached_property
    def exchanges_lists(self) -> bool:
        """Whether people stand here for others, in a row: who passed, who is named."""
        rows = _is_row(self.before) or _is_row(self.after)
        return rows and are_people(self.before) and are_people(self.after)

    @property
    def exchanges_phrases(self) -> bool:
        """Whether both have more than a word here, and nothing of it in common."""
        if not self.is_exchange or min(len(self.before), len(self.after)) < _PHRASE:
            return False
        return not set(self.before) & set(self.after)

    def _words(self) -> Iterator[tuple[str, str]]:
        """Yield the pieces, by themselves and with what stands around them."""
        if max(len(self.before), len(self.after)) > _LONGEST_PLACE:
            return
        lefts = _HAN_BEFORE.search(self.left)
        rights = _HAN.match(self.right)
        before_it = lefts[0][-_REACH:] if lefts else ""
        behind_it = rights[0][:_REACH] if rights else ""
        for start in range(len(before_it) + 1):
            for end in range(len(behind_it) + 1):
                head, tail = before_it[start:], behind_it[:end]
                yield head + self.before + tail, head + self.after + tail


def numbers(text: str) -> list[str]:
    """Return the numbers of a text of symbols."""
    return _NUMBER.findall(text)


def are_people(text: str) -> bool:
    """Say whether ``text`` is a name or a row of names, and nothing else."""
    return _is_row(text) or stands_alone(text)


def _is_row(text: str) -> bool:
    """Whether ``text`` is two names or more without a mark between them.

    Of four one may be garbled.
    """
    if _ROW.fullmatch(text) is None:
        return False
    names = _split(text)
    wrong = sum(len(name) < _SHORTEST or not has_surname(name) for name in names)
    return wrong <= len(names) // 4


def _split(text: str) -> list[str]:
    """Cut a row of names before each surname that leaves names of two or three."""
    names: list[str] = []
    while text:
        sizes = (3, 2)
        fit = [size for size in sizes if not text[size:] or has_surname(text[size:])]
        size = fit[0] if fit else sizes[0]
        names.append(text[:size])
        text = text[size:]
    return names


def _is_person(word: str) -> bool:
    return stands_alone(word)


def gaps(first: Telling, second: Telling, parts: Sequence[Stretch]) -> Iterator[Gap]:
    """Yield where two tellings differ, from the beginning to the end of what both have.

    Their beginnings and ends are gaps, too, where both have a few words there: the
    first number of a flash stands in front of all that is like its sibling's.
    """
    if not parts:
        return
    places = list(_places(parts))
    start, start_other = parts[0].first[0], parts[0].second[0]
    end, end_other = parts[-1].first[1], parts[-1].second[1]
    opening = first.paragraph_at(start)[0], second.paragraph_at(start_other)[0]
    closing = first.paragraph_at(end - 1)[1], second.paragraph_at(end_other - 1)[1]
    before = first.text[opening[0] : start] + second.text[opening[1] : start_other]
    if not _DATELINE.search(before):
        places.insert(0, (opening[0], start, opening[1], start_other))
    places.append((end, closing[0], end_other, closing[1]))
    for place, (start, end, start_other, end_other) in enumerate(places):
        gap = Gap(
            first.text[start:end],
            second.text[start_other:end_other],
            first.text[max(0, start - _SIGHT) : start],
            first.text[end : end + _SIGHT],
        )
        if 0 < place < len(places) - 1 or gap.is_exchange:
            yield gap


def title_exchanges(first: Telling, second: Telling) -> Iterator[tuple[str, str]]:
    """Yield what stands for each other in two headlines, their beginnings and ends, too."""
    common = line(first.title, second.title)
    if common is None:
        return
    (start, end), (start_other, end_other) = common.first, common.second
    yield from (
        pieces
        for pieces in (
            (first.title[:start], second.title[:start_other]),
            *((first.title[a:b], second.title[c:d]) for a, b, c, d in common.gaps),
            (first.title[end:], second.title[end_other:]),
        )
        if all(pieces)
    )


def _places(parts: Sequence[Stretch]) -> Iterator[tuple[int, int, int, int]]:
    """Yield where gaps begin and end, inside of stretches and between them."""
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        yield from part.gaps
        if following is not None:
            yield (
                *(part.first[1], following.first[0]),
                *(part.second[1], following.second[0]),
            )
