"""What belongs to a body though the trees hardly believe it."""

from __future__ import annotations

from collections.abc import Callable

from crawler import Page
from crawler.blocks import Outline
from crawler.captions import Captions
from crawler.completion import completed
from crawler.likely import Likely
from crawler.measures import measure
from crawler.outline import outline, uncovered
from crawler.seeds import seeds

SURE = "全县三条公交线路昨天都已经开通，老人和孩子坐车不用花钱。"


def body_of(
    markup: str,
    chances: dict[str, float],
    reads: Callable[[Page], Outline] = outline,
) -> list[str]:
    """Return the texts that are body, given how likely each is; what is not told is sure."""
    page = Page.from_bytes(
        f"<meta charset='utf-8'><h1>河口通车</h1><div>{markup}</div>".encode(),
        url="http://www.jia.example/1.html",
    )
    parts = reads(page)
    measures = measure(parts, ["河口通车"])
    likely = [chances.get(block.text, 0.9) for block in parts.blocks]
    likely[0] = 0.0  # the headline
    held = Likely(parts, measures, likely, Captions(parts, measures))
    found = completed(held, seeds(held))
    return [block.text for block in parts.blocks if block.index in found]


def test_a_question_between_answers_of_a_list() -> None:
    asked = "多久能办好？"
    markup = f"<dl><dd>{SURE}</dd><dt>{asked}</dt><dd>{SURE}</dd></dl>"
    assert body_of(markup, {asked: 0.1}) == [SURE, asked, SURE]


def test_sentences_beside_a_list() -> None:
    opening, end = (
        "镇里昨天把一年的账摆了出来，三件事件件有着落。",
        "下一步怎么走，镇里说年底前会再向大家报一次账。",
    )
    markup = f"<p>{opening}</p><ul><li>{SURE}</li><li>{SURE}</li></ul><p>{end}</p>"
    told = {opening: 0.3, end: 0.3}
    assert body_of(markup, told) == [opening, SURE, SURE, end]
    apart = markup.replace("<ul>", "<section><ul>").replace("</ul>", "</ul></section>")
    assert body_of(apart, {opening: 0.05, end: 0.3}) == [SURE, SURE]


def test_a_table_behind_the_text_and_one_of_links() -> None:
    rows = "<tr><td>茭白</td><td>2.0元</td></tr><tr><td>莲藕</td><td>2.7元</td></tr>"
    markup = f"<p>{SURE}</p><p>{SURE}</p><table>{rows}</table>"
    none = dict.fromkeys(("茭白", "2.0元", "莲藕", "2.7元"), 0.0)
    assert body_of(markup, none) == [SURE, SURE, *none]
    linked = markup.replace("茭白", "<a href='/1'>茭白</a>")
    assert body_of(linked, none) == [SURE, SURE]


def test_lines_behind_the_text() -> None:
    lines = ("江口：多云，0～7℃", "大圩：小雨，1～8℃", "石桥：阴，2～9℃")
    text = f"<p>{SURE}</p><p>{SURE}</p>"
    three = "".join(f"<p>{line}</p>" for line in lines)
    none = dict.fromkeys(lines, 0.0)
    assert body_of(text + three, none) == [SURE, SURE, *lines]
    assert body_of(f"{text}<p>{lines[0]}</p>", none) == [SURE, SURE]
    assert body_of(f"{text}<div>{three}</div>", none) == [SURE, SURE]


def test_who_answers_what_was_asked() -> None:
    markup = f"<p>{SURE}</p><p>官方回复：</p><p>{SURE}</p>"
    assert body_of(markup, {"官方回复：": 0.3}) == [SURE, "官方回复：", SURE]
    button = markup.replace("官方回复：", "回复 分享")
    assert body_of(button, {"回复 分享": 0.3}) == [SURE, SURE]


def test_paragraphs_each_in_an_element_of_its_own() -> None:
    texts = [f"第{n}站。{SURE}" for n in range(4)]
    wrapped = "".join(f"<div><p>{text}</p></div>" for text in texts)
    markup = wrapped.replace("<div><p>第2", "<aside>热读</aside><div><p>第2")
    told = {texts[1]: 0.2, texts[2]: 0.05, texts[3]: 0.2, "热读": 0.0}
    assert body_of(markup, told) == texts
    beside = markup.replace("</p></div>", "</p><p>分享</p></div>")
    assert body_of(beside, told | {"分享": 0.0}) == texts[:1]


def test_a_lead_in_a_box_of_its_own() -> None:
    lead = "三条线路昨天一起开通，从镇口到县城只要四十分钟。"
    picture = "<figure><img src='/1.jpg'><figcaption>镇口的车站</figcaption></figure>"
    markup = f"<section><p>{lead}</p></section>{picture}<div><p>{SURE}</p><p>{SURE}</p></div>"
    told = {lead: 0.1, "镇口的车站": 0.0}
    assert body_of(markup, told) == [lead, SURE, SURE]
    again = markup.replace(f"<div><p>{SURE}", f"<div><p>{lead}{SURE}")
    assert body_of(again, told) == [lead + SURE, SURE]
    for label in ("摘要", "AI摘要", "智能总结"):
        labelled = markup.replace("<section>", f"<section><b>{label}</b>")
        assert body_of(labelled, told | {label: 0.0}) == [SURE, SURE]
    english = "Three lines opened on Monday, and it takes forty minutes from here."
    assert body_of(markup.replace(lead, english), told | {english: 0.1}) == [SURE, SURE]


def test_a_list_behind_the_text() -> None:
    prices = ("12GB+256GB：6999 元", "16GB+512GB：7999 元")
    items = "".join(f"<li><p>{price}</p></li>" for price in prices)
    text, none = f"<p>{SURE}</p><p>{SURE}</p>", dict.fromkeys(prices, 0.0)
    assert body_of(f"{text}<ul>{items}</ul>", none) == [SURE, SURE, *prices]
    apart = f"<section>{text}</section><ul>{items}</ul>"
    assert body_of(apart, none) == [SURE, SURE]
    links = items.replace("<p>", "<p><a href='/1'>").replace("</p>", "</a></p>")
    assert body_of(f"{text}<ul>{links}</ul>", none) == [SURE, SURE]


def test_a_last_sentence_of_a_class_of_its_own_and_a_dateline() -> None:
    last, line = "教务处和图书馆的负责人参加了活动。", "本报江口11月1日电"
    text = f"<p>{SURE}</p><p>{SURE}</p><p class='end'>{last}</p>"
    assert body_of(text, {last: 0.0}) == [SURE, SURE, last]
    signed = f"{text}<p>{line}</p>"
    assert body_of(signed, {last: 0.0, line: 0.0}) == [SURE, SURE, last, line]


def test_subheads_of_a_text_that_a_script_uncovers() -> None:
    text = (
        f"<p>{SURE}</p><section><p><strong>警方提醒</strong></p></section><p>{SURE}</p>"
    )
    cover = f"<div style='visibility:hidden'>{text}</div>"
    told = {"警方提醒": 0.0}
    assert body_of(cover, told, uncovered) == [SURE, "警方提醒", SURE]


def test_a_line_that_its_class_calls_a_subhead() -> None:
    text = f"<p>{SURE}</p><section><div class='{{}}'>半年后交评估</div></section><p>{SURE * 2}</p>"
    told = {"半年后交评估": 0.1}
    assert body_of(text.format("subTitle"), told) == [SURE, "半年后交评估", SURE * 2]
    assert body_of(text.format("tip"), told) == [SURE, SURE * 2]


def test_the_last_item_of_a_list_inside_the_text() -> None:
    items = ("订单按年增长四成", "出口以散热零组件为主", "职缺逾八百个")
    listed = "".join(f"<li>{item}</li>" for item in items)
    text = f"<p>{SURE}</p><ul>{listed}</ul><p>{SURE * 2}</p>"
    assert body_of(text, dict.fromkeys(items, 0.0)) == [SURE, *items, SURE * 2]


def test_when_something_takes_place() -> None:
    line = "活动时间：11月20日至25日"
    text = f"<p>{SURE}</p><p>{line}</p><p>地点：镇口的车站</p><p>{SURE}</p>"
    told = {line: 0.2, "地点：镇口的车站": 0.2}
    assert body_of(text, told) == [SURE, line, "地点：镇口的车站", SURE]
    dated = text.replace(line, "时间：2024-11-20 15:30")
    assert "时间：2024-11-20 15:30" not in body_of(
        dated, {"时间：2024-11-20 15:30": 0.2}
    )


def test_a_text_goes_on_behind_what_advertises() -> None:
    asks, over, end = (
        "立即加入《江口》频道，紧贴最新消息",
        "四天天气：",
        "卫生部门提醒，在户外做工的人每小时要饮水一次。",
    )
    days = [f"周{day}：27至32度" for day in "六日一二"]
    items = "".join(f"<li>{day}</li>" for day in days)
    none = dict.fromkeys((asks, over, end, *days), 0.02)
    text = f"<p>{SURE}</p><p>{SURE}</p>"
    markup = f"{text}<p>{asks}</p><p>{over}</p><ul>{items}</ul><p>{end}</p>"
    assert body_of(markup, none) == [SURE, SURE, over, *days, end]
    linked = markup.replace(over, f"<a href='/1.html'>{over}</a>")
    assert body_of(linked, none) == [SURE, SURE]


def test_a_curriculum_vitae_behind_the_text() -> None:
    lines = (
        "1979.09—1983.08 江口师范学校读书",
        "1983.08—1992.11 江口一中教师",
        "2006.02— 江口市图书馆馆长",
    )
    items = "".join(f"<p>{line}</p>" for line in lines)
    none = dict.fromkeys(lines, 0.05)
    assert body_of(f"<p>{SURE}</p><p>{SURE}</p>{items}", none) == [SURE, SURE, *lines]


def test_a_dateline_in_brackets_ends_the_text() -> None:
    end = "（江口12月11日电）"
    markup = f"<p>{SURE}</p><p>{SURE}</p><p>{end}</p>"
    assert body_of(markup, {end: 0.0}) == [SURE, SURE, end]


def test_a_lead_that_its_class_names() -> None:
    lead = "三条线路昨天一起开通，从镇口到县城只要四十分钟。"
    over = f"<header><p class='head__lead'>{lead}</p></header>"
    markup = f"{over}<section><p>{SURE}</p><p>{SURE}</p></section>"
    assert body_of(markup, {lead: 0.0}) == [lead, SURE, SURE]
    assert body_of(markup.replace("lead", "note"), {lead: 0.0}) == [SURE, SURE]


def test_the_days_of_a_diary() -> None:
    days = ("4月24日 阴", "4月25日 星期四 小雨")
    markup = "".join(f"<p>{day}</p><p>{SURE}</p>" for day in days)
    assert body_of(markup, dict.fromkeys(days, 0.3)) == [
        text for day in days for text in (day, SURE)
    ]
    bare = markup.replace(" 阴", "").replace(" 小雨", "")
    assert body_of(bare, {"4月24日": 0.3, "4月25日 星期四": 0.3}) == [SURE, SURE]


def test_subheads_that_a_class_names() -> None:
    subheads = ("夜班的账", "冬天在哪里")
    markup = "".join(
        f"<p class='text-big-title'>{title}</p><p>{SURE}</p>" for title in subheads
    )
    text = f"<p>{SURE}</p>{markup}"
    none = dict.fromkeys(subheads, 0.0)
    assert body_of(text, none) == [SURE, "夜班的账", SURE, "冬天在哪里", SURE]
    assert body_of(text.replace("text-big-title", "tips"), none) == [SURE, SURE, SURE]


def test_the_words_of_a_column_over_its_text() -> None:
    label = "开栏的话"
    opening = "从今天起，本报每天记下镇上的一件小事，请你也来说一说。"
    markup = f"<p>{label}</p><p>{opening}</p><p>{SURE}</p><p>{SURE}</p>"
    assert body_of(markup, {label: 0.0}) == [label, opening, SURE, SURE]


def test_numbers_beside_lines_of_code() -> None:
    numbers = "".join(f"<li>{n}</li>" for n in range(1, 6))
    markup = f"<p>{SURE}</p><ul class='pre-numbering'>{numbers}</ul><p>{SURE}</p>"
    none = {str(n): 0.02 for n in range(1, 6)}
    assert body_of(markup, none) == [SURE, SURE]


def test_numbers_that_were_drawn() -> None:
    items = "".join(f"<li>{n}</li>" for n in ("03", "12", "25"))
    markup = f"<p>{SURE}</p><p>开奖号码如下：</p><ul>{items}</ul><p>{SURE}</p>"
    none = dict.fromkeys(("03", "12", "25"), 0.1)
    assert body_of(markup, none | {"开奖号码如下：": 0.6}) == [
        SURE,
        "开奖号码如下：",
        *none,
        SURE,
    ]


def test_footnotes_behind_the_text() -> None:
    notes = "".join(
        f"<li><p>{n}</p><p>说这句话的人{n}年前来过。</p></li>" for n in (1, 2)
    )
    none = dict.fromkeys(
        ("1", "2", "说这句话的人1年前来过。", "说这句话的人2年前来过。"), 0.0
    )
    assert body_of(f"<p>{SURE}</p><p>{SURE}</p><ol>{notes}</ol>", none) == [SURE, SURE]


def test_a_table_between_divisions() -> None:
    rows = "<tr><td>建设路</td><td>约1200户</td></tr><tr><td>文昌巷</td><td>约310户</td></tr>"
    markup = f"<div>{SURE}</div><table>{rows}</table><div>{SURE}</div>"
    none = dict.fromkeys(("建设路", "约1200户", "文昌巷", "约310户"), 0.0)
    assert body_of(markup, none) == [SURE, *none, SURE]


def test_text_under_the_headline_before_what_is_over_it() -> None:
    note = "您的浏览器似乎不支持繁体中文，是否要前往英文网站，看别的新闻？"
    page = Page.from_bytes(
        f"<meta charset='utf-8'><p>{note}</p><h1>河口通车</h1><p>{SURE}</p>".encode(),
        url="http://www.jia.example/1.html",
    )
    parts = outline(page)
    measures = measure(parts, ["河口通车"])
    for chance, expected in ((0.4, {2}), (0.2, {0})):
        held = Likely(parts, measures, [0.55, 0.0, chance], Captions(parts, measures))
        assert seeds(held) == expected
