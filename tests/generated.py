"""Any number of articles, made of the newsroom's sentences by a seed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from crawler import Article
from tests.newsroom import PAGES

OUTLETS = ("jia", "yi", "bing", "ding")
SOURCES = ("河口镇广播站", "江口日报", "临州通讯社", None)
AUTHORS = ("张三", "李四", "欧阳明", "John Reed")
ZONE = dt.timezone(dt.timedelta(hours=8))
START = dt.datetime(2025, 1, 1, 8, tzinfo=ZONE)

_SENTENCE = re.compile(r"[^。！？]+[。！？]")


def articles(
    count: int, *, seed: int = 1, sentences: tuple[int, int] = (4, 14)
) -> Iterator[Article]:
    """Yield articles, each at an address of its own, the older first.

    ``sentences`` is how many an article has, at least and at most.
    """
    random = Random(seed)  # no secret
    known = _sentences()
    for number in range(count):
        chosen = random.choices(known, k=random.randint(*sentences))
        url = f"http://www.{OUTLETS[number % 4]}.example/{number}.html"
        yield Article(
            url=url,
            canonical_url=url,
            outlet=OUTLETS[number % 4],
            headline=random.choice(known)[: random.randint(8, 22)],
            body=tuple(
                "".join(chosen[start : start + 3]) for start in range(0, len(chosen), 3)
            ),
            authors=tuple(random.sample(AUTHORS, k=random.randint(0, 2))),
            source=random.choice(SOURCES),
            date_published=START + dt.timedelta(minutes=37 * number),
            encoding="utf-8",
        )


def line(article: Article, **more: object) -> bytes:
    """Return an article as it is stored, with fields that it does not have itself."""
    stored = msgspec.to_builtins(article)
    return msgspec.json.encode({**stored, **more}) + b"\n"


def withdrawn(article: Article) -> bytes:
    """Return the line that says that an article was withdrawn."""
    told: Mapping[str, Any] = {
        "event": "withdrawn",
        "url": article.url,
        "canonical_url": article.canonical_url,
        "outlet": article.outlet,
    }
    return msgspec.json.encode(told) + b"\n"


def store(data: Path, lines: Iterable[bytes], *, day: str = "2026-11-26") -> Path:
    """Append lines to those of a day in a data folder; return their file."""
    path = data / "articles" / f"{day}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.writelines(lines)
    return path


@cache
def _sentences() -> tuple[str, ...]:
    lines = (PAGES / "expected.jsonl").read_bytes().splitlines()
    bodies = [msgspec.json.decode(text).get("body") or () for text in lines]
    found = [each for body in bodies for text in body for each in _cut(text)]
    return tuple(dict.fromkeys(found))


def _cut(paragraph: str) -> list[str]:
    return _SENTENCE.findall(paragraph)
