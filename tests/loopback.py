"""A small web on loopback, and a user's place from which to crawl it."""

from __future__ import annotations

import contextlib
import gzip
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PROJECT = Path(__file__).parent.parent


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


Misbehavior = Callable[[socket.socket], None]
"""What a server does with a connection once it was asked, in place of an answer."""

Page = Answer | str | Misbehavior
"""What stands at an address; a text is a page's markup."""

NOT_FOUND = Answer(b"<p>404</p>", status=404)


class Web(ThreadingHTTPServer):
    """Any number of sites on one port: a forward proxy that has all pages itself."""

    daemon_threads = True
    request_queue_size = 128  # of the operating system's, for connections at once

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, Page] = {}
        """By address."""
        self.asked: list[str] = []
        """Addresses, in the order of the requests."""
        self.headers: list[Mapping[str, str]] = []
        """What was sent along with each of them."""
        self.statuses: list[int] = []
        """How each of them was answered that was answered at all."""
        self.pause = 0.0
        """Seconds before each answer."""
        self.answers = threading.Event()
        """What every answer waits for; clear it to hold them back."""
        self.answers.set()
        self.under_way: set[str] = set()
        self.most_at_once = 0
        """How many pages, robots.txt aside, were waited for together."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


# What a page is known by, and how it is asked whether it still is that.
_MARKS = (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since"))


class _Handler(BaseHTTPRequestHandler):
    server: Web
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet, else each answer waits 40 ms

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.headers.append(dict(self.headers))
        if not self.path.endswith("/robots.txt"):
            self._wait()
        self._answer(self.server.pages.get(self.path, NOT_FOUND))

    def _wait(self) -> None:
        under_way = self.server.under_way
        under_way.add(self.path)
        self.server.most_at_once = max(self.server.most_at_once, len(under_way))
        time.sleep(self.server.pause)
        self.server.answers.wait()
        under_way.discard(self.path)

    def _answer(self, found: Page) -> None:
        if callable(found):
            self.close_connection = True
            with contextlib.suppress(OSError):  # until the crawler hangs up
                found(self.connection)
            return
        answer = Answer(found.encode()) if isinstance(found, str) else found
        if any(
            name in answer.headers and answer.headers[name] == self.headers.get(known)
            for name, known in _MARKS
        ):
            answer = Answer(status=304, headers={})
        self.server.statuses.append(answer.status)
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

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a command whose web is ours."""
        return {**os.environ, "http_proxy": self.web.address, "no_proxy": ""}

    def command(self, *words: str) -> list[str]:
        """Return one of the project's commands, for this place."""
        settings = {"DATA_FOLDER": self.data, "DOWNLOAD_DELAY": 0, "RETRY_TIMES": 1}
        if self.outlets.exists():
            settings["SITE_FOLDERS"] = self.outlets
        options = [f"-s{name}={value}" for name, value in settings.items()]
        return [sys.executable, "-m", "scrapy", *words, *options]

    def scrapy(
        self,
        *words: str,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
    ) -> Run:
        """Run one of the project's commands to its end, with more ``environment``."""
        done = subprocess.run(
            self.command(*words),
            cwd=PROJECT,
            env={**self.environment, **(environment or {})},
            input=stdin,
            capture_output=True,
            check=False,
            timeout=120,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    def forget(self) -> None:
        """Let go of all that was stored: the next crawl is the first."""
        shutil.rmtree(self.data, ignore_errors=True)

    def lines(self) -> list[bytes]:
        """Return every line that was stored, in order, packed or plain."""
        files = sorted((self.data / "articles").glob("*.jsonl*"))
        texts = (
            gzip.decompress(file.read_bytes())
            if file.suffix == ".gz"
            else file.read_bytes()
            for file in files
        )
        return [line for text in texts for line in text.splitlines()]


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a command."""

    code: int
    out: str
    err: str
