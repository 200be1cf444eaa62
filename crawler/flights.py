r"""What a server of React sends to a browser: numbered rows, cut into many scripts.

Next writes ``self.__next_f.push([1,"5:[\"$\",...]\n7:T3a2,"])``. A row is JSON up to
the end of its line, or a text with its length in bytes; JSON names a row as ``"$7"``.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator, Mapping

# Where a script hands on a piece, and how far into the script the first begins at most.
_PUSH = re.compile(r"__next_f(?:=self\.__next_f\|\|\[\])?\)?\.push\(\s{0,4}(?=\[)")
_FIRST_PUSH = 200

# The kinds of a piece: text, and bytes that no text could be cut into.
_TEXT, _BYTES = 1, 3

# The number of a row, and the kind and length of one that is no JSON: of these kinds
# the first is a text, others are lists of numbers.
_ROW = re.compile(rb"\s{0,8}([0-9a-f]{0,8}):(?:([TAOoUSsLlGgMmVb])([0-9a-f]{1,8}),)?")
_JSON = (b"{", b"[", b'"')
_NUMBERED = re.compile(r"\s{0,8}[0-9a-f]{1,8}:(?=[\[{]|I\[|T[0-9a-f]{1,8},|\"\$)")

# A name of a row, or of a value inside one, and how often one may lead to another.
_NAMED = re.compile(r"\$([0-9a-f]{1,8})((?::[^:]{1,60}){0,12})")
_MOST_NAMES = 3

# Times that a text of so many characters is put in place of its name: data may name one
# more often than any page can hold.
_LONG = 200
_MOST_USES = 8

_PROPS = 3
"""Place of an element's properties: ``["$", "div", key, {...}]``."""

_decode = json.JSONDecoder(strict=False)


def pushed(script: str) -> bytes:
    r"""Return the pieces of rows that a script hands on, joined; of other scripts none.

    >>> pushed('self.__next_f.push([1,"0:{}\\n"])')
    b'0:{}\n'
    """
    push = _PUSH.search(script, 0, _FIRST_PUSH)
    pieces = []
    while push is not None:
        try:
            piece, at = _decode.raw_decode(script, push.end())
        except (ValueError, RecursionError):
            break  # one that is cut short is the last
        pieces.append(_piece(piece))
        push = _PUSH.search(script, at)
    return b"".join(pieces)


def _piece(pushed: object) -> bytes:
    match pushed:
        case [kind, str(text)] if kind == _TEXT:
            return text.encode("utf-8", "replace")
        case [kind, str(text)] if kind == _BYTES:
            try:
                return b64decode(text)
            except ValueError:
                return b""
    return b""


def begins(text: str) -> bool:
    """Say whether a text begins as rows do.

    >>> begins('4:["$","div",null,{}]'), begins("4:30 开船")
    (True, False)
    """
    return _NUMBERED.match(text) is not None


def values(rows: bytes) -> Iterator[object]:
    """Yield the values of rows, in order, with the texts of other rows that they name.

    Time is linear in the length of the rows.
    """
    held = _read(rows)
    uses: Counter[int] = Counter()
    for value in held.values():
        if isinstance(value, dict | list):
            _put_texts(value, held, uses)
            yield value


def _read(rows: bytes) -> dict[bytes, object]:
    """The values of rows by their numbers; lines that are none are passed over."""
    held: dict[bytes, object] = {}
    at = 0
    while at < len(rows):
        row = _ROW.match(rows, at)
        begin = row.end() if row else at
        if row and row[3]:
            at = begin + int(row[3], 16)
            if row[2] == b"T":
                held[row[1]] = rows[begin:at].decode("utf-8", "replace")
            continue
        end = rows.find(b"\n", begin)
        at = len(rows) if end < 0 else end + 1
        if row and rows.startswith(_JSON, begin):
            try:
                held[row[1]] = _decode.decode(rows[begin:at].decode("utf-8", "replace"))
            except (ValueError, RecursionError):
                continue
    return held


def _put_texts(value: object, held: Mapping[bytes, object], uses: Counter[int]) -> None:
    """Put texts in place of their names, in a value that was just read."""
    stack = [value]
    while stack:
        outer = stack.pop()
        if isinstance(outer, dict):
            for name, inner in outer.items():
                outer[name] = _in_place(inner, held, uses)
            stack += outer.values()
        elif isinstance(outer, list):
            outer[:] = [_in_place(inner, held, uses) for inner in outer]
            stack += outer


def _in_place(
    value: object, held: Mapping[bytes, object], uses: Counter[int]
) -> object:
    """The text that a name stands for; other values, lists and objects as they are.

    A text that begins with the sign of names has it twice, and a date has a letter.
    """
    if not isinstance(value, str) or not value.startswith("$"):
        return value
    if value.startswith(("$$", "$D")):
        return value[1:].removeprefix("D")
    told: object = value
    for _ in range(_MOST_NAMES):
        named = _NAMED.fullmatch(told) if isinstance(told, str) else None
        if named is None:
            break
        told = held.get(named[1].encode())
        for step in named[2].split(":")[1:]:
            told = _inside(told, step)
    if not isinstance(told, str):
        return value
    uses[id(told)] += 1
    return told if len(told) < _LONG or uses[id(told)] <= _MOST_USES else value


def _inside(value: object, step: str) -> object:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list):
        at = _PROPS if step == "props" else int(step) if step.isdecimal() else -1
        return value[at] if 0 <= at < len(value) else None
    return None
