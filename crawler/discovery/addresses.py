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
    r"""about(?:_?us)? | accounts? | admin\w* | adv?s? | advert\w* | adv_\w+ | apps?
    | authors? | by | cart | cdn-cgi | client | comments? | contact(?:_?us)?
    | copyright | corp | dis?claimer | donate | down(?:load)?\w* | faq | feedback
    | feeds? | follow | help | jobs? | legal | log(?:in|out) | mail | members? | my
    | newsletters? | order | passport | pay | poll(?:s|list)? | privacy\w* | profile
    | promos? | promotions? | pv | redirect | reg | register | reporters? | rss
    | search\w* | share | shop | sign[_-]?(?:in|up|on) | site_?map | so | space
    | sponsor\w* | subscri\w+ | survey | terms | u | users? | votes?
    | wp-(?:login|admin|json)
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Folders and file names of lists. Articles may lie in such a folder.
_LIST = re.compile(
    r"""(?:index|list|default|node|channel|column|home|more|page)[_-]?\d*
    | \w+[_-](?:index|list) | listview | archives?
    | categor(?:y|ies) | channels? | columns? | keywords? | lists? | sections?
    | issues? | series | specials? | tags? | themes? | topics? | zhuanti | zt
    """,
    re.VERBOSE | re.IGNORECASE,
)

_LIST_VALUE = re.compile(
    r"archives?|categor(?:y|ies)|channels?|columns?|lists?|sections?|specials?|tags?"
    r"|topics?",
    re.IGNORECASE,
)

# Parameters that say what a program is to do, and what it does that is no article.
_ACTION = re.compile(
    r"m|mod(?:ule)?|c|ctrl|controller|a|act(?:ion)?|do|op|ac|goto|type|view",
    re.IGNORECASE,
)
_OTHER_ACTION = re.compile(
    r"""search\w* | rss | forumdisplay | ranklist
    | log(?:in|out|ging) | register | members? | profile | space(?:cp)? | follow
    | (?:last|new|next|prev)\w* | redirect | post | reply | print | misc | task | magic
    | medal | votes? | polls? | subscri\w+ | favou?rites? | share | comments? | guide
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
_ITS_NUMBER = re.compile(r"\d{5,}")  # with a headline behind it, as a folder has

# Letters and digits in turns, as databases count: 4HdZ8QwErTy, FJ11S9D400119821.
_CODE = re.compile(r"[A-Za-z0-9]{10,}")
_SHORT_CODE = re.compile(r"(?=\D*\d)[A-Za-z0-9]{5,9}")
_TURN = re.compile(r"[a-z](?=[A-Z0-9])|[A-Z](?=[0-9])|[0-9](?=[A-Za-z])")
_CODE_TURNS = 3
_SHORT_CODE_TURNS = 2

# A number of any length at the end of a name: one of a series, if there are more.
_COUNTED = re.compile(r"(?:.*[^\d])?\d{1,3}")

# A headline in the address: eight Chinese characters, or five words.
_SLUG = re.compile(
    r"(?:[\u3400-\u9fff]\W*){8}|(?<![a-z])[a-z]++(?:-\w++){4,}", re.IGNORECASE
)

_ID = re.compile(
    r"(?:a|aid|art|article|content|doc|item|n|news|s|story|t|thread)?_?id",
    re.IGNORECASE,
)
_STRONG_ID = re.compile(r"\d{5,}")

_DIGITS = re.compile(r"\d+")
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff].*")

# The one name of an address that is a section's: a word, without marks or numbers.
_SECTION = re.compile(r"[a-z]+", re.IGNORECASE)

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
    found = next(_evidences(parts, "/".join(("", *names, tail))), None)
    if any(map(_LIST.fullmatch, names)) and found != _DATED:
        return None
    return found


def speaks_against(url: str) -> bool:
    """Say whether ``url`` itself tells that no article is there.

    Lists, services and files that are no pages are told by their names; most other
    addresses tell nothing.

    >>> speaks_against("https://news.example/tag/bridges")
    True
    >>> speaks_against("https://news.example/old-bridge/")
    False
    """
    parts, names, tail = _parts(url)
    stem = _EXTENSION.sub("", tail)
    if not _is_page(tail) or is_service(url) or not stem:
        return True
    if parts.path.endswith("/") and not names and _SECTION.fullmatch(stem):
        return True
    named = any(map(_LIST.fullmatch, (*names, stem)))
    if named and evidence(url) is None:
        return True
    return any(_LIST_VALUE.fullmatch(value) for _, value in parse_qsl(parts.query))


def is_counted(url: str) -> bool:
    """Say whether the last name of ``url`` ends with a number of up to three digits.

    Articles of small outlets are counted so, and sections and services, too: it says
    something only where a page leads to a series of such addresses.

    >>> is_counted("https://news.example/html/world/345.html")
    True
    """
    _, _, tail = _parts(url)
    return bool(_COUNTED.fullmatch(_EXTENSION.sub("", tail)))


def shape(url: str) -> str:
    """Return ``url`` with a sign in place of each number and code.

    Addresses of one shape come from one program, as articles do, whatever section they
    lie in: the folder above a number stands for any. An address without a number or
    code is its own shape.

    >>> shape("https://news.example/html/world/c1234.html?id=5&from=top")
    'news.example/html/*/c0.html?id=0&from=top'
    """
    parts = urlsplit(url)
    folders, _, tail = unquote(parts.path).rstrip("/").rpartition("/")
    if _is_code(_EXTENSION.sub("", tail)):
        tail = "0" + "".join(_EXTENSION.findall(tail))
    tail = _DIGITS.sub("0", _CHINESE.sub("", tail))
    if "0" in tail or not tail:
        above, _, folder = folders.rpartition("/")
        folders = f"{above}/*" if above and not _DIGITS.search(folder) else folders
    query = f"?{_DIGITS.sub('0', parts.query)}" if parts.query else ""
    return f"{parts.netloc}{_DIGITS.sub('0', folders)}/{tail}{query}"


def is_service(url: str) -> bool:
    """Say whether ``url`` leads to what an outlet offers besides news.

    >>> is_service("https://news.example/user/login.php")
    True
    >>> is_service("https://news.example/forum.php?mod=redirect&tid=17")
    True
    """
    parts, names, tail = _parts(url)
    host = (parts.hostname or "").partition(".")[0]
    if any(map(_SERVICE.fullmatch, (host, *names, _EXTENSION.sub("", tail)))):
        return True
    return any(
        _ACTION.fullmatch(name) and _OTHER_ACTION.fullmatch(value)
        for name, value in parse_qsl(parts.query)
    )


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


def _evidences(parts: SplitResult, path: str) -> Iterator[Evidence]:
    """Yield what speaks for an article, the strongest first."""
    date = _DATE.search(path)
    if date and path[date.end() :].strip("-_/"):  # with nothing after it: a day's list
        yield _DATED
    folder, _, tail = _DATE.sub("", path).rpartition("/")
    folder = folder.rpartition("/")[2]
    if _LONG_NUMBER.search(tail) or _LONG_NUMBER.fullmatch(folder):
        # A folder of such a name is as often a section as an article.
        is_folder = parts.path.endswith("/") and bool(_LONG_NUMBER.fullmatch(tail))
        yield Evidence("long number in the path", strong=not is_folder)
    if found := _parameter(parts.query):
        yield found
    if _SLUG.search(tail) or _SLUG.search(folder):
        yield Evidence("headline in the path", strong=False)
    if _NUMBER.search(tail) or (
        _ITS_NUMBER.fullmatch(folder) and not (tail.isascii() and tail.isalnum())
    ):
        yield Evidence("number in the path", strong=False)
    if _is_code(tail):
        yield Evidence("code in the path", strong=False)


def _is_code(name: str) -> bool:
    """Say whether a page's name holds a code, or is a short one: Kx82dQ."""
    if any(len(_TURN.findall(code)) >= _CODE_TURNS for code in _CODE.findall(name)):
        return True
    turns = len(_TURN.findall(name))
    return turns >= _SHORT_CODE_TURNS and bool(_SHORT_CODE.fullmatch(name))


def _parameter(query: str) -> Evidence | None:
    """Return the evidence of a parameter that numbers the page, such as ``id``."""
    for name, value in parse_qsl(query):
        if _ID.fullmatch(name) and value.isdecimal():
            return Evidence(f"parameter {name}", strong=bool(_STRONG_ID.match(value)))
    return None
