"""The section is what the head declares, the path over the headline, or its kicker."""

from __future__ import annotations

import pytest

from crawler import Page, extract
from tests.fields.pages import HEADLINE, SENTENCE, report

PATH = "<p><a href='/'>首页</a> > <a href='/jy/'>教育</a> > 正文</p>"


@pytest.mark.parametrize(
    ("head", "over", "section"),
    [
        ("<meta name='section' content='本埠'>", PATH, "本埠"),
        ("", PATH, "教育"),
        ("", "", None),
    ],
)
def test_section(head: str, over: str, section: str | None) -> None:
    assert report(head=head, over=over).section == section


@pytest.mark.parametrize(
    ("title", "section"),
    [
        (f"{HEADLINE} - 20241101 - 本埠 - 江口日报", "本埠"),
        (f"{HEADLINE}_本埠_江口网", "本埠"),
        (f"{HEADLINE}_江口网_本埠", None),
        (f"{HEADLINE}_教育_江口网", None),
    ],
)
def test_a_kicker_that_the_title_names(title: str, section: str | None) -> None:
    markup = (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>"
        f"<article><h3>本埠</h3><h1>{HEADLINE}</h1><p>2024-11-01 15:30</p>"
        f"{f'<p>{SENTENCE * 2}</p>' * 4}</article></body></html>"
    )
    address = "http://www.jia.example/1.html"
    assert extract(Page.from_bytes(markup.encode(), url=address)).section == section


@pytest.mark.parametrize(
    ("line", "keywords"),
    [
        ("关键词：校车，乡村教育", ("校车", "乡村教育")),
        (
            "标签：<a href='/t/1'>#校车</a> <a href='/t/2'>乡村 教育</a>",
            ("校车", "乡村 教育"),
        ),
        (
            "<a rel='tag' href='/t/1'>校车</a><a rel='tag' href='/t/2'>教育</a>",
            ("校车", "教育"),
        ),
        ("渡口边的树", ()),
    ],
)
def test_printed_keywords(line: str, keywords: tuple[str, ...]) -> None:
    assert report(below=(line,)).keywords == keywords


def test_a_linked_category() -> None:
    line = "2024-11-01 <a rel='category tag' href='/c/1'>教育</a>"
    article = report(line)
    assert article.section == "教育"
    assert article.keywords == ()
