"""What holds no article is refused, and what holds one is kept: real pages.

Made pages of many kinds are tested with the other saved pages.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from crawler import NotAnArticle, Page, extract
from tests.corpus import shared

URL = "http://example.com/"


def page(path: Path) -> Page:
    return Page.from_bytes(gzip.decompress(path.read_bytes()), url=URL)


def is_article(path: Path) -> bool:
    try:
        extract(page(path))
    except NotAnArticle:
        return False
    return True


def test_every_real_list_is_refused() -> None:
    lists = sorted(shared("corpus/lists").glob("*.html.gz"))
    assert lists
    assert [path.name for path in lists if is_article(path)] == []


def test_every_real_chinese_article_is_kept_and_nothing_else() -> None:
    folder = shared("corpus/zh")
    lines = (folder / "gold.jsonl").read_bytes().splitlines()
    pages = {gold["id"]: bool(gold.get("body")) for gold in map(json.loads, lines)}
    assert any(pages.values())
    assert not all(pages.values())
    kept = {name: is_article(folder / "html" / f"{name}.html.gz") for name in pages}
    assert kept == pages


def test_the_reason_says_what_spoke_against_it_most() -> None:
    markup = (
        "<html><head><title>页面不存在 - 云梯在线</title></head><body><h1>页面不存在</h1>"
        "<p>您要找的页面可能已经搬走，请从首页进入，或者使用页顶的搜索。</p></body></html>"
    )
    with pytest.raises(NotAnArticle) as refused:
        extract(Page.from_bytes(markup.encode(), url=URL))
    assert refused.value.detail == "an error page"
