"""What tests of whole commands share: a small web on loopback, and a project's run."""

from __future__ import annotations

import dataclasses
import functools
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crawler import Article

PROJECT = Path(__file__).parent.parent

MakeArticle = Callable[..., Article]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the web says when it is asked for an address."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(
        default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"}
    )
    missing: int = 0
    """Bytes that ``Content-Length`` promises and that never come."""


NOT_FOUND = Answer(b"<p>404</p>", status=404)


class Web(ThreadingHTTPServer):
    """Any number of sites on one port: a forward proxy that has all pages itself."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, Answer | str] = {}
        """By address. A text is a page's markup."""
        self.asked: list[str] = []
        """Addresses, in the order of the requests."""
        self.headers: list[Mapping[str, str]] = []
        """What was sent along with each of them."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Web
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.headers.append(dict(self.headers))
        found = self.server.pages.get(self.path, NOT_FOUND)
        answer = Answer(found.encode()) if isinstance(found, str) else found
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body) + answer.missing))
        self.end_headers()
        try:
            self.wfile.write(answer.body)
        except OSError:  # the crawler may hang up on what is too large
            self.close_connection = True
        if answer.missing:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as inherited
        """Say nothing: the test reads ``Web.asked``."""


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@dataclass(frozen=True, slots=True)
class Workplace:
    """A user's place: his site files, his data, and the project's commands."""

    folder: Path
    web: Web

    @property
    def outlets(self) -> Path:
        return self.folder / "outlets"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def outlet(self, key: str, text: str) -> None:
        """Write a site file; it asks for no pause unless it says so."""
        pause = "" if "delay" in text else "delay = 0\n"
        self.outlets.mkdir(exist_ok=True)
        (self.outlets / f"{key}.toml").write_text(pause + text, encoding="utf-8")

    def scrapy(self, *words: str, stdin: bytes = b"") -> Run:
        """Run one of the project's commands to its end."""
        settings = {"DATA_FOLDER": self.data, "DOWNLOAD_DELAY": 0, "RETRY_TIMES": 1}
        if self.outlets.exists():
            settings["SITE_FOLDERS"] = self.outlets
        options = [
            word
            for name, value in settings.items()
            for word in ("-s", f"{name}={value}")
        ]
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", *words, *options],
            cwd=PROJECT,
            env={**os.environ, "http_proxy": self.web.address, "no_proxy": ""},
            input=stdin,
            capture_output=True,
            check=False,
            timeout=120,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    def lines(self) -> list[bytes]:
        """Return every line that was stored, in order."""
        files = sorted((self.data / "articles").glob("*.jsonl"))
        return [line for file in files for line in file.read_bytes().splitlines()]


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a command."""

    code: int
    out: str
    err: str


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
