"""A caption stands under its picture; what is set over the picture is none."""

from __future__ import annotations

import pytest

from tests.fields.pages import SENTENCE, report

CAPTION = "司机每天五点到站。"


@pytest.mark.parametrize("badge", ["", "+3", "1/5", "▶", "02:31"])
@pytest.mark.parametrize(
    "frame",
    [
        "<div><div><img src='/1.jpg'><span>{}</span></div><div><span>{}</span></div></div>",
        "<div><img src='/1.jpg'><i>{}</i><p>{}</p></div>",
    ],
)
def test_a_caption_behind_a_badge(frame: str, badge: str) -> None:
    picture = frame.format(badge, CAPTION)
    article = report("2024-11-01 15:30", first=f"{SENTENCE}</p>{picture}<p>")
    assert article.captions == (CAPTION,)
