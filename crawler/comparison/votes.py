"""Which story an article belongs to: the members of each are asked, and vote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crawler.comparison.pairs import Comparison, Refusal, compare
from crawler.comparison.tellings import Telling

AGREE = 0.4
"""Of a story's members that are asked, how many must say yes."""

HITS = 6
LONGEST = 5
"""Members that are asked: those found by what they have in common with the article,
and the longest, which hold most of what others were cut from."""

# Stories told by texts like this one with other numbers or names in them, from which on
# it stands under a template.
_TEMPLATE = 3
# … and what of the shorter then must stand in the longer.
_UNDER_TEMPLATE = 0.85

# Stories that stand whole in an article, past its head, from which on it is a round-up.
_ITEMS = 2
# … and what of it a text must be to be the same round-up.
_SAME_ROUND_UP = 0.5

_TEMPLATE_REFUSALS = {
    *(Refusal.NUMBERS, Refusal.NAMES, Refusal.PHRASES, Refusal.HEADLINES),
}
_ITEM_REFUSALS = {Refusal.ROUND_UP, Refusal.NOT_AT_HEAD}


class Member(NamedTuple):
    """An article of a story."""

    article: int
    story: int
    telling: Telling
    items: int = 0
    """Other stories that were found to stand whole in it, past its head."""


class Answer(NamedTuple):
    """What one member said."""

    member: Member
    comparison: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """All that was said of an article."""

    story: int | None
    """The story that it belongs to; ``None`` where it is a new one."""

    merged: tuple[int, ...] = ()
    """Stories that turn out to be that one."""

    answers: tuple[Answer, ...]
    """Of all members that were asked, the nearest first."""

    under_template: bool
    """Whether other stories are told in its words, with other numbers or names."""

    items: int = 0
    """Other stories that stand whole in it, past its head."""

    item_of: tuple[int, ...] = ()
    """Articles that it stands in whole, past their heads."""


def ballot(
    telling: Telling,
    hits: Sequence[Member],
    longest: Callable[[int], Sequence[Member]],
) -> Ballot:
    """Return which story ``telling`` belongs to.

    ``hits`` are what has something in common with it, the best first; ``longest``
    returns the longest members of a story. Those of a story are asked only where one
    of its hits has said yes. Not the transitive closure of pairs: one wrong pair would
    join two stories for ever.
    """
    asked = _Asked(telling)
    for story, members in _by_story(hits).items():
        asked.story(story, members[:HITS])
    under_template = asked.stories_refused(_TEMPLATE_REFUSALS) >= _TEMPLATE
    said_yes = [story for story in asked.answers if asked.yes(story, under_template)]
    for story in said_yes:
        asked.story(story, longest(story))
    shares = {
        story: (len(asked.yes(story, under_template)), len(asked.answers[story]))
        for story in said_yes
    }
    joined = [story for story, (yes, of) in shares.items() if yes >= AGREE * of]
    joined.sort(key=lambda story: (-shares[story][0], story))
    merged = [
        story for story in joined[1:] if _agree(longest(joined[0]), longest(story))
    ]
    return Ballot(
        story=joined[0] if joined else None,
        merged=tuple(merged),
        answers=asked.nearest(),
        under_template=under_template,
        items=asked.items,
        item_of=asked.item_of,
    )


class _Asked:
    """The answers so far, each member asked once."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self.answers: dict[int, list[Answer]] = {}

    def story(self, story: int, members: Sequence[Member]) -> None:
        answers = self.answers.setdefault(story, [])
        known = {answer.member.article for answer in answers}
        answers += [
            Answer(member, compare(member.telling, self._telling))
            for member in members
            if member.article not in known
        ]

    def yes(self, story: int, under_template: bool) -> list[Answer]:  # noqa: FBT001
        """The members that say yes, asked more strictly under a template."""
        least = _UNDER_TEMPLATE if under_template else 0.0
        round_up = self.items >= _ITEMS
        return [
            answer
            for answer in self.answers[story]
            if answer.comparison.same and answer.comparison.containment >= least
            if not round_up or self._share(answer) > _SAME_ROUND_UP
            if answer.member.items < _ITEMS or self._share_of(answer) > _SAME_ROUND_UP
        ]

    def stories_refused(self, refusals: set[Refusal]) -> int:
        return sum(
            any(answer.comparison.refused in refusals for answer in answers)
            for answers in self.answers.values()
        )

    @property
    def items(self) -> int:
        """Stories that stand whole in the article, past its head."""
        return sum(
            any(
                _is_item(answer, answer.member.telling, self._telling)
                for answer in answers
            )
            for answers in self.answers.values()
        )

    @property
    def item_of(self) -> tuple[int, ...]:
        """Articles that the article stands in whole, past their heads."""
        return tuple(
            answer.member.article
            for answers in self.answers.values()
            for answer in answers
            if _is_item(answer, self._telling, answer.member.telling)
        )

    def _share(self, answer: Answer) -> float:
        """How much of the article a member covers."""
        parts = [part.second for part in answer.comparison.parts]
        return self._telling.weight(parts) / max(1, self._telling.size)

    def _share_of(self, answer: Answer) -> float:
        """How much of a member the article covers."""
        parts = [part.first for part in answer.comparison.parts]
        telling = answer.member.telling
        return telling.weight(parts) / max(1, telling.size)

    def nearest(self) -> tuple[Answer, ...]:
        """All answers, the likest first."""
        answers = [answer for each in self.answers.values() for answer in each]
        return tuple(sorted(answers, key=lambda each: -each.comparison.likeness))


def _is_item(answer: Answer, item: Telling, whole: Telling) -> bool:
    """Whether one of two texts stands whole in the other, past its head."""
    comparison = answer.comparison
    return (
        item.size < whole.size
        and comparison.refused in _ITEM_REFUSALS
        and comparison.containment > _UNDER_TEMPLATE
    )


def _by_story(hits: Sequence[Member]) -> dict[int, list[Member]]:
    stories: dict[int, list[Member]] = {}
    for member in hits:
        stories.setdefault(member.story, []).append(member)
    return stories


def _agree(some: Sequence[Member], others: Sequence[Member]) -> bool:
    """Whether more than half of the longest members of two stories are one text."""
    answers = [
        compare(one.telling, other.telling).same for one in some for other in others
    ]
    return sum(answers) * 2 > len(answers)
