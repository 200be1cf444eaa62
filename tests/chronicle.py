"""Newsrooms of any size, printed for a test from the texts of the small one.

chronicle = Chronicle.printed(folder, outlets=5, articles=100)
with Newsroom(chronicle.pages) as room:
    ...  # the outlets' site files are in chronicle.outlets
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import ascii_lowercase
from typing import Self

from tests.newsroom import PAGES

LISTED = 50
"""Articles on one page of a hub."""

# One article in so many is cut into two pages.
_CUT = 10

# Paragraphs of an article, clauses of a paragraph, and words of a clause.
_PARAGRAPHS = (4, 8)
_CLAUSES = (3, 6)
_WORDS = (3, 12)


@dataclass(frozen=True, slots=True)
class Chronicle:
    """A newsroom that was printed: its pages, and the site files of its outlets."""

    pages: Path
    outlets: Path
    keys: tuple[str, ...]
    articles: frozenset[str]
    """Addresses of all articles, each by its first page."""
    addresses: frozenset[str]
    """Addresses of everything: articles, their further pages, and hubs."""
    stories: Mapping[str, str]
    """Of each article what it tells: the address where that was printed first."""

    @classmethod
    def printed(
        cls,
        folder: Path,
        *,
        outlets: int,
        articles: int,
        reprints: int = 0,
        delay: float = 0.0,
    ) -> Self:
        """Print ``outlets``, each with so many ``articles``.

        All but the first outlet have so many ``reprints`` among them: of the first
        one's, under other headlines, and cut.
        """
        pages, sites = folder / "pages", folder / "outlets"
        sites.mkdir(parents=True)
        keys = tuple(f"bao-{letter}" for letter in ascii_lowercase[:outlets])
        stories: dict[str, str] = {}
        addresses: set[str] = set()
        for key in keys:
            text = _site(key, delay)
            (sites / f"{key}.toml").write_text(text, encoding="utf-8")
            of = reprints if key != keys[0] else 0
            for name, page, told in _outlet(key, articles, keys[0], of):
                path = pages / _host(key) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(page, encoding="utf-8")
                url = f"http://{_host(key)}/{name.removesuffix('index.html')}"
                addresses.add(url)
                if told:
                    stories[url] = f"http://{_host(told)}/{name}"
        firsts = frozenset(stories)
        return cls(pages, sites, keys, firsts, frozenset(addresses), stories)


def _host(key: str) -> str:
    return f"www.{key}.example"


def _site(key: str, delay: float) -> str:
    return (
        f'name = "{key}日报"\nhosts = ["{_host(key)}"]\n'
        f'hubs = ["http://{_host(key)}/"]\ndelay = {delay}\n'
    )


def _outlet(
    key: str, articles: int, agency: str, reprints: int
) -> Iterator[tuple[str, str, str]]:
    """Yield the name and text of each page, and whose article begins there.

    That is its own, or one of the first ``reprints`` of another outlet, ``agency``.
    """
    names = [f"news/2026/1101/content_{number:06}.html" for number in range(articles)]
    pages = [names[start : start + LISTED] for start in range(0, articles, LISTED)]
    for place, listed in enumerate(pages):
        name = f"index_{place + 1}.html" if place else "index.html"
        further = f"/index_{place + 2}.html" if place + 1 < len(pages) else ""
        yield name, _hub(listed, further), ""
    for number, name in enumerate(names):
        of = agency if number < reprints else key
        headline, paragraphs = _text(of, number)
        if of != key:
            headline, paragraphs = f"{key}转载：{headline[::-1]}", paragraphs[:-1]
        if number % _CUT:
            yield name, _article(headline, paragraphs, ""), of
            continue
        half = len(paragraphs) // 2
        second = name.replace(".html", "_2.html")
        to_second = f'<a href="/{second}">2</a> <a href="/{second}">下一页</a>'
        to_first = f'<a href="/{name}">上一页</a> <a href="/{name}">1</a>'
        yield name, _article(headline, paragraphs[:half], to_second), of
        yield second, _article(headline, paragraphs[half:], to_first), ""


@cache
def _texts() -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = map(json.loads, (PAGES / "expected.jsonl").read_bytes().splitlines())
    return tuple(
        (row["headline"], tuple(row["body"])) for row in rows if len(row["body"]) >= 4
    )


def _text(key: str, number: int) -> tuple[str, list[str]]:
    """Return headline and paragraphs of an article; no two are alike.

    They are made of words of the small newsroom, mixed: two reports of one day share
    whole clauses as seldom.
    """
    choice = random.Random(f"{key} {number}")
    headline, _ = choice.choice(_texts())
    body = [
        "，".join(_clause(choice) for _ in range(choice.randint(*_CLAUSES))) + "。"
        for _ in range(choice.randint(*_PARAGRAPHS))
    ]
    mark = f"{choice.getrandbits(48):012x}"
    own = f"这是{key}日报当天登出的第{number}篇报道，编号{mark}，送到了各个乡镇。"
    return f"{headline}（{key}{number}）", [body[0], own, *body[1:]]


def _clause(choice: random.Random) -> str:
    return "".join(choice.choices(_words(), k=choice.randint(*_WORDS)))


@cache
def _words() -> tuple[str, ...]:
    texts = "\n".join("\n".join(body) for _, body in _texts())
    return tuple(dict.fromkeys(re.findall(r"[\u3400-\u9fff]{2}", texts)))


def _hub(names: list[str], further: str) -> str:
    links = "".join(
        f'<li><a href="/{name}">乡镇要闻：今天登出的第{place}篇报道</a> 2026-11-01</li>'
        for place, name in enumerate(names)
    )
    more = f'<a href="{further}">下一页</a>' if further else ""
    return _page("要闻", f"<h2>要闻</h2><ul>{links}</ul>{more}")


def _article(headline: str, paragraphs: list[str], steps: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return _page(
        headline,
        f"<h1>{headline}</h1><div class='info'>2026-11-01 06:30 来源：乡镇日报</div>"
        f"<div class='content'>{body}</div><div class='pages'>{steps}</div>"
        "<div class='footer'>甲ICP备00000001号</div>",
    )


def _page(title: str, body: str) -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body>{body}</body></html>"
    )
