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
