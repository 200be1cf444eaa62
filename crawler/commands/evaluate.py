"""``scrapy evaluate FOLDER``: score saved pages against what a person wrote down."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import fmean
from time import perf_counter
from typing import Any, BinaryIO, ClassVar

import msgspec
from rich import box
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError as WrongCall

from crawler import Article, PageError, care, extract
from crawler.errors import UsageError
from crawler.evaluation import Evaluation, cases, floors, joined, left_out, reliability
from crawler.evaluation.cases import Case
from crawler.evaluation.floors import Floor
from crawler.evaluation.reliability import Belief
from crawler.evaluation.scores import FIELDS, MEASURES, BodyScore, Wrong
from crawler.forest import MODELS
from crawler.repair import Care
from crawler.saved import SavedPage
from crawler.sites import Site, choose
from crawler.spiders import outlets

MISSED = 1
NOT_STARTED = 2

FLOORS = "floors.toml"

# Characters of a value that are shown.
_SHOWN = 200


@dataclass(slots=True)
class Report:
    """What came of all pages of a folder."""

    scores: Evaluation = field(default_factory=Evaluation)
    refusals: dict[str, str] = field(default_factory=dict)
    """Why each page that gave no article was refused, by its name."""

    pages: int = 0
    seconds: float = 0.0
    """From bytes to articles, over all pages."""

    @property
    def ms_a_page(self) -> float:
        return 1000 * self.seconds / self.pages


class Command(ScrapyCommand):
    """Score saved pages, field by field.

    The exit code is 1 where a floor is missed; 2 where nothing could be scored,
    or a floor is of something that was not measured.
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] <folder>"

    def short_desc(self) -> str:
        return "Score saved pages against what a person wrote down of them"

    def long_desc(self) -> str:
        return (
            "Extract the article of each page of a folder and score it field by "
            "field. The folder holds saved pages with their JSON beside them, or "
            "gold.jsonl and html/ID.html.gz, text/ID.txt.gz or archives. Fails where a "
            "floor is missed."
        )

    def add_options(self, parser: ArgumentParser) -> None:
        super().add_options(parser)
        add = parser.add_argument
        add("--floors", metavar="FILE", type=Path, help=f"default: FOLDER/{FLOORS}")
        add("--worst", metavar="N", type=int, default=0, help="list the N worst bodies")
        add("--field", metavar="NAME", help="list each page where this field is wrong")
        add(
            "--left-out",
            metavar="MODELS",
            type=Path,
            help="read each page with the models there that have not seen its outlet; "
            "python -m training.unseen makes them",
        )
        add("--predictions", metavar="FILE", type=Path, help="write articles as lines")
        add("--json", action="store_true", help="print the figures as JSON")

    def run(self, args: list[str], opts: Namespace) -> None:
        if len(args) != 1:
            raise WrongCall(
                "which folder? Name one with saved pages, or with gold.jsonl"
            )
        try:
            self._evaluate(Path(args[0]), opts)
        except UsageError as error:
            print(f"scrapy evaluate: {error}", file=sys.stderr)
            self.exitcode = NOT_STARTED

    def _evaluate(self, folder: Path, opts: Namespace) -> None:
        if opts.field and opts.field not in FIELDS:
            raise UsageError(f"no field {opts.field}; known are {', '.join(FIELDS)}")
        asked = _floors(folder, opts.floors)
        assert self.settings is not None  # noqa: S101  # Scrapy sets it before run()
        known = outlets.known(self.settings)
        found = cases.find(folder)
        models = _models(found, folder, opts.left_out)
        asked_care = care.asked(self.settings)
        report = _report(found, known, models, opts.predictions, asked_care)
        figures = report.scores.result()
        if unmeasured := asked.keys() - figures.keys():
            names = ", ".join(sorted(unmeasured))
            raise UsageError(f"no page of {folder} says anything of {names}")
        missed = [name for name in asked if not asked[name].holds(figures[name])]
        show = _print_json if opts.json else _print_table
        show(folder, report, asked, opts)
        for name in missed:
            told = f"{name} is {figures[name]:.4f}, its floor is {asked[name]}"
            print(f"scrapy evaluate: {told}", file=sys.stderr)
        self.exitcode = MISSED if missed else 0


def _floors(folder: Path, asked: Path | None) -> dict[str, Floor]:
    path = asked or folder / FLOORS
    if asked is None and not path.exists():
        return {}
    return floors.read(path, measures=MEASURES)


def _models(
    found: tuple[Case, ...], folder: Path, left_out_by: Path | None
) -> dict[str, Path]:
    """Return the folder of the models that each page is to be read with, by its name."""
    if left_out_by is None:
        return {case.name: MODELS for case in found}
    models = left_out.read(left_out_by, corpus=folder.resolve().name)
    for case in found:
        if case.name not in models:
            raise UsageError(f"{left_out_by}: no models for the page {case.name}")
    return models


def _report(
    found: tuple[Case, ...],
    known: dict[str, Site],
    models: Mapping[str, Path],
    predictions: Path | None,
    asked: Care,
) -> Report:
    """Extract and score every page; write what came of it where that is asked for."""
    report = Report()
    with ExitStack() as open_files:
        file = open_files.enter_context(_written(predictions)) if predictions else None
        for case in _shown(found):
            article = _extract(case, known, models[case.name], report, asked)
            record = json.loads(msgspec.json.encode(article)) if article else None
            report.scores.add(case.name, case.expected, record)
            if file:
                line = record or {"refused": report.refusals[case.name]}
                file.write(msgspec.json.encode({"id": case.name, **line}) + b"\n")
    return report


def _written(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error


def _shown(found: tuple[Case, ...]) -> Iterable[Case]:
    """Return the cases; on a terminal, a bar tells how far one has come."""
    console = Console(stderr=True)
    hidden = not console.is_terminal
    return track(found, "pages", console=console, transient=True, disable=hidden)


def _extract(
    case: Case, known: dict[str, Site], models: Path, report: Report, asked: Care
) -> Article | None:
    """Return the page's article, ``None`` where it is refused; count what it took."""
    page = case.read()
    site = _site(page, known)
    report.pages += 1
    started = perf_counter()
    try:
        return extract(page.page(), site=site, care=asked, models=models)
    except PageError as error:
        report.refusals[case.name] = error.reason + (
            error.detail and f": {error.detail}"
        )
        return None
    finally:
        report.seconds += perf_counter() - started


def _site(page: SavedPage, known: dict[str, Site]) -> Site | None:
    if page.outlet is None:
        return None
    [site] = choose(known, [page.outlet])
    return site


def _print_json(
    folder: Path, report: Report, asked: Mapping[str, Floor], opts: Namespace
) -> None:
    figures = report.scores.result()
    told = {
        "folder": str(folder),
        "pages": report.pages,
        "refused": report.refusals,
        "ms_a_page": round(report.ms_a_page, 3),
        "figures": figures,
        "missed": [n for n, floor in asked.items() if not floor.holds(figures[n])],
    }
    if beliefs := report.scores.beliefs:
        told["reliability"] = {name: _told(beliefs[name]) for name in beliefs}
    if opts.worst:
        worst = report.scores.worst(opts.worst)
        told["worst"] = [{**asdict(body), "f1": body.f1} for body in worst]
    if opts.field:
        told["wrong"] = [asdict(wrong) for wrong in _wrong(report, opts.field)]
    print(json.dumps(told, ensure_ascii=False, indent=2))


def _print_table(
    folder: Path, report: Report, asked: Mapping[str, Floor], opts: Namespace
) -> None:
    console = Console(highlight=False)
    console.print(_table(report.scores, asked))
    if report.scores.beliefs:
        console.print(_reliability(report.scores.beliefs))
    time = f"{report.ms_a_page:.1f} ms a page from bytes to article"
    console.print(
        f"{report.pages} pages of {folder}, {time}", markup=False, soft_wrap=True
    )
    for body in report.scores.worst(opts.worst):
        print(_line(body, report))
    for wrong in _wrong(report, opts.field) if opts.field else ():
        print("\n".join(_lines(wrong, report)))


def _table(scores: Evaluation, asked: Mapping[str, Floor]) -> Table:
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    made.add_column("Measure")
    made.add_column("Pages", justify="right")
    made.add_column("Figure", justify="right")
    made.add_column("Floor")
    made.add_column("OK")
    for name, figure in scores.result().items():
        floor = asked.get(name)
        pages = str(scores.pages(name))
        made.add_row(name, pages, f"{figure:.4f}", str(floor or ""), _ok(floor, figure))
    return made


def _reliability(beliefs: Mapping[str, list[Belief]]) -> Table:
    """Tell how sure the articles were, and how often rightly: bodies by confidence."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    made.add_column("Confidence")
    for title in ("Pages", "Mean", "Right", "Brier"):
        made.add_column(title, justify="right")
    for each in reliability.bins(beliefs.get("body", ())):
        name = f"body {each.low:g} to {each.high:g}"
        mean, right = f"{each.confidence:.3f}", f"{each.right:.3f}"
        made.add_row(name, str(each.number), mean, right, "")
    for name, held in beliefs.items():
        mean = f"{fmean(belief.confidence for belief in held):.3f}"
        right = f"{fmean(belief.right for belief in held):.3f}"
        brier = f"{reliability.brier(held):.3f}"
        made.add_row(name, str(len(held)), mean, right, brier)
    return made


def _told(beliefs: list[Belief]) -> dict[str, Any]:
    return {
        "pages": len(beliefs),
        "brier": reliability.brier(beliefs),
        "bins": [each._asdict() for each in reliability.bins(beliefs)],
    }


def _ok(floor: Floor | None, figure: float) -> Text:
    if floor is None:
        return Text("")
    return Text("yes", "green") if floor.holds(figure) else Text("NO", "bold red")


def _line(body: BodyScore, report: Report) -> str:
    """Tell of one body in a line."""
    precision = "   –" if body.precision is None else f"{body.precision:.3f}"
    told = report.refusals.get(body.page) or " ".join(body.leaks)
    shares = f"{body.f1:.3f}  P {precision}  R {body.recall:.3f}"
    return f"{shares}  {body.page}  {told}".rstrip()


def _wrong(report: Report, name: str) -> list[Wrong]:
    return [wrong for wrong in report.scores.wrong if wrong.field == name]


def _lines(wrong: Wrong, report: Report) -> Iterator[str]:
    """Tell of one wrong field: what was expected, what was got, who gave it."""
    yield wrong.page
    if wrong.field == "body":
        yield from _difference(wrong)
    else:
        yield f"  expected  {_cut(wrong.expected)}"
        yield f"  got       {_cut(wrong.got)}"
    if refusal := report.refusals.get(wrong.page):
        yield f"  refused   {refusal}"
    elif wrong.found_by:
        yield f"  found by  {wrong.found_by}"


def _difference(wrong: Wrong) -> Iterator[str]:
    """Tell which paragraphs of a body are missed, and which ought not to be there."""
    expected, got = _paragraphs(wrong.expected), _paragraphs(wrong.got)
    for paragraph in (expected - got).elements():
        yield f"  missed    {_cut(paragraph)}"
    for paragraph in (got - expected).elements():
        yield f"  extra     {_cut(paragraph)}"


def _paragraphs(body: object) -> Counter[str]:
    lines = (" ".join(line.split()) for line in joined(body).split("\n"))
    return Counter(filter(None, lines))


def _cut(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
