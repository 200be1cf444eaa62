"""The text of a site file, as a person would write it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

Value = str | float | Sequence[str]

# Characters. A list that is longer has a line for each of its texts.
_LINE = 80


def site_file(
    values: Mapping[str, Value],
    *,
    notes: Iterable[str] = (),
    layout: Mapping[str, Value] | None = None,
) -> str:
    """Return the text of a site file: notes as comments, then keys, then a layout.

    What is empty is left out. Notes of several lines stay so.
    """
    lines = [
        f"# {line}".rstrip() for note in notes for line in note.splitlines() or ("",)
    ]
    lines += _keys(values)
    if layout:
        lines += ["", "[[layout]]", *_keys(layout)]
    return "\n".join(lines) + "\n"


def _keys(values: Mapping[str, Value]) -> list[str]:
    return [
        f"{key} = {_toml(value)}"
        for key, value in values.items()
        if value or value == 0
    ]


def _toml(value: Value) -> str:
    """Return a value as TOML writes it, whose texts are those of JSON."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, int | float):
        return f"{value:g}"
    texts = [_toml(each) for each in value]
    line = f"[{', '.join(texts)}]"
    if len(line) <= _LINE and len(texts) <= 1:
        return line
    return "[\n" + "".join(f"    {text},\n" for text in texts) + "]"
