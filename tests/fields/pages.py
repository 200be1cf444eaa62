"""Small pages of one report, with lines where outlets print them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler import Article, Page, extract

HEADLINE = "河口小学的早班车"
SENTENCE = "清晨六点，校车从镇口出发，孩子们都在车上，司机说这条路他开了十一年。"


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report and the lines around it."""

    over: str = ""
    """Markup over the headline."""

    below: tuple[str, ...] = ()
    """Lines under the body, each a ``div``."""

    first: str = ""
    """What opens the first paragraph."""

    last: str = ""
    """What closes the last one."""

    head: str = ""
    """Markup of the head."""

    url: str = "http://www.jia.example/1.html"
    fetched: datetime | None = None

    def page(self, *above: str) -> Page:
        """Return the page with lines between headline and body, each a ``div``."""
        paragraphs = [SENTENCE * 2] * 4
        paragraphs[0] = self.first + paragraphs[0]
        paragraphs[-1] += self.last
        body = "".join(f"<p>{text}</p>" for text in paragraphs)
        markup = (
            f"<html><head><meta charset='utf-8'><title>{HEADLINE}</title>{self.head}</head>"
            f"<body><div id='top'><a href='/'>首页</a> <a href='/jy/'>教育</a></div>{self.over}"
            f"<div id='main'><h1>{HEADLINE}</h1>{_lines(above)}<div id='content'>{body}</div>"
            f"{_lines(self.below)}</div><div id='foot'>© 江口</div></body></html>"
        )
        return Page.from_bytes(markup.encode(), url=self.url, fetched=self.fetched)


def report(*above: str, **around: Any) -> Article:  # noqa: ANN401  # as Report has them
    """Return what is read from a report with lines between headline and body.

    ``around`` are the fields of ``Report``.
    """
    return extract(Report(**around).page(*above))


def _lines(lines: tuple[str, ...]) -> str:
    return "".join(f"<div>{line}</div>" for line in lines)
