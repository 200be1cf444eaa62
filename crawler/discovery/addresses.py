"""What an address alone says of the page behind it.

No outlet is known here: only how publishing systems number their articles, and what
they call their lists and services.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit


class Evidence(NamedTuple):
    """What speaks for an article, and whether it is enough without a headline."""

    reason: str
    strong: bool


# Folders, file names and first labels of hosts where nobody publishes news.
_SERVICE = re.compile(
    r"""about(?:_?us)? | adv?s? | advert\w* | adv_\w+ | apps? | authors? | cart | client
    | comments? | contact(?:_?us)? | copyright | corp | dis?claimer | down(?:load)?s?
    | faq | feedback | feeds? | follow | help | jobs? | legal | log(?:in|out) | mail
    | members? | my | order | passport | pay | privacy\w* | profile | pv | redirect
    | reg | register | rss | search\w* | share | shop | sign_?(?:in|up) | site_?map | so
    | space | subscri\w+ | survey | terms | tie | users?
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Folders and file names of lists. Articles may lie in such a folder.
_LIST = re.compile(
    r"""(?:index|list|default|node|channel|column|home|more|page)[_-]?\d*
    | \w+[_-](?:index|list) | listview | archives?
    | categor(?:y|ies) | channels? | columns? | keywords? | lists? | sections?
    | specials? | tags? | topics? | zhuanti | zt
    """,
    re.VERBOSE | re.IGNORECASE,
)

_EXTENSION = re.compile(r"\.([a-z][a-z0-9]{1,5})$", re.IGNORECASE)
_PAGES = frozenset({"asp", "aspx", "do", "htm", "html", "jhtml", "jsp", "php", "shtm"})
_PAGES |= {"phtml", "shtml", "xhtml", "chtml", "action", "cfm"}

# 2026/11/01, 2026-11/01, 2026/1101, 202611/01, 2026/1/1, 20261101; and
# /26/1101/09/, with the hour, as one large portal writes.
_DATE = re.compile(
    r"""(?<!\d)(?:19|20)\d\d
        [-_/]?(?:0[1-9]|1[0-2]|[1-9](?=[-_/]))
        [-_/]?(?:0[1-9]|[12]\d|3[01]|[1-9](?!\d))
    | /\d\d/(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/\d\d/
    """,
    re.VERBOSE,
)

# Digits. Articles are counted to seven and more; sections and topics stay below.
_LONG_NUMBER = re.compile(r"\d{7,}")
_NUMBER = re.compile(r"\d{4,}")

# Letters and digits in turns, as databases count: 4HdZ8QwErTy, FJ11S9D400119821.
_CODE = re.compile(r"[A-Za-z0-9]{10,}")
_TURN = re.compile(r"[a-z](?=[A-Z0-9])|[A-Z](?=[0-9])|[0-9](?=[A-Za-z])")
_CODE_TURNS = 3

# A headline in the address: eight Chinese characters, or five words.
_SLUG = re.compile(
    r"(?:[\u3400-\u9fff]\W*){8}|(?<![a-z])[a-z]++(?:-\w++){4,}", re.IGNORECASE
)

_ID = re.compile(
    r"(?:a|aid|art|article|content|doc|item|n|news|s|story|t|thread)?_?id",
    re.IGNORECASE,
)
_STRONG_ID = re.compile(r"\d{5,}")


def evidence(url: str) -> Evidence | None:
    """Return what speaks for an article behind ``url``; ``None`` if nothing does.

    Lists and services have none, whatever their numbers.

    >>> evidence("https://news.example/2026/11/01/c1234.html")
    Evidence(reason='date in the path', strong=True)
    >>> evidence("https://news.example/2026/11/01/index.html") is None
    True
    >>> evidence("https://news.example/story/4711")
    Evidence(reason='number in the path', strong=False)
    """
    parts = urlsplit(url)
    names = [unquote(name) for name in parts.path.split("/") if name]
    tail = names.pop() if names else ""
    extension = _EXTENSION.search(tail)
    if extension and extension[1].lower() not in _PAGES:
        return None
    tail = _EXTENSION.sub("", tail)
    host = (parts.hostname or "").partition(".")[0]
    if any(map(_SERVICE.fullmatch, (host, *names, tail))) or _LIST.fullmatch(tail):
        return None
    found = next(_evidences(parts, names, tail), None)
    in_list = any(map(_LIST.fullmatch, names))
    return None if found and in_list and not found.strong else found


def _evidences(parts: SplitResult, names: list[str], tail: str) -> Iterator[Evidence]:
    """Yield what speaks for an article, the strongest first."""
    path = "/".join(("", *names, tail))
    date = _DATE.search(path)
    if date and path[date.end() :].strip("-_/"):  # with nothing after it: a day's list
        yield Evidence("date in the path", strong=True)
    if any(map(_LONG_NUMBER.search, (tail, *names[-1:]))):
        yield Evidence("long number in the path", strong=True)
    for name, value in parse_qsl(parts.query):
        if _ID.fullmatch(name) and value.isdecimal():
            yield Evidence(f"parameter {name}", strong=bool(_STRONG_ID.match(value)))
    if any(map(_SLUG.search, (tail, *names[-1:]))):
        yield Evidence("headline in the path", strong=False)
    if date or _NUMBER.search(tail):
        yield Evidence("number in the path", strong=False)
    if any(len(_TURN.findall(code)) >= _CODE_TURNS for code in _CODE.findall(tail)):
        yield Evidence("code in the path", strong=False)
