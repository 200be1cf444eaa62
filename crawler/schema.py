"""The JSON Schema of a stored line, in the words of the item's own docstrings."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from typing import Any

import msgspec

from crawler import items
from crawler.items import Article

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def of_article() -> dict[str, Any]:
    """Return the schema that each stored line is valid against.

    A line has every key, so all are required, and it has no other.
    """
    schema = msgspec.json.schema(Article)
    meanings = _meanings()
    for name, definition in schema["$defs"].items():
        _complete(definition, meanings[name])
    return {"$schema": DIALECT, "title": "Article", **schema}


def _complete(definition: dict[str, Any], meanings: dict[str, str]) -> None:
    found = definition["properties"]
    definition["properties"] = {
        name: {**found[name], "description": meaning}
        for name, meaning in meanings.items()
    }
    definition["required"] = list(found)
    definition["additionalProperties"] = False


def _meanings() -> dict[str, dict[str, str]]:
    """Return, by class and field, the text that stands under each field."""
    tree = ast.parse(inspect.getsource(items))
    return {
        node.name: dict(_under_fields(node))
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


def _under_fields(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, below in zip(node.body, node.body[1:], strict=False):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, " ".join(text.split())
