"""What judging an article costs with 100,000 texts in the window, and with a million.

    python -m benchmarks.duplicates.growth --sizes 100000 1000000 [--at-most 5 --growth 1.5]
        [--folder windows | --url postgresql://…]

The window is filled past the judge, in bulk, with texts made of short pieces of the
newsroom's: of such texts two have more shingles in common than two real articles have.
Then articles are judged, each in a transaction of its own: one half is new, the other
edited copies of what is held. A million texts take ten minutes; with ``--folder`` they
are kept, and the next run judges other articles with them.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from multiprocessing import Pool
from operator import itemgetter
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import (
    Connection,
    Engine,
    Table,
    create_engine,
    insert,
    select,
    text,
    update,
)

from benchmarks.duplicates.edits import reprint
from benchmarks.duplicates.events import Report
from benchmarks.duplicates.labelled import NEWSROOM
from crawler.comparison.tellings import Telling
from crawler.items import Article
from crawler.store.database import Database
from crawler.store.duplicates import Duplicates, Kind, boilerplate
from crawler.store.duplicates.register import address_of, body_of
from crawler.store.duplicates.tables import ARTICLES, KEYS, PARAGRAPHS, STATE, TEXTS
from crawler.store.duplicates.window import in_a_row, packed
from crawler.store.migrations import migrate
from crawler.text import folding

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
TODAY = int(NOW.timestamp() // 86_400)

ROUNDS = 4
"""Of which the fastest counts: a busy machine is no matter of ours."""
A_ROUND = 400
"""Articles: of SQLite each round has two or three of the moments in which its log, some
150 articles, is brought into the file."""

CHUNK = 2_000
WORKERS = 2

# Where the ids of articles that are judged begin, and the numbers that they are made of:
# above those of all that are held.
_FIRST = 2 * 10**6
_FRESH = 10**7

# Characters of an article, a paragraph and a headline. Of 86 Chinese bodies the median
# is 690 and the mean 1,020; a logarithm's normal distribution has both with this.
MEDIAN = 690
SIGMA = 0.88
PARAGRAPH = 110
HEADLINE = 20

PIECES = range(2, 7)
"""Characters of the pieces that texts are made of."""


class Cost(NamedTuple):
    """What a round took, in milliseconds an article."""

    wall: float
    process: float


def main() -> int:
    """Return the exit code: 1 where a limit is exceeded."""
    options = _options()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        return _measure(folder, options)


def _options() -> Namespace:
    parser = ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    add = parser.add_argument
    add("--sizes", type=int, nargs="+", default=[100_000, 1_000_000], metavar="N")
    add("--url", help="an empty database (default: a file of SQLite for each size)")
    add("--folder", type=Path, help="keep those files there, and use them again")
    add("--at-most", type=float, default=5.0, metavar="MS", help="at the first size")
    add("--growth", type=float, default=1.5, metavar="RATIO", help="to the last size")
    return parser.parse_args()


def _measure(folder: Path, options: Namespace) -> int:
    costs: list[Cost] = []
    held = 0
    print(f"{'texts':>9}  {'ms wall':>7}  {'ms CPU':>6}  {'KB each':>7}  found")
    for size in options.sizes:
        if options.url:
            engine = opened(options.url)
            _fill(engine, held, size)
            held = size
        else:
            engine = _file(folder, size)
        cost, found = _rounds(engine, size)
        costs.append(cost)
        kb = _bytes(engine) / size / 1024
        engine.dispose()
        print(
            f"{size:9,}  {cost.wall:7.2f}  {cost.process:6.2f}  {kb:7.2f}  {found:.0%}",
            flush=True,
        )
    growth = costs[-1].wall / costs[0].wall
    print(
        f"from {options.sizes[0]:,} to {options.sizes[-1]:,} texts: {growth:.2f} times"
    )
    return int(costs[0].wall > options.at_most or growth > options.growth)


def _file(folder: Path, size: int) -> Engine:
    """Return a file with that many texts, which is made if it is not there."""
    path = folder / f"{size}.sqlite"
    if not path.exists():
        begun = path.with_suffix(".begun")
        begun.unlink(missing_ok=True)
        filling = opened(f"sqlite:///{begun}")
        _fill(filling, 0, size)
        filling.dispose()  # the last connection that is closed empties the log
        begun.rename(path)
    return opened(f"sqlite:///{path}")


def opened(url: str) -> Engine:
    """Return the engine of an empty ledger, set as a crawl has it."""
    database = Database.opened(url, wait=60)
    migrate(database)
    return database.engine


def _fill(engine: Engine, held: int, size: int) -> None:
    """Put the texts ``held`` to ``size`` into the window."""
    started = perf_counter()
    chunks = [
        range(first, min(first + CHUNK, size)) for first in range(held, size, CHUNK)
    ]
    engine.dispose()  # SQLite changes its journal for one connection alone
    filling = create_engine(engine.url)
    with Pool(WORKERS) as pool, filling.connect() as connection:
        _let_go(connection)
        for done, rows in enumerate(pool.imap(_rows, chunks), start=1):
            for table, some in rows.items():
                _insert(connection, TABLES[table], some)
            if done % 25 == 0:
                connection.commit()
                seconds = perf_counter() - started
                number = held + done * CHUNK
                print(f"  {number:,} in {seconds:.0f} s", file=sys.stderr, flush=True)
        connection.commit()
    filling.dispose()  # with its pragmas
    with engine.begin() as connection:
        judged = {"judged": _FIRST + size}
        if not connection.execute(update(STATE).values(judged)).rowcount:
            connection.execute(insert(STATE).values(id=1, **judged))
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as one:
            one.execute(text("VACUUM ANALYZE"))


def _let_go(connection: Connection) -> None:
    """Let SQLite fill without a journal and with much memory."""
    if connection.dialect.name == "sqlite":
        for pragma in (
            "journal_mode = OFF",
            "synchronous = OFF",
            "cache_size = -3000000",
        ):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        connection.commit()


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows, on SQLite past SQLAlchemy: three of four seconds are saved."""
    if connection.dialect.name != "sqlite":
        connection.execute(insert(table), rows)
        return
    names = list(rows[0])
    marks = ", ".join("?" * len(names))
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608  # our names
        [tuple(row.values()) for row in rows],
    )


TABLES = {table.name: table for table in (ARTICLES, TEXTS, KEYS, PARAGRAPHS)}


def _rows(numbers: range) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for number in numbers:
        article = made(number)
        telling = Telling(article.headline or "", article.body)  # it is folded already
        keys = sorted(telling.keys)
        key = number + 1
        rows[ARTICLES.name].append(
            {
                "id": key,
                "story": key,
                "copy_of": None,
                "address": address_of(article),
                "body": body_of(telling),
                "length": len(telling.text),
                "day": TODAY,
                "url": article.url,
                "outlet": article.outlet,
                "source": article.source,
                "dateline": None,
                "published": int(NOW.timestamp()),
            }
        )
        rows[TEXTS.name].append(
            {
                "id": key,
                "judged": TODAY,
                "day": TODAY,
                "others": 0,
                "keys": in_a_row(keys),
                "text": packed(telling),
            }
        )
        rows[KEYS.name] += [{"key": each, "article": key} for each in keys]
        rows[PARAGRAPHS.name] += [
            {"key": each, "story": key, "judged": TODAY}
            for each in sorted(set(boilerplate.keys(telling)))
        ]
    for name in (KEYS.name, PARAGRAPHS.name):
        rows[name].sort(key=itemgetter("key"))
    return rows


def made(number: int) -> Article:
    """Return the article of that number: always the same."""
    chance = random.Random(f"article {number}")
    length = min(8_000, max(60, int(chance.lognormvariate(0, SIGMA) * MEDIAN)))
    letters = _letters(chance, length)
    report = Report(
        letters[:HEADLINE],
        tuple(letters[at : at + PARAGRAPH] for at in range(0, length, PARAGRAPH)),
    )
    return _article(number, report)


def _article(number: int, report: Report) -> Article:
    url = f"http://www.outlet{number % 97:02}.example/news/2026/{number}.html"
    return Article(
        url=url,
        canonical_url=url,
        outlet=f"outlet{number % 97:02}",
        headline=report.headline,
        body=report.paragraphs,
        source="江口日报",
        date_published=NOW,
        encoding="utf-8",
    )


def _letters(chance: random.Random, length: int) -> str:
    """Return a text of pieces of 2 to 6 characters."""
    return "".join(chance.choices(_pieces(), k=length // PIECES[0]))[:length]


@cache
def _pieces() -> tuple[str, ...]:
    """What texts are made of: pieces of the newsroom's."""
    bodies = [
        msgspec.json.decode(line)["body"] for line in NEWSROOM.read_bytes().splitlines()
    ]
    folded = "".join("".join(folding.paragraphs(body)) for body in bodies if body)
    stock = "".join(letter for letter in folded if letter > "\u3400")
    return tuple(
        stock[place : place + size]
        for size in PIECES
        for place in range(len(stock) - size)
    )


def _rounds(engine: Engine, size: int) -> tuple[Cost, float]:
    """Judge some rounds; return the fastest, and of all copies how many were found."""
    duplicates = Duplicates(engine)
    costs = []
    copies = found = 0
    for _ in range(ROUNDS):
        with engine.connect() as connection:
            judged = connection.execute(select(STATE.c.judged)).scalar_one()
        articles = list(_fresh(size, judged - _FIRST - size))
        wall, process = perf_counter(), process_time()
        verdicts = [duplicates.judge(article, now=NOW) for article, _ in articles]
        wall, process = perf_counter() - wall, process_time() - process
        costs.append(Cost(wall / A_ROUND * 1e3, process / A_ROUND * 1e3))
        copies += sum(is_copy for _, is_copy in articles)
        found += sum(
            verdict.kind is Kind.COPY and is_copy
            for verdict, (_, is_copy) in zip(verdicts, articles, strict=True)
        )
    return min(costs), found / copies


def _fresh(size: int, judged: int) -> Iterator[tuple[Article, bool]]:
    """Yield a round's articles, of which none was judged; and whether each is a copy."""
    chance = random.Random(f"round {size} {judged}")
    first = _FRESH + judged
    for number in range(first, first + A_ROUND):
        if number % 2:
            yield made(number), False
            continue
        original = made(chance.randrange(size))
        edited, _ = reprint(Report(original.headline or "", original.body), chance)
        yield _article(number, edited), True


def _bytes(engine: Engine) -> int:
    if engine.dialect.name == "postgresql":
        names: Sequence[str] = [*TABLES, STATE.name]
        with engine.connect() as one:
            return sum(
                one.execute(
                    text(f"SELECT pg_total_relation_size('{name}')")
                ).scalar_one()
                for name in names
            )
    engine.dispose()
    return Path(str(engine.url.database)).stat().st_size


if __name__ == "__main__":
    sys.exit(main())
