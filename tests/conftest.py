"""What tests share."""

from __future__ import annotations

import dataclasses
import functools
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from crawler import Article
from tests.loopback import Web, Workplace

# The same examples on every run, so that what failed fails again and a change is
# judged by itself; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=1_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

MakeArticle = Callable[..., Article]


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def place(tmp_path: Path, web: Web) -> Workplace:
    return Workplace(tmp_path, web)


@pytest.fixture
def make_article() -> MakeArticle:
    """Return what makes a whole article, with the fields that matter to a test."""
    plain = Article(
        url="http://www.jia.example/2026/1101/1.html",
        canonical_url="http://www.jia.example/2026/1101/1.html",
        outlet="jia",
        headline="河口小学的早班车",
        body=("清晨六点,校车从镇口出发。", "司机说,这条路他开了十一年。"),
        encoding="utf-8",
    )
    return functools.partial(dataclasses.replace, plain)
