"""Data that a script writes as a call: what repeats is passed as arguments.

Nuxt 2 writes ``window.__NUXT__=(function(a,b){return {title:a}}("渡口",1))``. Others pass
what is encoded to a function that decodes it: ``JSON.parse(atob("eyJ0aXRsZSI6..."))``.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from urllib.parse import unquote

_FUNCTION = re.compile(r"\(\s*function\s*\(([\w$\s,]{1,20000})\)\s*\{")
_CALL = "}("
_NO_JSON = re.compile(r"\b(?:void 0|undefined|NaN|Infinity)\b")
_NAMED = re.compile(r"(?<=[{,])(\w{1,40}):([A-Za-z_$][\w$]{0,3})(?=[,}])", re.ASCII)

# A string of base64 that begins as ``{"``, ``[{"``, ``<p``, ``<div`` or ``<section`` do,
# and is too long for a name or a token; and one for an address that is decoded at once.
_ENCODED = re.compile(
    r"""(["'])((?:eyJ|ey[AI]|ewo|W3si|P[GH])[A-Za-z0-9+/_-]{157,}+={0,2})\1"""
)
_ENCODED_SIGNS = tuple(
    quote + begin for quote in "\"'" for begin in ("ey", "ewo", "W3si", "PG", "PH")
)
_FOR_ADDRESS = re.compile(
    r"""\b(?:decodeURI(?:Component)?|unescape)\(\s{0,4}"""
    r"""(?:"(%[^"\s]{20,}+)"|'(%[^'\s]{20,}+)')\s{0,4}\)"""
)
_ADDRESS_SIGNS = ("decodeURI", "unescape(")
_UNIT = re.compile(r"%u([0-9A-Fa-f]{4})")
_STANDARD = str.maketrans("-_", "+/")

_decode = json.JSONDecoder(strict=False)


def applied(script: str) -> str:
    """Return ``script`` with the texts that it passes in place of their names.

    It is returned as it is where it is no such call, or passes what is not JSON.
    Time is linear in its length.

    >>> applied('x=(function(a,b){return {title:a,id:b}}("渡口",1))')
    'x=(function(a,b){return {title:"渡口",id:b}}("渡口",1))'
    """
    function = _FUNCTION.search(script, 0, 400)
    at = script.rfind(_CALL)
    if function is None or at < function.end():
        return script
    passed = _NO_JSON.sub("null", script[at + len(_CALL) :])
    try:
        values, _ = _decode.raw_decode(f"[{passed.rstrip(' ;)')}]")
    except (ValueError, RecursionError):
        return script
    names = [name.strip() for name in function[1].split(",")]
    texts = {
        name: value
        for name, value in zip(names, values, strict=False)
        if isinstance(value, str)
    }
    return _NAMED.sub(lambda found: _said(found, texts), script[:at]) + script[at:]


def spelled_out(script: str) -> str:
    """Return ``script`` with what its encoded strings say in their place.

    Those are strings of base64 that hold JSON or markup, and escaped ones that are passed
    to the function that decodes them. Time is linear in its length.

    >>> spelled_out('x={"title":decodeURIComponent("%E6%B8%A1%E5%8F%A3%E7%9A%84")}')
    'x={"title":"渡口的"}'
    """
    if any(map(script.__contains__, _ENCODED_SIGNS)):  # most scripts have none
        script = _ENCODED.sub(_of_base64, script)
    if any(map(script.__contains__, _ADDRESS_SIGNS)):
        script = _FOR_ADDRESS.sub(_of_address, script)
    return script


def _of_base64(found: re.Match[str]) -> str:
    encoded = found[2].translate(_STANDARD).rstrip("=")
    try:
        text = b64decode(encoded + "=" * (-len(encoded) % 4)).decode("utf-8")
    except ValueError:
        return found[0]
    return _literal(text)


def _of_address(found: re.Match[str]) -> str:
    escaped = found[1] or found[2]
    return _literal(unquote(_UNIT.sub(lambda unit: chr(int(unit[1], 16)), escaped)))


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _said(found: re.Match[str], texts: dict[str, str]) -> str:
    text = texts.get(found[2])
    if text is None:
        return found[0]
    return f"{found[1]}:{_literal(text)}"
