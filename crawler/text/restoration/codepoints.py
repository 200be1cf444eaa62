"""Characters that are written as others: entities, radicals, what cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from html.entities import html5
from itertools import pairwise

from crawler.text.restoration.edits import Edit

_HAN = "\u3007\u3400-\u9fff\U00020000-\U0003ffff"
_CJK = rf"\u3001-\u303f\u2e80-\u2fd5{_HAN}\uf900-\ufaff\uff00-\uffef“”‘’…—·"

ENTITY = r"&(?:amp;)*(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,30});"
"""An entity that is still one after the page was read, as a regular expression."""

# What is quoted as code is shown on purpose, and so is an entity in quotes.
_ENTITY = re.compile(
    rf"(?P<code><(?P<tag>code|pre)\b.{{0,500}}?</(?P=tag)>|`[^`\n]*`)"
    rf"|(?P<entity>(?<![“‘\"'「『《（(]){ENTITY}|{ENTITY}(?![”’\"'」』》）)]))",
    re.DOTALL | re.IGNORECASE,
)

_MARKUP = frozenset("<>&\"'")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|[{};]\s*$|\);")

RADICALS = "\u2e80-\u2ef3\u2f00-\u2fd5"
"""Radicals, which fonts show as the characters that they are taken from."""

_RADICALS = re.compile(f"[{RADICALS}]+")
_WRITTEN = re.compile(f"[{_HAN}]+")

# Source: Unicode 14, EquivalentUnifiedIdeograph.txt, U+2E81 to U+2EF3.
_SUPPLEMENT = dict(
    zip(
        "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
# NFKC makes it 戶, which no mainland page writes.
_DOOR = "⼾"

COMPATIBLE = "\uf900-\ufad9"
"""Compatibility ideographs: 金 of a Korean code page is 金."""

INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
"""Soft hyphen, zero-width space and joiners, byte order mark."""

_COMPATIBLE = re.compile(f"[{COMPATIBLE}]")
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")

STRAY = frozenset({"compat", "invisible"})
"""Kinds of which a sound page may have a few (``stray``)."""
_CHINESE = re.compile(f"[{_CJK}]")

# Share of Chinese characters. Sound pages of Hong Kong have up to one in 700.
_STRAY = 0.005

_GB18030 = {"\ue5e5": "\u3000", "\ue7c7": "ḿ", "\ue7c8": "ǹ"}

# A private character alone may be an icon of the page's font: these stand in pairs,
# as an indent, or between Chinese characters.
_OWN = re.compile(
    rf"\ue5e5{{2,}}|(?<=[{_CJK}])\ue5e5+(?=[{_CJK}])|[\ue7c7\ue7c8](?=[a-z)）])"
    r"|(?<=[a-z(（])[\ue7c7\ue7c8]"
)


def entities(text: str) -> Iterator[Edit]:
    """Yield the edits that undo escaping, however often it was done."""
    for found in _ENTITY.finditer(text):
        written = found["entity"]
        if written is None:
            continue
        plain = _unescaped(written)
        if plain != written and not (
            plain in _MARKUP and _of_code(text, found.start())
        ):
            yield Edit(found.start(), found.end(), plain, "entity")


def _of_code(text: str, place: int) -> bool:
    """Whether a line is code, or shows some: such characters are escaped in it."""
    end = text.find("\n", place)
    line = text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(text)]
    return _TAG.search(line) is not None or _CHINESE.search(line) is None


def _unescaped(written: str) -> str:
    plain = written
    while (again := unescape(plain)) != plain:
        plain = again
    known = written.rpartition("&")[2].rpartition("amp;")[2]
    named = known.startswith("#") or known in html5
    seen = plain.isprintable() or plain.isspace() or plain in "\u200b\u200c\u200d\u00ad"
    return plain if named and seen and plain else written


def radicals(text: str) -> Iterator[Edit]:
    """Yield the edits that make radicals inside words the characters they stand for."""
    for found in _RADICALS.finditer(text):
        around = text[max(0, found.start() - 1) : found.end() + 1]
        if _WRITTEN.search(around) is None and _is_list(found[0]):
            continue
        for place, radical in enumerate(found[0], found.start()):
            if (char := _unified(radical)) != radical:
                yield Edit(place, place + 1, char, "radical")


def _is_list(run: str) -> bool:
    """Whether radicals stand for themselves: one alone, or some in their order."""
    return all(ord(after) - ord(before) == 1 for before, after in pairwise(run))


def _unified(radical: str) -> str:
    if radical == _DOOR:
        return "户"
    return _SUPPLEMENT.get(radical) or unicodedata.normalize("NFKC", radical)


def compatible(text: str) -> Iterator[Edit]:
    """Yield the edits that unify compatibility ideographs."""
    return _each(text, _COMPATIBLE, partial(unicodedata.normalize, "NFC"), "compat")


def invisible(text: str) -> Iterator[Edit]:
    """Yield the edits that drop what cannot be seen between Chinese characters.

    Joiners inside emoji and in scripts that need them stay.
    """
    for found in _INVISIBLE.finditer(text):
        before = text[found.start() - 1 : found.start()] if found.start() else ""
        sides = (before, text[found.end() : found.end() + 1])
        chinese = [_CHINESE.match(side) is not None for side in sides]
        if any(chinese) and all(chinese[i] or not sides[i].strip() for i in (0, 1)):
            yield Edit(found.start(), found.end(), "", "invisible")


def stray(text: str) -> frozenset[str]:
    """Return the kinds of which a whole page has so few that they are no damage.

    A page that was copied from print or made unreadable to machines has them all over.
    One or two came with a name that was pasted, or from its author's keyboard.
    """
    few = _STRAY * sum(map(len, _WRITTEN.findall(text)))
    kinds = {"compat": _COMPATIBLE, "invisible": _INVISIBLE}
    return frozenset(
        kind for kind, pattern in kinds.items() if len(pattern.findall(text)) < few
    )


def private(text: str) -> Iterator[Edit]:
    """Yield the edits for what GB18030 once gave private code points."""
    return _each(
        text, _OWN, lambda found: "".join(map(_GB18030.__getitem__, found)), "gbk_pua"
    )


def _each(
    text: str, pattern: re.Pattern[str], after: Callable[[str], str], kind: str
) -> Iterator[Edit]:
    for found in pattern.finditer(text):
        goal = after(found[0])
        if goal != found[0]:
            yield Edit(found.start(), found.end(), goal, kind)
