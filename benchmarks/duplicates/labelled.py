"""A set of texts of which is known which tell one story: reprints and look-alikes.

Built from the bodies of a corpus and of the newsroom, from templates and from events
written for it, all by one seed. No text of the corpus is kept.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.duplicates import events, families
from benchmarks.duplicates.edits import EDITS, LIGHT, NAMES, Edit, reprint
from benchmarks.duplicates.events import Event, Report
from benchmarks.duplicates.families import FOOTERS, Family
from crawler.items import Article

NEWSROOM = Path(__file__).parents[2] / "tests/fixtures/newsroom/expected.jsonl"

FIRST_DAY = datetime(2026, 10, 1, 6, tzinfo=UTC)

# Of a text's paragraphs: articles shorter than that are no base for a follow-up.
_LONG = 6


@dataclass(frozen=True, slots=True)
class Document:
    """One article of the set."""

    story: int
    """Equal for articles that tell one story."""

    kind: str
    """What was done to it, or which kind of look-alike it is."""

    article: Article


@dataclass(slots=True)
class _Builder:
    chance: random.Random
    documents: list[Document]
    stories: int = 0

    def story(self) -> int:
        self.stories += 1
        return self.stories

    def put(self, story: int, kind: str, report: Report) -> None:
        number = len(self.documents) + 1
        outlet = f"outlet{self.chance.randrange(60):02}"
        url = f"http://{outlet}.example/{number}.html"
        published = FIRST_DAY + timedelta(
            hours=story % 700, minutes=self.chance.randrange(2000)
        )
        article = Article(
            url=url,
            canonical_url=url,
            outlet=outlet,
            headline=report.headline,
            body=report.paragraphs,
            source=self.chance.choice((*NAMES, None)),
            date_published=published,
            encoding="utf-8",
        )
        self.documents.append(Document(story, kind, article))

    def put_story(
        self,
        kind: str,
        report: Report,
        *,
        copies: int,
        edits: Sequence[Edit] = EDITS,
    ) -> None:
        """Put one story and that many reprints of it."""
        story = self.story()
        self.put(story, kind, report)
        for _ in range(copies):
            edited, names = reprint(report, self.chance, edits)
            self.put(story, f"{kind}: {names}", edited)


def build(corpus: Path | None, *, held_back: bool, seed: int) -> list[Document]:
    """Return the set, in the order in which its articles arrive.

    ``held_back`` takes the other third of bases, and the families and events that no
    check was tuned on.
    """
    builder = _Builder(random.Random(seed), [])
    chance = builder.chance
    bases = [
        base
        for number, base in enumerate(_bases(corpus))
        if (number % 3 == 2) == held_back
    ]
    long = [base for base in bases if len(base.paragraphs) >= _LONG]
    followed = long[:: 2 if held_back else 4]
    others = [base for base in bases if base not in followed]
    for base in others:
        copies = chance.choice((0, 1, 2, 3, 4, 6, 8, 12))
        builder.put_story("base", base, copies=copies)
    for base in followed:
        _follow_up(builder, base)
    for family in families.HELD_BACK if held_back else families.TUNED:
        _family(builder, family)
    for event in events.HELD_BACK if held_back else events.TUNED:
        _event(builder, event)
    _footed(builder, others)
    _round_ups(builder, held_back=held_back)
    chance.shuffle(builder.documents)
    return builder.documents


def _bases(corpus: Path | None) -> Iterator[Report]:
    for row in _rows(NEWSROOM):
        yield Report(row["headline"], tuple(row["body"]))
    if corpus is not None:
        for row in _rows(corpus / "gold.jsonl"):
            if row.get("body"):
                yield Report(row["headline"] or row["body"][0][:20], tuple(row["body"]))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    seen = set()
    for line in path.read_bytes().splitlines():
        row = msgspec.json.decode(line)
        told = "".join(row.get("body") or ())[:40]
        if told not in seen:  # the newsroom prints some twice
            seen.add(told)
            yield row


def _follow_up(builder: _Builder, base: Report) -> None:
    """The first half is the first report; the second half quotes it a day later."""
    half = len(base.paragraphs) // 2
    first = Report(base.headline, base.paragraphs[:half])
    builder.put_story("first report", first, copies=builder.chance.choice((0, 2, 4)))
    quoted = first.paragraphs[: builder.chance.randint(max(1, half // 2), half)]
    later = base.paragraphs[half:]
    report = Report(later[0][:22], (*later, "本报此前报道：", *quoted))
    builder.put_story("follow-up", report, copies=builder.chance.choice((0, 1, 3)))


def _family(builder: _Builder, family: Family) -> None:
    for _ in range(14):
        report = Report(*family.text(builder.chance))
        copies = builder.chance.choice((0, 0, 0, 1, 2, 4))
        builder.put_story(family.name, report, copies=copies, edits=LIGHT)


def _event(builder: _Builder, event: Event) -> None:
    chance = builder.chance
    builder.put_story("event, one author", event.one, copies=chance.choice((1, 3)))
    builder.put_story("event, other author", event.other, copies=chance.choice((1, 3)))
    background = event.one.paragraphs[: chance.choice((1, 2, 3))]
    later = event.later._replace(paragraphs=(*event.later.paragraphs, *background))
    builder.put_story("event, later", later, copies=chance.choice((0, 2)))


def _footed(builder: _Builder, bases: Sequence[Report]) -> None:
    """Short texts of which most is a footer that others have, too."""
    bases = [base for base in bases if len(base.paragraphs) >= 3]
    for number, base in enumerate(builder.chance.sample(bases, 24)):
        lead = base.paragraphs[-1]
        if len(lead) > 40:
            report = Report(lead[:18], (lead, FOOTERS[number % len(FOOTERS)]))
            builder.put_story("footer", report, copies=builder.chance.choice((0, 0, 2)))


def _round_ups(builder: _Builder, *, held_back: bool) -> None:
    """Flashes of all families, each a story, and lists that hold them whole."""
    chance = builder.chance
    pool = families.HELD_BACK if held_back else families.TUNED
    for number in range(12):
        reports = [Report(*chance.choice(pool).text(chance)) for _ in range(8)]
        for report in reports:
            copies = chance.choice((0, 0, 1))
            builder.put_story("flash", report, copies=copies, edits=LIGHT)
        texts: list[str] = []
        for place, report in enumerate(reports, start=1):
            style = number % 4
            if style == 0:
                texts += [report.headline, *report.paragraphs]
            elif style == 1:
                texts += [
                    f"{place}、{report.headline}。{report.paragraphs[0]}",
                    *report.paragraphs[1:],
                ]
            elif style == 2:
                texts.append(f"【{report.headline}】{''.join(report.paragraphs)}")
            else:
                texts.append("".join(report.paragraphs))
        headline = (
            f"早报|{reports[0].headline}",
            f"{number + 1}月{number + 2}日要闻汇总",
            f"{reports[0].headline}；{reports[1].headline}；{reports[2].headline}",
            "今天，这些事和你有关",
        )[number // 4 if held_back else number % 4]
        report = Report(headline, tuple(texts))
        builder.put_story("round-up", report, copies=chance.choice((0, 1, 2)))
