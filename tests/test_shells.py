"""An article that stands in a script alone is found, however the script holds it."""

from __future__ import annotations

import json
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest

from crawler import NotAnArticle, Page, extract
from crawler.shells import unpacked

URL = "https://www.yunti.example/a/1"
CHINA = ZoneInfo("Asia/Shanghai")

HEADLINE = "渡口的钟又响了"
PARAGRAPHS = (
    "停了十一年的渡口大钟，昨天清晨六点重新敲响。敲钟的是摆渡人老栾的孙女，她说爷爷交代过，第一下要轻。",
    "钟是1958年铸的，重二百一十斤。渡口停航以后，它被收进镇里的仓库，压在一堆旧渔网下面，锈得看不出字。",
    "今年渡口改成了水上巴士的站点，镇里的年轻人想起了这口钟。他们用了三个星期除锈，露出“风平”两个字。",
)
MARKUP = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
ARTICLE = {
    "title": HEADLINE,
    "content": MARKUP,
    "publishTime": "2024-03-02 07:30",
    "source": "云梯晚报",
    "author": "栾小舟",
}


def dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def shell(
    scripts: str, *, title: str = f"{HEADLINE} - 云梯在线", shown: str = ""
) -> Page:
    markup = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head>'
        f'<body><div id="app">{shown}</div>{scripts}</body></html>'
    )
    return Page.from_bytes(markup.encode(), url=URL)


def script(text: str, kind: str = "text/javascript") -> str:
    return f'<script type="{kind}">{text}</script>'


ESCAPED = dumped(ARTICLE).replace("<", "\\u003c").replace(">", "\\u003e")
FLAT = [
    {"state": 1, "kind": 2},
    {"title": 3, "content": 4, "publishTime": 5, "source": 6, "author": 7},
    "article",
    *ARTICLE.values(),
]

BARE = {name: value for name, value in ARTICLE.items() if name != "content"}
ROWS = f'4:["$","div",null,{{}}]\n5:["$","$L1",null,{dumped({"article": ARTICLE})}]\n'

SHAPES = {
    "assigned": script(f"window.__INITIAL_STATE__ = {dumped({'detail': ARTICLE})};"),
    "escaped": script(f"var a=1;window.__DATA__={ESCAPED};boot();"),
    "whole script": script(dumped({"props": {"article": ARTICLE}}), "application/json"),
    "percent-encoded": script(quote(dumped({"article": ARTICLE})), "application/json"),
    "with entities": script(
        dumped({"article": ARTICLE}).replace('"', "&quot;"), "application/json"
    ),
    "string in a string": script(f"window.d = {dumped(dumped(dumped(ARTICLE)))};"),
    "parsed": script(f"window.d = JSON.parse({dumped(dumped(ARTICLE))})"),
    "parsed, in single quotes": script(f"d = JSON.parse('{dumped(ARTICLE)}')"),
    "names without quotes": script(
        "var d = {"
        + ",".join(f"{name}: {dumped(value)}" for name, value in ARTICLE.items())
        + "};"
    ),
    "variables": script(
        "".join(f"var {name} = {dumped(value)};\n" for name, value in ARTICLE.items())
    ),
    "a call": script(f"render({dumped(ARTICLE)}, document.body)"),
    "places in a list": script(dumped(FLAT), "application/json"),
    "list of paragraphs": script(
        f"x={dumped({**ARTICLE, 'content': list(PARAGRAPHS)})}"
    ),
    "list of blocks": script(
        f"x={dumped({**ARTICLE, 'content': [{'type': 'p', 'text': p} for p in PARAGRAPHS]})}"
    ),
    "list of blocks of its own name": script(
        f"x={dumped({**BARE, 'contentList': [{'type': 'text', 'value': p} for p in PARAGRAPHS]})}"
    ),
    "rows of a server": script(f"self.__next_f.push([1,{dumped(ROWS)}])"),
    "string for an address": script(f'window.d = "{quote(dumped(ARTICLE))}";'),
    "plain text": script(
        f"x={dumped({**ARTICLE, 'content': chr(10).join(PARAGRAPHS)})}"
    ),
    "markup of entities": script(
        f"x={dumped({**ARTICLE, 'content': MARKUP.replace('<', '&lt;').replace('>', '&gt;')})}"
    ),
    "behind other data": script('var tabs = {"a": [1, 2], b: 3}, re = /[{"]/;')
    + script(f"x={dumped({'list': [{'title': '首页', 'url': '/'}], 'news': ARTICLE})}"),
}


@pytest.mark.parametrize("scripts", SHAPES.values(), ids=SHAPES)
def test_article_is_read_from_a_script(scripts: str) -> None:
    article = extract(shell(scripts))
    assert article.headline == HEADLINE
    assert article.body == PARAGRAPHS
    assert str(article.date_published) == "2024-03-02 07:30:00+08:00"
    assert (article.source, article.authors) == ("云梯晚报", ("栾小舟",))
    assert article.found_by["body"] == "script"


@pytest.mark.parametrize(
    "moment", [1709335800, 1709335800000, "1709335800", "2024-03-02T07:30:00+08:00"]
)
def test_time_may_be_a_number(moment: object) -> None:
    article = extract(shell(script(f"x={dumped({**ARTICLE, 'publishTime': moment})}")))
    assert str(article.date_published) == "2024-03-02 07:30:00+08:00"


def test_a_title_that_names_the_outlet_alone_is_replaced() -> None:
    page = shell(script(f"x={dumped(ARTICLE)}"), title="新闻详情")
    assert extract(page).headline == HEADLINE


def test_an_article_that_is_shown_is_read_from_the_markup() -> None:
    shown = f"<h1>{HEADLINE}</h1><div>2024-03-02 07:30</div><div>{MARKUP}</div>"
    shorter = {**ARTICLE, "content": f"<p>{PARAGRAPHS[0]}</p>"}
    article = extract(shell(script(f"x={dumped(shorter)}"), shown=shown))
    assert article.body == PARAGRAPHS
    assert article.found_by["body"] != "script"


def test_a_lead_that_is_shown_is_completed_from_the_script() -> None:
    shown = f"<h1>{HEADLINE}</h1><p>2024-03-02 07:30</p><p>{PARAGRAPHS[0][:24]}</p>"
    article = extract(shell(script(f"x={dumped(ARTICLE)}"), shown=shown))
    assert article.body == PARAGRAPHS


def test_a_flash_that_the_title_names() -> None:
    text = "渡口的大钟昨天清晨六点重新敲响，敲钟的是老栾的孙女。"
    story = {**ARTICLE, "content": f"<p>{text}</p>", "other": "x" * 120}
    article = extract(shell(script(f"window.__INITIAL_STATE__={dumped(story)}")))
    assert article.body == (text,)


def test_a_text_that_a_field_keeps_for_a_script() -> None:
    shown = (
        f"<h1>{HEADLINE}</h1><div>2024-03-02 07:30</div><textarea>{MARKUP}</textarea>"
    )
    article = extract(shell("", shown=shown))
    assert article.body == PARAGRAPHS
    assert article.headline == HEADLINE


OTHERS = [
    {**ARTICLE, "title": f"第{number}座桥", "content": MARKUP.replace("钟", "桥")}
    for number in "一二三"
]
COMMENTS = [{"user": "山里人", "content": "".join(PARAGRAPHS)}]

NONE = {
    "several articles": (
        script(f"x={dumped({'list': OTHERS})}"),
        "文化频道 - 云梯在线",
    ),
    "comments": (
        script(f"x={dumped({'title': HEADLINE, 'comments': COMMENTS})}"),
        HEADLINE,
    ),
    "teasers": (
        script(f"x={dumped([{'title': HEADLINE, 'abstract': PARAGRAPHS[0]}])}"),
        HEADLINE,
    ),
    "a caption": (
        script(f"x={dumped({**ARTICLE, 'content': '<p>渡口的钟。</p>'})}"),
        HEADLINE,
    ),
    "no sentence": (
        script(f"x={dumped({**ARTICLE, 'content': '云梯 文化 ' * 60})}"),
        HEADLINE,
    ),
    "data cut short": (script(f"x={dumped(ARTICLE)[:-60]}"), HEADLINE),
    "a program": (script("x = function () { return 'content' + 1; };" * 9), HEADLINE),
}


@pytest.mark.parametrize(("scripts", "title"), NONE.values(), ids=NONE)
def test_what_is_no_article_stays_none(scripts: str, title: str) -> None:
    page = shell(scripts, title=title)
    assert unpacked(page, CHINA) is None
    with pytest.raises(NotAnArticle):
        extract(page)


def test_of_several_articles_the_one_that_the_title_names_is_read() -> None:
    scripts = script(f"x={dumped({'list': [*OTHERS, ARTICLE]})}")
    assert extract(shell(scripts)).body == PARAGRAPHS


HOSTILE = {
    "nested": 'content = {"content":' + '{"a":[' * 50_000,
    "openers": "content" + '=["' * 50_000,
    "quotes": "content" + "='" * 99_999,
    "names": "content " + "a" * 300_000,
    "spaces": "content=" + " " * 300_000,
    "escapes": 'content="' + "\\" * 300_001,
    "strings in strings": f"content={dumped(dumped(dumped(dumped(dumped(ARTICLE)))))}",
    "a number": "content={" + '"content":' + "9" * 10_000 + "}",
    "halves of characters": 'x={"title":"\\ud83d","content":"<p>\\ud83d 。</p>"}' * 9,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_script_holds_is_read_or_left(text: str) -> None:
    assert unpacked(shell(script(text)), CHINA) is None
