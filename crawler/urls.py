"""Addresses: what a link on a page leads to, and which two addresses are one page."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

_WEB = {"http": 80, "https": 443}

# Parameters that say who sent the reader, never what is read. A name belongs
# here when pages are the same without it; `id`, `page`, `p`, `t`, `source` and
# `type` choose the page on some outlets and therefore stay.
_TRACKING = re.compile(
    r"""utm_\w+                                   # Urchin, now everywhere
    | (?:g|fb|dc|y|ms|tw|wb|gb)(?:clid|clkid|raid)  # clicks on advertisements
    | mc_[ce]id | igshid | _ga | _gl | cmpid      # newsletters and campaigns
    | spm | spm_id_from | scm | vd_source         # Alibaba, Bilibili
    | hm(?:sr|pl|cu|kw|ci) | bd_vid | wfr         # Baidu
    | nsukey | isappinstalled | wxshare\w* | wxfid  # WeChat
    | tdsourcetag | qq-pf-to | ivk_sa | tt_from   # QQ, Toutiao
    | _zbs_baidu_bk | ctrack | chdtv              # outlets' own
    | from | from_?source | from_?app
    | ref | refer | referr?er | ref_?src
    | share | share_?(?:from|id|token|type|source|medium|plat|tag) | shared?by
    """,
    re.VERBOSE | re.IGNORECASE,
)

# A session's number, as servers print it for readers without cookies, another one for
# every visit: Java's and ASP.NET's in the path, others as a parameter.
_SESSION = re.compile(r";jsessionid=[^/;]*|/\(S\([a-z0-9]{24}\)\)", re.IGNORECASE)
_SESSION_PARAMETER = re.compile(
    r"(?:php|j|asp)?sess(?:ion)?_?id|aspsessionid\w*|cfid|cftoken|zenid|oscsid|s?token",
    re.IGNORECASE,
)

# The first labels of hosts that show one page to readers on different devices.
_DEVICES = frozenset("www m wap 3g mobile touch h5 amp".split())

# Names that a server gives for a folder, and what marks a version for devices. A
# program is the folder's first page only where nothing is asked of it.
_FIRST_PAGE = re.compile(r"(?:index|default)\.[sx]?html?", re.IGNORECASE)
_PROGRAM = re.compile(r"(?:index|default)\.(?:php|jsp|aspx?|do)", re.IGNORECASE)
_DEVICE_PARAMETER = re.compile(r"(?:mobile|amp|outputtype)=\w*", re.IGNORECASE)

# What browsers take off the ends of an address and out of its middle.
_ENDS = "".join(map(chr, range(0x21)))
_BREAKS = re.compile(r"[\t\r\n]+")

# What must be escaped, and escapes that are not spelt in the one way: those of
# characters that need none, and those in lower case.
_RESERVED = r"[0189A-F][0-9A-F]|2[0-9A-CF]|3[A-F]|[46]0|5[B-E]|7[BCDF]"
_ESCAPE = re.compile(
    rf"[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]+|%(?!{_RESERVED})(?:[0-9A-Fa-f]{{2}})?"
)
_HIGH = re.compile(r"[^\x00-\x7f\ud800-\udfff]+|(?:%[89A-Fa-f][0-9A-Fa-f])+")

# Addresses, and links on one host, that are spelt in the one way already, or but for
# their Chinese characters: 99 in 100 of 116,800 real links, and taking one apart costs
# 10 times as much (2026-11). No name in them begins with a dot.
_SIGN = rf"[\w~!$&'()*+,=@.-]++|%(?:{_RESERVED})"
_NAMES = (
    rf"(?:(?!\.)(?:{_SIGN})++(?:/(?!\.)(?:{_SIGN})++)*+/?)?"
    rf"(?:\?(?:[\w~!$&'()*+,=@.:;/?-]++|%(?:{_RESERVED}))++)?"
)
_PLAIN_ADDRESS = re.compile(rf"https?://(?:[a-z0-9-]++\.)++[a-z]+/{_NAMES}", re.ASCII)
_PLAIN_LINK = re.compile(rf"(?!\?)(?P<lead>/|(?:\.\.?/)*+)(?P<rest>{_NAMES})", re.ASCII)
_PLAIN_HOST = re.compile(r"https?://(?:[a-z0-9-]++\.)++[a-z]+")

# A scheme that leads to no page.
_OTHER_SCHEME = re.compile(r"(?!https?:)[A-Za-z][A-Za-z0-9+.-]*+:", re.IGNORECASE)

# What needs no page to lead somewhere.
_WHOLE = re.compile(r"https?://[^/?]", re.IGNORECASE)

_HOST = re.compile(r"[a-z0-9_.-]+|\[[0-9a-f:.]+\]")
_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]")


def canonical(url: str) -> str:
    """Return the one address that stands for ``url`` when pages are compared.

    Scheme and host are in lower case, and the default port, the fragment and
    what only tracks the reader are gone; the order of parameters stays. Anything
    but a web address comes back as it is, without the white space around it.

    >>> canonical("HTTP://News.Example:80/a/%7ewang.html?utm_source=app&id=7#top")
    'http://news.example/a/~wang.html?id=7'
    >>> canonical("https://news.example?from=timeline")
    'https://news.example/'
    >>> canonical("https://news.example/即時/")
    'https://news.example/%E5%8D%B3%E6%99%82/'
    >>> canonical(" tel:10086 ")
    'tel:10086'

    Source: RFC 3986, §6.2.2 and §6.2.3.
    """
    if "?" not in url and "(" not in url and _PLAIN_ADDRESS.fullmatch(url):
        return url
    parts = _split(url)
    if parts is None:
        return url.strip(_ENDS)
    kept = (
        parameter
        for parameter in parts.query.split("&")
        if parameter and not _is_of_the_reader(parameter.partition("=")[0])
    )
    path = _without_dots(_SESSION.sub("", parts.path))
    return urlunsplit(parts._replace(path=path, query="&".join(kept)))


def identity(url: str) -> str:
    """Return what all addresses of one page have in common; it need lead nowhere.

    Beside what ``canonical`` levels, the scheme says nothing, nor whether the page was
    made for a phone, nor the name of a folder's first page, nor the order of parameters.
    Ask for a page by its own address, and know by this one whether it was met.

    >>> identity("http://m.news.example/a/index.html?b=2&a=1")
    'https://news.example/a/?a=1&b=2'
    >>> identity("https://www.news.example/a/?a=1&b=2")
    'https://news.example/a/?a=1&b=2'
    """
    parts = _split(canonical(url))
    if parts is None:
        return canonical(url)
    parameters = filter(None, parts.query.split("&"))
    kept = sorted(each for each in parameters if not _DEVICE_PARAMETER.fullmatch(each))
    path = parts.path
    while path.endswith("/amp") and path != "/amp":
        path = path.removesuffix("/amp")
    folder, _, name = path.rpartition("/")
    if _FIRST_PAGE.fullmatch(name) or (not kept and _PROGRAM.fullmatch(name)):
        path = f"{folder}/"
    host = _without_device(parts.netloc)
    return urlunsplit(("https", host, path, "&".join(kept), ""))


def _without_device(host: str) -> str:
    """Return ``host`` without the labels that name a device.

    >>> _without_device("m.news.example"), _without_device("m.example")
    ('news.example', 'm.example')
    """
    first, _, rest = host.partition(".")
    while first in _DEVICES and "." in rest:
        host = rest
        first, _, rest = host.partition(".")
    return host


def _is_of_the_reader(name: str) -> bool:
    """Say whether a parameter tells of who reads, and nothing of what is read."""
    return bool(_TRACKING.fullmatch(name) or _SESSION_PARAMETER.fullmatch(name))


def absolute(base: str, href: str) -> str | None:
    """Return the web address that ``href`` on the page ``base`` leads to.

    ``None`` where it leads to no page, or only to a place on the same one:
    scripts, mail, telephone numbers, data, fragments, and what cannot be parsed.

    >>> absolute("https://news.example/a/", "../b/1.html#top")
    'https://news.example/b/1.html'
    >>> absolute("https://news.example/a/", "javascript:void(0)") is None
    True

    Source: URL Standard, §4.4, for white space and backslashes.
    """
    if _PLAIN_ADDRESS.fullmatch(href):
        return href
    if link := href and _PLAIN_LINK.fullmatch(href):
        start = _start(base, link["lead"])
        return start and start + link["rest"]
    plain = href.partition("#")[0]
    if not plain.isascii() or "%" in plain:
        plain = _HIGH.sub(_escape_high, plain)
    if plain.startswith("//"):
        origin = _start(base, "/")
        return origin and absolute(base, origin.partition("/")[0] + href)
    if plain != href:
        return absolute(base, plain)
    if not plain or _OTHER_SCHEME.match(plain):
        return None
    return plain + "/" if _PLAIN_HOST.fullmatch(plain) else _joined(base, href)


def leads_on(href: str) -> bool:
    """Say whether a link leads to another page, wherever the page itself may be.

    >>> leads_on("../1.html"), leads_on("#top"), leads_on("javascript:;")
    (True, False, False)
    """
    plain = href.partition("#")[0].strip()
    return bool(plain) and _OTHER_SCHEME.match(plain) is None


@lru_cache(maxsize=64)
def _start(base: str, lead: str) -> str | None:
    """What all links of a page that begin with ``lead``, as ``../``, have in common."""
    page = base.partition("#")[0].partition("?")[0]
    if not _PLAIN_ADDRESS.fullmatch(page):
        joined = _joined(base, lead + "x")
        return joined and joined.removesuffix("x")
    host = page.index("/", len("https://")) + 1
    if lead == "/":
        return page[:host]
    folder = page.rindex("/") + 1
    for _ in range(lead.count("../")):
        folder = max(host, page.rfind("/", 0, folder - 1) + 1)
    return page[:folder]


def _joined(base: str, href: str) -> str | None:
    """Follow a link the long way, step by step."""
    href = _clean(href)
    if not href or href.startswith("#"):
        return None
    try:
        parts = _split(href if _WHOLE.match(href) else urljoin(base, href))
    except ValueError:
        return None
    return urlunsplit(parts) if parts else None


def _split(url: str) -> SplitResult | None:
    """Return the parts of a web address, spelt in one way, without fragment."""
    try:
        parts = urlsplit(_clean(url))
        if parts.scheme not in _WEB or not parts.hostname:
            return None
        host = _host(parts.hostname)
        if not _HOST.fullmatch(host) or host in _WEB:  # http://http://news.example/
            return None
        user, at, _ = parts.netloc.rpartition("@")
        port = f":{parts.port}" if parts.port not in {None, _WEB[parts.scheme]} else ""
        return SplitResult(
            scheme=parts.scheme,
            netloc=f"{_escaped(user)}{at}{host}{port}",
            path=_without_dots(_escaped(parts.path)),
            query=_escaped(parts.query),
            fragment="",
        )
    except ValueError:  # a bracket left open, a port of letters, half a character
        return None


def _clean(url: str) -> str:
    r"""Return ``url`` as browsers read it: without breaks, and with ``/`` for ``\``.

    >>> _clean(" a\\b\n?c=\\d")
    'a/b?c=\\d'
    """
    url = _BREAKS.sub("", url.strip(_ENDS))
    if "\\" not in url:
        return url
    path, mark, rest = url.partition("?")
    return path.replace("\\", "/") + mark + rest


def _host(name: str) -> str:
    """Return a host's name as it is asked for: 新闻.example in ASCII."""
    if ":" in name:
        return f"[{name}]"
    ascii_name = name if name.isascii() else name.encode("idna").decode("ascii")
    return ascii_name.rstrip(".")


def _escaped(text: str) -> str:
    """Return ``text`` with each character escaped where, and only where, it must be.

    Escapes of other encodings than UTF-8 stay as the page has them.

    >>> _escaped("/%7ea b/100%/%d6%d0")
    '/~a%20b/100%25/%D6%D0'
    """
    return _ESCAPE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    found = match.group()
    if found == "%":
        return "%25"
    if not found.startswith("%"):
        return _escape_high(match)
    character = chr(int(found[1:], 16))
    return character if _UNRESERVED.fullmatch(character) else found.upper()


def _escape_high(match: re.Match[str]) -> str:
    found = match.group()
    if found.startswith("%"):
        return found.upper()
    return "%" + found.encode().hex("%").upper()


def _without_dots(path: str) -> str:
    """Return ``path`` with ``.`` and ``..`` followed, and never empty.

    >>> _without_dots("/a/./b/../c/..")
    '/a/'
    """
    steps: list[str] = []
    names = path.split("/")[1:]
    for name in names:
        if name == "..":
            del steps[-1:]
        elif name != ".":
            steps.append(name)
    if names and names[-1] in {".", ".."}:
        steps.append("")
    return "/" + "/".join(steps)
