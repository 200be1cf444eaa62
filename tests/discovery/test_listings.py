"""Lists that stand in scripts alone."""

from __future__ import annotations

import json

import pytest

from crawler.discovery import hubs, listings
from crawler.page import Page
from crawler.sites import Site

SITE = Site(key="outlet", name="某报", hosts=("outlet.example",))
ROWS = [
    {"title": "红灯多亮三秒", "url": "/a/4711", "pubTime": "2026-11-01 08:00"},
    {"title": "湖区禁渔期满首日开捕", "url": "/a/4709", "pubTime": "2026-10-31 09:00"},
]


def page(markup: str) -> Page:
    return Page.from_bytes(markup.encode(), url="http://www.outlet.example/news/")


def found(markup: str) -> list[str]:
    return [target.url for target in listings.targets(page(markup), SITE).values()]


WANTED = ["http://www.outlet.example/a/4711", "http://www.outlet.example/a/4709"]


@pytest.mark.parametrize(
    "script",
    [
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"p": ROWS})}</script>',
        f"<script>window.__STATE__ = {json.dumps({'p': {'rows': ROWS}})};</script>",
        f"<script>var a = 1; callback({json.dumps(ROWS)})</script>",
        f"<script>window.d = {json.dumps(json.dumps(ROWS))}</script>",
    ],
    ids=["state", "assignment", "call", "text in text"],
)
def test_where_lists_stand(script: str) -> None:
    assert found(script) == WANTED


def test_a_list_of_linked_data() -> None:
    rows = [
        {"@type": "ListItem", "name": row["title"], "url": row["url"]} for row in ROWS
    ]
    data = json.dumps({"@type": "ItemList", "itemListElement": rows})
    assert found(f'<script type="application/ld+json">{data}</script>') == WANTED


def test_what_has_no_title_or_lies_elsewhere_is_no_link() -> None:
    rows = [{"url": "/a/4711"}, {"title": "x", "url": "http://other.example/a/1"}]
    assert found(f"<script>x = {json.dumps(rows)}</script>") == []


def test_scripts_are_not_asked_where_the_markup_has_a_list() -> None:
    links = "".join(
        f"<a href='/n/20261101/{i}.html'>湖区禁渔期满首日开捕</a>" for i in range(3)
    )
    markup = f"{links}<script>x = {json.dumps(ROWS)}</script>"
    assert len(hubs.links(page(markup), SITE)) == 3
    shell = f"<script>x = {json.dumps(ROWS)}</script>"
    assert [link.url for link in hubs.links(page(shell), SITE)] == WANTED
