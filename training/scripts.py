"""Tell which characters tell simplified and traditional script apart, by OpenCC.

    python -m training.scripts

Of the characters that GBK holds. The same dictionaries give the same file to the byte.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from crawler.text.restoration import gbk
from crawler.text.restoration.dictionaries import converter

TABLE = Path(__file__).parent.parent / "crawler" / "models" / "scripts.json"


def tell() -> dict[str, Any]:
    """Return the table that ``crawler.text.restoration.script`` reads."""
    han = [char for char in gbk.characters().values() if "\u4e00" <= char <= "\u9fff"]
    to_simple = dict(zip(han, _each(han, "t2s"), strict=True))
    to_traditional = dict(zip(han, _each(han, "s2t"), strict=True))
    simple = {c: s for c, s in to_simple.items() if s != c and gbk.encoded(s)}
    changed = {char for char in han if to_traditional[char] != char}
    return {
        "converted": "".join(c for c, s in simple.items() if s in changed),
        "simplified": "".join(
            c for c in han if c in changed and c not in simple and not _holds("big5", c)
        ),
        "traditional": "".join(c for c in simple if not _holds("gb2312", c)),
        "simple": ["".join(simple), "".join(simple.values())],
    }


def _each(chars: list[str], config: str) -> list[str]:
    """Convert characters one by one: a line each, so that they make no words."""
    return converter(config)("\n".join(chars)).split("\n")


def _holds(encoding: str, char: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    """Write the table."""
    TABLE.write_text(json.dumps(tell(), ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{TABLE}: {TABLE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
