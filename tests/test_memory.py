"""What an outlet's other pages show of one: notices that recur, places of bodies."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import Article, Page, extract
from crawler.extraction import extract_with_trace, read
from crawler.memory import FINGERPRINTS, PAGES, Memory, Trace, trace
from crawler.roles import Role
from tests.loopback import PROJECT
from tests.newsroom import PAGES as PAGES_OF_NEWSROOM
from tests.newsroom import Shelf

NOTICE = "读报会每晚八点在老城书店二楼开讲，带上板凳就能来，茶水和花生由两位老人准备。"
BACKGROUND = (
    "这座桥建于一九六一年，长四百二十米，三年前因为桥墩开裂封过一次，修了七个月。"
)


def paragraphs(number: int) -> list[str]:
    return [
        f"清晨六点，第{number}辆校车从镇口的老槐树下出发，车灯照亮了还没有行人的石板路。",
        f"司机说，这条线路他开了{number}年，哪一户的孩子爱睡懒觉，哪一个路口结冰，都记得。",
        f"镇里算过账，{number}辆车每年跑四万公里，油钱和修理费由县里和学校各出一半。",
    ]


def page(number: int, body: Sequence[str] = (), *, headline: str = "") -> Page:
    """Return the page of one article; each number has words of its own."""
    headline = (
        headline
        or f"河口镇{'甲乙丙丁戊己庚辛壬癸'[number % 10]}组第{number}辆校车今晨发车"
    )
    text = "".join(f"<p>{words}</p>" for words in body or paragraphs(number))
    markup = (
        f"<html><head><title>{headline}_甲江日报</title></head><body>"
        f"<div class='top'><a href='/'>首页</a></div><h1>{headline}</h1>"
        "<div class='info'>2026-11-01 06:30 来源：甲江日报</div>"
        f"<div class='content'>{text}</div>"
        "<div class='footer'>甲ICP备00000001号</div></body></html>"
    )
    url = f"http://www.jia.example/news/{number}.html"
    return Page.from_bytes(markup.encode(), url=url)


def met(pages: Iterable[Page]) -> Memory:
    """Return the memory of a crawler that has read these pages, in this order."""
    memory = Memory()
    for each in pages:
        _, left = extract_with_trace(each, memory=memory)
        memory.add(left)
    return memory


def noticed(number: int, at: int = 3) -> Page:
    """Return a page with the notice among its paragraphs."""
    body = paragraphs(number)
    body.insert(at, NOTICE)
    return page(number, body)


@pytest.mark.parametrize("at", [0, 1, 3])
def test_a_notice_of_many_pages_is_no_body_wherever_it_stands(at: int) -> None:
    memory = met(noticed(number, at) for number in range(1, 6))
    alone = extract(noticed(9, at))
    remembered = extract(noticed(9, at), memory=memory)
    assert NOTICE in alone.body
    assert list(remembered.body) == paragraphs(9)


def test_it_is_a_notice_then() -> None:
    zones = read(noticed(9), memory=met(noticed(n) for n in range(1, 6))).zones
    assert [block.text for block in zones.of(Role.NOTICE)] == [NOTICE]


def test_two_articles_are_no_evidence_three_are() -> None:
    three = [noticed(number) for number in (1, 2, 3)]
    assert NOTICE in extract(noticed(9), memory=met(three[:2])).body
    assert NOTICE not in extract(noticed(9), memory=met(three)).body


def test_a_page_read_again_counts_once() -> None:
    memory = met([noticed(1), noticed(2)] * 5)
    assert len(memory) == 2
    assert NOTICE in extract(noticed(9), memory=memory).body


def test_a_page_does_not_speak_against_itself() -> None:
    memory = met(noticed(number) for number in (1, 2, 3))
    assert NOTICE in extract(noticed(3), memory=memory).body


def test_reprints_of_one_article_are_no_evidence() -> None:
    """Under its own headline each, a paragraph more in the last one."""
    memory = met(
        page(n, paragraphs(7), headline=f"{head}河口镇校车今晨准点发车")
        for n, head in enumerate(("快讯", "图文", "独家", "直击"), start=1)
    )
    later = [
        *paragraphs(7),
        "中午十二点，最后一辆校车回到镇口，车上的孩子一个也没有少。",
    ]
    assert list(extract(page(9, later), memory=memory).body) == later


def test_pages_under_one_headline_are_one_article() -> None:
    """Each page of a picture story prints its lead anew."""
    lead = "十一月的河口镇进入枯水期，摄影者沿江走了四天，拍下码头、渡船和守船的人。"
    memory = met(
        page(
            n, [lead, paragraphs(n)[0], paragraphs(n)[1]], headline=f"枯水期的河口({n})"
        )
        for n in range(1, 8)
    )
    last = page(9, [lead, *paragraphs(9)], headline="枯水期的河口(9)")
    assert lead in extract(last, memory=memory).body


def test_background_of_some_reports_stays() -> None:
    some = [page(n, [*paragraphs(n), BACKGROUND]) for n in (1, 2, 3)]
    memory = met([*some, *(page(n) for n in range(10, 30))])
    body = [*paragraphs(9), BACKGROUND]
    assert list(extract(page(9, body), memory=memory).body) == body


def test_a_subhead_of_some_reports_stays() -> None:
    some = [
        page(n, [paragraphs(n)[0], "乡亲怎么说", *paragraphs(n)[1:]])
        for n in range(1, 7)
    ]
    memory = met([*some, *(page(n) for n in range(10, 20))])
    body = [paragraphs(9)[0], "乡亲怎么说", *paragraphs(9)[1:]]
    assert list(extract(page(9, body), memory=memory).body) == body


def test_a_body_is_never_emptied() -> None:
    memory = met(noticed(number) for number in range(1, 8))
    assert extract(page(9, [NOTICE]), memory=memory).body == (NOTICE,)


def test_a_flash_is_found_where_others_have_their_bodies() -> None:
    """Alone it looks less like an article than the town's notices below it."""
    town = (
        "<div class='town'><p>今天夜里有雨，明天白天转晴，北风三到四级，请各位读者留意天气变化，"
        "出门带伞，并注意行车安全。</p><p>镇上的公共浴室从本周起改为隔日开放，开放时间是下午两点到"
        "晚上九点，老人和孩子免费。</p></div><div class='footer'>"
    )

    def framed(number: int, body: Sequence[str]) -> Page:
        plain = page(number, body)
        markup = plain.text.replace("<div class='footer'>", town)
        return Page.from_bytes(markup.encode(), url=plain.url)

    line = "校车今晨晚点四十分钟，原因是渡口结冰。"
    memory = met(framed(number, paragraphs(number)) for number in range(1, 6))
    alone = read(framed(9, [line])).zones
    remembered = read(framed(9, [line]), memory=memory).zones
    assert line not in [block.text for block in alone.body]
    assert [block.text for block in remembered.body] == [line]


def test_an_empty_memory_changes_nothing() -> None:
    for each in (page(1), noticed(2)):
        assert extract(each, memory=Memory()) == extract(each)


def test_extraction_only_asks() -> None:
    memory = met(noticed(number) for number in range(1, 6))
    before = list(memory)
    extract(noticed(9), memory=memory)
    assert list(memory) == before


def test_a_trace_tells_when_its_page_was_read() -> None:
    moment = datetime(2026, 11, 1, 12, tzinfo=UTC)
    fetched = Page.from_bytes(page(1).text.encode(), url=page(1).url, fetched=moment)
    _, left = extract_with_trace(fetched)
    assert left.read == int(moment.timestamp())
    assert len(left.body) == 3
    assert left.body.isdisjoint(left.others)
    assert left.body_places.isdisjoint(left.other_places)


def test_articles_are_the_same_with_a_trace_and_without() -> None:
    article, _ = extract_with_trace(page(1))
    assert isinstance(article, Article)
    assert article == extract(page(1))


def test_fingerprints_are_the_same_in_every_process() -> None:
    code = (
        "from tests.test_memory import page, met; [each] = met([page(1)]); "
        "print(each.page, each.headline, *sorted(each.body | each.other_places))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=PROJECT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_two_spellings_of_an_address_are_one_page() -> None:
    first = page(1)
    again = Page.from_bytes(first.text.encode(), url=first.url + "?utm_source=app#top")
    assert len(met([first, again])) == 1


def test_the_oldest_pages_go_first() -> None:
    memory = Memory(Trace(page=number) for number in range(PAGES + 5))
    assert [each.page for each in memory] == list(range(5, PAGES + 5))
    memory.add(Trace(page=5))
    memory.add(Trace(page=999))
    assert [each.page for each in memory][-2:] == [5, 999]
    assert 6 not in {each.page for each in memory}


numbers = st.frozensets(st.integers(1, 400), max_size=300)
traces = st.builds(
    Trace,
    page=st.integers(1, 200),
    read=st.integers(0, 3),
    headline=st.integers(0, 3),
    body=numbers,
    others=numbers,
    body_places=numbers,
    other_places=numbers,
)


def held(memory: Memory) -> int:
    return sum(
        len(fingerprints)
        for each in memory
        for fingerprints in (
            each.body,
            each.others,
            each.body_places,
            each.other_places,
        )
    )


@given(st.lists(traces, max_size=40))
def test_a_memory_is_bounded_and_counts_what_it_holds(given_: list[Trace]) -> None:
    memory = Memory(given_)
    assert len(memory) <= PAGES
    assert held(memory) <= FINGERPRINTS
    for number in (1, 200, 400):
        texts = sum(number in each.body or number in each.others for each in memory)
        body = sum(number in each.body_places for each in memory)
        other = sum(number in each.other_places for each in memory)
        assert memory.pages_at(number) == (body, other)
        assert texts <= memory.pages_with(number)
        if all(each.body.isdisjoint(each.others) for each in memory):
            assert texts == memory.pages_with(number)


@given(st.lists(traces, max_size=12), st.lists(traces, max_size=12))
def test_memories_merge_to_the_latest_of_each_page(
    one: list[Trace], other: list[Trace]
) -> None:
    merged = Memory(one).merged(Memory(other))
    latest: dict[int, int] = {}
    for each in (*Memory(one), *Memory(other)):
        latest[each.page] = max(each.read, latest.get(each.page, 0))
    assert {each.page for each in merged} <= latest.keys()
    assert all(each.read == latest[each.page] for each in merged)
    assert list(merged.merged(merged)) == list(merged)


def test_a_long_page_leaves_no_more_than_its_share() -> None:
    long = page(
        1, [f"第{n}号船今晨出江，船上有鱼{n}担，天黑以前回到码头。" for n in range(900)]
    )
    _, left = extract_with_trace(long)
    assert 200 < len(left.body | left.others) <= 256


def test_each_page_of_the_newsroom_keeps_one_role_a_block_and_its_body() -> None:
    shelf, memories = Shelf(PAGES_OF_NEWSROOM), defaultdict[str, Memory](Memory)
    for line in (PAGES_OF_NEWSROOM / "expected.jsonl").read_bytes().splitlines():
        row = json.loads(line)
        answer = shelf.answer(row["url"])
        each = Page.from_bytes(
            answer.body, url=row["url"], content_type=answer.content_type
        )
        memory = memories[row["outlet"]]
        alone, remembered = read(each).zones, read(each, memory=memory).zones
        assert len(remembered.roles) == len(alone.blocks)
        assert remembered.body == alone.body
        memory.add(trace(remembered, each.url))
    assert sum(map(len, memories.values())) >= 64
