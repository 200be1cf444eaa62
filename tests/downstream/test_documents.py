"""What is sent reads as its form promises."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec

from crawler.downstream.documents import document
from crawler.items import Image
from tests.conftest import MakeArticle
from tests.downstream.lines import told
from tests.generated import ZONE, line, withdrawn


def test_a_stored_line_says_what_it_is_known_by(
    tmp_path: Path, make_article: MakeArticle
) -> None:
    article = make_article()
    [event] = told(tmp_path, [line(article, version=2, changes={"headline": []})])
    sent = document(event, "article")
    head = {key: sent[key] for key in ("event", "id", "number", "version")}
    assert head == {
        "event": "article",
        "id": event.id,
        "number": event.number,
        "version": 2,
    }
    assert sent["changes"] == {"headline": []}
    assert {**msgspec.to_builtins(article), **sent} == sent


def test_a_withdrawal_says_so(tmp_path: Path, make_article: MakeArticle) -> None:
    [event] = told(tmp_path, [withdrawn(make_article())])
    assert document(event, "article")["event"] == "withdrawn"
    assert document(event, "jsonld") == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": make_article().canonical_url,
        "identifier": event.id,
        "version": 1,
        "creativeWorkStatus": "Withdrawn",
    }


def test_an_article_in_the_words_of_schema_org(
    tmp_path: Path, make_article: MakeArticle
) -> None:
    article = make_article(
        authors=("张三",),
        source="新华社",
        section="国际",
        keywords=("校车",),
        description="摘要。",
        date_published=dt.datetime(2026, 11, 1, 6, tzinfo=ZONE),
        images=(Image(url="http://jia.example/1.jpg", caption="渡口", credit=None),),
        language="zh-Hans",
    )
    [event] = told(tmp_path, [line(article)])
    assert msgspec.json.decode(msgspec.json.encode(document(event, "jsonld"))) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": article.canonical_url,
        "identifier": event.id,
        "version": 1,
        "url": article.url,
        "headline": article.headline,
        "articleBody": "\n\n".join(article.body),
        "abstract": "摘要。",
        "author": [{"@type": "Person", "name": "张三"}],
        "publisher": {"@type": "NewsMediaOrganization", "name": "jia"},
        "sourceOrganization": {"@type": "Organization", "name": "新华社"},
        "datePublished": "2026-11-01T06:00:00+08:00",
        "articleSection": "国际",
        "keywords": ["校车"],
        "inLanguage": "zh-Hans",
        "image": [
            {
                "@type": "ImageObject",
                "contentUrl": "http://jia.example/1.jpg",
                "caption": "渡口",
            }
        ],
    }


def test_what_the_page_does_not_say_is_left_out(
    tmp_path: Path, make_article: MakeArticle
) -> None:
    [event] = told(tmp_path, [line(make_article(outlet=None))])
    sent = document(event, "jsonld")
    assert None not in sent.values()
    assert not {"author", "publisher", "datePublished", "image"} & sent.keys()
