"""One article is judged: by its address, by its body, by the vote of what is like it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache

from sqlalchemy import Connection

from crawler.comparison.evidence import Evidence, evidence
from crawler.comparison.origins import origin
from crawler.comparison.pairs import PLACEHOLDER, Refusal, compare
from crawler.comparison.tellings import Telling
from crawler.comparison.votes import LONGEST, Answer, Ballot, Member, ballot
from crawler.items import Article
from crawler.store.duplicates.boilerplate import Boilerplate
from crawler.store.duplicates.register import (
    Entry,
    Place,
    Register,
    address_of,
    body_of,
)
from crawler.store.duplicates.verdicts import Kind, LookAlike, Original, Verdict
from crawler.store.duplicates.window import Held, Window
from crawler.text.similarity import likeness

# Look-alikes that are told with a verdict.
_TOLD = 3

# Of a headline, how much must stand in the other over the same few words.
_HEADLINES = 0.5

_EQUAL = Evidence(likeness=1.0, containment=1.0)


class Judging:
    """One article, within one transaction."""

    def __init__(  # noqa: PLR0913  # what a turn is about
        self,
        connection: Connection,
        article: Article,
        telling: Telling,
        *,
        number: int,
        judged: int,
        window_days: int,
        is_held: bool = True,
    ) -> None:
        self._article = article
        self._number = number
        self._judged = judged
        self._is_held = is_held
        day = article.date_published or article.fetched
        self._day = judged if day is None else day_of(day)
        self._days = range(self._day - window_days, self._day + window_days + 1)
        self._register = Register(connection)
        self._window = Window(connection)
        self._boilerplate = Boilerplate(connection)
        self._whole = telling

    def verdict(self) -> Verdict:
        """Ask what is cheap first: the address, the body, and then all texts."""
        address, body = address_of(self._article), body_of(self._whole)
        known = self._register.known(address, body)
        for entry in known:
            if entry.address == address:
                same = entry.body == body
                return self._again(entry) if same else self._changed(entry)
        twins = [twin for twin in known if self._is_twin(twin)]
        for twin in twins:
            if twin.outlet is not None and twin.outlet == self._article.outlet:
                return self._twin_of(twin, Kind.AGAIN)
        if twins:
            return self._twin_of(twins[0], Kind.COPY)
        return self._by_vote() if self._is_held else self._unlike_any()

    def _again(self, known: Entry) -> Verdict:
        """What was said of the article when it came."""
        original = self._kept_for(known)
        text = self._window.text(original.id) if original else None
        return self._still(known, original, text)

    def _changed(self, known: Entry) -> Verdict:
        """The same address, and another body: it stays in its story."""
        before = self._window.text(known.id)
        self._window.remove(known.id)
        self._register.change(known.id, self._whole)
        met = self._boilerplate.of(self._whole)
        self._hold(known.id, self._whole.marked(met.texts).keys)
        original = self._kept_for(known)
        text = self._window.text(original.id) if original else before
        return self._still(known, original, text, changed=True)

    def _still(
        self,
        known: Entry,
        original: Entry | None,
        text: Telling | None,
        *,
        changed: bool = False,
    ) -> Verdict:
        """An article that stays what it was, as it differs from ``text``."""
        return Verdict(
            kind=Kind.AGAIN,
            story=known.story,
            duplicate_of=_original(original) if original else None,
            evidence=self._evidence(text) if text else None,
            first=_first(known),
            changed=changed,
            origin=origin(self._register.printings(known.story)) if original else None,
        )

    def _is_twin(self, known: Entry) -> bool:
        """Whether the very same body is more than a placeholder.

        Where it is that short, the headlines must agree.
        """
        if not self._whole.text:
            return False
        if len(self._whole.text) >= PLACEHOLDER:
            return True
        text = self._window.text(known.id)
        if text is None:
            return True
        own, other = sorted((self._whole.title, text.title), key=len)
        return likeness(own, other) >= _HEADLINES

    def _twin_of(self, twin: Entry, kind: Kind) -> Verdict:
        """Another address has the very same body, however long ago."""
        original = self._register.entries([twin.story]).get(twin.story, twin)
        self._enter(twin.story, copy_of=original.id)
        if self._window.text(twin.id) is None:  # too old to be found by edited ones
            self._hold(self._number, self._whole.keys)
        return Verdict(
            kind=kind,
            story=twin.story,
            duplicate_of=_original(original),
            compared_with=None if twin.id == original.id else _original(twin),
            evidence=_EQUAL,
            first=None if kind is Kind.COPY else _first(twin),
            origin=origin(self._register.printings(twin.story)),
        )

    def _unlike_any(self) -> Verdict:
        """An article that no text is compared with: those of its time are forgotten."""
        self._enter(self._number, copy_of=None)
        return Verdict(kind=Kind.NEW, story=self._number)

    def _by_vote(self) -> Verdict:
        met = self._boilerplate.of(self._whole)
        telling = self._whole.marked(met.texts)
        keys = telling.keys
        # Texts that were held before their paragraphs were known for boilerplate have
        # keys of the whole.
        asked = {*keys, *(self._whole.keys if telling.boilerplate else ())}
        hits = self._window.hits(telling, sorted(asked), self._days)

        def marked(members: Sequence[Member]) -> list[Member]:
            return [
                member._replace(telling=member.telling.marked(met.texts))
                for member in members
            ]

        @cache
        def longest(story: int) -> Sequence[Member]:
            return marked(self._window.longest(story, LONGEST))

        outcome = ballot(telling, marked(hits.members), longest)
        if outcome.story is None:
            verdict = self._new(outcome)
        else:
            verdict = self._copy(outcome.story, telling, outcome)
        free = [key for key in keys if key not in hits.crowded]
        self._hold(self._number, free, items=outcome.items)
        self._boilerplate.add(met, story=verdict.story, judged=self._judged)
        return verdict

    def _new(self, outcome: Ballot) -> Verdict:
        self._enter(self._number, copy_of=None)
        self._window.add_item(outcome.item_of)
        return Verdict(
            kind=Kind.NEW,
            story=self._number,
            under_template=outcome.under_template,
            look_alikes=self._look_alikes(outcome),
        )

    def _copy(self, story: int, telling: Telling, outcome: Ballot) -> Verdict:
        story = min(story, *outcome.merged) if outcome.merged else story
        others = {outcome.story, *outcome.merged} - {story, None}
        if others:
            self._register.merge(story, sorted(filter(None, others)))
        nearest = next(each for each in outcome.answers if each.comparison.same)
        found = self._register.entries([story, nearest.member.article])
        near = found[nearest.member.article]
        original = found.get(story, near)
        self._enter(story, copy_of=original.id)
        answer = self._answer_of(original, telling, outcome) or nearest
        compared = original if answer.member.article == original.id else near
        return Verdict(
            kind=Kind.COPY,
            story=story,
            duplicate_of=_original(original),
            compared_with=None if compared.id == original.id else _original(compared),
            evidence=evidence(
                answer.member.telling, telling, answer.comparison, self._article.body
            ),
            origin=origin(self._register.printings(story)),
            under_template=outcome.under_template,
            look_alikes=self._look_alikes(outcome),
        )

    def _answer_of(
        self, known: Entry, telling: Telling, outcome: Ballot
    ) -> Answer | None:
        """What an article of the window says, whether it was asked before or not."""
        for answer in outcome.answers:
            if answer.member.article == known.id:
                return answer
        text = self._window.text(known.id)
        if text is None:
            return None
        member = Member(known.id, known.story, text)
        return Answer(member, compare(text, telling))

    def _look_alikes(self, outcome: Ballot) -> tuple[LookAlike, ...]:
        """The nearest articles of other stories, and why they are not this one."""
        told: dict[int, Answer] = {}
        for answer in outcome.answers:
            if answer.comparison.refused in {None, Refusal.LITTLE}:
                continue
            if answer.member.story != outcome.story and len(told) < _TOLD:
                told.setdefault(answer.member.story, answer)
        found = self._register.entries(each.member.article for each in told.values())
        return tuple(
            LookAlike(found[member.article].url, refused.value, comparison.seen)
            for member, comparison in told.values()
            if (refused := comparison.refused)
        )

    def _kept_for(self, known: Entry) -> Entry | None:
        """The article that is kept in place of a copy."""
        if known.copy_of is None:
            return None
        return self._register.entries([known.copy_of]).get(known.copy_of)

    def _evidence(self, text: Telling) -> Evidence:
        comparison = compare(text, self._whole)
        return evidence(text, self._whole, comparison, self._article.body)

    def _enter(self, story: int, *, copy_of: int | None) -> None:
        place = Place(self._number, story, copy_of, self._day)
        self._register.add(self._article, self._whole, place)

    def _hold(self, article: int, keys: Sequence[int], *, items: int = 0) -> None:
        if not self._is_held:
            return
        held = Held(article=article, judged=self._judged, day=self._day, items=items)
        self._window.add(held, self._whole, keys)


def day_of(moment: dt.datetime) -> int:
    """Return the number of days from 1970 to a moment, in UTC."""
    return int(moment.timestamp() // 86_400)


def _first(known: Entry) -> Kind:
    """What an article was said to be when it came."""
    return Kind.NEW if known.copy_of is None else Kind.COPY


def _original(entry: Entry) -> Original:
    return Original(entry.url, entry.outlet)
