"""What an address alone says, in the shapes of many publishing systems."""

from __future__ import annotations

import pytest

from crawler.discovery.addresses import (
    Evidence,
    evidence,
    is_list,
    is_service,
    shape,
    speaks_against,
)

STRONG = """
date in the path
    /n1/2026/1101/c1001-40228000.html
    /politics/20261101/9b7e0c6d4f4f4f4f9b7e0c6d4f4f4f4f/c.html
    /gn/2026/11-01/10209123.shtml
    /politics/2026-11/01/c_1129247000.htm
    /2026/11/01/ARTIabcDEF123456789012261101.shtml
    /a/202611/01/WS66319a0ea3109f7860ddc0d1.html
    /news/aipl/202611010001.aspx
    /internation/2026_11_01_733333.shtml
    /art/2026/11/1/art_1234_567890.html
    /gdxw/202611/01/t20261101_38991234.shtml
    /26/1101/09/FJ11S9D400119821.html
    /rain/a/20261101A01ABC00
    /news/china/story20261101-3540123
    /china/20261101/old-bridge/
    /ins/%E6%B8%AF%E8%81%9E/article/20261101/s00001/1714500000000/%E6%B8%AF
    /topic/2026/11/01/c1.html
long number in the path
    /newsDetail_forward_27239481
    /k2/1751234-20261101.htm
    /news/politics/breakingnews/4659123
    /a/775000123_121123456
    /news/story/6656/7935123
    /%E6%94%BF%E6%83%85/1016123/%E6%B8%AF
    /yaowen/202611/content_6948123.htm
    /w/doc-inatasxy1234567.shtml
parameter id
    /view.php?id=113655
    /index.php?fi=news&id=113655
parameter NewsID
    /News.aspx?NewsID=1463123
parameter tid
    /viewthread.php?tid=145240&page=1
"""

WEAK = """
number in the path
    /news/1032.html
    /story/4711
    /dy/article/J1A2B3C40514R9P4.html
code in the path
    /article/4HdZ8QwErTy
    /p/Kx82dQ
    /zhongwen/articles/c4n1z2k3l4mo
headline in the path
    /world/old-bridge-opens-to-walkers
    /hk/417/%E6%B8%A1%E8%BC%AA%E5%8A%A0%E9%96%8B%E5%A4%9C%E7%8F%AD%E7%A2%BC%E9%A0%AD
parameter aid
    /view.php?aid=32
"""

NONE = """
    /
    /gn/
    /world/bridge
    /list_2.html
    /index_3.shtml
    /GB/461001/index.html
    /tag/1234567
    /keywords/9/d/9ad85bc65e02516c5b895c40/1.html
    /special/0001386F/rank_news.html
    /topic/vaccine2026
    /channel_25951
    /2026/11/01/
    /20261101/index.html
    /20261101.html
    /html/2026-11/01/node_2.htm
    /list.php?catid=12345
    /index.php?fi=history
    /view.php?id=abc
    /u/1234567
    /author/20261101
    /about/20261101/c1234567.html
    /search?q=1&id=1234567
    /a/20261101/c1234567.pdf
    /a/20261101/c1234567.jpg
"""


def grouped(shapes: str) -> list[tuple[str, str]]:
    """Return each path with the line above it that is not indented."""
    pairs, reason = [], ""
    for line in filter(None, shapes.splitlines()):
        if line.startswith(" "):
            pairs.append((line.strip(), reason))
        else:
            reason = line
    return pairs


@pytest.mark.parametrize(("path", "reason"), grouped(STRONG))
def test_address_of_an_article(path: str, reason: str) -> None:
    assert evidence(f"https://news.example{path}") == Evidence(reason, strong=True)


@pytest.mark.parametrize(("path", "reason"), grouped(WEAK))
def test_address_that_needs_a_headline(path: str, reason: str) -> None:
    assert evidence(f"https://news.example{path}") == Evidence(reason, strong=False)


@pytest.mark.parametrize("path", NONE.split())
def test_address_of_anything_else(path: str) -> None:
    assert evidence(f"https://news.example{path}") is None


@pytest.mark.parametrize("host", ["comment", "search", "passport", "m.search"])
def test_hosts_of_services(host: str) -> None:
    url = f"https://{host}.news.example/2026/1101/c1-100.html"
    assert is_service(url) == (not host.startswith("m."))


def test_lists_are_told_by_their_names() -> None:
    assert is_list("https://news.example/")
    assert is_list("https://news.example")
    assert is_list("https://news.example/world/")
    assert is_list("https://news.example/world/list_3.html")
    assert not is_list("https://news.example/world/bridge")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/world/",
        "/tag/bridges",
        "/portal.php?mod=list&catid=3",
        "/index.php?a=columns&id=72",
        "/forum.php?mod=redirect&tid=55210&goto=lastpost",
        "/home.php?mod=space&uid=7",
        "/about/12.html",
        "/paper/A01.pdf",
    ],
)
def test_addresses_that_tell_of_no_article(path: str) -> None:
    assert speaks_against(f"https://news.example{path}")


@pytest.mark.parametrize(
    "path",
    ["/old-bridge/", "/world/bridge", "/44/01.html", "/tag/2026/11/01/c1.html"],
)
def test_addresses_that_may_lead_anywhere(path: str) -> None:
    assert not speaks_against(f"https://news.example{path}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/html/world/345.html", "/html/city/12.html"),
        ("/p/Kx82dQ", "/p/Kx7m0s"),
        ("/show.php?cat=1&id=7", "/show.php?cat=12&id=701"),
        ("/hk/1840833/%E6%B8%AF", "/hk/1840834/%E8%81%9E"),
    ],
)
def test_addresses_of_one_shape(one: str, other: str) -> None:
    assert shape(f"https://news.example{one}") == shape(f"https://news.example{other}")


def test_names_without_numbers_are_of_a_shape_of_their_own() -> None:
    assert shape("https://a.example/old-bridge/") != shape("https://a.example/fish/")
