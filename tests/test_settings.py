"""Policy as it takes effect: settings, add-ons, and the site files behind them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from crawler import addons
from crawler import settings as policy
from tests.loopback import PROJECT, Workplace


def effective(tmp_path: Path, **changes: object) -> Settings:
    """Return the settings as a crawl sees them, its add-ons included."""
    own = {name: value for name, value in vars(policy).items() if name.isupper()}
    data = {"DATA_FOLDER": str(tmp_path), "SITE_FOLDERS": [str(tmp_path)]}
    crawler: Crawler = get_crawler(settings_dict={**own, **data, **changes})
    return crawler.settings


def test_an_outlets_pace_is_that_of_its_site_file(tmp_path: Path) -> None:
    text = 'name="甲"\nhosts=["jia.example"]\nhubs=["http://jia.example/"]\ndelay=2.5'
    (tmp_path / "jia.toml").write_text(text, encoding="utf-8")
    slots = effective(tmp_path)["DOWNLOAD_SLOTS"]
    assert slots["jia"] == {"concurrency": 1, "delay": 2.5}


def test_what_is_decided_takes_effect(tmp_path: Path) -> None:
    settings = effective(tmp_path)
    for name in vars(policy):
        if name.isupper() and name not in {"DATA_FOLDER", "SITE_FOLDERS"}:
            assert settings[name] == getattr(policy, name), name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ROBOTSTXT_OBEY", True),
        ("DOWNLOAD_VERIFY_CERTIFICATES", True),
        ("COOKIES_ENABLED", False),
        ("TELNETCONSOLE_ENABLED", False),
        ("REMOTE_CONTROL_ENABLED", False),
        ("DOWNLOAD_MAXSIZE", 32 * 1024 * 1024),
        ("DOWNLOAD_TIMEOUT", 60),
    ],
)
def test_the_manners_promised(tmp_path: Path, name: str, value: object) -> None:
    assert effective(tmp_path)[name] == value


def test_scrapys_own_commands_keep_and_report_nothing(place: Workplace) -> None:
    place.outlet(
        "jia", 'name="甲"\nhosts=["jia.example"]\nhubs=["http://jia.example/"]'
    )
    place.web.pages["http://jia.example/"] = "<p>河口镇</p>"
    run = place.scrapy("fetch", "http://jia.example/")
    assert (run.code, run.out, run.err) == (0, "<p>河口镇</p>\n", "")
    assert not place.data.exists()


def test_no_key_is_set_by_policy_and_by_wiring() -> None:
    for addon in (addons.Feeds(), addons.CalmLog(), addons.WholePages()):
        settings = Settings()
        before = {name: repr(value) for name, value in settings.items()}
        addon.update_settings(settings)
        changed = {
            name for name, value in settings.items() if repr(value) != before[name]
        }
        assert changed
        assert changed.isdisjoint(vars(policy))


@pytest.mark.parametrize("place", [".", "crawler/spiders"])
def test_folders_lie_beside_scrapy_cfg_wherever_one_stands(place: str) -> None:
    command = [sys.executable, "-m", "scrapy", "settings", "--get", "DATA_FOLDER"]
    done = subprocess.run(command, cwd=PROJECT / place, capture_output=True, check=True)
    assert Path(done.stdout.decode().strip()) == PROJECT / "data"
