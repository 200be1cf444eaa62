"""The first publisher is told from datelines, sources and times."""

from __future__ import annotations

import datetime as dt

from crawler.comparison.origins import Ground, Printing, origin


def printing(
    number: int,
    *,
    source: str | None = None,
    dateline: str | None = None,
    hour: int | None = None,
) -> Printing:
    return Printing(
        url=f"http://outlet{number}.example/1.html",
        outlet=f"outlet{number}",
        source=source,
        dateline=dateline,
        published=dt.datetime(2026, 11, 1, hour, tzinfo=dt.UTC) if hour else None,
    )


def test_the_dateline_says_it_best() -> None:
    found = origin(
        [
            printing(1, source="望津日报", hour=9),
            printing(2, dateline="江口社北京11月1日电（记者 张三）", hour=8),
        ]
    )
    assert found is not None
    assert (found.name, found.ground) == ("江口社", Ground.DATELINE)
    assert found.witnesses == ("http://outlet2.example/1.html",)
    assert found.published == dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)


def test_most_outlets_name_the_source() -> None:
    found = origin(
        [printing(n, source=name) for n, name in enumerate("甲报 乙报 乙报".split())]
    )
    assert found is not None
    assert (found.name, found.ground) == ("乙报", Ground.SOURCE)
    assert len(found.witnesses) == 2


def test_without_words_the_earliest_time_tells() -> None:
    found = origin([printing(1, hour=9), printing(2, hour=7, dateline="本报讯")])
    assert found is not None
    assert (found.name, found.ground) == ("outlet2", Ground.TIME)


def test_nothing_tells() -> None:
    assert origin([printing(1)]) is None
