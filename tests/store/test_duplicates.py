"""Stories are told apart over processes, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Engine, create_engine, event, func, inspect, select

from crawler.items import Article
from crawler.store.duplicates import METADATA, Duplicates, Kind, line
from crawler.store.duplicates.tables import ARTICLES, KEYS, PARAGRAPHS, PREFIX, TEXTS
from tests import postgresql
from tests.loopback import PROJECT

NOW = dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)

HEADLINE = "渡轮撞上桥墩 四十二名乘客平安上岸"
BODY = (
    "13日傍晚，一艘载有四十二名乘客的渡轮在沅溪大桥水域撞上三号桥墩，船头破损进水。经过近一个小时的救援，船上人员全部转移上岸，三人受轻伤。",
    "目击者冯先生说，当时江面起了雾，他听见一声闷响，随后看到渡轮横在桥下，船上的人都站到了一边，有人打着手机的灯朝岸上晃。",
    "海事部门派出三艘巡逻艇，用缆绳把渡轮拖离桥墩，附近一艘运沙船也靠过来接人。事故原因正在调查。",
)
OTHER = (
    "县里最老的一座碾米坊上周重新开了门，水轮是照着老样子打的，木匠用了四个月。",
    "坊主的孙女把账本搬到了网上，谁家的谷子碾了几斤、糠留不留，一查就知道。",
)
NOTICE = (
    "读报会每晚八点在老城书店二楼开讲，带上板凳就能来，茶水和花生由两位老人准备，"
    "讲完以后还有半小时的问答，孩子请坐前排。"
)


def article(
    url: str,
    *body: str,
    headline: str = HEADLINE,
    source: str | None = None,
    published: dt.datetime | None = NOW,
) -> Article:
    outlet = url.partition("/")[0]
    return Article(
        url=f"http://{url}",
        canonical_url=f"http://{url}",
        outlet=outlet,
        headline=headline,
        body=body or BODY,
        source=source,
        date_published=published,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL of our own."""
    with postgresql.running(tmp_path_factory.mktemp("postgresql")) as address:
        yield address.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/duplicates.sqlite"
    else:
        url = request.getfixturevalue("server")
    engine = create_engine(url)
    METADATA.drop_all(engine)
    yield engine
    METADATA.drop_all(engine)
    engine.dispose()


@pytest.fixture
def duplicates(engine: Engine) -> Duplicates:
    made = Duplicates(engine)
    made.create()
    return made


def test_tables_bear_the_prefix_and_are_made_once(
    engine: Engine, duplicates: Duplicates
) -> None:
    duplicates.create()
    assert all(name.startswith(PREFIX) for name in METADATA.tables)
    assert set(METADATA.tables) <= set(inspect(engine).get_table_names())


def test_the_first_is_new_and_a_reprint_a_copy(duplicates: Duplicates) -> None:
    first = duplicates.judge(article("jia.example/1"), now=NOW)
    copy = duplicates.judge(
        article("yi.example/1", BODY[0], BODY[1], headline="渡轮撞桥，全员获救"),
        now=NOW,
    )
    assert first.kind is Kind.NEW
    assert first.duplicate_of is None
    assert copy.kind is Kind.COPY
    assert copy.story == first.story
    assert copy.duplicate_of is not None
    assert copy.duplicate_of.url == "http://jia.example/1"
    assert copy.evidence is not None
    assert copy.evidence.cut
    assert copy.evidence.containment == 1


def test_another_story_is_new(duplicates: Duplicates) -> None:
    first = duplicates.judge(article("jia.example/1"), now=NOW)
    other = duplicates.judge(
        article("jia.example/2", *OTHER, headline="老碾米坊开门"), now=NOW
    )
    assert other.kind is Kind.NEW
    assert other.story != first.story


def test_the_same_body_elsewhere_is_a_copy_for_ever(duplicates: Duplicates) -> None:
    duplicates.judge(article("jia.example/1"), now=NOW)
    later = NOW + 400 * DAY
    assert duplicates.prune(now=later) == 1
    copy = duplicates.judge(article("yi.example/1", published=later), now=later)
    assert copy.kind is Kind.COPY
    assert copy.evidence is not None
    assert copy.evidence.likeness == 1


def test_the_same_body_at_one_outlet_is_the_same_article(
    duplicates: Duplicates,
) -> None:
    duplicates.judge(article("jia.example/1"), now=NOW)
    again = duplicates.judge(article("jia.example/2"), now=NOW)
    assert again.kind is Kind.AGAIN
    assert again.first is Kind.NEW


def test_the_same_address_is_the_same_article(duplicates: Duplicates) -> None:
    duplicates.judge(article("jia.example/1"), now=NOW)
    again = duplicates.judge(article("jia.example/1"), now=NOW)
    assert (again.kind, again.first, again.changed) == (Kind.AGAIN, Kind.NEW, False)
    changed = duplicates.judge(
        article("jia.example/1", BODY[0].replace("三人", "五人"), *BODY[1:]), now=NOW
    )
    assert (changed.kind, changed.changed) == (Kind.AGAIN, True)
    assert changed.evidence is not None
    assert ("3", "5") in changed.evidence.changed


def test_a_changed_article_is_found_by_its_new_text(duplicates: Duplicates) -> None:
    duplicates.judge(article("jia.example/1", *OTHER, headline="更正"), now=NOW)
    duplicates.judge(article("jia.example/1"), now=NOW)
    copy = duplicates.judge(article("yi.example/1", *BODY[:2]), now=NOW)
    assert copy.kind is Kind.COPY


def test_a_copy_says_the_same_of_itself_again(duplicates: Duplicates) -> None:
    duplicates.judge(article("jia.example/1"), now=NOW)
    copy = duplicates.judge(article("yi.example/1", *BODY[:2]), now=NOW)
    again = duplicates.judge(article("yi.example/1", *BODY[:2]), now=NOW)
    assert (again.kind, again.first) == (Kind.AGAIN, Kind.COPY)
    assert again.duplicate_of == copy.duplicate_of
    assert again.evidence == copy.evidence


def test_a_placeholder_for_a_body_says_nothing(duplicates: Duplicates) -> None:
    for number in range(3):
        verdict = duplicates.judge(
            article(f"{number}.example/1", "图片新闻", headline=f"第{number}张"),
            now=NOW,
        )
        assert verdict.kind is Kind.NEW


def test_an_article_without_letters_is_new(duplicates: Duplicates) -> None:
    for number in range(2):
        verdict = duplicates.judge(article(f"{number}.example/1", "……"), now=NOW)
        assert verdict.kind is Kind.NEW


def test_a_flash_with_the_body_of_another_needs_its_headline(
    duplicates: Duplicates,
) -> None:
    text = "受大雾影响，今天上午渡口停航，恢复时间另行通知。"
    duplicates.judge(article("jia.example/1", text, headline="沅溪渡口停航"), now=NOW)
    other = article("yi.example/1", text, headline="白河码头：船票可退")
    assert duplicates.judge(other, now=NOW).kind is Kind.NEW
    same = article("bing.example/1", text, headline="快讯：沅溪渡口停航")
    assert duplicates.judge(same, now=NOW).kind is Kind.COPY


def test_the_window_ends(duplicates: Duplicates) -> None:
    duplicates.judge(article("jia.example/1"), now=NOW)
    later = NOW + 46 * DAY
    edited = article("yi.example/1", *BODY[:2], published=later)
    assert duplicates.judge(edited, now=later).kind is Kind.NEW


def test_pruning_leaves_no_row_of_the_window(
    engine: Engine, duplicates: Duplicates
) -> None:
    duplicates.judge(article("jia.example/1"), now=NOW)
    duplicates.judge(article("yi.example/1", *OTHER, headline="碾米坊"), now=NOW)
    assert duplicates.prune(now=NOW + 45 * DAY) == 0
    assert duplicates.prune(now=NOW + 46 * DAY, seconds=0) == 0
    told: list[int] = []
    assert duplicates.prune(now=NOW + 46 * DAY, progress=told.append) == 2
    assert told == [2]
    with engine.connect() as connection:
        for table in (TEXTS, KEYS, PARAGRAPHS):
            assert connection.scalar(select(func.count()).select_from(table)) == 0
        assert connection.scalar(select(func.count()).select_from(ARTICLES)) == 2


def test_a_notice_under_many_stories_is_no_likeness(duplicates: Duplicates) -> None:
    texts = [
        BODY[0],
        BODY[1],
        BODY[2],
        *OTHER,
        "清晨六点，校车从镇口出发，司机说这条路他开了十一年，哪棵树下站着谁家的孩子他都知道。",
    ]
    for number, text in enumerate(texts):
        verdict = duplicates.judge(
            article(f"jia.example/{number}", text, NOTICE * 2, headline=text[:12]),
            now=NOW,
        )
        assert verdict.kind is Kind.NEW


def test_the_verdict_on_a_look_alike_says_why(duplicates: Duplicates) -> None:
    text = "{}月{}日，澜江股份盘中上涨{}%，截至10:40，报{}元/股，成交{}亿元，换手率4.4%，总市值88.1亿元。"
    for number, values in enumerate([(11, 3, 3.2, 12.5, 1.9), (11, 4, 5.7, 13.2, 2.6)]):
        verdict = duplicates.judge(
            article(
                f"{number}.example/1",
                text.format(*values),
                headline=f"澜江股份盘中涨{values[2]}%",
            ),
            now=NOW,
        )
    assert verdict.kind is Kind.NEW
    (look_alike,) = verdict.look_alikes
    assert look_alike.url == "http://0.example/1"
    assert look_alike.reason == "other numbers"


def test_the_first_publisher_is_told(duplicates: Duplicates) -> None:
    first = duplicates.judge(article("jia.example/1", source="望津日报"), now=NOW)
    copy = duplicates.judge(
        article("yi.example/1", *BODY[:2], source="望津日报"), now=NOW
    )
    assert copy.origin is not None
    assert copy.origin.name == "望津日报"
    known = duplicates.origin(first.story)
    assert known is not None
    assert len(known.witnesses) == 2


def test_the_line_of_a_copy(duplicates: Duplicates) -> None:
    duplicates.judge(article("jia.example/1"), now=NOW)
    added = "编者按：下面这件事，本网读者在后台问得最多，转发于此，供大家参考。"
    copy = article("yi.example/1", BODY[0], BODY[1], added)
    written = line(copy, duplicates.judge(copy, now=NOW))
    assert written.endswith(b"\n")
    told = msgspec.json.decode(written)
    assert told["url"] == "http://yi.example/1"
    assert told["duplicate_of"] == "http://jia.example/1"
    assert told["added"] == [added]
    assert len(told["cut"]) == 1
    assert 0 < told["likeness"] < told["containment"] <= 1


def test_an_error_inside_forgets_the_article(duplicates: Duplicates) -> None:
    class Full(Exception):
        pass

    with pytest.raises(Full), duplicates.judging(article("jia.example/1"), now=NOW):
        raise Full
    assert duplicates.judge(article("jia.example/1"), now=NOW).kind is Kind.NEW


KILLED = """
import sys
from sqlalchemy import create_engine
from crawler.store.duplicates import Duplicates
from tests.store.test_duplicates import NOW, article
duplicates = Duplicates(create_engine(sys.argv[1]))
with duplicates.judging(article("yi.example/1"), now=NOW) as verdict:
    print(verdict.kind, flush=True)
    sys.stdin.read()
"""


def test_a_killed_process_has_not_judged(
    engine: Engine, duplicates: Duplicates
) -> None:
    duplicates.judge(article("jia.example/1"), now=NOW)
    url = engine.url.render_as_string(hide_password=False)
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, url],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process:
        said = process.stdout.readline().strip()
        process.send_signal(signal.SIGKILL)
    assert said == "copy"
    assert duplicates.judge(article("yi.example/1"), now=NOW).kind is Kind.COPY


def _judge_many(url: str, outlet: str) -> list[int]:
    duplicates = Duplicates(create_engine(url, connect_args=_patience(url)))
    return [
        duplicates.judge(
            article(f"{outlet}.example/{letter}", *BODY, letter * 3), now=NOW
        ).story
        for letter in "甲乙丙丁戊"
    ]


def _patience(url: str) -> dict[str, int]:
    return {"timeout": 600} if url.startswith("sqlite") else {}


@pytest.mark.usefixtures("duplicates")
def test_processes_at_once_agree_on_one_story(engine: Engine) -> None:
    url = engine.url.render_as_string(hide_password=False)
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        stories = pool.starmap(_judge_many, [(url, outlet) for outlet in "abc"])
    assert len({story for each in stories for story in each}) == 1


@pytest.mark.usefixtures("duplicates")
def test_nothing_is_loaded_at_start(engine: Engine) -> None:
    statements: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _note(*given: object) -> None:
        statements.append(str(given[2]))

    Duplicates(engine)
    assert not statements
