"""Data that a script writes as a call: what repeats is passed as arguments.

Nuxt 2 writes ``window.__NUXT__=(function(a,b){return {title:a}}("渡口",1))``.
"""

from __future__ import annotations

import json
import re

_FUNCTION = re.compile(r"\(\s*function\s*\(([\w$\s,]{1,20000})\)\s*\{")
_CALL = "}("
_NO_JSON = re.compile(r"\b(?:void 0|undefined|NaN|Infinity)\b")
_NAMED = re.compile(r"(?<=[{,])(\w{1,40}):([A-Za-z_$][\w$]{0,3})(?=[,}])", re.ASCII)

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


def _said(found: re.Match[str], texts: dict[str, str]) -> str:
    text = texts.get(found[2])
    if text is None:
        return found[0]
    return f"{found[1]}:{json.dumps(text, ensure_ascii=False)}"
