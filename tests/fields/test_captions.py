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


def told(picture: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return captions and body of a report with ``picture`` behind a paragraph of it."""
    text = f"{SENTENCE * 2}</p><p>{SENTENCE * 2}</p>{picture}<p>{SENTENCE * 2}</p><p>"
    article = report("2024-11-01 15:30", first=text)
    return article.captions, article.body


@pytest.mark.parametrize(
    "style",
    [
        "<font color='navy'>{}</font>",
        "<span style='color:#000080'>{}</span>",
        "<span style='font-size: 12px; color: #888'>{}</span>",
        "<em>{}</em>",
    ],
)
def test_a_line_in_a_style_of_its_own_under_a_picture(style: str) -> None:
    line = "收割机在河口镇的田间作业，远处是刚通车的大桥。"
    picture = f"<p align='center'><img src='/1.jpg'></p><p>　　{style.format(line)}</p>"
    captions, body = told(picture)
    assert captions == (line,)
    assert line not in body


def test_a_line_in_the_style_of_the_text_is_of_the_text() -> None:
    line, style = (
        "收割机在河口镇的田间作业，这样的机器全镇有八台。",
        "<span style='color:#333'>{}</span>",
    )
    others = "".join(f"<p>{style.format(f'第{n}天，{SENTENCE}')}</p>" for n in range(9))
    picture = f"<p><img src='/1.jpg'></p><p>{style.format(line)}</p>{others}"
    captions, body = told(picture)
    assert captions == ()
    assert line in body


def test_two_numbered_captions_under_one_picture() -> None:
    first, second = "图①：官兵巡逻途中。", "图②：战士清理哨位积雪。"
    captions, _ = told(f"<p><img src='/1.jpg'></p><p>{first}</p><p>{second}</p>")
    assert captions == (first, second)


@pytest.mark.parametrize("line", ["END", "海量资讯、精准解读，尽在江口财经APP"])
def test_an_end_or_a_prompt_under_a_picture_is_no_caption(line: str) -> None:
    centered = "<p style='text-align:center'>{}</p>"
    picture = centered.format("<img src='/1.jpg'>") + centered.format(line)
    assert told(picture)[0] == ()


def test_a_marked_line_under_a_video() -> None:
    line = "▲決勝局精華。（影／翻攝自網路）"
    captions, body = told(f"<p><iframe src='/v/1'></iframe></p><p>{line}</p>")
    assert captions == (line,)
    assert line not in body
    subhead = "▲網前小球成致勝關鍵"
    assert subhead in told(f"<p><strong>{subhead}</strong></p>")[1]


@pytest.mark.parametrize(
    "line",
    [
        "▼河口的早晨。摄影/张三",
        "▲走羊途中必经的峡口，每年第一场雪前要过完。图/江口图库",
    ],
)
def test_a_marked_line_with_whose_picture_it_is(line: str) -> None:
    text = f"{SENTENCE * 2}</p><p>{line}</p><p><img src='/1.jpg'></p><p>"
    article = report("2024-11-01 15:30", first=text)
    assert article.captions == (line,)
    assert line not in article.body


def test_whose_picture_it_is_under_a_picture() -> None:
    captions, _ = told("<div><img src='/1.jpg'><p>图片来源：江口图库</p></div>")
    assert captions == ("图片来源：江口图库",)


@pytest.mark.parametrize("count", ["1/4", "图像来源，江口图库"])
def test_what_a_frame_holds_beside_its_caption(count: str) -> None:
    frame = f"<figure><img src='/1.jpg'><figcaption>{CAPTION}</figcaption><i>{count}</i></figure>"
    captions, _ = told(frame.replace("<i>", "<div>").replace("</i>", "</div>"))
    assert captions == (CAPTION,)


def test_a_name_beside_a_writers_face_is_no_caption() -> None:
    box = "<div class='author-box'><img src='/1.jpg'><h4>老茶壶</h4><p>逢周六写书评。</p></div>"
    assert report("2024-11-01 15:30", below=(box,)).captions == ()


def test_what_a_triangle_marks_without_a_credit_stays() -> None:
    line = "▲李四表示，对方的企图：夺取江口港"
    text = f"{SENTENCE * 2}</p><p>{line}</p><p>{SENTENCE * 2}</p><p>"
    article = report("2024-11-01 15:30", first=text)
    assert article.captions == ()
    assert line in article.body
