"""Atom feeds are what RFC 4287 asks for, and hold the newest of what was stored."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from lxml import etree

from crawler.discovery import feeds
from crawler.downstream.atom import AtomFolder
from crawler.downstream.settings import AtomSettings
from crawler.errors import UsageError
from tests.conftest import MakeArticle
from tests.downstream.lines import told
from tests.generated import ZONE, articles, line, withdrawn

NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
}


def folder(tmp_path: Path, **settings: object) -> AtomFolder:
    made = {"folder": str(tmp_path / "out"), **settings}
    target = AtomFolder(AtomSettings(**made))  # type: ignore[arg-type]  # as declared
    target.open()
    return target


def read(tmp_path: Path, name: str = "all") -> etree._Element:
    return etree.parse(tmp_path / "out" / f"{name}.atom").getroot()


def said(element: etree._Element, path: str) -> list[str]:
    found = element.xpath(path, namespaces=NAMES)
    assert isinstance(found, list)
    return [str(each) for each in found]


def test_a_feed_of_all_and_one_an_outlet(tmp_path: Path) -> None:
    sent = told(tmp_path, map(line, articles(12)))
    folder(tmp_path, address="https://a.example/feeds").send(sent)
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["all.atom", "bing.atom", "ding.atom", "jia.atom", "yi.atom"]
    newest_first = [event.url for event in reversed(sent)]
    assert said(read(tmp_path), "a:entry/a:id/text()") == newest_first
    jia = read(tmp_path, "jia")
    assert said(jia, "a:entry/a:id/text()") == newest_first[3::4]
    assert said(jia, "a:title/text()") == ["Jingwen: jia"]
    own = "https://a.example/feeds/jia.atom"
    assert said(jia, "a:link[@rel='self']/@href") == said(jia, "a:id/text()") == [own]


def test_an_entry_has_all_that_the_standard_asks_for(
    tmp_path: Path, make_article: MakeArticle
) -> None:
    article = make_article(
        headline="渡口 & <码头>\x02",
        authors=("张三", "李四"),
        section="国际",
        date_published=dt.datetime(2026, 11, 1, 6, tzinfo=ZONE),
        language="zh-Hans",
    )
    folder(tmp_path).send(told(tmp_path, [line(article)]))
    feed = read(tmp_path)
    [entry] = feed.findall("a:entry", NAMES)
    assert said(entry, "a:title/text()") == ["渡口 & <码头>"]
    assert said(entry, "a:author/a:name/text()") == ["张三", "李四"]
    assert said(entry, "a:link/@href") == [article.url]
    assert said(entry, "a:published/text()") == ["2026-10-31T22:00:00Z"]
    assert said(entry, "a:category/@term") == ["国际"]
    assert said(entry, "a:content/text()") == [
        "".join(f"<p>{text}</p>" for text in article.body)
    ]
    for required in ("id", "title", "updated", "author/a:name"):
        assert feed.find(f"a:{required}", NAMES) is not None
        assert entry.find(f"a:{required}", NAMES) is not None


def test_our_own_discovery_reads_it(tmp_path: Path) -> None:
    folder(tmp_path).send(told(tmp_path, map(line, articles(3))))
    found = feeds.links(
        (tmp_path / "out" / "all.atom").read_bytes(), url="http://www.jia.example/"
    )
    assert len(list(found)) == 3


def test_a_feed_keeps_the_newest_and_the_newer_version(
    tmp_path: Path, make_article: MakeArticle
) -> None:
    stored = [*articles(6)]
    sent = told(tmp_path, map(line, stored))
    folder(tmp_path, entries=4).send(sent[:4])
    folder(tmp_path, entries=4).send(sent[2:])
    assert said(read(tmp_path), "a:entry/a:id/text()") == [
        event.url for event in reversed(sent[2:])
    ]
    changed = make_article(
        url=stored[3].url, canonical_url=stored[3].canonical_url, headline="改了"
    )
    folder(tmp_path, entries=4).send(told(tmp_path, [line(changed, version=2)]))
    folder(tmp_path, entries=4).send(sent[2:4])
    titles = said(read(tmp_path), "a:entry/a:title/text()")
    assert titles[0] == "改了"
    assert len(titles) == 4


def test_a_withdrawn_article_leaves_a_sign(tmp_path: Path) -> None:
    stored = [*articles(3)]
    sent = told(tmp_path, [*map(line, stored), withdrawn(stored[1])])
    folder(tmp_path).send(sent)
    feed = read(tmp_path)
    assert said(feed, "at:deleted-entry/@ref") == [stored[1].canonical_url]
    assert len(feed.findall("a:entry", NAMES)) == 2
    folder(tmp_path).send(sent[:3])
    assert len(read(tmp_path).findall("a:entry", NAMES)) == 2


def test_a_damaged_feed_is_told(tmp_path: Path) -> None:
    sent = told(tmp_path, map(line, articles(1)))
    folder(tmp_path).send(sent)
    (tmp_path / "out" / "all.atom").write_text("<feed", encoding="utf-8")
    with pytest.raises(UsageError, match=r"all\.atom"):
        folder(tmp_path).send(sent)
