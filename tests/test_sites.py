"""Site files: ours are right, a wrong one is refused by file and key."""

from __future__ import annotations

import pickle
import re
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crawler import sites
from crawler.errors import SiteError, UsageError
from crawler.sites import Site, layouts
from crawler.urls import canonical

LEAST = """
name = "某报"
hosts = ["outlet.example"]
hubs = ["https://www.outlet.example/news/"]
"""

OURS = sorted(sites.OURS.glob("*.toml"))


def write(folder: Path, text: str | bytes, *, name: str = "outlet.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_three_lines_are_enough(tmp_path: Path) -> None:
    assert sites.load(write(tmp_path, LEAST)) == Site(
        key="outlet",
        name="某报",
        hosts=("outlet.example",),
        timezone=ZoneInfo("Asia/Shanghai"),
        delay=1.0,
        hubs=("https://www.outlet.example/news/",),
    )


def test_every_key_is_read(tmp_path: Path) -> None:
    text = """
    name = " 某报 "
    hosts = ["Outlet.example", "cdn.example.org"]
    timezone = "Asia/Taipei"
    delay = 3
    hubs = ["http://outlet.example/a/", "http://outlet.example/a/"]
    feeds = ["https://cdn.example.org/rss.xml"]
    sitemaps = ["https://www.outlet.example/sitemap.xml"]
    """
    assert sites.load(write(tmp_path, text)) == Site(
        key="outlet",
        name="某报",
        hosts=("outlet.example", "cdn.example.org"),
        timezone=ZoneInfo("Asia/Taipei"),
        delay=3.0,
        hubs=("http://outlet.example/a/",),
        feeds=("https://cdn.example.org/rss.xml",),
        sitemaps=("https://www.outlet.example/sitemap.xml",),
    )


def test_what_a_site_admits() -> None:
    text = (
        LEAST
        + """
    allow = ['/news/\\d+']
    deny = ['/video/', '[?&]print=']
    redirects_to = ["mp.partner.example"]
    every = "15m"
    """
    )
    site = sites.read("outlet", text)
    assert site.admits("https://www.outlet.example/news/12.html")
    assert not site.admits("https://www.outlet.example/about/12.html")
    assert not site.admits("https://www.outlet.example/video/news/12.html")
    assert not site.admits("https://www.other.example/news/12.html")
    assert site.denies("https://www.outlet.example/list?page=2&print=1")
    assert not site.denies("https://www.outlet.example/list?page=2")
    assert site.may_lead_to("https://mp.partner.example/s/1")
    assert not site.may_lead_to("https://partner.example/s/1")
    assert site.every == timedelta(minutes=15)


def test_without_expressions_all_that_is_owned_is_admitted() -> None:
    site = sites.read("outlet", LEAST)
    assert site.admits("https://www.outlet.example/anything")
    assert not site.denies("https://www.outlet.example/anything")
    assert site.every is None


LAYOUTS = """
[[layout]]
until = 2019-06-30
body = "//div[@id='content']"
authors = ["//span[@class='writer']", "//meta[@name='author']/@content"]
strip = "//div[@class='ad']"

[[layout]]
headline = "//h1"
next_page = "//a[@class='next']/@href"
"""


def test_layouts_are_chosen_by_day() -> None:
    site = sites.read("outlet", LEAST + LAYOUTS)
    old, new = site.layouts
    assert old.fields["authors"] == (
        "//span[@class='writer']",
        "//meta[@name='author']/@content",
    )
    assert old.strip == ("//div[@class='ad']",)
    assert new.next_page == ("//a[@class='next']/@href",)
    assert site.layout_on(date(2019, 6, 30)) is old
    assert site.layout_on(date(2019, 7, 1)) is new
    assert site.layout_on(None) is new
    assert sites.read("outlet", LEAST).layout_on(None) is None


def test_an_outlet_can_be_sent_to_another_process() -> None:
    site = sites.read("outlet", f'{LEAST}[[layout]]\nheadline = "//h2"')
    assert pickle.loads(pickle.dumps(site)) == site  # noqa: S301  # our own


WRONG_LAYOUTS = {
    "unknown key": ("headline =", "title =", "title: no such key; known are until"),
    "no XPath": ("//h1", "//h1[", "headline: '//h1[' is no XPath: "),
    "no selector": ('"//h1"', '""', "headline: '' is no selector"),
    "a number": ('"//h1"', "7", "headline: 7 is no list of texts"),
    "day is a text": ("2019-06-30", '"2019-06-30"', "until: '2019-06-30' is no day"),
    "day is a time": ("2019-06-30", "2019-06-30T08:00:00Z", "until: datetime"),
    "newest first": (
        "[[layout]]\nheadline",
        "[[layout]]\nuntil = 2018-01-01\nheadline",
        "until: 2018-01-01 follows 2019-06-30",
    ),
    "two without an end": ("until = 2019-06-30\n", "", "until: 9999-12-31 follows"),
    "nothing said": (
        'headline = "//h1"\nnext_page = "//a[@class=\'next\']/@href"',
        "",
        "a layout without a selector says nothing",
    ),
}


@pytest.mark.parametrize(
    ("old", "new", "says"), WRONG_LAYOUTS.values(), ids=WRONG_LAYOUTS.keys()
)
def test_wrong_layout(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in LAYOUTS
    path = write(tmp_path, LEAST + LAYOUTS.replace(old, new))
    with pytest.raises(SiteError) as refusal:
        sites.load(path)
    assert str(refusal.value).startswith(f"{path}: layout: {says}")
    assert "\n" not in str(refusal.value)


def test_a_feed_alone_is_enough(tmp_path: Path) -> None:
    assert sites.load(write(tmp_path, LEAST.replace("hubs", "feeds"))).hubs == ()


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    assert sites.load(write(tmp_path, b"\xef\xbb\xbf" + LEAST.encode())).name == "某报"


WRONG = {
    "no name": ('name = "某报"', "", "name: missing"),
    "name of nothing": ('"某报"', '" "', "name: ' ' is no text"),
    "name is a number": ('"某报"', "7", "name: 7 is no text"),
    "no hosts": ('hosts = ["outlet.example"]', "", "hosts: missing"),
    "empty hosts": ('["outlet.example"]', "[]", "hosts: names no host"),
    "hosts is a text": (
        '["outlet.example"]',
        '"outlet.example"',
        "hosts: 'outlet.example'",
    ),
    "hosts of numbers": ('["outlet.example"]', "[7]", "hosts: [7] is no list of texts"),
    "host is an address": (
        '["outlet',
        '["https://outlet',
        "hosts: 'https://outlet.example'",
    ),
    "host with port": (
        "outlet.example",
        "outlet.example:80",
        "hosts: 'outlet.example:80'",
    ),
    "host of one word": (
        '["outlet.example"]',
        '["example"]',
        "hosts: 'example' is no host",
    ),
    "no lists": ("hubs =", "# hubs =", "hubs: missing; name list pages here"),
    "empty lists": ('["https://www.outlet.example/news/"]', "[]", "hubs: missing"),
    "hubs is a text": (
        '["https://www.outlet.example/news/"]',
        '"x"',
        "hubs: 'x' is no list",
    ),
    "hub is a path": ("https://www.outlet.example", "", "hubs: '/news/' is no address"),
    "hub of another scheme": (
        "https:",
        "ftp:",
        "hubs: 'ftp://www.outlet.example/news/'",
    ),
    "hub cannot be parsed": ("//www.outlet", "//[www.outlet", "hubs: 'https://[www"),
    "hub on a foreign host": (
        "www.outlet",
        "www.other",
        "hubs: https://www.other.example",
    ),
    "feed on a foreign host": (
        "hubs",
        'feeds = ["http://a.example/"]\nhubs',
        "feeds: http",
    ),
    "sitemaps is a table": ("hubs", "sitemaps = {}\nhubs", "sitemaps: {} is no list"),
    "zone unknown": (
        "hubs",
        'timezone = "Asia/Peking"\nhubs',
        "timezone: 'Asia/Peking'",
    ),
    "zone is a folder": (
        "hubs",
        'timezone = "Asia"\nhubs',
        "timezone: 'Asia' is no time",
    ),
    "zone is a path": (
        "hubs",
        'timezone = "../x"\nhubs',
        "timezone: '../x' is no time",
    ),
    "zone is a number": ("hubs", "timezone = 8\nhubs", "timezone: 8 is no time zone"),
    "delay is a text": (
        "hubs",
        'delay = "1"\nhubs',
        "delay: '1' is no number of seconds",
    ),
    "delay is true": ("hubs", "delay = true\nhubs", "delay: True is no number"),
    "delay below nought": ("hubs", "delay = -1\nhubs", "delay: -1 is no number"),
    "delay without end": ("hubs", "delay = inf\nhubs", "delay: inf is no number"),
    "delay is no number": ("hubs", "delay = nan\nhubs", "delay: nan is no number"),
    "unknown key": (
        "hubs",
        'host = "x"\nhubs',
        "host: no such key; known are name, hosts",
    ),
    "unknown table": ("hubs", "[pages]\nhubs", "pages: no such key"),
    "layout of one bracket": (
        "hubs",
        "layout = {}\nhubs",
        "layout: write each layout as a table of its own",
    ),
    "span without unit": ("hubs", 'every = "15"\nhubs', "every: '15' is no span"),
    "span of nothing": ("hubs", 'every = "0m"\nhubs', "every: '0m' is no span"),
    "span is a number": ("hubs", "every = 15\nhubs", "every: 15 is no span of time"),
    "broken expression": (
        "hubs",
        'deny = ["(a"]\nhubs',
        "deny: '(a' is no regular expression: missing ), unterminated",
    ),
    "expressions are a text": ("hubs", 'allow = "a"\nhubs', "allow: 'a' is no list"),
    "redirects to an address": (
        "hubs",
        'redirects_to = ["http://a.example/"]\nhubs',
        "redirects_to: 'http://a.example/' is no host name",
    ),
    "key of the program": ("hubs", 'key = "x"\nhubs', "key: no such key"),
    "no TOML": ("hubs = ", "hubs: ", "Expected '=' after a key"),
    "twice": ("hubs", 'name = "x"\nhubs', "Cannot overwrite a value"),
}


@pytest.mark.parametrize(("old", "new", "says"), WRONG.values(), ids=WRONG.keys())
def test_wrong_file(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in LEAST
    path = write(tmp_path, LEAST.replace(old, new))
    with pytest.raises(SiteError) as refusal:
        sites.load(path)
    assert str(refusal.value).startswith(f"{path}: {says}")
    assert "\n" not in str(refusal.value)


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    path = write(tmp_path, LEAST.encode("gbk"))
    with pytest.raises(SiteError, match="utf-8"):
        sites.load(path)


def test_a_file_that_does_not_exist(tmp_path: Path) -> None:
    path = tmp_path / "none.toml"
    with pytest.raises(SiteError) as refusal:
        sites.load(path)
    assert str(refusal.value) == f"{path}: No such file or directory"


@pytest.mark.parametrize(
    "name", ["某报.toml", "a b.toml", "a,b.toml", "A.toml", "-a.toml"]
)
def test_a_file_must_be_named_as_outlets_are_asked_for(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(SiteError, match="name the file in a-z"):
        sites.load(write(tmp_path, LEAST, name=name))


@pytest.mark.parametrize(
    ("url", "owned"),
    [
        ("http://outlet.example/", True),
        ("https://NEWS.Outlet.Example:8080/1.html", True),
        ("https://notoutlet.example/", False),
        ("https://outlet.example.org/", False),
        ("https://example/outlet.example", False),
        ("https://other.example/?u=https://outlet.example/", False),
        ("https://outlet.example@other.example/", False),
        ("/1.html", False),
        ("http://[::1/", False),
        ("", False),
    ],
)
def test_what_an_outlet_owns(url: str, *, owned: bool) -> None:
    site = Site(key="outlet", name="某报", hosts=("outlet.example",))
    assert site.owns(url) is owned


def test_folders_of_a_user_correct_ours_and_each_other(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    write(first, LEAST, name="people.toml")
    write(first, LEAST)
    write(second, LEAST.replace("某报", "另一报"))
    known = sites.load_all([first, second])
    assert known["people"].name == "某报"
    assert known["outlet"].name == "另一报"
    assert set(known) == {path.stem for path in OURS} | {"outlet"}


def test_a_folder_that_does_not_exist_holds_no_site(tmp_path: Path) -> None:
    assert sites.load_all([tmp_path / "none"]) == sites.load_all()


def test_one_wrong_file_stops_the_start(tmp_path: Path) -> None:
    write(tmp_path, "name = 7")
    with pytest.raises(SiteError, match=r"outlet\.toml"):
        sites.load_all([tmp_path])


def test_outlets_are_chosen_in_the_order_asked_and_once() -> None:
    known = sites.load_all()
    keys = [site.key for site in sites.choose(known, ["ltn", "cna", "ltn"])]
    assert keys == ["ltn", "cna"]


def test_an_unknown_outlet_is_named_with_those_that_are_known() -> None:
    with pytest.raises(
        UsageError, match=r"unknown outlet peeple, x; known are .*people"
    ) as no:
        sites.choose(sites.load_all(), ["peeple", "cna", "x"])
    assert "\n" not in str(no.value)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_our_site(path: Path) -> None:
    site = sites.load(path)
    assert path.read_text(encoding="utf-8").startswith(f"# {site.name}, ")
    assert site.delay >= 1
    urls = [*site.hubs, *site.feeds, *site.sitemaps]
    assert urls == [canonical(url) for url in urls]
    assert len(set(urls)) == len(urls)


def test_every_key_is_told_in_the_documents() -> None:
    document = Path(__file__).parent.parent / "docs" / "site-files.md"
    rows = re.findall(r"(?m)^\| (`.*?`) \| ", document.read_text(encoding="utf-8"))
    told = re.findall(r"`(\w+)`", " ".join(rows))
    assert set(told) == {*sites.KEYS, *layouts.KEYS} - {"layout"}
    assert len(told) == len(set(told))
