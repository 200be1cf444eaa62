"""From the bytes of a feed or sitemap to its tree, forgivingly and without harm.

Such files declare encodings that they are not in, leave ampersands bare and stop in
the middle. No entity is expanded, nothing is fetched, and depth is limited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from crawler.text.encoding import decode

_DECLARATION = re.compile(r"<\?xml[^>]{0,200}\?>")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,80}?encoding\s*=\s*["']([\w.:-]{1,40})""")

# Characters that XML 1.0 forbids, at which the parser would stop.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# XML's own entities by number. A parser that has met an error drops references by
# name, but not those by number, and with them the parts of an address they join. An
# ampersand that begins no reference stands for itself. CDATA has neither.
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!\#\d+;|\#x[\da-f]+;)(?:(amp|lt|gt|quot|apos);)?",
    re.DOTALL | re.IGNORECASE,
)
_NUMBERS = {
    "amp": "&#38;",
    "lt": "&#60;",
    "gt": "&#62;",
    "quot": "&#34;",
    "apos": "&#39;",
}


def text_of(body: bytes) -> str:
    """Return ``body`` decoded, by what it declares only where its bytes allow it."""
    declared = _DECLARED.search(body[:1024])
    charset = declared[1].decode("ascii") if declared else ""
    _, text = decode(body, content_type=f"text/xml; charset={charset}")
    return text.lstrip("\ufeff \t\r\n")


def tree(text: str, *, url: str) -> etree._Element | None:
    """Return the root of the tree, or ``None`` where there is no element.

    ``url`` is the base of relative addresses: see the elements' ``base``.
    """
    # Before the first tag stands what a broken server says, behind the last one an
    # address that was cut short.
    text = text[max(text.find("<"), 0) : text.rfind(">") + 1]
    text = _FORBIDDEN.sub("", _DECLARATION.sub("", text))
    text = _REFERENCE.sub(_by_number, text)
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode(), parser, base_url=url)
    except etree.XMLSyntaxError:
        return None


def _by_number(reference: re.Match[str]) -> str:
    if reference[0].startswith("<"):
        return reference[0]
    return _NUMBERS[(reference[1] or "amp").lower()]


def name(element: etree._Element) -> str:
    """Return an element's name in lower case, without prefix: ``dc:Date`` is date."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the children that bear one of ``names``, those of the first name first."""
    for wanted in names:
        yield from (child for child in element if name(child) == wanted)
