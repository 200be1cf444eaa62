"""Pages that scripts write: told without a browser, and read with one, a real Chromium."""

from __future__ import annotations

import json

import pytest

from tests.loopback import Answer, Workplace
from tests.programs import needed
from tests.test_crawl import address, article, hub

SITE = """
name = "甲报"
hosts = ["www.jia.example"]
hubs = ["http://www.jia.example/news/"]
"""
RENDERED = SITE + "browser = true\n"
HUB = "http://www.jia.example/news/"

# A page as frameworks send it: a place, and a script that asks for what belongs there.
SHELL = """<!doctype html><html><head><meta charset="utf-8"><title>甲报</title></head>
<body><noscript>请启用 JavaScript 后再浏览本页。</noscript><div id="app"></div>
<script>
fetch("{data}").then(answer => answer.text()).then(text => {{
  document.getElementById("app").innerHTML = text;
}});
</script></body></html>"""


def shell(data: str) -> str:
    return SHELL.format(data=data)


@pytest.fixture
def jia(place: Workplace) -> Workplace:
    """An outlet whose pages are all written by scripts."""
    place.web.pages |= {
        HUB: shell("/list.part"),
        "http://www.jia.example/list.part": hub(*map(address, (1, 2, 3))),
    }
    for number in (1, 2, 3):
        part = f"/news/part{number}.part"
        place.web.pages[address(number)] = shell(part)
        inner = article(number).partition("<body>")[2].partition("</body>")[0]
        picture = '<img src="/news/picture.jpg">'
        place.web.pages[f"http://www.jia.example{part}"] = picture + inner
    return place


@pytest.fixture
def chromium() -> None:
    needed("chromium")


def test_without_a_browser_the_report_says_what_is_missing(jia: Workplace) -> None:
    jia.outlet("jia", SITE)
    run = jia.scrapy("crawl", "news", "-a", "outlets=jia")
    assert run.code == 1
    assert "Refused pages: 1 empty but for scripts" in run.err
    assert "browser = true in its site file" in run.err


@pytest.mark.usefixtures("chromium")
def test_pages_are_read_as_their_scripts_have_made_them(jia: Workplace) -> None:
    jia.outlet("jia", RENDERED)
    run = jia.scrapy("crawl", "news", "-a", "outlets=jia")
    assert run.code == 0, run.err
    stored = [json.loads(line) for line in jia.lines()]
    assert [each["url"] for each in stored] == [address(n) for n in (1, 2, 3)]
    assert "第2辆校车" in stored[1]["headline"]
    assert all(len(each["body"]) > 1 for each in stored)
    asked = jia.web.asked
    assert "http://www.jia.example/news/picture.jpg" not in asked
    assert all(asked.count(address(number)) == 1 for number in (1, 2, 3))
    sent = [{k.lower(): v for k, v in each.items()} for each in jia.web.headers]
    assert all(each["user-agent"].startswith("Jingwen/") for each in sent)
    assert "Traceback" not in run.err


@pytest.mark.usefixtures("chromium")
def test_a_page_that_leads_off_the_outlet_is_refused(jia: Workplace) -> None:
    jia.outlet("jia", RENDERED)
    away = "http://www.elsewhere.example/page.html"
    jia.web.pages[away] = article(1)
    jia.web.pages[address(1)] = Answer(status=302, headers={"Location": away})
    gone = "<script>location.href = 'http://www.elsewhere.example/page.html'</script>"
    jia.web.pages[address(2)] = gone
    run = jia.scrapy("crawl", "news", "-a", "outlets=jia")
    assert run.code == 0, run.err
    assert [json.loads(line)["url"] for line in jia.lines()] == [address(3)]
    assert "2 leads off the outlet" in run.err


@pytest.mark.usefixtures("chromium")
def test_a_server_that_says_nothing_costs_a_page_and_not_the_crawl(
    jia: Workplace,
) -> None:
    jia.outlet("jia", RENDERED)

    def hangs_up(connection: object) -> None:
        connection.close()  # type: ignore[attr-defined]

    jia.web.pages[address(1)] = hangs_up
    run = jia.scrapy("crawl", "news", "-a", "outlets=jia")
    assert run.code == 0, run.err
    assert [json.loads(line)["url"] for line in jia.lines()] == [address(2), address(3)]
    assert "Traceback" not in run.err


def test_what_the_extra_is_called_is_said_where_it_is_missing(
    jia: Workplace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    jia.outlet("jia", RENDERED)
    hiding = tmp_path_factory.mktemp("hiding")
    (hiding / "scrapy_playwright.py").write_text("raise ImportError('not there')\n")
    run = jia.scrapy(
        "crawl", "news", "-a", "outlets=jia", environment={"PYTHONPATH": str(hiding)}
    )
    assert run.code == 2
    assert 'pip install "jingwen[browser]"' in run.err
    assert run.err.count("\n") == 1
