"""What stands among paragraphs and is none of the text, and what belongs to it."""

from __future__ import annotations

import pytest

from crawler.notices import solicits
from tests.fields.pages import HEADLINE, SENTENCE
from tests.test_body import DATE, PARAGRAPH, article, article_of, body_of

TEXT = f"<p>{PARAGRAPH}</p>" * 3
BODY = (PARAGRAPH,) * 3


@pytest.mark.parametrize(
    "box",
    [
        f"<div class='u-summary'><div>阅读提示</div><p>{SENTENCE}</p></div>",
        f"<div class='ai-box'><b>AI速览</b>{SENTENCE}</div>",
        f"<div class='dd'><h4>本文导读</h4><p>{SENTENCE}</p></div>",
    ],
)
def test_a_box_whose_label_says_that_it_sums_up(box: str) -> None:
    head = f"<h1>{HEADLINE}</h1><div class='info'>{DATE}</div>"
    assert body_of(f"{head}{box}<div class='txt'>{TEXT}</div>") == BODY


def report(number: int, heading: str) -> str:
    return (
        f"<div class='one'>{heading}<p class='tag'><span>江口快讯</span>"
        f"<span>2024-11-0{number} 10:01</span></p><div class='box'>{TEXT}</div></div>"
    )


def test_reports_below_under_a_byline_marked_up_as_the_first() -> None:
    others = "".join(
        report(
            number, f"<h2><a href='/{number}.html'>渡口第{number}件事有了结果</a></h2>"
        )
        for number in (2, 3)
    )
    own = report(1, f"<h1>{HEADLINE}</h1>")
    assert body_of(f"{own}<div class='next'>{others}</div>") == BODY


def test_subheads_over_days_are_no_other_reports() -> None:
    parts = "".join(
        f"<h2>第{number}天</h2><p>2024-11-0{number} 的渡口。{PARAGRAPH}</p>"
        for number in (2, 3)
    )
    assert len(body_of(article(f"{TEXT}{parts}"))) == 7


def test_days_in_a_bare_report_are_no_bylines() -> None:
    parts = "".join(
        f"<h2>第{number}天</h2><p>11月{number}日，船到了渡口。</p><p>{PARAGRAPH}</p>"
        for number in (2, 3)
    )
    bare = f"<h1>{HEADLINE}</h1><p>2024年11月1日 江口日报</p>{TEXT}{parts}"
    assert body_of(bare)[-1] == PARAGRAPH
    assert "11月3日，船到了渡口。" in body_of(bare)


def test_flashes_under_links_that_begin_with_a_time() -> None:
    flash = (
        "江口财讯11月1日电，渡口公司公告，控股股东拟增持公司股份，金额不低于5000万元。"
    )
    others = "".join(
        f"<div class='kx'><i>{n:02}:10</i><a href='/{n}.html'>镇里办成的第{n}件事</a><p>镇里"
        f"办成的第{n}件事。据记者了解，相关方案已于近日印发，涉及范围较广，细则将另行公布。</p></div>"
        for n in range(8, 20)
    )
    head = f"<div class='title'>{HEADLINE}</div><div class='info'>{DATE}</div>"
    own = f"<div class='detail'>{head}<div class='text'><p>{flash}</p></div></div>"
    page = f"<div>{own}<div class='kx-list'><h3>更多快讯</h3>{others}</div></div>"
    assert body_of(page) == (flash,)


def test_readers_chat_is_no_body() -> None:
    said = "".join(
        f"<div class='msg'><b>船客{n}</b>我是当地人，第{n}天基本属实，有几个细节不一样。</div>"
        for n in range(12)
    )
    page = f"{article(TEXT)}<section class='chat'><h3>互动区</h3>{said}</section>"
    assert body_of(page) == BODY


def test_when_a_post_was_edited_last_is_no_text() -> None:
    edited = "<p>本帖最后由 版主_小河 于 2011-8-5 21:50 编辑</p>"
    assert body_of(article(edited + TEXT)) == BODY


@pytest.mark.parametrize("hint", ["pull-quote", "c-quote", "b-pullquote"])
def test_a_sentence_that_is_pulled_out_of_the_text(hint: str) -> None:
    pulled = f"<blockquote class='{hint}'><p>“{SENTENCE}”</p></blockquote>"
    others = "".join(f"<p>第{n}天，{PARAGRAPH}</p>" for n in range(3))
    found = body_of(article(f"{others}{pulled}<p>最后，{PARAGRAPH}</p>"))
    assert found == (*(f"第{n}天，{PARAGRAPH}" for n in range(3)), f"最后，{PARAGRAPH}")


def test_a_quotation_that_is_not_in_the_text_stays() -> None:
    quoted = "<blockquote class='quote'><p>“船一停，心里就空了。”老船工没往下讲。</p></blockquote>"
    assert len(body_of(article(f"{TEXT}{quoted}<p>{PARAGRAPH}</p>"))) == 5


def test_a_post_of_others_in_a_frame() -> None:
    post = (
        "<blockquote class='twitter-tweet'><p>We are aware of the fault and crews are "
        "on site. Please do not call unless it is urgent.</p>— Grid (@grid)</blockquote>"
    )
    assert body_of(article(f"{TEXT}{post}<p>{PARAGRAPH}</p>")) == (PARAGRAPH,) * 4


@pytest.mark.parametrize(
    "text",
    [
        "Ledger is a reader-supported publication. To receive new posts, subscribe.",
        "If you enjoyed this post, consider becoming a member.",
        "We use your sign-up to provide content in ways you have consented to.",
        "Sign up to our weekly River Notes newsletter.",
    ],
)
def test_what_asks_to_subscribe(text: str) -> None:
    assert solicits(text)


@pytest.mark.parametrize(
    "text",
    [
        "If you enjoyed this summer, the ferry has bad news.",
        "The town publishes a newsletter that nobody reads.",
        "Residents can sign up to speak at the meeting on Monday.",
    ],
)
def test_what_speaks_of_subscribing(text: str) -> None:
    assert not solicits(text)


def test_a_note_on_the_writer_below_the_text() -> None:
    note = f"<div class='author-bio'><p>{PARAGRAPH}他写了二十年渡口。</p></div>"
    assert body_of(article(TEXT + note)) == BODY


def test_a_text_that_stands_in_such_a_place_as_a_whole_stays() -> None:
    head = f"<h1>{HEADLINE}</h1><div class='info'>{DATE}</div>"
    assert body_of(f"{head}<div class='author-box'>{TEXT}</div>") == BODY


def test_a_heading_over_a_list_that_is_body() -> None:
    listed = (
        "<ol><li>看老照片，记下拐角的位置；</li><li>挑阴天去，旧漆会浮起来；</li></ol>"
    )
    found = body_of(article(f"{TEXT}<h2>怎么找</h2>{listed}<p>{PARAGRAPH}</p>"))
    assert "怎么找" in found


def test_the_agencies_behind_a_signature_go_with_it() -> None:
    found = article_of(article(f"{TEXT}<p>张三/李四（德江社、江口之声）</p>"))
    assert found.body == BODY
    assert found.authors == ("张三", "李四")


def test_a_caption_right_over_the_headline() -> None:
    figure = "<figure><img src='/1.jpg'><figcaption>渡口清晨的第一班船。</figcaption></figure>"
    assert article_of(figure + article(TEXT)).captions == ("渡口清晨的第一班船。",)


def test_what_is_said_over_a_guest_is_no_caption() -> None:
    guest = "<div class='guest'><img src='/1.jpg'><h4>嘉宾简介</h4><p>张三，渡口的船工。</p></div>"
    head = f"<h1>{HEADLINE}</h1><div class='info'>{DATE}</div>{guest}"
    assert article_of(f"{head}<div class='txt'>{TEXT}</div>").captions == ()


def test_all_entries_of_a_live_report() -> None:
    hours = ("22:15", "20:40", "17:05", "14:30")
    entries = "".join(
        f"<div class='e'><h3>{hour} 渡口第{n}次通报</h3><p>第{n}次通报说，船只全部停航，旅客可以"
        "免费改签，恢复的时间要看风浪。</p></div>"
        for n, hour in enumerate(hours)
    )
    title = "直播｜台风登陆河口 多地转移群众"
    head = f"<h1>{title}</h1><div class='info'>{DATE}</div>"
    found = body_of(f"{head}<div class='live'>{entries}</div>", title)
    assert [text for text in found if "通报说" not in text] == [
        f"{hour} 渡口第{n}次通报" for n, hour in enumerate(hours)
    ]
    assert len(found) == 8
