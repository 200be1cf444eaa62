"""A page's tree has its text in the body, wherever the parser left it."""

from __future__ import annotations

import pytest

from crawler import Page, extract

SENTENCE = "清晨六点，校车从镇口出发，孩子们都在车上，司机说这条路他开了十一年。"
BODY = f"<h1>河口小学的早班车</h1><div>2024-11-01</div>{f'<p>{SENTENCE * 2}</p>' * 4}"


@pytest.mark.parametrize(
    "markup",
    [
        f"<main>{BODY}</main>",
        f"<header><a href=/>首页</a></header><article>{BODY}</article>",
        f"<link rel=icon href=/i.png><section>{BODY}</section><script>1</script>",
        f"<main>{BODY}</main><p>江口</p>",
    ],
)
def test_a_head_that_is_not_ended(markup: str) -> None:
    whole = (
        f"<!DOCTYPE html><meta charset=utf-8><title>河口小学的早班车</title>{markup}"
    )
    page = Page.from_bytes(whole.encode(), url="http://www.jia.example/1.html")
    article = extract(page)
    assert article.headline == "河口小学的早班车"
    assert article.body == (SENTENCE * 2,) * 4
    assert page.root.xpath("string(head/title)").get() == "河口小学的早班车"


@pytest.mark.parametrize(
    ("markup", "paragraphs"),
    [
        ("<p><font>一<p><font>二<p><font>三", ["一", "二", "三"]),
        ("<p><span><b>一<p>二</p>三</b></span></p>四", ["一", "二"]),
        ("<p><font>一<p>二</p></font>三</p>", ["一二三", "二"]),  # 三 comes behind 二
    ],
)
def test_paragraphs_in_tags_that_are_not_closed(
    markup: str, paragraphs: list[str]
) -> None:
    whole = f"<meta charset='utf-8'><div>{markup}</div>".encode()
    root = Page.from_bytes(whole, url="http://www.jia.example/1.html").root.root
    assert ["".join(each.itertext()) for each in root.iter("p")] == paragraphs
    text = "".join(root.itertext())
    assert text == "一二三四"[: len(text)]  # in the page's order
