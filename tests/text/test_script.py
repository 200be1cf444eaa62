"""What tells the scripts apart is what OpenCC says, and ships as a table."""

from __future__ import annotations

import json

from crawler.text.restoration import gbk
from crawler.text.restoration.script import scripts
from training.scripts import TABLE, tell


def test_the_table_that_ships_is_what_opencc_says() -> None:
    assert json.loads(TABLE.read_bytes()) == tell()


def test_scripts_are_told_by_what_only_one_of_them_holds() -> None:
    known = scripts()
    assert known.simple["東"] == "东"
    assert "東" in known.traditional
    assert "东" in known.simplified
    assert not known.traditional & known.simplified


def test_characters_of_gbk_are_those_that_python_reads() -> None:
    for lead in gbk.LEADS:
        for trail in gbk.TRAILS:
            try:
                char = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                char = ""
            assert gbk.characters().get(lead << 8 | trail, "") == char
