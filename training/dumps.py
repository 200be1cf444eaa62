"""Pages dumped as plain text in the ways in which tools dump them, and labelled."""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

from resiliparse.extract.html2text import extract_plain_text

from crawler.evaluation import joined
from crawler.fields.metadata import titles
from crawler.flat.measures import Lines, bare, read_lines
from crawler.outline import outline
from crawler.page import Page
from crawler.text.similarity import plain
from training.corpus import MANY_PAGES
from training.labels import label

WAYS = ("blocks", "bullets", "titled")
"""Ways to dump a page.

* ``blocks``: what is shown, a line a block
* ``bullets``: as resiliparse has it, with bullets, pictures' texts and empty lines
* ``titled``: without these, under the title, as records of WET files are
"""

# Of a large corpus one page in so many: with all of them, mostly English, the trees did
# worse on Chinese pages.
_OF_MANY = 4

# Body lines that a copy of a dump keeps, and their size: flashes are rare in corpora and
# common in news. One keeps them all and nothing above them: the text alone was dumped.
_TEXT_ALONE = 0
_KEPT = (1, 2, 4, _TEXT_ALONE)
_LONG_ENOUGH = 15


@dataclass(frozen=True, slots=True)
class Dump:
    """One page as plain text, read and labelled."""

    corpus: str
    page: str
    outlet: str
    way: str
    url: str
    text: str
    lines: Lines
    body: frozenset[int]
    """Indices of the lines that are body."""

    headlines: frozenset[int]
    """Of those that are the headline, or, where none is, hold it and little else."""

    gold: dict[str, Any]
    cut: bool = False
    """Whether lines were taken out, to stand for a flash or for a text alone."""

    def fold(self, folds: int) -> int:
        """Return the fold of its outlet: the same on every machine."""
        return crc32(f"{self.corpus}/{self.outlet}".encode()) % folds


def dumps(folder: Path) -> Iterator[Dump]:
    """Yield the dumps of each page of a corpus, and copies that were cut.

    Of a corpus of many pages one in four is dumped, in one way, and cut once, in turn.
    """
    gold_lines = (folder / "gold.jsonl").read_bytes().splitlines()
    many = len(gold_lines) >= MANY_PAGES
    if many:
        gold_lines = gold_lines[::_OF_MANY]
    for number, line in enumerate(gold_lines):
        gold = json.loads(line)
        raw = gzip.decompress((folder / "html" / f"{gold['id']}.html.gz").read_bytes())
        page = Page.from_bytes(raw, url=gold.get("url") or "http://example.com/")
        for way in (WAYS[number % len(WAYS)],) if many else WAYS:
            whole = dump(folder.name, gold, page, way)
            yield whole
            for kept in (_KEPT[number % len(_KEPT)],) if many else _KEPT:
                if cut := _cut(whole, kept):
                    yield cut


def dump(corpus: str, gold: dict[str, Any], page: Page, way: str) -> Dump:
    """Return one page, dumped in one of ``WAYS``."""
    text = text_of(page, way)
    flat = Page.from_bytes(
        text.encode("utf-8", "replace") or b"-", url=page.url, content_type="text/plain"
    )
    blocks = outline(flat).blocks
    names = (gold.get("headline"), *gold.get("headline_alt", ()))
    return Dump(
        corpus=corpus,
        page=gold["id"],
        outlet=gold.get("site") or urlsplit(page.url).hostname or gold["id"],
        way=way,
        url=page.url,
        text=text,
        lines=read_lines([block.text for block in blocks]),
        body=label(blocks, joined(gold.get("body"))),
        headlines=_headlines(
            [block.text for block in blocks], {plain(n) for n in names if n} - {""}
        ),
        gold=gold,
    )


def text_of(page: Page, way: str) -> str:
    """Return a page's text, dumped in one of ``WAYS``."""
    if way == "blocks":
        return "\n".join(b.text for b in outline(page).blocks if not b.node.hidden)
    if way == "bullets":
        return str(extract_plain_text(page.text))
    text = str(extract_plain_text(page.text, list_bullets=False, alt_texts=False))
    return "\n".join((*titles(page)[:1], text))


def _headlines(texts: list[str], names: Collection[str]) -> frozenset[int]:
    plains = [plain(bare(text)) for text in texts]
    same = {index for index, text in enumerate(plains) if text in names}
    return frozenset(
        same
        or {
            index
            for index, text in enumerate(plains)
            if any(name in text and len(text) < 2 * len(name) for name in names)
        }
    )


def _cut(whole: Dump, kept: int) -> Dump | None:
    """A copy with ``kept`` paragraphs, or with nothing above; ``None`` if it is the same."""
    lines = whole.lines
    paragraphs = [i for i in sorted(whole.body) if lines.sizes[i] > _LONG_ENOUGH]
    if not paragraphs or len(paragraphs) <= kept + 1:
        return None
    keep = set(paragraphs[:kept]) if kept else whole.body
    top = 0 if kept else paragraphs[0]
    staying = [
        i for i in range(top, len(lines.texts)) if i in keep or i not in whole.body
    ]
    moved = {index: place for place, index in enumerate(staying)}
    return replace(
        whole,
        text="\n".join(lines.texts[i] for i in staying),
        lines=read_lines([lines.texts[i] for i in staying]),
        body=frozenset(moved[i] for i in keep if i in moved),
        headlines=frozenset(moved[i] for i in whole.headlines if i in moved),
        cut=True,
    )
