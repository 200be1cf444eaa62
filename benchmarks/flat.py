"""How well articles are read from text alone: pages of a corpus, dumped into a WET file.

    python benchmarks/flat.py CORPUS [--floors FILE]

What each page shows becomes a record, a line a block, as tools dump it that make WET
files; ``scrapy evaluate`` then scores the file against the corpus's own gold, and fails
below a floor. The trees were grown on these very pages: docs/extraction-log.md has the
figures of outlets that they had not seen.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawler import Page
from crawler.outline import outline


def records(corpus: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each line of gold with the text of its page, each under an address."""
    for line in (corpus / "gold.jsonl").read_bytes().splitlines():
        gold = json.loads(line)
        gold["url"] = gold.get("url") or f"http://{gold['id']}.example/"
        gold.pop("encoding", None)  # that of the page; a record is UTF-8
        raw = gzip.decompress((corpus / "html" / f"{gold['id']}.html.gz").read_bytes())
        shown = outline(Page.from_bytes(raw, url=gold["url"])).blocks
        yield gold, "\n".join(b.text for b in shown if not b.node.hidden)


def write(corpus: Path, folder: Path) -> None:
    """Write the corpus as one WET file, and its gold beside it."""
    with (
        (folder / "pages.wet.gz").open("wb") as file,
        (folder / "gold.jsonl").open("w", encoding="utf-8") as told,
    ):
        writer = GzipWriter(file)
        for gold, text in records(corpus):
            record = WarcRecord()
            record.init_headers(record_type=WarcRecordType.conversion)
            record.headers["WARC-Target-URI"] = gold["url"]
            record.headers["Content-Type"] = "text/plain"
            record.set_bytes_content(text.encode("utf-8", "replace"))
            record.write(writer)
            writer.finish()
            told.write(json.dumps(gold, ensure_ascii=False) + "\n")
        writer.close()


def main() -> int:
    """Return what ``scrapy evaluate`` returns."""
    parser = ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--floors", type=Path, metavar="FILE")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        write(options.corpus, Path(folder))
        words = ["evaluate", folder]
        if options.floors:
            words += ["--floors", str(options.floors)]
        command = [sys.executable, "-m", "scrapy", *words]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
