"""Converted clones of the newsroom's pages, made as their makers make them.

    python -m tests.clones

writes them into ``tests/fixtures/pages``: pages of an invented site that reprints the
newsroom's reports in traditional script, with pinyin behind some characters, and bytes
lost where GBK was cut apart. Each is written as markup and as a dump of its text, with
the report as it was before beside it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from opencc import OpenCC
from pypinyin import Style, pinyin

FIXTURES = Path(__file__).parent / "fixtures"
TEXTS = FIXTURES / "newsroom_source" / "texts"
PAGES = FIXTURES / "pages"

# ！ ， ？ ； in GBK, before which the careless converter cuts.
_MARKS = (b"\xa3\xa1", b"\xa3\xac", b"\xa3\xbf", b"\xa3\xbb")
_LEADS = range(0x81, 0xFF)
_WIDE = re.compile("(?<=[\u4e00-\u9fff])[，；：？！](?=[\u4e00-\u9fff])")
_NARROW = str.maketrans("，；：？！", ",;:?!")


def damaged(text: str, glossed: Collection[str], random: Random) -> str:
    """Return ``text`` as a clone prints it.

    ``glossed`` are traditional characters that get their reading behind them. Bytes are
    cut before every second of those that look like a mark but are none.
    """
    converter = OpenCC("s2t")
    turned = "".join(converter.convert(char) for char in text)
    raw = turned.encode("gbk", "replace")
    for char in sorted(glossed, key=lambda char: char.encode("gbk")):
        code = char.encode("gbk")
        [[reading]] = pinyin(char, style=Style.TONE)
        raw = raw.replace(code, code + f"({reading})".encode("gbk"))
    pieces = _cut(raw, random)
    return _WIDE.sub(lambda m: m[0].translate(_NARROW), "".join(map(_read, pieces)))


def _cut(raw: bytes, random: Random) -> list[bytes]:
    cuts, at = [0], 0
    while at < len(raw):
        step = 2 if raw[at] in _LEADS else 1
        if step > 1 and raw[at + 1 : at + 3] in _MARKS and random.random() < 0.5:
            cuts.append(at + 1)
        at += step
    return [raw[a:b] for a, b in zip(cuts, [*cuts[1:], len(raw)], strict=True)]


def _read(piece: bytes) -> str:
    """Read a piece of GBK; half a character is a question mark and may eat a byte."""
    read, at = [], 0
    while at < len(piece):
        pair = piece[at : at + 2]
        if piece[at] not in _LEADS:
            read.append(chr(piece[at]) if piece[at] < 0x80 else "?")
            at += 1
            continue
        try:
            read.append(pair.decode("gbk"))
        except UnicodeDecodeError:
            read.append("?")
        at += len(pair)
    return "".join(read)


@dataclass(frozen=True, kw_only=True)
class Clone:
    """One page of the invented site that reprints."""

    slug: str
    note: str
    outlet: str
    """Whose report it is: a file of the newsroom's texts."""

    story: str
    """Its id there."""

    others: tuple[str, ...]
    """Ids of the reports that the page advertises."""

    glossed: str
    """Traditional characters that the site puts a reading behind."""

    path: str
    caption: str = ""
    credit: str = ""
    opening: str = ""
    """The dateline that the report begins with."""

    seed: int = 1


SITE = "三江经济信息网"
ICP = "苏ICP备99012345号"
WECHAT = "sanjiang88990"
HOST = "http://www.sanjiangxx.example"


CLONES = (
    Clone(
        slug="clone-with-short-gloss-list",
        note="A converted clone: traditional script, pinyin behind eight characters, "
        "bytes lost where marks seemed to stand.",
        outlet="jianghe",
        story="10296",
        others=("10290", "10283", "10279", "10270"),
        glossed="網產業質經創協發區務",
        path="/xinwen/10296.html",
        caption="工作人员在活性炭滤池边取样。　主办方 供图",
    ),
    Clone(
        slug="clone-with-long-gloss-list",
        note="A converted clone that glosses the most frequent characters, so that "
        "hardly a line is left whole.",
        outlet="linzhou",
        story="1068",
        others=("1067", "1065", "1064", "1061"),
        glossed="個這來時會說對過還進動開關問現實學業體點電產長應戰員場議報設級節環標論華種權變難單"
        "質門術據書邊隊車見處萬與為後們從間條馬東風",
        path="/a/1068.html",
        seed=7,
    ),
)
"""The pages that are written as fixtures."""


def stories(outlet: str) -> dict[str, dict[str, Any]]:
    """Return the reports of one of the newsroom's outlets, by id."""
    told = tomllib.loads((TEXTS / f"{outlet}.toml").read_text(encoding="utf-8"))
    return {story["id"]: story for story in told["story"]}


def paragraphs(story: dict[str, Any]) -> list[str]:
    lines = story["body"].strip().splitlines()
    return [line.lstrip("#- ") for line in lines]


def _teasers(clone: Clone) -> list[dict[str, Any]]:
    """What the page says of other reports: the second pair was read by nobody."""
    known = stories(clone.outlet)
    found = []
    for number, key in enumerate(clone.others):
        story = known[key]
        read = {"reads": 512 - 37 * number} if number < 2 else {}
        found.append(
            {
                "headline": story["headline"],
                "summary": paragraphs(story)[0][:26] + "...",
                "date": f"{story['published']:%Y-%m-%d}",
                **read,
            }
        )
    return found


def markup(clone: Clone) -> str:
    """Return the page as it was before it was damaged: simplified, and whole."""
    story = stories(clone.outlet)[clone.story]
    body = [f"<p>　　{text}</p>" for text in paragraphs(story)]
    if clone.caption:
        picture = '<p align="center"><img src="/up/2025/1.jpg"></p>'
        body[1:1] = [picture, f'<p align="center">{clone.caption}</p>']
    rows = []
    for at, teaser in enumerate(_teasers(clone)):
        reads = f"<span>({teaser['reads']} )人阅读</span>" if "reads" in teaser else ""
        label = "时间：" if reads else ""
        rows.append(
            f'<li><a href="/xinwen/{at}.html"><h3>{teaser["headline"]}</h3></a>'
            f"<p>{teaser['summary']}{reads}<em>{label}{teaser['date']}</em></p></li>"
        )
    published = f"{story['published']:%Y-%m-%d %H:%M}"
    return "\n".join(
        (
            '<!DOCTYPE html><html><head><meta charset="utf-8">',
            f"<title>{story['headline']}-{SITE}</title></head><body>",
            f'<div class="top"><a href="/">{SITE}</a> <a href="/xinwen/">新闻</a></div>',
            f'<div class="main"><h1>{story["headline"]}</h1>',
            f'<div class="info"><span>{published}</span>',
            f"<span>来源：{story['source']}</span></div>",
            '<div class="content">',
            *body,
            '</div><div class="side"><ul>',
            *rows,
            '</ul></div></div><div class="foot">',
            f"<p>微信号：{WECHAT}</p>",
            f"<p>Copyright © 2023-2025 {SITE} 版权所有</p>",
            f"<p>备案号：{ICP}</p></div></body></html>",
            "",
        )
    )


def dump(clone: Clone, *, whole: bool) -> str:
    """Return the page's text before it was damaged, run together as dumps are.

    Without headline and byline where it is not ``whole``: the text alone was taken.
    """
    story = stories(clone.outlet)[clone.story]
    lines = paragraphs(story)
    if clone.caption:
        lines.insert(1, clone.caption)
    if whole:
        published = f"{story['published']:%Y-%m-%d %H:%M}"
        lines[:0] = [story["headline"], f"{published}来源：{story['source']}"]
    text = "\n".join(lines)
    for at, teaser in enumerate(_teasers(clone)):
        told = f"({teaser['reads']} )人阅读时间：" if "reads" in teaser else ""
        begins = "\n" if at <= 1 else ""  # the others run into the day before them
        text += (
            f"{begins}{teaser['headline']}\n{teaser['summary']}{told}{teaser['date']}"
        )
    return (
        f"{text}{SITE}\n微信二维码\n微信号：{WECHAT}"
        f"Copyright © 2023-2025 {SITE} 版权所有\n备案号：{ICP}\n"
    )


def expected(clone: Clone, *, whole: bool) -> dict[str, Any]:
    """Return what must come of the page, whatever was done to it."""
    story = stories(clone.outlet)[clone.story]
    article: dict[str, Any] = {
        "headline": story["headline"] if whole else None,
        "body": paragraphs(story),
        "authors": [a for a in story["authors"] if a in story["body"]],
        "source": story["source"] if whole else None,
        "date_published": f"{story['published']:%Y-%m-%dT%H:%M:%S+08:00}"
        if whole
        else None,
        "language": "zh-Hans",
        "captions": [" ".join(clone.caption.split())] if clone.caption else [],
        "footer.icp": [ICP],
        "footer.wechat": [WECHAT],
        "footer.copyright": f"Copyright © 2023-2025 {SITE} 版权所有",
        "restored.clone": "high",
        "untrusted": ["outlet", "title", "footer.icp"],
    }
    return article


def write(clone: Clone, kind: str, text: str, *, whole: bool) -> None:
    """Write one form of a page, and beside it what must come of it."""
    folder = PAGES / "sanjiang"
    folder.mkdir(exist_ok=True)
    chars: Sequence[str] = clone.glossed
    slug = clone.slug if kind == "html" else f"{clone.slug}-as-text"
    ruined = damaged(text, chars, Random(clone.seed))  # no secret
    (folder / f"{slug}.{kind}").write_text(ruined, encoding="utf-8")
    types = {"html": "text/html; charset=utf-8", "txt": "text/plain; charset=utf-8"}
    beside = {
        "note": clone.note,
        "response": {"url": HOST + clone.path, "content_type": types[kind]},
        "article": expected(clone, whole=whole),
    }
    teasers = [
        {"url": f"{HOST}/xinwen/{at}.html", "reads": None, **teaser}
        if kind == "html"
        else {"url": None, "reads": None, **teaser}
        for at, teaser in enumerate(_teasers(clone))
    ]
    beside["article"]["teasers"] = teasers  # type: ignore[index]  # a dict it is
    told = json.dumps(beside, ensure_ascii=False, indent=2)
    (folder / f"{slug}.json").write_text(told + "\n", encoding="utf-8")


def main() -> None:
    """Write all fixtures."""
    for clone in CLONES:
        whole = not clone.caption
        write(clone, "html", markup(clone), whole=True)
        write(clone, "txt", dump(clone, whole=whole), whole=whole)


if __name__ == "__main__":
    main()
