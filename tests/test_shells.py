"""An article that stands in a script alone is found, however the script holds it."""

from __future__ import annotations

import json
from base64 import b64encode
from html import escape
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest

from crawler import Article, NotAnArticle, Page, extract
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
PLACES = {"title": 3, "content": 4, "publishTime": 5, "source": 6, "author": 7}
FLAT = [{"state": 1, "kind": 2}, PLACES, "article", *ARTICLE.values()]
BLOCKS_AT = [
    part
    for place, text in enumerate(PARAGRAPHS)
    for part in ({"type": 2, "text": 10 + 2 * place}, text)
]

BARE = {name: value for name, value in ARTICLE.items() if name != "content"}
ROWS = f'4:["$","div",null,{{}}]\n5:["$","$L1",null,{dumped({"article": ARTICLE})}]\n'


def base64(text: str) -> str:
    return b64encode(text.encode()).decode()


def attribute(name: str, text: str, tag: str = "div") -> str:
    return f'<{tag} {name}="{escape(text)}"></{tag}>'


def pushed(rows: bytes, length: int) -> str:
    """Rows as a server of React sends them: cut anywhere, into text where that is one."""
    pieces: list[tuple[int, str]] = [(0, "")]
    for at in range(0, len(rows), length):
        piece = rows[at : at + length]
        try:
            pieces.append((1, piece.decode()))
        except UnicodeDecodeError:
            pieces.append((3, b64encode(piece).decode()))
    return "".join(script(f"self.__next_f.push({dumped(piece)})") for piece in pieces)


NAMING = {**ARTICLE, "content": "$7"}
APART = (
    f'2:I[8812,["44"],"default"]\n3:["$","$L5",null,{dumped({"article": NAMING})}]\n'
    f"7:T{len(MARKUP.encode()):x},{MARKUP}" + '8:{"metadata":[]}\n'
).encode()
INSIDE = (
    f'3:["$","p",null,{dumped({"held": {"text": MARKUP}})}]\n'
    f"4:{dumped({**ARTICLE, 'content': '$3:props:held:text'})}\n"
).encode()

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
    "places, some of nothing": script(
        dumped([FLAT[0], PLACES | {"subtitle": -1, "kind": 2}, *FLAT[2:]]),
        "application/json",
    ),
    "places of blocks": script(
        dumped([PLACES | {"content": 8}, *FLAT[1:], [9, 11, 13], *BLOCKS_AT]),
        "application/json",
    ),
    "rendered": script(
        "x="
        + dumped(
            ARTICLE
            | {
                "title": {"rendered": HEADLINE},
                "content": {"rendered": MARKUP},
                "excerpt": {"rendered": PARAGRAPHS[0]},
            }
        )
    ),
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
    "rows that are cut": pushed(ROWS.encode(), 400),
    "a text in a row of its own": pushed(APART, 100_000),
    "a text in a row of its own, cut": pushed(APART, 61),
    "a text in another row's value": pushed(INSIDE, 200),
    "data of an attribute": attribute(
        "data-page", dumped({"component": "News", "props": {"news": ARTICLE}})
    ),
    "a property of an element": attribute(":article", dumped(ARTICLE), "news-detail"),
    "markup of entities of entities": script(
        f"x={dumped({**ARTICLE, 'content': escape(escape(MARKUP))})}"
    ),
    "base64 that is parsed": script(
        f'd=JSON.parse(atob("{base64(json.dumps(ARTICLE))}"))'
    ),
    "base64 with a name": script(
        f'var s="{base64(dumped(ARTICLE))}";d=JSON.parse(escape(atob(s)))'
    ),
    "markup of base64": script(f"x={dumped({**ARTICLE, 'content': base64(MARKUP)})}"),
    "values for an address": script(
        f"x={dumped({**ARTICLE, 'title': quote(HEADLINE), 'content': quote(MARKUP)})}"
    ),
    "a value that is decoded": script(
        f"x={dumped({**ARTICLE, 'content': '@'})}".replace(
            '"@"', f'decodeURIComponent("{quote(MARKUP)}")'
        )
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


def paragraph(text: str, **others: object) -> dict[str, object]:
    return {"type": "paragraph", **others, "text": text}


def of_line(text: str) -> list[dict[str, object]]:
    return [{"type": "text", "text": text[:9]}, {"type": "text", "text": text[9:]}]


BLOCKS: dict[str, dict[str, object]] = {
    "under a name of their own": {"blocks": [*map(paragraph, PARAGRAPHS)]},
    "in a string": {
        "content": dumped({"blocks": [*map(paragraph, PARAGRAPHS)], "entityMap": {}})
    },
    "with data": {
        "content": {"blocks": [{"data": {"text": text}} for text in PARAGRAPHS]}
    },
    "with items": {
        "blocks": [
            paragraph(PARAGRAPHS[0]),
            {"type": "list", "data": {"items": [*PARAGRAPHS[1:]]}},
        ]
    },
    "below a root": {
        "content": {
            "root": {"children": [{"children": of_line(p)} for p in PARAGRAPHS]}
        }
    },
    "of blocks": {"blocks": [{"blocks": [*map(paragraph, PARAGRAPHS)]}]},
    "of markup": {
        "blocks": [
            {"name": "group", "innerHTML": "\n", "innerBlocks": [{"innerHTML": MARKUP}]}
        ]
    },
    "with links": {
        "blocks": [
            paragraph(text.replace("渡口", '<a href="/d">渡口</a>'))
            for text in PARAGRAPHS
        ]
    },
    "with addresses": {
        "contentList": [
            {"type": 0, "content": PARAGRAPHS[0]},
            {"type": 1, "content": "https://img.yunti.example/zhong.jpg"},
            {"type": 2, "content": "//video.yunti.example/zhong.mp4?id=1"},
            *({"type": 0, "content": text} for text in PARAGRAPHS[1:]),
        ]
    },
}


@pytest.mark.parametrize("blocks", BLOCKS.values(), ids=BLOCKS)
def test_a_text_may_be_blocks(blocks: dict[str, object]) -> None:
    article = extract(shell(script(f"x={dumped(BARE | blocks)}")))
    assert article.body == PARAGRAPHS
    assert article.headline == HEADLINE


def test_a_block_that_is_the_address_of_a_picture_is_one() -> None:
    page = shell(script(f"x={dumped(BARE | BLOCKS['with addresses'])}"))
    assert [image.url for image in extract(page).images] == [
        "https://img.yunti.example/zhong.jpg"
    ]


@pytest.mark.parametrize("name", ["releaseDate", "published_time", "newsTime"])
def test_time_has_many_names(name: str) -> None:
    story = {"title": HEADLINE, "content": MARKUP, name: 1709335800000}
    article = extract(shell(script(f"x={dumped(story)}")))
    assert str(article.date_published) == "2024-03-02 07:30:00+08:00"


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


PRINTED = f"<h1>{HEADLINE}</h1><p>2024-03-02 07:30 <span>来源：云梯晚报</span></p>"
TEMPLATE = script(MARKUP, "text/template")

HELD = {
    "a field": f"<textarea>{escape(MARKUP)}</textarea>",
    "an attribute": attribute("data-content", MARKUP),
    "a template": TEMPLATE,
    "a call": script(f"document.write({dumped(MARKUP)})".replace("</", "<\\/")),
    "a value": script(f"show.innerHTML='{MARKUP}';"),
    "data": script(f"x={dumped({'title': HEADLINE, 'content': MARKUP})}"),
}


@pytest.mark.parametrize("held", HELD.values(), ids=HELD)
@pytest.mark.parametrize("tag", ["h1", "div"])
def test_what_is_printed_around_a_text_belongs_to_it(held: str, tag: str) -> None:
    article = extract(shell(held, shown=PRINTED.replace("h1>", f"{tag}>")))
    assert (article.headline, article.body) == (HEADLINE, PARAGRAPHS)
    assert str(article.date_published) == "2024-03-02 07:30:00+08:00"
    assert article.source == "云梯晚报"


def test_the_time_in_the_data_is_believed_before_the_printed_one() -> None:
    shown = PRINTED.replace("03-02", "03-09")
    article = extract(shell(script(f"x={dumped(ARTICLE)}"), shown=shown))
    assert str(article.date_published) == "2024-03-02 07:30:00+08:00"


def test_a_day_below_the_name_of_an_outlet_frames_no_text() -> None:
    shown = "<h1>云梯在线新闻网</h1><p>2024-03-09 星期六</p>"
    held = script(f"x={dumped(ARTICLE)}")
    article = extract(shell(held, title="云梯在线新闻网", shown=shown))
    assert (article.headline, article.body) == (HEADLINE, PARAGRAPHS)
    assert str(article.date_published) == "2024-03-02 07:30:00+08:00"


FLASH = "渡口的大钟昨天清晨六点重新敲响，敲钟的是老栾的孙女，她今年十一岁。"
TERMS = "".join(
    f"<p>本协议第{n}条适用于所有注册用户，请您仔细阅读。</p>" for n in range(9)
)


@pytest.mark.parametrize(
    "held",
    [
        script(f"x={dumped({'agreement': {'title': '用户协议', 'content': TERMS}})}"),
        attribute("data-content", TERMS),
        script(TERMS, "text/template"),
        script(f"document.write({dumped(TERMS)})"),
    ],
    ids=["data", "an attribute", "a template", "a call"],
)
def test_terms_of_use_are_not_the_text_below_a_headline(held: str) -> None:
    title = "渡口的大钟重新敲响"
    shown = f"<h1>{title}</h1><p>2024-03-02 07:30</p><p>{FLASH}</p>"
    article = read_or_none(shell(held, title=title, shown=shown))
    assert article is None or article.body == (FLASH,)


def read_or_none(page: Page) -> Article | None:
    try:
        return extract(page)
    except NotAnArticle:
        return None


OTHERS = [
    {**ARTICLE, "title": f"第{number}座桥", "content": MARKUP.replace("钟", "桥")}
    for number in "一二三"
]
COMMENTS = [{"user": "山里人", "content": "".join(PARAGRAPHS)}]

LIST = [{"title": HEADLINE, "content": "$9"}, *OTHERS]
ERROR = {"error": {"title": "出错了", "digest": "1234567", "content": "文章不存在。"}}

NONE = {
    "a list in rows": (
        pushed(f'3:["$","ul",null,{dumped({"list": OTHERS})}]\n'.encode(), 300),
        "文化频道 - 云梯在线",
    ),
    "rows without the one that is named": (
        pushed(f"3:{dumped({'list': LIST[:1] * 9})}\n".encode(), 300),
        HEADLINE,
    ),
    "an error in rows": (
        pushed((f"3:{dumped(ERROR)}\n" + "4:null\n" * 30).encode(), 300),
        "云梯在线",
    ),
    "articles under a name for texts": (
        script(f"x={dumped({'title': '文化', 'content': OTHERS})}"),
        "文化频道 - 云梯在线",
    ),
    "a list in an attribute": (
        attribute("data-page", dumped({"list": OTHERS})),
        "文化频道 - 云梯在线",
    ),
    "markup of an attribute alone": (attribute("data-content", MARKUP), HEADLINE),
    "a template alone": (TEMPLATE, HEADLINE),
    "a template to be filled in": (
        PRINTED + script("<p>{{ text }}</p>" + MARKUP, "text/template"),
        HEADLINE,
    ),
    "one line that is written": (
        PRINTED + script(f"document.write('<p>{PARAGRAPHS[0]}</p>')"),
        HEADLINE,
    ),
    "a channel with days": (
        "<h1>文化</h1><p>2024-03-02</p>" + attribute("data-content", TERMS),
        "文化频道",
    ),
    "blocks of a menu": (
        script(f"x={dumped({'title': HEADLINE, 'blocks': [{'text': '文化'}] * 40})}"),
        HEADLINE,
    ),
    "a picture in base64": (
        script(f'x={{"title":"{HEADLINE}","content":"{base64("P" * 300)}"}}'),
        HEADLINE,
    ),
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
    "a comment": (
        script(f"x={dumped({'title': HEADLINE, 'comment': COMMENTS[0]})}"),
        HEADLINE,
    ),
    "an excerpt": (
        script(f"x={dumped({'title': HEADLINE, 'excerpt': {'html': MARKUP}})}"),
        HEADLINE,
    ),
    "what is shared": (
        script(f"x={dumped({'share': {'title': HEADLINE, 'content': PARAGRAPHS[0]}})}"),
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


def test_links_in_the_text_are_none_of_the_shell_s_teasers() -> None:
    links = "".join(
        f"<li><a href='/n/{n}.html'>镇里办成的第{n}件事</a></li>" for n in range(9)
    )
    story = {**ARTICLE, "content": f"{ARTICLE['content']}<ul>{links}</ul>"}
    article = extract(shell(script(f"x={dumped({'detail': story})}")))
    assert article.teasers == ()
    assert "teasers" not in article.found_by


CIRCLE = '1:{"title":"$1:title","content":"$1:content"}' + "。" * 200

HOSTILE = {
    "nested": 'content = {"content":' + '{"a":[' * 50_000,
    "openers": "content" + '=["' * 50_000,
    "quotes": "content" + "='" * 99_999,
    "names": "content " + "a" * 300_000,
    "spaces": "content=" + " " * 300_000,
    "escapes": 'content="' + "\\" * 300_001,
    "strings in strings": f"content={dumped(dumped(dumped(dumped(dumped(ARTICLE)))))}",
    "a number": "content={" + '"content":' + "9" * 10_000 + "}",
    "rows": "self.__next_f.push([1," * 9_999,
    "lengths": f"self.__next_f.push([1,{dumped('1:Tffffffff,' * 9_999)}])",
    "names in a circle": f"self.__next_f.push([1,{dumped(CIRCLE)}])",
    "calls": 'content=decodeURIComponent("%' * 9_999,
    "halves of characters": 'x={"title":"\\ud83d","content":"<p>\\ud83d 。</p>"}' * 9,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_script_holds_is_read_or_left(text: str) -> None:
    assert unpacked(shell(script(text)), CHINA) is None


@pytest.mark.parametrize(
    "names",
    [
        ("docTitle", "paragraphs", "docRelTime", "docSource", "docAuthor"),
        ("public_title", "free_content", "first_shared_at", "source", "author"),
    ],
)
def test_names_that_systems_give_the_parts_of_an_article(
    names: tuple[str, ...],
) -> None:
    held = dict(zip(names, ARTICLE.values(), strict=True))
    if names[1] == "paragraphs":
        held["paragraphs"] = [{"text": text} for text in PARAGRAPHS]  # type: ignore[assignment]
    found = extract(
        shell(script(dumped({"data": {"article": held}}), "application/json"))
    )
    assert (found.headline, found.body) == (HEADLINE, PARAGRAPHS)
    assert (found.source, found.authors) == ("云梯晚报", ("栾小舟",))
    assert found.date_published is not None


def test_a_picture_between_blocks_has_its_caption() -> None:
    shown = "重新敲响的渡口大钟，栾小舟摄"
    picture = {"type": "img_url", "img_url": "//yunti.example/1.jpg", "desc": shown}
    texts = [{"type": "cnt_article", "desc": text} for text in PARAGRAPHS]
    data = {**ARTICLE, "content": [texts[0], picture, *texts[1:]]}
    found = extract(shell(script(f"window.DATA = {dumped(data)};")))
    assert found.body == PARAGRAPHS
    assert found.captions == (shown,)
    assert [image.url for image in found.images] == ["https://yunti.example/1.jpg"]


def test_the_title_before_a_text_is_nearer_than_the_one_behind() -> None:
    held = (
        "window.__NUXT__=(function(a,b){return {detail:{id:7,title:a,author:null,source:null,"
        'content:b,prev:{id:6,title:"仓库里的渔网"}}}}'
        f"({dumped(HEADLINE)},{dumped(MARKUP)}))"
    )
    found = extract(shell(script(held), title="新闻详情 - 云梯在线"))
    assert (found.headline, found.body) == (HEADLINE, PARAGRAPHS)
