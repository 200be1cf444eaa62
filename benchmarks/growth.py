"""How much longer a page takes that is ten times as long: about ten times is linear.

    python benchmarks/growth.py [--at-most RATIO] [--kind KIND]

The pages are made here, each of one kind of markup over and over: what grows
faster than the page would let a single hostile page stop a crawl. Each is read by a
process that has not met it: of a page of 1 MB all short texts are remembered, of one of
10 MB none, so that a second reading would gain the first alone.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawler import Page, PageError, extract

SIZES = (100_000, 1_000_000, 10_000_000)
"""Bytes. The last two are compared; the first stops what would take for hours."""

# Seconds below which the fixed work of a page hides how it grows.
TELLING = 1.0

# Linear work comes out at 7 to 12: what is done once a page weighs less in a large one,
# whose tree the processor's cache does not hold. Quadratic work comes out at 100.
TOO_STEEP = 12.0

HEADLINE = "河口小学的早班车"
SENTENCE = "清晨六点，校车从镇口出发，司机说，这条路他开了十一年。"
HEADED = f"<title>{HEADLINE}</title><h1>{HEADLINE}</h1><div>2024-11-01 15:30</div>"
ARTICLE = HEADED + "<p>来源：江口日报 记者 张三</p>" + f"<p>{SENTENCE}</p>" * 5
FACTS = '{{"@type": "NewsArticle", "headline": "{}", "datePublished": "2024-11-01"}},'


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of markup, of which a page is made after a short article."""

    piece: Callable[[int], str]
    """What is repeated; its argument is how often it was before."""

    before: str = ""
    after: str = ""
    article: str = ARTICLE


def same(piece: str, *, before: str = "", after: str = "") -> Kind:
    """Return the kind that has the same piece over and over."""
    return Kind(lambda _: piece, before, after)


def line(piece: str) -> Kind:
    """Return the kind of a page whose body is one paragraph, the piece in it.

    Nobody is named above it, so that names are looked for in the paragraph.
    """
    return Kind(lambda _: piece, f"<p>{SENTENCE * 5}", "</p>", HEADED)


KINDS: dict[str, Kind] = {
    "paragraphs": same(f"<p>{SENTENCE}</p>"),
    "different paragraphs": Kind(lambda n: f"<p>第{n}天，{SENTENCE}</p>"),
    "short paragraphs": same("<p>晴。</p>"),
    "lines": same(f"{SENTENCE}<br>"),
    "one paragraph": same(SENTENCE),
    "one paragraph in the body": line(SENTENCE),
    "lines of pre": same(f"    {SENTENCE}\n", before="<pre>", after="</pre>"),
    "two copies": Kind(lambda n: f"<div><p>第{n // 2}天，{SENTENCE}</p></div>"),
    "headings": same(f"<h1>{HEADLINE}</h1>"),
    "linked headings": Kind(lambda n: f"<h2><a href=/{n}.html>{HEADLINE}</a></h2>"),
    "links": Kind(
        lambda n: f"<li><a href=/{n}.html>渡口的灯又亮了</a> 2024-10-30</li>"
    ),
    "links in a line": Kind(lambda n: f"<a href=/{n}.html>渡口的灯又亮了</a> "),
    "teasers with reads": Kind(
        lambda n: f"<li><a href=/{n}.html>渡口的灯又亮了</a><p>{SENTENCE}({n})人阅读"
    ),
    "days and runs of spaces": Kind(
        lambda n: (
            f"<li><a href=/{n}.html>渡口的灯又亮了</a><i>March {n % 27 + 1}, 2026"
            f"{' ' * 99}</i><b>阅读 3{' ' * 99}</b></li>"
        )
    ),
    "pictures": Kind(
        lambda n: f"<p><img src=/{n}.jpg><br>图为停在河口的校车。李四 摄</p>"
    ),
    "figures": Kind(
        lambda n: (
            f"<figure><img src=/{n}.jpg><figcaption>渡口的灯</figcaption></figure>"
        )
    ),
    "pictures alone": Kind(lambda n: f"<img data-src=/{n}.jpg>"),
    "tables": same("<table><tr><td>线路<td>十二条，从镇口出发</table>"),
    "rows of one table": same(
        "<tr><td>线路</td><td>12</td><td>06:30</td></tr>",
        before="<table>",
        after="</table>",
    ),
    "cells of one row": same("<td>12</td>", before="<table><tr>", after="</table>"),
    "table in table": same("<table><tr><td>" * 30 + "线路" + "</table>" * 30),
    "nested": same("<div>" * 100 + "渡口的灯，又亮了。" + "</div>" * 100),
    "nested in a menu": same(
        "<div>" * 100 + "渡口的灯，又亮了。" + "</div>" * 100,
        before="<nav>",
        after="</nav>",
    ),
    "nested lists": same("<ul><li>渡口" * 50 + "</ul>" * 50),
    "never closed": same("<div>渡口的灯，又亮了。"),
    "inline never closed": same("<b>渡口"),
    "paragraphs never closed": same(
        f"<div><p><font>{SENTENCE}<p><font>{SENTENCE}</div>"
    ),
    "end tags": same("</div></p>"),
    "classes": Kind(lambda n: f"<div class=c{n}>渡口的灯，又亮了。</div>"),
    "many classes": Kind(lambda n: f"c{n} ", '<p class="', f'">{SENTENCE}'),
    "many attributes": Kind(lambda n: f" a{n}=1", "<p", f">{SENTENCE}"),
    "one long style": same("color:red;", before='<p style="', after=f'">{SENTENCE}'),
    "one long address": same("/a", before='<a href="', after='">渡口的灯</a>'),
    "picture in an address": same(
        "QUJD", before='<img src="data:image/png;base64,', after='">'
    ),
    "bylines": same("<div>来源：江口日报 记者 张三 2024-11-01 15:30</div>"),
    "dates": Kind(lambda n: f"<p>2024-11-{n % 28 + 1:02} 15:{n % 60:02}</p>"),
    "dates in a line": Kind(lambda n: f"2024年11月{n % 28 + 1}日 ", "<p>", "", HEADED),
    "times": same('<time datetime="2024-11-01T15:30:00+08:00">11-01</time>'),
    "names in a line": line("记者 张三、"),
    "labels in a line": line("来源："),
    "roles in a line": line("记者 "),
    "brackets in a line": line("（记者"),
    "people in brackets": line(f"{SENTENCE}（张三）"),
    "words in brackets": line("The pond (or so) was calm [2] and grey. "),
    "one byline": Kind(lambda _: "记者 张三 ", "<div>", "</div>"),
    "one name": line("张"),
    "square brackets": line(f"{SENTENCE}[1]"),
    "black brackets": line(f"【渡口】{SENTENCE}"),
    "quotes in a line": line("“渡口”说，"),
    "titles in a line": line("《江口日报》"),
    "datelines in a line": line("江口社11月1日电 "),
    "editors in a line": line("责任编辑：赵六 "),
    "photographers in a line": line("渡口的灯。李四 摄 "),
    "addresses in a line": same(
        "http://www.jia.example/1 ", before="<p>", after="</p>"
    ),
    "bars in a line": line("渡口 | "),
    "ends of lines": line("\n"),
    "digits in a line": line("9"),
    "letters in a line": line("a"),
    "blanks in a line": line("&nbsp; "),
    "marks in a line": line("，"),
    "feet": same("<p>版权所有 京ICP备00000001号 微信公众号：jiangkou</p>"),
    "feet in a line": line("京ICP备00000001号 "),
    "notices": same("<p>责任编辑：赵六 本文不代表本站观点，转载请注明出处。</p>"),
    "comments": Kind(
        lambda n: f"<div class=comment><b>网友{n}</b><p>{SENTENCE}</p><i>回复</i></div>"
    ),
    "inline": same("<b>渡口</b>的<i>灯</i>，"),
    "inline in a sentence": line("<span>渡</span>"),
    "hidden": same(f"<div hidden><p>{SENTENCE}</p></div>"),
    "hidden in one": same(f"<p>{SENTENCE}</p>", before="<div hidden>", after="</div>"),
    "all hidden": Kind(
        lambda _: f"<p>{SENTENCE}</p>", f"<h1>{HEADLINE}</h1><div hidden>", "", ""
    ),
    "forms": same("<form><input value=1><select><option>甲<option>乙</select></form>"),
    "entities": same("&#x6E21;&#x53E3;&nbsp;"),
    "remarks": same(f"<!-- {SENTENCE} -->"),
    "scripts": same("<script>var a = '<p>渡口</p>';</script>"),
    "one script": same("渡口的灯 = 1;", before="<script>", after="</script>"),
    "metas": Kind(lambda n: f'<meta name="keywords" content="渡口,灯{n}">', article=""),
    "facts": Kind(FACTS.format, '<script type="application/ld+json">[', "{}]</script>"),
    "scripts of facts": Kind(
        lambda n: (
            '<script type="application/ld+json">'
            + FACTS.format(n).rstrip(",")
            + "</script>"
        )
    ),
    "sections": Kind(
        lambda n: f"<div><i>水从哪里来{n}</i><div><p>{SENTENCE * 2}</p></div></div>"
    ),
    "articles below": Kind(
        lambda n: (
            f"<h2>第{n}件事</h2><div>2024-11-01 来源：江口日报</div><p>{SENTENCE}</p>"
        )
    ),
    "boxes": Kind(
        lambda n: (
            f"<div><h4><a href='/{n}.html'>镇里办成的第{n}件事</a></h4><p>{SENTENCE}</p></div>"
        )
    ),
    "paragraphs in advertisements": Kind(
        lambda n: (
            f"<div class='ad-{n}'><p>第{n}天，{SENTENCE}</p></div><p>{SENTENCE}</p>"
        )
    ),
    "quotations": Kind(
        lambda n: (
            f"<blockquote class='pull-quote'><p>第{n}天，{SENTENCE}</p></blockquote>"
        )
    ),
    "entries of a live report": Kind(
        lambda n: (
            f"<div><h3>{n % 24:02}:{n % 60:02} 第{n}次通报</h3><p>{SENTENCE}</p></div>"
        )
    ),
    "labels and values": Kind(
        lambda n: f"<div><div>作者：</div><div><div>张三{n}</div></div></div>", HEADED
    ),
    "updates": Kind(lambda n: f"<div>更新 {n % 12 + 1}-{n % 27 + 1} 修改</div>"),
    "title without end": Kind(
        lambda _: "渡口_",
        f"<div>2024-11-01</div><p>{SENTENCE * 5}</p><title>",
        article="",
    ),
}


def main() -> int:
    """Return the exit code: 1 where something grows faster than was asked for."""
    parser = ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--at-most", type=float, metavar="RATIO", default=TOO_STEEP)
    parser.add_argument("--kind", choices=KINDS, help="only this kind of markup")
    options = parser.parse_args()
    _taken(ARTICLE)  # the model and every regular expression is loaded once
    print(f"{'kind':27}" + "".join(f"{size / 1e6:6g} MB, s" for size in SIZES))
    failed = False
    for kind in [options.kind] if options.kind else KINDS:
        times = measured(kind, options.at_most)
        ratio = times[-1] / times[-2]
        steep = is_steep(times, options.at_most)
        columns = "".join(f"{taken:12.3f}" for taken in times).ljust(12 * len(SIZES))
        said = "  too steep" if steep else ""
        print(f"{kind:27}{columns}{ratio:8.1f}{said}", flush=True)
        failed |= steep
    return 1 if failed else 0


def measured(kind: str, at_most: float) -> list[float]:
    """Return what pages of one kind take, size by size, as far as that is told.

    The fastest of three counts where the first is too steep: a machine that is
    busy with something else only ever makes a page slower. What stays too steep
    is not measured any longer.
    """
    times: list[float] = []
    for size in SIZES:
        text = markup(kind, size)
        times.append(min(seconds(text) for _ in range(1 if size == SIZES[-1] else 2)))
        for _ in range(2):
            if is_steep(times, at_most):
                times[-1] = min(times[-1], seconds(text))
        if is_steep(times, at_most):
            break
    return times


def is_steep(times: Sequence[float], at_most: float) -> bool:
    """Say whether the last time is too long, beside the one before."""
    return len(times) > 1 and times[-1] > max(TELLING, at_most * times[-2])


def markup(kind: str, size: int) -> str:
    """Return a page of one kind, of about ``size`` bytes."""
    made = KINDS[kind]
    number = size // len(made.piece(1_000).encode())
    pieces = "".join(map(made.piece, range(number)))
    return made.article + made.before + pieces + made.after


def seconds(text: str) -> float:
    """Return what a page takes from bytes to article, in seconds of a process.

    It is forked for this page, so that it begins with all that is loaded.
    """
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, mp_context=fork) as pool:
        return pool.submit(_taken, text).result()


def _taken(text: str) -> float:
    body = text.encode()
    started = process_time()
    with contextlib.suppress(PageError):  # a refusal must not take long either
        extract(Page.from_bytes(body, url="http://www.jia.example/1.html"))
    return process_time() - started


if __name__ == "__main__":
    sys.exit(main())
