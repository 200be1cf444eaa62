"""``scrapy sites``: list, check and import, run as a user does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crawler import sites
from tests.loopback import Answer, Workplace
from tests.newsroom import Newsroom

PROJECT = Path(__file__).parent.parent.parent
OUTLETS = PROJECT / "tests/fixtures/outlets"
THEIRS = PROJECT / "tests/fixtures/fivefilters"


def run(
    *words: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "sites", *words],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_list() -> None:
    done = run("list", "-s", f"SITE_FOLDERS={OUTLETS}")
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(sites.load_all([OUTLETS]))
    assert any(line.startswith("langang ") and "1 feeds" in line for line in lines)
    assert done.returncode == 0


def test_check_of_outlets_that_are_well() -> None:
    keys = sorted(path.stem for path in OUTLETS.glob("*.toml"))
    with Newsroom() as room:
        done = run(
            "check",
            *keys,
            "-s",
            f"SITE_FOLDERS={OUTLETS}",
            environment=room.environment,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    heads = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert [head.split()[0] for head in heads] == keys
    assert all(head.endswith("as it should be") for head in heads)
    assert "robots   allows" in done.stdout
    assert "headline, date_published, body" in done.stdout


SITE = """
name = "某报"
hosts = ["outlet.example"]
hubs = ["http://www.outlet.example/", "http://www.outlet.example/gone/"]
feeds = ["http://www.outlet.example/rss.xml"]
"""


def test_check_names_what_is_to_be_mended(place: Workplace) -> None:
    place.outlet("outlet", SITE)
    home, pages = "http://www.outlet.example/", place.web.pages
    pages[home] = "<a href='/2026/1101/c1.html'>湖区禁渔期满首日开捕</a>"
    pages[home + "robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 9\n")
    pages[home + "rss.xml"] = "<html>404</html>"
    pages[home + "2026/1101/c1.html"] = "<p>正在维护</p>"
    done = place.scrapy("sites", "check", "outlet")
    assert done.code == 1
    faults = [line for line in done.out.splitlines() if line.startswith("  ! ")]
    assert faults == [
        f"  ! delay: 0; {home}robots.txt asks for 9",
        f"  ! hub {home}gone/: HTTP 404",
        f"  ! feed {home}rss.xml: not a feed",
        "  ! none of 1 pages was read as an article",
    ]


def test_import(tmp_path: Path) -> None:
    done = run("import", str(THEIRS), "--to", str(tmp_path))
    assert done.returncode == 1  # two files say nothing that we could use
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == ["news-harbour-example.toml", "shuixiang-example.toml"]
    assert {"news-harbour-example", "shuixiang-example"} <= set(
        sites.load_all([tmp_path])
    )
    assert "2 site files written" in done.stdout
    assert "2 lines left out: http_header: means nothing here" in done.stdout
    assert "no selector to carry over" in done.stderr


def test_import_writes_over_nothing(tmp_path: Path) -> None:
    file = str(THEIRS / "www.shuixiang.example.txt")
    assert run("import", file, "--to", str(tmp_path)).returncode == 0
    path = tmp_path / "shuixiang-example.toml"
    path.write_text("mine", encoding="utf-8")
    done = run("import", file, "--to", str(tmp_path))
    assert done.returncode == 1
    assert path.read_text(encoding="utf-8") == "mine"
    assert run("import", file, "--to", str(tmp_path), "--force").returncode == 0
    assert sites.load(path).hosts == ("shuixiang.example",)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["check", "nosuch"], "unknown outlet nosuch; known are"),
        (["import", "/no/such/folder"], "no site files, which end in .txt, are there"),
        (["check", "people", "--articles", "-1"], "give a whole number"),
    ],
)
def test_what_cannot_be_done(words: list[str], says: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert done.stderr.startswith("scrapy sites: ")
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("words", [[], ["mend"], ["check"], ["import"], ["list", "x"]])
def test_wrong_calls_are_explained(words: list[str]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
