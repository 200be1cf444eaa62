"""The JSON that a script holds, whatever program stands around it.

Data is decoded, as strictly as JSON asks for, and never run.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from urllib.parse import unquote

# Characters. A string without a name that is shorter holds no data.
_SHORTEST = 120

# Characters that attempts to decode may cost in vain, in multiples of the script; what
# each attempt costs at least; and how many are counted for line breaks, as Python does
# at each fault, in the time that one is decoded.
_IN_VAIN = 4
_AN_ATTEMPT = 16
_LINES_COST = 32

# A name before a value, or the bracket of a call: where JSON may begin. Possessive,
# and tried at the beginnings of words alone, so that no text is read twice.
_START = re.compile(
    r"""(?:(?<!\w)(\w{1,40}+)["']?+\s*+[:=]|[(,])\s*+(?=[\[{"'])""", re.ASCII
)
_OPENING = re.compile(r"""\{\s*+["}]|\[\s*+["\[\]{\d\-ntf]""")
_LITERAL = re.compile(r"""'((?:[^'\\]++|\\.)*+)'|"((?:[^"\\]++|\\.)*+)\"""", re.DOTALL)
_ESCAPED = re.compile(r"""\\(?:x([0-9a-fA-F]{2})|(.))|\"""", re.DOTALL)

_ESCAPED_FOR_ADDRESS = ("%7B", "%5B", "%257B", "%255B")

_decode = json.JSONDecoder(strict=False)


def values(text: str) -> Iterator[tuple[str, object]]:
    """Yield the JSON values of a script with the names that they are given, in order.

    Time is linear in the length of the script.
    """
    whole = text.strip().rstrip(";")
    if is_escaped(whole):
        whole = unescaped(whole)
    elif whole.startswith(("{&quot;", "[{&quot;")):
        whole = html.unescape(whole)
    if whole.startswith(("{", "[")):
        try:
            yield "", _decode.decode(whole)
        except (ValueError, RecursionError):
            pass
        else:
            return
    yield from _values_inside(text)


def is_escaped(text: str) -> bool:
    """Say whether JSON is written as addresses write it: ``%7B%22title%22...``."""
    return text.startswith(_ESCAPED_FOR_ADDRESS)


def unescaped(text: str) -> str:
    """Return the JSON that is written so, once or twice over."""
    return unquote(unquote(text) if text.startswith("%25") else text)


def decoded(text: str) -> object | None:
    """Return the value that a string of JSON holds, or ``None`` where it holds none."""
    try:
        value: object = _decode.decode(text)
    except (ValueError, RecursionError):
        return None
    return value


def _values_inside(text: str) -> Iterator[tuple[str, object]]:
    """The JSON values in a program: at braces, brackets and quotes behind a name."""
    at, budget = 0, _IN_VAIN * len(text)
    while budget > 0 and (start := _START.search(text, at)):
        name, begin = start[1] or "", start.end()
        at = begin + 1
        if text[begin] in "'\"":
            literal = _LITERAL.match(text, begin)
            if literal is None:
                budget -= len(text) - begin
                continue
            at = literal.end()
            if name or at - begin > _SHORTEST:
                yield name, _string(literal)
        elif _OPENING.match(text, begin):
            try:
                value, at = _decode.raw_decode(text, begin)
            except (ValueError, RecursionError) as error:
                budget -= _cost(error, text, begin)
            else:
                yield name, value


def _cost(error: ValueError | RecursionError, text: str, begin: int) -> int:
    """Characters that an attempt to decode has cost, lines that it counted included."""
    reached = len(text)
    if isinstance(error, json.JSONDecodeError) and "Unterminated" not in error.msg:
        reached = error.pos
    return _AN_ATTEMPT + reached - begin + reached // _LINES_COST


def _string(literal: re.Match[str]) -> str:
    """What a string of JavaScript says; nothing where it is none of JSON."""
    inside = literal[1] if literal[1] is not None else literal[2]
    try:
        return str(_decode.decode(f'"{_ESCAPED.sub(_as_json, inside)}"'))
    except ValueError:
        return ""


def _as_json(found: re.Match[str]) -> str:
    """What JSON writes for an escape, or a quote, as JavaScript writes it."""
    byte, other = found.groups()
    if byte:
        return f"\\u00{byte}"
    if other is None:
        return '\\"'
    if other in '"\\/bfnrtu':
        return found[0]
    return "" if other == "\n" else str(other)
