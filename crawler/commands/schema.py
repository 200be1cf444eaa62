"""``scrapy schema``: what a stored line holds, as JSON Schema."""

from __future__ import annotations

from argparse import Namespace
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand

from crawler import schema
from crawler.commands.extract import as_text


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Print the JSON Schema of a stored article"

    def run(self, args: list[str], opts: Namespace) -> None:  # noqa: ARG002  # as inherited
        print(as_text(schema.of_article()))
