"""Pages that say that an article is gone, though their server says that all is well.

Many servers answer 200 for what is no more, with a page that excuses itself, or lead on
to the front page. Wordings are many, so no wording is looked for: a page is taken for an
outlet's error page where it is like what that outlet gives for an address that cannot
exist, and nothing of the article stands on it any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from rapidfuzz import fuzz

from crawler.items import Article
from crawler.outline import outline
from crawler.page import Page
from crawler.text.similarity import plain

# Percent of two texts' letters that stand in the same order. Of a short notice below a
# long menu, the menu is left out, since it is linked; a footer is not.
_ALIKE = 90.0

# Share of a block's characters inside links, from which on it is no text of its own.
_LINKED = 0.5

# Characters that are compared, of both texts; an error page is far shorter.
_MOST = 5_000

# What an error page repeats of the request: addresses, and numbers of all kinds.
_OF_THE_REQUEST = re.compile(r"https?://\S+|(?<!\w)/[\w./?&=%-]+|\d+")

# Characters. A shorter paragraph may stand anywhere.
_TELLING = 12

_LAST_NUMBER = re.compile(r"\d+(?=\D*$)")
_ENDING = re.compile(r"(?=(?:\.\w{1,5})?/?$)")
_BEYOND = "9999"


def notice(page: Page) -> str:
    """Return what a page says beside its links, as it is compared."""
    texts = (
        block.text
        for block in outline(page).blocks
        if block.link_chars < _LINKED * len(block.text)
    )
    return plain(_OF_THE_REQUEST.sub("", "\n".join(texts)))[:_MOST]


def is_gone(page: Page, stored: Article | None, notices: Iterable[str]) -> bool:
    """Say whether ``page`` has nothing of an article, and is like one of ``notices``.

    ``stored`` is the article as it was; ``None`` where it is not at hand. ``notices``
    are those of the outlet's error pages.
    """
    own = notice(page)
    if not own or (stored and holds(own, stored)):
        return False
    return any(fuzz.ratio(own, other, score_cutoff=_ALIKE) for other in notices)


def holds(text: str, article: Article) -> bool:
    """Say whether a paragraph of ``article`` stands in ``text``, a page's notice."""
    paragraphs = (plain(_OF_THE_REQUEST.sub("", each)) for each in article.body)
    return any(len(each) >= _TELLING and each in text for each in paragraphs)


def is_like(before: Article, after: Article) -> bool:
    """Say whether two readings of one address have a paragraph in common, or a headline."""
    if before.headline and before.headline == after.headline:
        return True
    known = {plain(text) for text in before.body}
    return any(plain(text) in known for text in after.body)


def absent(url: str) -> str:
    """Return an address that is made like ``url``, and at which nothing can be.

    >>> absent("http://www.jia.example/2026/1101/c24-17.html")
    'http://www.jia.example/2026/1101/c24-999917.html'
    """
    parts = urlsplit(url)
    for name in ("query", "path"):
        text = getattr(parts, name)
        if found := _LAST_NUMBER.search(text):
            at = found.start()
            changed = text[:at] + _BEYOND + text[at:]
            return urlunsplit(parts._replace(**{name: changed}))
    path = _ENDING.sub(_BEYOND, parts.path, count=1)
    return urlunsplit(parts._replace(path=path if path.startswith("/") else f"/{path}"))


def is_front(url: str) -> bool:
    """Say whether an address is that of a front page."""
    parts = urlsplit(url)
    return not parts.query and bool(_FRONT.fullmatch(parts.path))


_FRONT = re.compile(r"/*|/(?:index|default|home)\.\w{2,5}", re.IGNORECASE)
