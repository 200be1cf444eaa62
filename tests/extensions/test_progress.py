"""A terminal gets a bar under whole log lines; anything else gets plain notes."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from crawler.extensions.progress import Notes, State
from tests.loopback import PROJECT, Workplace
from tests.test_crawl import SITE, address, article, hub

HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"


def on_terminal(place: Workplace, *words: str) -> str:
    """Return what a command writes to a terminal of 80 characters."""
    master, slave = pty.openpty()
    running = subprocess.Popen(
        place.command(*words),
        cwd=PROJECT,
        env={**place.environment, "TERM": "xterm", "COLUMNS": "80"},
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    written = bytearray()
    while piece := _read(master):
        written += piece
    os.close(master)
    running.wait()
    return written.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux tells that the other end is closed
        return b""


@pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")
def test_bar_and_log_share_a_terminal(place: Workplace) -> None:
    place.outlet("jia", SITE)
    urls = [address(number) for number in range(1, 9)]
    place.web.pages["http://www.jia.example/news/"] = hub(*urls)
    place.web.pages.update((address(number), article(number)) for number in range(2, 9))
    place.web.pause = 0.1
    written = on_terminal(place, "crawl", "news", "-a", "outlets=jia")
    assert "/8" in written  # so many are known while the bar is up
    assert "甲江日报" in written
    assert written.count(HIDE_CURSOR) == written.count(SHOW_CURSOR) == 1
    lines = [line for line in written.splitlines() if "HTTP 404" in line]
    [refusal] = [line for line in lines if address(1) in line]
    assert refusal.endswith(f"WARNING {address(1)}: HTTP 404")
    table = written.partition(SHOW_CURSOR)[2]
    assert "New articles: 7," in table


def test_notes_are_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    state = State(answered=42, asked=118, refused=3, seconds=21, outlet="甲江日报")
    Notes().show(state)
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err == "42 of 118 articles, 2.0/s, 3 pages refused\n"


def test_no_figure_is_wild_in_the_first_moment() -> None:
    assert State(answered=3, asked=9, refused=0, seconds=0.001).rate == "3.0/s"
