"""From bytes to text: which encoding, decided in one place."""

from __future__ import annotations

import re
from itertools import islice

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

from crawler.text.restoration.likelihood import likelihood

# Frequent characters of both scripts, and marks that only such text holds. A
# wrong reading of Chinese bytes scatters over all 20,000 characters and meets
# these rarely.
_COMMON = re.compile(
    "[的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着下自"
    "之年过過发發后後作里用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部"
    "其些主样樣理心她本前开開但因只从從想实實日月，。、“”《》「」：（）]"
)

# A byte beyond ASCII and what may belong to the characters that it begins: second
# halves from 0x40 on, and GB18030's digits.
_RUN = re.compile(rb"[\x80-\xff][0-9\x40-\xff]*")

# Runs, and bytes of all of them. Enough to count characters in; the rest of a long
# page says the same.
_SAMPLE_RUNS = 120
_SAMPLE_BYTES = 4_000

# Two characters of GB18030 or Big5 side by side: where a run begins, or anywhere in it
# with no letter for a second half; or one before a number, as in dates. Western text has
# its accents one by one.
_TWO_AT_ONCE = re.compile(rb"[\x80-\xff].[\x80-\xff].", re.DOTALL)
_TWO_SOMEWHERE = re.compile(rb"[\x80-\xff]{4}|[\x80-\xff]{2}[0-9]")

# What GB2312's common half looks like.
_GB2312 = re.compile(rb"(?:[\xa1-\xd7][\xa1-\xfe]|[\x00-\x7f])+")

# Share of common characters among those beyond ASCII. The 91 Chinese pages measured
# have .11 to .53 of them; 766 Western ones, read as GB18030 or Big5, none (2026-11).
_CHINESE_AT_LEAST = 0.08

# Bytes. In fewer a single character decides, and a misreading meets one by chance.
_ENOUGH_TO_COUNT = 60

# Mean natural logarithm a character, and characters. Headlines read rightly are at -8
# and above, others below -9.
_LIKELY = -8.5
_ENOUGH_TO_TELL = 2

# Characters. Of so many one may be broken, whatever its share.
_ENOUGH_TO_ALLOW_ONE = 8

# Share of the text. Below this many undecodable characters a page that says, or
# looks like, UTF-8 is UTF-8 with a wound: a cut character, a foreign snippet.
_FEW_BROKEN = 0.02

_CHINESE = ("gb18030", "big5hkscs")
_ALIASES = {
    "big5": "big5hkscs",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "gb18030": "gb18030",
}


def decode(body: bytes, *, content_type: str | None = None) -> tuple[str, str]:
    r"""Return the name of the encoding of ``body``, and its text.

    ``content_type`` is the header's whole value. Bytes that cannot be decoded
    become U+FFFD; nothing raises. In order of trust: a byte order mark; being
    valid UTF-8, which other encodings almost never are, whatever the page
    declares; then, among GB18030 and Big5, which read each other's bytes, the
    one that gives more of the common characters, the declared one first, or of a
    few bytes the one that gives likely text; then what is declared. ``gb2312`` and ``gbk`` are read as GB18030 and ``big5`` with
    Hong Kong's additions, of which they are parts.

    Source: Encoding Standard, https://encoding.spec.whatwg.org

    >>> decode("记者 张三".encode("gbk"))
    ('gb18030', '记者 张三')
    >>> decode("净文".encode(), content_type="text/html; charset=gb2312")
    ('utf-8', '净文')
    """
    marked, mark = read_bom(body)
    if marked is not None and mark is not None:
        return marked, body[len(mark) :].decode(marked, errors="replace")
    try:
        return "utf-8", body.decode("utf-8")
    except UnicodeDecodeError:
        runs = _runs(body)
        encoding = _choose(runs, _declared(body, content_type))
        return encoding, body.decode(encoding, errors="replace")


def _declared(body: bytes, content_type: str | None) -> str | None:
    """The encoding that header or page names, as Python's own name, or ``None``."""
    for name in (
        http_content_type_encoding(content_type),
        html_body_declared_encoding(body),
    ):
        resolved = resolve_encoding(name) if name else None
        if resolved:
            return _ALIASES.get(resolved, resolved)
    return None


def _runs(body: bytes) -> list[bytes]:
    """The first runs of bytes beyond ASCII, one reading of the page for all checks."""
    return [run[0] for run in islice(_RUN.finditer(body), _SAMPLE_RUNS)]


def _choose(runs: list[bytes], declared: str | None) -> str:
    """The encoding of bytes that are not valid UTF-8."""
    if _is_wounded_utf8(b"".join(runs)[:_SAMPLE_BYTES]):
        return "utf-8"
    sample = b"".join([r for r in runs if _holds_two(r)])[:_SAMPLE_BYTES]
    order = sorted(_CHINESE, key=lambda encoding: encoding != declared)
    likeness = {encoding: _likeness(sample, encoding) for encoding in order}
    best = max(order, key=lambda encoding: likeness[encoding])
    enough = len(sample) >= _ENOUGH_TO_COUNT
    if likeness[best] >= _CHINESE_AT_LEAST and enough:
        return best
    if (likely := _likelier(sample)) is not None:
        return likely
    if likeness[best] >= _CHINESE_AT_LEAST:
        return best
    if declared is None or declared == "utf-8":
        return "gb18030" if _GB2312.fullmatch(sample) else "cp1252"
    return declared


def _holds_two(run: bytes) -> bool:
    """Whether two characters stand there side by side."""
    return bool(_TWO_AT_ONCE.match(run) or _TWO_SOMEWHERE.search(run))


def _likeness(sample: bytes, encoding: str) -> float:
    """Share of common Chinese characters among those that are not ASCII."""
    text = sample.decode(encoding, errors="replace")
    chars = _beyond_ascii(text)
    return len(_COMMON.findall(text)) / chars if chars else 0.0


def _likelier(sample: bytes) -> str | None:
    """The encoding that makes likely Chinese of a few bytes, or ``None``.

    For a headline, say, that holds few of the common characters, or none.
    """
    means = {}
    for encoding in _CHINESE:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _beyond_ascii(text) >= _ENOUGH_TO_TELL:
            means[encoding] = likelihood().mean(text)
    best = max(means, key=lambda encoding: means[encoding], default=None)
    return best if best is not None and means[best] >= _LIKELY else None


def _is_wounded_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", errors="replace")
    chars = _beyond_ascii(text)
    allowed = chars * _FEW_BROKEN
    if chars >= _ENOUGH_TO_ALLOW_ONE:
        allowed = max(1.0, allowed)
    return text.count("\ufffd") <= allowed


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))
