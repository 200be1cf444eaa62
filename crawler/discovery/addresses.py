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
    | space | subscri\w+ | survey | terms | u | users?
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
_PAGE = re.compile(r"[cjpsx]?html?|aspx?|php|jsp|do|action|cfm", re.IGNORECASE)

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

_DATED = Evidence("date in the path", strong=True)


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
    parts, names, tail = _parts(url)
    if not _is_page(tail) or is_service(url):
        return None
    tail = _EXTENSION.sub("", tail)
    if _LIST.fullmatch(tail):
        return _parameter(parts.query) if tail.lower() == "index" else None
    found = next(_evidences(parts.query, "/".join(("", *names, tail))), None)
    if any(map(_LIST.fullmatch, names)) and found != _DATED:
        return None
    return found


def is_service(url: str) -> bool:
    """Say whether ``url`` leads to what an outlet offers besides news.

    >>> is_service("https://news.example/user/login.php")
    True
    """
    parts, names, tail = _parts(url)
    host = (parts.hostname or "").partition(".")[0]
    return any(map(_SERVICE.fullmatch, (host, *names, _EXTENSION.sub("", tail))))


def is_list(url: str) -> bool:
    """Say whether ``url`` is a first page, of a host or section, or named as a list.

    >>> is_list("https://news.example/world/")
    True
    >>> is_list("https://news.example/world/index_2.html")
    True
    """
    parts, names, tail = _parts(url)
    is_section = not names and (not tail or parts.path.endswith("/"))
    return is_section or bool(_LIST.fullmatch(_EXTENSION.sub("", tail)))


def _parts(url: str) -> tuple[SplitResult, list[str], str]:
    """Return the address split, the names of its folders, and the last name."""
    parts = urlsplit(url)
    names = [unquote(name) for name in parts.path.split("/") if name]
    return parts, names[:-1], names[-1] if names else ""


def _is_page(tail: str) -> bool:
    extension = _EXTENSION.search(tail)
    return not extension or bool(_PAGE.fullmatch(extension[1]))


def _evidences(query: str, path: str) -> Iterator[Evidence]:
    """Yield what speaks for an article, the strongest first."""
    date = _DATE.search(path)
    if date and path[date.end() :].strip("-_/"):  # with nothing after it: a day's list
        yield _DATED
    folder, _, tail = _DATE.sub("", path).rpartition("/")
    folder = folder.rpartition("/")[2]
    if _LONG_NUMBER.search(tail) or _LONG_NUMBER.fullmatch(folder):
        yield Evidence("long number in the path", strong=True)
    if found := _parameter(query):
        yield found
    if _SLUG.search(tail) or _SLUG.search(folder):
        yield Evidence("headline in the path", strong=False)
    if _NUMBER.search(tail):
        yield Evidence("number in the path", strong=False)
    if any(len(_TURN.findall(code)) >= _CODE_TURNS for code in _CODE.findall(tail)):
        yield Evidence("code in the path", strong=False)


def _parameter(query: str) -> Evidence | None:
    """Return the evidence of a parameter that numbers the page, such as ``id``."""
    for name, value in parse_qsl(query):
        if _ID.fullmatch(name) and value.isdecimal():
            return Evidence(f"parameter {name}", strong=bool(_STRONG_ID.match(value)))
    return None
