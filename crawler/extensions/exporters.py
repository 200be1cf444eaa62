"""Feeds (``-O out.jsonl``) whose articles read as the stored lines do."""

from __future__ import annotations

from typing import Any, BinaryIO

import msgspec
from scrapy.exporters import BaseItemExporter


class ArticleLines(BaseItemExporter):
    """Write an article a line. Scrapy's own exporter leaves out the time zones."""

    def __init__(self, file: BinaryIO, **options: Any) -> None:  # noqa: ANN401  # Scrapy's
        super().__init__(dont_fail=True, **options)
        self._file = file

    def export_item(self, item: object) -> None:
        self._file.write(self.encoded(item) + b"\n")

    def encoded(self, item: object) -> bytes:
        """Return ``item`` as JSON, with the fields that the feed asks for."""
        fields = self.get_serialized_fields(item, include_empty=True)
        return msgspec.json.encode(dict(fields))


class ArticleList(ArticleLines):
    """Write the articles as one JSON array, an article a line."""

    def __init__(self, file: BinaryIO, **options: Any) -> None:  # noqa: ANN401  # Scrapy's
        super().__init__(file, **options)
        self._separator = b"\n"

    def start_exporting(self) -> None:
        self._file.write(b"[")

    def export_item(self, item: object) -> None:
        self._file.write(self._separator + self.encoded(item))
        self._separator = b",\n"

    def finish_exporting(self) -> None:
        self._file.write(b"\n]\n")
