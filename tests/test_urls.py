"""Addresses: what stands for a page, and what a link leads to."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.urls import absolute, canonical, identity

# What addresses are made of, and broken by.
PIECES = st.from_regex(
    r"(https?|//?|[:?#&=%.;@\\\[\] \t\x00\ud800]|\.\.|%(2e?|41|d6)|::1|:443|:x|[中İ。]"
    r"|utm_x|id|from|;jsessionid=|(a|news)\.example){0,14}",
    fullmatch=True,
)
HOSTS = st.sampled_from(
    ["http://a.example", "HTTPS://B.example:443/", "http://中.example"]
)
ADDRESSES = PIECES | st.text() | st.tuples(HOSTS, PIECES).map("".join)

SAME = {
    "case": "HTTP://WWW.Jianghe.Example/A.html http://www.jianghe.example/A.html",
    "default port": "http://a.example:80/ http://a.example/",
    "default port of https": "https://a.example:443/ https://a.example/",
    "dot after the host": "http://a.example./ http://a.example/",
    "no path": "http://a.example http://a.example/",
    "no path but a query": "http://a.example?id=1 http://a.example/?id=1",
    "fragment": "http://a.example/1.html#top http://a.example/1.html",
    "steps up": "http://a.example/a/../b/./1.html http://a.example/b/1.html",
    "steps above the root": "http://a.example/../1.html http://a.example/1.html",
    "escaped letters": "http://a.example/%7E%61 http://a.example/~a",
    "case of escapes": "http://a.example/%e5%8d%b3 http://a.example/%E5%8D%B3",
    "bare Chinese": "http://a.example/即時 http://a.example/%E5%8D%B3%E6%99%82",
    "bare percent": "http://a.example/100% http://a.example/100%25",
    "Chinese host": "http://新闻.example/ http://xn--efvy88h.example/",
    "backslashes": r"http://a.example\b\1.html http://a.example/b/1.html",
    "campaign": "http://a.example/1?utm_source=x&id=7&UTM_Medium=y http://a.example/1?id=7",
    "shared": "http://a.example/1?from=timeline&isappinstalled=0 http://a.example/1",
    "portal's trace": "http://a.example/1?spm=1.2.3&id=7 http://a.example/1?id=7",
    "empty parameters": "http://a.example/1?&id=7& http://a.example/1?id=7",
    "nothing asked": "http://a.example/1? http://a.example/1",
    "session": "http://a.example/1.do;jsessionid=0A1B?id=7 http://a.example/1.do?id=7",
    "session as parameter": "http://a.example/1?PHPSESSID=0a1b&id=7 http://a.example/1?id=7",
    "session of ASP": "http://a.example/(S(lit3py55t21z5v55vlm25s55))/1 http://a.example/1",
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME.keys())
def test_two_addresses_of_one_page(pair: str) -> None:
    one, other = pair.split()
    assert canonical(one) == other


DIFFERENT = {
    "number": "http://a.example/?id=1 http://a.example/?id=2",
    "order": "http://a.example/?a=1&b=2 http://a.example/?b=2&a=1",
    "index": "http://a.example/a/ http://a.example/a/index.html",
    "slash at the end": "http://a.example/a http://a.example/a/",
    "scheme": "http://a.example/ https://a.example/",
    "port": "http://a.example:8080/ http://a.example/",
    "page": "http://a.example/?page=2 http://a.example/?page=3",
    "escaped slash": "http://a.example/a%2Fb http://a.example/a/b",
    "other encodings": "http://a.example/?q=%D6%D0 http://a.example/?q=%E4%B8%AD",
    "case of the path": "http://a.example/A http://a.example/a",
    "named like tracking": "http://a.example/?fromage=1 http://a.example/",
    "reference number": "http://a.example/?refid=1 http://a.example/",
}


@pytest.mark.parametrize("pair", DIFFERENT.values(), ids=DIFFERENT.keys())
def test_two_pages(pair: str) -> None:
    one, other = pair.split()
    assert canonical(one) != canonical(other)


TWINS = {
    "scheme": "http://a.example/1 https://a.example/1",
    "phone": "http://m.news.example/1.html https://news.example/1.html",
    "old phone": "http://wap.news.example/1 http://3g.news.example/1",
    "www": "http://www.news.example/1 http://news.example/1",
    "first page": "http://a.example/a/index.html http://a.example/a/",
    "first page of another make": "http://a.example/a/index.shtml http://a.example/a/",
    "default page": "http://a.example/a/Default.aspx http://a.example/a/",
    "order": "http://a.example/?a=1&b=2 http://a.example/?b=2&a=1",
    "accelerated": "http://a.example/1/amp http://a.example/1",
    "for phones": "http://a.example/1?mobile=yes&id=2 http://a.example/1?id=2",
    "tracked": "http://m.news.example/1?utm_source=x https://www.news.example/1#top",
}
OTHERS = {
    "number": "http://a.example/?id=1 http://a.example/?id=2",
    "section": "http://sports.news.example/1 http://news.example/1",
    "second page": "http://a.example/index_2.html http://a.example/",
    "program": "http://a.example/index.php?id=1 http://a.example/?id=1",
    "host of one label and its zone": "http://m.example/1 http://www.example/1",
    "slash at the end": "http://a.example/a http://a.example/a/",
}


@pytest.mark.parametrize("pair", TWINS.values(), ids=TWINS.keys())
def test_twins(pair: str) -> None:
    one, other = pair.split()
    assert identity(one) == identity(other)


@pytest.mark.parametrize("pair", OTHERS.values(), ids=OTHERS.keys())
def test_pages_that_only_look_like_twins(pair: str) -> None:
    one, other = pair.split()
    assert identity(one) != identity(other)


JUNK = [
    "",
    "javascript:void(0)",
    "JavaScript:alert(1)",
    "mailto:desk@news.example",
    "tel:10086",
    "data:text/html,x",
    "ftp://news.example/1",
    "#top",
    "http://",
    "http:///1.html",
    "http://[::1/",
    "http://news.example:port/",
    "http://http://news.example/",
    "http://news example/",
    "http://news.example/\ud800",
]


@pytest.mark.parametrize("href", JUNK)
def test_junk_leads_nowhere(href: str) -> None:
    assert absolute("https://news.example/a/", href) is None


@pytest.mark.parametrize("href", JUNK)
def test_junk_stays_as_it_is(href: str) -> None:
    assert canonical(f" {href}\n") == href


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("1.html", "https://news.example/a/1.html"),
        ("../1.html", "https://news.example/1.html"),
        ("/1.html", "https://news.example/1.html"),
        ("//cdn.example/1", "https://cdn.example/1"),
        ("?page=2", "https://news.example/a/list.html?page=2"),
        ("  /1\n.html\t#top ", "https://news.example/1.html"),
        (r"..\b\1.html", "https://news.example/b/1.html"),
        ("/即時/1", "https://news.example/%E5%8D%B3%E6%99%82/1"),
        ("/1?utm_source=x&b=1&a=2", "https://news.example/1?utm_source=x&b=1&a=2"),
        ("HTTPS://News.Example", "https://news.example/"),
    ],
)
def test_where_a_link_leads(href: str, url: str) -> None:
    assert absolute("https://news.example/a/list.html", href) == url


def test_a_page_without_an_address_has_absolute_links_only() -> None:
    assert absolute("", "/1.html") is None
    assert absolute("", "https://news.example/1.html") == "https://news.example/1.html"


@given(ADDRESSES)
@example("HTTP://0。")
@example("HTTP://0/%2E;JSESSIONID=")
def test_canonical_changes_nothing_the_second_time(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once


@given(ADDRESSES)
@example("http://m.www.m.a.example/index.html?amp=1")
def test_identity_changes_nothing_the_second_time(url: str) -> None:
    once = identity(url)
    assert identity(once) == once
    assert identity(canonical(url)) == once


@given(
    st.sampled_from(["", "www.", "m.", "wap.", "3g.", "mobile."]),
    st.sampled_from(["http", "https"]),
    st.sampled_from(["", "index.html", "index.php", "default.aspx", "#top"]),
    st.lists(st.sampled_from(["utm_source=a", "from=b", "PHPSESSID=c", "spm=d"])),
)
def test_all_twins_are_one(
    device: str, scheme: str, index: str, trackers: list[str]
) -> None:
    query = "?" + "&".join(trackers) if trackers and not index else ""
    url = f"{scheme}://{device}news.example/a/{index}{query}"
    assert identity(url) == "https://news.example/a/"


@given(ADDRESSES)
def test_a_link_followed_twice_leads_to_the_same_page(href: str) -> None:
    url = absolute("http://news.example/a/", href)
    if url is not None:
        assert url.startswith(("http://", "https://"))
        assert "#" not in url
        assert url.isascii()
        assert absolute("http://other.example/", url) == url
        assert canonical(url) == canonical(canonical(url))


PAGES = st.sampled_from(
    [
        "http://a.example/2024/1101/1.html?a=1",
        "https://a.example",
        "http://a.example:8080/a//b/../",
        "http://a.example/a/%2e%2e/b/./c.html",
        "HTTPS://A.example/%e5/a;b/c",
        "file:///pages/a/1.html",
        "",
    ]
)
LEADS = st.sampled_from(
    "/ ./ ../ ../../ ./../ .../ ? # http://b.example/ https://b.example/ //b.example/ "
    "HTTP://B.Example:80/ //c.example:8080/ file: javascript: a.b: .".split()
)
PATHS = st.from_regex(
    r"([\w~.,+=@!$'()*;:-]|[./?#]|%[0-9a-fA-F]{2}|%|[中é<]){0,8}", fullmatch=True
).map(lambda path: path.lstrip("/"))  # what follows two slashes is a host


@given(PAGES, LEADS | st.just(""), PATHS)
@example("http://a.example/a/%2e%2e/b/", "../", "1.html")
@example("http://a.example/a/", "./", "?a=1")
@example("http://a.example/a/", "../", "")
@example("http://a.example/a/", "//b.example", "")
def test_links_are_followed_as_the_standard_library_does(
    page: str, lead: str, path: str
) -> None:
    href = (lead + path).strip()
    whole = canonical(urljoin(page, href))
    leads_on = whole.startswith(("http://", "https://")) and href.partition("#")[0]
    assert absolute(page, href) == (whole if leads_on else None)
